"""How many calls a second are let through."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Throttle"]


class Throttle:
    """A bucket that holds the calls of one second and fills again at the rate.

    Parameters
    ----------
    rate
        Calls a second, above 0; None for no limit.
    clock
        Gives the seconds that have passed since any moment.

    Raises
    ------
    ValueError
        If the rate is no number above 0.

    Examples
    --------
    >>> throttle = Throttle(2, clock=lambda: 0.0)
    >>> [throttle.lets_through() for _ in range(3)]
    [True, True, False]
    """

    def __init__(self, rate: float | None, clock: Callable[[], float]) -> None:
        if rate is not None and not _is_rate(rate):
            raise ValueError(f"rate is {rate!r}; expected a number of calls a second, above 0")
        self.rate = rate
        self._clock = clock
        self._most = max(1.0, rate or 0.0)
        self._left = self._most
        self._filled = clock()

    def lets_through(self) -> bool:
        """Count a call, and say whether it is within the rate."""
        if self.rate is None:
            return True
        now = self._clock()
        self._left = min(self._most, self._left + (now - self._filled) * self.rate)
        self._filled = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


def _is_rate(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return 0 < value < math.inf
