"""The bipartite graph of operations and error codes, and what is computed on it.

Operations are nodes with ``bipartite=0``, error codes nodes with ``bipartite=1``, and every
documented pair is an edge. Every function also takes filtered, disconnected and folded graphs:
the side of a node is read from the node, never inferred from its connections.
"""

from __future__ import annotations

from sgwlib.graph.build import CODE, OPERATION, error_graph, sides
from sgwlib.graph.cover import Cover, covering_codes, covering_operations, minimum_cover
from sgwlib.graph.exchange import read_graph, write_graph
from sgwlib.graph.order import ORDERS, Order, OrderName, crossings, few_crossings, order
from sgwlib.graph.structure import (
    Sharing,
    code_projection,
    degrees,
    density,
    equal_codes,
    equal_operations,
    fold,
    members,
    operation_projection,
    operation_similarity,
    sharing,
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
    "members",
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
