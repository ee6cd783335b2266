"""Scanning: from the names of files to what was found in them."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from sgwlib.errors import ScanError
from sgwlib.scanning.onefile import scan_file
from sgwlib.scanning.reading import Reader
from sgwlib.scanning.sources import files_in, sizes_of
from sgwlib.scanning.totals import Scan
from sgwlib.scanning.workers import scan_in_processes

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Progress", "scan"]

Progress = Callable[[int, int], object]
"""Is told now and then how many bytes are read, and of how many; pipes are not among those."""

_WORTH_A_PROCESS = 1 << 25  # bytes: before that, one process is done while another starts


def scan(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    jobs: int | None = 1,
    progress: Progress | None = None,
) -> Scan:
    r"""Find every Storage Gateway error in logs, and count what is alike.

    Logs are read piece by piece, so that the memory needed does not grow with them. Plain text,
    gzip, Zstandard (with the extra ``zstd``) and UTF-16 are told apart by their content, arrays
    of records, such as CloudTrail's files, from lines. An error is counted once, on however many
    lines it stands. Counted is what :func:`sgwlib.explain` is certain of.

    A file that cannot be read is named in the result, and the rest is done. Ctrl-C ends the scan
    and keeps what was found so far.

    Parameters
    ----------
    paths
        Files, folders, and ``"-"`` for standard input; one of them may stand alone.
    jobs
        How many processes share several files; None for one for each core. A script that asks
        for more than one does so under ``if __name__ == "__main__":``.
    progress
        Is called now and then with the bytes read, and with those that there are to read.

    Returns
    -------
    Scan

    Raises
    ------
    ScanError
        If there are less than one job, or no path at all.

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
    names = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    if not names:
        raise ScanError("nothing to scan; expected files, folders or '-'")
    if jobs is not None and jobs < 1:
        raise ScanError(f"{jobs} jobs cannot scan anything; expected at least 1")
    found = Scan()
    try:
        files, unread = files_in(names)
        found.unread = tuple(sorted(unread))
        _scan_all(files, jobs or _cores(), found, progress)
    except KeyboardInterrupt:
        found.interrupted = True
    return found


def _scan_all(files: list[str], jobs: int, found: Scan, progress: Progress | None) -> None:
    sizes = sizes_of(files)
    total, done = sum(sizes.values()), 0

    def tell(more: int) -> None:
        nonlocal done
        done += more
        if progress:
            progress(done, total)

    if jobs > 1 and len(sizes) > 1 and total > _WORTH_A_PROCESS:
        scan_in_processes(sizes, jobs, found, tell)
        files = [file for file in files if file not in sizes]
    reader = Reader()
    for file in files:
        if not found.interrupted:
            scan_file(file, found, reader, tell)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):  # not on every system
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
