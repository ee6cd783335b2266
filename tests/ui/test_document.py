"""The document of the page is up to date, small, and says what the catalogue says."""

from __future__ import annotations

import json

from sgwlib import load_catalogue
from sgwlib.graph import ORDERS
from sgwlib.ui.document import (
    BUNDLED,
    EXPLORER_ORDERS,
    FAMILIES,
    RESOURCES,
    as_json,
    compact,
    document,
    editions_of,
)

CATALOGUE = load_catalogue()


def test_the_file_is_what_the_catalogue_says_today() -> None:
    told = BUNDLED.read_text(encoding="utf-8")
    assert told == compact(document(CATALOGUE)), "run: make document"
    assert len(told.encode()) <= 200_000


def test_each_edition_opens_with_the_same_document() -> None:
    plain = json.loads(as_json(CATALOGUE))
    for name, catalogue in editions_of(CATALOGUE).items():
        assert json.loads(as_json(catalogue)) == plain | {"edition": name}


def test_every_family_and_resource_has_a_place() -> None:
    made = document(CATALOGUE)
    assert made["families"] == list(FAMILIES)
    assert made["resources"] == list(RESOURCES)


def test_the_orders_are_those_of_the_graph_and_by_meaning() -> None:
    assert {*EXPLORER_ORDERS} == {"meaning", *ORDERS}


def test_every_pair_has_a_recipe() -> None:
    made = document(CATALOGUE)
    pairs = {pair for each in editions_of(CATALOGUE).values() for pair in each.pairs}
    assert len(made["recipes"]) == len(pairs)
