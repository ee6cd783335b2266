"""``sgw operations`` and ``sgw codes``: the two lists of the catalogue, whole or filtered."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from sgwlib.cli.command import Command, catalogue_of, nonempty
from sgwlib.cli.output import Table
from sgwlib.filters import Filter

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Mapping, Sequence

    from sgwlib.catalogue import Catalogue
    from sgwlib.cli.output import Output

    _Row = tuple[str | int | list[str], ...]

_FILTERS: Final = ("operation", "code", "resource", "outcome", "text")
# Only JSON has the last column.
_OF_OPERATIONS: Final = ("operation", "resource", "kind", "pairs", "codes")
_OF_CODES: Final = ("error_code", "status", "pairs", "message", "operations")


def _add_filters(parser: ArgumentParser, subject: str) -> None:
    filters = parser.add_argument_group(
        "filters", "All filters must hold. An option given twice means that both must hold."
    )
    meanings = {
        "operation": ("NAME", "the operation"),
        "code": ("NAME", "the error code"),
        "resource": ("NAME", "what the operation acts on, such as volume or 'local disk'"),
        "outcome": ("OUTCOME", "the exception or the HTTP status of the code, such as 500"),
        "text": ("WORDS", "words in the names, the resource, the message or the cause"),
    }
    if subject == "operation":
        meanings["code"] = ("NAME", "an error code that the operation can return")
    else:
        meanings["operation"] = ("NAME", "an operation that can return the code")
    for name, (metavar, meaning) in meanings.items():
        filters.add_argument(
            f"--{name}", metavar=metavar, type=nonempty, action="append", default=[], help=meaning
        )


def _matches(arguments: Namespace, catalogue: Catalogue, subject: str) -> dict[str, list[str]]:
    """Return each operation or code that passes the filters, with its partners that pass, too.

    The subject must have a pair with each of the partners that are given by name. Every other
    condition must hold for each pair.
    """
    partner = "code" if subject == "operation" else "operation"
    pairs = set(catalogue.pairs)
    for name in _FILTERS:
        if name != partner:
            for value in getattr(arguments, name):
                pairs &= set(Filter(**{name: value}).pairs(catalogue))
    of_partner = catalogue.operations_of if partner == "code" else catalogue.codes_of
    wanted = getattr(arguments, partner)
    for name in wanted:
        of_partner(name)  # refuses an unknown name
    found: dict[str, list[str]] = {}
    for pair in catalogue.pairs:
        other = getattr(pair, partner)
        if pair in pairs and (not wanted or other in wanted):
            found.setdefault(getattr(pair, subject), []).append(other)
    return {name: others for name, others in found.items() if {*wanted} <= {*others}}


def _operations(arguments: Namespace, output: Output) -> int:
    catalogue = catalogue_of(arguments)
    found = _matches(arguments, catalogue, "operation")
    rows = [
        (name, each.resource, each.kind, len(found[name]), found[name])
        for name, each in catalogue.operations.items()
        if name in found
    ]
    title = _title(found, len(catalogue.operations), "operation")
    _write(_OF_OPERATIONS, rows, title, arguments, output)
    return 0


def _codes(arguments: Namespace, output: Output) -> int:
    catalogue = catalogue_of(arguments)
    found = _matches(arguments, catalogue, "code")
    rows = []
    for name, each in catalogue.codes.items():
        if name in found:
            status = catalogue.exceptions[each.carrier.text].status
            rows.append((name, status, len(found[name]), each.message, found[name]))
    title = _title(found, len(catalogue.codes), "error code")
    _write(_OF_CODES, rows, title, arguments, output)
    return 0


def _title(found: Mapping[str, list[str]], count: int, what: str) -> str:
    if not found:
        return f"No {what} passes all filters."
    return f"{len(found)} of {count} {what}s; documented pairs: {sum(map(len, found.values()))}"


def _write(
    columns: tuple[str, ...],
    rows: Sequence[_Row],
    title: str,
    arguments: Namespace,
    output: Output,
) -> None:
    if arguments.json:
        output.json([dict(zip(columns, row, strict=True)) for row in rows])
        return
    columns, rows = columns[:-1], [row[:-1] for row in rows]
    if arguments.csv:
        output.csv([dict(zip(columns, row, strict=True)) for row in rows], columns)
    else:
        headings = tuple(each.replace("_", " ") for each in columns)
        output.table(Table(headings, [tuple(map(str, row)) for row in rows], title))


OPERATIONS = Command(
    name="operations",
    summary="list operations and how many error codes each can return",
    description=(
        "With --code given twice, it lists the operations that can return both. The number "
        "of pairs counts only the codes that pass the filters."
    ),
    example="sgw operations --code VolumeNotFound --code SnapshotInProgressException",
    add_arguments=partial(_add_filters, subject="operation"),
    run=_operations,
)

CODES = Command(
    name="codes",
    summary="list error codes with their status and message",
    description=(
        "With --operation given twice, it lists the codes that both can return. The number "
        "of pairs counts only the operations that pass the filters. The status is that of the "
        "exception that carries the code by default."
    ),
    example="sgw codes --resource volume --text 'not found'",
    add_arguments=partial(_add_filters, subject="code"),
    run=_codes,
)
