"""General exceptions: the error that ends a call early, and the response it becomes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sgwlib.catalogue import load_catalogue
from sgwlib.errors import SgwError
from sgwlib.response import error_response

if TYPE_CHECKING:
    from sgwlib.response import ErrorResponse


class ServiceError(SgwError):
    """The service answers a request with a general exception.

    The message is the reference page's if it is None.
    """

    def __init__(self, exception: str, message: str | None = None) -> None:
        self.exception = exception
        self.message = message
        super().__init__(exception if message is None else f"{exception}: {message}")


def general_response(error: ServiceError, operation: str | None) -> ErrorResponse:
    """Return the response to a call that ends in a general exception."""
    kind = load_catalogue().exceptions[error.exception]
    message = error.message or kind.sample_message or kind.message
    return replace(error_response(operation or "", kind, message), operation=operation)
