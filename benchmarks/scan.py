"""What `sgw scan` costs on a large log, against grep and against a plain loop in Python.

The log is written for each run, in a temporary folder. Its lines look like those of services, with
one error in a thousand, in the notations of several clients, and a few look-alikes.
"""

from __future__ import annotations

import locale
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import UUID

from benchmarks.figures import Figure, in_words
from sgwlib.catalogue import load_catalogue
from sgwlib.diagnosis.records import MARKERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgwlib.catalogue import Pair

__all__ = ["scan_figures", "write_log"]

_GREP_CEILING: Final = 4  # at least 0.25 of its speed
_LOOP_CEILING: Final = 1 / 5
_MEMORY_CEILING: Final = 120  # MB
_CORES_CEILING: Final = 1 / 1.7
_BETWEEN: Final = 1000  # lines from one error to the next
_BLOCKS: Final = 100  # of plain lines: enough that no cache of the machine holds them
_COPIES: Final = 8
_LONG_LINE: Final = 100_000_000

_OWN: Final = "InvalidGatewayRequestException"
_SCAN: Final = "import sys; from sgwlib.cli import main; sys.exit(main())"
_LOOP: Final = """
import re, sys
search = re.compile(sys.argv[1].encode()).search
with open(sys.argv[2], "rb") as log:
    print(sum(search(line) is not None for line in log))
"""
# The peak of the process itself, without that of its parent.
_PEAK: Final = (
    _SCAN.replace("sys.exit(main())", "main()")
    + """
[peak] = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")]
print(peak, file=sys.stderr)
"""
)

_PLAIN: Final = (
    "INFO [http.access] GET /api/v2/volumes/vol-{hex}/status 200 {number} bytes in {small} ms",
    "INFO [queue.consumer] worker {small} finished job {uuid} in {number} ms",
    "DEBUG [db.pool] connection {number} from 10.{small}.0.7 accepted, {small} idle",
    "DEBUG [cache] miss for key user:{number}:profile, loading from primary",
    "WARNING [http.client] retrying request {uuid} after {number} ms: connection reset by peer",
    "INFO [auth.session] session {uuid} renewed for account {number}, expires in 3600 s",
    "WARNING [db.slow] query took {number} ms: SELECT id, state FROM snapshots WHERE id = {number}",
    "ERROR [http.client] 502 Bad Gateway from inventory-{small}, attempt {small} of 9",
)
_LOOKALIKES: Final = (
    "INFO [backup] Storage Gateway volume vol-{hex}: {number} blocks copied, {small} left",
    "ERROR [web] An error occurred (404) when calling the HeadObject operation: Not Found",
)
_BOTO: Final = "An error occurred ({exception}) when calling the {operation} operation: {message}"
_ERRORS: Final = (
    f"ERROR [backup] request {{uuid}} failed: {_BOTO}",
    f"""ERROR [backup] giving up
Traceback (most recent call last):
  File "/srv/backup/run.py", line {{small}}, in main
    call(gateway)
botocore.errorfactory.{{exception}}: {_BOTO}""",
    """ERROR [terraform] error reading Storage Gateway Gateway: {exception}: {message}
{{
  RespMetadata: {{
    StatusCode: 400,
    RequestID: "{uuid}"
  }},
  Error_: {{
    ErrorCode: "{code}"
  }},
  Message_: "{message}"
}}""",
    """ERROR [sync] operation error Storage Gateway: {operation}, https response error \
StatusCode: 400, RequestID: {uuid}, {exception}: {message}""",
    """DEBUG [wire] body {{"__type":"{exception}","message":"{message}",\
"error":{{"errorCode":"{code}"}}}}""",
    """ERROR [java] com.amazonaws.services.storagegateway.model.{exception}: {message} \
(Service: AWSStorageGateway; Status Code: 400; Error Code: {exception}; Request ID: {uuid})
	at com.example.Backup.run(Backup.java:{small})""",
)


class _Log:
    """Writes the lines of a log, the same lines for the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._time = datetime(2026, 3, 1, tzinfo=UTC)
        self._catalogue = load_catalogue()
        # Pairs whose exception no other service has, so that every error is certain.
        codes = self._catalogue.codes
        self._pairs: list[Pair] = [
            pair for pair in self._catalogue.pairs if codes[pair.code].carrier.text == _OWN
        ]

    def line(self, form: str, **values: str) -> str:
        """Return an entry of the log, a little later than the last one."""
        pick = self._random
        self._time += timedelta(milliseconds=pick.randrange(40))
        text = form.format(
            hex=f"{pick.getrandbits(32):08X}",
            number=pick.randrange(100_000),
            small=pick.randrange(1, 100),
            uuid=UUID(int=pick.getrandbits(128)),
            **values,
        )
        return f"{self._time:%Y-%m-%d %H:%M:%S},{self._time.microsecond // 1000:03d} {text}\n"

    def plain(self, lines: int) -> str:
        """Return lines without an error. Two in a thousand look like one."""
        pick = self._random
        return "".join(
            self.line(pick.choice(_LOOKALIKES if pick.random() < 2 / 1000 else _PLAIN))
            for _ in range(lines)
        )

    def error(self) -> str:
        """Return one error of a random pair in a random notation, some seconds after the last."""
        self._time += timedelta(seconds=self._random.randrange(60))
        operation, name = self._random.choice(self._pairs)
        code = self._catalogue.codes[name]
        return self.line(
            self._random.choice(_ERRORS),
            operation=operation,
            code=name,
            exception=_OWN,
            message=code.message,
        )


def write_log(path: Path, size: int, seed: int = 1) -> int:
    """Write a log of about this many bytes, and return the number of its errors."""
    log = _Log(seed)
    blocks = [log.plain(_BETWEEN - 1).encode() for _ in range(_BLOCKS)]
    errors = written = 0
    with path.open("wb") as file:
        while written < size:
            written += file.write(blocks[errors % _BLOCKS] + log.error().encode())
            errors += 1
    return errors


def scan_figures(size: int, rounds: int) -> Iterator[Figure]:
    """Measure `sgw scan` and its peers on the same log.

    Parameters
    ----------
    size
        Of the log, in bytes.
    rounds
        How often each is measured, in turns. The shortest time counts. The plain loop takes so
        long that it is measured once.
    """
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "app.log"
        errors = write_log(log, size)
        yield from _against_others(log, errors, rounds)
        yield from _memory(log, Path(folder))
        yield _two_cores(log, rounds)


def _against_others(log: Path, errors: int, rounds: int) -> Iterator[Figure]:
    """Compare it with grep and a loop that search for the same markers, all on one core."""
    scan = (sys.executable, "-c", _SCAN, "scan", str(log), "--jobs", "1", "--json")
    grep = (shutil.which("grep") or "grep", "-cE", MARKERS, str(log))
    loop = (sys.executable, "-c", _LOOP, MARKERS, str(log))
    with _one_core():
        found = _output(scan)
        if f'"count": {errors},' not in found:
            raise AssertionError(f"{errors} errors were written, and not found: {found[:80]}")
        ours, greps = _in_turns([scan, grep], rounds)
    size = f"{log.stat().st_size / 1e9:.2g} GB, {errors} errors"
    names = [os.environ.get(name) for name in ("LC_ALL", "LC_CTYPE", "LANG")]
    where = next(filter(None, names), locale.setlocale(locale.LC_CTYPE))
    name = f"sgw scan, {size}"
    peer = f"grep -cE ({where}): {in_words(greps)}"
    yield Figure(name, in_words(ours), peer, ours / greps, _GREP_CEILING)
    with _one_core():
        loops = _seconds(loop)
    peer = f"a loop of re.search: {in_words(loops)}"
    yield Figure(name, in_words(ours), peer, ours / loops, _LOOP_CEILING)


def _memory(log: Path, folder: Path) -> Iterator[Figure]:
    """Measure the peak memory of one process, on a log of lines and on a log of one line."""
    if not Path("/proc/self/status").exists():  # not on every system
        return
    line = folder / "line.log"
    with line.open("wb") as file:
        error = _Log(2).error().replace("\n", " ").encode()
        for _ in range(_LONG_LINE // (1 << 20)):
            file.write(error.ljust(1 << 20, b"x"))
    for what, path in (("the same log", log), ("one line of 100 MB", line)):
        done = subprocess.run(
            (sys.executable, "-c", _PEAK, "scan", str(path), "--jobs", "1"),
            capture_output=True,
            text=True,
            check=True,
        )
        peak = int(done.stderr) / 1e3
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
    scan = (sys.executable, "-c", _SCAN, "scan", *map(str, copies), "--json", "--jobs")
    two, one = _in_turns([(*scan, "2"), (*scan, "1")], rounds)
    name = f"sgw scan --jobs 2, {_COPIES} such files"
    return Figure(name, in_words(two), f"--jobs 1: {in_words(one)}", two / one, _CORES_CEILING)


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
