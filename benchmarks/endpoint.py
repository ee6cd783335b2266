"""How many requests a second the endpoint answers with a planned fault, over HTTP.

The peer is a bare ASGI app that returns the same bytes on the same uvicorn. Each server runs on
one core, and the load generator on another, of which it never needs half.

The fastest round counts. What else the machine does slows down the faster server more, because
both ends need their turn for every request.
"""

from __future__ import annotations

import os
import selectors
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.figures import Figure, in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ENDPOINT", "Peer", "described", "endpoint_figures", "measured"]

_CONNECTIONS = 8
_CEILING = 1 / 0.45  # of the time that a request takes: 0.45 of the requests a second
_PATIENCE = 60.0
_ALGORITHM = "AWS4-HMAC-SHA256"
_SIGNED = "SignedHeaders=content-type;host;x-amz-date;x-amz-target"
_ALL_CORES = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()

_OURS = """
import sys, time
from sgwlib import Endpoint
from sgwlib.simulation.faults import Fault
with Endpoint(Fault("DeleteVolume", "VolumeInUse"), port=int(sys.argv[1])):
    time.sleep(3600)
"""
_BARE = """
import sys, uvicorn
from sgwlib import simulate
response = simulate("DeleteVolume", "VolumeInUse")
headers = [(name.lower().encode(), value.encode()) for name, value in response.headers.items()]
start = {"type": "http.response.start", "status": response.status_code, "headers": headers}
body = {"type": "http.response.body", "body": response.body}
async def app(scope, receive, send):
    await send(start)
    await send(body)
uvicorn.run(
    app, port=int(sys.argv[1]), http="h11", ws="none", lifespan="off", loop="asyncio",
    log_config=None, server_header=False,
)
"""


class Peer(NamedTuple):
    """A server, and the call that loads it."""

    name: str
    command: tuple[str, ...]
    """The port is appended."""
    target: str
    service: str
    body: bytes
    status: int = 400


class Load(NamedTuple):
    """The result of one round."""

    seconds: float
    latencies: list[float]

    @property
    def each(self) -> float:
        """Seconds of the server's time for one request."""
        return self.seconds / len(self.latencies)


_CALL = (
    "StorageGateway_20130630.DeleteVolume",
    "storagegateway",
    b'{"VolumeARN": "%s"}' % (b"arn:aws:storagegateway:" + b"x" * 60),
)
ENDPOINT = Peer("the endpoint", (sys.executable, "-c", _OURS), *_CALL)
_APP = Peer("a bare ASGI app", (sys.executable, "-c", _BARE), *_CALL)


def endpoint_figures(rounds: int, seconds: float) -> Iterator[Figure]:
    """Measure the endpoint against a bare ASGI app."""
    best = measured([ENDPOINT, _APP], rounds, seconds)
    yield Figure(
        "endpoint, each planned fault",
        described(best[ENDPOINT.name]),
        f"{_APP.name}: {described(best[_APP.name])}",
        best[ENDPOINT.name].each / best[_APP.name].each,
        _CEILING,
    )


def described(load: Load) -> str:
    """Return the requests a second of a round, and the latency of all but one in a hundred."""
    late = sorted(load.latencies)[int(len(load.latencies) * 0.99)]
    return f"{1 / load.each:.0f} a second, p99 {in_words(late)}"


def measured(peers: list[Peer], rounds: int, seconds: float) -> dict[str, Load]:
    """Load the servers in turn, and return the best round of each."""
    found: dict[str, list[Load]] = {peer.name: [] for peer in peers}
    with ExitStack() as stack:
        stack.enter_context(_on_cores(servers=False))
        ports = {peer.name: stack.enter_context(_served(peer)) for peer in peers}
        for peer in peers:
            _load(peer, ports[peer.name], seconds)  # to warm up
        for _ in range(rounds):
            for peer in peers:
                found[peer.name].append(_load(peer, ports[peer.name], seconds))
    return {name: min(loads, key=lambda load: load.each) for name, loads in found.items()}


@contextmanager
def _on_cores(*, servers: bool) -> Iterator[None]:
    """Run on the first core, which is the servers', or on the others if there are any."""
    if not hasattr(os, "sched_setaffinity"):  # Linux only
        yield
        return
    before = os.sched_getaffinity(0)
    first = {min(_ALL_CORES)}
    os.sched_setaffinity(0, first if servers else (_ALL_CORES - first or first))
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


@contextmanager
def _served(peer: Peer) -> Iterator[int]:
    """Run a server on the first core, and yield its port once it answers."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = int(free.getsockname()[1])
    with _on_cores(servers=True):  # a process inherits the cores
        process = subprocess.Popen(
            [*peer.command, str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(_PATIENCE)


def _wait_for(port: int) -> None:
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)
        else:
            return


# --- the load generator ---------------------------------------------------------------------


class _Connection:
    """One connection, which sends its next request as soon as it has an answer."""

    def __init__(self, port: int, request: bytes) -> None:
        self._port = port
        self._request = request
        self._answer = b""
        self._asked = 0.0
        self.socket = self._connect()

    def ask(self) -> None:
        self._answer = b""
        self._asked = time.perf_counter()
        self.socket.sendall(self._request)

    def read(self, status: bytes) -> float | None:
        """Read what has come; once the answer is complete, return how long it took."""
        part = self.socket.recv(1 << 16)
        self._answer += part
        head, found, body = self._answer.partition(b"\r\n\r\n")
        if not found:
            if not part:
                raise ConnectionError("closed without an answer")
            return None
        lines = head.lower()
        if len(body) < int(lines.partition(b"\ncontent-length:")[2].split()[0]):
            return None
        if head.split(None, 2)[1] != status:
            raise ValueError(f"not the expected answer: {self._answer.decode()}")
        return time.perf_counter() - self._asked

    def is_to_be_closed(self) -> bool:
        """Say whether the server closes the connection."""
        return b"\nconnection: close" in self._answer.partition(b"\r\n\r\n")[0].lower()

    def close(self) -> None:
        self.socket.close()

    def connect_again(self) -> None:
        self.close()
        self.socket = self._connect()

    def _connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self._port))


def _load(peer: Peer, port: int, seconds: float) -> Load:
    """Keep all connections busy for some seconds."""
    status = str(peer.status).encode()
    latencies: list[float] = []
    with selectors.DefaultSelector() as selector, ExitStack() as stack:
        for _ in range(_CONNECTIONS):
            connection = _Connection(port, _request(peer, port))
            stack.callback(connection.close)
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.ask()
        start = time.perf_counter()
        end = start + seconds
        while time.perf_counter() < end:
            for key, _ in selector.select(_PATIENCE):
                connection = key.data
                took = connection.read(status)
                if took is None:
                    continue
                latencies.append(took)
                if connection.is_to_be_closed():
                    selector.unregister(connection.socket)
                    connection.connect_again()
                    selector.register(connection.socket, selectors.EVENT_READ, connection)
                connection.ask()
        return Load(time.perf_counter() - start, latencies)


def _request(peer: Peer, port: int) -> bytes:
    date = datetime.now(UTC)
    scope = f"AKIDEXAMPLE/{date:%Y%m%d}/us-east-1/{peer.service}/aws4_request"
    lines = [
        "POST / HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        "Content-Type: application/x-amz-json-1.1",
        f"X-Amz-Target: {peer.target}",
        f"X-Amz-Date: {date:%Y%m%dT%H%M%SZ}",
        f"Authorization: {_ALGORITHM} Credential={scope}, {_SIGNED}, Signature={'0' * 64}",
        "User-Agent: Boto3/1.44.5 md/Botocore#1.44.5 ua/2.1 os/linux lang/python#3.11.7",
        "amz-sdk-invocation-id: 7d0c1f0e-0000-4000-8000-000000000000",
        "amz-sdk-request: attempt=1; max=3",
        f"Content-Length: {len(peer.body)}",
    ]
    return "\r\n".join([*lines, "", ""]).encode() + peer.body
