"""What is wrong is in the account or in its world."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from sgwlib.drills.jobs import cleanup, snapshots
from sgwlib.drills.scenario import Scenario, add_gateway, add_volume, call
from sgwlib.simulation.sandbox.state import FULL
from sgwlib.tutorial.feedback import Part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgwlib.drills.drill import Drill
    from sgwlib.drills.scenario import Outcome, Seen, Settings
    from sgwlib.simulation.sandbox import Sandbox

_STUDENTS: Final = "scratch-42"  # the volume of the drill `initiator` that may go
_BUILDS: Final = "scratch-build"  # and of `snapshot`
_HOUR: Final = 3


class _Snapshots(Scenario):
    """Each volume gets a snapshot every night."""

    job = snapshots

    def goal(self, outcome: Outcome) -> Iterator[Part]:
        """Yield whether each volume that was there at the start has a new snapshot."""
        done = {outcome.after.snapshots[name].volume for name in outcome.made}
        missing = [each.target for arn, each in outcome.before.volumes.items() if arn not in done]
        yield Part.either(
            not missing,
            "Each volume has a snapshot of this night.",
            f"These volumes have no snapshot of this night: {', '.join(missing)}.",
        )


class _Cleanup(Scenario):
    """The volumes whose names begin with scratch are deleted every night."""

    job = cleanup

    def goal(self, outcome: Outcome) -> Iterator[Part]:
        """Yield whether they are gone."""
        left = [each.target for each in outcome.after.volumes.values() if "scratch" in each.target]
        yield Part.either(
            not left, "No scratch volume is left.", f"Still there: {', '.join(left)}."
        )


def mend_appliance(drill: Drill) -> None:
    """Turn the machine on."""
    for appliance in drill.sandbox.appliances.values():
        if not appliance.on:
            appliance.power_on()


class Appliance(_Snapshots):
    """A gateway cannot be reached, because its virtual machine is off."""

    solution = staticmethod(mend_appliance)
    looks = frozenset({"ListGateways", "DescribeGatewayInformation"})
    steps: ClassVar = {
        "the power": lambda seen: all(each.on for each in seen.now.machines.values())
    }

    def build(self, sandbox: Sandbox) -> Settings:
        """Add two gateways with a volume each."""
        volumes = {"berlin": "mail", "lyon": "ledger"}
        return {"gateways": [add_gateway(sandbox, *each).arn for each in volumes.items()]}

    def breaks(self, sandbox: Sandbox, _settings: Settings) -> None:
        """Turn the machine of the second gateway off."""
        sandbox.appliances["vm-2"].power_off()


def mend_buffer(drill: Drill) -> None:
    """Make the upload buffer larger."""
    [gateway] = drill.settings["gateways"]
    disks = drill.client.list_local_disks(GatewayARN=gateway)["Disks"]
    free = [disk["DiskId"] for disk in disks if disk["DiskAllocationType"] == "AVAILABLE"]
    drill.client.add_upload_buffer(GatewayARN=gateway, DiskIds=free)


class Buffer(_Snapshots):
    """Snapshots fail, because the upload buffer is full."""

    solution = staticmethod(mend_buffer)
    looks = frozenset({"DescribeCachediSCSIVolumes", "DescribeUploadBuffer"})
    steps: ClassVar = {
        "space": lambda seen: all(each.buffer_percent < FULL for each in seen.now.gateways.values())
    }

    def build(self, sandbox: Sandbox) -> Settings:
        """Add a gateway with two volumes and a free disk."""
        gateway = add_gateway(sandbox, "factory", disks=[200])
        for target in ("designs", "orders"):
            sandbox.connect(add_volume(sandbox, gateway, target))
        return {"gateways": [gateway.arn]}

    def breaks(self, sandbox: Sandbox, _settings: Settings) -> None:
        """Fill the upload buffer."""
        sandbox.appliances["vm-1"].fill_buffer()


def mend_deleted(drill: Drill) -> None:
    """Write down the gateways that there are."""
    found = drill.client.list_gateways()["Gateways"]
    drill.settings["gateways"] = [each["GatewayARN"] for each in found]


class Deleted(_Snapshots):
    """A gateway was deleted, but it is still in the settings of the job."""

    solution = staticmethod(mend_deleted)
    looks = frozenset({"ListGateways"})
    steps: ClassVar = {
        "no gateway that is gone": lambda seen: (
            {*seen.settings["gateways"]} <= {*seen.now.gateways}
        ),
        "each gateway": lambda seen: {*seen.settings["gateways"]} == {*seen.now.gateways},
    }

    def build(self, sandbox: Sandbox) -> Settings:
        """Add three gateways with a volume each."""
        volumes = {"oslo": "mail", "porto": "photos", "riga": "wiki"}
        return {"gateways": [add_gateway(sandbox, *each).arn for each in volumes.items()]}

    def breaks(self, sandbox: Sandbox, settings: Settings) -> None:
        """Delete the first gateway, and replace it by one that nobody has written down."""
        call(sandbox, "DeleteGateway", GatewayARN=settings["gateways"][0])
        add_gateway(sandbox, "oslo-2", "mail")


def mend_initiator(drill: Drill) -> None:
    """Disconnect the host from the volume that is to be deleted."""
    arns = [each["VolumeARN"] for each in drill.client.list_volumes()["VolumeInfos"]]
    volumes = drill.client.describe_cached_iscsi_volumes(VolumeARNs=arns)["CachediSCSIVolumes"]
    for volume in volumes:
        if "scratch" in volume["VolumeiSCSIAttributes"]["TargetARN"]:
            drill.sandbox.disconnect(volume["VolumeARN"])


class Initiator(_Cleanup):
    """A volume cannot be deleted, because a host is still connected to it."""

    solution = staticmethod(mend_initiator)
    given_up = frozenset({_STUDENTS})
    looks = frozenset({"ListVolumes", "DescribeCachediSCSIVolumes"})
    steps: ClassVar = {
        "no connection": lambda seen: all(
            each.target != _STUDENTS or not each.initiators for each in seen.now.volumes.values()
        )
    }

    def build(self, sandbox: Sandbox) -> Settings:
        """Add a gateway with a volume that is in use, and one to delete."""
        gateway = add_gateway(sandbox, "lab", "scratch-41")
        sandbox.connect(add_volume(sandbox, gateway, "results"), "iqn.1998-01.com.vmware:database")
        return {"gateway": gateway.arn}

    def breaks(self, sandbox: Sandbox, _settings: Settings) -> None:
        """Add another volume to delete, and connect a host to it."""
        volume = add_volume(sandbox, sandbox.appliances["vm-1"], _STUDENTS)
        sandbox.connect(volume, "iqn.1998-01.com.vmware:student-7")


def mend_snapshot(drill: Drill) -> None:
    """Take no more snapshots of the volume that is deleted anyway."""
    arns = [each["VolumeARN"] for each in drill.client.list_volumes()["VolumeInfos"]]
    volumes = drill.client.describe_cached_iscsi_volumes(VolumeARNs=arns)["CachediSCSIVolumes"]
    for volume in volumes:
        if "scratch" in volume["VolumeiSCSIAttributes"]["TargetARN"]:
            drill.client.delete_snapshot_schedule(VolumeARN=volume["VolumeARN"])


def _out_of_the_way(seen: Seen) -> bool:
    volumes = [each for each in seen.now.volumes.values() if each.target == _BUILDS]
    return not any(each.schedule and each.schedule.start_at == _HOUR for each in volumes)


class Snapshot(_Cleanup):
    """A volume cannot be deleted, because a snapshot of it begins at the same time."""

    solution = staticmethod(mend_snapshot)
    given_up = frozenset({_BUILDS})
    looks = frozenset({"DescribeSnapshotSchedule"})
    steps: ClassVar = {"another time": _out_of_the_way}

    def build(self, sandbox: Sandbox) -> Settings:
        """Add a gateway with a volume that has a schedule, and one to delete."""
        gateway = add_gateway(sandbox, "build-farm", "scratch-test")
        self._plan(sandbox, gateway, "artifacts")
        return {"gateway": gateway.arn}

    def breaks(self, sandbox: Sandbox, _settings: Settings) -> None:
        """Add a volume to delete that has a schedule of snapshots, too."""
        self._plan(sandbox, sandbox.appliances["vm-1"], _BUILDS)

    def _plan(self, sandbox: Sandbox, gateway: Any, target: str) -> None:
        given = {"StartAt": _HOUR, "RecurrenceInHours": 24}
        volume = add_volume(sandbox, gateway, target)
        call(sandbox, "UpdateSnapshotSchedule", VolumeARN=volume, **given)

    def goal(self, outcome: Outcome) -> Iterator[Part]:
        """Yield whether the volume is gone, and whether the other one still has its snapshots."""
        yield from super().goal(outcome)
        kept = {arn for arn, each in outcome.before.volumes.items() if each.target != _BUILDS}
        yield Part.either(
            kept <= {outcome.after.snapshots[name].volume for name in outcome.made},
            "The volume `artifacts` has its snapshot of this night.",
            "The volume `artifacts` has no snapshot of this night.",
        )
