"""A request as the checks want it, and which operation it calls."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING

from httptools import parse_url

from sgwlib.simulation.api import TARGET_PREFIXES, api_operations
from sgwlib.simulation.endpoint.replies import RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sgwlib.simulation.endpoint.limits import Limits

__all__ = ["RejectedError", "Request", "called_operation", "long_body", "read_head"]

# What decides who asks for what: with two of them, two readers of a request may read two requests.
_ONCE = (b"authorization", b"content-type", b"host", b"x-amz-date", b"x-amz-target")
_ATTEMPT = re.compile(rb"attempt=(\d{1,6})\b")
_ACTION = re.compile(r"[A-Za-z][A-Za-z0-9]*")


class RejectedError(Exception):
    """A request that the service answers with a general exception.

    Parameters
    ----------
    exception
        Name of the exception.
    message
        What it says; by default the reference page's message.
    """

    def __init__(self, exception: str, message: str | None = None) -> None:
        self.exception = exception
        self.message = message
        super().__init__(exception, message)


@dataclass(slots=True)
class Request:
    """A request.

    Parameters
    ----------
    method
        Such as ``"POST"``.
    path, query
        As they came, still encoded.
    headers
        Name in lower case to value.
    body
        The bytes of the body, once they have been read.
    is_last
        Whether the client ends the connection with it.

    What is worked out from a header's value is remembered, for a few values, wherever clients
    send the same one again and again: a call has to cost little.
    """

    method: str
    path: bytes
    query: bytes
    headers: Mapping[bytes, bytes]
    body: bytes = b""
    is_last: bool = False

    def header(self, name: bytes) -> str:
        """Return a header's value, empty where there is none."""
        return self.headers.get(name, b"").decode("latin-1").strip()

    @property
    def attempt(self) -> int | None:
        """Which attempt the SDK says it is."""
        return _attempt(self.headers.get(b"amz-sdk-request", b""))


def read_head(method: str, url: bytes, given: list[tuple[bytes, bytes]], limits: Limits) -> Request:
    """Take a request from what the parser gives, its body left out.

    Parameters
    ----------
    method, url
        As they came.
    given
        Each header's name, in lower case, and value.
    limits
        What a request may cost.

    Raises
    ------
    RefusedError
        If there are too many headers, a body that is too long, or one header twice that may
        come once.
    """
    if len(given) > limits.headers:
        status = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
        raise RefusedError(status, f"more than {limits.headers} headers", close=True)
    headers = dict(given)
    if len(headers) != len(given):
        _refuse_repeated([name for name, _ in given])
    # The parser has seen that it is a number.
    if int(headers.get(b"content-length", 0)) > limits.body:
        raise long_body(limits)
    return Request(method, *_target(url), headers)


def long_body(limits: Limits) -> RefusedError:
    """Return what refuses a body that is too long."""
    sentence = f"a body of more than {limits.body} bytes"
    return RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, sentence, close=True)


def called_operation(request: Request) -> str:
    """Return the operation that a request calls.

    Raises
    ------
    RejectedError
        MissingAction without a target, InvalidAction for one that is not ``prefix.Action``,
        UnknownOperationException for an action that today's API does not have.

    Examples
    --------
    >>> target = {b"x-amz-target": b"StorageGateway_20120630.DeleteVolume"}
    >>> called_operation(Request("POST", b"/", b"", target))
    'DeleteVolume'
    """
    action = _action(request.headers.get(b"x-amz-target", b""))
    if request.path != b"/":
        raise RejectedError("UnknownOperationException")
    return action


@lru_cache(maxsize=16)  # clients need one
def _target(url: bytes) -> tuple[bytes, bytes]:
    """Return the path and the query of a URL, which is whole where a proxy is meant."""
    parsed = parse_url(url)
    return parsed.path or b"", parsed.query or b""


@lru_cache(maxsize=256)
def _action(given: bytes) -> str:
    target = given.decode("latin-1").strip()
    if not target:
        raise RejectedError("MissingAction")
    prefix, _, action = target.partition(".")
    if prefix not in TARGET_PREFIXES or not _ACTION.fullmatch(action):
        raise RejectedError("InvalidAction")
    if action not in api_operations():
        raise RejectedError("UnknownOperationException")
    return action


@lru_cache(maxsize=256)
def _attempt(given: bytes) -> int | None:
    found = _ATTEMPT.search(given)
    return int(found[1]) if found else None


def _refuse_repeated(names: list[bytes]) -> None:
    for name in _ONCE:
        if names.count(name) > 1:
            sentence = f"more than one header {name.decode()}"
            raise RefusedError(HTTPStatus.BAD_REQUEST, sentence, close=True)
