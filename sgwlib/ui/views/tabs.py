"""The strip of tabs above what stands beside the matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING

import traitlets as t

from sgwlib.ui.frontend import module
from sgwlib.ui.model import VIEWS
from sgwlib.ui.views.base import View

if TYPE_CHECKING:
    from sgwlib.ui.model import ExplorerModel

__all__ = ["TabsView"]


class TabsView(View):
    """The tabs."""

    _esm = module("tabs.js")
    follows = ("view",)

    title = t.Unicode("Beside the matrix").tag(sync=True)
    views: t.List[dict[str, str]] = t.List(
        [{"name": name, "label": name.capitalize()} for name in VIEWS]
    ).tag(sync=True)
    view = t.Unicode().tag(sync=True)

    def show(self, model: ExplorerModel) -> None:
        """Mark the tab of the view that is open."""
        self.view = model.view
