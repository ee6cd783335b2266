# ruff: noqa: TRY203 - clauses to trace
"""Which clause catches an error is found by running the function."""

from __future__ import annotations

from typing import Any

from sgwlib import load_catalogue
from sgwlib.tutorial.kinds import Trace
from sgwlib.tutorial.kinds.predicting import clauses_of, source_of, traced

ARN = "arn:aws:storagegateway:us-east-1:111122223333:gateway/sgw-1/volume/vol-1"
ERRORS = ("VolumeInUse", "InternalError", "InvalidClientTokenId")


def nested(client: Any, arn: str) -> str:
    """Two clauses, one in the other."""
    try:
        try:
            client.delete_volume(VolumeARN=arn)  # the call
        except client.exceptions.InternalServerError:
            return "inner"
    except client.exceptions.ClientError as error:
        if "error" in error.response:
            return "outer"
        raise
    return "done"


def through_two(client: Any, arn: str) -> str:
    try:
        try:
            client.delete_volume(VolumeARN=arn)
        except Exception:
            raise
    except client.exceptions.ClientError:
        return "second"
    return "done"


def by_a_helper(client: Any, arn: str) -> bool:
    try:
        helper(client, arn)
    except (KeyError, client.exceptions.InvalidGatewayRequestException):
        return False
    return True


def helper(client: Any, arn: str) -> None:
    client.delete_volume(VolumeARN=arn)


def lines(function: Any) -> list[int | None]:
    return [traced(function, "DeleteVolume", error, (ARN,)).line for error in ERRORS]


def test_the_first_clause_that_catches_is_found() -> None:
    assert lines(nested) == [7, 5, 7]
    assert lines(through_two) == [5, 5, 5]
    assert lines(by_a_helper) == [4, None, None]


def test_what_a_learner_sees_has_no_types_and_no_remarks() -> None:
    shown = source_of(nested).splitlines()
    assert shown[0] == "def nested(client, arn):"
    assert not any("#" in line or "Two clauses" in line for line in shown)
    assert clauses_of(nested) == {
        5: "except client.exceptions.InternalServerError:",
        7: "except client.exceptions.ClientError as error:",
    }
    assert all(shown[number - 1].strip() == text for number, text in clauses_of(nested).items())


def test_the_function_itself_is_not_changed() -> None:
    before = nested.__code__
    lines(nested)
    assert nested.__code__ is before
    assert "__entered__" not in nested.__globals__


def said(answer: object) -> list[str]:
    kind = Trace(nested, "DeleteVolume", ERRORS, (ARN,))
    return [f"{mark} {text}" for mark, text in kind.judge(answer, load_catalogue())]


def test_each_error_is_judged_with_what_happens_then() -> None:
    assert said({"VolumeInUse": 7, "InternalError": 5, "InvalidClientTokenId": 7}) == [
        "right `VolumeInUse`: line 7 catches it, and the function returns `'outer'`.",
        "right `InternalError`: line 5 catches it, and the function returns `'inner'`.",
        "right `InvalidClientTokenId`: line 7 catches it, and the function raises `ClientError`.",
    ]


def test_a_wrong_clause_is_told_why() -> None:
    assert said({"VolumeInUse": 5, "InternalError": None, "InvalidClientTokenId": 3}) == [
        (
            "wrong `VolumeInUse`: line 5 doesn't catch it. "
            "boto3 raises `InvalidGatewayRequestException` for it."
        ),
        "wrong `InternalError`: it doesn't propagate. A clause catches it.",
        "wrong `InvalidClientTokenId`: `3` isn't the number of a line with `except`.",
    ]
    assert said({"VolumeInUse": 7, "Other": 1})[0] == (
        "wrong The exercise doesn't ask for `Other`."
    )
    assert "wrong `InternalError`: no answer yet." in said({"VolumeInUse": 7})
    assert said(7) == ["wrong Expected a dictionary from error to line, got a number (`7`)."]
    assert said({"VolumeInUse": [1]})[0].startswith("wrong `VolumeInUse`: `[1]` isn't the number")
