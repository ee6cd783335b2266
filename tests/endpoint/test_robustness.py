"""The endpoint under load: right answers for good clients, whatever hostile ones send.

``make test-heavy`` sends far more than ``make test``.
"""

from __future__ import annotations

import http.client
import json
import socket
import sys
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

import pytest

from tests.endpoint.clients.hostile import Hostile, request
from tests.endpoint.clients.plain import call, looks_signed
from tests.endpoint.clients.served import Served, serve

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")


class Held(NamedTuple):
    """Memory, threads and open files of a process."""

    kilobytes: int
    threads: int
    descriptors: int


def held_by(served: Served) -> Held:
    folder = Path(f"/proc/{served.process.pid}")
    lines = (line.partition(":") for line in (folder / "status").read_text().splitlines())
    status = {name: value.split() for name, _, value in lines}
    return Held(
        int(status["VmRSS"][0]), int(status["Threads"][0]), len(list((folder / "fd").iterdir()))
    )


@pytest.fixture
def served() -> Iterator[Served]:
    with serve("--fault", "ListVolumes", "VolumeNotFound", "--undocumented") as served:
        yield served
        assert served.end() == (0, "", "")  # no crash, no traceback


class WellBehaved(threading.Thread):
    """A client that keeps calling, and notes every wrong answer."""

    def __init__(self, url: str) -> None:
        super().__init__(daemon=True)
        self._address = urlsplit(url).netloc
        self._over = threading.Event()
        self.answers = 0
        self.wrong: list[object] = []

    def run(self) -> None:
        try:
            with closing(http.client.HTTPConnection(self._address, timeout=20)) as connection:
                while not self._over.is_set():
                    self._ask(connection)
        except (OSError, http.client.HTTPException) as error:
            self.wrong.append(error)

    def _ask(self, connection: http.client.HTTPConnection) -> None:
        headers: Any = looks_signed("ListVolumes")
        connection.request("POST", "/", b"{}", headers)
        response = connection.getresponse()
        body = json.loads(response.read())
        self.answers += 1
        if (response.status, body.get("error")) != (400, {"errorCode": "VolumeNotFound"}):
            self.wrong.append(body)

    def stop(self) -> None:
        self._over.set()
        self.join(30)


def settled(served: Served, before: Held) -> Held:
    """Wait until all connections are closed, and return what the process holds then."""
    deadline = time.monotonic() + 30
    while (now := held_by(served)).descriptors > before.descriptors and time.monotonic() < deadline:
        time.sleep(0.1)
    return now


@pytest.mark.parametrize("count", [200, pytest.param(2500, marks=pytest.mark.heavy)])
def test_malformed_requests_harm_nobody(served: Served, count: int) -> None:
    call(served.url)
    before = held_by(served)
    hostile, good = Hostile(served.url, seed=2012), WellBehaved(served.url)
    good.start()
    for number in range(count):
        hostile.send(number)
        if number % (count // 5) == 0:
            hostile.drop_midway(100)
    hostile.send_slowly(50, seconds=1 if count < 2500 else 2)
    good.stop()
    assert good.wrong == []
    assert good.answers > 100
    assert call(served.url).status == 200
    after = settled(served, before)
    print(f"\n{count} malformed requests: {before} before, {after} after", file=sys.stderr)  # noqa: T201 - shown by pytest -s
    assert after.threads == before.threads
    assert after.descriptors <= before.descriptors


def call_often(url: str, count: int) -> None:
    """Call many times on one connection, 50 requests at a time."""
    address = urlsplit(url)
    at_once = 50
    with closing(socket.create_connection((str(address.hostname), int(address.port or 0)))) as one:
        for number in range(count // at_once):
            operation = "ListVolumes" if number % 2 else "ListGateways"
            one.sendall(request(operation, b'{"Limit": %d}' % number) * at_once)
            answers = b""
            while answers.count(b"x-amzn-requestid") < at_once or not answers.endswith(b"}"):
                part = one.recv(1 << 16)
                assert part
                answers += part


# Half a kilobyte a call would be too much; the last 10,000 calls are remembered in 3 MB.
@pytest.mark.parametrize(
    ("warm_up", "count", "kilobytes"),
    [(500, 2000, 1000), pytest.param(11_000, 8000, 3000, marks=pytest.mark.heavy)],
)
def test_memory_stays_flat(served: Served, warm_up: int, count: int, kilobytes: int) -> None:
    call_often(served.url, warm_up)
    before = held_by(served)
    call_often(served.url, count)
    after = settled(served, before)
    print(f"\n{count} requests: {before} before, {after} after", file=sys.stderr)  # noqa: T201 - likewise
    assert after.threads == before.threads
    assert after.descriptors <= before.descriptors
    assert after.kilobytes - before.kilobytes < kilobytes
