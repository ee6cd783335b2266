"""What `sgw scan` costs on large logs, against grep, plain loops in Python, and DuckDB.

The logs are written for each run, in a temporary folder. All but two processes run on one core.
"""

from __future__ import annotations

import json
import locale
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.figures import Figure, in_words
from benchmarks.scan_logs import write_bucket, write_dense, write_long_line, write_sparse

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["scan_figures"]

_TRAIL_CEILING: Final = 2
_DENSE_CEILING: Final = 8
_GREP_CEILING: Final = 2  # at least half of its speed
_MEMORY_CEILING: Final = 120  # MB
_CORES_CEILING: Final = 1 / 1.8
_COPIES: Final = 8
_LONG_LINE: Final = 100_000_000

_NAMES: Final = (
    "InvalidGatewayRequestException|InternalServerError|ServiceUnavailableError"
    "|[Ss]torage[ _-]?[Gg]ateway|when calling the "
)
"""What someone would search for by hand: names of errors and of the service."""

_SCAN: Final = "import sys; from sgwlib.cli import main; sys.exit(main())"
# What a reader of CloudTrail's files writes first: count by operation and errorCode.
_TRAIL_LOOP: Final = """
import gzip, json, sys
from collections import Counter
from pathlib import Path
found = Counter()
for path in Path(sys.argv[1]).glob("*.json.gz"):
    with gzip.open(path) as file:
        for event in json.load(file)["Records"]:
            if event["eventSource"] == "storagegateway.amazonaws.com" and event.get("errorCode"):
                found[event["eventName"], event["errorCode"]] += 1
print(found.total())
"""
_DENSE_LOOP: Final = """
import re, sys
from collections import Counter
search = re.compile(sys.argv[1]).search
found = Counter()
with open(sys.argv[2], encoding="utf-8") as log:
    for line in log:
        if match := search(line):
            found[match[0]] += 1
print(found.total())
"""
# The same count and the same columns: which error, how often, when first and last.
_DUCKDB: Final = """
import duckdb, sys
duckdb.execute("SET threads = 1; SET enable_progress_bar = false")
rows = duckdb.execute('''
    SELECT event.eventName, event.errorCode, event.errorMessage, count(*),
           min(event.eventTime), max(event.eventTime)
    FROM (
        SELECT unnest(Records) AS event
        FROM read_json(
            ?,
            maximum_object_size = 1000000000,
            columns = {Records: 'STRUCT(eventTime VARCHAR, eventSource VARCHAR, eventName VARCHAR,
                                        errorCode VARCHAR, errorMessage VARCHAR)[]'}
        )
    )
    WHERE event.eventSource = 'storagegateway.amazonaws.com' AND event.errorCode <> ''
    GROUP BY ALL
''', [sys.argv[1] + "/*.json.gz"]).fetchall()
print(sum(row[3] for row in rows))
"""
# The peak of the process itself, without that of its parent.
_PEAK: Final = (
    _SCAN.replace("sys.exit(main())", "main()")
    + """
[peak] = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")]
print(peak, file=sys.stderr)
"""
)


def scan_figures(size: int, lines: int, events: int, rounds: int) -> Iterator[Figure]:
    """Measure `sgw scan` and its peers on the same logs.

    Parameters
    ----------
    size
        Of the sparse log, in bytes. One line in a thousand is an error.
    lines
        Of the log that is full of errors.
    events
        In the CloudTrail bucket.
    rounds
        How often each is measured, in turns. The shortest time counts.
    """
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        yield from _trail(folder / "trail", events, rounds)
        yield _dense(folder / "dense.log", lines, rounds)
        log = folder / "sparse.log"
        errors = write_sparse(log, size)
        yield _sparse(log, errors, rounds)
        yield from _memory(log, folder / "line.log")
        yield _two_cores(log, rounds)


def _trail(bucket: Path, events: int, rounds: int) -> Iterator[Figure]:
    """Compare it with a loop of gzip and json.load, and with DuckDB where it is installed."""
    failed = write_bucket(bucket, events)
    scan = _scan(bucket)
    peers = {"a loop of gzip and json.load": (sys.executable, "-c", _TRAIL_LOOP, str(bucket))}
    if find_spec("duckdb"):
        peers["DuckDB's read_json"] = (sys.executable, "-c", _DUCKDB, str(bucket))
    with _one_core():
        _check(scan, failed)
        for command in peers.values():
            _check(command, failed)
        ours, *theirs = _in_turns([scan, *peers.values()], rounds)
    name = f"sgw scan, CloudTrail, {events:,} events"
    for (peer, _), seconds in zip(peers.items(), theirs, strict=True):
        ceiling = _TRAIL_CEILING if peer.startswith("a loop") else None
        against = f"{peer}: {in_words(seconds)}"
        yield Figure(name, in_words(ours), against, ours / seconds, ceiling)


def _dense(log: Path, lines: int, rounds: int) -> Figure:
    """Compare it with a loop that searches each line once and counts what it finds."""
    errors = write_dense(log, lines)
    scan, loop = _scan(log), (sys.executable, "-c", _DENSE_LOOP, _NAMES, str(log))
    with _one_core():
        _check(scan, errors)
        _check(loop, errors)
        ours, theirs = _in_turns([scan, loop], rounds)
    name = f"sgw scan, {lines:,} lines, each an error"
    peer = f"a loop of re.search and a Counter: {in_words(theirs)}"
    return Figure(name, in_words(ours), peer, ours / theirs, _DENSE_CEILING)


def _sparse(log: Path, errors: int, rounds: int) -> Figure:
    """Compare it with grep."""
    scan, grep = _scan(log), (shutil.which("grep") or "grep", "-cE", _NAMES, str(log))
    with _one_core():
        _check(scan, errors)
        ours, theirs = _in_turns([scan, grep], rounds)
    names = [os.environ.get(name) for name in ("LC_ALL", "LC_CTYPE", "LANG")]
    where = next(filter(None, names), locale.setlocale(locale.LC_CTYPE))
    name = f"sgw scan, {log.stat().st_size / 1e9:.2g} GB, {errors} errors"
    peer = f"grep -cE ({where}): {in_words(theirs)}"
    return Figure(name, in_words(ours), peer, ours / theirs, _GREP_CEILING)


def _memory(log: Path, line: Path) -> Iterator[Figure]:
    """Measure the peak memory of one process, on a log of lines and on a log of one line."""
    if not Path("/proc/self/status").exists():  # not on every system
        return
    write_long_line(line, _LONG_LINE)
    for what, path in (("the same log", log), ("one line of 100 MB", line)):
        done = subprocess.run(
            (sys.executable, "-c", _PEAK, "scan", str(path), "--jobs", "1"),
            capture_output=True,
            text=True,
            check=True,
        )
        peak = int(done.stderr.split()[-1]) / 1e3
        ceiling = f"{_MEMORY_CEILING} MB"
        yield Figure(
            f"sgw scan, memory, {what}", f"{peak:.0f} MB", ceiling, peak / _MEMORY_CEILING, 1
        )
    line.unlink()


def _two_cores(log: Path, rounds: int) -> Figure:
    """Compare two processes with one, on several files."""
    copies = [log.with_name(f"copy-{number}.log") for number in range(_COPIES)]
    for copy in copies:
        copy.hardlink_to(log)
    two, one = _in_turns([_scan(*copies, jobs=2), _scan(*copies, jobs=1)], rounds)
    name = f"sgw scan --jobs 2, {_COPIES} such files"
    return Figure(name, in_words(two), f"--jobs 1: {in_words(one)}", two / one, _CORES_CEILING)


def _scan(*paths: Path, jobs: int = 1) -> tuple[str, ...]:
    """Return the command that scans these files."""
    return (sys.executable, "-c", _SCAN, "scan", *map(str, paths), "--jobs", f"{jobs}", "--json")


def _check(command: tuple[str, ...], errors: int) -> None:
    """Make sure that a command finds what was written: a wrong answer is quick."""
    found = json.loads(_output(command))
    count = found["count"] if isinstance(found, dict) else found
    if count != errors:
        raise AssertionError(f"{errors} errors were written, {count} found by {command[2][:60]!r}")


def _in_turns(commands: list[tuple[str, ...]], rounds: int) -> list[float]:
    """Measure all commands round by round, so that other load affects all of them."""
    times = [[_seconds(command) for command in commands] for _ in range(rounds)]
    return [min(each) for each in zip(*times, strict=True)]


def _seconds(command: tuple[str, ...]) -> float:
    start = time.perf_counter()
    _output(command)
    return time.perf_counter() - start


def _output(command: tuple[str, ...]) -> str:
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout


@contextmanager
def _one_core() -> Iterator[None]:
    """Stay on one core, with all processes that are started meanwhile."""
    if not hasattr(os, "sched_setaffinity"):  # not on every system
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
