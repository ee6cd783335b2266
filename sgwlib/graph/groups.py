"""Operations with equal code sets, codes with equal operation sets, and folding them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

from sgwlib.graph.build import sides

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["equal_codes", "equal_operations", "fold"]

Groups = tuple[tuple[str, ...], ...]


def equal_operations(graph: nx.Graph[str]) -> Groups:
    """Return the operations in groups that have exactly the same codes.

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
    return _groups(graph, sides(graph)[0])


def equal_codes(graph: nx.Graph[str]) -> Groups:
    """Return the codes in groups that exactly the same operations can return.

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
    return _groups(graph, sides(graph)[1])


def fold(graph: nx.Graph[str]) -> nx.Graph[str]:
    """Put equal operations together, and equal codes, without losing a pair.

    Returns
    -------
    networkx.Graph
        One node a group, named by its first member, with that member's attributes and
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
    for group in (*equal_operations(graph), *equal_codes(graph)):
        folded.add_node(group[0], **{**graph.nodes[group[0]], "members": _members(graph, group)})
        first.update(dict.fromkeys(group, group[0]))
    # Equal nodes have equal neighbours, so the first member's edges are the group's.
    for group in equal_operations(graph):
        for code in graph[group[0]]:
            if first[code] == code:
                folded.add_edge(group[0], code, **graph.edges[group[0], code])
    return folded


def _groups(graph: nx.Graph[str], names: Iterable[str]) -> Groups:
    by_neighbours: dict[frozenset[str], list[str]] = {}
    for name in names:
        by_neighbours.setdefault(frozenset(graph[name]), []).append(name)
    return tuple(map(tuple, by_neighbours.values()))


def _members(graph: nx.Graph[str], group: Iterable[str]) -> tuple[str, ...]:
    return tuple(member for name in group for member in graph.nodes[name].get("members", (name,)))
