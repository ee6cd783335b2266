"""What has the same pairs as an operation or a code, and what nearly has."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from sgwlib.graph import error_graph, similar

if TYPE_CHECKING:
    import networkx as nx

    from sgwlib.catalogue import Catalogue

__all__ = ["equals", "nearly"]

_FEW = 5


def equals(catalogue: Catalogue, name: str) -> list[str]:
    """Return what has exactly the same pairs.

    Parameters
    ----------
    catalogue
        Where the pairs come from.
    name
        An operation or a code.

    Returns
    -------
    list of str
        Of the same side, in the page's order.

    Examples
    --------
    >>> from sgwlib import load_catalogue
    >>> equals(load_catalogue(), "VolumeInUse")
    ['SnapshotInProgressException', 'VolumeIdInvalid']
    """
    return [other for other, likeness in _similar(catalogue, name) if likeness == 1]


def nearly(catalogue: Catalogue, name: str) -> list[str]:
    """Return the few that have most pairs in common but not all, most alike first.

    Examples
    --------
    >>> from sgwlib import load_catalogue
    >>> nearly(load_catalogue(), "DeleteVolume")[0]
    'DescribeSnapshotSchedule'
    """
    return [other for other, likeness in _similar(catalogue, name) if likeness < 1][:_FEW]


def _similar(catalogue: Catalogue, name: str) -> list[tuple[str, float]]:
    graph = _graph(catalogue)
    return similar(graph, name, len(graph))


@lru_cache(maxsize=4)  # the bundled catalogue and a few others: each keeps its own alive
def _graph(catalogue: Catalogue) -> nx.Graph[str]:
    return error_graph(catalogue)
