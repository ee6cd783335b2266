"""Records of a log: errors that happened, and messages without one between them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple
from uuid import UUID

from tests.diagnosis.mentions import LOOK_ALIKES, MENTIONS, fill
from tests.diagnosis.notations import NOTATIONS, Error, Happening, Notation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from random import Random

    from sgwlib.diagnosis import Kind

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


def quiet_messages(random: Random) -> Iterator[str]:
    """Return messages without an error, for ever: all mentions and look-alikes in turn."""
    while True:
        messages = [*MENTIONS.values(), *LOOK_ALIKES.values(), *NOISE * 4]
        random.shuffle(messages)
        yield from (fill(each, random) for each in messages)


def records(
    random: Random,
    notations: Iterable[Notation] = tuple(NOTATIONS.values()),
    *,
    times: int = 3,
    quiet: Iterable[str] | None = None,
    start: datetime = START,
) -> list[Record]:
    """Return the records of a log: each notation some times, with other messages between them."""
    chosen = [(each, what) for each in notations for what in some(each.happenings, times, random)]
    random.shuffle(chosen)
    messages = quiet_messages(random) if quiet is None else iter(quiet)
    found: list[Record] = []
    at = start
    for notation, what in chosen:
        for message in islice(messages, random.randrange(1, 4)):
            at = later(at, random)
            found.append(quiet_record(at, message, random))
        at = later(at, random)
        error = new_error(what, at, random)
        found.append(
            quiet_record(at, notation.text(error), random)._replace(
                level="ERROR", kind=notation.kind(what), error=error
            )
        )
    return [*found, quiet_record(later(at, random), next(messages), random)]


def quiet_records(random: Random, messages: Iterable[str], start: datetime = START) -> list[Record]:
    """Return the records of a log in which nothing happened."""
    found = []
    for message in messages:
        start = later(start, random)
        found.append(quiet_record(start, message, random))
    return found


def quiet_record(at: datetime, message: str, random: Random) -> Record:
    """Return a record without an error."""
    return Record(
        at,
        random.choice(["INFO", "WARN", "ERROR"]),
        message,
        str(UUID(int=random.getrandbits(128), version=4)),
        random.randrange(300, 30_000),
        random.choice(["backup-7", "storagegateway-3", "ip-10-0-3-7"]),
    )


def some(happenings: tuple[Happening, ...], times: int, random: Random) -> list[Happening]:
    return [random.choice(happenings) for _ in range(times)]


def later(at: datetime, random: Random) -> datetime:
    """Return a later time, far enough from the next second for what a record adds to it."""
    at += timedelta(seconds=random.randrange(1, 400))
    return at.replace(microsecond=random.randrange(1000, 900_000) // 1000 * 1000)


def truth_of(found: list[Record], *, timed: bool = True) -> dict[Kind, Truth]:
    """Return what happened, kind by kind."""
    times: dict[Kind, list[datetime]] = {}
    for record in found:
        if record.kind is not None:
            times.setdefault(record.kind, []).append(record.at)
    return {
        kind: Truth(len(each), min(each) if timed else None, max(each) if timed else None)
        for kind, each in times.items()
    }


def millis(at: datetime, mark: str = ",") -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}{mark}{at.microsecond // 1000:03}"


def iso(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z"


def nanos(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond:06}000Z"


def epoch(at: datetime) -> int:
    """Return milliseconds."""
    return round(at.timestamp() * 1000)


def printed(record: Record) -> Iterator[tuple[str, datetime]]:
    """Return the lines that a program prints for a record, each a little later."""
    lines = f"{record.level} [{record.host}.jobs] {record.message}".split("\n")
    return ((line, record.at + timedelta(microseconds=9 * n)) for n, line in enumerate(lines))
