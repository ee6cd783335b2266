"""Make a real boto3 client meet errors, inside the process.

>>> import boto3
>>> gateway = boto3.client("storagegateway", region_name="us-east-1")
>>> with inject(gateway, "ListGateways", "ThrottlingException", times=1) as plan:
...     found = gateway.list_gateways()
>>> found["ResponseMetadata"]["RetryAttempts"], found["Gateways"][0]["GatewayId"]
(1, 'sgw-12A3456B')
>>> print(plan.report())
1. ListGateways ThrottlingException, times=1: answered 1 of 1 call; 1 came after them.
"""

from __future__ import annotations

from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal, TypedDict, TypeVar, Unpack, get_args
from weakref import WeakSet

import botocore.session
from botocore.hooks import BaseEventHooks

from sgwlib.errors import FaultError, UnknownNameError
from sgwlib.response import ErrorResponse
from sgwlib.simulation.faults import Fault, FaultPlan
from sgwlib.simulation.hooks import Layer, attach, attached, check_client, detach

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    import boto3
    from botocore.client import BaseClient

__all__ = ["FaultSettings", "Others", "inject", "inject_response", "inject_session"]

Others = Literal["succeed", "pass"]
"""What becomes of a call that no fault answers."""

_Given = TypeVar("_Given")
_CREATING = "creating-client-class.storage-gateway"


class FaultSettings(TypedDict, total=False):
    """The settings of a :class:`~sgwlib.simulation.faults.Fault`."""

    exception: str | None
    times: int | None
    after: int
    probability: float
    delay: float
    undocumented: bool


def inject(
    client: BaseClient,
    plan: FaultPlan | Fault | str,
    error: str | None = None,
    *,
    others: Others = "succeed",
    retry_waits: bool = True,
    **settings: Unpack[FaultSettings],
) -> AbstractContextManager[FaultPlan]:
    """Answer a client's calls by a fault plan while a block runs.

    The request is built as always, but not signed, so that no credentials are needed; then,
    instead of being sent, it is answered. The answer goes through botocore's own parser, its
    typed exceptions and its retries. Each attempt is a call to the plan: ``times=2`` is two
    attempts. Injections nest: the innermost plan is asked first, and the next one where it has
    no answer.

    Parameters
    ----------
    client
        A boto3 client for storagegateway.
    plan
        A plan, a fault, or the name of an operation (``"*"`` for any).
    error
        With the name of an operation: an error code or a general exception.
    others
        What becomes of a call that no fault answers. ``"succeed"``: it is answered with an
        output of the shape in botocore's model, and nothing leaves the process. ``"pass"``: it
        goes to the network, signed, unless an injection around or within says ``"succeed"``.
    retry_waits
        False lets botocore retry without waiting, in each of its modes, as often as it would.
        Not with ``others="pass"``: it would hurry the real service, too. In adaptive mode,
        handlers of before-send for any service that others have registered are not called.
        What a client learns from errors, it keeps afterwards: in modes standard and adaptive
        how many retries it may still make (some 35 without a success in between), and in
        adaptive mode the rate at which it calls.
    **settings
        With the name of an operation: the other settings of a fault. ``delay`` is waited for;
        if it is longer than the client's read timeout, the client gives up after that with
        botocore's ReadTimeoutError, and retries, as with a slow server.

    Returns
    -------
    context manager of FaultPlan
        Gives the plan, which counts. Afterwards the client is as before, also after an
        exception, and in whatever order nested injections end.

    Raises
    ------
    FaultError
        If it is no such client, or the rest says no plan.
    UnknownNameError, UndocumentedPairError, CarrierError
        As from a fault.

    Examples
    --------
    >>> import boto3
    >>> gateway = boto3.client("storagegateway", region_name="us-east-1")
    >>> arn = "arn:aws:storagegateway:us-east-1:111122223333:gateway/sgw-1/volume/vol-1"
    >>> with inject(gateway, "DeleteVolume", "VolumeInUse"):
    ...     try:
    ...         gateway.delete_volume(VolumeARN=arn)
    ...     except gateway.exceptions.InvalidGatewayRequestException as error:
    ...         print(error.response["error"]["errorCode"])
    VolumeInUse
    """
    check_client(client)
    chosen = _plan(plan, error, settings)
    return _in_client(client, _layer(chosen, others, retry_waits=retry_waits), chosen)


def inject_response(
    client: BaseClient,
    response: ErrorResponse,
    *,
    others: Others = "succeed",
    retry_waits: bool = True,
) -> AbstractContextManager[ErrorResponse]:
    """Answer a client's calls with one response, whatever it says, while a block runs.

    For what no page lists: a response from a log, another status, a code of tomorrow.

    Parameters
    ----------
    client
        A boto3 client for storagegateway.
    response
        Answers all calls of its operation; if it names none, all calls.
    others, retry_waits
        As with :func:`inject`.

    Returns
    -------
    context manager of ErrorResponse
        Gives the response.

    Raises
    ------
    FaultError
        If it is no such client or no response.

    Examples
    --------
    >>> import boto3
    >>> gateway = boto3.client("storagegateway", region_name="us-east-1")
    >>> body = b'{"__type": "InternalServerError", "message": "As the API reference says."}'
    >>> with inject_response(gateway, ErrorResponse.parse(400, {}, body)):
    ...     try:
    ...         gateway.list_gateways()
    ...     except gateway.exceptions.InternalServerError as error:
    ...         print(error.response["ResponseMetadata"]["RetryAttempts"])
    0
    """
    check_client(client)
    if not isinstance(response, ErrorResponse):
        raise FaultError(f"expected an ErrorResponse, not {response!r}")

    def decide(operation: str) -> tuple[ErrorResponse, float] | None:
        return (response, 0) if response.operation in (None, operation) else None

    layer = _checked(Layer(decide, passes=_passes(others), retry_waits=retry_waits))
    return _in_client(client, layer, response)


def inject_session(
    session: boto3.Session | botocore.session.Session | None,
    plan: FaultPlan | Fault | str,
    error: str | None = None,
    *,
    others: Others = "succeed",
    retry_waits: bool = True,
    **settings: Unpack[FaultSettings],
) -> AbstractContextManager[FaultPlan]:
    """Do as `inject` for all storagegateway clients that a session makes while a block runs.

    For code that makes its own client. Clients that were there before are not meant, nor
    sessions made within the block: give their clients to :func:`inject`, or let them call an
    endpoint of sgwlib, whose address botocore takes from the environment.

    Parameters
    ----------
    session
        A session of boto3 or botocore; None for boto3's default one, which is behind
        ``boto3.client``.
    plan, error, others, retry_waits, **settings
        As with :func:`inject`.

    Returns
    -------
    context manager of FaultPlan
        Gives the plan, which all these clients share. Afterwards they are as other clients.

    Raises
    ------
    FaultError
        If it is no such session, or the rest says no plan.
    UnknownNameError, UndocumentedPairError, CarrierError
        As from a fault.

    Examples
    --------
    >>> import boto3
    >>> with inject_session(None, "ListGateways", "ThrottlingException", retry_waits=False) as plan:
    ...     gateway = boto3.client("storagegateway", region_name="us-east-1")
    ...     try:
    ...         gateway.list_gateways()
    ...     except gateway.exceptions.ClientError:
    ...         print(plan.calls)
    {'ListGateways': 3}
    """
    events = _events(session)
    chosen = _plan(plan, error, settings)
    return _in_session(events, _layer(chosen, others, retry_waits=retry_waits), chosen)


@contextmanager
def _in_client(client: BaseClient, layer: Layer, given: _Given) -> Iterator[_Given]:
    with attached(client, layer):
        yield given


@contextmanager
def _in_session(events: BaseEventHooks, layer: Layer, plan: FaultPlan) -> Iterator[FaultPlan]:
    clients = _Clients(layer)
    events.register(_CREATING, clients.creating)
    try:
        yield plan
    finally:
        events.unregister(_CREATING, clients.creating)
        clients.end()


class _Clients:
    """The clients that a session makes while a layer is in it."""

    def __init__(self, layer: Layer) -> None:
        self._layer: Layer | None = layer
        self._made: WeakSet[BaseClient] = WeakSet()
        self._lock = Lock()

    def creating(self, base_classes: list[type], **_: object) -> None:
        """Handle creating-client-class: have each new client tell of itself."""
        # First, since a client is a client only after what follows has made it.
        base_classes.insert(0, _telling(self._add))

    def end(self) -> None:
        with self._lock:
            layer, self._layer = self._layer, None
            for client in list(self._made):
                if layer is not None:
                    detach(client, layer)

    def _add(self, client: BaseClient) -> None:
        with self._lock:
            if self._layer is not None:
                attach(client, self._layer)
                self._made.add(client)


def _telling(tell: Callable[[Any], None]) -> type:
    class Telling:
        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            tell(self)

    return Telling


def _events(session: object) -> BaseEventHooks:
    """Return the events of a session, which those of its clients are copied from."""
    if session is None:
        import boto3

        if boto3.DEFAULT_SESSION is None:
            boto3.setup_default_session()
        session = boto3.DEFAULT_SESSION
    if isinstance(session, botocore.session.Session):
        events = session.get_component("event_emitter")
    else:
        events = getattr(session, "events", None)
    if not isinstance(events, BaseEventHooks):
        raise FaultError(f"expected a session of boto3 or botocore, not {type(session).__name__}")
    return events


def _plan(plan: object, error: str | None, settings: FaultSettings) -> FaultPlan:
    if isinstance(plan, str):
        if error is None:
            raise FaultError(f"expected an error for {plan}: an error code or a general exception")
        unknown = [name for name in settings if name not in FaultSettings.__annotations__]
        if unknown:
            known = tuple(FaultSettings.__annotations__)
            raise UnknownNameError("setting of a fault", unknown[0], known)
        return FaultPlan([Fault(plan, error, **settings)])
    if error is not None or settings:
        raise FaultError("an error and its settings belong into the faults of the plan")
    if isinstance(plan, Fault):
        return FaultPlan([plan])
    if not isinstance(plan, FaultPlan):
        raise FaultError(f"expected a FaultPlan, a Fault or the name of an operation, not {plan!r}")
    return plan


def _layer(plan: FaultPlan, others: Others, *, retry_waits: bool) -> Layer:
    def decide(operation: str) -> tuple[ErrorResponse, float] | None:
        answer = plan.answer(operation)
        return None if answer is None else (answer.response, answer.fault.delay)

    return _checked(Layer(decide, passes=_passes(others), retry_waits=retry_waits))


def _passes(others: str) -> bool:
    if others not in get_args(Others):
        raise UnknownNameError("way with other calls", others, get_args(Others))
    return others == "pass"


def _checked(layer: Layer) -> Layer:
    if layer.passes and not layer.retry_waits:
        raise FaultError(
            'retry_waits=False needs others="succeed": retries of calls that pass would hurry '
            "the real service"
        )
    return layer
