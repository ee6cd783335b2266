"""The state of an explorer as Python sees it: checked names in, the page's plain values out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from sgwlib.errors import CarrierError, ExplorerError, UnknownNameError
from sgwlib.filters import Filter, families, resources
from sgwlib.ui.document import EXPLORER_ORDERS, editions_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sgwlib.catalogue import Catalogue

VIEWS = ("matrix", "drawing", "table", "coverage", "explain")
"""What can be on the left."""

TABS = ("response", "handle", "provoke", "evidence")
"""What the detail can show of an error."""


@dataclass(frozen=True, slots=True)
class State:
    """What an explorer shows. The fields have the names that the page and a link give them.

    Parameters
    ----------
    operations, codes
        What is selected. Several of one kind are compared.
    exception
        A selected exception; with a code, its carrier.
    only_operation, only_code, resource, family, outcome, text
        The filters, as :class:`sgwlib.filters.Filter` takes them.
    order
        The order of rows and columns.
    folded
        Whether equal rows and columns are one; None if only where they don't fit.
    view, tab
        What is on the left, and what the detail shows.
    edition
        The edition of the page; empty for the catalogue's own.

    Examples
    --------
    >>> State(operations=("DeleteVolume",), codes=("VolumeInUse",)).line()
    "sgwlib.explorer('DeleteVolume', 'VolumeInUse')"
    """

    operations: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    exception: str = ""
    only_operation: str = ""
    only_code: str = ""
    resource: str = ""
    family: str = ""
    outcome: str = ""
    text: str = ""
    order: str = "meaning"
    folded: bool | None = None
    view: str = "matrix"
    tab: str = "response"
    edition: str = ""

    @property
    def selection(self) -> tuple[tuple[str, ...], tuple[str, ...], str]:
        """The selected operations, codes and exception."""
        return self.operations, self.codes, self.exception

    @property
    def filters(self) -> Filter:
        """The filters as one condition on pairs."""
        return Filter(
            operation=self.only_operation,
            code=self.only_code,
            resource=self.resource,
            family=self.family,
            outcome=self.outcome,
            text=self.text,
        )

    def line(self) -> str:
        """Return the line of Python that opens an explorer in this state."""
        operations, codes = (
            repr(list(names) if len(names) > 1 else names[0]) if names else ""
            for names in (self.operations, self.codes)
        )
        parts = [operations] if operations else []
        if codes:
            parts.append(codes if operations else f"code={codes}")
        parts += [
            f"{each.name}={value!r}"
            for each in fields(self)[2:]
            if (value := getattr(self, each.name)) != each.default
        ]
        return f"sgwlib.explorer({', '.join(parts)})"

    def checked(self, catalogue: Catalogue) -> State:
        """Return the same state if the catalogue has all its names.

        Raises
        ------
        UnknownNameError
            If it lacks one.
        CarrierError
            If the exception can't carry a selected code.
        ExplorerError
            If a value has a wrong type.
        """
        editions = editions_of(catalogue)
        # Those of any edition: who changes the edition keeps the filters, which may leave nothing.
        operations = [name for each in editions.values() for name in each.operations]
        codes = [name for each in editions.values() for name in each.codes]
        known: dict[str, Collection[str]] = {
            "edition": editions,
            "operations": operations,
            "codes": codes,
            "only_operation": operations,
            "only_code": codes,
            "resource": [name for each in editions.values() for name in resources(each)],
            "exception": catalogue.exceptions,
            "family": [name for each in editions.values() for name in families(each)],
            "order": EXPLORER_ORDERS,
            "view": VIEWS,
            "tab": TABS,
        }
        for each in fields(self):
            name, value = each.name, getattr(self, each.name)
            self._check_type(name, value)
            names = tuple(dict.fromkeys(known.get(name, ())))
            for one in value if isinstance(value, tuple) else (value,):
                if names and one != each.default and one not in names:
                    raise UnknownNameError(_KINDS.get(name, name), one, names)
        Filter(outcome=self.outcome).pairs(catalogue)  # raises for what is none
        if self.operations and self.codes and (self.operations[1:] or self.codes[1:]):
            raise ExplorerError(
                "Compare several operations or several codes, not both. "
                f"Got operations {list(self.operations)} and codes {list(self.codes)}."
            )
        if self.exception and self.codes and not catalogue.exceptions[self.exception].carries_code:
            raise CarrierError(
                f"{self.exception} carries no error code. Only "
                f"{' or '.join(catalogue.carriers)} can carry {self.codes[0]}."
            )
        return self

    @staticmethod
    def _check_type(name: str, value: object) -> None:
        if name == "folded":
            right, takes = value is None or isinstance(value, bool), "True, False or None"
        elif name in ("operations", "codes"):
            right = isinstance(value, tuple) and all(isinstance(each, str) for each in value)
            takes = "a name, or a list of names"
        else:
            right, takes = name not in ("text", "outcome") or isinstance(value, str), "a string"
        if not right:
            raise ExplorerError(f"{name} must be {takes}. Got {value!r}.")

    def to_page(self, catalogue: Catalogue) -> dict[str, Any]:
        """Return the values that the page takes."""
        values = {name: [*v] if isinstance(v, tuple) else v for name, v in asdict(self).items()}
        return {**values, "edition": self.edition or catalogue.edition}

    @classmethod
    def from_page(cls, values: Mapping[str, Any], catalogue: Catalogue) -> State:
        """Return the state that the page has sent."""
        names = [each.name for each in fields(cls)]
        given: dict[str, Any] = {name: values[name] for name in names if name in values}
        given = {name: tuple(v) if isinstance(v, list) else v for name, v in given.items()}
        made = replace(cls(), **given)
        return replace(made, edition="" if made.edition == catalogue.edition else made.edition)


def as_names(value: object) -> Any:
    """Return a name, some names, or None as a tuple, each name once; anything else as it is."""
    if value is None or value == "":
        return ()
    if isinstance(value, str):
        return (value,)
    if isinstance(value, bytes) or not isinstance(value, Iterable):
        return value
    names = tuple(value)
    return tuple(name for place, name in enumerate(names) if name not in names[:place])


_KINDS = {
    "operations": "operation",
    "only_operation": "operation",
    "codes": "error code",
    "only_code": "error code",
}
