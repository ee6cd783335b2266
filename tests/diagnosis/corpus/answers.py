"""A server that gives the same answer to every request: the live service, or another one."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple, Protocol, Self

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LOCAL = "127.0.0.1"


class Server(Protocol):
    """What a client can be pointed at, and what it has cost."""

    @property
    def url(self) -> str: ...
    @property
    def requests(self) -> int: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *_: object) -> None: ...


class Answer(NamedTuple):
    """One response, whole."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Answering:
    """Give the answers in their order, and the last one for ever."""

    def __init__(self, answers: Sequence[Answer]) -> None:
        self._answers = answers
        self.requests = 0
        self._server = ThreadingHTTPServer((LOCAL, 0), self._handler())

    @property
    def url(self) -> str:
        return f"http://{LOCAL}:{self._server.server_port}"

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _next(self) -> Answer:
        self.requests += 1
        return self._answers[min(self.requests, len(self._answers)) - 1]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        take = self._next

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                given = take()
                self.send_response_only(given.status)
                self.send_header("Date", self.date_time_string())
                for name, value in given.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(given.body)))
                self.end_headers()
                self.wfile.write(given.body)

            def log_message(self, *_: object) -> None:
                """Keep quiet."""

            do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815 - names that the base class asks for

        return Handler
