"""Logs of lines: a stamp before the first line of a record, or a prefix before each."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

from tests.diagnosis.logs.records import Record, iso, millis, printed

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random


#
# A stamp stands before the first line of a record; the record's other lines follow as they are.


def stamped(stamp: Callable[[Record], str]) -> Callable[[list[Record], Random], bytes]:
    def write(found: list[Record], _: Random) -> bytes:
        return "".join(f"{stamp(each)}{each.message}\n" for each in found).encode()

    return write


def each_line(
    prefix: Callable[[Record, datetime], str],
) -> Callable[[list[Record], Random], bytes]:
    """Put a prefix before every line, as syslog and container runtimes do."""

    def write(found: list[Record], _: Random) -> bytes:
        return "".join(
            f"{prefix(record, at)}{line}\n" for record in found for line, at in printed(record)
        ).encode()

    return write


def short(at: datetime, day: str = "{:>2}") -> str:
    return f"{at:%b} {day.format(at.day)} {at:%H:%M:%S}"


def colours(record: Record) -> str:
    colour = {"INFO": 32, "WARN": 33, "ERROR": 31}[record.level]
    return f"\x1b[2m{iso(record.at)}\x1b[0m [\x1b[{colour}m\x1b[1m{record.level:<8}\x1b[0m] \x1b[1m"


def recoloured(found: list[Record], _: Random) -> bytes:
    return "".join(f"{colours(each)}{each.message}\x1b[0m\n" for each in found).encode()


def syslog(record: Record, at: datetime, day: str = "{:>2}") -> str:
    return f"{short(at, day)} {record.host} backup[{record.number}]: "


def syslog_escaped(found: list[Record], _: Random) -> bytes:
    """rsyslog writes a line break within a message as #012."""
    lines = (syslog(each, each.at) + each.message.replace("\n", "#012") for each in found)
    return "\n".join([*lines, ""]).encode()


def rfc_5424(record: Record, at: datetime) -> str:
    return f"<131>1 {at:%Y-%m-%dT%H:%M:%S.%f}Z {record.host} backup {record.number} - - "


def apache(record: Record) -> str:
    return (
        f"[{record.at:%a %b %d %H:%M:%S.%f %Y}] [wsgi:error] [pid {record.number}:tid 4328636416] "
        "[client 192.0.2.7:52000] "
    )


def access(record: Record) -> str:
    there = record.at.astimezone(timezone(timedelta(hours=1)))
    return f"192.0.2.7 - - [{there:%d/%b/%Y:%H:%M:%S %z}] "


def offset(record: Record) -> str:
    there = record.at.astimezone(timezone(-timedelta(hours=5, minutes=30)))
    return f"{millis(there, '.')} -0530 {record.level} - "
