"""What a record of a log is, and where it starts and ends.

A record is one entry of a log, on however many lines: a line, with the lines that continue it (a
traceback, a block in braces, the cause of an exception), or an object of an array in JSON.

Only records with a marker matter. A marker is a piece of text without which no error can come from
Storage Gateway. Whole blocks of bytes are searched for markers, at the speed of C, and only the
lines around a marker are looked at. With the extra "fast", that takes about as long as grep does.
"""

from __future__ import annotations

import json
import re
from functools import cache
from itertools import accumulate, chain, pairwise, takewhile
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

CONTEXT: Final = 1 << 14
"""How long a record of lines may be, in bytes; a longer line is looked at around its markers."""
LONGEST_OBJECT: Final = 1 << 23
"""How long an object in JSON may be, in bytes; of a longer one, the list in it is read."""

# botocore prints "when calling the" before exceptions that any service has.
MARKERS: Final = (
    *(b"InvalidGatewayRequestException", b"InternalServerError", b"when calling the "),
    *(b"torage" + it + b"ateway" for it in b"g G -g -G _g _G".split()),  # "AWSStorageGateway"
    *(b"torage gateway", b"torage Gateway"),
    b'"sgw-',  # in the health log of a file gateway
    *(b'"MESSAGE":[', b'"MESSAGE": ['),  # in colours, which journald writes as numbers
    b'"H4sI',  # gzip in base64, which CloudWatch Logs sends to Lambda and Kinesis
)
"""What stands in every text that `sgwlib.explain` is certain of, or holds such a text packed."""

# Without the extra "fast": `re` searches fastest for one rare letter, so each pattern starts with
# one that its markers share.
_SEARCHES: Final = (
    # "when calling the ", "InvalidGatewayRequestException", "storage_gateway", ""sgw-"
    re.compile(
        rb"w(?:hen calling the "
        rb"|(?<=atew)(?=ay)(?:(?<=InvalidGatew)(?=ayRequestException)"
        rb"|(?<=torage[Gg]atew)|(?<=torage[-_ ][Gg]atew))"
        rb'|(?<="sgw)-)'
    ),
    re.compile(rb'S(?:(?<=InternalS)erverError|(?<="MESS)AGE": ?\[)'),
    re.compile(rb'H(?<="H)4sI'),
)


@cache
def _search() -> Callable[[bytes, int], Iterable[int]]:
    """Return a function that finds, from a place on, where the lines of a text have markers."""
    try:
        from ahocorasick_rs import BytesAhoCorasick, MatchKind
    except ModuleNotFoundError:
        return _search_by_letters
    # Leftmost, and up to 16 markers: then it compares many bytes at once.
    found = BytesAhoCorasick(MARKERS, matchkind=MatchKind.LeftmostFirst).find_matches_as_indexes
    return lambda text, start: [start + at for _, at, _ in found(text[start:])]


def _search_by_letters(text: bytes, start: int) -> list[int]:
    searches = _SEARCHES if b"{" in text else _SEARCHES[:-1]  # only objects hold what is packed
    return sorted(it.start() for each in searches for it in each.finditer(text, start))


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


# --- the bytes of a log ---------------------------------------------------------------------------


class _Log:
    """The bytes of a log that are still needed, from ``offset`` on, in whatever pieces it comes."""

    def __init__(self, pieces: Iterable[bytes], offset: int = 0) -> None:
        self.pieces = iter(pieces)
        self.block = b""
        self.offset = offset
        self.ended = False
        """Whether the block has all that follows."""

    def grow(self, least: int, *, or_line: bool = False) -> None:
        """Add so many bytes, or what there is up to the end of a line."""
        held = [self.block]
        for piece in self.pieces:
            held.append(piece)
            least -= len(piece)
            if least <= 0 or (or_line and b"\n" in piece):
                break
        else:
            self.ended = True
        self.block = b"".join(held)

    def drop(self, size: int) -> None:
        """Forget the first bytes."""
        self.block = self.block[size:]
        self.offset += size


# Kubernetes writes a line in parts: "2026-... stdout P start", "2026-... stdout F , and end"
_KUBERNETES: Final = rb"\d{4}-\S{15,40} std(?:out|err) "
_PARTS: Final = re.compile(
    rb"^(" + _KUBERNETES + rb")P ([^\n]*(?>(?:\n" + _KUBERNETES + rb"P [^\n]*)*))"
    rb"(?:\n" + _KUBERNETES + rb"(F) )?",
    re.MULTILINE,
)
_PART_START: Final = re.compile(rb"\n" + _KUBERNETES + rb"P ")
_WHOLE: Final = re.compile(rb"^" + _KUBERNETES + rb"F [^\n]*\n", re.MULTILINE)


def _parts_joined(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Join the parts of long lines in a log of Kubernetes."""

    def joined(parts: re.Match[bytes]) -> bytes:
        return parts[1] + (parts[3] or b"P") + b" " + _PART_START.sub(b"", parts[2])

    log = _Log(pieces)
    while True:
        log.grow(max(CONTEXT, len(log.block)))
        size, ends = len(log.block), [it.end() for it in _WHOLE.finditer(log.block)]
        given_up = log.ended or (not ends and size >= LONGEST_OBJECT)
        cut = size if given_up else max(ends, default=0)
        yield _PARTS.sub(joined, log.block[:cut])
        if log.ended:
            return
        log.drop(cut)


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
    rb"[ \t]++(?!\d{4}-\d\d-\d\d[T ]\d\d:)|[}\])]|\\t"  # indented, a block's end; docker's tab
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
_BOX_END: Final = "╯".encode()
_LONGEST_WRAPPED: Final = 1000
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
        or _is_wrapped(block, start, place, floor, limit)
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


def _is_wrapped(block: bytes, start: int, place: int, floor: int, limit: int) -> bool:
    """Return whether a line belongs to those below the box of Rich's traceback, which it wraps."""
    box = block.rfind(_BOX_END, max(floor, start - _LONGEST_WRAPPED), start)
    if box < 0 or block[place : place + 1] in {b"[", b"\xe2"}:  # a stamp, or another box
        return False
    end = block.find(b"\n", start, limit)
    text = unwrapped(block[_line_above(block, box + 1, floor) : end if end >= 0 else limit])
    border, *lines = (it.rstrip() for it in text.decode(errors="replace").rstrip().split("\n"))
    # The first word of each line had no room in the line above.
    return all(
        len(one) + len(following.partition(" ")[0]) >= len(border)
        for one, following in pairwise(lines)
    )


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


# --- records of a text that somebody pastes -------------------------------------------------------

# A line that starts a record wherever it stands: "│ Error: reading", "Traceback (most recent call"
_START: Final = re.compile(
    (
        r"^[^\S\n]{0,20}(?:(?:(?:│|╷|[|>])[ \t]{0,20}){0,4}"
        r"(?:Error: (?!(?:An?|The) )|aws: \[ERROR\]|An error occurred \("
        r"|Traceback \(most|HTTP/\d)|╷)"
        # an object below another one of a line, but no response below its request
        r"|(?<=\S\}\n)\{(?=\")(?!\"log\":|[^\n]{0,2000}\"__type\")"
    ).encode(),
    re.MULTILINE,
)
_STAMP: Final = re.compile(
    rb"^[^\S\n]{0,20}(?:"
    rb"(?:(?P<level>\[?[A-Z]{1,8}\]?,?[ \t])|time=|ts=)?[\[(\"]{0,2}"  # "E, [", "ERROR "
    rb"\d{4}[-/]\d\d[-/]\d\d(?:T|,? )\d\d:\d\d"
    rb"|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d\d:\d\d:\d\d|\[\d{10}|<\d{1,3}>1 "
    rb"|[A-Z][a-z]{2} \d\d?, \d{4},? |[IWEF](?:\d{4}){1,2} \d\d:\d\d:\d\d"  # Java, klog
    rb"|\{\"log\":\")",  # docker
    re.MULTILINE,
)
# What continues a record under the same stamp: "  indented", "}", "Content-Type: "
_SAME_STAMP: Final = re.compile(
    rb"\s|[{}\])]|\Z|Additional error|error: \{|(?:Request ID|Exception name|Error message): "
    rb"|(?i:(?:date|server|connection|vary|content-[a-z]{2,20}|x-amzn?-[a-z-]{2,30}): )"
)
_CLOCK: Final = re.compile(rb"[\d:.,]*")  # the rest of a stamp: ":58,011"
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
        rest = line[len(prefix) :].removeprefix(b" ")
        continued = is_same and _SAME_STAMP.match(rest) is not None
        if stamp["level"]:  # a tool has put it before each line if the time is the same, too
            time = _CLOCK.match(line, len(stamp[0]))
            continued = continued or (time is not None and len(prefix) >= time.end())
        if continued or _OWN in line or (at and continues(data, at, 0, len(data))):
            continue
        starts.add(at)
        first, prefix = line, b""
    pieces = (data[start:end] for start, end in pairwise([0, *sorted(starts)]))
    return list(accumulate(len(piece.decode(errors="surrogatepass")) for piece in pieces))


# --- records of lines ---------------------------------------------------------------------------


class _Lines:
    """Finds the records of lines, up to a long line of objects or the end of the log.

    ``within`` says that the first line is no such line, and ``only_lines`` that none is.
    """

    def __init__(self, log: _Log, *, within: bool = False, only_lines: bool = False) -> None:
        self._log = log
        self._within = within
        self._only_lines = only_lines
        self._done = 0
        """Where the last record ended, in the block."""

    def records(self) -> Generator[Record, None, bool]:
        """Yield each record that later pieces cannot change; return whether objects follow."""
        log, searched = self._log, 0
        while True:
            block, size = log.block, len(log.block)
            ready, settled, objects = self._ends()
            for at in chain(_search()(block, searched), [size]):
                if at < searched:
                    continue
                if at >= ready:
                    break
                start, end = self._around(at, ready)
                if start == end:
                    objects = start
                    break
                if end > settled:
                    break
                yield Record(block[start:end], log.offset + start, block, start)
                self._done = searched = end
            if objects < size or log.ended:
                log.drop(objects)
                return objects < size
            # Keep the context of a marker that the next pieces may have.
            searched = max(searched, min(at, ready))
            dropped = max(0, searched - CONTEXT)
            log.drop(dropped)
            self._within = self._within or dropped > 0
            self._done = max(0, self._done - dropped)
            searched -= dropped
            log.grow(CONTEXT, or_line=True)

    def _ends(self) -> tuple[int, int, int]:
        """Return up to where markers count now, and records are known, and lines are no objects."""
        block, size = self._log.block, len(self._log.block)
        line = block.rfind(b"\n") + 1  # has not ended yet
        if self._are_objects(line, size):
            return line, line, line
        if self._log.ended:
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
        block = self._log.block
        starts_line = block[start - 1] == _NEWLINE if start else not self._within
        return starts_line and _LINE.match(block, start) is not None

    def _around(self, at: int, ready: int) -> tuple[int, int]:
        """Return where the record that has a marker starts and ends; equal ones for objects."""
        block = self._log.block
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
    rb'[\s\]},]*+(?:(?:\{\s*+"(?:Records|[Ee]vents)"\s*+:\s*+)?'
    rb'\[(?>(?:\s|null,)*)(?=\{\s*+")|(?=%b))'
)
_ARRAY: Final = re.compile(_OPENING % rb'\{[^\S\n]*+\n\s*+"|\{\s*+"eventVersion"')
# The same on one line, or objects that a stream has joined: '{"level":"info"}{"level":'
_LINE: Final = re.compile(_OPENING % rb'\{\s*+"')
# Up to the list in an object: '{"messageType":"DATA_MESSAGE","logEvents":['
_LIST: Final = re.compile(r'\{[^{}]{0,4000}?"\s{0,9}:\s{0,9}\[\s*+(?=\{)')
# Where the first whole event starts in a part of a CloudTrail file that was cut within an event.
_NEXT_EVENT: Final = re.compile(rb'[^\n]*?\}\s*+,\s*+(?=\{\s*+"eventVersion")')


_NULL: Final = "null"  # which a tool may leave for an object
BETWEEN: Final = re.compile(rf"[\s,]*+(?>(?:{_NULL}\b[\s,]*+)*)")
"""What may stand between two objects."""
_IN_LINE: Final = re.compile(rf"[ \t\r,\]}}]*+(?>(?:{_NULL}\b[ \t\r,\]}}]*+)*)")
_DEEPEST: Final = 8  # deeper lists are an attack
_DECODER: Final = json.JSONDecoder(strict=False)


def decoded_at(text: str, at: int) -> tuple[object, int]:
    """Decode the JSON that starts at a place; return it and where it ends, or None."""
    try:
        return _DECODER.raw_decode(text, at)
    except (ValueError, RecursionError):
        return None, at


def _objects(log: _Log, *, in_line: bool = False) -> Generator[Record, None, bool]:
    """Yield the objects of an array; return whether it ended because what follows is no object.

    Each is decoded by itself, so that the memory needed is that of one object.
    """
    between, opening = (_IN_LINE, _LINE) if in_line else (BETWEEN, _ARRAY)
    start = opening.match(log.block)
    at, levels = start.end() if start else 0, 0  # of lists in objects that are too long to decode
    # In Latin-1 each byte is a character, so that positions stay the same and JSON stays JSON.
    text = log.block.decode("latin-1")
    while True:
        closed = between.match(text, at)
        assert closed is not None  # noqa: S101 - it always matches
        at = closed.end()
        levels = max(0, levels - closed[0].count("]"))
        is_object = text.startswith("{", at)
        value, end = decoded_at(text, at) if is_object else (None, at)
        if isinstance(value, dict):
            stored = text[at:end].encode("latin-1")
            # Most events of CloudTrail report no error.
            is_event = "eventSource" in value and "eventName" in value
            if "errorCode" in value if is_event else is_marked(stored):
                value = json.loads(stored.decode(errors="replace"), strict=False)
                yield Record(stored, log.offset + at, value=value)
            at = end
            continue
        is_long = len(text) - at > LONGEST_OBJECT
        inside = _LIST.match(text, at) if is_object and is_long else None
        if inside and levels < _DEEPEST:
            levels += 1
            at = inside.end()
            continue
        # The next piece may complete an object, and nothing else.
        is_whole = log.ended or is_long or (in_line and "\n" in text[at:])
        if is_whole or not (is_object or _NULL.startswith(text[at:])):
            log.drop(at + (in_line and text.startswith("\n", at)))
            return is_object
        log.drop(at)
        log.grow(max(1, len(log.block)))  # so that a long object in small pieces takes no longer
        text, at = log.block.decode("latin-1"), 0


def is_marked(text: bytes) -> bool:
    """Return whether a text has a marker."""
    return bool(_search()(text, 0))


_SHOWS_FORM: Final = 64  # bytes that show whether a log has lines or objects


def records_in(pieces: Iterable[bytes]) -> Iterator[Record]:
    """Yield the records of a log that have a marker. The size of its pieces changes nothing."""
    log = _Log(pieces)
    log.grow(_SHOWS_FORM)
    if re.match(_KUBERNETES, log.block):
        log = _Log(_parts_joined(chain([log.block], log.pieces)))
        log.grow(_SHOWS_FORM)
    if not _ARRAY.match(log.block) and (cut := _NEXT_EVENT.match(log.block)):
        log.drop(cut.end())
    damaged = False
    while log.block:
        if not damaged and _ARRAY.match(log.block[:_SHOWS_FORM]):
            damaged = yield from _objects(log)
        elif (yield from _Lines(log, within=damaged).records()):
            damaged = yield from _objects(log, in_line=True)
        if len(log.block) < _SHOWS_FORM:
            log.grow(_SHOWS_FORM)


def around_markers(record: Record) -> Iterator[Record]:
    """Yield the pieces of a long record that stand around its markers."""
    log = _Log([record.text], record.offset)
    log.grow(len(record.text) + 1)
    yield from _Lines(log, only_lines=True).records()
