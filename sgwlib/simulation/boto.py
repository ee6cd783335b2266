"""The exception that boto3 raises for a response, and how often it retries before that.

Real boto3 clients with their own parser and retries receive the response, without a network.
"""

from __future__ import annotations

import os
from contextlib import closing, contextmanager, suppress
from functools import cache, partial
from itertools import zip_longest
from threading import RLock
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest.mock import patch

from sgwlib.errors import ResponseError, UnknownNameError
from sgwlib.extras import needed_by
from sgwlib.response import build_response
from sgwlib.retries import who_retries
from sgwlib.simulation.faults import FaultPlan

with needed_by("sgwlib.simulation.boto"):
    from botocore import retryhandler, xform_name
    from botocore.config import Config
    from botocore.exceptions import ClientError
    from botocore.retries import standard
    from botocore.session import Session

    from sgwlib.simulation.api import success_body
    from sgwlib.simulation.hooks import Layer, attach, attached

if TYPE_CHECKING:
    from collections.abc import Iterator

    import boto3

    from sgwlib.response import ErrorResponse

__all__ = [
    "RETRY_MODES",
    "Attempts",
    "Request",
    "answered_client",
    "attempts_by_boto3",
    "attempts_of_call",
    "raised_by_boto3",
]

RETRY_MODES = ("legacy", "standard", "adaptive")
"""The retry modes of botocore."""

_lock = RLock()


class Attempts(NamedTuple):
    """What a boto3 client does that receives the same response to every attempt."""

    mode: str
    made: int
    """How many requests it sent."""
    most: int
    """The most requests that botocore sends in this mode."""
    error: ClientError
    """The exception that it raised in the end."""


def answered_client(*layers: Layer, **options: Any) -> Any:
    """Return a boto3 client that layers answer, the last one first, with options of `boto3.client`.

    The settings of this machine don't matter.
    """
    with _lock:  # a session makes one client at a time
        client = _session().client("storagegateway", **options)
    for layer in layers:
        attach(client, layer)
    return client


def raised_by_boto3(response: ErrorResponse) -> ClientError:
    """Return the exception that a boto3 client raises for a response, without retries.

    A response without an operation, or of an operation that boto3 does not know, is refused.

    >>> from sgwlib import simulate
    >>> error = raised_by_boto3(simulate("DeleteVolume", "VolumeInUse"))
    >>> type(error).__name__, error.response["error"]
    ('InvalidGatewayRequestException', {'errorCode': 'VolumeInUse'})
    """
    with _lock:  # one shared client, since making one takes longer than a call
        error, _ = _raised(_once(), response)
    # botocore says that the client has reached its limit of retries. Here there are none.
    parsed: Any = error.response
    parsed["ResponseMetadata"].pop("MaxAttemptsReached", None)
    return type(error)(parsed, error.operation_name)


def attempts_by_boto3(response: ErrorResponse) -> tuple[Attempts, ...]:
    """Return how often a new client of each mode sends a request that always gets a response.

    Its retries do not wait. What `raised_by_boto3` refuses is refused here, too.

    >>> from sgwlib import simulate
    >>> for mode, made, most, error in attempts_by_boto3(simulate("DeleteVolume", "InternalError")):
    ...     print(f"{mode}: {made} of {most}, then {type(error).__name__}")
    legacy: 5 of 5, then InternalServerError
    standard: 3 of 3, then InternalServerError
    adaptive: 3 of 3, then InternalServerError
    """
    found = []
    for mode in RETRY_MODES:
        error, made = _tried(mode, response)
        found.append(Attempts(mode, made, _most(mode), error))
    return tuple(found)


@cache
def _most(mode: str) -> int:
    """Return how often a client sends a request that always fails."""
    return _tried(mode, build_response("ListGateways", "InternalFailure"))[1]


def _tried(mode: str, response: ErrorResponse) -> tuple[ClientError, int]:
    with closing(_new_client(retries={"mode": mode})) as client:
        return _raised(client, response)


def _raised(client: Any, response: ErrorResponse) -> tuple[ClientError, int]:
    """Return what a client raises that always gets a response, and how often it asks."""
    operation, known = response.operation, client.meta.service_model.operation_names
    if operation is None:
        raise ResponseError("the response names no operation, and boto3 needs one to parse it")
    if operation not in known:
        raise UnknownNameError("operation of boto3", operation, known)
    answers: list[ErrorResponse] = []  # and no client of the user receives them
    layer = Layer(lambda *_: (response, 0), retry_waits=False, on_answer=answers.append)
    with attached(client, layer):
        try:
            getattr(client, xform_name(operation))()
        except ClientError as error:
            return error, len(answers)
    raise ResponseError(f"status {response.status_code} is not an error for boto3")


class Request(NamedTuple):
    """One of the requests that a client sends for a call."""

    error: str | None
    """The error code or exception that it met; None for success."""
    exception: str | None
    """What names the error in the response."""
    status: int
    because: str
    """Why clients retry the error, or why they don't."""
    wait: float | None
    """The longest wait before the next request, in seconds; None for the last one."""


def attempts_of_call(
    operation: str, plan: FaultPlan, *, mode: str, most: int
) -> tuple[Request, ...]:
    """Return the requests that a new boto3 client sends for one call, without waiting.

    botocore draws each wait at random. Here all draws are the highest, so each wait is the longest
    that it can be.

    >>> from sgwlib import Fault, FaultPlan
    >>> plan = FaultPlan([Fault("DeleteVolume", "ThrottlingException", times=2)])
    >>> made = attempts_of_call("DeleteVolume", plan, mode="standard", most=3)
    >>> [(each.error, each.status, each.wait) for each in made]
    [('ThrottlingException', 400, 1.0), ('ThrottlingException', 400, 2.0), (None, 200, None)]
    """
    plan = FaultPlan(plan.faults, plan.seed)  # a copy, since asking counts
    met: list[ErrorResponse | None] = []
    waits: list[float] = []

    def decide(name: str, _: bytes) -> tuple[ErrorResponse | bytes, float]:
        answered = plan.answer(name)
        met.append(answered.response if answered else None)
        return (answered.response if answered else success_body(name)), 0

    layer = Layer(decide, retry_waits=False, on_answer=lambda _: None, on_wait=waits.append)
    with _lock, _longest_waits():
        client = _new_client(retries={"mode": mode, "total_max_attempts": most})
        with closing(client), attached(client, layer), suppress(ClientError):
            getattr(client, xform_name(operation))()
    return tuple(_request(each, wait) for each, wait in zip_longest(met, waits))


def _request(met: ErrorResponse | None, wait: float | None) -> Request:
    if met is None:
        return Request(None, None, 200, "a success needs no retry", wait)
    because = who_retries(met.exception, met.status_code).because
    return Request(met.code or met.exception, met.exception, met.status_code, because, wait)


@contextmanager
def _longest_waits() -> Iterator[None]:
    """Let botocore draw the longest wait before each retry, in all of its modes."""

    def highest() -> float:
        return 1.0

    longest = partial(standard.ExponentialBackoff, random=highest)
    with (
        patch.object(standard, "ExponentialBackoff", longest),
        patch.object(retryhandler, "random", SimpleNamespace(random=highest)),
    ):
        yield


@cache
def _once() -> Any:  # the types of botocore leave out what is called here
    """Make a client that never retries."""
    return _new_client(retries={"total_max_attempts": 1})


def _new_client(**settings: Any) -> Any:
    return answered_client(
        region_name="us-east-1",
        endpoint_url="https://storagegateway.invalid",
        aws_access_key_id="simulated",  # so that botocore does not look for one
        aws_secret_access_key="simulated",  # noqa: S106 - no secret, signs nothing
        config=Config(parameter_validation=False, **settings),
    )


@cache
def _session() -> boto3.Session:
    """Make a session that ignores the settings of this machine.

    It reads botocore's model once, which is most of the time that making a client takes.
    """
    import boto3  # not before a client is needed

    unset = (None, None, None, None)
    nowhere = (None, None, os.devnull, None)
    session = Session(
        session_vars={
            "profile": unset,
            "max_attempts": unset,
            "retry_mode": unset,
            "config_file": nowhere,
            "credentials_file": nowhere,
        }
    )
    return boto3.Session(botocore_session=session)
