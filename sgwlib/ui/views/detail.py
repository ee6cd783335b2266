"""The detail: what is known of the selection, with buttons that lead on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import traitlets as t

from sgwlib.ui.detail import describe
from sgwlib.ui.frontend import module
from sgwlib.ui.views.base import View

if TYPE_CHECKING:
    from sgwlib.ui.model import ExplorerModel

__all__ = ["DetailView"]


class DetailView(View):
    """The detail as HTML, with every text escaped where it was put in."""

    _esm = module("detail.js")
    # What is visible is none of its business, only which operation or outcome is looked for.
    follows = ("operation", "outcome", "selection", "error", "carrier", "called")

    html = t.Unicode().tag(sync=True)

    def show(self, model: ExplorerModel) -> None:
        """Describe the selection and simulate its response."""
        self.html = describe(model)
