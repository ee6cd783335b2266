"""The box for an error text, and what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import traitlets as t

from sgwlib.explanation import explain
from sgwlib.ui.frontend import module
from sgwlib.ui.views.base import View

if TYPE_CHECKING:
    from sgwlib.ui.model import ExplorerModel

__all__ = ["ExplainView"]


class ExplainView(View):
    """A box to paste a line of a log into; what is found in it is selected."""

    _esm = module("explain.js")
    follows = ("pasted",)

    title = t.Unicode("Explain an error text").tag(sync=True)
    label = t.Unicode("Error text: a line of a log, a traceback, a response").tag(sync=True)
    pasted = t.Unicode().tag(sync=True)
    html = t.Unicode().tag(sync=True)

    def show(self, model: ExplorerModel) -> None:
        """Explain the text."""
        with self.hold_sync():
            self.pasted = model.pasted
            self.html = explain(model.pasted, catalogue=model.catalogue)._repr_html_()
