"""What holds for every exercise of every lesson, also of those to come."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sgwlib import check, hint, load_catalogue, solution
from sgwlib.tutorial import Exercise, Feedback, Verdict
from sgwlib.tutorial.kinds import GoodTest, Handler, Plan, Planner, Program
from sgwlib.tutorial.lessons import all_exercises
from tests.tutorial.wrong_code import WRONG_CODE
from tests.tutorial.wrong_handlers import WRONG_HANDLERS

SOLUTIONS = Path(__file__).parents[2] / "notebooks" / "solutions"
EXERCISES = all_exercises()
CODE = (Handler, Plan, Planner, Program, GoodTest)
WRONG = [*WRONG_CODE, *WRONG_HANDLERS]
STUBS = [(each.name, each) for each in EXERCISES]


class Odd:
    """What no exercise asks for, and what does not even behave."""

    def __repr__(self) -> str:
        raise RuntimeError("no text")

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("no comparison")

    __hash__ = object.__hash__


ODD_ANSWERS = [0, -1, 1.5, float("nan"), True, "", "VolumeInUs", b"", (), [[]], {"": 1}, {1: []}]
ODD_ANSWERS += [object(), Odd(), [Odd()], Odd, print, len, lambda: 1, range(10**9), iter("ab")]

every_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda each: each.name)


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


@every_exercise
class TestExercise:
    def test_the_lesson_asks_its_question_before_it_is_checked(self, exercise: Exercise) -> None:
        [place] = [
            number
            for number, (_, source) in enumerate(cells())
            if f'"{exercise.name}"' in source and source.splitlines()[-1].startswith("check(")
        ]
        asked = [
            source for kind, source in cells()[max(place - 3, 0) : place] if kind == "markdown"
        ]
        whole = "\n".join(asked)
        assert f"### Exercise {exercise.name}\n" in whole
        assert exercise.question in whole

    def test_a_blank_is_answered_with_the_question(self, exercise: Exercise) -> None:
        for blank in (..., None, lambda *_: ...):
            feedback = check(exercise.name, blank)
            assert feedback.verdict is Verdict.BLANK
            assert exercise.question in str(feedback)

    @pytest.mark.parametrize("answer", ODD_ANSWERS, ids=range(len(ODD_ANSWERS)))
    def test_whatever_is_no_answer_is_told_so_in_words(
        self, exercise: Exercise, answer: object
    ) -> None:
        feedback = check(exercise.name, answer)
        assert not feedback.right
        assert len(feedback.parts) >= 1
        assert feedback._repr_html_()

    def test_typical_wrong_answers_are_told_why(self, exercise: Exercise) -> None:
        wrong: list[tuple[object, str]] = [
            (mistake.answer(load_catalogue()), mistake.why) for mistake in exercise.mistakes
        ]
        wrong += [(answer, words) for name, answer, words in WRONG if name == exercise.name]
        assert wrong
        for answer, words in wrong:
            feedback = check(exercise.name, answer)
            assert not feedback.right
            assert words in str(feedback)
            assert f'hint("{exercise.name}")' in str(feedback)

    def test_code_is_never_answered_by_a_comparison(self, exercise: Exercise) -> None:
        assert not (isinstance(exercise.kind, CODE) and exercise.mistakes)

    def test_three_hints_come_before_the_solution(self, exercise: Exercise) -> None:
        assert "comes last" in solution(exercise.name).title
        given = [str(hint(exercise.name)) for _ in range(3)]
        assert len(set(given)) == 3
        assert "solution(" not in given[0]
        assert f'solution("{exercise.name}")' in given[2]
        assert all(text in str(hint(exercise.name)) for text in exercise.hints)

    def test_the_solution_that_is_shown_is_that_of_the_lesson(self, exercise: Exercise) -> None:
        for _ in range(3):
            hint(exercise.name)
        code = solution(exercise.name).code
        [source] = [source for _, source in cells() if f'\ncheck("{exercise.name}", ' in source]
        assert source.startswith(code)
        assert code

    def test_names_in_its_texts_are_right(self, exercise: Exercise) -> None:
        texts = [exercise.question, *exercise.hints, exercise.learned(load_catalogue())]
        texts += [mistake.why for mistake in exercise.mistakes]
        assert unknown_names(" ".join(texts)) == []


def unknown_names(text: str) -> list[str]:
    """Return what looks like a name of the catalogue and is none."""
    catalogue = load_catalogue()
    known = {*catalogue.operations, *catalogue.codes, *catalogue.exceptions, *NOT_ON_THE_PAGE}
    return [name for name in re.findall(r"`([A-Z][a-z]+[A-Z]\w+)`", text) if name not in known]


NOT_ON_THE_PAGE = {"ClientError", "FaultPlan", "KeyError", "AttributeError", "ErrorResponse"}
NOT_ON_THE_PAGE |= {"ClientToken"}


plain = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
names = st.sampled_from([*load_catalogue().operations, *load_catalogue().codes])
anything = st.recursive(
    plain | names,
    lambda inner: st.lists(inner) | st.dictionaries(plain | names, inner) | st.tuples(inner, inner),
)


@settings(deadline=None)  # some truths are found by calling
@given(exercise=st.sampled_from(EXERCISES), answer=anything)
def test_no_answer_makes_a_check_fail(exercise: Exercise, answer: Any) -> None:
    feedback = exercise.check(answer)
    assert isinstance(feedback, Feedback)
    assert feedback._repr_html_()
    if not feedback.right:
        assert 'hint("' in str(feedback)
