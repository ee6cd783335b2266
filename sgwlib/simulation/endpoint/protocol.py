"""One connection: its requests in, their replies out, and what it may cost in bytes and time.

The server is uvicorn's; the protocol is our own. uvicorn's would make an ASGI scope, an event, a
timer and a task of every request, and bounds neither its head nor its time. Nothing here waits but
for a fault's delay, so none of these is needed: a request is answered as soon as it is whole.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from httptools import HttpParserError, HttpParserUpgrade, HttpRequestParser
from uvicorn import Config

from sgwlib.catalogue import load_catalogue
from sgwlib.response import error_response
from sgwlib.simulation.endpoint.replies import RefusedError, reply_to_error, reply_to_refused
from sgwlib.simulation.endpoint.requests import long_body, read_head

if TYPE_CHECKING:
    from uvicorn.server import ServerState

    from sgwlib.simulation.endpoint.app import App
    from sgwlib.simulation.endpoint.limits import Limits
    from sgwlib.simulation.endpoint.replies import Reply
    from sgwlib.simulation.endpoint.requests import Request

__all__ = ["BoundedConfig", "BoundedProtocol"]

# What clients do wrong is no news on standard error, where warnings would end; who wants to read
# them gives this logger a handler.
_log = logging.getLogger("sgwlib.endpoint.http")
_log.addHandler(logging.NullHandler())
_log.setLevel(logging.WARNING)
_log.propagate = False


class BoundedConfig(Config):
    """uvicorn's configuration, with our protocol and its bounds."""

    def __init__(self, app: App, limits: Limits) -> None:
        self.decide = app.decide
        self.limits = limits
        super().__init__(
            app.decide,  # is handed on only: no part of uvicorn's that calls an app is in use
            http=BoundedProtocol,
            ws="none",
            lifespan="off",
            interface="asgi3",
            log_config=None,  # the loggers of the process are not ours to configure
        )


class BoundedProtocol(asyncio.Protocol):
    """One connection.

    A request has so many seconds to arrive, and its reply to be fetched. Nothing is set up
    for that at each request: moments are noted, and the server asks for them now and then.
    """

    transport: asyncio.Transport

    def __init__(
        self,
        config: BoundedConfig,
        server_state: ServerState,
        app_state: dict[str, Any],  # noqa: ARG002 - uvicorn gives it
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        self._decide = config.decide
        self._limits = config.limits
        self._loop = _loop or asyncio.get_running_loop()
        self._connections: set[Any] = server_state.connections
        self._parser = HttpRequestParser(self)
        # What follows a client's last request is no reason not to answer that one.
        self._parser.set_dangerous_leniencies(lenient_data_after_close=True)
        self._asked: deque[Request] = deque()
        """Whole requests that are not yet answered."""
        self._delayed: asyncio.TimerHandle | None = None
        """The reply that waits for its time."""
        self._request: Request
        """The one that is arriving, from the end of its head on."""
        self._is_invited = True
        """Whether nothing is left to say before the body comes."""
        self._chunk = 0
        self._head: int | None = None
        """Bytes of the head that is arriving; None between heads."""
        self._heard = self._loop.time()
        """When the client last sent anything, or was sent what it had to wait for."""
        self._waiting_since: float | None = self._heard
        """Since when the client owes us a request."""
        self._unfetched_since: float | None = None
        """Since when it owes us the fetching of replies."""

    # --- bytes in ---------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # TCP's
        """Take a connection, or turn it away as a service does that cannot take more."""
        self.transport = transport
        self._connections.add(self)
        if len(self._connections) > self._limits.connections:
            kind = load_catalogue().exceptions["ServiceUnavailable"]
            self._write(reply_to_error(error_response("", kind, kind.message)), close=True)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio gives it
        """Leave nothing behind: who has gone is not answered."""
        self._connections.discard(self)
        self._asked.clear()
        if self._delayed is not None:
            self._delayed.cancel()
        del self._parser  # which knows us: no circle is left

    def data_received(self, data: bytes) -> None:
        """Take bytes, as long as they are within the bounds, and answer what is whole."""
        if self.transport.is_closing():
            return
        self._heard = self._loop.time()
        if self._waiting_since is None:
            self._waiting_since = self._heard
        self._chunk = len(data)
        if self._head is not None:
            self._head += self._chunk
        problem = self._parse(data)
        self._answer()
        if problem is not None:
            self._refuse(problem)
        elif not self._is_invited:
            self._invite()

    def _parse(self, data: bytes) -> RefusedError | None:
        try:
            self._parser.feed_data(data)
        except HttpParserUpgrade:
            pass  # nobody has to follow; the request is answered like any other
        except HttpParserError as error:
            if isinstance(error.__context__, RefusedError):
                return error.__context__
            return RefusedError(HTTPStatus.BAD_REQUEST, f"not HTTP: {error}", close=True)
        if self._head is not None and self._head > self._limits.head:
            return self._long_head()
        return None

    def _invite(self) -> None:
        """Ask for the body, if the client waits to be asked for it."""
        self._is_invited = True
        expected = self._request.headers.get(b"expect", b"")
        if expected.lower() == b"100-continue" and self._is_free():
            self.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")

    # --- what the parser finds --------------------------------------------------------------

    def on_message_begin(self) -> None:
        """Begin a request."""
        self._head = self._chunk  # at most: others may have come with it
        self._waiting_since = self._heard
        self._url = b""
        self._headers: list[tuple[bytes, bytes]] = []
        self._body = bytearray()

    def on_url(self, url: bytes) -> None:
        """Take a part of the URL."""
        self._url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header."""
        self._headers.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        """Take a head."""
        head, self._head = self._head or 0, None
        if head > self._limits.head:
            # Counted by chunks, which may hold more than the head: now it is known exactly.
            head = len(self._url) + sum(len(name) + len(value) for name, value in self._headers)
        if head > self._limits.head:
            raise self._long_head()
        method = self._parser.get_method().decode()
        self._request = read_head(method, self._url, self._headers, self._limits)
        # HTTP/1.0 would have to be told that the connection stays open.
        self._request.is_last = (
            not self._parser.should_keep_alive() or self._parser.get_http_version() == "1.0"
        )
        self._is_invited = False

    def on_body(self, body: bytes) -> None:
        """Take a part of the body."""
        self._body += body
        if len(self._body) > self._limits.body:
            raise long_body(self._limits)

    def on_message_complete(self) -> None:
        """Take the end of a request."""
        self._request.body = bytes(self._body)
        self._asked.append(self._request)
        self._is_invited = True
        self._waiting_since = None

    # --- replies out ------------------------------------------------------------------------

    def _answer(self) -> None:
        """Answer what has been asked, one after another, until one has to wait."""
        while self._asked and self._delayed is None and self._unfetched_since is None:
            request = self._asked.popleft()
            decision = self._decide(request)
            if decision.delay:
                self._delayed = self._loop.call_later(
                    decision.delay, self._answer_late, decision.reply, request.is_last
                )
            else:
                self._write(decision.reply, close=request.is_last)
        if self._asked:
            self.transport.pause_reading()  # first things first

    def _answer_late(self, reply: Reply, is_last: bool) -> None:  # noqa: FBT001 - called by the loop
        self._delayed = None
        self._heard = self._loop.time()
        if self._waiting_since is not None:
            self._waiting_since = self._heard  # of its next request, too: it had to wait for us
        self._write(reply, close=is_last)
        self._go_on()

    def _go_on(self) -> None:
        self._answer()
        if not self._asked:
            self.transport.resume_reading()

    def _write(self, reply: Reply, *, close: bool) -> None:
        close = close or reply.close
        self.transport.write(reply.raw(close=close))
        if close:
            self._asked.clear()
            self.transport.close()

    def pause_writing(self) -> None:
        """Note that the client fetches nothing."""
        self._unfetched_since = self._loop.time()

    def resume_writing(self) -> None:
        """Note that it does."""
        self._unfetched_since = None
        self._go_on()

    # --- bounds -----------------------------------------------------------------------------

    def close_if_late(self) -> None:
        """End the connection if its client has not kept the time."""
        now, seconds = self._loop.time(), self._limits.seconds
        if self._unfetched_since is not None:
            if now - self._unfetched_since > seconds:
                self.transport.abort()
        elif self.transport.is_closing():
            if now - self._heard > seconds:
                self.transport.abort()  # it has not fetched the last reply
        elif not self._is_free():
            return  # it is for us to keep the time
        elif self._waiting_since is None:
            if now - self._heard > self._limits.idle:
                self.transport.close()
        elif now - self._waiting_since > seconds:
            sentence = "the request took too long to arrive"
            self._refuse(RefusedError(HTTPStatus.REQUEST_TIMEOUT, sentence, close=True))

    def _long_head(self) -> RefusedError:
        sentence = f"more than {self._limits.head} bytes of headers"
        return RefusedError(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, sentence, close=True)

    def _refuse(self, refused: RefusedError) -> None:
        """Answer what never became a request, and close: what follows is not worth reading."""
        _log.warning("refused: %s", refused.sentence)
        if self._is_free() and not self.transport.is_closing():
            self._write(reply_to_refused(refused), close=True)
        self.transport.close()

    def _is_free(self) -> bool:
        """Say whether no reply is on its way."""
        return self._delayed is None and not self._asked
