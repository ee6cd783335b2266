"""A function is run with real clients, which get each documented error."""

from __future__ import annotations

import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import boto3
import pytest

import sgwlib
from sgwlib import review
from sgwlib.errors import ReviewError, UnknownNameError
from sgwlib.reviewing import End
from tests.gateways import gateway

if TYPE_CHECKING:
    from collections.abc import Callable

GLOBAL = gateway()
SLEEPS: list[float] = []


def ends(function: Callable[..., object], **settings: Any) -> set[str]:
    found = review(function, **settings)
    assert found.not_run is None
    return {str(verdict.run) for verdict in found.calls[0].verdicts}


def with_parameter(client: Any) -> None:
    client.delete_volume(VolumeARN="any")


def with_global() -> None:
    GLOBAL.delete_volume(VolumeARN="any")


def with_default(gateway: Any = GLOBAL) -> None:
    gateway.delete_volume(VolumeARN="any")


def with_its_own() -> None:
    gateway = boto3.client("storagegateway", region_name="eu-west-1")
    gateway.delete_volume(VolumeARN="a" * 60)


class Keeper:
    def __init__(self) -> None:
        self.client = GLOBAL

    def delete(self) -> None:
        self.client.delete_volume(VolumeARN="any")


def test_a_client_reaches_the_function_in_several_ways() -> None:
    for function in (with_parameter, with_global, with_default, with_its_own, Keeper().delete):
        assert ends(function) == {"raises it"}, function


def test_a_client_from_around_the_function() -> None:
    client = gateway()

    def delete() -> bool:
        try:
            client.delete_volume(VolumeARN="any")
        except client.exceptions.InternalServerError:
            return False
        return True

    found = review(delete)
    assert found.calls[0].handled == ("GatewayInternalError", "InternalError")
    assert {str(each.run) for each in found.calls[0].verdicts} == {"returns", "raises it"}


def with_arguments(client: Any, arn: str, *, times: int) -> None:
    for _ in range(times):
        client.delete_volume(VolumeARN=arn)


def test_arguments_are_given_by_name() -> None:
    assert ends(with_arguments, arguments={"arn": "any", "times": 1}) == {"raises it"}
    found = review(with_arguments)
    assert found.not_run == "no value for arn, times; expected arguments={...}"
    assert "not run: no value for arn" in str(found)
    assert "Not run" in found._repr_html_()
    with pytest.raises(UnknownNameError, match="did you mean arn"):
        review(with_arguments, arguments={"arm": "any"})


def test_a_function_that_is_only_read_is_not_run() -> None:
    called = []

    def delete(client: Any) -> None:
        called.append(1)
        client.delete_volume(VolumeARN="any")

    found = review(delete, run=False)
    assert not called
    assert found.calls[0].verdicts[0].run is None
    review(delete)
    assert called


def sleeping(client: Any) -> Any:
    for _ in range(3):
        try:
            return client.delete_volume(VolumeARN="any")
        except client.exceptions.ClientError:
            time.sleep(60)
    return None


def test_nothing_waits_and_others_do_as_before() -> None:
    real, started = time.sleep, time.monotonic()
    others: list[float] = []

    def other() -> None:
        begun = time.monotonic()
        time.sleep(0.2)
        others.append(time.monotonic() - begun)

    thread = threading.Thread(target=other)
    thread.start()
    assert ends(sleeping) == {"returns"}
    thread.join()
    assert time.monotonic() - started < 30
    assert others[0] >= 0.2
    assert time.sleep is real


def spinning(client: Any) -> None:
    try:
        client.delete_volume(VolumeARN="any")
    except client.exceptions.InternalServerError:
        while True:
            pass


def test_a_run_that_does_not_end_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sgwlib.reviewing.running._LONGEST_RUN", 0.5)
    found = review(spinning)
    assert found.calls[0].verdict("InternalError").run == End("does not end")
    assert found.calls[0].verdict("VolumeInUse").run == End("raises it")
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and spins():
        time.sleep(0.05)
    assert not spins()


def trying_for_ever(client: Any) -> None:
    while True:
        try:
            client.delete_volume(VolumeARN="any")
        except client.exceptions.ClientError:
            pass
        else:
            return


def test_a_run_that_calls_without_end_takes_the_exception_sent_to_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sgwlib.reviewing.running.MOST_CALLS", 20)
    others = set(threading.enumerate())
    assert ends(trying_for_ever) == {"does not end"}
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and set(threading.enumerate()) - others:
        time.sleep(0.05)
    assert not set(threading.enumerate()) - others


def spins() -> bool:
    """Say whether a thread is in the loop; one that was left within a call waits, at no cost."""
    return spinning.__code__ in {frame.f_code for frame in sys._current_frames().values()}


def never_calling(client: Any, really: bool = False) -> None:  # noqa: FBT001, FBT002 - as learners do
    if really:
        client.delete_volume(VolumeARN="any")


def test_a_function_that_does_not_meet_the_error_says_so() -> None:
    found = review(never_calling)
    assert found.not_run == "it did not call DeleteVolume"


def twice(client: Any) -> None:
    client.delete_volume(VolumeARN="any")
    client.delete_volume(VolumeARN="any")


def test_of_two_calls_of_an_operation_it_cannot_be_told_which_is_met() -> None:
    found = review(twice)
    assert len(found.calls) == 2
    assert found.not_run == "DeleteVolume is called in several places"


def printing(client: Any) -> None:
    print("about to")  # noqa: T201 - it is what is tested
    client.delete_volume(VolumeARN="any")


def test_what_it_prints_is_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    review(printing)
    assert capsys.readouterr().out == ""


async def waiting(client: Any) -> None:
    await client.delete_volume(VolumeARN="any")


def test_an_asynchronous_function_is_read_and_not_run() -> None:
    found = review(waiting)
    assert found.calls[0].propagating
    assert found.not_run == "it is asynchronous, which boto3 is not"


def test_the_client_is_as_before() -> None:
    review(with_global)
    with sgwlib.inject(GLOBAL, "DeleteVolume", "VolumeInUse", times=1):
        with pytest.raises(GLOBAL.exceptions.InvalidGatewayRequestException):
            GLOBAL.delete_volume(VolumeARN="any")
        GLOBAL.delete_volume(VolumeARN="any")


def test_what_has_no_source_is_a_review_error() -> None:
    without_source: list[Any] = [len, 3, int, object()]
    for given in without_source:
        with pytest.raises(ReviewError, match="is not a function with Python source"):
            review(given)


def test_a_function_without_a_file_is_a_review_error() -> None:
    names: dict[str, Any] = {}
    exec("def delete(client): client.delete_volume()", names)
    with pytest.raises(ReviewError, match="its source is not available"):
        review(names["delete"])
    with pytest.raises(ReviewError, match="is not a def"):
        review(lambda client: client.delete_volume())


def test_cells_of_a_notebook_are_read_together(monkeypatch: pytest.MonkeyPatch) -> None:
    import linecache

    names: dict[str, Any] = {"__name__": "cells"}
    cells = [
        "from botocore.exceptions import ClientError\nGONE = {'VolumeNotFound'}\n",
        "def is_gone(error):\n    return error.response.get('error', {}).get('errorCode') in GONE\n",
        (
            "def delete(client):\n    try:\n        client.delete_volume(VolumeARN='any')\n"
            "    except ClientError as error:\n        if not is_gone(error):\n            raise\n"
        ),
    ]
    for number, cell in enumerate(cells):
        file = f"<cell {number}>"
        lines = cell.splitlines(keepends=True)
        monkeypatch.setitem(linecache.cache, file, (len(cell), None, lines, file))
        exec(compile(cell, file, "exec"), names)
    found = review(names["delete"])
    assert found.calls[0].handled == ("VolumeNotFound",)
    assert found.source == "<cell 2>"
    assert all(each.run == each.end for each in found.calls[0].verdicts)
