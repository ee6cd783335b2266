"""The views: each draws one part of the model, and hands gestures back.

* ``bar``      controls, the line of Python, status and problems
* ``matrix``   operations and codes as a grid
* ``tabs``     which of the following stands beside it
* ``detail``   what is known of the selection, and its simulation
"""

from __future__ import annotations

from sgwlib.ui.views.bar import BarView
from sgwlib.ui.views.base import View
from sgwlib.ui.views.detail import DetailView
from sgwlib.ui.views.matrix import MatrixView
from sgwlib.ui.views.tabs import TabsView

__all__ = ["BarView", "DetailView", "MatrixView", "TabsView", "View"]
