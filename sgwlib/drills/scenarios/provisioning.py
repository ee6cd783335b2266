"""What is wrong is in the settings of a job that provisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from sgwlib.drills.jobs import associate, provision
from sgwlib.drills.scenario import Scenario
from sgwlib.tutorial.feedback import Part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgwlib.drills.drill import Drill
    from sgwlib.drills.scenario import Outcome, Seen, Settings
    from sgwlib.simulation.sandbox import Sandbox

_ADDRESS: Final = "10.0.0.77"  # which the pager names
_WRONG: Final = "eu-central-1"


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
        yield Part.either(
            not missing,
            "The gateway serves both file systems.",
            f"The gateway doesn't serve {', '.join(sorted(missing))}.",
        )
        for strange in sorted({*served.values()} - {"", _ADDRESS})[:1]:
            text = f"The address {strange} isn't yours: the network team gave you {_ADDRESS}."
            yield Part.wrong(text)


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
            yield Part.either(
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
