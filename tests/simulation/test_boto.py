from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Barrier, Thread
from typing import TYPE_CHECKING, Any, ClassVar

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from sgwlib import ErrorResponse, load_catalogue, simulate
from sgwlib.coverage import recording
from sgwlib.errors import ResponseError, UnknownNameError
from sgwlib.response import build_response
from sgwlib.retries import who_retries
from sgwlib.simulation.boto import RETRY_MODES, attempts_by_boto3, raised_by_boto3
from tests.gateways import call

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Ask = Callable[[ErrorResponse], object]

ASKED = pytest.mark.parametrize("ask", [raised_by_boto3, attempts_by_boto3])
CATALOGUE = load_catalogue()
CARRIERS = CATALOGUE.carriers
NEVER_SENT = {"server", "date"}  # what http.server adds to every answer


class Wire:
    """A client made here, which gets given bytes from a server on this machine."""

    def __init__(self, address: str, answer: dict[str, ErrorResponse]) -> None:
        self.answer = answer
        self.client: Any = boto3.client(
            "storagegateway",
            region_name="eu-central-1",
            endpoint_url=address,
            aws_access_key_id="of",
            aws_secret_access_key="the-tests",
            config=Config(parameter_validation=False, retries={"total_max_attempts": 1}),
        )

    def raised(self, response: ErrorResponse) -> ClientError:
        self.answer["next"] = response
        with pytest.raises(ClientError) as caught:
            call(self.client, str(response.operation))
        return caught.value


@pytest.fixture(scope="module")
def wire() -> Iterator[Wire]:
    class Handler(BaseHTTPRequestHandler):
        answer: ClassVar[dict[str, ErrorResponse]] = {}
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            response = self.answer["next"]
            self.send_response(response.status_code, response.reason)
            for name, value in response.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(response.body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever)
        thread.start()
        wire = Wire(f"http://127.0.0.1:{server.server_port}", Handler.answer)
        yield wire
        wire.client.close()
        server.shutdown()
        thread.join()


def facts(error: ClientError) -> dict[str, Any]:
    """Return all that is told of an error, but for what only a server on the way adds."""
    parsed: Any = error.response
    metadata = dict(parsed["ResponseMetadata"])
    headers = metadata.pop("HTTPHeaders")
    return {
        "class": (type(error).__module__, type(error).__name__, type(error).__mro__[1].__name__),
        # Where retries are switched off by configuration, botocore's text says so.
        "text": str(error).replace(" (reached max retries: 0)", ""),
        "operation": error.operation_name,
        "response": {key: value for key, value in parsed.items() if key != "ResponseMetadata"},
        "metadata": {key: value for key, value in metadata.items() if key != "MaxAttemptsReached"},
        "headers": {name: headers[name] for name in headers if name not in NEVER_SENT},
    }


RESPONSES = [
    *(simulate("DeleteVolume", "VolumeInUse", exception=carrier) for carrier in CARRIERS),
    *(simulate("ListGateways", "InternalError", exception=carrier) for carrier in CARRIERS),
    simulate("DeleteVolume", "OutdatedGateway", undocumented=True),
    *(simulate("CreateSnapshot", name) for name in CATALOGUE.general_exceptions),
]


def test_it_is_what_a_client_raises_that_gets_the_same_bytes(wire: Wire) -> None:
    for response in RESPONSES:
        assert facts(raised_by_boto3(response)) == facts(wire.raised(response))


def test_an_exception_that_no_model_has_is_a_client_error_of_its_name(wire: Wire) -> None:
    body = b'{"__type": "com.amazon#Unheard", "message": "of \xc3\xa4nd"}'
    headers = {"Content-Type": "application/x-amz-json-1.1", "Content-Length": str(len(body))}
    response = ErrorResponse.parse(400, headers, body, operation="ListGateways")
    error = raised_by_boto3(response)
    assert type(error) is ClientError
    assert error.response["Error"] == {"Code": "Unheard", "Message": "of änd"}
    assert facts(error) == facts(wire.raised(response))


@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_carrier_is_raised_as_the_class_of_its_name_with_the_code_inside(carrier: str) -> None:
    error = raised_by_boto3(simulate("DeleteVolume", "VolumeInUse", exception=carrier))
    parsed: Any = error.response
    assert type(error).__name__ == parsed["Error"]["Code"] == carrier
    assert parsed["error"] == {"errorCode": "VolumeInUse"}
    assert str(error) == (
        f"An error occurred ({carrier}) when calling the DeleteVolume operation: "
        "The specified volume is already in use."
    )


@pytest.mark.parametrize("step", [5, pytest.param(1, marks=pytest.mark.heavy)])
def test_every_documented_pair_and_every_general_exception_is_raised(step: int) -> None:
    responses = [simulate(*pair) for pair in CATALOGUE.pairs]
    responses += [
        simulate(operation, name)
        for operation in [*CATALOGUE.operations][::step]
        for name in CATALOGUE.general_exceptions
    ]
    for response in responses:
        error: Any = raised_by_boto3(response)
        assert error.response["Error"]["Code"] == response.exception
        assert error.response["ResponseMetadata"]["HTTPStatusCode"] == response.status_code
        assert error.response["ResponseMetadata"]["RequestId"] == response.request_id
        assert error.response.get("error", {}).get("errorCode") == response.code


def test_each_of_many_threads_gets_its_own_error() -> None:
    count = 50
    start = Barrier(count)
    responses = [simulate(*pair) for pair in CATALOGUE.pairs[:: len(CATALOGUE.pairs) // count]]

    def raise_together(response: ErrorResponse) -> str:
        start.wait(timeout=60)
        error: Any = raised_by_boto3(response)
        return str(error.response["ResponseMetadata"]["RequestId"])

    with ThreadPoolExecutor(count) as pool:
        ids = list(pool.map(raise_together, responses[:count]))
    assert ids == [response.request_id for response in responses[:count]]


def test_no_network_is_used_and_nothing_waits_for_a_retry(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("this would wait, or use the network")

    waits: list[float] = []
    for name in ("getaddrinfo", "create_connection"):
        monkeypatch.setattr(socket, name, refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr("time.sleep", refuse)
    response = simulate("ListGateways", "ServiceUnavailable")
    error: Any = raised_by_boto3(response)
    assert error.response["ResponseMetadata"]["RetryAttempts"] == 0
    monkeypatch.setattr("time.sleep", waits.append)  # botocore sleeps for no time at all
    assert [each.made for each in attempts_by_boto3(response)] == [5, 3, 3]
    assert set(waits) == {0}


SHOW = """
from sgwlib import simulate
from sgwlib.simulation.boto import attempts_by_boto3, raised_by_boto3
for name in ("InternalError", "GatewayNotFound", "ThrottlingException"):
    try:
        error = raised_by_boto3(simulate("DescribeCache", name))
    except Exception as failure:
        error = failure
    print(repr(error), error.response["ResponseMetadata"]["RetryAttempts"])
    print([made for mode, made, most, error in attempts_by_boto3(simulate("DescribeCache", name))])
"""


@pytest.fixture
def settings(tmp_path: Path) -> list[dict[str, str]]:
    """Return settings of a machine that should change nothing: all at once, and by file."""
    config, broken = tmp_path / "config", tmp_path / "broken"
    config.write_text(
        "[default]\nregion = nowhere\nretry_mode = adaptive\nmax_attempts = 9\n"
        "endpoint_url = http://127.0.0.1:9\nparameter_validation = true\n"
    )
    broken.write_text("[this is no ini file")
    variables = {
        "AWS_PROFILE": "nobody",
        "AWS_DEFAULT_PROFILE": "nobody",
        "AWS_MAX_ATTEMPTS": "9",
        "AWS_RETRY_MODE": "adaptive",
        "AWS_REGION": "nowhere",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
        "AWS_USE_FIPS_ENDPOINT": "true",
        "AWS_USE_DUALSTACK_ENDPOINT": "true",
        "HTTPS_PROXY": "http://127.0.0.1:9",
        "AWS_CA_BUNDLE": "/nowhere",
    }
    return [
        {},
        variables,
        {"AWS_CONFIG_FILE": str(config)},
        {"AWS_CONFIG_FILE": str(broken)},
        {"AWS_SHARED_CREDENTIALS_FILE": str(broken)},
    ]


@pytest.mark.parametrize("some", [slice(1, 2), pytest.param(slice(None), marks=pytest.mark.heavy)])
def test_no_setting_of_the_machine_matters(settings: list[dict[str, str]], some: slice) -> None:
    settings = settings[some]
    inherited = {name: value for name, value in os.environ.items() if "AWS" not in name}
    command = [sys.executable, "-W", "error", "-c", SHOW]
    runs = [
        subprocess.Popen(
            command,
            env=inherited | each,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for each in settings
    ]
    expected = "".join(
        f"{raised_by_boto3(simulate('DescribeCache', name))!r} 0\n{made}\n"
        for name, made in (
            ("InternalError", [5, 3, 3]),
            ("GatewayNotFound", [1, 1, 1]),
            ("ThrottlingException", [5, 3, 3]),
        )
    )
    shown = [run.communicate(timeout=60)[0] for run in runs]
    assert shown == [expected] * len(settings)


@ASKED
def test_a_response_without_an_operation_is_refused(ask: Ask) -> None:
    response = ErrorResponse.parse(400, {}, '{"__type": "ThrottlingException"}')
    with pytest.raises(ResponseError, match="names no operation"):
        ask(response)


@ASKED
def test_an_operation_that_boto3_does_not_know_is_refused_with_the_nearest(ask: Ask) -> None:
    body = '{"__type": "ThrottlingException"}'
    response = ErrorResponse.parse(400, {}, body, operation="DeleteVolumes")
    with pytest.raises(UnknownNameError, match="did you mean DeleteVolume"):
        ask(response)


def test_a_refusal_leaves_the_next_call_alone() -> None:
    response = ErrorResponse.parse(400, {}, '{"__type": "Unheard"}', operation="Unheard")
    with pytest.raises(UnknownNameError):
        raised_by_boto3(response)
    error = raised_by_boto3(simulate("DeleteVolume", "VolumeInUse"))
    assert error.operation_name == "DeleteVolume"


@ASKED
def test_what_the_client_takes_for_no_error_is_refused(ask: Ask) -> None:
    response = ErrorResponse(200, "OK", {"Content-Length": "2"}, b"{}", operation="ListGateways")
    with pytest.raises(ResponseError, match="status 200 is not an error for boto3"):
        ask(response)


# How often


def test_attempts_are_those_of_botocore_s_own_settings() -> None:
    for response in RESPONSES:
        check_attempts(response)


def check_attempts(response: ErrorResponse) -> None:
    retried = bool(who_retries(response.exception, response.status_code).clients)
    again = retried and response.exception != "RequestExpired"  # which older SDKs retry
    found = attempts_by_boto3(response)
    assert [each.mode for each in found] == list(RETRY_MODES)
    assert [each.made for each in found] == ([5, 3, 3] if again else [1, 1, 1])
    assert [each.most for each in found] == [5, 3, 3]
    for _, made, _, error in found:
        parsed: Any = error.response
        assert type(error).__name__ == type(raised_by_boto3(response)).__name__
        assert parsed["ResponseMetadata"]["RetryAttempts"] == made - 1
        assert (f"(reached max retries: {made - 1})" in str(error)) is again


@pytest.mark.parametrize("rounds", [5, pytest.param(100, marks=pytest.mark.heavy)])
def test_the_counts_never_drift(rounds: int) -> None:
    response = simulate("DeleteVolume", "InternalError")
    seen = {tuple(each.made for each in attempts_by_boto3(response)) for _ in range(rounds)}
    assert seen == {(5, 3, 3)}


def test_attempts_in_many_threads_are_counted_apart() -> None:
    response = simulate("DeleteVolume", "InternalError")
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(attempts_by_boto3, [response] * 16))
    assert {tuple(each.made for each in attempts) for attempts in found} == {(5, 3, 3)}


@ASKED
def test_what_is_only_shown_is_not_met(ask: Ask) -> None:
    response = build_response("DeleteVolume", "InternalError")
    with recording() as met:
        ask(response)
    assert len(met.pairs()) == 0
