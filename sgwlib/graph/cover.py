"""Minimum set cover: the fewest operations for all codes, the fewest codes for all operations.

The search is exact: branch and bound with the usual reductions (essential columns, row and
column dominance, independent parts). A column is a candidate and a row what it has to cover;
sets of them are the bits of an integer.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sgwlib.errors import GraphError, UnknownNameError
from sgwlib.frozen import FrozenDict
from sgwlib.graph.build import sides
from sgwlib.graph.structure import fold, members

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import networkx as nx

__all__ = ["Cover", "covering_codes", "covering_operations", "minimum_cover"]

_MOST_WORK = 200_000  # rows and columns looked at, which takes some seconds; the page takes 71


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
    kept = graph if codes is None else _with_only(graph, codes)
    problem = _Problem(kept, 0)
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
    UnknownNameError
        If the graph does not have one of the codes.
    GraphError
        If no operation can return one of the codes, or if the graph is too large for an exact
        search.

    Examples
    --------
    >>> from sgwlib import error_graph, load_catalogue
    >>> graph = error_graph(load_catalogue())
    >>> len(covering_operations(graph))
    7
    >>> covering_operations(graph, ["VolumeInUse", "VolumeNotReady"])
    ('CreateSnapshot', 'DeleteVolume')
    """
    return _Problem(graph if codes is None else _with_only(graph, codes), 0).solve()


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
    return _Problem(graph, 1).solve()


def _with_only(graph: nx.Graph[str], codes: Iterable[str]) -> nx.Graph[str]:
    """Return the subgraph of all operations and the given codes, or the nodes that hold them."""
    operations, known = sides(graph)
    if isinstance(codes, str):
        raise GraphError(f"expected a list of codes, not a string; use [{codes!r}]")
    node_of = {member: node for node in known for member in members(graph, node)}
    for code in (codes := list(codes)):
        if code not in node_of:
            raise UnknownNameError(
                "error code", code, node_of, "an operation" if code in operations else None
            )
    return graph.subgraph([*operations, *(node_of[code] for code in codes)])


class _Problem:
    """The smallest sets of one side of a graph that cover the other side.

    Equal nodes are folded together first: only one of them is ever needed.
    """

    def __init__(self, graph: nx.Graph[str], side: int) -> None:
        folded = fold(graph)
        self.candidates, targets = sides(folded)[side], sides(folded)[1 - side]
        bare = [name for each in targets if not folded[each] for name in members(folded, each)]
        if bare:
            raise GraphError(f"nothing can cover {', '.join(bare)}: no pair of the graph has it")
        self.members_of = {name: members(folded, name) for name in self.candidates}
        row = {name: number for number, name in enumerate(targets)}
        self.covered = [sum(1 << row[each] for each in folded[name]) for name in self.candidates]
        self.rows = len(targets)
        once = twice = 0
        for bits in self.covered:
            twice |= once & bits
            once |= bits
        self.only = once & ~twice  # the targets that a single candidate covers
        names = [name for node in sides(graph)[side] for name in members(graph, node)]
        self.place = {name: number for number, name in enumerate(names)}

    def solve(self) -> tuple[str, ...]:
        """Return the smallest set whose places add up to least."""
        # A second candidate costs more than any sum of places could save.
        number = len(self.candidates)
        costs = [number**2 + 1 + place for place in range(number)]
        found = _Search(costs).run(self.covered, self.rows, math.inf)
        return tuple(self.candidates[column] for column in sorted(found or ()))

    def is_forced(self, name: str, chosen: tuple[str, ...]) -> bool:
        """Return whether every smallest set has a candidate that one of them has."""
        if self.replacements(name, chosen):
            return False
        column = self.candidates.index(name)
        if self.covered[column] & self.only:
            return True
        others = [0 if number == column else each for number, each in enumerate(self.covered)]
        return _Search([1] * len(others)).run(others, self.rows, len(chosen) + 1) is None

    def replacements(self, name: str, chosen: tuple[str, ...]) -> tuple[str, ...]:
        """Return what could take the place of one of those chosen while the rest stays."""
        covered = dict(zip(self.candidates, self.covered, strict=True))
        rest = 0
        for other in chosen:
            rest |= covered[other] if other != name else 0
        needed = covered[name] & ~rest
        found = [
            member
            for each, bits in covered.items()
            if needed & ~bits == 0
            for member in self.members_of[each]
            if member != name
        ]
        return tuple(sorted(found, key=self.place.__getitem__))


class _Search:
    """One search for the cheapest cover. Rows and columns are numbers, and keys of dicts."""

    def __init__(self, costs: list[int]) -> None:
        self.costs = costs
        self.work = 0

    def run(self, covered: list[int], rows: int, limit: float) -> list[int] | None:
        """Return the columns of the cheapest cover below a limit, or None."""
        columns = {column: bits for column, bits in enumerate(covered) if bits}
        covering = dict.fromkeys(range(rows), 0)
        for column, bits in columns.items():
            for row in _numbers(bits):
                covering[row] |= 1 << column
        found = self._best(_Table(columns, covering), limit)
        return found and found[1]

    def _best(self, table: _Table, limit: float) -> tuple[float, list[int]] | None:
        """Return cost and columns of the cheapest cover below a limit, or None."""
        self.work += len(table.rows) + len(table.columns)
        if self.work > _MOST_WORK:
            raise GraphError(
                "the graph is too large for an exact search; filter it, or ask for fewer codes"
            )
        chosen = table.reduce(self.costs)
        if chosen is None:
            return None
        spent: float = sum(self.costs[column] for column in chosen)
        parts = table.parts() if table.rows else []
        bounds = [part.bound(self.costs) for part in parts]
        left = sum(bounds)
        if spent + left >= limit:
            return None
        solve = self._best if len(parts) > 1 else self._branch
        for part, bound in zip(parts, bounds, strict=True):
            left -= bound
            found = solve(part, limit - spent - left)
            if found is None:
                return None
            spent += found[0]
            chosen += found[1]
        return spent, chosen

    def _branch(self, table: _Table, limit: float) -> tuple[float, list[int]] | None:
        """Try each column of the row that has the fewest."""
        row = min(table.rows, key=lambda row: table.rows[row].bit_count())
        best = None
        for column in sorted(
            _numbers(table.rows[row]),
            key=lambda column: (-table.columns[column].bit_count(), self.costs[column]),
        ):
            cost = self.costs[column]
            found = self._best(table.with_column(column), limit - cost)
            if found is not None:
                limit = cost + found[0]
                best = limit, [column, *found[1]]
            table.drop_column(column)  # all covers with it were tried
        return best


@dataclass
class _Table:
    """What is left to cover: each column's rows, each row's columns."""

    columns: dict[int, int]
    rows: dict[int, int]

    def reduce(self, costs: list[int]) -> list[int] | None:
        """Choose and drop what some cheapest cover has and lacks, or say that there is none."""
        chosen: list[int] = []
        size = -1
        while size != (size := len(self.rows) + len(self.columns)):
            for row in list(self.rows):
                columns = self.rows.get(row)
                if columns == 0:
                    return None
                if columns is not None and columns.bit_count() == 1:  # essential
                    column = columns.bit_length() - 1
                    chosen.append(column)
                    self.cover(column)
            for row in list(self.rows):
                if row in self.rows:
                    self._drop_rows_that_follow_from(row)
            for column in list(self.columns):
                if column in self.columns and self._is_dominated(column, costs):
                    self.drop_column(column)
        return chosen

    def _drop_rows_that_follow_from(self, row: int) -> None:
        """Drop each row that is covered by whatever covers a row."""
        columns = self.rows[row]
        rarest = min(_numbers(columns), key=lambda column: self.columns[column].bit_count())
        for other in list(_numbers(self.columns[rarest])):
            if other != row and columns & ~self.rows[other] == 0:
                self._drop_row(other)

    def _is_dominated(self, column: int, costs: list[int]) -> bool:
        """Return whether another column covers as much, or more, and costs no more."""
        rows = self.columns[column]
        rarest = min(_numbers(rows), key=lambda row: self.rows[row].bit_count())
        for other in _numbers(self.rows[rarest]):
            if other != column and rows & ~self.columns[other] == 0:
                # Of two columns that are equal in both, the first stays.
                more = rows != self.columns[other] or other < column
                if costs[other] < costs[column] or (costs[other] == costs[column] and more):
                    return True
        return False

    def bound(self, costs: list[int]) -> int:
        """Return what a cover costs at least: rows without a common column need one each."""
        used = total = 0
        for row in sorted(self.rows, key=lambda row: self.rows[row].bit_count()):
            columns = self.rows[row]
            if not columns & used:
                used |= columns
                total += min(costs[column] for column in _numbers(columns))
        return total

    def parts(self) -> list[_Table]:
        """Split into parts that have no row and no column in common."""
        left = dict(self.rows)
        parts = []
        while left:
            part = _Table({}, {})
            new = [left.popitem()]
            while new:
                row, columns = new.pop()
                part.rows[row] = columns
                for column in _numbers(columns):
                    if column not in part.columns:
                        part.columns[column] = self.columns[column]
                        rows = _numbers(self.columns[column])
                        new += [(row, left.pop(row)) for row in rows if row in left]
            parts.append(part)
        return parts

    def with_column(self, column: int) -> _Table:
        """Return what is left to cover once a column is chosen."""
        other = _Table(dict(self.columns), dict(self.rows))
        other.cover(column)
        return other

    def cover(self, column: int) -> None:
        """Drop the rows of a column, and with them the column."""
        for row in list(_numbers(self.columns[column])):
            self._drop_row(row)

    def drop_column(self, column: int) -> None:
        for row in _numbers(self.columns.pop(column)):
            self.rows[row] &= ~(1 << column)

    def _drop_row(self, row: int) -> None:
        for column in _numbers(self.rows.pop(row)):
            self.columns[column] &= ~(1 << row)
            if not self.columns[column]:
                del self.columns[column]


def _numbers(bits: int) -> Iterator[int]:
    """Return the numbers of the bits that are set, in order."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
