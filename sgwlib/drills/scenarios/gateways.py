"""One call asks for volumes of several gateways."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sgwlib.drills.jobs import inventory
from sgwlib.drills.scenario import Scenario, Trial, add_gateway, call, fails, returns

if TYPE_CHECKING:
    from sgwlib.simulation.sandbox import Sandbox
    from sgwlib.simulation.sandbox.state import Account


def build(sandbox: Sandbox) -> dict[str, Any]:
    """Add a gateway with two volumes."""
    add_gateway(sandbox, "paris", "mail", "wiki")
    return {}


def breaks(sandbox: Sandbox, _: dict[str, Any]) -> None:
    """Add another gateway."""
    add_gateway(sandbox, "lille", "photos")


def solution(client: Any, _settings: dict[str, Any]) -> dict[str, str]:
    """Ask once for the volumes of each gateway."""
    by_gateway: dict[str, list[str]] = {}
    for info in client.list_volumes()["VolumeInfos"]:
        by_gateway.setdefault(info["GatewayARN"], []).append(info["VolumeARN"])
    report: dict[str, str] = {}
    for arns in by_gateway.values():
        found = client.describe_cached_iscsi_volumes(VolumeARNs=arns)
        report |= {each["VolumeARN"]: each["VolumeStatus"] for each in found["CachediSCSIVolumes"]}
    return report


def _truth(account: Account) -> dict[str, str]:
    return {arn: account.status_of(volume) for arn, volume in account.volumes.items()}


def _fill(sandbox: Sandbox, _: dict[str, Any]) -> None:
    sandbox.appliances["vm-2"].fill_buffer()


def _delete_all(sandbox: Sandbox, _: dict[str, Any]) -> None:
    for arn in (each.arn for each in sandbox.appliances.values()):
        call(sandbox, "DeleteGateway", GatewayARN=arn)


def _turn_off(sandbox: Sandbox, _: dict[str, Any]) -> None:
    sandbox.appliances["vm-1"].power_off()


SCENARIO = Scenario(
    job=inventory,
    build=build,
    breaks=breaks,
    solution=solution,
    trials=(
        Trial("Tonight", returns(_truth)),
        Trial("The upload buffer of lille is full", returns(_truth), _fill),
        Trial("There are no volumes", returns(_truth), _delete_all),
        Trial("A gateway is off", fails("GatewayNotConnected"), _turn_off),
    ),
)
