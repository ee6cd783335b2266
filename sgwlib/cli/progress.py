"""A progress bar on standard error, for what takes long, and for people only."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.progress import Progress

__all__ = ["progress_bar"]

_SOON: Final = 0.5  # seconds: what takes no longer needs no bar, and rich need not be loaded


@contextmanager
def progress_bar(what: str) -> Iterator[Callable[[int, int], None] | None]:
    """Show how many bytes are done, where standard error is a terminal; no trace is left.

    Parameters
    ----------
    what
        What is being done.

    Yields
    ------
    callable or None
        Is to be told how many bytes are done, and of how many; 0 if that is not known. None
        where there is nobody to see it.

    Examples
    --------
    >>> with progress_bar("Scanning") as tell:
    ...     if tell:
    ...         tell(50, 100)
    """
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    bar = _Bar(what)
    try:
        yield bar.tell
    finally:
        bar.close()


class _Bar:
    """A bar that appears only after a while."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._due = time.monotonic() + _SOON
        self._progress: Progress | None = None

    def tell(self, done: int, total: int) -> None:
        if self._progress is None:
            if time.monotonic() < self._due:
                return
            self._progress = _drawn(self._what)
        [task] = self._progress.task_ids
        self._progress.update(task, completed=done, total=max(done, total) if total else None)

    def close(self) -> None:
        if self._progress is not None:
            self._progress.stop()


def _drawn(what: str) -> Progress:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    progress = Progress(*columns, console=Console(stderr=True), transient=True)
    progress.add_task(what, total=None)
    progress.start()
    return progress
