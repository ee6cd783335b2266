"""Messages that no quotes enclose: where they start and end, however they are wrapped."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from sgwlib.explanation.knowledge import normalized

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgwlib.explanation.knowledge import Known

_LONGEST: Final = 2000
_LONGEST_KNOWN: Final = 400  # with the blanks of a wrap
# What ends a line, and what clients print after a message.
_ENDS: Final = (
    *("\n", "\t", "\r", " |", " (Service: ", " (SDK ", " (request id"),
    *(", errorCode=", " - {", " status code: ", "</"),
)
_LINE_PREFIX: Final = re.compile(r"[\s│|>]{0,80}+")  # the frame of Terraform: "│ "
_BROKEN: Final = re.compile(r"\n[\s│|>]{0,99}")
_DOTS: Final = ("...", "…")  # the message goes on elsewhere
_QUOTES: Final = "\"'`"
# What stands before a message that something follows: a logger's fields, an exception.
_LEADS: Final = (
    *("': ", "\t", "]: ", "] ", " : ", " - ", "Exception: ", "Error: "),
    *("ERROR ", "ERROR: ", "WARN ", "WARN: ", "WARNING ", "WARNING: "),
    *("INFO ", "INFO: ", "FATAL ", "FATAL: "),
)
_CLOSES: Final = frozenset("\"'`)]}>,;|\t\\<")


class Message(NamedTuple):
    """A message, and where it stands."""

    text: str
    start: int
    end: int


def message_after(text: str, start: int, head: int, known: Known) -> Message | None:
    """Return the message that starts at a position, after blanks.

    A quote that is open at ``head``, where the error starts, ends the message too.
    """
    start = _LINE_PREFIX.match(text, start).end()  # type: ignore[union-attr]  # it always matches
    end = _known_end(text, start, known)
    if end is None:
        end = _first_end(text, start)
        quote = _open_quote(text, head)
        closed = text.find(quote, start, end) if quote else -1
        end = end if closed < 0 else closed
    plain = one_line(text[start:end])
    if not plain or plain.endswith(_DOTS):
        return None
    return Message(plain, start, start + len(text[start:end].rstrip()))


def message_before(text: str, end: int, known: Known) -> Message | None:
    """Return the message on the line that ends at a position, as Java and Ruby print it."""
    start = _line_start(text, end)
    line = text[start:end].rstrip()
    place = _known_start(line, known)
    if place is None:
        places = [line.rfind(lead) + len(lead) for lead in _LEADS if lead in line]
        places.append(line.rfind('"') + 1 if line.count('"') % 2 else 0)
        place = max(places)
    plain = one_line(line[place:])
    return Message(plain, start + place, start + len(line)) if plain else None


def known_messages_in(text: str, known: Known) -> list[Message]:
    """Return the page's messages that stand anywhere in a text."""
    found = []
    for message in known.messages:
        start = text.find(message)
        end = _known_end(text, start, known) if start >= 0 else None
        if end is not None:
            found.append(Message(one_line(text[start:end]), start, end))
    return sorted(found, key=lambda each: each.start)


def one_line(text: str) -> str:
    """Return a text without the line ends of a wrap."""
    return " ".join((_BROKEN.sub(" ", text) if "\n" in text else text).split())


def _known_keys(known: Known) -> Iterator[str]:
    return chain(known.code_messages, known.exception_messages, known.live_messages)


def _known_start(line: str, known: Known) -> int | None:
    """Return where a known message starts that ends the line."""
    plain = normalized(line[-_LONGEST_KNOWN:])
    for key in _known_keys(known):
        if plain.endswith(key):
            return len(line) - _end_of(line[::-1], len(key) + line.endswith("."))
    return None


def _known_end(text: str, start: int, known: Known) -> int | None:
    """Return where a known message ends that starts here, however it is wrapped."""
    window = text[start : start + _LONGEST_KNOWN]
    plain = "".join(window.replace("│", " ").split())
    for key in _known_keys(known):
        if plain.startswith(key):
            end = _end_of(window, len(key))
            if _ends_here(window, end):
                return start + end + (window[end : end + 1] == ".")
    return None


def _end_of(window: str, count: int) -> int:
    """Return where a number of characters end, blanks not counted."""
    for place, character in enumerate(window):
        if not character.isspace() and character != "│":
            count -= 1
            if not count:
                return place + 1
    return len(window)


def _ends_here(window: str, end: int) -> bool:
    """Return whether a sentence ends here."""
    following = window[end : end + 1]
    if following == ".":
        following = window[end + 1 : end + 2]
        # A second period belongs to the sentence around.
        return not following or following.isspace() or following == "." or following in _CLOSES
    if following in {"\n", "\r"}:
        # Without its period, the message may continue on the next line.
        return not window[end:].lstrip()[:1].islower()
    return not following or following in _CLOSES or window[end : end + 2] == " ("


def _first_end(text: str, start: int) -> int:
    limit = min(len(text), start + _LONGEST)
    places = (text.find(each, start, limit) for each in _ENDS)
    return min((place for place in places if place >= 0), default=limit)


def _line_start(text: str, end: int) -> int:
    return max(text.rfind("\n", max(0, end - _LONGEST), end) + 1, end - _LONGEST, 0)


def _open_quote(text: str, head: int) -> str | None:
    """Return the quote that is open at a position of a line."""
    line = text[_line_start(text, head) : head]
    if line and line[-1] in _QUOTES:
        return line[-1]
    return '"' if line.count('"') % 2 else None
