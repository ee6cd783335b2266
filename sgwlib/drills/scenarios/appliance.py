"""A gateway cannot be reached, because its virtual machine is off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sgwlib.drills.jobs import snapshots
from sgwlib.drills.scenario import Scenario, add_gateway, each_has_a_snapshot

if TYPE_CHECKING:
    from sgwlib.drills.drill import Drill
    from sgwlib.simulation.sandbox import Sandbox


def build(sandbox: Sandbox) -> dict[str, Any]:
    """Add two gateways with a volume each."""
    volumes = {"berlin": "mail", "lyon": "ledger"}
    return {"gateways": [add_gateway(sandbox, *each).arn for each in volumes.items()]}


def breaks(sandbox: Sandbox, _: dict[str, Any]) -> None:
    """Turn the machine of the second gateway off."""
    sandbox.appliances["vm-2"].power_off()


def solution(drill: Drill) -> None:
    """Turn the machine on."""
    for appliance in drill.sandbox.appliances.values():
        if not appliance.on:
            appliance.power_on()


SCENARIO = Scenario(
    job=snapshots,
    build=build,
    breaks=breaks,
    solution=solution,
    goal=each_has_a_snapshot,
    looks=frozenset({"ListGateways", "DescribeGatewayInformation"}),
    steps={"the power": lambda seen: all(each.on for each in seen.now.machines.values())},
)
