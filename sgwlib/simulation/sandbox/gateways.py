"""Operations on gateways: activation, storage, settings, shutdown, deletion; and on tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgwlib.simulation.sandbox.guards import LIMITS, kind_to_be
from sgwlib.simulation.sandbox.rules import operation
from sgwlib.simulation.sandbox.shapes import take
from sgwlib.simulation.sandbox.state import Gateway, listed, new_uuid

if TYPE_CHECKING:
    from sgwlib.simulation.sandbox.call import Call
    from sgwlib.simulation.sandbox.shapes import Output
    from sgwlib.simulation.sandbox.state import Disk

_ALLOCATIONS = {
    "": "AVAILABLE",
    "cache": "CACHE STORAGE",
    "buffer": "UPLOAD BUFFER",
    "volume": "STORED iSCSI VOLUME",
}
"""Use of a disk to its name in the API (botocore 0.12.0 model)."""
_PERCENTAGES = ("UsedPercentage", "DirtyPercentage", "HitPercentage", "MissPercentage")


# --- Life ---------------------------------------------------------------------------------------


@operation("ActivateGateway")
def _activate_gateway(call: Call) -> Output:
    account, machine, now = call.account, call.machine, call.account.now
    arn = account.new_name(account.arn("gateway/sgw-"), 8, account.gateways)
    machine.kind, machine.gateway = kind_to_be(call) or machine.kind, arn
    machine.certificate = account.digits(16)
    call.key.used = True
    name, zone = call["GatewayName"], call["GatewayTimezone"]
    gateway = Gateway(arn, name, machine.kind, machine.id, zone, now)
    local = account.local(gateway, now)
    gateway.hour, gateway.minute, gateway.weekday = local.hour, local.minute, local.isoweekday() % 7
    gateway.tags = call.tags
    account.gateways[arn] = gateway
    return call.shown(gateway)


@operation("DescribeGatewayInformation")
def _describe_gateway_information(call: Call) -> Output:
    machine, gateway = call.machine, call.gateway
    more: Output = {"SoftwareVersion": "1.0.0" if machine.outdated else "2.12.0"}
    if gateway.updated:
        local = call.account.local(gateway, gateway.updated)
        more["LastSoftwareUpdate"] = f"{local:%Y-%m-%dT%H:%M:%S}"
    if machine.outdated:
        more["NextUpdateAvailabilityDate"] = "2026-01-02T16:00:00"
    interfaces = {"GatewayNetworkInterfaces": [{"Ipv4Address": machine.address}]}
    return call.shown(gateway) | interfaces | more


@operation("ListGateways")
def _list_gateways(call: Call) -> Output:
    return call.paged(sorted(call.account.gateways), call.account.gateways)


@operation("DescribeBandwidthRateLimit", "DescribeMaintenanceStartTime")
def _describe_settings(call: Call) -> Output:
    return call.shown(call.gateway)


@operation("UpdateBandwidthRateLimit", "UpdateGatewayInformation")
def _update_settings(call: Call) -> Output:
    take(call.gateway, call.given)
    if "GatewayTimezone" in call.given:  # it says when the hours of the schedules are
        for volume in call.siblings:
            call.account.set_schedule(volume, volume.schedule)
    return call.shown(call.gateway)


@operation("ShutdownGateway")
def _shutdown_gateway(call: Call) -> None:
    call.gateway.shut_down = True
    call.account.lose(call.gateway)


@operation("StartGateway")
def _start_gateway(call: Call) -> None:
    call.gateway.shut_down = False
    call.account.find(call.gateway)


@operation("UpdateGatewaySoftwareNow")
def _update_gateway_software_now(call: Call) -> None:
    """Update the software. That restarts the appliance, so its targets are there again."""
    call.gateway.updated = call.account.now
    call.machine.outdated = call.machine.targets_lost = False


@operation("DeleteGateway")
def _delete_gateway(call: Call) -> None:
    """Delete a gateway with its volumes. Its snapshots stay, but pending ones never complete."""
    account, gateway = call.account, call.gateway
    account.lose(gateway)
    for volume in call.siblings:
        account.remove_volume(volume)
    for association in call.associations:
        del account.associations[association.arn]
    del account.gateways[gateway.arn]


# --- Disks --------------------------------------------------------------------------------------


# Working storage is the name that the upload buffer had in 2012.
@operation("AddCache", "AddUploadBuffer", "AddWorkingStorage")
def _add_disks(call: Call) -> None:
    before = call.machine.size_of("buffer")
    for disk in call.disks:
        disk.use = "cache" if call.operation == "AddCache" else "buffer"
        # Terraform's provider has met the change (issue 17809).
        if call.gateway.kind in ("cached", "tape"):
            disk.id = new_uuid(call.account)
    size, full = call.machine.size_of("buffer"), call.gateway.buffer_percent
    if size > before:  # the same data in a larger buffer
        call.account.fill_buffer(call.gateway, full * before // size)


@operation("ListLocalDisks")
def _list_local_disks(call: Call) -> Output:
    volumes = {each.disk: each for each in call.siblings}

    def use(disk: Disk) -> Output:
        found = {"DiskStatus": "present", "DiskAllocationType": _ALLOCATIONS[disk.use]}
        if disk.path in volumes:  # such as iqn.1997-05.com.amazon:data::1::us-east-1-vol-1122AABB
            name = volumes[disk.path].target_arn.rpartition("/")[2]
            region, volume = call.account.region, volumes[disk.path].id
            found["DiskAllocationResource"] = f"{name}::1::{region}-{volume}"
        return found

    return call.listing(call.machine.disks, use)


@operation("DescribeCache", "DescribeWorkingStorage", "DescribeUploadBuffer")
def _describe_storage(call: Call) -> Output:
    name, machine = call.operation.removeprefix("Describe"), call.machine
    use = "cache" if name == "Cache" else "buffer"
    size = machine.size_of(use)
    found: Output = {"DiskIds": [disk.id for disk in machine.disks if disk.use == use]}
    found[f"{name}AllocatedInBytes"] = size
    if use == "cache":
        return found | {f"Cache{each}": 0.0 for each in _PERCENTAGES}
    return found | {f"{name}UsedInBytes": size * call.gateway.buffer_percent // 100}


# --- Settings -----------------------------------------------------------------------------------


@operation("DeleteBandwidthRateLimit")
def _delete_bandwidth_rate_limit(call: Call) -> None:
    for name in LIMITS[call["BandwidthType"].upper()]:
        setattr(call.gateway, name, None)


@operation("UpdateMaintenanceStartTime")
def _update_maintenance_start_time(call: Call) -> None:
    if "HourOfDay" in call.given:  # a new window replaces the day, too
        call.gateway.weekday = call.gateway.monthday = None
    take(call.gateway, call.given)


# --- Tags ---------------------------------------------------------------------------------------

# No edition of the page has these three, but most clients tag what they make and read it back.


@operation("AddTagsToResource")
def _add_tags_to_resource(call: Call) -> None:
    call.resource_tags.update(call.tags)


@operation("RemoveTagsFromResource")
def _remove_tags_from_resource(call: Call) -> None:
    for key in call["TagKeys"]:
        call.resource_tags.pop(key, None)


@operation("ListTagsForResource")
def _list_tags_for_resource(call: Call) -> Output:
    keys, marker = call.page(sorted(call.resource_tags))
    return {"Tags": listed({key: call.resource_tags[key] for key in keys}), **marker}
