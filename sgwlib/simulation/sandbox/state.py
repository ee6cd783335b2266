"""What an account has: machines, gateways, volumes, snapshots, and its clock.

Records hold facts and no rules. Times are seconds since 1970, as the protocol has them. What changes
by itself, such as the status of a volume, is computed from the clock when somebody asks.
"""

from __future__ import annotations

import re
from bisect import insort
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from heapq import heappop, heappush
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

GIB = 2**30
TIB = 2**40

API_TYPES = {
    "cached": "CACHED",
    "stored": "STORED",
    "tape": "VTL",
    "s3-file": "FILE_S3",
    "fsx-file": "FILE_FSX_SMB",
}
"""Kind of gateway to its name in the API."""

USES = ("", "cache", "buffer", "volume")
"""What a disk can be used for, and nothing."""
START = datetime(2026, 1, 1, tzinfo=UTC).timestamp()
"""When the clock of a new sandbox starts."""
END = datetime(9000, 1, 1, tzinfo=UTC).timestamp()
"""How far it can be moved: before Python's own calendar ends."""
KEY_SECONDS = 30 * 60
"""How long an activation key is valid (user guide, get-activation-key, 2026)."""
SNAPSHOT_SECONDS = 60
"""How long a snapshot is pending. The service needs longer for more data; nobody waits here."""
PREPARE_SECONDS = 5
"""How long a volume is bootstrapping or restoring."""
RECOVERY_POINT_SECONDS = 60 * 60
"""Time between recovery points. The service's own interval is not published."""
SNAPSHOT_STATUSES = ("AVAILABLE", "RESTORING")
"""When a volume can have a snapshot (user guide, managing-volumes)."""
MOST_EVENTS = 10_000
"""How many events are kept, the last ones."""

_HOUR, _DAY = 60 * 60, 24 * 60 * 60
_OFFSET = re.compile(r"GMT([+-])(\d{1,2}):(\d\d)")  # such as GMT-5:00


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
    use: str = ""
    """``"cache"``, ``"buffer"``, ``"volume"``, or empty."""
    bad_lun: bool = False


@dataclass(slots=True)
class Machine:
    """A virtual machine with the software of a gateway, activated or not."""

    id: str
    kind: str
    address: str
    disks: list[Disk] = field(default_factory=list)
    earlier_addresses: list[str] = field(default_factory=list)
    key: str = ""
    """The last activation key that it got."""
    certificate: str = ""
    """What it presents to the service from its activation on. A clone has a copy."""
    gateway: str = ""
    """The ARN, while it is activated."""
    on: bool = True
    busy: bool = False
    failing: bool = False
    outdated: bool = False
    targets_lost: bool = False

    def disk(self, disk_id: str) -> Disk | None:
        """Return the disk that has this id now."""
        return next((each for each in self.disks if each.id == disk_id), None)

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
class Gateway:
    """An activated gateway."""

    arn: str
    name: str
    kind: str
    machine: str
    timezone: str
    created: float
    hour: int
    minute: int
    weekday: int | None = None
    monthday: int | None = None
    shut_down: bool = False
    last_seen: float | None = None
    """Since when it cannot be reached; None while it can."""
    upload_limit: int | None = None
    download_limit: int | None = None
    buffer_percent: int = 0
    log_group: str = ""
    capacity: str = ""
    update_policy: str = "ALL_VERSIONS"
    updated: float | None = None
    volumes: list[str] = field(default_factory=list)
    """ARNs, sorted."""
    tags: dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.arn.rpartition("/")[2]


@dataclass(slots=True)
class Schedule:
    """When snapshots of a volume are taken by themselves."""

    start_at: int
    recurrence: int
    description: str
    next_run: float = 0.0


@dataclass(slots=True)
class Volume:
    """A cached or stored volume, with its iSCSI target."""

    arn: str
    gateway: str
    kind: str
    size: int
    target: str
    """The target's name."""
    interface: str
    created: float
    disk: str = ""
    """Path of the disk of a stored volume."""
    preserved: bool = False
    snapshot: str = ""
    kms_key: str = ""
    token: str = ""
    asked: str = ""
    """A digest of the request that created it, to recognize a repeated one."""
    phase: str = ""
    """``"BOOTSTRAPPING"`` or ``"RESTORING"``, from `starts_at` to `ready_at`."""
    starts_at: float = 0.0
    ready_at: float = 0.0
    snapshot_until: float = 0.0
    """Until when one of its snapshots is pending."""
    initiators: list[str] = field(default_factory=list)
    """Those that are connected."""
    chap: dict[str, list[str]] = field(default_factory=dict)
    """Initiator to its secret, and the target's if there is one."""
    schedule: Schedule | None = None
    tags: dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.arn.rpartition("/")[2]

    @property
    def target_arn(self) -> str:
        return f"{self.gateway}/target/iqn.1997-05.com.amazon:{self.target}"


@dataclass(slots=True)
class Snapshot:
    """A snapshot in EBS."""

    id: str
    volume: str
    size: int
    description: str
    started: float
    ready_at: float | None
    """None if it never completes, because its gateway was deleted."""
    exportable: bool = True
    tags: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Association:
    """A file system of FSx that a gateway serves."""

    arn: str
    gateway: str
    location: str
    address: str
    token: str
    asked: str
    user: str
    audit: str = ""
    stale_seconds: int | None = None
    tags: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Account:
    """Everything that a sandbox knows. Each dictionary finds its records in constant time."""

    region: str
    account: str
    seed: int
    live: bool = False
    now: float = START
    count: int = 0
    """How many ids have been made."""
    failing: bool = False
    crashing: bool = False
    withdrawn: list[str] = field(default_factory=list)
    machines: dict[str, Machine] = field(default_factory=dict)
    keys: dict[str, Key] = field(default_factory=dict)
    certificates: list[str] = field(default_factory=list)
    gateways: dict[str, Gateway] = field(default_factory=dict)
    volumes: dict[str, Volume] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    """Client token to the ARN of the volume that it made."""
    snapshots: dict[str, Snapshot] = field(default_factory=dict)
    file_systems: list[str] = field(default_factory=list)
    associations: dict[str, Association] = field(default_factory=dict)
    events: deque[Event] = field(default_factory=lambda: deque(maxlen=MOST_EVENTS))
    due: list[tuple[float, str]] = field(default_factory=list, compare=False)
    """When which volume has its next snapshot, the earliest first. Made from the schedules."""

    def digits(self, count: int) -> str:
        """Return new hexadecimal digits, the same for the same seed."""
        self.count += 1
        return sha256(f"{self.seed}/{self.count}".encode()).hexdigest()[:count].upper()

    def new_name(self, prefix: str, count: int, taken: Container[str]) -> str:
        """Return a name of a prefix and new digits that is not taken."""
        while (name := prefix + self.digits(count)) in taken:
            pass
        return name

    @property
    def prefix(self) -> str:
        """What every ARN of the account starts with."""
        return f"arn:aws:storagegateway:{self.region}:{self.account}:"

    def moment(self, time: float) -> datetime:
        return datetime.fromtimestamp(time, UTC)

    def machine_of(self, volume: Volume) -> Machine:
        return self.machines[self.gateways[volume.gateway].machine]

    def volume_of_target(self, arn: str) -> Volume | None:
        """Return the volume of a target. A gateway has few of them, so there is no index."""
        gateway = self.gateways.get(arn.partition("/target/")[0])
        found = (self.volumes[each] for each in gateway.volumes) if gateway else ()
        return next((each for each in found if each.target_arn == arn), None)

    def is_connected(self, gateway: Gateway) -> bool:
        return self.machines[gateway.machine].on and not gateway.shut_down

    def status_of(self, volume: Volume) -> str:
        """Return the status of a volume (user guide, managing-volumes)."""
        gateway = self.gateways[volume.gateway]
        if not self.machine_of(volume).size_of("buffer"):
            name = "UPLOAD BUFFER" if volume.kind == "cached" else "WORKING STORAGE"
            return f"{name} NOT CONFIGURED"
        is_preparing = self.now < volume.ready_at
        if gateway.buffer_percent == 100:  # noqa: PLR2004 - per cent
            is_restoring = is_preparing and volume.phase == "RESTORING"
            return "RESTORING PASS THROUGH" if is_restoring else "PASS THROUGH"
        if not is_preparing:
            return "AVAILABLE"
        return volume.phase if volume.starts_at <= self.now else "PASS THROUGH"

    def prepare(self, volume: Volume, phase: str) -> None:
        """Let a volume bootstrap or restore. One volume of a gateway does so at a time."""
        others = (self.volumes[each] for each in self.gateways[volume.gateway].volumes)
        busy_until = [each.ready_at for each in others if each is not volume]
        volume.phase = phase
        volume.starts_at = max([self.now, *busy_until])
        volume.ready_at = volume.starts_at + PREPARE_SECONDS

    def recovery_point_of(self, volume: Volume) -> float | None:
        """Return when the last recovery point of a volume was made, if there is one."""
        seen = self.gateways[volume.gateway].last_seen
        age = (self.now if seen is None else seen) - volume.created
        made = int(age // RECOVERY_POINT_SECONDS)
        return volume.created + made * RECOVERY_POINT_SECONDS if made > 0 else None

    def take_snapshot(self, volume: Volume, description: str, tags: dict[str, str]) -> Snapshot:
        """Start a snapshot of a volume."""
        name = self.new_name("snap-", 17, ()).lower()
        ready = self.now + SNAPSHOT_SECONDS
        found = Snapshot(name, volume.arn, volume.size, description, self.now, ready, tags=tags)
        self.snapshots[name] = found
        volume.snapshot_until = ready
        return found

    def set_schedule(self, volume: Volume, schedule: Schedule | None) -> None:
        """Replace the schedule of a volume. An entry of the old one in `due` has no effect."""
        volume.schedule = schedule
        if schedule:
            schedule.next_run = self._next_run(volume, schedule)
            heappush(self.due, (schedule.next_run, volume.arn))

    def _next_run(self, volume: Volume, schedule: Schedule) -> float:
        """Return the next time when it is the hour of a schedule in the zone of the gateway."""
        zone = seconds_of_zone(self.gateways[volume.gateway].timezone)
        first = (self.now + zone) // _DAY * _DAY + schedule.start_at * _HOUR - zone
        step = schedule.recurrence * _HOUR
        return first + ((self.now - first) // step + 1) * step

    def pass_time(self, seconds: float) -> None:
        """Move the clock, and take the snapshots that are due until then."""
        end = self.now + seconds
        while self.due and self.due[0][0] <= end:
            self.now, arn = heappop(self.due)
            volume = self.volumes.get(arn)
            schedule = volume and volume.schedule
            if volume and schedule and schedule.next_run == self.now:
                self._run(volume, schedule)
        self.now = end

    def _run(self, volume: Volume, schedule: Schedule) -> None:
        is_connected = self.is_connected(self.gateways[volume.gateway])
        if is_connected and self.status_of(volume) in SNAPSHOT_STATUSES:
            snapshot = self.take_snapshot(volume, schedule.description, {})
            self.note("a scheduled snapshot", why=f"{snapshot.id} of {volume.id}")
        self.set_schedule(volume, schedule)

    def note(self, what: str, outcome: str = "", why: str = "") -> None:
        """Add an event."""
        self.events.append(Event(self.moment(self.now), what, outcome, why))

    def state_of(self, snapshot: Snapshot) -> str:
        is_ready = snapshot.ready_at is not None and snapshot.ready_at <= self.now
        return "completed" if is_ready else "pending"

    def add_volume(self, volume: Volume) -> None:
        self.volumes[volume.arn] = volume
        insort(self.gateways[volume.gateway].volumes, volume.arn)
        if volume.token:
            self.tokens[volume.token] = volume.arn

    def remove_volume(self, volume: Volume) -> None:
        """Remove a volume. The disk of a stored volume is free again."""
        del self.volumes[volume.arn]
        self.gateways[volume.gateway].volumes.remove(volume.arn)
        self.tokens.pop(volume.token, None)
        for disk in self.machine_of(volume).disks:
            if disk.path == volume.disk:
                disk.use = ""

    def tags_of(self, arn: str) -> dict[str, str] | None:
        """Return the tags of whatever has this ARN."""
        for records in (self.gateways, self.volumes, self.associations):
            if arn in records:
                return records[arn].tags  # type: ignore[attr-defined, no-any-return]  # each has them
        return None


def seconds_of_zone(timezone: str) -> int:
    """Return how far a time zone of the API is ahead of GMT.

    Examples
    --------
    >>> seconds_of_zone("GMT-5:00")
    -18000
    """
    found = _OFFSET.fullmatch(timezone)
    if not found:
        return 0
    seconds = int(found[2]) * 3600 + int(found[3]) * 60
    return -seconds if found[1] == "-" else seconds


def problems(account: Account) -> Iterator[str]:
    """Yield what cannot be true of any account, such as a volume without a gateway."""
    if not START <= account.now <= END:
        yield f"the clock is at {account.now}"
    records = (account.gateways, account.volumes, account.associations)
    if any(arn != each.arn for some in records for arn, each in some.items()):  # type: ignore[attr-defined]  # they have one
        yield "a record is under the ARN of another"
    for machine in account.machines.values():
        if machine.kind not in API_TYPES:
            yield f"{machine.id} is of no kind that there is"
        if any(each.use not in USES or each.size <= 0 for each in machine.disks):
            yield f"{machine.id} has a disk of no possible size or use"
        ids = [each.id for each in machine.disks]
        if len(ids) != len(set(ids)):
            yield f"{machine.id} has two disks of one id"
        if machine.gateway and machine.gateway not in account.gateways:
            yield f"{machine.id} belongs to {machine.gateway}, which is not there"
    for key in account.keys.values():
        if key.machine not in account.machines:
            yield f"an activation key is for {key.machine}, which is not there"
    for gateway in account.gateways.values():
        its = account.machines.get(gateway.machine)
        if its is None or its.gateway != gateway.arn or its.kind != gateway.kind:
            yield f"{gateway.arn} has no machine of its kind"
        if gateway.volumes != sorted({*gateway.volumes} & account.volumes.keys()):
            yield f"{gateway.arn} lists volumes that are not there"
        names = [each.target for arn in gateway.volumes if (each := account.volumes.get(arn))]
        if len(names) != len(set(names)):
            yield f"{gateway.arn} has two targets of one name"
    yield from _problems_of_volumes(account)
    for association in account.associations.values():
        if association.gateway not in account.gateways:
            yield f"{association.arn} has no gateway"


def _problems_of_volumes(account: Account) -> Iterator[str]:
    used = []
    for volume in account.volumes.values():
        gateway = account.gateways.get(volume.gateway)
        if gateway is None or volume.arn not in gateway.volumes:
            yield f"{volume.arn} has no gateway"
            continue
        if volume.kind != gateway.kind or bool(volume.disk) != (volume.kind == "stored"):
            yield f"{volume.arn} is not a volume of a {gateway.kind} gateway"
        if volume.disk:
            used.append((gateway.machine, volume.disk))
    marked = [
        (machine.id, disk.path)
        for machine in account.machines.values()
        for disk in machine.disks
        if disk.use == "volume" and machine.gateway
    ]
    if sorted(used) != sorted(marked):
        yield "the disks of stored volumes are not those in use"
