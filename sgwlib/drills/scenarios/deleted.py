"""A gateway was deleted, but it is still in the settings of the job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sgwlib.drills.jobs import snapshots
from sgwlib.drills.scenario import Scenario, add_gateway, call, each_has_a_snapshot

if TYPE_CHECKING:
    from sgwlib.drills.drill import Drill
    from sgwlib.simulation.sandbox import Sandbox


def build(sandbox: Sandbox) -> dict[str, Any]:
    """Add three gateways with a volume each."""
    volumes = {"oslo": "mail", "porto": "photos", "riga": "wiki"}
    return {"gateways": [add_gateway(sandbox, *each).arn for each in volumes.items()]}


def breaks(sandbox: Sandbox, settings: dict[str, Any]) -> None:
    """Delete the first gateway, and replace it by one that nobody has written down."""
    call(sandbox, "DeleteGateway", GatewayARN=settings["gateways"][0])
    add_gateway(sandbox, "oslo-2", "mail")


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
