"""The sandbox: a pretend account, its world, and clients that call it."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from datetime import timedelta
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Self

from sgwlib.catalogue import load_catalogue
from sgwlib.errors import SandboxError, UnknownNameError
from sgwlib.extras import needed_by
from sgwlib.files import read_file, write_atomically
from sgwlib.simulation.faults import as_plan
from sgwlib.simulation.general import ServiceError, general_response
from sgwlib.simulation.sandbox.operations import OPERATIONS, Refusal, decide
from sgwlib.simulation.sandbox.showing import html_of, text_of
from sgwlib.simulation.sandbox.state import API_TYPES, END, Account, Snapshot
from sgwlib.simulation.sandbox.storing import from_bytes, to_bytes
from sgwlib.simulation.sandbox.world import Appliance, World, size_of, switch

with needed_by("sgwlib.Sandbox"):
    import boto3

    from sgwlib.simulation.api import api_model, success_body
    from sgwlib.simulation.boto import quiet_session
    from sgwlib.simulation.hooks import Layer, attach
    from sgwlib.simulation.inject import plan_layer
    from sgwlib.simulation.validation import read_input, validate

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sgwlib.response import ErrorResponse
    from sgwlib.simulation.faults import Fault, FaultPlan
    from sgwlib.simulation.sandbox.rules import Output
    from sgwlib.simulation.sandbox.state import Event, Volume

_REGION = re.compile(r"[a-z]{2}(-[a-z]+)+-\d")  # such as us-gov-west-1
_ACCOUNT = re.compile(r"[0-9]{12}")
_CALL_SECONDS = 1
"""How long a call takes by the clock of the sandbox, so that whoever polls gets somewhere."""
_NEEDED = {"cached": ("cache", "buffer"), "tape": ("cache", "buffer"), "stored": ("buffer",)}
"""Kind of gateway to the uses of its first disks. A file gateway needs a cache alone."""
_ADD = {"cache": "AddCache", "buffer": "AddUploadBuffer"}
_STORAGE_GIB = 150
"""Size of a cache or an upload buffer, the least that the user guide recommends."""
_HOST = "iqn.1991-05.com.microsoft:host"
_lock = Lock()


class Sandbox:
    """A pretend account with gateways, disks, volumes and snapshots, and a clock of its own.

    Answers and errors follow from what was done. Clients call it with the 35 operations of the page,
    those of the editions of file gateways, and those for tags. Any other operation gets a canned
    success, and the event says so.

    Nothing waits: the clock moves when you call :meth:`advance`, and by a second with each call. The
    same steps always give the same ids and the same answers. Threads may share a sandbox. Each call
    is atomic.

    Parameters
    ----------
    region
        Name of the region.
    account
        The account's 12 digits.
    seed
        A whole number. Another seed gives other ids.
    live
        Whether to answer as the live service was seen to do where no edition of the page says so:
        with the observed pairs and messages.

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

    def __init__(
        self,
        region: str = "us-east-1",
        account: str = "111122223333",
        seed: int = 0,
        *,
        live: bool = False,
    ) -> None:
        state = Account(region, account, seed, live)
        _check(state)
        self._world = World(state)

    # The clock and what happened

    @property
    def _account(self) -> Account:
        return self._world.account

    @property
    def region(self) -> str:
        """The region."""
        return self._account.region

    @property
    def account(self) -> str:
        """The account's 12 digits."""
        return self._account.account

    @property
    def now(self) -> datetime:
        """The time by the clock of the sandbox."""
        return self._account.moment(self._account.now)

    def advance(
        self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0
    ) -> datetime:
        """Move the clock. Snapshots complete, keys expire, schedules run.

        Parameters
        ----------
        days, hours, minutes, seconds
            How far, together.

        Returns
        -------
        datetime
            The new time.

        Raises
        ------
        SandboxError
            If it would move back, or beyond the year 9000.

        Examples
        --------
        >>> Sandbox().advance(minutes=31)
        datetime.datetime(2026, 1, 1, 0, 31, tzinfo=datetime.timezone.utc)
        """
        try:
            moved = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        except (TypeError, ValueError, OverflowError):
            raise SandboxError("expected numbers, such as advance(minutes=31)") from None
        if moved < timedelta():
            raise SandboxError(f"the clock cannot move back by {-moved}")
        with self._world.lock:
            if self._account.now + moved.total_seconds() > END:
                raise SandboxError("the clock ends with the year 9000")
            self._account.pass_time(moved.total_seconds())
            self._account.note("time passes", why=str(moved))
        return self.now

    @property
    def events(self) -> tuple[Event, ...]:
        """The last 10,000 things that happened, the oldest first."""
        with self._world.lock:
            return tuple(self._account.events)

    # The world

    failing = switch("failing", "Whether the service fails: it answers InternalError.", "_account")
    crashing = switch(
        "crashing",
        "Whether the service crashes on any call: it answers InternalFailure.",
        "_account",
    )

    def appliance(
        self, kind: str = "cached", disks: Iterable[float] = (_STORAGE_GIB, _STORAGE_GIB)
    ) -> Appliance:
        """Add a virtual machine with the software of a gateway, which is not activated yet.

        Parameters
        ----------
        kind
            ``"cached"``, ``"stored"``, ``"tape"``, ``"s3-file"`` or ``"fsx-file"``.
        disks
            The sizes of its disks in GiB.

        Returns
        -------
        Appliance
            A machine that is on. Its `activation_key` is for ActivateGateway.

        Raises
        ------
        SandboxError
            If a size is none.
        UnknownNameError
            If there is no such kind.

        Examples
        --------
        >>> Sandbox().appliance("stored", disks=[150, 20])
        <Appliance vm-1: stored, on, not activated, 2 disks>
        """
        if not isinstance(kind, str) or kind not in API_TYPES:
            raise UnknownNameError("kind of gateway", kind, API_TYPES)
        try:
            sizes = [size_of(each) for each in disks]
        except TypeError:
            raise SandboxError(f"disks is {disks!r}; expected sizes in GiB") from None
        with self._world.change("appliance", kind):
            return Appliance(self._world, self._world.new_machine(kind, sizes).id)

    def gateway(
        self, kind: str = "cached", disks: Iterable[float] = (100, 100), name: str = "my-gateway"
    ) -> Appliance:
        """Add a gateway that is ready: activated, with cache and upload buffer as it needs them.

        Parameters
        ----------
        kind
            As for :meth:`appliance`.
        disks
            The sizes in GiB of the disks that are free, in addition to those of its storage.
        name
            The gateway's name.

        Returns
        -------
        Appliance
            The gateway, with its `arn`.

        Raises
        ------
        SandboxError
            If a size is none, or the gateway cannot be activated now.
        UnknownNameError
            If there is no such kind.

        Examples
        --------
        >>> [disk.use for disk in Sandbox().gateway("stored").disks]
        ['buffer', '', '']
        """
        needed = _NEEDED.get(kind, ("cache",)) if isinstance(kind, str) else ()
        with self._world.lock:
            appliance = self.appliance(kind, disks=[*[_STORAGE_GIB] * len(needed), *disks])
            self._do(
                "ActivateGateway",
                ActivationKey=appliance.activation_key,
                GatewayName=name,
                GatewayTimezone="GMT",
                GatewayRegion=self.region,
            )
            for use, disk in zip(needed, appliance.disks, strict=False):
                self._do(_ADD[use], GatewayARN=appliance.arn, DiskIds=[disk.id])
            return appliance

    @property
    def appliances(self) -> tuple[Appliance, ...]:
        """All appliances, in the order in which they were added."""
        with self._world.lock:
            return tuple(Appliance(self._world, each) for each in self._account.machines)

    def find(self, name: str) -> Appliance:
        """Return an appliance.

        Parameters
        ----------
        name
            Its id, its address, its gateway's ARN or the id within that.

        Returns
        -------
        Appliance

        Raises
        ------
        UnknownNameError
            If there is none.
        """
        with self._world.lock:
            for each in self._account.machines.values():
                gateway = each.gateway
                names = (each.id, each.address, gateway, gateway.rpartition("/")[2])
                if name and name in names:
                    return Appliance(self._world, each.id)
            raise UnknownNameError("appliance", name, self._account.machines)

    def connect(self, volume: str, initiator: str = _HOST) -> None:
        """Connect an iSCSI initiator to a volume.

        Parameters
        ----------
        volume
            ARN of the volume.
        initiator
            Name of the initiator.

        Raises
        ------
        SandboxError
            If the volume is not there or cannot be reached, or asks others for a secret.
        """
        with self._world.change("connect", f"{initiator} to {volume}"):
            found = self._volume(volume)
            if not self._account.is_connected(self._account.gateways[found.gateway]):
                raise SandboxError(f"the gateway of {found.id} is off; turn it on, then connect")
            if found.chap and initiator not in found.chap:
                names = ", ".join(found.chap)
                raise SandboxError(f"{found.id} lets only {names} connect, by their CHAP secrets")
            if initiator not in found.initiators:
                found.initiators.append(initiator)

    def disconnect(self, volume: str) -> None:
        """Disconnect all initiators from a volume.

        Parameters
        ----------
        volume
            ARN of the volume.

        Raises
        ------
        SandboxError
            If the volume is not there, or none is connected.
        """
        with self._world.change("disconnect", volume):
            found = self._volume(volume)
            if not found.initiators:
                raise SandboxError(f"no initiator is connected to {found.id}")
            found.initiators.clear()

    def snapshot(self, gib: float = 10, *, exportable: bool = True) -> str:
        """Add a completed snapshot to EBS, as EC2 does.

        Parameters
        ----------
        gib
            Its size in GiB.
        exportable
            Whether this account may restore it.

        Returns
        -------
        str
            Its id.

        Raises
        ------
        SandboxError
            If there can be no snapshot of this size.
        """
        account, size = self._account, size_of(gib)
        with self._world.change("snapshot", f"{gib} GiB"):
            name = account.new_name("snap-", 17, ()).lower()
            found = Snapshot(name, "", size, "", account.now, account.now, bool(exportable))
            account.snapshots[name] = found
            return name

    @property
    def snapshots(self) -> dict[str, str]:
        """Id of each snapshot to its state: ``"pending"`` or ``"completed"``."""
        with self._world.lock:
            return {
                name: self._account.state_of(each) for name, each in self._account.snapshots.items()
            }

    def file_system(self) -> str:
        """Add a file system of FSx.

        Returns
        -------
        str
            Its ARN, which is the ``LocationARN`` of AssociateFileSystem.
        """
        account = self._account
        with self._world.change("file system"):
            start = f"arn:aws:fsx:{account.region}:{account.account}:file-system/fs-"
            account.file_systems.append(account.new_name(start, 17, account.file_systems))
            return account.file_systems[-1]

    def withdraw(self, operation: str) -> None:
        """Let the region no longer offer an operation: it answers NotSupported.

        Parameters
        ----------
        operation
            Name of an operation that the sandbox simulates.

        Raises
        ------
        SandboxError
            If it is withdrawn already.
        UnknownNameError
            If the sandbox simulates no such operation.
        """
        self._offer(operation, wanted=False)

    def offer(self, operation: str) -> None:
        """Let the region offer an operation again.

        Parameters
        ----------
        operation
            Name of an operation that was withdrawn.

        Raises
        ------
        SandboxError
            If it is offered.
        UnknownNameError
            If the sandbox simulates no such operation.
        """
        self._offer(operation, wanted=True)

    def _offer(self, operation: str, *, wanted: bool) -> None:
        if not isinstance(operation, str) or operation not in OPERATIONS:
            raise UnknownNameError("operation of the sandbox", operation, OPERATIONS)
        withdrawn = self._account.withdrawn
        with self._world.change("offer" if wanted else "withdraw", operation):
            if (operation not in withdrawn) is wanted:
                raise SandboxError(f"{operation} is {'offered' if wanted else 'withdrawn'} already")
            if wanted:
                withdrawn.remove(operation)
            else:
                withdrawn.append(operation)

    def _volume(self, arn: str) -> Volume:
        found = self._account.volumes.get(arn)
        if found is None:
            raise UnknownNameError("volume", arn, self._account.volumes)
        return found

    def _do(self, operation: str, **given: Any) -> Output:
        """Call an operation from within."""
        answer = decide(self._account, operation, given)
        if isinstance(answer, Refusal):
            why = answer.guard.rule.text
            raise SandboxError(f"{operation} answers {answer.guard.code}: {why}")
        return answer

    # Clients

    def client(
        self,
        *,
        plan: Fault | Iterable[Fault] | FaultPlan | None = None,
        retry_waits: bool = False,
        **options: Any,
    ) -> Any:
        """Make a real boto3 client that the sandbox answers, without a network.

        botocore's parser, validation, typed exceptions, retries and paginators run.

        Parameters
        ----------
        plan
            Faults that are asked before the sandbox. You can also use :func:`sgwlib.inject`.
        retry_waits
            Whether botocore waits before it retries.
        **options
            Options of ``boto3.client``, such as ``config``.

        Returns
        -------
        boto3 client for storagegateway

        Raises
        ------
        SandboxError
            If the client is for another region, or the options are wrong.
        FaultError
            If the plan is none.

        Examples
        --------
        >>> Sandbox().client().list_gateways()["Gateways"]
        []
        """
        region = options.setdefault("region_name", self.region)
        if region != self.region:
            raise SandboxError(f"the region is {region!r}; expected {self.region!r}, the sandbox's")
        layers = [Layer(self._decide, retry_waits=retry_waits)]
        if plan is not None:
            layers.append(plan_layer(as_plan(plan), "succeed", retry_waits=retry_waits))
        with _lock:  # a session makes one client at a time
            try:
                client = _session().client("storagegateway", **options)
            except TypeError as error:
                raise SandboxError(f"boto3 takes no such option: {error}") from None
        for layer in layers:
            attach(client, layer)
        return client

    def _decide(self, operation: str, body: bytes) -> tuple[ErrorResponse | bytes, float]:
        return self.answer(operation, body), 0.0

    def answer(self, operation: str, body: bytes) -> ErrorResponse | bytes:
        """Answer one call, as the service does.

        Parameters
        ----------
        operation
            Name of the operation.
        body
            The body of the request.

        Returns
        -------
        ErrorResponse or bytes
            The error, or the body of the success.

        Raises
        ------
        UnknownNameError
            If there is no such operation.

        Examples
        --------
        >>> Sandbox().answer("ListGateways", b"{}")
        b'{"Gateways": []}'
        """
        account = self._account
        with self._world.lock:
            answer, why = self._answered(operation, body)
            if not isinstance(answer, bytes):
                outcome = answer.code or str(answer.exception)
            elif operation in OPERATIONS:
                outcome = "success"
            else:
                outcome = CANNED
            account.note(operation, outcome, why)
            account.pass_time(_CALL_SECONDS)
        return answer

    def _answered(self, operation: str, body: bytes) -> tuple[ErrorResponse | bytes, str]:
        try:
            if self._account.crashing:
                raise ServiceError("InternalFailure")  # noqa: TRY301 - all are answered below
            given = _input(operation, body)
        except ServiceError as error:
            return general_response(error, operation), error.message or ""
        if operation not in OPERATIONS:
            return success_body(operation), ""
        answer = decide(self._account, operation, given)
        if isinstance(answer, Refusal):
            return answer.response, answer.guard.rule.text
        return json.dumps(answer).encode(), ""

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
        >>> path = Path(tempfile.mkdtemp()) / "sandbox.json"
        >>> sandbox = Sandbox()
        >>> sandbox.save(path)
        >>> Sandbox.load(path) == sandbox
        True
        """
        with self._world.lock:
            content = to_bytes(self._account)
        try:
            write_atomically(path, content)
        except (OSError, ValueError) as error:
            raise SandboxError(f"{path} cannot be written: {_reason(error)}") from None

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read the state from a file.

        Parameters
        ----------
        path
            A file that :meth:`save` wrote.

        Returns
        -------
        Sandbox
            Equal to the one that was saved.

        Raises
        ------
        SandboxError
            If the file cannot be read, or any part of it is damaged.
        """
        try:
            account = from_bytes(read_file(path))
            _check(account)
        except (OSError, ValueError) as error:
            raise SandboxError(f"{path} cannot be read: {_reason(error)}") from None
        sandbox = cls.__new__(cls)
        sandbox._world = World(account)  # noqa: SLF001 - of this class
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
            counts = len(self._account.gateways), len(self._account.volumes)
        return (
            f"<Sandbox {self.account} in {self.region}: {counts[0]} gateways, {counts[1]} volumes>"
        )

    def __str__(self) -> str:
        with self._world.lock:
            return text_of(self._account)

    def _repr_html_(self) -> str:
        with self._world.lock:
            return html_of(self._account)


CANNED = "canned success"
"""The outcome of a call of an operation that is not simulated."""


def _input(operation: str, body: bytes) -> dict[str, Any]:
    """Return the input of a call without what is null or unknown, or raise ServiceError."""
    if operation not in load_catalogue().api_operations:
        raise UnknownNameError("operation", operation, load_catalogue().api_operations)
    given = read_input(body)
    checked = given
    if isinstance(name := given.get("TargetName"), str):
        # TargetInvalid is for a name of a wrong form. Only its length is checked here.
        checked = {**given, "TargetName": "x" * len(name)}
    validate(operation, checked)
    shape: Any = api_model().operation_model(operation).input_shape
    return {name: each for name in shape.members if (each := given.get(name)) is not None}


def _check(account: Account) -> None:
    """Raise SandboxError unless the settings of an account can be."""
    for name, value, pattern, example in (
        ("region", account.region, _REGION, "us-east-1"),
        ("account", account.account, _ACCOUNT, "111122223333"),
    ):
        given: Any = value
        if not isinstance(given, str) or not pattern.fullmatch(given):
            raise SandboxError(f"{name} is {given!r}; expected a name such as {example!r}")
    seed: Any = account.seed
    if type(seed) is not int:
        raise SandboxError(f"seed is {seed!r}; expected a whole number")
    live: Any = account.live
    if not isinstance(live, bool):
        raise SandboxError(f"live is {live!r}; expected True or False")


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


@cache
def _session() -> boto3.Session:
    return boto3.Session(botocore_session=quiet_session())
