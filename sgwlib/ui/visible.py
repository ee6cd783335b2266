"""The matrix as it is to be drawn: rows, columns and cells of the visible pairs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from sgwlib.graph import equal_codes, equal_operations, error_graph, order, sides

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sgwlib.catalogue import Catalogue, Pair
    from sgwlib.graph import OrderName

__all__ = ["Matrix", "visible_matrix"]

Group = tuple[str, ...]


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
        (row, column) indices of the cells of the visible pairs.
    left_out
        (row, column) indices of other cells that are documented, at least for some of their
        members: the filters leave them out, and they must not look undocumented.
    pairs
        The visible pairs, in the page's order.
    """

    rows: tuple[Group, ...] = ()
    columns: tuple[Group, ...] = ()
    cells: tuple[tuple[int, int], ...] = ()
    left_out: tuple[tuple[int, int], ...] = ()
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
    graph = error_graph(catalogue, pairs)
    places = _places(catalogue, how)
    if folded:
        rows, columns = equal_operations(graph), equal_codes(graph)
    else:
        rows, columns = (_alone(side) for side in sides(graph))
    rows, columns = (
        tuple(sorted(groups, key=lambda group: places[group[0]])) for groups in (rows, columns)
    )
    cells = _cells(rows, columns, pairs)
    left_out = _cells(rows, columns, catalogue.pairs) - cells
    return Matrix(rows, columns, tuple(sorted(cells)), tuple(sorted(left_out)), pairs)


def _cells(
    rows: tuple[Group, ...], columns: tuple[Group, ...], pairs: Iterable[Pair]
) -> set[tuple[int, int]]:
    """Return the cells in which pairs lie, as far as they are within the rows and columns."""
    row_of = {name: index for index, group in enumerate(rows) for name in group}
    column_of = {name: index for index, group in enumerate(columns) for name in group}
    return {
        (row_of[operation], column_of[code])
        for operation, code in pairs
        if operation in row_of and code in column_of
    }


def _alone(names: Iterable[str]) -> tuple[Group, ...]:
    return tuple((name,) for name in names)


@cache
def _places(catalogue: Catalogue, how: OrderName) -> dict[str, int]:
    operations, codes = order(error_graph(catalogue), how)
    return {name: place for names in (operations, codes) for place, name in enumerate(names)}
