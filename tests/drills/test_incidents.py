"""The incidents are public, word for word, and each belongs to a drill."""

from __future__ import annotations

import json
from pathlib import Path

from frictionless import Package

from sgwlib import drill, drill_names, explain, scan
from sgwlib.catalogue import bundled_folder
from sgwlib.drills.scenario import all_incidents

ROOT = Path(__file__).parents[2]
INCIDENTS = [each for incidents in all_incidents().values() for each in incidents]
ELSEWHERE = {"cloud-nuke", "Steampipe"}
"""Clients of other services, where the same happened."""


def test_a_general_validator_finds_the_package_valid() -> None:
    report = Package(str(bundled_folder() / "incidents" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "message"])


def test_four_drills_or_more_are_made_from_incidents_of_storage_gateway() -> None:
    assert {*all_incidents()} <= {*drill_names()}
    ours = {each.drill for each in INCIDENTS if each.client not in ELSEWHERE}
    assert len(ours) >= 4


def test_a_text_that_the_project_knows_from_elsewhere_is_the_same() -> None:
    lines = (ROOT / "tests" / "diagnosis" / "real_errors.jsonl").read_text(encoding="utf-8")
    known = {row["url"]: row["text"] for row in map(json.loads, lines.splitlines())}
    both = [each for each in INCIDENTS if each.source in known]
    assert len(both) >= 4
    assert [each.source for each in both if each.text != known[each.source]] == []


def test_the_log_of_a_drill_has_an_error_of_its_incident() -> None:
    for name in ("address", "appliance", "bandwidth"):
        codes = {explain(each.text).code for each in drill(name).incidents}
        assert codes & {found.code for found in scan(drill(name).log).found}, name
