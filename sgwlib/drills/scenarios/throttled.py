"""A loop calls faster than the service allows."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

from sgwlib.drills.jobs import sizes
from sgwlib.drills.scenario import Scenario, Trial, add_gateway, add_volume, fails, returns
from sgwlib.response import build_response
from sgwlib.simulation.faults import Fault
from sgwlib.simulation.hooks import Layer

if TYPE_CHECKING:
    from datetime import datetime

    from sgwlib.response import ErrorResponse
    from sgwlib.simulation.sandbox import Sandbox
    from sgwlib.simulation.sandbox.state import Account

_MOST, _SECONDS = 15, 60
"""How many calls the service answers in how many seconds. The real limits aren't published."""


def build(sandbox: Sandbox) -> dict[str, Any]:
    """Add a gateway with a few volumes."""
    add_gateway(sandbox, "north", *(f"north-{number}" for number in range(8)))
    return {}


def breaks(sandbox: Sandbox, _: dict[str, Any]) -> None:
    """Add another gateway with many volumes."""
    south = add_gateway(sandbox, "south", *(f"south-{number}" for number in range(24)))
    add_volume(sandbox, south, "south-large", gib=500)


def _throttle(sandbox: Sandbox) -> Layer:
    """Return a layer that refuses calls which come too fast, by the clock of the sandbox."""
    answered: deque[datetime] = deque()

    def decide(operation: str, _body: bytes) -> tuple[ErrorResponse, float] | None:
        while answered and (sandbox.now - answered[0]).total_seconds() >= _SECONDS:
            answered.popleft()
        if len(answered) >= _MOST:
            return build_response(operation, "ThrottlingException"), 0
        answered.append(sandbox.now)
        return None

    return Layer(decide, retry_waits=False)


def solution(client: Any, _settings: dict[str, Any]) -> dict[str, int]:
    """Ask for all volumes of a gateway in one call."""
    found: dict[str, int] = {}
    for gateway in client.list_gateways()["Gateways"]:
        infos = client.list_volumes(GatewayARN=gateway["GatewayARN"])["VolumeInfos"]
        arns = [info["VolumeARN"] for info in infos]
        if arns:
            volumes = client.describe_cached_iscsi_volumes(VolumeARNs=arns)["CachediSCSIVolumes"]
            found |= {each["VolumeARN"]: each["VolumeSizeInBytes"] for each in volumes}
    return found


def _truth(account: Account) -> dict[str, int]:
    return {arn: volume.size for arn, volume in account.volumes.items()}


def _turn_off(sandbox: Sandbox, _: dict[str, Any]) -> None:
    sandbox.appliances["vm-1"].power_off()


SCENARIO = Scenario(
    job=sizes,
    build=build,
    breaks=breaks,
    solution=solution,
    layer=_throttle,
    trials=(
        Trial("Tonight", returns(_truth)),
        Trial(
            "Each call is throttled",
            fails("ThrottlingException", most=200),
            faults=(Fault("*", "ThrottlingException"),),
        ),
        Trial("A gateway is off", fails("GatewayNotConnected", most=30), _turn_off),
    ),
)
