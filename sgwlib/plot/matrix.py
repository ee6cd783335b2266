"""The matrix: operations as rows, codes as columns, documented pairs or met pairs as cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from matplotlib.collections import LineCollection, PatchCollection
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from sgwlib.coverage import ClientCoverage, shown_percent
from sgwlib.errors import CoverageError
from sgwlib.graph import Order, fold, members, sides
from sgwlib.graph import order as ordered
from sgwlib.plot.members import label, members_key, summary, unfold
from sgwlib.plot.still import (
    BLUE,
    GUIDE,
    INK,
    LABEL,
    NOTE,
    ORANGE,
    PALE,
    PAPER,
    ROW,
    WIDEST,
    StillFigure,
    our_style,
    refuse_too_many,
    width_of,
)
from sgwlib.text import counted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    import networkx as nx
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from sgwlib.graph import OrderName

    Place = tuple[int, int]

__all__ = ["matrix"]

NUMBERED_CELL = 0.28  # inches: a cell that holds a number
BESIDE = 0.4  # inches of margins left and right
INSET = 0.07  # of a cell: what keeps neighbours apart
HOLLOW = 0.16  # of a cell: the frame of what was never met stays well inside
COUNTS = 1.3  # cells: the counts, set off from the last row and column
_ORDERS = {
    "page": "in the page's order",
    "alphabetical": "in alphabetical order",
    "degree": "fullest first",
    "seriated": "similar rows next to each other",
}


class _Captions(NamedTuple):
    """What the last column counts in each row, and the last row in each column."""

    per_row: str
    per_column: str


_DOCUMENTED = _Captions("error codes per operation", "operations per error code")
_NEVER_MET = _Captions("error codes never met", "operations never met")


def matrix(
    graph: nx.Graph[str],
    *,
    coverage: ClientCoverage | None = None,
    order: OrderName | Order = "seriated",
    folded: bool = False,
) -> StillFigure:
    """Draw the matrix of the documented pairs, or of the pairs that a client has met.

    Parameters
    ----------
    graph
        The graph, whole, filtered or folded.
    coverage
        What a client has met. A met pair is then a filled cell, a documented pair that was
        never met an empty frame, and an undocumented pair that was met a diamond. The last
        column and row count what was never met.
    order
        The order of the rows and columns, as :func:`sgwlib.graph.order` takes it.
    folded
        Whether equal rows are folded into one, and equal columns. A folded row shows its first
        member and how many more it stands for, and a cell the number of its pairs. The figure
        names all members at the bottom. With coverage, nothing is folded: equal rows may have
        met different pairs.

    Returns
    -------
    StillFigure
        The last column has the number of codes of each operation, the last row the number of
        operations of each code.

    Raises
    ------
    UnknownNameError
        If there is no such order, or your order has a name that the graph lacks.
    GraphError
        If your order repeats or lacks a name, or if the figure would have more rows or columns
        than can be read.
    CoverageError
        If the coverage is something else than a :class:`~sgwlib.ClientCoverage`.

    Examples
    --------
    >>> from sgwlib import error_graph, load_catalogue, recording, simulate
    >>> graph = error_graph(load_catalogue())
    >>> print(matrix(graph, folded=True).title)  # doctest: +NORMALIZE_WHITESPACE
    Matrix: 289 documented pairs of 35 operations and 36 error codes, similar rows next to
    each other, equal ones folded into 18 rows and 17 columns
    >>> with recording() as coverage:
    ...     response = simulate("DeleteVolume", "VolumeInUse")
    >>> print(matrix(graph, coverage=coverage).title)  # doctest: +NORMALIZE_WHITESPACE
    Coverage of a client: 1 of 289 documented pairs met (1%); 35 operations and 36 error
    codes, similar rows next to each other
    """
    unfolded = unfold(graph)
    if coverage is None:
        drawn = fold(unfolded) if folded else graph
    elif isinstance(coverage, ClientCoverage):
        drawn = unfolded
    else:
        raise CoverageError(f"expected a ClientCoverage, not {coverage!r}")
    refuse_too_many(*map(len, sides(drawn)))
    shown = _shown(unfolded, drawn, order)
    how = "" if isinstance(order, Order) else f", {_ORDERS[order]}"
    with our_style():
        if coverage is None:
            return _draw_documented(drawn, unfolded, shown, how)
        return _draw_met(drawn, coverage, shown, how)


def _shown(unfolded: nx.Graph[str], drawn: nx.Graph[str], how: OrderName | Order) -> Order:
    """Return the order of the nodes that are drawn.

    They are ordered by what they stand for: a folded row is as full as each of its members. An
    order of the reader's own may be one of the drawn nodes or one of all names.
    """
    if isinstance(how, Order) and all(name in drawn for side in how for name in side):
        return ordered(drawn, how)
    whole = ordered(unfolded, how)
    return Order(*([name for name in side if name in drawn] for side in whole))


# The documented pairs


def _draw_documented(
    drawn: nx.Graph[str], unfolded: nx.Graph[str], shown: Order, how: str
) -> StillFigure:
    is_folded = len(drawn) < len(unfolded)
    title = f"Matrix: {summary(unfolded)}{how}"
    if is_folded:
        rows, columns = map(len, shown)
        title += f", equal ones folded into {counted(rows, 'row')} and {counted(columns, 'column')}"
    figure = StillFigure(
        _size(_labels(drawn, shown), _DOCUMENTED, NUMBERED_CELL if is_folded else ROW),
        title,
        "Rows are operations, columns are error codes, a filled cell is a documented pair. "
        f"{_describe(_DOCUMENTED)}",
        members_key(drawn, [*shown.operations, *shown.codes]),
    )
    counts = [[unfolded.degree[name] for name in names] for names in shown]
    axes = _draw_grid(figure, _labels(drawn, shown), _DOCUMENTED, counts)
    if axes is None:
        return figure
    pairs = [
        (row, column)
        for row, operation in enumerate(shown.operations)
        for column, code in enumerate(shown.codes)
        if code in drawn[operation]
    ]
    axes.add_collection(
        PatchCollection(
            [_cell(place, INSET) for place in pairs], color=BLUE, linewidth=0, gid="pairs"
        )
    )
    if is_folded:
        for row, column in pairs:
            operation, code = shown.operations[row], shown.codes[column]
            count = len(members(drawn, operation)) * len(members(drawn, code))
            _write(axes, column + 0.5, row + 0.5, count, PAPER)
    _draw_legend(
        axes,
        Patch(color=BLUE, label="documented (pairs)" if is_folded else "documented"),
        Patch(facecolor=PAPER, edgecolor=PALE, label="undocumented"),
    )
    return figure


# The pairs that a client has met


def _draw_met(
    graph: nx.Graph[str], coverage: ClientCoverage, shown: Order, how: str
) -> StillFigure:
    pairs = coverage.pairs().keys()
    figure = StillFigure(
        _size(_labels(graph, shown), _NEVER_MET, ROW),
        _met_title(graph, shown, pairs, how),
        "Rows are operations, columns are error codes. A filled cell is a documented pair that "
        "the client has met, an empty frame one that it has never met, a diamond an "
        f"undocumented pair that it has met. {_describe(_NEVER_MET)}",
        _met_notes(graph, coverage),
    )
    counts = [
        [sum((one, code) not in pairs for code in graph[one]) for one in shown.operations],
        [sum((one, code) not in pairs for one in graph[code]) for code in shown.codes],
    ]
    axes = _draw_grid(figure, _labels(graph, shown), _NEVER_MET, counts)
    if axes is None:
        return figure
    met: list[Place] = []
    never: list[Place] = []
    others: list[Place] = []
    for row, operation in enumerate(shown.operations):
        for column, code in enumerate(shown.codes):
            is_met = (operation, code) in pairs
            if code in graph[operation]:
                (met if is_met else never).append((row, column))
            elif is_met:
                others.append((row, column))
    frame: dict[str, Any] = {"facecolor": PAPER, "edgecolor": ORANGE, "linewidth": 1.1}
    diamond: dict[str, Any] = {"linestyle": "", "marker": "D", "markersize": 5, "color": INK}
    axes.add_collection(
        PatchCollection([_cell(each, INSET) for each in met], color=BLUE, linewidth=0, gid="met")
    )
    axes.add_collection(
        PatchCollection([_cell(each, HOLLOW) for each in never], gid="never met", **frame)
    )
    across, down = [column + 0.5 for _, column in others], [row + 0.5 for row, _ in others]
    axes.plot(across, down, gid="undocumented", **diamond)
    _draw_legend(
        axes,
        Patch(color=BLUE, label="met"),
        Patch(label="documented, never met", **frame),
        Line2D([], [], label="undocumented, but met", **diamond),
        Patch(facecolor=PAPER, edgecolor=PALE, linewidth=0.4, label="undocumented"),
    )
    return figure


def _met_title(
    graph: nx.Graph[str], shown: Order, pairs: Collection[tuple[str, str]], how: str
) -> str:
    documented = graph.number_of_edges()
    met = sum(graph.has_edge(*pair) for pair in pairs)
    others = sum(_has_place(graph, pair) for pair in pairs) - met
    percent = shown_percent(100 * met / documented if documented else 100)
    operations, codes = map(len, shown)
    return (
        f"Coverage of a client: {met} of {counted(documented, 'documented pair')} met "
        f"({percent}%){f' and {others} undocumented' if others else ''}; "
        f"{counted(operations, 'operation')} and {counted(codes, 'error code')}{how}"
    )


def _met_notes(graph: nx.Graph[str], coverage: ClientCoverage) -> list[str]:
    """Name what was met and has no cell."""
    general = [f"{name} {count}" for name, count in coverage.general().items()]
    outside = [
        " ".join(filter(None, pair))
        for pair in sorted(coverage.pairs())
        if not _has_place(graph, pair)
    ]
    notes = []
    if general:
        notes.append(f"Met without an error code: {', '.join(general)}")
    if outside:
        notes.append(f"Met, but not among these rows and columns: {', '.join(outside)}")
    return notes


def _has_place(graph: nx.Graph[str], pair: tuple[str, str]) -> bool:
    operations, codes = sides(graph)
    return pair[0] in operations and pair[1] in codes


# The grid


def _labels(graph: nx.Graph[str], shown: Order) -> tuple[list[str], list[str]]:
    rows, columns = ([label(graph, name) for name in names] for names in shown)
    return rows, columns


def _describe(captions: _Captions) -> str:
    return f"The last column counts the {captions.per_row}, the last row the {captions.per_column}."


def _size(
    labels: tuple[list[str], list[str]], captions: _Captions, largest: float
) -> tuple[float, float]:
    """Return width and height in inches. Cells are as large as the page allows."""
    rows, columns = labels
    beside = width_of([*rows, captions.per_column], LABEL) + BESIDE
    above = width_of([*columns, captions.per_row], LABEL)
    side = min((WIDEST - beside) / (len(columns) + COUNTS), largest)
    return beside + (len(columns) + COUNTS) * side, above + (len(rows) + COUNTS) * side


def _draw_grid(
    figure: StillFigure,
    labels: tuple[list[str], list[str]],
    captions: _Captions,
    counts: Iterable[Sequence[int]],
) -> Axes | None:
    """Draw names, captions, lines and counts. Without a row or a column, say so instead."""
    rows, columns = labels
    if not rows or not columns:
        figure.write_instead("There is no pair to draw.")
        return None
    axes = figure.add_subplot()
    across, down = len(columns), len(rows)
    # Anchored where the labels are: only from there does the layout leave room for them.
    axes.set(xlim=(0, across + COUNTS), ylim=(down + COUNTS, 0), aspect="equal", anchor="NW")
    axes.spines[:].set_visible(False)
    axes.xaxis.tick_top()
    axes.tick_params(length=0, labelsize=LABEL)
    xs, ys = _middles(across), _middles(down)
    axes.set_xticks(xs, [*columns, captions.per_row], rotation=90)
    axes.set_yticks(ys, [*rows, captions.per_column])
    for tick_labels in (axes.get_xticklabels(), axes.get_yticklabels()):
        tick_labels[-1].set_fontstyle("italic")
    lines = [((0, row), (across, row)) for row in range(down + 1)]
    lines += [((column, 0), (column, down)) for column in range(across + 1)]
    axes.add_collection(LineCollection(lines, color=GUIDE, linewidth=0.6))
    per_row, per_column = counts
    for y, count in zip(ys, per_row, strict=False):  # the last place is that of the counts
        _write(axes, xs[-1], y, count)
    for x, count in zip(xs, per_column, strict=False):
        _write(axes, x, ys[-1], count)
    return axes


def _middles(count: int) -> list[float]:
    """Return the middle of each row or column, and that of the counts after them."""
    return [place + 0.5 for place in range(count)] + [count + COUNTS - 0.5]


def _cell(place: Place, inset: float) -> Rectangle:
    row, column = place
    side = 1 - 2 * inset
    return Rectangle((column + inset, row + inset), side, side)


def _write(axes: Axes, x: float, y: float, count: int, colour: str = INK) -> None:
    axes.text(x, y, str(count), ha="center", va="center", fontsize=NOTE, color=colour)


def _draw_legend(axes: Axes, *handles: Artist) -> None:
    """Put the legend into the free corner above the rows and left of the columns."""
    axes.legend(
        handles=handles, loc="lower right", bbox_to_anchor=(0, 1), fontsize=NOTE, frameon=False
    )
