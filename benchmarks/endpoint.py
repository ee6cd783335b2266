"""How many requests a second the endpoint answers with a planned fault, over HTTP.

Against a bare ASGI app that returns the same bytes on the same server, which is what a framework
could reach at most; and against moto's server answering an error of a JSON service, which is what
people mock other services with. It is started by its own command, as its manual says. Each server
has one core of its own, the load generator another, which it never needs half of.

What counts is the round that was least disturbed. Whatever else the machine does costs the faster
server more: both ends must have their turn at each request.
"""

from __future__ import annotations

import os
import selectors
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.figures import Figure, in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["endpoint_figures"]

_CONNECTIONS = 8
_BARE_CEILING = 2  # at least half the requests a second
_MOTO_CEILING = 1 / 30
_PATIENCE = 60.0
_ALGORITHM = "AWS4-HMAC-SHA256"
_SIGNED = "SignedHeaders=content-type;host;x-amz-date;x-amz-target"
_ALL_CORES = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()

_OURS = """
import sys, time
from sgwlib import Endpoint
from sgwlib.simulation.faults import Fault
with Endpoint([Fault("DeleteVolume", "VolumeInUse")], port=int(sys.argv[1])):
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
    app, port=int(sys.argv[1]), http="httptools", ws="none", lifespan="off", loop="asyncio",
    access_log=False, server_header=False, log_level="critical",
)
"""


class _Peer(NamedTuple):
    """A server under load."""

    name: str
    command: tuple[str, ...]
    """The port comes after it."""
    target: str
    service: str
    body: bytes
    status: int = 400


class _Load(NamedTuple):
    """What came of one round."""

    seconds: float
    latencies: list[float]

    @property
    def each(self) -> float:
        """Seconds that a request took of the server's time."""
        return self.seconds / len(self.latencies)


def endpoint_figures(rounds: int, seconds: float, *, moto: bool) -> list[Figure]:
    """Measure the endpoint against its peers; moto is installed for it, in a folder of its own."""
    volume = b'{"VolumeARN": "%s"}' % (b"arn:aws:storagegateway:" + b"x" * 60)
    called = ("StorageGateway_20130630.DeleteVolume", "storagegateway", volume)
    ours = _Peer("the endpoint", (sys.executable, "-c", _OURS), *called)
    bare = _Peer("a bare ASGI app", (sys.executable, "-c", _BARE), *called)
    with ExitStack() as stack:
        peers = [ours, bare]
        if moto and (server := stack.enter_context(_moto())):
            peers.append(server)
        best = _measure(peers, rounds, seconds)
    ceilings = {bare.name: _BARE_CEILING}
    return [
        Figure(
            "endpoint, each planned fault",
            _told(best[ours.name]),
            f"{peer.name}: {_told(best[peer.name])}",
            best[ours.name].each / best[peer.name].each,
            ceilings.get(peer.name, _MOTO_CEILING),
        )
        for peer in peers[1:]
    ]


def _told(load: _Load) -> str:
    late = sorted(load.latencies)[int(len(load.latencies) * 0.99)]
    return f"{1 / load.each:.0f} a second, p99 {in_words(late)}"


def _measure(peers: list[_Peer], rounds: int, seconds: float) -> dict[str, _Load]:
    """Load each in turn, round by round, so that whatever else the machine does meets all.

    Of each, the best round is returned.
    """
    found: dict[str, list[_Load]] = {peer.name: [] for peer in peers}
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
    """Stay on the first core, which is the servers', or on the others, if there are any."""
    if not hasattr(os, "sched_setaffinity"):  # not on every system
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
def _served(peer: _Peer) -> Iterator[int]:
    """Run a server on the first core; yield its port once it answers."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = int(free.getsockname()[1])
    with _on_cores(servers=True):  # a process has the cores of who starts it
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


@contextmanager
def _moto() -> Iterator[_Peer | None]:
    """Install moto's server, which is no dependency of ours; None where that cannot be."""
    with tempfile.TemporaryDirectory() as folder:
        python = Path(folder) / "bin/python"
        pip = (str(python), "-m", "pip", "install", "--quiet", "moto[server]")
        for command in ((sys.executable, "-m", "venv", folder), pip):
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                print(f"moto is left out: {done.stderr.strip()[-200:]}")
                yield None
                return
        yield _Peer(
            "moto's server",
            (str(python), "-m", "moto.server", "-p"),
            "Kinesis_20131202.DescribeStream",
            "kinesis",
            b'{"StreamName": "none"}',
        )


# --- the load generator ---------------------------------------------------------------------


class _Connection:
    """One connection, which asks again as soon as it is answered."""

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
        """Read what has come; return how long the answer took once it is whole."""
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
        """Say whether the server keeps no connection open."""
        return b"\nconnection: close" in self._answer.partition(b"\r\n\r\n")[0].lower()

    def close(self) -> None:
        self.socket.close()

    def connect_again(self) -> None:
        self.close()
        self.socket = self._connect()

    def _connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self._port))


def _load(peer: _Peer, port: int, seconds: float) -> _Load:
    """Ask on all connections for so many seconds."""
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
        return _Load(time.perf_counter() - start, latencies)


def _request(peer: _Peer, port: int) -> bytes:
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
