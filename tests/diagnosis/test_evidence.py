"""What a field shows by its name and its value."""

from __future__ import annotations

from sgwlib import load_catalogue
from sgwlib.diagnosis.evidence import read_field, service_of
from sgwlib.diagnosis.knowledge import knowledge

KNOWN = knowledge(load_catalogue())
OWN = "InvalidGatewayRequestException"


FIELDS: list[tuple[str, str, list[tuple[str, str]]]] = [
    ("__type", OWN, [("exception", OWN)]),
    ("__type", f"aws#{OWN}:http://x/", [("exception", OWN)]),
    (
        "__type",
        f"com.amazonaws.storagegateway.v20130630#{OWN}",
        [("exception", OWN), ("service", "storagegateway")],
    ),
    (
        "__type",
        "com.amazonaws.dynamodb.v20120810#ThrottlingException",
        [("exception", "ThrottlingException"), ("other_service", "dynamodb")],
    ),
    (
        "__type",
        "com.amazon.coral.service#ThrottlingException",
        [("exception", "ThrottlingException")],
    ),
    ("type", OWN, []),
    ("code", OWN, [("exception", OWN)]),
    ("code", "E42", []),
    ("errorCode", "VolumeInUse", [("code", "VolumeInUse")]),
    ("ErrorCode", "LunAlreadyAllocated ", [("code", "LunAlreadyAllocated")]),
    ("error_code", OWN, [("exception", OWN)]),
    ("errorCode", "SnapshotInProgressException", [("code", "SnapshotInProgressException")]),
    ("errorCode", "ResourceNotFoundException", [("exception", "ResourceNotFoundException")]),
    ("Message_", "no", [("message", "no")]),
    ("httpStatusCode", "400", [("http_status", "400")]),
    ("statusCode", "200", []),
    ("RetryAttempts", "0", [("attempts", "1")]),
    ("attempts", "3", [("attempts", "3")]),
    ("eventName", "ListVolumes", [("operation", "ListVolumes")]),
    ("operation", "list_volumes", [("operation", "ListVolumes")]),
    ("commandName", "ListVolumesCommand", [("operation", "ListVolumes")]),
    ("clientName", "StorageGatewayClient", [("service", "StorageGatewayClient")]),
    ("requestId", "efbd972d-e0d7-4d5c-8637", []),
    ("colour", "red", []),
]


def test_a_field_is_read_by_its_name_and_value() -> None:
    read = [
        (key, value, list(map(tuple, read_field(key, value, KNOWN)))) for key, value, _ in FIELDS
    ]
    assert read == FIELDS


def test_a_service_is_ours_or_another() -> None:
    ours = {
        "storagegateway.amazonaws.com": True,
        "AWSStorageGateway": True,
        "Storage Gateway": True,
        "AmazonEC2": False,
        "s3": False,
        "backup-gateway": False,
    }
    assert {name: service_of(name).what == "service" for name in ours} == ours
