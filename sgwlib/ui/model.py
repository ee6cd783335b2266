"""The state of an explorer: filters, order, selection, overlay, simulation. No widgets.

Views set the traits and observe them; everything else is derived here, so that each
behaviour of the explorer can be tested without a browser.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

import traitlets as t

from sgwlib.catalogue import Catalogue, load_catalogue
from sgwlib.coverage import ClientCoverage
from sgwlib.errors import CarrierError, UnknownNameError
from sgwlib.explanation import explain
from sgwlib.filters import Filter
from sgwlib.graph import ORDERS
from sgwlib.response import ErrorResponse, build_response
from sgwlib.ui.history import History
from sgwlib.ui.visible import Matrix, visible_matrix

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from sgwlib.graph import OrderName

__all__ = ["FILTERS", "OPTIONS", "VIEWS", "ExplorerModel", "Selection"]

FILTERS = ("operation", "code", "resource", "outcome", "text")
"""Names of the traits that narrow the matrix: the fields of :class:`~sgwlib.filters.Filter`."""

VIEWS = ("detail", "drawing", "table", "coverage", "explain")
"""What can stand beside the matrix."""

OPTIONS = (*FILTERS, "order", "folded", "view", "whole", "coverage")
"""Names of the traits that an explorer can be opened with, besides the selection."""


class Selection(NamedTuple):
    """What is selected: an operation, an error code, a pair of both, an exception, or nothing.

    With a code, only an exception that carries codes can stand.
    """

    operation: str = ""
    code: str = ""
    exception: str = ""


class ExplorerModel(t.HasTraits):
    """The state of one explorer.

    Parameters
    ----------
    catalogue
        The bundled one by default.
    **traits
        Values to start with: the filters ``operation``, ``code``, ``resource``,
        ``outcome`` and ``text``, and ``order``, ``folded``, ``view``, ``whole`` and
        ``coverage``.

    Raises
    ------
    UnknownNameError
        If a trait is set to a name that the catalogue does not have. The state stays as
        it was.

    Examples
    --------
    >>> model = ExplorerModel(resource="gateway")
    >>> len(model.visible.pairs)
    39
    >>> model.select("DeleteVolume", "VolumeInUse")
    >>> model.response.code
    'VolumeInUse'
    """

    operation = t.Unicode(help="Filter: name of an operation, or empty.")
    code = t.Unicode(help="Filter: name of an error code, or empty.")
    resource = t.Unicode(help="Filter: what operations act on, or empty.")
    outcome = t.Unicode(help="Filter: name of an exception, or a status, or empty.")
    text = t.Unicode(help="Filter: words to search for, or empty.")
    order = t.Unicode("seriated", help="Order of rows and columns, one of ORDERS.")
    folded = t.Bool(help="Whether equal rows and columns stand together as one.")
    selection = t.Instance(Selection, (), help="What is selected.")
    view = t.Unicode("detail", help="What stands beside the matrix, one of VIEWS.")
    whole = t.Bool(help="Whether the drawing shows everything, not the selection's neighbours.")
    coverage = t.Instance(
        ClientCoverage, allow_none=True, help="Overlay: what a client has met, or None."
    )
    pasted = t.Unicode(help="An error text to explain.")
    error = t.Unicode(help="Error to simulate, or empty for the one that the selection suggests.")
    carrier = t.Unicode(help="Carrier to simulate with, or empty for the code's own.")
    called = t.Bool(help="Whether a real client is asked what it makes of the simulation.")
    visible = t.Instance(Matrix, (), read_only=True, help="Derived: the matrix to draw.")

    def __init__(self, catalogue: Catalogue | None = None, **traits: Any) -> None:
        self.catalogue = catalogue or load_catalogue()
        unknown = sorted(set(traits).difference(OPTIONS))
        if unknown:
            raise UnknownNameError("explorer option", unknown[0], OPTIONS)
        self.history = History(Selection())
        super().__init__(**traits)
        self._derive_visible()

    @property
    def filter(self) -> Filter:
        """The filters as one condition on pairs."""
        return Filter(**{name: getattr(self, name) for name in FILTERS})

    @property
    def order_name(self) -> OrderName:
        """The order, as the type that the graph's functions take."""
        return cast("OrderName", self.order)  # the trait's validator has made sure of it

    def clear_filters(self) -> None:
        """Show everything again."""
        with self.hold_trait_notifications():
            for name in FILTERS:
                setattr(self, name, "")

    def select(self, operation: str = "", code: str = "", exception: str = "") -> None:
        """Select an operation, an error code, a pair, an exception, or (with none) nothing.

        Raises
        ------
        UnknownNameError
            If the catalogue has no such name.
        CarrierError
            If the exception cannot carry the code.
        """
        self.selection = Selection(operation, code, exception)

    def explain(self, text: str) -> None:
        """Take an error text to explain, and select what the page has of its (first) error."""
        self.pasted = text
        found, page = explain(text, catalogue=self.catalogue), self.catalogue
        code = _known(found.code, page.codes)
        exceptions = page.carriers if code else page.exceptions
        self.select(
            _known(found.operation, page.operations), code, _known(found.exception, exceptions)
        )

    def back(self) -> None:
        """Select what was selected before."""
        self.selection = self.history.back()

    def forward(self) -> None:
        """Select what one came back from."""
        self.selection = self.history.forward()

    @property
    def subject(self) -> Selection:
        """What the detail is about: the selection, else the general exception looked for."""
        if not any(self.selection) and self.outcome in self.catalogue.exceptions:
            return Selection(exception=self.outcome)
        return self.selection

    @property
    def hidden(self) -> bool:
        """Whether the filters hide the selection: it stays what it is, out of sight."""
        operation, code, _ = self.selection
        shown = self.visible
        row = not operation or any(operation in group for group in shown.rows)
        column = not code or any(code in group for group in shown.columns)
        return not (row and column)

    @property
    def errors(self) -> tuple[str, ...]:
        """Names of the errors that can be simulated on the operation in view."""
        operation = self.simulated_operation
        if not operation:
            return ()
        return (*self.catalogue.codes_of(operation), *self.catalogue.general_exceptions)

    @property
    def simulated_operation(self) -> str:
        """The operation whose response is simulated, or empty when nothing is selected."""
        operation, code, exception = self.subject
        if operation:
            return operation
        if code or exception in self.catalogue.carriers:
            return self._first_operation(code or self._carried(exception, self.catalogue.codes))
        if exception:
            return self.operation or next(iter(self.catalogue.operations))
        return ""

    @property
    def simulated_error(self) -> str:
        """The error that is simulated: the one chosen, else the one the selection suggests."""
        operation = self.simulated_operation
        if not operation:
            return ""
        _, code, exception = self.subject
        if exception in self.catalogue.carriers:
            exception = self._carried(exception, self.catalogue.codes_of(operation))
        return self.error or code or exception or self._telling_code(operation)

    @property
    def simulated_carrier(self) -> str:
        """The carrier that is chosen, or that is selected; empty for the code's own."""
        if self.simulated_error not in self.catalogue.codes:
            return ""
        selected = self.subject.exception
        return self.carrier or (selected if selected in self.catalogue.carriers else "")

    @property
    def response(self) -> ErrorResponse | None:
        """The simulated response, or None when nothing is selected."""
        operation, error = self.simulated_operation, self.simulated_error
        if not operation:
            return None
        return build_response(
            operation,
            error,
            exception=self.simulated_carrier or None,
            undocumented=True,
            catalogue=self.catalogue,
        )

    def _carried(self, carrier: str, codes: Iterable[str]) -> str:
        """Return the first of some codes that comes with a carrier by default."""
        known = self.catalogue.codes
        return next((code for code in codes if known[code].carrier.text == carrier), "")

    def _first_operation(self, code: str) -> str:
        """Return the filtered operation if it has the code, else the page's first that has."""
        operations = self.catalogue.operations_of(code)
        if self.operation in operations:
            return self.operation
        return next(iter(operations), next(iter(self.catalogue.operations)))

    def _telling_code(self, operation: str) -> str:
        """Return the code that tells most about an operation: the one that fewest can return."""
        codes = self.catalogue.codes_of(operation)
        fewest = min(codes, key=lambda code: len(self.catalogue.operations_of(code)), default="")
        return fewest or self.catalogue.general_exceptions[0]

    @t.observe(*FILTERS, "order", "folded")
    def _derive_visible(self, _change: Mapping[str, Any] | None = None) -> None:
        pairs = self.filter.pairs(self.catalogue)
        matrix = visible_matrix(self.catalogue, pairs, self.order_name, folded=self.folded)
        self.set_trait("visible", matrix)

    @t.observe("selection")
    def _remember_and_forget(self, _change: Mapping[str, Any]) -> None:
        """Note the place, and drop the error chosen before: it means nothing for the next one."""
        self.history.visit(self.selection)
        with self.hold_trait_notifications():
            self.error = ""
            self.carrier = ""

    @t.validate("operation", "code", "resource", "outcome")
    def _known_filter(self, proposal: Mapping[str, Any]) -> str:
        Filter(**{proposal["trait"].name: proposal["value"]}).pairs(self.catalogue)
        return str(proposal["value"])

    @t.validate("order")
    def _known_order(self, proposal: Mapping[str, Any]) -> str:
        if proposal["value"] not in ORDERS:
            raise UnknownNameError("order", proposal["value"], ORDERS)
        return str(proposal["value"])

    @t.validate("view")
    def _known_view(self, proposal: Mapping[str, Any]) -> str:
        if proposal["value"] not in VIEWS:
            raise UnknownNameError("view", proposal["value"], VIEWS)
        return str(proposal["value"])

    @t.validate("selection")
    def _known_selection(self, proposal: Mapping[str, Any]) -> Selection:
        selection = Selection(*proposal["value"])
        if selection.operation:
            self.catalogue.operation(selection.operation)
        if selection.code:
            self.catalogue.code(selection.code)
        if selection.exception:
            carries = self.catalogue.exception(selection.exception).carries_code
            if selection.code and not carries:
                carriers = " or ".join(self.catalogue.carriers)
                raise CarrierError(
                    f"{selection.exception} comes without an error code; "
                    f"{selection.code} comes with {carriers}"
                )
        return selection

    @t.validate("error")
    def _known_error(self, proposal: Mapping[str, Any]) -> str:
        name = proposal["value"]
        known = (*self.catalogue.codes, *self.catalogue.general_exceptions)
        if name and name not in known:
            raise UnknownNameError("error code or general exception", name, known)
        return str(name)

    @t.validate("carrier")
    def _known_carrier(self, proposal: Mapping[str, Any]) -> str:
        name = proposal["value"]
        if name and name not in self.catalogue.carriers:
            raise UnknownNameError("carrier", name, self.catalogue.carriers)
        return str(name)


def _known(name: str | None, names: Collection[str]) -> str:
    """Return a name that is among others, else nothing."""
    return name if name is not None and name in names else ""
