"""The coverage matrix once more, shaded with what a client has met."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.collections import PatchCollection
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sgwlib.coverage.client import shown_percent
from sgwlib.graph.build import sides
from sgwlib.graph.order import Order, OrderName
from sgwlib.graph.order import order as ordered
from sgwlib.plot.grid import Captions, cell, draw_counts, draw_grid, draw_legend, size_of
from sgwlib.plot.matrix import order_told
from sgwlib.plot.members import label, unfold
from sgwlib.plot.still import (
    BLUE,
    INK,
    ORANGE,
    PALE,
    PAPER,
    ROW,
    StillFigure,
    our_style,
    refuse_too_many,
)
from sgwlib.text import counted

if TYPE_CHECKING:
    from collections.abc import Collection

    import networkx as nx
    from matplotlib.axes import Axes

    from sgwlib.coverage import ClientCoverage

__all__ = ["met_matrix"]

CAPTIONS = Captions("error codes never met", "operations never met")
HOLLOW = 0.16  # of a cell: the frame of what was never met stands well off its neighbours


def met_matrix(
    graph: nx.Graph[str], coverage: ClientCoverage, *, order: OrderName | Order = "seriated"
) -> StillFigure:
    """Draw which documented pairs a client has met, and which never.

    Parameters
    ----------
    graph
        The graph, whole or filtered; a folded one is unfolded.
    coverage
        What the client has met.
    order
        Of the rows and columns, as :func:`sgwlib.graph.order` takes it.

    Returns
    -------
    StillFigure
        A met pair is a filled cell, one that was never met an empty frame, and a pair that
        was met though the page lacks it a diamond. The last column and row count what was
        never met; the foot names what has no place in the matrix.

    Raises
    ------
    UnknownNameError
        If there is no such order.
    GraphError
        If there are more rows or columns than a picture can name.

    Examples
    --------
    >>> from sgwlib import error_graph, load_catalogue, recording, simulate
    >>> with recording() as coverage:
    ...     response = simulate("DeleteVolume", "VolumeInUse")
    >>> figure = met_matrix(error_graph(load_catalogue()), coverage)
    >>> print(figure.title)  # doctest: +NORMALIZE_WHITESPACE
    Coverage of a client: 1 of 289 documented pairs met (1%); 35 operations and 36 error
    codes, like beside like
    """
    unfolded = unfold(graph)
    refuse_too_many(*map(len, sides(unfolded)))
    shown = ordered(unfolded, order)
    pairs = coverage.pairs().keys()
    with our_style():
        figure = _sheet(unfolded, shown, coverage, order_told(order))
        if not all(shown):
            figure.say("There is no pair to draw.")
            return figure
        axes = figure.add_subplot()
        draw_grid(axes, *_labels(unfolded, shown), CAPTIONS)
        draw_counts(axes, *_never_met(unfolded, shown, pairs))
        _draw_pairs(axes, unfolded, shown, pairs)
    return figure


def _sheet(graph: nx.Graph[str], shown: Order, coverage: ClientCoverage, how: str) -> StillFigure:
    description = (
        "Rows are operations, columns are error codes. A filled cell is a documented pair that "
        "the client has met, an empty frame one that it has never met, a diamond a pair that "
        "it has met though the page lacks it. "
        f"The last column counts the {CAPTIONS.per_row}, the last row the {CAPTIONS.per_column}."
    )
    size = size_of(*_labels(graph, shown), CAPTIONS, ROW)
    title = _title(graph, shown, coverage.pairs().keys(), how)
    return StillFigure(size, title, description, _notes(graph, coverage))


def _title(graph: nx.Graph[str], shown: Order, pairs: Collection[tuple[str, str]], how: str) -> str:
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


def _notes(graph: nx.Graph[str], coverage: ClientCoverage) -> list[str]:
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
        notes.append(f"Met, and not among these rows and columns: {', '.join(outside)}")
    return notes


def _has_place(graph: nx.Graph[str], pair: tuple[str, str]) -> bool:
    operation, code = pair
    operations, codes = sides(graph)
    return operation in operations and code in codes


def _labels(graph: nx.Graph[str], shown: Order) -> tuple[list[str], list[str]]:
    operations, codes = ([label(graph, name) for name in names] for names in shown)
    return operations, codes


def _never_met(
    graph: nx.Graph[str], shown: Order, pairs: Collection[tuple[str, str]]
) -> tuple[list[int], list[int]]:
    return (
        [sum((one, code) not in pairs for code in graph[one]) for one in shown.operations],
        [sum((one, code) not in pairs for one in graph[code]) for code in shown.codes],
    )


def _draw_pairs(
    axes: Axes, graph: nx.Graph[str], shown: Order, pairs: Collection[tuple[str, str]]
) -> None:
    met: list[tuple[int, int]] = []
    never: list[tuple[int, int]] = []
    others: list[tuple[int, int]] = []
    for row, operation in enumerate(shown.operations):
        for column, code in enumerate(shown.codes):
            is_met = (operation, code) in pairs
            if code in graph[operation]:
                (met if is_met else never).append((row, column))
            elif is_met:
                others.append((row, column))
    filled = PatchCollection(
        [cell(row, column) for row, column in met], color=BLUE, linewidth=0, gid="met"
    )
    frames = PatchCollection(
        [cell(row, column, HOLLOW) for row, column in never],
        facecolor=PAPER,
        edgecolor=ORANGE,
        linewidth=1.1,
        gid="never met",
    )
    axes.add_collection(filled)
    axes.add_collection(frames)
    axes.plot(
        [column + 0.5 for _, column in others],
        [row + 0.5 for row, _ in others],
        linestyle="",
        marker="D",
        markersize=5,
        color=INK,
        gid="undocumented",
    )
    draw_legend(
        axes,
        [
            Patch(color=BLUE, label="met"),
            Patch(facecolor=PAPER, edgecolor=ORANGE, linewidth=1.1, label="documented, never met"),
            Line2D(
                [],
                [],
                linestyle="",
                marker="D",
                markersize=5,
                color=INK,
                label="undocumented, met all the same",
            ),
            Patch(facecolor=PAPER, edgecolor=PALE, linewidth=0.4, label="undocumented"),
        ],
    )
