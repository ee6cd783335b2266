"""No card can be answered without its question: what sees only the choices is right by chance."""

from __future__ import annotations

import re
from collections import defaultdict
from math import sqrt
from random import Random
from typing import TYPE_CHECKING

import pytest

from sgwlib import load_catalogue
from sgwlib.quiz.kinds import KINDS
from sgwlib.quiz.question import choices_for, overlaps

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from sgwlib.quiz.question import Question

CATALOGUE = load_catalogue()
SIGMAS = 4  # of luck are allowed: with some 50 guessers, fewer than one run in 300 exceeds it


def drawn(kind: str, rounds: range) -> list[Question]:
    """Return one question about each card in each round."""
    asked = KINDS[kind]
    return [
        asked.ask(CATALOGUE, name, Random(f"{number} {name}"))
        for number in rounds
        for name in asked.names(CATALOGUE)
    ]


def learned(questions: list[Question]) -> Callable[[Sequence[str]], int]:
    """Return who has seen many questions, and takes what was right most often where it was a choice."""
    shown: dict[str, int] = defaultdict(int)
    right: dict[str, int] = defaultdict(int)
    for question in questions:
        for choice in question.choices:
            shown[choice.text] += 1
        right[question.answer.text] += 1

    def guess(texts: Sequence[str]) -> int:
        rates = [right[text] / shown[text] if shown[text] else 0.25 for text in texts]
        return rates.index(max(rates))

    return guess


def by(measure: Callable[[str], float]) -> Callable[[Sequence[str]], int]:
    return lambda texts: max(range(len(texts)), key=lambda place: measure(texts[place]))


def middle(texts: Sequence[str]) -> int:
    """Take what has most words in common with the others, as test-wise people do."""
    words = [set(text.lower().split()) for text in texts]
    shared = [sum(len(one & other) for other in words) for one in words]
    return shared.index(max(shared))


def repeats(question: Question) -> int:
    """Take what repeats most words of the question, without a look at its log or response."""

    def words(text: str) -> set[str]:
        return set(re.findall("[a-z]{4,}", re.sub("([A-Z])", r" \1", text).lower()))

    shared = [len(words(choice.text) & words(question.text)) for choice in question.choices]
    return shared.index(max(shared))


def excess(questions: list[Question], guess: Callable[[Sequence[str]], int]) -> float:
    """Return by how many standard deviations a guesser is better than chance."""
    return better_than_chance(questions, lambda asked: guess([c.text for c in asked.choices]))


def better_than_chance(questions: list[Question], guess: Callable[[Question], int]) -> float:
    chances = [1 / len(question.choices) for question in questions]
    hits = sum(guess(question) == question.right for question in questions)
    return (hits - sum(chances)) / sqrt(sum(chance * (1 - chance) for chance in chances))


def check(kind: str, rounds: int) -> None:
    seen, asked = drawn(kind, range(rounds)), drawn(kind, range(rounds, 2 * rounds))
    guessers: dict[str, Callable[[Sequence[str]], int]] = {
        "learned": learned(seen),
        "longest": by(len),
        "shortest": by(lambda text: -len(text)),
        "most capitals": by(lambda text: sum(map(str.isupper, text))),
        "most careful": by(lambda text: sum(text.count(word) for word in ("may", "or", ",", ";"))),
        "alike": middle,
    }
    better = {name: round(excess(asked, guess), 1) for name, guess in guessers.items()}
    better["repeats the question"] = better_than_chance(asked, repeats)
    assert {name: each for name, each in better.items() if each > SIGMAS} == {}
    places = [question.right for question in asked if len(question.choices) == 4]
    for place in range(4):
        expected, deviation = len(places) / 4, sqrt(len(places) * 3 / 16)
        assert abs(places.count(place) - expected) < SIGMAS * deviation, place


@pytest.mark.parametrize("kind", KINDS)
def test_whoever_sees_only_the_choices_guesses(kind: str) -> None:
    check(kind, 6 if kind in ("causes", "steps") else 16)


@pytest.mark.heavy
@pytest.mark.parametrize("kind", KINDS)
def test_whoever_sees_only_the_choices_of_thousands_guesses(kind: str) -> None:
    check(kind, 120)


def test_these_guessers_would_see_a_choice_that_is_right_too_often() -> None:
    questions = [
        KINDS["causes"].ask(CATALOGUE, "VolumeInUse", Random(number)) for number in range(200)
    ]
    assert excess(questions[100:], learned(questions[:100])) > SIGMAS


NAMES = [f"Name{number}" for number in range(23)]
CLASHES = {
    name: {each for each in NAMES if each != name and (int(name[4:]) + int(each[4:])) % 3 == 0}
    for name in NAMES
}


@pytest.mark.parametrize(
    "clashes", [CLASHES, overlaps(CATALOGUE, "cause"), overlaps(CATALOGUE, "remedy")]
)
def test_the_same_choices_come_with_each_of_them_as_the_right_one(
    clashes: Mapping[str, Collection[str]],
) -> None:
    for number in range(20):
        found = {name: set(choices_for(name, clashes, Random(number))) for name in clashes}
        for name, group in found.items():
            assert name in group
            assert 2 <= len(group) <= 4
            assert not any(each in clashes[other] for each in group for other in group)
            assert all(found[other] == group for other in group)


def test_a_name_that_no_group_has_room_for_still_has_a_choice() -> None:
    clashes = {"A": {"B", "C"}, "B": {"A"}, "C": {"A"}, "D": set()}
    assert {choices_for("A", clashes, Random(number)) for number in range(9)} <= {
        ("A", "D"),
        ("D", "A"),
    }
