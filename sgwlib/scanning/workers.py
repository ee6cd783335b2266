"""Several processes that share the files to scan."""

from __future__ import annotations

import signal
import time
from concurrent.futures import ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TYPE_CHECKING, Final, NamedTuple

from sgwlib.scanning.onefile import scan_file
from sgwlib.scanning.reading import Reader
from sgwlib.scanning.sources import Unread
from sgwlib.scanning.totals import Scan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from concurrent.futures import Future
    from multiprocessing.sharedctypes import Synchronized
    from multiprocessing.synchronize import Event

__all__ = ["scan_in_processes"]

_BATCH: Final = 1 << 23  # bytes: small files go to a process together
_PATIENCE: Final = 0.1  # seconds between two looks at how far they are


class _Shared(NamedTuple):
    """What all processes see."""

    halt: Event
    read: Synchronized[int]


def scan_in_processes(
    sizes: Mapping[str, int], jobs: int, found: Scan, tell: Callable[[int], object]
) -> None:
    """Add what is found in some files, by several processes.

    Parameters
    ----------
    sizes
        The files, and how many bytes they have.
    jobs
        How many processes there are at most.
    found
        Is added to. After Ctrl-C it holds what the processes had found by then.
    tell
        Is told of each number of bytes that was read.
    """
    # Not forked: a copy of a process with threads, as a progress bar has one, may hang.
    context = get_context("spawn")
    shared = _Shared(context.Event(), context.Value("Q", 0))
    batches = _batches(sizes)
    workers = min(jobs, len(batches))
    with ProcessPoolExecutor(workers, context, _begin, shared) as pool:
        with _without_interrupts():
            tasks = {pool.submit(_scan_batch, batch): batch for batch in batches}
        try:
            _wait_for(tasks, shared, tell)
        except KeyboardInterrupt:
            found.interrupted = True
            shared.halt.set()
            pool.shutdown(cancel_futures=True)
    for task, batch in tasks.items():
        _add(found, task, batch)


def _batches(sizes: Mapping[str, int]) -> list[list[str]]:
    """Share out the files, the largest first, so that all processes end at about the same time."""
    batches: list[list[str]] = []
    room = 0
    for path in sorted(sizes, key=lambda path: (-sizes[path], path)):
        if sizes[path] > room:
            batches.append([])
            room = _BATCH
        batches[-1].append(path)
        room -= sizes[path]
    return batches


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Hold Ctrl-C back while processes start: they inherit that, and this one alone heeds it."""
    if not hasattr(signal, "pthread_sigmask"):  # not on every system
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _wait_for(
    tasks: Mapping[Future[Scan], list[str]], shared: _Shared, tell: Callable[[int], object]
) -> None:
    told = 0
    pending = set(tasks)
    while pending:
        _, pending = wait(pending, _PATIENCE)
        read = shared.read.value
        tell(read - told)
        told = read


def _add(found: Scan, task: Future[Scan], batch: list[str]) -> None:
    if task.cancelled():
        return
    try:
        part = task.result()
    except BrokenProcessPool:
        part = Scan(unread=tuple(Unread(path, "the process that read it died") for path in batch))
    found.absorb(part)


# --- in each process ------------------------------------------------------------------------


class _Worker:
    """What a process keeps from one batch to the next, and how it speaks to the others.

    It does so now and then only: what all of them share has a lock, and to wait for it at each
    piece of a file would cost more than the piece.
    """

    def __init__(self, shared: _Shared) -> None:
        self._shared = shared
        self._reader = Reader()
        self._untold = 0
        self._due = 0.0
        self._halted = False

    def scan(self, paths: list[str]) -> Scan:
        found = Scan()
        for path in paths:
            if not found.interrupted:
                scan_file(path, found, self._reader, self._tell, lambda: self._halted)
        self._speak()
        return found

    def _tell(self, more: int) -> None:
        self._untold += more
        if time.monotonic() >= self._due:
            self._speak()

    def _speak(self) -> None:
        with self._shared.read.get_lock():
            self._shared.read.value += self._untold
        self._untold = 0
        self._halted = self._shared.halt.is_set()
        self._due = time.monotonic() + _PATIENCE


_workers: list[_Worker] = []  # the one of this process, once it has begun


def _begin(halt: Event, read: Synchronized[int]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it says when to stop
    _workers.append(_Worker(_Shared(halt, read)))


def _scan_batch(paths: list[str]) -> Scan:
    [worker] = _workers
    return worker.scan(paths)
