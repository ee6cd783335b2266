"""The names and messages to recognise, and where a message starts and ends in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from sgwlib.catalogue import unknown_message

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sgwlib.catalogue import Catalogue, ExceptionType, KnownCode, LiveMessage, Operation

IN_CLOUDTRAIL: Final = {"AccessDenied": "AccessDeniedException"}
"""What CloudTrail calls an exception, to the name that a response has."""


@dataclass(frozen=True, eq=False)
class Known:
    """Names and messages to recognise. The keys of messages are normalized."""

    catalogue: Catalogue
    # Every name of today and of the page, to whether other services use it too.
    operations: Mapping[str, bool]
    exceptions: Mapping[str, bool]
    codes: Mapping[str, bool]
    code_messages: Mapping[str, str]
    exception_messages: Mapping[str, str]
    live_messages: Mapping[str, LiveMessage]
    normalized_messages: tuple[str, ...]  # the keys of all three
    terraform: Mapping[str, str]  # what it writes in lower case, to the operation it called
    spelt_operations: Mapping[str, str]  # in lower case, to the name
    messages: tuple[str, ...]  # of codes and exceptions, without final period
    beginnings: frozenset[str]  # names with which a longer name begins; they may be truncated


@lru_cache(maxsize=4)
def knowledge(catalogue: Catalogue) -> Known:
    """Return what can be recognised with a catalogue."""
    page = catalogue.exceptions
    operations = _shared(catalogue.operations, catalogue.api_operations)
    exceptions = _shared(page, catalogue.known_exceptions)
    codes = _shared(catalogue.codes, catalogue.known_codes)
    # If two codes have the same message, that of the edition counts.
    of_codes = {it.message: it.name for it in catalogue.known_codes.values() if it.message}
    of_page = {it.message: it.name for it in catalogue.codes.values()}
    of_exceptions = {
        text: each.name
        for each in (*catalogue.known_exceptions.values(), *page.values())
        if not each.carries_code
        for text in (each.message, each.sample_message)
        if text and text != unknown_message(each.name)
    }
    live = {each.text: each.code for each in catalogue.all_messages if each.code}
    names = sorted({*operations, *exceptions, *codes})
    code_messages = _by_message(of_codes) | _by_message(of_page)
    exception_messages = _by_message(of_exceptions)
    live_messages = _merged(catalogue.all_messages)
    return Known(
        catalogue=catalogue,
        operations=operations,
        exceptions=exceptions,
        codes=codes,
        code_messages=code_messages,
        exception_messages=exception_messages,
        live_messages=live_messages,
        normalized_messages=(*code_messages, *exception_messages, *live_messages),
        terraform={words.casefold(): name for words, name in catalogue.terraform.items()},
        spelt_operations=_cmdlets(operations) | {name.lower(): name for name in operations},
        messages=tuple(
            text.removesuffix(".").rstrip()
            for text in {**of_page, **of_codes, **of_exceptions, **live}
        ),
        beginnings=frozenset(name for name, longer in pairwise(names) if longer.startswith(name)),
    )


def _shared(
    page: Iterable[str], known: Mapping[str, Operation | ExceptionType | KnownCode]
) -> dict[str, bool]:
    """Return each name, to whether other services use it. An unknown one might be."""
    return dict.fromkeys(page, True) | {name: each.shared for name, each in known.items()}


# The verbs of PowerShell for those of the API. Some others are the same, such as Update.
_VERBS: Final = (
    {"Create": "New", "Delete": "Remove", "Describe": "Get", "List": "Get", "Retrieve": "Get"}
    | {"Attach": "Mount", "Detach": "Dismount", "Cancel": "Stop", "Shutdown": "Stop"}
    | {"Activate": "Enable"}
)


def _cmdlets(operations: Iterable[str]) -> dict[str, str]:
    """Return the cmdlets of PowerShell, such as removesgvolume, that mean one operation only."""
    found: dict[str, set[str]] = {}
    for name in operations:
        verb = next(iter(re.findall(r"\A[A-Z][a-z]+", name)), "")
        noun = name.removeprefix(verb).removesuffix("s")
        cmdlet = f"{_VERBS.get(verb, verb)}SG{noun}".lower()
        found.setdefault(cmdlet, set()).add(name)
    return {cmdlet: name for cmdlet, [name, *more] in found.items() if not more}


def _by_message(names: Mapping[str, str]) -> dict[str, str]:
    return {normalized(text): name for text, name in names.items()}


def _merged(messages: Iterable[LiveMessage]) -> dict[str, LiveMessage]:
    """Return the messages by their text. Several operations may send the same one."""
    found: dict[str, LiveMessage] = {}
    for each in messages:
        key = normalized(each.text)
        first = found.setdefault(key, each)
        if first is not each and first.code == each.code:
            operations = tuple(dict.fromkeys([*first.operations, *each.operations]))
            found[key] = first._replace(operations=operations)
    return found


def normalized(text: str) -> str:
    """Return a message without blanks and final period, so that wrapping does not matter."""
    return "".join(text.split()).removesuffix(".")


# --- messages that no quotes enclose: where they start and end, however they are wrapped --------

_LONGEST_MESSAGE: Final = 2000
_LONGEST_KNOWN: Final = 400  # with the blanks of a wrap
# What ends a line, and what clients print after a message: " (Service: AWSStorageGateway; ..."
_END: Final = re.compile(
    r"[\n\t\r]| \|| \((?:Service: |SDK |request id)|, errorCode=| - \{| status code: |</"
)
_LINE_PREFIX: Final = re.compile(r"[\s│|>]{0,80}+")  # the frame of Terraform: "│ "
_FRAME: Final = re.compile(r"│|(?<=\n)>[> ]{0,20}")  # "│" anywhere, "> " of a quoted mail
_BROKEN: Final = re.compile(r"[│|]?\n[\s│|>]{0,99}")
_DOTS: Final = ("...", "…")  # the message goes on elsewhere
_QUOTES: Final = "\"'`"
# What stands before a message that something follows: "[main] ", "Exception: ", "ERROR "
_LEAD: Final = re.compile(
    r"': |\t|\]:? | [:-] |(?:Exception|Error): |\b(?:ERROR|WARN|WARNING|INFO|FATAL):? "
)
_CLOSES: Final = frozenset("\"'`”»)[]{}>,;|\t\\<")


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
    end = known_end(text, start, known)
    if end is None:
        limit = min(len(text), start + _LONGEST_MESSAGE)
        ended = _END.search(text, start, limit)
        end = ended.start() if ended else limit
        quote = _open_quote(text, head)
        closed = text.find(quote, start, end) if quote else -1
        end = end if closed < 0 else closed
    plain = one_line(text[start:end])
    if not any(map(str.isalpha, plain)) or plain.endswith(_DOTS):
        return None
    return Message(plain, start, start + len(text[start:end].rstrip()))


def message_before(text: str, end: int, known: Known) -> Message | None:
    """Return the message on the line that ends at a position, as Java and Ruby print it."""
    start = _line_start(text, end)
    line = text[start:end].rstrip()
    place = _known_start(line, known)
    if place is None:
        leads = [match.end() for match in _LEAD.finditer(line)]
        place = max([0, *leads[-1:], line.rfind('"') + 1 if line.count('"') % 2 else 0])
    plain = one_line(line[place:])
    return Message(plain, start + place, start + len(line)) if plain else None


def one_line(text: str) -> str:
    """Return a text without the line ends of a wrap."""
    return " ".join((_BROKEN.sub(" ", text) if "\n" in text else text).split())


def _known_start(line: str, known: Known) -> int | None:
    """Return where a known message starts that ends the line."""
    plain = normalized(line[-_LONGEST_KNOWN:])
    for key in known.normalized_messages:
        if plain.endswith(key):
            return len(line) - _end_of(line[::-1], len(key) + line.endswith("."))
    return None


def known_end(text: str, start: int, known: Known) -> int | None:
    """Return where a known message ends that starts here, however it is wrapped."""
    window = text[start : start + _LONGEST_KNOWN]
    window = _FRAME.sub(lambda it: " " * len(it[0]), window)
    plain = "".join(window.split())
    for key in known.normalized_messages:
        if plain.startswith(key):
            end = _end_of(window, len(key))
            if _ends_here(window, end):
                return start + end + (window[end : end + 1] == ".")
    return None


def _end_of(window: str, count: int) -> int:
    """Return where a number of characters end, blanks not counted."""
    for place, character in enumerate(window):
        if not character.isspace():
            count -= 1
            if not count:
                return place + 1
    return len(window)


def _ends_here(window: str, end: int) -> bool:
    """Return whether a sentence ends here."""
    following = window[end : end + 1]
    if following == ".":
        return not window[end + 1 : end + 2].isalnum()
    if following in {"\n", "\r"}:
        # Without its period, the message may continue on the next line.
        return not window[end:].lstrip()[:1].islower()
    return not following or following in _CLOSES or window[end : end + 2] == " ("


def _line_start(text: str, end: int) -> int:
    return max(text.rfind("\n", max(0, end - _LONGEST_MESSAGE), end) + 1, end - _LONGEST_MESSAGE, 0)


def _open_quote(text: str, head: int) -> str | None:
    """Return the quote that is open at a position of a line."""
    line = text[_line_start(text, head) : head]
    if line and line[-1] in _QUOTES:
        return line[-1]
    return '"' if line.count('"') % 2 else None
