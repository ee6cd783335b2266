"""The bipartite graph of operations and error codes, and what is computed on it.

Operations are nodes with ``bipartite=0``, error codes nodes with ``bipartite=1``, and every
documented pair is an edge. Everything here works on filtered and disconnected subgraphs
too: the sides are read from the nodes, never guessed from the connections.
"""

from __future__ import annotations

from sgwlib.graph.build import CODE, OPERATION, error_graph, sides
from sgwlib.graph.cover import Cover, covering_codes, covering_operations, minimum_cover
from sgwlib.graph.exchange import read_graph, write_graph
from sgwlib.graph.groups import equal_codes, equal_operations, fold
from sgwlib.graph.measures import Sharing, degrees, density, leading_codes, sharing
from sgwlib.graph.order import ORDERS, Order, OrderName, crossings, few_crossings, order
from sgwlib.graph.projection import (
    code_projection,
    operation_projection,
    operation_similarity,
    similar,
)

__all__ = [
    "CODE",
    "OPERATION",
    "ORDERS",
    "Cover",
    "Order",
    "OrderName",
    "Sharing",
    "code_projection",
    "covering_codes",
    "covering_operations",
    "crossings",
    "degrees",
    "density",
    "equal_codes",
    "equal_operations",
    "error_graph",
    "few_crossings",
    "fold",
    "leading_codes",
    "minimum_cover",
    "operation_projection",
    "operation_similarity",
    "order",
    "read_graph",
    "sharing",
    "sides",
    "similar",
    "write_graph",
]
