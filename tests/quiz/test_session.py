from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from sgwlib import load_catalogue
from sgwlib.quiz.kinds import KINDS
from sgwlib.quiz.session import MOST_REPEATS, Session, Standing, deck, plan

if TYPE_CHECKING:
    from sgwlib.quiz.session import Card

DECK = deck(load_catalogue())
CARDS = list(DECK.values())
NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
DAYS = st.integers(-40, 40).map(lambda days: NOW + timedelta(days=days))
STANDINGS = st.dictionaries(
    st.sampled_from(list(DECK)),
    st.builds(
        Standing,
        st.floats(0.01, 400),
        DAYS,
        st.integers(0, 40).map(lambda days: NOW - timedelta(days=days)),
    ),
)


@given(STANDINGS, st.integers(1, 300), st.integers(0, 2**32))
def test_a_session_takes_what_is_due_then_what_is_new_then_what_rests(
    standings: dict[str, Standing], length: int, seed: int
) -> None:
    chosen = plan(CARDS, standings, NOW, length, Random(seed))
    assert len(chosen) == len(set(chosen)) == min(length, len(CARDS))

    def rank(key: str) -> int:
        if key not in standings:
            return 1
        return 0 if standings[key].is_due(NOW) else 2

    ranks = [rank(card.key) for card in chosen]
    assert ranks == sorted(ranks)
    left = {card.key for card in CARDS} - {card.key for card in chosen}
    assert max(ranks) <= min(map(rank, left), default=2)
    due = [standings[card.key].stability for card in chosen if rank(card.key) == 0]
    assert due == sorted(due)  # the weakest memory first
    rests = [standings[card.key].due for card in chosen if rank(card.key) == 2]
    assert rests == sorted(rests)


@given(STANDINGS, st.integers(1, 20), st.integers(0, 20), st.integers(0, 2**32))
def test_a_session_keeps_room_for_new_cards(
    standings: dict[str, Standing], length: int, new_ones: int, seed: int
) -> None:
    chosen = plan(CARDS, standings, NOW, length, Random(seed), new_ones)
    assert len(chosen) == len(set(chosen)) == length
    new = sum(card.key not in standings for card in chosen)
    assert new >= min(new_ones, length, len(CARDS) - len(standings))


@given(st.integers(1, 35), st.integers(0, 2**32))
def test_of_new_cards_each_kind_has_its_turn(length: int, seed: int) -> None:
    kinds = Counter(card.kind for card in plan(CARDS, {}, NOW, length, Random(seed)))
    counts = [kinds[kind] for kind in KINDS]
    assert max(counts) - min(counts) <= 1


@given(st.integers(1, 12), st.data())
def test_a_session_ends_whatever_is_answered(length: int, data: st.DataObject) -> None:
    cards = CARDS[:length]
    session = Session(cards)
    answers: dict[Card, list[bool]] = {card: [] for card in cards}
    while card := session.current:
        assert (card in session.first_tries) == bool(answers[card])
        right = data.draw(st.booleans())
        session.record(right=right)
        answers[card].append(right)
        missed = [each for each in cards if answers[each] and not answers[each][-1]]
        again = [each for each in missed if len(answers[each]) <= MOST_REPEATS]
        assert (card in session.left) == (card in again)
        assert len(session.left) == len(again) + sum(not each for each in answers.values())
    assert sum(map(len, answers.values())) <= length * (1 + MOST_REPEATS)
    for given_ones in answers.values():
        assert given_ones[-1] or len(given_ones) == 1 + MOST_REPEATS
        assert not any(given_ones[:-1])


@given(st.integers(1, 12), st.data())
def test_only_first_tries_count_and_all_come_before_any_repeat(
    length: int, data: st.DataObject
) -> None:
    cards = CARDS[:length]
    session, results = Session(cards), []
    while session.current:
        results.append(data.draw(st.booleans()))
        session.record(right=results[-1])
    firsts = results[:length]
    assert list(session.first_tries.items()) == list(zip(cards, firsts, strict=True))
    assert sum(session.first_tries.values()) == sum(firsts)


def test_if_you_miss_everything_you_are_asked_everything_three_times() -> None:
    session, asked = Session(CARDS[:2]), []
    while card := session.current:
        asked.append(card)
        session.record(right=False)
    assert asked == CARDS[:2] * 3


def test_a_session_without_repeats_asks_each_card_once() -> None:
    session = Session(CARDS[:3], repeats=0)
    while session.current:
        session.record(right=False)
    assert list(session.first_tries) == CARDS[:3]
