"""The visible part of the matrix: its rows, its columns, and what each cell is."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from sgwlib.graph import equal_codes, equal_operations, error_graph, order

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from sgwlib.catalogue import Catalogue, Pair
    from sgwlib.graph import OrderName

Group = tuple[str, ...]
Cell = tuple[int, int]
AnyPair = TypeVar("AnyPair", bound=tuple[str, str])


class CellKind(NamedTuple):
    """What a cell can be, and what the explorer says about it."""

    name: str  # each has its own shape in the views
    legend: str
    sentence: str  # with {operation} and {code}


CELL_KINDS = {
    kind.name: kind
    for kind in (
        CellKind("documented", "documented", "{operation} can return {code}, documented"),
        CellKind(
            "left-out",
            "documented, but hidden by the filters",
            "{operation} can return {code}, documented, but hidden by the filters",
        ),
        CellKind(
            "observed",
            "not documented, but observed live",
            "{operation} has been observed to return {code}, not documented",
        ),
        CellKind(
            "undocumented",
            "not documented, but not impossible",
            "{operation} with {code}: not documented",
        ),
        CellKind("met", "documented, met", "{operation} can return {code}, documented, met"),
        CellKind(
            "partly",
            "documented, partly met",
            "{operation} can return {code}, documented, partly met",
        ),
        CellKind(
            "never",
            "documented, never met",
            "{operation} can return {code}, documented, never met",
        ),
        CellKind(
            "met-undocumented",
            "not documented, but met",
            "{operation} with {code}: not documented, but met",
        ),
    )
}
"""What a cell can be, by name. The last four need a client's coverage."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows, columns and cells that the matrix shows."""

    rows: tuple[Group, ...] = ()  # operations in drawing order; several in one row when folded
    columns: tuple[Group, ...] = ()  # error codes, likewise
    cells: Mapping[Cell, tuple[Pair, ...]] = field(default_factory=dict)  # with a visible pair
    pairs: tuple[Pair, ...] = ()  # the visible pairs, in the page's order

    @property
    def operations(self) -> int:
        """The number of visible operations, folded ones included."""
        return sum(map(len, self.rows))

    @property
    def codes(self) -> int:
        """The number of visible error codes, folded ones included."""
        return sum(map(len, self.columns))


def visible_grid(
    catalogue: Catalogue, pairs: tuple[Pair, ...], how: OrderName, *, folded: bool
) -> Grid:
    """Return the grid of some pairs of a catalogue, without empty rows and columns.

    The order is that of the whole catalogue: a filter removes rows but never moves the others.

    Examples
    --------
    >>> from sgwlib import load_catalogue
    >>> catalogue = load_catalogue()
    >>> grid = visible_grid(catalogue, catalogue.pairs, "page", folded=True)
    >>> len(grid.rows), len(grid.columns), len(grid.cells)
    (18, 17, 84)
    """
    places = _places(catalogue, how)
    rows, columns = (
        tuple(sorted(groups, key=lambda group: places[group[0]]))
        for groups in (_folded(catalogue, pairs) if folded else _single(pairs))
    )
    within: dict[Cell, list[Pair]] = {}
    for cell, pair in _placed(rows, columns, pairs):
        within.setdefault(cell, []).append(pair)
    return Grid(rows, columns, {cell: tuple(found) for cell, found in within.items()}, pairs)


def cell_kinds(
    grid: Grid, catalogue: Catalogue, met: Collection[tuple[str, str]] | None = None
) -> dict[str, list[Cell]]:
    """Return the cells of each kind, in reading order, without those that are only undocumented.

    ``met`` are the pairs that a client has met, if its coverage is shown.

    Examples
    --------
    >>> from sgwlib import load_catalogue
    >>> catalogue = load_catalogue()
    >>> grid = visible_grid(catalogue, catalogue.pairs, "page", folded=False)
    >>> {kind: len(cells) for kind, cells in cell_kinds(grid, catalogue).items()}
    {'documented': 289, 'observed': 1}
    """
    kinds: dict[Cell, str] = {
        cell: "documented" if met is None else _met_kind(pairs, met)
        for cell, pairs in grid.cells.items()
    }
    for name, pairs in (  # the first kind of a cell stays
        ("left-out", catalogue.pairs),
        ("met-undocumented", met or ()),
        ("observed", catalogue.undocumented_observed),
    ):
        for cell, _ in _placed(grid.rows, grid.columns, pairs):
            kinds.setdefault(cell, name)
    found: dict[str, list[Cell]] = {}
    for cell in sorted(kinds):
        found.setdefault(kinds[cell], []).append(cell)
    return found


def index_of(groups: Iterable[Group], name: str) -> int:
    """Return the index of the group that has a name, or -1.

    Examples
    --------
    >>> index_of([("a", "b"), ("c",)], "c"), index_of([("a", "b")], "")
    (1, -1)
    """
    return next((index for index, group in enumerate(groups) if name in group), -1)


def _met_kind(pairs: tuple[Pair, ...], met: Collection[tuple[str, str]]) -> str:
    count = sum(pair in met for pair in pairs)
    if not count:
        return "never"
    return "met" if count == len(pairs) else "partly"


def _placed(
    rows: tuple[Group, ...], columns: tuple[Group, ...], pairs: Iterable[AnyPair]
) -> Iterator[tuple[Cell, AnyPair]]:
    """Return each pair within the rows and columns, with its cell."""
    row_of = {name: index for index, group in enumerate(rows) for name in group}
    column_of = {name: index for index, group in enumerate(columns) for name in group}
    for pair in pairs:
        row, column = row_of.get(pair[0]), column_of.get(pair[1])
        if row is not None and column is not None:
            yield (row, column), pair


def _single(pairs: Iterable[Pair]) -> tuple[list[Group], list[Group]]:
    """Return the operations and the codes of pairs, each as its own group."""
    operations, codes = ({pair[side]: None for pair in pairs} for side in (0, 1))
    return [(name,) for name in operations], [(name,) for name in codes]


def _folded(catalogue: Catalogue, pairs: Iterable[Pair]) -> tuple[list[Group], list[Group]]:
    """Return the operations with equal codes as groups, and the codes with equal operations."""
    graph = error_graph(catalogue, pairs)
    return [*equal_operations(graph)], [*equal_codes(graph)]


@cache
def _places(catalogue: Catalogue, how: OrderName) -> dict[str, int]:
    operations, codes = order(error_graph(catalogue), how)
    return {name: place for names in (operations, codes) for place, name in enumerate(names)}
