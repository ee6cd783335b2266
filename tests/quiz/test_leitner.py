from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from sgwlib.quiz.session import BOXES, Standing, standing
from tests.quiz.answers import ANSWERS, answer

if TYPE_CHECKING:
    from sgwlib.quiz.progress import Answer

HISTORIES = st.lists(ANSWERS, min_size=1).map(sorted)
STANDINGS = st.builds(
    Standing,
    st.sampled_from(list(BOXES)),
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
)


def test_a_card_never_answered_stands_nowhere() -> None:
    assert standing([]) is None


def test_a_longer_rest_in_each_box_and_none_in_the_first() -> None:
    assert BOXES[min(BOXES)] == 0
    assert all(shorter < longer for shorter, longer in pairwise(BOXES.values()))
    assert list(BOXES) == list(range(1, len(BOXES) + 1))


def test_who_is_right_whenever_it_is_due_climbs_box_by_box_to_the_last() -> None:
    day, history, climbed = 1, [], []
    for rest in (0, *list(BOXES.values())[1:]):
        day += rest
        moment = answer(1).when + timedelta(days=day - 1)
        history.append(answer(1)._replace(when=moment))
        climbed.append(standing(history))
    assert [each.box for each in climbed if each] == [2, 3, 4, 5, 5]


@given(HISTORIES)
def test_a_wrong_answer_leads_to_the_first_box_from_any(history: list[Answer]) -> None:
    last = answer(1, right=False)._replace(when=history[-1].when)
    assert standing([*history, last]) == Standing(1, last.when.date())


@given(STANDINGS, st.integers(0, 60))
def test_a_right_answer_never_leads_back_and_at_most_one_box_on(here: Standing, days: int) -> None:
    when = datetime.combine(here.since, datetime.min.time()) + timedelta(days=days)
    after = _after(here, when)
    assert here.box <= after.box <= here.box + 1
    assert (after != here) <= here.is_due(when.date())
    assert after.box > here.box or here.box == max(BOXES) or not here.is_due(when.date())


def _after(here: Standing, when: datetime) -> Standing:
    """Return where a card stands after a right answer, from any box."""
    climbing = [answer(1, right=False)._replace(when=_midnight(here.since) - timedelta(days=200))]
    for box in range(2, here.box + 1):
        ago = sum(BOXES[each] for each in range(box, here.box))
        climbing.append(answer(1)._replace(when=_midnight(here.since) - timedelta(days=ago)))
    if here.box == 1:
        climbing.append(answer(1, right=False)._replace(when=_midnight(here.since)))
    assert standing(climbing) == here
    found = standing([*climbing, answer(1)._replace(when=when)])
    assert found
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time())


@given(HISTORIES, st.integers(1, 9))
def test_to_be_right_once_more_on_the_same_day_changes_nothing(
    history: list[Answer], times: int
) -> None:
    once = [*history, history[-1]._replace(right=True)]
    # From the first box, which has no rest, one right answer leads on, and then there is rest.
    rested = [*once, once[-1]]
    assert standing([*rested, *[once[-1]] * times]) == standing(rested)


@given(STANDINGS, st.integers(0, 400))
def test_a_card_rests_for_the_days_of_its_box(here: Standing, days: int) -> None:
    today = here.since + timedelta(days=days)
    assert here.is_due(today) == (days >= BOXES[here.box])
    assert here.rest(today) == BOXES[here.box] - days


@given(STANDINGS, st.integers(1, 400))
def test_a_clock_that_was_wrong_hides_no_card(here: Standing, days: int) -> None:
    assert here.is_due(here.since - timedelta(days=days))


@given(HISTORIES)
def test_every_history_leads_to_a_box(history: list[Answer]) -> None:
    found = standing(history)
    assert found
    assert found.box in BOXES
    assert found.since in {each.when.date() for each in history}
