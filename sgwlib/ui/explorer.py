"""The explorer: filters, matrix and detail around one model."""

from __future__ import annotations

import logging
from functools import wraps
from io import BytesIO
from typing import TYPE_CHECKING, Any

import ipywidgets as w

from sgwlib.errors import SgwError
from sgwlib.filters import outcomes, resources
from sgwlib.graph import error_graph
from sgwlib.ui.detail import describe, summarise
from sgwlib.ui.model import FILTERS, ExplorerModel
from sgwlib.ui.widgets import DetailView, MatrixView

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from matplotlib.figure import Figure

    from sgwlib.catalogue import Catalogue
    from sgwlib.graph import OrderName

__all__ = ["Explorer", "explorer"]

_log = logging.getLogger(__name__)


def _reported(handler: Callable[[Explorer, Any], None]) -> Callable[[Explorer, Any], None]:
    """Show what goes wrong in a callback: Jupyter itself would swallow it.

    One gesture sets off further callbacks; only the first of them clears what the gesture
    before left, or it would wipe out what the others have to say.
    """

    @wraps(handler)
    def report(self: Explorer, change: Any) -> None:
        first = not self._handling
        if first:
            self._handling = True
            self.matrix.problem = ""
        try:
            handler(self, change)
            if first:  # a box may still hold what was refused before
                self._show_controls(None)
        except SgwError as error:
            self.matrix.problem = str(error)
        except Exception as error:  # noqa: BLE001 - whatever it is, the user must see it
            _log.debug("a callback of the explorer failed", exc_info=True)
            self.matrix.problem = f"The explorer failed: {type(error).__name__}: {error}"
        finally:
            if first:
                self._handling = False

    return report


class Explorer(w.VBox):  # type: ignore[misc]  # ipywidgets has no types
    """The widget that :func:`explorer` opens.

    Parameters
    ----------
    model
        The state to show; several explorers may share one.

    Attributes
    ----------
    model : ExplorerModel
        The state. What is set there shows at once.
    """

    def __init__(self, model: ExplorerModel) -> None:
        self.model = model
        self._handling = False
        self.matrix = MatrixView(order=model.order, folded=model.folded)
        self.detail = DetailView()
        self.filters = _filter_boxes(model)
        row = w.HBox(list(self.filters.values()))
        row.add_class("sgw-filters")
        panels = w.Box([self.matrix, self.detail])
        panels.add_class("sgw-panels")
        super().__init__([row, panels])
        self.add_class("sgw-explorer")
        self._show_matrix(None)
        self._show_detail(None)
        self._connect()

    def figure(self) -> Figure:
        """Return the visible matrix as a still figure.

        Returns
        -------
        matplotlib.figure.Figure
        """
        from sgwlib.plot import coverage_matrix

        model = self.model
        graph = error_graph(model.catalogue, model.visible.pairs)
        return coverage_matrix(graph, order=model.order_name, folded=model.folded)

    def close(self) -> None:
        """Let go of the model and of everything shown; nothing is left to close a second time."""
        if self.comm is None:
            return  # closed already, and collected now: ipywidgets closes what it collects
        self.model.unobserve(self._show_matrix, "visible")
        self.model.unobserve(self._show_detail, _SHOWN_IN_DETAIL)
        self.model.unobserve(self._show_controls, _SHOWN_IN_CONTROLS)
        for view in (*self.filters.values(), self.matrix, self.detail, *self.children):
            _close_parts(view)
            view.close()
        _close_parts(self)
        super().close()

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Add a still twin: a page without a kernel shows the picture, not a blank."""
        bundle = super()._repr_mimebundle_(**kwargs)
        data, *metadata = bundle if isinstance(bundle, tuple) else (bundle,)
        if data is None:
            return bundle
        image = BytesIO()
        self.figure().savefig(image, format="png")
        still = {"image/png": image.getvalue(), "text/plain": summarise(self.model)}
        return ({**data, **still}, *metadata) if metadata else {**data, **still}

    def _connect(self) -> None:
        self.model.observe(self._show_matrix, "visible")
        self.model.observe(self._show_detail, _SHOWN_IN_DETAIL)
        self.model.observe(self._show_controls, _SHOWN_IN_CONTROLS)
        for box in self.filters.values():
            box.observe(self._take_filter, "value")
        self.matrix.observe(self._take_option, ["order", "folded"])
        self.matrix.observe(self._take_selection, "selection")
        self.matrix.on_msg(self._take_gesture)
        self.detail.observe(self._take_selection, "selection")
        self.detail.observe(self._take_option, ["error", "exception"])

    # From the views to the model

    @_reported
    def _take_filter(self, change: Mapping[str, Any]) -> None:
        name = next(name for name, box in self.filters.items() if box is change["owner"])
        setattr(self.model, name, change["new"].strip())

    @_reported
    def _take_option(self, change: Mapping[str, Any]) -> None:
        setattr(self.model, change["name"], change["new"])

    @_reported
    def _take_selection(self, change: Mapping[str, Any]) -> None:
        self.model.select(*change["new"])

    def _take_gesture(self, _widget: object, content: Mapping[str, Any], _buffers: object) -> None:
        if content.get("gesture") == "clear":
            self._clear_filters(None)

    @_reported
    def _clear_filters(self, _change: object) -> None:
        self.model.clear_filters()

    # From the model to the views

    @_reported
    def _show_matrix(self, _change: object) -> None:
        visible = self.model.visible
        self.matrix.matrix = {
            "rows": visible.rows,
            "columns": visible.columns,
            "cells": visible.cells,
            "left_out": visible.left_out,
        }

    @_reported
    def _show_detail(self, _change: object) -> None:
        selection = list(self.model.selection)
        with self.matrix.hold_sync(), self.detail.hold_sync():
            self.matrix.selection = selection
            self.detail.selection = selection
            self.matrix.status = summarise(self.model)
            self.detail.error = self.model.error
            self.detail.exception = self.model.exception
            self.detail.html = describe(self.model)

    @_reported
    def _show_controls(self, _change: object) -> None:
        for name, box in self.filters.items():
            value = getattr(self.model, name)
            # A blank between two words is not taken away while the second is being typed.
            if box.value.strip() != value:
                box.value = value
        self.matrix.order = self.model.order
        self.matrix.folded = self.model.folded


_SHOWN_IN_DETAIL = ["visible", "selection", "error", "exception"]
_SHOWN_IN_CONTROLS = [*FILTERS, "order", "folded"]


def explorer(  # noqa: PLR0913 - each is one thing on the screen, and all but two by name
    operation: str = "",
    code: str = "",
    *,
    resource: str = "",
    outcome: str = "",
    text: str = "",
    order: OrderName = "seriated",
    folded: bool = False,
    catalogue: Catalogue | None = None,
) -> Explorer:
    """Open the explorer: in a notebook, let it be the last line of a cell.

    Parameters
    ----------
    operation, code
        What to select at the start: an operation, an error code, or both for a pair.
    resource, outcome, text
        Filters to start with, as in :class:`~sgwlib.filters.Filter`.
    order
        Order of rows and columns, as in :func:`~sgwlib.graph.order`.
    folded
        Whether equal rows and columns stand together as one.
    catalogue
        The bundled one by default.

    Returns
    -------
    Explorer
        Its ``model`` holds the state; ``figure()`` is the still twin.

    Raises
    ------
    UnknownNameError
        If the catalogue has no such name.

    Examples
    --------
    >>> opened = explorer("DeleteVolume", "VolumeInUse", resource="volume")
    >>> len(opened.model.visible.pairs)
    79
    >>> opened.close()
    """
    model = ExplorerModel(
        catalogue, resource=resource, outcome=outcome, text=text, order=order, folded=folded
    )
    model.select(operation, code)
    return Explorer(model)


def _filter_boxes(model: ExplorerModel) -> dict[str, w.DOMWidget]:
    """Return a text box a filter, by the model's trait.

    Text boxes, not drop-down lists: JupyterLab's one-key shortcuts fire from a focused list.
    A box takes any text, so that the model can say which valid names are near.
    """
    catalogue = model.catalogue
    options = {
        "operation": ("Operation", tuple(catalogue.operations)),
        "code": ("Error code", tuple(catalogue.codes)),
        "resource": ("Resource", resources(catalogue)),
        "outcome": ("Exception or status", outcomes(catalogue)),
        "text": ("Search", ()),
    }
    return {
        name: _box(label, names, getattr(model, name)) for name, (label, names) in options.items()
    }


def _close_parts(view: w.DOMWidget) -> None:
    """Close what ipywidgets makes for a widget and does not close with it."""
    for part in (view.layout, getattr(view, "style", None)):
        if part is not None:
            part.close()


def _box(label: str, names: tuple[str, ...], value: str) -> w.DOMWidget:
    common = {
        "description": label,
        "value": value,
        "style": {"description_width": "initial"},
        "layout": {"width": "auto", "flex": "1 1 220px", "max_width": "420px"},
    }
    if not names:
        return w.Text(**common, placeholder="words in names, messages, causes")
    return w.Combobox(**common, options=names, placeholder="any", continuous_update=False)
