"""A right program passes in whatever style, however its random numbers fall; a wrong one never."""

from __future__ import annotations

import random
from itertools import cycle, islice

import pytest

from sgwlib import load_catalogue
from sgwlib.tutorial import Feedback
from tests.tutorial.learners import learners
from tests.tutorial.styles import JITTERED, RETRY, RIGHT, WRONG


def judged(source: str) -> Feedback:
    function = learners(source, "snapshot")
    return Feedback("09-1", tuple(RETRY.judge(function, load_catalogue())))


@pytest.mark.parametrize("source", RIGHT.values(), ids=RIGHT.keys())
def test_right_programs_pass_in_any_style(source: str) -> None:
    said = judged(source)
    assert said.right, said


@pytest.mark.parametrize("times", [25, pytest.param(1000, marks=pytest.mark.heavy)])
def test_jitter_never_decides(times: int) -> None:
    failed = []
    for seed, (name, source) in enumerate(islice(cycle(JITTERED.items()), times)):
        random.seed(seed)
        said = judged(source)
        if not said.right:
            failed.append((seed, name, str(said)))
    assert failed == []


def test_wrong_programs_are_told_why() -> None:
    assert len(WRONG) >= 12
    failed = []
    for name, (source, words) in WRONG.items():
        for seed in range(2):
            random.seed(seed)
            said = judged(source)
            if said.right or words not in str(said):
                failed.append((name, words, str(said)))
    assert failed == []
