"""The matrix: operations as rows, codes as columns, documented pairs or met pairs as cells."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from matplotlib.collections import LineCollection, PatchCollection
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from sgwlib.coverage import ClientCoverage
from sgwlib.coverage.client import shown_percent
from sgwlib.errors import CoverageError
from sgwlib.graph import Order, fold, members, sides
from sgwlib.graph import order as ordered
from sgwlib.plot import still
from sgwlib.plot.still import StillFigure, label, members_key, summary, unfold
from sgwlib.text import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import networkx as nx
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from sgwlib.graph import OrderName

    Pair = tuple[str, str]
    Place = tuple[int, int]

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


class _Sheet(NamedTuple):
    """What a matrix says around its cells, and what they show."""

    title: str
    description: str
    notes: list[str]
    captions: tuple[str, str]
    """What the last column counts in each row, and the last row in each column."""
    counted: Iterable[Pair]
    """The pairs that they count."""
    draw: Callable[[Axes], list[Artist]]
    """Draws the cells, and returns what the legend explains."""
    largest_cell: float = still.ROW


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
    still.refuse_too_many(*map(len, sides(drawn)))
    shown = _shown(unfolded, drawn, order)
    how = "" if isinstance(order, Order) else f", {_ORDERS[order]}"
    if coverage is None:
        sheet = _documented(drawn, unfolded, shown, how)
    else:
        sheet = _met(drawn, coverage, shown, how)
    with still.our_style():
        return _figure(drawn, shown, sheet)


def _shown(unfolded: nx.Graph[str], drawn: nx.Graph[str], how: OrderName | Order) -> Order:
    """Return the order of the nodes that are drawn.

    They are ordered by what they stand for: a folded row is as full as each of its members. An
    order of the reader's own may be one of the drawn nodes or one of all names.
    """
    if isinstance(how, Order) and all(name in drawn for side in how for name in side):
        return ordered(drawn, how)
    whole = ordered(unfolded, how)
    return Order(*([name for name in side if name in drawn] for side in whole))


def _documented(drawn: nx.Graph[str], unfolded: nx.Graph[str], shown: Order, how: str) -> _Sheet:
    is_folded = len(drawn) < len(unfolded)
    title = f"Matrix: {summary(unfolded)}{how}"
    if is_folded:
        rows, columns = map(len, shown)
        title += f", equal ones folded into {counted(rows, 'row')} and {counted(columns, 'column')}"
    pairs = {pair: place for pair, place in _places(shown).items() if drawn.has_edge(*pair)}

    def draw(axes: Axes) -> list[Artist]:
        _draw_cells(axes, pairs.values(), INSET, gid="pairs", color=still.BLUE, linewidth=0)
        if is_folded:
            for (operation, code), (row, column) in pairs.items():
                count = len(members(drawn, operation)) * len(members(drawn, code))
                _write(axes, column + 0.5, row + 0.5, count, still.PAPER)
        return [
            Patch(color=still.BLUE, label="documented (pairs)" if is_folded else "documented"),
            Patch(facecolor=still.PAPER, edgecolor=still.PALE, label="undocumented"),
        ]

    return _Sheet(
        title,
        "Rows are operations, columns are error codes, a filled cell is a documented pair.",
        members_key(drawn, [*shown.operations, *shown.codes]),
        ("error codes per operation", "operations per error code"),
        unfolded.edges,
        draw,
        NUMBERED_CELL if is_folded else still.ROW,
    )


def _met(graph: nx.Graph[str], coverage: ClientCoverage, shown: Order, how: str) -> _Sheet:
    places, pairs = _places(shown), coverage.pairs().keys()
    documented = [pair for pair in places if graph.has_edge(*pair)]
    never = [pair for pair in documented if pair not in pairs]
    met = [places[pair] for pair in documented if pair in pairs]
    others = [places[pair] for pair in places if pair in pairs and not graph.has_edge(*pair)]
    percent = shown_percent(100 * len(met) / len(documented) if documented else 100)
    operations, codes = map(len, shown)
    notes = []
    if general := [f"{name} {count}" for name, count in coverage.general().items()]:
        notes.append(f"Met without an error code: {', '.join(general)}")
    if outside := sorted(pairs - places.keys()):
        names = ", ".join(" ".join(filter(None, pair)) for pair in outside)
        notes.append(f"Met, but not among these rows and columns: {names}")

    frame: dict[str, Any] = {"facecolor": still.PAPER, "edgecolor": still.ORANGE, "linewidth": 1.1}
    diamond: dict[str, Any] = {"linestyle": "", "marker": "D", "markersize": 5, "color": still.INK}

    def draw(axes: Axes) -> list[Artist]:
        _draw_cells(axes, met, INSET, gid="met", color=still.BLUE, linewidth=0)
        _draw_cells(axes, map(places.__getitem__, never), HOLLOW, gid="never met", **frame)
        across, down = [column + 0.5 for _, column in others], [row + 0.5 for row, _ in others]
        axes.plot(across, down, gid="undocumented", **diamond)
        return [
            Patch(color=still.BLUE, label="met"),
            Patch(label="documented, never met", **frame),
            Line2D([], [], label="undocumented, but met", **diamond),
            Patch(facecolor=still.PAPER, edgecolor=still.PALE, linewidth=0.4, label="undocumented"),
        ]

    return _Sheet(
        f"Coverage of a client: {len(met)} of {counted(len(documented), 'documented pair')} met "
        f"({percent}%){f' and {len(others)} undocumented' if others else ''}; "
        f"{counted(operations, 'operation')} and {counted(codes, 'error code')}{how}",
        "Rows are operations, columns are error codes. A filled cell is a documented pair that "
        "the client has met, an empty frame one that it has never met, a diamond an "
        "undocumented pair that it has met.",
        notes,
        ("error codes never met", "operations never met"),
        never,
        draw,
    )


def _figure(graph: nx.Graph[str], shown: Order, sheet: _Sheet) -> StillFigure:
    """Draw names, captions, lines, counts and cells."""
    rows, columns = ([label(graph, name) for name in names] for names in shown)
    across, down = len(columns), len(rows)
    last_column, last_row = sheet.captions
    left = still.width_of([*rows, last_row], still.LABEL) + BESIDE
    above = still.width_of([*columns, last_column], still.LABEL)
    # Cells are as large as the page allows.
    cell = min((still.WIDEST - left) / (across + COUNTS), sheet.largest_cell)
    figure = StillFigure(
        (left + (across + COUNTS) * cell, above + (down + COUNTS) * cell),
        sheet.title,
        f"{sheet.description} The last column counts the {last_column}, "
        f"the last row the {last_row}.",
        sheet.notes,
    )
    if not rows or not columns:
        figure.write_instead("There is no pair to draw.")
        return figure
    axes = figure.add_subplot()
    # Anchored where the labels are: only from there does the layout leave room for them.
    axes.set(xlim=(0, across + COUNTS), ylim=(down + COUNTS, 0), aspect="equal", anchor="NW")
    axes.spines[:].set_visible(False)
    axes.xaxis.tick_top()
    axes.tick_params(length=0, labelsize=still.LABEL)
    xs, ys = _middles(across), _middles(down)
    axes.set_xticks(xs, [*columns, last_column], rotation=90)
    axes.set_yticks(ys, [*rows, last_row])
    for tick_labels in (axes.get_xticklabels(), axes.get_yticklabels()):
        tick_labels[-1].set_fontstyle("italic")
    lines = [((0, row), (across, row)) for row in range(down + 1)]
    lines += [((column, 0), (column, down)) for column in range(across + 1)]
    axes.add_collection(LineCollection(lines, color=still.GUIDE, linewidth=0.6))
    counts = Counter(name for pair in sheet.counted for name in pair)
    for y, name in zip(ys, shown.operations, strict=False):  # the last place is that of the counts
        _write(axes, xs[-1], y, counts[name])
    for x, name in zip(xs, shown.codes, strict=False):
        _write(axes, x, ys[-1], counts[name])
    axes.legend(handles=sheet.draw(axes), loc="lower right", **still.LEGEND)
    return figure


def _middles(count: int) -> list[float]:
    """Return the middle of each row or column, and that of the counts after them."""
    return [place + 0.5 for place in range(count)] + [count + COUNTS - 0.5]


def _places(shown: Order) -> dict[Pair, Place]:
    """Return the row and the column of each pair of an operation and a code."""
    return {
        (operation, code): (row, column)
        for row, operation in enumerate(shown.operations)
        for column, code in enumerate(shown.codes)
    }


def _draw_cells(axes: Axes, places: Iterable[Place], inset: float, **look: Any) -> None:
    side = 1 - 2 * inset
    cells = [Rectangle((column + inset, row + inset), side, side) for row, column in places]
    axes.add_collection(PatchCollection(cells, **look))


def _write(axes: Axes, x: float, y: float, count: int, colour: str = still.INK) -> None:
    axes.text(x, y, str(count), ha="center", va="center", fontsize=still.NOTE, color=colour)
