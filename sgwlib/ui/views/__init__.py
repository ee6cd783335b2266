"""The views: each draws one part of the model, and hands gestures back.

* ``bar``      controls, the line of Python, status and problems
* ``matrix``   operations and codes as a grid
* ``tabs``     which of the following stands beside it
* ``detail``   what is known of the selection, and its simulation
* ``drawing``  operations and codes as nodes, pairs as lines between them
* ``table``    pairs as rows
* ``coverage`` how pairs spread, and what a client has met of them
"""

from __future__ import annotations

from sgwlib.ui.views.bar import BarView
from sgwlib.ui.views.base import View
from sgwlib.ui.views.coverage import CoverageView
from sgwlib.ui.views.detail import DetailView
from sgwlib.ui.views.drawing import DrawingView
from sgwlib.ui.views.explain import ExplainView
from sgwlib.ui.views.matrix import MatrixView
from sgwlib.ui.views.table import TableView
from sgwlib.ui.views.tabs import TabsView

__all__ = [
    "BarView",
    "CoverageView",
    "DetailView",
    "DrawingView",
    "ExplainView",
    "MatrixView",
    "TableView",
    "TabsView",
    "View",
]
