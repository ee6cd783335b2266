"""The incidents are public, word for word, and linked where they are shown."""

from __future__ import annotations

import json
import re
from pathlib import Path

from frictionless import Package

from sgwlib import explain
from sgwlib.catalogue import bundled_folder
from sgwlib.tutorial.incidents import load_incidents

ROOT = Path(__file__).parents[2]
INCIDENTS = list(load_incidents().values())
LESSON = (ROOT / "notebooks" / "solutions" / "06_incidents.ipynb").read_text(encoding="utf-8")


def known_texts() -> dict[str, str]:
    """Return the public errors that the tests of ``explain`` have, by their addresses."""
    lines = (ROOT / "tests" / "diagnosis" / "real_errors.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in lines.splitlines()]
    return {row["url"]: row["text"] for row in rows}


def test_a_general_validator_finds_the_package_valid() -> None:
    report = Package(str(bundled_folder() / "incidents" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "message"])


def test_each_text_is_the_one_that_is_known_from_there() -> None:
    known = known_texts()
    codes = (bundled_folder() / "error_codes.csv").read_text(encoding="utf-8")
    for incident in INCIDENTS:
        if incident.source in known:
            assert incident.text == known[incident.source]
        else:  # the catalogue names it as a source
            assert incident.source in codes


def test_the_lesson_links_each_thread() -> None:
    assert [each.incident for each in INCIDENTS if f"]({each.source})" not in LESSON] == []


def test_the_lesson_links_no_thread_besides_but_repairs() -> None:
    linked = re.findall(r"\]\((https://github\.com[^)]+)\)", LESSON)
    others = set(linked) - {each.source for each in INCIDENTS}
    assert all("/pull/" in each for each in others)


def test_some_are_certain_and_some_are_of_others() -> None:
    certain = {each.incident for each in INCIDENTS if explain(each.text).certain}
    assert {each.incident for each in INCIDENTS} - certain == {"activation", "transit", "bucket"}
