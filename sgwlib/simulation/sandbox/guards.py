"""The question that each guard asks. ``data/sandbox/guards.csv`` says what a yes means, and why."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import TYPE_CHECKING

from sgwlib.catalogue import load_catalogue
from sgwlib.simulation.sandbox.call import AnsweredError
from sgwlib.simulation.sandbox.rules import QUESTIONS
from sgwlib.simulation.sandbox.state import (
    API_TYPES,
    FULL,
    GIB,
    KEY_SECONDS,
    SNAPSHOT_STATUSES,
    TIB,
)

if TYPE_CHECKING:
    from sgwlib.simulation.sandbox.call import Call
    from sgwlib.simulation.sandbox.state import Association, Volume

# Such as arn:aws:storagegateway:us-east-1:111122223333:gateway/sgw-12A3456B
_GATEWAY_ARN = re.compile(
    r"arn:aws[\w-]*:storagegateway:[a-z0-9-]+:\d{12}:gateway/sgw-[0-9A-Za-z]+"
)
# Such as .../target/iqn.1997-05.com.amazon:data
_TARGET_ARN = re.compile(r"[^/]+/[^/]+/target/iqn\.[\w.:;-]+")
_TIMEZONE = re.compile(r"GMT(?:[+-](?:\d|0\d|1[0-4]):[0-5]\d)?")  # such as GMT or GMT-5:00
_TARGET_NAME = re.compile(r"[-.;a-z0-9]+")
_VOLUME_ID = re.compile(r"vol-[0-9A-Fa-f]+")
_VOLUME_IMAGE = {"cached", "stored"}
_MOST_VOLUMES, _MOST_TAGS = 32, 50
_MOST_CACHED, _MOST_STORED, _MOST_BUFFER, _MOST_CACHE = 32 * TIB, 16 * TIB, 2 * TIB, 64 * TIB
KINDS = {name: kind for kind, name in API_TYPES.items()}
LIMITS = {
    "UPLOAD": ("upload_limit",),
    "DOWNLOAD": ("download_limit",),
    "ALL": ("upload_limit", "download_limit"),
}
_ASSOCIATION = "FileSystemAssociationARN"
SECRETS = ("SecretToAuthenticateInitiator", "SecretToAuthenticateTarget")


# --- What several guards need -------------------------------------------------------------------


def kind_to_be(call: Call) -> str | None:
    """Return the kind of gateway to activate; None if the machine cannot be one."""
    kind = call.machine.kind
    asked = KINDS[call["GatewayType"]] if "GatewayType" in call.given else kind
    both = {kind, asked} <= _VOLUME_IMAGE  # one image serves for both
    return asked if both or asked == kind else None


def asked(call: Call) -> str:
    """Return a digest of the input, to recognize a repeated request."""
    return sha256(json.dumps(call.given, sort_keys=True).encode()).hexdigest()[:16]


def ip_address(call: Call) -> str:
    """Return the IP address for the clients of a file system, if the call names one."""
    addresses = call.get("EndpointNetworkConfiguration", {}).get("IpAddresses") or [""]
    return str(addresses[0])


def _type_is_wrong(call: Call) -> bool:
    types = load_catalogue().api_operations[call.operation].gateway_types
    return bool(types) and call.gateway.kind not in types


def _window_is_incomplete(call: Call) -> bool:
    if call.given.keys() == {"GatewayARN", "SoftwareUpdatePreferences"}:
        return False
    days = ("DayOfWeek" in call.given) + ("DayOfMonth" in call.given)
    return "HourOfDay" not in call.given or "MinuteOfHour" not in call.given or days != 1


def _is_repeated(call: Call, earlier: Volume | Association | None) -> bool:
    """Say whether a request is another than an earlier one of its token; answer the same again."""
    if earlier and earlier.asked == asked(call):
        raise AnsweredError(earlier)
    return earlier is not None


def _token_is_taken(call: Call) -> bool:
    made = call.account.tokens.get(call["ClientToken"], "")
    return _is_repeated(call, call.account.volumes.get(made))


def _is_associated_otherwise(call: Call) -> bool:
    known = call.account.associations.values()
    earlier = next((each for each in known if each.token == call["ClientToken"]), None)
    locations = {each.location for each in call.associations}
    return _is_repeated(call, earlier) or call["LocationARN"] in locations


def _source_is_unknown(call: Call) -> bool:
    source = call.account.volumes.get(call.get("SourceVolumeARN", ""))
    return "SourceVolumeARN" in call.given and (source is None or source.kind != "cached")


def _is_smaller_than_origin(call: Call) -> bool:
    origin = call.snapshot or call.account.volumes.get(call.get("SourceVolumeARN", ""))
    return origin is not None and call["VolumeSizeInBytes"] < origin.size


def _secret_is_wrong(call: Call) -> bool:
    sizes = [len(call.get(each, "x" * 12).encode("utf-8", "surrogatepass")) for each in SECRETS]
    return not all(12 <= each <= 16 for each in sizes)  # noqa: PLR2004 - the rule's numbers


def _would_be(call: Call, use: str) -> int:
    """Return the bytes in a use if the disks of the call were added."""
    return call.machine.size_of(use) + sum(each.size for each in call.disks)


# --- The questions ------------------------------------------------------------------------------

QUESTIONS |= {
    # The service
    "service_fails": lambda call: call.account.failing,
    "not_offered": lambda call: call.operation in call.account.withdrawn,
    # The form of the request
    "target_wrong": lambda call: not _TARGET_ARN.fullmatch(call["TargetARN"]),
    "arn_malformed": lambda call: (
        call.gateway_arn is not None and not _GATEWAY_ARN.fullmatch(call.gateway_arn)
    ),
    "activation_wrong": lambda call: (
        call["GatewayRegion"] != call.account.region
        or not _TIMEZONE.fullmatch(call["GatewayTimezone"])
        or call.get("GatewayType", "CACHED") not in KINDS
    ),
    "marker_wrong": lambda call: call.after is None,
    "timezone_wrong": lambda call: not _TIMEZONE.fullmatch(call.get("GatewayTimezone", "GMT")),
    "disks_not_distinct": lambda call: len({*call["DiskIds"]}) != len(call["DiskIds"] or [1]),
    "size_wrong": lambda call: (
        not GIB <= call["VolumeSizeInBytes"] <= _MOST_CACHED or call["VolumeSizeInBytes"] % GIB
    ),
    "kms_key_wrong": lambda call: call.get("KMSEncrypted", False) != ("KMSKey" in call.given),
    "two_origins": lambda call: {"SnapshotId", "SourceVolumeARN"} <= call.given.keys(),
    "too_many_tags": lambda call: len(call.resource_tags | call.tags) > _MOST_TAGS,
    "target_name_wrong": lambda call: not _TARGET_NAME.fullmatch(call["TargetName"]),
    "volume_id_wrong": lambda call: not _VOLUME_ID.fullmatch(call["VolumeARN"].rpartition("/")[2]),
    "no_volume_named": lambda call: not call["VolumeARNs"],
    "several_gateways": lambda call: (
        len({arn.partition("/volume/")[0] for arn in call["VolumeARNs"]}) > 1
    ),
    "too_many_named": lambda call: len(call["VolumeARNs"]) > _MOST_VOLUMES,
    "secret_length_wrong": _secret_is_wrong,
    "bandwidth_type_wrong": lambda call: call["BandwidthType"].upper() not in LIMITS,
    "window_incomplete": _window_is_incomplete,
    # The gateway and its appliance
    "gateway_unknown": lambda call: call.gateway_arn not in call.account.gateways,
    "gateway_to_name_unknown": lambda call: call.gateway_arn not in call.account.gateways,
    "type_unsupported": _type_is_wrong,
    "type_not_supported": _type_is_wrong,
    "unreachable": lambda call: not call.machine.on,
    "shut_down": lambda call: call.gateway.shut_down,
    "appliance_busy": lambda call: call.machine.busy,
    "appliance_fails": lambda call: call.machine.failing,
    # Whether it was answered before
    "token_taken": _token_is_taken,
    "associated_otherwise": _is_associated_otherwise,
    # Whether what it names is there
    "volume_unknown": lambda call: call["VolumeARN"] not in call.account.volumes,
    "key_unknown": lambda call: call["ActivationKey"] not in call.account.keys,
    "disk_unknown": lambda call: (
        len(call.disks) < (1 if "DiskId" in call.given else len(call["DiskIds"]))
    ),
    "interface_unknown": lambda call: (
        call["NetworkInterfaceId"] not in (call.machine.address, *call.machine.earlier_addresses)
    ),
    "snapshot_unknown": lambda call: "SnapshotId" in call.given and not call.snapshot,
    "source_unknown": _source_is_unknown,
    "targets_lost": lambda call: call.machine.targets_lost,
    "one_unknown": lambda call: not call.account.volumes.keys() >= {*call["VolumeARNs"]},
    "target_unknown": lambda call: call.target is None,
    "initiator_unknown": lambda call: call["InitiatorName"] not in call.chap,
    "limit_not_set": lambda call: all(
        getattr(call.gateway, each) is None for each in LIMITS[call["BandwidthType"].upper()]
    ),
    "resource_unknown": lambda call: call.resource is None,
    "file_system_unknown": lambda call: call["LocationARN"] not in call.account.file_systems,
    "association_unknown": lambda call: (
        not call.account.associations.keys()
        >= {*call.get(f"{_ASSOCIATION}List", [call.get(_ASSOCIATION)])}
    ),
    # Its state
    "key_invalid": lambda call: call.key.used or call.key.region != call.account.region,
    "key_expired": lambda call: call.account.now - call.key.issued > KEY_SECONDS,
    "machine_off": lambda call: not call.machine.on or kind_to_be(call) is None,
    "appliance_outdated": lambda call: call.machine.outdated,
    "volume_there": lambda call: any(
        each.disk == call.disks[0].path and each.target == call["TargetName"]
        for each in call.siblings
    ),
    "disk_taken": lambda call: any(each.use for each in call.disks),
    "interface_changed": lambda call: call["NetworkInterfaceId"] in call.machine.earlier_addresses,
    "snapshot_not_exportable": lambda call: (
        call.snapshot
        and (call.account.state_of(call.snapshot) == "pending" or not call.snapshot.exportable)
    ),
    "smaller_than_origin": _is_smaller_than_origin,
    "cache_missing": lambda call: not call.machine.size_of("cache"),
    "buffer_full": lambda call: call.gateway.buffer_percent == FULL,
    "disk_not_aligned": lambda call: call.disks[0].size % GIB,
    "disk_too_large": lambda call: call.disks[0].size > _MOST_STORED,
    "disk_too_small": lambda call: call.snapshot and call.disks[0].size < call.snapshot.size,
    "lun_bad": lambda call: call.disks[0].bad_lun,
    "initiator_connected": lambda call: call.volume.initiators,
    "snapshot_in_progress": lambda call: call.account.pending([call["VolumeARN"]]),
    "not_ready": lambda call: call.account.status_of(call.volume) not in SNAPSHOT_STATUSES,
    "no_recovery_point": lambda call: call.account.recovery_point_of(call.volume) is None,
    "no_monthly_window": lambda call: "DayOfMonth" in call.given and call.machine.outdated,
    "address_missing": lambda call: call.associations and not ip_address(call),
    # What is there only once, and limits
    "certificate_known": lambda call: call.machine.certificate,
    "target_taken": lambda call: any(each.target == call["TargetName"] for each in call.siblings),
    "address_taken": lambda call: (
        ip_address(call)
        in {call.machine.address, *(each.address or "none" for each in call.associations)}
    ),
    "cache_too_large": lambda call: _would_be(call, "cache") > _MOST_CACHE,
    "buffer_too_large": lambda call: _would_be(call, "buffer") > _MOST_BUFFER,
    "too_many_volumes": lambda call: len(call.gateway.volumes) >= _MOST_VOLUMES,
}
