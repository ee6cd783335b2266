"""A real boto3 client calls the endpoint over HTTP: all pairs, all exceptions, its retries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from sgwlib import Endpoint, load_catalogue, recording
from sgwlib.simulation.faults import Fault, FaultPlan
from tests.endpoint.clients.plain import ARN

if TYPE_CHECKING:
    from collections.abc import Iterator

CATALOGUE = load_catalogue()


def client(url: str, secret: str = "any", **settings: Any) -> Any:
    """Make a client that does not retry, unless ``settings`` say so."""
    settings.setdefault("retries", {"total_max_attempts": 1})
    return boto3.client(
        "storagegateway",
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id="AKIDEXAMPLE",
        aws_secret_access_key=secret,
        config=Config(parameter_validation=False, **settings),
    )


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Endpoint]:
    with Endpoint() as endpoint:
        yield endpoint


@pytest.fixture(scope="module")
def shared(endpoint: Endpoint) -> Iterator[Any]:
    gateway = client(endpoint.url)
    yield gateway
    gateway.close()


@pytest.fixture
def gateway(endpoint: Endpoint, shared: Any) -> Any:
    endpoint.plan = FaultPlan()
    endpoint.reset()
    return shared


def met(gateway: Any, operation: str) -> ClientError:
    """Return what a call raises."""
    with pytest.raises(ClientError) as caught:
        gateway._make_api_call(operation, {})
    return caught.value


def test_every_documented_pair_is_met(endpoint: Endpoint, gateway: Any) -> None:
    with recording() as coverage:
        for operation, code in CATALOGUE.pairs:
            endpoint.plan = FaultPlan([Fault(operation, code)])
            error = met(gateway, operation)
            kind = CATALOGUE.codes[code].carrier.text
            assert type(error) is getattr(gateway.exceptions, kind)
            response: Any = error.response
            assert response["error"]["errorCode"] == code
            assert response["Error"] == {"Code": kind, "Message": CATALOGUE.codes[code].message}
            status = CATALOGUE.exceptions[kind].status
            assert response["ResponseMetadata"]["HTTPStatusCode"] == status
    assert set(coverage.met()) == set(CATALOGUE.pairs)
    assert len(coverage.met()) == 289


def test_every_general_exception_is_met(endpoint: Endpoint, gateway: Any) -> None:
    for exception in CATALOGUE.general_exceptions:
        endpoint.plan = FaultPlan([Fault("*", exception)])
        error = met(gateway, "ListGateways")
        kind = CATALOGUE.exceptions[exception]
        expected = {"Code": exception, "Message": kind.sample_message or kind.message}
        assert error.response["Error"] == expected
        assert error.response["ResponseMetadata"]["HTTPStatusCode"] == kind.status


def test_a_call_that_nothing_faults_succeeds(endpoint: Endpoint, gateway: Any) -> None:
    output = gateway.list_gateways()
    assert output["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert [each["GatewayARN"] for each in output["Gateways"]] == [ARN]
    assert [each[:4] for each in endpoint.calls] == [("ListGateways", "success", 200, 1)]


def test_fail_twice_then_succeed(endpoint: Endpoint, gateway: Any) -> None:
    endpoint.plan = FaultPlan([Fault("ListVolumes", "GatewayNotConnected", times=2)])
    for _ in range(2):
        assert met(gateway, "ListVolumes").response["Error"]["Code"] == (
            "InvalidGatewayRequestException"
        )
    assert gateway.list_volumes(GatewayARN=ARN)["GatewayARN"] == ARN


# --- what AWS's own SDK suites expect ---------------------------------------------------------


def test_an_activation_key_that_the_service_never_issued(endpoint: Endpoint, gateway: Any) -> None:
    """As the suite of AWS's SDK for JavaScript: features/storagegateway."""
    endpoint.plan = FaultPlan([Fault("ActivateGateway", "ActivationKeyNotFound")])
    with pytest.raises(gateway.exceptions.InvalidGatewayRequestException) as caught:
        gateway.activate_gateway(
            ActivationKey="INVALIDKEY",
            GatewayName="aws-sdk-js",
            GatewayTimezone="GMT-5:00",
            GatewayRegion="us-east-1",
        )
    message = "The specified activation key was not found."
    assert caught.value.response["Error"]["Message"] == message


def test_a_gateway_arn_that_is_none(gateway: Any) -> None:
    """As the smoke tests of AWS's SDKs: ListVolumes with "fake_gateway"."""
    with pytest.raises(ClientError) as caught:
        gateway.list_volumes(GatewayARN="fake_gateway")
    assert caught.value.response["Error"] == {
        "Code": "ValidationException",
        "Message": (
            "1 validation error detected: Value 'fake_gateway' at 'gatewayARN' failed to satisfy "
            "constraint: Member must have length greater than or equal to 50"
        ),
    }


# --- what a real client does by itself --------------------------------------------------------


ATTEMPTS = {
    "ThrottlingException": [1, 2, 3],
    "InternalFailure": [1, 2, 3],
    "ServiceUnavailable": [1, 2, 3],
    "InternalError": [1, 2, 3],
    "GatewayNotConnected": [1],
    "RequestExpired": [1],
}


# Adaptive is the slow one: it limits the rate of its calls.
@pytest.mark.parametrize(
    "mode", ["legacy", "standard", pytest.param("adaptive", marks=pytest.mark.heavy)]
)
def test_retries_are_seen_attempt_by_attempt(
    endpoint: Endpoint,
    mode: Literal["legacy", "standard", "adaptive"],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Only botocore waits: the endpoint sleeps in an event loop.
    monkeypatch.setattr("time.sleep", lambda _: None)
    found = {}
    for error in ATTEMPTS:
        endpoint.reset()
        endpoint.plan = FaultPlan([Fault("ListVolumes", error)])
        retrying = client(endpoint.url, retries={"mode": mode, "total_max_attempts": 3})
        met(retrying, "ListVolumes")
        retrying.close()
        found[error] = [call.attempt for call in endpoint.calls]
    assert found == ATTEMPTS


def test_a_client_s_real_signature_is_verified() -> None:
    with Endpoint(secrets={"AKIDEXAMPLE": "right"}) as endpoint:
        right, wrong = client(endpoint.url, "right"), client(endpoint.url, "wrong")
        assert right.list_gateways()["Gateways"]
        assert met(wrong, "ListGateways").response["Error"]["Code"] == "InvalidSignatureException"
        right.close()
        wrong.close()
