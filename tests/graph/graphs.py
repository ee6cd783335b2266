"""Graphs to test with: the real one, all its parts, and made-up ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
from hypothesis import strategies as st

from sgwlib import error_graph, load_catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable

CATALOGUE = load_catalogue()
FULL = error_graph(CATALOGUE)


def filtered() -> st.SearchStrategy[nx.Graph[str]]:
    """Give graphs of any of the documented pairs, without isolated nodes."""
    some = st.sets(st.sampled_from(CATALOGUE.pairs))
    # A few pairs make forests, all but a few make the real graph with holes: both happen.
    kept = some | some.map(lambda gone: set(CATALOGUE.pairs) - gone)
    return kept.map(lambda pairs: error_graph(CATALOGUE, pairs))


def torn() -> st.SearchStrategy[nx.Graph[str]]:
    """Give the real graph without some nodes and pairs: other nodes may be left isolated."""

    def tear(nodes: set[str], operations: set[str]) -> nx.Graph[str]:
        graph = FULL.copy()
        graph.remove_edges_from(list(graph.edges(operations)))
        graph.remove_nodes_from(nodes)
        return graph

    operations = st.sampled_from(list(CATALOGUE.operations))
    return st.builds(tear, st.sets(st.sampled_from(list(FULL))), st.sets(operations))


def made(
    names: st.SearchStrategy[str] | None = None, most: int = 6
) -> st.SearchStrategy[nx.Graph[str]]:
    """Give graphs of at most so many nodes a side, with any connections and any names."""

    @st.composite
    def draw_graph(draw: st.DrawFn) -> nx.Graph[str]:
        texts = st.text(min_size=1) if names is None else names
        chosen = draw(st.lists(texts, unique=True, max_size=2 * most))
        half = draw(st.integers(max(0, len(chosen) - most), min(most, len(chosen))))
        operations, codes = chosen[:half], chosen[half:]
        possible = [(operation, code) for operation in operations for code in codes]
        drawn = draw(st.sets(st.sampled_from(possible))) if possible else set()
        sparse = draw(st.booleans())  # else all pairs but the drawn ones
        return make(operations, codes, [pair for pair in possible if (pair in drawn) == sparse])

    return draw_graph()


def make(
    operations: Iterable[str], codes: Iterable[str], pairs: Iterable[tuple[str, str]]
) -> nx.Graph[str]:
    """Build a graph of the kind that ``error_graph`` builds, from names alone."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(operations, bipartite=0)
    graph.add_nodes_from(codes, bipartite=1)
    graph.add_edges_from((*pair, {"position": place}) for place, pair in enumerate(pairs))
    return graph


def any_graph() -> st.SearchStrategy[nx.Graph[str]]:
    """Give a graph of any of these kinds."""
    return filtered() | torn() | made()


def pairs_of(graph: nx.Graph[str]) -> set[tuple[str, str]]:
    """Return the pairs of a graph, the operation first, read from its edges alone."""
    side = nx.get_node_attributes(graph, "bipartite")
    return {(one, other) if side[one] == 0 else (other, one) for one, other in graph.edges}


def nodes_of(graph: nx.Graph[str], side: int) -> list[str]:
    """Return the nodes of a side, in order, read from their attribute alone."""
    return [name for name, attributes in graph.nodes(data=True) if attributes["bipartite"] == side]
