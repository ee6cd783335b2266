"""Twelve real texts and look-alikes, each from a public place that the file names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sgwlib import explain

SAMPLES: list[dict[str, Any]] = [
    json.loads(line)
    for line in Path(__file__).with_name("real_errors.jsonl").read_text("utf-8").splitlines()
]
BASES = {"explicit errorCode": "read", "message lookup": "message", None: None}
# Nothing in its text says whose it is, though it was one of ours.
NAMELESS = "sg-024"
# Known from the report around it; neither the text nor a tool's words in it tell.
UNTOLD = {"sg-016", "sg-021", "sg-024"}


def of_class(*, ours: bool) -> pytest.MarkDecorator:
    chosen = [each for each in SAMPLES if each["expected"]["is_storage_gateway_api_error"] is ours]
    assert len(chosen) >= 4
    return pytest.mark.parametrize("sample", chosen, ids=[each["id"] for each in chosen])


@of_class(ours=True)
def test_a_real_error_is_read_right(sample: dict[str, Any]) -> None:
    told, expected = explain(sample["text"]), sample["expected"]
    assert told.exception == expected["exception"]
    assert told.code == expected["code"]
    assert told.code_basis == BASES[expected["code_basis"]]
    assert told.http_status == expected["http_status"]
    assert told.request_id == expected["request_id"]
    assert told.certain is (sample["id"] != NAMELESS)
    assert told.others == ()
    if sample["id"] in UNTOLD:
        assert told.operation is None
        assert told.documented is None
    else:
        assert told.operation == expected["operation"]
        assert told.documented == expected["pair_in_seed"]


@pytest.mark.parametrize("name", ["sg-016", "sg-021"])
def test_an_operation_that_is_not_told_is_the_first_candidate(name: str) -> None:
    [sample] = [each for each in SAMPLES if each["id"] == name]
    assert explain(sample["text"]).candidates[0].operation == sample["expected"]["operation"]


@of_class(ours=False)
def test_a_look_alike_is_not_claimed(sample: dict[str, Any]) -> None:
    told = explain(sample["text"])
    assert not told.certain
    assert not told.found
    assert (told.exception, told.code, told.operation) == (None, None, None)


def test_the_message_that_others_print_too_is_said_to_be_near() -> None:
    told = explain("The specified volume was not found.")
    assert told.message == "The specified volume was not found."
    assert {each.code for each in told.candidates} == {"VolumeNotFound"}
