"""Twelve real texts and look-alikes, each from a public place that the file names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sgwlib import explain

SAMPLES: list[dict[str, Any]] = [
    json.loads(line)
    for line in Path(__file__).with_name("real_errors.jsonl").read_text("utf-8").splitlines()
]
BASES = {"explicit errorCode": "read", "message lookup": "message", None: None}
# Nothing in its text shows the service, though it was ours.
NAMELESS = "sg-024"
# Operations that are known from the report only, not from the text.
UNTOLD = {"sg-016", "sg-021", "sg-024"}


OURS = [each for each in SAMPLES if each["expected"]["is_storage_gateway_api_error"]]
OTHERS = [each for each in SAMPLES if each not in OURS]


def test_every_real_error_is_read_right() -> None:
    assert len(OURS) >= 4
    for sample in OURS:
        found, expected, name = explain(sample["text"]), sample["expected"], sample["id"]
        assert found.exception == expected["exception"], name
        assert found.code == expected["code"], name
        assert found.code_basis == BASES[expected["code_basis"]], name
        assert found.http_status == expected["http_status"], name
        assert found.request_id == expected["request_id"], name
        assert found.certain is (name != NAMELESS), name
        assert found.others == (), name
        known = name not in UNTOLD
        assert found.operation == (expected["operation"] if known else None), name
        assert found.documented == (expected["pair_in_seed"] if known else None), name


def test_an_unknown_operation_is_the_first_candidate() -> None:
    for sample in OURS:
        if sample["id"] in {"sg-016", "sg-021"}:
            [first, *_] = explain(sample["text"]).candidates
            assert first.operation == sample["expected"]["operation"], sample["id"]


def test_no_look_alike_is_claimed() -> None:
    assert len(OTHERS) >= 4
    for sample in OTHERS:
        found = explain(sample["text"])
        assert not found.certain, sample["id"]
        assert not found.found, sample["id"]
        facts = (found.exception, found.code, found.operation)
        assert facts == (None, None, None), sample["id"]


def test_the_message_that_others_print_too_is_said_to_be_near() -> None:
    found = explain("The specified volume was not found.")
    assert found.message == "The specified volume was not found."
    assert {each.code for each in found.candidates} == {"VolumeNotFound"}
