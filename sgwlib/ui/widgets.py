"""The two views of our own: the matrix and the detail. They hold what the front end draws."""

from __future__ import annotations

from pathlib import Path

import anywidget
import traitlets as t

from sgwlib.graph import ORDERS

__all__ = ["DetailView", "MatrixView"]

_STATIC = Path(__file__).parent / "static"


class MatrixView(anywidget.AnyWidget):
    """The matrix as an SVG grid, with its toolbar, status line and legend."""

    _esm = _STATIC / "matrix.js"
    _css = _STATIC / "explorer.css"

    matrix: t.Dict[str, object] = t.Dict(
        help="rows and columns as lists of groups of names; cells as indices."
    ).tag(sync=True)
    selection: t.List[str] = t.List(["", ""], help="operation and code").tag(sync=True)
    order = t.Unicode().tag(sync=True)
    orders: t.List[str] = t.List([*map(str, ORDERS)]).tag(sync=True)
    folded = t.Bool().tag(sync=True)
    status = t.Unicode(help="what is visible, and what is selected").tag(sync=True)
    problem = t.Unicode(help="what went wrong, or empty").tag(sync=True)
    legend: t.List[str] = t.List(
        [
            "documented",
            "documented, left out by the filters",
            "not documented, which does not make it impossible",
        ]
    ).tag(sync=True)


class DetailView(anywidget.AnyWidget):
    """What is known of the selection, with buttons that lead on."""

    _esm = _STATIC / "detail.js"
    _css = _STATIC / "explorer.css"

    html = t.Unicode().tag(sync=True)
    selection: t.List[str] = t.List(["", ""], help="operation and code").tag(sync=True)
    error = t.Unicode(help="error chosen to simulate").tag(sync=True)
    exception = t.Unicode(help="carrier chosen to simulate with").tag(sync=True)
