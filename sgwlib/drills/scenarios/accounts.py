"""What is wrong is in the account, in its world, or in the settings of the job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from sgwlib.drills.jobs import associate, cleanup, provision, snapshots
from sgwlib.drills.scenario import Scenario, add_gateway
from sgwlib.simulation.sandbox.state import FULL
from sgwlib.tutorial.feedback import Part, Wrong, either
from sgwlib.tutorial.kinds.scenes import add_volume, call

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgwlib.drills.drill import Drill
    from sgwlib.drills.outcome import Outcome
    from sgwlib.drills.scenario import Seen, Settings
    from sgwlib.simulation.sandbox import Sandbox

_STUDENTS: Final = "scratch-42"  # the volume of the drill `initiator` that may go
_BUILDS: Final = "scratch-build"  # and of `snapshot`
_HOUR: Final = 3
_ADDRESS: Final = "10.0.0.77"  # which the pager of `address` names
_WRONG: Final = "eu-central-1"


class _Snapshots(Scenario):
    """Each volume gets a snapshot every night."""

    job = snapshots

    def goal(self, outcome: Outcome) -> Iterator[Part]:
        """Yield whether each volume that was there at the start has a new snapshot."""
        done = {outcome.after.snapshots[name].volume for name in outcome.made}
        missing = [each.target for arn, each in outcome.before.volumes.items() if arn not in done]
        yield either(
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
        yield either(not left, "No scratch volume is left.", f"Still there: {', '.join(left)}.")


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
        yield either(
            kept <= {outcome.after.snapshots[name].volume for name in outcome.made},
            "The volume `artifacts` has its snapshot of this night.",
            "The volume `artifacts` has no snapshot of this night.",
        )


# --- settings of a job that provisions ----------------------------------------------------------


def mend_address(drill: Drill) -> None:
    """Give the second file system an address that nothing else uses."""
    drill.settings["file systems"][1]["ip"] = "10.0.0.77"


class Address(Scenario):
    """A second file system needs an IP address of its own."""

    job = associate
    solution = staticmethod(mend_address)
    hour = None
    looks = frozenset({"DescribeFileSystemAssociations", "source"})
    steps: ClassVar = {
        "an address": lambda seen: seen.settings["file systems"][1]["ip"] == _ADDRESS
    }

    def build(self, sandbox: Sandbox) -> Settings:
        """Add a file gateway, and a file system for it."""
        gateway = sandbox.gateway("fsx-file")
        first = {"name": "offices", "arn": sandbox.file_system(), "ip": ""}
        return {"gateway": gateway.arn, "password": "********", "file systems": [first]}

    def breaks(self, sandbox: Sandbox, settings: Settings) -> None:
        """Plan another file system, without an address."""
        second = {"name": "studios", "arn": sandbox.file_system(), "ip": ""}
        settings["file systems"].append(second)

    def goal(self, outcome: Outcome) -> Iterator[Part]:
        """Yield whether the gateway serves both file systems."""
        served = {each.location: each.address for each in outcome.after.associations.values()}
        missing = {*outcome.after.file_systems} - {*served}
        yield either(
            not missing,
            "The gateway serves both file systems.",
            f"The gateway doesn't serve {', '.join(sorted(missing))}.",
        )
        for strange in sorted({*served.values()} - {"", _ADDRESS})[:1]:
            yield Wrong(f"The address {strange} isn't yours: the network team gave you {_ADDRESS}.")


class _Provision(Scenario):
    """Gateways are activated as planned, and get their disks."""

    job = provision
    hour = None
    machines: ClassVar[dict[str, str]]
    """The name of each gateway, and its machine if there is only one right one."""

    def goal(self, outcome: Outcome) -> Iterator[Part]:
        """Yield whether there is one gateway of each name with its storage."""
        for name, machine in self.machines.items():
            gateways = [each for each in outcome.after.gateways.values() if each.name == name]
            found = [outcome.after.machines[each.machine] for each in gateways]
            has_all = all(each.size_of("cache") and each.size_of("buffer") for each in found)
            yield either(
                len(found) == 1 and has_all and (not machine or found[0].id == machine),
                f"The gateway `{name}` is ready.",
                f"There should be one gateway `{name}`, with a cache and an upload buffer"
                f"{machine and f', on {machine}'}.",
            )


def _plan(key: str, region: str, buffer: str = "/dev/sdc") -> dict[str, Any]:
    """Return the settings of a gateway that is to be activated."""
    return {"key": key, "region": region, "cache": ["/dev/sdb"], "buffer": [buffer]}


def mend_clone(drill: Drill) -> None:
    """Deploy a new machine instead of the clone."""
    appliance = drill.sandbox.appliance("cached", disks=[150, 150])
    drill.settings["branch"]["key"] = appliance.activation_key


def _has_another_machine(seen: Seen) -> bool:
    key = seen.now.keys.get(seen.settings.get("branch", {}).get("key", ""))
    machines = seen.now.machines
    return key is not None and machines[key.machine].certificate != machines["vm-1"].certificate


class Clone(_Provision):
    """A gateway cannot be activated, because its machine is a clone."""

    solution = staticmethod(mend_clone)
    machines: ClassVar = {"golden": "vm-1", "branch": ""}
    looks = frozenset({"ListGateways", "source"})
    steps: ClassVar = {"another machine": _has_another_machine}

    def build(self, sandbox: Sandbox) -> Settings:
        """Add an appliance and its plan."""
        return {"golden": _plan(sandbox.appliance().activation_key, sandbox.region)}

    def breaks(self, sandbox: Sandbox, settings: Settings) -> None:
        """Clone it, and plan to activate the clone."""
        key = sandbox.appliances["vm-1"].clone().activation_key
        settings["branch"] = _plan(key, sandbox.region)


def mend_disk(drill: Drill) -> None:
    """Plan another disk as the upload buffer."""
    drill.settings["zagreb"]["buffer"] = ["/dev/sdc"]


class Disk(_Provision):
    """A disk is planned as the cache and as the upload buffer."""

    solution = staticmethod(mend_disk)
    machines: ClassVar = {"vienna": "vm-1", "zagreb": "vm-2"}
    looks = frozenset({"ListLocalDisks", "source"})
    steps: ClassVar = {
        "another disk": lambda seen: (
            not {*seen.settings["zagreb"]["cache"]} & {*seen.settings["zagreb"]["buffer"]}
        )
    }

    def build(self, sandbox: Sandbox) -> Settings:
        """Add an appliance with three disks, and a right plan for it."""
        return {"vienna": _plan(self._key(sandbox), sandbox.region)}

    def breaks(self, sandbox: Sandbox, settings: Settings) -> None:
        """Add another appliance, with a plan that names a disk twice."""
        settings["zagreb"] = _plan(self._key(sandbox), sandbox.region, buffer="/dev/sdb")

    def _key(self, sandbox: Sandbox) -> str:
        return sandbox.appliance("cached", disks=[150, 150, 300]).activation_key


def mend_region(drill: Drill) -> None:
    """Plan the region of the account, and get a key for it."""
    key = drill.sandbox.appliances["vm-2"].new_key()
    drill.settings["denver"] |= {"region": drill.client.meta.region_name, "key": key}


class Region(_Provision):
    """A gateway cannot be activated, because the region is wrong, in two places."""

    solution = staticmethod(mend_region)
    machines: ClassVar = {"boston": "vm-1", "denver": "vm-2"}
    steps: ClassVar = {
        "the region": lambda seen: seen.settings["denver"]["region"] == seen.now.region,
        "the key": lambda seen: (
            seen.now.keys[seen.settings["denver"]["key"]].region == seen.now.region
        ),
    }

    def build(self, sandbox: Sandbox) -> Settings:
        """Add an appliance and its plan."""
        return {"boston": _plan(sandbox.appliance().activation_key, sandbox.region)}

    def breaks(self, sandbox: Sandbox, settings: Settings) -> None:
        """Add another appliance, with a plan and a key for another region."""
        settings["denver"] = _plan(sandbox.appliance().new_key(_WRONG), _WRONG)
