"""The matrix as it is to be drawn: rows, columns, and what each cell is."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from sgwlib.graph import equal_codes, equal_operations, error_graph, order

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from sgwlib.catalogue import Catalogue, Pair
    from sgwlib.graph import OrderName

__all__ = ["KINDS", "Kind", "Matrix", "cell_kinds", "visible_matrix"]

Group = tuple[str, ...]
Cell = tuple[int, int]
AnyPair = TypeVar("AnyPair", bound=tuple[str, str])


class Kind(NamedTuple):
    """What a cell can be.

    Parameters
    ----------
    name
        Such as ``"documented"``; the views give each its own shape.
    legend
        What the legend says of it.
    sentence
        What is said of a cell; ``{operation}`` and ``{code}`` stand for its names.
    """

    name: str
    legend: str
    sentence: str


KINDS = {
    kind.name: kind
    for kind in (
        Kind("documented", "documented", "{operation} can return {code}, documented"),
        Kind(
            "left-out",
            "documented, left out by the filters",
            "{operation} can return {code}, documented, left out by the filters",
        ),
        Kind(
            "observed",
            "not documented, but observed live",
            "{operation} has been seen to return {code}, not documented",
        ),
        Kind(
            "undocumented",
            "not documented, which does not make it impossible",
            "{operation} with {code}: not documented",
        ),
        Kind("met", "documented, met", "{operation} can return {code}, documented, met"),
        Kind(
            "partly",
            "documented, some of those folded here met",
            "{operation} can return {code}, documented, met in part",
        ),
        Kind(
            "never",
            "documented, never met",
            "{operation} can return {code}, documented, never met",
        ),
        Kind(
            "met-undocumented",
            "not documented, met all the same",
            "{operation} with {code}: not documented, met all the same",
        ),
    )
}
"""What a cell can be, by name; the last four only with a client's coverage laid over."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """What the matrix shows.

    Parameters
    ----------
    rows
        Operations in drawing order, as groups of equal ones; of one member unless folded.
    columns
        Error codes, likewise.
    cells
        (row, column) of each cell that has a visible pair, to the visible pairs in it.
    pairs
        The visible pairs, in the page's order.
    """

    rows: tuple[Group, ...] = ()
    columns: tuple[Group, ...] = ()
    cells: Mapping[Cell, tuple[Pair, ...]] = field(default_factory=dict)
    pairs: tuple[Pair, ...] = ()

    @property
    def operations(self) -> int:
        """How many operations are visible, folded ones counted."""
        return sum(map(len, self.rows))

    @property
    def codes(self) -> int:
        """How many error codes are visible, folded ones counted."""
        return sum(map(len, self.columns))


def visible_matrix(
    catalogue: Catalogue, pairs: tuple[Pair, ...], how: OrderName, *, folded: bool
) -> Matrix:
    """Lay out the matrix of some pairs of a catalogue.

    Parameters
    ----------
    catalogue
        Where the pairs come from.
    pairs
        The pairs to show.
    how
        Order of rows and columns. It is that of the whole catalogue, so that filtering
        takes rows away but never moves the others.
    folded
        Whether rows with equal visible cells stand together as one, and columns likewise.

    Returns
    -------
    Matrix
        Without rows or columns that have no cell.

    Examples
    --------
    >>> from sgwlib import load_catalogue
    >>> catalogue = load_catalogue()
    >>> matrix = visible_matrix(catalogue, catalogue.pairs, "page", folded=True)
    >>> len(matrix.rows), len(matrix.columns), len(matrix.cells)
    (18, 17, 84)
    """
    places = _places(catalogue, how)
    rows, columns = (
        tuple(sorted(groups, key=lambda group: places[group[0]]))
        for groups in (_folded(catalogue, pairs) if folded else _alone(pairs))
    )
    within: dict[Cell, list[Pair]] = {}
    for cell, pair in _placed(rows, columns, pairs):
        within.setdefault(cell, []).append(pair)
    cells = {cell: tuple(found) for cell, found in within.items()}
    return Matrix(rows, columns, cells, pairs)


def cell_kinds(
    matrix: Matrix, catalogue: Catalogue, met: Collection[tuple[str, str]] | None = None
) -> dict[str, list[Cell]]:
    """Say what each cell of a matrix is.

    Parameters
    ----------
    matrix
        The matrix.
    catalogue
        Where its pairs come from.
    met
        The pairs that a client has met, if that is to be laid over.

    Returns
    -------
    dict of str to list of (int, int)
        Name of a kind to the (row, column) of its cells, in reading order. Kinds without a
        cell are left out, and so are cells that are only undocumented: all others are.

    Examples
    --------
    >>> from sgwlib import load_catalogue
    >>> catalogue = load_catalogue()
    >>> matrix = visible_matrix(catalogue, catalogue.pairs, "page", folded=False)
    >>> {kind: len(cells) for kind, cells in cell_kinds(matrix, catalogue).items()}
    {'documented': 289, 'observed': 1}
    """
    # What comes first, holds.
    kinds: dict[Cell, str] = {
        cell: "documented" if met is None else _met_kind(pairs, met)
        for cell, pairs in matrix.cells.items()
    }
    for name, pairs in (
        ("left-out", catalogue.pairs),
        ("met-undocumented", met or ()),
        ("observed", catalogue.undocumented_observed),
    ):
        for cell, _ in _placed(matrix.rows, matrix.columns, pairs):
            kinds.setdefault(cell, name)
    found: dict[str, list[Cell]] = {}
    for cell in sorted(kinds):
        found.setdefault(kinds[cell], []).append(cell)
    return found


def _met_kind(pairs: tuple[Pair, ...], met: Collection[tuple[str, str]]) -> str:
    count = sum(pair in met for pair in pairs)
    if not count:
        return "never"
    return "met" if count == len(pairs) else "partly"


def _placed(
    rows: tuple[Group, ...], columns: tuple[Group, ...], pairs: Iterable[AnyPair]
) -> Iterator[tuple[Cell, AnyPair]]:
    """Return each pair within rows and columns, with its cell."""
    row_of = {name: index for index, group in enumerate(rows) for name in group}
    column_of = {name: index for index, group in enumerate(columns) for name in group}
    for pair in pairs:
        row, column = row_of.get(pair[0]), column_of.get(pair[1])
        if row is not None and column is not None:
            yield (row, column), pair


def _alone(pairs: Iterable[Pair]) -> tuple[list[Group], list[Group]]:
    """Return the operations and the codes of pairs, each as a group of its own."""
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
