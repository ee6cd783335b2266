from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from sgwlib import load_catalogue
from sgwlib.quiz.deck import deck
from sgwlib.quiz.kinds import KINDS
from sgwlib.quiz.leitner import BOXES, Standing
from sgwlib.quiz.session import Session, plan

DECK = deck(load_catalogue())
CARDS = list(DECK.values())
TODAY = date(2026, 3, 20)
STANDINGS = st.dictionaries(
    st.sampled_from(list(DECK)),
    st.builds(
        Standing,
        st.sampled_from(list(BOXES)),
        st.integers(0, 40).map(lambda days: TODAY - timedelta(days=days)),
    ),
)


@given(STANDINGS, st.integers(1, 300), st.integers(0, 2**32))
def test_a_session_takes_what_is_due_then_what_is_new_then_what_rests(
    standings: dict[str, Standing], length: int, seed: int
) -> None:
    chosen = plan(CARDS, standings, TODAY, length, Random(seed))
    assert len(chosen) == len(set(chosen)) == min(length, len(CARDS))

    def rank(key: str) -> int:
        if key not in standings:
            return 1
        return 0 if standings[key].is_due(TODAY) else 2

    ranks = [rank(card.key) for card in chosen]
    assert ranks == sorted(ranks)
    left = {card.key for card in CARDS} - {card.key for card in chosen}
    assert max(ranks) <= min(map(rank, left), default=2)
    boxes = [standings[card.key].box for card in chosen if rank(card.key) == 0]
    assert boxes == sorted(boxes)
    rests = [standings[card.key].rest(TODAY) for card in chosen if rank(card.key) == 2]
    assert rests == sorted(rests)


@given(st.integers(1, 40), st.integers(0, 2**32))
def test_of_new_cards_each_kind_has_its_turn(length: int, seed: int) -> None:
    kinds = Counter(card.kind for card in plan(CARDS, {}, TODAY, length, Random(seed)))
    counts = [kinds[kind] for kind in KINDS]
    assert max(counts) - min(counts) <= 1


@given(st.integers(1, 12), st.lists(st.booleans(), max_size=60))
def test_a_card_comes_again_until_it_is_right(length: int, results: list[bool]) -> None:
    session, last = Session(CARDS[:length]), {}
    for right in results:
        card = session.current
        if card is None:
            break
        assert session.repeats == (card in last)
        session.record(right=right)
        last[card] = right
        if not right:
            assert session.left
    assert (session.current is None) == (len(last) == length and all(last.values()))
    assert session.score + len(session.missed) == len(session.first_tries) == len(last)
    unanswered = length - len(last)
    assert session.left == unanswered + sum(not right for right in last.values())
