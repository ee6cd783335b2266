"""``sgw cover``: the fewest operations that together can return all error codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sgwlib.cli.command import Command, catalogue_of, nonempty
from sgwlib.cli.output import Table
from sgwlib.text import counted, one_of

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from sgwlib.catalogue import Catalogue
    from sgwlib.cli.output import Output


class _Row(NamedTuple):
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


def _add_arguments(parser: ArgumentParser) -> None:
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
    rows = _rows(wanted or tuple(catalogue.codes), catalogue)
    if arguments.json:
        output.json([row._asdict() for row in rows])
    elif arguments.csv:
        output.csv([row.flat() for row in rows], _Row._fields)
    else:
        codes = counted(len(wanted), "error code") if wanted else "every error code"
        title = f"{counted(len(rows), 'operation')} can return {codes}."
        lines = [(row.operation, str(len(row.codes)), row.reason) for row in rows]
        output.table(Table(("operation", "codes", "why this one"), lines, title))
    return 0


def _rows(wanted: tuple[str, ...], catalogue: Catalogue) -> list[_Row]:
    # Imported here: no other command needs networkx.
    from sgwlib.graph import error_graph, minimum_cover

    cover = minimum_cover(error_graph(catalogue), wanted)
    rows = []
    for name in cover.operations:
        codes = tuple(code for code in catalogue.codes_of(name) if code in wanted)
        only_for = tuple(code for code in codes if catalogue.operations_of(code) == (name,))
        swaps = tuple(cover.swaps.get(name, ()))
        rows.append(_Row(name, name in cover.forced, only_for, swaps, codes))
    return rows


COVER = Command(
    name="cover",
    summary="find the fewest operations that can return all error codes",
    description=(
        "An operation is forced if every smallest set has it. The others can be swapped, one at "
        "a time, for the operations that are named with them."
    ),
    example="sgw cover --code VolumeInUse --code VolumeNotReady",
    add_arguments=_add_arguments,
    run=_cover,
)
