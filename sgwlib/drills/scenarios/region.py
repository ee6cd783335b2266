"""A gateway cannot be activated, because the region is wrong, in two places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sgwlib.drills.jobs import provision
from sgwlib.drills.scenario import Outcome, Scenario, part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgwlib.drills.drill import Drill
    from sgwlib.simulation.sandbox import Sandbox
    from sgwlib.tutorial.feedback import Part

_DISKS = {"cache": ["/dev/sdb"], "buffer": ["/dev/sdc"]}
_WRONG = "eu-central-1"


def build(sandbox: Sandbox) -> dict[str, Any]:
    """Add an appliance and its plan."""
    key = sandbox.appliance().activation_key
    return {"boston": {"key": key, "region": sandbox.region, **_DISKS}}


def breaks(sandbox: Sandbox, settings: dict[str, Any]) -> None:
    """Add another appliance, with a plan and a key for another region."""
    key = sandbox.appliance().new_key(_WRONG)
    settings["denver"] = {"key": key, "region": _WRONG, **_DISKS}


def solution(drill: Drill) -> None:
    """Plan the region of the account, and get a key for it."""
    key = drill.sandbox.appliances["vm-2"].new_key()
    drill.settings["denver"] |= {"region": drill.client.meta.region_name, "key": key}


def goal(outcome: Outcome) -> Iterator[Part]:
    """Yield whether each machine is the gateway that it should be."""
    for name, machine in (("boston", "vm-1"), ("denver", "vm-2")):
        found = [each.machine for each in outcome.after.gateways.values() if each.name == name]
        yield part(
            found == [machine],
            f"The gateway `{name}` runs on its machine.",
            f"There should be one gateway `{name}`, on the machine {machine}.",
        )


SCENARIO = Scenario(
    job=provision,
    build=build,
    breaks=breaks,
    solution=solution,
    goal=goal,
    hour=None,
    steps={
        "the region": lambda seen: seen.settings["denver"]["region"] == seen.now.region,
        "the key": lambda seen: (
            seen.now.keys[seen.settings["denver"]["key"]].region == seen.now.region
        ),
    },
)
