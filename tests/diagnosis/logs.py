"""Logs in every form that a scan promises to read, made by a generator that knows the truth.

A log is made of records. Some of them hold an error that happened, in the notation of some client;
the others hold messages without one, mentions of names, and errors of other services. `records`
chooses them, a form of `FORMS` writes them, and `Log.truth` says what a scan has to find. Request
ids, ARNs, times, accounts, process ids and hosts differ from record to record.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from random import Random
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import UUID

from sgwlib.diagnosis import Kind
from tests.diagnosis.mentions import LOOK_ALIKES, MENTIONS, fill
from tests.diagnosis.notations import HAPPENINGS, NOTATIONS, Error, Happening, Notation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

__all__ = ["FORMS", "Form", "Log", "Record", "Truth", "new_error", "records"]

LEAP_DAY: Final = datetime(2024, 2, 29, 1, tzinfo=UTC)
START: Final = datetime(2024, 3, 9, 21, 40, tzinfo=UTC)

NOISE: Final = (
    "GET /api/v2/volumes/@VOLUME@/status 200 in @N@ ms",
    "worker @N@ finished job @ID@",
    "Storage Gateway volume @VOLUME@: @N@ blocks copied to @GATEWAY@",
    "retrying request @ID@ after @N@ ms: connection reset by peer",
    "502 Bad Gateway from inventory-@N@",
    "snapshot of @VOLUME@ is 100% complete\n  took @N@ s",
    "describing arn:aws:storagegateway:eu-west-1:@ACCOUNT@:gateway/@GATEWAY@",
    '{"level":"info","msg":"done","id":"@ID@"}',
)


class Record(NamedTuple):
    """One entry of a log. `kind` is what happened; None if nothing did."""

    at: datetime
    level: str
    message: str
    id: str
    number: int
    host: str
    kind: Kind | None = None
    error: Error | None = None


class Truth(NamedTuple):
    """How often a kind of error happened, and when; no times if the log states none."""

    times: int
    first: datetime | None
    last: datetime | None


@dataclass
class Log:
    """What was written, file by file, and what happened."""

    files: dict[str, bytes]
    truth: dict[Kind, Truth]
    newest: datetime

    def write(self, folder: Path) -> Path:
        """Write the files as if the newest record had just been written."""
        for name, content in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            os.utime(path, (self.newest.timestamp(),) * 2)
        return folder


def new_error(what: Happening, at: datetime, random: Random) -> Error:
    """Return an error with values that no other has."""
    return Error(
        what,
        at,
        str(UUID(int=random.getrandbits(128), version=4)),
        f"sgw-{random.getrandbits(32):08X}",
        f"{random.randrange(10**12):012}",
        random.randrange(10, 10_000),
    )


def _quiet(random: Random) -> Iterator[str]:
    """Return messages without an error, for ever: all mentions and look-alikes in turn."""
    pool: list[str] = []
    while True:
        if not pool:
            pool = [*MENTIONS.values(), *LOOK_ALIKES.values(), *NOISE * 4]
            random.shuffle(pool)
        yield fill(pool.pop(), random)


def records(
    random: Random,
    notations: Iterable[Notation] = tuple(NOTATIONS.values()),
    *,
    times: int = 3,
    quiet: Iterable[str] | None = None,
    start: datetime = START,
) -> list[Record]:
    """Return the records of a log: each notation some times, with other messages between them."""
    messages = iter(quiet or _quiet(random))
    chosen = [(each, what) for each in notations for what in _some(each.happenings, times, random)]
    random.shuffle(chosen)
    found: list[Record] = []
    at = start

    def add(level: str, message: str, kind: Kind | None, error: Error | None) -> None:
        identity = str(UUID(int=random.getrandbits(128), version=4))
        host = random.choice(["backup-7", "storagegateway-3", "ip-10-0-3-7"])
        number = random.randrange(300, 30_000)
        found.append(Record(at, level, message, identity, number, host, kind, error))

    for notation, what in chosen:
        for _ in range(random.randrange(1, 4)):
            at = _later(at, random)
            add(random.choice(["INFO", "WARN", "ERROR"]), next(messages), None, None)
        at = _later(at, random)
        error = new_error(what, at, random)
        add("ERROR", notation.text(error), notation.kind(what), error)
    at = _later(at, random)
    add("INFO", next(messages), None, None)
    return found


def _some(happenings: tuple[Happening, ...], times: int, random: Random) -> list[Happening]:
    return [random.choice(happenings) for _ in range(times)]


def _later(at: datetime, random: Random) -> datetime:
    """Return a later time, far enough from the next second for what a record adds to it."""
    at += timedelta(seconds=random.randrange(1, 400))
    return at.replace(microsecond=random.randrange(1000, 900_000) // 1000 * 1000)


def _truth(found: list[Record], *, timed: bool = True) -> dict[Kind, Truth]:
    """Return what happened, kind by kind."""
    times: dict[Kind, list[datetime]] = {}
    for record in found:
        if record.kind is not None:
            times.setdefault(record.kind, []).append(record.at)
    return {
        kind: Truth(len(each), min(each) if timed else None, max(each) if timed else None)
        for kind, each in times.items()
    }


# --- lines with a stamp -----------------------------------------------------------------------------
#
# A stamp stands before the first line of a record; the record's other lines follow as they are.


def _stamped(stamp: Callable[[Record], str]) -> Callable[[list[Record], Random], bytes]:
    def write(found: list[Record], _: Random) -> bytes:
        return "".join(f"{stamp(each)}{each.message}\n" for each in found).encode()

    return write


def _each_line(
    prefix: Callable[[Record, datetime], str],
) -> Callable[[list[Record], Random], bytes]:
    """Put a prefix before every line, as syslog and container runtimes do."""

    def write(found: list[Record], _: Random) -> bytes:
        return "".join(
            f"{prefix(record, at)}{line}\n" for record in found for line, at in _lines(record)
        ).encode()

    return write


def _lines(record: Record) -> Iterator[tuple[str, datetime]]:
    """Return the lines that a program prints for a record, each a little later."""
    lines = f"{record.level} [{record.host}.jobs] {record.message}".split("\n")
    return ((line, record.at + timedelta(microseconds=9 * n)) for n, line in enumerate(lines))


def _millis(at: datetime, mark: str = ",") -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}{mark}{at.microsecond // 1000:03}"


def _iso(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z"


def _nanos(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond:06}000Z"


def _epoch(at: datetime) -> int:
    """Return milliseconds."""
    return round(at.timestamp() * 1000)


def _short(at: datetime, day: str = "{:>2}") -> str:
    return f"{at:%b} {day.format(at.day)} {at:%H:%M:%S}"


def _coloured(record: Record) -> str:
    colour = {"INFO": 32, "WARN": 33, "ERROR": 31}[record.level]
    return (
        f"\x1b[2m{_iso(record.at)}\x1b[0m [\x1b[{colour}m\x1b[1m{record.level:<8}\x1b[0m] \x1b[1m"
    )


def _recoloured(found: list[Record], _: Random) -> bytes:
    return "".join(f"{_coloured(each)}{each.message}\x1b[0m\n" for each in found).encode()


def _syslog(record: Record, at: datetime, day: str = "{:>2}") -> str:
    return f"{_short(at, day)} {record.host} backup[{record.number}]: "


def _syslog_escaped(found: list[Record], _: Random) -> bytes:
    """rsyslog writes a line break within a message as #012."""
    lines = (_syslog(each, each.at) + each.message.replace("\n", "#012") for each in found)
    return "\n".join([*lines, ""]).encode()


def _rfc_5424(record: Record, at: datetime) -> str:
    return f"<131>1 {at:%Y-%m-%dT%H:%M:%S.%f}Z {record.host} backup {record.number} - - "


def _apache(record: Record) -> str:
    return (
        f"[{record.at:%a %b %d %H:%M:%S.%f %Y}] [wsgi:error] [pid {record.number}:tid 4328636416] "
        "[client 192.0.2.7:52000] "
    )


def _access(record: Record) -> str:
    there = record.at.astimezone(timezone(timedelta(hours=1)))
    return f"192.0.2.7 - - [{there:%d/%b/%Y:%H:%M:%S %z}] "


def _offset(record: Record) -> str:
    there = record.at.astimezone(timezone(-timedelta(hours=5, minutes=30)))
    return f"{_millis(there, '.')} -0530 {record.level} - "


# --- a JSON object a line -----------------------------------------------------------------------------


def _json_lines(make: Callable[[Record], Any]) -> Callable[[list[Record], Random], bytes]:
    def write(found: list[Record], _: Random) -> bytes:
        return "".join(
            json.dumps(make(each), separators=(",", ":")) + "\n" for each in found
        ).encode()

    return write


def _structlog(record: Record) -> dict[str, Any]:
    """structlog puts a traceback into a field of its own."""
    level, stamp = record.level.lower(), f"{record.at:%Y-%m-%dT%H:%M:%S.%f}Z"
    event, newline, rest = record.message.partition("\nTraceback ")
    exception = {"exception": f"Traceback {rest}"} if newline else {}
    return {"event": event, "level": level, "timestamp": stamp, **exception}


def _pino(record: Record) -> dict[str, Any]:
    """Pino serialises an error as an object."""
    base = {"level": 50, "time": _epoch(record.at), "pid": record.number, "hostname": record.host}
    if record.error is None or not record.message.startswith(record.error.what.exception):
        return {**base, "msg": record.message}
    what = record.error.what
    return {
        **base,
        "err": {
            "type": what.exception,
            "message": what.message,
            "stack": record.message.partition(" {\n")[0],
            "$fault": "client",
            "$metadata": {"httpStatusCode": 400, "requestId": record.error.id, "attempts": 1},
            "name": what.exception,
            **({"error": {"errorCode": what.code}} if what.code else {}),
            "__type": what.exception,
        },
        "msg": what.message,
    }


def _zap(record: Record) -> dict[str, Any]:
    return {
        "level": record.level.lower(),
        "ts": record.at.timestamp(),
        "caller": f"backup/run.go:{record.number}",
        "msg": "step failed",
        "error": record.message,
    }


def _bunyan(record: Record) -> dict[str, Any]:
    return {
        "name": "backup",
        "hostname": record.host,
        "pid": record.number,
        "level": 50,
        "msg": record.message,
        "time": _iso(record.at),
        "v": 0,
    }


def _winston(record: Record) -> dict[str, Any]:
    return {
        "level": record.level.lower(),
        "message": record.message,
        "timestamp": _iso(record.at),
        "service": "backup",
    }


def _json_logger(record: Record) -> dict[str, Any]:
    return {"asctime": _millis(record.at), "levelname": record.level, "message": record.message}


def _pretty(found: list[Record], _: Random) -> bytes:
    return "".join(json.dumps(_winston(each), indent=2) + "\n" for each in found).encode()


def _json_array(found: list[Record], _: Random) -> bytes:
    return json.dumps([_bunyan(each) for each in found]).encode()


# --- journald, docker, Kubernetes, Fluent Bit, OpenTelemetry --------------------------------------------


def _journal(found: list[Record], _: Random) -> bytes:
    """``journalctl -o short`` indents the further lines of a message."""

    def entry(record: Record) -> str:
        prefix = _syslog(record, record.at, "{:02}")
        return prefix + record.message.replace("\n", "\n" + " " * len(prefix)) + "\n"

    return "".join(map(entry, found)).encode()


def _journal_fields(record: Record) -> dict[str, Any]:
    return {
        "__CURSOR": f"s={record.id};i={record.number:x}",
        "__REALTIME_TIMESTAMP": str(_epoch(record.at) * 1000 + 7),
        "__MONOTONIC_TIMESTAMP": str(record.number * 1_000_003),
        "_HOSTNAME": record.host,
        "PRIORITY": "3",
        "SYSLOG_IDENTIFIER": "backup",
        "_PID": str(record.number),
        "MESSAGE": record.message,
    }


def _journal_bytes(record: Record) -> dict[str, Any]:
    """journald writes a message with control characters, such as colours, as numbers."""
    return _journal_fields(record) | {"MESSAGE": list(f"\x1b[31m{record.message}\x1b[0m".encode())}


def _journal_export(found: list[Record], _: Random) -> bytes:
    """A field of several lines has its length before it, and no equals sign."""
    parts = []
    for record in found:
        for name, value in _journal_fields(record).items():
            content = value.encode()
            parts += (
                [name.encode(), b"\n", struct.pack("<Q", len(content)), content, b"\n"]
                if b"\n" in content
                else [name.encode(), b"=", content, b"\n"]
            )
        parts.append(b"\n")
    return b"".join(parts)


def _docker(found: list[Record], _: Random) -> bytes:
    entries = (
        {"log": f"{line}\n", "stream": "stderr", "time": _nanos(at)}
        for record in found
        for line, at in _lines(record)
    )
    return "".join(json.dumps(each, separators=(",", ":")) + "\n" for each in entries).encode()


def _cri(found: list[Record], random: Random) -> bytes:
    """A long line comes in parts; the last of them is marked F."""
    written = []
    for record in found:
        for line, at in _lines(record):
            size = random.randrange(20, 200)
            parts = [line[begin : begin + size] for begin in range(0, len(line), size)] or [""]
            written += [f"{_nanos(at)} stderr P {part}\n" for part in parts[:-1]]
            written.append(f"{_nanos(at)} stderr F {parts[-1]}\n")
    return "".join(written).encode()


def _fluent_bit(found: list[Record], _: Random) -> bytes:
    """The format of the output ``stdout``."""

    def line(number: int, record: Record) -> str:
        text = json.dumps(record.message)
        seconds = f"{record.at.timestamp():.9f}"
        return (
            f'[{number}] kube.backup: [[{seconds}, {{}}], {{"stream"=>"stderr", "log"=>{text}}}]\n'
        )

    return "".join(line(number, each) for number, each in enumerate(found)).encode()


def _fluent_bit_lines(record: Record) -> dict[str, Any]:
    return {
        "date": record.at.timestamp(),
        "log": f"{record.message}\n",
        "stream": "stderr",
        "kubernetes": {"pod_name": f"backup-{record.number}", "host": record.host},
    }


def _fluent_forward(found: list[Record], _: Random) -> bytes:
    """The forward protocol as JSON: a tag, and pairs of time and record."""
    batches = (found[at : at + 20] for at in range(0, len(found), 20))
    return "".join(
        json.dumps(
            ["kube.backup", [[int(each.at.timestamp()), {"log": each.message}] for each in batch]]
        )
        + "\n"
        for batch in batches
    ).encode()


def _attributes(values: Mapping[str, str]) -> list[dict[str, Any]]:
    return [{"key": key, "value": {"stringValue": value}} for key, value in values.items()]


def _otlp_record(record: Record) -> dict[str, Any]:
    """An SDK of OpenTelemetry puts an exception into attributes."""
    message, newline, trace = record.message.partition("\nTraceback ")
    raised = {
        "exception.type": record.error.what.exception if record.error else "",
        "exception.message": record.error.sentence if record.error else "",
        "exception.stacktrace": f"Traceback {trace}",
    }
    return {
        "timeUnixNano": str(_epoch(record.at) * 1_000_000 + 42),
        "observedTimeUnixNano": str(_epoch(record.at + timedelta(hours=2)) * 1_000_000),
        "severityNumber": 17,
        "severityText": record.level,
        "body": {"stringValue": message},
        "attributes": _attributes(raised) if newline and record.error else [],
        "traceId": record.id.replace("-", ""),
    }


def _otlp(found: list[Record], indent: int | None) -> bytes:
    def batch(part: list[Record]) -> str:
        resource = {
            "attributes": _attributes({"service.name": "backup", "host.name": part[0].host})
        }
        logs = {"scope": {"name": "backup"}, "logRecords": list(map(_otlp_record, part))}
        export = {"resourceLogs": [{"resource": resource, "scopeLogs": [logs]}]}
        return json.dumps(export, indent=indent) + "\n"

    return "".join(batch(found[at : at + 15]) for at in range(0, len(found), 15)).encode()


def _span(record: Record) -> dict[str, Any]:
    """A call that failed is a span with an event "exception"; the others are calls that went well."""
    nano = _epoch(record.at) * 1_000_000
    span: dict[str, Any] = {
        "traceId": record.id.replace("-", ""),
        "spanId": record.id[:8] * 2,
        "name": "StorageGateway.ListGateways",
        "kind": 3,
        "startTimeUnixNano": str(nano),
        "endTimeUnixNano": str(nano + 40_000_000),
        "attributes": _attributes({"note": record.message}),
        "status": {},
    }
    if record.error is None:
        return span
    what = record.error.what
    called = {
        "rpc.system": "aws-api",
        "rpc.service": "StorageGateway",
        "rpc.method": what.operation,
        "aws.request_id": record.error.id,
    }
    raised = {
        "exception.type": f"botocore.errorfactory.{what.exception}",
        "exception.message": record.error.sentence,
        "exception.stacktrace": record.message,
        "exception.escaped": "False",
    }
    return span | {
        "name": f"StorageGateway.{what.operation}",
        "attributes": _attributes(called),
        "status": {"code": 2, "message": f"{what.exception}: {record.error.sentence}"},
        "events": [
            {
                "timeUnixNano": str(nano + 39_000_000),
                "name": "exception",
                "attributes": _attributes(raised),
            }
        ],
    }


def _spans(found: list[Record], _: Random) -> bytes:
    def batch(part: list[Record]) -> str:
        spans = {"scope": {"name": "opentelemetry.botocore"}, "spans": list(map(_span, part))}
        return json.dumps({"resourceSpans": [{"resource": {}, "scopeSpans": [spans]}]}) + "\n"

    return "".join(batch(found[at : at + 15]) for at in range(0, len(found), 15)).encode()


# --- CloudTrail ---------------------------------------------------------------------------------------


def event(record: Record) -> dict[str, Any]:
    """Return an event of CloudTrail: a failed call, or one that went well but mentions a name."""
    error = record.error
    made: dict[str, Any] = {
        "eventVersion": "1.09",
        "userIdentity": {
            "type": "AssumedRole",
            "arn": f"arn:aws:sts::{record.number:012}:assumed-role/backup/{record.host}",
            "sessionContext": {"attributes": {"creationDate": "2020-01-01T00:00:00Z"}},
        },
        "eventTime": f"{record.at:%Y-%m-%dT%H:%M:%SZ}",
        "eventSource": "storagegateway.amazonaws.com",
        "eventName": "UpdateGatewayInformation",
        "awsRegion": "eu-west-1",
        "sourceIPAddress": f"10.0.{record.number % 256}.7",
        "userAgent": "Boto3/1.44.8",
        "requestParameters": {"gatewayName": record.message},
        "responseElements": None,
        "requestID": record.id,
        "eventID": record.id[::-1],
        "readOnly": False,
        "eventType": "AwsApiCall",
        "recipientAccountId": f"{record.number:012}",
    }
    if error is None:
        return made
    what = error.what
    assert record.kind is not None
    failed = {
        "eventName": what.operation,
        "errorCode": record.kind.exception or record.kind.code,
        "errorMessage": what.message,
        "requestParameters": {"gatewayARN": error.arn, "note": '} "errorCode": "x" {'},
        "requestID": error.id,
    }
    return made | failed


def _quiet_event(record: Record) -> dict[str, Any]:
    """Return an event of the record; a look-alike of another service stands for itself."""
    if record.error is None and record.message.startswith('{"event'):
        theirs: dict[str, Any] = json.loads(record.message)
        return theirs | {"eventTime": f"{record.at:%Y-%m-%dT%H:%M:%SZ}"}
    return event(record)


def _trail(indent: int | None) -> Callable[[list[Record], Random], bytes]:
    def write(found: list[Record], _: Random) -> bytes:
        return json.dumps({"Records": list(map(_quiet_event, found))}, indent=indent).encode()

    return write


def _trail_folder(found: list[Record], random: Random) -> dict[str, bytes]:
    """Return the objects of a bucket: an account, a Region and a day are a folder each."""
    files: dict[str, bytes] = {}
    for at in range(0, len(found), 12):
        part = found[at : at + 12]
        day, account = part[0].at, f"{random.randrange(10**12):012}"
        name = (
            f"AWSLogs/{account}/CloudTrail/eu-west-1/{day:%Y/%m/%d}/"
            f"{account}_CloudTrail_eu-west-1_{day:%Y%m%dT%H%MZ}_{random.getrandbits(64):016x}.json.gz"
        )
        files[name] = gzip.compress(_trail(None)(part, random))
    return files


def _one_event(indent: int | None) -> Callable[[list[Record], Random], dict[str, bytes]]:
    """Write an event a file, as people save what the console shows."""

    def write(found: list[Record], _: Random) -> dict[str, bytes]:
        return {
            f"{number}.json": json.dumps(_quiet_event(each), indent=indent).encode()
            for number, each in enumerate(found)
        }

    return write


def _lookup_events(found: list[Record], _: Random) -> bytes:
    """What ``aws cloudtrail lookup-events`` prints: the event is a string in JSON."""

    def looked_up(record: Record) -> dict[str, Any]:
        made = _quiet_event(record)
        return {
            "EventId": record.id[::-1],
            "EventName": made["eventName"],
            "ReadOnly": "false",
            "EventTime": f"{record.at.astimezone(timezone(timedelta(hours=1))):%Y-%m-%dT%H:%M:%S%z}",
            "EventSource": made["eventSource"],
            "Username": record.host,
            "Resources": [],
            "CloudTrailEvent": json.dumps(made, separators=(",", ":")),
        }

    return json.dumps({"Events": list(map(looked_up, found))}, indent=4).encode()


HISTORY: Final = (
    "User name,AWS access key,Event time,Event source,Event name,AWS region,Source IP address,"
    "User agent,Error code,Resources,Request ID,Event ID,Read-only,Event type,"
    "Recipient Account Id,Event category"
)
"""The head of the file that the console's event history saves."""


def _history(found: list[Record], _: Random) -> bytes:
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(HISTORY.split(","))
    for record in reversed(found):  # the console has the newest first
        made = _quiet_event(record)
        resources = json.dumps([{"resourceType": "AWS::Mention", "resourceName": record.message}])
        table.writerow(
            [
                *(record.host, "", made["eventTime"], made["eventSource"], made["eventName"]),
                *("eu-west-1", "192.0.2.7", "Boto3/1.44.8, a comma", made.get("errorCode") or ""),
                *(resources, record.id, record.id[::-1], "false", "AwsApiCall"),
                *(f"{record.number:012}", "Management"),
            ]
        )
    return text.getvalue().encode()


def _bridge(record: Record) -> dict[str, Any]:
    """What EventBridge sends to a target."""
    made = _quiet_event(record)
    return {
        "version": "0",
        "id": record.id,
        "detail-type": "AWS API Call via CloudTrail",
        "source": f"aws.{made['eventSource'].partition('.')[0]}",
        "account": f"{record.number:012}",
        "time": made["eventTime"],
        "region": "eu-west-1",
        "resources": [],
        "detail": made,
    }


# --- CloudWatch Logs ----------------------------------------------------------------------------------


def _subscription(size: int, between: str = "\n") -> Callable[[list[Record], Random], bytes]:
    """Write what a subscription sends: some messages in one line."""

    def write(found: list[Record], random: Random) -> bytes:
        return between.join(
            json.dumps(
                {
                    "messageType": "DATA_MESSAGE",
                    "owner": f"{random.randrange(10**12):012}",
                    "logGroup": "/backup/jobs",
                    "logStream": found[at].host,
                    "subscriptionFilters": ["all"],
                    "logEvents": [
                        {
                            "id": f"{random.getrandbits(180):056}",
                            "timestamp": _epoch(each.at),
                            "message": f"{each.level} {each.message}",
                        }
                        for each in found[at : at + size]
                    ],
                },
                separators=(",", ":"),
            )
            for at in range(0, len(found), size)
        ).encode()

    return write


def _filtered(found: list[Record], random: Random) -> bytes:
    """What ``aws logs filter-log-events`` prints. The time of ingestion is not the time of writing."""
    events = [
        {
            "logStreamName": each.host,
            "timestamp": _epoch(each.at),
            "message": each.message,
            "ingestionTime": _epoch(each.at + timedelta(hours=3)),
            "eventId": f"{random.getrandbits(180):056}",
        }
        for each in found
    ]
    return json.dumps({"events": events, "searchedLogStreams": []}, indent=4).encode()


def _insights(found: list[Record], _: Random) -> bytes:
    """The CSV that Logs Insights exports."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["@timestamp", "@logStream", "@message"])
    table.writerows([_millis(each.at, "."), each.host, each.message] for each in found)
    return text.getvalue().encode()


# --- Terraform, the AWS CLI, the health log -------------------------------------------------------------

TERRAFORM: Final = {
    "DescribeGatewayInformation": "reading Storage Gateway Gateway ({})",
    "ListLocalDisks": "listing Storage Gateway Local Disks after creating Upload Buffer",
    "DeleteVolume": "deleting Storage Gateway Stored iSCSI Volume ({})",
    "AddCache": "adding Storage Gateway cache",
    "ActivateGateway": "activating Storage Gateway Gateway",
    "DescribeStorediSCSIVolumes": "reading Storage Gateway Stored iSCSI Volume ({})",
}
"""How the provider words the operation that failed."""


def _framed(text: str, error: Error) -> str:
    where = f'\n\n  with aws_storagegateway_gateway.this,\n  on main.tf line {error.number}, in resource "aws_storagegateway_gateway" "this":\n  {error.number}: resource "aws_storagegateway_gateway" "this" {{\n'
    lines = f"Error: {text}{where}".split("\n")
    return "\n".join(["╷", *(f"│ {line}".rstrip() for line in lines), "╵"])


def _terraform_1(error: Error) -> str:
    wording = TERRAFORM[error.what.operation].format(error.arn)
    block = NOTATIONS["Go v1"].text(error).partition(": ")[2]
    return _framed(f"{wording}: {block}", error)


def _terraform_2(error: Error) -> str:
    wording = TERRAFORM[error.what.operation].format(error.arn)
    return _framed(f"{wording}: {NOTATIONS['Go v2'].text(error)}", error)


_WORDED: Final = tuple(each for each in HAPPENINGS if each.operation in TERRAFORM)
_TERRAFORM: Final = (
    Notation(_terraform_1, operation=True, happenings=_WORDED),
    Notation(_terraform_2, operation=True, happenings=_WORDED),
)
_PLAN: Final = (
    "aws_storagegateway_gateway.this: Refreshing state... [id=@GATEWAY@]",
    "aws_storagegateway_cache.this: Still creating... [10s elapsed]",
    "aws_storagegateway_cached_iscsi_volume.this: Creation complete after @N@s [id=@ID@]",
)


def _plain(found: list[Record], _: Random) -> bytes:
    return "".join(f"{each.message}\n" for each in found).encode()


def _plain_coloured(found: list[Record], _: Random) -> bytes:
    """Terraform on a terminal: the frame and the word Error are red and bold."""
    text = _plain(found, Random(0)).decode()
    text = text.replace("│ Error: ", "│ \x1b[0m\x1b[1m\x1b[31mError: \x1b[0m\x1b[0m\x1b[1m")
    for frame in "╷│╵":
        text = text.replace(frame, f"\x1b[31m{frame}\x1b[0m\x1b[0m")
    return text.encode()


def _cli(error: Error) -> dict[str, str]:
    """Return what the AWS CLI 2 prints, by its error format; `v1` is what version 1 prints."""
    what = error.what
    code = {"error": {"errorCode": what.code}} if what.code else {}
    details = f"\n\nAdditional error details:\nerror: {{errorCode: {what.code}}}" if code else ""
    fields = {"Message": what.message, "Code": what.exception, "message": what.message} | code
    table = f"""-----------------------------------------------------------------
|                             error                             |
+---------+-----------------------------------------------------+
|  Code   |  {what.exception:<51}|
|  Message|  {what.message:<51}|
|  message|  {what.message:<51}|
+---------+-----------------------------------------------------+
||                            error                            ||
|+-------------------+-----------------------------------------+|
||  errorCode        |  {what.code!s:<39}||
|+-------------------+-----------------------------------------+|"""
    return {
        "v1": f"\n{error.sentence}",
        "legacy": f"\naws: [ERROR]: {error.sentence}",
        "enhanced": f"\naws: [ERROR]: {error.sentence}{details}",
        "json": json.dumps(fields, indent=4),
        "yaml": f"Code: {what.exception}\nMessage: {what.message}\nerror:\n  errorCode: {what.code}\nmessage: {what.message}",
        "text": f"{what.exception}\t{what.message}\t{what.message}\nERROR\t{what.code}",
        "table": table,
    }


_CODED: Final = tuple(each for each in HAPPENINGS if each.code and each.status == 400)


def _cli_notation(form: str) -> Notation:
    named = form in {"v1", "legacy", "enhanced"}
    return Notation(lambda error: _cli(error)[form], named, HAPPENINGS if named else _CODED)


_SCRIPT: Final = (
    "backup step @N@ took @N@ s",
    '{\n    "GatewayARN": "arn:aws:storagegateway:eu-west-1:@ACCOUNT@:gateway/@GATEWAY@"\n}',
    "exit status 254 after @N@ s",
)

HEALTH: Final = {
    "InaccessibleStorageClass": "S3Upload",
    "InvalidObjectState": "S3Upload",
    "ObjectMissing": "S3Stat",
    "RoleTrustRelationshipInvalid": "S3Upload",
    "S3AccessDenied": "S3Download",
}
"""Errors that a file gateway reports in its health log, each with an operation of the gateway."""


def health_kind(name: str) -> Kind:
    """Return how an entry of the health log counts: it is no answer of the API, so it has no exception."""
    return Kind(HEALTH[name], None, name)


def _health_entry(record: Record, name: str | None) -> dict[str, str]:
    """Return an entry; without a name, one that reports no error."""
    return {
        "severity": "ERROR" if name else "INFO",
        "bucket": f"bucket-{record.number}",
        "roleArn": f"arn:aws:iam::{record.number:012}:role/share",
        "source": f"share-{record.number:08X}",
        "type": name or "Reboot",
        "operation": HEALTH.get(name or "", "Restart"),
        "key": "reports/InvalidObjectState.csv" if name is None else f"folder/{record.id}.txt",
        "gateway": f"sgw-{record.number:08X}",
        "timestamp": str(_epoch(record.at)),
    }


def _health(dumps: Callable[[Record, dict[str, str]], str]) -> Callable[[Random], Log]:
    def make(random: Random) -> Log:
        found: list[Record] = []
        lines: list[str] = []
        for record in records(random):
            name = random.choice([*HEALTH, None])
            found.append(record._replace(kind=health_kind(name) if name else None))
            lines.append(dumps(record, _health_entry(record, name)))
        return Log({"health.log": "\n".join([*lines, ""]).encode()}, _truth(found), found[-1].at)

    return make


# --- all forms ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Form:
    """How the records of a log are written.

    `notations` are those whose errors the form can hold; a form without times has `timed` false.
    `quiet` are the other messages, if the form cannot hold any; `start` is the time of the first,
    and `age` the time from the last one until the log is read. `without_codes` says that the form
    has no messages, from which codes could be concluded.
    """

    write: Callable[[list[Record], Random], bytes | dict[str, bytes]]
    notations: tuple[Notation, ...] = tuple(NOTATIONS.values())
    timed: bool = True
    quiet: tuple[str, ...] = ()
    start: datetime = START
    age: timedelta = timedelta(minutes=1)
    without_codes: bool = False

    def log(
        self,
        seed: str,
        notations: tuple[Notation, ...] | None = None,
        quiet: Iterable[str] | None = None,
        times: int = 2,
    ) -> Log:
        """Return a log in this form, the same for the same seed."""
        random = Random(seed)
        if self.quiet:
            quiet = (fill(random.choice(self.quiet), random) for _ in iter(int, 1))
        found = records(
            random,
            self.notations if notations is None else notations,
            times=times,
            quiet=quiet,
            start=self.start,
        )
        if self.without_codes:
            found = [each._replace(kind=_without_code(each.kind)) for each in found]
        written = self.write(found, random)
        files = written if isinstance(written, dict) else {"a.log": written}
        return Log(files, _truth(found, timed=self.timed), found[-1].at + self.age)


def _without_code(kind: Kind | None) -> Kind | None:
    """Return what is known without the message: a code only if it stands for the exception."""
    return kind._replace(code=None) if kind and kind.exception else kind


_BOTO: Final = tuple(NOTATIONS[name] for name in ("botocore", "botocore, a traceback"))
_DENIED: Final = Happening(
    "DeleteGateway",
    "AccessDenied",
    None,
    "User: arn:aws:sts::111122223333:assumed-role/backup/a is not authorized to perform: "
    "storagegateway:DeleteGateway because no identity-based policy allows it",
)
# An event of CloudTrail can hold every error. Its errorCode names the exception, or a code.
_EVENTS: Final = (
    *(Notation(lambda error: error.sentence, True, (*HAPPENINGS, _DENIED)),) * 10,  # noqa: FBT003
    *(Notation(lambda error: error.sentence, True, _CODED, exception=False),) * 2,  # noqa: FBT003
)


def _break(write: Callable[[list[Record], Random], bytes], end: str) -> Callable[..., bytes]:
    """Write other line ends."""
    return lambda found, random: write(found, random).replace(b"\n", end.encode())


_LOGGING: Final = _stamped(lambda each: f"{_millis(each.at)} {each.level} [backup.jobs] ")

FORMS: Final[dict[str, Form]] = {
    # Lines with a stamp
    "Python's logging": Form(_LOGGING),
    "Python's logging, CRLF": Form(_break(_LOGGING, "\r\n")),
    "Python's logging, CR": Form(_break(_LOGGING, "\r")),
    "log4j": Form(_stamped(lambda r: f"{_millis(r.at)} {r.level:<5} [main] c.e.backup.Cleanup - ")),
    "log4j, ISO": Form(_stamped(lambda r: f"{_iso(r.at)} [pool-1-thread-3] {r.level} Cleanup : ")),
    "Go's log": Form(_stamped(lambda r: f"{r.at:%Y/%m/%d %H:%M:%S} [{r.level}] ")),
    "an offset from UTC": Form(_stamped(_offset)),
    "coloured": Form(_recoloured),
    "syslog": Form(_each_line(_syslog)),
    "syslog, padded days": Form(_each_line(lambda r, at: _syslog(r, at, "{:02}"))),
    "syslog, a leap day": Form(_each_line(_syslog), start=LEAP_DAY),
    "syslog, a leap day, read next January": Form(
        _each_line(_syslog), start=LEAP_DAY, age=timedelta(days=320)
    ),
    "syslog, over New Year": Form(
        _each_line(_syslog), start=datetime(2024, 12, 31, 20, tzinfo=UTC)
    ),
    "syslog, escaped by rsyslog": Form(_syslog_escaped),
    "syslog, RFC 5424": Form(_each_line(_rfc_5424)),
    "Apache's error log": Form(_stamped(_apache)),
    "Apache's access stamp": Form(_stamped(_access)),
    "a stated year at the end": Form(_stamped(lambda r: f"[{r.at:%a %b %d %H:%M:%S %Y}] [error] ")),
    "a leap day": Form(_LOGGING, start=LEAP_DAY),
    "seconds since 1970": Form(_stamped(lambda r: f"{int(r.at.timestamp())} {r.level} ")),
    "seconds since 1970, with a fraction": Form(_stamped(lambda r: f"[{r.at.timestamp():.6f}] ")),
    "milliseconds since 1970": Form(_stamped(lambda r: f"{_epoch(r.at)} {r.level} ")),
    # JSON
    "structlog": Form(_json_lines(_structlog)),
    "pino": Form(_json_lines(_pino)),
    "zap": Form(_json_lines(_zap)),
    "bunyan": Form(_json_lines(_bunyan)),
    "winston": Form(_json_lines(_winston)),
    "python-json-logger": Form(_json_lines(_json_logger)),
    "JSON objects over several lines": Form(_pretty),
    "an array of JSON objects": Form(_json_array),
    # Collectors
    "journalctl -o short": Form(_journal),
    "journalctl -o json": Form(_json_lines(_journal_fields)),
    "journalctl -o json, coloured": Form(_json_lines(_journal_bytes)),
    "journalctl -o export": Form(_journal_export),
    "docker": Form(_docker),
    "Kubernetes": Form(_each_line(lambda _, at: f"{_nanos(at)} stderr F ")),
    "Kubernetes, long lines in parts": Form(_cri),
    "Fluent Bit, stdout": Form(_fluent_bit),
    "Fluent Bit, JSON lines": Form(_json_lines(_fluent_bit_lines)),
    "Fluent Bit, forward": Form(_fluent_forward),
    "OpenTelemetry, logs": Form(lambda found, _: _otlp(found, None)),
    "OpenTelemetry, logs over several lines": Form(lambda found, _: _otlp(found, 2)),
    "OpenTelemetry, spans": Form(_spans, _BOTO * 6),
    # CloudTrail
    "CloudTrail": Form(_trail(None), _EVENTS),
    "CloudTrail, over several lines": Form(_trail(2), _EVENTS),
    "CloudTrail, a bucket": Form(_trail_folder, _EVENTS),
    "CloudTrail, an event a file": Form(_one_event(None), _EVENTS[:4]),
    "CloudTrail, an event a file, over several lines": Form(_one_event(4), _EVENTS[:4]),
    "CloudTrail, an event a line": Form(_json_lines(_quiet_event), _EVENTS),
    "CloudTrail, lookup-events": Form(_lookup_events, _EVENTS),
    "CloudTrail, the event history as CSV": Form(_history, _EVENTS, without_codes=True),
    "CloudTrail through EventBridge": Form(_json_lines(_bridge), _EVENTS),
    # CloudWatch Logs
    "CloudWatch, a subscription": Form(_subscription(7)),
    "CloudWatch, one record of all": Form(_subscription(10_000)),
    "CloudWatch through Firehose": Form(_subscription(7, between="")),
    "CloudWatch, exported": Form(_stamped(lambda each: f"{_iso(each.at)} ")),
    "CloudWatch, filter-log-events": Form(_filtered),
    "aws logs tail": Form(_stamped(lambda r: f"{r.at:%Y-%m-%dT%H:%M:%S.%f}+00:00 {r.host}/1 ")),
    "aws logs tail --format short": Form(_stamped(lambda r: f"{r.at:%Y-%m-%dT%H:%M:%S} ")),
    "Logs Insights as CSV": Form(_insights),
    # Without times
    "Terraform": Form(_plain, _TERRAFORM * 6, timed=False, quiet=_PLAN),
    "Terraform, coloured": Form(_plain_coloured, _TERRAFORM * 6, timed=False, quiet=_PLAN),
    **{
        f"the AWS CLI, {form}": Form(_plain, (_cli_notation(form),) * 6, timed=False, quiet=_SCRIPT)
        for form in ("v1", "legacy", "enhanced", "json", "yaml", "text", "table")
    },
}
"""Every form by its name."""

HEALTH_LOGS: Final[dict[str, Callable[[Random], Log]]] = {
    "the health log": _health(lambda _, entry: json.dumps(entry)),
    "the health log, over several lines": _health(lambda _, entry: json.dumps(entry, indent=4)),
    "the health log, exported": _health(lambda r, entry: f"{_iso(r.at)} {json.dumps(entry)}"),
}
