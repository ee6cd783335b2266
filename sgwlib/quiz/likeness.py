"""Which names look alike: what makes a wrong answer plausible."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable
    from random import Random

__all__ = ["plausible"]

_WORD: Final = re.compile(r"[A-Z][a-z]+|[A-Z]+")
_NEAR: Final = 6  # so many of the most alike are drawn from: not the same ones each time


def plausible(name: str, others: Iterable[str], chance: Random) -> list[str]:
    """Return names in random order, those that are most like another one before the rest.

    Parameters
    ----------
    name
        The name to look like.
    others
        The names to choose from.
    chance
        Decides the order among those that are alike, and among the rest.

    Returns
    -------
    list of str
        All of them.

    Examples
    --------
    >>> from random import Random
    >>> near = plausible("VolumeInUse", ["VolumeNotFound", *"abcdef", "VolumeIdInvalid"], Random(1))
    >>> {"VolumeNotFound", "VolumeIdInvalid"} <= set(near[:6])
    True
    """
    mixed = list(others)
    chance.shuffle(mixed)
    mixed.sort(key=lambda other: -_likeness(name, other))
    near, rest = mixed[:_NEAR], mixed[_NEAR:]
    chance.shuffle(near)
    return near + rest


def _likeness(one: str, other: str) -> float:
    """Return how many of the words of both are in each: from 0 to 1."""
    words, others = set(_WORD.findall(one)), set(_WORD.findall(other))
    return len(words & others) / (len(words | others) or 1)
