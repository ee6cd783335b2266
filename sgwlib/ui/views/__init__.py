"""The views: each draws one part of the model and sends gestures back.

* ``bar``       filters, controls, the line of Python, status and problems, tabs
* ``pictures``  the matrix, and the drawing with operations and codes as nodes
* ``panels``    the panels beside the matrix: detail, table, coverage, explain
"""

from __future__ import annotations

from sgwlib.ui.views.bar import BarView, FilterBoxes, TabsView
from sgwlib.ui.views.base import View
from sgwlib.ui.views.panels import CoverageView, DetailView, ExplainView, TableView
from sgwlib.ui.views.pictures import DrawingView, MatrixView

__all__ = [
    "BarView",
    "CoverageView",
    "DetailView",
    "DrawingView",
    "ExplainView",
    "FilterBoxes",
    "MatrixView",
    "TableView",
    "TabsView",
    "View",
]
