"""Safe by default: who can reach the endpoint, what a request may cost, who can control it."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from contextlib import ExitStack, closing, suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from sgwlib import Endpoint
from sgwlib.simulation.endpoint import EndpointError, RemoteEndpointWarning
from sgwlib.simulation.endpoint.app import REFUSED
from sgwlib.simulation.faults import Fault, FaultPlan
from tests.endpoint.clients.hostile import request
from tests.endpoint.clients.plain import ARN, UUID, call, looks_signed, send

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.endpoint.clients.plain import Reply


@pytest.fixture(scope="module")
def shared() -> Iterator[Endpoint]:
    with Endpoint(token="the token") as endpoint:
        yield endpoint


@pytest.fixture
def endpoint(shared: Endpoint) -> Endpoint:
    shared.plan = FaultPlan()
    shared.in_service = True
    shared.reset()
    return shared


def is_refused(reply: Reply, status: int) -> bool:
    return (
        (reply.status, reply.kind) == (status, REFUSED)
        and bool(reply.message)
        and reply.headers["content-type"] == "application/x-amz-json-1.1"
        and bool(UUID.fullmatch(reply.headers["x-amzn-requestid"]))
    )


def connect(endpoint: Endpoint) -> socket.socket:
    address = urlsplit(endpoint.url)
    return socket.create_connection((str(address.hostname), int(address.port or 0)), timeout=20)


def read_all(connection: socket.socket) -> bytes:
    """Read until the endpoint closes the connection."""
    found = b""
    while part := connection.recv(65536):
        found += part
    return found


# --- who can reach it -------------------------------------------------------------------------


def test_other_machines_need_permission() -> None:
    for host in ("0.0.0.0", "::"):
        with pytest.raises(EndpointError, match="other machines can reach"):
            Endpoint(host=host).start()


def test_permission_for_other_machines_comes_with_a_warning() -> None:
    endpoint = Endpoint(host="0.0.0.0", allow_remote=True)
    with pytest.warns(RemoteEndpointWarning, match="without a password") as caught, endpoint:
        assert call(endpoint.url).status == 200
    assert caught[0].filename == __file__


def test_every_address_of_this_machine_is_accepted() -> None:
    for host in ("localhost", "127.0.0.2", "::1"):
        with Endpoint(host=host) as endpoint:
            assert call(endpoint.url).status == 200, host


def test_a_host_must_be_known(endpoint: Endpoint) -> None:
    """A page whose own name points to this machine makes the browser send that name."""
    expected = {
        "localhost": 200,
        "LOCALHOST:1": 200,
        "127.0.0.1:99999": 200,
        "[::1]:80": 200,
        "evil.example": 421,
        "localhost.evil.example:80": 421,
        "127.0.0.1.evil.example": 421,
        "": 421,
        "[": 421,
    }
    assert {host: call(endpoint.url, Host=host).status for host in expected} == expected
    assert len(endpoint.calls) == 4
    # HTTP/1.1 needs a host of visible characters, so uvicorn itself answers these.
    assert [call(endpoint.url, Host=host).status for host in (None, "\xff")] == [400, 421]


def test_another_name_may_be_allowed() -> None:
    with Endpoint(allowed_hosts=["Gateway.test:8080"]) as endpoint:
        assert call(endpoint.url, Host="gateway.test").status == 200
        assert is_refused(call(endpoint.url, Host="other.test"), 421)


def test_what_a_web_page_can_send_has_no_effect(endpoint: Endpoint) -> None:
    endpoint.plan = plan = FaultPlan([Fault("*", "InternalFailure", times=1)])
    requests: list[tuple[dict[str, str], int]] = [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"content-type": "text/plain"}, 415),
        ({"content-type": "application/x-www-form-urlencoded"}, 415),
        ({"content-type": "multipart/form-data; boundary=application/json"}, 415),
        ({"content-type": ""}, 415),
    ]
    token = {"Authorization": "Bearer the token"}
    for changed, status in requests:
        replies = [
            send(endpoint.url, b"{}", {**looks_signed(), **changed}),
            send(endpoint.url, b"{}", {**token, **changed}, path="/_sgw/reset"),
        ]
        for reply in replies:
            assert is_refused(reply, status), changed
            assert not [name for name in reply.headers if name.startswith("access-control")]
    preflight = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    assert is_refused(send(endpoint.url, None, preflight, method="OPTIONS"), 403)
    assert (endpoint.calls, plan.calls) == ((), {})


def test_other_methods_have_no_effect(endpoint: Endpoint) -> None:
    for method in ("GET", "PUT", "DELETE", "OPTIONS", "PATCH"):
        assert is_refused(send(endpoint.url, None, looks_signed(), method=method), 405), method
    assert endpoint.calls == ()


def test_json_may_have_several_content_types(endpoint: Endpoint) -> None:
    for kind in ("application/json; charset=utf-8", "APPLICATION/X-AMZ-JSON-1.0", None):
        assert send(endpoint.url, b"{}", {**looks_signed(), "content-type": kind}).status == 200


def test_a_request_must_not_contradict_itself(endpoint: Endpoint) -> None:
    headers = {"host": "127.0.0.1", **looks_signed()}
    lines = ["POST / HTTP/1.1", *(f"{key}: {value}" for key, value in headers.items())]
    repeated = ["host", "authorization", "content-type", "x-amz-target", "x-amz-date"]
    heads = [[*lines, f"{name}: {headers[name]}", "Content-Length: 2"] for name in repeated]
    heads += [
        [*lines, "Content-Length: 2", "Transfer-Encoding: chunked"],
        [*lines, "Content-Length: 2", "Content-Length: 3"],
        [*lines, "Content-Length: 2", "x y"],
    ]
    for head in heads:
        with closing(connect(endpoint)) as connection:
            connection.sendall("\r\n".join([*head, "", "{}"]).encode())
            assert connection.recv(65536).startswith(b"HTTP/1.1 400 "), head[-2:]
    assert endpoint.calls == ()


# --- what a request may cost ------------------------------------------------------------------


def test_a_body_may_have_one_mebibyte(endpoint: Endpoint) -> None:
    longest = 1 << 20
    assert call(endpoint.url, body=b"{}".ljust(longest)).status == 200
    for length, status in ((str(longest + 1), 413), ("9" * 15, 413), ("9" * 5000, 400)):
        head = request().partition(b"\r\n\r\n")[0]
        head = head.replace(b"Content-Length: 2", b"Content-Length: " + length.encode())
        with closing(connect(endpoint)) as connection:
            connection.sendall(head + b"\r\n\r\n")
            assert read_all(connection).startswith(b"HTTP/1.1 %d " % status), length
    assert len(endpoint.calls) == 1


def test_a_body_in_chunks_may_be_as_long(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sgwlib.simulation.endpoint.app.LONGEST_BODY", 1000)
    for size, status in ((1000, 200), (1001, 413)):
        connection = http.client.HTTPConnection(urlsplit(endpoint.url).netloc, timeout=20)
        with closing(connection):
            chunks = [b"{}", b" " * (size - 2)]
            headers: Any = looks_signed()
            connection.request("POST", "/", iter(chunks), headers, encode_chunked=True)
            assert connection.getresponse().status == status


def test_headers_may_have_16_kibibytes(endpoint: Endpoint) -> None:
    """Of headers that are too long, no more is sent than the endpoint reads before it answers."""
    for size, status in ((15_000, b"200"), (20_000, b"400")):
        long_header = b"x: " + b"y" * size
        # The end of the headers is missing, so that the endpoint has to judge what it has.
        content = request().partition(b"\r\n\r\n")[0] + b"\r\n" + long_header
        with closing(connect(endpoint)) as connection:
            connection.sendall(content)
            if status == b"200":
                connection.sendall(b"\r\n\r\n{}")
            assert connection.recv(65536).split()[1] == status
    assert len(endpoint.calls) == 1


def test_endless_headers_are_ended(endpoint: Endpoint) -> None:
    deadline = time.monotonic() + 20
    with closing(connect(endpoint)) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nx: ")
        with suppress(BrokenPipeError, ConnectionResetError):
            while time.monotonic() < deadline:
                connection.sendall(b"y" * 1000)
            pytest.fail("the endpoint keeps reading")
    assert call(endpoint.url).status == 200  # it ended the client, not itself


def test_a_body_may_take_ten_seconds(endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sgwlib.simulation.endpoint.app.BODY_SECONDS", 0.3)
    head = request().partition(b"\r\n\r\n")[0]
    chunked = head.replace(b"Content-Length: 2", b"Transfer-Encoding: chunked")
    for content in (head + b"\r\n\r\n", head + b"\r\n\r\n{", chunked + b"\r\n\r\n1\r\n{\r\n"):
        before = time.monotonic()
        with closing(connect(endpoint)) as connection:
            connection.sendall(content)
            assert read_all(connection).startswith(b"HTTP/1.1 408 ")
        assert time.monotonic() - before > 0.2
    assert endpoint.calls == ()


def test_a_body_that_comes_drop_by_drop_is_ended(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sgwlib.simulation.endpoint.app.BODY_SECONDS", 0.3)
    head = request().partition(b"\r\n\r\n")[0].replace(b"Length: 2", b"Length: 1000")
    with closing(connect(endpoint)) as connection:
        connection.sendall(head + b"\r\n\r\n")
        connection.settimeout(0.05)
        deadline, found = time.monotonic() + 20, b""
        while not found and time.monotonic() < deadline:
            connection.sendall(b" ")
            with suppress(TimeoutError):
                found = connection.recv(65536)
    assert found.startswith(b"HTTP/1.1 408 ")


def test_replies_that_a_client_does_not_read_stop_its_requests(endpoint: Endpoint) -> None:
    """So its replies never fill the memory, and other clients get their answers."""
    address = urlsplit(endpoint.url)
    tag = {"Key": "*" * 2000, "Value": "v"}  # the reply repeats half of it
    body = json.dumps({"ResourceARN": ARN, "Tags": [tag] * 7}).encode()
    content = request("AddTagsToResource", body) * 2000  # more than the buffers of two sockets hold
    with closing(socket.socket()) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect((str(address.hostname), int(address.port or 0)))
        connection.settimeout(0.5)
        sent, count = 0, 0
        while sent < len(content):
            try:
                sent += connection.send(content[sent:])
            except TimeoutError:
                if count == len(endpoint.calls):
                    break  # nothing more is read, and nothing more is answered
                count = len(endpoint.calls)
        assert sent < len(content)
        assert 0 < count < 2000
        assert call(endpoint.url).status == 200


def test_slow_clients_do_not_slow_down_others(endpoint: Endpoint) -> None:
    """uvicorn sets no time limit for headers: a client that sends them slowly keeps a socket."""
    head = request().partition(b"\r\n\r\n")[0]
    with ExitStack() as stack:
        slow = [stack.enter_context(closing(connect(endpoint))) for _ in range(200)]
        for number, connection in enumerate(slow):
            connection.sendall(head[: number * 2])
        seconds = []
        for _ in range(20):
            before = time.monotonic()
            assert call(endpoint.url).status == 200
            seconds.append(time.monotonic() - before)
            for connection in slow:
                connection.sendall(b"x")
    assert sorted(seconds)[10] < 0.1


def test_a_large_input_does_not_make_others_wait(endpoint: Endpoint) -> None:
    tags = [{"Key": f"{number:x}", "Value": ""} for number in range(40_000)]
    value = {"ResourceARN": ARN, "Tags": tags}
    body = json.dumps(value, separators=(",", ":")).encode()
    replies: list[Reply] = []
    thread = threading.Thread(
        target=lambda: replies.append(call(endpoint.url, "AddTagsToResource", body))
    )
    thread.start()
    seconds = []
    while thread.is_alive():
        before = time.monotonic()
        assert call(endpoint.url).status == 200
        seconds.append(time.monotonic() - before)
    assert [reply.status for reply in replies] == [200]
    # If the validation kept the others waiting, one call would last as long as the large one, and
    # no five would fit. The median bears a busy machine; the slowest call is measured by hand.
    assert len(seconds) >= 5
    assert sorted(seconds)[len(seconds) // 2] < 0.1


# --- who can control it -----------------------------------------------------------------------


def control(
    endpoint: Endpoint,
    what: str,
    body: object = None,
    method: str = "GET",
    authorization: str | None = "Bearer the token",
) -> Reply:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return send(
        endpoint.url,
        b"" if body is None else content,
        {"Authorization": authorization},
        method=method,
        path=f"/_sgw/{what}",
    )


def test_control_needs_the_token(endpoint: Endpoint) -> None:
    wrong = [None, "", "Bearer", "Bearer another", "Basic the token", "the token", "Bearer \xe9"]
    for authorization in wrong:
        reply = control(endpoint, "calls", authorization=authorization)
        assert is_refused(reply, 403), authorization


def test_by_default_the_token_is_a_new_one() -> None:
    tokens = {Endpoint().token for _ in range(3)}
    assert len(tokens) == 3
    assert min(map(len, tokens)) >= 32


def test_the_plan_is_read_and_replaced(endpoint: Endpoint) -> None:
    assert control(endpoint, "plan").json() == {"faults": []}
    plan = {"seed": 3, "faults": [{"operation": "ListGateways", "error": "InternalError"}]}
    assert control(endpoint, "plan", plan, "PUT").json() == plan
    assert endpoint.plan.faults == (Fault("ListGateways", "InternalError"),)
    assert call(endpoint.url).kind == "InternalServerError"
    report = control(endpoint, "report").json()["report"]
    assert report == endpoint.plan.report()
    assert "answered 1" in report


def test_a_wrong_plan_changes_nothing(endpoint: Endpoint) -> None:
    endpoint.plan = before = FaultPlan([Fault("ListGateways", "InternalError")])
    wrong: list[tuple[object, str]] = [
        (b"{", "not JSON"),
        (b"[" * 900, "not JSON"),
        (b"[" * 100_000, "not JSON"),
        ([], "expected a table"),
        ({"faults": [{"operation": "ListGateways", "error": "Nonsense"}]}, "fault 1"),
        ({"faults": [], "sed": 1}, "did you mean seed"),
    ]
    for body, text in wrong:
        reply = control(endpoint, "plan", body, "PUT")
        assert is_refused(reply, 400), body
        assert text in reply.message
    assert endpoint.plan is before


def test_calls_are_read_and_forgotten(endpoint: Endpoint) -> None:
    endpoint.plan = FaultPlan([Fault("ListGateways", "InternalError", times=1)])
    call(endpoint.url)
    (only,) = control(endpoint, "calls").json()["calls"]
    assert only["outcome"] == "InternalError"
    assert control(endpoint, "reset", method="POST").json() == {}
    assert control(endpoint, "calls").json() == {"calls": []}
    assert call(endpoint.url).kind == "InternalServerError"  # the plan starts again


def test_a_wrong_control_request(endpoint: Endpoint) -> None:
    wrong = [
        ("nowhere", "GET", 404),
        ("", "GET", 404),
        ("plan", "DELETE", 405),
        ("reset", "GET", 405),
    ]
    for what, method, status in wrong:
        assert is_refused(control(endpoint, what, method=method), status), (what, method)
