"""A right program passes in whatever style, however its random numbers fall; a wrong one never."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import cycle, islice
from typing import TYPE_CHECKING, Any

import pytest

from sgwlib import load_catalogue
from sgwlib.tutorial import Exercise, Feedback
from sgwlib.tutorial.lessons import all_exercises
from tests.tutorial.learners import learners
from tests.tutorial.styles import JITTERED, POLLS, RETRY, RIGHT, WRONG

if TYPE_CHECKING:
    from sgwlib.catalogue import Catalogue
    from sgwlib.tutorial.kinds import Scene, Tried, World


def judged(source: str, kind: Tried = RETRY) -> Feedback:
    function = learners(source, "snapshot")
    return Feedback("09-1", tuple(kind.judge(function, load_catalogue())))


def waiting(catalogue: Catalogue) -> list[Scene | World]:
    """Return the scenes in which a right program waits."""
    return [scene for scene in RETRY.scenes(catalogue) if "eady" in scene.name]


def some(programs: dict[str, str]) -> list[Any]:
    """Return the programs; three of four are for the heavy tests."""
    heavy = [pytest.mark.heavy]
    return [
        pytest.param(source, id=name, marks=heavy if place % 4 else [])
        for place, (name, source) in enumerate(programs.items())
    ]


@pytest.mark.parametrize("source", some(RIGHT))
def test_right_programs_pass_in_any_style(source: str) -> None:
    said = judged(source)
    assert said.right, said


def lesson_s(call: str) -> Exercise:
    """Return the exercise of the lessons that asks for a function of this form."""
    [found] = [each for each in all_exercises() if getattr(each.kind, "call", "") == call]
    return found


@pytest.mark.parametrize("step", [4, pytest.param(1, marks=pytest.mark.heavy)])
def test_right_programs_pass_in_the_lessons_in_any_style(step: int) -> None:
    failed = []
    for call, programs in (
        ("snapshot(client, arn)", RIGHT),
        ("wait_until_available(client, arn)", POLLS),
    ):
        exercise = lesson_s(call)
        for name, source in list(programs.items())[::step]:
            said = exercise.check(learners(source, call.partition("(")[0]))
            if not said.right:
                failed.append((call, name, str(said)))
    assert failed == []


THOUSAND = [pytest.param(first, 250, marks=pytest.mark.heavy) for first in range(0, 1000, 250)]


@pytest.mark.parametrize(("first", "times"), [(0, 8), *THOUSAND])
def test_jitter_never_decides(first: int, times: int) -> None:
    failed = []
    kind = replace(RETRY, scenes=waiting)
    programs = islice(cycle(JITTERED.items()), first, first + times)
    for seed, (name, source) in enumerate(programs, first):
        random.seed(seed)
        said = judged(source, kind)
        if not said.right:
            failed.append((seed, name, str(said)))
    assert failed == []


@pytest.mark.parametrize("step", [4, pytest.param(1, marks=pytest.mark.heavy)])
def test_wrong_programs_are_told_why(step: int) -> None:
    assert len(WRONG) >= 12
    failed = []
    for name, (source, words) in list(WRONG.items())[::step]:
        for seed in range(2):
            random.seed(seed)
            said = judged(source)
            if said.right or words not in str(said):
                failed.append((name, words, str(said)))
    assert failed == []
