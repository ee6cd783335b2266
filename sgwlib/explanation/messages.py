"""Where a message ends that no quotes hold, and what a known one looks like when it is wrapped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from sgwlib.explanation.knowledge import squeezed

if TYPE_CHECKING:
    from sgwlib.explanation.knowledge import Known

__all__ = ["Message", "known_messages_in", "message_after", "message_before", "one_line"]

_LONGEST: Final = 2000
_LONGEST_KNOWN: Final = 400  # with the blanks of a wrap
# What ends a line, and what clients print behind a message.
_ENDS: Final = (
    "\n",
    "\t",
    "\r",
    " |",
    " (Service: ",
    " (SDK ",
    " (request id",
    ", errorCode=",
    " - {",
    " status code: ",
    "</",
)
_LINE_PREFIX: Final = re.compile(r"[\s│|>]{0,80}+")
_BROKEN: Final = re.compile(r"\n[\s│|>]{0,99}")
_CUT: Final = ("...", "…")  # a message that goes on is not this one
_QUOTES: Final = "\"'`"
# What stands before a message that something follows: a logger's fields, an exception.
_LEADS: Final = (
    *("': ", "\t", "]: ", "] ", " : ", " - ", "Exception: ", "Error: "),
    *("ERROR ", "ERROR: ", "WARN ", "WARN: ", "WARNING ", "WARNING: "),
    *("INFO ", "INFO: ", "FATAL ", "FATAL: "),
)
_CLOSES: Final = frozenset("\"'`)]}>,;|\t\\<")


class Message(NamedTuple):
    """A message and where it stands."""

    text: str
    start: int
    end: int


def message_after(text: str, start: int, head: int, known: Known) -> Message | None:
    """Return the message that starts at a place.

    Parameters
    ----------
    text
        The text.
    start
        Where the message starts, or blanks before it.
    head
        Where that starts which the message belongs to: a quote open there ends the message, too.
    known
        The messages to recognise, even where lines are broken inside of them.
    """
    start = _LINE_PREFIX.match(text, start).end()  # type: ignore[union-attr] # matches nothing, too
    end = _known_end(text, start, known)
    if end is None:
        end = _first_of(_ENDS, text, start)
        quote = _open_quote(text, head)
        closed = text.find(quote, start, end) if quote else -1
        end = end if closed < 0 else closed
    plain = one_line(text[start:end])
    if not plain or plain.endswith(_CUT):
        return None
    return Message(plain, start, start + len(text[start:end].rstrip()))


def message_before(text: str, end: int, known: Known) -> Message | None:
    """Return the message on the line that ends at a place, as Java and Ruby print it."""
    start = max(text.rfind("\n", max(0, end - _LONGEST), end) + 1, end - _LONGEST, 0)
    line = text[start:end].rstrip()
    place = _known_start(line, known)
    if place is None:
        places = [line.rfind(lead) + len(lead) for lead in _LEADS if lead in line]
        places.append(line.rfind('"') + 1 if line.count('"') % 2 else 0)
        place = max(places)
    plain = one_line(line[place:])
    return Message(plain, start + place, start + len(line)) if plain else None


def _known_start(line: str, known: Known) -> int | None:
    """Return where a known message starts that a line ends with."""
    plain = squeezed(line[-_LONGEST_KNOWN:])
    for messages in (known.code_messages, known.exception_messages, known.live_messages):
        for key in messages:
            if plain.endswith(key):
                backwards = line[::-1]
                return len(line) - _end_of(backwards, len(key) + line.endswith("."))
    return None


def known_messages_in(text: str, known: Known) -> list[Message]:
    """Return where messages of the page stand that nothing else has led to."""
    found = []
    for message in known.messages:
        start = text.find(message)
        end = _known_end(text, start, known) if start >= 0 else None
        if end is not None:
            found.append(Message(one_line(text[start:end]), start, end))
    return sorted(found, key=lambda each: each.start)


def one_line(text: str) -> str:
    """Return a text without the line ends that a wrap has put into it."""
    return " ".join((_BROKEN.sub(" ", text) if "\n" in text else text).split())


def _known_end(text: str, start: int, known: Known) -> int | None:
    """Return where a known message ends that starts here, however it is wrapped; else None."""
    window = text[start : start + _LONGEST_KNOWN]
    plain = "".join(window.replace("│", " ").split())
    for messages in (known.code_messages, known.exception_messages, known.live_messages):
        for key in messages:
            if plain.startswith(key):
                end = _end_of(window, len(key))
                if _ends_here(window, end):
                    return start + end + (window[end : end + 1] == ".")
    return None


def _end_of(window: str, count: int) -> int:
    """Return where so many characters end that are no blanks."""
    for place, character in enumerate(window):
        if not character.isspace() and character != "│":
            count -= 1
            if not count:
                return place + 1
    return len(window)


def _ends_here(window: str, end: int) -> bool:
    """Say whether nothing goes on here: after a period, a blank is enough."""
    if window[end : end + 1] == ".":
        following = window[end + 1 : end + 2]
        # A second period is that of the sentence around.
        return not following or following.isspace() or following == "." or following in _CLOSES
    following = window[end : end + 1]
    if following in {"\n", "\r"}:
        # Without its period, it may go on in the next line.
        next_line = window[end:].lstrip()
        return not next_line[:1].islower()
    return not following or following in _CLOSES or window[end : end + 2] == " ("


def _first_of(ends: tuple[str, ...], text: str, start: int) -> int:
    end = min(len(text), start + _LONGEST)
    for each in ends:
        place = text.find(each, start, end)
        end = end if place < 0 else place
    return end


def _open_quote(text: str, head: int) -> str | None:
    """Return the quote that is open at a place of a line."""
    line = text[max(text.rfind("\n", max(0, head - _LONGEST), head) + 1, head - _LONGEST, 0) : head]
    if line[-1:] and line[-1:] in _QUOTES:
        return line[-1:]
    return '"' if line.count('"') % 2 else None
