"""What botocore does about each error: the facts that were measured over HTTP, call by call."""

from __future__ import annotations

import json
import threading
from typing import Any, NamedTuple

import pytest
from botocore.exceptions import ClientError

from sgwlib import ErrorResponse, FaultPlan, load_catalogue
from sgwlib.retries import who_retries
from sgwlib.simulation.faults import Fault
from sgwlib.simulation.hooks import Layer, attached
from sgwlib.simulation.inject import inject
from tests.gateways import counted, gateway

CATALOGUE = load_catalogue()
CALLED = "DescribeStorediSCSIVolumes"
MODES = ("legacy", "standard", "adaptive")
EACH_MODE = pytest.mark.parametrize("mode", MODES)


class Row(NamedTuple):
    exception: str
    code: str | None
    status: int
    requests: int  # of max_attempts=3, the same in every mode
    operation: str = CALLED

    def __str__(self) -> str:
        return f"{self.exception}-{self.code}-{self.status}"

    @property
    def response(self) -> ErrorResponse:
        """The bytes that were sent when it was measured, whether the page knows them or not."""
        error = {} if self.code is None else {"error": {"errorCode": self.code}}
        body = json.dumps({"__type": self.exception, "message": "As measured."} | error)
        return ErrorResponse.parse(self.status, {}, body, operation=self.operation)


CARRIED, SERVER = "InvalidGatewayRequestException", "InternalServerError"
ROWS = [
    Row("IncompleteSignatureException", None, 400, 1),
    Row("InternalFailure", None, 500, 4),
    Row("InvalidAction", None, 400, 1),
    Row("InvalidClientTokenId", None, 403, 1),
    Row("InvalidSignatureException", None, 400, 1),
    Row("MissingAction", None, 400, 1),
    Row("MissingAuthenticationToken", None, 403, 1),
    Row("RequestExpired", None, 400, 1),
    Row("SerializationException", None, 400, 1),
    Row("ServiceUnavailable", None, 503, 4),
    Row("SubscriptionRequiredException", None, 400, 1),
    Row("ThrottlingException", None, 400, 4),
    Row("UnknownOperationException", None, 400, 1),
    Row("UnrecognizedClientException", None, 400, 1),
    Row("ValidationException", None, 400, 1),
    Row(CARRIED, "GatewayNotConnected", 400, 1),
    Row(CARRIED, "GatewayNotFound", 400, 1),
    Row(CARRIED, "GatewayProxyNetworkConnectionBusy", 400, 1),
    Row(CARRIED, "InternalError", 400, 1),
    Row(CARRIED, "GatewayInternalError", 400, 1),
    Row(CARRIED, "VolumeNotFound", 400, 1),
    Row(CARRIED, "NotSupported", 400, 1),
    Row(CARRIED, "UnsupportedOperationForGatewayType", 400, 1),
    Row(CARRIED, "SnapshotInProgressException", 400, 1),
    Row(CARRIED, "InvalidParameters", 400, 1),
    Row(SERVER, "InternalError", 500, 4),
    Row(SERVER, "GatewayInternalError", 500, 4),
    Row(SERVER, "GatewayProxyNetworkConnectionBusy", 500, 4),
    Row(SERVER, "GatewayNotConnected", 500, 4),
    Row(SERVER, "InternalError", 400, 1),
    Row(SERVER, None, 500, 4),
    Row("ServiceUnavailableError", None, 500, 4, "CreateSnapshot"),
    Row("ServiceUnavailableError", None, 400, 1, "CreateSnapshot"),
]


def raised(client: Any, operation: str = CALLED) -> ClientError:
    with pytest.raises(ClientError) as caught:
        client._make_api_call(operation, {})
    return caught.value


def made(error: ClientError) -> int:
    """Return how many retries botocore says that it made."""
    return int(error.response["ResponseMetadata"]["RetryAttempts"])


@EACH_MODE
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_the_measured_table_holds(row: Row, mode: str) -> None:
    client = gateway(retries={"mode": mode, "max_attempts": 3})
    requests = counted(client)
    assert row.response.status_code == row.status
    with attached(client, Layer(lambda *_: (row.response, 0), retry_waits=False)):
        error = raised(client, row.operation)
    parsed: Any = error.response
    assert requests == [row.operation] * row.requests
    assert made(error) == row.requests - 1
    assert parsed["Error"]["Code"] == row.exception
    assert parsed.get("error", {}).get("errorCode") == row.code
    assert parsed["ResponseMetadata"]["HTTPStatusCode"] == row.status
    # All modelled exceptions have a class of their own, the others none.
    modelled = row.exception in {CARRIED, SERVER, "ServiceUnavailableError"}
    assert type(error).__name__ == (row.exception if modelled else "ClientError")
    assert ("(reached max retries: 3)" in str(error)) == (row.requests == 4)


def test_who_retries_returns_what_was_measured(subtests: pytest.Subtests) -> None:
    for row in ROWS:
        with subtests.test(row=row):
            found = who_retries(row.exception, row.status)
            assert ("botocore and boto3" in found.clients) == (row.requests > 1)
            assert ("SDK for Go v1" in found.clients) == (row.exception == "RequestExpired")
            assert all(client in found.sentence for client in found.clients)
            assert ("none of the clients" in found.sentence) == (not found.clients)


def test_throttling_is_retried_whatever_its_status_and_an_unknown_name_by_status(
    subtests: pytest.Subtests,
) -> None:
    statuss: list[int] = [400, 403, 500, 503]
    for status in statuss:
        with subtests.test(status=status):
            everyone = who_retries(None, 500).clients
            assert who_retries("ThrottlingException", status).clients == everyone
            assert who_retries("RequestExpired", 500).clients == everyone
            assert who_retries("Unheard", status).clients == (everyone if status >= 500 else ())


def test_the_table_has_every_exception_of_the_page() -> None:
    assert len(ROWS) == 33
    assert {row.exception for row in ROWS} >= set(CATALOGUE.exceptions)


@EACH_MODE
def test_a_retry_that_succeeds_ends_the_retries(mode: str) -> None:
    client = gateway(retries={"mode": mode, "max_attempts": 3})
    plan = FaultPlan(
        [
            Fault(CALLED, "ThrottlingException", times=1),
            Fault(CALLED, "InternalError", times=1),
        ]
    )
    with inject(client, plan, retry_waits=False):
        answer = client._make_api_call(CALLED, {})
    assert answer["ResponseMetadata"]["RetryAttempts"] == 2
    assert answer["StorediSCSIVolumes"]
    assert plan.calls == {CALLED: 3}


# How many


def test_how_often_a_server_error_is_tried(subtests: pytest.Subtests) -> None:
    cases: list[tuple[dict[str, Any], int, str]] = [
        ({}, 3, " (reached max retries: 2)"),
        ({"mode": "standard"}, 3, " (reached max retries: 2)"),
        ({"mode": "adaptive"}, 3, " (reached max retries: 2)"),
        ({"mode": "legacy"}, 5, " (reached max retries: 4)"),
        ({"max_attempts": 0}, 1, " (reached max retries: 0)"),
        *(
            ({"mode": mode, "max_attempts": count}, count + 1, f" (reached max retries: {count})")
            for mode in MODES
            for count in (0, 1, 3)
        ),
        *(
            (
                {"mode": mode, "total_max_attempts": count},
                count,
                f" (reached max retries: {count - 1})",
            )
            for mode in MODES
            for count in (1, 2, 3)
        ),
    ]
    for retries, requests, text in cases:
        with subtests.test(retries=retries, requests=requests, text=text):
            client = gateway(retries=retries) if retries else gateway()
            seen = counted(client)
            with inject(client, CALLED, "InternalError", retry_waits=False) as plan:
                error = raised(client)
            assert plan.calls == {CALLED: requests}
            assert len(seen) == requests == made(error) + 1
            message = CATALOGUE.codes["InternalError"].message
            assert str(error) == (
                f"An error occurred (InternalServerError) when calling the {CALLED} operation{text}: "
                f"{message}"
            )


def test_the_default_mode_is_standard() -> None:
    assert gateway().meta.config.retries["mode"] == "standard"


@pytest.mark.parametrize(("variable", "requests"), [("2", 2), ("4", 4), ("1", 1)])
def test_the_environment_s_attempts_count_all(
    monkeypatch: pytest.MonkeyPatch, variable: str, requests: int
) -> None:
    import boto3

    monkeypatch.setenv("AWS_MAX_ATTEMPTS", variable)
    monkeypatch.delenv("AWS_RETRY_MODE", raising=False)
    client: Any = boto3.Session("of", "the-tests", region_name="eu-central-1").client(
        "storagegateway"
    )
    with inject(client, "ListGateways", "InternalError", retry_waits=False) as plan:
        raised(client, "ListGateways")
    assert plan.calls == {"ListGateways": requests}


def test_even_an_error_that_is_not_retried_tells_of_no_retries_left(
    subtests: pytest.Subtests,
) -> None:
    modes: list[str] = ["standard", "adaptive"]
    for mode in modes:
        with subtests.test(mode=mode):
            client = gateway(retries={"mode": mode, "total_max_attempts": 1})
            with inject(client, CALLED, "VolumeNotFound"):
                assert "(reached max retries: 0)" in str(raised(client))


# How long


@pytest.mark.parametrize(
    ("mode", "error", "most"),
    [
        ("legacy", "InternalError", (1, 2, 4)),
        ("legacy", "ThrottlingException", (1, 2, 4)),
        ("standard", "InternalError", (0.05, 0.1, 0.2)),
        ("standard", "ThrottlingException", (1, 2, 4)),
    ],
)
def test_waits_grow_as_measured_and_attempts_are_the_same(
    monkeypatch: pytest.MonkeyPatch, mode: str, error: str, most: tuple[float, ...]
) -> None:
    waits: list[float] = []
    monkeypatch.setattr("time.sleep", waits.append)
    for _ in range(24):  # all below half of the limit: once in 16 million
        client = gateway(retries={"mode": mode, "max_attempts": 3})
        with inject(client, CALLED, error):
            assert made(raised(client)) == 3
    longest = [max(waits[place::3]) for place in range(3)]
    for found, limit in zip(longest, most, strict=True):
        assert limit / 2 < found <= limit


@EACH_MODE
@pytest.mark.parametrize("error", ["InternalError", "ThrottlingException"])
def test_without_waits_nothing_waits(
    monkeypatch: pytest.MonkeyPatch, mode: str, error: str
) -> None:
    waits: list[float] = []
    monkeypatch.setattr("time.sleep", waits.append)

    def wait(condition: threading.Condition, timeout: float | None = None) -> bool:
        """Note what an adaptive client waits, before it sends; threads of other tests may wait."""
        if threading.current_thread() is threading.main_thread():
            waits.append(timeout or 0)
            return True
        return really_wait(condition, timeout)

    really_wait = threading.Condition.wait
    monkeypatch.setattr("threading.Condition.wait", wait)
    client = gateway(retries={"mode": mode, "max_attempts": 3})
    with inject(client, CALLED, error, retry_waits=False):
        for _ in range(5):
            assert made(raised(client)) == 3
    assert waits == [0] * 15


def test_the_quota_of_retries_is_real() -> None:
    client = gateway(retries={"mode": "standard"})
    with inject(client, CALLED, "InternalError", retry_waits=False) as plan:
        retries = [made(raised(client)) for _ in range(60)]
    assert retries[:5] == [2] * 5
    assert retries[-1] == 0
    assert plan.calls == {CALLED: sum(retries) + 60}
