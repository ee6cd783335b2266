"""A second file system needs an IP address of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sgwlib.drills.jobs import associate
from sgwlib.drills.scenario import Outcome, Scenario, part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgwlib.drills.drill import Drill
    from sgwlib.simulation.sandbox import Sandbox
    from sgwlib.tutorial.feedback import Part


def build(sandbox: Sandbox) -> dict[str, Any]:
    """Add a file gateway, and a file system for it."""
    gateway = sandbox.gateway("fsx-file")
    first = {"name": "offices", "arn": sandbox.file_system(), "ip": ""}
    return {"gateway": gateway.arn, "password": "********", "file systems": [first]}


def breaks(sandbox: Sandbox, settings: dict[str, Any]) -> None:
    """Plan another file system, without an address."""
    second = {"name": "studios", "arn": sandbox.file_system(), "ip": ""}
    settings["file systems"].append(second)


def solution(drill: Drill) -> None:
    """Give the second file system an address that nothing else uses."""
    drill.settings["file systems"][1]["ip"] = "10.0.0.77"


def goal(outcome: Outcome) -> Iterator[Part]:
    """Yield whether the gateway serves both file systems."""
    served = {each.location for each in outcome.after.associations.values()}
    missing = {*outcome.after.file_systems} - served
    yield part(
        not missing,
        "The gateway serves both file systems.",
        f"The gateway doesn't serve {', '.join(sorted(missing))}.",
    )


SCENARIO = Scenario(
    job=associate,
    build=build,
    breaks=breaks,
    solution=solution,
    goal=goal,
    hour=None,
    looks=frozenset({"DescribeFileSystemAssociations", "source"}),
    steps={"an address": lambda seen: any(each["ip"] for each in seen.settings["file systems"])},
)
