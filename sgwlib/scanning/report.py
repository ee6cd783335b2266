"""What was found, for people and for programs: rows, CSV and plain values for JSON."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from datetime import datetime

    from sgwlib.scanning.totals import Kind, Scan, Tally

__all__ = ["HEADINGS", "by_hour", "most_frequent", "scan_to_csv", "scan_to_json", "shown_time"]

HEADINGS: Final = (
    "hour",
    "operation",
    "exception",
    "code",
    "count",
    "first",
    "last",
    "file",
    "offset",
    "example",
)
"""The columns of the CSV. First, last, file, offset and example are those of the whole scan."""


def most_frequent(scan: Scan) -> list[tuple[Kind, Tally]]:
    """Return the kinds of errors, the most frequent first, then by name."""

    def rank(item: tuple[Kind, Tally]) -> tuple[int, list[str]]:
        kind, tally = item
        return -tally.count, [name or "" for name in kind]

    return sorted(scan.found.items(), key=rank)


def by_hour(scan: Scan) -> dict[datetime | None, Counter[Kind]]:
    """Return how many errors of each kind each hour has, in order; those without a time last."""
    hours: dict[datetime | None, Counter[Kind]] = {}
    for kind, tally in most_frequent(scan):
        for hour, count in tally.hours.items():
            hours.setdefault(hour, Counter())[kind] += count
    return dict(sorted(hours.items(), key=_dateless_last))


def _dateless_last(item: tuple[datetime | None, object]) -> tuple[bool, float]:
    hour, _ = item
    return hour is None, hour.timestamp() if hour else 0


def shown_time(moment: datetime | None) -> str:
    """Return a time as ISO 8601 has it, in UTC and to the second; empty for none.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> shown_time(datetime(2026, 3, 1, 9, 59, 58, 11000, tzinfo=UTC))
    '2026-03-01T09:59:58Z'
    """
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else ""


def scan_to_csv(scan: Scan) -> str:
    """Return one line for each hour, operation, exception and code, under `HEADINGS`."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADINGS)
    for hour, kinds in by_hour(scan).items():
        for kind, count in kinds.items():
            tally = scan.found[kind]
            names = (name or "" for name in kind)
            times = (shown_time(tally.first), shown_time(tally.last))
            writer.writerow([shown_time(hour), *names, count, *times, *tally.example])
    return text.getvalue()


def scan_to_json(scan: Scan) -> dict[str, Any]:
    """Return everything as what JSON can hold; null stands for what no log tells."""
    return {
        "count": scan.count,
        "first": shown_time(scan.first) or None,
        "last": shown_time(scan.last) or None,
        "files": scan.files,
        "interrupted": scan.interrupted,
        "unread": [unread._asdict() for unread in scan.unread],
        "errors": [_as_dict(kind, tally) for kind, tally in most_frequent(scan)],
    }


def _as_dict(kind: Kind, tally: Tally) -> dict[str, Any]:
    hours = sorted(tally.hours.items(), key=_dateless_last)
    return {
        **kind._asdict(),
        "count": tally.count,
        "first": shown_time(tally.first) or None,
        "last": shown_time(tally.last) or None,
        "hours": [{"hour": shown_time(hour) or None, "count": count} for hour, count in hours],
        "example": tally.example._asdict(),
    }
