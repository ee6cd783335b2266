"""Cached and stored volumes."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sgwlib.simulation.sandbox.common import ON_GATEWAY, VOLUME_GONE, volume_unknown
from sgwlib.simulation.sandbox.disks import disk_taken, disk_unknown
from sgwlib.simulation.sandbox.gateways import page
from sgwlib.simulation.sandbox.rules import (
    DOCUMENTED,
    INFERRED,
    OBSERVED,
    AnsweredError,
    Stage,
    guard,
    operation,
)
from sgwlib.simulation.sandbox.state import (
    GIB,
    TIB,
    Disk,
    Schedule,
    Volume,
    seconds_of_zone,
)

if TYPE_CHECKING:
    from sgwlib.simulation.sandbox.rules import Call, Output
    from sgwlib.simulation.sandbox.state import Account

_MOST_CACHED = 32 * TIB
_MOST_STORED = 16 * TIB
_MOST_VOLUMES = 32
_LIMITS = "user guide, resource-gateway-limits"
_TARGET_NAME = re.compile(r"[-.;a-z0-9]+")
_VOLUME_ID = re.compile(r"vol-[0-9A-Fa-f]+")


# --- Guards: the request itself -----------------------------------------------------------------


@guard("InvalidParameters", Stage.FORM, DOCUMENTED, f"{_LIMITS}: 1 GiB to 32 TiB, whole GiB")
def size_wrong(call: Call) -> object:
    """The size is not a whole number of GiB from 1 GiB to 32 TiB."""
    size = call["VolumeSizeInBytes"]
    return not GIB <= size <= _MOST_CACHED or size % GIB


@guard(
    "InvalidParameters",
    Stage.FORM,
    OBSERVED,
    "https://github.com/hashicorp/terraform-provider-aws/issues/20766, for another operation",
)
def kms_key_missing(call: Call) -> object:
    """KMSEncrypted is true, but KMSKey is missing."""
    return call.get("KMSEncrypted") and "KMSKey" not in call.given


@guard("InvalidParameters", Stage.FORM, INFERRED, "a volume has one origin")
def two_origins(call: Call) -> object:
    """The call names both a snapshot and a source volume."""
    return "SnapshotId" in call.given and "SourceVolumeARN" in call.given


@guard(
    "TargetInvalid",
    Stage.FORM,
    INFERRED,
    "botocore 1.44.5 model: the name has lower-case letters, digits and . ; -",
)
def target_name_wrong(call: Call) -> object:
    """The target name has a character that no name may have, such as an upper-case letter."""
    return not _TARGET_NAME.fullmatch(call["TargetName"])


@guard("InvalidParameters", Stage.RESOURCE, INFERRED, "only the code's wording", guessed=True)
def interface_unknown(call: Call) -> object:
    """The gateway never had this network interface."""
    machine = call.machine
    return call["NetworkInterfaceId"] not in (machine.address, *machine.earlier_addresses)


@guard(
    "NetworkConfigurationChanged",
    Stage.STATE,
    INFERRED,
    "botocore 1.44.5 model: DescribeGatewayInformation lists the interfaces",
)
def interface_changed(call: Call) -> object:
    """The gateway has another address now, and no longer this network interface."""
    return call["NetworkInterfaceId"] in call.machine.earlier_addresses


# --- Guards: what the volume is made of ---------------------------------------------------------


@guard("SnapshotIdInvalid", Stage.RESOURCE, INFERRED, "botocore 1.44.5 model, format of the id")
def snapshot_unknown(call: Call) -> object:
    """There is no such snapshot."""
    return call.get("SnapshotId", "") and not _snapshot_size(call)


@guard("InvalidParameters", Stage.RESOURCE, INFERRED, "VolumeNotFound is not documented here")
def source_unknown(call: Call) -> object:
    """There is no such source volume, or it is not a cached one."""
    if "SourceVolumeARN" not in call.given:
        return False
    source = call.account.volumes.get(call["SourceVolumeARN"])
    return source is None or source.kind != "cached"


@guard("TargetNotFound", Stage.RESOURCE, INFERRED, "only the code's wording", guessed=True)
def targets_lost(call: Call) -> object:
    """The appliance has lost its iSCSI targets, and cannot find or add any."""
    return call.machine.targets_lost


@guard("CannotExportSnapshot", Stage.STATE, INFERRED, "only the code's wording", guessed=True)
def snapshot_not_exportable(call: Call) -> object:
    """The snapshot is pending, or may not be restored by this account."""
    snapshot = call.account.snapshots.get(call.get("SnapshotId", "").lower())
    if snapshot is None:
        return False
    return call.account.state_of(snapshot) == "pending" or not snapshot.exportable


@guard(
    "InvalidParameters",
    Stage.STATE,
    DOCUMENTED,
    "botocore 1.44.5 model, CreateCachediSCSIVolume: at least the size of its origin",
)
def smaller_than_origin(call: Call) -> object:
    """The volume would be smaller than its snapshot or its source volume."""
    source = call.account.volumes.get(call.get("SourceVolumeARN", ""))
    origin = max(_snapshot_size(call), source.size if source else 0)
    return call["VolumeSizeInBytes"] < origin


@guard(
    "InvalidParameters",
    Stage.STATE,
    DOCUMENTED,
    "Terraform's documentation: without a cache, an error. Its code is a guess",
    guessed=True,
)
def cache_missing(call: Call) -> object:
    """The gateway has no cache."""
    return not call.machine.size_of("cache")


@guard(
    "StagingAreaFull",
    Stage.STATE,
    INFERRED,
    "user guide, ManagingLocalStorage-common: the upload buffer is the staging area",
)
def buffer_full(call: Call) -> object:
    """The upload buffer of the gateway is full."""
    return call.gateway.buffer_percent == 100  # noqa: PLR2004 - per cent


def _snapshot_size(call: Call) -> int:
    snapshot = call.account.snapshots.get(call.get("SnapshotId", "").lower())
    return snapshot.size if snapshot else 0


# --- Guards: the disk of a stored volume --------------------------------------------------------


def _disk(call: Call) -> Disk:
    found = call.machine.disk(call["DiskId"])
    if found is None:
        raise LookupError("a guard lets only disks pass that are there")
    return found


@guard("DiskSizeNotGigAligned", Stage.STATE, DOCUMENTED, "user guide, StorageGatewayConcepts")
def disk_not_aligned(call: Call) -> object:
    """The size of the disk is not a whole number of GiB."""
    return _disk(call).size % GIB


@guard("DiskSizeGreaterThanVolumeMaxSize", Stage.STATE, DOCUMENTED, f"{_LIMITS}: 16 TiB")
def disk_too_large(call: Call) -> object:
    """The disk is larger than the largest stored volume, which is 16 TiB."""
    return _disk(call).size > _MOST_STORED


@guard(
    "DiskSizeLessThanVolumeSize",
    Stage.STATE,
    INFERRED,
    "botocore 1.44.5 model: the size of a stored volume is inferred from the disk",
)
def disk_too_small(call: Call) -> object:
    """The disk is smaller than the snapshot that is to be put on it."""
    return _disk(call).size < _snapshot_size(call)


@guard(
    "LunInvalid",
    Stage.STATE,
    INFERRED,
    "no request has a logical unit number, so none is known to provoke it",
    guessed=True,
)
def lun_bad(call: Call) -> object:
    """The host gave the disk a logical unit number that the gateway cannot use."""
    return _disk(call).bad_lun


@guard("VolumeAlreadyExists", Stage.STATE, INFERRED, "only the code's wording", guessed=True)
def volume_there(call: Call) -> object:
    """The disk is a volume with this target name already: the request is a repeated one."""
    volumes = (call.account.volumes[each] for each in call.gateway.volumes)
    return any(
        each.disk == _disk(call).path and each.target == call["TargetName"] for each in volumes
    )


# --- Guards: what is there already --------------------------------------------------------------


def _asked(call: Call) -> str:
    """Return a digest of the input, to recognize a repeated request."""
    return sha256(json.dumps(call.given, sort_keys=True).encode()).hexdigest()[:16]


@guard("VolumeAlreadyExists", Stage.REPEATED, INFERRED, "only the code's wording", guessed=True)
def token_taken(call: Call) -> object:
    """The client token made another volume, from a request with other parameters."""
    volume = call.account.volumes.get(call.account.tokens.get(call["ClientToken"], ""))
    if volume is None:
        return call["ClientToken"] in call.account.tokens
    if volume.asked == _asked(call):
        raise AnsweredError(_created(volume))
    return True


@guard(
    "TargetAlreadyExists",
    Stage.UNIQUENESS,
    DOCUMENTED,
    "botocore 1.44.5 model: the target name is unique across all volumes of a gateway",
)
def target_taken(call: Call) -> object:
    """Another volume of the gateway has this target name."""
    volumes = (call.account.volumes[each] for each in call.gateway.volumes)
    return any(each.target == call["TargetName"] for each in volumes)


@guard("MaximumVolumeCountExceeded", Stage.LIMIT, DOCUMENTED, f"{_LIMITS}: 32 volumes")
def too_many_volumes(call: Call) -> object:
    """The gateway has 32 volumes already."""
    return len(call.gateway.volumes) >= _MOST_VOLUMES


# --- Creation -----------------------------------------------------------------------------------


_REQUEST = (kms_key_missing, two_origins, target_name_wrong, interface_unknown, interface_changed)
_ORIGIN = (snapshot_unknown, targets_lost, snapshot_not_exportable)
_ROOM = (buffer_full, target_taken, too_many_volumes)


def _add(call: Call, volume: Volume) -> Output:
    account = call.account
    account.add_volume(volume)
    if volume.kind == "stored":
        text = f"{call.gateway.id}:{volume.id}:Schedule"
        local = account.now + seconds_of_zone(call.gateway.timezone)
        account.set_schedule(volume, Schedule(account.moment(local).hour, 24, text))
    return _created(volume)


def _new(call: Call, kind: str, size: int, disk: str = "") -> Volume:
    account, gateway = call.account, call.gateway
    return Volume(
        account.new_name(f"{gateway.arn}/volume/vol-", 17, account.volumes),
        gateway.arn,
        kind,
        size,
        call["TargetName"],
        call["NetworkInterfaceId"],
        account.now,
        disk=disk,
        snapshot=call.get("SnapshotId", ""),
        kms_key=call.get("KMSKey", ""),
        token=call.get("ClientToken", ""),
        asked=_asked(call),
        tags=call.tags,
    )


def _created(volume: Volume) -> Output:
    answer = {"VolumeARN": volume.arn, "TargetARN": volume.target_arn}
    return answer if volume.kind == "cached" else {**answer, "VolumeSizeInBytes": volume.size}


@operation(
    "CreateCachediSCSIVolume",
    *ON_GATEWAY,
    *_REQUEST,
    *_ORIGIN,
    *_ROOM,
    size_wrong,
    token_taken,
    source_unknown,
    smaller_than_origin,
    cache_missing,
)
def create_cached_iscsi_volume(call: Call) -> Output:
    return _add(call, _new(call, "cached", call["VolumeSizeInBytes"]))


@operation(
    "CreateStorediSCSIVolume",
    *ON_GATEWAY,
    *_REQUEST,
    disk_unknown,
    *_ORIGIN,
    volume_there,
    disk_taken,
    disk_not_aligned,
    disk_too_large,
    disk_too_small,
    lun_bad,
    *_ROOM,
)
def create_stored_iscsi_volume(call: Call) -> Output:
    disk = _disk(call)
    volume = _new(call, "stored", disk.size, disk.path)
    disk.use = "volume"
    answer = _add(call, volume)
    if volume.snapshot:
        call.account.prepare(volume, "RESTORING")
    elif call["PreserveExistingData"]:
        volume.preserved = True
        call.account.prepare(volume, "BOOTSTRAPPING")
    return answer


# --- Deletion -----------------------------------------------------------------------------------


@guard("VolumeIdInvalid", Stage.FORM, INFERRED, "botocore 1.44.5 model, format of the id")
def volume_id_wrong(call: Call) -> object:
    """The last part of the ARN is not ``vol-`` and hexadecimal digits."""
    return not _VOLUME_ID.fullmatch(call["VolumeARN"].rpartition("/")[2])


@guard(
    "VolumeInUse",
    Stage.STATE,
    DOCUMENTED,
    "botocore 1.44.5 model, DeleteVolume: make sure that there are no iSCSI connections",
)
def initiator_connected(call: Call) -> object:
    """An iSCSI initiator is connected to the volume."""
    return call.volume.initiators


@guard(
    "SnapshotInProgressException",
    Stage.STATE,
    DOCUMENTED,
    "botocore 1.44.5 model, DeleteVolume: make sure that there is no snapshot in progress",
)
def snapshot_in_progress(call: Call) -> object:
    """A snapshot of the volume is in progress."""
    return call.account.now < call.volume.snapshot_until


@operation(
    "DeleteVolume",
    *ON_GATEWAY,
    volume_id_wrong,
    volume_unknown,
    targets_lost,
    initiator_connected,
    snapshot_in_progress,
)
def delete_volume(call: Call) -> Output:
    call.account.remove_volume(call.volume)
    return {"VolumeARN": call["VolumeARN"]}


# --- Description --------------------------------------------------------------------------------


@guard("InvalidParameters", Stage.FORM, INFERRED, "only the code's wording")
def no_volume_named(call: Call) -> object:
    """The call names no volume."""
    return not call["VolumeARNs"]


@guard(
    "InvalidParameters",
    Stage.FORM,
    DOCUMENTED,
    "botocore 1.44.5 model: all volumes are of one gateway; "
    "https://github.com/aws/aws-sdk-java-v2/issues/2632 has another answer",
    live_message=True,
)
def several_gateways(call: Call) -> object:
    """The call names volumes of several gateways."""
    return len({arn.partition("/volume/")[0] for arn in call["VolumeARNs"]}) > 1


@guard("MaximumVolumeCountExceeded", Stage.FORM, INFERRED, "only the code's wording", guessed=True)
def too_many_named(call: Call) -> object:
    """The call names more than 32 volumes, and a gateway has no more."""
    return len(call["VolumeARNs"]) > _MOST_VOLUMES


@guard("VolumeNotFound", Stage.RESOURCE, OBSERVED, VOLUME_GONE)
def one_unknown(call: Call) -> object:
    """One of the volumes is not on the gateway, or was deleted."""
    return any(arn not in call.account.volumes for arn in call["VolumeARNs"])


_DESCRIBE = (no_volume_named, several_gateways, too_many_named, *ON_GATEWAY, one_unknown)


def _described(account: Account, volume: Volume) -> dict[str, Any]:
    status = account.status_of(volume)
    found = {
        "VolumeARN": volume.arn,
        "VolumeId": volume.id,
        "VolumeType": f"{volume.kind.upper()} iSCSI",
        "VolumeStatus": status,
        "VolumeAttachmentStatus": "ATTACHED",
        "VolumeSizeInBytes": volume.size,
        "VolumeUsedInBytes": 0,
        "CreatedDate": volume.created,
        "TargetName": volume.target,
        "VolumeiSCSIAttributes": {
            "TargetARN": volume.target_arn,
            "NetworkInterfaceId": volume.interface,
            "NetworkInterfacePort": 3260,
            "LunNumber": 1,
            "ChapEnabled": bool(volume.chap),
        },
    }
    if volume.snapshot:
        found["SourceSnapshotId"] = volume.snapshot
    if volume.kms_key:
        found["KMSKey"] = volume.kms_key
    if status in ("BOOTSTRAPPING", "RESTORING"):
        took = volume.ready_at - volume.starts_at
        found["VolumeProgress"] = 100 * (account.now - volume.starts_at) / took
    return found


@operation("DescribeCachediSCSIVolumes", *_DESCRIBE)
def describe_cached_iscsi_volumes(call: Call) -> Output:
    volumes = [call.account.volumes[arn] for arn in sorted({*call["VolumeARNs"]})]
    return {"CachediSCSIVolumes": [_described(call.account, volume) for volume in volumes]}


@operation("DescribeStorediSCSIVolumes", *_DESCRIBE)
def describe_stored_iscsi_volumes(call: Call) -> Output:
    found = []
    for arn in sorted({*call["VolumeARNs"]}):
        volume = call.account.volumes[arn]
        disk = next(each for each in call.machine.disks if each.path == volume.disk)
        stored = {"VolumeDiskId": disk.id, "PreservedExistingData": volume.preserved}
        found.append({**_described(call.account, volume), **stored})
    return {"StorediSCSIVolumes": found}


@operation("ListVolumes", *ON_GATEWAY)
def list_volumes(call: Call) -> Output:
    account, arn = call.account, call.gateway_arn
    gateways = [account.gateways[each] for each in ([arn] if arn else sorted(account.gateways))]
    arns, marker = page(call, (each for gateway in gateways for each in gateway.volumes))
    infos = [
        {
            "VolumeARN": volume.arn,
            "VolumeId": volume.id,
            "GatewayARN": volume.gateway,
            "GatewayId": volume.gateway.rpartition("/")[2],
            "VolumeType": f"{volume.kind.upper()} iSCSI",
            "VolumeSizeInBytes": volume.size,
            "VolumeAttachmentStatus": "ATTACHED",
        }
        for volume in (account.volumes[each] for each in arns)
    ]
    return {"VolumeInfos": infos, **({"GatewayARN": arn} if arn else {}), **marker}
