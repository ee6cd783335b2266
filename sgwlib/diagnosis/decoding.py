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
        return self.made_of([*pieces, (self.text[last:], last)])

    def made_of(self, pieces: list[tuple[str, int]]) -> View:
        """Return a view made of some pieces, each with its place here."""
        texts = [text for text, _ in pieces if text]
        places = [place for text, place in pieces if text] or [0]
        starts = [0, *accumulate(map(len, texts[:-1]))]
        return View("".join(texts), self, starts, places)


# --- escapes --------------------------------------------------------------------------------

# Every quantifier is bounded or possessive, so that the time grows with the text and no faster.
_COLOUR: Final = re.compile(  # "\x1b[1;31m", "\x1b]0;title\x07"
    r"\x1b(?:\[[0-?]{0,40}[ -/]{0,4}[@-~]|\][^\x07\x1b]{0,200}\x07|[@-Z_])"
)
_IN_JSON: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|([\"'\\/nrt]))")  # "\\n", "\\u00e9"
_LETTERS: Final = {"n": "\n", "r": "\r", "t": "\t"}
# A line that Docker keeps: {"log":"...\\n","stream":"stderr","time":"..."}
_DOCKER: Final = re.compile(
    r'^\{"log": ?"|(?:\\n)?", ?"stream": ?"std(?:out|err)", ?"time": ?"[^"\n]{1,40}"\}$',
    re.MULTILINE,
)
_DOUBLED: Final = r'""(?=\w[^"\n]{0,300}"")'
# What may escape a text from end to end: what shows it, what is replaced, and by what.
_OF_WHOLE: Final[tuple[tuple[str, str, Callable[[re.Match[str]], str]], ...]] = (
    # HTML: "&quot;", "&#34;"
    (
        rf"&(?:quot|lt|gt);|&#|{_DOUBLED}",
        r"&(?:quot|apos|amp|lt|gt|nbsp|#\d{2,3}|#[xX][0-9a-fA-F]{1,2});",
        lambda it: unescape(it[0]),
    ),
    # a cell of CSV: "{""code"": 1}"
    (_DOUBLED, '""', lambda _: '"'),
    # a form that was sent: "occurred+%28ThrottlingException%29+when"
    (r"%2[28][^\s+]{1,200}\+\w", r"\+", lambda _: " "),
    # URLs, and GitHub Actions: "%0A", "%2C"
    (r"%(?:0[aA]|20|22|28)", r"%([0-7][0-9a-fA-F])", lambda it: chr(int(it[1], 16))),
    # rsyslog writes a line end as "#012"
    ("#012", r"#0(1[125])", lambda it: chr(int(it[1], 8))),
)


_ANY_OF_WHOLE: Final = re.compile("|".join(shown_by for shown_by, *_ in _OF_WHOLE))


def decode_whole(view: View, around: str | None = None) -> View:
    """Undo what changes a text from end to end: Docker, HTML, CSV, URLs, syslog.

    The text around a part of one shows what changes it.
    """
    if view.text.startswith('{"log":'):
        view = decode_json(view.replaced(_DOCKER, lambda _: ""))
    around = view.text if around is None else around
    for shown_by, escape, plain in _OF_WHOLE if _ANY_OF_WHOLE.search(around) else ():
        if re.search(shown_by, around):
            view = view.replaced(re.compile(escape), plain)
            around = re.sub(escape, plain, around)  # which may show what was escaped before
    return view


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
        return chr(int(number, 16)) if number else _LETTERS.get(letter, letter)

    return view.replaced(_IN_JSON, plain) if "\\" in view.text else view


def decode_all(view: View) -> View:
    """Undo colours, and the escapes of JSON at any depth."""
    view = strip_colours(view)
    while is_escaped(view.text):  # each level has fewer backslashes
        view = decode_json(view)
    return view


# --- lines that a terminal has wrapped --------------------------------------------------------

_NARROWEST: Final = 20  # no terminal wraps shorter lines
# What starts a new line rather than continuing a wrapped one: "{", "2024-04", "Error: no".
# "Error: The ..." is excluded, because InternalServer / Error: The ... is one wrapped name.
_NEW_LINE: Final = re.compile(
    r"\s{0,9}(?:[{\[]|\d{4}[-/]\d\d|[A-Z][a-z]{2} [ \d]\d \d\d:"
    r"|Error: (?!(?:An?|The) )|An error |aws: |Traceback \()"
)


def join_wrapped(view: View) -> View | None:
    """Join the lines that were wrapped at a fixed width; return None if none were.

    A line is wrapped if it is as long as the longest, unless the next one starts something new.
    """
    *lines, last = view.text.split("\n")
    width = max(map(len, lines), default=0)
    following = [*lines[1:], last]
    wrapped = [
        len(line) == width and not _NEW_LINE.match(after)
        for line, after in zip(lines, following, strict=False)
    ]
    if width < _NARROWEST or not any(wrapped):
        return None
    ended = [line if is_open else line + "\n" for line, is_open in zip(lines, wrapped, strict=True)]
    places = accumulate((len(line) + 1 for line in lines), initial=0)
    return view.made_of(list(zip([*ended, last], places, strict=True)))
