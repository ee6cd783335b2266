"""What one connection may cost, in bytes and time: bounds that uvicorn's own protocol lacks."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from uvicorn import Config
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from sgwlib.catalogue import load_catalogue
from sgwlib.response import error_response
from sgwlib.simulation.endpoint.app import carry_out
from sgwlib.simulation.endpoint.replies import RefusedError, reply_to_error, reply_to_refused

if TYPE_CHECKING:
    import asyncio

    from sgwlib.simulation.endpoint.app import App
    from sgwlib.simulation.endpoint.limits import Limits
    from sgwlib.simulation.endpoint.replies import Reply
    from sgwlib.simulation.endpoint.service import Decision

__all__ = ["BoundedConfig", "BoundedProtocol"]

# What clients do wrong is no news on standard error, where uvicorn's warnings would end; who wants
# to read them gives this logger a handler.
_log = logging.getLogger("sgwlib.endpoint.http")
_log.addHandler(logging.NullHandler())
_log.setLevel(logging.WARNING)
_log.propagate = False


class BoundedConfig(Config):
    """uvicorn's configuration, with our bounds."""

    app: App

    def __init__(self, app: App, limits: Limits) -> None:
        self.limits = limits
        super().__init__(
            app,
            http=BoundedProtocol,
            ws="none",
            lifespan="off",
            interface="asgi3",
            log_config=None,  # the loggers of the process are not ours to configure
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_keep_alive=limits.idle,
        )


class BoundedProtocol(HttpToolsProtocol):
    """One connection.

    A request has so many seconds to arrive, and its reply to be fetched. Nothing is set up
    for that at each request: moments are noted, and the server asks for them now and then.
    """

    config: BoundedConfig

    def __init__(self, config: BoundedConfig, *arguments: Any, **settings: Any) -> None:
        super().__init__(config, *arguments, **settings)
        self.logger = _log
        self.access_log = False
        self._chunk = 0
        self._head: int | None = None
        """Bytes of the head that is arriving; None between heads."""
        self._waiting_since: float | None = None
        """Since when the client owes us a request, or the fetching of a reply."""
        self._unfetched_since: float | None = None
        self._problem: RefusedError | None = None
        self._begun: Any = None
        """The cycle of a request whose head has come, and whose body may come with it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn has it
        """Take a connection, or turn it away as a service does that cannot take more."""
        super().connection_made(transport)
        self._waiting_since = self.loop.time()
        if len(self.connections) > self.config.limits.connections:
            kind = load_catalogue().exceptions["ServiceUnavailable"]
            reply = reply_to_error(error_response("", kind, kind.message))
            reply.headers.append((b"connection", b"close"))
            transport.write(reply.raw)
            transport.close()

    def data_received(self, data: bytes) -> None:
        """Take bytes, as long as they are within the bounds."""
        if self.transport.is_closing():
            return
        self._chunk = len(data)
        if self._head is not None:
            self._head += self._chunk
        if self._waiting_since is None:
            self._waiting_since = self.loop.time()
        super().data_received(data)
        if self._begun is not None:
            # The rest comes later: uvicorn's way, in a task that waits for it.
            cycle, self._begun = self._begun, None
            super()._start_asgi_task(cycle, self.app)
        if self._head is not None and self._head > self.config.limits.head:
            self._refuse(self._long_head())

    def on_message_begin(self) -> None:
        """Begin a request."""
        self._head = self._chunk  # at most: others may have come with it
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Take a head."""
        head, self._head = self._head or 0, None
        if head > self.config.limits.head:
            # Counted by chunks, which may hold more than the head: now it is known exactly.
            head = len(self.url) + sum(len(name) + len(value) for name, value in self.headers)
        if head > self.config.limits.head:
            self._problem = self._long_head()
            raise self._problem  # the parser stops, and asks for a 400
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Take the end of a request."""
        self._waiting_since = None
        super().on_message_complete()
        if self._begun is not None:
            cycle, self._begun = self._begun, None
            self._answer(cycle)

    def _start_asgi_task(self, cycle: Any, app: Any) -> None:
        """Answer a request that is whole without a task: most are, and tasks cost most of all."""
        if self.transport.is_closing():
            return
        if cycle.more_body:
            self._begun = cycle
        elif self.flow.write_paused:
            super()._start_asgi_task(cycle, app)
        else:
            self._answer(cycle)

    def _answer(self, cycle: Any) -> None:
        decision = self.config.app.decide(cycle.scope, bytes(cycle.body))
        if decision.delay or self.flow.write_paused:
            super()._start_asgi_task(cycle, _decided(decision))
        else:
            self._send(cycle, decision.reply)

    def _send(self, cycle: Any, reply: Reply) -> None:
        """Send a reply in one write, and do for the connection what the cycle does."""
        lines = [STATUS_LINE[reply.status]]
        for name, value in (*self.server_state.default_headers, *reply.headers):
            lines += (name, b": ", value, b"\r\n")
        keep = cycle.keep_alive and (b"connection", b"close") not in reply.headers
        if not cycle.keep_alive:
            lines.append(b"connection: close\r\n")
        lines += (b"\r\n", reply.body)
        cycle.response_started = cycle.response_complete = True
        self.transport.write(b"".join(lines))
        if not keep:
            self.transport.close()
        cycle.on_response()
        cycle.on_response = None  # no circle is left behind

    def pause_writing(self) -> None:
        """Note that the client fetches nothing."""
        self._unfetched_since = self.loop.time()
        super().pause_writing()

    def resume_writing(self) -> None:
        """Note that it does."""
        self._unfetched_since = None
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP."""
        self._refuse(self._problem or RefusedError(HTTPStatus.BAD_REQUEST, msg, close=True))

    def close_if_late(self) -> None:
        """End the connection if its client has not kept the time."""
        moments = [each for each in (self._waiting_since, self._unfetched_since) if each]
        if not moments or self.loop.time() - min(moments) <= self.config.limits.seconds:
            return
        if self._unfetched_since is None and self._is_free():
            sentence = "the request took too long to arrive"
            self._refuse(RefusedError(HTTPStatus.REQUEST_TIMEOUT, sentence, close=True))
        else:
            self.transport.abort()

    def _long_head(self) -> RefusedError:
        sentence = f"more than {self.config.limits.head} bytes of headers"
        return RefusedError(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, sentence, close=True)

    def _refuse(self, refused: RefusedError) -> None:
        """Answer for the app, which has not seen the request, and close."""
        if self._is_free():
            self.transport.write(reply_to_refused(refused).raw)
        self.transport.close()

    def _is_free(self) -> bool:
        """Say whether no other reply is on its way."""
        cycle: Any = self.cycle  # None before the first request, whatever uvicorn declares
        return cycle is None or bool(cycle.response_complete)


def _decided(decision: Decision) -> Any:
    """Return an ASGI application that carries out what has been decided."""

    async def app(_scope: Any, receive: Any, send: Any) -> None:
        await carry_out(decision, receive, send)

    return app
