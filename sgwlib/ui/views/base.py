"""What all views have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import anywidget

if TYPE_CHECKING:
    from sgwlib.ui.model import ExplorerModel

__all__ = ["View"]


class View(anywidget.AnyWidget):
    """A part of an explorer. It knows how to show the model; gestures come from it as messages.

    Attributes
    ----------
    follows : tuple of str
        Traits of the model whose change it shows.
    """

    follows: ClassVar[tuple[str, ...]] = ()

    def show(self, model: ExplorerModel) -> None:
        """Take over from the model what is to be drawn."""
        raise NotImplementedError
