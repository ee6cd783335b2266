"""How the endpoint starts and stops, and what its settings accept."""

from __future__ import annotations

import asyncio
import copy
import http.client
import pickle
import re
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from sgwlib import Endpoint
from sgwlib.errors import FaultError, UnmetFaultError
from sgwlib.simulation.endpoint import EndpointError, RemoteEndpointWarning
from sgwlib.simulation.endpoint.app import App, RefusedError
from sgwlib.simulation.endpoint.service import Service, Throttle
from sgwlib.simulation.endpoint.signatures import Accounts
from sgwlib.simulation.faults import Fault, FaultPlan
from sgwlib.simulation.general import ServiceError
from tests.endpoint.clients.hostile import request
from tests.endpoint.clients.plain import call

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from tests.endpoint.clients.plain import Reply

FAULT = Fault("DeleteVolume", "VolumeInUse")


def in_a_thread(running: Coroutine[Any, Any, Any]) -> Any:
    """Run a coroutine in a thread of its own, because this one may have a loop already."""
    with ThreadPoolExecutor() as threads:
        return threads.submit(asyncio.run, running).result()


def test_wrong_settings_are_refused_with_the_right_form() -> None:
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"port": -1}, "expected 0 to 65535"),
        ({"port": 65536}, "expected 0 to 65535"),
        ({"token": ""}, "expected printable ASCII"),
        ({"token": "\n"}, "expected printable ASCII"),
        ({"session_tokens": "my-token"}, "expected a list such as ['my-token']"),
        ({"allowed_hosts": "gateway.test"}, "expected a list such as ['gateway.test']"),
        ({"not_subscribed": "AKID"}, "expected a list such as ['AKID']"),
        ({"not_subscribed": b"AKID"}, "expected a list such as [b'AKID']"),
        ({"session_tokens": [1]}, "expected a list of strings"),
        ({"allowed_hosts": 5}, "expected a list of strings"),
        ({"secrets": "AKID"}, "expected a dictionary"),
    ]
    rates: list[Any] = [
        0,
        -1,
        10**400,
        10**5000,
        float("nan"),
        float("inf"),
        -0.0,
        True,
        "5",
        1e6 + 1,
    ]
    wrong += [({"rate": rate}, "expected a number above 0 and up to 1000000") for rate in rates]
    for settings, expected in wrong:
        with pytest.raises(EndpointError, match=re.escape(expected)):
            Endpoint(**settings)


def test_a_plan_is_a_fault_or_faults_or_a_plan() -> None:
    plan = FaultPlan([FAULT])
    endpoint = Endpoint(FAULT)
    assert endpoint.plan.faults == (FAULT,)
    for given in ([FAULT], iter([FAULT]), FAULT):
        endpoint.plan = given
        assert endpoint.plan.faults == (FAULT,)
    endpoint.plan = plan
    assert endpoint.plan is plan
    wrong: Any
    for wrong in ("DeleteVolume", ["DeleteVolume"], 5, None):
        with pytest.raises(FaultError):
            Endpoint(wrong)
        with pytest.raises(FaultError):
            endpoint.plan = wrong
    assert endpoint.plan is plan


def test_a_strict_endpoint_asks_that_every_fault_is_met() -> None:
    with Endpoint(FAULT, strict=True) as endpoint:
        call(endpoint.url, "DeleteVolume")
    endpoint.reset()

    def use(error: Exception | None = None) -> None:
        with endpoint:
            call(endpoint.url, "ListGateways")
            if error:
                raise error

    with pytest.raises(UnmetFaultError, match="1 fault answered no call"):
        use()
    with pytest.raises(RuntimeError, match="of the block"):  # an error of the block comes first
        use(RuntimeError("of the block"))
    endpoint.start().stop()  # without a block, nothing is asked
    with Endpoint(FAULT):
        pass  # by default, nothing is asked


def test_an_endpoint_that_is_not_running_has_no_url() -> None:
    endpoint = Endpoint()
    assert repr(endpoint) == "<Endpoint not running: <FaultPlan of 0 faults, seed None>>"
    with pytest.raises(EndpointError, match="not running"):
        _ = endpoint.url
    endpoint.stop()  # nothing to do
    with endpoint:
        assert repr(endpoint).startswith("<Endpoint at http://127.0.0.1:")
        with pytest.raises(EndpointError, match="already running"):
            endpoint.start()
    with endpoint:  # a second time
        assert call(endpoint.url).status == 200
    assert len(endpoint.calls) == 1  # calls can be read afterwards


def test_calls_and_errors_are_values() -> None:
    with Endpoint() as endpoint:
        call(endpoint.url)
    (only,) = endpoint.calls
    for again in (pickle.loads(pickle.dumps(only)), copy.deepcopy(only)):
        assert again == only
        assert hash(again) == hash(only)
    errors: list[Any] = [
        EndpointError("port is -1"),
        RemoteEndpointWarning("reachable"),
        RefusedError(http.HTTPStatus.FORBIDDEN, "Expected POST.", close=True),
        ServiceError("ValidationException", "too short"),
        ServiceError("MissingAction"),
    ]
    for error in errors:
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))


def test_a_port_can_be_used_once() -> None:
    with Endpoint() as first, pytest.raises(EndpointError, match="Address already in use"):
        Endpoint(port=int(urlsplit(first.url).port or 0)).start()


def test_a_port_can_be_used_again_at_once() -> None:
    with Endpoint() as first:
        assert call(first.url).status == 200
        port = int(urlsplit(first.url).port or 0)
    with pytest.raises(ConnectionRefusedError):
        call(f"http://127.0.0.1:{port}")
    with Endpoint(port=port) as second:
        assert call(second.url).status == 200


def test_stopping_cuts_a_delay_short() -> None:
    endpoint = Endpoint(Fault("*", "InternalFailure", delay=60)).start()
    with ThreadPoolExecutor() as threads:
        waiting = [threads.submit(call, endpoint.url) for _ in range(3)]
        deadline = time.monotonic() + 20
        while len(endpoint.calls) < 3:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        before = time.monotonic()
        endpoint.stop()
        assert time.monotonic() - before < 5
        replies: list[Reply] = [each.result(20) for each in waiting]
    assert [reply.kind for reply in replies] == ["InternalFailure"] * 3


def test_a_call_that_is_read_while_the_server_stops_is_not_delayed() -> None:
    plan = FaultPlan([Fault("*", "InternalFailure", delay=60)])
    app = App(Service(plan, Accounts(), Throttle(None)), frozenset({"localhost"}), "the token")
    head, _, body = request().partition(b"\r\n\r\n")
    lines = [line.split(b": ", 1) for line in head.split(b"\r\n")[1:]]
    scope = {
        "method": "POST",
        "raw_path": b"/",
        "query_string": b"",
        "headers": [(name.lower(), value) for name, value in lines],
    }
    coming = [{"type": "http.request", "body": body, "more_body": False}]
    sent: list[Any] = []

    async def receive() -> Any:
        return coming.pop() if coming else await asyncio.Event().wait()

    async def send(message: Any) -> None:
        sent.append(message)

    app.end()
    in_a_thread(asyncio.wait_for(app(scope, receive, send), 20))
    assert [message.get("status") for message in sent] == [500, None]


def test_stopping_does_not_wait_for_slow_clients() -> None:
    head = request().partition(b"\r\n\r\n")[0]
    endpoint = Endpoint().start()
    connections = [endpoint_connection(endpoint) for _ in range(4)]
    for connection, content in zip(
        connections, (b"", b"POST", head, head + b"\r\n\r\n"), strict=True
    ):
        connection.send(content)
    call(endpoint.url)
    before = time.monotonic()
    endpoint.stop()
    assert time.monotonic() - before < 5
    for connection in connections:
        with closing(connection):
            while connection.recv(1000):
                pass  # all are closed


def endpoint_connection(endpoint: Endpoint) -> Any:
    address = urlsplit(endpoint.url).netloc
    client = http.client.HTTPConnection(address, timeout=20)
    client.connect()
    return client.sock


def test_a_client_that_goes_away_leaves_nothing_behind() -> None:
    threads = threading.active_count()
    with Endpoint(Fault("*", "InternalFailure", delay=3600)) as endpoint:
        for _ in range(50):
            with closing(endpoint_connection(endpoint)) as connection:
                connection.sendall(request())
        deadline = time.monotonic() + 20
        while len(endpoint.calls) < 50:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        before = time.monotonic()
    assert time.monotonic() - before < 5
    assert threading.active_count() == threads


def test_many_endpoints_leave_nothing_behind() -> None:
    threads = threading.active_count()
    for _ in range(10):
        with Endpoint() as endpoint:
            assert call(endpoint.url).status == 200
    assert threading.active_count() == threads


def test_it_runs_beside_an_event_loop_that_is_running() -> None:
    """As in a notebook, whose kernel has one."""

    async def cell() -> int:
        with Endpoint() as endpoint:
            return (await asyncio.to_thread(call, endpoint.url)).status

    assert in_a_thread(cell()) == 200


def test_only_an_endpoint_loads_a_server() -> None:
    program = (
        "import sys, sgwlib; sgwlib.simulate('ListGateways', 'InternalError'); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    loaded = {each.partition(".")[0] for each in done.stdout.decode().split()}
    assert "sgwlib" in loaded
    assert not loaded & {"uvicorn", "h11", "click", "botocore"}


def test_a_missing_package_is_named_with_its_extra() -> None:
    for package, missing in (
        ("uvicorn", ["uvicorn"]),
        ("botocore", ["botocore"]),
        ("uvicorn", ["botocore", "uvicorn"]),  # its extra installs both
    ):
        program = f"import sys; sys.modules.update(dict.fromkeys({missing})); import sgwlib"
        program += "; sgwlib.Endpoint"
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
        last = done.stderr.decode().splitlines()[-1]
        assert "MissingPackageError: " in last
        assert f"needs the package {package}; install it with: pip install 'sgwlib[" in last


def test_settings_of_a_wrong_type_are_refused() -> None:
    settings: dict[str, Any]
    for settings, words in (
        ({"port": "80"}, "port is '80'; expected 0 to 65535"),
        ({"port": True}, "port is True; expected 0 to 65535"),
        ({"host": None}, "host is None; expected a string"),
        ({"token": 5}, "the token is not usable"),
        ({"secrets": {"AKID": 5}}, "expected a string for each access key and secret key"),
        ({"secrets": {"AKID": b"secret"}}, "expected a string for each access key and secret key"),
    ):
        with pytest.raises(EndpointError, match=re.escape(words)):
            Endpoint(**settings)
