"""Orders for the rows and columns of the matrix, the seriated one above all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

import numpy as np

from sgwlib.errors import UnknownNameError
from sgwlib.graph.build import sides
from sgwlib.graph.groups import equal_codes, equal_operations
from sgwlib.graph.seriation import like_beside_like

if TYPE_CHECKING:
    from collections.abc import Callable

    import networkx as nx

__all__ = ["ORDERS", "Order", "OrderName", "order"]

OrderName = Literal["page", "alphabetical", "degree", "seriated"]
ORDERS: tuple[OrderName, ...] = get_args(OrderName)


class Order(NamedTuple):
    """Names of the rows and of the columns, in order."""

    operations: list[str]
    codes: list[str]


def order(graph: nx.Graph[str], how: OrderName | Order = "page") -> Order:
    """Put the operations and the codes of a graph in an order.

    Parameters
    ----------
    graph
        The graph, folded or not.
    how
        ``"page"``: as the nodes come, which is the page's order. ``"alphabetical"``.
        ``"degree"``: most pairs first, ties as on the page. ``"seriated"``: like beside
        like, so that the blocks of the matrix show.
        Or an order itself, of which the names that the graph has are kept.

    Returns
    -------
    Order
        Every operation and every code of the graph once.

    Raises
    ------
    UnknownNameError
        If there is no such order.

    Examples
    --------
    >>> from sgwlib import error_graph, load_catalogue
    >>> graph = error_graph(load_catalogue())
    >>> order(graph, "degree").operations[0]
    'CreateStorediSCSIVolume'
    """
    if isinstance(how, Order):
        return Order(*([name for name in side if name in graph] for side in how))
    orders: dict[str, Callable[[nx.Graph[str]], Order]] = {
        "page": lambda graph: Order(*sides(graph)),
        "alphabetical": lambda graph: Order(*map(sorted, sides(graph))),
        "degree": _by_degree,
        "seriated": _seriated,
    }
    if how not in orders:
        raise UnknownNameError("order", how, orders)
    return orders[how](graph)


def _by_degree(graph: nx.Graph[str]) -> Order:
    operations, codes = (
        sorted(side, key=lambda name: -graph.degree[name]) for side in sides(graph)
    )
    return Order(operations, codes)


def _seriated(graph: nx.Graph[str]) -> Order:
    """Seriate one row and column of each kind, then put the equal ones beside them."""
    operations, codes = equal_operations(graph), equal_codes(graph)
    if not graph.number_of_edges():
        return Order(*sides(graph))
    matrix = np.array(
        [[code[0] in graph[operation[0]] for code in codes] for operation in operations]
    )
    return Order(
        [name for row in like_beside_like(matrix) for name in operations[row]],
        [name for column in like_beside_like(matrix.T) for name in codes[column]],
    )
