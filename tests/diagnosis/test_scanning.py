"""A scan of files: counts, times, what could not be read, progress, processes, and its end by Ctrl-C."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta, timezone
from itertools import chain
from typing import TYPE_CHECKING, Any

import pytest

import sgwlib
from sgwlib.diagnosis import Scan, Unread, scan, scanning
from sgwlib.diagnosis.reading import Reader
from sgwlib.diagnosis.sources import Source
from sgwlib.errors import ScanError
from tests.diagnosis.small_logs import CARRIER, INFO, VOLUME_IN_USE, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ERROR = one_line()
SCRIPT = """
import json, sys
from sgwlib.diagnosis import scan, scanning
scanning._WORTH_A_PROCESS = 0
if __name__ == "__main__":
    print("begun", file=sys.stderr, flush=True)
    found = scan(sys.argv[2:], jobs=int(sys.argv[1]))
    json.dump(found.to_dict(), sys.stdout)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make logs of two kinds with three errors each, one with none, and an empty one."""
    log = b"".join([INFO, ERROR] * 3)
    (tmp_path / "a.log").write_bytes(log)
    (tmp_path / "b.log.gz").write_bytes(gzip.compress(log))
    (tmp_path / "empty").touch()
    (tmp_path / "quiet.log").write_bytes(INFO * 3000)
    return tmp_path


def test_a_folder_is_scanned_whole(folder: Path) -> None:
    found = scan([folder])
    assert (found.count, found.files, found.unread) == (6, 4, ())
    assert not found.interrupted
    [(kind, tally)] = found.found.items()
    assert kind == VOLUME_IN_USE
    assert tally.example.path == str(folder / "a.log")
    assert tally.example.text == ERROR.decode().strip()
    assert (folder / "a.log").read_bytes()[tally.example.offset :].startswith(ERROR)


def test_one_path_may_stand_alone(folder: Path) -> None:
    assert scan(folder / "a.log") == scan(str(folder / "a.log")) == scan([folder / "a.log"])
    assert sgwlib.scan is scan


def test_files_that_cannot_be_read_are_named_and_the_rest_is_done(folder: Path) -> None:
    noise = os.urandom(100_000).hex().encode()
    (folder / "cut.gz").write_bytes(gzip.compress(ERROR + noise)[:100_000])
    (folder / "no.gz").write_bytes(b"\x1f\x8b\x08")
    found = scan([folder / "none", folder])
    assert found.count == 7, "what stands before the damage counts"
    assert found.files == 5, "of the others, nothing could be read"
    assert found.unread == (
        Unread(str(folder / "cut.gz"), "truncated: the compressed data has no end"),
        Unread(str(folder / "no.gz"), "truncated: the compressed data has no end"),
        Unread(str(folder / "none"), "No such file or directory"),
    )


# --- since and until --------------------------------------------------------------------------

NINE = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def hourly(tmp_path: Path) -> Path:
    """Make a log of an error at each full hour of a day, and two without a time."""
    undated = one_line(time="")
    lines = [one_line(time=f"2026-03-01 {hour:02}:00:00,000") for hour in range(24)]
    (tmp_path / "a.log").write_bytes(b"".join([undated, undated, INFO, *lines]))
    return tmp_path


def test_since_is_within_and_until_is_not(hourly: Path) -> None:
    for since, until, count in (
        (None, None, 26),
        (NINE, None, 15),
        (None, NINE, 9),
        (NINE, NINE + timedelta(hours=1), 1),
        (NINE, NINE, 0),
        (NINE + timedelta(microseconds=1), None, 14),
        (datetime(2030, 1, 1, tzinfo=UTC), None, 0),
    ):
        found = scan(hourly, since=since, until=until)
        assert found.count == count, (since, until)
        assert found.undated == (2 if since or until else 0)
    found = scan(hourly, since=NINE, until=NINE + timedelta(hours=3))
    assert (found.first, found.last) == (NINE, NINE + timedelta(hours=2))
    assert found.found[VOLUME_IN_USE].example.text.startswith("2026-03-01 09:00:00")


def test_a_time_without_a_zone_is_in_utc(hourly: Path) -> None:
    there = NINE.astimezone(timezone(timedelta(hours=5, minutes=30)))
    naive = NINE.replace(tzinfo=None)
    assert scan(hourly, since=naive) == scan(hourly, since=NINE) == scan(hourly, since=there)


def test_the_parts_of_a_day_add_up_to_it(hourly: Path) -> None:
    parts = [scan(hourly, until=NINE), scan(hourly, since=NINE)]
    whole = scan(
        hourly, since=datetime(1, 1, 2, tzinfo=UTC), until=datetime(9998, 1, 1, tzinfo=UTC)
    )
    assert parts[0].merge(parts[1]).found == whole.found
    assert whole.count == 24


# --- what is no error -------------------------------------------------------------------------


def test_names_that_are_only_mentioned_are_counted_apart(tmp_path: Path) -> None:
    policy = f"2026-03-01 09:00:00,000 INFO will retry on {CARRIER}, {CARRIER}\n".encode()
    (tmp_path / "a.log").write_bytes(policy * 3 + ERROR)
    found = scan(tmp_path)
    assert found.count == 1
    assert found.mentioned[CARRIER] == 3
    assert found.merge(found).mentioned[CARRIER] == 6


def test_what_is_not_read_is_named_and_never_counted_as_read(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n" + ERROR)
    (tmp_path / "b.gz").write_bytes(gzip.compress(gzip.compress(gzip.compress(ERROR))))
    found = scan(tmp_path)
    assert (found.count, found.files) == (0, 0)
    assert found.unread == (
        Unread(str(tmp_path / "a.pdf"), "a PDF file"),
        Unread(str(tmp_path / "b.gz"), "packed more than twice; unpack it first"),
    )


# --- progress and processes ---------------------------------------------------------------------


def test_a_file_that_is_deleted_meanwhile_is_named(folder: Path) -> None:
    def delete(*_: int) -> None:
        (folder / "b.log.gz").unlink(missing_ok=True)

    found = scan([folder], progress=delete)
    assert found.count == 3
    assert found.unread == (Unread(str(folder / "b.log.gz"), "No such file or directory"),)


def test_progress_is_reported_in_bytes_as_they_are_stored(folder: Path) -> None:
    reported: list[tuple[int, int]] = []
    scan([folder], progress=lambda done, total: reported.append((done, total)))
    total = sum(file.stat().st_size for file in folder.iterdir())
    assert reported == sorted(reported)
    assert reported[-1] == (total, total)


def test_what_cannot_be_begun_is_refused() -> None:
    requests: list[tuple[list[str], int]] = [([], 1), (["x"], 0), (["x"], -1)]
    for paths, jobs in requests:
        with pytest.raises(ScanError, match="expected"):
            scan(paths, jobs=jobs)
    wrong: Any
    for wrong in ("2026-03-01", 1772359198, datetime(2026, 3, 1, tzinfo=UTC).date()):
        for name in ("since", "until"):
            with pytest.raises(ScanError, match=f"{name} is .*; expected a datetime"):
                scan(["x"], **{name: wrong})


def test_a_pipe_among_the_files_is_named_and_never_opened(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    found = scan([folder / "pipe", folder / "a.log"])
    assert found.count == 3
    assert found.unread == (Unread(str(folder / "pipe"), "not a regular file"),)


def test_several_processes_find_what_one_finds(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "cut.gz").write_bytes(gzip.compress(ERROR)[:-4])
    alone = scan([folder, folder / "none"])
    monkeypatch.setattr(scanning, "_WORTH_A_PROCESS", 0)
    reported: list[tuple[int, int]] = []
    together = scan(
        [folder, folder / "none"],
        jobs=2,
        progress=lambda done, total: reported.append((done, total)),
    )
    assert together == alone
    bounded = scan(folder, jobs=2, since=NINE, until=NINE + timedelta(minutes=30))
    assert bounded == scan(folder, since=NINE, until=NINE + timedelta(minutes=30))
    assert bounded.count == 0 < alone.count, "the bounds reach the processes"
    assert reported[-1][0] == reported[-1][1] > 0


def test_files_are_shared_out_the_largest_first() -> None:
    sizes = {"a": 1, "b": 1 << 25, "c": 5, "d": 1 << 24, "e": 1 << 22, "f": 1 << 22, "g": 0}
    batches = scanning._batches(sizes)
    assert sorted(chain.from_iterable(batches)) == sorted(sizes)
    assert batches[:2] == [["b"], ["d"]]
    assert all(
        len(batch) == 1 or sum(map(sizes.__getitem__, batch)) <= 1 << 23 for batch in batches
    )


def die(*_: object) -> None:
    """End this process, as if it had been killed."""
    os._exit(1)


def test_a_process_that_dies_is_reported(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "_scan_batch", die)
    found = Scan()
    scanning._scan_in_processes({str(folder / "a.log"): 1}, 2, found, Reader(), lambda _: False)
    assert found.unread == (Unread(str(folder / "a.log"), "the process that read it died"),)


class TestInterrupt:
    @pytest.mark.heavy  # tests/cli does the same with the command
    @pytest.mark.parametrize("jobs", ["1", "2"])
    def test_ctrl_c_keeps_what_was_found(self, tmp_path: Path, jobs: str) -> None:
        block = ERROR + INFO * 20_000
        with (tmp_path / "0.log").open("wb") as log:
            for _ in range(100):
                log.write(block)
        for number in range(1, 60):
            (tmp_path / f"{number}.log").hardlink_to(tmp_path / "0.log")
        process = self.started(jobs, tmp_path)
        assert process.stderr is not None
        assert process.stderr.readline() == "begun\n"
        time.sleep(1)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all processes of the group
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
        assert err == ""
        assert '"interrupted": true' in out
        assert '"count": 0' not in out
        assert '"files": 60,' not in out

    def test_ctrl_c_while_a_pipe_is_silent_keeps_what_came(self) -> None:
        process = self.started("1", "-")
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write(ERROR.decode())
        process.stdin.flush()
        assert process.stderr.readline() == "begun\n"
        time.sleep(1)
        os.killpg(process.pid, signal.SIGINT)
        process.wait(60)  # it is standard input's end that it must not wait for
        out, err = process.communicate()
        assert process.returncode == 0, err
        assert '"count": 1, ' in out
        assert '"interrupted": true' in out

    def test_it_ends_the_scan_between_files_too(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def logs(_: object) -> Iterator[object]:
            raise KeyboardInterrupt

        monkeypatch.setattr(Source, "logs", logs)
        found = scan([folder])
        assert found.interrupted
        assert found.count == 0

    @staticmethod
    def started(jobs: str, *paths: Path | str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", SCRIPT, jobs, *map(str, paths)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )


def test_what_is_no_path_is_refused() -> None:
    wrong: Any
    for wrong in (b"app.log", None, 5):
        with pytest.raises(ScanError, match="expected the path of a log or a list of paths, not"):
            scan(wrong)
