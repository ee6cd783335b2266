"""The fewest operations that meet every code, and the fewest codes that cover every operation.

Both are minimum set cover, solved exactly as an integer program. The graph is folded first:
equal nodes can stand in for each other, and only one of them is ever needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from networkx.algorithms import bipartite

from sgwlib.errors import GraphError
from sgwlib.graph.build import sides
from sgwlib.graph.groups import fold

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["covering_codes", "covering_operations"]


def covering_operations(graph: nx.Graph[str]) -> tuple[str, ...]:
    """Return a smallest set of operations that together can return every code.

    Who tests a client against these operations can meet every code.

    Returns
    -------
    tuple of str
        In node order; where several sets are smallest, one that comes early.

    Raises
    ------
    GraphError
        If some code has no operation.

    Examples
    --------
    >>> from sgwlib import error_graph, load_catalogue
    >>> len(covering_operations(error_graph(load_catalogue())))
    7
    """
    folded = fold(graph)
    operations, codes = sides(folded)
    return _smallest_cover(folded, operations, codes)


def covering_codes(graph: nx.Graph[str]) -> tuple[str, ...]:
    """Return a smallest set of codes such that every operation can return one of them.

    Returns
    -------
    tuple of str
        In node order; where several sets are smallest, one that comes early.

    Raises
    ------
    GraphError
        If some operation has no code.

    Examples
    --------
    >>> from sgwlib import error_graph, load_catalogue
    >>> covering_codes(error_graph(load_catalogue()))
    ('InternalError', 'UnsupportedOperationForGatewayType')
    """
    folded = fold(graph)
    operations, codes = sides(folded)
    return _smallest_cover(folded, codes, operations)


def _smallest_cover(
    graph: nx.Graph[str], candidates: list[str], targets: list[str]
) -> tuple[str, ...]:
    bare = [
        member
        for target in targets
        if not graph[target]
        for member in graph.nodes[target]["members"]
    ]
    if bare:
        raise GraphError(f"nothing can cover {', '.join(bare)}: no pair of the graph has it")
    if not targets:
        return ()
    # scipy takes longer to import than the rest of the library together.
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp

    incidence = bipartite.biadjacency_matrix(graph, targets, candidates, weight=None)
    # The small slope prefers early candidates; summed up it stays below one candidate.
    slope = np.arange(len(candidates)) / (len(candidates) ** 2 + 1)
    solution = milp(
        c=1 + slope,
        constraints=LinearConstraint(incidence, lb=1),
        integrality=np.ones(len(candidates), dtype=np.int8),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0},
    )
    if not solution.success:
        raise GraphError(f"no smallest cover was found: {solution.message}")
    chosen = solution.x.round().astype(bool)
    return tuple(name for name, take in zip(candidates, chosen, strict=True) if take)
