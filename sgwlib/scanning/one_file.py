"""The errors of one log: each entry as `sgwlib.explain` reads it, once for all similar entries.

Logs repeat themselves: the same error comes with another time and another request id. Such parts
decide nothing, so entries that differ only in them have the same errors.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sgwlib.explanation import explain
from sgwlib.explanation.finding import is_part
from sgwlib.scanning.entries import entries_in
from sgwlib.scanning.results import Example, Kind, Unread
from sgwlib.scanning.sources import Source, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sgwlib.scanning.results import Scan

# Never three digits alone, which may be a status, nor what may be part of a name or an escape.
_VOLATILE: Final = re.compile(
    rb"\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?"  # 2026-03-01 09:59:58,011
    rb"|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"  # request ids
    rb"|(?<=[a-z]-)[0-9A-Fa-f]{8,17}(?![0-9A-Za-z])"  # vol-1122AABB
    rb"|(?<![0-9A-Za-z_\\%#;])(?:\d{1,2}|\d{4,})(?![0-9A-Za-z])"  # accounts, lines, durations
)
_MOST: Final = 4096
_LONGEST: Final = 4096  # longer entries repeat themselves less, and cost more to keep


class Reader:
    """Reads entries, each kind of text once."""

    def __init__(self) -> None:
        self._known: dict[bytes, tuple[Kind, ...]] = {}

    def kinds(self, text: bytes) -> tuple[Kind, ...]:
        """Return the kind of each error in an entry that certainly comes from Storage Gateway."""
        if len(text) > _LONGEST:
            return _read(text)
        key = without_volatile(text)
        if key not in self._known:
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[key] = _read(text)
        return self._known[key]


def without_volatile(text: bytes) -> bytes:
    """Replace what may differ between two reports of one error by numbers.

    Equal parts get equal numbers, because it matters whether two request ids are the same.
    """
    numbers: dict[bytes, int] = {}
    return _VOLATILE.sub(lambda it: b"#%d" % numbers.setdefault(it[0], len(numbers)), text)


def _read(text: bytes) -> tuple[Kind, ...]:
    kinds = tuple(
        Kind(each.operation, each.exception, each.code)
        for each in explain(text.decode(errors="replace"))
        if each.certain
    )
    if b"\n" not in text.strip():
        return kinds
    # Several lines report one error, some of them in less detail.
    return tuple(kind for kind in kinds if not any(is_part(kind, other) for other in kinds))


def scan_file(
    path: str,
    found: Scan,
    reader: Reader,
    report: Callable[[int], object],
    halted: Callable[[], bool] = lambda: False,
) -> None:
    """Add to a scan what one file has.

    ``report`` is called with each number of bytes that was read, and ``halted`` is asked now and
    then whether to stop early.
    """
    newest = _newest(path)
    for entry in entries_in(_pieces(path, found, report, halted)):
        for kind in reader.kinds(entry.text):
            text = entry.text.decode(errors="replace").strip()
            found.add(kind, entry.time(newest), Example(path, entry.offset, text))


def _pieces(
    path: str, found: Scan, report: Callable[[int], object], halted: Callable[[], bool]
) -> Iterator[bytes]:
    """Read a file to its end, or as far as possible: what comes before a damage counts."""
    source, reported = Source(path), 0
    try:
        for piece in source.pieces():
            yield piece
            report(source.consumed - reported)
            reported = source.consumed
            if halted():
                found.interrupted = True
                break
    except UnreadableError as error:
        found.unread = tuple(sorted({*found.unread, Unread(path, str(error))}))
        if not source.consumed:
            return
    except KeyboardInterrupt:
        found.interrupted = True  # not passed on: what was read is still searched
    found.files += 1


def _newest(path: str) -> datetime:
    """Return when a log was last written to."""
    try:
        return datetime.fromtimestamp(Path(path).stat().st_mtime, UTC)
    except OSError:  # standard input
        return datetime.now(UTC)
