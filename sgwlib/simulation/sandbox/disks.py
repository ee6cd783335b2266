"""Local disks and their allocation: cache, upload buffer, working storage."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from sgwlib.simulation.sandbox.common import ON_GATEWAY
from sgwlib.simulation.sandbox.rules import DOCUMENTED, INFERRED, Stage, guard, operation
from sgwlib.simulation.sandbox.state import TIB, Disk

if TYPE_CHECKING:
    from sgwlib.simulation.sandbox.rules import Call, Output
    from sgwlib.simulation.sandbox.state import Account, Machine

_MOST_BUFFER = 2 * TIB
_MOST_CACHE = 64 * TIB
_ALLOCATIONS = {
    "": "AVAILABLE",
    "cache": "CACHE STORAGE",
    "buffer": "UPLOAD BUFFER",
    "volume": "STORED iSCSI VOLUME",
}
"""Use of a disk to its name in the API (botocore 0.12.0 model)."""


def new_disk(account: Account, machine: Machine, size: int, *, bad_lun: bool = False) -> Disk:
    """Add a disk to a machine. The form of its id depends on the kind of gateway."""
    number = len(machine.disks)
    letters = chr(ord("b") + number) if number < 25 else f"a{number}"  # noqa: PLR2004 - b to z
    path = f"/dev/sd{letters}"
    if machine.kind.endswith("file"):
        name = _uuid(account)
    elif machine.kind == "stored":
        name = f"pci-0000:03:00.0-scsi-0:0:{number}:0"
    else:
        name = path
    disk = Disk(name, path, f"SCSI (0:{number})", size, bad_lun=bad_lun)
    machine.disks.append(disk)
    return disk


def _uuid(account: Account) -> str:
    return str(uuid.UUID(account.digits(32)))


# --- Guards -------------------------------------------------------------------------------------


@guard("InvalidParameters", Stage.FORM, INFERRED, "nothing can be allocated so")
def disks_not_distinct(call: Call) -> object:
    """The call names no disk, or names one twice."""
    return not call["DiskIds"] or len({*call["DiskIds"]}) < len(call["DiskIds"])


@guard(
    "DiskDoesNotExist",
    Stage.RESOURCE,
    INFERRED,
    "botocore 1.44.5 model: ListLocalDisks lists the ids. The id of a cached gateway's disk changes "
    "once it is allocated, as Terraform's provider has met (issue 17809)",
    needed=True,
)
def disk_unknown(call: Call) -> object:
    """The gateway has no disk of this id, or has it under a new id since it was allocated."""
    return any(call.machine.disk(each) is None for each in _ids(call))


@guard(
    "DiskAlreadyAllocated",
    Stage.STATE,
    INFERRED,
    "botocore 1.44.5 model: ListLocalDisks shows what each disk is used for",
    needed=True,
)
def disk_taken(call: Call) -> object:
    """The disk is used as cache, as upload buffer or as a volume."""
    return any(disk.use for disk in _disks(call))


@guard(
    "LocalStorageLimitExceeded",
    Stage.LIMIT,
    DOCUMENTED,
    "user guide, resource-gateway-limits: 64 TiB",
)
def cache_too_large(call: Call) -> object:
    """The cache of the gateway would be larger than 64 TiB."""
    return call.machine.size_of("cache") + sum(disk.size for disk in _disks(call)) > _MOST_CACHE


@guard(
    "LocalStorageLimitExceeded",
    Stage.LIMIT,
    DOCUMENTED,
    "user guide, resource-gateway-limits: 2 TiB",
)
def buffer_too_large(call: Call) -> object:
    """The upload buffer of the gateway would be larger than 2 TiB."""
    return call.machine.size_of("buffer") + sum(disk.size for disk in _disks(call)) > _MOST_BUFFER


def _ids(call: Call) -> list[str]:
    return [call["DiskId"]] if "DiskId" in call.given else list(call["DiskIds"])


def _disks(call: Call) -> list[Disk]:
    return [disk for each in _ids(call) if (disk := call.machine.disk(each))]


# --- Operations ---------------------------------------------------------------------------------


def _allocate(call: Call, use: str) -> Output:
    for disk in _disks(call):
        disk.use = use
        if disk.id == disk.path:
            disk.id = _uuid(call.account)
    return {"GatewayARN": call.gateway.arn}


@operation("AddCache", *ON_GATEWAY, disks_not_distinct, disk_unknown, disk_taken, cache_too_large)
def add_cache(call: Call) -> Output:
    return _allocate(call, "cache")


@operation(
    "AddUploadBuffer", *ON_GATEWAY, disks_not_distinct, disk_unknown, disk_taken, buffer_too_large
)
def add_upload_buffer(call: Call) -> Output:
    return _allocate(call, "buffer")


@operation(
    "AddWorkingStorage", *ON_GATEWAY, disks_not_distinct, disk_unknown, disk_taken, buffer_too_large
)
def add_working_storage(call: Call) -> Output:
    """Do the same as AddUploadBuffer, under its name of 2012."""
    return _allocate(call, "buffer")


@operation("ListLocalDisks", *ON_GATEWAY)
def list_local_disks(call: Call) -> Output:
    return {
        "GatewayARN": call.gateway.arn,
        "Disks": [
            {
                "DiskId": disk.id,
                "DiskPath": disk.path,
                "DiskNode": disk.node,
                "DiskStatus": "present",
                "DiskSizeInBytes": disk.size,
                "DiskAllocationType": _ALLOCATIONS[disk.use],
                **({"DiskAllocationResource": resource} if resource else {}),
            }
            for disk in call.machine.disks
            for resource in [_resource(call, disk)]
        ],
    }


def _resource(call: Call, disk: Disk) -> str:
    """Return what uses a disk as a volume, such as ``iqn...:data::0::us-east-1-vol-1122AABB``."""
    for arn in call.gateway.volumes:
        volume = call.account.volumes[arn]
        if volume.disk == disk.path:
            target = volume.target_arn.rpartition("/")[2]
            return f"{target}::0::{call.account.region}-{volume.id}"
    return ""


@operation("DescribeCache", *ON_GATEWAY)
def describe_cache(call: Call) -> Output:
    return {
        "GatewayARN": call.gateway.arn,
        "DiskIds": _ids_of(call, "cache"),
        "CacheAllocatedInBytes": call.machine.size_of("cache"),
        "CacheUsedPercentage": 0.0,
        "CacheDirtyPercentage": 0.0,
        "CacheHitPercentage": 0.0,
        "CacheMissPercentage": 0.0,
    }


@operation("DescribeUploadBuffer", *ON_GATEWAY)
def describe_upload_buffer(call: Call) -> Output:
    return _buffer(call, "UploadBuffer")


@operation("DescribeWorkingStorage", *ON_GATEWAY)
def describe_working_storage(call: Call) -> Output:
    return _buffer(call, "WorkingStorage")


def _buffer(call: Call, name: str) -> Output:
    size = call.machine.size_of("buffer")
    return {
        "GatewayARN": call.gateway.arn,
        "DiskIds": _ids_of(call, "buffer"),
        f"{name}UsedInBytes": size * call.gateway.buffer_percent // 100,
        f"{name}AllocatedInBytes": size,
    }


def _ids_of(call: Call, use: str) -> list[str]:
    return [disk.id for disk in call.machine.disks if disk.use == use]
