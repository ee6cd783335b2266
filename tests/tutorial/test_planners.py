"""A function that makes fault plans is judged by what its plans answer."""

from __future__ import annotations

from typing import Any

import pytest

from sgwlib import Fault, FaultPlan, load_catalogue
from sgwlib.tutorial.kinds import Case, Program
from sgwlib.tutorial.kinds.programs import wrong_plan
from tests.tutorial.learners import learners

CASES = [
    Case(
        f"twice({name!r})", (name,), ((name, "NotSupported"), (name, "NotSupported"), (name, None))
    )
    for name in ("AddCache", "ListVolumes", "DeleteVolume", "StartGateway")
]
KIND = Program("twice(operation)", lambda _: CASES, wrong_plan)


def judged(answer: object) -> list[str]:
    return [f"{mark} {text}" for mark, text in KIND.judge(answer, load_catalogue())]


def twice(operation: str) -> FaultPlan:
    return FaultPlan([Fault(operation, "NotSupported", times=2)])


def once_for_cache(operation: str) -> FaultPlan:
    times = 1 if operation == "AddCache" else 2
    return FaultPlan([Fault(operation, "NotSupported", times=times)])


def test_right_plans_are_counted() -> None:
    assert judged(twice) == ["right Right in all 4 cases."]


def test_the_first_call_that_goes_wrong_is_told() -> None:
    right, wrong = judged(once_for_cache)
    assert right.startswith("right Right in 3 of 4 cases")
    assert wrong == (
        "wrong `twice('AddCache')`: Call 2, `AddCache`: succeeds; it should meet `NotSupported`."
    )


def test_a_plan_that_was_asked_before_is_asked_from_its_beginning() -> None:
    used = twice("AddCache")
    used.answer("AddCache")
    assert (
        judged(lambda operation: used if operation == "AddCache" else twice(operation))[0]
        == (judged(twice)[0])
    )
    assert used.calls == {"AddCache": 1}


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (twice("AddCache"), "without parentheses"),
        (lambda: None, "can't be called as `twice(operation)`"),
        (lambda _: None, "it returned `None`, expected a fault plan. Does"),
        (
            lambda name: [Fault(name, "NotSupported")],
            "it returned a list, expected a fault plan.",
        ),
        (lambda name: Fault(name, "VolumeInUse"), "your function raised"),
    ],
)
def test_what_is_no_plan_is_told_so(answer: Any, words: str) -> None:
    assert words in judged(answer)[0]


def test_no_more_than_two_wrong_plans_are_told() -> None:
    assert judged(lambda _: FaultPlan())[2:] == ["wrong 2 more cases failed."]


def test_one_without_an_end_is_tried_once_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sgwlib.running.SECONDS", 0.1)
    source = "def twice(operation):\n    while True: pass"
    [said] = judged(learners(source, "twice"))
    assert "never ends (stopped after 0.1 s" in said
