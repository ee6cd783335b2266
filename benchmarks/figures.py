"""A measured figure, the peer or ceiling that it is compared with, and its line in the output."""

from __future__ import annotations

import gc
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["HEADING", "Figure", "best_seconds", "in_words", "median_seconds", "row"]


class Figure(NamedTuple):
    """One measurement."""

    name: str
    """What was measured."""
    value: str
    """The measurement, with its unit."""
    peer: str
    """What it is compared with, and the peer's own value."""
    ratio: float
    """The measurement over the peer's."""
    ceiling: float | None = None
    """The highest ratio allowed. None where the peer is for comparison only."""

    @property
    def missed(self) -> bool:
        """Whether the ratio is above its ceiling."""
        return self.ceiling is not None and self.ratio > self.ceiling


def median_seconds(job: Callable[[], object], repeats: int, calls: int = 1) -> float:
    """Return the time of one call, as the median of the repeats."""
    return median(_seconds(job, repeats, calls))


def best_seconds(job: Callable[[], object], repeats: int, calls: int = 1) -> float:
    """Return the time of one call in the fastest repeat, which was disturbed least."""
    return min(_seconds(job, repeats, calls))


def _seconds(job: Callable[[], object], repeats: int, calls: int) -> list[float]:
    found = []
    for _ in range(repeats):
        gc.collect()  # the garbage of an earlier measurement is not part of this one
        start = perf_counter()
        for _ in range(calls):
            job()
        found.append((perf_counter() - start) / calls)
    return found


def in_words(seconds: float) -> str:
    """Return a duration in a unit that suits it.

    Examples
    --------
    >>> in_words(0.0042), in_words(0.0000042)
    ('4.20 ms', '4.20 µs')
    """
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:.2f} {unit}"
    return f"{seconds * 1e6:.2f} µs"


_ROW = "{:46}  {:34}  {:>6}  {:>7}  {:6}  {}"
HEADING = _ROW.format("what", "measured", "ratio", "ceiling", "", "against")
"""The heading above the rows."""


def row(figure: Figure) -> str:
    """Return a figure as one line below the heading."""
    ceiling = "" if figure.ceiling is None else f"{figure.ceiling:g}"
    verdict = "MISSED" if figure.missed else ""
    ratio = f"{figure.ratio:.3g}"
    return _ROW.format(figure.name, figure.value, ratio, ceiling, verdict, figure.peer)
