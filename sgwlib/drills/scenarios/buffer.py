"""Snapshots fail, because the upload buffer is full."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sgwlib.drills.jobs import snapshots
from sgwlib.drills.scenario import Scenario, add_gateway, add_volume, each_has_a_snapshot
from sgwlib.simulation.sandbox.state import FULL

if TYPE_CHECKING:
    from sgwlib.drills.drill import Drill
    from sgwlib.simulation.sandbox import Sandbox


def build(sandbox: Sandbox) -> dict[str, Any]:
    """Add a gateway with two volumes and a free disk."""
    gateway = add_gateway(sandbox, "factory", disks=[200])
    for target in ("designs", "orders"):
        sandbox.connect(add_volume(sandbox, gateway, target))
    return {"gateways": [gateway.arn]}


def breaks(sandbox: Sandbox, _: dict[str, Any]) -> None:
    """Fill the upload buffer."""
    sandbox.appliances["vm-1"].fill_buffer()


def solution(drill: Drill) -> None:
    """Make the upload buffer larger."""
    [gateway] = drill.settings["gateways"]
    disks = drill.client.list_local_disks(GatewayARN=gateway)["Disks"]
    free = [disk["DiskId"] for disk in disks if disk["DiskAllocationType"] == "AVAILABLE"]
    drill.client.add_upload_buffer(GatewayARN=gateway, DiskIds=free)


SCENARIO = Scenario(
    job=snapshots,
    build=build,
    breaks=breaks,
    solution=solution,
    goal=each_has_a_snapshot,
    looks=frozenset({"DescribeCachediSCSIVolumes", "DescribeUploadBuffer"}),
    steps={
        "space": lambda seen: all(each.buffer_percent < FULL for each in seen.now.gateways.values())
    },
)
