"""Appliances: the virtual machines behind gateways, which no API reaches."""

from __future__ import annotations

import re
from contextlib import contextmanager
from copy import deepcopy
from numbers import Real
from operator import attrgetter
from threading import RLock
from typing import TYPE_CHECKING, Any, NamedTuple

from sgwlib.errors import SandboxError, UnknownNameError
from sgwlib.simulation.sandbox.state import FULL, GIB, Disk, Key, Machine, new_uuid

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from sgwlib.simulation.sandbox.state import Account, Gateway

_LARGEST = 2**30 * GIB
_FORMS = {  # what the strings that name these look like, and an example of each
    "region": (re.compile(r"[a-z]{2,4}(-[a-z]+)+-\d"), "us-east-1"),
    "account": (re.compile(r"[0-9]{12}"), "111122223333"),
    "initiator": (re.compile(r"[0-9a-z:.-]{1,223}"), "iqn.1991-05.com.microsoft:host"),
}


class World:
    """An account and its lock: what a sandbox shares with its appliances."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.lock = RLock()

    @contextmanager
    def change(self, what: str, why: str = "") -> Iterator[Account]:
        """Run a block in which nobody else uses the account, and note what happened."""
        with self.lock:
            yield self.account
            self.account.note(what, why=why)

    def new_machine(self, kind: str, sizes: Iterable[int]) -> Machine:
        """Add a machine that is on and has an activation key."""
        account = self.account
        machine = Machine(f"vm-{len(account.machines) + 1}", kind, [new_address(account)])
        account.machines[machine.id] = machine
        for size in sizes:
            new_disk(account, machine, size)
        issue_key(account, machine, account.region)
        return machine

    def __getstate__(self) -> Account:
        with self.lock:
            return deepcopy(self.account)

    def __setstate__(self, account: Account) -> None:
        self.account = account
        self.lock = RLock()


def fact(path: str, meaning: str) -> Any:
    """Make a property that shows a field of a record, such as ``_machine.kind``."""
    return property(attrgetter(path), doc=meaning)


def switch(path: str, meaning: str) -> property:
    """Make a property that is True or False in a record, and whose change is an event."""
    record, _, name = path.partition(".")

    def write(self: Any, value: bool) -> None:  # noqa: FBT001 - the value of a property
        with self._world.change(f"{name} = {value}", getattr(self, "id", "")):
            setattr(getattr(self, record), name, truth(name, value))

    return property(attrgetter(path), write, doc=meaning)


def truth(name: str, value: object) -> bool:
    """Return True or False, or refuse what is neither."""
    if not isinstance(value, bool):
        raise SandboxError(f"{name} is {value!r}; expected True or False")
    return value


def known(kind: str, name: Any, names: Collection[str]) -> str:
    """Return a name, or refuse what is not among the names of its kind."""
    if not isinstance(name, str) or name not in names:
        raise UnknownNameError(kind, name, names)
    return name


def checked(what: str, value: object) -> None:
    """Refuse a value that cannot be the name of a region, an account or an initiator."""
    pattern, example = _FORMS[what]
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise SandboxError(f"{what} is {value!r}; expected a string such as {example!r}")


class LocalDisk(NamedTuple):
    """A disk of an appliance as it is now.

    Parameters
    ----------
    id
        Its id for the API. It can change when the disk is allocated.
    path
        Its path on the appliance, which stays.
    gib
        Its size in GiB.
    use
        ``"cache"``, ``"buffer"``, ``"volume"``, or empty.
    """

    id: str
    path: str
    gib: float
    use: str


class Appliance:
    """A virtual machine with the software of a gateway, activated or not.

    Make one with :meth:`Sandbox.appliance`, or an activated one with :meth:`Sandbox.gateway`.

    Examples
    --------
    >>> import sgwlib
    >>> appliance = sgwlib.Sandbox().appliance("cached", disks=[150, 150])
    >>> appliance.add_disk(20).gib
    20.0
    >>> appliance.power_off()
    >>> appliance
    <Appliance vm-1: cached, off, not activated, 3 disks>
    """

    __slots__ = ("_world", "id")

    def __init__(self, world: World, machine: str) -> None:
        self._world = world
        self.id = machine

    @property
    def _machine(self) -> Machine:
        return self._world.account.machines[self.id]

    @property
    def _gateway(self) -> Gateway | None:
        return self._world.account.gateways.get(self._machine.gateway)

    # What it is

    kind: str = fact("_machine.kind", "Its kind, such as ``cached`` or ``s3-file``.")
    on: bool = fact("_machine.on", "Whether the machine is on.")
    address: str = fact("_machine.address", "Its IP address: the interface of new volumes.")
    activation_key: str = fact("_machine.key", "Its last activation key, valid for 30 minutes.")
    busy = switch("_machine.busy", "Whether the appliance is busy with other calls.")
    failing = switch("_machine.failing", "Whether it fails while it serves a call.")
    outdated = switch("_machine.outdated", "Whether its software is too old.")
    targets_lost = switch("_machine.targets_lost", "Whether it has lost its iSCSI targets.")

    @property
    def activated(self) -> bool:
        """Whether it is a gateway now."""
        return self._gateway is not None

    @property
    def arn(self) -> str:
        """The ARN of the gateway, also after its deletion.

        Raises
        ------
        SandboxError
            Before the activation.
        """
        if not self._machine.gateway:
            raise SandboxError(
                f"{self.id} is not activated; expected a call of activate_gateway with its "
                "activation_key, or a gateway made with Sandbox.gateway()"
            )
        return self._machine.gateway

    @property
    def disks(self) -> tuple[LocalDisk, ...]:
        """Its disks."""
        disks = self._machine.disks
        return tuple(LocalDisk(each.id, each.path, each.size / GIB, each.use) for each in disks)

    # What happens to it

    def power_off(self) -> None:
        """Turn the machine off, so that nothing reaches the gateway.

        Raises
        ------
        SandboxError
            If it is off already.
        """
        with self._world.change("power off", self.id) as account:
            if not self.on:
                raise SandboxError(f"{self.id} is off already; expected power_on()")
            self._machine.on = False
            if self._gateway:
                account.settle(self._gateway)

    def power_on(self) -> None:
        """Turn the machine on. Its volumes bootstrap after the unexpected stop.

        Raises
        ------
        SandboxError
            If it is on already.
        """
        with self._world.change("power on", self.id) as account:
            if self.on:
                raise SandboxError(f"{self.id} is on already; expected power_off()")
            self._machine.on = True
            if self._gateway:
                account.settle(self._gateway)
                account.bootstrap(self._gateway)

    def add_disk(self, gib: float, *, bad_lun: bool = False) -> LocalDisk:
        """Attach another disk to the machine, and return it.

        Parameters
        ----------
        gib
            Its size in GiB, which need not be a whole number.
        bad_lun
            Whether the host gives it a logical unit number that the gateway cannot use.

        Raises
        ------
        SandboxError
            If there can be no such disk.
        """
        with self._world.change("add disk", f"{self.id}, {gib} GiB") as account:
            size, is_bad = size_of(gib), truth("bad_lun", bad_lun)
            new_disk(account, self._machine, size).bad_lun = is_bad
            return self.disks[-1]

    def clone(self) -> Appliance:
        """Copy the machine with its disks and certificate, and return the copy.

        The copy has an address and an activation key of its own.
        """
        with self._world.change("clone", self.id):
            machine = self._machine
            copy = self._world.new_machine(machine.kind, [each.size for each in machine.disks])
            copy.certificate, copy.outdated = machine.certificate, machine.outdated
            return Appliance(self._world, copy.id)

    def change_address(self) -> str:
        """Give the machine another IP address, and return it."""
        with self._world.change("change address", self.id) as account:
            self._machine.addresses.append(new_address(account))
            return self.address

    def new_key(self, region: str | None = None) -> str:
        """Get a new activation key for the machine, and return it.

        Parameters
        ----------
        region
            The region that it is for. By default, that of the sandbox.

        Raises
        ------
        SandboxError
            If the machine is off, or the region is no name.
        """
        with self._world.change("new activation key", self.id) as account:
            if not self.on:
                raise SandboxError(f"{self.id} is off; expected power_on() first")
            region = account.region if region is None else region
            checked("region", region)
            return issue_key(account, self._machine, region)

    def fill_buffer(self, percent: int = FULL) -> None:
        """Fill the upload buffer. Volumes of a full one pass data through, and snapshots wait.

        Parameters
        ----------
        percent
            How full it is then. With 0, everything is uploaded.

        Raises
        ------
        SandboxError
            If it is not a whole number from 0 to 100, or the machine has no upload buffer.
        """
        with self._world.change("upload buffer", f"{self.id}, {percent} %") as account:
            gateway = self._gateway
            if type(percent) is not int or not 0 <= percent <= FULL:
                raise SandboxError(f"percent is {percent!r}; expected a whole number from 0 to 100")
            if gateway is None or not self._machine.size_of("buffer"):
                raise SandboxError(
                    f"{self.id} has no upload buffer; expected add_upload_buffer first"
                )
            account.fill_buffer(gateway, percent)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Appliance):
            return NotImplemented
        return (self.id, self._world.account) == (other.id, other._world.account)

    __hash__ = None  # type: ignore[assignment]  # since it changes

    def __repr__(self) -> str:
        state, count = "on" if self.on else "off", len(self._machine.disks)
        gateway = self._gateway.id if self._gateway else "not activated"
        return f"<Appliance {self.id}: {self.kind}, {state}, {gateway}, {count} disks>"


def size_of(gib: Any) -> int:
    """Return a size in bytes, or refuse one that no disk has."""
    is_number = not isinstance(gib, bool) and isinstance(gib, Real)
    if is_number and 1 <= gib * GIB <= _LARGEST:
        return int(gib * GIB)
    raise SandboxError(f"{gib!r:.60} GiB; expected a number above 0, such as 150, up to 2**30")


def new_disk(account: Account, machine: Machine, size: int) -> Disk:
    """Add a disk to a machine. The form of its id depends on the kind of gateway."""
    number = len(machine.disks)
    path = f"/dev/sd{chr(ord('b') + number) if number < 25 else f'b{number}'}"  # noqa: PLR2004 - b to z
    ids = {"cached": path, "tape": path, "stored": f"pci-0000:03:00.0-scsi-0:0:{number}:0"}
    disk = Disk(ids.get(machine.kind) or new_uuid(account), path, f"SCSI (0:{number})", size)
    machine.disks.append(disk)
    return disk


def new_address(account: Account) -> str:
    """Return an address that no machine has had."""
    number = 1 + sum(len(each.addresses) for each in account.machines.values())
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def issue_key(account: Account, machine: Machine, region: str) -> str:
    """Issue an activation key, such as 29AV1-3OFV9-VVIUB-NKT0I-LRO6V."""
    digits = account.digits(25)
    machine.key = "-".join(digits[start : start + 5] for start in range(0, 25, 5))
    account.keys[machine.key] = Key(machine.id, region, account.now)
    return machine.key
