from __future__ import annotations

import gc
import itertools
import sys
import time
import weakref
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import fields
from threading import Barrier
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError, NoCredentialsError, ReadTimeoutError
from botocore.httpsession import URLLib3Session

from sgwlib import Fault, FaultPlan, load_catalogue
from sgwlib.coverage import recording
from sgwlib.errors import (
    CarrierError,
    FaultError,
    MissingPackageError,
    UndocumentedPairError,
    UnknownNameError,
    UnmetFaultError,
)
from sgwlib.response import build_response
from sgwlib.simulation import hooks
from sgwlib.simulation.api import api_operations
from sgwlib.simulation.boto import raised_by_boto3
from sgwlib.simulation.inject import FaultSettings, inject, inject_session
from tests.gateways import call, counted, gateway, quiet_session
from tests.simulation.tables import wrongly_taken

if TYPE_CHECKING:
    from collections.abc import Callable

CATALOGUE = load_catalogue()
ARN = "arn:aws:storagegateway:us-east-1:111122223333:gateway/sgw-12A3456B"
VOLUME = f"{ARN}/volume/vol-1122AABB"
SUCCESS = "-"


class Sent(Exception):  # noqa: N818 - it stands for what went out
    """A request would have left the process."""


@pytest.fixture(autouse=True)
def sent(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Let nothing out, and keep what wanted to go."""
    requests: list[Any] = []

    def send(_: object, request: Any) -> None:
        requests.append(request)
        raise Sent

    monkeypatch.setattr(URLLib3Session, "send", send)
    return requests


def met(client: Any, operation: str = "ListGateways") -> str:
    """Call, and return the code or exception met, or the sign of a success."""
    try:
        call(client, operation)
    except ClientError as error:
        parsed: Any = error.response
        return str(parsed.get("error", parsed["Error"]).get("errorCode") or parsed["Error"]["Code"])
    return SUCCESS


def state(client: Any) -> dict[str, Any]:
    """Return everything of a client that an injection may touch."""
    emitter = client.meta.events
    events = ("before-send", "choose-signer", "needs-retry", "request-created")
    return {
        "handlers": [
            emitter._emitter._handlers.prefix_search(f"{event}.storage-gateway.ListGateways")
            for event in events
        ],
        "emitter": dict(vars(emitter)),
        "hooked": client in hooks._hooks,
    }


# Everything can be met


def test_a_real_client_meets_every_pair_with_both_carriers() -> None:
    client = gateway(retries={"total_max_attempts": 1})
    with recording() as coverage:
        for (operation, code), carrier in itertools.product(CATALOGUE.pairs, CATALOGUE.carriers):
            with (
                inject(client, operation, code, exception=carrier) as plan,
                pytest.raises(client.exceptions.from_code(carrier)) as caught,
            ):
                call(client, operation)
            parsed = caught.value.response
            assert parsed["error"]["errorCode"] == code
            assert parsed["Error"]["Message"] == CATALOGUE.codes[code].message
            assert parsed["ResponseMetadata"]["HTTPStatusCode"] == (
                CATALOGUE.exceptions[carrier].status
            )
            assert caught.value.operation_name == operation
            assert plan.unmet == ()
    assert len(coverage.met()) == 289
    assert coverage.sources() == {"inject": 578}


def test_a_real_client_meets_every_general_exception_from_every_operation() -> None:
    client = gateway(retries={"total_max_attempts": 1})
    with recording() as coverage:
        for operation, name in itertools.product(
            CATALOGUE.operations, CATALOGUE.general_exceptions
        ):
            with inject(client, operation, name), pytest.raises(ClientError) as caught:
                call(client, operation)
            parsed: Any = caught.value.response
            assert parsed["Error"]["Code"] == name
            assert "error" not in parsed
            assert parsed["ResponseMetadata"]["HTTPStatusCode"] == (
                CATALOGUE.exceptions[name].status
            )
    assert coverage.sources() == {"inject": 35 * 15}


def test_operations_beyond_the_page_meet_what_they_can() -> None:
    client = gateway(retries={"total_max_attempts": 1})
    with inject(client, Fault("*", "ThrottlingException")):
        assert {met(client, name) for name in api_operations()} == {"ThrottlingException"}
    with inject(client, "RefreshCache", "GatewayNotFound", undocumented=True):
        assert met(client, "RefreshCache") == "GatewayNotFound"


def test_the_exception_is_the_client_s_own_with_the_code_inside() -> None:
    client: Any = quiet_session().create_client("storagegateway")  # which checks parameters
    with (
        inject(client, "DeleteVolume", "VolumeInUse"),
        pytest.raises(client.exceptions.InvalidGatewayRequestException) as caught,
    ):
        client.delete_volume(VolumeARN=VOLUME)
    assert str(caught.value) == (
        "An error occurred (InvalidGatewayRequestException) when calling the DeleteVolume "
        "operation: The specified volume is already in use."
    )
    assert caught.value.response["error"] == {"errorCode": "VolumeInUse"}


def test_fail_twice_then_succeed_within_one_call() -> None:
    client = gateway()
    requests = counted(client)
    with inject(client, "ListGateways", "InternalError", times=2, retry_waits=False) as plan:
        answer = client.list_gateways()
    assert answer["ResponseMetadata"]["RetryAttempts"] == 2
    assert answer["Gateways"][0]["GatewayARN"] == ARN
    assert requests == ["ListGateways"] * 3
    assert plan.calls == {"ListGateways": 3}


def test_a_plan_goes_on_where_it_was() -> None:
    client = gateway()
    plan = FaultPlan([Fault("ListGateways", "NotSupported", times=2, undocumented=True)])
    for expected in ("NotSupported", "NotSupported", SUCCESS):
        with inject(client, plan) as given:
            assert given is plan
            assert met(client) == expected


def test_each_block_of_an_operation_s_name_has_a_plan_of_its_own() -> None:
    client = gateway()
    for _ in range(2):
        with inject(client, "ListGateways", "InvalidAction", times=1):
            assert [met(client), met(client)] == ["InvalidAction", SUCCESS]


def test_a_hundred_threads_meet_fifty_errors() -> None:
    client = gateway()
    start = Barrier(100)

    def thrice(_: int) -> list[str]:
        start.wait(timeout=60)
        return [met(client) for _ in range(3)]

    with (
        inject(client, "ListGateways", "InvalidAction", times=50) as plan,
        ThreadPoolExecutor(100) as pool,
    ):
        found = Counter(name for names in pool.map(thrice, range(100)) for name in names)
    assert found == {"InvalidAction": 50, SUCCESS: 250}
    assert plan.calls == {"ListGateways": 300}


@pytest.mark.parametrize("mode", ["legacy", "standard", "adaptive"])
def test_threads_retry_without_waiting_as_often_as_each_would(mode: str) -> None:
    client = gateway(retries={"mode": mode, "max_attempts": 2})
    begun = time.perf_counter()
    with (
        inject(client, "ListGateways", "ServiceUnavailable", retry_waits=False) as plan,
        ThreadPoolExecutor(8) as pool,
    ):
        assert set(pool.map(met, [client] * 8)) == {"ServiceUnavailable"}
    assert plan.calls == {"ListGateways": 24}
    assert time.perf_counter() - begun < 10


def test_a_fault_a_list_and_a_plan_may_be_given() -> None:
    client = gateway()
    faults = [
        Fault("ListGateways", "InvalidAction", times=1),
        Fault("*", "RequestExpired", times=1),
    ]
    for plan, expected in (
        (faults[0], ["InvalidAction", SUCCESS, SUCCESS]),
        (faults, ["InvalidAction", "RequestExpired", SUCCESS]),
        (FaultPlan(faults), ["InvalidAction", "RequestExpired", SUCCESS]),
    ):
        with inject(client, plan) as given:
            assert [met(client) for _ in range(3)] == expected
        assert given.calls == {"ListGateways": 3}


def test_messages_and_names_beyond_the_page_reach_the_client() -> None:
    client = gateway(retries={"total_max_attempts": 1})
    text = "This operation is not valid for the specified gateway."
    for fault, code in (
        (Fault("AddCache", "InternalError", message=text), "InternalError"),
        (Fault("RefreshCache", "FileShareNotFound", undocumented=True), "FileShareNotFound"),
        (Fault("*", "ServiceUnavailableError"), "ServiceUnavailableError"),
    ):
        operation = "ListGateways" if fault.operation == "*" else fault.operation
        with inject(client, fault, strict=True), pytest.raises(ClientError) as caught:
            call(client, operation)
        parsed: Any = caught.value.response
        assert (parsed.get("error") or {}).get("errorCode", parsed["Error"]["Code"]) == code
        assert fault.message in (None, parsed["Error"]["Message"])


# Strict


def test_a_strict_block_fails_if_a_fault_answered_no_call() -> None:
    client = gateway()
    faults = [Fault("ListGateways", "InvalidAction"), Fault("DeleteVolume", "VolumeInUse")]

    def block(*, strict: bool) -> None:
        with inject(client, faults, strict=strict):
            met(client)

    block(strict=False)
    with pytest.raises(UnmetFaultError) as caught:
        block(strict=True)
    assert str(caught.value) == (
        "1 fault answered no call:\n2. DeleteVolume VolumeInUse: answered 0 calls; "
        "it covers none of the calls (ListGateways 1)."
    )
    with pytest.raises(Sent):  # and the client is as before
        met(client)


def test_a_strict_block_with_every_fault_met_passes() -> None:
    client = gateway()
    with inject(client, "ListGateways", "InvalidAction", times=5, strict=True):
        met(client)
    plan = FaultPlan([Fault("ListGateways", "InvalidAction")])
    plan.answer("ListGateways")
    with inject(client, plan, strict=True):
        pass  # met before the block, which goes on counting


def test_a_strict_block_does_not_mask_an_exception() -> None:
    with (
        pytest.raises(ZeroDivisionError) as caught,
        inject(gateway(), "ListGateways", "InvalidAction", strict=True),
    ):
        raise ZeroDivisionError
    assert caught.value.__context__ is None


def test_a_strict_session_fails_if_a_fault_answered_no_call() -> None:
    session = quiet_session()

    def block(clients: int) -> None:
        with inject_session(session, "ListGateways", "InvalidAction", strict=True):
            for _ in range(clients):
                met(made_by(session))

    block(1)
    with pytest.raises(UnmetFaultError, match="there were no calls"):
        block(0)
    with pytest.raises(Sent):
        met(made_by(session))


# Coverage


def test_each_attempt_that_is_answered_is_met_and_a_success_is_not() -> None:
    client = gateway()
    with (
        recording() as coverage,
        inject(client, "ListGateways", "InternalError", times=2, retry_waits=False),
    ):
        client.list_gateways()
    assert coverage.sources() == {"inject": 2}
    assert dict(coverage.met()) == {("ListGateways", "InternalError"): 2}


def test_an_error_that_is_only_shown_is_met_by_no_client() -> None:
    with recording() as coverage:
        error = raised_by_boto3(build_response("DeleteVolume", "VolumeInUse"))
    assert error.operation_name == "DeleteVolume"
    assert coverage.sources() == {}


# Calls that nothing faults


def test_every_other_call_succeeds_with_an_output_of_its_shape() -> None:
    client = gateway()
    with inject(client, FaultPlan()) as plan:
        for operation in api_operations():
            answer = call(client, operation)
            metadata = answer.pop("ResponseMetadata")
            assert metadata["HTTPStatusCode"] == 200
            assert len(metadata["RequestId"]) == 36
            assert answer
    assert plan.calls == dict.fromkeys(api_operations(), 1)


def test_every_paginator_comes_to_its_end() -> None:
    client = gateway()
    names = [name for name in client.meta.method_to_api_mapping if client.can_paginate(name)]
    assert len(names) == 12
    with inject(client, FaultPlan()):
        for name in names:
            assert len(list(client.get_paginator(name).paginate())) == 1


def test_nothing_leaves_the_process_unless_it_is_let(sent: list[Any]) -> None:
    client = gateway()
    with inject(client, "ListGateways", "InvalidAction", times=1):
        assert [met(client), met(client), met(client, "DeleteVolume")] == [
            "InvalidAction",
            SUCCESS,
            SUCCESS,
        ]
    assert sent == []
    with inject(client, "ListGateways", "InvalidAction", times=1, others="pass"):
        assert met(client) == "InvalidAction"
        assert sent == []
        with pytest.raises(Sent):
            client.list_gateways()
    assert len(sent) == 1
    with pytest.raises(Sent):
        client.list_gateways()


def test_what_passes_is_signed_and_the_rest_needs_no_credentials(
    sent: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = gateway()
    with inject(client, FaultPlan(), others="pass"), pytest.raises(Sent):
        client.list_gateways()
    assert b"AWS4-HMAC-SHA256" in sent[0].headers["Authorization"]

    session = quiet_session()
    monkeypatch.setattr(session, "get_credentials", lambda: None)
    poor = session.create_client("storagegateway")
    with inject(poor, "ListGateways", "InvalidAction"):
        assert met(poor) == "InvalidAction"
    with inject(poor, FaultPlan(), others="pass"), pytest.raises(NoCredentialsError):
        met(poor)
    with pytest.raises(NoCredentialsError):
        met(poor)


@pytest.mark.parametrize(
    ("outer", "inner", "leaves"),
    [
        ("succeed", "succeed", False),
        ("succeed", "pass", False),
        ("pass", "succeed", False),
        ("pass", "pass", True),
    ],
)
def test_a_call_leaves_only_if_every_injection_lets_it(
    outer: Any, inner: Any, *, leaves: bool
) -> None:
    client = gateway()
    with inject(client, FaultPlan(), others=outer), inject(client, FaultPlan(), others=inner):
        if leaves:
            with pytest.raises(Sent):
                met(client)
        else:
            assert met(client) == SUCCESS


def test_the_request_is_the_real_one_but_for_its_signature() -> None:
    client = gateway()
    seen: list[Any] = []
    client.meta.events.register("before-send", lambda request, **_: seen.append(request))
    with pytest.raises(Sent):
        client.list_gateways(Limit=5)
    with inject(client, FaultPlan()):
        client.list_gateways(Limit=5)
    real, injected = seen
    assert (injected.method, injected.url, injected.body) == (real.method, real.url, real.body)
    signed = {"Authorization", "X-Amz-Date"}
    assert set(real.headers) - set(injected.headers) <= signed
    for name in set(injected.headers) - {"amz-sdk-invocation-id", "X-Amz-Date"}:
        assert injected.headers[name] == real.headers[name], name


# Nested, and removed


def test_the_inner_plan_is_asked_first_and_the_outer_only_for_the_rest() -> None:
    client = gateway()
    with inject(client, "ListGateways", "InvalidAction") as outer:
        with inject(client, "ListGateways", "RequestExpired", times=2) as inner:
            assert [met(client) for _ in range(3)] == [
                "RequestExpired",
                "RequestExpired",
                "InvalidAction",
            ]
        assert met(client) == "InvalidAction"
    assert (inner.calls, outer.calls) == ({"ListGateways": 3}, {"ListGateways": 2})


@pytest.mark.parametrize(
    "settings",
    [{}, {"others": "pass"}, {"retry_waits": False}],
    ids=["default", "pass", "without waits"],
)
@pytest.mark.parametrize("mode", ["legacy", "standard", "adaptive"])
def test_the_client_is_as_before_also_after_an_exception(
    settings: dict[str, Any], mode: str
) -> None:
    client = gateway(retries={"mode": mode})
    before = state(client)
    with inject(client, "ListGateways", "InvalidAction", **settings):
        assert met(client) == "InvalidAction"
        assert state(client) != before
    assert state(client) == before

    def fail() -> None:
        with inject(client, "ListGateways", "InvalidAction", **settings):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert state(client) == before
    with pytest.raises(Sent):
        met(client)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_injections_may_end_in_any_order(order: tuple[int, ...]) -> None:
    client = gateway()
    before = state(client)
    names = ("InvalidAction", "RequestExpired", "MissingAction")
    waits = (True, False, False)
    blocks = [
        inject(client, "ListGateways", name, retry_waits=wait)
        for name, wait in zip(names, waits, strict=True)
    ]
    for block in blocks:
        block.__enter__()
    there = [0, 1, 2]
    for place in order:
        assert met(client) == names[there[-1]]
        blocks[place].__exit__(None, None, None)
        there.remove(place)
    assert state(client) == before


def test_an_exit_stack_may_be_taken_over() -> None:
    client = gateway()
    with ExitStack() as stack:
        stack.enter_context(inject(client, "ListGateways", "InvalidAction"))
        kept = stack.pop_all()
    assert met(client) == "InvalidAction"
    kept.close()
    with pytest.raises(Sent):
        met(client)


def test_a_block_that_is_not_entered_changes_nothing() -> None:
    client = gateway()
    before = state(client)
    block = inject(client, "ListGateways", "InvalidAction")
    assert state(client) == before
    with block:
        assert met(client) == "InvalidAction"


def test_the_same_plan_may_be_in_a_client_twice() -> None:
    client = gateway()
    plan = FaultPlan([Fault("ListGateways", "InvalidAction", times=3)])
    with inject(client, plan):
        with inject(client, plan):
            assert met(client) == "InvalidAction"
        assert [met(client) for _ in range(3)] == ["InvalidAction", "InvalidAction", SUCCESS]


def test_two_clients_have_nothing_to_do_with_each_other() -> None:
    one, other = gateway(), gateway()
    before = state(other)
    with inject(one, "ListGateways", "InvalidAction"):
        assert state(other) == before
        with pytest.raises(Sent):
            met(other)
        with inject(other, "ListGateways", "RequestExpired"):
            assert (met(one), met(other)) == ("InvalidAction", "RequestExpired")


# Waiting


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    found: list[float] = []
    monkeypatch.setattr("time.sleep", found.append)
    return found


def test_a_delay_is_waited_for(waits: list[float]) -> None:
    client = gateway()
    with inject(client, "ListGateways", "InvalidAction", delay=1.5, times=1):
        assert [met(client), met(client)] == ["InvalidAction", SUCCESS]
    assert waits == [1.5]


def test_a_client_gives_up_on_a_delay_longer_than_its_timeout(waits: list[float]) -> None:
    client = gateway(read_timeout=2, retries={"total_max_attempts": 3})
    with (
        recording() as coverage,
        inject(client, "ListGateways", "InvalidAction", delay=2.5, retry_waits=False) as plan,
        pytest.raises(ReadTimeoutError, match="Read timeout on endpoint URL"),
    ):
        client.list_gateways()
    assert waits == [2, 0, 2, 0, 2]
    assert plan.calls == {"ListGateways": 3}
    assert coverage.sources() == {}


@pytest.mark.parametrize("mode", ["legacy", "standard", "adaptive"])
def test_after_a_timeout_a_retry_can_succeed(waits: list[float], mode: str) -> None:
    client = gateway(read_timeout=2, retries={"mode": mode})
    with inject(client, "ListGateways", "InvalidAction", delay=5, times=1, retry_waits=False):
        assert client.list_gateways()["ResponseMetadata"]["RetryAttempts"] == 1
    assert waits == [2, 0]


def test_waits_are_kept_while_any_injection_is_without_them(waits: list[float]) -> None:
    client = gateway()
    with inject(client, "ListGateways", "InternalError"):
        with inject(client, FaultPlan(), retry_waits=False):
            met(client)
            assert waits == [0, 0]
        met(client)
        assert all(wait > 0 for wait in waits[2:])
        assert len(waits) == 4


def test_the_service_is_not_hurried() -> None:
    with pytest.raises(FaultError, match='needs others="succeed"'):
        inject(gateway(), FaultPlan(), others="pass", retry_waits=False)


def test_handlers_of_the_service_see_every_request_in_every_mode() -> None:
    for mode in ("legacy", "standard", "adaptive"):
        client = gateway(retries={"mode": mode, "max_attempts": 2})
        requests = counted(client)
        with inject(client, "ListGateways", "ThrottlingException", retry_waits=False):
            met(client)
        assert requests == ["ListGateways"] * 3


def test_the_rate_limit_of_the_adaptive_mode_is_not_waited_for() -> None:
    """It is a handler for any service, which comes after ours."""
    client = gateway(retries={"mode": "adaptive", "max_attempts": 1})
    called: list[str] = []
    client.meta.events.register("before-send", lambda **_: called.append("for any service"))
    with inject(client, "ListGateways", "ThrottlingException", retry_waits=False):
        met(client)
    assert called == []
    with inject(client, "ListGateways", "InvalidAction"):
        met(client)
    assert called == ["for any service"]


def test_what_another_put_in_its_place_is_left_there() -> None:
    client = gateway()
    events: Any = client.meta.events
    mine = events.emit
    with inject(client, FaultPlan(), retry_waits=False):
        assert events.emit is not mine
        events.emit = mine
    assert events.emit is mine


@pytest.mark.parametrize("mode", ["standard", "adaptive"])
def test_a_client_keeps_the_quota_of_retries_that_a_block_has_used(mode: str) -> None:
    """As `help(inject)` says: botocore has no public way to give it back."""
    client = gateway(retries={"mode": mode})
    attempts = []
    for _ in range(25):
        with inject(client, "ListGateways", "InternalError", retry_waits=False) as plan:
            assert met(client) == "InternalError"
        attempts.append(plan.calls["ListGateways"])
    assert attempts[:17] == [3] * 17, "about 35 retries"
    assert attempts[-5:] == [1] * 5
    other = gateway(retries={"mode": mode})
    with inject(other, "ListGateways", "InternalError", retry_waits=False) as plan:
        met(other)
    assert plan.calls == {"ListGateways": 3}


# Sessions


@pytest.fixture
def default_session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    for name, value in (("ACCESS_KEY_ID", "of"), ("SECRET_ACCESS_KEY", "the-tests")):
        monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")


@pytest.mark.usefixtures("default_session")
def test_clients_of_the_default_session_are_meant() -> None:
    with inject_session(None, "ListGateways", "InvalidAction") as plan:
        one: Any = boto3.client("storagegateway")
        other: Any = boto3.client("storagegateway")
        assert (met(one), met(other)) == ("InvalidAction", "InvalidAction")
        assert plan.calls == {"ListGateways": 2}
    for client in (one, other, boto3.client("storagegateway")):
        with pytest.raises(Sent):
            met(client)


SESSIONS: list[Callable[[], Any]] = [
    quiet_session,
    lambda: boto3.Session(botocore_session=quiet_session()),
]


def made_by(session: Any) -> Any:
    make = getattr(session, "client", None) or session.create_client
    return make("storagegateway")


@pytest.mark.parametrize("make", SESSIONS, ids=["botocore", "boto3"])
def test_only_clients_made_within_are_meant_and_they_are_given_back(
    make: Callable[[], Any],
) -> None:
    session = make()
    early = made_by(session)
    before = state(early)
    with inject_session(session, "ListGateways", "InvalidAction"):
        made = made_by(session)
        assert state(early) == before
        assert met(made) == "InvalidAction"
        with inject(made, "ListGateways", "RequestExpired"):
            assert met(made) == "RequestExpired"
    late = made_by(session)
    for client in (early, made, late):
        with pytest.raises(Sent):
            met(client)
    assert [len(part) for part in state(made)["handlers"]] == [
        len(part) for part in before["handlers"]
    ]
    assert vars(made.meta.events).keys() == vars(early.meta.events).keys()
    assert type(late).__mro__[1] is BaseClient


def test_sessions_may_be_nested_and_end_in_any_order() -> None:
    for order in itertools.permutations(range(2)):
        session = quiet_session()
        outer = inject_session(session, "ListGateways", "InvalidAction", others="pass")
        inner = inject_session(session, "ListGateways", "RequestExpired", retry_waits=False)
        blocks = [outer, inner]
        outer.__enter__()
        first = made_by(session)
        inner.__enter__()
        second = made_by(session)
        assert (met(first), met(second)) == ("InvalidAction", "RequestExpired")
        blocks[order[0]].__exit__(None, None, None)
        assert met(second) == ("RequestExpired", "InvalidAction")[order[0] == 1]
        blocks[order[1]].__exit__(None, None, None)
        for client in (first, second):
            with pytest.raises(Sent):
                met(client)


def test_other_services_are_left_alone() -> None:
    session = quiet_session()
    with inject_session(session, "*", "InternalFailure"):
        client: Any = session.create_client("s3")
        assert type(client).__mro__[1] is BaseClient
        with pytest.raises(Sent):
            client.list_buckets()


def test_a_session_is_given_back_after_an_exception() -> None:
    session = quiet_session()

    def fail() -> None:
        with inject_session(session, "*", "InternalFailure"):
            made.append(made_by(session))
            raise ZeroDivisionError

    made: list[Any] = []
    with pytest.raises(ZeroDivisionError):
        fail()
    for client in (*made, made_by(session)):
        with pytest.raises(Sent):
            met(client)


def test_a_client_that_nobody_needs_ends_while_it_is_injected_into() -> None:
    session = quiet_session()
    with inject_session(session, "*", "InternalFailure", retry_waits=False):
        client = made_by(session)
        met(client)
        ended = weakref.ref(client)
        del client
        gc.collect()
        assert ended() is None


def test_clients_are_made_in_many_threads() -> None:
    session = quiet_session()
    made_by(session)  # what a session loads first, it does not load safely under threads
    with inject_session(session, "*", "InvalidAction") as plan:

        def made_and_met(_: int) -> str:
            return met(made_by(session))

        with ThreadPoolExecutor(8) as pool:
            assert set(pool.map(made_and_met, range(32))) == {"InvalidAction"}
    assert plan.calls == {"ListGateways": 32}


# What is refused


def asynchronous() -> Any:
    """Return a client of the kind that aiobotocore makes: a BaseClient with coroutines."""

    async def close(_: object) -> None: ...

    client = gateway()
    client.__class__ = type("AioBaseClient", (type(client),), {"close": close})
    return client


@pytest.mark.parametrize(
    ("client", "reason"),
    [
        (lambda: quiet_session().create_client("s3"), "not for s3"),
        (lambda: None, "expected a boto3 client for storagegateway, not NoneType"),
        (lambda: "storagegateway", "not str"),
        (lambda: gateway, "not function"),
        (quiet_session, "not Session"),
        (asynchronous, "is asynchronous; expected a boto3 client"),
    ],
    ids=["s3", "None", "str", "function", "session", "asynchronous"],
)
def test_anything_but_a_client_is_refused(client: Callable[[], Any], reason: str) -> None:
    given = client()
    with pytest.raises(FaultError, match=reason):
        inject(given, FaultPlan())


@pytest.mark.parametrize("session", ["default", 5, gateway], ids=["str", "int", "function"])
def test_anything_but_a_session_is_refused(session: Any) -> None:
    with pytest.raises(FaultError, match="expected a session of boto3 or botocore, not"):
        inject_session(session, FaultPlan())


def test_an_asynchronous_session_is_refused_where_it_makes_a_client() -> None:
    session = quiet_session()

    async def close(_: object) -> None: ...

    def creating(**given: Any) -> None:
        given["class_attributes"]["close"] = close

    session.register("creating-client-class", creating)
    with (
        inject_session(session, FaultPlan()),
        pytest.raises(FaultError, match="is asynchronous; expected a boto3 client"),
    ):
        made_by(session)


NO_PLANS: list[tuple[tuple[tuple[Any, ...], dict[str, Any]], type[Exception], str]] = [
    ((("ListGateways",), {}), FaultError, "expected an error for ListGateways: .*Write "),
    ((("listgateways", "InternalError"), {}), UnknownNameError, "did you mean ListGateways"),
    ((("ListGateways", "VolumeInUse"), {}), UndocumentedPairError, "undocumented=True"),
    ((("ListGateways", "InternalServerError"), {}), CarrierError, "pass the code"),
    ((("ListGateways", "InternalError"), {"times": 0}), FaultError, "times is 0"),
    (
        (("ListGateways", "InternalError"), {"operation": "DeleteVolume"}),
        UnknownNameError,
        "unknown setting of a fault 'operation'",
    ),
    (
        (("ListGateways", "InternalError"), {"time": 1}),
        UnknownNameError,
        "unknown setting of a fault 'time'; did you mean times",
    ),
    (
        (("ListGateways", "InternalError"), {"others": "fail"}),
        UnknownNameError,
        "unknown value of others 'fail'; expected succeed or pass",
    ),
    (((FaultPlan(), "InternalError"), {}), FaultError, "Put them into its faults"),
    (((FaultPlan(),), {"times": 1}), FaultError, "Put them into its faults"),
    (((Fault("*", "InternalFailure"),), {"delay": 1}), FaultError, "Put them into its faults"),
    ((([Fault("*", "InternalFailure"), 5],), {}), FaultError, "fault 2 is 5; expected a Fault"),
    (((None,), {}), FaultError, "expected a Fault, a list of Faults or a FaultPlan, not None"),
]


def test_what_is_no_plan_is_refused() -> None:
    client = gateway()
    before = state(client)
    assert wrongly_taken(lambda given: inject(client, *given[0], **given[1]), NO_PLANS) == []
    session = quiet_session()
    assert (
        wrongly_taken(lambda given: inject_session(session, *given[0], **given[1]), NO_PLANS) == []
    )
    assert state(client) == before


def test_the_settings_are_those_of_a_fault() -> None:
    names = [each.name for each in fields(Fault)]
    assert list(FaultSettings.__annotations__) == names[2:]


def test_an_operation_that_is_newer_than_botocore_s_own_model_is_refused() -> None:
    client = gateway()
    hook = hooks._Hook(client)
    hook.change((hooks.Layer(lambda *_: None),))
    request = SimpleNamespace(body=b"{}")
    with pytest.raises(UnknownNameError, match="unknown operation 'NewOperation'"):
        hook.answer(request, "before-send.storage-gateway.NewOperation")
    hook.change(())


def test_the_default_session_needs_boto3(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "boto3", None)
    with pytest.raises(MissingPackageError, match=r"inject_session needs .* 'sgwlib\[boto\]'"):
        inject_session(None, "DeleteVolume", "VolumeInUse")
