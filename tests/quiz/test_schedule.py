"""When a card is asked again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import fsrs
from hypothesis import given
from hypothesis import strategies as st

from sgwlib.quiz.session import KNOWN, Standing, standing
from tests.quiz.answers import ANSWERS, answer

if TYPE_CHECKING:
    from sgwlib.quiz.progress import Answer

DAY = timedelta(days=1)
HISTORIES = st.lists(ANSWERS, min_size=1, max_size=8).map(sorted)


def when_due(rights: str) -> list[Standing]:
    """Return each standing of a card that is answered, right (+) or not, whenever it is due."""
    history: list[Answer] = []
    found = []
    moment = answer(1).when
    for right in rights:
        history.append(answer(1, right=right == "+")._replace(when=moment))
        here = standing(history)
        assert here
        found.append(here)
        moment = max(here.due, moment)
    return found


def test_a_card_without_an_answer_stands_nowhere() -> None:
    assert standing([]) is None


def test_each_rest_is_longer_than_the_last_and_the_card_becomes_known() -> None:
    stood = when_due("++++")
    rests = [each.due - each.since for each in stood]
    assert rests == sorted(set(rests))
    assert rests[0] >= DAY
    assert not stood[0].is_known
    assert stood[-1].stability >= KNOWN
    assert stood[-1].is_known


def test_a_missed_card_is_due_on_the_same_day_and_rests_less_afterwards() -> None:
    kept, missed = when_due("+++"), when_due("++-+")
    assert missed[2].is_due(missed[2].since)
    assert missed[2].stability < kept[2].stability
    assert missed[3].due - missed[3].since < kept[2].due - kept[2].since


@given(HISTORIES)
def test_the_days_are_those_of_fsrs(history: list[Answer]) -> None:
    steps = [timedelta(minutes=10)]
    scheduler = fsrs.Scheduler(
        learning_steps=steps, relearning_steps=steps, maximum_interval=365, enable_fuzzing=False
    )
    latest = datetime(9000, 1, 1, tzinfo=UTC)
    card = fsrs.Card(card_id=7)
    for each in history:
        rating = fsrs.Rating.Good if each.right else fsrs.Rating.Again
        card, _ = scheduler.review_card(card, rating, min(each.when, latest))
    found = standing(history)
    assert found
    assert (found.stability, found.due, found.since) == (
        card.stability,
        card.due,
        card.last_review,
    )


@given(HISTORIES, st.integers(1, 9))
def test_many_answers_on_one_day_teach_no_more_than_a_few(
    history: list[Answer], times: int
) -> None:
    once = standing([*history, history[-1]._replace(right=True)])
    often = standing([*history, *[history[-1]._replace(right=True)] * (1 + times)])
    assert once
    assert often
    assert often.stability <= max(once.stability * 1.6, 5)


@given(HISTORIES, st.integers(0, 400))
def test_a_card_rests_until_the_day_on_which_it_is_due(history: list[Answer], days: int) -> None:
    here = standing([each._replace(when=min(each.when, answer(9).when)) for each in history])
    assert here
    now = here.since + days * DAY
    assert here.is_due(now) == (now.date() >= here.due.date())
    assert here.rest(now) == (here.due.date() - now.date()).days


@given(st.integers(1, 400))
def test_a_clock_that_was_wrong_hides_no_card(days: int) -> None:
    [here] = when_due("+")
    assert here.is_due(here.since - days * DAY)
