"""Programs that learners typically write first, and plans, with words that the feedback has on each."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from sgwlib import Fault, FaultPlan
from sgwlib.tutorial.exercise import all_texts
from tests.tutorial.learners import learners

__all__ = ["WRONG_PLANS", "Wrong", "right_programs", "wrong_programs"]

NOTEBOOK = """
import json, random, time
import pytest
import sgwlib
from sgwlib import Fault, FaultPlan

catalogue = sgwlib.load_catalogue()
ARN = "arn:aws:storagegateway:us-east-1:111122223333:gateway/sgw-1/volume/vol-1"


def new_volume(client, gateway):
    return client.create_cached_iscsi_volume(
        GatewayARN=gateway.arn,
        VolumeSizeInBytes=2**30,
        TargetName="data",
        NetworkInterfaceId=gateway.address,
        ClientToken="token-1",
    )["VolumeARN"]
"""
"""What a cell with a solution may use."""


class Wrong(NamedTuple):
    """A wrong answer, and words of the feedback."""

    exercise: str
    answer: Any
    words: str


def wrong_programs() -> list[Wrong]:
    """Return each wrong program, as a function that a learner may have defined."""
    table = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return [
        Wrong(exercise, changed(exercise, changes), words)
        for exercise, rows in table.items()
        for words, *changes in rows
    ]


def right_programs() -> list[tuple[str, Any]]:
    """Return the exercise and the function of each right program in another style."""
    table = tomllib.loads(Path(__file__).with_name("right_programs.toml").read_text("utf-8"))
    return [
        (exercise, function_of(exercise, source))
        for exercise, sources in table.items()
        for source in sources
    ]


def changed(exercise: str, changes: list[str]) -> Any:
    """Return the function of a solution with changes: what is in it, and what stands there instead."""
    source = all_texts()[exercise].solution
    for old, new in zip(changes[::2], changes[1::2], strict=True):
        assert old in source, (exercise, old)
        source = source.replace(old, new)
    return function_of(exercise, source)


def function_of(exercise: str, source: str) -> Any:
    """Return the function that a source defines in a notebook, under the name of the solution's."""
    heads = [
        line for line in all_texts()[exercise].solution.splitlines() if line.startswith("def ")
    ]
    name = heads[-1].removeprefix("def ").partition("(")[0]
    return learners(f"{NOTEBOOK}\n{source}", name)


OFFLINE = Fault("*", "GatewayNotConnected", times=3)
NOT_READY = Fault("CreateSnapshot", "VolumeNotReady", times=1)
WRONG_PLANS = [
    Wrong("03-4", FaultPlan([OFFLINE]), "Call 4, `CreateSnapshot`: succeeds; it should meet "),
    Wrong("03-4", FaultPlan([NOT_READY, OFFLINE]), "Call 3, `CreateSnapshot`: meets `VolumeNotR"),
    Wrong("03-4", FaultPlan([NOT_READY]), "Call 1, `ListVolumes`: succeeds; it should meet"),
    Wrong(
        "03-4",
        FaultPlan([Fault("CreateSnapshot", "VolumeNotReady", after=1, times=1), OFFLINE]),
        "Call 2, `CreateSnapshot`: meets `VolumeNotReady`; it should meet",
    ),
    Wrong(
        "03-4",
        FaultPlan(
            [
                Fault(name, "GatewayNotConnected", times=1)
                for name in ("ListVolumes", "DescribeCache", "CreateSnapshot")
            ]
            + [NOT_READY]
        ),
        "Call 2, `CreateSnapshot`: meets `VolumeNotReady`; it should meet",
    ),
    Wrong(
        "03-4",
        FaultPlan([OFFLINE, Fault("*", "VolumeNotReady", times=1)]),
        "Call 4, `CreateSnapshotFromVolumeRecoveryPoint`: meets `VolumeNotReady`; it should succeed",
    ),
    Wrong(
        "03-4",
        FaultPlan([OFFLINE, Fault("CreateSnapshot", "VolumeNotReady", after=1, times=1)]),
        "Call 4, `CreateSnapshot`: succeeds; it should meet `VolumeNotReady`.",
    ),
    Wrong("03-4", [OFFLINE, NOT_READY], "Put your faults into `sgwlib.FaultPlan([...])`"),
    Wrong("03-4", OFFLINE, "Put your faults into `sgwlib.FaultPlan([...])`"),
    Wrong("03-4", FaultPlan(), "Call 1, `ListVolumes`: succeeds; it should meet"),
    Wrong(
        "03-4",
        FaultPlan([Fault("*", "GatewayNotConnected"), NOT_READY]),
        "Call 4, `CreateSnapshot`: meets `GatewayNotConnected`; it should meet",
    ),
    Wrong(
        "03-4",
        FaultPlan([Fault("*", "GatewayNotConnected", times=2), NOT_READY]),
        "Call 3, `CreateSnapshot`: meets `VolumeNotReady`; it should meet",
    ),
    Wrong(
        "03-4",
        FaultPlan([Fault("*", "GatewayNotConnected", times=4), NOT_READY]),
        "Call 4, `CreateSnapshot`: meets `GatewayNotConnected`",
    ),
    Wrong(
        "03-4",
        FaultPlan([OFFLINE, Fault("CreateSnapshot", "VolumeNotReady")]),
        "Call 5, `CreateSnapshot`: meets `VolumeNotReady`; it should succeed",
    ),
    Wrong(
        "03-4",
        FaultPlan([Fault("ListVolumes", "GatewayNotConnected", times=3), NOT_READY]),
        "Call 2, `DescribeCache`: succeeds; it should meet",
    ),
    Wrong(
        "03-4",
        FaultPlan([OFFLINE, Fault("DeleteVolume", "VolumeNotReady", undocumented=True, times=1)]),
        "Call 4, `CreateSnapshot`: succeeds; it should meet",
    ),
]
