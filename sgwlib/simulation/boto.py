"""What boto3 makes of one response: real clients and their real parser, without a network."""

from __future__ import annotations

import os
from contextlib import closing
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.model import OperationNotFoundError
from botocore.session import Session

from sgwlib.errors import ResponseError, UnknownNameError
from sgwlib.response import build_response
from sgwlib.simulation.hooks import Layer, attached

if TYPE_CHECKING:
    from sgwlib.response import ErrorResponse

__all__ = ["RETRY_MODES", "Attempts", "attempts_by_boto3", "raised_by_boto3"]

RETRY_MODES = ("legacy", "standard", "adaptive")
"""The ways in which botocore can retry."""

_lock = Lock()


class Attempts(NamedTuple):
    """What a boto3 client does that gets the same response to every attempt.

    Parameters
    ----------
    mode
        Its retry mode, one of :data:`RETRY_MODES`.
    made
        How many requests it sent.
    most
        How many it sends at most, as botocore sets it.
    error
        What it raised in the end.
    """

    mode: str
    made: int
    most: int
    error: ClientError


def raised_by_boto3(response: ErrorResponse) -> ClientError:
    """Return the exception that a boto3 client raises when it gets a response.

    Parameters
    ----------
    response
        With its operation.

    Returns
    -------
    botocore.exceptions.ClientError
        Of the modelled class where botocore's service model has one. Retries are left out:
        it is what one attempt raises.

    Raises
    ------
    ResponseError
        If the response names no operation, or the client takes it for no error.
    UnknownNameError
        If boto3 does not know the operation.

    Examples
    --------
    >>> from sgwlib import simulate
    >>> error = raised_by_boto3(simulate("DeleteVolume", "VolumeInUse"))
    >>> type(error).__name__, error.response["error"]
    ('InvalidGatewayRequestException', {'errorCode': 'VolumeInUse'})
    >>> print(error)  # doctest: +NORMALIZE_WHITESPACE
    An error occurred (InvalidGatewayRequestException) when calling the DeleteVolume
    operation: The specified volume is already in use.
    """
    layer = Layer(lambda _: (response, 0), on_answer=_untold)
    # One shared client, since its making takes longer than a call; hence the lock.
    with _lock:
        return _raised(_once(), layer, response)


def attempts_by_boto3(response: ErrorResponse) -> tuple[Attempts, ...]:
    """Return how often boto3 sends a request that is always answered with the same response.

    In each retry mode a real client with botocore's own settings is called, and its retries wait
    for nothing. The clients are new ones, so that none has spent retries before.

    Parameters
    ----------
    response
        With its operation.

    Returns
    -------
    tuple of Attempts
        One for each of :data:`RETRY_MODES`.

    Raises
    ------
    ResponseError
        If the response names no operation, or the client takes it for no error.
    UnknownNameError
        If boto3 does not know the operation.

    Examples
    --------
    >>> from sgwlib import simulate
    >>> for mode, made, most, error in attempts_by_boto3(simulate("DeleteVolume", "InternalError")):
    ...     print(f"{mode}: {made} of {most}, then {type(error).__name__}")
    legacy: 5 of 5, then InternalServerError
    standard: 3 of 3, then InternalServerError
    adaptive: 3 of 3, then InternalServerError
    """
    found = []
    for mode in RETRY_MODES:
        made, error = _tried(mode, response)
        found.append(Attempts(mode, made, _most(mode), error))
    return tuple(found)


@cache
def _most(mode: str) -> int:
    """Return how often a client sends a request that is never answered well."""
    return _tried(mode, build_response("ListGateways", "InternalFailure"))[0]


def _tried(mode: str, response: ErrorResponse) -> tuple[int, ClientError]:
    answers: list[ErrorResponse] = []
    layer = Layer(lambda _: (response, 0), retry_waits=False, on_answer=answers.append)
    with _lock:  # a session makes one client at a time
        client = _new_client(retries={"mode": mode})
    with closing(client):
        error = _raised(client, layer, response)
    return len(answers), error


def _raised(client: Any, layer: Layer, response: ErrorResponse) -> ClientError:
    if response.operation is None:
        raise ResponseError("the response names no operation; boto3 parses by operation")
    with attached(client, layer):
        try:
            client._make_api_call(response.operation, {})  # noqa: SLF001 - by the API's name
        except ClientError as error:
            return error
        except OperationNotFoundError:
            known = client.meta.service_model.operation_names
            raise UnknownNameError("operation of boto3", response.operation, known) from None
    raise ResponseError(f"boto3 takes status {response.status_code} for no error")


def _untold(_: ErrorResponse) -> None:
    """Keep an answer from counting as met: it is shown, and no one's client has got it."""


@cache
def _once() -> Any:  # the types of botocore leave out what is called here
    """Make a client that never retries, whatever it gets."""
    client = _new_client()
    client.meta.events.unregister(
        "needs-retry.storage-gateway", unique_id="retry-config-storage-gateway"
    )
    return client


def _new_client(**settings: Any) -> Any:
    return _session().create_client(
        "storagegateway",
        region_name="us-east-1",
        endpoint_url="https://storagegateway.invalid",
        aws_access_key_id="simulated",  # so that botocore looks for none
        aws_secret_access_key="simulated",  # noqa: S106 - no secret, signs nothing
        config=Config(parameter_validation=False, **settings),
    )


@cache
def _session() -> Session:
    """Make a session that no setting of this machine can influence.

    It reads botocore's model once, which is most of what the making of a client takes.
    """
    unset = (None, None, None, None)
    nowhere = (None, None, os.devnull, None)
    return Session(
        session_vars={
            "profile": unset,
            "max_attempts": unset,
            "config_file": nowhere,
            "credentials_file": nowhere,
        }
    )
