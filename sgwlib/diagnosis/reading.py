"""The errors of one log: each record is read as `sgwlib.explain` does, and equal ones are counted.

Logs repeat themselves: the same error comes with another time and other ids. So records that differ
only in such parts have the same errors, and are read once.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from sgwlib.catalogue import load_catalogue
from sgwlib.diagnosis.counting import LONGEST_EXAMPLE, Example, Scan, Tally
from sgwlib.diagnosis.events import Kind, Opener
from sgwlib.diagnosis.explanation import diagnose
from sgwlib.diagnosis.finding import is_part
from sgwlib.diagnosis.knowledge import knowledge, normalized
from sgwlib.diagnosis.records import (
    CONTEXT,
    LONGEST_OBJECT,
    Record,
    around_markers,
    is_marked,
    records_in,
    unwrapped,
)
from sgwlib.diagnosis.sources import UnreadableError, started
from sgwlib.diagnosis.times import as_datetime, time_above, time_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from sgwlib.diagnosis.events import Line

_Kept = TypeVar("_Kept")

# --- what a record says, each kind of text read once ---------------------------------------------

# Ids, times and counts are made of digits and hexadecimal letters. Without them, the records of one
# template are equal: translate() removes them a hundred times faster than a regular expression.
_VOLATILE: Final = b"0123456789abcdefABCDEF"
_WORD: Final = re.compile(rb"\b[A-Z]\w{4,60}\b")  # "DeleteVolume"
# What has a digit in it: "pod-7x2q9", "AKIAIOSFODNN7EXAMPLE". The slower key, for every other text.
_WITH_DIGITS: Final = re.compile(rb"(?<![\0\\%#\w+=-])[\w+=-]*\d[\w+=-]*")
_DECISIVE: Final = frozenset({"exception", "code", "operation", "http_status"})
_MOST: Final = 8192
_LONGEST_KEPT: Final = 4096  # longer records repeat themselves less, and cost more to keep


class Reading(NamedTuple):
    """What a record says: the kind of each error, and each name that it only mentions.

    ``needed`` are the pieces of the text that say so: another record says the same if it has them.
    But if it is not ``is_whole``, it depends on ids whether several errors are one. If it is not
    ``is_certain``, another service may have sent the errors.
    """

    kinds: tuple[Kind, ...] = ()
    mentioned: tuple[str, ...] = ()
    needed: tuple[bytes, ...] = ()
    is_whole: bool = True
    is_certain: bool = True

    def is_in(self, text: bytes) -> bool:
        """Return whether a text has every piece that is needed."""
        for each in self.needed:  # noqa: SIM110 - a generator takes three times as long
            if each not in text:
                return False
        return True


class Reader:
    """Reads the text of records, each kind of text once.

    Only errors from ``since`` on and before ``until`` count, in seconds since 1970.
    """

    def __init__(self, since: float | None = None, until: float | None = None) -> None:
        self.since = since
        self.until = until
        self.known = knowledge(load_catalogue())
        self._texts: dict[bytes, Reading] = {}
        self._words: dict[bytes, Reading] = {}
        self._templates: dict[bytes, tuple[Reading, list[bytes]]] = {}
        # In the same template, another operation may have failed with another message.
        self._operations = {it.encode(): shared for it, shared in self.known.operations.items()}
        self._names = {*self.known.exceptions, *self.known.codes}
        codes = self.known.code_messages
        messages = {it.removesuffix(".") for it in self.known.messages if normalized(it) in codes}
        self._messages = [it.encode() for it in sorted(messages, key=len, reverse=True)]

    def covers(self, time: float) -> bool:
        """Return whether errors of a time count."""
        return (self.since is None or time >= self.since) and (
            self.until is None or time < self.until
        )

    def read(self, text: bytes) -> Reading:
        """Return what a record says of Storage Gateway, certainly if it can."""
        if len(text) > _LONGEST_KEPT:
            return self._read(text)
        key = text.translate(None, _VOLATILE)
        found = self._texts.get(key)
        if found is not None and found.is_in(text):
            return found
        words = _WITH_DIGITS.sub(b"", text)
        found = self._words.get(words)
        if found is not None and found.is_in(text):
            return found
        found = self._by_template(text)
        if found.is_whole:
            _keep(self._words, words, found)
            # Without these letters, "CreateDBSnapshot" and "CreateSnapshot" are the same.
            if found.is_certain and found.kinds and found.kinds[0].code:
                _keep(self._texts, key, found)
        return found

    def _by_template(self, text: bytes) -> Reading:
        """Read a text by its template, which has places for operations, messages and ids."""
        values = [each for each in self._messages if each in text]
        template = text
        for number, each in enumerate(values):
            template = template.replace(each, b"\0message%d\0" % number)

        def place(match: re.Match[bytes]) -> bytes:
            shared = self._operations.get(match[0])
            if shared is None:
                return match[0]
            if match[0] not in values:
                values.append(match[0])
            return b"\0operation%d_%d\0" % (shared, values.index(match[0]))

        template = _WITH_DIGITS.sub(b"", _WORD.sub(place, template))
        if template in self._templates:
            filled = self._filled(*self._templates[template], values)
            if filled.is_in(text):
                return filled
        found = self._read(text)
        if found.is_whole:
            _keep(self._templates, template, (found, values))
        return found

    def _filled(self, reading: Reading, old: list[bytes], new: list[bytes]) -> Reading:
        """Return what a template says with other values in its places."""
        if old == new or not reading.kinds:
            return reading
        [kind] = reading.kinds
        names = dict(zip(old, new, strict=True))
        codes = self.known.code_messages
        messages = {codes.get(normalized(it.decode())): names[it] for it in old if b" " in it}
        if kind.operation is not None:
            operation = kind.operation.encode()
            kind = kind._replace(operation=names.get(operation, operation).decode())
        if kind.code in messages and str(kind.code).encode() not in reading.needed:
            kind = kind._replace(code=codes.get(normalized(messages[kind.code].decode())))
        needed = tuple(names.get(it, names.get(it.removesuffix(b"."), it)) for it in reading.needed)
        return reading._replace(kinds=(kind,), needed=needed)

    def _read(self, text: bytes) -> Reading:
        decoded = text.decode(errors="replace")
        findings, mentioned = diagnose(decoded, self.known.catalogue, alone=False)
        errors = [each for each in findings if each.certain]
        is_certain = bool(errors)
        # Without an operation, too much is found: logs are full of ThrottlingException.
        errors = errors or [each for each in findings if each.found and each.operation]
        kinds = tuple(Kind(each.operation, each.exception, each.code) for each in errors)
        if b"\n" in text.strip():
            # Several lines report one error, some of them in less detail.
            known = set(kinds)
            kinds = tuple(kind for kind in kinds if not any(is_part(kind, it) for it in known))
        evidence = [(piece, each) for each in errors for piece in each.evidence]
        needed = dict.fromkeys(
            decoded[piece.start : piece.end].encode()
            for piece, error in evidence
            if piece.what in _DECISIVE or (piece.what, error.code_basis) == ("message", "message")
        )
        only = () if kinds else tuple(dict.fromkeys(it for it in mentioned if it in self._names))
        ids = {(piece.start, piece.end) for piece, _ in evidence if piece.what == "request_id"}
        is_whole = len(errors) <= 1 >= len(ids)
        return Reading(kinds, only, tuple(needed), is_whole, is_certain or not kinds)


def _keep(kept: dict[bytes, _Kept], key: bytes, value: _Kept) -> None:
    """Keep a value, but not ever more of them."""
    if len(kept) >= _MOST:
        kept.clear()
    kept[key] = value


# --- one log -----------------------------------------------------------------------------------

# 'x-amzn-RequestId': '5b0e8a54-2a4a-4a53-9f2c-6d8b2cbf6a3e'
_REQUEST_ID: Final = re.compile(rb"(?i)x-amzn-requestid\W{1,9}([\w-]{8,64})")
_SOON: Final = 1.0  # seconds between a response and what is raised for it
_MOST_REPORTS: Final = 2  # a traceback, and what a user is told


class _Response(NamedTuple):
    """The last error that a debug log has shown as a response."""

    kind: Kind
    time: float | None
    record: Record
    text: bytes
    request: bytes | None
    reports: int = 0

    def fits(self, kind: Kind, time: float | None) -> bool:
        """Return whether an error may be this one."""
        pairs = zip(self.kind, kind, strict=True)
        is_soon = None in {self.time, time} or abs((time or 0) - (self.time or 0)) <= _SOON
        may_be = all(one == other or None in {one, other} for one, other in pairs)
        return may_be and is_soon and self.reports < _MOST_REPORTS


class _Counted:
    """How often a kind of error was found by hours since 1970, when first and last, and where."""

    __slots__ = ("example", "first", "hours", "last")

    def __init__(self, example: Example, first: float | None, last: float | None) -> None:
        self.example, self.first, self.last = example, first, last
        self.hours: defaultdict[int | None, int] = defaultdict(int)

    def tally(self) -> Tally:
        first, last = (None if it is None else as_datetime(it) for it in (self.first, self.last))
        hours = {it if it is None else as_datetime(it * 3600): n for it, n in self.hours.items()}
        return Tally(self.example, first, last, hours)


class LogReader:
    """Counts the errors of one log."""

    def __init__(self, name: str, newest: datetime, reader: Reader) -> None:
        self.name = name
        self._counted: dict[Kind, _Counted] = {}
        self._perhaps: dict[Kind, _Counted] = {}
        self.mentioned: Counter[str] = Counter()
        self.undated = 0
        self._newest = newest
        self._reader = reader
        self._opener = Opener(reader.known, newest)
        self._response: _Response | None = None
        self._is_bounded = (reader.since, reader.until) != (None, None)

    def read(self, pieces: Iterable[bytes]) -> None:
        """Count what some pieces of a log have; those before an exception count all the same."""
        start, pieces = started(pieces)
        columns = _columns(start)
        if columns is not None:
            self._read_table(pieces, columns)
            return
        for record in records_in(pieces):
            self._read_record(record)

    def _read_record(self, record: Record) -> None:
        lines = None
        if record.value is not None:
            lines = self._opener.opened(record.value, len(record.text))
        elif _is_object(record.text):
            lines = self._objects(record.text)
        if lines is not None:
            for line in lines:
                self._read_line(line, record)
        elif len(record.text) <= 2 * CONTEXT:
            self._read_text(record.text, record, None)
        else:
            time = None if record.value is None else self._opener.time_of(record.value)
            for each in around_markers(record):
                self._read_text(each.text, each, time_in(each.text, self._newest) or time)

    def _objects(self, text: bytes) -> list[Line] | None:
        start = 0 if text[0] in b"{[" else max(0, text.find(b"{"))  # behind a stamp
        return self._opener.lines_of(text[start:].decode(errors="replace"))

    def _read_line(self, line: Line, record: Record) -> None:
        """Read a line that an object carries, which may be an object itself."""
        if line.kind is not None:
            self._count(line.kind, line.time, record, line.text.encode(errors="replace"))
            return
        text = line.text.encode(errors="replace")
        if not is_marked(text):
            return
        inner = self._objects(text) if text[:1] == b"{" else None
        for each in inner or ():
            self._read_line(each._replace(time=each.time or line.time), record)
        if inner is None:
            self._read_text(text, record, line.time)

    def _read_text(self, text: bytes, record: Record, time: float | None) -> None:
        reading = self._reader.read(unwrapped(text) if b"\n" in text[:-1] else text)
        if time is None and (reading.kinds or (reading.mentioned and self._is_bounded)):
            time = time_in(text, self._newest) or time_above(record.above, self._newest)
        if reading.mentioned and (not self._is_bounded or (time and self._reader.covers(time))):
            self.mentioned.update(reading.mentioned)
        for kind in reading.kinds:
            if reading.is_certain:
                self._take(kind, time, record, text)
            elif self._response is None or not self._response.fits(kind, time):
                self._count(kind, time, record, text, perhaps=True)

    def _take(self, kind: Kind, time: float | None, record: Record, text: bytes) -> None:
        """Count an error once that a debug log shows as a response, and then as raised for it.

        The response waits for what is raised: that has the operation.
        """
        held = self._response
        # "Response body:" of botocore, "http.response.body=" of Terraform
        if b"esponse body" in text or b"esponse.body" in text:
            id_above = _REQUEST_ID.search(record.above.rstrip().rpartition(b"\n")[2])
            request = id_above and id_above[1]
            # botocore reads an error's response twice.
            if not (held and request and held.request == request and held.fits(kind, time)):
                self._release()
                self._response = _Response(kind, time, record, text, request)
        elif held is None or not held.fits(kind, time):
            self._count(kind, time, record, text)
        else:
            kind = Kind(*(one or other for one, other in zip(held.kind, kind, strict=True)))
            if not held.reports:
                self._count(kind, time, record, text)
            self._response = held._replace(kind=kind, reports=held.reports + 1)

    def _release(self) -> None:
        """Count the response for which nothing was raised."""
        held, self._response = self._response, None
        if held and not held.reports:
            self._count(held.kind, held.time, held.record, held.text)

    def _count(
        self, kind: Kind, time: float | None, record: Record, text: bytes, *, perhaps: bool = False
    ) -> None:
        if self._is_bounded:
            if time is None:
                self.undated += 1
                return
            if not self._reader.covers(time):
                return
        kinds = self._perhaps if perhaps else self._counted
        counted = kinds.get(kind)
        if counted is None:
            counted = kinds[kind] = _Counted(self._example(record, text), time, time)
        elif time is not None:
            if counted.first is None or time < counted.first:
                counted.first, counted.example = time, self._example(record, text)
            if counted.last is None or time > counted.last:
                counted.last = time
        counted.hours[None if time is None else int(time // 3600)] += 1

    def _example(self, record: Record, text: bytes) -> Example:
        shown = text[: 4 * LONGEST_EXAMPLE].decode(errors="replace").strip()
        return Example(self.name, record.offset, shown[:LONGEST_EXAMPLE])

    def found(self) -> Scan:
        """Return what was counted."""
        self._release()
        found, perhaps = (
            {kind: counted.tally() for kind, counted in kinds.items()}
            for kinds in (self._counted, self._perhaps)
        )
        return Scan(found, mentioned=self.mentioned, undated=self.undated, perhaps=perhaps)

    # --- tables: the event history of CloudTrail's console, and Logs Insights ---------------------

    def _read_table(self, pieces: Iterable[bytes], columns: list[str]) -> None:
        lines = _decoded_lines(pieces)
        head = next(lines)
        csv.field_size_limit(max(csv.field_size_limit(), LONGEST_OBJECT))
        offset = len(head.encode())
        try:
            for row in csv.reader(lines, delimiter=_delimiter(head)):
                value = dict(zip(columns, row, strict=False))
                if is_marked(" ".join(row).encode(errors="replace")):
                    for line in self._opener.lines_in(value) or ():
                        self._read_line(line, Record(line.text.encode(), offset))
        except csv.Error as error:
            raise UnreadableError(f"a damaged table: {error}") from None


def _is_object(text: bytes) -> bool:
    """Return whether a record is an object, or one behind a stamp; several of docker are lines."""
    if text[0] in b"{[":
        return b"\n" not in text[:-1] or not text.startswith(b'{"log":"')
    # Entries of health logs, and events of Express workflows
    return b"{" in text and (b'"severity"' in text or b'"execution_arn"' in text)


# The columns of tables by their names in lower case and without blanks.
_COLUMNS: Final = {
    **{name.casefold(): name for name in ("eventTime", "eventSource", "eventName")},
    **{name.casefold(): name for name in ("errorCode", "errorMessage")},
    "timestamp": "@timestamp",
    "message": "@message",
}


def _columns(start: bytes) -> list[str] | None:
    """Return the fields of a table's columns, if a log starts with the head of one."""
    head = start.partition(b"\n")[0].decode(errors="replace")
    if not {",", ";"} & {*head} or head.lstrip()[:1] in {"{", "["}:
        return None
    names = next(csv.reader([head.strip()], delimiter=_delimiter(head)), [])
    found = [_COLUMNS.get(name.replace(" ", "").casefold(), name) for name in names]
    is_trail = {"eventSource", "eventName", "errorCode"} <= set(found)
    return found if is_trail or {"@timestamp", "@message"} <= set(found) else None


def _delimiter(head: str) -> str:
    """Return what separates cells: Excel saves a table with ";" in much of Europe."""
    return ";" if head.count(";") > head.count(",") else ","


def _decoded_lines(pieces: Iterable[bytes]) -> Iterator[str]:
    held: list[bytes] = []
    for piece in pieces:
        held.append(piece)
        if b"\n" in piece:
            *whole, rest = b"".join(held).split(b"\n")
            held = [rest]
            for line in whole:
                yield line.decode(errors="replace") + "\n"
    if rest := b"".join(held):
        yield rest.decode(errors="replace")
