"""A report of limits stops at the first gateway that has none, because of its type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sgwlib.drills.jobs import limits
from sgwlib.drills.scenario import Scenario, Trial, add_gateway, call, fails, part, works
from sgwlib.simulation.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgwlib.drills.scenario import Outcome
    from sgwlib.simulation.sandbox import Sandbox
    from sgwlib.tutorial.feedback import Part

_LIMITS = {"turin": 50_000_000, "genoa": 20_000_000}
_OPERATION = "DescribeBandwidthRateLimit"


def build(sandbox: Sandbox) -> dict[str, Any]:
    """Add two volume gateways with limits."""
    for name, limit in _LIMITS.items():
        gateway = add_gateway(sandbox, name)
        given = {"GatewayARN": gateway.arn, "AverageUploadRateLimitInBitsPerSec": limit}
        call(sandbox, "UpdateBandwidthRateLimit", **given)
    return {}


def breaks(sandbox: Sandbox, _: dict[str, Any]) -> None:
    """Add a file gateway."""
    add_gateway(sandbox, "archive", kind="s3-file")


def solution(client: Any, _settings: dict[str, Any]) -> dict[str, int | None]:
    """Report None for gateways whose type has no such limit."""
    report: dict[str, int | None] = {}
    for gateway in client.list_gateways()["Gateways"]:
        limit = None
        try:
            found = client.describe_bandwidth_rate_limit(GatewayARN=gateway["GatewayARN"])
            limit = found["AverageUploadRateLimitInBitsPerSec"]
        except client.exceptions.InvalidGatewayRequestException as error:
            code = error.response.get("error", {}).get("errorCode")
            if code not in {"UnsupportedOperationForGatewayType", "NotSupported"}:
                raise
        report[gateway["GatewayName"]] = limit
    return report


def _complete(outcome: Outcome) -> Iterator[Part]:
    found = outcome.value if isinstance(outcome.value, dict) else {}
    expected = {each.name: each.upload_limit for each in outcome.after.gateways.values()}
    limits = {name: limit for name, limit in expected.items() if limit is not None}
    yield part(
        {name: limit for name, limit in found.items() if limit is not None} == limits
        and found.keys() <= expected.keys(),
        "the report has each limit that is set.",
        f"the report should have these limits, and no others: {limits}.",
    )


def _only_the_file_gateway(sandbox: Sandbox, _: dict[str, Any]) -> None:
    for name in ("vm-1", "vm-2"):
        call(sandbox, "DeleteGateway", GatewayARN=sandbox.appliances[name].arn)


def _turn_off(sandbox: Sandbox, _: dict[str, Any]) -> None:
    sandbox.appliances["vm-2"].power_off()


def _let_fail(sandbox: Sandbox, _: dict[str, Any]) -> None:
    sandbox.failing = True


SCENARIO = Scenario(
    job=limits,
    build=build,
    breaks=breaks,
    solution=solution,
    trials=(
        Trial("Tonight", works(_complete)),
        Trial(
            "The service says UnsupportedOperationForGatewayType",
            works(_complete),
            _only_the_file_gateway,
            (Fault(_OPERATION, "UnsupportedOperationForGatewayType", undocumented=True),),
        ),
        Trial("A volume gateway is off", fails("GatewayNotConnected"), _turn_off),
        Trial("The service fails", fails("InternalError"), _let_fail),
    ),
)
