"""One request: read it, refuse it or have it decided, wait, send the reply."""

from __future__ import annotations

import asyncio
import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from sgwlib.simulation.endpoint.browsers import refuse_browsers
from sgwlib.simulation.endpoint.control import CONTROL_PATH, control
from sgwlib.simulation.endpoint.replies import RefusedError, reply_to_refused
from sgwlib.simulation.endpoint.requests import read_head
from sgwlib.simulation.endpoint.service import Decision

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from sgwlib.simulation.endpoint.limits import Limits
    from sgwlib.simulation.endpoint.replies import Reply
    from sgwlib.simulation.endpoint.service import Service

    Scope = Mapping[str, Any]
    Receive = Callable[[], Awaitable[Any]]
    Send = Callable[[Any], Awaitable[None]]

__all__ = ["App", "carry_out"]

_log = logging.getLogger("sgwlib.endpoint")


class _GoneError(Exception):
    """The client has closed the connection."""


class App:
    """The endpoint as an ASGI application.

    Parameters
    ----------
    service
        Decides the calls.
    limits
        What a request may cost.
    hosts
        The names under which it may be called.
    token
        What a control request must bring.
    """

    def __init__(self, service: Service, limits: Limits, hosts: frozenset[str], token: str) -> None:
        self._service = service
        self._limits = limits
        self._hosts = hosts
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            decision = self.decide(scope, await self._body(scope, receive))
            await _wait(decision.delay, receive)
        except RefusedError as refused:
            decision = Decision(reply_to_refused(refused))
        except (_GoneError, asyncio.CancelledError):
            return  # nobody is there to be answered: the client has gone, or the endpoint stops
        await _send(decision.reply, send)

    def decide(self, scope: Scope, body: bytes) -> Decision:
        """Decide what a request is answered, whose body is known; nothing here waits."""
        try:
            return self._decide(scope, body)
        except RefusedError as refused:
            return Decision(reply_to_refused(refused))
        except Exception:  # noqa: BLE001 - whatever it is, the client is answered
            _log.exception("the endpoint failed on a request")
            failed = RefusedError(HTTPStatus.INTERNAL_SERVER_ERROR, "see the endpoint's log")
            return Decision(reply_to_refused(failed))

    def _decide(self, scope: Scope, body: bytes) -> Decision:
        request = read_head(scope, self._limits)
        refuse_browsers(request, self._hosts)
        self._check_length(body)
        request.body = body
        if request.path.startswith(CONTROL_PATH):
            return Decision(control(request, self._service, self._token))
        if request.method != "POST":
            raise RefusedError(HTTPStatus.METHOD_NOT_ALLOWED, "expected POST", close=True)
        return self._service.decide(request)

    def _check_length(self, body: bytes) -> None:
        if len(body) > self._limits.body:
            sentence = f"a body of more than {self._limits.body} bytes"
            raise RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, sentence, close=True)

    async def _body(self, scope: Scope, receive: Receive) -> bytes:
        read_head(scope, self._limits)  # refuses a length that is too great before all of it came
        body, more = b"", True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise _GoneError
            body += message["body"]
            more = message["more_body"]
            self._check_length(body)
        return body


async def carry_out(decision: Decision, receive: Receive, send: Send) -> None:
    """Wait and send what has been decided, for a request that has been read."""
    try:
        await receive()  # the body, once more
        await _wait(decision.delay, receive)
    except (_GoneError, asyncio.CancelledError):
        return
    await _send(decision.reply, send)


async def _wait(seconds: float, receive: Receive) -> None:
    """Wait, but not for a client that has gone: nothing of it may stay behind."""
    if not seconds:
        return
    try:
        # After the body, all that can still come is that the client goes.
        await asyncio.wait_for(receive(), seconds)
    except TimeoutError:
        return
    raise _GoneError


async def _send(reply: Reply, send: Send) -> None:
    await send({"type": "http.response.start", "status": reply.status, "headers": reply.headers})
    await send({"type": "http.response.body", "body": reply.body})
