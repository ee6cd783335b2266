"""A text in a form that is easier to read, which still knows where everything stood.

Errors come coloured, escaped inside JSON strings, or broken at a terminal's edge. A view undoes
that, and takes each place in it back to the place in the text as it was given.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from html import unescape
from itertools import accumulate
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "View",
    "is_coloured",
    "is_docker",
    "is_escaped",
    "is_of_syslog",
    "is_of_url",
    "is_quoted",
    "rejoined",
    "uncoloured",
    "undocked",
    "unescaped",
    "unnumbered",
    "unpercented",
    "unquoted",
]

# Every quantifier is bounded or possessive: no text may take longer than its length.
_COLOUR: Final = re.compile(r"\x1b(?:\[[0-?]{0,40}[ -/]{0,4}[@-~]|\][^\x07\x1b]{0,200}\x07|[@-Z_])")
_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|([\"'\\/nrt]))")
_ENTITY: Final = re.compile(r"&(?:quot|apos|amp|lt|gt|nbsp|#\d{2,3}|#[xX][0-9a-fA-F]{2});")
_PERCENT: Final = re.compile(r"%([0-7][0-9a-fA-F])")
_OF_URL: Final = re.compile(r"%(?:0[aA]|20|22|28)")
_OF_SYSLOG: Final = re.compile(r"#0(1[125])")
_DOUBLED: Final = re.compile(r'""(?=\w[^"\n]{0,300}"")')
_TWO_QUOTES: Final = re.compile('""')
# A line as Docker keeps it: {"log":"...\\n","stream":"stderr","time":"..."}
_DOCKER: Final = re.compile(
    r'^\{"log": ?"|(?:\\n)?", ?"stream": ?"std(?:out|err)", ?"time": ?"[^"\n]{1,40}"\}$',
    re.MULTILINE,
)
_PLAIN: Final = {"n": "\n", "r": "\r", "t": "\t"}
_NARROWEST: Final = 20  # no terminal breaks lines before that
# No continuation: an object, a time stamp, or what clients start with. (InternalServer / Error:
# The ... is one name and its message.)
_NEW_LINE: Final = re.compile(
    r"\s{0,9}(?:[{\[]|\d{4}[-/]\d\d|[A-Z][a-z]{2} [ \d]\d \d\d:"
    r"|Error: (?!(?:An?|The) )|An error |aws: )"
)


class View:
    r"""A text made from another one, piece by piece.

    Parameters
    ----------
    text
        The text of the view.
    parent
        The view that it was made from; None for a text as it was given.
    starts, places
        Where each piece starts, here and in the parent.

    Examples
    --------
    >>> view = uncoloured(View("\x1b[31mError\x1b[0m: no"))
    >>> view.text, view.span(0, 5)
    ('Error: no', (5, 10))
    """

    __slots__ = ("_parent", "_places", "_starts", "text")

    def __init__(
        self,
        text: str,
        parent: View | None = None,
        starts: list[int] | None = None,
        places: list[int] | None = None,
    ) -> None:
        self.text = text
        self._parent = parent
        self._starts = starts or [0]
        self._places = places or [0]

    def origin(self, position: int) -> int:
        """Return where a place of this view stands in the text as it was given."""
        if self._parent is None:
            return position
        piece = bisect_right(self._starts, position) - 1
        return self._parent.origin(self._places[piece] + position - self._starts[piece])

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a piece of this view stands in the text as it was given."""
        if end <= start:
            place = self.origin(start)
            return place, place
        return self.origin(start), self.origin(end - 1) + 1

    def part(self, start: int, end: int) -> View:
        """Return the view of a part."""
        return View(self.text[start:end], self, [0], [start])

    def replaced(
        self, pattern: re.Pattern[str], replacement: Callable[[re.Match[str]], str]
    ) -> View:
        """Return a view with every match replaced."""
        pieces, starts, places, length, last = [], [], [], 0, 0

        def take(piece: str, place: int) -> None:
            nonlocal length
            if piece:
                pieces.append(piece)
                starts.append(length)
                places.append(place)
                length += len(piece)

        for match in pattern.finditer(self.text):
            take(self.text[last : match.start()], last)
            take(replacement(match), match.start())
            last = match.end()
        take(self.text[last:], last)
        return View("".join(pieces), self, starts, places)

    def without(self, places: list[int]) -> View:
        """Return a view without the characters at some places, given in their order."""
        starts = [0, *(place + 1 for place in places)]
        ends = [*places, len(self.text)]
        pieces = [self.text[start:end] for start, end in zip(starts, ends, strict=True)]
        lengths = [0, *accumulate(map(len, pieces[:-1]))]
        return View("".join(pieces), self, lengths, starts)


def is_coloured(text: str) -> bool:
    """Say whether a text has the escape sequences of a terminal."""
    return "\x1b" in text


def uncoloured(view: View) -> View:
    """Return a view without colours and other escape sequences of a terminal."""
    return view.replaced(_COLOUR, lambda _: "")


def is_escaped(text: str) -> bool:
    """Say whether a text looks as if it stood in a JSON string."""
    return '\\"' in text or "\\n" in text


def unescaped(view: View) -> View:
    """Return a view with one level of JSON's escapes undone; whatever else stays as it is."""

    def plain(match: re.Match[str]) -> str:
        number, letter = match.groups()
        return chr(int(number, 16)) if number else _PLAIN.get(letter, letter)

    return view.replaced(_ESCAPE, plain)


def is_docker(text: str) -> bool:
    """Say whether a text is a log as Docker keeps it, each line in an object of its own."""
    return text.startswith('{"log":')


def undocked(view: View) -> View:
    """Return a view of what was logged through Docker."""
    return unescaped(view.replaced(_DOCKER, lambda _: ""))


def is_quoted(text: str) -> bool:
    """Say whether a text looks as if it stood in HTML, or in a cell of a CSV table."""
    return "&quot;" in text or "&#" in text or _DOUBLED.search(text) is not None


def unquoted(view: View) -> View:
    """Return a view without the entities of HTML and the doubled quotes of CSV."""
    view = view.replaced(_ENTITY, lambda match: unescape(match[0]))
    return view.replaced(_TWO_QUOTES, lambda _: '"') if _DOUBLED.search(view.text) else view


def is_of_url(text: str) -> bool:
    """Say whether a text looks as if it stood in a URL, or in a command of GitHub Actions."""
    return "%" in text and _OF_URL.search(text) is not None


def unpercented(view: View) -> View:
    """Return a view without the escapes of URLs."""
    return view.replaced(_PERCENT, lambda match: chr(int(match[1], 16)))


def is_of_syslog(text: str) -> bool:
    """Say whether a text has line ends as rsyslog writes them: by their number, in octal."""
    return "#012" in text


def unnumbered(view: View) -> View:
    """Return a view with the line ends and tabs that rsyslog has written by their numbers."""
    return view.replaced(_OF_SYSLOG, lambda match: chr(int(match[1], 8)))


def rejoined(view: View) -> View | None:
    """Return a view with the lines joined that a fixed width has broken; None if none were.

    A line is broken where it is as long as the longest, unless the next one starts something new.
    """
    lines = view.text.split("\n")
    lengths = [len(line) for line in lines]
    width = max(lengths[:-1], default=0)
    if width < _NARROWEST:
        return None
    ends = [0, *accumulate(length + 1 for length in lengths)]
    joined = [
        number
        for number, length in enumerate(lengths[:-1])
        if length == width and not _NEW_LINE.match(lines[number + 1])
    ]
    return view.without([ends[number + 1] - 1 for number in joined]) if joined else None
