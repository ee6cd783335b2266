"""``sgw scan``: what it writes, what it refuses, and with which status it ends."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import pty
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from sgwlib.cli import main
from sgwlib.cli import scan as scan_command
from sgwlib.diagnosis import scan
from tests.cli.running import SGW, cells, on_terminal, refused, run, sgw, without_colours
from tests.diagnosis.small_logs import CARRIER, INFO, OVER_LINES, one_line

if TYPE_CHECKING:
    from pathlib import Path

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def log(tmp_path: Path) -> str:
    """Make a log with three errors of two kinds in two hours."""
    parts = [
        INFO,
        one_line(time="2026-03-01 09:59:58,011"),
        OVER_LINES,
        one_line(time="2026-03-01 15:10:00,000"),
    ]
    (tmp_path / "app.log").write_bytes(b"".join(parts))
    return str(tmp_path / "app.log")


class TestTable:
    def test_in_a_pipe_the_total_comes_first_then_a_line_for_each_kind(self, log: str) -> None:
        status, out, err = sgw("scan", log)
        assert (status, err) == (0, "")
        lines = cells(out)
        times = ["2026-03-01T09:59:58Z", "2026-03-01T15:10:00Z"]
        example = one_line().decode().strip()
        assert lines[0] == ["found", "3 errors of 2 kinds in 1 file"]
        assert lines[1] == ["error", "DeleteVolume", CARRIER, "VolumeInUse", "2", *times, example]
        assert lines[2][:5] == [
            "error", "DescribeGatewayInformation", CARRIER, "GatewayNotConnected", "1",
        ]  # fmt: skip
        assert len(lines) == 3

    def test_the_hours_on_demand(self, log: str) -> None:
        lines = cells(sgw("scan", log, "--by", "hour").out)
        assert lines[:3] == cells(sgw("scan", log).out)
        assert lines[3:] == [
            ["hour", "2026-03-01T09:00:00Z", "1", f"DeleteVolume: VolumeInUse ({CARRIER})"],
            [
                *("hour", "2026-03-01T15:00:00Z", "2"),
                f"DeleteVolume: VolumeInUse ({CARRIER}), and 1 other as often",
            ],
        ]

    def test_the_days_on_demand(self, log: str) -> None:
        lines = cells(sgw("scan", log, "--by", "day").out)
        assert lines[3:] == [
            ["day", "2026-03-01T00:00:00Z", "3", f"DeleteVolume: VolumeInUse ({CARRIER})"],
        ]

    def test_mentions_and_errors_without_a_time_are_told_apart(self, tmp_path: Path) -> None:
        log = tmp_path / "app.log"
        policy = f"INFO will retry on {CARRIER}, ThrottlingException\n".encode()
        log.write_bytes(policy * 2 + one_line(time="") + one_line())
        lines = cells(sgw("scan", str(log)).out)
        assert lines[0] == ["found", "2 errors of 1 kind in 1 file"]
        [mentioned] = lines[2:]
        assert mentioned[0] == "mentioned only"
        assert f"{CARRIER} (2)" in mentioned[1]
        assert mentioned[-1] == "not counted as errors"
        lines = cells(sgw("scan", str(log), "--since", "2026-03-01").out)
        assert lines[0] == ["found", "1 error of 1 kind in 1 file"]
        assert lines[-1] == ["without a time", "1 error", "left out"]

    def test_what_another_service_may_have_sent_is_told_apart(self, tmp_path: Path) -> None:
        log = tmp_path / "app.log"
        doubtful = one_line("ListGateways").replace(CARRIER.encode(), b"ThrottlingException")
        undated = doubtful.partition(b",011 ")[2]
        log.write_bytes(undated + doubtful * 2 + one_line("ListVolumes"))
        lines = cells(sgw("scan", str(log)).out)
        assert lines[0] == ["found", "1 error of 1 kind in 1 file"]
        assert lines[1][:3] == ["error", "ListVolumes", CARRIER]
        why = "not counted: another service may have sent them; sgw explain says more of each"
        assert lines[2] == ["perhaps", "3 errors of 1 kind", why]
        time = "2026-03-01T09:59:58Z"
        names = ["uncertain", "ListGateways", "ThrottlingException", "", "3", time, time]
        assert lines[3:] == [[*names, doubtful.decode().strip()]]
        assert "certain\tno: nothing shows that it comes" in run("explain", lines[3][-1]).out
        [row] = csv.DictReader(io.StringIO(sgw("scan", str(log), "--csv").out))
        assert row["operation"] == "ListVolumes"
        # What has no time is left out if the scan has bounds, and told.
        bounded = json.loads(sgw("scan", str(log), "--since", "2026-03-01", "--json").out)
        assert bounded["perhaps"][0]["count"] == 2
        assert bounded["undated"] == 1
        later = json.loads(sgw("scan", str(log), "--since", "2027-01-01", "--json").out)
        assert later["perhaps"] == []
        shown = " ".join(without_colours(on_terminal("scan", str(log), columns=80)).split())
        assert f"perhaps 3 errors of 1 kind {why} 3 ListGateways: ThrottlingException" in shown

    def test_an_hour_names_its_most_frequent_error_without_a_tie(self, tmp_path: Path) -> None:
        log = tmp_path / "app.log"
        moment = "2026-03-01 15:10:00,000"
        log.write_bytes(one_line(time=moment) * 2 + OVER_LINES)
        lines = cells(sgw("scan", str(log), "--by", "hour").out)
        [hour] = [line for line in lines if line[0] == "hour"]
        assert hour[2:] == ["3", f"DeleteVolume: VolumeInUse ({CARRIER})"]

    def test_an_example_is_one_short_line(self, tmp_path: Path) -> None:
        log = tmp_path / "app.log"
        log.write_bytes(OVER_LINES + b"\n    more\twords" * 100)
        [_, line] = cells(sgw("scan", str(log)).out)
        assert len(line[-1]) <= 200
        assert line[-1] == " ".join(line[-1].split())
        [row] = csv.DictReader(io.StringIO(sgw("scan", str(log), "--csv").out))
        assert row["example"] == line[-1]

    def test_on_a_terminal(self, log: str) -> None:
        shown = without_colours(on_terminal("scan", log, columns=80))
        lines = shown.splitlines()
        assert max(map(len, lines)) <= 80
        assert lines[0].split() == ["found", "3", "errors", "of", "2", "kinds", "in", "1", "file"]
        assert lines[1].split()[:3] == ["2", "DeleteVolume:", "VolumeInUse"]
        assert "2026-03-01T09:59:58Z to 2026-03-01T15:10:00Z" in " ".join(shown.split())
        hours = "Errors by hour (UTC), with the most frequent error of each hour"
        assert hours not in shown
        assert hours in without_colours(on_terminal("scan", log, "--by", "hour", columns=80))

    def test_nothing_found(self, tmp_path: Path) -> None:
        assert sgw("scan", str(tmp_path)) == (0, "found\t0 errors of 0 kinds in 0 files\n", "")
        shown = without_colours(on_terminal("scan", str(tmp_path)))
        assert " ".join(shown.split()) == "found 0 errors of 0 kinds in 0 files"


def test_as_json(log: str) -> None:
    out = sgw("scan", log, "--json").out
    assert json.loads(out) == scan([log]).to_dict()
    assert out.endswith("}\n")


def test_as_csv(log: str) -> None:
    rows = list(csv.DictReader(io.StringIO(sgw("scan", log, "--csv").out)))
    assert [(row["code"], row["count"]) for row in rows] == [
        ("VolumeInUse", "2"),
        ("GatewayNotConnected", "1"),
    ]
    rows = list(csv.DictReader(io.StringIO(sgw("scan", log, "--csv", "--by", "hour").out)))
    totals = [(row["hour"], row["code"], row["count"]) for row in rows[:2]]
    assert totals == [("total", "VolumeInUse", "2"), ("total", "GatewayNotConnected", "1")]
    assert [(row["hour"][11:13], row["code"], row["count"]) for row in rows[2:]] == [
        ("09", "VolumeInUse", "1"),
        ("15", "VolumeInUse", "1"),
        ("15", "GatewayNotConnected", "1"),
    ]
    rows = list(csv.DictReader(io.StringIO(sgw("scan", log, "--csv", "--by", "day").out)))
    assert [(row["day"], row["code"], row["count"]) for row in rows[2:]] == [
        ("2026-03-01T00:00:00Z", "VolumeInUse", "2"),
        ("2026-03-01T00:00:00Z", "GatewayNotConnected", "1"),
    ]


def test_only_the_errors_between_two_times_count(log: str) -> None:
    for arguments, count in (
        (["--since", "2026-03-01T15:10Z"], 1),
        (["--since", "2026-03-01T15:00Z"], 2),
        (["--since", "2026-03-01 15:00"], 2),
        (["--since", "2026-03-01T16:00+01:00"], 2),
        (["--until", "2026-03-01T15:00:00"], 1),
        (["--since", "2026-03-01", "--until", "2026-03-02"], 3),
        (["--since", "2026-03-02"], 0),
    ):
        assert json.loads(sgw("scan", log, *arguments, "--json").out)["count"] == count, arguments


def test_as_a_figure(tmp_path: Path, log: str) -> None:
    for suffix, start in {"svg": b"<?xml", "png": b"\x89PNG", "pdf": b"%PDF"}.items():
        figure = tmp_path / f"errors.{suffix}"
        assert sgw("scan", log, "--figure", str(figure)).out.startswith("found\t")
        assert figure.read_bytes().startswith(start), suffix


def test_standard_input_is_read() -> None:
    command = [*SGW, "scan", "-", "--json"]
    packed = gzip.compress(one_line() * 3)
    done = subprocess.run(command, input=packed, capture_output=True, check=True)
    assert json.loads(done.stdout)["errors"][0]["example"]["path"] == "-"
    assert json.loads(done.stdout)["count"] == 3


@pytest.mark.usefixtures("log")
def test_what_could_not_be_read_is_named_at_the_end(capsys: Capture, tmp_path: Path) -> None:
    (tmp_path / "cut.gz").write_bytes(gzip.compress(one_line())[:-4])
    assert main(["scan", str(tmp_path), str(tmp_path / "none")]) == 1
    out, err = capsys.readouterr()
    assert cells(out)[1][4] == "3", "what precedes the damage counts"
    assert cells(out)[-2:] == [
        ["unread", str(tmp_path / "cut.gz"), "truncated: the compressed data has no end"],
        ["unread", str(tmp_path / "none"), "No such file or directory"],
    ]
    assert err == (f"sgw: 2 files could not be read completely: {tmp_path / 'cut.gz'} and 1 more\n")


def test_bad_input_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "taken.svg").mkdir()
    for arguments, reason in (
        ([], "no log is given; expected files, folders or - for standard input"),
        ([""], "must not be empty"),
        (["x", "--by", "week"], "invalid choice: 'week'"),
        (["x", "--since", "soon"], "expected a time such as 2026-03-01 or 2026-03-01T09:30Z"),
        (["x", "--until", "2026-02-30"], "not '2026-02-30'"),
        (["x", "--json", "--csv"], "not allowed with argument"),
        *(
            (["--sql", "duckdb", *option], f"scans nothing; expected no {option[0]}")
            for option in (["--by", "hour"], ["--csv"], ["--json"], ["--jobs", "2"])
        ),
        (["x", "--jobs", "0"], "expected a whole number of at least 1, not '0'"),
        (["x", "--jobs", "two"], "expected a whole number of at least 1, not 'two'"),
        (["x", "--figure", "errors"], "expected a name that ends in .svg, .png or .pdf"),
        (["x", "--figure", "none/errors.svg"], "there is no folder none"),
        (["x", "--figure", str(tmp_path / "taken.svg")], "is a folder; expected a file"),
    ):
        assert reason in refused(sgw("scan", *arguments)), arguments


def test_what_was_found_is_not_lost_with_the_figure(
    capsys: Capture, tmp_path: Path, log: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(scan_command, "write_atomically", full)
    assert main(["scan", log, "--figure", str(tmp_path / "a.svg")]) == 1
    out, err = capsys.readouterr()
    assert out.startswith("found\t")
    assert err == f"sgw: {tmp_path / 'a.svg'} cannot be written: No space left on device\n"


def test_a_missing_matplotlib_is_an_error_before_a_long_scan(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "endless")  # reading it would take forever
    program = (
        "import sys; sys.modules['matplotlib'] = None\n"
        "from sgwlib.cli import main; sys.exit(main())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "scan", str(tmp_path / "endless"), "--figure", "a.svg"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "needs the package matplotlib" in done.stderr


@pytest.mark.parametrize("jobs", ["2", pytest.param("1", marks=pytest.mark.heavy)])
def test_ctrl_c_writes_what_was_found_and_ends_with_130(tmp_path: Path, jobs: str) -> None:
    process = long_scan(tmp_path, jobs)
    os.killpg(process.pid, signal.SIGINT)
    process.wait(60)
    out, err = process.communicate()
    assert process.returncode == 130
    assert err == b""
    found = json.loads(out)
    assert found["interrupted"] is True
    assert found["count"] > 0


@pytest.mark.heavy
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_further_ctrl_cs_lose_nothing(tmp_path: Path, jobs: str) -> None:
    process = long_scan(tmp_path, jobs)
    while process.poll() is None:  # more impatient than any user
        os.killpg(process.pid, signal.SIGINT)
    out, _ = process.communicate()
    found = json.loads(out)
    assert found["interrupted"] is True
    assert found["count"] > 0


SAYS_WHEN_IT_HAS_READ = """
import sys
from contextlib import nullcontext
from sgwlib.cli import main, scan

once = iter(["has read\\n"])

def progress(done, total):
    if done:
        sys.stderr.write(next(once, ""))
        sys.stderr.flush()

scan._progress_bar = lambda: nullcontext(progress)
sys.exit(main())
"""


def long_scan(folder: Path, jobs: str) -> subprocess.Popen[bytes]:
    """Start a scan that has found something and isn't done."""
    block = one_line() + INFO * 20_000
    with (folder / "0.log").open("wb") as log:
        for _ in range(60):
            log.write(block)
    for number in range(1, 60):
        (folder / f"{number}.log").hardlink_to(folder / "0.log")
    # A pipe that has no end keeps it busy for as long as the test needs, after all the files.
    arguments = ["scan", str(folder), "-", "--json", "--jobs", jobs]
    process = subprocess.Popen(
        [sys.executable, "-c", SAYS_WHEN_IT_HAS_READ, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stderr is not None
    assert process.stderr.readline() == b"has read\n"
    return process


class TestProgress:
    def test_a_terminal_sees_how_far_it_is(self, log: str) -> None:
        """It is on standard error alone, and takes itself away at the end."""
        program = (
            "import sys; from sgwlib.cli import main, scan; scan._SOON = 0.0\nsys.exit(main())"
        )
        controller, terminal = pty.openpty()
        done = subprocess.run(
            [sys.executable, "-c", program, "scan", log],
            stdout=subprocess.PIPE,
            stderr=terminal,
            text=True,
            check=True,
            env=os.environ | {"TERM": "xterm-256color"},
        )
        os.close(terminal)
        shown = os.read(controller, 100_000).decode()
        os.close(controller)
        assert "Scanning" in shown
        assert shown.rstrip().endswith("\x1b[2K"), "the line is cleared"
        assert done.stdout == run("scan", log).out

    def test_without_a_terminal_there_is_none(self, log: str) -> None:
        assert run("scan", log).err == ""

    def test_an_unknown_size_is_no_obstacle(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(scan_command, "_SOON", 0.0)
        terminal = io.StringIO()
        monkeypatch.setattr(terminal, "isatty", lambda: True)
        monkeypatch.setattr("sys.stderr", terminal)
        with scan_command._progress_bar() as update:
            assert update is not None
            for done, total in ((0, 0), (10, 0), (10, 100), (200, 100)):
                update(done, total)
        assert "200/200 bytes" in without_colours(terminal.getvalue())
