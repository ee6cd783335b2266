"""Names as places: what goes over the wire once as names, then as their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sgwlib.ui.visible import Group

__all__ = ["index_of", "places"]


def places(groups: Iterable[Group], names: Iterable[str]) -> list[list[int]]:
    """Return groups of names as groups of their places.

    Examples
    --------
    >>> places([("c", "a"), ("b",)], "abc")
    [[2, 0], [1]]
    """
    place = {name: index for index, name in enumerate(names)}
    return [[place[name] for name in group] for group in groups]


def index_of(groups: Sequence[Group], name: str) -> int:
    """Return which group has a name, -1 if none has.

    Examples
    --------
    >>> index_of([("a", "b"), ("c",)], "c"), index_of([("a", "b")], "")
    (1, -1)
    """
    return next((index for index, group in enumerate(groups) if name in group), -1)
