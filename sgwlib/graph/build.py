"""Build the graph from a catalogue, and read its two sides."""

from __future__ import annotations

import reprlib
from typing import TYPE_CHECKING, Any

import networkx as nx

from sgwlib.catalogue import Catalogue
from sgwlib.errors import GraphError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sgwlib.catalogue import ErrorCode

OPERATION = 0
"""Value of the node attribute ``bipartite`` for an operation."""
CODE = 1
"""Value of the node attribute ``bipartite`` for an error code."""


def error_graph(
    catalogue: Catalogue, pairs: Iterable[tuple[str, str]] | None = None
) -> nx.Graph[str]:
    """Build the bipartite graph of operations and error codes.

    Parameters
    ----------
    catalogue
        The catalogue with the names and attributes.
    pairs
        The documented pairs to keep. The graph then has only their operations and codes. By
        default it has everything in the catalogue.

    Returns
    -------
    networkx.Graph
        Nodes in the page's order, operations first, with ``bipartite`` 0 or 1 and the
        attributes of the catalogue; edges with ``position``, the place of the pair on
        the page, from 0.

    Raises
    ------
    GraphError
        If this is not a catalogue, or a pair is not documented.

    Examples
    --------
    >>> from sgwlib import load_catalogue
    >>> graph = error_graph(load_catalogue())
    >>> len(graph), graph.number_of_edges()
    (71, 289)
    >>> graph.nodes["DeleteVolume"]
    {'bipartite': 0, 'resource': 'volume', 'kind': 'deletes'}
    """
    if not isinstance(catalogue, Catalogue):
        raise GraphError(f"expected a catalogue, not {reprlib.repr(catalogue)}")
    positions: dict[tuple[str, str], int] = {
        pair: position for position, pair in enumerate(catalogue.pairs)
    }
    names = {*catalogue.operations, *catalogue.codes}
    kept = [*positions]
    if pairs is not None:
        unique = dict.fromkeys(map(_pair, pairs))
        for operation, code in unique:
            if (operation, code) not in positions:
                raise GraphError(f"({operation}, {code}) is not a documented pair of the catalogue")
        kept = sorted(unique, key=positions.__getitem__)
        names = {name for pair in kept for name in pair}
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(
        (name, {"bipartite": OPERATION, "resource": each.resource, "kind": each.kind})
        for name, each in catalogue.operations.items()
        if name in names
    )
    graph.add_nodes_from(
        (name, _code_attributes(each, catalogue))
        for name, each in catalogue.codes.items()
        if name in names
    )
    graph.add_edges_from((*pair, {"position": positions[pair]}) for pair in kept)
    return graph


def _pair(given: object) -> tuple[str, str]:
    """Return a pair of names, or refuse anything else, such as the string of one name."""
    match given:
        case (str(operation), str(code)):
            return operation, code
    raise GraphError(
        f"expected a list of pairs, such as [('DeleteVolume', 'VolumeInUse')]; {given!r} is no pair"
    )


def sides(graph: nx.Graph[str]) -> tuple[list[str], list[str]]:
    """Return the operations and the codes of a graph, each in node order.

    They are read from the node attribute ``bipartite``, so a disconnected graph has sides, too.

    Parameters
    ----------
    graph
        The graph, whole, filtered or folded.

    Raises
    ------
    GraphError
        If this is not a graph, or if a node has no ``bipartite`` 0 or 1.

    Examples
    --------
    >>> from sgwlib import load_catalogue
    >>> catalogue = load_catalogue()
    >>> pairs = [("DeleteVolume", "VolumeInUse"), ("ActivateGateway", "OutdatedGateway")]
    >>> sides(error_graph(catalogue, pairs))
    (['ActivateGateway', 'DeleteVolume'], ['OutdatedGateway', 'VolumeInUse'])
    """
    check_graph(graph)
    found: tuple[list[str], list[str]] = ([], [])
    for name, attributes in graph.nodes(data=True):
        side = attributes.get("bipartite")
        if side not in (OPERATION, CODE):
            raise GraphError(
                f"node {name!r} has bipartite={side!r}; expected {OPERATION} or {CODE}"
            )
        found[int(side)].append(name)  # a file may hold 1.0 for 1
    return found


def check_graph(graph: object) -> None:
    """Refuse anything but a graph, such as the catalogue that the graph is made from."""
    if not isinstance(graph, nx.Graph):
        raise GraphError(
            f"expected a graph, not {reprlib.repr(graph)}; call error_graph(catalogue) to get one"
        )


def _code_attributes(code: ErrorCode, catalogue: Catalogue) -> dict[str, Any]:
    """Return the attributes of a code as plain values, which every graph format can hold."""
    attributes: dict[str, Any] = {
        "bipartite": CODE,
        "message": code.message,
        "status": catalogue.exceptions[code.carrier.text].status,
    }
    for name in ("carrier", "cause", "remedy"):
        statement = getattr(code, name)
        attributes[name] = statement.text
        attributes[f"{name}_evidence"] = statement.evidence.value
        attributes[f"{name}_source"] = statement.source
    return attributes
