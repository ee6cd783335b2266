"""Each general exception from its real cause, sent with a plain HTTP client."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from sgwlib import Endpoint, load_catalogue, recording
from sgwlib.simulation.api import TARGET_PREFIXES, api_operations
from sgwlib.simulation.endpoint.throttle import Throttle
from sgwlib.simulation.faults import Fault, FaultPlan
from tests.endpoint.clients.plain import ARN, UUID, call, looks_signed, send, signed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.endpoint.clients.plain import Reply

CATALOGUE = load_catalogue()
KEY, SECRET = "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
DATE = f"{datetime.now(UTC):%Y%m%d}"
SCOPE = f"{KEY}/{DATE}/us-east-1/storagegateway/aws4_request"
SIGNED_HEADERS = "SignedHeaders=content-type;host;x-amz-date;x-amz-target"
SIGNATURE = f"Signature={'0' * 64}"


@pytest.fixture(scope="module")
def shared() -> Iterator[Endpoint]:
    with Endpoint() as endpoint:
        yield endpoint


@pytest.fixture
def url(shared: Endpoint) -> str:
    shared.plan = FaultPlan()
    shared.reset()
    return shared.url


def check(reply: Reply, exception: str, message: str | None = None) -> None:
    """Hold a reply to what the page says of an exception, and to what every reply has."""
    kind = CATALOGUE.exceptions[exception]
    expected = message or kind.sample_message or kind.message
    assert reply.json() == {"__type": exception, "message": expected}
    assert reply.status == kind.status
    assert reply.headers["content-type"] == "application/x-amz-json-1.1"
    assert UUID.fullmatch(reply.headers["x-amzn-requestid"])


class Broken(FaultPlan):
    def answer(self, operation: str) -> Any:
        raise RuntimeError(f"a secret of the machine, met at {operation}")


# Exception to how the endpoint is set up, and what is changed in a request that is right.
CAUSES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "MissingAuthenticationToken": ({}, {"authorization": None}),
    "IncompleteSignatureException": ({}, {"authorization": "AWS4-HMAC-SHA256 Credential=x"}),
    "InvalidClientTokenId": ({"secrets": {"ANOTHER": SECRET}}, {}),
    "UnrecognizedClientException": ({"session_tokens": []}, {"x_amz_security_token": "unknown"}),
    "RequestExpired": ({}, {"x_amz_date": "20120630T000000Z"}),
    "InvalidSignatureException": ({"secrets": {KEY: SECRET}}, {}),
    "SubscriptionRequiredException": ({"not_subscribed": [KEY]}, {}),
    "ThrottlingException": ({"rate": 0.001}, {}),
    "MissingAction": ({}, {"x_amz_target": None}),
    "InvalidAction": ({}, {"x_amz_target": "ListGateways"}),
    "UnknownOperationException": ({}, {"operation": "ListBuckets"}),
    "SerializationException": ({}, {"body": b"{"}),
    "ValidationException": ({}, {"body": {"Limit": 0}}),
    "ServiceUnavailable": ({}, {}),
    "InternalFailure": ({"plan": Broken()}, {}),
}


@pytest.mark.parametrize("exception", CATALOGUE.general_exceptions)
def test_every_general_exception_has_a_real_cause(
    exception: str, caplog: pytest.LogCaptureFixture
) -> None:
    settings, changed = CAUSES[exception]
    with caplog.at_level(logging.CRITICAL, "sgwlib.endpoint"), Endpoint(**settings) as endpoint:
        if exception == "ThrottlingException":
            assert call(endpoint.url).status == 200
        endpoint.in_service = exception != "ServiceUnavailable"
        reply = call(endpoint.url, **changed)
    message = reply.message if exception == "ValidationException" else None
    check(reply, exception, message)


# --- who calls ------------------------------------------------------------------------------


@pytest.mark.parametrize("given", [None, "", " "])
def test_no_signature(url: str, given: str | None) -> None:
    check(call(url, authorization=given), "MissingAuthenticationToken")


@pytest.mark.parametrize(
    "authorization",
    [
        "Bearer abc",
        "AWS4-HMAC-SHA256",
        f"AWS4-HMAC-SHA256 Credential={SCOPE}, {SIGNED_HEADERS}",
        f"AWS4-HMAC-SHA256 Credential={SCOPE}, {SIGNATURE}",
        f"AWS4-HMAC-SHA256 {SIGNED_HEADERS}, {SIGNATURE}",
        f"AWS4-HMAC-SHA256 Credential={KEY}, {SIGNED_HEADERS}, {SIGNATURE}",
        f"AWS4-HMAC-SHA256 Credential={SCOPE}, SignedHeaders=, {SIGNATURE}",
        f"AWS4-HMAC-SHA256 Credential={SCOPE}, {SIGNED_HEADERS}, Signature=short",
        f"AWS4-HMAC-SHA256 Credential={SCOPE}, {SIGNED_HEADERS}, {SIGNATURE}, {SIGNATURE}",
        f"AWS3 Credential={SCOPE}, {SIGNED_HEADERS}, {SIGNATURE}",
    ],
)
def test_a_malformed_signature(url: str, authorization: str) -> None:
    check(call(url, authorization=authorization), "IncompleteSignatureException")


@pytest.mark.parametrize("date", [None, "", "yesterday", "20260231T000000Z"])
def test_a_malformed_date(url: str, date: str | None) -> None:
    check(call(url, x_amz_date=date), "IncompleteSignatureException")


def test_the_order_of_the_signature_s_parts_is_free(url: str) -> None:
    turned = f"AWS4-HMAC-SHA256 {SIGNATURE},{SIGNED_HEADERS},Credential={SCOPE}"
    assert call(url, authorization=turned).status == 200


def test_a_key_that_is_not_in_the_records() -> None:
    with Endpoint(secrets={"ANOTHER": "secret"}) as endpoint:
        check(call(endpoint.url), "InvalidClientTokenId")


def test_a_session_token_that_is_not_known() -> None:
    with Endpoint(session_tokens=["known"]) as endpoint:
        assert call(endpoint.url, x_amz_security_token="known").status == 200
        assert call(endpoint.url).status == 200
        rejected = call(endpoint.url, x_amz_security_token="unknown")
        check(rejected, "UnrecognizedClientException")


def test_an_account_without_subscription() -> None:
    with Endpoint(not_subscribed=[KEY]) as endpoint:
        check(call(endpoint.url), "SubscriptionRequiredException")
        assert send(endpoint.url, b"{}", looks_signed(key="ANOTHER")).status == 200


@pytest.mark.parametrize("minutes", [16, -16, 60 * 24 * 365])
def test_a_date_that_is_off(url: str, minutes: int) -> None:
    late = looks_signed(late=timedelta(minutes=minutes))
    check(send(url, b"{}", late), "RequestExpired")


@pytest.mark.parametrize("minutes", [14, -14])
def test_a_date_that_is_near_enough(url: str, minutes: int) -> None:
    assert send(url, b"{}", looks_signed(late=timedelta(minutes=minutes))).status == 200


class TestVerified:
    """With a secret in the records, signatures are verified."""

    @pytest.fixture(scope="class")
    @staticmethod
    def url() -> Iterator[str]:
        with Endpoint(secrets={KEY: SECRET}) as endpoint:
            yield endpoint.url

    def test_the_right_signature(self, url: str) -> None:
        assert send(url, b"{}", signed(url, KEY, SECRET)).status == 200

    def test_a_signature_made_up(self, url: str) -> None:
        check(call(url), "InvalidSignatureException")

    def test_another_secret(self, url: str) -> None:
        reply = send(url, b"{}", signed(url, KEY, "another"))
        check(reply, "InvalidSignatureException")

    def test_another_body(self, url: str) -> None:
        reply = send(url, b'{"Limit": 1}', signed(url, KEY, SECRET))
        check(reply, "InvalidSignatureException")

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("x-amz-target", "StorageGateway_20130630.DeleteGateway"),
            ("content-type", "application/json"),
            ("x-amz-content-sha256", "0" * 64),
            ("content-type", None),
        ],
    )
    def test_a_header_changed(self, url: str, name: str, value: str | None) -> None:
        reply = send(url, b"{}", {**signed(url, KEY, SECRET), name: value})
        check(reply, "InvalidSignatureException")

    def test_another_service(self, url: str) -> None:
        reply = send(url, b"{}", signed(url, KEY, SECRET, service="s3"))
        check(reply, "InvalidSignatureException")

    def test_another_path(self, url: str) -> None:
        reply = send(url, b"{}", signed(url, KEY, SECRET), path="/?a=b")
        check(reply, "InvalidSignatureException")

    def test_the_host_not_signed(self, url: str) -> None:
        headers = signed(url, KEY, SECRET)
        headers["authorization"] = headers["authorization"].replace(";host", "")
        check(send(url, b"{}", headers), "InvalidSignatureException")


# --- what is called -------------------------------------------------------------------------


@pytest.mark.parametrize("target", [None, "", "  "])
def test_no_target(url: str, target: str | None) -> None:
    check(call(url, x_amz_target=target), "MissingAction")


@pytest.mark.parametrize(
    "target",
    [
        "ListGateways",
        "StorageGateway_20130630",
        "StorageGateway_20130630.",
        "StorageGateway_20130630.List.Gateways",
        "StorageGateway_20130630.List Gateways",
        "DynamoDB_20120810.ListTables",
        ".ListGateways",
        "\xff\xfe.\xff",
    ],
)
def test_a_target_that_is_not_prefix_and_action(url: str, target: str) -> None:
    check(call(url, x_amz_target=target), "InvalidAction")


@pytest.mark.parametrize("action", ["ListBuckets", "listgateways", "A" * 1000])
def test_an_action_that_the_api_does_not_have(url: str, action: str) -> None:
    check(call(url, action), "UnknownOperationException")


def test_a_path_that_the_api_does_not_have(url: str) -> None:
    reply = send(url, b"{}", looks_signed(), path="/elsewhere")
    check(reply, "UnknownOperationException")


@pytest.mark.parametrize("prefix", TARGET_PREFIXES)
def test_both_prefixes_are_known(url: str, prefix: str) -> None:
    assert call(url, x_amz_target=f"{prefix}.ListGateways").status == 200


# --- what the input says: more in test_endpoint_validation ------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"x"',
        b"null",
        b'{"Limit": NaN}',
        b"{}{}",
        b"\xff\xfe",
        "{}".encode("utf-16"),
        b"\xef\xbb\xbf{}",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"Limit": ' + b"9" * 5000 + b"}",
    ],
)
def test_a_body_that_is_no_json_object(url: str, body: bytes) -> None:
    check(call(url, body=body), "SerializationException")


def test_a_member_too_short(url: str) -> None:
    reply = call(url, "ListVolumes", {"GatewayARN": "fake_gateway"})
    told = (
        "1 validation error detected: Value 'fake_gateway' at 'gatewayARN' failed to satisfy "
        "constraint: Member must have length greater than or equal to 50"
    )
    check(reply, "ValidationException", told)


# --- how the service is ---------------------------------------------------------------------


def test_calls_above_the_rate() -> None:
    with Endpoint(rate=0.001) as endpoint:
        assert call(endpoint.url).status == 200
        check(call(endpoint.url), "ThrottlingException")
        check(call(endpoint.url, authorization=None), "MissingAuthenticationToken")


def test_the_rate_lets_calls_through_again_as_time_passes() -> None:
    now = [0.0]
    throttle = Throttle(4, lambda: now[0])
    assert [throttle.lets_through() for _ in range(5)] == [True] * 4 + [False]
    now[0] = 0.25
    assert [throttle.lets_through() for _ in range(2)] == [True, False]
    now[0] = 1000.0
    assert [throttle.lets_through() for _ in range(5)] == [True] * 4 + [False]


def test_out_of_service() -> None:
    with Endpoint() as endpoint:
        endpoint.in_service = False
        check(call(endpoint.url), "ServiceUnavailable")
        endpoint.in_service = True
        assert call(endpoint.url).status == 200


def test_a_fault_in_a_handler(url: str, shared: Endpoint, caplog: pytest.LogCaptureFixture) -> None:
    shared.plan = Broken()
    with caplog.at_level(logging.ERROR, "sgwlib.endpoint"):
        reply = call(url)
    check(reply, "InternalFailure")
    assert b"secret" not in reply.body + str(reply.headers).encode()
    assert "a secret of the machine" in caplog.text


# --- all of them ----------------------------------------------------------------------------


def test_the_first_cause_in_order_is_the_one_that_is_told() -> None:
    """Put one cause after another right: each time, the next one is told."""
    plan = [Fault("ListVolumes", "GatewayNotFound", times=1)]
    settings: dict[str, Any] = {"secrets": {KEY: SECRET}, "session_tokens": ["known"]}
    with Endpoint(plan, **settings) as endpoint:
        endpoint.in_service = False
        url, headers = endpoint.url, {"content-type": "application/json"}

        def told(changed: dict[str, str], body: bytes = b"[") -> str:
            headers.update(changed)
            reply = send(url, body, headers)
            fields = reply.json()
            return str(fields.get("error", {}).get("errorCode") or fields.get("__type", "success"))

        assert told({}) == "ServiceUnavailable"
        endpoint.in_service = True
        assert told({}) == "MissingAuthenticationToken"
        assert told({"authorization": "AWS4-HMAC-SHA256"}) == "IncompleteSignatureException"
        old = {name: str(value) for name, value in looks_signed(late=timedelta(hours=1)).items()}
        unknown = old["authorization"].replace(KEY, "ANOTHER")
        changed = {"x-amz-date": old["x-amz-date"], "x-amz-security-token": "unknown"}
        assert told({"authorization": unknown, **changed}) == "InvalidClientTokenId"
        assert told({"authorization": old["authorization"]}) == "UnrecognizedClientException"
        assert told({"x-amz-security-token": "known"}) == "RequestExpired"
        now = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
        assert told({"x-amz-date": now}) == "InvalidSignatureException"
        headers.clear()
        assert told(signed(url, KEY, SECRET, body=b"[", operation="None")) == (
            "UnknownOperationException"
        )
        right = signed(url, KEY, SECRET, body=b"[", operation="ListVolumes")
        assert told(right) == "GatewayNotFound"
        assert told(right) == "SerializationException"
        for body, outcome in (
            (b'{"GatewayARN": ""}', "ValidationException"),
            (f'{{"GatewayARN": "{ARN}"}}'.encode(), "success"),
        ):
            right = signed(url, KEY, SECRET, body=body, operation="ListVolumes")
            assert told(right, body) == outcome


def test_a_throttled_call_uses_up_no_fault() -> None:
    plan = FaultPlan([Fault("*", "InternalFailure", times=1)])
    with Endpoint(plan, rate=0.001) as endpoint:
        assert call(endpoint.url).kind == "InternalFailure"
        assert call(endpoint.url).kind == "ThrottlingException"
    assert plan.calls == {"ListGateways": 1}


def test_every_operation_of_today_s_api_is_known(url: str) -> None:
    for operation in api_operations():
        reply = call(url, operation)
        # Without any input, an operation that needs some says so, and no other one does.
        assert reply.status in (200, 400)
        if reply.status == 400:
            assert reply.kind == "ValidationException"
            assert "Value null at '" in reply.message


def test_what_was_called_and_answered_is_remembered(url: str, shared: Endpoint) -> None:
    shared.plan = FaultPlan([Fault("ListVolumes", "GatewayNotFound")])
    before = datetime.now(UTC)
    call(url)
    call(url, "ListVolumes", amz_sdk_request="attempt=2; max=4")
    call(url, "Nonsense")
    call(url, "DeleteVolume", authorization=None)
    assert [each[:4] for each in shared.calls] == [
        ("ListGateways", "success", 200, None),
        ("ListVolumes", "GatewayNotFound", 400, 2),
        (None, "UnknownOperationException", 400, None),
        ("DeleteVolume", "MissingAuthenticationToken", 403, None),
    ]
    times = [each.time for each in shared.calls]
    told = [before, *times, datetime.now(UTC)]
    assert told == sorted(told)


def test_coverage_is_told_of_every_error(url: str, shared: Endpoint) -> None:
    shared.plan = FaultPlan([Fault("ListVolumes", "GatewayNotFound")])
    with recording() as coverage:
        call(url)
        call(url, "ListVolumes")
        call(url, authorization=None)
    assert set(coverage.met()) == {("ListVolumes", "GatewayNotFound")}
    assert coverage.sources() == {"endpoint": 2}


def test_a_delay_delays(url: str, shared: Endpoint) -> None:
    shared.plan = FaultPlan([Fault("*", "InternalFailure", delay=0.3)])
    before = datetime.now(UTC)
    assert call(url).kind == "InternalFailure"
    assert datetime.now(UTC) - before >= timedelta(seconds=0.3)
