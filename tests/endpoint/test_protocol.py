"""HTTP on one connection: several requests, parts of requests, and how the connection ends."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import time
from contextlib import closing
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sgwlib import Endpoint
from sgwlib.simulation.faults import Fault, FaultPlan
from tests.endpoint.clients.hostile import request
from tests.endpoint.clients.plain import ARN, looks_signed

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD = re.compile(rb"HTTP/1\.1 (\d{3}) [^\r]+\r\n((?:[^\r]+\r\n)*)\r\n")


@pytest.fixture(scope="module")
def shared() -> Iterator[Endpoint]:
    with Endpoint() as endpoint:
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
    """A connection that sends exactly the bytes it is given."""

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
        """Read one answer and leave what comes after it."""
        while not (head := _HEAD.match(self._come)):
            self._more()
        lines = [line.partition(b": ") for line in head[2].splitlines()]
        headers = {name.lower(): value for name, _, value in lines}
        end = head.end() + int(headers[b"content-length"])
        while len(self._come) < end:
            self._more()
        body, self._come = self._come[head.end() : end], self._come[end:]
        return Answer(int(head[1]), headers, body)

    def status(self) -> int:
        """Read the status of an answer of any form."""
        while b"\r\n" not in self._come:
            self._more()
        return int(self._come.split()[1])

    def is_at_end(self) -> bool:
        """Wait for the end of the connection, and say whether nothing comes before it."""
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


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_requests_are_answered_in_order_however_they_are_split(
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


def test_many_requests_may_come_at_once(client: Client) -> None:
    """Together they are longer than the headers of one request may be."""
    content = request("ListVolumes", b'{"GatewayARN": "%s"}' % (b"x" * 60)) * 200
    assert len(content) > 90_000
    client.send(content)
    assert [client.read().status for _ in range(200)] == [200] * 200


def test_a_delayed_reply_holds_back_later_ones(endpoint: Endpoint, client: Client) -> None:
    endpoint.plan = FaultPlan([Fault("ListVolumes", "InternalError", delay=0.3)])
    began = time.monotonic()
    client.send(request("ListVolumes") + request("ListGateways") * 2)
    while not endpoint.calls:
        assert time.monotonic() < began + 20
        time.sleep(0.01)
    assert operations(endpoint) == ["ListVolumes"]
    assert [client.read().status for _ in range(3)] == [500, 200, 200]
    assert time.monotonic() - began > 0.25
    client.send(request())
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


def test_http_1_0_has_one_request_a_connection(client: Client) -> None:
    client.send(request().replace(b"HTTP/1.1\r\n", b"HTTP/1.0\r\n"))
    answer = client.read()
    assert (answer.status, answer.headers[b"connection"]) == (200, b"close")
    assert client.is_at_end()


def test_a_client_that_waits_before_its_body_is_asked_for_it(client: Client) -> None:
    head, _, body = request().partition(b"\r\n\r\n")
    client.send(head + b"\r\nExpect: 100-Continue\r\n\r\n")
    invitation = b"HTTP/1.1 100 Continue\r\n\r\n"
    assert client.socket.recv(len(invitation)) == invitation
    client.send(body[:1])
    time.sleep(0.1)
    client.send(body[1:])
    assert client.read().status == 200  # nothing but one invitation came before it


def test_a_body_too_long_is_not_asked_for(client: Client) -> None:
    head = (
        request()
        .partition(b"\r\n\r\n")[0]
        .replace(b"Content-Length: 2", b"Content-Length: 9999999")
    )
    client.send(head + b"\r\nExpect: 100-continue\r\n\r\n")
    assert client.read().status == 413
    assert client.is_at_end()


def test_an_upgrade_is_ignored(endpoint: Endpoint, client: Client) -> None:
    endpoint.plan = FaultPlan([Fault("ListGateways", "InternalError")])
    volumes = b'{"GatewayARN": "%s"}' % (b"x" * 60)
    for protocol in (b"h2c", b"websocket", b"TLS/1.3"):
        upgrade = b"Connection: Upgrade\r\nUpgrade: " + protocol + b"\r\nHost:"
        client.send(request("ListVolumes", volumes).replace(b"Host:", upgrade))
        assert client.read().status == 200, protocol
        client.send(request(body=b"").replace(b"Host:", upgrade))
        assert client.read().status == 500, protocol
    assert operations(endpoint) == ["ListVolumes", "ListGateways"] * 3


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl_may_ask_for_http_2(endpoint: Endpoint) -> None:
    body = json.dumps({"GatewayARN": ARN})
    headers = [f"-H{name}: {value}" for name, value in looks_signed("DeleteGateway").items()]
    done = subprocess.run(
        ["curl", "--silent", "--http2", "--max-time", "20", *headers, "--data", body, endpoint.url],
        capture_output=True,
        check=False,
    )
    assert (done.returncode, json.loads(done.stdout)) == (0, {"GatewayARN": ARN})


def test_trailers_are_not_headers(endpoint: Endpoint, client: Client) -> None:
    head = request().partition(b"\r\n\r\n")[0]
    head = head.replace(b"Content-Length: 2", b"Transfer-Encoding: chunked")
    trailer = b"X-Amz-Target: StorageGateway_20130630.ListVolumes\r\nOrigin: evil\r\n"
    client.send(head + b"\r\n\r\n2\r\n{}\r\n0\r\n" + trailer + b"\r\n")
    assert client.read().status == 200
    assert operations(endpoint) == ["ListGateways"]


def test_every_first_line_gets_an_answer(endpoint: Endpoint) -> None:
    expected = {
        b"POST /?a=b HTTP/1.1": 200,
        b"POST http://localhost HTTP/1.1": 400,
        b"OPTIONS * HTTP/1.1": 405,
        b"CONNECT localhost:80 HTTP/1.1": 405,
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03": 400,  # TLS
    }
    found = {}
    for line in expected:
        with closing(Client(endpoint)) as client:
            client.send(request().replace(b"POST / HTTP/1.1", line))
            found[line] = client.status()
    assert found == expected


def test_a_request_before_nonsense_is_answered(endpoint: Endpoint, client: Client) -> None:
    client.send(request() + b"nonsense\r\n\r\n")
    assert client.read().status == 200
    assert client.status() == 400
    assert operations(endpoint) == ["ListGateways"]
