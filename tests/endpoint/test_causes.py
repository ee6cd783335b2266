"""A plain HTTP client gets each general exception from its real cause."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from hypothesis import given
from hypothesis import strategies as st

from sgwlib import Endpoint, load_catalogue, recording
from sgwlib.simulation.api import TARGET_PREFIXES, api_operations
from sgwlib.simulation.endpoint.service import Throttle
from sgwlib.simulation.endpoint.signatures import Accounts, Request, authenticate
from sgwlib.simulation.faults import Fault, FaultPlan
from sgwlib.simulation.general import ServiceError
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


def problem(reply: Reply, exception: str, message: str | None = None) -> str:
    """Compare a reply with what the page says of an exception; return what differs."""
    kind = CATALOGUE.exceptions[exception]
    expected = {"__type": exception, "message": message or kind.sample_message or kind.message}
    found = (reply.json(), reply.status, reply.headers["content-type"])
    if found != (expected, kind.status, "application/x-amz-json-1.1"):
        return f"expected {exception}, got {found}"
    return "" if UUID.fullmatch(reply.headers["x-amzn-requestid"]) else "no request id"


def check(reply: Reply, exception: str, message: str | None = None) -> None:
    assert problem(reply, exception, message) == ""


def check_all(replies: dict[Any, Reply], exception: str) -> None:
    """Check that each of several requests gets the same exception."""
    problems = {given: problem(reply, exception) for given, reply in replies.items()}
    assert {given: text for given, text in problems.items() if text} == {}
    assert replies


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


def test_every_general_exception_has_a_real_cause(caplog: pytest.LogCaptureFixture) -> None:
    assert set(CAUSES) == set(CATALOGUE.general_exceptions)
    problems = {}
    for exception, (setup, changed) in CAUSES.items():
        with caplog.at_level(logging.CRITICAL, "sgwlib.endpoint"), Endpoint(**setup) as endpoint:
            if exception == "ThrottlingException":
                assert call(endpoint.url).status == 200
            endpoint.in_service = exception != "ServiceUnavailable"
            reply = call(endpoint.url, **changed)
        message = reply.message if exception == "ValidationException" else None
        problems[exception] = problem(reply, exception, message)
    assert {exception: text for exception, text in problems.items() if text} == {}


# --- who calls ------------------------------------------------------------------------------


def test_a_request_without_a_signature(url: str) -> None:
    replies = {given: call(url, authorization=given) for given in (None, "", " ")}
    check_all(replies, "MissingAuthenticationToken")


def test_a_malformed_signature(url: str) -> None:
    malformed = [
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
    ]
    replies = {given: call(url, authorization=given) for given in malformed}
    check_all(replies, "IncompleteSignatureException")


def test_a_malformed_date(url: str) -> None:
    malformed = (
        None,
        "",
        "yesterday",
        "20260231T000000Z",
        "２０２６0101T000000Z".encode().decode("latin-1"),
    )
    replies = {date: call(url, x_amz_date=date) for date in malformed}
    check_all(replies, "IncompleteSignatureException")


def test_the_parts_of_a_signature_may_come_in_any_order(url: str) -> None:
    turned = f"AWS4-HMAC-SHA256 {SIGNATURE},{SIGNED_HEADERS},Credential={SCOPE}"
    assert call(url, authorization=turned).status == 200


def test_an_unknown_access_key() -> None:
    with Endpoint(secrets={"ANOTHER": "secret"}) as endpoint:
        check(call(endpoint.url), "InvalidClientTokenId")


def test_an_unknown_session_token() -> None:
    with Endpoint(session_tokens=["known"]) as endpoint:
        assert call(endpoint.url, x_amz_security_token="known").status == 200
        assert call(endpoint.url).status == 200
        rejected = call(endpoint.url, x_amz_security_token="unknown")
        check(rejected, "UnrecognizedClientException")


def test_an_account_without_subscription() -> None:
    with Endpoint(not_subscribed=[KEY]) as endpoint:
        check(call(endpoint.url), "SubscriptionRequiredException")
        assert send(endpoint.url, b"{}", looks_signed(key="ANOTHER")).status == 200


def test_a_date_may_be_15_minutes_off(url: str) -> None:
    def send_late(minutes: int) -> Reply:
        return send(url, b"{}", looks_signed(late=timedelta(minutes=minutes)))

    replies = {minutes: send_late(minutes) for minutes in (16, -16, 60 * 24 * 365)}
    check_all(replies, "RequestExpired")
    assert [send_late(minutes).status for minutes in (14, -14)] == [200, 200]


def test_only_the_right_signature_is_accepted() -> None:
    with Endpoint(secrets={KEY: SECRET}) as endpoint:
        url = endpoint.url
        right = signed(url, KEY, SECRET)
        assert send(url, b"{}", right).status == 200
        without_host = right["authorization"].replace(";host", "")
        credential = right["authorization"].partition("/")
        yesterday = "/".join([credential[0], f"{datetime.now(UTC) - timedelta(1):%Y%m%d}"])
        replies = {
            "made up": call(url),
            "another secret": send(url, b"{}", signed(url, KEY, "another")),
            "another body": send(url, b'{"Limit": 1}', right),
            "another service": send(url, b"{}", signed(url, KEY, SECRET, service="s3")),
            "another path": send(url, b"{}", right, path="/?a=b"),
            "host not signed": send(url, b"{}", {**right, "authorization": without_host}),
            "another date": send(
                url,
                b"{}",
                {**right, "authorization": yesterday + right["authorization"][len(yesterday) :]},
            ),
        }
        changes: list[tuple[str, str | None]] = [
            ("x-amz-target", "StorageGateway_20130630.DeleteGateway"),
            ("content-type", "application/json"),
            ("x-amz-content-sha256", "0" * 64),
            ("content-type", None),
        ]
        for change in changes:
            replies[str(change)] = send(url, b"{}", {**right, change[0]: change[1]})
        check_all(replies, "InvalidSignatureException")


@given(
    st.lists(
        st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1), max_size=3
    ),
    st.binary(max_size=50),
)
def test_signatures_are_botocore_s(values: list[str], body: bytes) -> None:
    headers = {"host": "localhost", "x-amz-target": "StorageGateway_20130630.ListGateways"}
    headers |= {f"x-{number}": value.strip() for number, value in enumerate(values)}
    request: Any = AWSRequest(method="POST", url="http://localhost/", data=body, headers=headers)
    SigV4Auth(Credentials(KEY, SECRET), "storagegateway", "eu-west-3").add_auth(request)
    given = {
        name.lower().encode(): str(value).encode("latin-1")
        for name, value in request.headers.items()
    }
    accounts = Accounts({KEY: SECRET})
    now = datetime.now(UTC)
    authenticate(Request("POST", b"/", b"", given, body), accounts, now)
    with pytest.raises(ServiceError, match="InvalidSignatureException"):
        authenticate(Request("POST", b"/", b"", given, body + b"x"), accounts, now)


# --- what is called -------------------------------------------------------------------------


def test_a_request_without_a_target(url: str) -> None:
    replies = {target: call(url, x_amz_target=target) for target in (None, "", "  ")}
    check_all(replies, "MissingAction")


def test_a_target_that_is_not_prefix_and_action(url: str) -> None:
    targets = [
        "ListGateways",
        "StorageGateway_20130630",
        "StorageGateway_20130630.",
        "StorageGateway_20130630.List.Gateways",
        "StorageGateway_20130630.List Gateways",
        "DynamoDB_20120810.ListTables",
        ".ListGateways",
        "\xff\xfe.\xff",
    ]
    check_all({target: call(url, x_amz_target=target) for target in targets}, "InvalidAction")


def test_an_action_or_a_path_that_the_api_does_not_have(url: str) -> None:
    replies = {action: call(url, action) for action in ("ListBuckets", "listgateways", "A" * 1000)}
    replies["/elsewhere"] = send(url, b"{}", looks_signed(), path="/elsewhere")
    check_all(replies, "UnknownOperationException")


def test_both_prefixes_are_accepted(url: str) -> None:
    statuses = [call(url, x_amz_target=f"{each}.ListGateways").status for each in TARGET_PREFIXES]
    assert statuses == [200, 200]


# --- what the input says: more in test_validation ----------------------------------------------


def test_a_body_that_is_not_a_json_object(url: str) -> None:
    bodies = [
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
    ]
    replies = {body[:20] + b"%d" % len(body): call(url, body=body) for body in bodies}
    check_all(replies, "SerializationException")


def test_a_member_too_short(url: str) -> None:
    reply = call(url, "ListVolumes", {"GatewayARN": "fake_gateway"})
    message = (
        "1 validation error detected: Value 'fake_gateway' at 'gatewayARN' failed to satisfy "
        "constraint: Member must have length greater than or equal to 50"
    )
    check(reply, "ValidationException", message)


# --- how the service is ---------------------------------------------------------------------


def test_calls_above_the_rate() -> None:
    with Endpoint(rate=0.001) as endpoint:
        assert call(endpoint.url).status == 200
        check(call(endpoint.url), "ThrottlingException")
        check(call(endpoint.url, authorization=None), "MissingAuthenticationToken")


def test_the_rate_allows_more_calls_as_time_passes() -> None:
    now = [0.0]
    throttle = Throttle(4, lambda: now[0])
    assert [throttle.allows_call() for _ in range(5)] == [True] * 4 + [False]
    now[0] = 0.25
    assert [throttle.allows_call() for _ in range(2)] == [True, False]
    now[0] = 1000.0
    assert [throttle.allows_call() for _ in range(5)] == [True] * 4 + [False]


def test_out_of_service() -> None:
    with Endpoint() as endpoint:
        endpoint.in_service = False
        check(call(endpoint.url), "ServiceUnavailable")
        endpoint.in_service = True
        assert call(endpoint.url).status == 200


def test_a_failure_of_the_endpoint_itself(
    url: str, shared: Endpoint, caplog: pytest.LogCaptureFixture
) -> None:
    shared.plan = Broken()
    with caplog.at_level(logging.ERROR, "sgwlib.endpoint"):
        reply = call(url)
    check(reply, "InternalFailure")
    assert b"secret" not in reply.body + str(reply.headers).encode()
    assert "a secret of the machine" in caplog.text


# --- all of them ----------------------------------------------------------------------------


def test_the_first_cause_in_order_decides() -> None:
    """Mend one cause after the other: each time, the next one decides."""
    plan = [Fault("ListVolumes", "GatewayNotFound", times=1)]
    settings: dict[str, Any] = {"secrets": {KEY: SECRET}, "session_tokens": ["known"]}
    with Endpoint(plan, **settings) as endpoint:
        endpoint.in_service = False
        url, headers = endpoint.url, {"content-type": "application/json"}

        def outcome(changed: dict[str, str], body: bytes = b"[") -> str:
            headers.update(changed)
            reply = send(url, body, headers)
            fields = reply.json()
            return str(fields.get("error", {}).get("errorCode") or fields.get("__type", "success"))

        assert outcome({}) == "ServiceUnavailable"
        endpoint.in_service = True
        assert outcome({}) == "MissingAuthenticationToken"
        assert outcome({"authorization": "AWS4-HMAC-SHA256"}) == "IncompleteSignatureException"
        old = {name: str(value) for name, value in looks_signed(late=timedelta(hours=1)).items()}
        unknown = old["authorization"].replace(KEY, "ANOTHER")
        changed = {"x-amz-date": old["x-amz-date"], "x-amz-security-token": "unknown"}
        assert outcome({"authorization": unknown, **changed}) == "InvalidClientTokenId"
        assert outcome({"authorization": old["authorization"]}) == "UnrecognizedClientException"
        assert outcome({"x-amz-security-token": "known"}) == "RequestExpired"
        now = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
        assert outcome({"x-amz-date": now}) == "InvalidSignatureException"
        headers.clear()
        assert outcome(signed(url, KEY, SECRET, body=b"[", operation="None")) == (
            "UnknownOperationException"
        )
        right = signed(url, KEY, SECRET, body=b"[", operation="ListVolumes")
        assert outcome(right) == "GatewayNotFound"
        assert outcome(right) == "SerializationException"
        for body, expected in (
            (b'{"GatewayARN": ""}', "ValidationException"),
            (f'{{"GatewayARN": "{ARN}"}}'.encode(), "success"),
        ):
            right = signed(url, KEY, SECRET, body=body, operation="ListVolumes")
            assert outcome(right, body) == expected


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


def test_calls_are_remembered(url: str, shared: Endpoint) -> None:
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
    moments = [before, *times, datetime.now(UTC)]
    assert moments == sorted(moments)


def test_every_error_is_recorded_for_coverage(url: str, shared: Endpoint) -> None:
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
