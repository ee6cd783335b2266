"""A learner's test is run against right functions and wrong ones, each with a gateway of its own."""

from __future__ import annotations

from typing import Any

import pytest

from sgwlib import Fault, load_catalogue
from sgwlib.running import new_client
from sgwlib.tutorial import jobs
from sgwlib.tutorial.kinds import GoodTest, Subject

ARN = "arn:aws:storagegateway:us-east-1:111122223333:gateway/sgw-1/volume/vol-1"
KIND = GoodTest(
    "check_it(storage_gateway, remove)",
    lambda _: [
        Subject("the right one", jobs.better, right=True),
        Subject("the one that hides", jobs.remove),
    ],
)


def judged(answer: object) -> list[str]:
    return [f"{mark} {text}" for mark, text in KIND.judge(answer, load_catalogue())]


def notices(gateway: Any, remove: Any) -> None:
    gateway.faults.add(Fault("DeleteVolume", "VolumeInUse"))
    with pytest.raises(gateway.client.exceptions.ClientError):
        remove(gateway.client, ARN)
    assert [call.outcome for call in gateway.calls] == ["VolumeInUse"]


def sees_nothing(gateway: Any, remove: Any) -> None:
    assert remove(gateway.client, ARN)


def demands_too_much(gateway: Any, remove: Any) -> None:
    assert remove(gateway.client, ARN) == "done"


def never_ends(_gateway: Any, _remove: Any) -> None:
    while True:
        pass


def calls_another_client(gateway: Any, remove: Any) -> None:
    if remove is jobs.remove:
        new_client().list_gateways()
    remove(gateway.client, ARN)


def test_a_call_of_another_client_is_never_taken_for_a_mistake_noticed() -> None:
    assert judged(calls_another_client)[1].startswith(
        "wrong With the one that hides: you called your own client"
    )


def test_a_good_test_passes_what_is_right_and_fails_what_is_wrong() -> None:
    assert judged(notices) == [
        "right It passes the right one.",
        "right It fails the one that hides, as it should.",
    ]


def test_one_that_does_not_notice_is_told_so() -> None:
    assert judged(sees_nothing) == [
        "right It passes the right one.",
        "wrong It passes the one that hides. What could it assert to catch that?",
    ]


def test_one_that_fails_what_is_right_is_told_where() -> None:
    told, _ = judged(demands_too_much)
    assert told.startswith("wrong It should pass the right one, but your test raised")
    assert "`AssertionError" in told
    assert "in line" in told


def test_one_that_does_not_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sgwlib.running.SECONDS", 0.2)
    assert ["never ends" in told for told in judged(never_ends)] == [True]


@pytest.mark.parametrize(
    ("answer", "words"),
    [("test", "without parentheses"), (lambda: None, "can't be called as `check_it(")],
)
def test_what_is_no_test_is_told_so(answer: object, words: str) -> None:
    assert words in judged(answer)[0]


class TestSubjects:
    """The functions of lesson 05 do what their names say."""

    @pytest.mark.parametrize(
        ("function", "error", "calls"),
        [
            (jobs.better, "VolumeInUse", 1),
            (jobs.unforgiving, "VolumeNotFound", 1),
            (jobs.tries_on, "InternalError", 6),
        ],
    )
    def test_it_raises(self, storage_gateway: Any, function: Any, error: str, calls: int) -> None:
        storage_gateway.faults.add(Fault("DeleteVolume", error))
        with pytest.raises(storage_gateway.client.exceptions.ClientError):
            function(storage_gateway.client, ARN)
        assert len(storage_gateway.calls) == calls

    @pytest.mark.parametrize(
        ("function", "error", "returned"),
        [
            (jobs.better, "VolumeNotFound", True),
            (jobs.remove, "VolumeInUse", False),
            (jobs.hides_errors, "VolumeInUse", True),
            (jobs.calls_nothing, "VolumeInUse", True),
        ],
    )
    def test_it_returns(
        self, storage_gateway: Any, function: Any, error: str, returned: object
    ) -> None:
        storage_gateway.faults.add(Fault("DeleteVolume", error))
        assert function(storage_gateway.client, ARN) is returned
