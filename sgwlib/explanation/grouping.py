"""Which sightings are of one error, and which of another one in the same text.

A wrong union is worse than none: it would give one error the code or the service of another.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from sgwlib.explanation.knowledge import squeezed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sgwlib.explanation.signs import Sighting, What

__all__ = ["group"]

# A line that starts a new record; its own continuation lines may carry the same time stamp.
_RECORD: Final = re.compile(
    r"^[^\S\n]{0,20}(?:[│|>╷][ \t]{0,20}){0,4}(?:"
    r"(?:[\[(\"]{0,2}\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d"
    r"|\d\d:\d\d:\d\d|\[\d{10})[^\n]{0,80}?[\]: |\t](?=[\w\"'\[])"
    r"|Error: |aws: \[ERROR\]|An error occurred \(|Traceback \(most|HTTP/\d|╷)",
    re.MULTILINE,
)
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
    for sighting in sightings:
        near = [each for each in errors[-2:] if _belongs(sighting, each, records)]
        if near:
            near[-1].add(sighting)
        elif sighting.names_error:
            errors.append(sighting)
            waiting = _take(sighting, waiting, records)
        else:
            waiting.append(sighting)
    return [*_merged(errors), *waiting]


class _Records:
    """Where the records of a text start."""

    def __init__(self, text: str) -> None:
        self._starts = [match.start() for match in _RECORD.finditer(text)]

    def same(self, first: int, second: int) -> bool:
        return bisect_right(self._starts, first) == bisect_right(self._starts, second)


def _belongs(sighting: Sighting, error: Sighting, records: _Records | None) -> bool:
    if records is None or _conflict(sighting, error):
        return False
    if sighting.scope and error.scope:
        return sighting.scope == error.scope
    if sighting.start - error.end > _FARTHEST:
        return False
    return records.same(error.end - 1, sighting.start)


def _take(error: Sighting, waiting: list[Sighting], records: _Records | None) -> list[Sighting]:
    """Give an error what stood before it in its record; return the rest."""
    rest = []
    for sighting in reversed(waiting):
        near = error.start - sighting.end <= _FARTHEST
        if near and _belongs(sighting, error, records):
            error.add(sighting)
        else:
            rest.append(sighting)
    return rest[::-1]


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
        if same is not None and not _conflict(error, same) and not _both_scoped(error, same):
            same.add(error)
        else:
            merged[key] = error
            apart.append(error)
    return apart


def _both_scoped(one: Sighting, other: Sighting) -> bool:
    return bool(one.scope and other.scope and one.scope != other.scope)
