"""A measured figure beside what it is held to, and the table of all of them."""

from __future__ import annotations

import gc
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["Figure", "best_seconds", "in_words", "median_seconds", "table"]


class Figure(NamedTuple):
    """One measurement."""

    name: str
    """What was measured."""
    value: str
    """The measurement, with its unit."""
    peer: str
    """What it is set against, with its own value."""
    ratio: float
    """The measurement over the peer's."""
    ceiling: float | None = None
    """The ratio that is allowed; None where the peer is for comparison only."""

    @property
    def missed(self) -> bool:
        """Whether the ceiling is missed."""
        return self.ceiling is not None and self.ratio > self.ceiling


def median_seconds(job: Callable[[], object], repeats: int, calls: int = 1) -> float:
    """Return the time of one call: the median over some repeats of so many calls."""
    return median(_seconds(job, repeats, calls))


def best_seconds(job: Callable[[], object], repeats: int, calls: int = 1) -> float:
    """Return the time of one call in the repeat that was least disturbed."""
    return min(_seconds(job, repeats, calls))


def _seconds(job: Callable[[], object], repeats: int, calls: int) -> list[float]:
    found = []
    for _ in range(repeats):
        gc.collect()  # nobody pays for the garbage of an earlier measurement
        start = perf_counter()
        for _ in range(calls):
            job()
        found.append((perf_counter() - start) / calls)
    return found


def in_words(seconds: float) -> str:
    """Return a duration in the unit that suits it.

    Examples
    --------
    >>> in_words(0.0042), in_words(0.0000042)
    ('4.20 ms', '4.20 µs')
    """
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:.2f} {unit}"
    return f"{seconds * 1e6:.2f} µs"


def table(figures: Iterable[Figure]) -> str:
    """Return the figures as a plain table."""
    rows = [("what", "measured", "against", "ratio", "ceiling", "")]
    rows += [
        (
            figure.name,
            figure.value,
            figure.peer,
            f"{figure.ratio:.3g}",
            "" if figure.ceiling is None else f"{figure.ceiling:g}",
            "MISSED" if figure.missed else "",
        )
        for figure in figures
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])
