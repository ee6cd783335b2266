"""What a handler did is compared with what was expected, and told in a learner's words."""

from __future__ import annotations

from typing import Any

from sgwlib.response import build_response
from sgwlib.running import Run
from sgwlib.simulation.boto import raised_by_boto3
from sgwlib.tutorial.kinds import Attempt
from sgwlib.tutorial.kinds.scenes import Wait, all_of, backs_off, calls, raises, returns

IN_USE = raised_by_boto3(build_response("DeleteVolume", "VolumeInUse"))
THROTTLED = raised_by_boto3(build_response("DeleteVolume", "ThrottlingException"))


def attempt(value: object = None, error: Any = None, *waited: float, **made: int) -> Attempt:
    return Attempt(Run(value, error, "", waited, ""), made, tuple(Wait(0, each) for each in waited))


def attempt_waiting(*waits: tuple[float, float]) -> Attempt:
    """Return an attempt with the shortest and longest length of each wait."""
    done = Run(None, None, "", tuple(longest for _, longest in waits), "")
    return Attempt(done, {}, tuple(Wait(*each) for each in waits))


SAYINGS: list[tuple[Any, Attempt, list[str] | None]] = [
    (returns("gone"), attempt("gone"), ["right it returned `'gone'`."]),
    (returns("gone"), attempt("here"), ["wrong it returned `'here'`, expected `'gone'`."]),
    (
        returns("gone"),
        attempt(),
        ["wrong it returned `None`, expected `'gone'`. Does it `return` a value?"],
    ),
    (returns(1), attempt(None, KeyError("x")), None),
    (
        returns({"arn:v": "x"}),
        attempt({"arn:v": "x"}),
        ["right it returned a dictionary with `x`."],
    ),
    (
        returns({"arn:a/v": "x", "arn:a/w": "y"}),
        attempt({"arn:a/v": "z", "u": 1}),
        ["wrong it returned `'z'` for `v`, expected `'x'`."],
    ),
    (
        returns({"arn:a/v": "x", "arn:a/w": "y"}),
        attempt({"arn:a/v": "x", "u": 1}),
        ["wrong its result should not have `u` and lacks `w`."],
    ),
    (raises("VolumeInUse"), attempt(None, IN_USE), ["right `VolumeInUse` reached the caller."]),
    (raises("ThrottlingException"), attempt(None, THROTTLED), None),
    (raises("VolumeInUse"), attempt(None, THROTTLED), None),
    (raises("VolumeInUse"), attempt(None, ValueError("no")), None),
    (
        raises("VolumeInUse"),
        attempt(value=False),
        ["wrong it returned `False`, so its caller never sees `VolumeInUse`."],
    ),
    (
        calls("AddCache", 2),
        attempt(AddCache=1),
        ["wrong 1 call of `AddCache`, expected 2."],
    ),
    (calls("AddCache", 0), attempt(), ["right 0 calls of `AddCache`."]),
    (backs_off(2), attempt(None, None, 1, 2), ["right it waited 2 times, longer each time."]),
    (backs_off(2), attempt(None, None, 2, 2), ["right it waited 2 times, longer each time."]),
    (backs_off(1), attempt(None, None, 1), ["right it waited 1 time."]),
    (backs_off(2), attempt(None, None, 1), ["wrong it waited 1 time, expected 2."]),
    (backs_off(0), attempt(), []),
    (
        backs_off(3),
        attempt(None, None, 2, 2, 2),
        ["wrong it waited at most 2, 2, 2 seconds; each wait should be longer than the last."],
    ),
    (
        backs_off(3),
        attempt(None, None, 1, 4, 2),
        [
            "wrong it waited at most 1, 4, 2 seconds; a wait should not be shorter than the one before."
        ],
    ),
    (
        backs_off(2),
        attempt(None, None, 0, 1),
        ["wrong it waited at most 0, 1 seconds; a wait of 0 seconds is none."],
    ),
    (
        backs_off(2),
        attempt_waiting((0, 1), (2, 2)),
        [
            (
                "wrong it waited at most 1, 2 seconds; each client would wait just as long, and "
                "they would all retry at the same moment."
            )
        ],
    ),
    (
        backs_off(4),
        attempt_waiting((0, 1), (0, 2), (0, 4), (0, 4)),
        ["right it waited 4 times, longer each time."],
    ),
]


def test_what_is_said() -> None:
    for say, done, expected in SAYINGS:
        parts = [f"{mark} {text}" for mark, text in say(done)]
        if expected is None:  # `failure` makes the words
            right = done.run.error is THROTTLED and parts[0].startswith("right")
            assert right or ("your function raised" in parts[0] and "; expected" in parts[0])
        else:
            assert parts == expected


def test_several_right_things_are_told_in_one_sentence_and_wrong_ones_alone() -> None:
    say = all_of(returns(1), calls("AddCache", 1))
    assert [text for _, text in say(attempt(1, AddCache=1))] == [
        "it returned `1`; 1 call of `AddCache`."
    ]
    assert [text for _, text in say(attempt(1, AddCache=3))] == [
        "3 calls of `AddCache`, expected 1."
    ]
