"""Fields in braces: JSON, whole or cut off, and all that looks like it.

Python's, JavaScript's, Go's and YAML's way to print an object differ from JSON in quotes alone
where an error is concerned. One reader takes all of them, and never asks that a text is well
formed: logs are cut, wrapped and mixed with other output.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from sgwlib.explanation.fields import Told, tell
from sgwlib.explanation.signs import Sighting, Sign

if TYPE_CHECKING:
    from collections.abc import Callable

    from sgwlib.explanation.knowledge import Known
    from sgwlib.explanation.views import View

__all__ = ["CODE_IN_ERROR", "InBraces", "Inner", "in_braces"]

_TOKEN: Final = re.compile(
    r"\\.?"
    r'|"(?P<double>(?:[^"\\]++|\\.)*+)(?P<closed>"?)'
    r"|(?:(?<![\w)])|(?<=\Wu))'(?P<single>(?:[^'\\\n]++|\\.)*+)'"
    r"|(?P<brace>[{}\[\]])"
    r"|(?<![\w$])(?P<bare>[A-Za-z_$][\w$-]*+)(?=\s{0,9}[:=])",
    re.DOTALL,
)
# Before a value, Rust and Python 2 have something of their own.
_SEPARATOR: Final = re.compile(r"\s{0,99}(?::|=>?)\s{0,99}(?:Some\(\s{0,99}|u(?=['\"]))?")
_SCALAR: Final = re.compile(r"[\w.$/#-]{1,200}+(?!\Z)")
# What names an object: the key before it, or as Rust prints an error of no class.
_NAMED: Final = re.compile(r"(?:(\w{1,12})[\"']?\s?[:=]\s?|\b(Error) )\Z")
_AFTER_STRING: Final = re.compile(r"\s{0,99}[,:}\])=;]|\s{0,99}\Z")
CODE_IN_ERROR: Final = "error.errorCode"
"""How a code is read where a response has it."""
_LINE_START: Final = 20  # blanks, and what Python puts before bytes
_ERROR_KEYS: Final = frozenset({"__type", "errorCode"})  # only an error has them
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


class _Container(NamedTuple):
    """An open brace: the key before it, and signs and scope of the record it belongs to."""

    brace: str
    key: str
    signs: list[Sign]
    scope: int


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
    scope: int = 0
    sightings: list[Sighting] = field(default_factory=list)
    inner: list[Inner] = field(default_factory=list)
    stack: list[_Container] = field(default_factory=list)

    def read(self) -> None:
        text = self.view.text
        place = text.find("{")
        while place >= 0:
            place = self._object(place)
            place = text.find("{", place)

    def _object(self, place: int) -> int:
        """Read the object that starts here, and return where it ends."""
        text, match_token = self.view.text, _TOKEN.search
        self.scope = self.outer_scope
        if not self.scope and self._starts_line(place):
            self.scope = self.new_scope()
        named = _NAMED.search(text, max(0, place - _LINE_START), place)
        key = named[named.lastindex or 1] if named else None
        while match := match_token(text, place):
            place = match.end()
            brace = match["brace"]
            if brace:
                self._brace(brace, key or "")
                key = None
                if not self.stack:
                    return place
            elif match["bare"] is not None or match.lastgroup is not None:
                key, place = self._named(match, key)
        while self.stack:
            self._close()
        return len(text)

    def _starts_line(self, place: int) -> bool:
        """Say whether an object is a record of its own, and no part of what stands before it."""
        before = self.view.text[max(0, place - _LINE_START) : place].rpartition("\n")[2]
        return len(before) < _LINE_START and not before.strip(" \t\"'b")

    def _brace(self, brace: str, key: str) -> None:
        if brace in "}]":
            self._close()
        elif len(self.stack) < _NESTING:
            outer = self.stack[-1] if self.stack else _Container("", "", [], self.scope)
            kind, _, signs, scope = outer
            # What stands in a list stands for itself: a CloudTrail file is one list of records.
            if brace == "{" and kind == "[":
                signs, scope = [], self.new_scope()
            self.stack.append(_Container(brace, key, signs, scope))

    def _close(self) -> None:
        _, _, signs, scope = self.stack.pop()
        if signs and not (self.stack and self.stack[-1].signs is signs):
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
        container = self.stack[-1]
        told = tell(f"{container.key}.{key}", text, self.known) or tell(key, text, self.known)
        if not value.whole:
            failed = [Told("failure", key)] if key in _ERROR_KEYS else []
            # A name that may go on is none, and a message that goes on is not this one.
            told = [
                each
                for each in told
                if each.what == "code"
                and self.known.is_code(each.value)
                and not self.known.is_part_of_longer(each.value)
            ] or failed
        start, end = self.view.span(value.start, value.end)
        in_error = container.key.strip("_").lower() == "error"
        for what, name in told:
            how = CODE_IN_ERROR if what == "code" and in_error else "field"
            container.signs.append(Sign(what, name, start, end, how))

    def _hold(self, value: _Value) -> bool:
        """Put a string aside in which another error text may stand."""
        if value.end - value.start < _SHORTEST_TEXT:
            return False
        if not self.may_hold_error(self.view.text[value.start : value.end]):
            return False
        self.inner.append(Inner(value.start, value.end, self.stack[-1].scope))
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
