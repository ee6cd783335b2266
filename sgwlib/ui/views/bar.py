"""The bar above the matrix: controls, the line of Python, status and problems."""

from __future__ import annotations

from typing import TYPE_CHECKING

import traitlets as t

from sgwlib.graph import ORDERS
from sgwlib.ui.frontend import module, style
from sgwlib.ui.line import python_line
from sgwlib.ui.model import OPTIONS
from sgwlib.ui.sentences import summarise
from sgwlib.ui.views.base import View

if TYPE_CHECKING:
    from sgwlib.ui.model import ExplorerModel

__all__ = ["BarView"]


class BarView(View):
    """The bar. It brings the style sheet of all views, and tells what goes wrong in any."""

    _esm = module("bar.js")
    _css = style("explorer.css")
    follows = ("visible", "selection", *OPTIONS)  # a search may change, and nothing visible

    order = t.Unicode().tag(sync=True)
    orders: t.List[str] = t.List([*map(str, ORDERS)]).tag(sync=True)
    folded = t.Bool().tag(sync=True)
    can_go: t.List[bool] = t.List([False, False], help="back, forward").tag(sync=True)
    line = t.Unicode(help="the Python that opens what is on screen").tag(sync=True)
    status = t.Unicode(help="what is visible, and what is selected").tag(sync=True)
    problem = t.Unicode(help="what went wrong, or empty").tag(sync=True)
    lost = t.Unicode("The explorer has lost its kernel: run its cell again.").tag(sync=True)

    def show(self, model: ExplorerModel) -> None:
        """Say what is visible and selected, and how to get here again."""
        self.order = model.order
        self.folded = model.folded
        self.can_go = [model.history.can_go_back, model.history.can_go_forward]
        self.line = python_line(model)
        self.status = summarise(model)
