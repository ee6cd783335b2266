"""A volume cannot be deleted, because a snapshot of it begins at the same time each night."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sgwlib.drills.jobs import cleanup
from sgwlib.drills.scenario import (
    Outcome,
    Scenario,
    add_gateway,
    add_volume,
    call,
    no_scratch_is_left,
    part,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgwlib.drills.drill import Drill
    from sgwlib.drills.scenario import Seen
    from sgwlib.simulation.sandbox import Sandbox
    from sgwlib.tutorial.feedback import Part

SCRATCH = "scratch-build"
_HOUR = 3


def build(sandbox: Sandbox) -> dict[str, Any]:
    """Add a gateway with a volume that has a schedule, and one to delete."""
    gateway = add_gateway(sandbox, "build-farm", "scratch-test")
    _plan(sandbox, add_volume(sandbox, gateway, "artifacts"))
    return {"gateway": gateway.arn}


def breaks(sandbox: Sandbox, _: dict[str, Any]) -> None:
    """Add a volume to delete that has a schedule of snapshots, too."""
    _plan(sandbox, add_volume(sandbox, sandbox.appliances["vm-1"], SCRATCH))


def _plan(sandbox: Sandbox, volume: str) -> None:
    call(sandbox, "UpdateSnapshotSchedule", VolumeARN=volume, StartAt=_HOUR, RecurrenceInHours=24)


def solution(drill: Drill) -> None:
    """Take no more snapshots of the volume that is deleted anyway."""
    arns = [each["VolumeARN"] for each in drill.client.list_volumes()["VolumeInfos"]]
    volumes = drill.client.describe_cached_iscsi_volumes(VolumeARNs=arns)["CachediSCSIVolumes"]
    for volume in volumes:
        if "scratch" in volume["VolumeiSCSIAttributes"]["TargetARN"]:
            drill.client.delete_snapshot_schedule(VolumeARN=volume["VolumeARN"])


def goal(outcome: Outcome) -> Iterator[Part]:
    """Yield whether the volume is gone, and whether the other one still has its snapshots."""
    yield from no_scratch_is_left(outcome)
    kept = [each for each in outcome.before.volumes.values() if each.target != SCRATCH]
    named = {each.volume for name, each in outcome.after.snapshots.items() if name in outcome.made}
    yield part(
        {each.arn for each in kept} <= named,
        "The volume `artifacts` has its snapshot of this night.",
        "The volume `artifacts` has no snapshot of this night.",
    )


def _out_of_the_way(seen: Seen) -> bool:
    volumes = [each for each in seen.now.volumes.values() if each.target == SCRATCH]
    return not any(each.schedule and each.schedule.start_at == _HOUR for each in volumes)


SCENARIO = Scenario(
    job=cleanup,
    build=build,
    breaks=breaks,
    solution=solution,
    goal=goal,
    given_up=frozenset({SCRATCH}),
    looks=frozenset({"DescribeSnapshotSchedule"}),
    steps={"another time": _out_of_the_way},
)
