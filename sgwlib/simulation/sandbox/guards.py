"""Why a call is refused: the rule of each operation and error code.

A guard is a reason to refuse a call. ``data/sandbox/guards.csv`` has them all, in the order in
which they are asked: the operations or members of an input that it concerns, the error code, the
cause in words, and the evidence. `QUESTIONS` has what each asks.

If no edition documents the code of a guard for an operation, the guard doesn't apply. If the call
would make no sense without it, the answer has the code's carrier and message, but no code.
"""

from __future__ import annotations

import re
from functools import cache, partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from sgwlib.catalogue import bundled_folder, load_catalogue
from sgwlib.catalogue.datapackage import read_descriptor, read_tables
from sgwlib.catalogue.records import Evidence, Pair, Statement
from sgwlib.response import build_response, error_response
from sgwlib.simulation.api import api_model
from sgwlib.simulation.sandbox.state import FULL, GIB, KINDS, SNAPSHOT_STATUSES, TIB
from sgwlib.simulation.sandbox.world import known

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sgwlib.response import ErrorResponse
    from sgwlib.simulation.sandbox.call import Call

# Such as arn:aws:storagegateway:us-east-1:111122223333:gateway/sgw-12A3456B
_GATEWAY_ARN = re.compile(
    r"arn:aws[\w-]*:storagegateway:[a-z0-9-]+:\d{12}:gateway/sgw-[0-9A-Za-z]+"
)
# Such as .../target/iqn.1997-05.com.amazon:data
_TARGET_ARN = re.compile(r"[^/]+/[^/]+/target/iqn\.[\w.:;-]+")
_TIMEZONE = re.compile(r"GMT(?:[+-](?:\d|0\d|1[0-4]):[0-5]\d)?")  # such as GMT or GMT-5:00
_TARGET_NAME = re.compile(r"[-.;a-z0-9]+")
_VOLUME_ID = re.compile(r"vol-[0-9A-Fa-f]+")
_MOST_VOLUMES, _MOST_TAGS = 32, 50
_MOST_CACHED, _MOST_STORED, _MOST_BUFFER, _MOST_CACHE = 32 * TIB, 16 * TIB, 2 * TIB, 64 * TIB
_KEY_SECONDS = 30 * 60  # how long a key is valid (user guide, get-activation-key)
LIMITS = {
    "UPLOAD": ("upload_limit",),
    "DOWNLOAD": ("download_limit",),
    "ALL": ("upload_limit", "download_limit"),
}
SECRETS = ("SecretToAuthenticateInitiator", "SecretToAuthenticateTarget")
# The stages of guards that a call without a gateway skips, such as ListGateways.
_ABOUT_GATEWAY = {"gateway", "type", "connection", "appliance"}
_LIVE_WITHOUT_CODE = "several_gateways"  # the live service was seen to answer without a code


# --- What several guards need -------------------------------------------------------------------


class RepeatedError(Exception):
    """The same request was answered before: it has made `record`."""

    def __init__(self, record: object) -> None:
        super().__init__(record)
        self.record = record


def _type_is_wrong(call: Call) -> bool:
    types = load_catalogue().api_operations[call.operation].gateway_types
    return bool(types) and call.gateway.kind not in types


def _window_is_incomplete(call: Call) -> bool:
    if call.given.keys() == {"GatewayARN", "SoftwareUpdatePreferences"}:
        return False
    days = ("DayOfWeek" in call.given) + ("DayOfMonth" in call.given)
    return "HourOfDay" not in call.given or "MinuteOfHour" not in call.given or days != 1


def _token_is_taken(call: Call) -> bool:
    """Say whether another request had the token of this one; answer the same request again."""
    earlier: Any = call.account.resource(call.account.tokens.get(call.token, ""))
    if earlier and earlier.asked == call.digest:
        raise RepeatedError(earlier)
    return earlier is not None


def _secret_is_wrong(call: Call) -> bool:
    sizes = [len(call.get(each, "x" * 12).encode("utf-8", "surrogatepass")) for each in SECRETS]
    return not all(12 <= each <= 16 for each in sizes)  # noqa: PLR2004 - the rule's numbers


def _would_be(call: Call, use: str) -> int:
    """Return the bytes in a use if the disks of the call were added."""
    return call.machine.size_of(use) + sum(each.size for each in call.disks)


# --- The questions ------------------------------------------------------------------------------

QUESTIONS: dict[str, Callable[[Call], object]] = {
    # The service
    "service_fails": lambda call: call.account.failing,
    "not_offered": lambda call: call.operation in call.account.withdrawn,
    # The form of the request
    "target_wrong": lambda call: not _TARGET_ARN.fullmatch(call["TargetARN"]),
    "arn_malformed": lambda call: call.gateway_arn and not _GATEWAY_ARN.fullmatch(call.gateway_arn),
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
    "too_many_tags": lambda call: len(call.tags | getattr(call.resource, "tags", {})) > _MOST_TAGS,
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
    "gateway_unknown": lambda call: call.gateway is None,
    "gateway_to_name_unknown": lambda call: call.gateway is None,
    "type_unsupported": _type_is_wrong,
    "type_not_supported": _type_is_wrong,
    "unreachable": lambda call: not call.machine.on,
    "shut_down": lambda call: call.gateway.shut_down,
    "appliance_busy": lambda call: call.machine.busy,
    "appliance_fails": lambda call: call.machine.failing,
    # Whether it was answered before
    "token_taken": _token_is_taken,
    "associated_otherwise": lambda call: (
        _token_is_taken(call)
        or call["LocationARN"] in {each.location for each in call.associations}
    ),
    # Whether what it names is there
    "volume_unknown": lambda call: call.volume is None,
    "key_unknown": lambda call: call.key is None,
    "disk_unknown": lambda call: len(call.disks) < len(call.get("DiskIds", [1])),
    "interface_unknown": lambda call: call["NetworkInterfaceId"] not in call.machine.addresses,
    "snapshot_unknown": lambda call: "SnapshotId" in call.given and not call.snapshot,
    "source_unknown": lambda call: (
        "SourceVolumeARN" in call.given and not (call.source and call.source.kind == "cached")
    ),
    "targets_lost": lambda call: call.machine.targets_lost,
    "one_unknown": lambda call: not call.gateway.volumes.keys() >= {*call["VolumeARNs"]},
    "target_unknown": lambda call: call.volume is None,
    "initiator_unknown": lambda call: call["InitiatorName"] not in call.volume.chap,
    "limit_not_set": lambda call: all(
        getattr(call.gateway, each) is None for each in LIMITS[call["BandwidthType"].upper()]
    ),
    "resource_unknown": lambda call: call.resource is None,
    "file_system_unknown": lambda call: call["LocationARN"] not in call.account.file_systems,
    "association_unknown": lambda call: (
        not call.account.associations.keys()
        >= {*call.get("FileSystemAssociationARNList", [call.get("FileSystemAssociationARN")])}
    ),
    # Its state
    "key_invalid": lambda call: call.key.used or call.key.region != call.account.region,
    "key_expired": lambda call: call.account.now - call.key.issued > _KEY_SECONDS,
    "machine_off": lambda call: not call.machine.on or call.kind is None,
    "appliance_outdated": lambda call: call.machine.outdated,
    "volume_there": lambda call: any(
        each.disk == call.disks[0].path and each.target == call["TargetName"]
        for each in call.gateway.volumes.values()
    ),
    "disk_taken": lambda call: any(each.use for each in call.disks),
    "interface_changed": lambda call: call["NetworkInterfaceId"] != call.machine.address,
    "snapshot_not_exportable": lambda call: (
        call.snapshot
        and (call.account.state_of(call.snapshot) == "pending" or not call.snapshot.exportable)
    ),
    "smaller_than_origin": lambda call: (
        call.origin and call["VolumeSizeInBytes"] < call.origin.size
    ),
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
    "address_missing": lambda call: call.associations and not call.address,
    # What is there only once, and limits
    "certificate_known": lambda call: call.machine.certificate,
    "target_taken": lambda call: (
        call["TargetName"] in {each.target for each in call.gateway.volumes.values()}
    ),
    "address_taken": lambda call: (
        call.address
        in {call.machine.address, *(each.address or "none" for each in call.associations)}
    ),
    "cache_too_large": lambda call: _would_be(call, "cache") > _MOST_CACHE,
    "buffer_too_large": lambda call: _would_be(call, "buffer") > _MOST_BUFFER,
    "too_many_volumes": lambda call: len(call.gateway.volumes) >= _MOST_VOLUMES,
}
"""Every guard to the question whose yes refuses a call."""


# --- The rules ----------------------------------------------------------------------------------


class Guard(NamedTuple):
    """One reason to refuse a call.

    Parameters
    ----------
    name, stage
        Its name and what it is about, such as ``"initiator_connected"`` and ``"state"``.
    code
        The error code of the answer.
    concerns
        Members of an input and names of operations that it concerns; or ``"each"``. Operations
        after a minus sign are exempt.
    rule
        The cause as a sentence, with its evidence and its source.
    guessed
        Whether nothing but a guess connects the cause with the code.
    needed
        Whether it applies also where no edition documents the code for the operation.
    """

    name: str
    stage: str
    code: str
    concerns: tuple[str, ...]
    rule: Statement
    guessed: bool
    needed: bool


class Applied(NamedTuple):
    """A guard as it applies to an operation, and the response to whoever it refuses."""

    guard: Guard
    coded: bool
    response: Callable[[], ErrorResponse]


@cache
def all_guards() -> Mapping[str, Guard]:
    """Return every guard by its name, in the order in which they are asked."""
    folder = bundled_folder() / "sandbox"
    descriptor = read_descriptor(folder)
    found = {}
    for _, _, row in read_tables(folder, descriptor, descriptor)["guards"]:
        source = f"a guess: {row['source']}" if row["guessed"] else row["source"]
        rule = Statement(row["cause"], Evidence(row["evidence"]), source)
        about = (row["guard"], row["stage"], row["error_code"], tuple(row["concerns"].split()))
        found[row["guard"]] = Guard(*about, rule, row["guessed"], row["needed"])
    return MappingProxyType(found)


@cache
def applied_to(operation: str, *, live: bool = False) -> tuple[Applied, ...]:
    """Return the guards that apply to an operation, in their order.

    With `live`, they also answer with pairs and messages that no edition has, but that the live
    service was seen to send.
    """
    catalogue, found = load_catalogue(), []
    shape: Any = api_model().operation_model(operation).input_shape
    about = {"each", operation, *(shape.members if shape else ())}
    for guard in all_guards().values():
        if f"-{operation}" in guard.concerns or not about.intersection(guard.concerns):
            continue
        seen = catalogue.observations.get(Pair(operation, guard.code)) if live else None
        message = seen.message if seen else None
        coded = bool(seen) or catalogue.documented_anywhere(operation, guard.code)
        if live and guard.name == _LIVE_WITHOUT_CODE:
            texts = (each.text for each in catalogue.live_messages if operation in each.operations)
            message = next(texts, None)
            coded = message is None
        if coded or message or guard.needed:
            code = catalogue.known_codes[guard.code]
            carrier = catalogue.exceptions[code.carrier.text]
            response = (
                partial(build_response, operation, guard.code, message=message, undocumented=True)
                if coded
                else partial(error_response, operation, carrier, message or code.message or "")
            )
            found.append(Applied(guard, coded, response))
    return tuple(found)


def refusal(call: Call, *stages: str) -> Applied | None:
    """Return the first guard that refuses a call; of some stages, if they are named."""
    for each in applied_to(call.operation, live=call.account.live):
        stage = each.guard.stage
        concerned = stage in stages if stages else call.gateway_arn or stage not in _ABOUT_GATEWAY
        if concerned and QUESTIONS[each.guard.name](call):
            return each
    return None


def rules_of(operation: str, code: str) -> tuple[Guard, ...]:
    """Return the guards that answer calls of an operation with a code, in their order.

    Parameters
    ----------
    operation
        Name of the operation.
    code
        Name of the error code.

    Returns
    -------
    tuple of Guard
        Empty if the sandbox never answers so.

    Raises
    ------
    UnknownNameError
        If there is no such operation or code.

    Examples
    --------
    >>> from sgwlib.simulation.sandbox import rules_of
    >>> for guard in rules_of("CreateStorediSCSIVolume", "DiskSizeLessThanVolumeSize"):
    ...     print(guard.rule.text, f"({guard.rule.evidence})")
    The disk is smaller than the snapshot that is to be put on it. (inferred)
    """
    name = known("operation", operation, load_catalogue().api_operations)
    known("error code", code, load_catalogue().known_codes)
    return tuple(each.guard for each in applied_to(name) if each.coded and each.guard.code == code)
