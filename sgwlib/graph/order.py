"""Orders for the rows and columns of the matrix, the seriated one above all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from networkx.algorithms import bipartite

from sgwlib.errors import UnknownNameError
from sgwlib.graph.build import sides
from sgwlib.graph.groups import equal_codes, equal_operations

if TYPE_CHECKING:
    from collections.abc import Callable

    import networkx as nx
    import numpy as np
    from numpy.typing import NDArray

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
    sparse = bipartite.biadjacency_matrix(
        graph, [group[0] for group in operations], [group[0] for group in codes], weight=None
    )
    matrix = sparse.toarray().astype(bool)
    return Order(
        [name for row in _like_beside_like(matrix) for name in operations[row]],
        [name for column in _like_beside_like(matrix.T) for name in codes[column]],
    )


def _like_beside_like(rows: NDArray[np.bool_]) -> list[int]:
    """Return an order of the rows in which neighbours differ least, the fullest row's end first.

    Average-linkage clusters by Jaccard distance, their leaves ordered optimally
    (Bar-Joseph et al. 2001, as scipy has it).
    """
    if len(rows) < 3:  # noqa: PLR2004 - there is nothing to order
        return sorted(range(len(rows)), key=lambda row: -rows[row].sum())
    # scipy takes longer to import than the rest of the library together.
    from scipy.cluster.hierarchy import leaves_list, linkage, optimal_leaf_ordering
    from scipy.spatial.distance import pdist

    distances = pdist(rows, "jaccard")
    tree = optimal_leaf_ordering(linkage(distances, "average"), distances)
    leaves = [int(leaf) for leaf in leaves_list(tree)]
    sizes = rows.sum(axis=1)
    half = len(leaves) // 2
    # An order and its mirror image are equally good: choose the one that starts full.
    if sizes[leaves[:half]].sum() < sizes[leaves[-half:]].sum():
        leaves.reverse()
    return leaves
