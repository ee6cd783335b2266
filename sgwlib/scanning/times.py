"""When an entry of a log was written, in the notations of times that logs use."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_NAMES: Final = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
_MONTHS: Final = {name: number for number, name in enumerate(_NAMES.split(), 1)}
_MONTH: Final = f"(?:{'|'.join(_MONTHS)})"
_TIME: Final = re.compile(
    rf"""(?<![0-9]) (?:
      (?P<iso>    \d{{4}}[-/]\d\d[-/]\d\d [T ] \d\d:\d\d:\d\d (?:[.,]\d+)?
                  (?:Z | [ ]?[+-]\d\d:?\d\d(?!\d))? )      # ISO 8601, Python's and Go's logging
    | (?P<amz>    \d{{8}}T\d{{6}}Z )                       # x-amz-date
    | (?P<clf>    \d\d/{_MONTH}/\d{{4}}:\d\d:\d\d:\d\d[ ][+-]\d{{4}} )   # web servers' logs
    | (?P<http>   \d\d[ ]{_MONTH}[ ]\d{{4}}[ ]\d\d:\d\d:\d\d )            # HTTP's Date
    | (?P<syslog> {_MONTH}[ ][ 123]\d[ ]\d\d:\d\d:\d\d )                  # syslog, without a year
    )""".encode(),
    re.VERBOSE,
)
# In JSON, the event's own time counts before all others: "eventTime": "2026-..., "ts": 1770091506
_NAMED: Final = re.compile(
    rb'"(?:[eE]ventTime|@?timestamp|time|ts|datetime)"\s*:\s*"?(?:(?P<epoch>1\d{9})(?P<milli>\d{3})?\b)?'
)
_NEAR: Final = 48  # a line has its time near its start
_DAY: Final = timedelta(days=1)


def time_in(text: bytes, newest: datetime) -> datetime | None:
    """Return the time of an entry in UTC, which a time without a zone is taken for; or None.

    A time may leave out its year: it is the last one that is not after ``newest``, when the log
    ended.

    Examples
    --------
    >>> now = datetime(2026, 3, 1, tzinfo=UTC)
    >>> print(time_in(b"2026-02-28T23:59:59.5+02:00 ERROR", now))
    2026-02-28 21:59:59.500000+00:00
    >>> print(time_in(b"Dec 24 18:00:00 host app[7]: failed", now))
    2025-12-24 18:00:00+00:00
    """
    if text.lstrip()[:1] == b"{" and (named := _NAMED.search(text)):
        if named["epoch"]:
            return _of_epoch(named["epoch"], named["milli"])
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


def hour_of(moment: datetime | None) -> datetime | None:
    """Return the start of the hour of a moment."""
    return moment and moment.replace(minute=0, second=0, microsecond=0)


def _read(found: re.Match[bytes], newest: datetime) -> datetime | None:
    kind = str(found.lastgroup)
    try:
        moment = _READERS[kind](found[kind].decode(), newest)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):  # the 30th of February, the year 0
        return None


def _of_epoch(seconds: bytes, milliseconds: bytes | None) -> datetime:
    moment = datetime.fromtimestamp(int(seconds), UTC)
    return moment + timedelta(milliseconds=int(milliseconds or 0))


def _iso(text: str, _: datetime) -> datetime:
    return datetime.fromisoformat(text.replace("/", "-").replace(" +", "+").replace(" -", "-"))


def _clf(text: str, _: datetime) -> datetime:
    date, clock, zone = text.partition(":")[0], text[12:20], text[21:]
    day, month, year = date.split("/")
    return datetime.fromisoformat(f"{year}-{_MONTHS[month]:02}-{day}T{clock}{zone}")


def _http(text: str, _: datetime) -> datetime:
    day, month, year, clock = text.split()
    return datetime.fromisoformat(f"{year}-{_MONTHS[month]:02}-{day}T{clock}")


def _syslog(text: str, newest: datetime) -> datetime:
    month, day, clock = text.split()
    rest = f"{_MONTHS[month]:02}-{int(day):02}T{clock}+00:00"
    moment = datetime.fromisoformat(f"{newest.year}-{rest}")
    # A zone may put it a little after the end.
    return moment if moment <= newest + _DAY else moment.replace(year=newest.year - 1)


_READERS: Final[dict[str, Callable[[str, datetime], datetime]]] = {
    "iso": _iso,
    "amz": _iso,
    "clf": _clf,
    "http": _http,
    "syslog": _syslog,
}
