"""One log: what is found in it, as far as it can be read."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sgwlib.scanning.logs import entries_in
from sgwlib.scanning.sources import Source, Unread, UnreadableError
from sgwlib.scanning.totals import Example

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sgwlib.scanning.reading import Reader
    from sgwlib.scanning.totals import Scan

__all__ = ["scan_file"]


def scan_file(
    path: str,
    found: Scan,
    reader: Reader,
    tell: Callable[[int], object],
    halted: Callable[[], bool] = lambda: False,
) -> None:
    """Add what is found in one file.

    Parameters
    ----------
    path
        The file.
    found
        Is added to.
    reader
        What reads the entries.
    tell
        Is told of each number of bytes that was read.
    halted
        Is asked now and then whether to end early.
    """
    newest = _newest(path)
    for entry in entries_in(_pieces(path, found, tell, halted)):
        for kind in reader.kinds(entry.text):
            text = entry.text.decode(errors="replace").strip()
            found.add(kind, entry.time(newest), Example(path, entry.offset, text))


def _pieces(
    path: str, found: Scan, tell: Callable[[int], object], halted: Callable[[], bool]
) -> Iterator[bytes]:
    """Read a file to its end, or as far as can be: what comes before counts all the same."""
    source, told = Source(path), 0
    try:
        for piece in source.pieces():
            yield piece
            tell(source.consumed - told)
            told = source.consumed
            if halted():
                found.interrupted = True
                break
    except UnreadableError as error:
        found.unread = tuple(sorted({*found.unread, Unread(path, str(error))}))
        if not source.consumed:
            return
    except KeyboardInterrupt:
        found.interrupted = True  # not passed on: what was read is still to be searched
    found.files += 1


def _newest(path: str) -> datetime:
    """Return when a log was last written to."""
    try:
        return datetime.fromtimestamp(Path(path).stat().st_mtime, UTC)
    except OSError:  # standard input
        return datetime.now(UTC)
