"""Orders of operations and codes, for the matrix and for the node-link drawing."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import Counter
from statistics import fmean
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from sgwlib.errors import GraphError, UnknownNameError
from sgwlib.graph.build import sides
from sgwlib.graph.seriation import seriated_order
from sgwlib.graph.structure import equal_codes, equal_operations
from sgwlib.text import counted

if TYPE_CHECKING:
    import networkx as nx

OrderName = Literal["page", "alphabetical", "degree", "seriated"]
ORDERS: tuple[OrderName, ...] = get_args(OrderName)
"""The names of all orders."""

_SWEEPS = 12  # the page's graphs, folded or not, come to rest before


class Order(NamedTuple):
    """The names of the operations and of the codes, each in an order.

    Parameters
    ----------
    operations
        The rows of a matrix, or the left side of a drawing.
    codes
        The columns of a matrix, or the right side of a drawing.

    Examples
    --------
    >>> Order(["DeleteVolume", "AddCache"], ["VolumeInUse"]).codes
    ['VolumeInUse']
    """

    operations: list[str]
    codes: list[str]


def order(graph: nx.Graph[str], how: OrderName | Order = "page") -> Order:
    """Put the operations and the codes of a graph in an order.

    Parameters
    ----------
    graph
        The graph, whole, filtered or folded.
    how
        ``"page"``: as the nodes come, which is the page's order. ``"alphabetical"``.
        ``"degree"``: most pairs first, ties as on the page. ``"seriated"``: similar rows are
        next to each other, so that the blocks of the matrix show. Or an order of your own,
        which must have every operation and every code of the graph once.

    Returns
    -------
    Order
        Every operation and every code of the graph once.

    Raises
    ------
    UnknownNameError
        If there is no order of this name, or your order has a name that the graph lacks.
    GraphError
        If your order repeats a name or lacks one.

    Examples
    --------
    >>> from sgwlib import error_graph, load_catalogue
    >>> graph = error_graph(load_catalogue())
    >>> order(graph, "degree").operations[0]
    'CreateStorediSCSIVolume'
    """
    page = Order(*sides(graph))
    if isinstance(how, Order):
        _check(how, page)
        return Order(list(how.operations), list(how.codes))
    match how:
        case "page":
            return page
        case "alphabetical":
            return Order(*map(sorted, page))
        case "degree":
            return Order(*(sorted(side, key=lambda name: -graph.degree[name]) for side in page))
        case "seriated":
            return _seriated(graph, page)
    raise UnknownNameError("order", how, ORDERS)


def _check(given: Order, page: Order) -> None:
    """Refuse an order that does not have every operation and every code once."""
    for kind, names, known in zip(("operation", "error code"), given, page, strict=True):
        side: object = names
        if not isinstance(side, list | tuple) or not all(isinstance(each, str) for each in side):
            raise GraphError(
                f"expected a list of names for each {kind} in the order, got {names!r}"
            )
        times = Counter(names)
        for name in times:
            if name not in known:
                raise UnknownNameError(kind, name, known)
        if repeated := [name for name, count in times.items() if count > 1]:
            raise GraphError(f"the order repeats {', '.join(repeated)}; list each {kind} once")
        if missing := [name for name in known if name not in times]:
            raise GraphError(
                f"the order lacks {missing[0]}; list all {counted(len(known), kind)} of the graph"
            )


def _seriated(graph: nx.Graph[str], page: Order) -> Order:
    """Seriate one row and one column of each group of equal ones; the others go beside it."""
    if not graph.number_of_edges():
        return page
    groups = equal_operations(graph), equal_codes(graph)
    firsts = {group[0] for side in groups for group in side}
    ordered = []
    for side in groups:
        rows = [[name for name in graph[group[0]] if name in firsts] for group in side]
        ordered.append([name for place in seriated_order(rows) for name in side[place]])
    return Order(*ordered)


def few_crossings(graph: nx.Graph[str]) -> Order:
    """Put both sides in an order in which few lines of a drawing cross.

    The seriated order, then sweeps that move every node to the mean place of its neighbours
    (the barycentre heuristic of Sugiyama, Tagawa and Toda, 1981). The best order found is
    returned.

    Parameters
    ----------
    graph
        The graph, whole, filtered or folded.

    Returns
    -------
    Order
        Every operation and every code of the graph once.

    Examples
    --------
    >>> from sgwlib import error_graph, load_catalogue
    >>> from sgwlib.graph import fold
    >>> folded = fold(error_graph(load_catalogue()))
    >>> crossings(folded, order(folded)), crossings(folded, few_crossings(folded))
    (1226, 743)
    """
    found = [order(graph, "seriated")]
    for _ in range(_SWEEPS):
        operations, codes = found[-1]
        codes = _by_barycentre(graph, codes, operations)
        found.append(Order(_by_barycentre(graph, operations, codes), codes))
    return min(found, key=lambda each: crossings(graph, each))


def crossings(graph: nx.Graph[str], shown: OrderName | Order = "page") -> int:
    """Count the pairs of lines that cross when both sides are drawn in an order.

    Parameters
    ----------
    graph
        The graph, whole, filtered or folded.
    shown
        The order, as :func:`order` takes it.

    Raises
    ------
    UnknownNameError, GraphError
        If the order does not fit the graph, as from :func:`order`.

    Examples
    --------
    >>> from sgwlib import error_graph, load_catalogue
    >>> graph = error_graph(load_catalogue())
    >>> crossings(graph, few_crossings(graph)) < crossings(graph, "page")
    True
    """
    shown = order(graph, shown)
    left, right = ({name: place for place, name in enumerate(side)} for side in shown)
    lines = sorted((left[name], right[code]) for name in shown.operations for code in graph[name])
    ends: list[int] = []
    count = 0
    for _, end in lines:
        # Lines that start above and end below this one; equal ends meet and do not cross.
        count += len(ends) - bisect_right(ends, end)
        insort(ends, end)
    return count


def _by_barycentre(graph: nx.Graph[str], names: list[str], others: list[str]) -> list[str]:
    place = {name: number for number, name in enumerate(others)}
    bottom = [len(others)]  # for a node without lines: it crosses nothing
    return sorted(names, key=lambda name: fmean([place[each] for each in graph[name]] or bottom))
