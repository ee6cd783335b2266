"""What an account has: machines, gateways, volumes, snapshots, and its clock.

Records hold facts and no rules. Times are seconds since 1970, as the protocol has them. What
changes by itself, such as the status of a volume, is computed from the clock when somebody asks.
"""

from __future__ import annotations

import re
import uuid
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container

GIB, TIB = 2**30, 2**40
API_TYPES = {  # kind of gateway to its name in the API
    "cached": "CACHED",
    "stored": "STORED",
    "tape": "VTL",
    "s3-file": "FILE_S3",
    "fsx-file": "FILE_FSX_SMB",
}
KINDS = {name: kind for kind, name in API_TYPES.items()}
# Where the clock starts, and where it ends: before Python's own calendar does.
START, END = (datetime(year, 1, 1, tzinfo=UTC).timestamp() for year in (2026, 9000))
# How long a snapshot is pending, and a volume bootstraps or restores. The service takes longer.
SNAPSHOT_SECONDS, PREPARE_SECONDS = 60, 5
RECOVERY_POINT_SECONDS = 60 * 60  # between two points; the service's own interval is not published
# When a volume can have a snapshot (user guide, managing-volumes).
SNAPSHOT_STATUSES = ("AVAILABLE", "RESTORING")
MOST_EVENTS = 10_000  # how many events are kept, the last ones
FULL = 100
# How a region begins whose partition is not aws, such as us-isob-east-1 of aws-iso-b.
_PARTITION = re.compile(r"(?:(cn|us-gov|eusc)|[a-z]{2}-(iso)([a-z]?))-")
_OFFSET = re.compile(r"GMT([+-])(\d{1,2}):(\d\d)")  # such as GMT-5:00
_HOUR, _DAY = 60 * 60, 24 * 60 * 60


class Event(NamedTuple):
    """One thing that happened in a sandbox.

    Parameters
    ----------
    time
        When, by the clock of the sandbox.
    what
        The operation that a client called, or what happened in the world.
    outcome
        ``"success"``, the error code, or the exception. ``"canned success"`` if the operation is
        not simulated. Empty for an event of the world.
    why
        Why an operation was refused, or details of an event of the world.
    """

    time: datetime
    what: str
    outcome: str = ""
    why: str = ""


@dataclass(slots=True)
class Disk:
    """A virtual disk of a machine."""

    id: str
    path: str
    node: str
    size: int
    use: str = ""  # "cache", "buffer" or "volume"
    bad_lun: bool = False


@dataclass(slots=True)
class Machine:
    """A virtual machine with the software of a gateway. `gateway` is the ARN that it got."""

    id: str
    kind: str
    addresses: list[str]  # all that it has had, the present one last
    disks: list[Disk] = field(default_factory=list)
    key: str = ""
    certificate: str = ""  # what it presents from its activation on; a clone has a copy
    gateway: str = ""
    on: bool = True
    busy: bool = False
    failing: bool = False
    outdated: bool = False
    targets_lost: bool = False

    address = property(lambda self: self.addresses[-1])

    def size_of(self, use: str) -> int:
        """Return how many bytes of its disks are in a use."""
        return sum(each.size for each in self.disks if each.use == use)


@dataclass(slots=True)
class Key:
    """An activation key that the service issued to a machine."""

    machine: str
    region: str
    issued: float
    used: bool = False


@dataclass(slots=True)
class Schedule:
    """When snapshots of a volume are taken by themselves."""

    start_at: int
    recurrence: int
    description: str
    next_run: int = 0
    tags: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Volume:
    """A cached or stored volume, with its iSCSI target.

    `phase` is ``"BOOTSTRAPPING"`` or ``"RESTORING"``, from `starts_at` to `ready_at`.
    """

    arn: str
    kind: str
    size: int
    target: str
    interface: str
    created: float
    disk: str = ""  # path of the disk of a stored volume
    preserved: bool = False
    snapshot: str = ""
    kms_key: str = ""
    asked: str = ""  # digest of the request that created it
    phase: str = ""
    starts_at: float = 0.0
    ready_at: float = 0.0
    initiators: list[str] = field(default_factory=list)  # those that are connected
    chap: dict[str, list[str]] = field(default_factory=dict)  # initiator to secrets
    schedule: Schedule | None = None
    tags: dict[str, str] = field(default_factory=dict)

    id = property(lambda self: self.arn.rpartition("/")[2])
    gateway = property(lambda self: self.arn.partition("/volume/")[0])
    gateway_id = property(lambda self: self.gateway.rpartition("/")[2])
    api_type = property(lambda self: f"{self.kind.upper()} iSCSI")
    asks_secrets = property(lambda self: bool(self.chap))
    target_arn = property(
        lambda self: f"{self.gateway}/target/iqn.1997-05.com.amazon:{self.target}"
    )


@dataclass(slots=True)
class Gateway:
    """An activated gateway. `last_seen` is None while it can be reached."""

    arn: str
    name: str
    kind: str
    machine: str
    timezone: str
    hour: int
    minute: int
    weekday: int | None
    monthday: int | None = None
    update_policy: str = "ALL_VERSIONS"
    shut_down: bool = False
    last_seen: float | None = None
    upload_limit: int | None = None
    download_limit: int | None = None
    buffer_percent: int = 0
    log_group: str = ""
    capacity: str = ""
    updated: float | None = None
    volumes: dict[str, Volume] = field(default_factory=dict)  # sorted
    tags: dict[str, str] = field(default_factory=dict)

    id = property(lambda self: self.arn.rpartition("/")[2])
    api_type = property(lambda self: API_TYPES[self.kind])
    state = property(lambda self: "SHUTDOWN" if self.shut_down else "RUNNING")


@dataclass(slots=True)
class Snapshot:
    """A snapshot in EBS. Without `ready_at`, it waits: its gateway cannot upload or is gone."""

    id: str
    volume: str
    size: int
    ready_at: float | None
    exportable: bool = True


@dataclass(slots=True)
class Association:
    """A file system of FSx that a gateway serves."""

    arn: str
    gateway: str
    location: str
    address: str
    asked: str = ""  # as of a volume
    user: str = ""
    audit: str = ""
    stale_seconds: int | None = None
    tags: dict[str, str] = field(default_factory=dict)

    addresses = property(lambda self: [self.address] if self.address else None)


@dataclass(slots=True)
class Account:
    """Everything that a sandbox knows. Each dictionary finds its records in constant time."""

    region: str
    account: str
    seed: int
    live: bool = False
    now: float = START
    count: int = 0  # how many ids have been made
    failing: bool = False
    crashing: bool = False
    withdrawn: list[str] = field(default_factory=list)
    machines: dict[str, Machine] = field(default_factory=dict)
    keys: dict[str, Key] = field(default_factory=dict)
    gateways: dict[str, Gateway] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)  # operation and client token to an ARN
    snapshots: dict[str, Snapshot] = field(default_factory=dict)
    file_systems: list[str] = field(default_factory=list)
    associations: dict[str, Association] = field(default_factory=dict)
    events: deque[Event] = field(default_factory=lambda: deque(maxlen=MOST_EVENTS))
    due: float = field(default=START, compare=False)
    """No schedule runs before this time. The schedules imply it."""

    def arn(self, resource: str, service: str = "storagegateway") -> str:
        """Return the ARN of a resource, which may be the begin of one."""
        found = _PARTITION.match(self.region)
        partition = "-".join(["aws", *filter(None, found.groups() if found else ())])
        return f"arn:{partition}:{service}:{self.region}:{self.account}:{resource}"

    def note(self, what: str, outcome: str = "", why: str = "") -> None:
        """Add an event."""
        self.events.append(Event(moment(self.now), what, outcome, why))

    def digits(self, count: int) -> str:
        """Return new hexadecimal digits, the same for the same seed."""
        self.count += 1
        return sha256(f"{self.seed}/{self.count}".encode()).hexdigest()[:count].upper()

    def new_name(self, prefix: str, count: int, taken: Container[str] = ()) -> str:
        """Return a name of a prefix and new digits that is not taken."""
        while (name := prefix + self.digits(count)) in taken:
            pass
        return name

    # Gateways

    def settle(self, gateway: Gateway) -> None:
        """Note whether a gateway can be reached now, and what follows for what it connects."""
        if self.machines[gateway.machine].on and not gateway.shut_down:
            gateway.last_seen = None
        elif gateway.last_seen is None:
            gateway.last_seen = self.now
            for volume in gateway.volumes.values():
                volume.initiators.clear()
        can_upload = gateway.last_seen is None and gateway.buffer_percent < FULL
        for snapshot in self.pending(gateway.volumes):
            if not can_upload:
                snapshot.ready_at = None
            elif snapshot.ready_at is None:
                snapshot.ready_at = self.now + SNAPSHOT_SECONDS

    def fill_buffer(self, gateway: Gateway, percent: int) -> None:
        """Fill the upload buffer of a gateway. If it was full, the volumes bootstrap."""
        was_full, gateway.buffer_percent = gateway.buffer_percent == FULL, percent
        if was_full and percent < FULL:
            self.bootstrap(gateway)
        self.settle(gateway)

    def bootstrap(self, gateway: Gateway) -> None:
        """Let all volumes of a gateway bootstrap."""
        for volume in gateway.volumes.values():
            self.prepare(volume, "BOOTSTRAPPING")

    # Volumes

    @property
    def volumes(self) -> dict[str, Volume]:
        """The volumes of all gateways."""
        return {arn: each for its in self.gateways.values() for arn, each in its.volumes.items()}

    def resource(self, arn: str) -> Gateway | Volume | Association | None:
        """Return the gateway, the volume or the association of an ARN, if there is one."""
        gateway = self.gateways.get(arn.partition("/volume/")[0])
        volume = gateway.volumes.get(arn) if gateway else None
        return volume or self.gateways.get(arn) or self.associations.get(arn)

    def remove_volume(self, volume: Volume) -> None:
        """Remove a volume. The disk of a stored volume is free again."""
        for disk in self.machine_of(volume).disks:
            if disk.path == volume.disk:
                disk.use = ""
        del self.gateways[volume.gateway].volumes[volume.arn]

    def machine_of(self, volume: Volume) -> Machine:
        """Return the machine of the gateway of a volume."""
        return self.machines[self.gateways[volume.gateway].machine]

    def status_of(self, volume: Volume) -> str:
        """Return the status of a volume (user guide, managing-volumes)."""
        if not self.machine_of(volume).size_of("buffer"):
            name = "UPLOAD BUFFER" if volume.kind == "cached" else "WORKING STORAGE"
            return f"{name} NOT CONFIGURED"
        is_preparing = self.now < volume.ready_at
        if self.gateways[volume.gateway].buffer_percent == FULL:
            is_restoring = is_preparing and volume.phase == "RESTORING"
            return "RESTORING PASS THROUGH" if is_restoring else "PASS THROUGH"
        if not is_preparing:
            return "AVAILABLE"
        return volume.phase if volume.starts_at <= self.now else "PASS THROUGH"

    def prepare(self, volume: Volume, phase: str) -> None:
        """Let a volume bootstrap or restore. One volume of a gateway does so at a time."""
        others = self.gateways[volume.gateway].volumes.values()
        busy_until = [each.ready_at for each in others if each is not volume]
        volume.phase, volume.starts_at = phase, max([self.now, *busy_until])
        volume.ready_at = volume.starts_at + PREPARE_SECONDS

    def recovery_point_of(self, volume: Volume) -> float | None:
        """Return when the last recovery point of a volume was made, if there is one."""
        seen = self.gateways[volume.gateway].last_seen
        made = ((self.now if seen is None else seen) - volume.created) // RECOVERY_POINT_SECONDS
        return volume.created + made * RECOVERY_POINT_SECONDS if made > 0 else None

    # Snapshots and the clock

    def take_snapshot(self, volume: Volume) -> Snapshot:
        """Start a snapshot of a volume."""
        name, ready_at = self.new_name("snap-", 17).lower(), self.now + SNAPSHOT_SECONDS
        self.snapshots[name] = Snapshot(name, volume.arn, volume.size, ready_at)
        return self.snapshots[name]

    def pending(self, volumes: Container[str]) -> list[Snapshot]:
        """Return the pending snapshots of volumes."""
        found = (each for each in self.snapshots.values() if each.volume in volumes)
        return [each for each in found if self.state_of(each) == "pending"]

    def state_of(self, snapshot: Snapshot) -> str:
        """Return the state of a snapshot: ``"pending"`` or ``"completed"``."""
        is_ready = snapshot.ready_at is not None and snapshot.ready_at <= self.now
        return "completed" if is_ready else "pending"

    def start_schedule(self, volume: Volume, schedule: Schedule) -> None:
        """Give a volume a schedule, or let the one that it has begin again."""
        volume.schedule, step = schedule, schedule.recurrence * _HOUR
        zone = seconds_of_zone(self.gateways[volume.gateway].timezone)
        first = int(self.now + zone) // _DAY * _DAY + schedule.start_at * _HOUR - zone
        schedule.next_run = first + int((self.now - first) // step + 1) * step
        self.due = min(self.due, schedule.next_run)

    def pass_time(self, seconds: float) -> None:
        """Move the clock, and take the snapshots that are due until then."""
        end = self.now + seconds
        if self.due <= end:
            scheduled = [(each, each.schedule) for each in self.volumes.values() if each.schedule]
            runs = []
            for volume, schedule in scheduled:
                times = range(schedule.next_run, int(end) + 1, schedule.recurrence * _HOUR)
                runs += [(time, volume.arn, volume) for time in times]
                schedule.next_run += len(times) * times.step
            for time, _, volume in sorted(runs):
                self.now = float(time)
                is_connected = self.gateways[volume.gateway].last_seen is None
                if is_connected and self.status_of(volume) in SNAPSHOT_STATUSES:
                    snapshot = self.take_snapshot(volume)
                    self.note("scheduled snapshot", why=f"{snapshot.id} of {volume.id}")
            self.due = min((each.next_run for _, each in scheduled), default=END)
        self.now = end


def new_uuid(account: Account) -> str:
    """Return a UUID, the same for the same seed."""
    return str(uuid.UUID(account.digits(32)))


def moment(time: float, zone: str = "GMT") -> datetime:
    """Return a time as a clock shows it in a time zone of the API."""
    return datetime.fromtimestamp(time, timezone(timedelta(seconds=seconds_of_zone(zone))))


def seconds_of_zone(zone: str) -> int:
    """Return how far a time zone of the API is ahead of GMT: -18000 seconds for GMT-5:00."""
    found = _OFFSET.fullmatch(zone)
    seconds = int(found[2]) * _HOUR + int(found[3]) * 60 if found else 0
    return -seconds if found and found[1] == "-" else seconds
