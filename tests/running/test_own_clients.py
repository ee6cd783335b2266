"""No client that could reach AWS is called by a learner's function; all others are."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.client import BaseClient
from botocore.httpsession import URLLib3Session

from sgwlib import Endpoint, FaultPlan, explain, inject, inject_session
from sgwlib.running import OwnClient, failure, new_client, run, without_aws

if TYPE_CHECKING:
    from collections.abc import Callable


def a_client(service: str = "storagegateway", **settings: Any) -> Any:
    secret = {"aws_access_key_id": "simulated", "aws_secret_access_key": "simulated"}
    return boto3.client(service, region_name="us-east-1", **secret, **settings)  # type: ignore[call-overload]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note what would be sent, instead of sending it."""
    found: list[str] = []

    def send(_: object, request: Any) -> None:
        found.append(request.url)
        raise ConnectionError

    monkeypatch.setattr(URLLib3Session, "send", send)
    return found


CALLS: list[Callable[[], object]] = [
    lambda: a_client().list_gateways(),
    lambda: list(a_client().get_paginator("list_gateways").paginate()),
    lambda: a_client("sts").get_caller_identity(),
    lambda: a_client(endpoint_url="https://storagegateway.example.com").list_gateways(),
]


@pytest.mark.parametrize("call", CALLS, ids=range(len(CALLS)))
def test_a_client_that_could_reach_aws_is_refused(
    call: Callable[[], object], sent: list[str]
) -> None:
    done = run(call)
    assert isinstance(done.error, OwnClient)
    assert "call the `client` that your function gets" in failure(done)
    assert sent == []


def test_a_refusal_that_was_caught_is_told_all_the_same(sent: list[str]) -> None:
    def function() -> str:
        with suppress(BaseException):
            new_client().list_gateways()
        return "done"

    assert isinstance(run(function).error, OwnClient)
    assert sent == []


def test_a_client_whose_injection_lets_calls_pass_is_refused(sent: list[str]) -> None:
    client = a_client()
    with inject(client, FaultPlan(), others="pass"):
        assert isinstance(run(client.list_gateways).error, OwnClient)
    assert sent == []


def test_clients_that_sgwlib_answers_may_be_called(sent: list[str]) -> None:
    def in_a_session() -> object:
        with inject_session(None, FaultPlan()):
            return a_client().list_gateways()["Gateways"]

    def in_an_explanation() -> object:
        return explain('{"__type": "InternalServerError", "message": "x"}').retried

    for function in (in_a_session, in_an_explanation):
        done = run(function)
        assert done.error is None
        assert done.value
    assert sent == []


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_clients_of_an_endpoint_on_this_machine_may_be_called(host: str) -> None:
    with Endpoint() as endpoint:
        client = a_client(endpoint_url=endpoint.url.replace("127.0.0.1", host))
        done = run(client.list_gateways)
    assert done.error is None
    assert done.value


def test_clients_are_afterwards_as_before() -> None:
    real = vars(BaseClient)["_make_api_call"]
    with pytest.raises(KeyboardInterrupt), without_aws():
        raise KeyboardInterrupt
    assert vars(BaseClient)["_make_api_call"] is real


def test_without_botocore_there_is_nothing_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "botocore.client", None)
    assert run(lambda: 1).value == 1
