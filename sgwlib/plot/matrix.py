"""The coverage matrix: which operation can answer with which error code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.collections import LineCollection, PatchCollection
from matplotlib.patches import Patch, Rectangle

from sgwlib.graph.build import sides
from sgwlib.graph.groups import fold
from sgwlib.graph.order import Order, OrderName
from sgwlib.graph.order import order as ordered
from sgwlib.plot.members import counted, label, members, members_key, summary, unfold
from sgwlib.plot.still import (
    BLUE,
    GUIDE,
    LABEL,
    NOTE,
    PALE,
    PAPER,
    ROW,
    WIDEST,
    StillFigure,
    our_style,
    refuse_too_many,
    width_of,
)

if TYPE_CHECKING:
    import networkx as nx
    from matplotlib.axes import Axes

__all__ = ["coverage_matrix"]

NUMBERED_CELL = 0.28  # inches: a cell that holds a number
BESIDE = 0.4  # inches of margins left and right
INSET = 0.07  # of a cell: what keeps neighbours apart
COUNTS = 1.3  # cells: the counts, set off from the last row and column
PER_OPERATION, PER_CODE = "error codes per operation", "operations per error code"
WORDS = {
    "page": "in the page's order",
    "alphabetical": "in alphabetical order",
    "degree": "fullest first",
    "seriated": "like beside like",
}


def coverage_matrix(
    graph: nx.Graph[str], *, order: OrderName = "seriated", folded: bool = False
) -> StillFigure:
    """Draw the operations as rows, the codes as columns and every documented pair as a cell.

    Parameters
    ----------
    graph
        The graph, whole, filtered or folded.
    order
        Of the rows and columns, one of :data:`sgwlib.graph.ORDERS`.
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
        _frame(axes, drawn, shown)
        _draw_counts(axes, unfolded, shown)
        _draw_pairs(axes, drawn, shown)
    return figure


def _title(unfolded: nx.Graph[str], drawn: nx.Graph[str], shown: Order, how: OrderName) -> str:
    title = f"Coverage matrix: {summary(unfolded)}, {WORDS[how]}"
    if len(drawn) == len(unfolded):
        return title
    rows, columns = map(len, shown)
    return (
        f"{title}, equal ones folded into {counted(rows, 'row')} and {counted(columns, 'column')}"
    )


def _sheet(drawn: nx.Graph[str], shown: Order, title: str) -> StillFigure:
    """Return a figure whose cells are square and as large as the page allows."""
    rows, columns = (_labels(drawn, names) for names in shown)
    beside = width_of([*rows, PER_CODE], LABEL) + BESIDE
    above = width_of([*columns, PER_OPERATION], LABEL)
    room = (WIDEST - beside) / (len(columns) + COUNTS)
    cell = min(room, NUMBERED_CELL if _is_folded(drawn) else ROW)
    size = (beside + (len(columns) + COUNTS) * cell, above + (len(rows) + COUNTS) * cell)
    description = (
        "Rows are operations, columns are error codes, a filled cell is a documented pair. "
        f"The last column counts the {PER_OPERATION}, the last row the {PER_CODE}."
    )
    return StillFigure(size, title, description, members_key(drawn, [*shown[0], *shown[1]]))


def _labels(drawn: nx.Graph[str], names: list[str]) -> list[str]:
    return [label(drawn, name) for name in names]


def _is_folded(drawn: nx.Graph[str]) -> bool:
    return any(len(members(drawn, name)) > 1 for name in drawn)


def _frame(axes: Axes, drawn: nx.Graph[str], shown: Order) -> None:
    rows, columns = map(len, shown)
    # Anchored where the labels are: the layout leaves room for them from there only.
    axes.set(xlim=(0, columns + COUNTS), ylim=(rows + COUNTS, 0), aspect="equal", anchor="NW")
    axes.spines[:].set_visible(False)
    axes.xaxis.tick_top()
    axes.tick_params(length=0, labelsize=LABEL)
    operations, codes = (_labels(drawn, names) for names in shown)
    axes.set_xticks(_places(columns), [*codes, PER_OPERATION], rotation=90)
    axes.set_yticks(_places(rows), [*operations, PER_CODE])
    for labels in (axes.get_xticklabels(), axes.get_yticklabels()):
        labels[-1].set_fontstyle("italic")
    across = [((0, row), (columns, row)) for row in range(rows + 1)]
    down = [((column, 0), (column, rows)) for column in range(columns + 1)]
    axes.add_collection(LineCollection(across + down, color=GUIDE, linewidth=0.6))


def _places(count: int) -> list[float]:
    """Return the middle of each row or column, and that of the counts after them."""
    return [place + 0.5 for place in range(count)] + [count + COUNTS - 0.5]


def _draw_counts(axes: Axes, unfolded: nx.Graph[str], shown: Order) -> None:
    *rows, last_row = _places(len(shown.operations))
    *columns, last_column = _places(len(shown.codes))
    for row, name in zip(rows, shown.operations, strict=True):
        _write(axes, last_column, row, unfolded.degree[name])
    for column, name in zip(columns, shown.codes, strict=True):
        _write(axes, column, last_row, unfolded.degree[name])


def _write(axes: Axes, x: float, y: float, count: int, colour: str = "black") -> None:
    axes.text(x, y, str(count), ha="center", va="center", fontsize=NOTE, color=colour)


def _draw_pairs(axes: Axes, drawn: nx.Graph[str], shown: Order) -> None:
    numbered = _is_folded(drawn)
    side = 1 - 2 * INSET
    cells = []
    for row, operation in enumerate(shown.operations):
        for column, code in enumerate(shown.codes):
            if code in drawn[operation]:
                cells.append(Rectangle((column + INSET, row + INSET), side, side))
                if numbered:
                    count = len(members(drawn, operation)) * len(members(drawn, code))
                    _write(axes, column + 0.5, row + 0.5, count, PAPER)
    axes.add_collection(PatchCollection(cells, color=BLUE, linewidth=0, gid="pairs"))
    # The corner above the rows and left of the columns is free: there is always room.
    axes.legend(
        handles=[
            Patch(color=BLUE, label="documented (pairs)" if numbered else "documented"),
            Patch(facecolor=PAPER, edgecolor=PALE, label="undocumented"),
        ],
        loc="lower right",
        bbox_to_anchor=(0, 1),
        fontsize=NOTE,
        frameon=False,
    )
