"""How connected the graph is: degrees, density, and how widely codes are shared."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from networkx.algorithms import bipartite

from sgwlib.graph.build import sides

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Sharing", "degrees", "density", "leading_codes", "sharing"]


class Sharing(NamedTuple):
    """The codes of a graph by how many of its operations can return them, in node order."""

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

    Examples
    --------
    >>> from sgwlib import error_graph, load_catalogue
    >>> round(density(error_graph(load_catalogue())), 3)
    0.229
    """
    return float(bipartite.density(graph, sides(graph)[0]))


def leading_codes(graph: nx.Graph[str], percent: int) -> tuple[str, ...]:
    """Return the fewest codes that make so many of a hundred pairs, most widely shared first.

    Parameters
    ----------
    graph
        The graph.
    percent
        How many of a hundred pairs to reach, at least.

    Returns
    -------
    tuple of str
        Of codes that are shared equally widely, the first in node order.

    Examples
    --------
    >>> from sgwlib import error_graph, load_catalogue
    >>> graph = error_graph(load_catalogue())
    >>> [len(leading_codes(graph, percent)) for percent in (50, 80, 90, 100)]
    [5, 9, 15, 36]
    """
    _, of_codes = degrees(graph)
    wanted = percent * sum(of_codes.values())
    leading: list[str] = []
    for code in sorted(of_codes, key=lambda name: -of_codes[name]):
        if wanted <= 0:
            break
        leading.append(code)
        wanted -= 100 * of_codes[code]
    return tuple(leading)


def sharing(graph: nx.Graph[str]) -> Sharing:
    """Sort the codes by how many operations can return them, each into one of four.

    In a graph with a single operation its codes are shared by all. Codes that no operation
    of the graph can return are in none of the four.

    Examples
    --------
    >>> from sgwlib import error_graph, load_catalogue
    >>> found = sharing(error_graph(load_catalogue()))
    >>> len(found.all), len(found.many), len(found.few), len(found.one)
    (0, 7, 15, 14)
    """
    of_operations, of_codes = degrees(graph)
    total = len(of_operations)
    ranges = {
        "all": range(max(1, total), total + 1),
        "many": range(max(2, (total + 1) // 2), total),
        "few": range(2, (total + 1) // 2),
        "one": range(1, min(2, total)),
    }
    return Sharing(
        **{
            name: tuple(code for code, count in of_codes.items() if count in counts)
            for name, counts in ranges.items()
        }
    )
