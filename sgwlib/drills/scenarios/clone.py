"""A gateway cannot be activated, because its machine is a clone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sgwlib.drills.jobs import provision
from sgwlib.drills.scenario import Scenario, plan, ready

if TYPE_CHECKING:
    from sgwlib.drills.drill import Drill
    from sgwlib.drills.scenario import Seen
    from sgwlib.simulation.sandbox import Sandbox


def build(sandbox: Sandbox) -> dict[str, Any]:
    """Add an appliance and its plan."""
    return {"golden": plan(sandbox.appliance().activation_key, sandbox.region)}


def breaks(sandbox: Sandbox, settings: dict[str, Any]) -> None:
    """Clone it, and plan to activate the clone."""
    key = sandbox.appliances["vm-1"].clone().activation_key
    settings["branch"] = plan(key, sandbox.region)


def solution(drill: Drill) -> None:
    """Deploy a new machine instead of the clone."""
    appliance = drill.sandbox.appliance("cached", disks=[150, 150])
    drill.settings["branch"]["key"] = appliance.activation_key


def _has_another_machine(seen: Seen) -> bool:
    key = seen.now.keys.get(seen.settings.get("branch", {}).get("key", ""))
    machines = seen.now.machines
    return key is not None and machines[key.machine].certificate != machines["vm-1"].certificate


SCENARIO = Scenario(
    job=provision,
    build=build,
    breaks=breaks,
    solution=solution,
    goal=ready(golden="vm-1", branch=""),
    hour=None,
    looks=frozenset({"ListGateways", "source"}),
    steps={"another machine": _has_another_machine},
)
