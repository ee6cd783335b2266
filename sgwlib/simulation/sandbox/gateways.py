"""Activation, description, shutdown and deletion of gateways."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any

from sgwlib.simulation.sandbox.common import (
    ANY,
    KNOWN,
    ON_GATEWAY,
    SERVING,
    TIMEZONE,
    arn_malformed,
    unreachable,
)
from sgwlib.simulation.sandbox.rules import DOCUMENTED, INFERRED, OBSERVED, Stage, guard, operation
from sgwlib.simulation.sandbox.state import (
    API_TYPES,
    KEY_SECONDS,
    Gateway,
    Key,
    Machine,
    seconds_of_zone,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sgwlib.simulation.sandbox.rules import Call, Output

_KINDS = {name: kind for kind, name in API_TYPES.items()}
_VOLUME_IMAGE = {"cached", "stored"}
_PAGE = 100
"""How many elements a page has without Limit (botocore 1.44.5 model)."""


# --- Activation ---------------------------------------------------------------------------------


def _key(call: Call) -> Key:
    return call.account.keys[call["ActivationKey"]]


def _machine(call: Call) -> Machine:
    return call.account.machines[_key(call).machine]


def _kind(call: Call) -> str | None:
    """Return the kind of gateway to make; None if the machine cannot be one."""
    machine = _machine(call)
    if "GatewayType" not in call.given:
        return machine.kind
    asked = _KINDS.get(call["GatewayType"])
    both = {machine.kind, asked} <= _VOLUME_IMAGE  # one image serves for both
    return asked if both or asked == machine.kind else None


@guard(
    "InvalidParameters",
    Stage.FORM,
    DOCUMENTED,
    "botocore 1.44.5 model: the region is that of the endpoint, the time zone is GMT-hh:mm",
)
def activation_wrong(call: Call) -> object:
    """The region is not that of the endpoint, or the time zone or the type does not exist."""
    return (
        call["GatewayRegion"] != call.account.region
        or not TIMEZONE.fullmatch(call["GatewayTimezone"])
        or call.get("GatewayType", "CACHED") not in _KINDS
    )


@guard(
    "ActivationKeyNotFound",
    Stage.RESOURCE,
    OBSERVED,
    "AWS's live tests, aws-sdk-js features/storagegateway",
)
def key_unknown(call: Call) -> object:
    """The service never issued this activation key."""
    return call["ActivationKey"] not in call.account.keys


@guard(
    "ActivationKeyInvalid",
    Stage.STATE,
    INFERRED,
    "only the code's wording",
    guessed=True,
)
def key_invalid(call: Call) -> object:
    """The activation key was used before, or it was issued for another region."""
    return _key(call).used or _key(call).region != call.account.region


@guard(
    "ActivationKeyExpired",
    Stage.STATE,
    DOCUMENTED,
    "user guide, get-activation-key: unused keys expire after 30 minutes",
)
def key_expired(call: Call) -> object:
    """The activation key is older than 30 minutes."""
    return call.account.now - _key(call).issued > KEY_SECONDS


@guard(
    "InvalidParameters",
    Stage.STATE,
    DOCUMENTED,
    "botocore 1.44.5 model, ActivateGateway: the virtual machine must be on",
)
def machine_off(call: Call) -> object:
    """The virtual machine of the key is off, or is not of the type that is asked for."""
    return not _machine(call).on or _kind(call) is None


@guard(
    "OutdatedGateway",
    Stage.STATE,
    INFERRED,
    "AWS knowledge centre: an old image cannot be activated",
)
def outdated(call: Call) -> object:
    """The software of the appliance is too old."""
    return _machine(call).outdated


@guard(
    "DuplicateCertificateInfo",
    Stage.UNIQUENESS,
    INFERRED,
    "user guide, troubleshooting: a clone of a gateway's machine is not supported",
)
def certificate_known(call: Call) -> object:
    """The machine presents a certificate that is registered: it is a clone, or was activated."""
    return _machine(call).certificate in call.account.certificates


@operation(
    "ActivateGateway",
    *ANY,
    activation_wrong,
    key_unknown,
    key_invalid,
    key_expired,
    machine_off,
    outdated,
    certificate_known,
)
def activate_gateway(call: Call) -> Output:
    account, machine = call.account, _machine(call)
    arn = account.new_name(f"{account.prefix}gateway/sgw-", 8, account.gateways)
    local = account.moment(account.now + seconds_of_zone(call["GatewayTimezone"]))
    machine.kind = _kind(call) or machine.kind
    machine.gateway = arn
    machine.certificate = account.digits(16)
    account.certificates.append(machine.certificate)
    _key(call).used = True
    account.gateways[arn] = Gateway(
        arn,
        call["GatewayName"],
        machine.kind,
        machine.id,
        call["GatewayTimezone"],
        account.now,
        local.hour,
        local.minute,
        weekday=local.isoweekday() % 7,  # 0 is Sunday
        tags=call.tags,
    )
    return {"GatewayARN": arn}


# --- Description --------------------------------------------------------------------------------


@operation("DescribeGatewayInformation", *KNOWN, unreachable, *SERVING)
def describe_gateway_information(call: Call) -> Output:
    gateway, machine = call.gateway, call.machine
    updated = gateway.updated
    optional = {
        "LastSoftwareUpdate": updated and f"{call.account.moment(updated):%Y-%m-%dT%H:%M:%S}",
        "NextUpdateAvailabilityDate": "2026-01-02T16:00:00" if machine.outdated else None,
        "CloudWatchLogGroupARN": gateway.log_group,
        "GatewayCapacity": gateway.capacity,
    }
    return {
        "GatewayARN": gateway.arn,
        "GatewayId": gateway.id,
        "GatewayName": gateway.name,
        "GatewayTimezone": gateway.timezone,
        "GatewayState": "SHUTDOWN" if gateway.shut_down else "RUNNING",
        "GatewayNetworkInterfaces": [{"Ipv4Address": machine.address}],
        "GatewayType": API_TYPES[gateway.kind],
        "HostEnvironment": "VMWARE",
        "EndpointType": "STANDARD",
        "SoftwareVersion": software_version(machine),
        "Tags": [{"Key": key, "Value": value} for key, value in gateway.tags.items()],
        **{name: value for name, value in optional.items() if value},
    }


def software_version(machine: Machine) -> str:
    return "1.0.0" if machine.outdated else "2.12.0"


@guard(
    "InvalidParameters",
    Stage.FORM,
    INFERRED,
    "botocore 1.44.5 model: the marker is that of an earlier response",
)
def marker_wrong(call: Call) -> object:
    """The marker is none that the service sent."""
    try:
        _after(call)
    except (ValueError, binascii.Error):
        return True
    return False


def _after(call: Call) -> str:
    """Return the ARN after which the page begins."""
    return base64.b64decode(call.get("Marker", "").encode(), b"-_", validate=True).decode()


def page(call: Call, arns: Iterable[str]) -> tuple[list[str], Output]:
    """Return the ARNs of the page that a call asks for, and the mark of the next page if any."""
    after, most = _after(call), call.get("Limit", _PAGE)
    found: list[str] = []
    for arn in arns:
        if arn > after:
            if len(found) == most:
                return found, {"Marker": base64.urlsafe_b64encode(found[-1].encode()).decode()}
            found.append(arn)
    return found, {}


@operation("ListGateways", *ANY, marker_wrong)
def list_gateways(call: Call) -> Output:
    gateways = call.account.gateways
    arns, marker = page(call, sorted(gateways))
    machines = call.account.machines
    infos: list[dict[str, Any]] = [
        {
            "GatewayId": gateways[arn].id,
            "GatewayARN": arn,
            "GatewayType": API_TYPES[gateways[arn].kind],
            "GatewayOperationalState": "ACTIVE",
            "GatewayName": gateways[arn].name,
            "HostEnvironment": "VMWARE",
            "SoftwareVersion": software_version(machines[gateways[arn].machine]),
        }
        for arn in arns
    ]
    return {"Gateways": infos, **marker}


@guard(
    "InvalidParameters",
    Stage.GATEWAY,
    INFERRED,
    "no edition documents GatewayNotFound for this operation",
    guessed=True,
    needed=True,
)
def gateway_to_name_unknown(call: Call) -> object:
    """There is no such gateway in this account and region, or it was deleted."""
    return call.gateway_arn not in call.account.gateways


@guard(
    "InvalidParameters",
    Stage.FORM,
    DOCUMENTED,
    "botocore 1.44.5 model: the time zone is GMT-hh:mm",
)
def timezone_wrong(call: Call) -> object:
    """The time zone does not exist."""
    return "GatewayTimezone" in call.given and not TIMEZONE.fullmatch(call["GatewayTimezone"])


@operation("UpdateGatewayInformation", *ANY, arn_malformed, timezone_wrong, gateway_to_name_unknown)
def update_gateway_information(call: Call) -> Output:
    gateway = call.gateway
    gateway.name = call.get("GatewayName", gateway.name)
    gateway.timezone = call.get("GatewayTimezone", gateway.timezone)
    gateway.log_group = call.get("CloudWatchLogGroupARN", gateway.log_group)
    gateway.capacity = call.get("GatewayCapacity", gateway.capacity)
    return {"GatewayARN": gateway.arn, "GatewayName": gateway.name}


# --- Shutdown, start, update, deletion ----------------------------------------------------------


@operation("ShutdownGateway", *ON_GATEWAY)
def shutdown_gateway(call: Call) -> Output:
    call.gateway.shut_down = True
    call.gateway.last_seen = call.account.now
    for volume in call.gateway.volumes:
        call.account.volumes[volume].initiators.clear()
    return {"GatewayARN": call.gateway.arn}


@operation("StartGateway", *KNOWN, unreachable, *SERVING)
def start_gateway(call: Call) -> Output:
    call.gateway.shut_down = False
    call.gateway.last_seen = None
    return {"GatewayARN": call.gateway.arn}


@operation("UpdateGatewaySoftwareNow", *ON_GATEWAY)
def update_gateway_software_now(call: Call) -> Output:
    """Update the software. That restarts the appliance, so its targets are there again."""
    call.gateway.updated = call.account.now
    call.machine.outdated = call.machine.targets_lost = False
    return {"GatewayARN": call.gateway.arn}


@operation("DeleteGateway", *KNOWN)
def delete_gateway(call: Call) -> Output:
    """Delete a gateway with its volumes. Snapshots stay, but pending ones never complete."""
    account, gateway = call.account, call.gateway
    gone = set(gateway.volumes)
    for snapshot in account.snapshots.values():
        if snapshot.volume in gone and (snapshot.ready_at or 0) > account.now:
            snapshot.ready_at = None
    for arn in gone:
        account.remove_volume(account.volumes[arn])
    for association in [*account.associations.values()]:
        if association.gateway == gateway.arn:
            del account.associations[association.arn]
    call.machine.gateway = ""
    del account.gateways[gateway.arn]
    return {"GatewayARN": gateway.arn}
