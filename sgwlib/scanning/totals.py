"""What a scan has found: how often each kind of error was seen, when, and an example of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from sgwlib.scanning.times import hour_of
from sgwlib.text import counted

if TYPE_CHECKING:
    from datetime import datetime

    from sgwlib.scanning.sources import Unread

__all__ = ["Example", "Kind", "Scan", "Tally"]

_LONGEST: Final = 2000  # characters of an example: a scan is to fit into memory, and onto a screen


class Kind(NamedTuple):
    """What is counted together; None stands where a log does not tell.

    Parameters
    ----------
    operation
        The operation that was called.
    exception
        What ``__type`` named.
    code
        The error code, read or concluded from the message.
    """

    operation: str | None
    exception: str | None
    code: str | None

    def __str__(self) -> str:
        error = f"{self.code} ({self.exception})" if self.code else f"{self.exception}"
        return f"{self.operation or 'unknown operation'}: {error}"


class Example(NamedTuple):
    """The first error of its kind, as it stands in a log.

    Parameters
    ----------
    path
        The file.
    offset
        Where the entry starts, in bytes after decompression.
    text
        The entry, or as much of it as is worth keeping.
    """

    path: str
    offset: int
    text: str


@dataclass
class Tally:
    """How often one kind of error was seen, and when.

    Parameters
    ----------
    example
        The first of them.
    first, last
        The first and the last time, in UTC; None if no log tells one.
    hours
        The start of each hour to how often; None stands for errors without a time.
    """

    example: Example
    first: datetime | None = None
    last: datetime | None = None
    hours: Counter[datetime | None] = field(default_factory=Counter)

    @property
    def count(self) -> int:
        """How often it was seen."""
        return self.hours.total()

    def add(self, other: Tally) -> None:
        """Count what another has counted, too."""
        if _place(other) < _place(self):
            self.first, self.example = other.first, other.example
        if other.last is not None:
            self.last = max(self.last or other.last, other.last)
        self.hours.update(other.hours)


def _place(tally: Tally) -> tuple[bool, float, Example]:
    """Return what orders examples: by time, those without one last, then by their place."""
    first = tally.first
    return first is None, first.timestamp() if first else 0, tally.example


@dataclass
class Scan:
    """Every Storage Gateway error that was found in some logs.

    Parameters
    ----------
    found
        Kind of error to how often it was seen, when, and an example.
    unread
        What could not be read, or not to its end.
    files
        How many files were read.
    interrupted
        Whether it was ended before all was read.

    Examples
    --------
    >>> found = Scan(files=1)
    >>> kind = Kind("DeleteVolume", "InvalidGatewayRequestException", "VolumeInUse")
    >>> found.add(kind, None, Example("app.log", 0, "VolumeInUse"))
    >>> found.merge(found)
    <Scan: 2 errors of 1 kind in 2 files>
    """

    found: dict[Kind, Tally] = field(default_factory=dict)
    unread: tuple[Unread, ...] = ()
    files: int = 0
    interrupted: bool = False

    @property
    def count(self) -> int:
        """How many errors were found."""
        return sum(tally.count for tally in self.found.values())

    @property
    def first(self) -> datetime | None:
        """When the first was seen."""
        return min((each.first for each in self.found.values() if each.first), default=None)

    @property
    def last(self) -> datetime | None:
        """When the last was seen."""
        return max((each.last for each in self.found.values() if each.last), default=None)

    def add(self, kind: Kind, time: datetime | None, example: Example) -> None:
        """Count one error."""
        kept = example._replace(text=example.text[:_LONGEST])
        self._add(kind, Tally(kept, time, time, Counter([hour_of(time)])))

    def absorb(self, other: Scan) -> None:
        """Add what another has found."""
        for kind, tally in other.found.items():
            self._add(kind, tally)
        self.unread = tuple(sorted({*self.unread, *other.unread}))
        self.files += other.files
        self.interrupted = self.interrupted or other.interrupted

    def merge(self, *others: Scan) -> Scan:
        """Return what this and others have found together, as one scan of all logs would.

        Commutative and associative; logs that were scanned twice count twice.
        """
        merged = Scan()
        for scan in (self, *others):
            merged.absorb(scan)
        return merged

    def summary(self) -> str:
        """Return the whole in a few words."""
        kinds = counted(len(self.found), "kind")
        return f"{counted(self.count, 'error')} of {kinds} in {counted(self.files, 'file')}"

    def __repr__(self) -> str:
        return f"<Scan: {self.summary()}>"

    def _add(self, kind: Kind, tally: Tally) -> None:
        # A tally of its own, so that merging leaves what is merged as it was.
        if kind not in self.found:
            self.found[kind] = Tally(tally.example, tally.first)
        self.found[kind].add(tally)
