from __future__ import annotations

import pytest

from sgwlib import check, hint, solution
from sgwlib.tutorial import Verdict, exercise


def test_a_name_that_no_exercise_has_is_answered_with_those_that_there_are() -> None:
    for said in (check("0-1", 7), hint("0-1"), solution("0-1")):
        assert "There is no exercise `'0-1'`. Did you mean `00-1`?" in str(said)
    for name in ("4-2", "lesson 4, 2", "04-02 ", "04\N{EN DASH}2"):
        assert "Did you mean `04-2`?" in str(hint(name))
    for name in ("04-9", "lesson 4", "04-"):
        assert "Expected a name from `04-1` to `04-6`." in str(hint(name))
    for name in ("", "9-9", "x", "9" * 9000):
        assert "Expected a name from `00-1` to `05-6`." in str(hint(name))


@pytest.mark.parametrize("name", [None, 1, [], {}, ...])
def test_a_name_that_is_none_is_answered_in_words(name: object) -> None:
    assert check(name, 1).verdict is Verdict.WRONG  # type: ignore[arg-type]
    assert "no exercise" in str(hint(name))  # type: ignore[arg-type]


def test_hints_come_one_by_one_and_then_all_together() -> None:
    titles = [hint("02-1").title for _ in range(5)]
    assert titles[:3] == [f"02-1: hint {number} of 3" for number in (1, 2, 3)]
    assert titles[3:] == ["02-1: all 3 hints"] * 2


def test_the_solution_says_how_many_hints_are_left() -> None:
    assert "the 3 hints" in str(solution("02-1"))
    hint("02-1")
    hint("02-1")
    assert "the hint:" in str(solution("02-1"))
    hint("02-1")
    assert solution("02-1").code
    assert not solution("02-2").code  # each has hints of its own


def test_who_is_right_may_see_the_solution_at_once() -> None:
    assert not check("02-1", 8).right
    assert not solution("02-1").code
    assert check("02-1", 23).right
    assert solution("02-1").code


def test_a_solution_that_was_not_derived_says_how_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exercise, "all_texts", dict)
    check("02-1", 23)
    assert "make exercises" in solution("02-1").code
