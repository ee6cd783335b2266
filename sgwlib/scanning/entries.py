"""The entries of a text: where a marker stands, and which lines around it belong to the same.

A marker is a piece of text without which there is no sign of Storage Gateway. Whole blocks of bytes
are searched for each of them, at the speed of C; only around a marker is anything looked at. An
entry is the line that the marker stands in, and the lines that continue it or that it continues: a
traceback, a block in braces, the cause of an exception. So an error is one entry, on however many
lines it is printed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from sgwlib.scanning.times import time_above, time_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

__all__ = ["CONTEXT", "MARKERS", "Entry", "Lines", "is_marked"]

CONTEXT: Final = 1 << 14
"""How far an entry may reach to either side of its marker, in bytes."""

# The last is botocore's, with which it begins to tell of exceptions that any service has.
MARKERS: Final = (
    "InvalidGatewayRequestException|InternalServerError"
    "|[Ss]torage[-_ ]?[Gg]ateway|when calling the "
)
"""What stands wherever `sgwlib.explain` can be certain, in the notation of grep -E and of re."""

# The quickest search for a single piece of text is `find`; for several of them it is `re`, if all
# have a letter in common that is rare: here it is in the gateway's names and in botocore's "when".
_LITERAL: Final = b"InternalServerError"
_AROUND_W: Final = re.compile(
    rb"w(?:hen calling the "
    rb"|(?<=atew)(?=ay)(?:(?<=InvalidGatew)(?=ayRequestException)"
    rb"|(?<=[Ss]torage[Gg]atew)|(?<=[Ss]torage[-_ ][Gg]atew)))"
)

_ABOVE: Final = 1 << 12  # bytes in which an entry without a time looks for one

_TRACEBACK: Final = b"Traceback (most recent call last)"
_INDENTED: Final = re.compile(rb"[ \t]")
_RAISED: Final = re.compile(rb"[A-Za-z_][\w.]*(?:: |\s*?$)", re.MULTILINE)
_BLANK: Final = re.compile(rb"\r?\n")
# Between two exceptions of one traceback, alone between blank lines.
_CHAINED: Final = re.compile(
    rb"During handling of the above exception|The above exception was the direct cause"
)
_AFTER_BLANK: Final = re.compile(
    rb"(?:" + _CHAINED.pattern + rb"|Additional error details:|Next [\w\\]+: )"
)
# What may stand before every line: of syslog, of Kubernetes, of a logger with level and thread.
_PREFIX: Final = (
    r"(?:\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S{0,30}|[A-Z][a-z][a-z] [ \d]\d \d\d:\d\d:\d\d)"
    r"(?: std(?:out|err) [FP]| [\w.-]{1,80} [^\s:]{1,80}:|(?: [A-Z]{4,8})?(?: \[[^\]\n]{1,80}\])?)"
)
_CONTINUING: Final = re.compile(
    rf"{_PREFIX} (?:  |\t|[}}\])])".encode()  # one blank more, and a level would stand there
    + r"|(?:\x1b\[[\d;]*m)*(?:"  # whatever its colour
    r"[ \t}\])]"  # indented, or the end of a block
    r"|Caused by: |Suppressed: |Stack trace:|#\d+ "  # traces of Java and PHP
    r"|error: \{|error:\s*?$|[Mm]essage: |ERROR\t"  # YAML and text of the AWS CLI
    r"|\||\+|│|╵"  # frames of its tables, and of Terraform's errors
    ")".encode()
    + rb"|"
    + _AFTER_BLANK.pattern,
    re.MULTILINE,
)
_JOINT: Final = b'}{"'  # between two records that a stream has put on one line
_BODY: Final = re.compile(rb"(?:b')?[{\[]")
_LONE_OPENER: Final = re.compile(rb"[{\[]\s*?$", re.MULTILINE)


class Entry(NamedTuple):
    """One entry of a log that has a marker.

    Parameters
    ----------
    text
        The entry as it stands in the log.
    offset
        Where it starts in the decompressed log.
    above
        What stands before it, some lines of it.
    """

    text: bytes
    offset: int
    above: bytes = b""

    def time(self, newest: datetime) -> datetime | None:
        """Return when it was: what it tells itself, or else the lines above."""
        return time_in(self.text, newest) or time_above(self.above, newest)


def is_marked(text: bytes) -> bool:
    """Say whether a text has a marker.

    Examples
    --------
    >>> is_marked(b"arn:aws:storagegateway:us-east-1"), is_marked(b"502 Bad Gateway")
    (True, False)
    """
    return _LITERAL in text or _AROUND_W.search(text) is not None


class Lines:
    """Finds the entries of a log of lines that comes piece by piece, in whatever pieces.

    Parameters
    ----------
    offset
        Where its first byte stands.
    """

    def __init__(self, offset: int = 0) -> None:
        self._offset = offset
        self._block = bytearray()  # changed in place: to make a new one each time takes longer
        self._done = 0
        """Where the last entry ended, in the block."""
        self._searched = 0
        """Up to where the block has been searched."""

    def feed(self, piece: bytes, *, last: bool) -> Iterator[Entry]:
        """Take the next piece; return the entries of which all that belongs to them is known."""
        self._block += piece
        block = self._block
        ready = len(block) if last else len(block) - CONTEXT
        markers = _Markers(block)
        at = markers.first(self._searched)
        while at < ready:
            floor, limit = max(0, at - CONTEXT), min(len(block), at + CONTEXT)
            start = _start(block, at, max(self._done, floor), limit)
            self._done = _end(block, at, start, limit)
            text, above = block[start : self._done], block[max(floor, start - _ABOVE) : start]
            yield Entry(bytes(text), self._offset + start, bytes(above))
            self._searched = self._done
            at = markers.first(self._done)
        self._keep(max(0, ready), max(0, ready - CONTEXT))

    def _keep(self, ready: int, start: int) -> None:
        """Forget all but the context of a marker that the next pieces may have."""
        del self._block[:start]
        self._offset += start
        self._done = max(0, self._done - start)
        self._searched = max(self._searched, ready) - start


class _Markers:
    """The places of markers in a block; each kind is searched for only as far as needed."""

    def __init__(self, block: bytearray) -> None:
        self._block = block
        self._literal = self._around_w = -1

    def first(self, start: int) -> int:
        """Return the first place from some offset on; the block's end if there is none.

        Offsets must not decrease from call to call.
        """
        if self._literal < start:
            place = self._block.find(_LITERAL, start)
            self._literal = place if place >= 0 else len(self._block)
        if self._around_w < start:
            found = _AROUND_W.search(self._block, start)
            self._around_w = found.start() if found else len(self._block)
        return min(self._literal, self._around_w)


def _start(block: bytearray, at: int, floor: int, limit: int) -> int:
    """Return where the entry that has a marker starts."""
    start = block.rfind(b"\n", floor, at) + 1 or floor
    joint = block.rfind(_JOINT, start, at)
    if joint >= 0:
        return joint + 1
    while start > floor and _continues(block, start, floor, limit):
        start = _line_above(block, start, floor)
    return start


def _end(block: bytearray, at: int, floor: int, limit: int) -> int:
    """Return where the entry that has a marker ends."""
    end = block.find(b"\n", at, limit) + 1 or limit
    joint = block.find(_JOINT, at, end)
    if joint >= 0:
        return joint + 1
    while end < limit and _continues(block, end, floor, limit):
        end = block.find(b"\n", end, limit) + 1 or limit
    return end


def _line_above(block: bytearray, start: int, floor: int) -> int:
    return block.rfind(b"\n", floor, start - 1) + 1 or floor


def _continues(block: bytearray, start: int, floor: int, limit: int) -> bool:
    """Say whether the line that starts here belongs to the one above."""
    if _CONTINUING.match(block, start, limit):
        return True
    above = _line_above(block, start, floor)
    if block.startswith(_TRACEBACK, start, limit):
        return not _ends_traceback(block, above, floor, limit)
    if blank := _BLANK.match(block, start, limit):
        chained = _CHAINED.match(block, above) or _AFTER_BLANK.match(block, blank.end(), limit)
        return chained is not None
    if _BODY.match(block, start, limit):
        return _is_body(block, start, block[above:start].rstrip(), limit)
    return _ends_traceback(block, start, floor, limit)


def _is_body(block: bytearray, start: int, above: bytearray, limit: int) -> bool:
    """Say whether what opens here is what the line above announces, or its details."""
    if above.endswith(b":"):
        return True
    is_lone = _LONE_OPENER.match(block, start, limit) is not None
    return is_lone and len(above) > 0 and not above.endswith((b"}", b"]"))


def _ends_traceback(block: bytearray, start: int, floor: int, limit: int) -> bool:
    """Say whether the line that starts here is the exception under a traceback's frames."""
    if not _RAISED.match(block, start, limit):
        return False
    above = _line_above(block, start, floor)
    if not _INDENTED.match(block, above):
        return False
    while above > floor and _INDENTED.match(block, above):
        above = _line_above(block, above, floor)
    return block.startswith(_TRACEBACK, above)
