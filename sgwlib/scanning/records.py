"""Records in JSON: events of CloudTrail and others that stand in one long array, often on one line.

Each record is decoded by itself, so that a file of any length needs the memory of one record, and
so that each is counted on its own.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from sgwlib.scanning.entries import Entry, is_marked

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["LONGEST", "Records", "starts_records"]

LONGEST: Final = 1 << 22
"""Characters of a record; CloudTrail's have at most 256 kB."""

# An array of objects, or an object whose first member is one: CloudTrail's files, the answers of
# `aws cloudtrail lookup-events` and `aws logs filter-log-events`. What an earlier array left may
# stand before it, as files that were joined have it.
_START: Final = re.compile(rb'[\s\]},]*(?:\{\s*"(?:Records|[Ee]vents)"\s*:\s*)?\[\s*(?=\{\s*")')
_BETWEEN: Final = re.compile(r"[\s,]*")
_DECODER: Final = json.JSONDecoder(strict=False)


def starts_records(text: bytes) -> bool:
    """Say whether a text starts with an array of records.

    Examples
    --------
    >>> starts_records(b'{"Records": [{"eventVersion": "1.08"'), starts_records(b'{"level": "info"')
    (True, False)
    """
    return _START.match(text) is not None


class Records:
    """Finds the entries of an array of records that comes piece by piece, in whatever pieces.

    Parameters
    ----------
    offset
        Where its first byte stands.
    """

    def __init__(self, offset: int = 0) -> None:
        self.rest: bytes | None = None
        """What follows the array, once it has ended."""
        self.damaged = False
        """Whether it ended because what follows is no record."""
        self.offset = offset
        """Where the next record or the rest starts."""
        self._tail = ""
        self._enough = 0
        """How long the tail must be before it is worth decoding once more."""
        self._started = False

    def feed(self, piece: bytes, *, last: bool) -> Iterator[Entry]:
        """Take the next piece; return the entries of the records that are whole."""
        # In Latin-1 each byte is a character: places stay places, and what is JSON stays JSON.
        text = self._tail + piece.decode("latin-1")
        if len(text) < self._enough and not last:
            self._tail = text
            return
        at = 0
        if not self._started and (start := _START.match(piece)):
            self._started, at = True, start.end()
        while (at := _end_of(_BETWEEN, text, at)) < len(text):
            end = _record_end(text, at)
            if end is None:
                self._end_here(text, at, last=last)
                break
            record = text[at:end].encode("latin-1")
            if is_marked(record):
                yield Entry(record, self.offset + at)
            at = end
        self._tail = text[at:]
        self._enough = 2 * len(self._tail)  # so that a long record in small pieces takes no longer
        self.offset += at

    def _end_here(self, text: str, at: int, *, last: bool) -> None:
        """End the array, unless the next piece may complete what stands here."""
        is_record = text[at] == "{"
        if not is_record or last or len(text) - at > LONGEST:
            self.rest = text[at:].encode("latin-1")
            self.damaged = is_record


def _end_of(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _record_end(text: str, at: int) -> int | None:
    """Return where the record that starts here ends; None if it is none, or is not whole."""
    if text[at] != "{":
        return None
    try:
        return _DECODER.raw_decode(text, at)[1]
    except (ValueError, RecursionError):
        return None
