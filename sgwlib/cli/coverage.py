"""``sgw coverage``: what a client's tests have met, of one report or of several."""

from __future__ import annotations

import json
from argparse import ArgumentTypeError
from pathlib import Path
from typing import TYPE_CHECKING

from sgwlib.cli.command import (
    CheckFailedError,
    Command,
    add_data_option,
    catalogue_of,
    nonempty,
)
from sgwlib.cli.output import Fact, Table
from sgwlib.errors import CoverageError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from sgwlib.catalogue import Catalogue
    from sgwlib.cli.output import Output
    from sgwlib.coverage import ClientCoverage

__all__ = ["COVERAGE"]


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "reports",
        metavar="REPORT",
        nargs="+",
        type=nonempty,
        help="a file from pytest --sgw-coverage=FILE or sgwlib.coverage.save_coverage",
    )
    parser.add_argument(
        "--fail-under",
        metavar="PERCENT",
        type=_percent,
        help="end with status 1 if fewer of the documented pairs were met",
    )
    parser.add_argument("--missing", action="store_true", help="name the codes never met")
    parser.add_argument("--json", action="store_true", help="write all figures as JSON")
    parser.add_argument(
        "--merge",
        metavar="FILE",
        type=nonempty,
        help="write the reports as one to FILE; one that is there already is merged in",
    )
    add_data_option(parser)


def _percent(argument: str) -> float:
    from sgwlib.coverage.client import percentage

    try:
        return percentage(argument)
    except CoverageError as error:
        raise ArgumentTypeError(str(error)) from None


def _coverage(arguments: Namespace, output: Output) -> int:
    # Loaded here: the other commands need nothing of it.
    from sgwlib.coverage import save_coverage, summary

    catalogue = catalogue_of(arguments)
    coverage = _together(arguments.reports, arguments.merge)
    if arguments.merge:
        save_coverage(coverage, arguments.merge)
    if arguments.json:
        text = json.dumps(summary(coverage, catalogue), indent=2)
        output.raw(text.encode() if output.terminal else f"{text}\n".encode())
    else:
        _write(coverage, catalogue, output, missing=arguments.missing)
    if arguments.fail_under is not None:
        _check(coverage, arguments.fail_under, catalogue)
    return 0


def _together(reports: list[str], target: str | None) -> ClientCoverage:
    from sgwlib.coverage import ClientCoverage, load_coverage

    # What stands in the target stays in it: a run that is merged twice counts once.
    if target and Path(target).is_file() and Path(target).stat().st_size:
        reports = [*reports, target]
    return ClientCoverage().merge(*map(load_coverage, reports))


def _write(
    coverage: ClientCoverage, catalogue: Catalogue, output: Output, *, missing: bool
) -> None:
    from sgwlib.coverage.report import HEADINGS, by_operation, remarks, total

    headings = HEADINGS if missing else HEADINGS[:-1]
    rows = [row.cells()[: len(headings)] for row in by_operation(coverage, catalogue)]
    # All missing pairs by name in one cell help nobody: they stand in the rows above.
    whole = (*total(coverage, catalogue).cells()[: len(HEADINGS) - 1], "")[: len(headings)]
    output.table(Table(headings, [*rows, whole], coverage.summary(catalogue)))
    output.gap()
    output.facts([Fact(label, text) for label, text in remarks(coverage, catalogue)])


def _check(coverage: ClientCoverage, least: float, catalogue: Catalogue) -> None:
    try:
        coverage.check(least, catalogue)
    except CoverageError as error:
        raise CheckFailedError(str(error)) from None


COVERAGE = Command(
    name="coverage",
    summary="report which documented pairs a client's tests have met",
    description=(
        "Several reports are merged; a run that stands in more than one counts once. In a pipe, "
        "each operation is one line of cells between tabs: its name, its documented pairs, how "
        "many of them were met, how many never, and per cent; then TOTAL, and what has no row."
    ),
    example="sgw coverage coverage.json --missing",
    add_arguments=_add_arguments,
    run=_coverage,
)
