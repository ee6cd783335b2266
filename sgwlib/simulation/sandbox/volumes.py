"""Operations on volumes, targets and snapshots; and on the file systems of a file gateway."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sgwlib.simulation.sandbox.gateways import (
    ANY,
    KNOWN,
    ON_GATEWAY,
    SERVING,
    filled,
    listed,
    page,
)
from sgwlib.simulation.sandbox.guards import SECRETS, asked, created, ip_address
from sgwlib.simulation.sandbox.rules import operation
from sgwlib.simulation.sandbox.state import Association, Schedule, Volume, seconds_of_zone

if TYPE_CHECKING:
    from sgwlib.simulation.sandbox.rules import Call, Output
    from sgwlib.simulation.sandbox.state import Account

_CREATE = (
    *(*ON_GATEWAY, "kms_key_missing", "two_origins", "target_name_wrong", "interface_unknown"),
    *("interface_changed", "snapshot_unknown", "targets_lost", "snapshot_not_exportable"),
    *("buffer_full", "target_taken", "too_many_volumes"),
)
_DESCRIBE = (*ON_GATEWAY, "no_volume_named", "several_gateways", "too_many_named", "one_unknown")
_ON_VOLUME = (*ON_GATEWAY, "volume_unknown")
_ON_TARGET = (*ON_GATEWAY, "target_wrong", "targets_lost", "target_unknown")


# --- Volumes ------------------------------------------------------------------------------------


def _add(call: Call, kind: str, size: int, disk: str = "") -> Volume:
    account, gateway = call.account, call.gateway
    arn = account.new_name(f"{gateway.arn}/volume/vol-", 17, account.volumes)
    target, interface = call["TargetName"], call["NetworkInterfaceId"]
    volume = Volume(arn, gateway.arn, kind, size, target, interface, account.now, disk=disk)
    volume.snapshot, volume.kms_key = call.get("SnapshotId", ""), call.get("KMSKey", "")
    volume.token, volume.asked, volume.tags = call.get("ClientToken", ""), asked(call), call.tags
    account.add_volume(volume)
    return volume


@operation(
    "CreateCachediSCSIVolume",
    *(*_CREATE, "size_wrong", "token_taken", "source_unknown", "smaller_than_origin"),
    "cache_missing",
)
def _create_cached_iscsi_volume(call: Call) -> Output:
    return created(_add(call, "cached", call["VolumeSizeInBytes"]))


@operation(
    "CreateStorediSCSIVolume",
    *(*_CREATE, "disk_unknown", "volume_there", "disk_taken", "disk_not_aligned"),
    *("disk_too_large", "disk_too_small", "lun_bad"),
)
def _create_stored_iscsi_volume(call: Call) -> Output:
    [disk], account = call.disks, call.account
    volume = _add(call, "stored", disk.size, disk.path)
    disk.use = "volume"
    hour = account.moment(account.now + seconds_of_zone(call.gateway.timezone)).hour
    account.set_schedule(volume, Schedule(hour, 24, _text_of_schedule(volume)))
    if volume.snapshot:
        account.prepare(volume, "RESTORING")
    elif call["PreserveExistingData"]:
        volume.preserved = True
        account.prepare(volume, "BOOTSTRAPPING")
    return created(volume)


@operation(
    "DeleteVolume",
    *(*_ON_VOLUME, "volume_id_wrong", "targets_lost", "initiator_connected"),
    "snapshot_in_progress",
)
def _delete_volume(call: Call) -> Output:
    call.account.remove_volume(call.volume)
    return {"VolumeARN": call["VolumeARN"]}


def _described(account: Account, volume: Volume) -> Output:
    status = account.status_of(volume)
    is_preparing = status in ("BOOTSTRAPPING", "RESTORING")
    done = (account.now - volume.starts_at) / ((volume.ready_at - volume.starts_at) or 1)
    return filled(
        {
            "VolumeARN": volume.arn,
            "VolumeId": volume.id,
            "VolumeType": f"{volume.kind.upper()} iSCSI",
            "VolumeStatus": status,
            "VolumeAttachmentStatus": "ATTACHED",
            "VolumeSizeInBytes": volume.size,
            "VolumeProgress": 100 * done if is_preparing else None,
            "VolumeUsedInBytes": 0,
            "CreatedDate": volume.created,
            "TargetName": volume.target,
            "SourceSnapshotId": volume.snapshot,
            "KMSKey": volume.kms_key,
            "VolumeiSCSIAttributes": {
                "TargetARN": volume.target_arn,
                "NetworkInterfaceId": volume.interface,
                "NetworkInterfacePort": 3260,
                "LunNumber": 1,
                "ChapEnabled": bool(volume.chap),
            },
        }
    )


def _named(call: Call) -> list[Volume]:
    return [call.account.volumes[arn] for arn in sorted({*call["VolumeARNs"]})]


@operation("DescribeCachediSCSIVolumes", *_DESCRIBE)
def _describe_cached_iscsi_volumes(call: Call) -> Output:
    return {"CachediSCSIVolumes": [_described(call.account, each) for each in _named(call)]}


@operation("DescribeStorediSCSIVolumes", *_DESCRIBE)
def _describe_stored_iscsi_volumes(call: Call) -> Output:
    ids = {disk.path: disk.id for disk in call.machine.disks}
    volumes = [
        {
            **_described(call.account, each),
            "VolumeDiskId": ids[each.disk],
            "PreservedExistingData": each.preserved,
        }
        for each in _named(call)
    ]
    return {"StorediSCSIVolumes": volumes}


@operation("ListVolumes", *ON_GATEWAY, "marker_wrong")
def _list_volumes(call: Call) -> Output:
    account, arn = call.account, call.gateway_arn
    gateways = [account.gateways[each] for each in ([arn] if arn else sorted(account.gateways))]
    arns, marker = page(call, (each for gateway in gateways for each in gateway.volumes))
    infos = [
        {
            "VolumeARN": volume.arn,
            "VolumeId": volume.id,
            "GatewayARN": volume.gateway,
            "GatewayId": account.gateways[volume.gateway].id,
            "VolumeType": f"{volume.kind.upper()} iSCSI",
            "VolumeSizeInBytes": volume.size,
            "VolumeAttachmentStatus": "ATTACHED",
        }
        for volume in map(account.volumes.__getitem__, arns)
    ]
    return {**filled({"GatewayARN": arn}), "VolumeInfos": infos, **marker}


# --- Targets ------------------------------------------------------------------------------------


def _pair(call: Call) -> Output:
    return {"TargetARN": call["TargetARN"], "InitiatorName": call["InitiatorName"]}


@operation("DescribeChapCredentials", *_ON_TARGET)
def _describe_chap_credentials(call: Call) -> Output:
    arn = {"TargetARN": call["TargetARN"]}
    found = [
        {**arn, "InitiatorName": name, **dict(zip(SECRETS, secrets, strict=False))}
        for name, secrets in call.chap.items()
    ]
    return {"ChapCredentials": found}


@operation("UpdateChapCredentials", *_ON_TARGET, "secret_length_wrong")
def _update_chap_credentials(call: Call) -> Output:
    """Set the credentials of an initiator. That closes all connections of the target."""
    call.chap[call["InitiatorName"]] = [call[each] for each in SECRETS if each in call.given]
    if call.target:
        call.target.initiators.clear()
    return _pair(call)


@operation("DeleteChapCredentials", *_ON_TARGET, "initiator_unknown")
def _delete_chap_credentials(call: Call) -> Output:
    del call.chap[call["InitiatorName"]]
    return _pair(call)


# --- Snapshots ----------------------------------------------------------------------------------


def _text_of_time(account: Account, time: float | None) -> str:
    """Return a time as the API writes it, such as 2012-09-04T21:08:44.000Z."""
    return f"{account.moment(time or 0):%Y-%m-%dT%H:%M:%S}.000Z"


def _text_of_schedule(volume: Volume) -> str:
    return f"{volume.gateway.rpartition('/')[2]}:{volume.id}:Schedule"


@operation("CreateSnapshot", *_ON_VOLUME, "not_ready")
def _create_snapshot(call: Call) -> Output:
    snapshot = call.account.take_snapshot(call.volume, call["SnapshotDescription"], call.tags)
    return {"VolumeARN": call.volume.arn, "SnapshotId": snapshot.id}


# It is meant for a gateway that cannot be reached, but not for one that was shut down: the guide says
# the first, the API model the second.
@operation(
    "CreateSnapshotFromVolumeRecoveryPoint",
    *(*KNOWN, "shut_down", *SERVING, "volume_unknown", "no_recovery_point"),
)
def _create_snapshot_from_volume_recovery_point(call: Call) -> Output:
    time = _text_of_time(call.account, call.account.recovery_point_of(call.volume))
    return {**_create_snapshot(call), "VolumeRecoveryPointTime": time}


@operation("ListVolumeRecoveryPoints", *ON_GATEWAY)
def _list_volume_recovery_points(call: Call) -> Output:
    infos = [
        {
            "VolumeARN": volume.arn,
            "VolumeSizeInBytes": volume.size,
            "VolumeUsageInBytes": 0,
            "VolumeRecoveryPointTime": _text_of_time(call.account, point),
        }
        for volume in call.siblings
        if (point := call.account.recovery_point_of(volume)) is not None
    ]
    return {"GatewayARN": call["GatewayARN"], "VolumeRecoveryPointInfos": infos}


@operation("DescribeSnapshotSchedule", *_ON_VOLUME)
def _describe_snapshot_schedule(call: Call) -> Output:
    """Describe a schedule. A cached volume has none until one is set."""
    found, schedule = {"VolumeARN": call.volume.arn}, call.volume.schedule
    if schedule is None:
        return {**found, "Timezone": call.gateway.timezone}
    return {
        **found,
        "StartAt": schedule.start_at,
        "RecurrenceInHours": schedule.recurrence,
        "Description": schedule.description,
        "Timezone": call.gateway.timezone,
    }


@operation("UpdateSnapshotSchedule", *_ON_VOLUME)
def _update_snapshot_schedule(call: Call) -> Output:
    volume = call.volume
    before = volume.schedule.description if volume.schedule else _text_of_schedule(volume)
    text = call.get("Description", before)
    call.account.set_schedule(volume, Schedule(call["StartAt"], call["RecurrenceInHours"], text))
    return {"VolumeARN": volume.arn}


@operation("DeleteSnapshotSchedule", *_ON_VOLUME)
def _delete_snapshot_schedule(call: Call) -> Output:
    call.account.set_schedule(call.volume, None)
    return {"VolumeARN": call.volume.arn}


# --- File systems -------------------------------------------------------------------------------

_ARN = "FileSystemAssociationARN"


def _change(call: Call, association: Association) -> Output:
    """Set what a call names. Nobody checks the password, so it is not kept."""
    association.user = call.get("UserName", association.user)
    association.audit = call.get("AuditDestinationARN", association.audit)
    cache = call.get("CacheAttributes", {})
    association.stale_seconds = cache.get("CacheStaleTimeoutInSeconds", association.stale_seconds)
    return {_ARN: association.arn}


@operation(
    "AssociateFileSystem",
    *(*ON_GATEWAY, "associated_otherwise", "file_system_unknown", "address_missing"),
    "address_taken",
)
def _associate_file_system(call: Call) -> Output:
    account, location, token = call.account, call["LocationARN"], call["ClientToken"]
    arn = account.new_name(f"{account.prefix}fs-association/fsa-", 17, account.associations)
    association = Association(
        arn, call.gateway.arn, location, ip_address(call), token, asked(call), tags=call.tags
    )
    account.associations[arn] = association
    return _change(call, association)


@operation("UpdateFileSystemAssociation", *ANY, "association_unknown")
def _update_file_system_association(call: Call) -> Output:
    return _change(call, call.account.associations[call[_ARN]])


@operation("DisassociateFileSystem", *ANY, "association_unknown")
def _disassociate_file_system(call: Call) -> Output:
    del call.account.associations[call[_ARN]]
    return {_ARN: call[_ARN]}


@operation("DescribeFileSystemAssociations", *ANY, "association_unknown")
def _describe_file_system_associations(call: Call) -> Output:
    found: list[dict[str, Any]] = []
    for arn in dict.fromkeys(call["FileSystemAssociationARNList"]):
        each = call.account.associations[arn]
        known = {_ARN: arn, "LocationARN": each.location, "GatewayARN": each.gateway}
        known |= {"FileSystemAssociationStatus": "AVAILABLE", "AuditDestinationARN": each.audit}
        more: dict[str, Any] = {"Tags": listed(each.tags)}
        if each.stale_seconds is not None:
            more["CacheAttributes"] = {"CacheStaleTimeoutInSeconds": each.stale_seconds}
        if each.address:
            more["EndpointNetworkConfiguration"] = {"IpAddresses": [each.address]}
        found.append({**filled(known), **more})
    return {"FileSystemAssociationInfoList": found}
