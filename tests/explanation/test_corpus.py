"""Every text of the corpus is read right, and no look-alike is claimed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sgwlib import explain
from sgwlib.explanation.knowledge import squeezed
from tests.explanation.corpus.make_corpus import read

if TYPE_CHECKING:
    from sgwlib import Explanation

LINES = read()
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


def differences(told: Explanation, expected: dict[str, Any], unjudged: set[str]) -> dict[str, Any]:
    """Return the judged fields that are not as expected, with both values."""
    found = {}
    for name in FIELDS:
        ours, theirs = getattr(told, name), expected[name]
        if name == "message":
            ours, theirs = squeezed(ours or ""), squeezed(theirs or "")
        if name not in unjudged and ours != theirs:
            found[name] = (ours, theirs)
    return found


@pytest.mark.parametrize("line", LINES, ids=[line["id"] for line in LINES])
def test_a_text_is_read_right(line: dict[str, Any]) -> None:
    told, expected, unjudged = explain(line["text"]), line["expected"], set(line["unjudged"])
    assert differences(told, expected, unjudged) == {}
    if expected["storage_gateway"] and "errors" not in unjudged:
        assert len(list(told)) == expected["errors"]
    for other, theirs in zip(told.others, line["others"], strict=False):
        assert differences(other, theirs["expected"], set(theirs["unjudged"])) == {}


@pytest.mark.parametrize("line", LINES, ids=[line["id"] for line in LINES])
def test_evidence_stands_where_it_is_said_to(line: dict[str, Any]) -> None:
    for told in explain(line["text"]):
        for sign in (*told.evidence, *told.nearest):
            assert 0 <= sign.start < sign.end <= len(line["text"])
