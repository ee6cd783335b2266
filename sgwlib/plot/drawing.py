"""The node-link drawing: operations on the left, codes on the right, lines for the pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
from matplotlib.collections import LineCollection

from sgwlib.errors import UnknownNameError
from sgwlib.graph import few_crossings, fold, members, sides
from sgwlib.plot import still
from sgwlib.plot.still import StillFigure, label, members_key, summary, unfold
from sgwlib.text import counted

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sgwlib.graph import Order

FOLD_ABOVE = 100
"""The largest number of pairs that is drawn without folding equal operations and codes."""

STEP = 0.24  # inches from one name to the next


def bipartite_drawing(graph: nx.Graph[str], *, focus: str | None = None) -> StillFigure:
    """Draw operations on the left, codes on the right, and a line for every documented pair.

    Parameters
    ----------
    graph
        The graph, whole, filtered or folded. With more than :data:`FOLD_ABOVE` pairs, equal
        operations and equal codes are folded, and the figure names the members at the bottom.
    focus
        An operation or code to highlight, with the names it is paired with. The rest is pale.

    Returns
    -------
    StillFigure
        Both sides are in an order with few crossings.

    Raises
    ------
    UnknownNameError
        If the graph does not have the focus.
    GraphError
        If there are more operations or codes than a figure can name.

    Examples
    --------
    >>> from sgwlib import error_graph, load_catalogue
    >>> figure = bipartite_drawing(error_graph(load_catalogue()), focus="VolumeNotReady")
    >>> print(figure.title)  # doctest: +NORMALIZE_WHITESPACE
    Node-link drawing: 289 documented pairs of 35 operations and 36 error codes, equal ones
    folded into 18 left and 17 right; highlighted: VolumeNotReady and its 2 operations
    """
    unfolded = unfold(graph)
    if focus is not None and focus not in unfolded:
        raise UnknownNameError("operation or code", focus, list(unfolded))
    drawn = fold(unfolded) if unfolded.number_of_edges() > FOLD_ABOVE else graph
    if focus is not None:
        drawn = _led_by(drawn, focus)
    still.refuse_too_many(max(map(len, sides(drawn))))
    shown = few_crossings(drawn)
    with still.our_style():
        figure = StillFigure(
            (still.WIDEST, STEP * (max(2, *map(len, shown)) + 1)),
            _title(unfolded, shown, focus),
            "Operations are on the left, error codes on the right; a line joins the two of a "
            "documented pair.",
            members_key(drawn, [*shown.operations, *shown.codes]),
        )
        if not drawn:
            figure.write_instead("There is no operation and no code to draw.")
            return figure
        axes = figure.add_subplot()
        axes.set(xlim=(-0.01, 1.01), ylim=(1, 0))
        axes.set_axis_off()
        places = {  # the names of both sides are spread over the same height
            name: (float(side), (number + 0.5) / len(names))
            for side, names in enumerate(shown)
            for number, name in enumerate(names)
        }
        _draw(axes, drawn, places, focus)
    return figure


def _led_by(graph: nx.Graph[str], name: str) -> nx.Graph[str]:
    """Rename the node that a name is folded into, so that the name leads it."""
    node = next(node for node in graph if name in members(graph, node))
    if node == name:
        return graph
    led: nx.Graph[str] = nx.relabel_nodes(graph, {node: name})
    led.nodes[name]["members"] = (name, *(each for each in members(graph, node) if each != name))
    return led


def _title(unfolded: nx.Graph[str], shown: Order, focus: str | None) -> str:
    title = f"Node-link drawing: {summary(unfolded)}"
    operations, codes = map(len, shown)
    if operations + codes < len(unfolded):
        title += f", equal ones folded into {operations} left and {codes} right"
    if focus is not None:
        other = "operation" if unfolded.nodes[focus]["bipartite"] else "error code"
        title += f"; highlighted: {focus} and its {counted(unfolded.degree[focus], other)}"
    return title


def _draw(
    axes: Axes, drawn: nx.Graph[str], places: dict[str, tuple[float, float]], focus: str | None
) -> None:
    bright: list[list[tuple[float, float]]] = []
    pale: list[list[tuple[float, float]]] = []
    for pair in drawn.edges:
        is_bright = focus is None or focus in pair
        (bright if is_bright else pale).append([places[name] for name in pair])
    width = 0.8 if focus is None else 1.8
    axes.add_collection(LineCollection(pale, color=still.GUIDE, linewidth=0.8, gid="pale pairs"))
    axes.add_collection(LineCollection(bright, color=still.BLUE, linewidth=width, gid="pairs"))
    near = set(drawn) if focus is None else {focus, *drawn[focus]}
    for name, (side, height) in places.items():
        clear = name in near
        colour = still.BLUE if clear else still.PALE
        # The shape shows the side; a filled marker is the focus or next to it.
        axes.plot(
            side,
            height,
            marker="D" if side else "o",
            markersize=5,
            color=colour,
            markerfacecolor=colour if clear else still.PAPER,
        )
        axes.annotate(
            label(drawn, name),
            (side, height),
            (8 if side else -8, 0),
            textcoords="offset points",
            ha="left" if side else "right",
            va="center",
            fontsize=still.LABEL,
            color=still.INK if clear else still.PALE,
            fontweight="bold" if name == focus else "normal",
        )
