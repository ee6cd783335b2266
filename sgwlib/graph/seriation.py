"""Seriation: an order of a matrix's rows in which similar rows are next to each other."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Sequence

_MOST_SHORTENED = 500  # rows: 2-opt looks at all pairs of them, some hundred times
_LEAST_GAIN = 1e-9  # less than that is rounding


def seriated_order(rows: Sequence[Collection[Hashable]]) -> list[int]:
    """Return an order of the rows in which neighbours differ little, the fullest end first.

    A row is the columns in which it has a pair. The order is a short path through all rows,
    measured in Jaccard distances. It starts at the row that is farthest from all others and goes
    on to the nearest row that is left. Then 2-opt (Croes 1958) reverses parts of it, the best one
    first, until no reversal makes it shorter. More than 500 different rows keep the first path.
    The result depends on the rows alone, not on the machine. Time and memory grow with the square
    of the rows: 4,000 take seconds, and the page has 35.
    """
    if not rows:
        return []
    between = distances(rows)
    # Rounded, so that rows that are equally far from the others stay so in floating point.
    totals = [round(math.fsum(row), 9) for row in between]
    path = _nearest_first(between, totals.index(max(totals)))
    if len(rows) <= _MOST_SHORTENED:
        _shorten(path, between)
    half = len(path) // 2
    # A path and its reverse are equally short. The one that starts full reads better.
    start, end = (sum(len(rows[place]) for place in part) for part in (path[:half], path[-half:]))
    if start < end:
        path.reverse()
    return path


def distances(rows: Sequence[Collection[Hashable]]) -> list[list[float]]:
    """Return the Jaccard distances of all rows from all: 0 if they are equal, 1 without overlap."""
    sets = [frozenset(row) for row in rows]
    return [
        [1 - len(one & other) / len(one | other) if one or other else 0.0 for other in sets]
        for one in sets
    ]


def _nearest_first(between: Sequence[Sequence[float]], start: int) -> list[int]:
    """Return a path that always goes on to the nearest row that is left, the first of equals."""
    path = [start]
    left = [place for place in range(len(between)) if place != start]
    while left:
        path.append(min(left, key=between[path[-1]].__getitem__))
        left.remove(path[-1])
    return path


def _shorten(path: list[int], between: Sequence[Sequence[float]]) -> None:
    """Reverse parts of a path, the best one first, until no reversal makes it shorter."""
    size = len(path)
    # A place beyond both ends, at no distance from any row, lets parts at the ends turn, too.
    lengths = [[*row, 0.0] for row in between] + [[0.0] * (size + 1)]
    gain = math.inf
    while gain > 0:
        before, after = [size, *path[:-1]], [*path[1:], size]
        to_next = [lengths[row][other] for row, other in zip(path, after, strict=True)]
        gain, first, last = 0.0, 0, 0
        for start in range(size - 1):
            from_before, from_start = lengths[before[start]], lengths[path[start]]
            now = from_before[path[start]]
            gains = [
                now + length - (from_before[row] + from_start[other])
                for length, row, other in zip(
                    to_next[start + 1 :], path[start + 1 :], after[start + 1 :], strict=True
                )
            ]
            best = max(gains)
            if best > max(gain, _LEAST_GAIN):
                gain, first, last = best, start, start + 1 + gains.index(best)
        path[first : last + 1] = path[first : last + 1][::-1]
