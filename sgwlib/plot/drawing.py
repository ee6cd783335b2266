"""The node-link drawing: operations at the left, codes at the right, lines for the pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
from matplotlib.collections import LineCollection

from sgwlib.errors import UnknownNameError
from sgwlib.graph.build import sides
from sgwlib.graph.order import few_crossings
from sgwlib.graph.structure import fold
from sgwlib.plot.members import label, members, members_key, summary, unfold
from sgwlib.plot.still import (
    BLUE,
    GUIDE,
    INK,
    LABEL,
    PALE,
    PAPER,
    WIDEST,
    StillFigure,
    our_style,
    refuse_too_many,
)
from sgwlib.text import counted

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sgwlib.graph.order import Order

__all__ = ["FOLD_ABOVE", "bipartite_drawing"]

FOLD_ABOVE = 100
"""Number of pairs above which equal operations and codes are folded: more is a hairball."""

STEP = 0.24  # inches from one name to the next


def bipartite_drawing(graph: nx.Graph[str], *, focus: str | None = None) -> StillFigure:
    """Draw the operations left, the codes right, and a line for every documented pair.

    Parameters
    ----------
    graph
        The graph, whole, filtered or folded. With more than :data:`FOLD_ABOVE` pairs, equal
        operations and equal codes are folded together, and the foot names the members.
    focus
        An operation or code: it and what it is paired with stand out, all else is pale.

    Returns
    -------
    StillFigure
        Both sides are in an order with few crossings.

    Raises
    ------
    UnknownNameError
        If the focus is no operation and no code of the graph.
    GraphError
        If there are more operations or codes than a picture can name.

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
    refuse_too_many(max(map(len, sides(drawn))))
    shown = few_crossings(drawn)
    with our_style():
        figure = _sheet(drawn, shown, _title(unfolded, shown, focus))
        if not drawn:
            figure.say("There is no operation and no code to draw.")
            return figure
        axes = figure.add_subplot()
        axes.set(xlim=(-0.01, 1.01), ylim=(1, 0))
        axes.set_axis_off()
        places = _places(shown)
        _draw_pairs(axes, drawn, places, focus)
        _draw_names(axes, drawn, places, focus)
    return figure


def _led_by(graph: nx.Graph[str], name: str) -> nx.Graph[str]:
    """Return the graph with the node that a name is folded into named by it."""
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


def _sheet(drawn: nx.Graph[str], shown: Order, title: str) -> StillFigure:
    height = STEP * (max(2, *map(len, shown)) + 1)
    description = (
        "Operations stand at the left, error codes at the right; a line joins the two of a "
        "documented pair."
    )
    return StillFigure(
        (WIDEST, height), title, description, members_key(drawn, [*shown[0], *shown[1]])
    )


def _places(shown: Order) -> dict[str, tuple[float, float]]:
    """Spread the names of both sides over the same height."""
    return {
        name: (float(side), (number + 0.5) / len(names))
        for side, names in enumerate(shown)
        for number, name in enumerate(names)
    }


def _draw_pairs(
    axes: Axes, drawn: nx.Graph[str], places: dict[str, tuple[float, float]], focus: str | None
) -> None:
    clear = [pair for pair in drawn.edges if focus is None or focus in pair]
    pale = [pair for pair in drawn.edges if focus is not None and focus not in pair]
    thick = 0.8 if focus is None else 1.8
    for pairs, gid, colour, width in (
        (pale, "pale pairs", GUIDE, 0.8),
        (clear, "pairs", BLUE, thick),
    ):
        lines = [(places[one], places[other]) for one, other in pairs]
        axes.add_collection(LineCollection(lines, color=colour, linewidth=width, gid=gid))


def _draw_names(
    axes: Axes, drawn: nx.Graph[str], places: dict[str, tuple[float, float]], focus: str | None
) -> None:
    near = set(drawn) if focus is None else {focus, *drawn[focus]}
    for name, (side, height) in places.items():
        clear = name in near
        colour = BLUE if clear else PALE
        # Shape tells the sides apart, filling what is near the focus from what is not.
        axes.plot(
            side,
            height,
            marker="D" if side else "o",
            markersize=5,
            color=colour,
            markerfacecolor=colour if clear else PAPER,
        )
        axes.annotate(
            label(drawn, name),
            (side, height),
            (8 if side else -8, 0),
            textcoords="offset points",
            ha="left" if side else "right",
            va="center",
            fontsize=LABEL,
            color=INK if clear else PALE,
            fontweight="bold" if name == focus else "normal",
        )
