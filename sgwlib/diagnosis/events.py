"""Records that are objects: events of CloudTrail, and objects that carry the lines of a log.

An event of CloudTrail says what happened in fields, so nothing needs to be searched. What carries
log lines (CloudWatch Logs, docker, journald, Fluent Bit, OpenTelemetry) is opened, and its lines are
read as if they stood in a log of their own, with the time that the object states.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sgwlib.diagnosis.knowledge import normalized
from sgwlib.diagnosis.times import read_time
from sgwlib.response import bare_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sgwlib.diagnosis.knowledge import Known

SOURCE: Final = "storagegateway.amazonaws.com"
"""The ``eventSource`` of Storage Gateway in CloudTrail."""

_DEEPEST: Final = 8
# Where objects keep lists of records: CloudTrail's files, lookup-events, filter-log-events,
# subscriptions of CloudWatch Logs, OpenTelemetry.
_LISTS: Final = (
    *("Records", "Events", "events", "logEvents", "resourceLogs", "scopeLogs", "logRecords"),
    *("resourceSpans", "scopeSpans", "spans"),
)
_TIMES: Final = (
    *("eventTime", "EventTime", "@timestamp", "timestamp", "Timestamp", "time", "date", "ts"),
    *("timeUnixNano", "startTimeUnixNano", "__REALTIME_TIMESTAMP"),
)


class Kind(NamedTuple):
    """Errors that are counted together. None stands for what a log does not show.

    Parameters
    ----------
    operation
        The operation that was called.
    exception
        What ``__type`` named.
    code
        The error code, read or concluded from the message.

    Examples
    --------
    >>> print(Kind("DeleteVolume", "InvalidGatewayRequestException", "VolumeInUse"))
    DeleteVolume: VolumeInUse (InvalidGatewayRequestException)
    """

    operation: str | None
    exception: str | None
    code: str | None

    def __str__(self) -> str:
        error = " ".join(filter(None, (self.code, self.exception and f"({self.exception})")))
        error = error if self.code else f"{self.exception}"
        return f"{self.operation or 'unknown operation'}: {error}"


class Line(NamedTuple):
    """What an object holds: a text to read, or the kind of an error, and its time if it has one."""

    text: str
    time: float | None = None
    kind: Kind | None = None


def lines_in(value: object, known: Known, newest: datetime) -> list[Line] | None:
    """Return what an object or a list of objects holds; None if it is a record by itself.

    An event of CloudTrail that reports no error of Storage Gateway holds nothing.
    """
    found = _opened(value, known, newest, _DEEPEST)
    return None if found is None else list(found)


def _opened(value: object, known: Known, newest: datetime, levels: int) -> Iterator[Line] | None:
    if not levels:
        return None
    if isinstance(value, list):
        return _pairs(value, known, newest, levels)
    if not isinstance(value, dict):
        return None
    if "eventSource" in value and "eventName" in value:
        return _event(value, known, newest)
    if isinstance(value.get("detail"), dict) and "eventSource" in value["detail"]:
        return _event(value["detail"], known, newest)
    if isinstance(value.get("CloudTrailEvent"), str):
        return _opened(_decoded(value["CloudTrailEvent"]), known, newest, levels - 1)
    if set(value) >= {"severity", "source", "type", "operation", "gateway"}:
        return _health(value, known, newest)
    for key in _LISTS:
        if isinstance(value.get(key), list) and value[key] and isinstance(value[key][0], dict):
            if key == "events" and ("spanId" in value or "trace_id" in value):
                break  # a span's own events
            return _each(value[key], known, newest, levels - 1)
    text = _text(value)
    return None if text is None else iter([Line(text, _time(value, newest))])


def _each(values: list[Any], known: Known, newest: datetime, levels: int) -> Iterator[Line]:
    for each in values:
        found = _opened(each, known, newest, levels)
        yield from [Line(json.dumps(each))] if found is None else found


def _pairs(values: list[Any], known: Known, newest: datetime, levels: int) -> Iterator[Line] | None:
    """Open what Fluentd's forward protocol sends: ``["tag", [[time, record], ...]]``."""
    match values:
        case [str(), [[int() | float(), dict()], *_] as pairs]:
            return (
                line._replace(time=read_time(each[0], newest))
                for each in pairs
                for line in _each([each[1]], known, newest, levels - 1)
            )
        case [dict(), *_]:
            return _each(values, known, newest, levels - 1)
    return None


def _event(event: dict[str, Any], known: Known, newest: datetime) -> Iterator[Line]:
    """Read an event of CloudTrail."""
    error = event.get("errorCode")
    if event.get("eventSource") != SOURCE or not isinstance(error, str) or not error:
        return
    operation = event.get("eventName")
    exception: str | None = bare_name(error)
    code: str | None = None
    if known.is_code(exception or "") and exception not in known.exceptions:
        exception, code = None, exception
    elif exception in known.catalogue.carriers:
        code = known.code_messages.get(normalized(str(event.get("errorMessage") or "")))
    kind = Kind(str(operation) if operation else None, exception, code)
    text = f"{kind}: {event['errorMessage']}" if event.get("errorMessage") else str(kind)
    yield Line(text, read_time(event.get("eventTime"), newest), kind)


def _health(entry: dict[str, Any], known: Known, newest: datetime) -> Iterator[Line]:
    """Read an entry of a file gateway's health log."""
    name = str(entry["type"])
    if name in known.catalogue.health_log and str(entry["severity"]).upper() != "INFO":
        kind = Kind(str(entry["operation"]) or None, None, name)
        yield Line(json.dumps(entry), _time(entry, newest), kind)


# --- what carries a line ------------------------------------------------------------------------


def _text(value: dict[str, Any]) -> str | None:
    """Return the line that an object carries, if it is nothing but its carrier."""
    if isinstance(value.get("log"), str) and value.keys() & {
        "stream",
        "time",
        "date",
        "kubernetes",
    }:
        return str(value["log"])  # docker, Fluent Bit
    if isinstance(value.get("log"), str) and len(value) == 1:
        return str(value["log"])
    if "MESSAGE" in value and "__REALTIME_TIMESTAMP" in value:  # journald
        message = value["MESSAGE"]
        if isinstance(message, list):  # bytes, if it has control characters
            message = bytes(it for it in message if isinstance(it, int) and 0 <= it < 256)
            return message.decode(errors="replace")
        return str(message)
    if isinstance(value.get("message"), str) and (
        value.keys() <= {"id", "timestamp", "message", "extractedFields"}
        or "ingestionTime" in value
    ):
        return str(value["message"])  # CloudWatch Logs
    if isinstance(value.get("@message"), str) and "@timestamp" in value:
        return str(value["@message"])  # Logs Insights
    if isinstance(value.get("attributes"), list) and "body" in value:
        return _telemetry(value["body"], value["attributes"])  # a record of OpenTelemetry
    if isinstance(value.get("attributes"), list) and "spanId" in value:
        return _span(value)
    return None


def _telemetry(body: object, attributes: list[Any]) -> str:
    text = body.get("stringValue") if isinstance(body, dict) else body
    raised = _raised(_attributes(attributes))
    return "\n".join(filter(None, (str(text or ""), raised)))


def _span(span: dict[str, Any]) -> str:
    """Return what a span says of the call that failed; nothing if it went well."""
    own = _attributes(span["attributes"])
    events = span.get("events")
    failed = [
        _raised(_attributes(each["attributes"]))
        for each in (events if isinstance(events, list) else ())
        if isinstance(each, dict) and isinstance(each.get("attributes"), list)
    ]
    if not any(failed):
        return ""
    called = " ".join(f"{key}={own[key]}" for key in ("rpc.service", "rpc.method") if key in own)
    request = f"request id: {own['aws.request_id']}" if "aws.request_id" in own else ""
    return "\n".join(filter(None, (f"{called} {request}".strip(), failed[0])))


def _raised(attributes: dict[str, str]) -> str:
    """Return the exception of some attributes as a client prints it."""
    trace = attributes.get("exception.stacktrace", "")
    name, message = (attributes.get(f"exception.{key}", "") for key in ("type", "message"))
    if message and message in trace:
        return trace
    return "\n".join(filter(None, (f"{name}: {message}" if message else name, trace)))


def _attributes(pairs: list[Any]) -> dict[str, str]:
    found = {}
    for each in pairs:
        if isinstance(each, dict) and isinstance(each.get("value"), dict):
            found[str(each.get("key"))] = str(next(iter(each["value"].values()), ""))
    return found


def _time(value: dict[str, Any], newest: datetime) -> float | None:
    times = (read_time(value[key], newest) for key in _TIMES if key in value)
    return next((each for each in times if each is not None), None)


def _decoded(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
