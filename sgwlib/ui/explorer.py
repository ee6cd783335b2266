"""The explorer: filters and views around one model."""

from __future__ import annotations

import logging
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ipywidgets as w

from sgwlib.coverage import ClientCoverage, load_coverage
from sgwlib.errors import GraphError, SgwError
from sgwlib.ui.filters import FilterBoxes
from sgwlib.ui.gestures import carry_out
from sgwlib.ui.model import ExplorerModel
from sgwlib.ui.sentences import summarise
from sgwlib.ui.still import still_figure
from sgwlib.ui.views import (
    BarView,
    CoverageView,
    DetailView,
    DrawingView,
    ExplainView,
    MatrixView,
    TableView,
    TabsView,
    View,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sgwlib.catalogue import Catalogue
    from sgwlib.graph import OrderName
    from sgwlib.plot import StillFigure

__all__ = ["Explorer", "explorer"]

_log = logging.getLogger(__name__)


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
        self._reporting = False
        self._ends: list[tuple[Any, tuple[str, ...]]] = []
        self.bar = BarView()
        self.filters = FilterBoxes(model, self._reported)
        self.matrix = MatrixView()
        self.tabs = TabsView()
        self.panels: dict[str, View] = {
            "detail": DetailView(),
            "drawing": DrawingView(),
            "table": TableView(),
            "coverage": CoverageView(),
            "explain": ExplainView(),
        }
        beside = w.VBox([self.tabs, *self.panels.values()])
        panels = w.Box([self.matrix, beside])
        panels.add_class("sgw-panels")
        super().__init__([self.filters, self.bar, panels])
        self.add_class("sgw-explorer")
        # What one looks at first: the detail after a click, the matrix while a filter is typed.
        detail, *others = self.panels.values()
        for view in (detail, self.matrix, self.bar, self.tabs, *others):
            self._connect(view)
        self._follow(self._open_panel, ("view",))

    def figure(self) -> StillFigure:
        """Return the visible matrix as a still figure, shaded with coverage if that is shown.

        Returns
        -------
        StillFigure
        """
        return still_figure(self.model)

    def close(self) -> None:
        """Let go of the model and of everything shown; nothing is left to close a second time."""
        if self.comm is None:
            return  # closed already, and collected now: ipywidgets closes what it collects
        for observer, traits in self._ends:
            self.model.unobserve(observer, traits)
        self.filters.forget()
        _close_all(self)

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Add a still twin: a page without a kernel shows the picture, not a blank."""
        live = super()._repr_mimebundle_(**kwargs)
        if live is None:
            return None
        text = summarise(self.model)
        still: dict[str, object] = {"text/plain": text}
        with suppress(GraphError):  # there may be more rows than a picture can name
            still["image/png"] = self._png()
        return {**live, **still}, {"image/png": {"alt": text}}

    def _png(self) -> bytes:
        image = BytesIO()
        self.figure().savefig(image, format="png")
        return image.getvalue()

    def _connect(self, view: View) -> None:
        """Let a view show the model from now on, and its gestures act on it."""

        def show() -> None:
            if view not in self.panels.values() or view is self.panels[self.model.view]:
                view.show(self.model)

        def take(_view: View, gesture: Mapping[str, Any], _buffers: object) -> None:
            with self._reported():
                carry_out(self.model, gesture)

        self._follow(show, view.follows)
        view.on_msg(take)

    def _follow(self, show: Callable[[], None], traits: tuple[str, ...]) -> None:
        """Show now, and again whenever one of the model's traits changes."""

        def observer(_change: object) -> None:
            with self._reported():
                show()

        observer(None)
        self.model.observe(observer, traits)
        self._ends.append((observer, traits))

    def _open_panel(self) -> None:
        opened = self.panels[self.model.view]
        for panel in self.panels.values():
            panel.layout.display = "" if panel is opened else "none"
        opened.show(self.model)

    @contextmanager
    def _reported(self) -> Iterator[None]:
        """Show what goes wrong in a callback: Jupyter itself would swallow it.

        One gesture sets off further callbacks; only the first of them clears what the gesture
        before left, or it would wipe out what the others have to say.
        """
        first = not self._reporting
        if first:
            self._reporting = True
            self.bar.problem = ""
        try:
            yield
            if first:  # a box may still hold what was refused before
                self.filters.show(self.model)
        except SgwError as error:
            self.bar.problem = str(error)
        except Exception as error:  # noqa: BLE001 - whatever it is, the user must see it
            _log.debug("a callback of the explorer failed", exc_info=True)
            self.bar.problem = f"The explorer failed: {type(error).__name__}: {error}"
        finally:
            if first:
                self._reporting = False


def explorer(  # noqa: PLR0913 - each is one thing on the screen, and all but two by name
    operation: str | None = None,
    code: str | None = None,
    *,
    exception: str | None = None,
    only_operation: str = "",
    only_code: str = "",
    resource: str = "",
    outcome: str = "",
    text: str = "",
    order: OrderName = "seriated",
    folded: bool = False,
    view: str = "detail",
    whole: bool = False,
    coverage: ClientCoverage | str | Path | None = None,
    catalogue: Catalogue | None = None,
) -> Explorer:
    """Open the explorer: in a notebook, let it be the last line of a cell.

    Parameters
    ----------
    operation, code
        What to select at the start: an operation, an error code, or both for a pair.
    exception
        An exception to select, alone, with an operation, or as the carrier of the code.
    only_operation, only_code, resource, outcome, text
        Filters to start with: those of :class:`~sgwlib.filters.Filter`.
    order
        Order of rows and columns, as in :func:`~sgwlib.graph.order`.
    folded
        Whether equal rows and columns stand together as one.
    view
        What stands beside the matrix: one of :data:`~sgwlib.ui.model.VIEWS`.
    whole
        Whether the drawing shows all visible pairs, not those of the selection alone.
    coverage
        What a client has met, or the path of its report: laid over the matrix.
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
    CarrierError
        If the exception cannot carry the code.
    CoverageError
        If the report cannot be read.

    Examples
    --------
    >>> opened = explorer("DeleteVolume", "VolumeInUse", resource="volume")
    >>> len(opened.model.visible.pairs)
    79
    >>> opened.close()
    """
    if isinstance(coverage, str | Path):
        coverage = load_coverage(coverage)
    model = ExplorerModel(
        catalogue,
        operation=only_operation,
        code=only_code,
        resource=resource,
        outcome=outcome,
        text=text,
        order=order,
        folded=folded,
        view=view,
        whole=whole,
        coverage=coverage,
    )
    model.select(operation or "", code or "", exception or "")
    return Explorer(model)


def _close_all(view: w.Widget) -> None:
    """Close a widget, all that stands in it, and what ipywidgets makes for it."""
    for part in (*getattr(view, "children", ()), view.layout, getattr(view, "style", None)):
        if part is not None and part.comm is not None:
            _close_all(part) if isinstance(part, w.DOMWidget) else part.close()
    w.Widget.close(view)
