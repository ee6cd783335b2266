"""A text that shows that it is truncated is answered with a hint, and no other text is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sgwlib import explain
from sgwlib.cli import main
from tests.diagnosis import further_texts, more_texts, wild_texts
from tests.diagnosis.corpus.make_corpus import read

if TYPE_CHECKING:
    import pytest

ODD = "InvalidGatewayRequestException: It is late."
TRACE = 'Traceback (most recent call last):\n  File "backup.py", line 3, in <module>\n    delete()'
PARTS = {
    "a brace at the end": (f"{ODD}\n{{", "before a brace is closed"),
    "Go v1, second line": ("  RespMetadata: {", "before a brace is closed"),
    "Go v1, inside": ('    ErrorCode: "VolumeNotFound"', "starts inside braces"),
    "Go v1, its end": ('  Message_: "It is late."\n}', "starts inside braces"),
    "Terraform, first line": (
        f"│ Error: reading Storage Gateway Gateway: {ODD}",
        "the lines below hold the error code",
    ),
    "body, cut in a name": ('{"__type":"InvalidGatewayReq', "before a brace is closed"),
    "body, cut in a key": (
        '{"__type":"InvalidGatewayRequestException","mess',
        "before a brace is closed",
    ),
    "CloudTrail, cut": (
        '{"eventSource": "storagegateway.amazonaws.com", "eventName": "DeleteVol',
        "before a brace is closed",
    ),
    "traceback without its end": (TRACE, "before the traceback names the error"),
    "between two tracebacks": (
        "During handling of the above exception, another exception occurred:",
        "before the traceback names the error",
    ),
    "second traceback": (
        (
            f"During handling of the above exception, another exception occurred:\n\n{TRACE}\n"
            "KeyError: 'error'"
        ),
        "the first exception stands above",
    ),
    "stack of Java": (
        (
            "\tat com.amazonaws.services.storagegateway.AWSStorageGatewayClient.deleteVolume"
            "(AWSStorageGatewayClient.java:812)"
        ),
        "the line above the stack",
    ),
    "botocore, before the operation": (
        "An error occurred (InvalidGatewayRequestException) when calling",
        "in the middle of a sentence",
    ),
    "botocore, before the message": (
        (
            "An error occurred (InvalidGatewayRequestException) when calling the DeleteVolume "
            "operation:\n"
        ),
        "in the middle of a sentence",
    ),
    "Go v2, before the name": (
        "operation error Storage Gateway: DeleteVolume, https response error StatusCode: 400, ",
        "in the middle of a sentence",
    ),
    "announced": ("Caused by: ", "in the middle of a sentence"),
    "dots": ("InvalidGatewayRequestException: The spec...", "in the middle of a sentence"),
    "cut in a name": ("botocore.errorfactory.InvalidGatew", "in the middle of a name"),
    "cut in a message": (
        "InvalidGatewayRequestException: The specified volume",
        "in the middle of a message",
    ),
}
ENOUGH = {
    "nothing": "",
    "no error": "all is well",
    "progress": "Loading...",
    "a list follows": "We keep three volumes:",
    "another error": f"{TRACE}\nKeyError: 'error'",
    "logged in one line": json.dumps({"exc_info": f"{TRACE}\nValueError: no volume"}),
    "another service's": "An error occurred (AccessDenied) when calling the PutObject operation:",
    "another service's body": '{"eventSource": "s3.amazonaws.com", "errorCode": "InternalError"',
    "a message that nobody knows": ODD,
    "a code in a cut body": '{"__type":"InvalidGatewayRequestException","error":{"errorCode":"VolumeInUse"',
    "a message that gives the code away": (
        "│ Error: reading Storage Gateway Gateway: InvalidGatewayRequestException: "
        "The specified gateway is not connected."
    ),
    "no code is to be expected": (
        "An error occurred (AccessDeniedException) when calling the DeleteTape operation: No:"
    ),
}


def test_a_part_is_answered_with_a_hint() -> None:
    wrong = {}
    for name, (text, why) in PARTS.items():
        found = explain(text)
        hint = found.hint or ""
        thin = found.code is None or not found.certain
        if not (thin and hint.startswith("paste more of the text: ") and why in hint):
            wrong[name] = hint
    assert wrong == {}


def test_a_whole_text_has_no_hint() -> None:
    texts = ENOUGH | {each["id"]: each["text"] for each in read() if each["base"] is None}
    assert len(texts) > 300
    assert {name: explain(text).hint for name, text in texts.items() if explain(text).hint} == {}


def test_texts_of_loggers_and_tools_are_enough() -> None:
    texts = more_texts.TEXTS | further_texts.TEXTS | wild_texts.TEXTS
    hinted = {name for name, (text, _) in texts.items() if explain(text).hint}
    assert hinted == {"cloud-nuke, its table"}, "it cuts messages off"


def test_the_hint_is_shown_at_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    text, _ = PARTS["stack of Java"]
    assert main(["explain", text]) == 1
    assert capsys.readouterr().out.splitlines()[-1].startswith("hint\tpaste more of the text: ")
    assert str(explain(text)).splitlines()[-1].startswith("hint: ")
    assert explain(text).to_dict()["hint"] == explain(text).hint
