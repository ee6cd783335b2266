"""File systems of FSx that a gateway serves: the operations of the file editions."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sgwlib.simulation.sandbox.common import ANY, ON_GATEWAY
from sgwlib.simulation.sandbox.rules import (
    DOCUMENTED,
    INFERRED,
    OBSERVED,
    AnsweredError,
    Stage,
    guard,
    operation,
)
from sgwlib.simulation.sandbox.state import Association

if TYPE_CHECKING:
    from sgwlib.simulation.sandbox.rules import Call, Output

_ARN, _ARNS = "FileSystemAssociationARN", "FileSystemAssociationARNList"


def _address(call: Call) -> str:
    """Return the IP address that clients of the file system are to use, if the call names one."""
    addresses = call.get("EndpointNetworkConfiguration", {}).get("IpAddresses") or [""]
    return str(addresses[0])


def _asked(call: Call) -> str:
    return sha256(json.dumps(call.given, sort_keys=True).encode()).hexdigest()[:16]


def _others(call: Call) -> list[Association]:
    """Return the other associations of the gateway."""
    found = call.account.associations.values()
    return [each for each in found if each.gateway == call.gateway_arn]


@guard(
    "FileSystemAssociationEndpointConfigurationConflict",
    Stage.REPEATED,
    INFERRED,
    "reference page of the file gateways, message",
    guessed=True,
)
def associated_otherwise(call: Call) -> object:
    """The file system is associated with the gateway already, or the token with another request."""
    associations = call.account.associations.values()
    earlier = next((each for each in associations if each.token == call["ClientToken"]), None)
    if earlier and earlier.asked == _asked(call):
        raise AnsweredError({_ARN: earlier.arn})
    return earlier or any(each.location == call["LocationARN"] for each in _others(call))


@guard("FileSystemNotFound", Stage.RESOURCE, DOCUMENTED, "reference page of the file gateways")
def file_system_unknown(call: Call) -> object:
    """There is no such file system."""
    return call["LocationARN"] not in call.account.file_systems


@guard(
    "FileSystemAssociationEndpointIpAddressMissing",
    Stage.STATE,
    OBSERVED,
    "https://github.com/hashicorp/terraform-provider-aws/issues/28198",
)
def address_missing(call: Call) -> object:
    """The gateway serves a file system already, and the call names no IP address for another."""
    return _others(call) and not _address(call)


@guard(
    "FileSystemAssociationEndpointIpAddressAlreadyInUse",
    Stage.UNIQUENESS,
    INFERRED,
    "reference page of the file gateways, message",
)
def address_taken(call: Call) -> object:
    """The gateway itself, or another file system of it, uses the IP address."""
    used = {call.machine.address, *(each.address for each in _others(call))}
    return _address(call) and _address(call) in used


@guard(
    "FileSystemAssociationNotFound",
    Stage.RESOURCE,
    DOCUMENTED,
    "reference page of the file gateways",
)
def association_unknown(call: Call) -> object:
    """There is no such association, or it was deleted."""
    arns = call.get(_ARNS) or [call.get(_ARN)]
    return any(arn not in call.account.associations for arn in arns)


@operation(
    "AssociateFileSystem",
    *ON_GATEWAY,
    associated_otherwise,
    file_system_unknown,
    address_missing,
    address_taken,
)
def associate_file_system(call: Call) -> Output:
    account = call.account
    start = f"{account.prefix}fs-association/fsa-"
    arn = account.new_name(start, 17, account.associations)
    association = Association(
        arn,
        call.gateway.arn,
        call["LocationARN"],
        _address(call),
        call["ClientToken"],
        _asked(call),
        call["UserName"],
        tags=call.tags,
    )
    account.associations[arn] = association
    _change(call, association)
    return {_ARN: arn}


def _change(call: Call, association: Association) -> None:
    """Take over what both operations can set. The password is checked by nobody, and not kept."""
    association.user = call.get("UserName", association.user)
    association.audit = call.get("AuditDestinationARN", association.audit)
    cache = call.get("CacheAttributes", {})
    association.stale_seconds = cache.get("CacheStaleTimeoutInSeconds", association.stale_seconds)


@operation("UpdateFileSystemAssociation", *ANY, association_unknown)
def update_file_system_association(call: Call) -> Output:
    _change(call, call.account.associations[call[_ARN]])
    return {_ARN: call[_ARN]}


@operation("DisassociateFileSystem", *ANY, association_unknown)
def disassociate_file_system(call: Call) -> Output:
    del call.account.associations[call[_ARN]]
    return {_ARN: call[_ARN]}


@operation("DescribeFileSystemAssociations", *ANY, association_unknown)
def describe_file_system_associations(call: Call) -> Output:
    return {
        "FileSystemAssociationInfoList": [
            _described(call.account.associations[arn]) for arn in dict.fromkeys(call[_ARNS])
        ]
    }


def _described(association: Association) -> dict[str, Any]:
    found: dict[str, Any] = {
        _ARN: association.arn,
        "LocationARN": association.location,
        "FileSystemAssociationStatus": "AVAILABLE",
        "GatewayARN": association.gateway,
        "Tags": [{"Key": key, "Value": value} for key, value in association.tags.items()],
    }
    if association.audit:
        found["AuditDestinationARN"] = association.audit
    if association.stale_seconds is not None:
        found["CacheAttributes"] = {"CacheStaleTimeoutInSeconds": association.stale_seconds}
    if association.address:
        found["EndpointNetworkConfiguration"] = {"IpAddresses": [association.address]}
    return found
