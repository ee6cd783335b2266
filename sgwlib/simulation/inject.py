"""Make a real boto3 client meet errors, without a network."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Unpack, get_args
from weakref import WeakSet

from sgwlib.errors import FaultError, UnknownNameError
from sgwlib.extras import needed_by
from sgwlib.simulation.faults import plan_from

with needed_by("sgwlib.inject"):
    import botocore.session
    from botocore.hooks import BaseEventHooks

    from sgwlib.simulation.hooks import Layer, attach, attached, check_client, detach

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager

    import boto3
    from botocore.client import BaseClient

    from sgwlib.response import ErrorResponse
    from sgwlib.simulation.faults import Fault, FaultPlan

__all__ = ["FaultSettings", "Others", "inject", "inject_session", "plan_layer"]

Others = Literal["succeed", "pass"]
"""What happens to a call that no fault answers."""

_CREATING = "creating-client-class.storage-gateway"


class FaultSettings(TypedDict, total=False):
    """The settings of a :class:`~sgwlib.simulation.faults.Fault`."""

    exception: str | None
    message: str | None
    times: int | None
    after: int
    probability: float
    delay: float
    undocumented: bool


def inject(  # noqa: PLR0913 - one keyword for each choice
    client: BaseClient,
    plan: FaultPlan | Fault | Iterable[Fault] | str,
    error: str | None = None,
    *,
    others: Others = "succeed",
    retry_waits: bool = True,
    strict: bool = False,
    **settings: Unpack[FaultSettings],
) -> AbstractContextManager[FaultPlan]:
    """Answer a client's calls from a fault plan while a block runs.

    botocore builds each request as always. The request is not signed, so it needs no credentials,
    and it is answered instead of sent. The answer goes through botocore's own parser, its typed
    exceptions and its retries. Each attempt is a call to the plan: ``times=2`` means two attempts.
    Injections nest: the innermost plan is asked first, then the next one.

    Parameters
    ----------
    client
        A boto3 client for storagegateway.
    plan
        A fault, a list of faults, a plan, or the name of an operation (``"*"`` for any).
    error
        With the name of an operation: an error code or a general exception.
    others
        What happens to a call that no fault answers. ``"succeed"``: it gets an output of the
        shape in botocore's model, and nothing leaves the process. ``"pass"``: it goes to the
        network, signed, unless an injection around it or within it says ``"succeed"``.
    retry_waits
        With False, botocore retries as often as usual but does not wait. This does not work with
        ``others="pass"``, because it could overload the real service. In adaptive mode, handlers
        of ``before-send`` that are registered for all services are not called.
    strict
        With True, the block ends with an error if a fault answered no call.
    **settings
        With the name of an operation: the other settings of a fault. If a ``delay`` is longer
        than the client's read timeout, the client gives up with botocore's ReadTimeoutError and
        retries, as with a slow server.

    Returns
    -------
    context manager of FaultPlan
        Its ``as`` gives the plan, which counts the calls. Afterwards the client is as before,
        also after an exception, and in whatever order nested injections end.

    Raises
    ------
    FaultError
        If ``client`` is not such a client, or the rest is not a plan.
    UnknownNameError, UndocumentedPairError, CarrierError
        For the same reasons as from a fault.
    UnmetFaultError
        At the end of the block, with ``strict=True``. An exception from the block comes first.

    Notes
    -----
    In the modes ``standard`` and ``adaptive``, a client has a quota of about 35 retries, or 100
    for throttling, which only successful calls refill. When it is used up, the client stops
    retrying, in later blocks too. Make a new client for each test that counts retries.

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
    chosen = plan_from(plan, error, **settings)
    layer = plan_layer(chosen, others, retry_waits=retry_waits)
    return _block(attached(client, layer), chosen, strict=strict)


def inject_session(  # noqa: PLR0913 - one keyword for each choice
    session: boto3.Session | botocore.session.Session | None,
    plan: FaultPlan | Fault | Iterable[Fault] | str,
    error: str | None = None,
    *,
    others: Others = "succeed",
    retry_waits: bool = True,
    strict: bool = False,
    **settings: Unpack[FaultSettings],
) -> AbstractContextManager[FaultPlan]:
    """Do the same as `inject`, for all storagegateway clients that a session makes in a block.

    Use it for code that makes its own client. Clients made earlier and clients of other sessions
    are not affected. Give those to :func:`inject`, or let them call a :class:`sgwlib.Endpoint`.

    Parameters
    ----------
    session
        A session of boto3 or botocore, or None for the default session of ``boto3.client``.
    plan, error, others, retry_waits, strict, **settings
        The same as for :func:`inject`.

    Returns
    -------
    context manager of FaultPlan
        Its ``as`` gives the plan, which all these clients share. Afterwards the clients are like
        any others.

    Raises
    ------
    FaultError, UnknownNameError, UndocumentedPairError, CarrierError, UnmetFaultError
        For the same reasons as from :func:`inject`, or if ``session`` is not such a session.

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
    chosen = plan_from(plan, error, **settings)
    layer = plan_layer(chosen, others, retry_waits=retry_waits)
    return _block(_in_session(events, layer), chosen, strict=strict)


@contextmanager
def _block(
    injection: AbstractContextManager[None], plan: FaultPlan, *, strict: bool
) -> Iterator[FaultPlan]:
    with injection:
        yield plan
    if strict:
        plan.check_met()  # not reached if the block raised something


@contextmanager
def _in_session(events: BaseEventHooks, layer: Layer) -> Iterator[None]:
    """Inject into all clients that a session makes while a block runs."""
    made: WeakSet[BaseClient] = WeakSet()
    is_over = False
    lock = Lock()

    def add(client: Any) -> None:
        with lock:
            if not is_over:
                attach(client, layer)
                made.add(client)

    def creating(base_classes: list[type], **_: object) -> None:
        class Announcing:
            def __init__(self, *given: Any, **named: Any) -> None:
                super().__init__(*given, **named)
                add(self)

        base_classes.insert(0, Announcing)  # its __init__ ends when the client is complete

    events.register(_CREATING, creating)
    try:
        yield
    finally:
        events.unregister(_CREATING, creating)
        with lock:
            is_over = True
            for client in list(made):
                detach(client, layer)


def _events(session: object) -> BaseEventHooks:
    """Return the events of a session. Its clients get a copy of them."""
    if session is None:
        with needed_by("sgwlib.inject_session"):
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


def plan_layer(plan: FaultPlan, others: Others, *, retry_waits: bool) -> Layer:
    """Return the layer that answers a client's calls from a plan."""
    if others not in get_args(Others):
        raise UnknownNameError("value of others", others, get_args(Others))
    passes = others == "pass"
    if passes and not retry_waits:
        raise FaultError(
            'retry_waits=False needs others="succeed". Retries without waits could overload '
            "the real service"
        )

    def decide(operation: str, _body: bytes) -> tuple[ErrorResponse, float] | None:
        answer = plan.answer(operation)
        return None if answer is None else (answer.response, answer.fault.delay)

    return Layer(decide, passes=passes, retry_waits=retry_waits)
