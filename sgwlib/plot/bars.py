"""How many codes each operation has, and how many operations can return each code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from matplotlib.patches import Patch

from sgwlib.graph import sharing, sides
from sgwlib.plot import still
from sgwlib.plot.still import StillFigure, label, members_key, summary, unfold
from sgwlib.text import counted

if TYPE_CHECKING:
    from collections.abc import Collection

    import networkx as nx

WIDTH = 9.0  # inches


class _Class(NamedTuple):
    """Bars of the same colour and hatch."""

    names: Collection[str]
    look: dict[str, Any]
    text: str = ""


def codes_per_operation(graph: nx.Graph[str]) -> StillFigure:
    """Draw a bar for each operation with the number of codes it is documented to return.

    Parameters
    ----------
    graph
        The graph, whole, filtered or folded. A folded bar applies to each of its members.

    Returns
    -------
    StillFigure
        Most codes first, then in node order.

    Raises
    ------
    GraphError
        If there are more operations than a figure can name.

    Examples
    --------
    >>> from sgwlib import error_graph, load_catalogue
    >>> codes_per_operation(error_graph(load_catalogue())).title
    'Error codes per operation: 289 documented pairs of 35 operations and 36 error codes'
    """
    operations, _ = sides(graph)
    plain = _Class(operations, {"color": still.BLUE})
    return _bars(graph, operations, [plain], "error code", "operation")


def operations_per_code(graph: nx.Graph[str]) -> StillFigure:
    """Draw a bar for each code with the number of operations that are documented to return it.

    Parameters
    ----------
    graph
        The graph, whole, filtered or folded. A folded bar applies to each of its members.

    Returns
    -------
    StillFigure
        Most operations first, then in node order. The classes of
        :func:`sgwlib.graph.sharing` differ in colour and in hatch, and the legend counts them.

    Raises
    ------
    GraphError
        If there are more codes than a figure can name.

    Examples
    --------
    >>> from sgwlib import error_graph, load_catalogue
    >>> operations_per_code(error_graph(load_catalogue())).title
    'Operations per error code: 289 documented pairs of 35 operations and 36 error codes'
    """
    _, codes = sides(graph)
    return _bars(graph, codes, _classes(graph), "operation", "error code")


def _classes(graph: nx.Graph[str]) -> list[_Class]:
    """Return the classes of codes. They differ in hatch too: plain black, lines, plain, dots."""
    unfolded = unfold(graph)
    shared = sharing(unfolded)
    bare = [code for code in sides(unfolded)[1] if not unfolded.degree[code]]
    looks = [
        (shared.all, still.INK, "", "every operation"),
        (shared.many, still.BLUE, "///", "at least half of the operations, but not every one"),
        (shared.few, still.ORANGE, "", "two operations or more, but fewer than half"),
        (shared.one, still.GREEN, "...", "one operation"),
        (bare, still.PAPER, "", "no operation"),
    ]
    return [
        _Class(
            names,
            # The colour of the edge is that of the hatch.
            {"facecolor": colour, "edgecolor": still.PAPER, "hatch": hatch},
            f"{text}: {counted(len(names), 'code')}",
        )
        for names, colour, hatch, text in looks
        if names or colour != still.PAPER  # a code without operations is rare, and has no bar
    ]


def _bars(
    graph: nx.Graph[str], names: list[str], classes: list[_Class], thing: str, other: str
) -> StillFigure:
    """Draw a bar for each name, with its number of connected names of the other side."""
    still.refuse_too_many(len(names))
    unfolded = unfold(graph)
    names = sorted(names, key=lambda name: -unfolded.degree[name])
    title = f"{thing.capitalize()}s per {other}: {summary(unfolded)}"
    description = f"One bar for each {other}, longest first, with its number of {thing}s."
    with still.our_style():
        size = (WIDTH, still.ROW * (len(names) + len(classes) + 1))
        figure = StillFigure(size, title, description, members_key(graph, names))
        if not names:
            figure.write_instead(f"There is no {other} to draw.")
            return figure
        axes = figure.add_subplot()
        labels = [label(graph, name) for name in names]
        axes.set_yticks(range(len(names)), labels, fontsize=still.LABEL)
        axes.set_ylim(len(names) - 0.5, -0.5)
        axes.tick_params(axis="y", length=0)
        # Every bar has its number, so it needs no scale.
        axes.xaxis.set_visible(False)
        axes.spines[["top", "right", "bottom"]].set_visible(False)
        for each in classes:
            places = [place for place, name in enumerate(names) if name in each.names]
            lengths = [unfolded.degree[names[place]] for place in places]
            bars = axes.barh(places, lengths, height=0.76, **each.look)
            axes.bar_label(bars, padding=3, fontsize=still.LABEL)
        if len(classes) > 1:
            axes.legend(
                handles=[Patch(label=each.text, **each.look) for each in classes],
                title="A code is documented for",
                title_fontsize=still.NOTE,
                alignment="left",
                loc="lower left",
                **still.LEGEND,
            )
    return figure
