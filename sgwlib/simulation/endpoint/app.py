"""One request: read it, refuse it or have it decided, wait, send the reply."""

from __future__ import annotations

import asyncio
import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from sgwlib.simulation.endpoint.browsers import refuse_browsers
from sgwlib.simulation.endpoint.control import CONTROL_PATH, control
from sgwlib.simulation.endpoint.replies import RefusedError, Reply, reply_to_refused
from sgwlib.simulation.endpoint.requests import read_head

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from sgwlib.simulation.endpoint.limits import Limits
    from sgwlib.simulation.endpoint.requests import Request
    from sgwlib.simulation.endpoint.service import Service

    Scope = Mapping[str, Any]
    Receive = Callable[[], Awaitable[Any]]
    Send = Callable[[Any], Awaitable[None]]

__all__ = ["App"]

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
            reply = await self._reply(scope, receive)
        except (_GoneError, asyncio.CancelledError):
            return  # nobody is there to be answered: the client has gone, or the endpoint stops
        except RefusedError as refused:
            reply = reply_to_refused(refused)
        except Exception:  # noqa: BLE001 - whatever it is, the client is answered
            _log.exception("the endpoint failed on a request")
            failed = RefusedError(HTTPStatus.INTERNAL_SERVER_ERROR, "see the endpoint's log")
            reply = reply_to_refused(failed)
        await send(
            {"type": "http.response.start", "status": reply.status, "headers": reply.headers}
        )
        await send({"type": "http.response.body", "body": reply.body})

    async def _reply(self, scope: Scope, receive: Receive) -> Reply:
        request = read_head(scope, self._limits)
        refuse_browsers(request, self._hosts)
        controls = request.path.startswith(CONTROL_PATH)
        if not controls and request.method != "POST":
            raise RefusedError(HTTPStatus.METHOD_NOT_ALLOWED, "expected POST", close=True)
        await self._read_body(request, receive)
        if controls:
            return control(request, self._service, self._token)
        decision = self._service.decide(request)
        if decision.delay:
            await _wait(decision.delay, receive)
        return decision.reply

    async def _read_body(self, request: Request, receive: Receive) -> None:
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise _GoneError
            request.body += message["body"]
            more = message["more_body"]
            if len(request.body) > self._limits.body:
                raise RefusedError(
                    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                    f"a body of more than {self._limits.body} bytes",
                    close=True,
                )


async def _wait(seconds: float, receive: Receive) -> None:
    """Wait, but not for a client that has gone: nothing of it may stay behind."""
    try:
        # After the body, all that can still come is that the client goes.
        await asyncio.wait_for(receive(), seconds)
    except TimeoutError:
        return
    raise _GoneError
