"""A job retries forever what can never succeed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sgwlib.drills.jobs import teardown
from sgwlib.drills.scenario import (
    Scenario,
    Trial,
    add_gateway,
    add_volume,
    call,
    fails,
    part,
    works,
)
from sgwlib.simulation.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgwlib.drills.scenario import Outcome
    from sgwlib.simulation.sandbox import Sandbox
    from sgwlib.tutorial.feedback import Part


def build(sandbox: Sandbox) -> dict[str, Any]:
    """Add a gateway with a volume to keep, and one to delete."""
    gateway = add_gateway(sandbox, "hamburg", "payroll")
    return {"volumes": [add_volume(sandbox, gateway, "old-1")]}


def breaks(sandbox: Sandbox, settings: dict[str, Any]) -> None:
    """Plan to delete two more, of which somebody deletes the first one by hand."""
    gateway = sandbox.appliances["vm-1"]
    gone, old = (add_volume(sandbox, gateway, each) for each in ("old-2", "old-3"))
    call(sandbox, "DeleteVolume", VolumeARN=gone)
    settings["volumes"] = [gone, old]


def solution(client: Any, settings: dict[str, Any]) -> None:
    """Take a volume that is gone as deleted, and wait a few times for what may pass."""
    import time

    passing = {"GatewayProxyNetworkConnectionBusy", "SnapshotInProgressException"}
    for arn in settings["volumes"]:
        for minutes in (1, 2, 4, 8, None):
            try:
                client.delete_volume(VolumeARN=arn)
            except client.exceptions.InvalidGatewayRequestException as error:
                code = error.response.get("error", {}).get("errorCode")
                if code == "VolumeNotFound":
                    break
                if code not in passing or minutes is None:
                    raise
                time.sleep(60 * minutes)
            else:
                break


def _deleted(outcome: Outcome) -> Iterator[Part]:
    left = {each.target for each in outcome.after.volumes.values()} & {"old-2", "old-3"}
    yield part(not left, "the volumes are deleted.", f"it left {', '.join(sorted(left))} behind.")


def _connect(sandbox: Sandbox, settings: dict[str, Any]) -> None:
    sandbox.connect(settings["volumes"][-1])


def _turn_off(sandbox: Sandbox, _: dict[str, Any]) -> None:
    sandbox.appliances["vm-1"].power_off()


SCENARIO = Scenario(
    job=teardown,
    build=build,
    breaks=breaks,
    solution=solution,
    given_up=frozenset({"old-2", "old-3"}),
    trials=(
        Trial("Tonight", works(_deleted)),
        Trial(
            "The appliance is busy at first",
            works(_deleted),
            faults=(Fault("DeleteVolume", "GatewayProxyNetworkConnectionBusy", times=2),),
        ),
        Trial("A host is still connected", fails("VolumeInUse"), _connect),
        Trial("The gateway is off", fails("GatewayNotConnected"), _turn_off),
    ),
)
