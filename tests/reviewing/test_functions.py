"""A function is reviewed with its program, and run with each error."""

from __future__ import annotations

import functools
import linecache
import time
from typing import Any

import boto3
import pytest

import sgwlib
from sgwlib import review
from sgwlib.errors import ReviewError, UnknownNameError
from tests.gateways import gateway

GLOBAL = gateway()


def runs(function: Any, **settings: Any) -> set[str | None]:
    found = review(function, **settings)
    assert found.not_run is None
    return {each.run for each in found.calls[0].decisions.values()}


def with_parameter(client: Any) -> None:
    client.delete_volume(VolumeARN="a" * 60)


def with_another_name(sgw: Any) -> None:
    sgw.delete_volume(VolumeARN="a" * 60)


def with_global() -> None:
    GLOBAL.list_gateways()


def with_default(gw: Any = GLOBAL) -> None:
    gw.list_gateways()


def with_its_own() -> None:
    client = boto3.client("storagegateway", region_name="eu-west-1")
    client.list_gateways()


class Keeper:
    def __init__(self) -> None:
        self.client = GLOBAL

    def gateways(self) -> None:
        self.client.list_gateways()


def with_arn(client: Any, arn: str, *, times: int = 1) -> None:
    for _ in range(times):
        client.delete_volume(VolumeARN=arn)


def test_a_client_reaches_the_function() -> None:
    assert runs(Keeper().gateways) == {"raises it"}


@pytest.mark.heavy
def test_a_client_reaches_the_function_in_several_ways() -> None:
    for function in (
        *(with_parameter, with_another_name, with_global, with_default, with_its_own),
        functools.partial(with_arn, arn="a" * 60),
    ):
        assert runs(function) == {"raises it"}, function


def test_arguments_are_given_by_name() -> None:
    assert runs(with_arn, arguments={"arn": "a" * 60}) == {"raises it"}
    assert review(with_arn).not_run == "no value for arn. Pass arguments={...}"
    with pytest.raises(UnknownNameError, match="did you mean arn"):
        review(with_arn, arguments={"arm": "any"})


def sleeping(client: Any) -> Any:
    print("about to")  # noqa: T201 - it is what is tested
    for _ in range(3):
        try:
            return client.delete_volume(VolumeARN="a" * 60)
        except client.exceptions.ClientError:
            time.sleep(60)
    return None


def trying_forever(client: Any) -> None:
    while True:
        try:
            client.delete_volume(VolumeARN="a" * 60)
        except client.exceptions.InternalServerError:
            pass
        else:
            return


def never_calling(client: Any, really: bool = False) -> None:  # noqa: FBT001, FBT002 - as people do
    if really:
        client.delete_volume(VolumeARN="any")


async def waiting(client: Any) -> None:
    await client.delete_volume(VolumeARN="any")


def test_runs_neither_wait_nor_hang_nor_print(capsys: pytest.CaptureFixture[str]) -> None:
    real, began = time.sleep, time.monotonic()
    assert runs(sleeping) == {"returns"}
    assert time.sleep is real
    assert time.monotonic() - began < 60
    found = review(trying_forever)
    ends = {(str(each.outcome), each.run) for each in found.calls[0].decisions.values()}
    assert ends == {("endless", "does not end"), ("propagates", "raises it")}
    assert capsys.readouterr().out == ""


def test_why_a_function_was_not_run_is_told() -> None:
    assert review(never_calling).not_run == "it did not call DeleteVolume"
    assert review(waiting).not_run == "it is asynchronous, which boto3 is not"
    found = review(with_parameter, run=False)
    assert found.calls[0].decisions["InternalError"].run is None
    assert found.not_run is None


def test_only_what_the_function_reaches_is_reviewed() -> None:
    found = review(with_arn, run=False)
    assert [call.function for call in found.calls] == ["with_arn"]
    assert set(found.calls[0].outcomes.values()) == {"propagates"}


def test_the_client_is_afterwards_as_before() -> None:
    review(with_global)
    with sgwlib.inject(GLOBAL, "ListGateways", "InternalError", after=1):
        assert GLOBAL.list_gateways()["Gateways"]


def test_what_has_no_source_is_a_review_error() -> None:
    without_source: list[Any] = [len, 3, int, object()]
    for given in without_source:
        with pytest.raises(ReviewError, match="is not a function with Python source"):
            review(given)
    names: dict[str, Any] = {}
    exec("def delete(client): client.delete_volume()", names)
    with pytest.raises(ReviewError, match="its source is not available"):
        review(names["delete"])
    with pytest.raises(ReviewError, match="is not a def"):
        review(lambda client: client.delete_volume())


def test_cells_of_a_notebook_are_reviewed_together(monkeypatch: pytest.MonkeyPatch) -> None:
    names: dict[str, Any] = {"__name__": "cells"}
    cells = [
        "from botocore.exceptions import ClientError\nGONE = {'VolumeNotFound'}\n",
        "def is_gone(error):\n    return error.response.get('error', {}).get('errorCode') in GONE\n",
        (
            "def delete(client):\n    try:\n        client.delete_volume(VolumeARN='a' * 60)\n"
            "    except ClientError as error:\n        if not is_gone(error):\n            raise\n"
        ),
    ]
    for number, cell in enumerate(cells):
        file = f"<cell {number}>"
        lines = cell.splitlines(keepends=True)
        monkeypatch.setitem(linecache.cache, file, (len(cell), None, lines, file))
        exec(compile(cell, file, "exec"), names)
    found = review(names["delete"])
    [call] = found.calls
    assert (found.source, call.line, call.errors("handled")) == ("<cell 2>", 3, ("VolumeNotFound",))
    ends = {"handled": "returns", "propagates": "raises it"}
    assert all(each.run == ends[each.outcome] for each in call.decisions.values())
