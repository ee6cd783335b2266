"""Which of the documented pairs to look at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sgwlib.errors import UnknownNameError

if TYPE_CHECKING:
    from sgwlib.catalogue import Catalogue, ErrorCode, Pair

__all__ = ["Filter", "families", "outcomes", "resources"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Conditions on pairs. A pair is kept if all of them hold; without any, every pair is kept.

    Parameters
    ----------
    operation
        Name of an operation.
    code
        Name of an error code.
    resource
        What the operation acts on, such as ``"volume"``.
    family
        The family of the code, such as ``"disk and buffer"``.
    outcome
        The exception or the HTTP status that the code comes with by default. A status is
        ``400``, ``"400"`` or ``"400 Bad Request"``. General exceptions come without a code, so
        they keep no pair.
    text
        Words that must all occur in the names, the resource, the gateway types, the family, the
        message or the cause of a pair, or be its whole exception or HTTP status. Upper and lower
        case are the same, and ``delete_volume`` is the same as ``DeleteVolume``.

    Examples
    --------
    >>> from sgwlib import load_catalogue
    >>> catalogue = load_catalogue()
    >>> len(Filter().pairs(catalogue))
    289
    >>> Filter(resource="volume", text="iscsi connected").pairs(catalogue)[-1]
    Pair(operation='DeleteVolume', code='VolumeInUse')
    >>> len(Filter(outcome=500).pairs(catalogue))
    62
    """

    operation: str = ""
    code: str = ""
    resource: str = ""
    family: str = ""
    outcome: str | int = ""
    text: str = ""

    def pairs(self, catalogue: Catalogue) -> tuple[Pair, ...]:
        """Return the pairs of a catalogue for which all conditions hold, in the page's order.

        Raises
        ------
        UnknownNameError
            If a condition names something that the catalogue does not have.

        Examples
        --------
        >>> from sgwlib import load_catalogue
        >>> Filter(code="VolumeInUse").pairs(load_catalogue())
        (Pair(operation='DeleteVolume', code='VolumeInUse'),)
        """
        if self.operation:
            catalogue.codes_of(self.operation)  # refuses an unknown name
        if self.code:
            catalogue.operations_of(self.code)
        _check("resource", self.resource, resources(catalogue))
        _check("family", self.family, families(catalogue))
        carriers = _exceptions(str(self.outcome), catalogue)
        words = re.findall(r"\w+", _plain(self.text))  # "(in-use)," is the word "inuse"
        operations = {
            each.name: _plain(" ".join((each.name, each.resource, *each.gateway_types)))
            for each in catalogue.operations.values()
            if (self.operation or each.name) == each.name
            and (self.resource or each.resource) == each.resource
        }
        codes = {
            each.name: _plain(f"{each.name} {each.message} {each.cause.text} {each.family}")
            for each in catalogue.codes.values()
            if (self.code or each.name) == each.name
            and (self.family or each.family) == each.family
            and each.carrier.text in carriers
        }
        return tuple(
            pair
            for pair in catalogue.pairs
            if pair[0] in operations
            and pair[1] in codes
            and all(
                word in operations[pair[0]]
                or word in codes[pair[1]]
                or word in _outcome(catalogue.codes[pair[1]], catalogue)
                for word in words
            )
        )


def resources(catalogue: Catalogue) -> tuple[str, ...]:
    """Return the resources that operations act on, in the page's order.

    Examples
    --------
    >>> from sgwlib import load_catalogue
    >>> resources(load_catalogue())[:3]
    ('gateway', 'bandwidth limit', 'volume')
    """
    return tuple(dict.fromkeys(each.resource for each in catalogue.operations.values()))


def families(catalogue: Catalogue) -> tuple[str, ...]:
    """Return the families of error codes, in the page's order.

    Examples
    --------
    >>> from sgwlib import load_catalogue
    >>> families(load_catalogue())[:3]
    ('activation', 'network', 'snapshot')
    """
    return tuple(dict.fromkeys(each.family for each in catalogue.codes.values()))


def outcomes(catalogue: Catalogue) -> tuple[str, ...]:
    """Return the values of a filter's ``outcome``: statuses with their reasons, then exceptions.

    Examples
    --------
    >>> from sgwlib import load_catalogue
    >>> outcomes(load_catalogue())[:2]
    ('400 Bad Request', '403 Forbidden')
    """
    statuses = {f"{each.status} {each.reason}" for each in catalogue.exceptions.values()}
    return (*sorted(statuses), *catalogue.exceptions)


def _exceptions(outcome: str, catalogue: Catalogue) -> set[str]:
    """Return the names of the exceptions that an outcome means; of all without one."""
    found = {
        each.name
        for each in catalogue.exceptions.values()
        if outcome in ("", each.name, str(each.status), f"{each.status} {each.reason}")
    }
    if not found:
        raise UnknownNameError("exception or status", outcome, outcomes(catalogue))
    return found


def _check(kind: str, name: str, known: tuple[str, ...]) -> None:
    if name and name not in known:
        raise UnknownNameError(kind, name, known)


def _outcome(code: ErrorCode, catalogue: Catalogue) -> tuple[str, str]:
    """Return the two words for what a code comes with: its exception, and the status."""
    carrier = catalogue.exceptions[code.carrier.text]
    return _plain(carrier.name), str(carrier.status)


def _plain(text: str) -> str:
    """Return a text in one case, without what joins words in Python and on the command line."""
    return text.casefold().replace("-", "").replace("_", "")
