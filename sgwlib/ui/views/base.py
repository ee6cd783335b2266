"""What all views have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import anywidget

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sgwlib.ui.grid import Group
    from sgwlib.ui.model import ExplorerModel


class View(anywidget.AnyWidget):
    """A part of an explorer: it shows the model, and its gestures arrive as messages."""

    follows: ClassVar[tuple[str, ...]] = ()
    """The traits of the model that it shows."""

    def show(self, model: ExplorerModel) -> None:
        """Copy from the model what is to be drawn."""
        raise NotImplementedError


def places(groups: Iterable[Group], names: Iterable[str]) -> list[list[int]]:
    """Return groups of names as groups of indices: the names themselves are sent once.

    Examples
    --------
    >>> places([("c", "a"), ("b",)], "abc")
    [[2, 0], [1]]
    """
    place = {name: index for index, name in enumerate(names)}
    return [[place[name] for name in group] for group in groups]
