"""Folded graphs in figures: how many names a node stands for, and which."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

from sgwlib.graph import members, sides
from sgwlib.graph.build import check_graph
from sgwlib.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 44  # characters of a name; the page's longest has 37


def unfold(graph: nx.Graph[str]) -> nx.Graph[str]:
    """Return the graph that a folded graph was made from, without the attributes.

    Figures always count pairs, operations and codes, never folded rows and columns.
    """
    check_graph(graph)
    unfolded: nx.Graph[str] = nx.Graph()
    for name, side in graph.nodes(data="bipartite"):
        unfolded.add_nodes_from(members(graph, name), bipartite=side)
    for one, other in graph.edges:
        unfolded.add_edges_from(
            (each, mate) for each in members(graph, one) for mate in members(graph, other)
        )
    return unfolded


def label(graph: nx.Graph[str], name: str) -> str:
    """Return the label of a node: its name, and how many others it stands for."""
    others = len(members(graph, name)) - 1
    short = name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
    return f"{short} +{others}" if others else short


def members_key(graph: nx.Graph[str], names: Iterable[str]) -> list[str]:
    """Return lines that explain ``+N`` and list the other names of each folded node."""
    lines = [
        f"{label(graph, name)}: also {', '.join(members(graph, name)[1:])}"
        for name in names
        if len(members(graph, name)) > 1
    ]
    return ["+N stands for N more with exactly the same pairs:", *lines] if lines else []


def summary(graph: nx.Graph[str]) -> str:
    """Return the numbers of pairs, operations and codes of an unfolded graph."""
    operations, codes = map(len, sides(graph))
    return (
        f"{counted(graph.number_of_edges(), 'documented pair')} of "
        f"{counted(operations, 'operation')} and {counted(codes, 'error code')}"
    )
