"""A gateway cannot be activated, because the region is wrong, in two places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sgwlib.drills.jobs import provision
from sgwlib.drills.scenario import Scenario, plan, ready

if TYPE_CHECKING:
    from sgwlib.drills.drill import Drill
    from sgwlib.simulation.sandbox import Sandbox

_WRONG = "eu-central-1"


def build(sandbox: Sandbox) -> dict[str, Any]:
    """Add an appliance and its plan."""
    return {"boston": plan(sandbox.appliance().activation_key, sandbox.region)}


def breaks(sandbox: Sandbox, settings: dict[str, Any]) -> None:
    """Add another appliance, with a plan and a key for another region."""
    settings["denver"] = plan(sandbox.appliance().new_key(_WRONG), _WRONG)


def solution(drill: Drill) -> None:
    """Plan the region of the account, and get a key for it."""
    key = drill.sandbox.appliances["vm-2"].new_key()
    drill.settings["denver"] |= {"region": drill.client.meta.region_name, "key": key}


SCENARIO = Scenario(
    job=provision,
    build=build,
    breaks=breaks,
    solution=solution,
    goal=ready(boston="vm-1", denver="vm-2"),
    hour=None,
    steps={
        "the region": lambda seen: seen.settings["denver"]["region"] == seen.now.region,
        "the key": lambda seen: (
            seen.now.keys[seen.settings["denver"]["key"]].region == seen.now.region
        ),
    },
)
