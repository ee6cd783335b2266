"""A text in a form that is easier to read, with the way back to the original positions.

Errors arrive coloured, escaped inside JSON strings, or wrapped at a terminal's edge. A view undoes
that. Evidence found in a view is reported at its position in the original text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from html import unescape
from itertools import accumulate
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# Every quantifier is bounded or possessive, so that the time grows with the text and no faster.
_COLOUR: Final = re.compile(  # "\x1b[1;31m", "\x1b]0;title\x07"
    r"\x1b(?:\[[0-?]{0,40}[ -/]{0,4}[@-~]|\][^\x07\x1b]{0,200}\x07|[@-Z_])"
)
_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|([\"'\\/nrt]))")  # "\\n", "\\u00e9"
_ESCAPED: Final = {"n": "\n", "r": "\r", "t": "\t"}
_ENTITY: Final = re.compile(  # "&quot;", "&#34;"
    r"&(?:quot|apos|amp|lt|gt|nbsp|#\d{2,3}|#[xX][0-9a-fA-F]{2});"
)
_DOUBLED: Final = re.compile(r'""(?=\w[^"\n]{0,300}"")')  # a cell of CSV: "{""code"": 1}"
_TWO_QUOTES: Final = re.compile('""')
_URL: Final = re.compile(r"%(?:0[aA]|20|22|28)")  # "%0A", "%20"
_PERCENT: Final = re.compile(r"%([0-7][0-9a-fA-F])")  # "%2C"
_SYSLOG: Final = re.compile(r"#0(1[125])")  # rsyslog writes a line end as "#012"
# A line that Docker keeps: {"log":"...\\n","stream":"stderr","time":"..."}
_DOCKER: Final = re.compile(
    r'^\{"log": ?"|(?:\\n)?", ?"stream": ?"std(?:out|err)", ?"time": ?"[^"\n]{1,40}"\}$',
    re.MULTILINE,
)
_NARROWEST: Final = 20  # no terminal wraps shorter lines
# What starts a new line rather than continuing a wrapped one: "{", "2024-04", "Error: no".
# "Error: The ..." is excluded, because InternalServer / Error: The ... is one wrapped name.
_NEW_LINE: Final = re.compile(
    r"\s{0,9}(?:[{\[]|\d{4}[-/]\d\d|[A-Z][a-z]{2} [ \d]\d \d\d:"
    r"|Error: (?!(?:An?|The) )|An error |aws: |Traceback \()"
)


@dataclass(slots=True, eq=False, repr=False)
class View:
    """A text made from another one, piece by piece.

    ``_starts`` and ``_places`` say where each piece starts, here and in the parent.
    """

    text: str
    _parent: View | None = None
    _starts: Sequence[int] = (0,)
    _places: Sequence[int] = (0,)

    def origin(self, position: int) -> int:
        """Return the original position of a character."""
        if self._parent is None:
            return position
        piece = bisect_right(self._starts, position) - 1
        return self._parent.origin(self._places[piece] + position - self._starts[piece])

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the original span of a piece."""
        if end <= start:
            place = self.origin(start)
            return place, place
        return self.origin(start), self.origin(end - 1) + 1

    def part(self, start: int, end: int) -> View:
        """Return a view of a part."""
        return View(self.text[start:end], self, [0], [start])

    def replaced(
        self, pattern: re.Pattern[str], replacement: Callable[[re.Match[str]], str]
    ) -> View:
        """Return a view with every match replaced."""
        pieces, last = [], 0
        for match in pattern.finditer(self.text):
            pieces.append((self.text[last : match.start()], last))
            pieces.append((replacement(match), match.start()))
            last = match.end()
        return self._of([*pieces, (self.text[last:], last)])

    def without(self, places: list[int]) -> View:
        """Return a view without the characters at some positions, which must be in order."""
        starts = [0, *(place + 1 for place in places)]
        ends = [*places, len(self.text)]
        return self._of([(self.text[at:end], at) for at, end in zip(starts, ends, strict=True)])

    def _of(self, pieces: list[tuple[str, int]]) -> View:
        """Return a view made of some pieces, each with its place here."""
        texts = [text for text, _ in pieces if text]
        places = [place for text, place in pieces if text] or [0]
        starts = [0, *accumulate(map(len, texts[:-1]))]
        return View("".join(texts), self, starts, places)


def decode_whole(view: View) -> View:
    """Undo what changes a text from end to end: Docker, HTML, CSV, URLs, syslog."""
    return decode_syslog(decode_url(decode_quotes(decode_docker(view))))


def strip_colours(view: View) -> View:
    """Remove colours and other escape sequences of a terminal."""
    return view.replaced(_COLOUR, lambda _: "") if "\x1b" in view.text else view


def is_escaped(text: str) -> bool:
    """Return whether a text looks like the inside of a JSON string."""
    return '\\"' in text or "\\n" in text


def decode_json(view: View) -> View:
    """Undo one level of JSON's escapes, and leave everything else as it is."""

    def plain(match: re.Match[str]) -> str:
        number, letter = match.groups()
        return chr(int(number, 16)) if number else _ESCAPED.get(letter, letter)

    return view.replaced(_ESCAPE, plain) if "\\" in view.text else view


def decode_docker(view: View) -> View:
    """Return what was logged, if Docker put each line into a JSON object."""
    is_docker = view.text.startswith('{"log":')
    return decode_json(view.replaced(_DOCKER, lambda _: "")) if is_docker else view


def decode_quotes(view: View) -> View:
    """Undo the entities of HTML and the doubled quotes of CSV."""
    if "&quot;" in view.text or "&#" in view.text or _DOUBLED.search(view.text):
        view = view.replaced(_ENTITY, lambda match: unescape(match[0]))
    return view.replaced(_TWO_QUOTES, lambda _: '"') if _DOUBLED.search(view.text) else view


def decode_url(view: View) -> View:
    """Undo the escapes of URLs, which GitHub Actions uses too."""
    has_escapes = _URL.search(view.text)
    return view.replaced(_PERCENT, lambda match: chr(int(match[1], 16))) if has_escapes else view


def decode_syslog(view: View) -> View:
    """Undo rsyslog's octal numbers for line ends and tabs."""
    has_escapes = "#012" in view.text
    return view.replaced(_SYSLOG, lambda match: chr(int(match[1], 8))) if has_escapes else view


def join_wrapped(view: View) -> View | None:
    """Join the lines that were wrapped at a fixed width; return None if none were.

    A line is wrapped if it is as long as the longest, unless the next one starts something new.
    """
    lines = view.text.split("\n")
    lengths = [len(line) for line in lines]
    width = max(lengths[:-1], default=0)
    if width < _NARROWEST:
        return None
    ends = [0, *accumulate(length + 1 for length in lengths)]
    wrapped = [
        number
        for number, length in enumerate(lengths[:-1])
        if length == width and not _NEW_LINE.match(lines[number + 1])
    ]
    return view.without([ends[number + 1] - 1 for number in wrapped]) if wrapped else None
