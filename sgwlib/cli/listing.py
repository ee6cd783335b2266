"""``sgw operations`` and ``sgw codes``: the catalogue as two lists, whole or filtered."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sgwlib.cli.command import Command, add_data_option, catalogue_of, nonempty
from sgwlib.cli.output import Table
from sgwlib.filters import Filter

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Mapping, Sequence

    from sgwlib.catalogue import Catalogue, Pair
    from sgwlib.cli.output import Output

__all__ = ["CODES", "OPERATIONS"]


def _add_filters(parser: ArgumentParser) -> None:
    filters = parser.add_argument_group("filters, which must all hold")
    filters.add_argument("--operation", metavar="NAME", type=nonempty, help="of this operation")
    filters.add_argument("--code", metavar="NAME", type=nonempty, help="of this error code")
    filters.add_argument(
        "--resource",
        metavar="NAME",
        type=nonempty,
        help="of operations on this, such as volume or 'local disk'",
    )
    filters.add_argument(
        "--outcome",
        metavar="OUTCOME",
        type=nonempty,
        help="of codes that come with this exception or HTTP status, such as 500",
    )
    filters.add_argument(
        "--text",
        metavar="WORDS",
        help="with all these words in the names, the resource, the message or the cause",
    )
    add_data_option(parser)


def _pairs(arguments: Namespace, catalogue: Catalogue) -> tuple[Pair, ...]:
    wanted = Filter(
        operation=arguments.operation or "",
        code=arguments.code or "",
        resource=arguments.resource or "",
        outcome=arguments.outcome or "",
        text=arguments.text or "",
    )
    return wanted.pairs(catalogue)


def _title(
    rows: Sequence[tuple[str, ...]],
    all_rows: Mapping[str, object],
    pairs: tuple[Pair, ...],
    what: str,
) -> str:
    if not rows:
        return f"no {what} matches"
    return f"{len(rows)} of {len(all_rows)} {what}s; documented pairs: {len(pairs)}"


def _operations(arguments: Namespace, output: Output) -> int:
    catalogue = catalogue_of(arguments)
    pairs = _pairs(arguments, catalogue)
    counts = Counter(pair.operation for pair in pairs)
    rows = [
        (each.name, each.resource, each.kind, str(counts[each.name]))
        for each in catalogue.operations.values()
        if each.name in counts
    ]
    title = _title(rows, catalogue.operations, pairs, "operation")
    output.table(Table(("operation", "resource", "kind", "pairs"), rows, title))
    return 0


def _codes(arguments: Namespace, output: Output) -> int:
    catalogue = catalogue_of(arguments)
    pairs = _pairs(arguments, catalogue)
    counts = Counter(pair.code for pair in pairs)
    rows = [
        (
            each.name,
            str(catalogue.exceptions[each.carrier.text].status),
            str(counts[each.name]),
            each.message,
        )
        for each in catalogue.codes.values()
        if each.name in counts
    ]
    title = _title(rows, catalogue.codes, pairs, "error code")
    output.table(Table(("error code", "status", "pairs", "message"), rows, title))
    return 0


OPERATIONS = Command(
    name="operations",
    summary="list the operations",
    description=(
        "In a pipe, each is one line of cells between tabs: its name, the resource it acts on, "
        "what it does to it, and how many of its documented error codes match the filters."
    ),
    example="sgw operations --code VolumeInUse | cut -f1",
    add_arguments=_add_filters,
    run=_operations,
)

CODES = Command(
    name="codes",
    summary="list the error codes",
    description=(
        "In a pipe, each is one line of cells between tabs: its name, the HTTP status it comes "
        "with by default, how many of the operations documented to return it match the filters, "
        "and its message."
    ),
    example="sgw codes --resource volume --text 'not found'",
    add_arguments=_add_filters,
    run=_codes,
)
