"""Minimum set cover: the fewest operations for all codes, the fewest codes for all operations.

The search is exact: branch and bound. A column is the place of a candidate. A row is what the
candidates have to cover: an integer whose bits are the columns that cover it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sgwlib.errors import GraphError, UnknownNameError
from sgwlib.frozen import FrozenDict
from sgwlib.graph.build import CODE, OPERATION, sides
from sgwlib.graph.structure import fold, members

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import networkx as nx

_MOST_WORK = 800_000  # rows looked at, which takes some seconds


@dataclass(frozen=True)
class Cover:
    """A smallest set of operations that can return all codes, and what could vary in it.

    Parameters
    ----------
    operations
        The smallest set, in node order.
    forced
        The operations that every smallest set has, in node order.
    swaps
        Each of the other chosen operations, to the operations that could take its place while
        the rest stays. An empty tuple means that more than one operation would have to change.

    Examples
    --------
    >>> from sgwlib import error_graph, load_catalogue
    >>> cover = minimum_cover(error_graph(load_catalogue()), ["VolumeInUse", "VolumeNotReady"])
    >>> cover.operations, cover.forced
    (('CreateSnapshot', 'DeleteVolume'), ('DeleteVolume',))
    >>> cover.swaps["CreateSnapshot"]
    ('CreateSnapshotFromVolumeRecoveryPoint',)
    """

    operations: tuple[str, ...] = ()
    forced: tuple[str, ...] = ()
    swaps: Mapping[str, tuple[str, ...]] = field(default_factory=FrozenDict)


def minimum_cover(graph: nx.Graph[str], codes: Iterable[str] | None = None) -> Cover:
    """Find the fewest operations that can return all codes, and what could vary in them.

    Parameters
    ----------
    graph
        The graph, whole, filtered or folded.
    codes
        The codes to cover; by default all codes of the graph.

    Returns
    -------
    Cover
        Of several smallest sets, one whose operations come early in node order.

    Raises
    ------
    UnknownNameError
        If the graph does not have one of the codes.
    GraphError
        If no operation can return one of the codes, or if the graph is too large for an exact
        search. Ten times the page still takes less than a second.

    Examples
    --------
    >>> from sgwlib import error_graph, load_catalogue
    >>> cover = minimum_cover(error_graph(load_catalogue()))
    >>> len(cover.operations), len(cover.forced)
    (7, 5)
    """
    problem = _Problem(_with_only(graph, codes), OPERATION)
    chosen = problem.solve()
    forced = tuple(name for name in chosen if problem.is_forced(name, chosen))
    swaps = {name: problem.replacements(name, chosen) for name in chosen if name not in forced}
    return Cover(chosen, forced, FrozenDict(swaps))


def covering_operations(
    graph: nx.Graph[str], codes: Iterable[str] | None = None
) -> tuple[str, ...]:
    """Return the fewest operations that can return all codes, or all of the given codes.

    Testing a client against these operations exercises every code. :func:`minimum_cover` also
    says what could vary in them.

    Parameters
    ----------
    graph
        The graph, whole, filtered or folded.
    codes
        The codes to cover; by default all codes of the graph.

    Returns
    -------
    tuple of str
        In node order. Of several smallest sets, one whose operations come early.

    Raises
    ------
    UnknownNameError, GraphError
        As from :func:`minimum_cover`.

    Examples
    --------
    >>> from sgwlib import error_graph, load_catalogue
    >>> covering_operations(error_graph(load_catalogue()), ["VolumeInUse", "VolumeNotReady"])
    ('CreateSnapshot', 'DeleteVolume')
    """
    return _Problem(_with_only(graph, codes), OPERATION).solve()


def covering_codes(graph: nx.Graph[str]) -> tuple[str, ...]:
    """Return the fewest codes such that every operation can return one of them.

    Parameters
    ----------
    graph
        The graph, whole, filtered or folded.

    Returns
    -------
    tuple of str
        In node order. Of several smallest sets, one whose codes come early.

    Raises
    ------
    GraphError
        If some operation has no code, or if the graph is too large for an exact search.

    Examples
    --------
    >>> from sgwlib import error_graph, load_catalogue
    >>> covering_codes(error_graph(load_catalogue()))
    ('InternalError', 'UnsupportedOperationForGatewayType')
    """
    return _Problem(graph, CODE).solve()


def _with_only(graph: nx.Graph[str], codes: Iterable[str] | None) -> nx.Graph[str]:
    """Return the subgraph of all operations and the given codes, or the nodes that hold them."""
    operations, known = sides(graph)
    if codes is None:
        return graph
    if isinstance(codes, str):
        raise GraphError(f"expected a list of codes, not a string; use [{codes!r}]")
    node_of = {member: node for node in known for member in members(graph, node)}
    kept = list(operations)
    for code in codes:
        name: object = code
        if not isinstance(name, str) or name not in node_of:
            hint = "an operation" if code in operations else None
            raise UnknownNameError("error code", code, node_of, hint)
        kept.append(node_of[code])
    return graph.subgraph(kept)


class _Problem:
    """The smallest sets of one side of a graph that cover the other side."""

    def __init__(self, graph: nx.Graph[str], side: int) -> None:
        self.targets = {
            name: graph[node].keys() for node in sides(graph)[side] for name in members(graph, node)
        }
        folded = fold(graph)  # of equal candidates, only the first is ever needed
        self.candidates, targets = sides(folded)[side], sides(folded)[1 - side]
        bare = [name for each in targets if not folded[each] for name in members(folded, each)]
        if bare:
            raise GraphError(f"nothing can cover {', '.join(bare)}: no pair of the graph has it")
        self.columns = {name: column for column, name in enumerate(self.candidates)}
        self.rows = {sum(1 << self.columns[name] for name in folded[each]) for each in targets}
        # The cost of a column without its place: more than any sum of places could save.
        self.base = len(self.candidates) ** 2 + 1
        self.work = 0  # of all searches together

    def solve(self) -> tuple[str, ...]:
        """Return a smallest set whose places add up to least; of several, the first found."""
        found = self._best(self.rows, math.inf) or ()
        return tuple(self.candidates[column] for column in sorted(found))

    def is_forced(self, name: str, chosen: tuple[str, ...]) -> bool:
        """Return whether every smallest set has a candidate that one of them has."""
        if self.replacements(name, chosen):  # also an equal one, which is folded into it
            return False
        others = {row & ~(1 << self.columns[name]) for row in self.rows}
        return self._best(others, self.base * (len(chosen) + 1)) is None

    def replacements(self, name: str, chosen: tuple[str, ...]) -> tuple[str, ...]:
        """Return what could take the place of one of those chosen while the rest stays."""
        rest = set().union(*(self.targets[other] for other in chosen if other != name))
        needed = self.targets[name] - rest
        return tuple(
            other for other, found in self.targets.items() if needed <= found and other != name
        )

    def _best(self, rows: set[int], limit: float) -> list[int] | None:
        """Return the columns of the cheapest cover below a limit, or None."""
        self.work += len(rows)
        if self.work > _MOST_WORK:
            raise GraphError(
                "the graph is too large for an exact search; filter it, or ask for fewer codes"
            )
        if 0 in rows or self._bound(rows) >= limit:
            return None
        if not rows:
            return []
        best = None
        rarest = _columns(min(rows, key=_rarity))
        for column in sorted(rarest, key=lambda column: -sum(row >> column & 1 for row in rows)):
            left = {row for row in rows if not row >> column & 1}
            found = self._best(left, limit - self._cost([column]))
            if found is not None:
                best = [column, *found]
                limit = self._cost(best)
            rows = {row & ~(1 << column) for row in rows}  # all covers with the column were tried
        return best

    def _bound(self, rows: set[int]) -> int:
        """Return what a cover costs at least: rows without a common column need one each."""
        used = 0
        first: list[int] = []
        for row in sorted(rows, key=_rarity):
            if not row & used:
                used |= row
                first.append(next(_columns(row)))
        return self._cost(first)

    def _cost(self, columns: list[int]) -> int:
        return self.base * len(columns) + sum(columns)


def _rarity(row: int) -> tuple[int, int]:
    """Return a sort key: rows with few columns first, always in the same order."""
    return row.bit_count(), row


def _columns(row: int) -> Iterator[int]:
    """Return the columns of a row: the numbers of the bits that are set, in order."""
    while row:
        lowest = row & -row
        yield lowest.bit_length() - 1
        row ^= lowest
