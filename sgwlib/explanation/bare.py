"""Error codes that a text names, and no more: in a sentence, as a state, as a field of any key.

Their names are rare words, so that such a text is worth a guess, yet no more than that. What only
looks like one is part of a longer name (a class, an alarm, a key), a name that other programs
have too, one of a list, or stands where another kind of service has its own codes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sgwlib.explanation.signs import Sighting, Sign

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgwlib.explanation.knowledge import Known
    from sgwlib.explanation.views import View

__all__ = ["BARE", "bare_codes"]

BARE: Final = "name alone"
"""How such a code is read."""

# All but those of one word, which are in any text.
_OF_WORDS: Final = re.compile(r"[a-z][A-Z]")
_LONGER_BEFORE: Final = re.compile(r"[\w$@/\\-]\Z|\.\Z|::\Z")
# A call, a class, a file, or a key of any value.
_LONGER_AFTER: Final = re.compile(r"[\w(=-]|\.\w|::|[\"']\s?[:=]|:\s?\d")
# {"error": {"code": ..., "message": ...}}, which ours never are.
_OTHER_SHAPE: Final = re.compile(r"error[\"']?\s?:\s?\{\s{0,40}[\"']?code[\"']?\s?:\s?[\"']?\Z")
_FARTHEST: Final = 80


def bare_codes(view: View, known: Known, scope: int) -> list[Sighting]:
    """Return the codes that are named anywhere in a text.

    Parameters
    ----------
    view
        The text, which names no error in any other way.
    known
        The names to recognise.
    scope
        Number of the record that the text stands in; 0 for none.

    Returns
    -------
    list of Sighting
        Of a code, or only of a ``code_name`` where it may well be something else.
    """
    sightings = []
    for line in _by_line(view.text, sorted(_places(view.text, known))):
        is_list = len({name for _, name in line}) > 1
        for start, name in line:
            other = is_list or known.codes[name] or _has_other_shape(view.text, start)
            span = view.span(start, start + len(name))
            sign = Sign("code_name" if other else "code", name, *span, BARE)
            sightings.append(Sighting([sign], scope))
    return sightings


def _places(text: str, known: Known) -> Iterator[tuple[int, str]]:
    if not _OF_WORDS.search(text):
        return
    for name in filter(_OF_WORDS.search, known.codes):
        start = text.find(name)
        while start >= 0:
            end = start + len(name)
            if _is_whole(text, start, end) and not (
                end == len(text) and known.is_part_of_longer(name)
            ):
                yield start, name
            start = text.find(name, end)


def _is_whole(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 2) : start]
    return not (_LONGER_BEFORE.search(before) or _LONGER_AFTER.match(text, end))


def _by_line(text: str, places: list[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    """Yield the places that each line has."""
    line: list[tuple[int, str]] = []
    for place in places:
        if line and text.find("\n", line[-1][0], place[0]) >= 0:
            yield line
            line = []
        line.append(place)
    if line:
        yield line


def _has_other_shape(text: str, start: int) -> bool:
    return _OTHER_SHAPE.search(text, max(0, start - _FARTHEST), start) is not None
