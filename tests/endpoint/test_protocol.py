"""What one connection does with HTTP: several requests, parts of them, and how it ends."""

from __future__ import annotations

import re
import socket
import time
from contextlib import closing
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sgwlib import Endpoint
from sgwlib.simulation.endpoint import Limits
from sgwlib.simulation.faults import Fault, FaultPlan
from tests.endpoint.clients.hostile import request

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD = re.compile(rb"HTTP/1\.1 (\d{3}) [^\r]+\r\n((?:[^\r]+\r\n)*)\r\n")


@pytest.fixture(scope="module")
def shared() -> Iterator[Endpoint]:
    with Endpoint(limits=Limits(seconds=2, idle=1)) as endpoint:
        yield endpoint


@pytest.fixture
def endpoint(shared: Endpoint) -> Endpoint:
    shared.plan = FaultPlan()
    shared.reset()
    return shared


class Answer(NamedTuple):
    status: int
    headers: dict[bytes, bytes]
    body: bytes


class Client:
    """A connection, on which just these bytes are sent."""

    def __init__(self, endpoint: Endpoint) -> None:
        address = urlsplit(endpoint.url)
        self.socket = socket.create_connection(
            (str(address.hostname), int(address.port or 0)), timeout=20
        )
        self._come = b""

    def close(self) -> None:
        self.socket.close()

    def send(self, content: bytes) -> None:
        self.socket.sendall(content)

    def read(self) -> Answer:
        """Read one whole answer, and nothing of what comes after it."""
        while not (head := _HEAD.match(self._come)):
            self._more()
        lines = [line.partition(b": ") for line in head[2].splitlines()]
        headers = {name: value for name, _, value in lines}
        end = head.end() + int(headers[b"content-length"])
        while len(self._come) < end:
            self._more()
        body, self._come = self._come[head.end() : end], self._come[end:]
        return Answer(int(head[1]), headers, body)

    def is_at_end(self) -> bool:
        """Wait for the end of the connection; say whether nothing came before it."""
        return not self._come and not self.socket.recv(1)

    def _more(self) -> None:
        part = self.socket.recv(1 << 16)
        assert part, f"closed after {self._come!r}"
        self._come += part


@pytest.fixture
def client(endpoint: Endpoint) -> Iterator[Client]:
    with closing(Client(endpoint)) as client:
        yield client


def operations(endpoint: Endpoint) -> list[str | None]:
    return [call.operation for call in endpoint.calls]


def test_a_reply_is_http(client: Client) -> None:
    client.send(request())
    answer = client.read()
    assert answer.status == 200
    assert list(answer.headers) == [
        b"date",
        b"content-type",
        b"content-length",
        b"x-amzn-requestid",
    ]
    date = parsedate_to_datetime(answer.headers[b"date"].decode())
    assert abs(date.timestamp() - time.time()) < 5


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_requests_are_answered_in_order_however_they_are_cut(
    endpoint: Endpoint, data: st.DataObject
) -> None:
    endpoint.reset()
    names = data.draw(
        st.lists(
            st.sampled_from(["ListGateways", "ListVolumes", "ListTapes"]), min_size=1, max_size=5
        )
    )
    content = b"".join(request(name) for name in names)
    cuts = data.draw(st.sets(st.integers(1, len(content) - 1), max_size=6).map(sorted))
    with closing(Client(endpoint)) as client:
        for start, end in zip([0, *cuts], [*cuts, len(content)], strict=True):
            client.send(content[start:end])
        assert [client.read().status for _ in names] == [200] * len(names)
    assert operations(endpoint) == names


def test_who_comes_after_a_delayed_reply_waits_for_it(endpoint: Endpoint, client: Client) -> None:
    endpoint.plan = FaultPlan([Fault("ListVolumes", "InternalError", delay=0.3)])
    began = time.monotonic()
    client.send(request("ListVolumes") + request("ListGateways") * 2)
    while not endpoint.calls:
        assert time.monotonic() < began + 20
        time.sleep(0.01)
    assert operations(endpoint) == ["ListVolumes"]  # the others have not even been decided
    assert [client.read().status for _ in range(3)] == [500, 200, 200]
    assert time.monotonic() - began > 0.25
    client.send(request())
    assert client.read().status == 200  # it reads again


def test_a_delay_is_not_the_client_s(endpoint: Endpoint, client: Client) -> None:
    """It may be longer than a client may take, who then has its whole time again."""
    endpoint.plan = FaultPlan([Fault("ListVolumes", "InternalError", delay=3.5)])
    client.send(request("ListVolumes") + request()[:20])
    assert client.read().status == 500
    time.sleep(1.5)
    client.send(request()[20:])
    assert client.read().status == 200


def test_a_connection_is_closed_only_after_its_replies(endpoint: Endpoint, client: Client) -> None:
    endpoint.plan = FaultPlan([Fault("ListVolumes", "InternalError", delay=0.2)])
    last = request("ListVolumes").replace(b"Host:", b"Connection: close\r\nHost:")
    client.send(last + request())
    answer = client.read()
    assert answer.status == 500
    assert answer.headers[b"connection"] == b"close"
    assert client.is_at_end()
    assert operations(endpoint) == ["ListVolumes"]


@pytest.mark.parametrize("line", [b"", b"Connection: keep-alive\r\n"])
def test_http_1_0_has_one_request_a_connection(client: Client, line: bytes) -> None:
    client.send(request().replace(b"HTTP/1.1\r\n", b"HTTP/1.0\r\n" + line))
    answer = client.read()
    assert (answer.status, answer.headers[b"connection"]) == (200, b"close")
    assert client.is_at_end()


def test_who_waits_to_be_asked_for_the_body_is_asked(client: Client) -> None:
    head, _, body = request().partition(b"\r\n\r\n")
    client.send(head + b"\r\nExpect: 100-Continue\r\n\r\n")
    invitation = b"HTTP/1.1 100 Continue\r\n\r\n"
    assert client.socket.recv(len(invitation)) == invitation
    client.send(body[:1])
    time.sleep(0.1)
    client.send(body[1:])
    assert client.read().status == 200  # it was asked once


def test_who_does_not_wait_is_not_asked(client: Client) -> None:
    client.send(request().replace(b"Host:", b"Expect: 100-continue\r\nHost:"))
    assert client.read().status == 200


def test_a_body_too_long_is_not_asked_for(client: Client) -> None:
    head = (
        request()
        .partition(b"\r\n\r\n")[0]
        .replace(b"Content-Length: 2", b"Content-Length: 9999999")
    )
    client.send(head + b"\r\nExpect: 100-continue\r\n\r\n")
    assert client.read().status == 413
    assert client.is_at_end()


def test_nobody_has_to_follow_an_upgrade(endpoint: Endpoint, client: Client) -> None:
    upgrade = b"Connection: Upgrade\r\nUpgrade: h2c\r\nHost:"
    endpoint.plan = FaultPlan([Fault("ListGateways", "InternalError")])
    client.send(request(body=b"").replace(b"Host:", upgrade))
    assert client.read().status == 500
    client.send(request())
    assert client.read().status == 500


def test_what_comes_after_the_body_is_no_header(endpoint: Endpoint, client: Client) -> None:
    head = request().partition(b"\r\n\r\n")[0]
    head = head.replace(b"Content-Length: 2", b"Transfer-Encoding: chunked")
    trailer = b"X-Amz-Target: StorageGateway_20130630.ListVolumes\r\nOrigin: evil\r\n"
    client.send(head + b"\r\n\r\n2\r\n{}\r\n0\r\n" + trailer + b"\r\n")
    assert client.read().status == 200
    assert operations(endpoint) == ["ListGateways"]


@pytest.mark.parametrize(
    ("line", "status"),
    [
        (b"POST http://localhost/ HTTP/1.1", 200),  # as a proxy is asked
        (b"POST /?a=b HTTP/1.1", 200),
        (b"POST http://localhost HTTP/1.1", 400),
        (b"OPTIONS * HTTP/1.1", 405),
        (b"CONNECT localhost:80 HTTP/1.1", 400),
        (b"POST / HTTP/9.9", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),  # TLS
    ],
)
def test_every_first_line_is_answered(client: Client, line: bytes, status: int) -> None:
    client.send(request().replace(b"POST / HTTP/1.1", line))
    assert client.read().status == status


def test_what_was_whole_before_nonsense_is_answered(endpoint: Endpoint, client: Client) -> None:
    client.send(request() + b"nonsense\r\n\r\n")
    assert client.read().status == 200
    refused = client.read()
    assert (refused.status, refused.headers[b"connection"]) == (400, b"close")
    assert client.is_at_end()
    assert operations(endpoint) == ["ListGateways"]
