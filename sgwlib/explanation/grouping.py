"""Which sightings are of one error, and which of another one in the same text.

A wrong union is worse than none: it would give one error the code or the service of another.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final

from sgwlib.explanation.knowledge import squeezed
from sgwlib.explanation.signs import Sighting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sgwlib.explanation.signs import What

__all__ = ["group"]

# A line that starts a new record, whatever stood before.
_START: Final = re.compile(
    r"^[^\S\n]{0,20}(?:[│|>╷][ \t]{0,20}){0,4}"
    r"(?:Error: (?!(?:An?|The) )|aws: \[ERROR\]|An error occurred \(|Traceback \(most|HTTP/\d|╷)",
    re.MULTILINE,
)
# A line that does so unless it goes on with the record of the line before, stamped like it.
# The tag is who wrote it: of syslog, host and program; of Kubernetes, the stream.
_STAMPED: Final = re.compile(
    r"^(?P<stamp>[^\S\n]{0,20}(?:[\[(\"]{0,2}\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d"
    r"|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d\d:\d\d:\d\d|\[\d{10}))"
    r"[\d:.,]{0,20}+(?:Z|[+-]\d\d:?\d\d)?\]?"
    r"(?P<tag> (?:std(?:out|err) [FP](?= )|[\w.-]{1,80}+ [^\s:]{1,80}+:))?",
    re.MULTILINE,
)
_CONTINUED: Final = re.compile(
    r"\s|[{}\])]|\Z|Additional error|error: \{"
    r"|(?i:(?:date|server|connection|vary|content-[a-z]{2,20}|x-amzn?-[a-z-]{2,30}): )"
)
# What goes on whatever its stamp: deep indentation, unless a level is padded so; a brace alone.
_CLEARLY_CONTINUED: Final = re.compile(
    r"\x20?(?:(?:\s{2,40}+|\t\s{0,40}+)(?!(?:TRACE|DEBUG|INFO|NOTICE|WARN|ERROR|FATAL|CRIT))"
    r"|[}\])]|\{?$|Additional error|error: \{|(?i:content-[a-z]{2,20}|x-amzn?-[a-z-]{2,30}): )",
    re.MULTILINE,
)
# A line that goes on is indented, an object's, or curl's; a stamped one is looked at by itself.
_NEW_SENTENCE: Final = re.compile(r"\n(?![\s{}\])│|<>*\d\[]|[A-Z][a-z]{2} [ \d]\d |\Z)")
_LONGEST_STAMP: Final = 200
_OWN: Final = "Response body"  # botocore's debug log has the headers in the record before
_CONFLICTING: Final[tuple[What, ...]] = (
    "exception",
    "code",
    "operation",
    "http_status",
    "request_id",
    "message",
)
_FARTHEST: Final = 4000  # characters from an error to a detail of it, in lines that follow


def group(sightings: list[Sighting], text: str) -> list[Sighting]:
    """Return one sighting for each error, with all that belongs to it; then what belongs to none.

    Parameters
    ----------
    sightings
        In the order of the text.
    text
        The text, whose lines say where a record ends.
    """
    records = _Records(text) if len(sightings) > 1 else None
    errors: list[Sighting] = []
    waiting: list[Sighting] = []
    messages: list[Sighting] = []
    for sighting in _messages_apart(_of_one_line(sightings, text)):
        near = [each for each in errors[-2:] if _belongs(sighting, each, records)]
        if sighting.is_message_alone:
            messages.append(sighting)
        elif near:
            near[-1].add(sighting)
        elif sighting.names_error:
            errors.append(sighting)
            _take(sighting, waiting, records)
        else:
            waiting.append(sighting)
    messages = _give_messages(errors, messages, records)
    return [*_merged(errors), *_united([*waiting, *messages], records)]


def _of_one_line(sightings: list[Sighting], text: str) -> list[Sighting]:
    """Unite what stands on one line: it is printed together."""
    united: list[Sighting] = []
    for sighting in sightings:
        last = united[-1] if united else None
        if (
            last is None
            or sighting.is_message_alone
            or last.is_message_alone
            or last.scope != sighting.scope
            or text.find("\n", last.end, sighting.start) >= 0
            or _conflict(sighting, last)
        ):
            united.append(sighting)
        else:
            last.add(sighting)
    return united


def _united(sightings: list[Sighting], records: _Records | None) -> list[Sighting]:
    """Unite what belongs to no error, record by record."""
    united: list[Sighting] = []
    for sighting in sightings:
        if united and _belongs(sighting, united[-1], records):
            united[-1].add(sighting)
        else:
            united.append(sighting)
    return united


def _messages_apart(sightings: list[Sighting]) -> Iterator[Sighting]:
    """Part the message from fields that name no error: it may be the log's own."""
    for sighting in sightings:
        others = [sign for sign in sighting if sign.what != "message"]
        if sighting.names_error or not others or len(others) == len(sighting.signs):
            yield sighting
        else:
            yield Sighting(others, sighting.scope)
            alone = [sign for sign in sighting if sign.what == "message"]
            yield Sighting(alone, sighting.scope)


class _Records:
    """Where the records of a text start."""

    def __init__(self, text: str) -> None:
        self._text = text
        starts = {match.start() for match in _START.finditer(text)}
        first, prefix, tag = "", "", None
        for match in _STAMPED.finditer(text):
            line = text[match.start() : match.start() + _LONGEST_STAMP].partition("\n")[0]
            prefix = prefix if prefix and line.startswith(prefix) else _prefix(first, line)
            stamped_alike = len(prefix) >= len(match["stamp"])
            content = line[len(prefix) :].removeprefix(" ")
            if (stamped_alike and _CONTINUED.match(content)) or _OWN in line:
                continue
            if not (tag == match["tag"] and first and _CLEARLY_CONTINUED.match(text, match.end())):
                starts.add(match.start())
                first, prefix, tag = line, "", match["tag"]
        self._starts = sorted(starts)

    def adjoin(self, sighting: Sighting, error: Sighting) -> bool:
        """Say whether nothing else is said between an error and a sighting."""
        start, end = error.end, max(error.end, sighting.start)
        if sighting.end <= error.start:
            # The line that leads to the error may be any.
            start, end = sighting.end, self._text.rfind("\n", sighting.end, error.start)
        return end < start or _NEW_SENTENCE.search(self._text, start, end) is None

    def same(self, first: int, second: int) -> bool:
        return bisect_right(self._starts, first) == bisect_right(self._starts, second)


def _prefix(first: str, line: str) -> str:
    """Return what a log puts before both lines: their beginning, as far as it is the same."""
    pairs = enumerate(zip(first, line, strict=False))
    alike = next((at for at, (one, other) in pairs if one != other), min(len(first), len(line)))
    return line[:alike].rstrip()


def _belongs(sighting: Sighting, error: Sighting, records: _Records | None) -> bool:
    if records is None or _conflict(sighting, error):
        return False
    if sighting.scope and error.scope:
        return sighting.scope == error.scope
    if sighting.start - error.end > _FARTHEST:
        return False
    if not records.same(error.end - 1, sighting.start):
        return False
    # Whose an error is, only its own lines can say.
    says_whose = sighting.get("service") or sighting.get("other_service")
    return not says_whose or sighting.names_error or records.adjoin(sighting, error)


def _take(error: Sighting, waiting: list[Sighting], records: _Records | None) -> None:
    """Give an error what waits before it and belongs to it."""
    rest = []
    while waiting and error.start - waiting[-1].end <= _FARTHEST:
        sighting = waiting.pop()
        if _belongs(sighting, error, records) or _is_its_call(sighting, error):
            error.add(sighting)
        else:
            rest.append(sighting)
    waiting.extend(reversed(rest))


def _give_messages(
    errors: list[Sighting], messages: list[Sighting], records: _Records | None
) -> list[Sighting]:
    """Give each error without a message one that stands alone near it; return the others."""
    starts = [message.start for message in messages]
    taken: set[int] = set()
    for error in errors:
        if error.get("message") is None:
            first = bisect_left(starts, error.start - _FARTHEST)
            last = bisect_right(starts, error.end + _FARTHEST)
            for place in range(first, last):
                if place not in taken and _belongs(messages[place], error, records):
                    error.add(messages[place])
                    taken.add(place)
                    break
    return [message for place, message in enumerate(messages) if place not in taken]


def _is_its_call(sighting: Sighting, error: Sighting) -> bool:
    """Say whether a debug log tells of the call that the error answers, in a record before it."""
    operation = sighting.get("operation")
    calls = sighting.get("service") is not None and operation is not None
    return calls and operation == error.get("operation") and not _conflict(sighting, error)


def _conflict(one: Sighting, other: Sighting) -> bool:
    """Say whether two sightings contradict each other in what an error has once."""
    for what in _CONFLICTING:
        first, second = one.get(what), other.get(what)
        if first is not None and second is not None and not _agree(what, first, second):
            return True
    return False


def _agree(what: What, first: str, second: str) -> bool:
    if what != "message":
        return first == second
    short, long = sorted(map(squeezed, (first, second)), key=len)
    return long.startswith(short)


def _merged(errors: Iterable[Sighting]) -> list[Sighting]:
    """Unite errors that say the same: a body in a debug log, and the exception raised for it."""
    merged: dict[tuple[str | None, str], Sighting] = {}
    apart: list[Sighting] = []
    for error in errors:
        message = error.get("message")
        key = (error.get("exception"), squeezed(message or ""))
        same = merged.get(key) if message else None
        if same is not None and not _conflict(error, same) and _may_be_one(error, same):
            same.add(error)
        else:
            merged[key] = error
            apart.append(error)
    return apart


def _may_be_one(one: Sighting, other: Sighting) -> bool:
    """Say whether errors that say the same may be one: two records are, by their request id."""
    if (one.get("service") and other.get("other_service")) or (
        one.get("other_service") and other.get("service")
    ):
        return False
    if not one.scope or not other.scope or one.scope == other.scope:
        return True
    return one.get("request_id") is not None and one.get("request_id") == other.get("request_id")
