"""Safe by default: who may reach the endpoint, what a request may cost, and who may control it."""

from __future__ import annotations

import asyncio
import http.client
import json
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from sgwlib import Endpoint
from sgwlib.simulation.endpoint import EndpointError, Limits, RemoteEndpointWarning
from sgwlib.simulation.endpoint.replies import REFUSED
from sgwlib.simulation.faults import Fault, FaultPlan
from tests.endpoint.clients.plain import UUID, call, looks_signed, send

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.endpoint.clients.plain import Reply


@pytest.fixture(scope="module")
def shared() -> Iterator[Endpoint]:
    limits = Limits(body=1000, head=4000, headers=20, seconds=0.5, idle=1, connections=20)
    with Endpoint(token="the token", limits=limits) as endpoint:
        yield endpoint


@pytest.fixture
def endpoint(shared: Endpoint) -> Endpoint:
    shared.plan = FaultPlan()
    shared.in_service = True
    shared.reset()
    return shared


def check_refused(reply: Reply, status: int) -> None:
    assert reply.status == status
    assert reply.kind == REFUSED
    assert reply.message
    assert reply.headers["content-type"] == "application/x-amz-json-1.1"
    assert UUID.fullmatch(reply.headers["x-amzn-requestid"])


def connect(endpoint: Endpoint) -> socket.socket:
    address = urlsplit(endpoint.url)
    return socket.create_connection((str(address.hostname), int(address.port or 0)), timeout=20)


def read_all(connection: socket.socket) -> bytes:
    """Read until the endpoint closes the connection."""
    found = b""
    try:
        while part := connection.recv(65536):
            found += part
    except ConnectionResetError:
        pass
    return found


def check_ended(connection: socket.socket, content: bytes, every: float = 0.0) -> None:
    """Go on sending until the endpoint has had enough."""
    deadline = time.monotonic() + 20
    with suppress(BrokenPipeError, ConnectionResetError):
        while time.monotonic() < deadline:
            connection.sendall(content)
            time.sleep(every)
        pytest.fail("the endpoint goes on reading")


# --- who may reach it -----------------------------------------------------------------------


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_other_machines_are_let_in_only_when_told_so(host: str) -> None:
    with pytest.raises(EndpointError, match="can be reached from other machines"):
        Endpoint(host=host).start()


def test_letting_other_machines_in_comes_with_a_warning() -> None:
    endpoint = Endpoint(host="0.0.0.0", allow_remote=True)
    with pytest.warns(RemoteEndpointWarning, match="without a password") as caught, endpoint:
        assert call(endpoint.url).status == 200
    assert caught[0].filename == __file__


@pytest.mark.parametrize("host", ["localhost", "127.0.0.2", "::1"])
def test_every_address_of_this_machine_alone_will_do(host: str) -> None:
    with Endpoint(host=host) as endpoint:
        assert call(endpoint.url).status == 200


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST:1", 200),
        ("127.0.0.1:99999", 200),
        ("[::1]:80", 200),
        ("evil.example", 421),
        ("localhost.evil.example:80", 421),
        ("127.0.0.1.evil.example", 421),
        ("", 421),
        ("[", 421),
        ("\xff", 421),
        (None, 421),
    ],
)
def test_a_name_that_points_here_is_not_enough(
    endpoint: Endpoint, host: str | None, status: int
) -> None:
    """What a browser sends after a page's own name was made to point at this machine."""
    reply = call(endpoint.url, Host=host)
    assert reply.status == status
    assert len(endpoint.calls) == (status == 200)


def test_another_name_may_be_allowed() -> None:
    with Endpoint(allowed_hosts=["Gateway.test:8080"]) as endpoint:
        assert call(endpoint.url, Host="gateway.test").status == 200
        check_refused(call(endpoint.url, Host="other.test"), 421)


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"content-type": "text/plain"}, 415),
        ({"content-type": "application/x-www-form-urlencoded"}, 415),
        ({"content-type": "multipart/form-data; boundary=application/json"}, 415),
        ({"content-type": ""}, 415),
    ],
)
def test_what_a_web_page_can_send_has_no_effect(
    endpoint: Endpoint, changed: dict[str, str], status: int
) -> None:
    plan = FaultPlan([Fault("*", "InternalFailure", times=1)])
    endpoint.plan = plan
    reply = send(endpoint.url, b"{}", {**looks_signed(), **changed})
    check_refused(reply, status)
    assert not [name for name in reply.headers if name.startswith("access-control")]
    assert endpoint.calls == ()
    assert plan.calls == {}
    token = {"Authorization": "Bearer the token"}
    reset = send(endpoint.url, b"{}", {**token, **changed}, path="/_sgw/reset")
    check_refused(reset, status)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_other_methods_have_no_effect(endpoint: Endpoint, method: str) -> None:
    check_refused(send(endpoint.url, None, looks_signed(), method=method), 405)
    assert endpoint.calls == ()


def test_json_by_another_name_is_json(endpoint: Endpoint) -> None:
    for kind in ("application/json; charset=utf-8", "APPLICATION/X-AMZ-JSON-1.0", None):
        assert send(endpoint.url, b"{}", {**looks_signed(), "content-type": kind}).status == 200


@pytest.mark.parametrize("name", ["host", "authorization", "x-amz-target", "x-amz-date"])
def test_a_header_that_may_come_once_comes_once(endpoint: Endpoint, name: str) -> None:
    headers = {"host": "127.0.0.1", **looks_signed()}
    lines = [f"{key}: {value}" for key, value in headers.items()]
    lines = ["POST / HTTP/1.1", *lines, f"{name}: {headers[name]}", "Content-Length: 2"]
    with closing(connect(endpoint)) as connection:
        connection.sendall("\r\n".join([*lines, "Connection: close", "", "{}"]).encode())
        assert read_all(connection).startswith(b"HTTP/1.1 400 ")
    assert endpoint.calls == ()


# --- what a request may cost ------------------------------------------------------------------


def test_a_body_may_be_so_long(endpoint: Endpoint) -> None:
    def body(size: int) -> bytes:
        return b"{}".ljust(size)

    assert call(endpoint.url, body=body(1000)).status == 200
    check_refused(call(endpoint.url, body=body(1001)), 413)
    check_refused(call(endpoint.url, body=b"{}", Content_Length="9" * 15), 413)
    check_refused(call(endpoint.url, body=b"{}", Content_Length="9" * 30), 400)


def test_a_body_in_chunks_may_be_as_long(endpoint: Endpoint) -> None:
    for size, status in ((1000, 200), (1001, 413)):
        connection = http.client.HTTPConnection(urlsplit(endpoint.url).netloc, timeout=20)
        with closing(connection):
            chunks = [b"{}", b" " * (size - 2)]
            headers: Any = looks_signed()
            connection.request("POST", "/", iter(chunks), headers, encode_chunked=True)
            assert connection.getresponse().status == status


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ([f"x-{number}: y" for number in range(30)], b"431"),
        (["x: " + "y" * 5000], b"431"),
        (["x" * 5000 + ": y"], b"431"),
        (["x: y" * 500_000], b"431"),
        (["x y"], b"400"),
        (["Content-Length: 5", "Content-Length: 6"], b"400"),
        (["Transfer-Encoding: chunked", "Content-Length: 6"], b"400"),
    ],
)
def test_a_head_may_be_so_long_and_must_be_http(
    endpoint: Endpoint, lines: list[str], status: bytes
) -> None:
    head = "\r\n".join(["POST / HTTP/1.1", "Host: localhost", *lines, "", ""]).encode()
    with closing(connect(endpoint)) as connection:
        with suppress(BrokenPipeError, ConnectionResetError):  # refused before it was all sent
            connection.sendall(head)
        found = read_all(connection)
    assert found.split()[1:2] in ([status], [])  # nothing, if the refusal was overtaken by a reset
    assert endpoint.calls == ()


def test_an_endless_head_is_ended(endpoint: Endpoint) -> None:
    with closing(connect(endpoint)) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nx: ")
        check_ended(connection, b"y" * 1000)


@pytest.mark.parametrize(
    "beginning",
    [
        b"",
        b"\r\n",
        b"POST",
        b"POST / HTTP/1.1\r\nHost: localhost\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{",
    ],
)
def test_a_request_may_take_so_long(endpoint: Endpoint, beginning: bytes) -> None:
    with closing(connect(endpoint)) as connection:
        connection.sendall(beginning)
        found = read_all(connection)  # ends when the endpoint has had enough
    assert found[9:12] in (b"408", b"")
    assert endpoint.calls == ()


def test_whoever_sends_drop_by_drop_is_ended_too(endpoint: Endpoint) -> None:
    with closing(connect(endpoint)) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nx: ")
        check_ended(connection, b"y", every=0.1)


def test_replies_that_nobody_fetches_are_ended(endpoint: Endpoint) -> None:
    lines = [f"{name}: {value}" for name, value in looks_signed().items()]
    lines = ["POST / HTTP/1.1", "Host: localhost", *lines, "Content-Length: 2", "", "{}"]
    request = "\r\n".join(lines).encode()
    with closing(socket.socket()) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect(connect_address(endpoint))
        connection.settimeout(20)
        check_ended(connection, request * 100)


def connect_address(endpoint: Endpoint) -> tuple[str, int]:
    address = urlsplit(endpoint.url)
    return str(address.hostname), int(address.port or 0)


def test_a_connection_is_kept_for_the_next_request_so_long(endpoint: Endpoint) -> None:
    connection = http.client.HTTPConnection(urlsplit(endpoint.url).netloc, timeout=20)
    headers: Any = looks_signed()
    with closing(connection):
        for _ in range(3):
            connection.request("POST", "/", b"{}", headers)
            assert connection.getresponse().read()
        assert connection.sock.recv(1) == b""


def test_there_may_be_so_many_connections(endpoint: Endpoint) -> None:
    with ExitStack() as stack:
        for _ in range(20):
            stack.enter_context(closing(connect(endpoint)))
        with closing(connect(endpoint)) as late:
            found = read_all(late)
    assert found.startswith(b"HTTP/1.1 503 ")
    assert json.loads(found.partition(b"\r\n\r\n")[2])["__type"] == "ServiceUnavailable"
    deadline = time.monotonic() + 20
    while call(endpoint.url).status != 200:
        assert time.monotonic() < deadline


# --- who may control it -----------------------------------------------------------------------


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


@pytest.mark.parametrize(
    "authorization",
    [None, "", "Bearer", "Bearer another", "Basic the token", "the token", "Bearer \xe9"],
)
def test_control_needs_the_token(endpoint: Endpoint, authorization: str | None) -> None:
    check_refused(control(endpoint, "calls", authorization=authorization), 403)


def test_a_token_is_made_where_none_is_given() -> None:
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


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"{", "not JSON"),
        (b"[" * 900, "not JSON"),
        ([], "expected a table"),
        ({"faults": [{"operation": "ListGateways", "error": "Nonsense"}]}, "fault 1"),
        ({"faults": [], "sed": 1}, "did you mean seed"),
    ],
)
def test_a_bad_plan_changes_nothing(endpoint: Endpoint, body: object, told: str) -> None:
    endpoint.plan = before = FaultPlan([Fault("ListGateways", "InternalError")])
    reply = control(endpoint, "plan", body, "PUT")
    check_refused(reply, 400)
    assert told in reply.message
    assert endpoint.plan is before


def test_the_service_is_taken_down_and_slowed(endpoint: Endpoint) -> None:
    assert control(endpoint, "service").json() == {"in_service": True, "rate": None}
    wanted = {"in_service": False, "rate": 0.5}
    assert control(endpoint, "service", wanted, "PUT").json() == wanted
    assert call(endpoint.url).kind == "ServiceUnavailable"
    assert not endpoint.in_service
    control(endpoint, "service", {"in_service": True}, "PUT")
    assert [call(endpoint.url).status for _ in range(2)] == [200, 400]
    control(endpoint, "service", {"rate": None}, "PUT")
    assert call(endpoint.url).status == 200


@pytest.mark.parametrize(
    "body", [[], {"in_service": "no"}, {"rate": 0}, {"rate": "5"}, {"rate": True}, {"up": True}]
)
def test_a_bad_state_of_the_service_changes_nothing(endpoint: Endpoint, body: object) -> None:
    check_refused(control(endpoint, "service", body, "PUT"), 400)
    assert control(endpoint, "service").json() == {"in_service": True, "rate": None}


def test_calls_are_read_and_forgotten(endpoint: Endpoint) -> None:
    endpoint.plan = FaultPlan([Fault("ListGateways", "InternalError", times=1)])
    call(endpoint.url)
    (only,) = control(endpoint, "calls").json()["calls"]
    assert only["outcome"] == "InternalError"
    assert control(endpoint, "reset", method="POST").json() == {}
    assert control(endpoint, "calls").json() == {"calls": []}
    assert call(endpoint.url).kind == "InternalServerError"  # the plan has begun anew


@pytest.mark.parametrize(
    ("what", "method", "status"),
    [("nowhere", "GET", 404), ("", "GET", 404), ("plan", "DELETE", 405), ("reset", "GET", 405)],
)
def test_what_cannot_be_controlled(endpoint: Endpoint, what: str, method: str, status: int) -> None:
    check_refused(control(endpoint, what, method=method), status)


# --- how it starts and ends -------------------------------------------------------------------


def test_bad_settings_are_refused_before_anything_starts() -> None:
    settings: Any
    for settings in ({"port": -1}, {"port": 65536}, {"rate": 0}, {"token": ""}, {"token": "\n"}):
        with pytest.raises(EndpointError):
            Endpoint(**settings)


def test_what_does_not_run_has_no_url() -> None:
    endpoint = Endpoint()
    assert repr(endpoint) == "<Endpoint not running: <FaultPlan of 0 faults, seed None>>"
    with pytest.raises(EndpointError, match="does not run"):
        _ = endpoint.url
    endpoint.stop()  # nothing to do
    with endpoint:
        assert repr(endpoint).startswith("<Endpoint at http://127.0.0.1:")
        with pytest.raises(EndpointError, match="runs already"):
            endpoint.start()
    with endpoint:  # a second time
        assert call(endpoint.url).status == 200
    assert len(endpoint.calls) == 1  # what was called can be read afterwards


def test_two_cannot_have_the_same_port() -> None:
    with Endpoint() as first, pytest.raises(EndpointError, match="Address already in use"):
        Endpoint(port=int(urlsplit(first.url).port or 0)).start()


def test_stopping_waits_for_nobody() -> None:
    endpoint = Endpoint([Fault("*", "InternalFailure", delay=60)]).start()
    outcomes: list[str] = []

    def wait_long() -> None:
        try:
            call(endpoint.url)
        except (http.client.HTTPException, OSError) as error:
            outcomes.append(type(error).__name__)

    thread = threading.Thread(target=wait_long)
    with closing(connect(endpoint)):
        thread.start()
        before = time.monotonic()
        while not endpoint.calls:
            assert time.monotonic() - before < 20
            time.sleep(0.01)
        before = time.monotonic()
        endpoint.stop()
        thread.join(20)
    assert outcomes
    assert time.monotonic() - before < 10  # not the minute


def test_a_client_that_goes_leaves_nothing_behind() -> None:
    with Endpoint([Fault("*", "InternalFailure", delay=60)]) as endpoint:
        lines = [f"{name}: {value}" for name, value in looks_signed().items()]
        lines = ["POST / HTTP/1.1", "Host: localhost", *lines, "Content-Length: 2", "", "{}"]
        for _ in range(50):
            with closing(connect(endpoint)) as connection:
                connection.sendall("\r\n".join(lines).encode())
        assert endpoint._running is not None
        state = endpoint._running._server.server_state
        deadline = time.monotonic() + 20
        while len(endpoint.calls) < 50 or state.connections:
            assert time.monotonic() < deadline
            time.sleep(0.01)


def test_nothing_is_left_of_many_endpoints() -> None:
    threads = threading.active_count()
    for _ in range(20):
        with Endpoint() as endpoint:
            assert call(endpoint.url).status == 200
    assert threading.active_count() == threads


def test_it_runs_beside_a_loop_that_runs_already() -> None:
    """As in a notebook, whose kernel has one."""

    async def cell() -> int:
        with Endpoint() as endpoint:
            return (await asyncio.to_thread(call, endpoint.url)).status

    # In a thread of its own: this one may have a loop already, that of a browser's driver.
    with ThreadPoolExecutor() as threads:
        assert threads.submit(asyncio.run, cell()).result() == 200


def test_only_who_serves_loads_a_server() -> None:
    program = (
        "import sys, sgwlib; sgwlib.simulate('ListGateways', 'InternalError'); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    loaded = {each.partition(".")[0] for each in done.stdout.decode().split()}
    assert "sgwlib" in loaded
    assert not loaded & {"uvicorn", "httptools", "click", "botocore"}
