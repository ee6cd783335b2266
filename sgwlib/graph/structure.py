"""The structure of the graph: equal nodes, folding, degrees, sharing and similarity."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import networkx as nx
from networkx.algorithms import bipartite

from sgwlib.errors import GraphError, UnknownNameError
from sgwlib.graph.build import CODE, OPERATION, check_graph, sides

if TYPE_CHECKING:
    from collections.abc import Callable

Groups = tuple[tuple[str, ...], ...]


def equal_operations(graph: nx.Graph[str]) -> Groups:
    """Return the operations in groups that have exactly the same codes.

    Parameters
    ----------
    graph
        The graph, whole, filtered or folded.

    Returns
    -------
    tuple of tuple of str
        Every operation is in one group; groups and members are in node order.

    Examples
    --------
    >>> from sgwlib import error_graph, load_catalogue
    >>> len(equal_operations(error_graph(load_catalogue())))
    18
    """
    return _groups(graph, OPERATION)


def equal_codes(graph: nx.Graph[str]) -> Groups:
    """Return the codes in groups that exactly the same operations can return.

    Parameters
    ----------
    graph
        The graph, whole, filtered or folded.

    Returns
    -------
    tuple of tuple of str
        Every code is in one group; groups and members are in node order.

    Examples
    --------
    >>> from sgwlib import error_graph, load_catalogue
    >>> len(equal_codes(error_graph(load_catalogue())))
    17
    """
    return _groups(graph, CODE)


def fold(graph: nx.Graph[str]) -> nx.Graph[str]:
    """Fold equal operations into one node, and equal codes into one node.

    Parameters
    ----------
    graph
        The graph, whole, filtered or folded.

    Returns
    -------
    networkx.Graph
        One node for each group. It has the name and the attributes of the first member, and
        ``members``, a tuple of all names. An edge stands for all pairs between members.
        A folded graph folds to itself.

    Examples
    --------
    >>> from sgwlib import error_graph, load_catalogue
    >>> folded = fold(error_graph(load_catalogue()))
    >>> len(folded), folded.number_of_edges()
    (35, 84)
    >>> folded.nodes["ActivationKeyExpired"]["members"][-1]
    'OutdatedGateway'
    """
    folded: nx.Graph[str] = nx.Graph()
    first: dict[str, str] = {}
    operations = equal_operations(graph)
    for group in (*operations, *equal_codes(graph)):
        names = tuple(member for name in group for member in members(graph, name))
        folded.add_node(group[0], **{**graph.nodes[group[0]], "members": names})
        first.update(dict.fromkeys(group, group[0]))
    # Equal nodes have equal neighbours, so the first member's edges are the group's.
    for group in operations:
        for code in graph[group[0]]:
            if first[code] == code:
                folded.add_edge(group[0], code, **graph.edges[group[0], code])
    return folded


def _groups(graph: nx.Graph[str], side: int) -> Groups:
    by_neighbours: dict[frozenset[str], list[str]] = {}
    for name in sides(graph)[side]:
        by_neighbours.setdefault(frozenset(graph[name]), []).append(name)
    return tuple(map(tuple, by_neighbours.values()))


def members(graph: nx.Graph[str], name: str) -> tuple[str, ...]:
    """Return the names that a node stands for: several if it is folded, otherwise its own.

    Parameters
    ----------
    graph
        The graph, whole, filtered or folded.
    name
        A node of it.

    Examples
    --------
    >>> from sgwlib import error_graph, load_catalogue
    >>> members(fold(error_graph(load_catalogue())), "AddCache")
    ('AddCache', 'AddWorkingStorage')
    """
    check_graph(graph)
    return tuple(graph.nodes[name].get("members", (name,)))


class Sharing(NamedTuple):
    """The codes of a graph, grouped by how many of its operations can return them.

    Each group is in node order.

    Examples
    --------
    >>> Sharing(all=(), many=("InternalError",), few=(), one=("VolumeInUse",)).one
    ('VolumeInUse',)
    """

    all: tuple[str, ...]
    """By every operation."""
    many: tuple[str, ...]
    """By at least half of the operations (and two), but not by every one."""
    few: tuple[str, ...]
    """By two or more, but fewer than half."""
    one: tuple[str, ...]
    """By a single one."""


def degrees(graph: nx.Graph[str]) -> tuple[dict[str, int], dict[str, int]]:
    """Return codes per operation and operations per code.

    Parameters
    ----------
    graph
        The graph, whole, filtered or folded.

    Examples
    --------
    >>> from sgwlib import error_graph, load_catalogue
    >>> codes_per_operation, operations_per_code = degrees(error_graph(load_catalogue()))
    >>> codes_per_operation["CreateStorediSCSIVolume"], operations_per_code["InternalError"]
    (23, 33)
    """
    # Not bipartite.degrees, which goes through sets and so loses the order of the nodes.
    of_operations, of_codes = ({name: graph.degree[name] for name in side} for side in sides(graph))
    return of_operations, of_codes


def density(graph: nx.Graph[str]) -> float:
    """Return the share of all possible pairs that are documented, 0 to 1.

    Parameters
    ----------
    graph
        The graph, whole, filtered or folded.

    Examples
    --------
    >>> from sgwlib import error_graph, load_catalogue
    >>> round(density(error_graph(load_catalogue())), 3)
    0.229
    """
    return float(bipartite.density(graph, sides(graph)[0]))


def sharing(graph: nx.Graph[str]) -> Sharing:
    """Sort the codes into four groups by how many operations can return them.

    A single operation shares its codes with all. Codes without operations are in no group.

    Parameters
    ----------
    graph
        The graph, whole, filtered or folded.

    Examples
    --------
    >>> from sgwlib import error_graph, load_catalogue
    >>> found = sharing(error_graph(load_catalogue()))
    >>> len(found.all), len(found.many), len(found.few), len(found.one)
    (0, 7, 15, 14)
    """
    of_operations, of_codes = degrees(graph)
    total = len(of_operations)
    half = (total + 1) // 2

    def by(counts: range) -> tuple[str, ...]:
        return tuple(code for code, count in of_codes.items() if count in counts)

    return Sharing(
        all=by(range(max(1, total), total + 1)),
        many=by(range(max(2, half), total)),
        few=by(range(2, half)),
        one=by(range(1, min(2, total))),
    )


def operation_projection(graph: nx.Graph[str]) -> nx.Graph[str]:
    """Return the operations, with edges whose ``weight`` is the number of codes they share.

    Parameters
    ----------
    graph
        The graph, whole, filtered or folded.

    Examples
    --------
    >>> from sgwlib import error_graph, load_catalogue
    >>> projection = operation_projection(error_graph(load_catalogue()))
    >>> projection["AddCache"]["AddWorkingStorage"]["weight"]
    11
    """
    return _projected(graph, OPERATION, bipartite.weighted_projected_graph)


def code_projection(graph: nx.Graph[str]) -> nx.Graph[str]:
    """Return the codes, with edges whose ``weight`` is the number of operations they share.

    Parameters
    ----------
    graph
        The graph, whole, filtered or folded.

    Examples
    --------
    >>> from sgwlib import error_graph, load_catalogue
    >>> projection = code_projection(error_graph(load_catalogue()))
    >>> projection["InternalError"]["GatewayNotFound"]["weight"]
    30
    """
    return _projected(graph, CODE, bipartite.weighted_projected_graph)


def operation_similarity(graph: nx.Graph[str]) -> nx.Graph[str]:
    """Return the operations, with edges whose ``weight`` is their Jaccard similarity, 0 to 1.

    It is the number of codes that both can return, divided by the number that either can.

    Parameters
    ----------
    graph
        The graph, whole, filtered or folded.

    Examples
    --------
    >>> from sgwlib import error_graph, load_catalogue
    >>> similarity = operation_similarity(error_graph(load_catalogue()))
    >>> similarity["AddCache"]["AddWorkingStorage"]["weight"]
    1.0
    """
    return _projected(graph, OPERATION, bipartite.overlap_weighted_projected_graph)


def similar(graph: nx.Graph[str], name: str, count: int = 5) -> list[tuple[str, float]]:
    """Return the operations (or codes) most similar to one, with their Jaccard similarity.

    Parameters
    ----------
    graph
        The graph, whole, filtered or folded.
    name
        An operation or a code.
    count
        The largest number to return.

    Returns
    -------
    list of (str, float)
        Most similar first, then in node order; only names that share something.

    Raises
    ------
    UnknownNameError
        If the graph does not have the name.
    GraphError
        If the count is not a whole number from 0 on.

    Examples
    --------
    >>> from sgwlib import error_graph, load_catalogue
    >>> similar(error_graph(load_catalogue()), "VolumeInUse", count=2)
    [('SnapshotInProgressException', 1.0), ('VolumeIdInvalid', 1.0)]
    """
    check_graph(graph)
    if name not in graph:
        raise UnknownNameError("operation or code", name, list(graph))
    if type(count) is not int or count < 0:  # not isinstance: True is no number
        raise GraphError(f"count is {count!r}; expected a whole number of at least 0")
    shared = Counter(other for neighbour in graph[name] for other in graph[neighbour])
    scores = [
        (other, both / (graph.degree[name] + graph.degree[other] - both))
        for other in graph
        if (both := shared[other]) and other != name
    ]
    return sorted(scores, key=lambda each: -each[1])[:count]


def _projected(
    graph: nx.Graph[str], side: int, project: Callable[..., nx.Graph[str]]
) -> nx.Graph[str]:
    names = sides(graph)[side]
    # networkx refuses a graph that has this side only; there, nothing is shared.
    return project(graph, names) if len(names) < len(graph) else graph.copy()
