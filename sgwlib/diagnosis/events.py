"""Records that are objects: events of CloudTrail, and objects that carry the lines of a log.

An event of CloudTrail says what happened in fields, so nothing needs to be searched. What carries
log lines (CloudWatch Logs, docker, journald, Fluent Bit, OpenTelemetry) is opened, and its lines
are read as if they stood in a log of their own, with the time that the object states.
"""

from __future__ import annotations

import base64
import gzip
import json
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sgwlib.diagnosis.knowledge import normalized
from sgwlib.diagnosis.records import BETWEEN, CONTEXT, decoded_at, is_marked
from sgwlib.diagnosis.times import TIME_KEYS, read_time, time_in
from sgwlib.response import bare_name

if TYPE_CHECKING:
    from datetime import datetime

    from sgwlib.diagnosis.knowledge import Known

SOURCE: Final = "storagegateway.amazonaws.com"
"""The ``eventSource`` of Storage Gateway in CloudTrail."""

_GZIP: Final = "H4sI"  # how gzip starts in base64
_DEEPEST: Final = 8
_MOST_CAUSES: Final = 1000
# Where objects keep lists of records: CloudTrail's files, lookup-events, filter-log-events,
# subscriptions of CloudWatch Logs, OpenTelemetry, CloudFormation.
_LISTS: Final = (
    *("Records", "Events", "events", "logEvents", "resourceLogs", "scopeLogs", "logRecords"),
    *("resourceSpans", "scopeSpans", "spans", "streams", "StackEvents"),
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
        error = error if self.code else self.exception or "an error without a name"
        return f"{self.operation or 'unknown operation'}: {error}"


class Line(NamedTuple):
    """What an object holds: a text to read, or the kind of an error, and its time if it has one."""

    text: str
    time: float | None = None
    kind: Kind | None = None


class Opener:
    """Opens objects. A time that leaves out its year is not after ``newest``."""

    def __init__(self, known: Known, newest: datetime) -> None:
        self._known = known
        self._newest = newest
        # The last failures that nothing repeated: (execution, cause), whether it is the execution's
        self._causes: dict[tuple[str, str], bool] = {}

    def lines_of(self, text: str) -> list[Line] | None:
        """Return what the objects in JSON of a text hold; None if it is a record by itself."""
        found: list[Line] = []
        text = text.strip()
        start = 0
        while start < len(text):
            value, end = decoded_at(text, start)
            lines = self.opened(value, end - start)
            if lines is None:
                is_alone = (start, end) == (0, len(text))
                if is_alone or not isinstance(value, dict):
                    return None
                lines = [Line(text[start:end])]
            found += lines
            start = BETWEEN.match(text, end).end()  # type: ignore[union-attr]  # it always matches
        return found

    def opened(self, value: Any, size: int) -> list[Line] | None:
        """Return what an object of a log holds, or a document of a form of its own in its lists."""
        lines = self.lines_in(value)
        if lines is None and isinstance(value, dict):
            # A record has strings beside its lists, and is short.
            is_record = any(isinstance(it, str) for it in value.values())
            return None if is_record and size <= 2 * CONTEXT else self._items_in(value)
        return lines

    def lines_in(self, value: Any, levels: int = _DEEPEST) -> list[Line] | None:
        """Return what an object or a list of objects holds; None if it is a record by itself.

        An event of CloudTrail that reports no error of Storage Gateway holds nothing.
        """
        match value:
            case _ if not levels:
                return None
            case dict():
                return self._in_object(value, levels)
            case [dict(), *_]:
                return self._all(value, levels)
            case [str(), [[int() | float(), dict()], *_]]:  # Fluentd's: a tag, times and records
                return [
                    line._replace(time=read_time(pair[0], self._newest))
                    for pair in value[1]
                    for line in self._all([pair[1]], levels)
                ]
        return None

    def _in_object(self, value: dict[str, Any], levels: int) -> list[Line] | None:
        match value:
            case ({"eventSource": _, "eventName": _} as event) | {
                "detail": {"eventSource": _} as event
            }:
                return self._event(event)
            case {"severity": _, "source": _, "type": _, "operation": _, "gateway": _}:
                return self._health(value)
            case {"type": str(kind)} if kind.endswith("Failed") and self._is_said_again(value):
                return []
        inner = self._inner(value)
        if inner is not None:
            return self.lines_in(inner, levels - 1)
        for key in _LISTS:
            if key == "events" and ("spanId" in value or "trace_id" in value):
                continue  # a span's own events
            match value.get(key):
                case [dict(), *_] as records:
                    return self._all(records, levels)
        carried = _text(value)
        return None if carried is None else [Line(carried, self.time_of(value))]

    def _items_in(self, value: dict[str, Any]) -> list[Line] | None:
        """Return what a document holds in lists, and what beside them."""
        items, beside = self._split(value)
        if not items:
            return None
        lines = [*self._all(items, _DEEPEST), Line(json.dumps(beside))]
        at = self.time_of(value)
        return lines if at is None else [self._timed(line, at) for line in lines]

    def _split(self, value: dict[str, Any], *, deeper: bool = True) -> tuple[list[Any], Any]:
        """Return the objects in the lists of a document, and what else it has."""
        items, beside = [], {}
        for key, each in value.items():
            match each:
                case [dict(), *_]:
                    items += each
                case dict() if deeper and not self._names_error(each):
                    found, beside[key] = self._split(each, deeper=False)
                    items += found
                case _:
                    beside[key] = each
        return items, beside

    def _names_error(self, value: dict[str, Any]) -> bool:
        """Return whether an object is an error, whose lists say more of the same one."""
        names = self._known.exceptions
        texts = [it for it in value.values() if isinstance(it, str)]
        return any(bare_name(it) in names or is_marked(it.encode(errors="replace")) for it in texts)

    def _timed(self, line: Line, at: float) -> Line:
        """Return a line with its own time, or that of the document around it."""
        own = line.time or time_in(line.text.encode(errors="replace"), self._newest)
        return line._replace(time=own or at)

    def _is_said_again(self, event: dict[str, Any]) -> bool:
        """Return whether a task or its execution failed, and the other one said so before.

        Step Functions writes both events with one cause; a history may have the newest first.
        """
        details = (event[key] for key in event if key.endswith("FailedEventDetails"))
        match next(details, event.get("details")):
            case {"cause": str(cause)}:
                failed = (str(event.get("execution_arn")), cause)
                is_execution = event["type"] == "ExecutionFailed"
                if self._causes.get(failed) is (not is_execution):
                    del self._causes[failed]  # another execution may fail so, too
                    return True
                if len(self._causes) >= _MOST_CAUSES:
                    self._causes.clear()
                self._causes[failed] = is_execution
        return False

    def _inner(self, value: dict[str, Any]) -> Any:
        """Return the object or the list that an object is nothing but the wrapper of, or None."""
        inner: Any = None
        match value:
            case {"CloudTrailEvent": str(text)}:
                inner = decoded_at(text, 0)[0]
            # CloudWatch Logs, as Lambda and Kinesis get them
            case (
                {"awslogs": {"data": str(packed)}}
                | {"kinesis": {"data": str(packed)}}
                | {"data": str(packed)}
            ) if packed.startswith(_GZIP):
                with suppress(ValueError, OSError, EOFError, zlib.error):  # damaged
                    unpacked = gzip.decompress(base64.b64decode(packed))
                    inner = decoded_at(unpacked.decode(errors="replace"), 0)[0]
            case {"values": [[str(), str(), *_], *_] as pairs}:  # Loki
                lines = [each for each in pairs if isinstance(each, list) and len(each) > 1]
                inner = [{"timestamp": time, "message": line} for time, line, *_ in lines]
            case {"data": {"result": [dict(), *_] as streams}}:
                inner = streams
            case {"QueryResultRows": [[dict(), *_], *_] as rows}:  # CloudTrail Lake
                inner = [{key: it[key] for it in row for key in it} for row in _cells(rows)]
            case {"results": [[{"field": _, "value": _}, *_], *_] as rows}:  # Logs Insights
                inner = [
                    {str(it.get("field")): it.get("value") for it in row} for row in _cells(rows)
                ]
        return inner

    def _all(self, values: list[Any], levels: int) -> list[Line]:
        found: list[Line] = []
        for each in values:
            lines = self.lines_in(each, levels - 1)
            found += [Line(json.dumps(each))] if lines is None else lines
        return found

    def _event(self, event: dict[str, Any]) -> list[Line]:
        """Read an event of CloudTrail."""
        error = event.get("errorCode")
        if event.get("eventSource") != SOURCE or not isinstance(error, str) or not error:
            return []
        message = event.get("errorMessage")
        known, name = self._known, bare_name(error)
        is_code = name in known.codes and name not in known.exceptions
        code = name if is_code else None
        if name in known.catalogue.carriers:
            code = known.code_messages.get(normalized(str(message or "")))
        operation = event.get("eventName")
        kind = Kind(str(operation) if operation else None, None if is_code else name, code)
        text = f"{kind}: {message}" if message else str(kind)
        return [Line(text, self.time_of(event), kind)]

    def _health(self, entry: dict[str, Any]) -> list[Line]:
        """Read an entry of a file gateway's health log."""
        name = str(entry["type"])
        if name not in self._known.catalogue.health_log or str(entry["severity"]).upper() == "INFO":
            return []
        kind = Kind(str(entry["operation"]) or None, None, name)
        return [Line(json.dumps(entry), self.time_of(entry), kind)]

    def time_of(self, value: dict[str, Any]) -> float | None:
        """Return the time that an object states for itself."""
        times = (read_time(value[key], self._newest) for key in TIME_KEYS if key in value)
        return next((each for each in times if each is not None), None)


# --- what carries a line ------------------------------------------------------------------------


def _text(value: dict[str, Any]) -> str | None:
    """Return the line that an object carries, if it is nothing but its carrier."""
    keys = value.keys()
    match value:
        # docker, Fluent Bit
        case {"log": str(text)} if len(keys) == 1 or keys & _BESIDE_A_LOG:
            return text
        case {"MESSAGE": message, "__REALTIME_TIMESTAMP": _}:
            # journald, in bytes if it has colours
            is_bytes = isinstance(message, list) and all(it in range(256) for it in message)
            return bytes(message).decode(errors="replace") if is_bytes else str(message)
        case {"message": str(text)} if "ingestionTime" in keys or keys <= _CLOUDWATCH:
            return text
        case {"@message": str(text), "@timestamp": _}:  # Logs Insights
            return text
        case {"attributes": list(attributes)}:
            return _telemetry(value, _attributes(attributes))
    return None


def _cells(rows: list[Any]) -> list[list[dict[str, Any]]]:
    return [[it for it in row if isinstance(it, dict)] for row in rows if isinstance(row, list)]


_BESIDE_A_LOG: Final = {"stream", "time", "date", "kubernetes"}
_CLOUDWATCH: Final = {"id", "timestamp", "message", "extractedFields"}


def _lines(*lines: str) -> str:
    return "\n".join(filter(None, lines))


def _telemetry(value: dict[str, Any], own: dict[str, str]) -> str | None:
    """Return what a record or a span of OpenTelemetry says; nothing if the span went well."""
    if "body" in value:
        body = value["body"]
        said = body.get("stringValue") if isinstance(body, dict) else body
        return _lines(str(said or ""), _raised(own))
    if "spanId" not in value:
        return None
    events = value.get("events")
    found = [
        _raised(_attributes(each["attributes"]))
        for each in (events if isinstance(events, list) else ())
        if isinstance(each, dict) and isinstance(each.get("attributes"), list)
    ]
    if not any(found):
        return ""
    called = " ".join(f"{key}={own[key]}" for key in ("rpc.service", "rpc.method") if key in own)
    request = f"request id: {own['aws.request_id']}" if "aws.request_id" in own else ""
    return _lines(f"{called} {request}".strip(), *found)


def _raised(attributes: dict[str, str]) -> str:
    """Return the exception of some attributes as a client prints it."""
    trace = attributes.get("exception.stacktrace", "")
    name, message = (attributes.get(f"exception.{key}", "") for key in ("type", "message"))
    if message and message in trace:
        return trace
    return _lines(f"{name}: {message}" if message else name, trace)


def _attributes(pairs: list[Any]) -> dict[str, str]:
    found = {}
    for each in pairs:
        if isinstance(each, dict) and isinstance(each.get("value"), dict):
            found[str(each.get("key"))] = str(next(iter(each["value"].values()), ""))
    return found
