"""Fields in braces: JSON, whole or cut off, and all that looks like it.

Python's, JavaScript's, Go's and YAML's way to print an object differ from JSON in quotes alone
where an error is concerned. One reader takes all of them, and never asks that a text is well
formed: logs are cut, wrapped and mixed with other output.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from sgwlib.explanation.fields import tell
from sgwlib.explanation.signs import Sighting, Sign

if TYPE_CHECKING:
    from collections.abc import Callable

    from sgwlib.explanation.knowledge import Known
    from sgwlib.explanation.views import View

__all__ = ["InBraces", "Inner", "in_braces"]

_TOKEN: Final = re.compile(
    r"\\.?"
    r'|"(?P<double>(?:[^"\\]++|\\.)*+)(?P<closed>"?)'
    r"|(?<![\w)])'(?P<single>(?:[^'\\\n]++|\\.)*+)'"
    r"|(?P<brace>[{}\[\]])"
    r"|(?<![\w$])(?P<bare>[A-Za-z_$][\w$-]*+)(?=\s{0,9}[:=])",
    re.DOTALL,
)
_SEPARATOR: Final = re.compile(r"\s{0,99}(?::|=>?)\s{0,99}")
_SCALAR: Final = re.compile(r"[\w.$/#-]{1,200}+(?!\Z)")
_AFTER_STRING: Final = re.compile(r"\s{0,99}[,:}\])=;]|\s{0,99}\Z")
_NESTING: Final = 200  # deeper ones are no errors, but an attack
_SHORTEST_TEXT: Final = 12


class Inner(NamedTuple):
    """A string in which another error text may stand, escaped."""

    start: int
    end: int
    scope: int


class InBraces(NamedTuple):
    """What stands in braces: sightings, and strings that want to be read by themselves."""

    sightings: list[Sighting]
    inner: list[Inner]


class _Value(NamedTuple):
    start: int
    end: int
    whole: bool


@dataclass(slots=True)
class _Reader:
    view: View
    known: Known
    may_hold_error: Callable[[str], bool]
    new_scope: Callable[[], int]
    outer_scope: int
    sightings: list[Sighting] = field(default_factory=list)
    inner: list[Inner] = field(default_factory=list)
    # Each open brace with the signs of the record that it belongs to, and that record's scope.
    stack: list[tuple[str, list[Sign], int]] = field(default_factory=list)

    def read(self) -> None:
        text = self.view.text
        place = text.find("{")
        while place >= 0:
            place = self._object(place)
            place = text.find("{", place)

    def _object(self, place: int) -> int:
        """Read the object that starts here, and return where it ends."""
        text, match_token = self.view.text, _TOKEN.search
        key = None
        while match := match_token(text, place):
            place = match.end()
            brace = match["brace"]
            if brace:
                self._brace(brace)
                key = None
                if not self.stack:
                    return place
            elif match["bare"] is not None or match.lastgroup is not None:
                key, place = self._named(match, key)
        while self.stack:
            self._close()
        return len(text)

    def _brace(self, brace: str) -> None:
        if brace in "}]":
            self._close()
        elif len(self.stack) < _NESTING:
            kind, signs, scope = self.stack[-1] if self.stack else ("", [], self.outer_scope)
            # What stands in a list stands for itself: a CloudTrail file is one list of records.
            if brace == "{" and kind in {"", "["}:
                signs, scope = [], scope if not kind and scope else self.new_scope()
            self.stack.append((brace, signs, scope))

    def _close(self) -> None:
        _, signs, scope = self.stack.pop()
        if signs and not (self.stack and self.stack[-1][1] is signs):
            self.sightings.append(Sighting(signs, scope))

    def _named(self, match: re.Match[str], key: str | None) -> tuple[str | None, int]:
        """Take a key, or the value of the last one; return the key that waits for its value."""
        text = self.view.text
        value = self._value(match)
        separator = _SEPARATOR.match(text, value.end + (match["bare"] is None and value.whole))
        if match["bare"] is not None or (separator and key is None):
            name = text[value.start : value.end]
            if separator is None:
                return None, match.end()
            scalar = _SCALAR.match(text, separator.end())
            if scalar is None:
                return name, separator.end()
            self._field(name, _Value(scalar.start(), scalar.end(), whole=True))
            return None, scalar.end()
        if key is not None:
            self._field(key, value)
        else:
            self._hold(value)
        return None, match.end() if value.whole else max(value.end, match.start() + 1)

    def _value(self, match: re.Match[str]) -> _Value:
        """Return where a name or a string stands; one that does not end is cut at its line."""
        if match["bare"] is not None:
            return _Value(*match.span("bare"), whole=True)
        if match["single"] is not None:
            return _Value(*match.span("single"), whole=True)
        start, end = match.span("double")
        whole = bool(match["closed"])
        text = self.view.text
        if not (whole and _AFTER_STRING.match(text, match.end())):
            newline = text.find("\n", start, end)
            if newline >= 0 or not whole:
                return _Value(start, end if newline < 0 else newline, whole=False)
        return _Value(start, end, whole=True)

    def _field(self, key: str, value: _Value) -> None:
        text = self.view.text[value.start : value.end]
        if self._hold(value):
            return
        told = tell(key, text, self.known)
        if not value.whole:
            # A name that may go on is none, and a message that goes on is not this one.
            told = [
                each
                for each in told
                if each.what == "code"
                and self.known.is_code(each.value)
                and not self.known.is_part_of_longer(each.value)
            ]
        start, end = self.view.span(value.start, value.end)
        self.stack[-1][1].extend(Sign(*each, start, end, "field") for each in told)

    def _hold(self, value: _Value) -> bool:
        """Put a string aside in which another error text may stand."""
        if value.end - value.start < _SHORTEST_TEXT:
            return False
        if not self.may_hold_error(self.view.text[value.start : value.end]):
            return False
        self.inner.append(Inner(value.start, value.end, self.stack[-1][2]))
        return True


def in_braces(
    view: View,
    known: Known,
    may_hold_error: Callable[[str], bool],
    new_scope: Callable[[], int],
    outer_scope: int = 0,
) -> InBraces:
    """Read all objects of a text.

    Parameters
    ----------
    view
        The text.
    known
        The names to recognise.
    may_hold_error
        Says whether a string may hold another error text.
    new_scope
        Gives each record its number.
    outer_scope
        Number of the record that the text itself stands in; 0 for none.

    Returns
    -------
    InBraces
        What was found.
    """
    reader = _Reader(view, known, may_hold_error, new_scope, outer_scope)
    reader.read()
    return InBraces(reader.sightings, reader.inner)
