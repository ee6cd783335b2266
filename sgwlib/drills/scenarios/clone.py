"""A gateway cannot be activated, because its machine is a clone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sgwlib.drills.jobs import provision
from sgwlib.drills.scenario import Outcome, Scenario, part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgwlib.drills.drill import Drill
    from sgwlib.drills.scenario import Seen
    from sgwlib.simulation.sandbox import Sandbox
    from sgwlib.tutorial.feedback import Part

_DISKS = {"cache": ["/dev/sdb"], "buffer": ["/dev/sdc"]}


def build(sandbox: Sandbox) -> dict[str, Any]:
    """Add an appliance and its plan."""
    key = sandbox.appliance().activation_key
    return {"golden": {"key": key, "region": sandbox.region, **_DISKS}}


def breaks(sandbox: Sandbox, settings: dict[str, Any]) -> None:
    """Clone it, and plan to activate the clone."""
    key = sandbox.appliances["vm-1"].clone().activation_key
    settings["branch"] = {"key": key, "region": sandbox.region, **_DISKS}


def solution(drill: Drill) -> None:
    """Deploy a new machine instead of the clone."""
    appliance = drill.sandbox.appliance("cached", disks=[150, 150])
    drill.settings["branch"]["key"] = appliance.activation_key


def goal(outcome: Outcome) -> Iterator[Part]:
    """Yield whether both gateways exist and have an upload buffer."""
    for name in ("golden", "branch"):
        machines = [
            outcome.after.machines[each.machine]
            for each in outcome.after.gateways.values()
            if each.name == name
        ]
        yield part(
            len(machines) == 1 and machines[0].on and machines[0].size_of("buffer"),
            f"The gateway `{name}` is ready.",
            f"There should be one gateway `{name}`, with an upload buffer.",
        )


def _has_another_machine(seen: Seen) -> bool:
    key = seen.now.keys.get(seen.settings.get("branch", {}).get("key", ""))
    machines = seen.now.machines
    return key is not None and machines[key.machine].certificate != machines["vm-1"].certificate


SCENARIO = Scenario(
    job=provision,
    build=build,
    breaks=breaks,
    solution=solution,
    goal=goal,
    hour=None,
    looks=frozenset({"ListGateways", "source"}),
    steps={"another machine": _has_another_machine},
)
