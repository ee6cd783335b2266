"""Exercises of lesson 00: from one line of a log to what it means and what to do."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Final

from sgwlib.diagnosis import explain
from sgwlib.tutorial.exercise import Exercise, Mistake
from sgwlib.tutorial.feedback import Part, either
from sgwlib.tutorial.kinds import Case, Judged, OneName, Program
from sgwlib.tutorial.kinds.scenes import add_volume, error_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgwlib.catalogue import Catalogue


_NOT_READY: Final = "The specified volume is not ready."
_FOREIGN: Final = (
    "An error occurred (VolumeInUse) when calling the DeleteVolume operation: vol-0 is attached",
    "An error occurred (ThrottlingException) when calling the ListVolumes operation: Rate exceeded",
    "An error occurred (InternalServerError) when calling the AddUploadBuffer operation:",
    "The specified volume was not found.",
    '{"error": {"errorCode": "VolumeInUse"}}',
    "backup finished in 34 s",
)
"""Lines without an error code, or that another service may have sent."""


@cache
def _succeeds_later(_: Catalogue) -> bool:
    """Return whether a volume can be deleted a minute after it was in use."""
    from sgwlib import Sandbox

    sandbox = Sandbox()
    volume = add_volume(sandbox, sandbox.gateway("cached"))
    sandbox.connect(volume)
    sandbox.advance(minutes=1)
    return not error_of(sandbox, "DeleteVolume", VolumeARN=volume)


def _guessed(guess: bool, catalogue: Catalogue) -> Iterator[Part]:  # noqa: FBT001 - an answer
    cause = catalogue.codes["VolumeInUse"].cause.text
    why = f"{cause} They stay connected until someone disconnects them."
    is_right = guess == _succeeds_later(catalogue)
    yield either(is_right, f"`{guess}` is right: {why}", f"`{guess}` is not right: {why}")


def _others(catalogue: Catalogue) -> Iterator[Case]:
    for operation, code in catalogue.pairs:
        names = [name for name in catalogue.operations_of(code) if name != operation]
        yield Case(f'others("{operation}", "{code}")', (operation, code), names)


def _line(catalogue: Catalogue, code: str, operation: str) -> str:
    """Return what boto3 prints."""
    known = catalogue.codes[code]
    failed = f"An error occurred ({known.carrier.text}) when calling the {operation} operation"
    return f"{failed}: {known.message}"


def _advice(catalogue: Catalogue) -> Iterator[Case]:
    for name, code in catalogue.codes.items():
        line = _line(catalogue, name, catalogue.operations_of(name)[0])
        yield Case(f"a line with {name}", (line,), code.remedy.text)
    for line in _FOREIGN:
        yield Case(line, (line,), None)


def _tallies(catalogue: Catalogue) -> Iterator[Case]:
    lines = [_line(catalogue, code, operation) for operation, code in catalogue.pairs[::7]]
    explained = [explain(line) for line in lines]
    expected = Counter(each.code for each in explained if each.code and each.certain)
    yield Case("no lines", ([],), {})
    yield Case("only lines to skip", (list(_FOREIGN),), {})
    yield Case(f"{len(lines)} lines of boto3", (lines,), dict(expected))
    yield Case("a mixed log", ([*lines, *_FOREIGN],), dict(expected))


EXERCISES: Final = (
    Exercise(
        "00-1",
        Judged(bool, "`True` or `False`", _guessed),
        mistakes=(
            Mistake(
                lambda _: True,
                "Some errors do pass by themselves. For this one, someone has to act.",
            ),
        ),
    ),
    Exercise(
        "00-2",
        OneName(
            "error code",
            lambda catalogue: [c.name for c in catalogue.codes.values() if c.message == _NOT_READY],
            lambda catalogue, code: f"its message reads “{catalogue.codes[code].message}”",
        ),
        mistakes=(
            Mistake(
                lambda _: "InvalidGatewayRequestException",
                "That's the exception. It carries the error code.",
            ),
            Mistake(lambda _: _NOT_READY, "That's the message. `explain` finds its error code."),
        ),
    ),
    Exercise("00-3", Program("others(operation, code)", _others)),
    Exercise("00-4", Program("advise(line)", _advice)),
    Exercise("00-5", Program("tally(lines)", _tallies)),
)
