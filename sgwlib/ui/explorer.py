"""The explorer: filters and views around one model."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ipywidgets as w
from markupsafe import Markup

from sgwlib.coverage import ClientCoverage, load_coverage
from sgwlib.errors import SgwError
from sgwlib.graph import Order, error_graph
from sgwlib.ui.gestures import carry_out
from sgwlib.ui.model import ExplorerModel
from sgwlib.ui.sentences import summarise
from sgwlib.ui.views import (
    BarView,
    CoverageView,
    DetailView,
    DrawingView,
    ExplainView,
    FilterBoxes,
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

_MOST_LISTED = 400  # pairs in the still copy: it goes into every saved notebook


class Explorer(w.VBox):  # type: ignore[misc]  # ipywidgets has no types
    """The widget that :func:`explorer` opens.

    Parameters
    ----------
    model
        The state to show; several explorers may share one.

    Attributes
    ----------
    model : ExplorerModel
        The state. The explorer shows every change at once.

    Examples
    --------
    >>> opened = Explorer(ExplorerModel("DeleteVolume"))
    >>> opened.model.select("DeleteVolume", "VolumeInUse")
    >>> opened.bar.line
    "sgwlib.explorer('DeleteVolume', 'VolumeInUse')"
    >>> opened.close()
    """

    def __init__(self, model: ExplorerModel) -> None:
        self.model = model
        self._reporting = False
        self._observers: list[tuple[Any, tuple[str, ...]]] = []
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
        # Update first what you look at first: the detail after a click, then the matrix.
        detail, *others = self.panels.values()
        for view in (detail, self.matrix, self.bar, self.tabs, *others):
            self._connect(view)
        self._follow(self._open_panel, ("view",))

    def figure(self) -> StillFigure:
        """Return the visible matrix as a still figure, with the client's coverage if shown.

        Returns
        -------
        StillFigure
            The rows and columns in the order of the screen.

        Examples
        --------
        >>> opened = explorer(resource="gateway")
        >>> opened.figure().savefig("gateway.png")  # doctest: +SKIP
        >>> opened.close()
        """
        from sgwlib.plot import matrix

        model, visible = self.model, self.model.visible
        graph = error_graph(model.catalogue, visible.pairs)
        sides = (visible.rows, visible.columns)
        order = Order(*([name for group in side for name in group] for side in sides))
        return matrix(graph, coverage=model.coverage, order=order, folded=model.folded)

    def close(self) -> None:
        """Close the explorer with all its parts, and stop following the model."""
        if self.comm is None:
            return  # already closed: ipywidgets closes what it collects
        for observer, traits in self._observers:
            self.model.unobserve(observer, traits)
        self.filters.disconnect()
        _close_all(self)

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Add a still copy, which a page without a kernel shows instead."""
        live = super()._repr_mimebundle_(**kwargs)
        if live is None:
            return None
        return {**live, "text/plain": summarise(self.model), "text/html": _still_html(self.model)}

    def _connect(self, view: View) -> None:
        """Let a view show the model, and its gestures change it."""

        def show() -> None:
            if view not in self.panels.values() or view is self.panels[self.model.view]:
                view.show(self.model)

        def take(_view: View, gesture: Mapping[str, Any], _buffers: object) -> None:
            with self._reported():
                carry_out(self.model, gesture)

        self._follow(show, view.follows)
        view.on_msg(take)

    def _follow(self, show: Callable[[], None], traits: tuple[str, ...]) -> None:
        """Show now, and whenever one of the model's traits changes."""

        def observer(_change: object) -> None:
            with self._reported():
                show()

        observer(None)
        self.model.observe(observer, traits)
        self._observers.append((observer, traits))

    def _open_panel(self) -> None:
        opened = self.panels[self.model.view]
        for panel in self.panels.values():
            panel.layout.display = "" if panel is opened else "none"
        opened.show(self.model)

    @contextmanager
    def _reported(self) -> Iterator[None]:
        """Show what goes wrong in a callback, because Jupyter would hide it.

        A gesture starts further callbacks. Only the first clears the problem of the gesture
        before, so that the others can report problems of their own.
        """
        first = not self._reporting
        if first:
            self._reporting = True
            self.bar.problem = ""
        try:
            yield
            if first:  # a box may still show a value that was refused before
                self.filters.show(self.model)
        except SgwError as error:
            self.bar.problem = str(error)
        except Exception as error:  # noqa: BLE001 - whatever it is, the user must see it
            _log.debug("a callback of the explorer failed", exc_info=True)
            self.bar.problem = f"The explorer failed: {type(error).__name__}: {error}"
        finally:
            if first:
                self._reporting = False


def explorer(  # noqa: PLR0913 - each is one thing on the screen, and most are given by name
    operation: str | None = None,
    code: str | None = None,
    *,
    exception: str | None = None,
    only_operation: str = "",
    only_code: str = "",
    resource: str = "",
    outcome: str | int = "",
    text: str = "",
    order: OrderName = "seriated",
    folded: bool = False,
    view: str = "detail",
    whole: bool = False,
    coverage: ClientCoverage | str | Path | None = None,
    catalogue: Catalogue | None = None,
) -> Explorer:
    """Open the explorer. In a notebook, put the call on the last line of a cell.

    ``operation``, ``code`` and ``exception`` select something; everything stays visible. The
    filters from ``only_operation`` to ``text`` hide the pairs that do not match all of them.

    Parameters
    ----------
    operation, code
        What to select: an operation, an error code, or both for a pair.
    exception
        An exception to select: alone, with an operation, or as the carrier of the code.
    only_operation
        Show only the pairs of this operation.
    only_code
        Show only the pairs of this error code.
    resource
        Show only the pairs of operations on this resource, such as ``"volume"``.
    outcome
        Show only the pairs whose code comes by default with this exception or HTTP status,
        such as ``400``.
    text
        Show only the pairs with all these words in their names, resource, message or cause.
    order
        Order of rows and columns, as in :func:`sgwlib.graph.order`.
    folded
        Whether to combine equal rows, and equal columns, into one.
    view
        What to show beside the matrix: ``"detail"``, ``"drawing"``, ``"table"``,
        ``"coverage"`` or ``"explain"``.
    whole
        Whether the drawing shows all visible pairs instead of those of the selection.
    coverage
        A client's coverage, or the path of its report, to show in the matrix.
    catalogue
        The bundled one by default.

    Returns
    -------
    Explorer
        Its ``model`` has the state. Its ``figure()`` returns a still figure of the matrix.

    Raises
    ------
    UnknownNameError
        If the catalogue has no such name.
    CarrierError
        If the exception cannot carry the code.
    CoverageError
        If the report cannot be read.
    ExplorerError
        If an argument has a wrong type.

    Examples
    --------
    >>> opened = explorer("DeleteVolume", "VolumeInUse", resource="volume")
    >>> len(opened.model.visible.pairs)
    79
    >>> opened.close()
    """
    if isinstance(coverage, str | Path):
        coverage = load_coverage(coverage)
    return Explorer(
        ExplorerModel(
            operation,
            code,
            exception=exception,
            only_operation=only_operation,
            only_code=only_code,
            resource=resource,
            outcome=outcome,
            text=text,
            order=order,
            folded=folded,
            view=view,
            whole=whole,
            coverage=coverage,
            catalogue=catalogue,
        )
    )


def _still_html(model: ExplorerModel) -> Markup:
    """Return the status, and the codes of each visible operation, for a page without a kernel."""
    visible = model.visible
    text = Markup("<p>{} Run this cell in Jupyter for the interactive explorer.</p>").format(
        summarise(model)
    )
    if len(visible.pairs) > _MOST_LISTED:
        return text
    codes: dict[int, list[str]] = {}
    for row, column in sorted(visible.cells):
        codes.setdefault(row, []).extend(visible.columns[column])
    items = Markup().join(
        Markup("<li><b>{}</b>: {}</li>").format(", ".join(visible.rows[row]), ", ".join(names))
        for row, names in codes.items()
    )
    return text + Markup("<ul>{}</ul>").format(items)


def _close_all(view: w.Widget) -> None:
    """Close a widget, its children, and what ipywidgets makes for it."""
    for part in (*getattr(view, "children", ()), view.layout, getattr(view, "style", None)):
        if part is not None and part.comm is not None:
            _close_all(part) if isinstance(part, w.DOMWidget) else part.close()
    w.Widget.close(view)
