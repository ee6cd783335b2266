"""Codes whose causes or remedies overlap are never choices of one question."""

from __future__ import annotations

from itertools import combinations
from random import Random
from typing import TYPE_CHECKING

import pytest
from frictionless import Package

from sgwlib import load_catalogue
from sgwlib.catalogue import bundled_folder
from sgwlib.catalogue.datapackage import read_descriptor, read_tables
from sgwlib.quiz.question import explained, overlaps
from sgwlib.quiz.session import deck

if TYPE_CHECKING:
    from sgwlib.quiz.question import About

CATALOGUE = load_catalogue()
FOLDER = bundled_folder() / "practice"
DESCRIPTOR = read_descriptor(FOLDER)
ROWS = [row.values for row in read_tables(FOLDER, DESCRIPTOR, DESCRIPTOR)["overlaps"]]


def test_the_package_is_valid() -> None:
    report = Package(str(FOLDER / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "message"])


def test_each_pair_of_codes_stands_once_in_order() -> None:
    pairs = [(row["error_code"], row["other"]) for row in ROWS]
    assert pairs == sorted(set(pairs))
    assert all(one < other for one, other in pairs)
    assert {name for pair in pairs for name in pair} <= set(explained(CATALOGUE))


@pytest.mark.parametrize("about", ["cause", "remedy"])
def test_overlaps_hold_both_ways(about: About) -> None:
    found = overlaps(CATALOGUE, about)
    assert found.keys() == explained(CATALOGUE).keys()
    for code, others in found.items():
        assert code not in others
        assert all(code in found[other] for other in others)


@pytest.mark.parametrize(
    ("kind", "about", "kinds"),
    [("causes", "cause", ["both"]), ("steps", "remedy", ["both", "remedy"])],
)
def test_no_question_has_two_choices_that_overlap(kind: str, about: str, kinds: list[str]) -> None:
    overlapping = {
        frozenset((row["error_code"], row["other"])) for row in ROWS if row["about"] in kinds
    }
    assert overlapping
    by_text = {getattr(code, about).text: name for name, code in explained(CATALOGUE).items()}
    for card in deck(CATALOGUE, [kind]).values():
        for seed in range(10):
            question = card.ask(CATALOGUE, Random(seed))
            names = [by_text[choice.text] for choice in question.choices]
            assert card.name == by_text[question.answer.text]
            assert not {frozenset(pair) for pair in combinations(names, 2)} & overlapping


def test_no_cause_names_its_own_code() -> None:
    for name, code in explained(CATALOGUE).items():
        assert name not in code.cause.text
