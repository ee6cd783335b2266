"""What each operation does once no guard refuses the call: a method of the client's name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from botocore import xform_name

from sgwlib.simulation.api import api_operations
from sgwlib.simulation.sandbox.call import Call, members_of, take
from sgwlib.simulation.sandbox.guards import LIMITS, SECRETS, RepeatedError, refusal
from sgwlib.simulation.sandbox.state import Association, Gateway, Schedule, Volume, moment, new_uuid

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sgwlib.simulation.sandbox.call import Members
    from sgwlib.simulation.sandbox.guards import Applied
    from sgwlib.simulation.sandbox.state import Account, Disk

_ALLOCATIONS = {  # use of a disk to its name in the API (botocore 0.12.0 model)
    "": "AVAILABLE",
    "cache": "CACHE STORAGE",
    "buffer": "UPLOAD BUFFER",
    "volume": "STORED iSCSI VOLUME",
}
_PERCENTAGES = ("UsedPercentage", "DirtyPercentage", "HitPercentage", "MissPercentage")


class _Operations(Call):
    """A call that no guard refuses.

    A method returns the members of the answer, except those that repeat the input.
    """

    # --- The life of a gateway ---

    def activate_gateway(self) -> Members:
        account, machine = self.account, self.machine
        arn = account.new_name(account.arn("gateway/sgw-"), 8, account.gateways)
        machine.kind, machine.gateway = self.kind or machine.kind, arn
        machine.certificate = account.digits(16)
        self.key.used = True
        name, zone = self["GatewayName"], self["GatewayTimezone"]
        now = moment(account.now, zone)  # the weekly window for updates
        window = (now.hour, now.minute, now.isoweekday() % 7)
        gateway = Gateway(arn, name, machine.kind, machine.id, zone, *window, tags=self.tags)
        account.gateways[arn] = gateway
        return members_of(gateway)

    def describe_gateway_information(self) -> Members:
        machine, gateway, updated = self.machine, self.gateway, self.gateway.updated
        found = members_of(gateway)
        found["GatewayNetworkInterfaces"] = [{"Ipv4Address": machine.address}]
        found["SoftwareVersion"] = "1.0.0" if machine.outdated else "2.12.0"
        found["NextUpdateAvailabilityDate"] = "2026-01-02T16:00:00" if machine.outdated else None
        if updated:
            local = moment(updated, gateway.timezone)
            found["LastSoftwareUpdate"] = f"{local:%Y-%m-%dT%H:%M:%S}"
        return found

    def list_gateways(self) -> Members:
        gateways = self.account.gateways
        arns, marker = self.page(gateways)
        return {"Gateways": [members_of(gateways[each]) for each in arns], **marker}

    def shutdown_gateway(self) -> None:
        self.gateway.shut_down = True
        self.account.settle(self.gateway)

    def start_gateway(self) -> None:
        self.gateway.shut_down = False
        self.account.settle(self.gateway)

    def update_gateway_software_now(self) -> None:
        # It restarts the appliance, so its targets are there again.
        self.gateway.updated = self.account.now
        self.machine.outdated = self.machine.targets_lost = False

    def delete_gateway(self) -> None:
        # Its volumes go, too. Its snapshots stay, but pending ones never complete.
        self.shutdown_gateway()
        for volume in [*self.gateway.volumes.values()]:
            self.account.remove_volume(volume)
        for association in self.associations:
            del self.account.associations[association.arn]
        del self.account.gateways[self.gateway.arn]

    # --- Its disks ---

    def add_cache(self) -> None:
        self._add_disks("cache")

    def add_upload_buffer(self) -> None:
        before = self.machine.size_of("buffer")
        self._add_disks("buffer")
        full = self.gateway.buffer_percent * before // self.machine.size_of("buffer")
        self.account.fill_buffer(self.gateway, full)  # the same data in a larger buffer

    add_working_storage = add_upload_buffer  # the name that it had in 2012

    def _add_disks(self, use: str) -> None:
        for disk in self.disks:
            disk.use = use
            # Terraform's provider has met the change (issue 17809).
            if self.gateway.kind in ("cached", "tape"):
                disk.id = new_uuid(self.account)

    def list_local_disks(self) -> Members:
        volumes = {each.disk: each for each in self.gateway.volumes.values()}

        def shown(disk: Disk) -> Members:
            found = {**members_of(disk), "DiskAllocationType": _ALLOCATIONS[disk.use]}
            if disk.path in volumes:  # iqn.1997-05.com.amazon:data::1::us-east-1-vol-1122AABB
                name = volumes[disk.path].target_arn.rpartition("/")[2]
                region, volume = self.account.region, volumes[disk.path].id
                found["DiskAllocationResource"] = f"{name}::1::{region}-{volume}"
            return found

        return {"Disks": [shown(each) for each in self.machine.disks]}

    def describe_cache(self) -> Members:
        return self._storage("cache") | {f"Cache{each}": 0.0 for each in _PERCENTAGES}

    def describe_upload_buffer(self) -> Members:
        found, name = self._storage("buffer"), self.operation.removeprefix("Describe")
        used = self.machine.size_of("buffer") * self.gateway.buffer_percent // 100
        return found | {f"{name}UsedInBytes": used}

    describe_working_storage = describe_upload_buffer

    def _storage(self, use: str) -> dict[str, Any]:
        name = self.operation.removeprefix("Describe")
        return {
            "DiskIds": [disk.id for disk in self.machine.disks if disk.use == use],
            f"{name}AllocatedInBytes": self.machine.size_of(use),
        }

    # --- Its settings ---

    def describe_bandwidth_rate_limit(self) -> Members:
        return members_of(self.gateway)

    describe_maintenance_start_time = describe_bandwidth_rate_limit

    def update_bandwidth_rate_limit(self) -> None:
        take(self.gateway, self.given)

    def delete_bandwidth_rate_limit(self) -> None:
        for name in LIMITS[self["BandwidthType"].upper()]:
            setattr(self.gateway, name, None)

    def update_gateway_information(self) -> Members:
        take(self.gateway, self.given)
        if "GatewayTimezone" in self.given:  # it says when the hours of the schedules are
            for volume in self.gateway.volumes.values():
                if volume.schedule:
                    self.account.start_schedule(volume, volume.schedule)
        return members_of(self.gateway)

    def update_maintenance_start_time(self) -> None:
        if "HourOfDay" in self.given:  # a new window replaces the day, too
            self.gateway.weekday = self.gateway.monthday = None
        take(self.gateway, self.given)

    # --- Volumes ---

    def create_cached_iscsi_volume(self) -> Members:
        volume = self._new_volume("cached", self["VolumeSizeInBytes"])
        self._keep_token(volume)
        return members_of(volume)

    def create_stored_iscsi_volume(self) -> Members:
        [disk], account = self.disks, self.account
        volume = self._new_volume("stored", disk.size)
        volume.disk, disk.use = disk.path, "volume"
        hour = moment(account.now, self.gateway.timezone).hour
        account.start_schedule(volume, Schedule(hour, 24, _text_of_schedule(volume)))
        if volume.snapshot:
            account.prepare(volume, "RESTORING")
        elif self["PreserveExistingData"]:
            volume.preserved = True
            account.prepare(volume, "BOOTSTRAPPING")
        return members_of(volume)

    def _new_volume(self, kind: str, size: int) -> Volume:
        account, gateway = self.account, self.gateway
        arn = account.new_name(f"{gateway.arn}/volume/vol-", 17)
        target, interface = self["TargetName"], self["NetworkInterfaceId"]
        volume = Volume(arn, kind, size, target, interface, account.now, tags=self.tags)
        volume.snapshot, volume.kms_key = self.get("SnapshotId", ""), self.get("KMSKey", "")
        gateway.volumes = dict(sorted({**gateway.volumes, arn: volume}.items()))
        return volume

    def _keep_token(self, made: Volume | Association) -> None:
        made.asked = self.digest
        self.account.tokens[self.token] = made.arn

    def delete_volume(self) -> None:
        self.account.remove_volume(self.volume)

    def describe_cached_iscsi_volumes(self) -> Members:
        found = [self.gateway.volumes[each] for each in sorted({*self["VolumeARNs"]})]
        return {self.operation.removeprefix("Describe"): [self._shown(each) for each in found]}

    describe_stored_iscsi_volumes = describe_cached_iscsi_volumes

    def _shown(self, volume: Volume) -> Members:
        found, status = members_of(volume), self.account.status_of(volume)
        found["VolumeStatus"] = status
        if status in ("BOOTSTRAPPING", "RESTORING"):
            took = volume.ready_at - volume.starts_at
            found["VolumeProgress"] = 100 * (self.account.now - volume.starts_at) / took
        if volume.disk:
            [disk] = [each.id for each in self.machine.disks if each.path == volume.disk]
            found |= {"VolumeDiskId": disk, "PreservedExistingData": volume.preserved}
        return found

    def list_volumes(self) -> Members:
        volumes = self.gateway.volumes if self.gateway_arn else self.account.volumes
        arns, marker = self.page(volumes)
        return {"VolumeInfos": [members_of(volumes[each]) for each in arns], **marker}

    # --- Targets ---

    def describe_chap_credentials(self) -> Members:
        found = [
            {"TargetARN": self["TargetARN"], "InitiatorName": name}
            | dict(zip(SECRETS, secrets, strict=False))
            for name, secrets in self.volume.chap.items()
        ]
        return {"ChapCredentials": found}

    def update_chap_credentials(self) -> None:
        secrets = [self[each] for each in SECRETS if each in self.given]
        self.volume.chap[self["InitiatorName"]] = secrets
        self.volume.initiators.clear()  # it closes all connections of the target

    def delete_chap_credentials(self) -> None:
        del self.volume.chap[self["InitiatorName"]]

    # --- Snapshots ---

    def create_snapshot(self) -> Members:
        return members_of(self.account.take_snapshot(self.volume))

    # It is meant for a gateway that cannot be reached, but not for one that was shut down: the
    # guide says the first, the API model the second.
    def create_snapshot_from_volume_recovery_point(self) -> Members:
        return {**self._point(self.volume), **self.create_snapshot()}

    def _point(self, volume: Volume) -> dict[str, str]:
        """Return when the last recovery point was made, such as 2012-09-04T21:08:44.000Z."""
        time = moment(self.account.recovery_point_of(volume) or 0)
        return {"VolumeRecoveryPointTime": f"{time:%Y-%m-%dT%H:%M:%S}.000Z"}

    def list_volume_recovery_points(self) -> Members:
        found = [
            members_of(each) | self._point(each)
            for each in self.gateway.volumes.values()
            if self.account.recovery_point_of(each) is not None
        ]
        return {"VolumeRecoveryPointInfos": found}

    def describe_snapshot_schedule(self) -> Members:
        schedule = self.volume.schedule  # a cached volume has none until one is set
        zone = {"Timezone": self.gateway.timezone}
        return zone | (members_of(schedule) if schedule else {})

    def update_snapshot_schedule(self) -> None:
        volume = self.volume
        schedule = volume.schedule or Schedule(0, 24, _text_of_schedule(volume))
        take(schedule, self.given)
        schedule.tags = self.tags or schedule.tags
        self.account.start_schedule(volume, schedule)

    def delete_snapshot_schedule(self) -> None:
        self.volume.schedule = None

    # --- File systems. Nobody checks the password, so it is not kept. ---

    def associate_file_system(self) -> Members:
        account, location, address = self.account, self["LocationARN"], self.address
        arn = account.new_name(account.arn("fs-association/fsa-"), 17)
        association = Association(arn, self.gateway.arn, location, address, tags=self.tags)
        take(association, self.given)
        self._keep_token(association)
        account.associations[arn] = association
        return members_of(association)

    def update_file_system_association(self) -> None:
        take(self.account.associations[self["FileSystemAssociationARN"]], self.given)

    def disassociate_file_system(self) -> None:
        del self.account.associations[self["FileSystemAssociationARN"]]

    def describe_file_system_associations(self) -> Members:
        arns = dict.fromkeys(self["FileSystemAssociationARNList"])
        found = [members_of(self.account.associations[each]) for each in arns]
        return {"FileSystemAssociationInfoList": found}

    # --- Tags. No edition has these, but most clients tag what they make and read it back. ---

    def add_tags_to_resource(self) -> None:
        self.resource.tags.update(self.tags)

    def remove_tags_from_resource(self) -> None:
        for key in self["TagKeys"]:
            self.resource.tags.pop(key, None)

    def list_tags_for_resource(self) -> Members:
        keys, marker = self.page(self.resource.tags)
        return {"Tags": {each: self.resource.tags[each] for each in keys}, **marker}


def _text_of_schedule(volume: Volume) -> str:
    return f"{volume.gateway_id}:{volume.id}:Schedule"


OPERATIONS: dict[str, Callable[[_Operations], Members | None]] = {
    name: getattr(_Operations, xform_name(name))
    for name in api_operations()
    if hasattr(_Operations, xform_name(name))
}
"""Every operation that the sandbox simulates, to what it does."""


def decide(account: Account, name: str, given: Mapping[str, Any]) -> dict[str, Any] | Applied:
    """Return the answer of an operation, or the first guard that refuses the call."""
    call = _Operations(account, name, given)
    try:
        return refusal(call) or call.answer(OPERATIONS[name](call) or {})
    except RepeatedError as repeated:
        return call.answer(members_of(repeated.record))
