"""One side of the graph by itself: who shares how much with whom."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from networkx.algorithms import bipartite

from sgwlib.errors import UnknownNameError
from sgwlib.graph.build import CODE, OPERATION, sides

if TYPE_CHECKING:
    from collections.abc import Callable

    import networkx as nx

__all__ = ["code_projection", "operation_projection", "operation_similarity", "similar"]


def operation_projection(graph: nx.Graph[str]) -> nx.Graph[str]:
    """Join operations that share codes; ``weight`` is how many they share.

    Examples
    --------
    >>> from sgwlib import error_graph, load_catalogue
    >>> projection = operation_projection(error_graph(load_catalogue()))
    >>> projection["AddCache"]["AddWorkingStorage"]["weight"]
    11
    """
    return _projected(graph, OPERATION, bipartite.weighted_projected_graph)


def code_projection(graph: nx.Graph[str]) -> nx.Graph[str]:
    """Join codes that share operations; ``weight`` is how many they share.

    Examples
    --------
    >>> from sgwlib import error_graph, load_catalogue
    >>> projection = code_projection(error_graph(load_catalogue()))
    >>> projection["InternalError"]["GatewayNotFound"]["weight"]
    30
    """
    return _projected(graph, CODE, bipartite.weighted_projected_graph)


def operation_similarity(graph: nx.Graph[str]) -> nx.Graph[str]:
    """Join operations that share codes; ``weight`` is their Jaccard similarity, 0 to 1.

    That is the codes both can return over the codes either can return.

    Examples
    --------
    >>> from sgwlib import error_graph, load_catalogue
    >>> similarity = operation_similarity(error_graph(load_catalogue()))
    >>> similarity["AddCache"]["AddWorkingStorage"]["weight"]
    1.0
    """
    return _projected(graph, OPERATION, bipartite.overlap_weighted_projected_graph)


def similar(graph: nx.Graph[str], name: str, count: int = 5) -> list[tuple[str, float]]:
    """Return the operations (or codes) most like one, with their Jaccard similarity.

    Parameters
    ----------
    graph
        The graph.
    name
        An operation or a code.
    count
        How many to return at most.

    Returns
    -------
    list of (str, float)
        Most similar first, then in node order; only names that share something.

    Raises
    ------
    UnknownNameError
        If the graph has no such node.

    Examples
    --------
    >>> from sgwlib import error_graph, load_catalogue
    >>> similar(error_graph(load_catalogue()), "VolumeInUse", count=2)
    [('SnapshotInProgressException', 1.0), ('VolumeIdInvalid', 1.0)]
    """
    if name not in graph:
        raise UnknownNameError("operation or code", name, list(graph))
    shared = Counter(other for neighbour in graph[name] for other in graph[neighbour])
    del shared[name]
    position = {node: place for place, node in enumerate(graph)}
    scores = [
        (other, both / (graph.degree[name] + graph.degree[other] - both))
        for other, both in shared.items()
    ]
    return sorted(scores, key=lambda each: (-each[1], position[each[0]]))[:count]


def _projected(
    graph: nx.Graph[str], side: int, project: Callable[..., nx.Graph[str]]
) -> nx.Graph[str]:
    names = sides(graph)[side]
    # networkx refuses a graph that has this side only; there, nothing is shared.
    return project(graph, names) if len(names) < len(graph) else graph.copy()
