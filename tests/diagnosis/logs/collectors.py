"""Logs as journald, docker, Kubernetes, Fluent Bit and OpenTelemetry keep them."""

from __future__ import annotations

import json
import struct
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.diagnosis.logs.lines import syslog
from tests.diagnosis.logs.records import Record, epoch, nanos, printed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random


def journal(found: list[Record], _: Random) -> bytes:
    """``journalctl -o short`` indents the further lines of a message."""

    def entry(record: Record) -> str:
        prefix = syslog(record, record.at, "{:02}")
        return prefix + record.message.replace("\n", "\n" + " " * len(prefix)) + "\n"

    return "".join(map(entry, found)).encode()


def journal_fields(record: Record) -> dict[str, Any]:
    return {
        "__CURSOR": f"s={record.id};i={record.number:x}",
        "__REALTIME_TIMESTAMP": str(epoch(record.at) * 1000 + 7),
        "__MONOTONIC_TIMESTAMP": str(record.number * 1_000_003),
        "_HOSTNAME": record.host,
        "PRIORITY": "3",
        "SYSLOG_IDENTIFIER": "backup",
        "_PID": str(record.number),
        "MESSAGE": record.message,
    }


def journal_bytes(record: Record) -> dict[str, Any]:
    """journald writes a message with control characters, such as colours, as numbers."""
    return journal_fields(record) | {"MESSAGE": list(f"\x1b[31m{record.message}\x1b[0m".encode())}


def journal_export(found: list[Record], _: Random) -> bytes:
    """A field of several lines has its length before it, and no equals sign."""
    parts = []
    for record in found:
        for name, value in journal_fields(record).items():
            content = value.encode()
            parts += (
                [name.encode(), b"\n", struct.pack("<Q", len(content)), content, b"\n"]
                if b"\n" in content
                else [name.encode(), b"=", content, b"\n"]
            )
        parts.append(b"\n")
    return b"".join(parts)


def docker(found: list[Record], _: Random) -> bytes:
    entries = (
        {"log": f"{line}\n", "stream": "stderr", "time": nanos(at)}
        for record in found
        for line, at in printed(record)
    )
    return "".join(json.dumps(each, separators=(",", ":")) + "\n" for each in entries).encode()


def cri(found: list[Record], random: Random) -> bytes:
    """A long line comes in parts; the last of them is marked F."""
    written = []
    for record in found:
        for line, at in printed(record):
            size = random.randrange(20, 200)
            parts = [line[begin : begin + size] for begin in range(0, len(line), size)] or [""]
            written += [f"{nanos(at)} stderr P {part}\n" for part in parts[:-1]]
            written.append(f"{nanos(at)} stderr F {parts[-1]}\n")
    return "".join(written).encode()


def fluent_bit(found: list[Record], _: Random) -> bytes:
    """The format of the output ``stdout``."""

    def line(number: int, record: Record) -> str:
        text = json.dumps(record.message)
        seconds = f"{record.at.timestamp():.9f}"
        return (
            f'[{number}] kube.backup: [[{seconds}, {{}}], {{"stream"=>"stderr", "log"=>{text}}}]\n'
        )

    return "".join(line(number, each) for number, each in enumerate(found)).encode()


def fluent_bit_lines(record: Record) -> dict[str, Any]:
    return {
        "date": record.at.timestamp(),
        "log": f"{record.message}\n",
        "stream": "stderr",
        "kubernetes": {"pod_name": f"backup-{record.number}", "host": record.host},
    }


def fluent_forward(found: list[Record], _: Random) -> bytes:
    """The forward protocol as JSON: a tag, and pairs of time and record."""
    batches = (found[at : at + 20] for at in range(0, len(found), 20))
    return "".join(
        json.dumps(
            ["kube.backup", [[int(each.at.timestamp()), {"log": each.message}] for each in batch]]
        )
        + "\n"
        for batch in batches
    ).encode()


def attributes(values: Mapping[str, str]) -> list[dict[str, Any]]:
    return [{"key": key, "value": {"stringValue": value}} for key, value in values.items()]


def otlp_record(record: Record) -> dict[str, Any]:
    """An SDK of OpenTelemetry puts an exception into attributes."""
    message, newline, trace = record.message.partition("\nTraceback ")
    raised = {
        "exception.type": record.error.what.exception if record.error else "",
        "exception.message": record.error.sentence if record.error else "",
        "exception.stacktrace": f"Traceback {trace}",
    }
    return {
        "timeUnixNano": str(epoch(record.at) * 1_000_000 + 42),
        "observedTimeUnixNano": str(epoch(record.at + timedelta(hours=2)) * 1_000_000),
        "severityNumber": 17,
        "severityText": record.level,
        "body": {"stringValue": message},
        "attributes": attributes(raised) if newline and record.error else [],
        "traceId": record.id.replace("-", ""),
    }


def otlp(found: list[Record], indent: int | None) -> bytes:
    def batch(part: list[Record]) -> str:
        resource = {"attributes": attributes({"service.name": "backup", "host.name": part[0].host})}
        logs = {"scope": {"name": "backup"}, "logRecords": list(map(otlp_record, part))}
        export = {"resourceLogs": [{"resource": resource, "scopeLogs": [logs]}]}
        return json.dumps(export, indent=indent) + "\n"

    return "".join(batch(found[at : at + 15]) for at in range(0, len(found), 15)).encode()


def span(record: Record) -> dict[str, Any]:
    """A call that failed is a span with an event "exception"; the others are calls that went well."""
    nano = epoch(record.at) * 1_000_000
    span: dict[str, Any] = {
        "traceId": record.id.replace("-", ""),
        "spanId": record.id[:8] * 2,
        "name": "StorageGateway.ListGateways",
        "kind": 3,
        "startTimeUnixNano": str(nano),
        "endTimeUnixNano": str(nano + 40_000_000),
        "attributes": attributes({"note": record.message}),
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
        "attributes": attributes(called),
        "status": {"code": 2, "message": f"{what.exception}: {record.error.sentence}"},
        "events": [
            {
                "timeUnixNano": str(nano + 39_000_000),
                "name": "exception",
                "attributes": attributes(raised),
            }
        ],
    }


def spans(found: list[Record], _: Random) -> bytes:
    def batch(part: list[Record]) -> str:
        spans = {"scope": {"name": "opentelemetry.botocore"}, "spans": list(map(span, part))}
        return json.dumps({"resourceSpans": [{"resource": {}, "scopeSpans": [spans]}]}) + "\n"

    return "".join(batch(found[at : at + 15]) for at in range(0, len(found), 15)).encode()
