"""A gateway was deleted, but it is still in the settings of the job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sgwlib.drills.jobs import snapshots
from sgwlib.drills.scenario import Scenario, add_volume, call, each_has_a_snapshot, rename

if TYPE_CHECKING:
    from sgwlib.drills.drill import Drill
    from sgwlib.simulation.sandbox import Sandbox


def build(sandbox: Sandbox) -> dict[str, Any]:
    """Add three gateways with a volume each."""
    gateways = [sandbox.gateway() for _ in range(3)]
    targets = zip(gateways, ("oslo", "porto", "riga"), ("mail", "photos", "wiki"), strict=True)
    for gateway, name, target in targets:
        rename(sandbox, gateway, name)
        add_volume(sandbox, gateway, target)
    return {"gateways": [each.arn for each in gateways]}


def breaks(sandbox: Sandbox, settings: dict[str, Any]) -> None:
    """Delete the first gateway, and replace it by one that nobody has written down."""
    call(sandbox, "DeleteGateway", GatewayARN=settings["gateways"][0])
    gateway = sandbox.gateway()
    rename(sandbox, gateway, "oslo-2")
    add_volume(sandbox, gateway, "mail")


def solution(drill: Drill) -> None:
    """Write down the gateways that there are."""
    found = drill.client.list_gateways()["Gateways"]
    drill.settings["gateways"] = [each["GatewayARN"] for each in found]


SCENARIO = Scenario(
    job=snapshots,
    build=build,
    breaks=breaks,
    solution=solution,
    goal=each_has_a_snapshot,
    looks=frozenset({"ListGateways"}),
    steps={
        "no gateway that is gone": lambda seen: (
            {*seen.settings["gateways"]} <= {*seen.now.gateways}
        ),
        "each gateway": lambda seen: {*seen.settings["gateways"]} == {*seen.now.gateways},
    },
)
