"""What a scan has found: how often each kind of error was seen, when, and an example of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from sgwlib.diagnosis.events import Kind  # noqa: TC001 - the examples use it
from sgwlib.errors import ScanError
from sgwlib.extras import needed_by
from sgwlib.files import write_csv
from sgwlib.text import counted

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    import pandas as pd

    from sgwlib.diagnosis.sources import Unread

By = Literal["kind", "hour", "day"]
"""What a row of the table stands for: a kind of error, or a kind of error in one hour or day."""

LONGEST_EXAMPLE: Final = 2000
"""How many characters an example has at most, so that a scan fits into memory."""

_NAMES: Final = ("operation", "exception", "code", "count")
COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "kind": (*_NAMES, "first", "last", "file", "offset", "example"),
    "hour": ("hour", *_NAMES),
    "day": ("day", *_NAMES),
}
"""The columns of each table."""


class Example(NamedTuple):
    """The first error of its kind, as it stands in a log.

    Parameters
    ----------
    path
        The file.
    offset
        Where the entry starts, in bytes after decompression.
    text
        The entry, or its beginning if it is long.

    Examples
    --------
    >>> Example("app.log", 4096, "ThrottlingException: Rate exceeded").offset
    4096
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
        The first and the last time, in UTC; None if no entry has a time.
    hours
        The start of each hour to the number of errors; None stands for errors without a time.

    Examples
    --------
    >>> Tally(Example("app.log", 0, "InternalFailure"), hours={None: 3}).count
    3
    """

    example: Example
    first: datetime | None = None
    last: datetime | None = None
    hours: dict[datetime | None, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How often it was seen."""
        return sum(self.hours.values())

    def add(self, other: Tally) -> None:
        """Add what another tally has counted."""
        if (*_order(other.first), other.example) < (*_order(self.first), self.example):
            self.first, self.example = other.first, other.example
        if other.last is not None:
            self.last = max(self.last or other.last, other.last)
        for hour, count in other.hours.items():
            self.hours[hour] = self.hours.get(hour, 0) + count


def _order(moment: datetime | None) -> tuple[bool, float]:
    """Return the order of times; what has none comes last."""
    return moment is None, moment.timestamp() if moment else 0


@dataclass(repr=False)
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
        Whether it was stopped before everything was read.
    mentioned
        How many records only mention a name, such as a retry policy. They count as no error.
    undated
        Errors that were left out because they have no time, if the scan had a first or a last one.
    perhaps
        Like `found`, but of errors that another service may have sent: `sgwlib.explain` finds them
        and is not certain. They are in no other count.

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
    mentioned: Counter[str] = field(default_factory=Counter)
    undated: int = 0
    perhaps: dict[Kind, Tally] = field(default_factory=dict)

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

    @property
    def summary(self) -> str:
        """The counts in one line.

        Examples
        --------
        >>> Scan(files=3).summary
        '0 errors of 0 kinds in 3 files'
        """
        kinds = counted(len(self.found), "kind")
        return f"{counted(self.count, 'error')} of {kinds} in {counted(self.files, 'file')}"

    def __repr__(self) -> str:
        doubtful = Scan(self.perhaps).count
        return f"<Scan: {self.summary}{f', and perhaps {doubtful} more' if doubtful else ''}>"

    def add(self, kind: Kind, time: datetime | None, example: Example) -> None:
        """Count one error.

        Parameters
        ----------
        kind
            What it is counted with.
        time
            When it was seen, in UTC, if that is known.
        example
            Where it stands.
        """
        kept = example._replace(text=example.text[:LONGEST_EXAMPLE])
        hour = time and time.replace(minute=0, second=0, microsecond=0)
        self.add_tally(kind, Tally(kept, time, time, {hour: 1}))

    def add_tally(self, kind: Kind, tally: Tally, *, perhaps: bool = False) -> None:
        """Add a count of one kind of error, which stays as it is."""
        tallies = self.perhaps if perhaps else self.found
        if kind not in tallies:
            tallies[kind] = Tally(tally.example, tally.first)
        tallies[kind].add(tally)

    def absorb(self, other: Scan) -> None:
        """Add what another scan has found, which stays as it is."""
        for kind, tally in other.found.items():
            self.add_tally(kind, tally)
        for kind, tally in other.perhaps.items():
            self.add_tally(kind, tally, perhaps=True)
        self.mentioned.update(other.mentioned)
        self.undated += other.undated
        self.unread = tuple(sorted({*self.unread, *other.unread}))
        self.files += other.files
        self.interrupted = self.interrupted or other.interrupted

    def merge(self, *others: Scan) -> Scan:
        """Return what this and other scans have found together, as one scan of all logs would.

        Parameters
        ----------
        others
            In any order. Logs that were scanned twice count twice.
        """
        merged = Scan()
        for scan in (self, *others):
            merged.absorb(scan)
        return merged

    def most_frequent(self) -> list[tuple[Kind, Tally]]:
        """Return the kinds of errors, the most frequent first, then by name."""
        by_name = sorted(self.found.items(), key=lambda item: [name or "" for name in item[0]])
        return sorted(by_name, key=lambda item: -item[1].count)

    def by_time(self, by: By = "hour") -> dict[datetime | None, Counter[Kind]]:
        """Return how often each kind was seen in each hour or day, in order; undated errors last.

        Parameters
        ----------
        by
            ``"hour"`` or ``"day"``, in UTC.

        Examples
        --------
        >>> found = Scan(files=1)
        >>> kind = Kind("AddCache", "InternalServerError", None)
        >>> found.add(kind, None, Example("a.log", 0, "x"))
        >>> found.by_time()[None][kind]
        1
        """
        starts: dict[datetime | None, Counter[Kind]] = {}
        for kind, tally in self.most_frequent():
            for hour, count in tally.hours.items():
                start = hour.replace(hour=0) if hour and by == "day" else hour
                starts.setdefault(start, Counter())[kind] += count
        return dict(sorted(starts.items(), key=lambda item: _order(item[0])))

    def rows(self, by: By = "kind") -> list[dict[str, object]]:
        """Return the table of `to_frame` as plain values."""
        if by not in COLUMNS:
            raise ScanError(f"no table by {by!r}; expected 'kind', 'hour' or 'day'")
        rows: list[tuple[object, ...]]
        if by == "kind":
            rows = [
                (*kind, it.count, shown_time(it.first), shown_time(it.last), *it.example)
                for kind, it in self.most_frequent()
            ]
        else:
            rows = [
                (shown_time(start), *kind, count)
                for start, kinds in self.by_time(by).items()
                for kind, count in kinds.most_common()
            ]
        return [dict(zip(COLUMNS[by], row, strict=True)) for row in rows]

    def to_frame(self, by: By = "kind") -> pd.DataFrame:
        """Return the counts as a pandas DataFrame, the most frequent kind of error first.

        Parameters
        ----------
        by
            ``"kind"`` for one row a kind, with its first and last time and an example;
            ``"hour"`` or ``"day"`` for one row for each hour or day and kind.

        Returns
        -------
        pandas.DataFrame
            Times are ISO 8601 strings in UTC, empty if unknown.

        Raises
        ------
        ScanError
            If ``by`` is anything else.

        Examples
        --------
        >>> found = Scan(files=1)
        >>> found.add(Kind("AddCache", "InternalServerError", None), None, Example("a", 0, "x"))
        >>> found.to_frame()[["operation", "count"]].values.tolist()
        [['AddCache', 1]]
        """
        with needed_by("Scan.to_frame"):
            import pandas as pd

        return pd.DataFrame(self.rows(by), columns=list(COLUMNS[by]))

    def to_csv(self, path: str | Path, by: By = "kind") -> None:
        """Write the rows of :meth:`to_frame` to a CSV file.

        Parameters
        ----------
        path
            The file. It is replaced as a whole, or left as it was.
        by
            As in `to_frame`.

        Raises
        ------
        ScanError
            If ``by`` is anything else.
        FileError
            If the file cannot be written: for example, because its folder does not exist.

        Examples
        --------
        >>> import tempfile
        >>> from pathlib import Path
        >>> path = Path(tempfile.mkdtemp()) / "errors.csv"
        >>> Scan().to_csv(path)
        >>> path.read_text(encoding="utf-8").splitlines()
        ['operation,exception,code,count,first,last,file,offset,example']
        """
        write_csv(path, self.rows(by), COLUMNS[by])

    def to_dict(self, by: By = "kind") -> dict[str, Any]:
        """Return everything as plain values that JSON can hold; None for what is unknown.

        Parameters
        ----------
        by
            ``"hour"`` or ``"day"`` adds the counts of each hour or day to each error, as
            ``"hours"`` or ``"days"``.

        Examples
        --------
        >>> Scan(files=2).to_dict()["files"]
        2
        """
        return {
            "count": self.count,
            "first": shown_time(self.first) or None,
            "last": shown_time(self.last) or None,
            "files": self.files,
            "interrupted": self.interrupted,
            "unread": [each._asdict() for each in self.unread],
            "mentioned": dict(sorted(self.mentioned.items())),
            "undated": self.undated,
            "errors": [_plain(*each, by) for each in self.most_frequent()],
            "perhaps": [_plain(*each, by) for each in Scan(self.perhaps).most_frequent()],
        }


def _plain(kind: Kind, tally: Tally, by: By) -> dict[str, Any]:
    plain = {
        **kind._asdict(),
        "count": tally.count,
        "first": shown_time(tally.first) or None,
        "last": shown_time(tally.last) or None,
        "example": tally.example._asdict(),
    }
    if by != "kind":
        starts = Scan({kind: tally}).by_time(by)
        plain[f"{by}s"] = [
            {by: shown_time(start) or None, "count": kinds[kind]} for start, kinds in starts.items()
        ]
    return plain


def shown_time(moment: datetime | None) -> str:
    """Return a time in UTC as ISO 8601 writes it, to the second; empty for none."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else ""
