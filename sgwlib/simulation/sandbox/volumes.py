"""Operations on volumes, targets and snapshots; and on the file systems of a file gateway."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgwlib.simulation.sandbox.guards import SECRETS, asked, ip_address
from sgwlib.simulation.sandbox.rules import operation
from sgwlib.simulation.sandbox.shapes import take
from sgwlib.simulation.sandbox.state import Association, Schedule, Volume

if TYPE_CHECKING:
    from sgwlib.simulation.sandbox.call import Call
    from sgwlib.simulation.sandbox.shapes import Output
    from sgwlib.simulation.sandbox.state import Account


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


@operation("CreateCachediSCSIVolume")
def _create_cached_iscsi_volume(call: Call) -> Output:
    return call.shown(_add(call, "cached", call["VolumeSizeInBytes"]))


@operation("CreateStorediSCSIVolume")
def _create_stored_iscsi_volume(call: Call) -> Output:
    [disk], account = call.disks, call.account
    volume = _add(call, "stored", disk.size, disk.path)
    disk.use = "volume"
    hour = account.local(call.gateway, account.now).hour
    account.set_schedule(volume, Schedule(hour, 24, _text_of_schedule(volume)))
    if volume.snapshot:
        account.prepare(volume, "RESTORING")
    elif call["PreserveExistingData"]:
        volume.preserved = True
        account.prepare(volume, "BOOTSTRAPPING")
    return call.shown(volume)


@operation("DeleteVolume")
def _delete_volume(call: Call) -> None:
    call.account.remove_volume(call.volume)


@operation("DescribeCachediSCSIVolumes", "DescribeStorediSCSIVolumes")
def _describe_volumes(call: Call) -> Output:
    account = call.account

    def now(volume: Volume) -> Output:
        found: Output = {"VolumeStatus": account.status_of(volume)}
        if found["VolumeStatus"] in ("BOOTSTRAPPING", "RESTORING"):
            took = volume.ready_at - volume.starts_at
            found["VolumeProgress"] = 100 * (account.now - volume.starts_at) / took
        if volume.disk:
            [disk] = [each.id for each in call.machine.disks if each.path == volume.disk]
            found |= {"VolumeDiskId": disk, "PreservedExistingData": volume.preserved}
        return found

    return call.listing([account.volumes[each] for each in sorted({*call["VolumeARNs"]})], now)


@operation("ListVolumes")
def _list_volumes(call: Call) -> Output:
    account, arn = call.account, call.gateway_arn
    gateways = [account.gateways[each] for each in ([arn] if arn else sorted(account.gateways))]
    return call.paged((name for each in gateways for name in each.volumes), account.volumes)


# --- Targets ------------------------------------------------------------------------------------


@operation("DescribeChapCredentials")
def _describe_chap_credentials(call: Call) -> Output:
    arn = {"TargetARN": call["TargetARN"]}
    found = [
        {**arn, "InitiatorName": name, **dict(zip(SECRETS, secrets, strict=False))}
        for name, secrets in call.chap.items()
    ]
    return {"ChapCredentials": found}


@operation("UpdateChapCredentials")
def _update_chap_credentials(call: Call) -> None:
    """Set the credentials of an initiator. That closes all connections of the target."""
    call.chap[call["InitiatorName"]] = [call[each] for each in SECRETS if each in call.given]
    if call.target:
        call.target.initiators.clear()


@operation("DeleteChapCredentials")
def _delete_chap_credentials(call: Call) -> None:
    del call.chap[call["InitiatorName"]]


# --- Snapshots ----------------------------------------------------------------------------------


def _point(account: Account, volume: Volume) -> Output:
    """Return when the recovery point of a volume was made, such as 2012-09-04T21:08:44.000Z."""
    time = account.moment(account.recovery_point_of(volume) or 0)
    return {"VolumeRecoveryPointTime": f"{time:%Y-%m-%dT%H:%M:%S}.000Z"}


def _text_of_schedule(volume: Volume) -> str:
    return f"{volume.gateway_id}:{volume.id}:Schedule"


@operation("CreateSnapshot")
def _create_snapshot(call: Call) -> Output:
    return call.shown(
        call.account.take_snapshot(call.volume, call["SnapshotDescription"], call.tags)
    )


# It is meant for a gateway that cannot be reached, but not for one that was shut down: the guide
# says the first, the API model the second.
@operation("CreateSnapshotFromVolumeRecoveryPoint")
def _create_snapshot_from_volume_recovery_point(call: Call) -> Output:
    return _point(call.account, call.volume) | _create_snapshot(call)


@operation("ListVolumeRecoveryPoints")
def _list_volume_recovery_points(call: Call) -> Output:
    account = call.account
    volumes = [each for each in call.siblings if account.recovery_point_of(each) is not None]
    return call.listing(volumes, lambda each: _point(account, each))


@operation("DescribeSnapshotSchedule")
def _describe_snapshot_schedule(call: Call) -> Output:
    """Describe a schedule. A cached volume has none until one is set."""
    schedule = call.volume.schedule
    return {"Timezone": call.gateway.timezone, **(call.shown(schedule) if schedule else {})}


@operation("UpdateSnapshotSchedule")
def _update_snapshot_schedule(call: Call) -> None:
    volume = call.volume
    schedule = volume.schedule or Schedule(0, 24, _text_of_schedule(volume))
    take(schedule, call.given)
    schedule.tags = call.tags or schedule.tags
    call.account.set_schedule(volume, schedule)


@operation("DeleteSnapshotSchedule")
def _delete_snapshot_schedule(call: Call) -> None:
    call.account.set_schedule(call.volume, None)


# --- File systems -------------------------------------------------------------------------------

# Nobody checks the password, so it is not kept.


@operation("AssociateFileSystem")
def _associate_file_system(call: Call) -> Output:
    account, location, token = call.account, call["LocationARN"], call["ClientToken"]
    arn = account.new_name(account.arn("fs-association/fsa-"), 17, account.associations)
    association = Association(
        arn, call.gateway.arn, location, ip_address(call), token, asked(call), tags=call.tags
    )
    take(association, call.given)
    account.associations[arn] = association
    return call.shown(association)


@operation("UpdateFileSystemAssociation")
def _update_file_system_association(call: Call) -> None:
    take(call.account.associations[call["FileSystemAssociationARN"]], call.given)


@operation("DisassociateFileSystem")
def _disassociate_file_system(call: Call) -> None:
    del call.account.associations[call["FileSystemAssociationARN"]]


@operation("DescribeFileSystemAssociations")
def _describe_file_system_associations(call: Call) -> Output:
    arns = dict.fromkeys(call["FileSystemAssociationARNList"])
    return call.listing(call.account.associations[each] for each in arns)
