"""An exception that was caught is explained as its text is, and by what it keeps."""

from __future__ import annotations

import subprocess
from types import MappingProxyType

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


def test_what_boto3_keeps_is_read() -> None:
    found = explain(caught("VolumeInUse"))
    assert (found.operation, found.code, found.code_basis) == (
        "DeleteVolume",
        "VolumeInUse",
        "read",
    )
    assert (found.http_status, found.certain, found.others) == (400, True, ())
    assert found.request_id is not None


def test_a_general_exception_has_no_code() -> None:
    found = explain(caught("ThrottlingException"))
    assert (found.exception, found.code, found.http_status) == ("ThrottlingException", None, 400)


def test_the_cause_behind_an_exception_is_read() -> None:
    with pytest.raises(RuntimeError) as info:
        raise RuntimeError("the backup failed") from caught("VolumeInUse")
    assert explain(info.value).code == "VolumeInUse"


def test_an_exception_of_one_s_own_is_no_error_of_the_service() -> None:
    assert not explain(ValueError("no such volume")).found


def test_the_response_of_a_client_error_is_read_by_itself() -> None:
    error = caught("VolumeInUse")
    found, whole = explain(error.response), explain(error)  # type: ignore[attr-defined]  # boto3's
    assert (found.exception, found.code, found.certain) == (whole.exception, whole.code, True)
    assert (found.http_status, found.request_id) == (400, whole.request_id)
    for response in ({"__type": "InvalidGatewayRequestException"}, error.response):  # type: ignore[attr-defined]  # boto3's
        assert explain(MappingProxyType(response)).certain


def test_the_members_of_a_group_are_read() -> None:
    group = ExceptionGroup("two calls failed", [caught("VolumeInUse"), caught("VolumeNotFound")])
    assert [each.code for each in explain(group)] == ["VolumeInUse", "VolumeNotFound"]


def test_what_a_command_printed_is_read() -> None:
    for printed in (str(caught("VolumeInUse")), str(caught("VolumeInUse")).encode()):
        error = subprocess.CalledProcessError(254, ["aws"], stderr=printed)
        assert explain(error).code == "VolumeInUse"
