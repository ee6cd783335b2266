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
      (?P<iso>       \d{{4}}[-/]\d\d[-/]\d\d [T ] \d\d:\d\d:\d\d (?:[.,]\d+)?
                     (?:Z | [ ]?[+-]\d\d:?\d\d(?!\d))?    # ISO 8601, Python's and Go's logging
                     | \d{{8}}T\d{{6}}Z )                   # x-amz-date
    | (?P<day_first> \d\d/{_MONTH}/\d{{4}}:\d\d:\d\d:\d\d[ ][+-]\d{{4}}   # web servers' logs
                     | \d\d[ ]{_MONTH}[ ]\d{{4}}[ ]\d\d:\d\d:\d\d )        # HTTP's Date
    | (?P<syslog>    {_MONTH}[ ][ 123]\d[ ]\d\d:\d\d:\d\d )               # syslog, without a year
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


def _day_first(text: str, _: datetime) -> datetime:
    day, month, year, clock, zone = text[:2], text[3:6], text[7:11], text[12:20], text[21:]
    return datetime.fromisoformat(f"{year}-{_MONTHS[month]:02}-{day}T{clock}{zone}")


def _syslog(text: str, newest: datetime) -> datetime:
    month, day, clock = text.split()
    rest = f"{_MONTHS[month]:02}-{int(day):02}T{clock}+00:00"
    moment = datetime.fromisoformat(f"{newest.year}-{rest}")
    # A zone may put it a little after the end.
    return moment if moment <= newest + _DAY else moment.replace(year=newest.year - 1)


_READERS: Final[dict[str, Callable[[str, datetime], datetime]]] = {
    "iso": _iso,
    "day_first": _day_first,
    "syslog": _syslog,
}
