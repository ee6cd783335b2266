"""What is wrong is in the settings of a job that provisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sgwlib.drills.jobs import associate, provision
from sgwlib.drills.scenario import Scenario, part
from sgwlib.tutorial.feedback import Part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgwlib.drills.drill import Drill
    from sgwlib.drills.scenario import Goal, Outcome, Seen
    from sgwlib.simulation.sandbox import Sandbox

_ADDRESS: Final = "10.0.0.77"  # which the pager names
_WRONG: Final = "eu-central-1"


def plan(key: str, region: str, buffer: str = "/dev/sdc") -> dict[str, Any]:
    """Return the settings of a gateway that is to be activated."""
    return {"key": key, "region": region, "cache": ["/dev/sdb"], "buffer": [buffer]}


def ready(**machines: str) -> Goal:
    """Return a goal: there is one gateway of each name with its storage, on its machine if any."""

    def judge(outcome: Outcome) -> Iterator[Part]:
        for name, machine in machines.items():
            gateways = [each for each in outcome.after.gateways.values() if each.name == name]
            found = [outcome.after.machines[each.machine] for each in gateways]
            has_all = all(each.size_of("cache") and each.size_of("buffer") for each in found)
            yield part(
                len(found) == 1 and has_all and (not machine or found[0].id == machine),
                f"The gateway `{name}` is ready.",
                f"There should be one gateway `{name}`, with a cache and an upload buffer"
                f"{machine and f', on {machine}'}.",
            )

    return judge


# --- address: a second file system needs an IP address of its own -------------------------------


def build_address(sandbox: Sandbox) -> dict[str, Any]:
    """Add a file gateway, and a file system for it."""
    gateway = sandbox.gateway("fsx-file")
    first = {"name": "offices", "arn": sandbox.file_system(), "ip": ""}
    return {"gateway": gateway.arn, "password": "********", "file systems": [first]}


def break_address(sandbox: Sandbox, settings: dict[str, Any]) -> None:
    """Plan another file system, without an address."""
    second = {"name": "studios", "arn": sandbox.file_system(), "ip": ""}
    settings["file systems"].append(second)


def mend_address(drill: Drill) -> None:
    """Give the second file system an address that nothing else uses."""
    drill.settings["file systems"][1]["ip"] = "10.0.0.77"


def address_goal(outcome: Outcome) -> Iterator[Part]:
    """Yield whether the gateway serves both file systems."""
    served = {each.location: each.address for each in outcome.after.associations.values()}
    missing = {*outcome.after.file_systems} - {*served}
    strange = {*served.values()} - {"", _ADDRESS}
    yield part(
        not missing,
        "The gateway serves both file systems.",
        f"The gateway doesn't serve {', '.join(sorted(missing))}.",
    )
    if strange:
        text = f"The address {strange.pop()} isn't yours: the network team gave you {_ADDRESS}."
        yield Part.wrong(text)


ADDRESS = Scenario(
    job=associate,
    build=build_address,
    breaks=break_address,
    solution=mend_address,
    goal=address_goal,
    hour=None,
    looks=frozenset({"DescribeFileSystemAssociations", "source"}),
    steps={"an address": lambda seen: seen.settings["file systems"][1]["ip"] == _ADDRESS},
)


# --- clone: a gateway cannot be activated, because its machine is a clone -----------------------


def build_clone(sandbox: Sandbox) -> dict[str, Any]:
    """Add an appliance and its plan."""
    return {"golden": plan(sandbox.appliance().activation_key, sandbox.region)}


def break_clone(sandbox: Sandbox, settings: dict[str, Any]) -> None:
    """Clone it, and plan to activate the clone."""
    key = sandbox.appliances["vm-1"].clone().activation_key
    settings["branch"] = plan(key, sandbox.region)


def mend_clone(drill: Drill) -> None:
    """Deploy a new machine instead of the clone."""
    appliance = drill.sandbox.appliance("cached", disks=[150, 150])
    drill.settings["branch"]["key"] = appliance.activation_key


def _has_another_machine(seen: Seen) -> bool:
    key = seen.now.keys.get(seen.settings.get("branch", {}).get("key", ""))
    machines = seen.now.machines
    return key is not None and machines[key.machine].certificate != machines["vm-1"].certificate


CLONE = Scenario(
    job=provision,
    build=build_clone,
    breaks=break_clone,
    solution=mend_clone,
    goal=ready(golden="vm-1", branch=""),
    hour=None,
    looks=frozenset({"ListGateways", "source"}),
    steps={"another machine": _has_another_machine},
)


# --- disk: a disk is planned as the cache and as the upload buffer ------------------------------


def build_disk(sandbox: Sandbox) -> dict[str, Any]:
    """Add an appliance with three disks, and a right plan for it."""
    return {"vienna": plan(_key(sandbox), sandbox.region)}


def break_disk(sandbox: Sandbox, settings: dict[str, Any]) -> None:
    """Add another appliance, with a plan that names a disk twice."""
    settings["zagreb"] = plan(_key(sandbox), sandbox.region, buffer="/dev/sdb")


def _key(sandbox: Sandbox) -> str:
    return sandbox.appliance("cached", disks=[150, 150, 300]).activation_key


def mend_disk(drill: Drill) -> None:
    """Plan another disk as the upload buffer."""
    drill.settings["zagreb"]["buffer"] = ["/dev/sdc"]


DISK = Scenario(
    job=provision,
    build=build_disk,
    breaks=break_disk,
    solution=mend_disk,
    goal=ready(vienna="vm-1", zagreb="vm-2"),
    hour=None,
    looks=frozenset({"ListLocalDisks", "source"}),
    steps={
        "another disk": lambda seen: (
            not {*seen.settings["zagreb"]["cache"]} & {*seen.settings["zagreb"]["buffer"]}
        )
    },
)


# --- region: a gateway cannot be activated, because the region is wrong, in two places ----------


def build_region(sandbox: Sandbox) -> dict[str, Any]:
    """Add an appliance and its plan."""
    return {"boston": plan(sandbox.appliance().activation_key, sandbox.region)}


def break_region(sandbox: Sandbox, settings: dict[str, Any]) -> None:
    """Add another appliance, with a plan and a key for another region."""
    settings["denver"] = plan(sandbox.appliance().new_key(_WRONG), _WRONG)


def mend_region(drill: Drill) -> None:
    """Plan the region of the account, and get a key for it."""
    key = drill.sandbox.appliances["vm-2"].new_key()
    drill.settings["denver"] |= {"region": drill.client.meta.region_name, "key": key}


REGION = Scenario(
    job=provision,
    build=build_region,
    breaks=break_region,
    solution=mend_region,
    goal=ready(boston="vm-1", denver="vm-2"),
    hour=None,
    steps={
        "the region": lambda seen: seen.settings["denver"]["region"] == seen.now.region,
        "the key": lambda seen: (
            seen.now.keys[seen.settings["denver"]["key"]].region == seen.now.region
        ),
    },
)
