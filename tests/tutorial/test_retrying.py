"""The timeline of a call shows what a real boto3 client does, in each retry mode."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from botocore.config import Config
from hypothesis import given
from hypothesis import strategies as st

from sgwlib import Fault, FaultPlan, inject, load_catalogue, timeline
from sgwlib.errors import FaultError, UnknownNameError
from sgwlib.simulation.boto import RETRY_MODES, attempts_of_call
from sgwlib.simulation.hooks import Layer, attached
from sgwlib.tutorial.kinds import Prediction
from sgwlib.tutorial.kinds.predicting import drawn
from tests.examples import tried

ARN = "arn:aws:storagegateway:us-east-1:111122223333:gateway/sgw-1/volume/vol-1"
ERRORS = ("InternalError", "ThrottlingException", "VolumeInUse", "ServiceUnavailable")


def client_of(mode: Any, most: int) -> Any:
    retries: Any = {"mode": mode, "total_max_attempts": most}
    return boto3.client("storagegateway", "us-east-1", config=Config(retries=retries))


def requests_of(plan: FaultPlan, mode: str, most: int) -> tuple[int, bool]:
    """Return how many requests a client of one's own sends, and whether the call succeeds."""
    client = client_of(mode, most)
    with inject(client, plan, retry_waits=False) as asked:
        try:
            client.delete_volume(VolumeARN=ARN)
        except client.exceptions.ClientError:
            return asked.calls["DeleteVolume"], False
    return asked.calls["DeleteVolume"], True


plans = st.lists(
    st.builds(
        lambda error, times: Fault("DeleteVolume", error, times=times),
        st.sampled_from(ERRORS),
        st.integers(1, 3),
    ),
    max_size=3,
).map(FaultPlan)


@tried(1 / 4)
@given(plan=plans, mode=st.sampled_from(RETRY_MODES), most=st.integers(1, 8))
def test_it_is_what_a_client_of_ones_own_does(plan: FaultPlan, mode: str, most: int) -> None:
    made = attempts_of_call("DeleteVolume", plan, mode=mode, most=most)
    assert (len(made), made[-1].error is None) == requests_of(plan, mode, most)
    assert all(each.error for each in made[:-1])
    assert [each.wait is None for each in made] == [False] * (len(made) - 1) + [True]
    picture = drawn(made, "DeleteVolume")
    assert [each["wait"] for each in picture["requests"]] == [each.wait for each in made]


@pytest.mark.parametrize("mode", RETRY_MODES)
@pytest.mark.parametrize("error", ["InternalError", "ThrottlingException"])
def test_no_wait_of_botocore_is_longer_than_the_one_shown(mode: str, error: str) -> None:
    plan = FaultPlan([Fault("DeleteVolume", error)])
    shown = [each.wait for each in attempts_of_call("DeleteVolume", plan, mode=mode, most=4)][:-1]
    longest = [0.0] * len(shown)
    for _ in range(12):
        waits: list[float] = []
        client = client_of(mode, 4)
        silent = Layer(lambda *_: None, retry_waits=False, on_wait=waits.append)
        failing = pytest.raises(client.exceptions.ClientError)
        with inject(client, plan), attached(client, silent), failing:
            client.delete_volume(VolumeARN=ARN)
        longest = [max(pair) for pair in zip(longest, waits, strict=True)]
    for seen, most in zip(longest, shown, strict=True):
        assert most is not None
        assert 0.25 * most < seen <= most  # all 12 draws below: once in 16 million runs


def test_a_prediction_is_judged_by_the_client() -> None:
    for kind, made in (
        (Prediction("DeleteVolume", "InternalError"), 3),
        (Prediction("DeleteVolume", "InternalError", mode="legacy", attempts=5), 5),
        (Prediction("DeleteVolume", "GatewayNotConnected", attempts=9), 1),
    ):
        said = {
            number: [part.mark.value for part in kind.judge(number, load_catalogue())]
            for number in (made - 1, made, made + 1)
        }
        assert said[made] == ["right", "note"]
        assert said[made - 1] == said[made + 1] == ["near"]
        assert len(kind.revealed()["requests"]) == made


class TestTimeline:
    def test_each_choice_makes_the_call_again(self) -> None:
        widget = timeline("DeleteVolume", "InternalError", attempts=5)
        assert "Request 5 fails with InternalError, status 500." in widget.as_text()
        widget.act({"gesture": "choose", "name": "times", "value": "2"})
        assert "Request 3 succeeds." in widget.as_text()
        assert widget.as_text().endswith("DeleteVolume returns.")
        widget.act({"gesture": "choose", "name": "error", "value": "VolumeInUse"})
        assert widget.drawn["because"] == "Neither status 400 nor the name is retried."
        assert widget.drawn["total"] == "1 request and no wait."

    def test_what_is_no_choice_changes_nothing(self) -> None:
        widget = timeline()
        before = dict(widget.drawn)
        for name, value in (("mode", "wild"), ("colour", "red"), ("attempts", "99")):
            widget._take(widget, {"gesture": "choose", "name": name, "value": value}, None)
        assert (widget.drawn, widget.problem) == (before, "")

    def test_it_takes_a_plan(self) -> None:
        plan = FaultPlan(
            [
                Fault("DeleteVolume", "ThrottlingException", times=1),
                Fault("DeleteVolume", "VolumeInUse", after=1),
            ]
        )
        widget = timeline("DeleteVolume", plan)
        assert [each["name"] for each in widget.drawn["requests"]] == [
            "ThrottlingException",
            "VolumeInUse",
        ]
        assert [each["name"] for each in widget.choices] == ["mode", "attempts"]

    @pytest.mark.parametrize(
        ("given", "error", "words"),
        [
            ({"operation": "DeleteVolum"}, UnknownNameError, "DeleteVolume"),
            ({"error": "VolumeInUs"}, UnknownNameError, "VolumeInUse"),
            ({"mode": "standart"}, UnknownNameError, "standard"),
            ({"attempts": 0}, FaultError, "1 to 10"),
        ],
    )
    def test_a_wrong_name_is_told(self, given: Any, error: type[Exception], words: str) -> None:
        with pytest.raises(error, match=words):
            timeline(**given)
