"""Every text of the corpus is read right, and no look-alike is claimed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sgwlib import explain
from sgwlib.diagnosis.knowledge import normalized
from tests.diagnosis.corpus.make_corpus import read

if TYPE_CHECKING:
    from sgwlib import Explanation

FIELDS = (
    "exception",
    "code",
    "code_basis",
    "operation",
    "message",
    "http_status",
    "request_id",
    "attempts",
    "documented",
    "certain",
)


def differences(
    found: Explanation, expected: dict[str, Any], unjudged: set[str]
) -> dict[str, object]:
    """Return the judged fields that are not as expected, with both values."""
    wrong: dict[str, object] = {}
    for name in FIELDS:
        ours, theirs = getattr(found, name), expected[name]
        if name == "message":
            ours, theirs = normalized(ours or ""), normalized(theirs or "")
        if name not in unjudged and ours != theirs:
            wrong[name] = (ours, theirs)
    return wrong


def test_every_text_is_read_right() -> None:
    wrong: dict[str, list[object]] = {}
    lines = read()
    for line in lines:
        found, expected, unjudged = explain(line["text"]), line["expected"], set(line["unjudged"])
        failures: list[object] = [differences(found, expected, unjudged)]
        if expected["storage_gateway"] and "errors" not in unjudged:
            failures.append(len(list(found)) != expected["errors"] and "number of errors")
        for other, theirs in zip(found.others, line["others"], strict=False):
            failures.append(differences(other, theirs["expected"], set(theirs["unjudged"])))
        places = [it for each in found for it in (*each.evidence, *each.nearest)]
        failures += [it for it in places if not 0 <= it.start < it.end <= len(line["text"])]
        if failures := list(filter(None, failures)):
            wrong[line["id"]] = failures
    assert len(lines) > 700
    assert wrong == {}
