"""Each right answer is right by other means, and every other choice is wrong by them.

Clauses run as Python with boto3's exceptions, retries in a real client, and logs are read by regular
expressions of the tests' own.
"""

from __future__ import annotations

import json
import re
from itertools import count
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from botocore import xform_name
from botocore.exceptions import ClientError
from hypothesis import given
from hypothesis import strategies as st

from sgwlib import Catalogue, ErrorResponse, explain, load_catalogue
from sgwlib.errors import PracticeError, UnknownNameError
from sgwlib.quiz.kinds import KINDS, LESSONS
from sgwlib.quiz.question import explained
from sgwlib.quiz.reading import FORMS
from sgwlib.quiz.session import Card, deck
from sgwlib.simulation.hooks import Layer, attached
from tests.gateways import gateway
from tools.synthetic import write_lift

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sgwlib.quiz.question import Question

CATALOGUE = load_catalogue()
CODES = explained(CATALOGUE)
DECK = deck(CATALOGUE)
ASKED = st.tuples(st.sampled_from(list(DECK.values())), st.integers(0, 2**64))
CLIENT = gateway(retries={"total_max_attempts": 1})
METHODS = {xform_name(name): name for name in CATALOGUE.api_operations}


def asked(card: Card, seed: int) -> Question:
    return card.ask(CATALOGUE, Random(seed))


def sent(line: str, operation: str) -> ErrorResponse | bytes:
    """Return the response of a line such as ``HTTP 400 {...}``."""
    found = re.fullmatch(r"HTTP (\d{3}) (\{.*\})", line)
    assert found
    status, body = int(found[1]), found[2]
    if status == 200:
        return body.encode()
    return ErrorResponse.parse(status, {}, body, operation=operation)


# --- the right answers by other means -------------------------------------------------------


def right_cause(card: Card, question: Question) -> str:
    code = explain(question.raw).code
    assert code == card.name
    return CODES[code].cause.text


def right_step(_card: Card, question: Question) -> str:
    body = json.loads(question.raw.partition("\n\n")[2])
    return CODES[body["error"]["errorCode"]].remedy.text


def right_retry(card: Card, question: Question) -> str:
    """Send the answers to a real client, and look at which of them ends the call."""
    assert card.name in question.raw
    operation = re.findall(r"boto3 calls (\w+)\.", question.text)[0]
    lines = [re.sub(r"^\d\. ", "", line) for line in question.raw.splitlines()]
    answers = [sent(line, operation) for line in lines]
    given: list[ErrorResponse | bytes] = []

    def answer(*_: object) -> tuple[ErrorResponse | bytes, int]:
        given.append(answers[len(given)])
        return given[-1], 0

    retries = json.loads(re.findall(r"Config\(retries=(\{.*\})\)", question.quoted)[0])
    client = gateway(retries=retries)
    with attached(client, Layer(answer, retry_waits=False, on_answer=lambda _: None)):
        try:
            client._make_api_call(operation, {})
        except ClientError:
            assert given[-1] != b"{}"
        else:
            assert given[-1] == b"{}"
    return f"Answer {len(given)}"


def right_path(card: Card, question: Question) -> str:
    """Run the handler with a real client that gets the response."""
    operation = METHODS[re.findall(r"client\.(\w+)\(\.\.\.\)", question.raw)[0]]
    response = sent(question.quoted, operation)
    assert isinstance(response, ErrorResponse)
    assert response.exception == card.name

    class Client:
        """The client, whose methods also take the three dots of the handler."""

        exceptions = CLIENT.exceptions

        def __getattr__(self, _name: str) -> Callable[[object], object]:
            return lambda _: CLIENT._make_api_call(operation, {})

    space: dict[str, Any] = {"client": Client(), "ClientError": ClientError}
    with attached(CLIENT, Layer(lambda *_: (response, 0), on_answer=lambda _: None)):
        exec(question.raw, space)
    return f"Path {space['path']}"


def right_reading(_card: Card, question: Question) -> str:
    """Read the four records by their order: of operations, messages, exceptions and ids."""
    wanted = question.text.partition("). ")[2]
    names = "|".join(CATALOGUE.operations)
    java = {name[0].lower() + name[1:]: name for name in CATALOGUE.operations}
    methods = re.findall(r"DefaultStorageGatewayClient\.(\w+)\(", question.raw)
    operations = [java[name] for name in methods] or re.findall(rf"\b(?:{names})\b", question.raw)
    by_message = {code.message: name for name, code in CODES.items()}
    said = "|".join(sorted(map(re.escape, by_message), key=len, reverse=True))
    codes = [by_message[each] for each in re.findall(rf"(?:{said})", question.raw)]
    ids = re.findall(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", question.raw)
    listed = "|".join(CATALOGUE.exceptions)
    exceptions = re.findall(rf"\b(?:{listed})\b", question.raw)
    if wanted.startswith("Which operation"):
        return str(operations[codes.index(re.findall(r"failed with (\w+)\?", wanted)[0])])
    place = operations.index(re.findall(r"(?:did|about) (\w+)", wanted)[0])
    if wanted.startswith("Which error code"):
        return codes[place]
    if wanted.startswith("Which exception"):
        return str(exceptions[place])
    return str(ids[place])


RIGHT: dict[str, Callable[[Card, Question], str]] = {
    "causes": right_cause,
    "retrying": right_retry,
    "clauses": right_path,
    "steps": right_step,
    "reading": right_reading,
}


def wrong_ones(cards: list[Card], seeds: range) -> list[object]:
    """Return each question whose right answer is another one by other means."""
    found: list[object] = []
    for card in cards:
        for seed in seeds:
            question = asked(card, seed)
            right = RIGHT[card.kind](card, question)
            if question.answer.text != right:
                found.append((card.key, seed, question.answer.text, right))
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_the_right_answer_is_right(kind: str) -> None:
    cards = [card for card in DECK.values() if card.kind == kind]
    assert wrong_ones(cards, range({"clauses": 16, "reading": 8}.get(kind, 2))) == []


@pytest.mark.heavy
@pytest.mark.parametrize("kind", KINDS)
def test_the_right_answer_is_right_many_times(kind: str) -> None:
    cards = [card for card in DECK.values() if card.kind == kind]
    assert wrong_ones(cards, range(2, 2 + 400 // len(cards))) == []


@given(ASKED)
def test_a_question_has_choices_that_differ_and_says_why(drawn: tuple[Card, int]) -> None:
    question = asked(*drawn)
    texts = [choice.text for choice in question.choices]
    assert 2 <= len(set(texts)) == len(texts) <= 4
    assert all(choice.why for choice in question.choices)
    assert question.answer is question.choices[question.right]
    assert question.raw


@given(ASKED)
def test_the_same_chance_gives_the_same_question(drawn: tuple[Card, int]) -> None:
    assert asked(*drawn) == asked(*drawn)


# --- what is asked about --------------------------------------------------------------------


def test_the_deck_has_every_fact_once() -> None:
    kinds = {kind: {card.name for card in DECK.values() if card.kind == kind} for kind in KINDS}
    for kind in ("causes", "steps"):
        assert kinds[kind] == set(CODES) > set(CATALOGUE.codes)
    for kind in ("retrying", "clauses"):
        assert kinds[kind] == set(CATALOGUE.exceptions)
    assert kinds["reading"] == set(FORMS)
    assert RIGHT.keys() == KINDS.keys()


def test_each_lesson_has_kinds_and_each_kind_a_lesson() -> None:
    assert list(LESSONS) == [f"{number:02}" for number in range(6)]
    assert {kind for kinds in LESSONS.values() for kind in kinds} == set(KINDS)


def test_each_reason_says_which_answer_it_is_about() -> None:
    """Two reasons are shown together: that of the learner's answer, and that of the right one."""
    for seed, card in enumerate(DECK.values()):
        question = asked(card, seed)
        for choice in {*question.choices} - {question.answer}:
            named = "your answer", choice.text.lower()
            assert any(each in choice.why.lower() for each in named), choice


def test_operations_of_file_and_tape_gateways_are_asked_about() -> None:
    cards = [card for card in DECK.values() if card.kind in ("retrying", "clauses")]
    seeds = count()
    questions = [asked(card, next(seeds)) for card in cards for _ in range(6)]
    named = " ".join(each.text + each.raw for each in questions)
    for words in ("FileShare", "file_system", "Tape", "_tape"):
        assert words in named


def test_the_page_alone_does_not_answer_what_a_log_is_asked() -> None:
    """Of four codes, each is documented for the operation; of four operations, each has the code."""
    for form in FORMS:
        for seed in range(40):
            question = asked(Card("reading", form), seed)
            texts = [choice.text for choice in question.choices]
            operation, code, _ = question.place
            if "Which error code" in question.text:
                assert all(CATALOGUE.documents(operation, text) for text in texts)
            if "Which operation" in question.text:
                assert all(CATALOGUE.documents(text, code) for text in texts)


def test_each_path_and_each_answer_is_the_right_one_from_any_place() -> None:
    """The first clause, the last clause and the last answer are right no more often than others."""
    places, ends, numbered = [], [], []
    seeds = count()  # one for each question: the same one draws the same place
    for card in (card for card in DECK.values() if card.kind in ("clauses", "retrying")):
        for _ in range(24):
            question = asked(card, next(seeds))
            if card.kind == "clauses":
                paths = re.findall(r"path = (\d)", question.raw)
                assert sorted(paths) == ["1", "2", "3", "4"]
                numbered.append(paths)
                places.append(paths.index(question.answer.text[-1]))
            else:
                ends.append(question.right)
    assert numbered.count(["1", "2", "3", "4"]) < len(numbered) / 10
    for found in (places, ends):
        for place in range(4):
            assert 0.19 < found.count(place) / len(found) < 0.31, (place, found.count(place))


def test_any_record_of_a_log_is_asked_about_and_the_choices_have_another_order() -> None:
    records, choices = [], []
    for seed in range(600):
        question = asked(Card("reading", "boto3"), seed)
        if "Which operation" in question.text:
            operations = re.findall(r"calling the (\w+) operation", question.raw)
            records.append(operations.index(question.answer.text))
            choices.append([choice.text for choice in question.choices] == operations)
    assert len(records) > 100
    for place in range(4):
        assert 0.12 < records.count(place) / len(records) < 0.38, (place, records.count(place))
    assert sum(choices) < len(choices) / 4


def test_the_comparison_that_never_holds_occurs_and_is_explained() -> None:
    mistaken = 0
    for seed in range(60):
        question = asked(Card("clauses", "InvalidGatewayRequestException"), seed)
        code = question.place.code
        mistaken += f'["Error"]["Code"] == "{code}"' in question.raw
    assert mistaken >= 5


def test_an_unknown_kind_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="did you mean causes"):
        deck(CATALOGUE, ["cause"])


def test_a_string_of_kinds_is_refused_with_the_right_form() -> None:
    with pytest.raises(PracticeError, match=r"expected a list such as \['causes'\]"):
        deck(CATALOGUE, "causes")


# --- other catalogues -----------------------------------------------------------------------


@pytest.mark.heavy
def test_another_catalogue_has_its_own_cards(tmp_path: Path) -> None:
    lifted = load_catalogue(write_lift(tmp_path, 2))
    cards = deck(lifted)
    assert len(cards) > len(DECK)
    for card in cards.values():
        question = card.ask(lifted, Random(1))
        assert len(question.choices) >= 2


def test_a_catalogue_without_pairs_has_no_cards() -> None:
    bare = Catalogue(
        edition="none",
        version="1",
        exceptions=dict(CATALOGUE.exceptions),
        codes={},
        operations={},
        pairs=(),
    )
    assert deck(bare) == {}


@pytest.mark.parametrize("edition", list(CATALOGUE.editions))
def test_each_edition_can_be_practised(edition: str) -> None:
    catalogue = load_catalogue(edition=edition)
    for card in deck(catalogue).values():
        assert len(card.ask(catalogue, Random(3)).choices) >= 2
