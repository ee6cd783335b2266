"""What the lessons state is true: each fact has an expression beside it, and each number a fact.

``<!-- fact: 36 = len(catalogue.codes) -->``: the text stands in the cell, and is the value.
``<!-- holds: ... -->``: the expression is true.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

import boto3
import pytest

import sgwlib
from sgwlib import error_graph, load_catalogue, simulate
from sgwlib import graph as graph_functions
from sgwlib.retries import who_retries
from sgwlib.simulation.boto import attempts_by_boto3, raised_by_boto3
from tests.tutorial.test_lessons import unknown_names

SOLUTIONS = sorted((Path(__file__).parents[2] / "notebooks" / "solutions").glob("*.ipynb"))
HELD = re.compile(r"<!-- (fact|holds): (.*?) -->", re.DOTALL)
# Numbers that are no facts: of code, of links, of headings and lists, of lessons, and times.
NO_FACTS = [
    re.compile(r"`[^`]*[^`\d][^`]*`"),
    re.compile(r"\]\([^)]*\)"),
    re.compile(r"^(#+ |\| ?\[).*$", re.MULTILINE),
    re.compile(r"\b0\d\b"),
    re.compile(r"\b\d+ minutes\b"),
]


class Cell(NamedTuple):
    name: str
    text: str
    facts: list[tuple[str, str]]
    holds: list[str]


def read() -> list[Cell]:
    found = []
    for path in SOLUTIONS:
        cells = json.loads(path.read_bytes())["cells"]
        for number, cell in enumerate(cells):
            if cell["cell_type"] == "markdown":
                found.append(parsed(f"{path.stem} {number}", whole(cell)))
    return found


def whole(cell: dict[str, Any]) -> str:
    """Return the text of a cell, with what an exercise says after a right answer."""
    after = cell["metadata"].get("sgwlib", {})
    facts = (f"<!-- fact: {fact} -->" for fact in after.get("facts", ()))
    return "\n\n".join(["".join(cell["source"]), after.get("learned", ""), *facts])


def parsed(name: str, source: str) -> Cell:
    held = HELD.findall(source)
    facts = [tuple(what.split(" = ", 1)) for kind, what in held if kind == "fact"]
    holds = [what for kind, what in held if kind == "holds"]
    return Cell(name, HELD.sub("", source), facts, holds)


CELLS = read()


@pytest.fixture(scope="module")
def known() -> dict[str, Any]:
    """Give the names that an expression may use."""
    catalogue = load_catalogue()
    client = boto3.client("storagegateway", region_name="us-east-1")
    return {
        **{name: getattr(graph_functions, name) for name in graph_functions.__all__},
        "attempts_by_boto3": attempts_by_boto3,
        "botocore_model": client.meta.service_model,
        "catalogue": catalogue,
        "graph": error_graph(catalogue),
        "raised_by_boto3": raised_by_boto3,
        "sgwlib": sgwlib,
        "simulate": simulate,
        "who_retries": who_retries,
    }


def test_what_is_stated_is_true(known: dict[str, Any]) -> None:
    failed = []
    for cell in CELLS:
        for text, expression in cell.facts:
            stands = re.search(rf"\b{re.escape(text)}\b", cell.text)
            if not stands or str(eval(expression, known)) != text:
                failed.append((cell.name, text, expression))
        failed += [(cell.name, "", each) for each in cell.holds if eval(each, known) is not True]
    assert failed == []


def test_each_number_is_held_by_a_fact() -> None:
    held = {cell.name: {text for text, _ in cell.facts} for cell in CELLS}
    assert [each.name for each in CELLS if not numbers(each.text) <= held[each.name]] == []


def test_names_in_the_text_are_right() -> None:
    assert [(each.name, found) for each in CELLS if (found := unknown_names(each.text))] == []


def test_each_practice_that_the_lessons_open_asks_something(
    known: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    notebooks = "".join(path.read_text(encoding="utf-8").replace('\\"', '"') for path in SOLUTIONS)
    opened = set(re.findall(r"sgwlib\.practice\([^()]*\)", notebooks))
    assert opened
    for call in opened:
        practice = eval(call, known)
        assert practice.model.question
        practice.close()


def numbers(text: str) -> set[str]:
    for pattern in NO_FACTS:
        text = pattern.sub("", text)
    return set(re.findall(r"\b\d+\b", text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("There are 36 codes, `500` of status 400.", {"36", "500", "400"}),
        ("### Exercise 01-1\n`times=2`, lesson 05, [a link](03_graph.ipynb), 20 minutes", set()),
    ],
)
def test_numbers_are_found_where_they_state_something(text: str, found: set[str]) -> None:
    assert numbers(text) == found


def test_a_fact_is_read_with_its_text_and_its_expression() -> None:
    cell = parsed("one", "There are 2.\n\n<!-- fact: 2 = 1 + 1 -->\n<!-- holds: 1 < 2 -->")
    assert cell == Cell("one", "There are 2.\n\n\n", [("2", "1 + 1")], ["1 < 2"])
