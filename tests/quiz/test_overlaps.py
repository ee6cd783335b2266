"""What overlaps is never set against each other."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest
from frictionless import Package

from sgwlib import load_catalogue
from sgwlib.catalogue import bundled_folder
from sgwlib.catalogue.datapackage import read_descriptor, read_tables
from sgwlib.quiz.question import apart
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
    assert {name for pair in pairs for name in pair} <= set(CATALOGUE.codes)


@pytest.mark.parametrize("about", ["cause", "remedy"])
def test_to_be_apart_holds_both_ways_but_for_what_a_text_names(about: About) -> None:
    for code in CATALOGUE.codes:
        for other in apart(CATALOGUE, code, about):
            named = code in getattr(CATALOGUE.codes[other], about).text
            assert named or code in apart(CATALOGUE, other, about)


@pytest.mark.parametrize(
    ("kind", "about", "kinds"),
    [("causes", "cause", ["both"]), ("steps", "remedy", ["both", "remedy"])],
)
def test_no_question_sets_against_each_other_what_overlaps(
    kind: str, about: str, kinds: list[str]
) -> None:
    overlapping = {
        frozenset((row["error_code"], row["other"])) for row in ROWS if row["about"] in kinds
    }
    assert overlapping
    by_text = {
        code.remedy.text if about == "remedy" else code.name: code.name
        for code in CATALOGUE.codes.values()
    }
    for card in deck(CATALOGUE, [kind]).values():
        for seed in range(20):
            question = card.ask(CATALOGUE, Random(seed))
            names = {by_text[choice.text] for choice in question.choices} - {card.name}
            assert not {frozenset((card.name, name)) for name in names} & overlapping


def test_no_cause_names_its_own_code() -> None:
    for code in CATALOGUE.codes.values():
        assert code.name not in code.cause.text
