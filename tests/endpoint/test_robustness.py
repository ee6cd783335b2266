"""Held under fault: right answers for who behaves, whatever everybody else does.

More of everything: ``SGW_MALFORMED=100000 SGW_REQUESTS=200000 make test ARGS='-k robust -s'``.
"""

from __future__ import annotations

import http.client
import json
import os
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

MALFORMED = int(os.environ.get("SGW_MALFORMED", "10000"))
REQUESTS = int(os.environ.get("SGW_REQUESTS", "40000"))
# More calls than the endpoint remembers, so that its memory of them is full.
WARM_UP = 12_000

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="what a process holds is read from /proc"
)


class Held(NamedTuple):
    """What a process holds."""

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
        assert served.end() == (0, "", "")  # no crash, and nothing to complain of


class WellBehaved(threading.Thread):
    """A client that goes on asking, and notes every answer that is not the right one."""

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
    """Wait until what went wrong has been cleared away, and return what is held then."""
    deadline = time.monotonic() + 30
    while (now := held_by(served)).descriptors > before.descriptors and time.monotonic() < deadline:
        time.sleep(0.1)
    return now


def test_robust_against_malformed_requests(served: Served) -> None:
    call(served.url)
    before = held_by(served)
    hostile, good = Hostile(served.url, seed=2012), WellBehaved(served.url)
    good.start()
    for number in range(MALFORMED):
        hostile.send(number)
        if number % (MALFORMED // 5) == 0:
            hostile.drop_midway(100)
    hostile.send_slowly(50, seconds=2)
    good.stop()
    assert good.wrong == []
    assert good.answers > 100
    assert call(served.url).status == 200
    after = settled(served, before)
    print(f"\n{MALFORMED} malformed requests: {before} before, {after} after", file=sys.stderr)  # noqa: T201 - for who asks with -s
    assert after.threads == before.threads
    assert after.descriptors <= before.descriptors


def ask_often(url: str, count: int) -> None:
    """Ask many times on one connection, some requests at a time."""
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


def test_robust_in_its_memory(served: Served) -> None:
    ask_often(served.url, WARM_UP)
    before = held_by(served)
    ask_often(served.url, REQUESTS)
    after = settled(served, before)  # the last connection's end may not have been seen yet
    print(f"\n{REQUESTS} requests: {before} before, {after} after", file=sys.stderr)  # noqa: T201 - likewise
    assert after.threads == before.threads
    assert after.descriptors <= before.descriptors
    assert after.kilobytes - before.kilobytes < 4096
