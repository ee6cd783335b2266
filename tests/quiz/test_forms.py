"""The tests before and after: two parallel forms, taken once each."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgwlib import Catalogue, load_catalogue
from sgwlib.errors import PracticeError, UnknownNameError
from sgwlib.quiz.kinds import KINDS
from sgwlib.quiz.model import PracticeModel
from sgwlib.quiz.practice import as_text, feedback, heading, score, summary
from sgwlib.quiz.progress import Answer, Progress, ProgressFile
from sgwlib.quiz.session import deck, form_for, forms, label
from tools.synthetic import write_lift

if TYPE_CHECKING:
    from pathlib import Path

    from sgwlib.quiz.session import Form

CATALOGUE = load_catalogue()
SEEDS = st.integers(0, 2**32)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def strata(form: Form) -> Counter[tuple[str, str]]:
    return Counter((card.kind, KINDS[card.kind].stratum(CATALOGUE, card.name)) for card in form)


def begun(form: Form, time: str, seed: int) -> Progress:
    """Return the progress of a learner who has answered the first question of a form."""
    return Progress(frozenset({Answer(NOON, form[0].key, right=True, test=label(time, seed))}))


@given(SEEDS)
def test_the_forms_are_parallel_and_share_no_card(seed: int) -> None:
    one, other = forms(CATALOGUE, seed)
    assert len(one) == len(other) == 10
    assert Counter(card.kind for card in one) == dict.fromkeys(KINDS, 2)
    assert strata(one) == strata(other)
    assert len({*one, *other}) == 20
    codes = [card.name for card in (*one, *other) if card.kind in ("causes", "steps")]
    assert len(set(codes)) == len(codes) == 8  # no code is asked about twice


@given(SEEDS)
def test_a_seed_gives_the_same_forms_again_and_others_give_others(seed: int) -> None:
    assert forms(CATALOGUE, seed) == forms(CATALOGUE, seed)
    assert forms(CATALOGUE, seed) != forms(CATALOGUE, seed + 1)


def test_no_card_is_in_the_first_form_more_often_than_in_the_second() -> None:
    first, second = Counter[str](), Counter[str]()
    for seed in range(400):
        one, other = forms(CATALOGUE, seed)
        first.update(card.key for card in one)
        second.update(card.key for card in other)
    for key in {*first, *second}:
        both = first[key] + second[key]
        assert abs(first[key] - second[key]) < 4.5 * both**0.5, key


@given(SEEDS, st.sampled_from(["before", "after"]), st.integers(0, 1))
def test_the_second_test_has_the_form_that_the_first_had_not(
    seed: int, time: str, which: int
) -> None:
    both = forms(CATALOGUE, seed)
    progress = begun(both[which], time, seed)
    other_time = "after" if time == "before" else "before"
    for chance in (Random(1), Random(2), Random(3)):
        assert form_for(CATALOGUE, progress, time, seed, chance) == both[which]
        assert form_for(CATALOGUE, progress, other_time, seed, chance) == both[1 - which]


def test_which_form_comes_first_is_left_to_chance() -> None:
    both = forms(CATALOGUE, 0)
    found = Counter(
        both.index(form_for(CATALOGUE, Progress(), "before", 0, Random(seed)))
        for seed in range(200)
    )
    assert min(found[0], found[1]) > 70


def test_another_catalogue_has_its_own_forms(tmp_path: Path) -> None:
    lifted = load_catalogue(write_lift(tmp_path, 2))
    one, other = forms(lifted, 0)
    kinds = {card.kind for card in deck(lifted).values()}
    assert "reading" not in kinds  # its codes share their messages
    assert Counter(card.kind for card in one) == dict.fromkeys(kinds, 2)
    assert len({*one, *other}) == 4 * len(kinds)


@pytest.mark.parametrize(
    ("time", "seed", "error"),
    [("now", 0, UnknownNameError), ("before", "x", PracticeError), ("before", True, PracticeError)],
)
def test_a_mistake_is_refused(time: str, seed: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        label(time, seed)


# --- taking a test --------------------------------------------------------------------------


class Learner:
    """Someone who takes tests and practises, with a file and a clock of their own."""

    def __init__(self, path: Path) -> None:
        self.file = ProgressFile(path)
        self.now = NOON

    def clock(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def opens(self, test: str | None, seed: int | None = None) -> PracticeModel:
        return PracticeModel(self.file, test=test, seed=seed, clock=self.clock)


@pytest.fixture
def learner(tmp_path: Path) -> Learner:
    return Learner(tmp_path / "progress.json")


def answer_it(model: PracticeModel, *, right: bool = True) -> None:
    question = model.question
    assert question
    model.answer(question.right if right else (question.right + 1) % len(question.choices))


def test_a_test_says_nothing_until_its_end(learner: Learner) -> None:
    model = learner.opens("before")
    for number in range(1, 11):
        assert (model.phase, heading(model)) == ("asked", f"Question {number} of 10")
        assert (score(model), feedback(model), model.open_to_look) == ("", [], {})
        answer_it(model, right=number % 3 > 0)
    assert (model.phase, heading(model)) == ("summary", "Test done")
    assert summary(model)[0] == "7 of 10 right."
    assert model.open_to_look == {}  # the answers would be a part of the course
    assert model.standings == {}  # a test moves no card


def test_after_the_course_the_missed_ones_can_be_looked_up(learner: Learner) -> None:
    model = learner.opens("after")
    for number in range(10):
        answer_it(model, right=number > 1)
    assert summary(model)[0] == "8 of 10 right."
    assert len(model.open_to_look) == 2
    assert "sgwlib.explorer(" in as_text(model)


def test_a_test_goes_on_where_it_was_left(learner: Learner) -> None:
    model = learner.opens("before")
    form = model.form
    for _ in range(4):
        answer_it(model)
    again = learner.opens("before")
    assert again.form == form
    assert heading(again) == "Question 5 of 10"
    assert again.card == model.card
    assert again.question == model.question
    for _ in range(6):
        answer_it(again, right=False)
    assert summary(again)[0] == "4 of 10 right."


def test_a_test_is_taken_once(learner: Learner) -> None:
    model = learner.opens("before")
    for _ in range(10):
        answer_it(model)
    for each in (model, learner.opens("before")):
        each.begin()
        assert (each.phase, heading(each)) == ("summary", "Test done")
        assert summary(each)[0] == "10 of 10 right."
        answer_it(model, right=False)
    assert len(learner.file.read().progress.answers) == 10
    assert as_text(learner.opens("before"))


def test_both_tests_ask_twenty_cards(learner: Learner) -> None:
    for test in ("before", "after"):
        model = learner.opens(test)
        for _ in range(10):
            answer_it(model)
    answers = learner.file.read().progress.answers
    assert len({each.card for each in answers}) == len(answers) == 20


def test_everyone_in_a_class_gets_the_same_questions(tmp_path: Path) -> None:
    asked: dict[str, set[str]] = {}
    for number in range(24):  # chance gives all of them the same form once in 2**23 runs
        model = Learner(tmp_path / f"{number}.json").opens("before", 5)
        while model.phase == "asked":
            assert model.card
            assert model.question
            asked.setdefault(model.card.key, set()).add(repr(model.question))
            answer_it(model)
    assert len(asked) == 20  # both forms occur
    assert all(len(questions) == 1 for questions in asked.values())


def test_a_catalogue_without_questions_has_no_test(tmp_path: Path) -> None:
    bare = Catalogue(edition="none", version="1", exceptions={}, codes={}, operations={}, pairs=())
    with pytest.raises(PracticeError, match="nothing to ask about"):
        PracticeModel(ProgressFile(tmp_path / "p.json"), test="before", catalogue=bare)
