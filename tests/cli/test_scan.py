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
from sgwlib.cli import progress as progress_module
from sgwlib.cli import scan as scan_command
from sgwlib.scanning import scan, scan_to_json
from tests.cli.test_commands import SGW, cells, run, run_on_terminal, without_colours
from tests.scanning.logs import CARRIER, ERRORS, NOISE, one_line

if TYPE_CHECKING:
    from pathlib import Path

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def log(tmp_path: Path) -> str:
    """Make a log with three errors of two kinds in two hours."""
    parts = [
        NOISE[0].encode(),
        one_line(time="2026-03-01 09:59:58,011"),
        ERRORS["SDK for Go v1"][1].encode(),
        one_line(time="2026-03-01 15:10:00,000"),
    ]
    (tmp_path / "app.log").write_bytes(b"".join(parts))
    return str(tmp_path / "app.log")


class TestTable:
    def test_in_a_pipe_a_line_for_each_kind_and_each_hour(self, capsys: Capture, log: str) -> None:
        assert main(["scan", log]) == 0
        out, err = capsys.readouterr()
        assert err == ""
        lines = cells(out)
        times = ["2026-03-01T09:59:58Z", "2026-03-01T15:10:00Z"]
        example = one_line().decode().strip()
        assert lines[0] == ["error", "DeleteVolume", CARRIER, "VolumeInUse", "2", *times, example]
        assert lines[1][:5] == [
            "error", "DescribeGatewayInformation", CARRIER, "GatewayNotConnected", "1",
        ]  # fmt: skip
        assert lines[2:] == [
            ["hour", "2026-03-01T09:00:00Z", "1", f"DeleteVolume: VolumeInUse ({CARRIER})"],
            [
                *("hour", "2026-03-01T15:00:00Z", "2"),
                f"DeleteVolume: VolumeInUse ({CARRIER}), and 1 other as often",
            ],
        ]

    def test_an_hour_names_its_most_frequent_error_and_no_tie_that_is_none(
        self, capsys: Capture, tmp_path: Path
    ) -> None:
        log = tmp_path / "app.log"
        moment = "2026-03-01 15:10:00,000"
        log.write_bytes(one_line(time=moment) * 2 + ERRORS["SDK for Go v1"][1].encode())
        assert main(["scan", str(log)]) == 0
        [hour] = [line for line in cells(capsys.readouterr().out) if line[0] == "hour"]
        assert hour[2:] == ["3", f"DeleteVolume: VolumeInUse ({CARRIER})"]

    def test_on_a_terminal(self, log: str) -> None:
        shown = without_colours(run_on_terminal("scan", log, columns=80))
        lines = shown.splitlines()
        assert max(map(len, lines)) <= 80
        assert lines[0].split() == ["found", "3", "errors", "of", "2", "kinds", "in", "1", "file"]
        assert lines[1].split()[:3] == ["2", "DeleteVolume:", "VolumeInUse"]
        assert "2026-03-01T09:59:58Z to 2026-03-01T15:10:00Z" in " ".join(shown.split())
        assert "Errors by the hour (UTC), and the most frequent of each hour" in shown

    def test_nothing_found(self, capsys: Capture, tmp_path: Path) -> None:
        assert main(["scan", str(tmp_path)]) == 0
        assert capsys.readouterr() == ("", "")
        shown = without_colours(run_on_terminal("scan", str(tmp_path)))
        assert " ".join(shown.split()) == "found 0 errors of 0 kinds in 0 files"


def test_as_json(capsys: Capture, log: str) -> None:
    assert main(["scan", log, "--format", "json"]) == 0
    out = capsys.readouterr().out
    assert json.loads(out) == scan_to_json(scan([log]))
    assert out.endswith("}\n")


def test_as_csv(capsys: Capture, log: str) -> None:
    assert main(["scan", log, "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(row["hour"][11:13], row["code"], row["count"]) for row in rows] == [
        ("09", "VolumeInUse", "1"),
        ("15", "VolumeInUse", "1"),
        ("15", "GatewayNotConnected", "1"),
    ]


@pytest.mark.parametrize("suffix", ["svg", "png", "pdf"])
def test_as_a_figure(capsys: Capture, tmp_path: Path, log: str, suffix: str) -> None:
    figure = tmp_path / f"errors.{suffix}"
    assert main(["scan", log, "--figure", str(figure)]) == 0
    assert capsys.readouterr().out.startswith("error\t")
    starts = {"svg": b"<?xml", "png": b"\x89PNG", "pdf": b"%PDF"}
    assert figure.read_bytes().startswith(starts[suffix])


def test_standard_input_is_read() -> None:
    command = [*SGW, "scan", "-", "--format", "json"]
    packed = gzip.compress(one_line() * 3)
    done = subprocess.run(command, input=packed, capture_output=True, check=True)
    assert json.loads(done.stdout)["errors"][0]["example"]["path"] == "-"
    assert json.loads(done.stdout)["count"] == 3


@pytest.mark.usefixtures("log")
def test_what_could_not_be_read_is_named_at_the_end(capsys: Capture, tmp_path: Path) -> None:
    (tmp_path / "cut.gz").write_bytes(gzip.compress(one_line())[:-4])
    assert main(["scan", str(tmp_path), str(tmp_path / "none")]) == 1
    out, err = capsys.readouterr()
    assert cells(out)[0][4] == "3", "what stands before the damage counts"
    assert cells(out)[-2:] == [
        ["unread", str(tmp_path / "cut.gz"), "cut off: the compressed data has no end"],
        ["unread", str(tmp_path / "none"), "No such file or directory"],
    ]
    assert err == (
        f"sgw: 2 files could not be read, or not to the end: {tmp_path / 'cut.gz'} and 1 more\n"
    )


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ([], "the following arguments are required: FILE"),
        ([""], "must not be empty"),
        (["x", "--format", "xml"], "invalid choice: 'xml'"),
        (["x", "--jobs", "0"], "expected a number from 1, not '0'"),
        (["x", "--jobs", "two"], "expected a number from 1, not 'two'"),
        (["x", "--figure", "errors"], "expected a name that ends in .svg, .png or .pdf"),
        (["x", "--figure", "none/errors.svg"], "there is no folder none"),
    ],
)
def test_bad_input_is_refused_in_one_sentence(
    capsys: Capture, arguments: list[str], reason: str
) -> None:
    assert main(["scan", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("sgw: ")
    assert err.count("\n") == 1
    assert reason in err


def test_a_figure_in_the_place_of_a_folder_is_refused(capsys: Capture, tmp_path: Path) -> None:
    (tmp_path / "taken.svg").mkdir()
    assert main(["scan", "x", "--figure", str(tmp_path / "taken.svg")]) == 2
    assert "taken.svg is a folder; expected a file" in capsys.readouterr().err


def test_what_was_found_is_not_lost_with_the_figure(
    capsys: Capture, tmp_path: Path, log: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(scan_command, "write_atomically", full)
    assert main(["scan", log, "--figure", str(tmp_path / "a.svg")]) == 1
    out, err = capsys.readouterr()
    assert out.startswith("error\t")
    assert err == f"sgw: {tmp_path / 'a.svg'} cannot be written: No space left on device\n"


def test_a_missing_matplotlib_is_told_before_a_long_scan(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "endless")  # to read it would take for ever
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
    assert done.stderr == "sgw: sgwlib.plot needs the package matplotlib; install sgwlib[plot]\n"


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_writes_what_was_found_and_ends_with_130(tmp_path: Path, jobs: str) -> None:
    block = one_line() + NOISE[0].encode() * 20_000
    with (tmp_path / "0.log").open("wb") as log:
        for _ in range(60):
            log.write(block)
    for number in range(1, 60):
        (tmp_path / f"{number}.log").hardlink_to(tmp_path / "0.log")
    # A pipe that has no end keeps it busy for as long as the test needs, after all the files.
    process = subprocess.Popen(
        [*SGW, "scan", str(tmp_path), "-", "--jobs", jobs, "--format", "json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(2)
    os.killpg(process.pid, signal.SIGINT)
    process.wait(60)
    out, err = process.communicate()
    assert process.returncode == 130
    assert err == b""
    told = json.loads(out)
    assert told["interrupted"] is True
    assert told["count"] > 0


class TestProgress:
    def test_a_terminal_sees_how_far_it_is(self, log: str) -> None:
        """It is on standard error alone, and takes itself away at the end."""
        program = (
            "import sys; from sgwlib.cli import main, progress; progress._SOON = 0.0\n"
            "sys.exit(main())"
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

    def test_nobody_else_does(self, log: str) -> None:
        assert run("scan", log).err == ""

    def test_an_unknown_size_is_no_obstacle(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(progress_module, "_SOON", 0.0)
        bar = progress_module._Bar("Scanning")
        for done, total in ((0, 0), (10, 0), (10, 100), (200, 100)):
            bar.tell(done, total)
        assert bar._progress is not None
        [task] = bar._progress.tasks
        assert (task.completed, task.total) == (200, 200)
        bar.close()
