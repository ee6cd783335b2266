"""The parts above the matrix and its panels: filters, controls and tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets as w
import traitlets as t

from sgwlib.graph import ORDERS
from sgwlib.ui.frontend import module, style
from sgwlib.ui.model import FILTERS, OPTIONS, VIEWS
from sgwlib.ui.sentences import python_line, summarise
from sgwlib.ui.views.base import View

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from contextlib import AbstractContextManager

    from sgwlib.ui.model import ExplorerModel


class BarView(View):
    """The bar above the matrix. It has the style sheet of all views and shows every problem."""

    _esm = module("bar.js")
    _css = style("explorer.css")
    follows = ("visible", "selection", *OPTIONS)  # a search may change and "visible" stay equal

    order = t.Unicode().tag(sync=True)
    orders: t.List[str] = t.List([*map(str, ORDERS)]).tag(sync=True)
    folded = t.Bool().tag(sync=True)
    can_go: t.List[bool] = t.List([False, False], help="back, forward").tag(sync=True)
    line = t.Unicode(help="the Python that opens what is on screen").tag(sync=True)
    status = t.Unicode(help="what is visible, and what is selected").tag(sync=True)
    problem = t.Unicode(help="what went wrong, or empty").tag(sync=True)
    lost = t.Unicode("The explorer lost its kernel. Run its cell again.").tag(sync=True)

    def show(self, model: ExplorerModel) -> None:
        """Show the state, and the line of Python that opens it."""
        self.order = model.order
        self.folded = model.folded
        self.can_go = [*model.can_go]
        self.line = python_line(model)
        self.status = summarise(model)


class TabsView(View):
    """The tabs that choose the panel beside the matrix."""

    _esm = module("tabs.js")
    follows = ("view",)

    title = t.Unicode("Beside the matrix").tag(sync=True)
    views: t.List[dict[str, str]] = t.List(
        [{"name": name, "label": name.capitalize()} for name in VIEWS]
    ).tag(sync=True)
    view = t.Unicode().tag(sync=True)

    def show(self, model: ExplorerModel) -> None:
        """Mark the tab of the open view."""
        self.view = model.view


class FilterBoxes(w.HBox):  # type: ignore[misc]  # ipywidgets has no types
    """One text box per filter of the model; ``boxes`` has them by the filter's name.

    JupyterLab's one-key shortcuts fire from a focused drop-down list, but not from a text box.
    A box accepts any text, so that the model can suggest the nearest valid names. ``reported``
    shows what goes wrong.
    """

    def __init__(
        self, model: ExplorerModel, reported: Callable[[], AbstractContextManager[None]]
    ) -> None:
        self._names = {
            name: tuple(option.names(model.catalogue)) for name, option in FILTERS.items()
        }
        self.boxes = {
            name: _box(option.label, self._names[name]) for name, option in FILTERS.items()
        }
        super().__init__([*self.boxes.values()])
        self.add_class("sgw-filters")
        self._model = model
        self._reported = reported
        self.show(model)
        for box in self.boxes.values():
            box.observe(self._take, "value")
        model.observe(self._follow, [*FILTERS])

    def show(self, model: ExplorerModel) -> None:
        """Show in each box the value of its filter."""
        for name, box in self.boxes.items():
            value = getattr(model, name)
            # Keep a space between two words while you type the second.
            if box.value.strip() != value:
                box.value = value

    def disconnect(self) -> None:
        """Stop following the model."""
        self._model.unobserve(self._follow, [*FILTERS])

    def _follow(self, _change: object) -> None:
        with self._reported():
            self.show(self._model)

    def _take(self, change: Mapping[str, Any]) -> None:
        name = next(name for name, box in self.boxes.items() if box is change["owner"])
        with self._reported():
            setattr(self._model, name, completed(change["new"], self._names[name]))


def completed(text: str, names: Iterable[str]) -> str:
    """Return the name that equals a text in any case, or the only name that contains it.

    Without one, return the text itself, stripped.

    Examples
    --------
    >>> completed("inuse", ["VolumeInUse", "VolumeNotFound"])
    'VolumeInUse'
    >>> completed("volume", ["VolumeInUse", "VolumeNotFound"])
    'volume'
    """
    text = text.strip()
    names = tuple(names)
    if not text or text in names:
        return text
    sought = text.casefold()
    equal = [name for name in names if name.casefold() == sought]
    containing = [name for name in names if sought in name.casefold()]
    return next((found[0] for found in (equal, containing) if len(found) == 1), text)


def _box(label: str, names: tuple[str, ...]) -> w.DOMWidget:
    common = {
        "description": label,
        "style": {"description_width": "initial"},
        "layout": {"width": "auto", "flex": "1 1 220px", "max_width": "420px"},
    }
    if not names:
        return w.Text(**common, placeholder="words in names, messages, causes")
    return w.Combobox(**common, options=names, placeholder="any", continuous_update=False)
