from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from benchmarks import __main__ as command
from benchmarks.figures import Figure, best_seconds, in_words, median_seconds, table
from sgwlib import load_catalogue
from tools.synthetic import write_lift

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KEPT = Figure("kept", "1 s", "2 s", 0.5, 1)
MISSED = Figure("missed", "3 s", "2 s", 1.5, 1)
COMPARED = Figure("compared", "3 s", "2 s", 1.5)


def test_the_command_runs_and_shows_every_kind_of_figure() -> None:
    # The explorer has its own test, in browser/.
    names = [name for name in command.benchmarks(quick=True) if name != "explorer"]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick", *names],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    for part in (
        "import sgwlib",
        "load_catalogue()",
        "simulate()",
        "seriated",
        "fold, growth",
        "inject()",
        "explain(), growth",
        "sgw scan",
    ):
        assert part in done.stdout


@pytest.mark.parametrize(
    ("figures", "code"), [([KEPT, COMPARED], 0), ([KEPT, MISSED], 1), ([MISSED, KEPT], 1)]
)
def test_a_missed_ceiling_is_told_and_ends_with_1(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    figures: list[Figure],
    code: int,
) -> None:
    monkeypatch.setattr(command, "import_figures", lambda **_: figures[:1])
    monkeypatch.setattr(command, "page_figures", lambda **_: figures[1:])
    monkeypatch.setattr(command, "growth_figures", lambda *_, **__: [])
    monkeypatch.setattr(command, "injection_figures", lambda **_: [])
    monkeypatch.setattr(command, "endpoint_figures", lambda *_, **__: [])
    monkeypatch.setattr(command, "explain_figures", lambda *_, **__: [])
    monkeypatch.setattr(command, "scan_figures", lambda *_, **__: [])
    monkeypatch.setattr(command, "explorer_figures", lambda *_, **__: [])
    assert command.main([]) == code
    shown = capsys.readouterr().out
    assert ("Missed: missed" in shown) == bool(code)
    assert ("Every ceiling is kept" in shown) != bool(code)


def test_without_a_browser_the_explorer_is_left_out_and_this_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    assert command.main(["explorer"]) == 0
    assert "there is no chromium here" in capsys.readouterr().out


def test_a_wrong_name_is_answered_with_the_right_ones(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        command.main(["explorers"])
    told = capsys.readouterr().err
    assert "no benchmark is called explorers" in told
    assert "explorer" in told.split("one of")[-1]


@pytest.mark.parametrize(("figure", "missed"), [(KEPT, False), (MISSED, True), (COMPARED, False)])
def test_only_a_figure_with_a_ceiling_can_miss_it(figure: Figure, *, missed: bool) -> None:
    assert figure.missed is missed
    assert ("MISSED" in table([figure])) is missed


@pytest.mark.parametrize(
    ("seconds", "text"), [(2.5, "2.50 s"), (0.0025, "2.50 ms"), (2.5e-6, "2.50 µs")]
)
def test_durations_are_told_in_a_fitting_unit(seconds: float, text: str) -> None:
    assert in_words(seconds) == text


@pytest.mark.parametrize("measure", [median_seconds, best_seconds])
def test_a_job_is_done_as_often_as_said(measure: Callable[..., float]) -> None:
    done: list[int] = []
    assert measure(lambda: done.append(1), repeats=3, calls=4) > 0
    assert len(done) == 12


@pytest.mark.parametrize("copies", [1, 2, 7])
def test_a_lift_keeps_every_degree_and_never_repeats_a_pair(tmp_path: Path, copies: int) -> None:
    page, lift = load_catalogue(), load_catalogue(write_lift(tmp_path, copies))
    assert len(lift.pairs) == len(set(lift.pairs)) == copies * 289
    for of_lift, of_page in (
        ([len(lift.codes_of(each)) for each in lift.operations], page.codes_of),
        ([len(lift.operations_of(each)) for each in lift.codes], page.operations_of),
    ):
        names = page.operations if of_page == page.codes_of else page.codes
        assert of_lift == [len(of_page(each)) for each in names] * copies


def test_the_smallest_lift_is_the_page_itself(tmp_path: Path) -> None:
    lift = load_catalogue(write_lift(tmp_path, 1))
    assert (lift.pairs, lift.codes) == (load_catalogue().pairs, load_catalogue().codes)


def test_a_lift_is_the_same_each_time_for_a_seed(tmp_path: Path) -> None:
    pairs = [
        load_catalogue(write_lift(tmp_path / str(place), 5, seed)).pairs
        for place, seed in enumerate([1, 1, 2])
    ]
    assert pairs[0] == pairs[1] != pairs[2]
