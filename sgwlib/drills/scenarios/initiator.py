"""A volume cannot be deleted, because a host is still connected to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sgwlib.drills.jobs import cleanup
from sgwlib.drills.scenario import Scenario, add_gateway, add_volume, no_scratch_is_left

if TYPE_CHECKING:
    from sgwlib.drills.drill import Drill
    from sgwlib.simulation.sandbox import Sandbox

SCRATCH = "scratch-42"


def build(sandbox: Sandbox) -> dict[str, Any]:
    """Add a gateway with a volume that is in use, and one to delete."""
    gateway = add_gateway(sandbox, "lab", "scratch-41")
    sandbox.connect(add_volume(sandbox, gateway, "results"), "iqn.1998-01.com.vmware:database")
    return {"gateway": gateway.arn}


def breaks(sandbox: Sandbox, _: dict[str, Any]) -> None:
    """Add another volume to delete, and connect a host to it."""
    volume = add_volume(sandbox, sandbox.appliances["vm-1"], SCRATCH)
    sandbox.connect(volume, "iqn.1998-01.com.vmware:student-7")


def solution(drill: Drill) -> None:
    """Disconnect the host from the volume that is to be deleted."""
    arns = [each["VolumeARN"] for each in drill.client.list_volumes()["VolumeInfos"]]
    volumes = drill.client.describe_cached_iscsi_volumes(VolumeARNs=arns)["CachediSCSIVolumes"]
    for volume in volumes:
        if "scratch" in volume["VolumeiSCSIAttributes"]["TargetARN"]:
            drill.sandbox.disconnect(volume["VolumeARN"])


SCENARIO = Scenario(
    job=cleanup,
    build=build,
    breaks=breaks,
    solution=solution,
    goal=no_scratch_is_left,
    given_up=frozenset({SCRATCH}),
    looks=frozenset({"ListVolumes", "DescribeCachediSCSIVolumes"}),
    steps={
        "no connection": lambda seen: (
            not any(each.initiators for each in seen.now.volumes.values() if each.target == SCRATCH)
        )
    },
)
