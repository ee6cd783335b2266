"""When a record was written, in the notations that logs use, as seconds since 1970 in UTC."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

_NAMES: Final = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
_MONTH: Final = f"(?:{'|'.join(_NAMES.split())})"
_CLOCK: Final = r"\d\d:\d\d:\d\d"
_HALF: Final = r"(?:(?:[ ]|\xe2\x80\xaf)[AP]M\b)?"  # newer versions of Java print a narrow blank
_TIME: Final = re.compile(
    rf"""(?<![0-9]) (?:
      # 2026-03-01T09:59:58.011Z, 2026-03-01 09:59:58,011 of Python, 2026/03/01 09:59:58 of Go,
      # 2026-03-01, 09:59:58 UTC of Airflow
      (?P<iso> (?P<hour>\d{{4}}[-/]\d\d[-/]\d\d(?:,?[ ]|T)\d\d) :(?P<minute>\d\d):(?P<second>\d\d)
               (?P<part>[.,]\d{{1,9}})? [ ]?(?P<zone>Z|[+-]\d\d(?::?\d\d)?(?![\d:]))? )
      # 20260301T095958Z of x-amz-date
    | (?P<basic> \d{{8}}T\d{{6}}Z )
      # 01/Mar/2026:09:59:58 +0100 of web servers, 01 Mar 2026 09:59:58 of HTTP
    | (?P<day_first> \d\d?[/ -]{_MONTH}[/ -]\d{{4}}[: ]{_CLOCK}{_HALF}(?:[ ][+-]\d{{4}})? )
      # Sun Mar  1 09:59:58 2026, Sun Mar 01 09:59:58.011 UTC 2026, Sun Mar  1 09:59:58 AM UTC 2026
    | (?P<year_last> {_MONTH}[ ][ 0-3]?\d[ ]{_CLOCK}(?:\.\d+)?{_HALF}
                    (?:[ ][A-Z]{{3,4}})?[ ]\d{{4}} )
      # Mar 01, 2026 9:59:58 AM of java.util.logging, Mar 1, 2026, 9:59:58 PM
    | (?P<java> {_MONTH}[ ]\d\d?,[ ]\d{{4}},?[ ]\d\d?:\d\d:\d\d{_HALF} )
      # 3/1/2026 9:59:58 AM of .NET, 3/1/2026, 9:59:58 AM of JavaScript
    | (?P<american> (?:0?[1-9]|1[0-2])/\d\d?/\d{{4}},?[ ]\d\d?:\d\d:\d\d
                    (?:[ ]|\xe2\x80\xaf)[AP]M\b )
      # E0301 09:59:58.011000 of Kubernetes' klog, E20260301 09:59:58.011000 of glog
    | (?P<klog> \b[IWEF](?P<year>\d{{4}})?(?P<month>0[1-9]|1[0-2])(?P<day>\d\d)
               [ ]{_CLOCK}\.\d{{6}} )
      # Mar  1 09:59:58 of syslog, which leaves out the year
    | (?P<syslog> {_MONTH}[ ][ 0-3]?\d[ ]{_CLOCK} )
    )""".encode(),
    re.VERBOSE,
)
# 1772359198, in milliseconds, microseconds or nanoseconds, or with a fraction
_SINCE_1970: Final = rb"(?P<seconds>1\d{9})(?:(?P<rest>\d{3}|\d{6}|\d{9})|\.\d{1,9})?(?![\d.-])"
_EPOCH: Final = re.compile(_SINCE_1970)
_EPOCH_STAMP: Final = re.compile(rb"(?:\A|(?<=[\[(=\"]))" + _SINCE_1970)  # no id: vol-1772359198
_NEAR: Final = 48  # a line has its time near its start
TIME_KEYS: Final = (
    *("eventTime", "EventTime", "@timestamp", "timestamp", "Timestamp", "TimeStamp", "time"),
    *("date", "datetime", "asctime", "ts", "@t", "start_time", "epochSecond", "timeMillis"),
    *("timeUnixNano", "startTimeUnixNano"),
    *("__REALTIME_TIMESTAMP", "_SOURCE_REALTIME_TIMESTAMP"),
)
"""The keys of an object's own time, the best first."""

# "eventTime": "2026-...", "ts": 1770091506, time="2026-...", __REALTIME_TIMESTAMP=
_KEY: Final = f"(?:{'|'.join(TIME_KEYS)})"
_NAMED: Final = re.compile(rf'(?:"{_KEY}"\s*:|(?<![\w."@-]){_KEY}=)\s*"?'.encode())
_REST: Final = re.compile(rb":([0-5]\d):([0-5]\d)([.,]\d{1,9})? ?(Z|[+-]\d\d(?::?\d\d)?(?![\d:]))?")
_MAX_SECOND: Final = 60  # a leap second
_FIRST: Final = datetime(1, 1, 2, tzinfo=UTC).timestamp()
_LAST: Final = datetime(9999, 12, 31, tzinfo=UTC).timestamp()
_MAX_HOURS: Final = 10_000
_hours: dict[bytes, float] = {}  # the start of each hour that was read


def time_in(text: bytes, newest: datetime) -> float | None:
    """Return the time of a record, which is taken for UTC if it has no zone; or None.

    A time may leave out its year: it is the last one that is not after ``newest``, when the log
    ended.
    """
    start = _hours.get(text[:13])
    if start is not None and (rest := _REST.match(text, 13)):  # most lines of most logs
        return _possible(start + _within_hour(*rest.groups()))
    found = (
        (_by_key(text) if text[:1] in b" {[_" else None)
        or _TIME.search(text, 0, _NEAR)
        or _EPOCH_STAMP.search(text, 0, _NEAR)
        or _by_key(text)
        or _TIME.search(text)
    )
    return _read(found, newest) if found else None


def _by_key(text: bytes) -> re.Match[bytes] | None:
    """Return the first time that has the key of one."""
    times = (
        _TIME.match(text, it.end()) or _EPOCH.match(text, it.end()) for it in _NAMED.finditer(text)
    )
    return next(filter(None, times), None)


def time_above(text: bytes, newest: datetime) -> float | None:
    """Return the time of the last line that starts with one; see `time_in`."""
    for line in reversed(text.splitlines()):
        found = _TIME.search(line, 0, _NEAR) or _EPOCH.match(line.removeprefix(b"["))
        if found is None and line.startswith(b"__REALTIME_TIMESTAMP="):
            found = _EPOCH.search(line)
        if found:
            return _read(found, newest)
    return None


def read_time(value: object, newest: datetime) -> float | None:
    """Return the time that a field of a decoded object states: a string or a number."""
    text = str(value).encode() if isinstance(value, str | int | float) else b""
    found = _TIME.match(text) or _EPOCH.match(text)
    return _read(found, newest) if found else None


def _read(found: re.Match[bytes], newest: datetime) -> float | None:
    if found.re is not _TIME:
        return float(b"%b.%b" % found.group("seconds", "rest") if found["rest"] else found[0])
    try:
        if found.lastgroup == "iso":
            return _possible(_iso(found))
        return _moment(found, newest).timestamp()
    except (ValueError, OverflowError):  # the 30th of February, the year 0
        return None


def _iso(found: re.Match[bytes]) -> float:
    """Read what most logs have: the hour of a record is that of its neighbours."""
    hour, minute, second, part, zone = found.group("hour", "minute", "second", "part", "zone")
    start = _hours.get(hour)
    if start is None:
        if len(_hours) >= _MAX_HOURS:
            _hours.clear()
        text = hour.decode().replace("/", "-").replace(",", "")
        start = _hours[hour] = datetime.fromisoformat(text + ":00+00:00").timestamp()
    if int(second) > _MAX_SECOND or int(minute) >= _MAX_SECOND:
        raise ValueError
    return start + _within_hour(minute, second, part, zone)


def _possible(seconds: float) -> float | None:
    """Return a time, or None beyond the calendar, on whose last day no hour could be added."""
    return seconds if _FIRST <= seconds <= _LAST else None


def _within_hour(minute: bytes, second: bytes, part: bytes | None, zone: bytes | None) -> float:
    moment = int(minute) * 60 + float(second + b"." + part[1:] if part else second)
    if zone and zone != b"Z":
        offset = int(zone[1:3]) * 3600 + int(zone[3:].lstrip(b":") or 0) * 60
        moment += offset if zone.startswith(b"-") else -offset
    return moment


def _moment(found: re.Match[bytes], newest: datetime) -> datetime:
    text = found[0].decode()
    if found["basic"]:
        return datetime.fromisoformat(text)
    if found["klog"]:
        number, day, month = (int(found[name] or 0) for name in ("year", "day", "month"))
        text = f"{day} {_NAMES.split()[month - 1]} {number or ''} {text[-15:-7]}"
    if found["american"]:
        first, second, rest = text.replace(",", "").split("/")
        text = f"{second} {_NAMES.split()[int(first) - 1]} {rest}"
    day, month, year, clock, zone = _parts(text)
    if year:
        return datetime.fromisoformat(f"{year}-{month:02}-{day:02}T{clock}{zone or '+00:00'}")
    # The last year in which the day exists, and which is not after the end of the log. A zone may
    # put a record a little after it.
    latest = newest.timestamp() + 86_400
    for number in range(newest.year + 1, newest.year - 9, -1):
        with suppress(ValueError):  # 29 February
            moment = datetime.fromisoformat(f"{number}-{month:02}-{day:02}T{clock}+00:00")
            if moment.timestamp() <= latest:
                return moment
    raise ValueError


_CALENDAR: Final = re.compile(
    r"(?P<before>.*?)(?<!\d)(?P<hour>\d\d?)(?P<clock>:\d\d:\d\d)\S*(?:\s(?P<half>[AP])M)?"
    r"(?:[ ][A-Z]{3,4})?[ ]?(?P<zone>[+-]\d{4})?(?P<year>\d{4})?"
)


def _parts(text: str) -> tuple[int, int, str, str, str]:
    """Return day, month, year, clock and zone of a time with the name of its month."""
    found = _CALENDAR.fullmatch(text)
    assert found is not None  # noqa: S101 - each alternative of the pattern with a month is so
    before = found["before"]
    month = next(number for number, name in enumerate(_NAMES.split(), 1) if name in before)
    day, year, *_ = [*re.findall(r"\d+", before), found["year"] or ""]
    hour = int(found["hour"])
    hour = hour % 12 + 12 * (found["half"] == "P") if found["half"] else hour
    return int(day), month, year, f"{hour:02}{found['clock']}", found["zone"] or ""


def as_datetime(seconds: float) -> datetime:
    """Return a time as an object, in UTC."""
    return datetime.fromtimestamp(seconds, UTC)
