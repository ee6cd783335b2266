"""From the names of files to what was found in them, with several processes if that pays."""

from __future__ import annotations

import os
import signal
import stat
import time
from collections.abc import Iterable
from concurrent.futures import CancelledError, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from ctypes import c_bool, c_ulonglong
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.sharedctypes import RawArray, RawValue
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sgwlib.diagnosis.counting import Scan
from sgwlib.diagnosis.reading import LogReader, Reader
from sgwlib.diagnosis.sources import (
    STDIN,
    Log,
    Source,
    Unread,
    UnreadableError,
    is_special,
    mode_of,
)
from sgwlib.errors import ScanError
from sgwlib.files import reason_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from concurrent.futures import Future
    from ctypes import Array

_WORTH_A_PROCESS = 1 << 25  # bytes: one process reads fewer while another one starts
_BATCH: Final = 1 << 23  # bytes: small files go to a process together


def scan(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    jobs: int | None = 1,
    since: datetime | None = None,
    until: datetime | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> Scan:
    r"""Find every Storage Gateway error in logs, and count equal ones together.

    Logs are read piece by piece, so the memory needed does not grow with them. Their content
    shows how they are stored: as plain text, gzip, bz2, xz, zip or Zstandard (with the extra
    ``zstd``), in UTF-8, UTF-16 or UTF-32. Lines of any logger are read, and what wraps them:
    CloudTrail, CloudWatch Logs, syslog, journald, docker, Kubernetes, Fluent Bit, OpenTelemetry.
    A stamp without a zone is taken for UTC.

    An error counts once, on however many lines it stands, if :func:`sgwlib.explain` is certain of
    it. A name that is only mentioned, as in a retry policy, is counted apart. So is an error that
    another service may have sent, if it names an operation that Storage Gateway has, too.

    A file that is not read, or not to its end, is named in the result with the reason, and the
    rest is scanned. Pipes and devices are never opened. Ctrl-C stops the scan and keeps what was
    found.

    Parameters
    ----------
    paths
        Files, folders, and ``"-"`` for standard input. A single one needs no list.
    jobs
        How many processes share several files; None for one for each core. A script that asks
        for more than one does so under ``if __name__ == "__main__":``.
    since, until
        Count only the errors from ``since`` on and before ``until``. A time without a zone is in
        UTC. Errors without a time are left out, and their number is in `Scan.undated`.
    progress
        Called now and then with the bytes read, and with all bytes to read, but for standard
        input.

    Returns
    -------
    Scan

    Raises
    ------
    ScanError
        If there is no path, if there is less than one job, or if a time is no datetime.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> log = Path(tempfile.mkdtemp()) / "app.log"
    >>> _ = log.write_text(
    ...     "2026-03-01 09:59:58,011 ERROR backup failed: An error occurred "
    ...     "(InvalidGatewayRequestException) when calling the DeleteVolume operation: "
    ...     "The specified volume is already in use.\\n"
    ... )
    >>> found = scan([log])
    >>> found
    <Scan: 1 error of 1 kind in 1 file>
    >>> [str(kind) for kind in found.found]
    ['DeleteVolume: VolumeInUse (InvalidGatewayRequestException)']
    """
    if isinstance(paths, bytes) or not isinstance(paths, str | os.PathLike | Iterable):
        raise ScanError(f"expected the path of a log or a list of paths, not {paths!r}")
    names = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    if not names:
        raise ScanError("nothing to scan; expected files, folders or '-'")
    if jobs is not None and jobs < 1:
        raise ScanError(f"jobs is {jobs}; expected at least 1")
    reader = Reader(_seconds(since, "since"), _seconds(until, "until"))
    if reader.since is not None and reader.until is not None and reader.since > reader.until:
        raise ScanError(f"since is {since}, which is after until, {until}")
    if jobs is None:  # not every system knows which cores a process may use
        jobs = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    found = Scan()
    try:
        files, unread = files_in(names)
        found.unread = tuple(sorted(unread))
        _scan_all(files, jobs or 1, found, reader, progress)
    except KeyboardInterrupt:
        found.interrupted = True
    return found


def _seconds(moment: datetime | None, name: str) -> float | None:
    if moment is None:
        return None
    if not isinstance(moment, datetime):
        raise ScanError(f"{name} is {moment!r}; expected a datetime")
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _scan_all(
    files: list[str],
    jobs: int,
    found: Scan,
    reader: Reader,
    progress: Callable[[int, int], object] | None,
) -> None:
    sizes = sizes_of(files)
    total, done = sum(sizes.values()), 0

    def report(more: int) -> bool:
        nonlocal done
        done += more
        if progress:
            progress(done, total)
        return False

    if jobs > 1 and len(sizes) > 1 and total > _WORTH_A_PROCESS:
        _scan_in_processes(sizes, jobs, found, reader, report)
        files = [file for file in files if file not in sizes]
    _scan_files(files, found, reader, report)


# --- which files ----------------------------------------------------------------------------


def files_in(paths: Iterable[str | os.PathLike[str]]) -> tuple[list[str], list[Unread]]:
    """Return the files that are named or stand in named folders, each once, and what is unread.

    A pipe or a device is unread, since it may never end.
    """
    files: dict[str, str] = {}
    unread: list[Unread] = []
    for name in paths:
        path = os.fsdecode(name)
        if path == STDIN:
            files[STDIN] = STDIN
        elif "\0" in path:
            unread.append(Unread(path, "not a valid path"))
        elif is_special(path):
            unread.append(Unread(path, "not a regular file"))
        else:
            for file in _below(path, unread) if stat.S_ISDIR(mode_of(path)) else [path]:
                files.setdefault(os.path.realpath(file), file)
    return list(files.values()), unread


def _below(folder: str, unread: list[Unread]) -> Iterator[str]:
    def refuse(error: OSError) -> None:
        unread.append(Unread(str(error.filename), reason_of(error)))

    for parent, folders, names in os.walk(folder, onerror=refuse):
        folders.sort()
        for name in sorted(names):
            path = Path(parent, name)
            try:
                if stat.S_ISREG(path.stat().st_mode):
                    yield str(path)
                elif not path.is_dir():
                    unread.append(Unread(str(path), "not a regular file"))
            except FileNotFoundError:
                unread.append(Unread(str(path), "a link to nothing"))
            except OSError as error:
                refuse(error)


def sizes_of(paths: Iterable[str]) -> dict[str, int]:
    """Return the sizes of the regular files among some paths."""
    sizes = {}
    for path in paths:
        with suppress(OSError):
            status = Path(path).stat()
            if path != STDIN and stat.S_ISREG(status.st_mode):
                sizes[path] = status.st_size
    return sizes


# --- one file after the other -----------------------------------------------------------------


def _scan_files(
    paths: Iterable[str], found: Scan, reader: Reader, report: Callable[[int], bool]
) -> None:
    """Add to a scan what some files have, until it is interrupted.

    ``report`` is called with each number of bytes that was read, and says whether to stop.
    """
    for path in paths:
        if found.interrupted:
            break
        _scan_file(path, found, reader, report)


def _scan_file(path: str, found: Scan, reader: Reader, report: Callable[[int], bool]) -> None:
    source, newest = Source(path), _last_written(path)
    reported, was_read = 0, False

    def watched(log: Log) -> Iterator[bytes]:
        """Yield the pieces of a log until it is damaged: what comes before that still counts."""
        nonlocal reported, was_read
        try:
            for piece in log.pieces:
                was_read = True
                yield piece
                more, reported = source.consumed - reported, source.consumed
                if report(more):
                    found.interrupted = True
                    return
            was_read = True
        except UnreadableError as error:
            _refuse(log.name, error, found)
        except KeyboardInterrupt:
            found.interrupted = True

    try:
        for log in source.logs():
            counts = LogReader(log.name, newest, reader)
            try:
                counts.read(watched(log))
            except UnreadableError as error:  # a damaged table
                _refuse(log.name, error, found)
            finally:
                found.absorb(counts.found())  # after Ctrl-C, too
            if found.interrupted:
                break
    except UnreadableError as error:
        _refuse(path, error, found)
    report(source.consumed - reported)
    found.files += was_read


def _refuse(name: str, error: object, found: Scan) -> None:
    found.absorb(Scan(unread=(Unread(name, str(error)),)))


def _last_written(path: str) -> datetime:
    try:
        return datetime.fromtimestamp(Path(path).stat().st_mtime, UTC)
    except OSError:
        return datetime.now(UTC)  # as for standard input


# --- several processes ---------------------------------------------------------------------------


def _scan_in_processes(
    sizes: Mapping[str, int],
    jobs: int,
    found: Scan,
    reader: Reader,
    report: Callable[[int], object],
) -> None:
    """Add to a scan what some files have. After Ctrl-C, that is what was found by then."""
    # Not forked: a copy of a process with threads, as a progress bar has one, may hang.
    context = get_context("spawn")
    batches = _batches(sizes)
    workers = min(jobs, len(batches))
    # Each batch is counted in a place of its own: waiting for a lock would cost more than a piece.
    halt, read = RawValue(c_bool), RawArray(c_ulonglong, len(batches))
    tasks: dict[Future[Scan], list[str]] = {}
    bounds = reader.since, reader.until
    with ProcessPoolExecutor(workers, context, _begin, (halt, read, bounds)) as pool:
        try:
            with _without_interrupts():  # one that came meanwhile is raised at its end
                for number, batch in enumerate(batches):
                    tasks[pool.submit(_scan_batch, number, batch)] = batch
            _wait_for(tasks, read, report)
        except KeyboardInterrupt:
            found.interrupted = True
            halt.value = True
            pool.shutdown(cancel_futures=True)
    for task, batch in tasks.items():
        try:
            found.absorb(task.result())
        except CancelledError:
            continue
        except BrokenProcessPool:
            for path in batch:
                _refuse(path, "the process that read it died", found)


def _batches(sizes: Mapping[str, int]) -> list[list[str]]:
    """Divide the files, the largest first, so that all processes end at about the same time."""
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
    """Hold Ctrl-C back. Processes that start meanwhile inherit this, and never see one."""
    if not hasattr(signal, "pthread_sigmask"):  # not on every system
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _wait_for(
    tasks: Iterable[Future[Scan]], read: Array[c_ulonglong], report: Callable[[int], object]
) -> None:
    reported = 0
    pending = set(tasks)
    while pending:
        # A Ctrl-C between taking and releasing one of the pool's locks would leave it taken, and
        # the pool would never end. So only the sleep can be interrupted.
        with _without_interrupts():
            _, pending = wait(pending, timeout=0)
        time.sleep(0.02)
        done = sum(read)
        report(done - reported)
        reported = done


# --- in each process ------------------------------------------------------------------------

# What a process keeps from one batch to the next.
_kept: list[tuple[c_bool, Array[c_ulonglong], Reader]] = []


def _begin(
    halt: c_bool, read: Array[c_ulonglong], bounds: tuple[float | None, float | None]
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent process decides when to stop
    _kept.append((halt, read, Reader(*bounds)))


def _scan_batch(number: int, paths: list[str]) -> Scan:
    [(halt, read, reader)] = _kept

    def report(more: int) -> bool:
        read[number] += more
        return halt.value

    found = Scan()
    _scan_files(paths, found, reader, report)
    return found
