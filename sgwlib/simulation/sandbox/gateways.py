"""Operations on gateways: activation, storage, settings, shutdown, deletion; and on tags."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from sgwlib.simulation.sandbox.guards import LIMITS, after, key_of, kind_to_be, machine_of_key
from sgwlib.simulation.sandbox.rules import operation
from sgwlib.simulation.sandbox.state import Gateway, new_uuid, seconds_of_zone

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sgwlib.simulation.sandbox.rules import Call, Output

ANY = ("service_fails", "not_offered")
KNOWN = (*ANY, "arn_malformed", "gateway_unknown", "type_unsupported", "type_not_supported")
SERVING = ("appliance_busy", "appliance_fails")
ON_GATEWAY = (*KNOWN, "unreachable", "shut_down", *SERVING)
"""The guards of most operations."""
NEW_DISKS = (*ON_GATEWAY, "disks_not_distinct", "disk_unknown", "disk_taken")

_PAGE = 100
"""How many elements a page has without Limit (botocore 1.44.5 model)."""
_ALLOCATIONS = {
    "": "AVAILABLE",
    "cache": "CACHE STORAGE",
    "buffer": "UPLOAD BUFFER",
    "volume": "STORED iSCSI VOLUME",
}
"""Use of a disk to its name in the API (botocore 0.12.0 model)."""
_INFORMATION = """
GatewayARN=arn GatewayId=id GatewayName=name GatewayTimezone=timezone GatewayType=api_type
GatewayState=state HostEnvironment=host EndpointType=endpoint Tags=listed_tags
CloudWatchLogGroupARN=log_group GatewayCapacity=capacity
"""
_LISTED = """
GatewayARN=arn GatewayId=id GatewayName=name GatewayType=api_type HostEnvironment=host
GatewayOperationalState=operational
"""
_CHANGEABLE = """
GatewayName=name GatewayTimezone=timezone CloudWatchLogGroupARN=log_group GatewayCapacity=capacity
"""
_BANDWIDTH = """
AverageUploadRateLimitInBitsPerSec=upload_limit AverageDownloadRateLimitInBitsPerSec=download_limit
"""
_WINDOW = """
HourOfDay=hour MinuteOfHour=minute DayOfWeek=weekday DayOfMonth=monthday Timezone=timezone
"""
_DISK = "DiskId=id DiskPath=path DiskNode=node DiskSizeInBytes=size"


def members(record: object, names: str) -> Output:
    """Return attributes of a record by their names in the API, without those that are not set.

    `names` is such as ``"GatewayName=name GatewayTimezone=timezone"``.
    """
    pairs = (each.split("=") for each in names.split())
    return filled({name: getattr(record, attribute) for name, attribute in pairs})


def take(call: Call, record: object, names: str) -> None:
    """Set the attributes of a record whose members a call has."""
    for name, attribute in (each.split("=") for each in names.split()):
        setattr(record, attribute, call.get(name, getattr(record, attribute)))


def page(call: Call, names: Iterable[str]) -> tuple[list[str], Output]:
    """Return the page of sorted names that a call asks for, and the mark of the next page."""
    start, most = after(call), call.get("Limit", _PAGE)
    found: list[str] = []
    for name in names:
        if name > start:
            if len(found) == most:
                return found, {"Marker": base64.urlsafe_b64encode(found[-1].encode()).decode()}
            found.append(name)
    return found, {}


def filled(output: Output) -> Output:
    """Return the members of an output that have a value."""
    return {name: value for name, value in output.items() if value not in (None, "")}


def _echo(call: Call) -> Output:
    return {"GatewayARN": call["GatewayARN"]}


# --- Life ---------------------------------------------------------------------------------------


@operation(
    "ActivateGateway",
    *(*ANY, "activation_wrong", "key_unknown", "key_invalid", "key_expired", "machine_off"),
    *("appliance_outdated", "certificate_known"),
)
def _activate_gateway(call: Call) -> Output:
    account, machine = call.account, machine_of_key(call)
    arn = account.new_name(f"{account.prefix}gateway/sgw-", 8, account.gateways)
    zone = call["GatewayTimezone"]
    local = account.moment(account.now + seconds_of_zone(zone))
    machine.kind, machine.gateway = kind_to_be(call) or machine.kind, arn
    machine.certificate = account.digits(16)
    account.certificates.append(machine.certificate)
    key_of(call).used = True
    gateway = Gateway(arn, call["GatewayName"], machine.kind, machine.id, zone, account.now)
    gateway.hour, gateway.minute, gateway.weekday = local.hour, local.minute, local.isoweekday() % 7
    gateway.tags = call.tags
    account.gateways[arn] = gateway
    return {"GatewayARN": arn}


@operation("DescribeGatewayInformation", *KNOWN, "unreachable", *SERVING)
def _describe_gateway_information(call: Call) -> Output:
    machine, updated = call.machine, call.gateway.updated
    more = {
        "SoftwareVersion": machine.version,
        "LastSoftwareUpdate": updated and f"{call.account.moment(updated):%Y-%m-%dT%H:%M:%S}",
        "NextUpdateAvailabilityDate": "2026-01-02T16:00:00" if machine.outdated else "",
    }
    interfaces = {"GatewayNetworkInterfaces": [{"Ipv4Address": machine.address}]}
    return members(call.gateway, _INFORMATION) | interfaces | filled(more)


@operation("ListGateways", *ANY, "marker_wrong")
def _list_gateways(call: Call) -> Output:
    arns, marker = page(call, sorted(call.account.gateways))
    return {"Gateways": [members(call.account.gateways[arn], _LISTED) for arn in arns], **marker}


@operation(
    "UpdateGatewayInformation",
    *(*ANY, "arn_malformed", "timezone_wrong", "gateway_to_name_unknown"),
)
def _update_gateway_information(call: Call) -> Output:
    take(call, call.gateway, _CHANGEABLE)
    return members(call.gateway, "GatewayARN=arn GatewayName=name")


@operation("ShutdownGateway", *ON_GATEWAY)
def _shutdown_gateway(call: Call) -> Output:
    call.gateway.shut_down = True
    call.account.lose(call.gateway)
    return _echo(call)


@operation("StartGateway", *KNOWN, "unreachable", *SERVING)
def _start_gateway(call: Call) -> Output:
    call.gateway.shut_down, call.gateway.last_seen = False, None
    return _echo(call)


@operation("UpdateGatewaySoftwareNow", *ON_GATEWAY)
def _update_gateway_software_now(call: Call) -> Output:
    """Update the software. That restarts the appliance, so its targets are there again."""
    call.gateway.updated = call.account.now
    call.machine.outdated = call.machine.targets_lost = False
    return _echo(call)


@operation("DeleteGateway", *KNOWN)
def _delete_gateway(call: Call) -> Output:
    """Delete a gateway with its volumes. Its snapshots stay, but pending ones never complete."""
    account, gateway = call.account, call.gateway
    for snapshot in account.snapshots.values():
        if snapshot.volume in gateway.volumes and account.state_of(snapshot) == "pending":
            snapshot.ready_at = None
    for volume in call.siblings:
        account.remove_volume(volume)
    for association in [*account.associations.values()]:
        if association.gateway == gateway.arn:
            del account.associations[association.arn]
    del account.gateways[gateway.arn]
    return _echo(call)


# --- Disks --------------------------------------------------------------------------------------


@operation("AddCache", *NEW_DISKS, "cache_too_large")
@operation("AddUploadBuffer", *NEW_DISKS, "buffer_too_large")
@operation("AddWorkingStorage", *NEW_DISKS, "buffer_too_large")  # the upload buffer's name of 2012
def _add_disks(call: Call) -> Output:
    for disk in call.disks:
        disk.use = "cache" if call.operation == "AddCache" else "buffer"
        if disk.id == disk.path:  # Terraform's provider has met the change (issue 17809)
            disk.id = new_uuid(call.account)
    return _echo(call)


@operation("ListLocalDisks", *ON_GATEWAY)
def _list_local_disks(call: Call) -> Output:
    start = (
        f"1::{call.account.region}-"  # of iqn.1997-05.com.amazon:data::1::us-east-1-vol-1122AABB
    )
    used_by = {
        each.disk: f"{each.target_arn.rpartition('/')[2]}::{start}{each.id}"
        for each in call.siblings
    }
    disks = []
    for disk in call.machine.disks:
        more = {"DiskStatus": "present", "DiskAllocationType": _ALLOCATIONS[disk.use]}
        resource = filled({"DiskAllocationResource": used_by.get(disk.path)})
        disks.append(members(disk, _DISK) | more | resource)
    return {**_echo(call), "Disks": disks}


def _storage(call: Call, use: str) -> Output:
    ids = [disk.id for disk in call.machine.disks if disk.use == use]
    return {**_echo(call), "DiskIds": ids}


@operation("DescribeCache", *ON_GATEWAY)
def _describe_cache(call: Call) -> Output:
    percentages = ("UsedPercentage", "DirtyPercentage", "HitPercentage", "MissPercentage")
    size = {"CacheAllocatedInBytes": call.machine.size_of("cache")}
    return {**_storage(call, "cache"), **size, **{f"Cache{each}": 0.0 for each in percentages}}


@operation("DescribeWorkingStorage", *ON_GATEWAY)
@operation("DescribeUploadBuffer", *ON_GATEWAY)
def _describe_upload_buffer(call: Call) -> Output:
    name = call.operation.removeprefix("Describe")
    size = call.machine.size_of("buffer")
    used = size * call.gateway.buffer_percent // 100
    sizes = {f"{name}UsedInBytes": used, f"{name}AllocatedInBytes": size}
    return {**_storage(call, "buffer"), **sizes}


# --- Settings -----------------------------------------------------------------------------------


@operation("DescribeBandwidthRateLimit", *ON_GATEWAY)
def _describe_bandwidth_rate_limit(call: Call) -> Output:
    return {**_echo(call), **members(call.gateway, _BANDWIDTH)}


@operation("UpdateBandwidthRateLimit", *ON_GATEWAY)
def _update_bandwidth_rate_limit(call: Call) -> Output:
    take(call, call.gateway, _BANDWIDTH)
    return _echo(call)


@operation("DeleteBandwidthRateLimit", *ON_GATEWAY, "bandwidth_type_wrong", "limit_not_set")
def _delete_bandwidth_rate_limit(call: Call) -> Output:
    for name in LIMITS[call["BandwidthType"].upper()]:
        setattr(call.gateway, name, None)
    return _echo(call)


@operation("DescribeMaintenanceStartTime", *ON_GATEWAY)
def _describe_maintenance_start_time(call: Call) -> Output:
    preferences = {"AutomaticUpdatePolicy": call.gateway.update_policy}
    window = members(call.gateway, _WINDOW)
    return {**_echo(call), **window, "SoftwareUpdatePreferences": preferences}


@operation("UpdateMaintenanceStartTime", *ON_GATEWAY, "window_incomplete", "no_monthly_window")
def _update_maintenance_start_time(call: Call) -> Output:
    gateway, preferences = call.gateway, call.get("SoftwareUpdatePreferences", {})
    gateway.update_policy = preferences.get("AutomaticUpdatePolicy") or gateway.update_policy
    if "HourOfDay" in call.given:
        gateway.hour, gateway.minute = call["HourOfDay"], call["MinuteOfHour"]
        gateway.weekday, gateway.monthday = call.get("DayOfWeek"), call.get("DayOfMonth")
    return _echo(call)


# --- Tags ---------------------------------------------------------------------------------------

# No edition of the page has these three, but most clients tag what they make and read it back.


def _tags(call: Call) -> dict[str, str]:
    return call.account.tags_of(call["ResourceARN"]) or {}


@operation("AddTagsToResource", *ANY, "resource_unknown")
def _add_tags_to_resource(call: Call) -> Output:
    _tags(call).update(call.tags)
    return {"ResourceARN": call["ResourceARN"]}


@operation("RemoveTagsFromResource", *ANY, "resource_unknown")
def _remove_tags_from_resource(call: Call) -> Output:
    for key in call["TagKeys"]:
        _tags(call).pop(key, None)
    return {"ResourceARN": call["ResourceARN"]}


@operation("ListTagsForResource", *ANY, "marker_wrong", "resource_unknown")
def _list_tags_for_resource(call: Call) -> Output:
    tags = _tags(call)
    keys, marker = page(call, sorted(tags))
    found = [{"Key": key, "Value": tags[key]} for key in keys]
    return {"ResourceARN": call["ResourceARN"], "Tags": found, **marker}
