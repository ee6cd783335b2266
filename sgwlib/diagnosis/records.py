"""The entries of a log that may hold an error: of lines, or of an array of records in JSON.

A marker is a piece of text without which no error can come from Storage Gateway. Whole blocks of
bytes are searched for markers, at the speed of C, and only what surrounds a marker is looked at.
An entry is the line that the marker stands in, with the lines that continue it or that it
continues: a traceback, a block in braces, the cause of an exception. So an error is one entry, on
however many lines it is printed.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CONTEXT: Final = 1 << 14
"""How far an entry may reach to either side of its marker, in bytes."""

# The last is botocore's, which prints it before exceptions that any service has.
MARKERS: Final = (
    "InvalidGatewayRequestException|InternalServerError"
    "|[Ss]torage[-_ ]?[Gg]ateway|when calling the "
)
"""What stands in every text that `sgwlib.explain` is certain of, as grep -E and re read it."""

# `find` is the fastest search for one string. For several, `re` is, if they share a rare letter:
# here it is the w of "Gateway" and of botocore's "when".
_LITERAL: Final = b"InternalServerError"
_AROUND_W: Final = re.compile(
    rb"w(?:hen calling the "
    rb"|(?<=atew)(?=ay)(?:(?<=InvalidGatew)(?=ayRequestException)"
    rb"|(?<=[Ss]torage[Gg]atew)|(?<=[Ss]torage[-_ ][Gg]atew)))"
)

_ABOVE: Final = 1 << 12  # bytes above an entry in which its time is looked for

_TRACEBACK: Final = b"Traceback (most recent call last)"
_INDENTED: Final = re.compile(rb"[ \t]")
_RAISED: Final = re.compile(rb"[A-Za-z_][\w.]*(?:: |\s*?$)", re.MULTILINE)  # "KeyError: 'a'"
_BLANK: Final = re.compile(rb"\r?\n")
# What Python prints between two exceptions of one traceback, alone between blank lines.
_CHAINED: Final = re.compile(
    rb"During handling of the above exception|The above exception was the direct cause"
)
_AFTER_BLANK: Final = re.compile(
    rb"(?:" + _CHAINED.pattern + rb"|Additional error details:|Next [\w\\]+: )"
)
# What may stand before every line: of syslog ("Mar  1 09:59:58 host app[7]:"), of Kubernetes
# ("2026-03-01T09:59:58Z stderr F"), of a logger with level and thread.
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
_JOINT: Final = b'}{"'  # between two records that a stream wrote on one line
_BODY: Final = re.compile(rb"(?:b')?[{\[]")  # "{", or Python's bytes: "b'{"
_LONE_OPENER: Final = re.compile(rb"[{\[]\s*?$", re.MULTILINE)


class Entry(NamedTuple):
    """One entry of a log that has a marker: its text, its offset, and some lines above it."""

    text: bytes
    offset: int
    above: bytes = b""

    def time(self, newest: datetime) -> datetime | None:
        """Return its time, or else that of the lines above."""
        return time_in(self.text, newest) or time_above(self.above, newest)


def is_marked(text: bytes) -> bool:
    """Return whether a text has a marker."""
    return _LITERAL in text or _AROUND_W.search(text) is not None


class Lines:
    """Finds the entries of a log of lines, in whatever pieces it comes."""

    def __init__(self, offset: int = 0) -> None:
        self._offset = offset
        self._block = bytearray()  # changed in place, which is faster than a new one for each piece
        self._done = 0
        """Where the last entry ended, in the block."""
        self._searched = 0
        """Up to where the block has been searched."""
        self._literal = self._around_w = -1
        """The next marker of each kind; each is searched for only as far as needed."""

    def feed(self, piece: bytes, *, last: bool) -> Iterator[Entry]:
        """Take the next piece; return the entries that it cannot change any more."""
        self._block += piece
        block = self._block
        ready = len(block) if last else len(block) - CONTEXT
        self._literal = self._around_w = -1
        at = self._marker(self._searched)
        while at < ready:
            floor, limit = max(0, at - CONTEXT), min(len(block), at + CONTEXT)
            start = _start(block, at, max(self._done, floor), limit)
            self._done = _end(block, at, start, limit)
            text, above = block[start : self._done], block[max(floor, start - _ABOVE) : start]
            yield Entry(bytes(text), self._offset + start, bytes(above))
            self._searched = self._done
            at = self._marker(self._done)
        # Drop all but the context of a marker that the next pieces may have.
        dropped = max(0, ready - CONTEXT)
        del self._block[:dropped]
        self._offset += dropped
        self._done = max(0, self._done - dropped)
        self._searched = max(self._searched, ready) - dropped

    def _marker(self, start: int) -> int:
        """Return the first marker from some offset on; the block's end if there is none.

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
    """Return whether the line that starts here continues the one above."""
    if _CONTINUING.match(block, start, limit):
        return True
    above = _line_above(block, start, floor)
    if block.startswith(_TRACEBACK, start, limit):
        return not _ends_traceback(block, above, floor, limit)
    if blank := _BLANK.match(block, start, limit):
        chained = _CHAINED.match(block, above) or _AFTER_BLANK.match(block, blank.end(), limit)
        return chained is not None
    if _BODY.match(block, start, limit):
        announcing = block[above:start].rstrip()
        is_lone = len(announcing) > 0 and _LONE_OPENER.match(block, start, limit) is not None
        return announcing.endswith(b":") or (is_lone and not announcing.endswith((b"}", b"]")))
    return _ends_traceback(block, start, floor, limit)


def _ends_traceback(block: bytearray, start: int, floor: int, limit: int) -> bool:
    """Return whether the line that starts here is the exception under a traceback's frames."""
    if not _RAISED.match(block, start, limit):
        return False
    above = _line_above(block, start, floor)
    if not _INDENTED.match(block, above):
        return False
    while above > floor and _INDENTED.match(block, above):
        above = _line_above(block, above, floor)
    return block.startswith(_TRACEBACK, above)


# --- records in JSON: events of CloudTrail and others, in one array, often on one line --------

LONGEST: Final = 1 << 22
"""Characters of a record; CloudTrail's have at most 256 kB."""

# An array of objects, or an object whose first member is one: CloudTrail's files, the answers of
# `aws cloudtrail lookup-events` and `aws logs filter-log-events`. The end of an
# earlier array may stand before it, in files that were joined.
_ARRAY: Final = re.compile(rb'[\s\]},]*(?:\{\s*"(?:Records|[Ee]vents)"\s*:\s*)?\[\s*(?=\{\s*")')
_BETWEEN: Final = re.compile(r"[\s,]*")
_DECODER: Final = json.JSONDecoder(strict=False)


class Records:
    """Finds the entries of an array of records, in whatever pieces it comes.

    Each record is decoded by itself, so that the memory needed is that of one record.
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
        # In Latin-1 each byte is a character, so that positions stay the same and JSON stays JSON.
        text = self._tail + piece.decode("latin-1")
        if len(text) < self._enough and not last:
            self._tail = text
            return
        at = 0
        if not self._started and (start := _ARRAY.match(piece)):
            self._started, at = True, start.end()
        # It always matches.
        while (at := _BETWEEN.match(text, at).end()) < len(text):  # type: ignore[union-attr]
            is_record = text[at] == "{"
            end = _record_end(text, at) if is_record else None
            if end is None:
                # The next piece may complete a record, and nothing else.
                if not is_record or last or len(text) - at > LONGEST:
                    self.rest = text[at:].encode("latin-1")
                    self.damaged = is_record
                break
            record = text[at:end].encode("latin-1")
            if is_marked(record):
                yield Entry(record, self.offset + at)
            at = end
        self._tail = text[at:]
        self._enough = 2 * len(self._tail)  # so that a long record in small pieces takes no longer
        self.offset += at


def _record_end(text: str, at: int) -> int | None:
    """Return where the record that starts here ends; None if it is not a whole one."""
    try:
        return _DECODER.raw_decode(text, at)[1]
    except (ValueError, RecursionError):
        return None


_HEAD: Final = 64  # bytes that show whether a log has lines or records


def entries_in(pieces: Iterable[bytes]) -> Iterator[Entry]:
    """Yield the entries of a log that have a marker. The size of its pieces changes nothing."""
    finder: Lines | Records | None = None
    pending, offset, damaged = b"", 0, False
    for piece in chain(pieces, [b""]):  # an empty one marks the end
        pending += piece
        while finder is not None or len(pending) >= _HEAD or not piece:
            if finder is None:
                is_array = not damaged and _ARRAY.match(pending[:_HEAD])
                finder = (Records if is_array else Lines)(offset)
            yield from finder.feed(pending, last=not piece)
            pending = b""
            if not isinstance(finder, Records) or finder.rest is None:
                break
            pending, offset, damaged = finder.rest, finder.offset, finder.damaged
            finder = None


# --- when an entry was written, in the notations of times that logs use ------------------------

_NAMES: Final = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
_MONTHS: Final = {name: number for number, name in enumerate(_NAMES.split(), 1)}
_MONTH: Final = f"(?:{'|'.join(_MONTHS)})"
_TIME: Final = re.compile(
    rf"""(?<![0-9]) (?:
      (?P<iso>       \d{{4}}[-/]\d\d[-/]\d\d [T ] \d\d:\d\d:\d\d (?:[.,]\d+)?
                     (?:Z | [ ]?[+-]\d\d:?\d\d(?!\d))?    # ISO 8601, Python's and Go's logging
                     | \d{{8}}T\d{{6}}Z )                   # x-amz-date
    | (?P<day_first> \d\d/{_MONTH}/\d{{4}}:\d\d:\d\d:\d\d[ ][+-]\d{{4}}   # web servers' logs
                     | \d\d[ ]{_MONTH}[ ]\d{{4}}[ ]\d\d:\d\d:\d\d )        # HTTP's Date
    | (?P<syslog>    {_MONTH}[ ][ 123]\d[ ]\d\d:\d\d:\d\d )               # syslog, without a year
    )""".encode(),
    re.VERBOSE,
)
# In JSON, the event's own time counts before all others: "eventTime": "2026-..., "ts": 1770091506
_NAMED: Final = re.compile(
    rb'"(?:[eE]ventTime|@?timestamp|time|ts|datetime)"\s*:\s*"?(?:(?P<epoch>1\d{9})(?P<milli>\d{3})?\b)?'
)
_NEAR: Final = 48  # a line has its time near its start


def time_in(text: bytes, newest: datetime) -> datetime | None:
    """Return the time of an entry in UTC, which a time without a zone is taken for; or None.

    A time may leave out its year: it is the last one that is not after ``newest``, when the log
    ended.
    """
    if text.lstrip()[:1] == b"{" and (named := _NAMED.search(text)):
        if named["epoch"]:
            seconds = datetime.fromtimestamp(int(named["epoch"]), UTC)
            return seconds + timedelta(milliseconds=int(named["milli"] or 0))
        if found := _TIME.match(text, named.end()):
            return _read(found, newest)
    found = _TIME.search(text)
    return _read(found, newest) if found else None


def time_above(text: bytes, newest: datetime) -> datetime | None:
    """Return the time of the last line that starts with one; see `time_in`."""
    for line in reversed(text.splitlines()):
        if found := _TIME.search(line, 0, _NEAR):
            return _read(found, newest)
    return None


def _read(found: re.Match[bytes], newest: datetime) -> datetime | None:
    try:
        moment = _moment(found[0].decode(), str(found.lastgroup), newest)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):  # the 30th of February, the year 0
        return None


def _moment(text: str, notation: str, newest: datetime) -> datetime:
    if notation == "iso":
        return datetime.fromisoformat(text.replace("/", "-").replace(" +", "+").replace(" -", "-"))
    if notation == "day_first":
        day, month, year, clock, zone = text[:2], text[3:6], text[7:11], text[12:20], text[21:]
        return datetime.fromisoformat(f"{year}-{_MONTHS[month]:02}-{day}T{clock}{zone}")
    month, day, clock = text.split()
    rest = f"{_MONTHS[month]:02}-{int(day):02}T{clock}+00:00"
    moment = datetime.fromisoformat(f"{newest.year}-{rest}")
    # A zone may put it a little after the end.
    return moment if moment <= newest + timedelta(days=1) else moment.replace(year=newest.year - 1)
