"""A disk is planned as the cache and as the upload buffer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sgwlib.drills.jobs import provision
from sgwlib.drills.scenario import Scenario, plan, ready

if TYPE_CHECKING:
    from sgwlib.drills.drill import Drill
    from sgwlib.drills.scenario import Seen
    from sgwlib.simulation.sandbox import Sandbox


def build(sandbox: Sandbox) -> dict[str, Any]:
    """Add an appliance with three disks, and a right plan for it."""
    return {"vienna": plan(_key(sandbox), sandbox.region)}


def breaks(sandbox: Sandbox, settings: dict[str, Any]) -> None:
    """Add another appliance, with a plan that names a disk twice."""
    settings["zagreb"] = plan(_key(sandbox), sandbox.region, buffer="/dev/sdb")


def _key(sandbox: Sandbox) -> str:
    return sandbox.appliance("cached", disks=[150, 150, 300]).activation_key


def solution(drill: Drill) -> None:
    """Plan another disk as the upload buffer."""
    drill.settings["zagreb"]["buffer"] = ["/dev/sdc"]


def _planned(seen: Seen, use: str) -> set[str]:
    return {*seen.settings["zagreb"][use]}


SCENARIO = Scenario(
    job=provision,
    build=build,
    breaks=breaks,
    solution=solution,
    goal=ready(vienna="vm-1", zagreb="vm-2"),
    hour=None,
    looks=frozenset({"ListLocalDisks", "source"}),
    steps={
        "another disk": lambda seen: _planned(seen, "cache").isdisjoint(_planned(seen, "buffer"))
    },
)
