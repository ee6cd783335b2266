"""What a record of a log is, and where it starts and ends.

A record is one entry of a log, on however many lines: a line, with the lines that continue it (a
traceback, a block in braces, the cause of an exception), or an object of an array in JSON.

Only records with a marker matter. A marker is a piece of text without which no error can come from
Storage Gateway. Whole blocks of bytes are searched for markers, at the speed of C, and only the
lines around a marker are looked at.
"""

from __future__ import annotations

import json
import re
from itertools import accumulate, chain, pairwise, takewhile
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CONTEXT: Final = 1 << 14
"""How long a record of lines may be, in bytes; a longer line is looked at around its markers."""
LONGEST_OBJECT: Final = 1 << 23
"""How long an object in JSON may be, in bytes; of a longer one, the list in it is read."""

# botocore prints "when calling the" before exceptions that any service has. The last stands in the
# health log of a file gateway.
MARKERS: Final = (
    "InvalidGatewayRequestException|InternalServerError"
    '|[Ss]torage[-_ ]?[Gg]ateway|when calling the |"sgw-'
)
"""What stands in every text that `sgwlib.explain` is certain of, as grep -E and re read it."""

# `re` searches fastest for one rare letter, so each pattern starts with one that its markers share.
_SEARCHES: Final = (
    # "when calling the ", "InvalidGatewayRequestException", "storage_gateway", ""sgw-"
    re.compile(
        rb"w(?:hen calling the "
        rb"|(?<=atew)(?=ay)(?:(?<=InvalidGatew)(?=ayRequestException)"
        rb"|(?<=[Ss]torage[Gg]atew)|(?<=[Ss]torage[-_ ][Gg]atew))"
        rb'|(?<="sgw)-)'
    ),
    # "InternalServerError", and a message in colours, which journald writes as numbers
    re.compile(rb'S(?:(?<=InternalS)erverError|(?<="MESS)AGE":\[)'),
    # gzip in base64, which CloudWatch Logs sends to Lambda and Kinesis
    re.compile(rb'H(?<="H)4sI'),
)
_LONGEST_MARKER: Final = 64
_LOOKS_AHEAD: Final = 3  # lines below a record that show whether it goes on
_NEWLINE: Final = ord("\n")
_ABOVE: Final = 1 << 12  # bytes above a record in which its time is looked for


class Record(NamedTuple):
    """One record that has a marker. An object of an array is decoded, as ``value``.

    ``block`` has what stands before it, up to ``start``.
    """

    text: bytes
    offset: int
    block: bytes = b""
    start: int = 0
    value: dict[str, Any] | None = None

    @property
    def above(self) -> bytes:
        """Some lines before it; the first of them is whole."""
        first = max(0, self.start - _ABOVE)
        if first:
            first = self.block.find(b"\n", first, self.start) + 1 or first
        return self.block[first : self.start]


# --- which lines continue a record -------------------------------------------------------------

# What a transport puts before every line of a program: the tag says which program it is. Where it
# is but a time, the lines of one record have the same minute.
_HEAD: Final = re.compile(
    rb'\{"log":"'  # docker
    rb"|(?P<action>\d{4}-\d\d-\d\dT\d\d:\d\d):\d\d\.\d{7}Z (?!std)"  # GitHub Actions
    rb"|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S{0,22} "  # Kubernetes, GitLab, journalctl
    rb"(?:std(?P<tag>out|err) [FP] |\d\d(?P<job>[EO]) |(?P<unit>[\w.-]{1,80} [^\s:]{1,80}): )"
    rb"|\[(?P<build>\d{4}-\d\d-\d\dT\d\d:\d\d):\d\d\.\d{3}Z\] "  # Jenkins
    rb"|(?P<service>[a-zA-Z][\w.-]{0,60}[-_]\d{1,3}) ++\| "  # docker compose
    rb"|\[(?P<pod>pod/[\w./-]{1,200})\] "  # kubectl
    rb"|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d (?P<host>[\w.-]{1,80} [^\s:]{1,80}): "  # syslog
    rb"|<\d{1,3}>1 \S{1,40} (?P<app>\S{1,80} \S{1,80} \S{1,80}) \S{1,80} - "  # syslog, RFC 5424
)
# What continues a record after a logger's own stamp, level and thread: one blank more than usual.
_STAMPED: Final = re.compile(
    rb"(?:\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d\S{0,30}"
    rb"|[A-Z][a-z][a-z] [ \d]\d \d\d:\d\d:\d\d)"
    rb"(?:(?: [A-Z]{4,8})?(?: \[[^\]\n]{1,80}\])?) (?:  |\t|[}\])]|\{?\s*?$"
    rb"|Additional error|error: \{)",
    re.MULTILINE,
)
_DATE: Final = len("2026-03-01")
_MINUTE: Final = len("2026-03-01T09:59")  # the lines of one record are written within one
# What Python prints between two exceptions of one traceback, alone between blank lines.
_CHAINED: Final = re.compile(
    rb"During handling of the above exception|The above exception was the direct cause"
)
_AFTER_BLANK: Final = re.compile(
    rb"(?:" + _CHAINED.pattern + rb"|Additional error details:|Next [\w\\]+: )"
)
_CONTINUING: Final = re.compile(
    rb"(?:\x1b\[[\d;]*m)*(?:"  # whatever its colour
    rb"[ \t}\])]|\\t"  # indented, or the end of a block; docker escapes tabs
    rb"|Caused by: |Suppressed: |Stack trace:|#\d+ "  # traces of Java and PHP
    rb"|/[^\s:]{1,300}:\d{1,6}:in [`']"  # frames in Rails' logs
    rb"|At \S{1,300}:\d{1,6} char:|\+ +(?:~|[^\n]{0,80}\b[A-Z][a-z]+-[A-Z])"  # PowerShell
    rb"|error: \{|error:\s*?$|errorCode: |[Mm]essage: |ERROR\t"  # YAML and text of the AWS CLI
    rb"|Exception name: |Error message: "  # the SDK for C++
    rb"|\||\+-|" + "(?:│|╵)".encode() + rb")"  # frames of its tables, and of Terraform's errors
    rb"|" + _AFTER_BLANK.pattern,
    re.MULTILINE,
)
_TRACEBACK: Final = b"Traceback (most recent call last)"
_INDENTED: Final = re.compile(rb"[ \t]|\\t")
_RAISED: Final = re.compile(  # "KeyError: 'a'"
    rb"[A-Za-z_][\w.]*(?:: |\s*?$|\\n\")", re.MULTILINE
)
# What Java's loggers print below the message: "com.example.Failed: no", and below it a frame.
_THROWN: Final = re.compile(rb"[a-z][\w$]*(?:\.[\w$]+)+(?:: |\s*?$)", re.MULTILINE)
_FRAME: Final = re.compile(rb"(?:\t|\\t| {2,8})at ")
_BLANK: Final = re.compile(rb"\r?\n|\\n\"")
_BODY: Final = re.compile(
    rb"(?:b')?(?:\{|\[(?=[\s\"'{\[]|$))", re.MULTILINE
)  # "{", or Python's bytes: "b'{"
_DOCKER_END: Final = re.compile(rb'\\n","stream":[^\n]*\s*\Z')
_LONE_OPENER: Final = re.compile(rb"[{\[]\s*?$", re.MULTILINE)


def continues(block: bytes, start: int, floor: int, limit: int) -> bool:
    """Return whether the line that starts here continues the one above.

    Nothing before ``floor`` and after ``limit`` counts.
    """
    # Most lines of most logs start with a stamp of their own, and no transport before it.
    is_stamped = block[start] in b"0123456789"
    may_have_head = not is_stamped or block[start + _DATE : start + _DATE + 1] == b"T"
    head = _HEAD.match(block, start, limit) if may_have_head else None
    above = _line_above(block, start, floor)
    stamped = head is None and _STAMPED.match(block, start, limit) is not None
    if is_stamped and head is None:
        minute = block[start : start + _MINUTE]
        return stamped and minute == block[above : above + _MINUTE]
    place = head.end() if head else start
    if head:
        before = _HEAD.match(block, above)
        if before is None or before.groups() != head.groups():  # another program
            return False
    if stamped or _CONTINUING.match(block, place, limit):
        return True
    if block.startswith(_TRACEBACK, place, limit):
        return not _ends_traceback(block, above, floor, limit)
    if blank := _BLANK.match(block, place, limit):
        following = _content(block, block.find(b"\n", place, limit) + 1) if head else blank.end()
        # A blank line stands beside a sentence between two exceptions, or above Spring's trace.
        chained = _CHAINED.match(block, _content(block, above))
        is_followed = chained or _AFTER_BLANK.match(block, following, limit)
        return bool(is_followed) or _is_thrown(block, above, following, limit)
    return (
        _ends_traceback(block, start, floor, limit)
        or _is_body(block, above, start, place, limit)
        or _is_thrown(block, above, place, limit)
    )


def _is_thrown(block: bytes, above: int, place: int, limit: int) -> bool:
    """Return whether a trace of Java starts here, below the message of a logger."""
    if not _THROWN.match(block, place, limit):
        return False
    below = block.find(b"\n", place, limit) + 1
    message = _content(block, above)
    is_trace = below and _FRAME.match(block, _content(block, below), limit)
    return bool(is_trace) and not (_INDENTED.match(block, message) or _THROWN.match(block, message))


def _is_body(block: bytes, above: int, start: int, place: int, limit: int) -> bool:
    """Return whether a body starts here that the line above announces."""
    if not _BODY.match(block, place, limit):
        return False
    announcing = _DOCKER_END.sub(b"", block[above:start]).rstrip()
    is_lone = len(announcing) > 0 and _LONE_OPENER.match(block, place, limit) is not None
    return announcing.endswith(b":") or (is_lone and not announcing.endswith((b"}", b"]")))


def _content(block: bytes, start: int) -> int:
    """Return where a line's own text starts, behind what a transport puts before it."""
    head = _HEAD.match(block, start)
    return head.end() if head else start


def _line_above(block: bytes, start: int, floor: int) -> int:
    return block.rfind(b"\n", floor, start - 1) + 1 or floor


def _ends_traceback(block: bytes, start: int, floor: int, limit: int) -> bool:
    """Return whether the line that starts here is the exception under a traceback's frames."""
    if not _RAISED.match(block, _content(block, start), limit):
        return False
    above = _line_above(block, start, floor)
    if not _INDENTED.match(block, _content(block, above)):
        return False
    while above > floor and _INDENTED.match(block, _content(block, above)):
        above = _line_above(block, above, floor)
    return block.find(_TRACEBACK, above, start) >= 0


def unwrapped(text: bytes) -> bytes:
    """Return the lines of a record without what a transport puts before each of them."""
    if text.startswith(b'{"log":"'):
        try:
            return "".join(json.loads(line)["log"] for line in text.splitlines()).encode()
        except (ValueError, KeyError, TypeError):
            return text
    if not _HEAD.match(text):
        return text
    lines = text.splitlines(keepends=True)
    return b"".join(line[_content(line, 0) :] for line in lines)


# Kubernetes writes a line in parts: "2026-... stdout P start", "2026-... stdout F , and end"
_KUBERNETES: Final = rb"\d{4}-\S{15,40} std(?:out|err) "
_PARTS: Final = re.compile(
    rb"^(" + _KUBERNETES + rb")P ([^\n]*(?:\n" + _KUBERNETES + rb"P [^\n]*)*+)"
    rb"(?:\n" + _KUBERNETES + rb"(F) )?",
    re.MULTILINE,
)
_PART_START: Final = re.compile(rb"\n" + _KUBERNETES + rb"P ")
_WHOLE: Final = re.compile(rb"^" + _KUBERNETES + rb"F [^\n]*\n", re.MULTILINE)


def _parts_joined(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Join the parts of long lines in a log of Kubernetes."""

    def joined(parts: re.Match[bytes]) -> bytes:
        return parts[1] + (parts[3] or b"P") + b" " + _PART_START.sub(b"", parts[2])

    held: list[bytes] = []
    size = 0
    for piece in chain(pieces, [b""]):  # an empty one marks the end
        held.append(piece)
        size += len(piece)
        if piece and not _WHOLE.search(piece) and size < LONGEST_OBJECT:
            continue
        block = b"".join(held)
        near = max(0, size - len(piece) - CONTEXT)
        ends = [it.end() for it in _WHOLE.finditer(block, near)] if piece else []
        given_up = not piece or size >= LONGEST_OBJECT
        cut = ends[-1] if ends else size if given_up else 0
        yield _PARTS.sub(joined, block[:cut])
        held, size = [block[cut:]], size - cut


# --- records of a text that somebody pastes -------------------------------------------------------

# A line that starts a record wherever it stands: "│ Error: reading", "Traceback (most recent call"
_START: Final = re.compile(
    (
        r"^[^\S\n]{0,20}(?:(?:(?:│|╷|[|>])[ \t]{0,20}){0,4}"
        r"(?:Error: (?!(?:An?|The) )|aws: \[ERROR\]|An error occurred \("
        r"|Traceback \(most|HTTP/\d)|╷)"
    ).encode(),
    re.MULTILINE,
)
_STAMP: Final = re.compile(
    rb"^[^\S\n]{0,20}(?:[\[(\"]{0,2}\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d"
    rb"|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d\d:\d\d:\d\d|\[\d{10}|<\d{1,3}>1 "
    rb"|[A-Z][a-z]{2} \d\d?, \d{4},? |[IWEF](?:\d{4}){1,2} \d\d:\d\d:\d\d)",  # Java, klog
    re.MULTILINE,
)
# What continues a record under the same stamp: "  indented", "}", "Content-Type: "
_SAME_STAMP: Final = re.compile(
    rb"\s|[{}\])]|\Z|Additional error|error: \{|(?:Request ID|Exception name|Error message): "
    rb"|(?i:(?:date|server|connection|vary|content-[a-z]{2,20}|x-amzn?-[a-z-]{2,30}): )"
)
_LONGEST_STAMP: Final = 200
_OWN: Final = b"Response body"  # botocore's debug log prints the headers in the record before


def starts_in(text: str) -> list[int]:
    """Return where the records of a pasted text start.

    In a log each line is a record, but for those that continue it. In a text that somebody pastes,
    a line without a stamp belongs to the lines above it, too.
    """
    data = text.encode(errors="surrogatepass")
    starts = {match.start() for match in _START.finditer(data)}
    first = prefix = b""
    for stamp in _STAMP.finditer(data):
        at = stamp.start()
        line = data[at : at + _LONGEST_STAMP].partition(b"\n")[0]
        if not prefix or not line.startswith(prefix):
            pairs = takewhile(lambda pair: pair[0] == pair[1], zip(first, line, strict=False))
            prefix = line[: len([*pairs])].rstrip()
        is_same = len(prefix) >= len(stamp[0])
        continued = is_same and _SAME_STAMP.match(line[len(prefix) :].removeprefix(b" "))
        if continued or _OWN in line or (at and continues(data, at, 0, len(data))):
            continue
        starts.add(at)
        first, prefix = line, b""
    pieces = (data[start:end] for start, end in pairwise([0, *sorted(starts)]))
    return list(accumulate(len(piece.decode(errors="surrogatepass")) for piece in pieces))


# --- records of lines ---------------------------------------------------------------------------


class LineFinder:
    """Finds the records of a log of lines, in whatever pieces it comes.

    It ends at a long line of objects, unless ``within`` says that the first line is none, or
    ``only_lines`` that no line is.
    """

    def __init__(self, offset: int = 0, *, within: bool = False, only_lines: bool = False) -> None:
        self.rest: bytes | None = None
        """A long line of objects, and what follows."""
        self.offset = offset
        """Where the block starts, or the rest."""
        self._within = within
        self._only_lines = only_lines
        self._block = b""
        self._pieces: list[bytes] = []  # a line that has not ended yet
        self._waiting = 0
        self._done = 0
        """Where the last record ended, in the block."""
        self._searched = 0
        """Up to where the block has been searched."""

    def feed(self, piece: bytes, *, last: bool) -> Iterator[Record]:
        """Take the next piece; return the records that it cannot change any more."""
        self._pieces.append(piece)
        self._waiting += len(piece)
        if not last and b"\n" not in piece and self._waiting < CONTEXT:
            return
        block = self._block = b"".join([self._block, *self._pieces])
        self._pieces, self._waiting = [], 0
        size = len(block)
        ready, settled, objects = self._ends(last=last)
        places = [-1] * len(_SEARCHES)  # the next marker of each kind; the end if there is none
        searched = self._searched
        while True:
            for number, search in enumerate(_SEARCHES):
                if places[number] < searched:
                    found = search.search(block, searched)
                    places[number] = found.start() if found else size
            at = min(places)
            if at >= ready:
                break
            start, end = self._around(at, ready)
            if start == end:
                objects = start
                break
            if end > settled:
                break
            yield Record(block[start:end], self.offset + start, block, start)
            self._done = searched = end
        if objects < size:
            self.rest, self.offset = block[objects:], self.offset + objects
            return
        self._searched = max(searched, min(at, ready))
        # Keep the context of a marker that the next pieces may have.
        dropped = max(0, self._searched - CONTEXT)
        self._block = block[dropped:]
        self._within = self._within or dropped > 0
        self.offset += dropped
        self._done = max(0, self._done - dropped)
        self._searched -= dropped

    def _ends(self, *, last: bool) -> tuple[int, int, int]:
        """Return up to where markers count now, and records are known, and lines are no objects."""
        block, size = self._block, len(self._block)
        line = block.rfind(b"\n") + 1  # has not ended yet
        if self._are_objects(line, size):
            return line, line, line
        if last:
            return size, size, size
        if size - line > CONTEXT:
            return size - _LONGEST_MARKER, size - CONTEXT, size  # the last may be cut
        settled = line
        # The next piece may continue a record, as what stands below a blank line shows.
        for _ in range(_LOOKS_AHEAD):
            settled = block.rfind(b"\n", 0, max(settled - 1, 0)) + 1
        return line, settled, size

    def _are_objects(self, start: int, end: int) -> bool:
        """Return whether a long line of objects starts here."""
        if self._only_lines or end - start <= CONTEXT:
            return False
        starts_line = self._block[start - 1] == _NEWLINE if start else not self._within
        return starts_line and _LINE.match(self._block, start) is not None

    def _around(self, at: int, ready: int) -> tuple[int, int]:
        """Return where the record that has a marker starts and ends; equal ones for objects."""
        block = self._block
        start = block.rfind(b"\n", self._done, at) + 1 or self._done
        end = block.find(b"\n", at, ready) + 1 or ready
        if end - start > CONTEXT:
            if self._are_objects(start, end):
                return start, start
            return max(start, at - CONTEXT), min(end, at + CONTEXT)
        floor, limit = max(self._done, at - CONTEXT), min(ready, at + CONTEXT)
        while start > floor and continues(block, start, floor, limit):
            above = _line_above(block, start, floor)
            if above == at - CONTEXT:  # within a line
                break
            start = above
        while end < limit and continues(block, end, start, limit):
            below = block.find(b"\n", end, limit) + 1
            if not below and self._are_objects(end, block.find(b"\n", end, ready) + 1 or ready):
                break
            end = below or limit
        return start, end


# --- records that are objects of an array ---------------------------------------------------------

# An array of objects, or an object whose first member is one: CloudTrail's files, the answers of
# `aws cloudtrail lookup-events` and `aws logs filter-log-events`. The end of an earlier array may
# stand before it, in files that were joined. Or objects on several lines each, one after the other.
_OPENING: Final = (
    rb'[\s\]},]*+(?:(?:\{\s*+"(?:Records|[Ee]vents)"\s*+:\s*+)?\[\s*+(?=\{\s*+")|(?=%b))'
)
_ARRAY: Final = re.compile(_OPENING % rb'\{[^\S\n]*+\n\s*+"|\{\s*+"eventVersion"')
# The same on one line, or objects that a stream has joined: '{"level":"info"}{"level":'
_LINE: Final = re.compile(_OPENING % rb'\{\s*+"')
# Up to the list in an object: '{"messageType":"DATA_MESSAGE","logEvents":['
_LIST: Final = re.compile(r'\{[^{}]{0,4000}?"\s{0,9}:\s{0,9}\[\s*+(?=\{)')
# Where the first whole event starts in a part of a CloudTrail file that was cut within an event.
_NEXT_EVENT: Final = re.compile(rb'[^\n]*?\}\s*+,\s*+(?=\{\s*+"eventVersion")')


BETWEEN: Final = re.compile(r"[\s,]*+")
"""What may stand between two objects."""
_IN_LINE: Final = re.compile(r"[ \t\r,\]}]*+")
_DEEPEST: Final = 8  # deeper lists are an attack
_DECODER: Final = json.JSONDecoder(strict=False)


def decoded_at(text: str, at: int) -> tuple[object, int]:
    """Decode the JSON that starts at a place; return it and where it ends, or None."""
    try:
        return _DECODER.raw_decode(text, at)
    except (ValueError, RecursionError):
        return None, at


class ObjectFinder:
    """Finds the objects of an array, in whatever pieces it comes.

    Each object is decoded by itself, so that the memory needed is that of one object.
    """

    def __init__(self, offset: int = 0, *, in_line: bool = False) -> None:
        self.rest: bytes | None = None
        """What follows the array, once it has ended; or the line, if it is ``in_line``."""
        self.damaged = False
        """Whether it ended because what follows is no object."""
        self.offset = offset
        """Where the next object or the rest starts."""
        self._in_line = in_line
        self._tail = ""
        self._enough = 0
        """How long the tail must be before it is worth decoding once more."""
        self._started = False
        self._levels = 0  # of lists in objects that are too long to decode

    def feed(self, piece: bytes, *, last: bool) -> Iterator[Record]:
        """Take the next piece; return the objects that are whole."""
        # In Latin-1 each byte is a character, so that positions stay the same and JSON stays JSON.
        text = self._tail + piece.decode("latin-1")
        if len(text) < self._enough and not last:
            self._tail = text
            return
        at = 0
        between, opening = (_IN_LINE, _LINE) if self._in_line else (BETWEEN, _ARRAY)
        if not self._started:
            self._started = True
            at = start.end() if (start := opening.match(piece)) else 0
        while True:
            closed = between.match(text, at)
            assert closed is not None  # noqa: S101 - it always matches
            at = closed.end()
            self._levels = max(0, self._levels - closed[0].count("]"))
            if at == len(text):
                break
            is_object = text[at] == "{"
            value, end = decoded_at(text, at) if is_object else (None, at)
            if not isinstance(value, dict):
                is_long = len(text) - at > LONGEST_OBJECT
                inside = _LIST.match(text, at) if is_object and is_long else None
                if inside and self._levels < _DEEPEST:
                    self._levels += 1
                    at = inside.end()
                    continue
                # The next piece may complete an object, and nothing else.
                is_whole = last or is_long or (self._in_line and "\n" in text[at:])
                if not is_object or is_whole:
                    at += self._in_line and text[at] == "\n"
                    self.rest = text[at:].encode("latin-1")
                    self.damaged = is_object
                break
            if _may_matter(value, text, at, end):
                stored = text[at:end].encode("latin-1")
                value = json.loads(stored.decode(errors="replace"), strict=False)
                yield Record(stored, self.offset + at, value=value)
            at = end
        self._tail = text[at:]
        self._enough = 2 * len(self._tail)  # so that a long object in small pieces takes no longer
        self.offset += at


def _may_matter(value: dict[str, Any], text: str, start: int, end: int) -> bool:
    """Return whether an object may hold an error of ours. Most events of CloudTrail have none."""
    if "eventSource" in value and "eventName" in value:
        return "errorCode" in value
    return is_marked(text[start:end].encode("latin-1"))


def is_marked(text: bytes) -> bool:
    """Return whether a text has a marker."""
    return any(each.search(text) for each in _SEARCHES)


_SHOWS_FORM: Final = 64  # bytes that show whether a log has lines or objects


def records_in(pieces: Iterable[bytes]) -> Iterator[Record]:
    """Yield the records of a log that have a marker. The size of its pieces changes nothing."""
    finder: LineFinder | ObjectFinder | None = None
    pending, offset, damaged = b"", 0, False
    pieces = iter(pieces)
    first = b""
    while len(first) < _SHOWS_FORM and (piece := next(pieces, b"")):
        first += piece
    whole: Iterable[bytes] = chain([first], pieces)
    if re.match(_KUBERNETES, first):
        whole = _parts_joined(whole)
    for piece in chain(filter(None, whole), [b""]):  # an empty one marks the end
        pending += piece
        while finder is not None or len(pending) >= _SHOWS_FORM or not piece:
            if finder is None:
                if not offset and not _ARRAY.match(pending) and (cut := _NEXT_EVENT.match(pending)):
                    pending, offset = pending[cut.end() :], cut.end()
                is_array = not damaged and _ARRAY.match(pending[:_SHOWS_FORM])
                finder = ObjectFinder(offset) if is_array else LineFinder(offset, within=damaged)
            yield from finder.feed(pending, last=not piece)
            pending = b""
            if finder.rest is None:
                break
            pending, offset = finder.rest, finder.offset
            if isinstance(finder, LineFinder):
                finder = ObjectFinder(offset, in_line=True)
            else:
                damaged = finder.damaged
                finder = None


def around_markers(record: Record) -> Iterator[Record]:
    """Yield the pieces of a long record that stand around its markers."""
    yield from LineFinder(record.offset, only_lines=True).feed(record.text, last=True)
