from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from benchmarks import __main__ as command
from benchmarks.figures import HEADING, Figure, best_seconds, in_words, median_seconds, row
from benchmarks.peers.moto import moto_figure
from benchmarks.slow import slow_line
from sgwlib import load_catalogue
from tools.synthetic import write_lift

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

KEPT = Figure("kept", "1 s", "2 s", 0.5, 1)
MISSED = Figure("missed", "3 s", "2 s", 1.5, 1)
COMPARED = Figure("compared", "3 s", "2 s", 1.5)

# The explorer has its own test, in tests/browser.
QUICK = {
    "imports": "import sgwlib",
    "page": "load_catalogue()",
    "injection": "inject()",
    "explain": "explain(), growth",
    "review": "review(), growth",
}
SLOWER = {
    "sandbox": "a sandbox refuses",
    "endpoint": "endpoint",
    "scan": "sgw scan",
    "growth": "fold, growth",
}


def check_runs(shown: dict[str, str]) -> None:
    """Run some benchmarks, each of which shows a figure."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick", *shown],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    heading, *rows = done.stdout.splitlines()
    assert heading == HEADING
    for name, figure in shown.items():
        assert any(figure in row for row in rows), name


@pytest.mark.heavy
def test_the_quick_benchmarks_run() -> None:
    check_runs(QUICK)


@pytest.mark.heavy
def test_the_slower_benchmarks_run() -> None:
    assert {*QUICK, *SLOWER, "explorer"} == {*command.benchmarks(quick=True)}
    check_runs(SLOWER)


@pytest.mark.heavy
def test_the_endpoint_is_compared_with_moto() -> None:
    try:
        figure = moto_figure(rounds=1, seconds=0.1)
    except subprocess.CalledProcessError:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip("no package index answers: moto cannot be installed")
    assert figure.peer.startswith("moto's server: ")


def test_a_ratio_above_its_ceiling_ends_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    for figures, code in (([KEPT, COMPARED], 0), ([KEPT, MISSED], 1), ([MISSED, KEPT], 1)):
        jobs = {"some": lambda figures=figures: figures}
        assert command.run("bench", lambda *, quick, jobs=jobs: {} if quick else jobs, []) == code
        shown = capsys.readouterr().out
        assert ("Above the ceiling: missed." in shown) == bool(code)
        assert ("Every ratio is within its ceiling." in shown) != bool(code)


def test_each_figure_is_shown_as_soon_as_it_is_known(capsys: pytest.CaptureFixture[str]) -> None:
    shown = []

    def figures() -> Iterator[Figure]:
        for figure in (KEPT, COMPARED):
            yield figure
            shown.append(capsys.readouterr().out)

    assert command.run("bench", lambda **_: {"some": figures}, ["some"]) == 0
    assert shown == [f"{HEADING}\n{row(KEPT)}\n", f"{row(COMPARED)}\n"]


def test_without_a_browser_the_explorer_is_left_out_and_this_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    assert command.main(["explorer"]) == 0
    assert "The explorer is not measured: chromium is not installed." in capsys.readouterr().out


def test_a_wrong_name_is_answered_with_the_right_ones(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        command.main(["explorers"])
    assert "unknown benchmark: explorers; choose from imports, page, " in capsys.readouterr().err


def test_only_a_figure_with_a_ceiling_can_miss_it() -> None:
    for figure, missed in ((KEPT, False), (MISSED, True), (COMPARED, False)):
        assert figure.missed is missed
        assert ("MISSED" in row(figure)) is missed


def test_a_duration_is_shown_in_a_unit_that_suits_it() -> None:
    shown = [in_words(seconds) for seconds in (2.5, 0.0025, 2.5e-6)]
    assert shown == ["2.50 s", "2.50 ms", "2.50 µs"]


def test_a_job_runs_as_often_as_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    # Beside all that the other tests have loaded, each collection takes half a second.
    monkeypatch.setattr("gc.collect", lambda: 0)
    measures: list[Callable[..., float]] = [median_seconds, best_seconds]
    for measure in measures:
        done: list[int] = []
        assert measure(lambda done=done: done.append(1), repeats=3, calls=4) > 0
        assert len(done) == 12


def test_a_lift_keeps_every_degree_and_never_repeats_a_pair(tmp_path: Path) -> None:
    page = load_catalogue()
    for copies in (1, 2, 7):
        lift = load_catalogue(write_lift(tmp_path / str(copies), copies))
        assert len(lift.pairs) == len(set(lift.pairs)) == copies * 289
        assert sorted(len(lift.codes_of(each)) for each in lift.operations) == sorted(
            [len(page.codes_of(each)) for each in page.operations] * copies
        )
        assert [len(lift.operations_of(each)) for each in lift.codes] == [
            len(page.operations_of(each)) for each in page.codes
        ] * copies


def test_the_smallest_lift_is_the_page_itself(tmp_path: Path) -> None:
    lift = load_catalogue(write_lift(tmp_path, 1))
    assert (lift.pairs, lift.codes) == (load_catalogue().pairs, load_catalogue().codes)


def test_a_lift_is_the_same_each_time_for_a_seed(tmp_path: Path) -> None:
    pairs = [
        load_catalogue(write_lift(tmp_path / str(place), 5, seed)).pairs
        for place, seed in enumerate([1, 1, 2])
    ]
    assert pairs[0] == pairs[1] != pairs[2]


def test_a_slow_line_whose_reader_goes_away_complains_of_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """As a browser does that leaves a page while much is still on its way."""
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        slow_line(server.getsockname()[1], 0.05) as port,
    ):
        reader = socket.create_connection(("127.0.0.1", port))
        writer, _ = server.accept()
        for _ in range(50):
            writer.sendall(b"x" * 1000)
            time.sleep(0.001)  # so that it is passed on in many parts
        assert reader.recv(1) == b"x"
        reader.close()
        assert writer.recv(1) == b""  # the line has noticed
        writer.close()
    assert not caplog.records
