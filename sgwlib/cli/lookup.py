"""``sgw operations``, ``codes``, ``cover`` and ``editions``: tables of the catalogue."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sgwlib.catalogue import Change, load_catalogue
from sgwlib.cli.command import Command, UsageError, catalogue_of, nonempty
from sgwlib.cli.output import Table
from sgwlib.filters import Filter
from sgwlib.text import counted, one_of

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from sgwlib.catalogue import Catalogue
    from sgwlib.cli.output import Output

_FILTERS: Final = ("operation", "code", "resource", "outcome", "text")
_COLUMNS: Final = {
    "operation": ("operation", "resource", "kind", "pairs"),
    "error code": ("error_code", "status", "pairs", "message"),
}
_OF_EDITIONS: Final = ("name", "guide", "date", "exceptions", "codes", "operations", "pairs")
_TWO: Final = 2


# Operations and codes


def _add_filters(parser: ArgumentParser, subject: str) -> None:
    filters = parser.add_argument_group(
        "filters", "All filters must hold. An option given twice means that both must hold."
    )
    meanings = {
        "operation": ("NAME", "the operation"),
        "code": ("NAME", "the error code"),
        "resource": ("NAME", "what the operation acts on, such as volume or 'local disk'"),
        "outcome": ("OUTCOME", "the exception or the HTTP status of the code, such as 500"),
        "text": ("WORDS", "words to look for, such as in the message or the cause"),
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
    names = catalogue.operations if subject == "operation" else catalogue.codes
    return {name: found[name] for name in names if name in found and {*wanted} <= {*found[name]}}


def _operations(arguments: Namespace, output: Output) -> int:
    catalogue = catalogue_of(arguments)
    rows = [
        {
            "operation": name,
            "resource": catalogue.operations[name].resource,
            "kind": catalogue.operations[name].kind,
            "pairs": len(codes),
            "codes": codes,
        }
        for name, codes in _matches(arguments, catalogue, "operation").items()
    ]
    return _write(rows, "operation", len(catalogue.operations), arguments, output)


def _codes(arguments: Namespace, output: Output) -> int:
    catalogue = catalogue_of(arguments)
    rows = [
        {
            "error_code": name,
            "status": catalogue.exceptions[catalogue.codes[name].carrier.text].status,
            "pairs": len(operations),
            "message": catalogue.codes[name].message,
            "operations": operations,
        }
        for name, operations in _matches(arguments, catalogue, "code").items()
    ]
    return _write(rows, "error code", len(catalogue.codes), arguments, output)


def _write(
    rows: list[dict[str, Any]], what: str, count: int, arguments: Namespace, output: Output
) -> int:
    """Write rows, of which only JSON has the last column."""
    columns = _COLUMNS[what]
    flat = [{name: row[name] for name in columns} for row in rows]
    if not output.data(arguments, rows, flat, columns):
        pairs = sum(row["pairs"] for row in rows)
        title = f"{len(rows)} of {count} {what}s; documented pairs: {pairs}"
        headings = tuple(each.replace("_", " ") for each in columns)
        cells = [tuple(map(str, row.values())) for row in flat]
        output.table(Table(headings, cells, title if rows else f"No {what} passes all filters."))
    return 0


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


# The cover


class _Chosen(NamedTuple):
    """A chosen operation, and the wanted codes that it can return."""

    operation: str
    forced: bool  # every smallest set has it
    only_for: tuple[str, ...]  # the codes that no other operation can return
    swaps: tuple[str, ...]  # the operations that could take its place
    codes: tuple[str, ...]

    @property
    def reason(self) -> str:
        if self.only_for:
            return f"forced: only it can return {', '.join(self.only_for)}"
        if self.forced:
            return "forced: every smallest set has it"
        if self.swaps:
            return f"could be {one_of(self.swaps)} instead"
        return "no other operation can replace it alone"

    def flat(self) -> dict[str, object]:
        lists = {name: ", ".join(getattr(self, name)) for name in ("only_for", "swaps", "codes")}
        return self._asdict() | lists


def _add_codes(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--code",
        metavar="NAME",
        dest="codes",
        type=nonempty,
        action="append",
        default=[],
        help="an error code to cover; given twice, both (default: every code)",
    )


def _cover(arguments: Namespace, output: Output) -> int:
    catalogue = catalogue_of(arguments)
    wanted = tuple(dict.fromkeys(catalogue.codes[name].name for name in arguments.codes))
    rows = _chosen(wanted or tuple(catalogue.codes), catalogue)
    flat = [row.flat() for row in rows]
    if not output.data(arguments, [row._asdict() for row in rows], flat, _Chosen._fields):
        codes = counted(len(wanted), "error code") if wanted else "every error code"
        title = f"{counted(len(rows), 'operation')} can return {codes}."
        lines = [(row.operation, str(len(row.codes)), row.reason) for row in rows]
        output.table(Table(("operation", "codes", "why this one"), lines, title))
    return 0


def _chosen(wanted: tuple[str, ...], catalogue: Catalogue) -> list[_Chosen]:
    # Imported here: no other command needs networkx.
    from sgwlib.graph import error_graph, minimum_cover

    cover = minimum_cover(error_graph(catalogue), wanted)
    rows = []
    for name in cover.operations:
        codes = tuple(code for code in catalogue.codes_of(name) if code in wanted)
        only_for = tuple(code for code in codes if catalogue.operations_of(code) == (name,))
        swaps = tuple(cover.swaps.get(name, ()))
        rows.append(_Chosen(name, name in cover.forced, only_for, swaps, codes))
    return rows


COVER = Command(
    name="cover",
    summary="find the fewest operations that can return all error codes",
    description=(
        "An operation is forced if every smallest set has it. The others can be swapped, one at "
        "a time, for the operations that are named with them."
    ),
    example="sgw cover --code VolumeInUse --code VolumeNotReady",
    add_arguments=_add_codes,
    run=_cover,
)


# Editions


def _add_editions(parser: ArgumentParser) -> None:
    parser.add_argument(
        "names",
        metavar="NAME",
        nargs="*",
        type=nonempty,
        help="two editions: show what differs in the second",
    )


def _editions(arguments: Namespace, output: Output) -> int:
    if len(arguments.names) not in (0, _TWO):
        raise UsageError("expected no name or two, such as: sgw editions 2012-06-30 file-2023")
    if arguments.names:
        first, second = (load_catalogue(arguments.data, edition=name) for name in arguments.names)
        found = first.compare(second)
        if not output.data(arguments, found.to_dict(), found.rows(), Change._fields):
            changes = [tuple(value or "" for value in each) for each in found.changes]
            output.table(Table(Change._fields, changes, found.summary))
        return 0
    rows = [asdict(each) for each in catalogue_of(arguments).editions.values()]
    if not output.data(arguments, rows, rows, [*_OF_EDITIONS, "title", "source"]):
        lines = [tuple(str(row[column]) for column in _OF_EDITIONS) for row in rows]
        output.table(Table(_OF_EDITIONS, lines, f"Editions of the reference page: {len(rows)}"))
    return 0


EDITIONS = Command(
    name="editions",
    summary="list the editions of the reference page, or compare two",
    description=(
        "An edition is one published version of the page. The default is that of 2012-06-30. "
        "Other commands take the name of another one as --edition."
    ),
    example="sgw editions 2012-06-30 file-2023",
    add_arguments=_add_editions,
    run=_editions,
    edition=False,
)
