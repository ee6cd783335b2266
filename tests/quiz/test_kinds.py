"""Each right answer is right by the catalogue, and every other choice is wrong by it."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgwlib import Catalogue, load_catalogue
from sgwlib.errors import PracticeError, UnknownNameError
from sgwlib.quiz.kinds import KINDS, NO, NONE, YES
from sgwlib.quiz.question import PAGE, Choice, Place, Question, Subject
from sgwlib.quiz.session import Card, deck
from tests.test_retries import ROWS
from tools.synthetic import write_lift

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CATALOGUE = load_catalogue()
DECK = deck(CATALOGUE)
ASKED = st.tuples(st.sampled_from(list(DECK.values())), st.integers(0, 2**64))
# Measured with a real botocore, in tests/test_retries.py: more than one request is a retry.
MEASURED: Final = {(row.exception, row.status): row.requests > 1 for row in ROWS}


def asked(card: Card, seed: int) -> Question:
    return card.ask(CATALOGUE, Random(seed))


def body(question: Question) -> dict[str, object]:
    found = json.loads(question.raw.partition("\n\n")[2])
    assert isinstance(found, dict)
    return found


def is_documented(operation: str, code: str) -> bool:
    return (operation, code) in CATALOGUE.pairs


def is_right_returning(card: Card, _question: Question, choice: str) -> bool:
    assert choice in CATALOGUE.operations
    return is_documented(choice, card.name)


def is_right_cause(_card: Card, question: Question, choice: str) -> bool:
    return CATALOGUE.codes[choice].cause.text == question.quoted


def is_right_retry(card: Card, question: Question, choice: str) -> bool:
    about = CATALOGUE.exceptions[card.name]
    assert question.raw.startswith(f"HTTP/1.1 {about.status} ")
    assert body(question)["__type"] == about.name
    if not MEASURED[about.name, about.status]:
        return choice.startswith("No")
    # What would not be retried with another status, is retried for its status, and only then.
    why = "status" if about.status >= 500 else "name"
    return choice.startswith("Yes") and why in choice


def is_right_carrier(_card: Card, _question: Question, choice: str) -> bool:
    return CATALOGUE.exceptions[choice].carries_code


def is_right_status(card: Card, _question: Question, choice: str) -> bool:
    about = CATALOGUE.exceptions[card.name]
    return choice == f"{about.status} {about.reason}"


def is_right_reading(_card: Card, question: Question, choice: str) -> bool:
    error = body(question).get("error")
    return choice == (error["errorCode"] if isinstance(error, dict) else NONE)


def is_right_step(card: Card, question: Question, choice: str) -> bool:
    operation, code, _ = question.place
    assert body(question)["error"] == {"errorCode": code}
    assert code == card.name
    assert is_documented(operation, code)
    return choice == CATALOGUE.codes[code].remedy.text


def is_right_pair(_card: Card, question: Question, choice: str) -> bool:
    return choice == (YES if is_documented(*question.place[:2]) else NO)


IS_RIGHT: dict[str, Callable[[Card, Question, str], bool]] = {
    "returning": is_right_returning,
    "causes": is_right_cause,
    "retrying": is_right_retry,
    "carrying": is_right_carrier,
    "statuses": is_right_status,
    "reading": is_right_reading,
    "steps": is_right_step,
    "documented": is_right_pair,
}


def test_of_every_card_one_choice_is_right_and_every_other_wrong() -> None:
    failed = []
    for card in DECK.values():
        for seed in range(8):
            question = asked(card, seed)
            texts = [choice.text for choice in question.choices]
            right = [IS_RIGHT[card.kind](card, question, text) for text in texts]
            if right != [place == question.right for place in range(len(texts))]:
                failed.append((card.key, seed, texts))
    assert failed == []


@given(ASKED)
def test_a_question_has_choices_that_differ_and_tells_why(drawn: tuple[Card, int]) -> None:
    question = asked(*drawn)
    texts = [choice.text for choice in question.choices]
    assert 2 <= len(set(texts)) == len(texts) <= 4
    assert all(choice.why for choice in question.choices)
    assert question.answer is question.choices[question.right]
    card, seed = drawn
    assert IS_RIGHT[card.kind](card, question, question.answer.text), seed


@given(ASKED)
def test_the_same_chance_gives_the_same_question(drawn: tuple[Card, int]) -> None:
    assert asked(*drawn) == asked(*drawn)


@given(ASKED)
def test_what_was_observed_is_never_called_wrong(drawn: tuple[Card, int]) -> None:
    card, _ = drawn
    question = asked(*drawn)
    if card.kind == "returning":
        wrong = {choice.text for choice in question.choices} - {question.answer.text}
        assert not {(name, card.name) for name in wrong} & CATALOGUE.observed.keys()


def test_each_place_of_the_right_answer_occurs() -> None:
    places = {asked(DECK["causes/VolumeInUse"], seed).right for seed in range(50)}
    assert places == {0, 1, 2, 3}


def test_an_observed_pair_that_the_page_lacks_is_told_with_its_source() -> None:
    [pair] = CATALOGUE.undocumented_observed
    card = DECK[f"documented/{pair.operation}"]
    found = [
        question
        for question in (asked(card, seed) for seed in range(200))
        if question.place[:2] == pair
    ]
    assert found
    for question in found:
        assert question.answer.text == NO
        assert CATALOGUE.observed[pair].source in question.answer.why


def test_both_answers_occur_for_an_operation() -> None:
    answers = [asked(DECK["documented/DeleteVolume"], seed).answer.text for seed in range(60)]
    assert min(answers.count(YES), answers.count(NO)) >= 15


@pytest.mark.parametrize(
    ("kind", "about"), [("causes", "cause"), ("steps", "remedy"), ("carrying", "carrier")]
)
def test_how_an_answer_is_known_is_told_and_what_is_inferred_is_called_so(
    kind: str, about: str
) -> None:
    for code in CATALOGUE.codes.values():
        told, statement = asked(DECK[f"{kind}/{code.name}"], 1).known_by, getattr(code, about)
        assert told.startswith(statement.evidence.value)
        assert told.endswith(statement.source)
        assert ("only likely" in told) == (statement.evidence.value == "inferred")


def test_the_status_with_which_aws_s_api_reference_has_a_carrier_is_no_wrong_answer() -> None:
    for seed in range(50):
        question = asked(DECK["statuses/InternalServerError"], seed)
        assert not any(choice.text.startswith("400") for choice in question.choices)
        assert "API reference" in question.answer.why


def test_the_deck_has_every_fact_once() -> None:
    kinds = {kind: {card.name for card in DECK.values() if card.kind == kind} for kind in KINDS}
    codes, exceptions = set(CATALOGUE.codes), set(CATALOGUE.exceptions)
    for kind in ("returning", "causes", "carrying", "steps"):
        assert kinds[kind] == codes
    for kind in ("retrying", "statuses", "reading"):
        assert kinds[kind] == exceptions
    assert kinds["documented"] == set(CATALOGUE.operations)
    assert IS_RIGHT.keys() == KINDS.keys()


def test_an_unknown_kind_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="did you mean causes"):
        deck(CATALOGUE, ["cause"])


def test_a_string_of_kinds_is_refused_with_the_right_form() -> None:
    with pytest.raises(PracticeError, match=r"expected a list such as \['causes'\]"):
        deck(CATALOGUE, "causes")


def test_another_catalogue_has_its_own_cards(tmp_path: Path) -> None:
    lifted = load_catalogue(write_lift(tmp_path, 2))
    cards = deck(lifted)
    assert len(cards) > len(DECK)
    for card in cards.values():
        question = card.ask(lifted, Random(1))
        assert len(question.choices) >= 2


def test_a_catalogue_without_pairs_has_fewer_cards_and_no_broken_one() -> None:
    bare = Catalogue(
        edition="none",
        version="1",
        exceptions=dict(CATALOGUE.exceptions),
        codes={},
        operations={},
        pairs=(),
    )
    cards = deck(bare)
    assert {card.kind for card in cards.values()} == {"retrying", "statuses"}
    for card in cards.values():
        assert len(card.ask(bare, Random(1)).choices) >= 2


@given(st.integers(0, 9), st.integers(0, 2**32))
def test_no_more_choices_than_keys(wrong: int, seed: int) -> None:
    others = [Choice(str(number), "") for number in range(wrong)]
    question = Subject("?", PAGE, Place()).ask(Choice("right", ""), others, Random(seed))
    assert len(question.choices) == min(4, wrong + 1)
    assert question.answer.text == "right"
