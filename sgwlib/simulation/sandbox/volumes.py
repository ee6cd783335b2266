"""Operations on volumes, targets and snapshots; and on the file systems of a file gateway."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgwlib.simulation.sandbox.gateways import (
    ANY,
    KNOWN,
    ON_GATEWAY,
    SERVING,
    filled,
    members,
    page,
    take,
)
from sgwlib.simulation.sandbox.guards import SECRETS, asked, created, ip_address
from sgwlib.simulation.sandbox.rules import operation
from sgwlib.simulation.sandbox.state import Association, Schedule, Volume, seconds_of_zone

if TYPE_CHECKING:
    from sgwlib.simulation.sandbox.rules import Call, Output
    from sgwlib.simulation.sandbox.state import Account

_INFO = """
VolumeARN=arn VolumeId=id VolumeType=api_type VolumeSizeInBytes=size VolumeAttachmentStatus=attached
GatewayARN=gateway GatewayId=gateway_id
"""
_VOLUME = """
VolumeARN=arn VolumeId=id VolumeType=api_type VolumeSizeInBytes=size VolumeAttachmentStatus=attached
VolumeUsedInBytes=used CreatedDate=created TargetName=target SourceSnapshotId=snapshot
KMSKey=kms_key
"""
_TARGET = "TargetARN=target_arn NetworkInterfaceId=interface"
_POINT = "VolumeARN=arn VolumeSizeInBytes=size VolumeUsageInBytes=used"
_SCHEDULE = "StartAt=start_at RecurrenceInHours=recurrence Description=description"
_ARN = "FileSystemAssociationARN"
_ASSOCIATION = f"""
{_ARN}=arn LocationARN=location GatewayARN=gateway FileSystemAssociationStatus=status
AuditDestinationARN=audit Tags=listed_tags
"""

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
    found = {**members(volume, _VOLUME), "VolumeStatus": status}
    target = {"NetworkInterfacePort": 3260, "LunNumber": 1, "ChapEnabled": bool(volume.chap)}
    found["VolumeiSCSIAttributes"] = members(volume, _TARGET) | target
    if status in ("BOOTSTRAPPING", "RESTORING"):
        took = volume.ready_at - volume.starts_at
        found["VolumeProgress"] = 100 * (account.now - volume.starts_at) / took
    return found


def _named(call: Call) -> list[Volume]:
    return [call.account.volumes[arn] for arn in sorted({*call["VolumeARNs"]})]


@operation("DescribeCachediSCSIVolumes", *_DESCRIBE)
def _describe_cached_iscsi_volumes(call: Call) -> Output:
    return {"CachediSCSIVolumes": [_described(call.account, each) for each in _named(call)]}


@operation("DescribeStorediSCSIVolumes", *_DESCRIBE)
def _describe_stored_iscsi_volumes(call: Call) -> Output:
    found = []
    for volume in _named(call):
        [disk] = [each.id for each in call.machine.disks if each.path == volume.disk]
        more = {"VolumeDiskId": disk, "PreservedExistingData": volume.preserved}
        found.append(_described(call.account, volume) | more)
    return {"StorediSCSIVolumes": found}


@operation("ListVolumes", *ON_GATEWAY, "marker_wrong")
def _list_volumes(call: Call) -> Output:
    account, arn = call.account, call.gateway_arn
    gateways = [account.gateways[each] for each in ([arn] if arn else sorted(account.gateways))]
    arns, marker = page(call, (each for gateway in gateways for each in gateway.volumes))
    infos = [members(account.volumes[each], _INFO) for each in arns]
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


# It is meant for a gateway that cannot be reached, but not for one that was shut down: the guide
# says the first, the API model the second.
@operation(
    "CreateSnapshotFromVolumeRecoveryPoint",
    *(*KNOWN, "shut_down", *SERVING, "volume_unknown", "no_recovery_point"),
)
def _create_snapshot_from_volume_recovery_point(call: Call) -> Output:
    time = _text_of_time(call.account, call.account.recovery_point_of(call.volume))
    return {**_create_snapshot(call), "VolumeRecoveryPointTime": time}


@operation("ListVolumeRecoveryPoints", *ON_GATEWAY)
def _list_volume_recovery_points(call: Call) -> Output:
    account, infos = call.account, []
    for volume in call.siblings:
        if (point := account.recovery_point_of(volume)) is not None:
            time = {"VolumeRecoveryPointTime": _text_of_time(account, point)}
            infos.append(members(volume, _POINT) | time)
    return {"GatewayARN": call["GatewayARN"], "VolumeRecoveryPointInfos": infos}


@operation("DescribeSnapshotSchedule", *_ON_VOLUME)
def _describe_snapshot_schedule(call: Call) -> Output:
    """Describe a schedule. A cached volume has none until one is set."""
    answer = {"VolumeARN": call.volume.arn, "Timezone": call.gateway.timezone}
    return answer | members(call.volume.schedule, _SCHEDULE) if call.volume.schedule else answer


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


def _change(call: Call, association: Association) -> Output:
    """Set what a call names. Nobody checks the password, so it is not kept."""
    take(call, association, "UserName=user AuditDestinationARN=audit")
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
    found = []
    for arn in dict.fromkeys(call["FileSystemAssociationARNList"]):
        each = call.account.associations[arn]
        described = members(each, _ASSOCIATION)
        if each.stale_seconds is not None:
            described["CacheAttributes"] = {"CacheStaleTimeoutInSeconds": each.stale_seconds}
        if each.address:
            described["EndpointNetworkConfiguration"] = {"IpAddresses": [each.address]}
        found.append(described)
    return {"FileSystemAssociationInfoList": found}
