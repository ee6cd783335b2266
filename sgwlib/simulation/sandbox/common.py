"""Guards that many operations share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sgwlib.catalogue import load_catalogue
from sgwlib.simulation.sandbox.rules import DOCUMENTED, INFERRED, OBSERVED, Stage, guard

if TYPE_CHECKING:
    from sgwlib.simulation.sandbox.rules import Call

# Such as arn:aws:storagegateway:us-east-1:111122223333:gateway/sgw-12A3456B
_GATEWAY_ARN = re.compile(
    r"arn:aws[\w-]*:storagegateway:[a-z0-9-]+:\d{12}:gateway/sgw-[0-9A-Za-z]+"
)
TIMEZONE = re.compile(r"GMT(?:[+-](?:\d|0\d|1[0-4]):[0-5]\d)?")  # such as GMT or GMT-5:00


# --- The service --------------------------------------------------------------------------------


@guard("InternalError", Stage.SERVICE, INFERRED, "reference page, message", needed=True)
def service_fails(call: Call) -> object:
    """The service itself fails."""
    return call.account.failing


@guard(
    "NotSupported",
    Stage.SERVICE,
    INFERRED,
    "reference page, message; Terraform's provider has met regions that lag behind",
    needed=True,
)
def not_offered(call: Call) -> object:
    """The region does not offer the operation."""
    return call.operation in call.account.withdrawn


# --- The gateway --------------------------------------------------------------------------------


@guard(
    "InvalidParameters",
    Stage.FORM,
    INFERRED,
    "AWS's own live test with a made-up ARN of 54 letters gets InvalidGatewayRequestException, "
    "whose code is not public",
)
def arn_malformed(call: Call) -> object:
    """The ARN is not the ARN of a gateway, or does not begin with one."""
    arn = call.gateway_arn
    return arn is not None and not _GATEWAY_ARN.fullmatch(arn)


@guard(
    "GatewayNotFound",
    Stage.GATEWAY,
    OBSERVED,
    "Terraform's provider takes it as the sign that a gateway is gone",
    needed=True,
)
def gateway_unknown(call: Call) -> object:
    """There is no such gateway in this account and region, or it was deleted."""
    return call.gateway_arn not in call.account.gateways


@guard(
    "UnsupportedOperationForGatewayType",
    Stage.TYPE,
    DOCUMENTED,
    "botocore 1.44.5 model, supported types of each operation; "
    "https://github.com/hashicorp/terraform-provider-aws/issues/19111",
)
def type_unsupported(call: Call) -> object:
    """The operation is for gateways of other types."""
    types = load_catalogue().api_operations[call.operation].gateway_types
    return types and call.gateway.kind not in types


@guard(
    "NotSupported",
    Stage.TYPE,
    OBSERVED,
    "Terraform's provider has met it on file gateways (pull 19116)",
    needed=True,
)
def type_not_supported(call: Call) -> object:
    """The operation is for gateways of other types."""
    return type_unsupported.refuses(call)


@guard(
    "GatewayNotConnected",
    Stage.CONNECTION,
    OBSERVED,
    "https://github.com/hashicorp/terraform-provider-aws/issues/27523",
)
def unreachable(call: Call) -> object:
    """The gateway's virtual machine is off."""
    return not call.machine.on


@guard(
    "GatewayNotConnected",
    Stage.CONNECTION,
    INFERRED,
    "botocore 1.44.5 model, ShutdownGateway: afterwards only three operations work",
)
def shut_down(call: Call) -> object:
    """The gateway was shut down with ShutdownGateway, and not started again."""
    return call.gateway.shut_down


@guard(
    "GatewayProxyNetworkConnectionBusy",
    Stage.APPLIANCE,
    OBSERVED,
    "public reports of RefreshCache, and of Terraform with parallel runs",
)
def busy(call: Call) -> object:
    """The appliance is busy with other calls."""
    return call.machine.busy


@guard("GatewayInternalError", Stage.APPLIANCE, INFERRED, "reference page, message")
def appliance_fails(call: Call) -> object:
    """The appliance fails while it serves the call."""
    return call.machine.failing


# --- The volume ---------------------------------------------------------------------------------

VOLUME_GONE = "Terraform's provider takes it as the sign that a volume is gone"


@guard("VolumeNotFound", Stage.RESOURCE, OBSERVED, VOLUME_GONE, needed=True)
def volume_unknown(call: Call) -> object:
    """There is no such volume on the gateway, or it was deleted."""
    return call["VolumeARN"] not in call.account.volumes


# --- Together -----------------------------------------------------------------------------------

ANY = (service_fails, not_offered)
"""The guards of every operation."""
KNOWN = (*ANY, arn_malformed, gateway_unknown, type_unsupported, type_not_supported)
"""The guards of an operation on a gateway that need not be reached."""
SERVING = (busy, appliance_fails)
ON_GATEWAY = (*KNOWN, unreachable, shut_down, *SERVING)
"""The guards of most operations."""
