"""``simulate``: the response to one call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgwlib.coverage import record
from sgwlib.response import build_response

if TYPE_CHECKING:
    from sgwlib.catalogue import Catalogue
    from sgwlib.response import ErrorResponse

__all__ = ["simulate"]


def simulate(  # noqa: PLR0913 - one keyword for each choice
    operation: str,
    error: str,
    *,
    exception: str | None = None,
    message: str | None = None,
    undocumented: bool = False,
    catalogue: Catalogue | None = None,
) -> ErrorResponse:
    """Return the response of an operation that fails with an error.

    Parameters
    ----------
    operation
        Name of an operation of the page or of today's API.
    error
        Name of an error code or of a general exception, of the page or known beyond it.
    exception
        The carrier of a code. It decides the status, and so whether SDKs retry. The default is
        the code's own ``carrier``; the page does not say which of the two carries a code, so
        look at the evidence.
    message
        A message instead of the documented one, such as a text that the live service sends.
    undocumented
        Build the response even if no edition of the page lists the pair.
    catalogue
        The bundled one by default.

    Returns
    -------
    ErrorResponse
        With a new request id. A running :func:`sgwlib.recording` counts it.

    Raises
    ------
    UnknownNameError
        If there is no such operation, error or exception.
    UndocumentedPairError
        If no edition of the page lists the pair and ``undocumented`` is false.
    CarrierError
        If the exception cannot carry the error.

    Examples
    --------
    >>> simulate("ListGateways", "InternalError").status_code
    500
    >>> simulate(
    ...     "ListGateways", "InternalError", exception="InvalidGatewayRequestException"
    ... ).status_code
    400
    >>> simulate("ListGateways", "ThrottlingException").json()
    {'__type': 'ThrottlingException', 'message': 'Rate exceeded.'}
    >>> simulate("RefreshCache", "FileShareNotFound", undocumented=True).code
    'FileShareNotFound'
    """
    response = build_response(
        operation,
        error,
        exception=exception,
        message=message,
        undocumented=undocumented,
        catalogue=catalogue,
    )
    record(response, "simulate")
    return response
