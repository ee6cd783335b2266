"""The coverage matrix: which operation can answer with which error code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.collections import PatchCollection
from matplotlib.patches import Patch

from sgwlib.graph.build import sides
from sgwlib.graph.order import Order, OrderName
from sgwlib.graph.order import order as ordered
from sgwlib.graph.structure import fold
from sgwlib.plot.grid import (
    Captions,
    cell,
    draw_counts,
    draw_grid,
    draw_legend,
    size_of,
    write,
)
from sgwlib.plot.members import label, members, members_key, summary, unfold
from sgwlib.plot.still import BLUE, PALE, PAPER, ROW, StillFigure, our_style, refuse_too_many
from sgwlib.text import counted

if TYPE_CHECKING:
    import networkx as nx
    from matplotlib.axes import Axes

__all__ = ["coverage_matrix", "order_told"]

NUMBERED_CELL = 0.28  # inches: a cell that holds a number
CAPTIONS = Captions("error codes per operation", "operations per error code")
_WORDS = {
    "page": "in the page's order",
    "alphabetical": "in alphabetical order",
    "degree": "fullest first",
    "seriated": "like beside like",
}


def coverage_matrix(
    graph: nx.Graph[str], *, order: OrderName | Order = "seriated", folded: bool = False
) -> StillFigure:
    """Draw the operations as rows, the codes as columns and every documented pair as a cell.

    Parameters
    ----------
    graph
        The graph, whole, filtered or folded.
    order
        Of the rows and columns, as :func:`sgwlib.graph.order` takes it.
    folded
        Whether equal rows are put together, and equal columns. A folded one shows its first
        member and how many more it stands for, a cell the number of its pairs, and the foot
        of the figure names the members.

    Returns
    -------
    StillFigure
        At the right, how many codes each operation has; at the foot, how many operations
        can return each code.

    Raises
    ------
    UnknownNameError
        If there is no such order.
    GraphError
        If there are more rows or columns than a picture can name.

    Examples
    --------
    >>> from sgwlib import error_graph, load_catalogue
    >>> figure = coverage_matrix(error_graph(load_catalogue()), folded=True)
    >>> print(figure.title)  # doctest: +NORMALIZE_WHITESPACE
    Coverage matrix: 289 documented pairs of 35 operations and 36 error codes, like beside
    like, equal ones folded into 18 rows and 17 columns
    """
    unfolded = unfold(graph)
    drawn = fold(unfolded) if folded else graph
    refuse_too_many(*map(len, sides(drawn)))
    # Ordered by what the nodes stand for: a folded row is as full as each of its members.
    whole = ordered(unfolded, order)
    shown = Order(*([name for name in side if name in drawn] for side in whole))
    with our_style():
        figure = _sheet(drawn, shown, _title(unfolded, drawn, shown, order))
        if not all(shown):
            figure.say("There is no pair to draw.")
            return figure
        axes = figure.add_subplot()
        rows, columns = (_labels(drawn, names) for names in shown)
        draw_grid(axes, rows, columns, CAPTIONS)
        draw_counts(axes, *([unfolded.degree[name] for name in names] for names in shown))
        _draw_pairs(axes, drawn, shown)
    return figure


def order_told(how: OrderName | Order) -> str:
    """Say at the end of a title in which order rows and columns stand, if it has a name."""
    return "" if isinstance(how, Order) else f", {_WORDS[how]}"


def _title(
    unfolded: nx.Graph[str], drawn: nx.Graph[str], shown: Order, how: OrderName | Order
) -> str:
    title = f"Coverage matrix: {summary(unfolded)}{order_told(how)}"
    if len(drawn) == len(unfolded):
        return title
    rows, columns = map(len, shown)
    return (
        f"{title}, equal ones folded into {counted(rows, 'row')} and {counted(columns, 'column')}"
    )


def _sheet(drawn: nx.Graph[str], shown: Order, title: str) -> StillFigure:
    """Return a figure whose cells are square and as large as the page allows."""
    rows, columns = (_labels(drawn, names) for names in shown)
    size = size_of(rows, columns, CAPTIONS, NUMBERED_CELL if _is_folded(drawn) else ROW)
    description = (
        "Rows are operations, columns are error codes, a filled cell is a documented pair. "
        f"The last column counts the {CAPTIONS.per_row}, the last row the {CAPTIONS.per_column}."
    )
    return StillFigure(size, title, description, members_key(drawn, [*shown[0], *shown[1]]))


def _labels(drawn: nx.Graph[str], names: list[str]) -> list[str]:
    return [label(drawn, name) for name in names]


def _is_folded(drawn: nx.Graph[str]) -> bool:
    return any(len(members(drawn, name)) > 1 for name in drawn)


def _draw_pairs(axes: Axes, drawn: nx.Graph[str], shown: Order) -> None:
    numbered = _is_folded(drawn)
    cells = []
    for row, operation in enumerate(shown.operations):
        for column, code in enumerate(shown.codes):
            if code in drawn[operation]:
                cells.append(cell(row, column))
                if numbered:
                    count = len(members(drawn, operation)) * len(members(drawn, code))
                    write(axes, column + 0.5, row + 0.5, count, PAPER)
    axes.add_collection(PatchCollection(cells, color=BLUE, linewidth=0, gid="pairs"))
    draw_legend(
        axes,
        [
            Patch(color=BLUE, label="documented (pairs)" if numbered else "documented"),
            Patch(facecolor=PAPER, edgecolor=PALE, label="undocumented"),
        ],
    )
