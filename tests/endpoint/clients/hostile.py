"""Clients that do everything wrong, some by mistake and some on purpose."""

from __future__ import annotations

import random
import socket
import struct
import time
from contextlib import ExitStack, closing, suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.endpoint.clients.plain import looks_signed

if TYPE_CHECKING:
    from collections.abc import Callable

# Closing then sends a reset instead of an end.
_ABRUPT = struct.pack("ii", 1, 0)


def request(operation: str = "ListGateways", body: bytes = b"{}") -> bytes:
    """Return a right request as bytes."""
    headers = {"Host": "localhost", **looks_signed(operation), "Content-Length": str(len(body))}
    lines = ["POST / HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
    return "\r\n".join(lines).encode() + body


class Hostile:
    """Sends malformed requests, reproducibly by its seed.

    Parameters
    ----------
    url
        Of the endpoint.
    seed
        Of what is random.
    """

    def __init__(self, url: str, seed: int) -> None:
        address = urlsplit(url)
        self._address = (str(address.hostname), int(address.port or 0))
        self._random = random.Random(seed)
        self._good = request()
        self.kinds: tuple[Callable[[], bytes], ...] = (
            self._noise,
            self._mutated,
            self._truncated,
            self._wrong_length,
            self._huge_header,
            self._many_headers,
            self._bad_chunks,
            self._bad_body,
            self._two_at_once,
        )

    def send(self, number: int) -> None:
        """Send one malformed request, and go away politely or not."""
        content = self.kinds[number % len(self.kinds)]()
        with suppress(OSError), closing(self.connect()) as connection:
            connection.sendall(content)
            if self._random.random() < 0.3:
                connection.shutdown(socket.SHUT_WR)
                while connection.recv(65536):
                    pass
            elif self._random.random() < 0.5:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _ABRUPT)

    def drop_midway(self, count: int) -> None:
        """Open so many connections at a time, and drop all of them in the middle of a request."""
        with ExitStack() as stack:
            for _ in range(count):
                connection = stack.enter_context(closing(self.connect()))
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _ABRUPT)
                with suppress(OSError):
                    connection.sendall(self._good[: self._random.randrange(len(self._good))])

    def send_slowly(self, count: int, seconds: float) -> None:
        """Send so many requests at a time, drop by drop."""
        with ExitStack() as stack:
            slow = [stack.enter_context(closing(self.connect())) for _ in range(count)]
            end = time.monotonic() + seconds
            place = 0
            while time.monotonic() < end:
                for connection in slow:
                    with suppress(OSError):
                        connection.sendall(self._good[place : place + 1])
                place += 1
                time.sleep(0.05)

    def connect(self) -> socket.socket:
        return socket.create_connection(self._address, timeout=20)

    def _noise(self) -> bytes:
        return self._random.randbytes(self._random.randrange(1, 2000))

    def _mutated(self) -> bytes:
        content = bytearray(self._good)
        for _ in range(self._random.randrange(1, 20)):
            content[self._random.randrange(len(content))] = self._random.randrange(256)
        return bytes(content)

    def _truncated(self) -> bytes:
        return self._good[: self._random.randrange(len(self._good))]

    def _wrong_length(self) -> bytes:
        length = self._random.choice(["-1", "0", "1", "3", "99", "1e3", "0x2", "9" * 25, "2, 2"])
        return self._good.replace(b"Content-Length: 2", f"Content-Length: {length}".encode())

    def _huge_header(self) -> bytes:
        size = self._random.choice([10_000, 50_000, 500_000])
        return self._good.replace(b"Host: localhost", b"Host: " + b"h" * size)

    def _many_headers(self) -> bytes:
        return self._good.replace(b"Host: ", b"X: y\r\n" * 2000 + b"Host: ")

    def _bad_chunks(self) -> bytes:
        head = self._good.replace(b"Content-Length: 2", b"Transfer-Encoding: chunked")[:-2]
        return head + self._random.choice(
            [b"zz\r\n", b"-1\r\n{}\r\n", b"5\r\n{}\r\n0\r\n\r\n", b"f" * 20 + b"\r\n", b"2\r\n{}"]
        )

    def _bad_body(self) -> bytes:
        body = self._random.choice(
            [b"{", b"[" * 5000, b"\xff" * 100, b'{"Limit": "x"}', b'{"Limit": 1e999}', b"nul"]
        )
        return request("ListGateways", body)

    def _two_at_once(self) -> bytes:
        return self._good + self._mutated() + self._truncated()
