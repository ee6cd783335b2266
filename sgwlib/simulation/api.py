"""Today's API as botocore models it: its operations, and an output for each of them.

The reference page knows 35 operations, the model of 2013-06-30 about a hundred. Clients call them
all. A call that no fault answers gets an output that holds every member of the model, with a valid
value. The values of one output are those of one invented gateway. Only the mark of a next page is
missing, because a paginator that always got one would never end.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from sgwlib.errors import UnknownNameError
from sgwlib.extras import needed_by

with needed_by("The model of today's API"):
    from botocore.loaders import Loader
    from botocore.model import ServiceModel

if TYPE_CHECKING:
    from botocore.model import Shape

__all__ = ["TARGET_PREFIXES", "api_model", "api_operations", "success_body"]

TARGET_PREFIXES = ("StorageGateway_20120630", "StorageGateway_20130630")
"""What precedes the operation in ``X-Amz-Target``: on the page, and in today's SDKs."""

_PLACE = "arn:aws:storagegateway:us-east-1:111122223333"
_GATEWAY = f"{_PLACE}:gateway/sgw-12A3456B"
_MOMENT = 1767225600  # 2026-01-01 00:00:00 UTC, as the protocol's number
_PAGE_MARK = "Marker"
"""The shape of every member that marks where the next page of a list begins."""

_STRINGS = {
    "AuditDestinationARN": "arn:aws:logs:us-east-1:111122223333:log-group:sgw-audit",
    "Authentication": "ActiveDirectory",
    "CacheReportARN": f"{_PLACE}:share/share-12A3456B/cache-report/report-12A3456B",
    "ChapSecret": "111111111111",
    "CloudWatchLogGroupARN": "arn:aws:logs:us-east-1:111122223333:log-group:sgw-log",
    "DNSHostName": "vpce-12a3456b.storagegateway.us-east-1.vpce.amazonaws.com",
    "DeprecationDate": "2026-01-01T00:00:00Z",
    "DiskAllocationType": "CACHE STORAGE",
    "DiskId": "pci-0000:03:00.0-scsi-0:0:0:0",
    "DomainName": "corp.example.com",
    "Ec2InstanceRegion": "us-east-1",
    "EndpointType": "STANDARD",
    "FileShareARN": f"{_PLACE}:share/share-12A3456B",
    "FileShareId": "share-12A3456B",
    "FileShareStatus": "AVAILABLE",
    "FileSystemAssociationARN": f"{_PLACE}:fs-association/fsa-12A3456B12A3456B1",
    "FileSystemAssociationId": "fsa-12A3456B12A3456B1",
    "FileSystemAssociationStatus": "AVAILABLE",
    "FileSystemLocationARN": "arn:aws:fsx:us-east-1:111122223333:file-system/fs-12a3456b",
    "GatewayARN": _GATEWAY,
    "GatewayId": "sgw-12A3456B",
    "GatewayOperationalState": "ACTIVE",
    "GatewayState": "RUNNING",
    "GatewayTimezone": "GMT",
    "GatewayType": "CACHED",
    "IPV4Address": "192.0.2.10",
    "Initiator": "iqn.1991-05.com.microsoft:host",
    "IqnName": "iqn.1991-05.com.microsoft:host",
    "Ipv4OrIpv6AddressCIDR": "192.0.2.0/24",
    "KMSKey": "arn:aws:kms:us-east-1:111122223333:key/12345678-1234-1234-1234-123456789012",
    "LastSoftwareUpdate": "2026-01-01T00:00:00Z",
    "LocationARN": "arn:aws:s3:::example-bucket",
    "NextUpdateAvailabilityDate": "2026-01-01T00:00:00Z",
    "NotificationPolicy": "{}",
    "Path": "/example-bucket",
    "PermissionMode": "0644",
    "PoolARN": f"{_PLACE}:tapepool/pool-12A3456B",
    "PoolId": "pool-12A3456B",
    "RegionId": "us-east-1",
    "ResourceARN": _GATEWAY,
    "Role": "arn:aws:iam::111122223333:role/StorageGatewayRole",
    "SnapshotId": "snap-1234abcd",
    "SoftwareUpdatesEndDate": "2026-01-01T00:00:00Z",
    "Squash": "RootSquash",
    "StorageClass": "S3_STANDARD",
    "TapeARN": f"{_PLACE}:tape/TEST12A345",
    "TapeArchiveStatus": "AVAILABLE",
    "TapeBarcode": "TEST12A345",
    "TapeBarcodePrefix": "TEST",
    "TapeRecoveryPointStatus": "AVAILABLE",
    "TapeStatus": "AVAILABLE",
    "TargetARN": f"{_GATEWAY}/target/iqn.1997-05.com.amazon:example",
    "TargetName": "iqn.1997-05.com.amazon.example",
    "VTLDeviceARN": f"{_GATEWAY}/device/AMZN_SGW-12A3456B_TAPEDRIVE_00001",
    "VolumeARN": f"{_GATEWAY}/volume/vol-1122AABB",
    "VolumeAttachmentStatus": "ATTACHED",
    "VolumeId": "vol-1122AABB",
    "VolumeStatus": "AVAILABLE",
    "VolumeType": "CACHED iSCSI",
    # Members whose shape in the model is no more than "string".
    "DiskNode": "SCSI (0:0)",
    "DiskPath": "/dev/sda",
    "DiskStatus": "present",
    "Ipv4Address": "192.0.2.10",
    "Ipv6Address": "2001:db8::10",
    "MacAddress": "00:00:5e:00:53:01",
    "VPCEndpoint": "vpce-12a3456b.storagegateway.us-east-1.vpce.amazonaws.com",
    "VolumeRecoveryPointTime": "2026-01-01T00:00:00.000Z",
}
"""By the name of the shape, else of the member. Any other string has its own name as its value."""


@cache
def api_model() -> ServiceModel:
    """Return botocore's model of the service, from botocore's own files alone."""
    # Not the default search path, since a model in the user's home must change nothing.
    loader = Loader(
        extra_search_paths=[Loader.BUILTIN_DATA_PATH], include_default_search_paths=False
    )
    return ServiceModel(loader.load_service_model("storagegateway", "service-2"), "storagegateway")


@cache
def api_operations() -> tuple[str, ...]:
    """Return the names of all operations of the model, in alphabetical order."""
    return tuple(sorted(api_model().operation_names))


_ALWAYS = {"boolean": True, "timestamp": _MOMENT, "blob": ""}


@cache
def success_body(operation: str) -> bytes:
    """Return the JSON of a successful response to a call of an operation, the same each time.

    Examples
    --------
    >>> success_body("DeleteVolume").decode()  # doctest: +ELLIPSIS
    '{"VolumeARN": "arn:aws:storagegateway:...:gateway/sgw-12A3456B/volume/vol-1122AABB"}'
    """
    if operation not in api_operations():
        raise UnknownNameError("operation", operation, api_operations())
    shape = api_model().operation_model(operation).output_shape
    return json.dumps({} if shape is None else _value(shape, operation, ())).encode()


def _value(shape: Any, member: str, within: tuple[str, ...]) -> Any:
    """Return a value of a shape. ``within`` names the structures around it, to end recursion."""
    kind = shape.type_name
    if kind == "structure":
        inside = (*within, shape.name)
        return {
            name: _value(each, name, inside)
            for name, each in shape.members.items()
            if each.name != _PAGE_MARK and each.name not in inside
        }
    if kind == "list":
        return [] if shape.member.name in within else [_value(shape.member, member, within)]
    if kind == "map":
        return {_value(shape.key, "key", within): _value(shape.value, "value", within)}
    if kind == "string":
        return _string(shape, member)
    return _ALWAYS[kind] if kind in _ALWAYS else _number(shape)


def _string(shape: Any, member: str) -> str:
    if shape.enum:
        return str(shape.enum[0])
    name = member if shape.name == "string" else shape.name
    text = _STRINGS.get(name, name).ljust(shape.metadata.get("min", 0), "x")
    return text[: shape.metadata.get("max")]


def _number(shape: Shape) -> float:
    least, most = shape.metadata.get("min", 1), shape.metadata.get("max", 1)
    whole = int(max(least, min(1, most)))
    return whole if shape.type_name in ("integer", "long") else float(whole)
