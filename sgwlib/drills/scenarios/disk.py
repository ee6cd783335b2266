"""A disk is planned as the cache and as the upload buffer."""

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


def build(sandbox: Sandbox) -> dict[str, Any]:
    """Add an appliance with three disks, and a right plan for it."""
    return {"vienna": _plan(sandbox, "/dev/sdc")}


def breaks(sandbox: Sandbox, settings: dict[str, Any]) -> None:
    """Add another appliance, with a plan that names a disk twice."""
    settings["zagreb"] = _plan(sandbox, "/dev/sdb")


def _plan(sandbox: Sandbox, buffer: str) -> dict[str, Any]:
    key = sandbox.appliance("cached", disks=[150, 150, 300]).activation_key
    return {"key": key, "region": sandbox.region, "cache": ["/dev/sdb"], "buffer": [buffer]}


def solution(drill: Drill) -> None:
    """Plan another disk as the upload buffer."""
    drill.settings["zagreb"]["buffer"] = ["/dev/sdc"]


def goal(outcome: Outcome) -> Iterator[Part]:
    """Yield whether the gateways have the disks that they need."""
    by_name = {each.name: each for each in outcome.after.gateways.values()}
    for name in ("vienna", "zagreb"):
        gateway = by_name.get(name)
        machine = outcome.after.machines[gateway.machine] if gateway else None
        for use, words in (("cache", "a cache"), ("buffer", "an upload buffer")):
            yield part(
                machine and machine.size_of(use),
                f"The gateway `{name}` has {words}.",
                f"The gateway `{name}` has no {words.partition(' ')[2]}.",
            )


def _planned(seen: Seen, use: str) -> set[str]:
    return {*seen.settings["zagreb"][use]}


SCENARIO = Scenario(
    job=provision,
    build=build,
    breaks=breaks,
    solution=solution,
    goal=goal,
    hour=None,
    looks=frozenset({"ListLocalDisks", "source"}),
    steps={
        "another disk": lambda seen: _planned(seen, "cache").isdisjoint(_planned(seen, "buffer"))
    },
)
