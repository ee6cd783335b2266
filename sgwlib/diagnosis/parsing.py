"""From a text to clusters of evidence, level by level, each piece in its own notation."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Final, NamedTuple

from sgwlib.diagnosis.decoding import (
    View,
    decode_all,
    decode_json,
    decode_whole,
    is_escaped,
    strip_colours,
)
from sgwlib.diagnosis.evidence import Cluster, Evidence, Field, read_field
from sgwlib.diagnosis.lines import code_names, in_lines, lone_messages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sgwlib.diagnosis.evidence import What
    from sgwlib.diagnosis.knowledge import Known

_DEEPEST: Final = 4  # levels of text inside text


def parse(view: View, known: Known) -> list[Cluster]:
    """Return the evidence of a text in its order; no piece is in two clusters."""
    view = decode_whole(view)
    scopes = count(1)
    found = list(_parse(view, known, 0, _DEEPEST, lambda: next(scopes)))
    if not any(each.what == "message" for cluster in found for each in cluster):
        found += lone_messages(view, known)
    if not any(cluster.names_error for cluster in found):
        found += code_names(decode_all(view), known)
    return sorted(_without_repeats(found), key=lambda cluster: cluster.start)


def _parse(
    view: View, known: Known, scope: int, levels: int, new_scope: Callable[[], int]
) -> Iterator[Cluster]:
    view = strip_colours(view)
    reader = _ObjectReader(view, known, new_scope, scope)
    reader.read()
    yield from reader.clusters
    for start, end, inner_scope in reader.inner if levels else ():
        part = decode_json(view.part(start, end))
        yield from _parse(part, known, inner_scope, levels - 1, new_scope)
    for gap in _gaps(view, reader.inner):
        if levels and is_escaped(gap.text):
            yield from _parse(decode_json(gap), known, scope, levels - 1, new_scope)
        else:
            yield from in_lines(gap, known, scope)


def _gaps(view: View, inner: list[tuple[int, int, int]]) -> Iterator[View]:
    """Yield what is left of a text without the strings that are parsed by themselves."""
    last = 0
    for start, end, _ in sorted(inner):
        yield view.part(last, start)
        last = end
    yield view.part(last, len(view.text))


def _without_repeats(clusters: list[Cluster]) -> Iterator[Cluster]:
    """Drop evidence that was found before, in another notation."""
    # A name may be both, and its place shows that it is a code.
    seen: set[tuple[What, int]] = {
        ("exception", each.start) for cluster in clusters for each in cluster if each.what == "code"
    }
    for cluster in clusters:
        new = [each for each in cluster if (each.what, each.start) not in seen]
        seen.update((each.what, each.start) for each in new)
        if new:
            yield Cluster(new, cluster.scope)


# --- fields in braces: JSON, whole or truncated, and every notation that looks like it --------
#
# Python, JavaScript, Go and YAML print objects that differ from JSON only in their quotes, as far
# as errors are concerned. One reader takes all of them. It never requires a well-formed text,
# because logs are truncated, wrapped and mixed with other output.

CODE_IN_ERROR: Final = "error.errorCode"
"""The notation of an error code that stands where only a response has one."""

# An escape, "a string", 'a string', a brace, or the bare key of a value: key=
_TOKEN: Final = re.compile(
    r"\\.?"
    r'|"(?P<double>(?:[^"\\]++|\\.)*+)(?P<closed>"?)'
    r"|(?:(?<![\w)])|(?<=\Wu))'(?P<single>(?:[^'\\\n]++|\\.)*+)'"
    r"|(?P<brace>[{}\[\]])"
    r"|(?<![\w$])(?P<bare>[A-Za-z_$][\w$-]*+)(?=\s{0,9}[:=])",
    re.DOTALL,
)
# ": ", " => ", Rust's ": Some(", Python 2's ": u'"
_SEPARATOR: Final = re.compile(r"\s{0,99}(?::|=>?)\s{0,99}(?:Some\(\s{0,99}|u(?=['\"]))?")
_SCALAR: Final = re.compile(r"[\w.$/#-]{1,200}+(?!\Z)")  # a value without quotes: 400
_NOTHING: Final = frozenset({"null", "None", "nil", "undefined"})
# What names an object: the key before it, or Rust's "Error {" for an unmodelled error.
_NAMED: Final = re.compile(r"(?:(\w{1,12})[\"']?\s?[:=]\s?|\b(Error) )\Z")
_LINE_START: Final = 20  # blanks, and what Python prints before bytes
_ERROR_KEYS: Final = frozenset({"__type", "errorCode"})  # only errors have them
_DEEPEST_BRACES: Final = 200  # deeper nesting is an attack
_SHORTEST_TEXT: Final = 12
# A string inside a text is parsed by itself only if it has one of these.
_ERROR_WORDS: Final = (
    *("InvalidGatewayRequestException", "when calling the", "__type", "Exception"),
    *("InternalServerError", "InternalFailure", "ServiceUnavailable", "errorCode", "ErrorCode"),
    *("InvalidAction", "MissingAction", "InvalidClientTokenId", "MissingAuthenticationToken"),
    *("RequestExpired", "(Service: "),
)


class _Container(NamedTuple):
    """An open brace: the key before it, and the evidence and scope of its record."""

    brace: str
    key: str
    evidence: list[Evidence]
    scope: int


class _Value(NamedTuple):
    start: int
    end: int
    whole: bool


@dataclass(slots=True)
class _ObjectReader:
    """Reads all objects of a text into clusters and inner texts.

    ``new_scope`` numbers the records; ``outer_scope`` is the record that the text stands in.
    ``inner`` has the start, end and scope of each string that may contain another error text.
    """

    view: View
    known: Known
    new_scope: Callable[[], int]
    outer_scope: int
    scope: int = 0
    clusters: list[Cluster] = field(default_factory=list)
    inner: list[tuple[int, int, int]] = field(default_factory=list)
    stack: list[_Container] = field(default_factory=list)

    def read(self) -> None:
        """Read the text once, from start to end."""
        text = self.view.text
        place = text.find("{")
        while place >= 0:
            place = text.find("{", self._object(place))

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
        """Return whether an object starts its line, so that it is a record of its own."""
        before = self.view.text[max(0, place - _LINE_START) : place].rpartition("\n")[2]
        return len(before) < _LINE_START and not before.strip(" \t\"'b")

    def _brace(self, brace: str, key: str) -> None:
        if brace in "}]":
            self._close()
        elif len(self.stack) < _DEEPEST_BRACES:
            outer = self.stack[-1] if self.stack else _Container("", "", [], self.scope)
            kind, _, evidence, scope = outer
            # Each object of a list is a record: a CloudTrail file is one list of records.
            if brace == "{" and kind == "[":
                evidence, scope = [], self.new_scope()
            self.stack.append(_Container(brace, key, evidence, scope))

    def _close(self) -> None:
        _, _, evidence, scope = self.stack.pop()
        if evidence and not (self.stack and self.stack[-1].evidence is evidence):
            self.clusters.append(Cluster(evidence, scope))

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
        """Return the span of a key or a string; a string that does not end is cut at its line."""
        for group in ("bare", "single"):
            if match[group] is not None:
                return _Value(*match.span(group), whole=True)
        start, end = match.span("double")
        newline = -1 if match["closed"] else self.view.text.find("\n", start, end)
        return _Value(start, end if newline < 0 else newline, whole=bool(match["closed"]))

    def _field(self, key: str, value: _Value) -> None:
        text = self.view.text[value.start : value.end]
        if text in _NOTHING or self._hold(value):
            return
        container = self.stack[-1]
        found = read_field(f"{container.key}.{key}", text, self.known)
        found = found or read_field(key, text, self.known)
        if not value.whole:
            # Truncation may have shortened anything but the names of some codes.
            codes = [it for it in found if it.what == "code" and self.known.is_code(it.value)]
            found = [it for it in codes if it.value not in self.known.beginnings] or (
                [Field("failure", key)] if key in _ERROR_KEYS else []
            )
        start, end = self.view.span(value.start, value.end)
        in_error = container.key.strip("_").lower() == "error"
        for what, name in found:
            how = CODE_IN_ERROR if what == "code" and in_error else "field"
            container.evidence.append(Evidence(what, name, start, end, how))

    def _hold(self, value: _Value) -> bool:
        """Set a string aside that may contain another error text, not only a name or a message."""
        text = self.view.text[value.start : value.end]
        is_long = len(text) >= _SHORTEST_TEXT and (" " in text or "{" in text)
        if not is_long or not any(word in text for word in _ERROR_WORDS):
            return False
        self.inner.append((value.start, value.end, self.stack[-1].scope))
        return True
