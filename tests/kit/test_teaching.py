"""The commands, names and numbers on the page for teachers are right."""

from __future__ import annotations

import doctest
import inspect
import json
import mmap
import re
import shlex
import sys
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

import sgwlib
from benchmarks.peers import classroom
from sgwlib import error_graph, load_catalogue
from sgwlib.cli.parser import parse
from sgwlib.graph import equal_operations
from sgwlib.quiz.progress import Answer, Progress, default_path
from sgwlib.tutorial.lessons import all_exercises
from tools import binder

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "teaching.md"
TEXT = PAGE.read_text(encoding="utf-8")
ADDRESS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["urls"][
    "Repository"
]
EXERCISES = {each.name: each for each in all_exercises()}
DRILLS = "06"
"""The notebook with drills, which a plan names instead of exercises."""
PLANS = {"90 minutes": 90, "Half a day": 240}
"""Each plan, with its minutes."""


def section(title: str) -> str:
    """Return the text below a heading."""
    [found] = re.findall(rf"^## {title}\n(.*?)(?=^## |\Z)", TEXT, re.DOTALL | re.MULTILINE)
    return str(found)


def rows(title: str) -> list[list[str]]:
    """Return the rows of a section's table, without its head."""
    lines = re.findall(r"^\|(.+)\|$", section(title), re.MULTILINE)
    return [[cell.strip() for cell in line.split("|")] for line in lines[2:]]


def blocks(language: str) -> list[str]:
    """Return the blocks of code in a language."""
    found: list[str] = re.findall(rf"^```{language}\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)
    assert found
    return found


def commands() -> list[list[str]]:
    """Return every command for a shell, as words."""
    lines = "".join(blocks("bash")).replace("&&", "\n").splitlines()
    return [shlex.split(line) for line in lines]


def exercises(cell: str) -> list[str]:
    """Return the exercises that a plan names, such as `01-1 to 01-4` or `02-1, 02-5`."""
    first, _, last = cell.partition(" to ")
    if not last:
        return [name for name in cell.split(", ") if name]
    lesson, numbers = first[:2], range(int(first[3:]), int(last[3:]) + 1)
    assert lesson == last[:2]
    return [f"{lesson}-{number}" for number in numbers]


def megabytes(amount: str) -> float:
    """Return what an amount such as `512M` is, as Kubernetes and TLJH read it."""
    return float(amount[:-1]) * {"M": 1, "G": 1000}[amount[-1]]


def measured(row: str) -> list[float]:
    """Return the greatest figure of each class in a row of what was measured."""
    [cells] = [cells[1:] for cells in rows("What each learner needs") if cells[0] == row]
    return [float(re.findall(r"[\d.]+", cell)[-1]) for cell in cells]


# --- the plans -------------------------------------------------------------------------------


def test_a_plan_has_no_gap_and_ends_in_time() -> None:
    for title, minutes in PLANS.items():
        ends = timedelta()
        for start, lasts, *_ in rows(title):
            hours, past = start.split(":")
            assert timedelta(hours=int(hours), minutes=int(past)) == ends, (title, start)
            ends += timedelta(minutes=int(lasts))
        assert ends == timedelta(minutes=minutes), title
        assert "Break." in [row[-1] for row in rows(title)], title


def test_a_plan_names_exercises_of_its_lesson() -> None:
    for title in PLANS:
        for _, lasts, lesson, named, _ in rows(title):
            number = lesson[1:3]
            chosen = exercises(named)
            assert bool(chosen) is bool(lesson)
            if number == DRILLS:
                assert set(chosen) <= set(sgwlib.drill_names())
            else:
                assert all(name in EXERCISES and name.startswith(number) for name in chosen), chosen
            assert not lesson or int(lasts) >= 15


def test_a_plan_keeps_the_order_that_the_lessons_need() -> None:
    notebook = json.loads((ROOT / "notebooks" / "00_start_here.ipynb").read_text(encoding="utf-8"))
    index = "".join("".join(cell["source"]) for cell in notebook["cells"])
    before = dict(re.findall(r"^\| \[(\d\d) .*?\| (\w+) \|$", index, re.MULTILINE))
    for title in PLANS:
        taught = [lesson[1:3] for _, _, lesson, *_ in rows(title) if lesson]
        for place, lesson in enumerate(taught):
            assert before[lesson] in {"nothing", *taught[:place]}, (title, lesson)


def test_the_homework_is_what_half_a_day_leaves_out() -> None:
    named = re.findall(r"(\d\d) is homework", section("Half a day"))
    taught = {lesson[1:3] for _, _, lesson, *_ in rows("Half a day")}
    lessons = {path.name[:2] for path in (ROOT / "notebooks").glob("[0-9]*.ipynb")}
    assert set(named) == lessons - taught


def test_the_drills_that_are_recommended_exist() -> None:
    recommended = section("Drills for teams").partition("Start with")[2]
    named = set(re.findall(r"`([a-z-]+)`", recommended))
    assert len(named) >= 10
    assert named <= set(sgwlib.drill_names())


def test_every_exercise_named_exists() -> None:
    assert set(re.findall(r"\b0\d-\d\b", TEXT)) <= set(EXERCISES)


def test_every_exercise_has_three_hints() -> None:
    assert "three to each exercise" in TEXT
    assert {len(exercise.texts.hints) for exercise in EXERCISES.values()} == {3}


# --- names and numbers -----------------------------------------------------------------------


def test_the_numbers_are_the_catalogues() -> None:
    catalogue = load_catalogue()
    [shown] = re.findall(r"How many handlers do (\d+) operations need\?\* \((\d+) kinds", TEXT)
    kinds = equal_operations(error_graph(catalogue))
    assert tuple(map(int, shown)) == (len(catalogue.operations), len(kinds))
    assert catalogue.documents("DeleteVolume", "VolumeInUse")


def test_every_call_matches_the_function() -> None:
    calls = set(re.findall(r"`sgwlib\.(\w+(?:\([^`]*\))?)`", TEXT))
    assert len(calls) >= 4
    for call in calls:
        name, _, given = call.partition("(")
        parameters = inspect.signature(getattr(sgwlib, name)).parameters
        assert set(re.findall(r"(\w+)=", given)) <= set(parameters), call


def test_what_to_click_and_to_press_exists() -> None:
    folder = ROOT / "sgwlib" / "ui"
    files = [*folder.rglob("*.py"), *folder.rglob("*.js")]
    source = "".join(path.read_text(encoding="utf-8") for path in files)
    labels = ('"Fold"', "Download progress", "Restore progress…")
    keys = ("ArrowUp", "Home", "End", "PageUp", "PageDown", "Enter", "Escape")
    views = ('"table"',)
    assert [words for words in (*labels, *keys, *views) if words not in source] == []


def test_every_sgw_command_exists() -> None:
    for command in re.findall(r"`sgw ([^`]+)`", TEXT):
        assert parse(command.split()).command == command.partition(" ")[0]


def test_pip_and_cp_get_files_of_the_repository() -> None:
    given = [words for words in commands() if "pip" in words or "cp" in words]
    named = [words[words.index("--requirement") + 1] for words in given if "--requirement" in words]
    assert set(named) == {"requirements.lock"}
    assert [words[3] for words in given if "cp" in words] == ["binder/prefix/."]
    assert (ROOT / "binder" / "prefix").is_dir()


def test_the_package_is_installed_as_binder_does_it() -> None:
    done = (ROOT / "binder" / "postBuild").read_text(encoding="utf-8")
    for words in commands():
        if "pip" in words and "install" in words and "nbgitpuller" not in words:
            assert " ".join(words[words.index("-m") :]) in done


def test_practice_is_saved_in_the_folder_that_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    [named] = re.findall(r"`~/(\S+\.json)`", TEXT)
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
        assert f"{name}" in TEXT
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert default_path() == tmp_path / named


# --- links -----------------------------------------------------------------------------------


def test_the_repositorys_address_is_the_one_address() -> None:
    assert [words[2] for words in commands() if words[:2] == ["git", "clone"]] == [ADDRESS]


def test_the_binder_link_is_composed_from_the_one_address() -> None:
    [opened] = re.findall(r"\((https://mybinder\.org/v2/gh/\S+)\)", TEXT)
    assert opened == binder.address("lab/tree/notebooks/00_start_here.ipynb")


def test_the_nbgitpuller_link_is_composed_from_the_one_address() -> None:
    [link] = re.findall(r"^https://\S+/git-pull\?\S+$", TEXT, re.MULTILINE)
    parts = urlsplit(link)
    folder = ADDRESS.rpartition("/")[2]
    assert parts.path == "/hub/user-redirect/git-pull"
    assert parse_qs(parts.query, strict_parsing=True) == {
        "repo": [ADDRESS],
        "branch": ["main"],
        "urlpath": [f"lab/tree/{folder}/notebooks/00_start_here.ipynb"],
    }


# --- progress --------------------------------------------------------------------------------


def test_the_example_reads_the_progress_of_a_class(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answers = {
        "ada": [("causes/VolumeInUse", False), ("causes/NodeNotFound", True)],
        "ben": [("causes/VolumeInUse", False), ("causes/NodeNotFound", True)],
    }
    answers["ada"].append(("causes/VolumeInUse", True))
    (tmp_path / "collected").mkdir()
    for name, given in answers.items():
        days = (datetime(2026, 3, day, tzinfo=UTC) for day in range(1, 9))
        progress = Progress(frozenset(Answer(next(days), card, right) for card, right in given))
        (tmp_path / "collected" / f"{name}.json").write_bytes(progress.to_bytes())
    monkeypatch.chdir(tmp_path)
    failed, tried = doctest.testfile(str(PAGE), module_relative=False)
    assert tried >= 8
    assert failed == 0
    assert sgwlib.practice("ada-merged.json").model.problem == ""


# --- what a learner needs --------------------------------------------------------------------


def test_the_figures_are_those_of_the_benchmark() -> None:
    lines = re.findall(r"^\|.+\|$", section("What each learner needs"), re.MULTILINE)
    assert lines[0] == "| learners | 10 | 20 |"
    source = inspect.getsource(classroom)
    for what, *_ in rows("What each learner needs"):
        assert f'"{what}": ' in source
    assert measured("cells that failed") == [0, 0]


def test_the_limits_are_above_what_was_measured() -> None:
    [config] = blocks("yaml")
    single: dict[str, Any] = yaml.safe_load(config)["singleuser"]
    limits = {
        words[3]: words[4]
        for words in commands()
        if words[1:2] == ["tljh-config"] and words[-2].startswith("limits.")
    }
    assert limits == {
        "limits.memory": single["memory"]["limit"],
        "limits.cpu": f"{single['cpu']['limit']}",
    }
    most = max(measured("memory, at most, MB"))
    assert most < megabytes(single["memory"]["guarantee"]) < megabytes(single["memory"]["limit"])
    assert blocks("yaml")[0].count("timeout: 7200") == sum("7200" in words for words in commands())
    assert single["defaultUrl"] == "/lab/tree/sgwlib/notebooks/00_start_here.ipynb"


def test_what_to_plan_for_is_what_was_measured() -> None:
    patterns = {
        r"Memory: (\d+) MB": "memory, at most, MB",
        r"share more: (\d+) MB each": "memory, shared pages in part (PSS), MB",
        r"Processor: (\d+) seconds": "CPU time, s",
    }
    for pattern, row in patterns.items():
        [planned] = re.findall(pattern, TEXT)
        assert 0.9 * float(planned) <= max(measured(row)) <= float(planned), row


@pytest.mark.skipif(sys.platform != "linux", reason="reads what Linux says of a process")
def test_a_process_is_measured() -> None:
    before = classroom._needs(Path("/proc/self"))
    # Memory of its own: bytes may take what the process had before.
    held = mmap.mmap(-1, 50_000_000)
    held.write(b"x" * len(held))
    after = classroom._needs(Path("/proc/self"))
    assert after.rss - before.rss > len(held) / 1e6 * 0.9
    assert after.pss <= after.rss <= after.peak * 1.01
    assert after.cpu >= before.cpu > 0


def test_each_class_is_a_column() -> None:
    columns = [
        {"learners": "1", "cells that failed": "0"},
        {"learners": "2", "cells that failed": "1"},
    ]
    shown = "| learners | 1 | 2 |\n| --- | ---: | ---: |\n| cells that failed | 0 | 1 |"
    assert classroom._table(columns) == shown
    assert classroom._middle_and_most([1.0, 4.0, 2.0]) == "2 (4)"
