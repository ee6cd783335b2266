"""The state of an explorer, without widgets: filters, order, selection, coverage, simulation.

Views set the traits and observe them. Everything else is derived here, so each behaviour of the
explorer can be tested without a browser.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, cast

import traitlets as t

from sgwlib.catalogue import Catalogue, load_catalogue
from sgwlib.coverage import ClientCoverage
from sgwlib.diagnosis import explain
from sgwlib.errors import CarrierError, ExplorerError, UnknownNameError
from sgwlib.filters import Filter, outcomes, resources
from sgwlib.graph import ORDERS
from sgwlib.response import ErrorResponse, build_response
from sgwlib.ui.grid import Grid, visible_grid

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from sgwlib.graph import OrderName

__all__ = ["FILTERS", "OPTIONS", "VIEWS", "ExplorerModel", "FilterOption", "Selection"]


class FilterOption(NamedTuple):
    """One filter: its name in Python, what it means, and its box on the screen."""

    name: str  # the trait of the model and the argument of `explorer`
    field: str  # of sgwlib.filters.Filter
    label: str
    names: Callable[[Catalogue], Iterable[str]]  # what the box offers


FILTERS = {
    option.name: option
    for option in (
        FilterOption("only_operation", "operation", "Operation", lambda c: c.operations),
        FilterOption("only_code", "code", "Error code", lambda c: c.codes),
        FilterOption("resource", "resource", "Resource", resources),
        FilterOption("outcome", "outcome", "Exception or status", outcomes),
        FilterOption("text", "text", "Search", lambda _: ()),
    )
}
"""The filters by name, in the order of their boxes."""

VIEWS = ("detail", "drawing", "table", "coverage", "explain")
"""What can be beside the matrix."""

OPTIONS = (*FILTERS, "order", "folded", "view", "whole", "coverage")
"""Names of the traits that an explorer can be opened with, besides the selection."""


class Selection(NamedTuple):
    """What is selected: an operation, an error code, a pair of both, an exception, or nothing.

    With a code, only an exception that carries codes can be selected.
    """

    operation: str = ""
    code: str = ""
    exception: str = ""


class _Checked:
    """Makes a trait refuse a value of a wrong type with an error of the library.

    The trait's tag ``takes`` says what is right.
    """

    name: str | None
    metadata: dict[str, Any]

    def error(
        self, _obj: object, value: object, _error: object = None, _info: object = None
    ) -> NoReturn:
        raise ExplorerError(f"{self.name} must be {self.metadata['takes']}. Got {value!r}.")


class _Text(_Checked, t.Unicode[str, str | int]):
    """A string; a status may be given as a number."""

    def validate(self, obj: Any, value: Any) -> Any:
        if self.name == "outcome" and type(value) is int:
            value = str(value)
        return super().validate(obj, value)


class _Flag(_Checked, t.Bool[bool, bool]):
    """True or false."""


class _Value(_Checked, t.Instance[Any]):
    """An instance of a class."""


_LEAVE_OUT = "or left out"


class ExplorerModel(t.HasTraits):
    """The state of one explorer.

    Parameters
    ----------
    operation, code, exception
        What is selected at the start.
    catalogue
        The bundled one by default.
    **options
        Values of the traits in :data:`OPTIONS`, as :func:`sgwlib.explorer` takes them.

    Raises
    ------
    UnknownNameError
        If a trait is set to a name that the catalogue does not have. The state stays as
        it was.
    ExplorerError
        If a trait is set to a value of a wrong type.

    Examples
    --------
    >>> model = ExplorerModel("DeleteVolume", "VolumeInUse", resource="gateway")
    >>> len(model.visible.pairs)
    39
    >>> model.response.code
    'VolumeInUse'
    """

    only_operation = _Text().tag(takes=f"the name of an operation, {_LEAVE_OUT}")
    only_code = _Text().tag(takes=f"the name of an error code, {_LEAVE_OUT}")
    resource = _Text().tag(takes=f"a string such as 'volume', {_LEAVE_OUT}")
    outcome = _Text().tag(takes=f"the name of an exception, a status such as 400, {_LEAVE_OUT}")
    text = _Text().tag(takes=f"a string of words to search for, {_LEAVE_OUT}")
    order = _Text("seriated").tag(takes=f"one of {', '.join(map(repr, ORDERS))}")
    folded = _Flag().tag(takes="True or False")
    selection: t.Instance[Selection] = _Value(Selection, ()).tag(takes="a Selection")
    view = _Text("detail").tag(takes=f"one of {', '.join(map(repr, VIEWS))}")
    whole = _Flag(help="Whether the drawing shows all visible pairs.").tag(takes="True or False")
    coverage: t.Instance[ClientCoverage | None] = _Value(ClientCoverage, allow_none=True).tag(
        takes="a ClientCoverage, the path of a coverage report, or None"
    )
    pasted = _Text(help="An error text to explain.").tag(takes="a string")
    error = _Text(help="Error to simulate; empty: the one that the selection suggests.").tag(
        takes="the name of an error code or of a general exception"
    )
    carrier = _Text(help="Carrier to simulate with; empty: the code's default.").tag(
        takes="the name of an exception that carries error codes"
    )
    called = _Flag(help="Whether a real client is called.").tag(takes="True or False")
    visible = t.Instance(Grid, (), read_only=True, help="Derived: the matrix to draw.")

    def __init__(
        self,
        operation: str | None = None,
        code: str | None = None,
        *,
        exception: str | None = None,
        catalogue: Catalogue | None = None,
        **options: Any,
    ) -> None:
        self.catalogue = load_catalogue() if catalogue is None else catalogue
        if not isinstance(self.catalogue, Catalogue):
            raise ExplorerError(f"catalogue must be a Catalogue. Got {catalogue!r}.")
        unknown = sorted(set(options).difference(OPTIONS))
        if unknown:
            raise UnknownNameError("explorer option", unknown[0], OPTIONS)
        self._places = [Selection()]  # the selections so far, to go back and forward in
        self._here = 0
        super().__init__(**options)
        self._derive_visible()
        self.select(operation or "", code or "", exception or "")

    @property
    def filter(self) -> Filter:
        """The filters as one condition on pairs."""
        return Filter(**{each.field: getattr(self, each.name) for each in FILTERS.values()})

    @property
    def order_name(self) -> OrderName:
        """The order, as the type that the graph's functions take."""
        return cast("OrderName", self.order)  # the trait's validator has checked it

    def clear_filters(self) -> None:
        """Show every pair again."""
        with self.hold_trait_notifications():
            for name in FILTERS:
                setattr(self, name, "")

    def select(self, operation: str = "", code: str = "", exception: str = "") -> None:
        """Select an operation, an error code, a pair, an exception, or nothing.

        Raises
        ------
        UnknownNameError
            If the catalogue has no such name.
        CarrierError
            If the exception cannot carry the code.
        """
        self.selection = Selection(operation, code, exception)

    def explain(self, text: str) -> None:
        """Explain an error text, and select what the catalogue has of its first error."""
        self.pasted = text
        found, page = explain(text, catalogue=self.catalogue), self.catalogue
        code = _known(found.code, page.codes)
        exceptions = page.carriers if code else page.exceptions
        self.select(
            _known(found.operation, page.operations), code, _known(found.exception, exceptions)
        )

    @property
    def can_go(self) -> tuple[bool, bool]:
        """Whether there is a selection to go back to, and one to go forward to."""
        return self._here > 0, self._here < len(self._places) - 1

    def back(self) -> None:
        """Select what was selected before."""
        self._here -= self.can_go[0]
        self.selection = self._places[self._here]

    def forward(self) -> None:
        """Select again what :meth:`back` left."""
        self._here += self.can_go[1]
        self.selection = self._places[self._here]

    @property
    def subject(self) -> Selection:
        """What the detail describes: the selection, else the exception that filters the matrix."""
        if not any(self.selection) and self.outcome in self.catalogue.exceptions:
            return Selection(exception=self.outcome)
        return self.selection

    @property
    def hidden(self) -> tuple[str, ...]:
        """The names in the selection that the filters hide."""
        sides = zip(self.selection[:2], (self.visible.rows, self.visible.columns), strict=True)
        return tuple(
            name for name, groups in sides if name and not any(name in group for group in groups)
        )

    @property
    def errors(self) -> tuple[str, ...]:
        """The errors that can be simulated for the operation in view."""
        operation = self.simulated_operation
        if not operation:
            return ()
        return (*self.catalogue.codes_of(operation), *self.catalogue.general_exceptions)

    @property
    def simulated_operation(self) -> str:
        """The operation whose response is simulated; empty when nothing is selected."""
        operation, code, exception = self.subject
        if operation:
            return operation
        if code or exception in self.catalogue.carriers:
            return self._first_operation(code or self._carried(exception, self.catalogue.codes))
        if exception:
            return self.only_operation or next(iter(self.catalogue.operations))
        return ""

    @property
    def simulated_error(self) -> str:
        """The error that is simulated: the chosen one, else the one the selection suggests."""
        operation = self.simulated_operation
        if not operation:
            return ""
        _, code, exception = self.subject
        if exception in self.catalogue.carriers:
            exception = self._carried(exception, self.catalogue.codes_of(operation))
        return self.error or code or exception or self._rarest_code(operation)

    @property
    def simulated_carrier(self) -> str:
        """The carrier that is chosen or selected; empty for the code's default."""
        if self.simulated_error not in self.catalogue.codes:
            return ""
        selected = self.subject.exception
        return self.carrier or (selected if selected in self.catalogue.carriers else "")

    @property
    def response(self) -> ErrorResponse | None:
        """The simulated response; None when nothing is selected."""
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
        """Return the first code whose default carrier is the given one."""
        known = self.catalogue.codes
        return next((code for code in codes if known[code].carrier.text == carrier), "")

    def _first_operation(self, code: str) -> str:
        """Return the filtered operation if it has the code, else the page's first that has it."""
        operations = self.catalogue.operations_of(code)
        if self.only_operation in operations:
            return self.only_operation
        return next(iter(operations), next(iter(self.catalogue.operations)))

    def _rarest_code(self, operation: str) -> str:
        """Return the code of an operation that the fewest operations can return."""
        codes = self.catalogue.codes_of(operation)
        rarest = min(codes, key=lambda code: len(self.catalogue.operations_of(code)), default="")
        return rarest or self.catalogue.general_exceptions[0]

    @t.observe(*FILTERS, "order", "folded")
    def _derive_visible(self, _change: Mapping[str, Any] | None = None) -> None:
        pairs = self.filter.pairs(self.catalogue)
        grid = visible_grid(self.catalogue, pairs, self.order_name, folded=self.folded)
        self.set_trait("visible", grid)

    @t.observe("selection")
    def _remember(self, _change: Mapping[str, Any]) -> None:
        """Add the selection to the history, and drop the error chosen for the one before."""
        if self.selection != self._places[self._here]:
            self._here += 1
            self._places[self._here :] = [self.selection]
        with self.hold_trait_notifications():
            self.error = ""
            self.carrier = ""

    @t.validate(*FILTERS)
    def _known_filter(self, proposal: Mapping[str, Any]) -> str:
        field = FILTERS[proposal["trait"].name].field
        Filter(**{field: proposal["value"]}).pairs(self.catalogue)
        return str(proposal["value"])

    @t.validate("order", "view", "error", "carrier")
    def _known_name(self, proposal: Mapping[str, Any]) -> str:
        known: dict[str, Collection[str]] = {
            "order": ORDERS,
            "view": VIEWS,
            "error": (*self.catalogue.codes, *self.catalogue.general_exceptions),
            "carrier": self.catalogue.carriers,
        }
        trait, name = proposal["trait"].name, str(proposal["value"])
        if name not in known[trait] and (name or trait in {"order", "view"}):
            kind = "error code or general exception" if trait == "error" else trait
            raise UnknownNameError(kind, name, known[trait])
        return name

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
                    f"{selection.exception} carries no error code. "
                    f"Only {carriers} can carry {selection.code}."
                )
        return selection


def _known(name: str | None, names: Collection[str]) -> str:
    """Return the name if it is one of the names, else an empty string."""
    return name if name is not None and name in names else ""
