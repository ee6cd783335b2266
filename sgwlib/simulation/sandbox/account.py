"""The sandbox: a pretend account, its world, and clients that call it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from copy import deepcopy
from datetime import timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any, Self

from sgwlib.errors import SandboxError
from sgwlib.extras import needed_by
from sgwlib.files import read_file, reason_of, write_atomically
from sgwlib.frozen import FrozenDict
from sgwlib.simulation.faults import as_plan
from sgwlib.simulation.general import ServiceError, general_response
from sgwlib.simulation.sandbox.showing import tables_of, title_of
from sgwlib.simulation.sandbox.state import API_TYPES, END, Account, Snapshot, moment
from sgwlib.simulation.sandbox.storing import from_bytes, to_bytes
from sgwlib.simulation.sandbox.world import (
    Appliance,
    World,
    checked,
    fact,
    known,
    size_of,
    switch,
    truth,
)
from sgwlib.text import html_table, text_table

with needed_by("sgwlib.Sandbox"):
    import boto3  # noqa: F401 - tried here, so that the error names what needs it
    from botocore.exceptions import BotoCoreError

    from sgwlib.simulation.api import CANNED, api_operations, success_body
    from sgwlib.simulation.boto import answered_client
    from sgwlib.simulation.hooks import Layer
    from sgwlib.simulation.inject import plan_layer
    from sgwlib.simulation.sandbox.call import Call
    from sgwlib.simulation.sandbox.guards import refusal
    from sgwlib.simulation.sandbox.operations import OPERATIONS, decide
    from sgwlib.simulation.validation import known_input

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from sgwlib.response import ErrorResponse
    from sgwlib.simulation.faults import Fault, FaultPlan
    from sgwlib.simulation.sandbox.state import Event, Volume

_CALL_SECONDS = 1  # how long a call takes, so that a client that polls gets ahead
_LONGEST = timedelta(days=366)  # at once, since schedules can take thousands of snapshots then
# Kind of gateway to what adds its first disks. A file gateway needs a cache alone.
_BOTH = ("AddCache", "AddUploadBuffer")
_NEEDED = {"cached": _BOTH, "tape": _BOTH, "stored": _BOTH[1:]}
_STORAGE_GIB = 150  # of a cache or an upload buffer, the least that the user guide recommends
_HOST = "iqn.1991-05.com.microsoft:host"


class _Appliances(FrozenDict[str, Any]):
    """Appliances by id."""

    kind = "appliance"
    __repr__ = dict.__repr__

    def __getitem__(self, name: str) -> Any:
        return super().__getitem__(known(self.kind, name, self))


class _Snapshots(_Appliances):
    """States of snapshots by id."""

    kind = "snapshot"


class Sandbox:
    """A pretend account with gateways, disks, volumes and snapshots, and a clock of its own.

    Answers and errors follow from what was done. It simulates the 35 operations of the page, those
    that the guides of file gateways add, and those on tags. Any other operation gets a canned
    success, and its event says so.

    Nothing waits: the clock moves by a second with each call, and when you call :meth:`advance`.
    The same steps always give the same ids and answers. Threads may share a sandbox.

    Parameters
    ----------
    region, account
        Name of the region, and the account's 12 digits.
    seed
        A whole number. Another seed gives other ids.
    live
        Whether to answer with the pairs and messages that the live service was seen to send,
        although no edition of the page has them.

    Raises
    ------
    SandboxError
        If a setting cannot be.

    Examples
    --------
    >>> import sgwlib
    >>> sandbox = sgwlib.Sandbox()
    >>> gateway = sandbox.gateway("cached")
    >>> client = sandbox.client()
    >>> volume = client.create_cached_iscsi_volume(
    ...     GatewayARN=gateway.arn,
    ...     VolumeSizeInBytes=10 * 2**30,
    ...     TargetName="data",
    ...     NetworkInterfaceId=gateway.address,
    ...     ClientToken="token-1",
    ... )["VolumeARN"]
    >>> sandbox.connect(volume)
    >>> try:
    ...     client.delete_volume(VolumeARN=volume)
    ... except client.exceptions.InvalidGatewayRequestException as error:
    ...     print(error.response["error"]["errorCode"])
    VolumeInUse
    >>> sandbox.events[-1].why
    'An iSCSI initiator is connected to the volume.'
    """

    __slots__ = ("_world",)  # so that a misspelled switch is an error

    def __init__(
        self,
        region: str = "us-east-1",
        account: str = "111122223333",
        seed: int = 0,
        *,
        live: bool = False,
    ) -> None:
        self._world = World(_sound(Account(region, account, seed, live)))

    @property
    def _account(self) -> Account:
        return self._world.account

    region: str = fact("_account.region", "The region.")
    account: str = fact("_account.account", "The account's 12 digits.")

    @property
    def now(self) -> datetime:
        """The time by the clock of the sandbox."""
        return moment(self._account.now)

    @property
    def events(self) -> tuple[Event, ...]:
        """The last 10,000 things that happened, the oldest first."""
        with self._world.lock:
            return tuple(self._account.events)

    @property
    def operations(self) -> tuple[str, ...]:
        """The operations that it simulates."""
        return tuple(OPERATIONS)

    # The world

    failing = switch("_account.failing", "Whether the service answers InternalError.")
    crashing = switch("_account.crashing", "Whether the service answers InternalFailure.")

    def advance(
        self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0
    ) -> datetime:
        """Move the clock, and return the new time. Snapshots complete, keys expire, schedules run.

        Parameters
        ----------
        days, hours, minutes, seconds
            How far, together.

        Raises
        ------
        SandboxError
            If it would move back, by more than 366 days at once, or beyond the year 9000.

        Examples
        --------
        >>> print(Sandbox().advance(minutes=31))
        2026-01-01 00:31:00+00:00
        """
        try:
            moved = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        except (TypeError, ValueError, OverflowError):
            raise SandboxError("expected numbers, such as advance(minutes=31)") from None
        with self._world.change("time passes", str(moved)) as account:
            if not timedelta() <= moved <= _LONGEST or account.now + moved.total_seconds() > END:
                raise SandboxError(f"the clock cannot move by {moved}; expected 0 to 366 days")
            account.pass_time(moved.total_seconds())
        return self.now

    def appliance(
        self, kind: str = "cached", disks: Iterable[float] = (_STORAGE_GIB, _STORAGE_GIB)
    ) -> Appliance:
        """Add a virtual machine with the software of a gateway, not activated, and return it.

        Parameters
        ----------
        kind
            ``"cached"``, ``"stored"``, ``"tape"``, ``"s3-file"`` or ``"fsx-file"``.
        disks
            The sizes of its disks in GiB.

        Raises
        ------
        UnknownNameError, SandboxError
            If there is no such kind, or no such size.

        Examples
        --------
        >>> Sandbox().appliance("stored", disks=[150, 20])
        <Appliance vm-1: stored, on, not activated, 2 disks>
        """
        known("kind of gateway", kind, API_TYPES)
        try:
            sizes = [size_of(each) for each in disks]
        except TypeError:
            raise SandboxError("expected sizes in GiB as disks, such as [150, 20]") from None
        with self._world.change("appliance", kind):
            return Appliance(self._world, self._world.new_machine(kind, sizes).id)

    def gateway(self, kind: str = "cached", disks: Iterable[float] = (100, 100)) -> Appliance:
        """Add a gateway that is ready, and return it.

        It is activated, and has the cache and the upload buffer that it needs.

        Parameters
        ----------
        kind
            As for :meth:`appliance`.
        disks
            The sizes in GiB of further disks, which are free.

        Raises
        ------
        UnknownNameError, SandboxError
            If there is no such kind or size, or nothing can be activated now.

        Examples
        --------
        >>> [disk.use for disk in Sandbox().gateway("stored").disks]
        ['buffer', '', '']
        """
        with self._world.lock:
            needed, account = _NEEDED.get(f"{kind}", ("AddCache",)), self._account
            for name in ("ActivateGateway", *needed):  # nothing else can refuse a new gateway
                refused = refusal(Call(account, name, {}), "service")
                if refused or account.crashing:
                    why = refused.guard.rule.text if refused else "The service crashes."
                    raise SandboxError(f"{name} is refused: {why}")
            appliance = self.appliance(kind, chain([_STORAGE_GIB] * len(needed), disks))
            key, name = appliance.activation_key, f"my-{appliance.id}"
            zone = {"GatewayTimezone": "GMT", "GatewayRegion": self.region}
            decide(account, "ActivateGateway", {"ActivationKey": key, "GatewayName": name, **zone})
            for add, disk in zip(needed, appliance.disks, strict=False):
                decide(account, add, {"GatewayARN": appliance.arn, "DiskIds": [disk.id]})
            return appliance

    @property
    def appliances(self) -> dict[str, Appliance]:
        """All appliances by id."""
        with self._world.lock:
            found = {each: Appliance(self._world, each) for each in self._account.machines}
            return _Appliances(found)

    def connect(self, volume: str, initiator: str = _HOST) -> None:
        """Connect an iSCSI initiator to a volume.

        Parameters
        ----------
        volume, initiator
            ARN of the volume, and name of the initiator.

        Raises
        ------
        UnknownNameError, SandboxError
            If the volume is not there, cannot be reached, or lets only others connect, or no
            initiator has such a name.
        """
        with self._world.change("connect", f"{initiator} to {volume}") as account:
            found = self._volume(volume)
            checked("initiator", initiator)
            if account.gateways[found.gateway].last_seen is not None:
                raise SandboxError(f"{found.gateway_id} is off or shut down; expected it to run")
            if account.machine_of(found).targets_lost:
                raise SandboxError("the targets are lost; expected targets_lost = False")
            if found.chap and initiator not in found.chap:
                raise SandboxError(f"CHAP refuses {initiator}; expected {', '.join(found.chap)}")
            found.initiators = [*dict.fromkeys([*found.initiators, initiator])]

    def disconnect(self, volume: str) -> None:
        """Disconnect all initiators from a volume.

        Parameters
        ----------
        volume
            ARN of the volume.

        Raises
        ------
        UnknownNameError, SandboxError
            If the volume is not there, or none is connected.
        """
        with self._world.change("disconnect", volume):
            if not self._volume(volume).initiators:
                raise SandboxError(f"no initiator is connected to {volume}; expected connect()")
            self._volume(volume).initiators.clear()

    def _volume(self, arn: str) -> Volume:
        volumes = self._account.volumes
        return volumes[known("volume", arn, volumes)]

    def snapshot(self, gib: float = 10, *, exportable: bool = True) -> str:
        """Add a completed snapshot to EBS, and return its id.

        Parameters
        ----------
        gib
            Its size in GiB.
        exportable
            Whether this account may restore it.

        Raises
        ------
        SandboxError
            If there can be no such snapshot.
        """
        size, is_exportable = size_of(gib), truth("exportable", exportable)
        with self._world.change("snapshot", f"{gib} GiB") as account:
            name = account.new_name("snap-", 17).lower()
            account.snapshots[name] = Snapshot(name, "", size, account.now, is_exportable)
            return name

    @property
    def snapshots(self) -> dict[str, str]:
        """Id of each snapshot to its state: ``"pending"`` or ``"completed"``."""
        with self._world.lock:
            account = self._account
            found = {each.id: account.state_of(each) for each in account.snapshots.values()}
            return _Snapshots(found)

    def file_system(self) -> str:
        """Add a file system of FSx, and return its ARN for AssociateFileSystem."""
        with self._world.change("file system") as account:
            start = account.arn("file-system/fs-", "fsx")
            account.file_systems.append(account.new_name(start, 17, account.file_systems).lower())
            return account.file_systems[-1]

    @property
    def withdrawn(self) -> list[str]:
        """The operations that the region does not offer: they answer NotSupported."""
        return [*self._account.withdrawn]

    @withdrawn.setter
    def withdrawn(self, operations: Iterable[str]) -> None:
        given: Any = operations  # over HTTP, it may be anything
        listed = isinstance(given, Iterable) and not isinstance(given, str)
        kind, given = "operation of the sandbox", given if listed else [given]
        names = [known(kind, each, OPERATIONS) for each in given]
        with self._world.change(f"withdrawn = {names}") as account:
            account.withdrawn = names

    # Clients

    def client(
        self,
        *,
        plan: Fault | Iterable[Fault] | FaultPlan | None = None,
        retry_waits: bool = False,
        **options: Any,
    ) -> Any:
        """Return a real boto3 client that the sandbox answers, without a network.

        Parameters
        ----------
        plan
            Faults that are asked before the sandbox. :func:`sgwlib.inject` can add others.
        retry_waits
            Whether botocore waits before it retries.
        **options
            Options of ``boto3.client``, such as ``config``.

        Raises
        ------
        SandboxError, FaultError
            If the options are wrong or for another region, or the plan is none.

        Examples
        --------
        >>> Sandbox().client().list_gateways()["Gateways"]
        []
        """
        region = options.setdefault("region_name", self.region)
        if region != self.region:
            raise SandboxError(f"the region is {region!r}; expected the sandbox's, {self.region!r}")
        waits = truth("retry_waits", retry_waits)
        layers = [Layer(lambda *call: (self.answer(*call), 0.0), retry_waits=waits)]
        if plan is not None:
            layers.append(plan_layer(as_plan(plan), "succeed", retry_waits=waits))
        try:
            return answered_client(*layers, **options)
        except (AttributeError, BotoCoreError, TypeError, ValueError) as error:
            raise SandboxError(f"boto3 can't make a client with these options: {error}") from None

    def answer(self, operation: str, body: bytes) -> ErrorResponse | bytes:
        """Return the answer to one call: an error, or the body of a success.

        Parameters
        ----------
        operation
            Name of the operation.
        body
            The body of the request.

        Raises
        ------
        UnknownNameError, SandboxError
            If there is no such operation, or the body is not bytes.

        Examples
        --------
        >>> Sandbox().answer("ListGateways", b"{}")
        b'{"Gateways": []}'
        """
        with self._world.lock:
            answer, why = self._answered(operation, body)
            outcome = "success" if operation in OPERATIONS else CANNED
            if not isinstance(answer, bytes):
                outcome = answer.code or str(answer.exception)
            self._account.note(operation, outcome, why)
            self._account.pass_time(_CALL_SECONDS)
        return answer

    def _answered(self, operation: str, body: bytes) -> tuple[ErrorResponse | bytes, str]:
        """Return the answer to a call, and why it is refused."""
        known("operation", operation, api_operations())
        if not isinstance(body, bytes):
            raise SandboxError(f"the body is {body!r:.60}; expected bytes, such as b'{{}}'")
        if self._account.crashing:
            return general_response(ServiceError("InternalFailure"), operation), ""
        try:
            # TargetInvalid is for a name of the wrong form, so that is not checked here.
            given = known_input(operation, body, any_form="TargetName")
        except ServiceError as error:
            return general_response(error, operation), error.message or ""
        if operation not in OPERATIONS:
            return success_body(operation), ""
        answer = decide(self._account, operation, given)
        if isinstance(answer, dict):
            return json.dumps(answer).encode(), ""
        return answer.response(), answer.guard.rule.text

    # Files and values

    def save(self, path: str | Path) -> None:
        """Write the state to a file, as a whole or not at all.

        Parameters
        ----------
        path
            The file, which is JSON.

        Raises
        ------
        SandboxError
            If it cannot be written. An existing file stays as it was.

        Examples
        --------
        >>> import tempfile
        >>> path = f"{tempfile.mkdtemp()}/sandbox.json"
        >>> sandbox = Sandbox()
        >>> sandbox.save(path)
        >>> Sandbox.load(path) == sandbox
        True
        """
        with self._world.lock:
            content = to_bytes(self._account)
        try:
            write_atomically(path, content)
        except (OSError, TypeError) as error:
            raise SandboxError(f"{path} cannot be written: {reason_of(error)}") from None

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Return the sandbox of a file, equal to the one that was saved.

        Parameters
        ----------
        path
            A file that :meth:`save` wrote.

        Raises
        ------
        SandboxError
            If the file cannot be read, or any part of it is damaged.
        """
        sandbox = cls.__new__(cls)
        try:
            sandbox._world = World(_sound(from_bytes(read_file(path))))  # noqa: SLF001 - its own
        except (OSError, TypeError, ValueError) as error:
            raise SandboxError(f"{path} cannot be read: {reason_of(error)}") from None
        return sandbox

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sandbox):
            return NotImplemented
        return self._account == other._account

    __hash__ = None  # type: ignore[assignment]  # since it changes

    def __copy__(self) -> Self:
        return deepcopy(self)  # else two sandboxes would share one account

    def __repr__(self) -> str:
        with self._world.lock:
            return f"<{title_of(self._account)}>"

    def __str__(self) -> str:
        with self._world.lock:
            tables = [text_table(*each) for each in tables_of(self._account)]
            return "\n\n".join([title_of(self._account), *tables])

    def _repr_html_(self) -> str:
        with self._world.lock:
            tables = [html_table(*each) for each in tables_of(self._account)]
            return "".join([f"<p>{title_of(self._account)}</p>", *tables])


def _sound(account: Account) -> Account:
    """Return an account, or raise SandboxError unless its settings can be."""
    checked("region", account.region)
    checked("account", account.account)
    if type(account.seed) is not int:
        raise SandboxError(f"seed is {account.seed!r}; expected a whole number")
    truth("live", account.live)
    return account
