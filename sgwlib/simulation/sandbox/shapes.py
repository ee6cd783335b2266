"""Records in the shapes of the API: what a call shows of them, and what it sets.

botocore's model says which members a shape has. The table says what each is called in a record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sgwlib.simulation.sandbox.state import (
    Association,
    Disk,
    Gateway,
    Schedule,
    Snapshot,
    Volume,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    Output = dict[str, Any]

_MEMBERS = {
    Disk: "DiskId=id DiskPath=path DiskNode=node DiskSizeInBytes=size",
    Gateway: """
        GatewayARN=arn GatewayId=id GatewayName=name GatewayTimezone=timezone GatewayType=api_type
        GatewayState=state GatewayOperationalState=operational HostEnvironment=host
        EndpointType=endpoint Tags=listed_tags CloudWatchLogGroupARN=log_group
        GatewayCapacity=capacity AverageUploadRateLimitInBitsPerSec=upload_limit
        AverageDownloadRateLimitInBitsPerSec=download_limit HourOfDay=hour MinuteOfHour=minute
        DayOfWeek=weekday DayOfMonth=monthday Timezone=timezone AutomaticUpdatePolicy=update_policy
    """,
    Volume: """
        VolumeARN=arn VolumeId=id VolumeType=api_type VolumeSizeInBytes=size CreatedDate=created
        VolumeAttachmentStatus=attached VolumeUsedInBytes=used VolumeUsageInBytes=used
        GatewayARN=gateway GatewayId=gateway_id SourceSnapshotId=snapshot KMSKey=kms_key
        TargetName=target TargetARN=target_arn NetworkInterfaceId=interface
        NetworkInterfacePort=port LunNumber=lun ChapEnabled=asks_secrets
    """,
    Schedule: """
        StartAt=start_at RecurrenceInHours=recurrence Description=description Tags=listed_tags
    """,
    Snapshot: "SnapshotId=id",
    Association: """
        FileSystemAssociationARN=arn LocationARN=location GatewayARN=gateway UserName=user
        FileSystemAssociationStatus=status AuditDestinationARN=audit Tags=listed_tags
        CacheStaleTimeoutInSeconds=stale_seconds IpAddresses=addresses
    """,
}
_ATTRIBUTES: dict[type, dict[str, str]] = {
    kind: dict(each.split("=") for each in names.split()) for kind, names in _MEMBERS.items()
}


def shown(shape: Any, record: object) -> Output:
    """Return the members of a shape that a record has a value for."""
    attributes, found = _ATTRIBUTES[type(record)], {}
    for name, member in shape.members.items():
        if name in attributes:
            value = getattr(record, attributes[name])
        else:
            value = shown(member, record) if member.type_name == "structure" else None
        if value not in (None, "", {}):
            found[name] = value
    return found


def take(record: Any, given: Mapping[str, Any]) -> None:
    """Set the fields of a record that an input names. Null counts as absent."""
    attributes = _ATTRIBUTES[type(record)]
    for name, value in given.items():
        if isinstance(value, dict):
            take(record, value)
        elif value is not None and attributes.get(name) in type(record).__slots__:
            setattr(record, attributes[name], value)
