"""``sgw coverage``: which documented pairs the tests of a client have met."""

from __future__ import annotations

from argparse import ArgumentTypeError
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sgwlib.cli.command import CheckFailedError, Command, catalogue_of, nonempty
from sgwlib.cli.output import Fact, Table
from sgwlib.errors import CoverageError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from sgwlib.catalogue import Catalogue
    from sgwlib.cli.output import Output
    from sgwlib.coverage import ClientCoverage

_ALL: Final = 100  # per cent


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "reports",
        metavar="REPORT",
        nargs="+",
        type=nonempty,
        help="a file written by pytest --sgw-coverage=FILE or sgwlib.coverage.save_coverage",
    )
    parser.add_argument(
        "--fail-under",
        metavar="PERCENT",
        type=_percent,
        help="exit with status 1 if less of the documented pairs was met",
    )
    parser.add_argument("--missing", action="store_true", help="name the codes never met")
    parser.add_argument(
        "--merge",
        metavar="FILE",
        type=nonempty,
        help="write the merged reports to FILE; a report that is already there is merged as well",
    )


def _percent(argument: str) -> float:
    try:
        percent = float(argument)
    except ValueError:
        percent = -1
    if not 0 <= percent <= _ALL:  # NaN is not within, either
        raise ArgumentTypeError(f"expected 0 to 100, not {argument!r}")
    return percent


def _coverage(arguments: Namespace, output: Output) -> int:
    # Imported here: no other command needs it.
    from sgwlib.coverage import ClientCoverage, load_coverage, save_coverage

    catalogue = catalogue_of(arguments)
    reports, target = arguments.reports, arguments.merge
    # The target keeps what it has. A run that is merged twice counts once.
    if target and Path(target).is_file() and Path(target).stat().st_size:
        reports = [*reports, target]
    coverage = ClientCoverage().merge(*map(load_coverage, reports))
    if target:
        save_coverage(coverage, target)
    if not output.data(arguments, coverage.figures(catalogue), coverage.rows(catalogue)):
        _write(coverage, catalogue, output, missing=arguments.missing)
    if arguments.fail_under is not None:
        try:
            coverage.check(arguments.fail_under, catalogue)
        except CoverageError as error:
            raise CheckFailedError(str(error)) from None
    return 0


def _write(
    coverage: ClientCoverage, catalogue: Catalogue, output: Output, *, missing: bool
) -> None:
    from sgwlib.coverage.client import HEADINGS

    headings = HEADINGS if missing else HEADINGS[:-1]
    rows = [row.cells()[: len(headings)] for row in coverage.by_operation(catalogue)]
    # The rows above name the missing codes. One cell with all of them would be too long.
    total = coverage.total(catalogue)
    whole = (*total.cells()[: len(HEADINGS) - 1], "")[: len(headings)]
    output.table(Table(headings, [*rows, whole], total.summary))
    output.gap()
    output.facts([Fact(label, text) for label, text in coverage.remarks(catalogue)])


COVERAGE = Command(
    name="coverage",
    summary="report which documented pairs the tests of a client have met",
    description=(
        "Several reports are merged. A run that is in more than one report counts once. The "
        "exit status is 1 if less than --fail-under was met."
    ),
    example="sgw coverage coverage.json --missing",
    add_arguments=_add_arguments,
    run=_coverage,
)
