"""Logs of JSON objects, as the loggers of Python, JavaScript and Go write them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.diagnosis.logs.records import Record, epoch, iso, millis

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random


def json_lines(make: Callable[[Record], Any]) -> Callable[[list[Record], Random], bytes]:
    def write(found: list[Record], _: Random) -> bytes:
        return "".join(
            json.dumps(make(each), separators=(",", ":")) + "\n" for each in found
        ).encode()

    return write


def structlog(record: Record) -> dict[str, Any]:
    """structlog puts a traceback into a field of its own."""
    level, stamp = record.level.lower(), f"{record.at:%Y-%m-%dT%H:%M:%S.%f}Z"
    event, newline, rest = record.message.partition("\nTraceback ")
    exception = {"exception": f"Traceback {rest}"} if newline else {}
    return {"event": event, "level": level, "timestamp": stamp, **exception}


def pino(record: Record) -> dict[str, Any]:
    """Pino serialises an error as an object."""
    base = {"level": 50, "time": epoch(record.at), "pid": record.number, "hostname": record.host}
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


def zap(record: Record) -> dict[str, Any]:
    return {
        "level": record.level.lower(),
        "ts": record.at.timestamp(),
        "caller": f"backup/run.go:{record.number}",
        "msg": "step failed",
        "error": record.message,
    }


def bunyan(record: Record) -> dict[str, Any]:
    return {
        "name": "backup",
        "hostname": record.host,
        "pid": record.number,
        "level": 50,
        "msg": record.message,
        "time": iso(record.at),
        "v": 0,
    }


def winston(record: Record) -> dict[str, Any]:
    return {
        "level": record.level.lower(),
        "message": record.message,
        "timestamp": iso(record.at),
        "service": "backup",
    }


def json_logger(record: Record) -> dict[str, Any]:
    return {"asctime": millis(record.at), "levelname": record.level, "message": record.message}


def pretty(found: list[Record], _: Random) -> bytes:
    return "".join(json.dumps(winston(each), indent=2) + "\n" for each in found).encode()


def json_array(found: list[Record], _: Random) -> bytes:
    return json.dumps([bunyan(each) for each in found]).encode()
