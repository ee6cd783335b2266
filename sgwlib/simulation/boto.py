"""What boto3 makes of one response: a real client and its real parser, without a network."""

from __future__ import annotations

import os
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.model import OperationNotFoundError
from botocore.session import Session

from sgwlib.errors import ResponseError, UnknownNameError
from sgwlib.simulation.hooks import Layer, attached

if TYPE_CHECKING:
    from sgwlib.response import ErrorResponse

__all__ = ["raised_by_boto3"]

_lock = Lock()


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
    if response.operation is None:
        raise ResponseError("the response names no operation; boto3 parses by operation")

    layer = Layer(lambda _: (response, 0), on_answer=_untold)
    # One shared client, since its making takes much longer than a call; hence the lock.
    with _lock, attached(_client(), layer):
        try:
            _client()._make_api_call(response.operation, {})  # noqa: SLF001 - by the API's name
        except ClientError as error:
            return error
        except OperationNotFoundError:
            known = _client().meta.service_model.operation_names
            raise UnknownNameError("operation of boto3", response.operation, known) from None
    raise ResponseError(f"boto3 takes status {response.status_code} for no error")


def _untold(_: ErrorResponse) -> None:
    """Keep an answer from counting as met: it is shown, and no one's client has got it."""


@cache
def _client() -> Any:  # the types of botocore leave out what is called here
    """Make a client that no setting of this machine can influence, and that never retries."""
    nowhere = (None, None, os.devnull, None)
    session = Session(
        session_vars={
            "profile": (None, None, None, None),
            "config_file": nowhere,
            "credentials_file": nowhere,
        }
    )
    client = session.create_client(
        "storagegateway",
        region_name="us-east-1",
        endpoint_url="https://storagegateway.invalid",
        aws_access_key_id="simulated",  # so that botocore looks for none
        aws_secret_access_key="simulated",  # noqa: S106 - no secret, signs nothing
        config=Config(parameter_validation=False),
    )
    client.meta.events.unregister(
        "needs-retry.storage-gateway", unique_id="retry-config-storage-gateway"
    )
    return client
