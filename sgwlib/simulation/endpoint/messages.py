"""A request and its reply, and the error that refuses a request."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple

from sgwlib.errors import SgwError
from sgwlib.response import new_headers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

REFUSED = "RefusedByEndpoint"
"""The ``__type`` of a refused request. The service has no exception of this name."""

_ATTEMPT = re.compile(rb"attempt=(\d{1,6})\b")


class RefusedError(SgwError):
    """The endpoint refuses a request to protect itself. The request has no effect.

    ``close`` ends the connection after the reply, because the body was not read.
    """

    def __init__(self, status: HTTPStatus, sentence: str, *, close: bool = False) -> None:
        self.status = status
        self.close = close
        super().__init__(sentence)


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request: path and query still encoded, names of headers in lower case."""

    method: str
    path: bytes
    query: bytes
    headers: Mapping[bytes, bytes]
    body: bytes = b""

    def header(self, name: bytes) -> str:
        """Return a header's value; empty if there is none."""
        return self.headers.get(name, b"").decode("latin-1").strip()

    @property
    def attempt(self) -> int | None:
        """The number of the attempt that the SDK sends with the request."""
        found = _ATTEMPT.search(self.headers.get(b"amz-sdk-request", b""))
        return int(found[1]) if found else None


class Reply(NamedTuple):
    """What the endpoint sends back, after so many seconds."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    delay: float = 0.0


def read_headers(given: Iterable[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """Return the headers of a request by name. Several of a name are one, as HTTP joins them."""
    headers: dict[bytes, bytes] = {}
    for name, value in given:
        headers[name] = headers[name] + b"," + value if name in headers else value
    return headers


def reply_refused(refused: RefusedError) -> Reply:
    """Return the reply to a refused request."""
    headers = {"Connection": "close"} if refused.close else {}
    return reply_json({"__type": REFUSED, "message": str(refused)}, refused.status, headers)


def reply_json(
    value: object, status: int = HTTPStatus.OK, headers: Mapping[str, str] | None = None
) -> Reply:
    """Return a reply whose body is a value as JSON, with further headers."""
    body = json.dumps(value).encode()
    return Reply(status, new_headers(body) | dict(headers or {}), body)
