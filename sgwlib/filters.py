"""Which of the documented pairs to look at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sgwlib.errors import UnknownNameError

if TYPE_CHECKING:
    from sgwlib.catalogue import Catalogue, ErrorCode, Pair

__all__ = ["Filter", "families", "outcomes", "resources"]

# The words of "(in-use), e.g. a tape's": "in-use", "e.g", "a" and "tape's". As in book.js.
_WORD = re.compile(r"[^\W_]+(?:[-_'\u2019.][^\W_]+)*")


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
        case are the same, and ``delete_volume`` is the same as ``DeleteVolume``. ``in-use`` also
        finds "in use", with both words side by side. Punctuation around a word and its "'s"
        don't count. A text without a word, such as ``"?"``, keeps no pair; a blank one keeps all.

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
        words = _WORD.findall(self.text)
        if self.text and not words and not self.text.isspace():
            return ()
        # "in-use" is written as "InUse" in a name, and as "in use" in a message.
        written = [{_plain(word), _plain(re.sub("[-_]", " ", word))} for word in words]
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
        whole = {name: _outcome(catalogue.codes[name], catalogue) for name in codes}

        def has(pair: Pair, way: str) -> bool:
            operation, code = pair
            return way in operations[operation] or way in codes[code] or way in whole[code]

        return tuple(
            pair
            for pair in catalogue.pairs
            if pair[0] in operations
            and pair[1] in codes
            and all(any(has(pair, way) for way in ways) for ways in written)
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
    """Return a text in one case, as the page does, without what joins or ends a word."""
    # "Delete-Volume's" is "deletevolume". ASCII, since that's what \b is in JavaScript.
    return re.sub(r"[-_]|['\u2019](s\b)?", "", text.upper().lower(), flags=re.ASCII)
