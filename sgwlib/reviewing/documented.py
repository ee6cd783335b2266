"""The documented errors of an operation, as boto3 raises them."""

from __future__ import annotations

import json
from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from botocore.exceptions import ClientError

from sgwlib.catalogue import load_catalogue
from sgwlib.response import ErrorResponse
from sgwlib.reviewing.values import UNKNOWN, ErrorStatus, ErrorText
from sgwlib.simulation.boto import raised_by_boto3
from sgwlib.simulation.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Mapping


_VARIES = ("RequestId", "HTTPHeaders", "RetryAttempts")


class DocumentedError(NamedTuple):
    """One error of an operation."""

    name: str  # of the error code or the exception
    raised: ClientError  # what a boto3 client raises


@cache
def documented_errors(operation: str) -> tuple[DocumentedError, ...]:
    """Return the errors of an operation: its codes, and the exceptions without a code.

    A code comes with its default carrier. An operation that the default edition lacks has the
    codes of the other editions; if none documents any, it has the codes that public reports
    show. The exceptions are the general ones, and those that the API model declares for it.
    """
    catalogue = load_catalogue()
    found = catalogue.api_operations.get(operation)
    declared = found.declares if found else ()
    codes = catalogue.all_codes_of(operation) or tuple(
        pair.code for pair in catalogue.observations if pair.operation == operation
    )
    names = dict.fromkeys((*codes, *catalogue.general_exceptions, *declared))
    return tuple(
        DocumentedError(name, raised_by_boto3(fault.response(operation)))
        for name in names
        if name not in catalogue.carriers
        for fault in [Fault(operation, name, undocumented=True)]
    )


@cache
def exception_class(name: str) -> type[ClientError] | None:
    """Return the class ``client.exceptions.NAME``, if there is one."""
    if name == ClientError.__name__:
        return ClientError
    body = json.dumps({"__type": name})
    kind = type(raised_by_boto3(ErrorResponse.parse(400, {}, body, operation="ListGateways")))
    return None if kind is ClientError else kind


def marked(error: ClientError) -> ClientError:
    """Return a copy of an error whose strings are marked as the error's."""
    made: Any = type(error)  # the stubs want a typed dictionary of their own
    return made(_marked(error.response), error.operation_name)  # type: ignore[no-any-return]


def _marked(response: Mapping[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = deepcopy(dict(response))
    told["Error"] = {
        "Message": ErrorText.at(told["Error"]["Message"], "text"),
        "Code": ErrorText.at(told["Error"]["Code"], "Code"),
    }
    if "message" in told:
        told["message"] = ErrorText.at(told["message"], "text")
    if "error" in told:
        told["error"] = {"errorCode": ErrorText.at(told["error"]["errorCode"], "errorCode")}
    metadata = told["ResponseMetadata"]
    metadata["HTTPStatusCode"] = ErrorStatus(metadata["HTTPStatusCode"])
    metadata.update(dict.fromkeys(_VARIES, UNKNOWN))
    return told
