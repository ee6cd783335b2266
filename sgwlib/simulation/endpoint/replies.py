"""What goes back over the wire: status, headers and body."""

from __future__ import annotations

import json
import time
from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple

from sgwlib.response import new_request_id

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

_RAW = b"""\
HTTP/1.1 %d %b\r
date: %b\r
content-type: application/x-amz-json-1.1\r
content-length: %d\r
x-amzn-requestid: %b\r
%b\r
%b"""
_PHRASES = {status.value: status.phrase.encode() for status in HTTPStatus}


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
    body: bytes
    request_id: str
    close: bool = False
    """Whether the connection is to be closed after it."""

    def raw(self, *, close: bool) -> bytes:
        """Return it as raw HTTP.

        Parameters
        ----------
        close
            Say that the connection is closed after it.

        Examples
        --------
        >>> refused = RefusedError(HTTPStatus.REQUEST_TIMEOUT, "too slow", close=True)
        >>> reply_to_refused(refused).raw(close=True).splitlines()[0]
        b'HTTP/1.1 408 Request Timeout'
        """
        return _RAW % (
            self.status,
            _PHRASES[self.status],
            _date(int(time.time())),
            len(self.body),
            self.request_id.encode(),
            b"connection: close\r\n" if close else b"",
            self.body,
        )


def success(body: bytes) -> Reply:
    """Return the reply to a call that nothing stood against."""
    return Reply(200, body, new_request_id())


def reply_to_error(response: ErrorResponse) -> Reply:
    """Return an error of the service as a reply."""
    return Reply(response.status_code, response.body, response.headers["x-amzn-RequestId"])


def reply_to_refused(refused: RefusedError) -> Reply:
    """Return what a refused request is answered."""
    reply = document({"__type": REFUSED, "message": refused.sentence}, refused.status)
    return reply._replace(close=refused.close)


def document(value: object, status: int = 200) -> Reply:
    """Return a reply with a value as JSON."""
    return Reply(status, json.dumps(value).encode(), new_request_id())


@lru_cache(maxsize=1)
def _date(second: int) -> bytes:
    return formatdate(second, usegmt=True).encode()
