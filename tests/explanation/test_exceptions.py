"""An exception that was caught is explained as its text is, and by what it keeps."""

from __future__ import annotations

import pytest

import sgwlib
from sgwlib import explain
from tests.gateways import gateway

ARN = "arn:aws:storagegateway:us-east-1:111122223333:gateway/sgw-12A3456B/volume/vol-1122AABB"


def caught(error: str) -> Exception:
    client = gateway(retries={"total_max_attempts": 1})
    with (
        sgwlib.inject(client, "DeleteVolume", error, retry_waits=False),
        pytest.raises(client.exceptions.ClientError) as info,
    ):
        client.delete_volume(VolumeARN=ARN)
    raised: Exception = info.value
    return raised


def test_what_boto3_keeps_is_told() -> None:
    told = explain(caught("VolumeInUse"))
    assert (told.operation, told.code, told.code_basis) == ("DeleteVolume", "VolumeInUse", "read")
    assert (told.http_status, told.certain, told.others) == (400, True, ())
    assert told.request_id is not None


def test_a_general_exception_has_no_code() -> None:
    told = explain(caught("ThrottlingException"))
    assert (told.exception, told.code, told.http_status) == ("ThrottlingException", None, 400)


def test_the_cause_behind_an_exception_is_told() -> None:
    with pytest.raises(RuntimeError) as info:
        raise RuntimeError("the backup failed") from caught("VolumeInUse")
    assert explain(info.value).code == "VolumeInUse"


def test_an_exception_of_one_s_own_is_no_error_of_the_service() -> None:
    assert not explain(ValueError("no such volume")).found
