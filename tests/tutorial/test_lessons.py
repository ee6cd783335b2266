"""What holds for every exercise of every lesson, also of those to come."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgwlib import check, hint, load_catalogue, solution
from sgwlib.tutorial import Exercise, Feedback, Verdict
from sgwlib.tutorial.kinds import GoodTest, Plan, Program, Tried
from sgwlib.tutorial.lessons import all_exercises
from tests.tutorial.wrong_programs import WRONG_PLANS, Wrong, right_programs, wrong_programs

SOLUTIONS = Path(__file__).parents[2] / "notebooks" / "solutions"
EXERCISES = all_exercises()
CODE = (Tried, Plan, Program, GoodTest)
LEAST = 12
"""Wrong programs for each exercise of code."""
STUBS = [(each.name, each) for each in EXERCISES]


class Odd:
    """What no exercise asks for, and what does not even behave."""

    def __repr__(self) -> str:
        raise RuntimeError("no text")

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("no comparison")

    __hash__ = object.__hash__


def odd_answers() -> list[object]:
    return [
        *(0, -1, 1.5, float("nan"), True, "", "VolumeInUs", b"", (), [[]], {"": 1}, {1: []}),
        *(object(), Odd(), [Odd()], Odd, print, len, lambda: 1, range(10**9), iter("ab")),
    ]


@cache
def cells() -> list[tuple[str, str]]:
    """Return kind and source of each cell of the lessons, as written by hand."""
    paths = sorted(SOLUTIONS.glob("*.ipynb"))
    found = [cell for path in paths for cell in json.loads(path.read_bytes())["cells"]]
    return [(cell["cell_type"], "".join(cell["source"])) for cell in found]


def test_the_exercises_are_those_that_the_lessons_check() -> None:
    checked = re.findall(
        r'^check\("(.+?)"', "\n".join(source for _, source in cells()), re.MULTILINE
    )
    assert [each.name for each in EXERCISES] == checked


def test_run_all_cells_uses_up_no_hint() -> None:
    code = [source for kind, source in cells() if kind == "code"]
    assert not re.findall(r"^(?:hint|solution)\(.*", "\n".join(code), re.MULTILINE)


def test_each_lesson_asks_the_question_before_it_is_checked() -> None:
    failed = []
    for exercise in EXERCISES:
        [place] = [
            number
            for number, (_, source) in enumerate(cells())
            if f'"{exercise.name}"' in source and source.splitlines()[-1].startswith("check(")
        ]
        before = cells()[max(place - 3, 0) : place]
        whole = "\n".join(source for kind, source in before if kind == "markdown")
        if f"### Exercise {exercise.name}\n" not in whole or exercise.texts.question not in whole:
            failed.append(exercise.name)
    assert failed == []


def test_a_blank_is_answered_with_what_to_do() -> None:
    for exercise in EXERCISES:
        for blank in (..., None, lambda *_: ...):
            feedback = check(exercise.name, blank)
            assert feedback.verdict is Verdict.BLANK
            what = "code" if callable(blank) else "answer"
            assert f"Put your {what} in place of `...`." in str(feedback)


@pytest.mark.parametrize("step", [5, pytest.param(1, marks=pytest.mark.heavy)])
def test_whatever_is_no_answer_is_told_so_in_words(step: int) -> None:
    """Each exercise is given other odd answers, if not all of them."""
    failed = []
    for place, exercise in enumerate(EXERCISES):
        for number, answer in enumerate(odd_answers()[place % step :: step]):
            feedback = check(exercise.name, answer)
            if feedback.right or not feedback.parts or not feedback._repr_html_():
                failed.append((exercise.name, number, str(feedback)))
    assert failed == []


def test_typical_wrong_answers_are_told_why() -> None:
    failed = []
    for exercise in EXERCISES:
        for mistake in exercise.mistakes:
            answer = mistake.answer(load_catalogue())
            failed += said_otherwise(Wrong(exercise.name, answer, mistake.why))
    assert failed == []


def test_right_programs_pass_in_other_styles() -> None:
    said = [check(exercise, function) for exercise, function in right_programs()]
    assert [each for each in said if not each.right] == []


@cache
def wrong() -> list[Wrong]:
    return [*wrong_programs(), *WRONG_PLANS]


def test_each_exercise_has_typical_wrong_answers() -> None:
    for exercise in EXERCISES:
        programs = [each for each in wrong() if each.exercise == exercise.name]
        is_code = isinstance(exercise.kind, CODE) or bool(programs)
        assert len(programs) >= LEAST if is_code else exercise.mistakes, exercise.name


@pytest.mark.parametrize("step", [LEAST, pytest.param(1, marks=pytest.mark.heavy)])
def test_wrong_programs_are_told_why(step: int) -> None:
    assert [each for one in wrong()[::step] for each in said_otherwise(one)] == []


def said_otherwise(wrong: Wrong) -> list[tuple[str, str, str]]:
    """Return a wrong answer that is taken for right, or whose feedback lacks words."""
    feedback = check(wrong.exercise, wrong.answer)
    told = wrong.words in str(feedback) and f'hint("{wrong.exercise}")' in str(feedback)
    return [] if told and not feedback.right else [(wrong.exercise, wrong.words, str(feedback))]


def test_code_is_never_answered_by_a_comparison() -> None:
    assert [each.name for each in EXERCISES if isinstance(each.kind, CODE) and each.mistakes] == []


def test_three_hints_come_before_the_solution() -> None:
    for exercise in EXERCISES:
        assert "comes last" in solution(exercise.name).title
        given = [str(hint(exercise.name)) for _ in range(3)]
        assert len(set(given)) == 3
        assert "solution(" not in given[0]
        assert f'solution("{exercise.name}")' in given[2]
        assert all(text in str(hint(exercise.name)) for text in exercise.texts.hints)


def test_the_solution_that_is_shown_is_that_of_the_lesson() -> None:
    for exercise in EXERCISES:
        for _ in range(3):
            hint(exercise.name)
        code = solution(exercise.name).code
        [source] = [source for _, source in cells() if f'\ncheck("{exercise.name}", ' in source]
        assert code, exercise.name
        assert source.startswith(code), exercise.name


def test_names_in_the_texts_are_right() -> None:
    unknown = {}
    for exercise in EXERCISES:
        texts = [exercise.texts.question, *exercise.texts.hints, exercise.texts.learned]
        texts += [mistake.why for mistake in exercise.mistakes]
        unknown[exercise.name] = unknown_names(" ".join(texts))
    assert {name: found for name, found in unknown.items() if found} == {}


def unknown_names(text: str) -> list[str]:
    """Return what looks like a name of the catalogue and is none."""
    catalogue = load_catalogue()
    known = {*catalogue.api_operations, *catalogue.known_codes, *catalogue.known_exceptions}
    known |= NOT_ON_THE_PAGE
    return [name for name in re.findall(r"`([A-Z][a-z]+[A-Z]\w+)`", text) if name not in known]


NOT_ON_THE_PAGE = {"ClientError", "FaultPlan", "KeyError", "AttributeError", "ErrorResponse"}
NOT_ON_THE_PAGE |= {"ClientToken", "NotificationId", "TimeoutError"}


plain = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
names = st.sampled_from([*load_catalogue().operations, *load_catalogue().codes])
anything = st.recursive(
    plain | names,
    lambda inner: st.lists(inner) | st.dictionaries(plain | names, inner) | st.tuples(inner, inner),
)


@given(exercise=st.sampled_from(EXERCISES), answer=anything)
def test_no_answer_makes_a_check_fail(exercise: Exercise, answer: Any) -> None:
    feedback = exercise.check(answer)
    assert isinstance(feedback, Feedback)
    assert feedback._repr_html_()
    if not feedback.right:
        assert 'hint("' in str(feedback)
