"""What is wrong is in the account or in its world."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sgwlib.drills.jobs import cleanup, snapshots
from sgwlib.drills.scenario import Scenario, add_gateway, add_volume, call, part
from sgwlib.simulation.sandbox.state import FULL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgwlib.drills.drill import Drill
    from sgwlib.drills.scenario import Outcome, Seen
    from sgwlib.simulation.sandbox import Sandbox
    from sgwlib.tutorial.feedback import Part

_STUDENTS: Final = "scratch-42"  # the volume of the drill `initiator` that may go
_BUILDS: Final = "scratch-build"  # and of `snapshot`
_HOUR: Final = 3


def each_has_a_snapshot(outcome: Outcome) -> Iterator[Part]:
    """Yield whether each volume that was there at the start has a new snapshot."""
    done = {outcome.after.snapshots[name].volume for name in outcome.made}
    missing = [each.target for arn, each in outcome.before.volumes.items() if arn not in done]
    yield part(
        not missing,
        "Each volume has a snapshot of this night.",
        f"These volumes have no snapshot of this night: {', '.join(missing)}.",
    )


def no_scratch_is_left(outcome: Outcome) -> Iterator[Part]:
    """Yield whether all volumes were deleted whose names begin with scratch."""
    left = [each.target for each in outcome.after.volumes.values() if "scratch" in each.target]
    yield part(not left, "No scratch volume is left.", f"Still there: {', '.join(left)}.")


# --- appliance: a gateway cannot be reached, because its virtual machine is off -----------------


def build_appliance(sandbox: Sandbox) -> dict[str, Any]:
    """Add two gateways with a volume each."""
    volumes = {"berlin": "mail", "lyon": "ledger"}
    return {"gateways": [add_gateway(sandbox, *each).arn for each in volumes.items()]}


def break_appliance(sandbox: Sandbox, _: dict[str, Any]) -> None:
    """Turn the machine of the second gateway off."""
    sandbox.appliances["vm-2"].power_off()


def mend_appliance(drill: Drill) -> None:
    """Turn the machine on."""
    for appliance in drill.sandbox.appliances.values():
        if not appliance.on:
            appliance.power_on()


APPLIANCE = Scenario(
    job=snapshots,
    build=build_appliance,
    breaks=break_appliance,
    solution=mend_appliance,
    goal=each_has_a_snapshot,
    looks=frozenset({"ListGateways", "DescribeGatewayInformation"}),
    steps={"the power": lambda seen: all(each.on for each in seen.now.machines.values())},
)


# --- buffer: snapshots fail, because the upload buffer is full ----------------------------------


def build_buffer(sandbox: Sandbox) -> dict[str, Any]:
    """Add a gateway with two volumes and a free disk."""
    gateway = add_gateway(sandbox, "factory", disks=[200])
    for target in ("designs", "orders"):
        sandbox.connect(add_volume(sandbox, gateway, target))
    return {"gateways": [gateway.arn]}


def break_buffer(sandbox: Sandbox, _: dict[str, Any]) -> None:
    """Fill the upload buffer."""
    sandbox.appliances["vm-1"].fill_buffer()


def mend_buffer(drill: Drill) -> None:
    """Make the upload buffer larger."""
    [gateway] = drill.settings["gateways"]
    disks = drill.client.list_local_disks(GatewayARN=gateway)["Disks"]
    free = [disk["DiskId"] for disk in disks if disk["DiskAllocationType"] == "AVAILABLE"]
    drill.client.add_upload_buffer(GatewayARN=gateway, DiskIds=free)


BUFFER = Scenario(
    job=snapshots,
    build=build_buffer,
    breaks=break_buffer,
    solution=mend_buffer,
    goal=each_has_a_snapshot,
    looks=frozenset({"DescribeCachediSCSIVolumes", "DescribeUploadBuffer"}),
    steps={
        "space": lambda seen: all(each.buffer_percent < FULL for each in seen.now.gateways.values())
    },
)


# --- deleted: a gateway was deleted, but it is still in the settings of the job -----------------


def build_deleted(sandbox: Sandbox) -> dict[str, Any]:
    """Add three gateways with a volume each."""
    volumes = {"oslo": "mail", "porto": "photos", "riga": "wiki"}
    return {"gateways": [add_gateway(sandbox, *each).arn for each in volumes.items()]}


def break_deleted(sandbox: Sandbox, settings: dict[str, Any]) -> None:
    """Delete the first gateway, and replace it by one that nobody has written down."""
    call(sandbox, "DeleteGateway", GatewayARN=settings["gateways"][0])
    add_gateway(sandbox, "oslo-2", "mail")


def mend_deleted(drill: Drill) -> None:
    """Write down the gateways that there are."""
    found = drill.client.list_gateways()["Gateways"]
    drill.settings["gateways"] = [each["GatewayARN"] for each in found]


DELETED = Scenario(
    job=snapshots,
    build=build_deleted,
    breaks=break_deleted,
    solution=mend_deleted,
    goal=each_has_a_snapshot,
    looks=frozenset({"ListGateways"}),
    steps={
        "no gateway that is gone": lambda seen: (
            {*seen.settings["gateways"]} <= {*seen.now.gateways}
        ),
        "each gateway": lambda seen: {*seen.settings["gateways"]} == {*seen.now.gateways},
    },
)


# --- initiator: a volume cannot be deleted, because a host is still connected to it -------------


def build_initiator(sandbox: Sandbox) -> dict[str, Any]:
    """Add a gateway with a volume that is in use, and one to delete."""
    gateway = add_gateway(sandbox, "lab", "scratch-41")
    sandbox.connect(add_volume(sandbox, gateway, "results"), "iqn.1998-01.com.vmware:database")
    return {"gateway": gateway.arn}


def break_initiator(sandbox: Sandbox, _: dict[str, Any]) -> None:
    """Add another volume to delete, and connect a host to it."""
    volume = add_volume(sandbox, sandbox.appliances["vm-1"], _STUDENTS)
    sandbox.connect(volume, "iqn.1998-01.com.vmware:student-7")


def mend_initiator(drill: Drill) -> None:
    """Disconnect the host from the volume that is to be deleted."""
    arns = [each["VolumeARN"] for each in drill.client.list_volumes()["VolumeInfos"]]
    volumes = drill.client.describe_cached_iscsi_volumes(VolumeARNs=arns)["CachediSCSIVolumes"]
    for volume in volumes:
        if "scratch" in volume["VolumeiSCSIAttributes"]["TargetARN"]:
            drill.sandbox.disconnect(volume["VolumeARN"])


INITIATOR = Scenario(
    job=cleanup,
    build=build_initiator,
    breaks=break_initiator,
    solution=mend_initiator,
    goal=no_scratch_is_left,
    given_up=frozenset({_STUDENTS}),
    looks=frozenset({"ListVolumes", "DescribeCachediSCSIVolumes"}),
    steps={
        "no connection": lambda seen: all(
            each.target != _STUDENTS or not each.initiators for each in seen.now.volumes.values()
        )
    },
)


# --- snapshot: a volume cannot be deleted, because a snapshot of it begins at the same time


def build_snapshot(sandbox: Sandbox) -> dict[str, Any]:
    """Add a gateway with a volume that has a schedule, and one to delete."""
    gateway = add_gateway(sandbox, "build-farm", "scratch-test")
    _plan(sandbox, add_volume(sandbox, gateway, "artifacts"))
    return {"gateway": gateway.arn}


def break_snapshot(sandbox: Sandbox, _: dict[str, Any]) -> None:
    """Add a volume to delete that has a schedule of snapshots, too."""
    _plan(sandbox, add_volume(sandbox, sandbox.appliances["vm-1"], _BUILDS))


def _plan(sandbox: Sandbox, volume: str) -> None:
    call(sandbox, "UpdateSnapshotSchedule", VolumeARN=volume, StartAt=_HOUR, RecurrenceInHours=24)


def mend_snapshot(drill: Drill) -> None:
    """Take no more snapshots of the volume that is deleted anyway."""
    arns = [each["VolumeARN"] for each in drill.client.list_volumes()["VolumeInfos"]]
    volumes = drill.client.describe_cached_iscsi_volumes(VolumeARNs=arns)["CachediSCSIVolumes"]
    for volume in volumes:
        if "scratch" in volume["VolumeiSCSIAttributes"]["TargetARN"]:
            drill.client.delete_snapshot_schedule(VolumeARN=volume["VolumeARN"])


def snapshot_goal(outcome: Outcome) -> Iterator[Part]:
    """Yield whether the volume is gone, and whether the other one still has its snapshots."""
    yield from no_scratch_is_left(outcome)
    kept = [each for each in outcome.before.volumes.values() if each.target != _BUILDS]
    named = {each.volume for name, each in outcome.after.snapshots.items() if name in outcome.made}
    yield part(
        {each.arn for each in kept} <= named,
        "The volume `artifacts` has its snapshot of this night.",
        "The volume `artifacts` has no snapshot of this night.",
    )


def _out_of_the_way(seen: Seen) -> bool:
    volumes = [each for each in seen.now.volumes.values() if each.target == _BUILDS]
    return not any(each.schedule and each.schedule.start_at == _HOUR for each in volumes)


SNAPSHOT = Scenario(
    job=cleanup,
    build=build_snapshot,
    breaks=break_snapshot,
    solution=mend_snapshot,
    goal=snapshot_goal,
    given_up=frozenset({_BUILDS}),
    looks=frozenset({"DescribeSnapshotSchedule"}),
    steps={"another time": _out_of_the_way},
)
