"""Seriation: an order of a matrix's rows in which similar rows are next to each other."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Mapping, Sequence

_MOST_SHORTENED = 500  # rows: 2-opt looks at all pairs of them, some hundred times
_LEAST_GAIN = 1e-9  # less than that is rounding


def seriated_order(rows: Sequence[Collection[Hashable]]) -> list[int]:
    """Return an order of the rows in which neighbours differ little, the fullest end first.

    A row is the columns in which it has a pair. The order is a short path through all rows,
    measured in Jaccard distances. It starts at the row that is farthest from all others and goes
    on to the nearest row that is left. Then 2-opt (Croes 1958) reverses parts of it, the best one
    first, until no reversal makes it shorter. More than 500 different rows keep the first path.
    The result depends on the rows alone, not on the machine.
    """
    if not rows:
        return []
    near = distances(rows)
    # Rounded, so that rows that are equally far from the others stay so in floating point.
    totals = [round(len(rows) - math.fsum(1 - each for each in row.values()), 9) for row in near]
    path = _nearest_first(near, totals.index(max(totals)))
    if len(rows) <= _MOST_SHORTENED:
        places = range(len(rows))
        _shorten(path, [[row.get(place, 1.0) for place in places] for row in near])
    half = len(path) // 2
    # A path and its reverse are equally short. The one that starts full reads better.
    start, end = (sum(len(rows[place]) for place in part) for part in (path[:half], path[-half:]))
    if start < end:
        path.reverse()
    return path


def distances(rows: Sequence[Collection[Hashable]]) -> list[dict[int, float]]:
    """Return, for each row, the places of the rows nearer than 1 with their Jaccard distance.

    Rows without a common column are at distance 1. Two empty rows are equal.
    """
    having: dict[Hashable, list[int]] = {}
    for place, row in enumerate(rows):
        for column in row:
            having.setdefault(column, []).append(place)
    empty = {place: 0.0 for place, row in enumerate(rows) if not row}
    found = []
    for row in rows:
        shared = Counter(place for column in row for place in having[column])
        near = {
            place: 1 - both / (len(row) + len(rows[place]) - both) for place, both in shared.items()
        }
        found.append(near or empty)
    return found


def _nearest_first(near: Sequence[Mapping[int, float]], start: int) -> list[int]:
    """Return a path that always goes on to the nearest row that is left, the first of equals."""
    path = [start]
    left = dict.fromkeys(place for place in range(len(near)) if place != start)
    while left:
        here = near[path[-1]]
        nearest = min(
            (place for place in here if place in left),
            key=lambda place: (here[place], place),
            default=next(iter(left)),
        )
        path.append(nearest)
        del left[nearest]
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
