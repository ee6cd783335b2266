"""What goes back over the wire: status, headers and body."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

if TYPE_CHECKING:
    from sgwlib.response import ErrorResponse

__all__ = [
    "REFUSED",
    "RefusedError",
    "Reply",
    "document",
    "reply_to_error",
    "reply_to_refused",
    "success",
]

REFUSED = "RefusedByEndpoint"
"""What ``__type`` names where the endpoint protects itself: no service has an exception so named,
so that nobody takes it for an answer of the service."""

_JSON_11 = (b"content-type", b"application/x-amz-json-1.1")
_CLOSE = (b"connection", b"close")


class RefusedError(Exception):
    """A request that the endpoint refuses for its own safety, without any effect.

    Parameters
    ----------
    status
        HTTP status.
    sentence
        What was wrong and what was expected.
    close
        Close the connection after it: what follows in it is not worth reading.
    """

    def __init__(self, status: HTTPStatus, sentence: str, *, close: bool = False) -> None:
        self.status = status
        self.sentence = sentence
        self.close = close
        super().__init__(sentence)


class Reply(NamedTuple):
    """What is sent."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes

    @property
    def raw(self) -> bytes:
        """As raw HTTP, for the connection that is closed after it.

        Examples
        --------
        >>> refused = RefusedError(HTTPStatus.REQUEST_TIMEOUT, "too slow", close=True)
        >>> reply_to_refused(refused).raw.splitlines()[0]
        b'HTTP/1.1 408 Request Timeout'
        """
        phrase = HTTPStatus(self.status).phrase
        lines = [b"HTTP/1.1 %d %s" % (self.status, phrase.encode())]
        lines += [b"%s: %s" % header for header in self.headers]
        return b"\r\n".join([*lines, b"", self.body])


def success(body: bytes) -> Reply:
    """Return the reply to a call that nothing stood against."""
    return Reply(200, _headers(body), body)


def reply_to_error(response: ErrorResponse) -> Reply:
    """Return an error of the service as a reply."""
    headers = _headers(response.body, response.headers["x-amzn-RequestId"])
    return Reply(response.status_code, headers, response.body)


def reply_to_refused(refused: RefusedError) -> Reply:
    """Return what a refused request is answered."""
    reply = document({"__type": REFUSED, "message": refused.sentence}, refused.status)
    if refused.close:
        reply.headers.append(_CLOSE)
    return reply


def document(value: object, status: int = 200) -> Reply:
    """Return a reply with a value as JSON."""
    body = json.dumps(value).encode()
    return Reply(status, _headers(body), body)


def _headers(body: bytes, request_id: str | None = None) -> list[tuple[bytes, bytes]]:
    return [
        _JSON_11,
        (b"content-length", b"%d" % len(body)),
        (b"x-amzn-requestid", (request_id or str(uuid4())).encode()),
    ]
