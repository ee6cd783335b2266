"""What boto3 makes of one response: a real client and its real parser, without a network."""

from __future__ import annotations

import os
from functools import cache
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING, Any

from botocore.awsrequest import AWSResponse
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.model import OperationNotFoundError
from botocore.session import Session

from sgwlib.errors import ResponseError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterator

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

    def answer(request: Any, **_: Any) -> Any:
        headers: Any = dict(response.headers)
        body: Any = _Stream(response.body)
        return AWSResponse(request.url, response.status_code, headers, body)

    # One shared client, since its making takes much longer than a call; hence the lock.
    with _lock:
        client = _client()
        event = "before-send.storage-gateway"
        client.meta.events.register_first(event, answer)
        try:
            client._make_api_call(response.operation, {})  # noqa: SLF001 - the call by API name
        except ClientError as error:
            return error
        except OperationNotFoundError:
            known = client.meta.service_model.operation_names
            raise UnknownNameError("operation of boto3", response.operation, known) from None
        finally:
            client.meta.events.unregister(event, answer)
    raise ResponseError(f"boto3 takes status {response.status_code} for no error")


class _Stream(BytesIO):
    """A body as botocore reads it from its HTTP client."""

    def stream(self, **_: object) -> Iterator[bytes]:
        yield self.read()


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
        aws_access_key_id="simulated",
        aws_secret_access_key="simulated",  # noqa: S106 - no secret, signs a request never sent
        config=Config(parameter_validation=False),
    )
    client.meta.events.unregister(
        "needs-retry.storage-gateway", unique_id="retry-config-storage-gateway"
    )
    return client
