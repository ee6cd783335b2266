"""A job asks for a disk by an id that changes once the disk is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sgwlib.drills.jobs import extend
from sgwlib.drills.scenario import Scenario, Trial, add_gateway, call, fails, part, works

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgwlib.drills.scenario import Outcome
    from sgwlib.simulation.sandbox import Sandbox
    from sgwlib.tutorial.feedback import Part

_PATH = "/dev/sdd"


def build(sandbox: Sandbox) -> dict[str, Any]:
    """Add a gateway with two free disks, of which one is planned for the upload buffer."""
    gateway = add_gateway(sandbox, "bremen", disks=[200, 500])
    return {"gateway": gateway.arn, "disks": [_PATH]}


def breaks(sandbox: Sandbox, settings: dict[str, Any]) -> None:
    """Nothing happens but that the job has done its work: from then on, it fails."""
    if any(each.id == _PATH for each in sandbox.appliances["vm-1"].disks):
        given = {"GatewayARN": settings["gateway"], "DiskIds": [_PATH]}
        call(sandbox, "AddUploadBuffer", **given)


def solution(client: Any, settings: dict[str, Any]) -> None:
    """Find each disk by its path, which stays."""
    gateway = settings["gateway"]
    disks = client.list_local_disks(GatewayARN=gateway)["Disks"]
    by_path = {disk["DiskPath"]: disk for disk in disks}
    planned = [by_path[path] for path in settings["disks"]]
    missing = [each["DiskId"] for each in planned if each["DiskAllocationType"] != "UPLOAD BUFFER"]
    if missing:
        client.add_upload_buffer(GatewayARN=gateway, DiskIds=missing)


def _planned(outcome: Outcome) -> Iterator[Part]:
    disks = [each for machine in outcome.after.machines.values() for each in machine.disks]
    paths = {each.path for each in disks if each.use == "buffer"}
    free = {each.path for each in disks if not each.use}
    yield part(
        _PATH not in free and paths == {"/dev/sdc", _PATH},
        "the upload buffer has the planned disk.",
        f"the upload buffer has {', '.join(sorted(paths - free))}; expected /dev/sdc, {_PATH}.",
    )


def _start_again(sandbox: Sandbox, settings: dict[str, Any]) -> None:
    """Name a gateway on which the job has never run."""
    settings |= build(sandbox)


def _plan_none(_: Sandbox, settings: dict[str, Any]) -> None:
    settings["disks"] = ["/dev/sdz"]


def _plan_the_cache(_: Sandbox, settings: dict[str, Any]) -> None:
    settings["disks"] = ["/dev/sdb"]


SCENARIO = Scenario(
    job=extend,
    build=build,
    breaks=breaks,
    solution=solution,
    looks=frozenset({"ListLocalDisks"}),
    trials=(
        Trial("The disk is in the buffer", works(_planned)),
        Trial("The disk is free", works(_planned), _start_again),
        Trial("The disk isn't there", fails(), _plan_none),
        Trial("The disk is the cache", fails("DiskAlreadyAllocated"), _plan_the_cache),
    ),
)
