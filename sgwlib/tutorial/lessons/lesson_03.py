"""Exercises of lesson 03: fault plans, and errors by their causes in a sandbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sgwlib.running import failure
from sgwlib.simulation.faults import Fault, FaultPlan
from sgwlib.tutorial.exercise import Exercise, Mistake, alike
from sgwlib.tutorial.feedback import Near, Part, Wrong, either, shown
from sgwlib.tutorial.kinds import Attempt, Case, Judged, Plan, Program, Tried, World
from sgwlib.tutorial.kinds.programs import wrong_plan
from sgwlib.tutorial.kinds.scenes import add_volume, error_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sgwlib.catalogue import Catalogue
    from sgwlib.simulation.sandbox import Sandbox


_FAULTS: Final = (
    Fault("CreateSnapshot", "VolumeNotReady", after=1, times=1),
    Fault("CreateSnapshot", "ThrottlingException", times=2),
)
_ASKED: Final = ("CreateSnapshot",) * 4
_RESTART: Final = ("GatewayNotConnected",) * 3 + ("VolumeNotReady", None, None)


def _answers() -> list[str | None]:
    """Return what each call gets from the plan of the prediction."""
    plan = FaultPlan(_FAULTS)
    answers = [plan.answer(operation) for operation in _ASKED]
    return [each and (each.response.code or each.response.exception) for each in answers]


def _predicted(given: list[object] | tuple[object, ...], _: Catalogue) -> Iterator[Part]:
    truth = _answers()
    if len(given) != len(truth):
        yield Wrong(f"Expected {len(truth)} answers, got {len(given)}.")
        return
    for number, (guess, answer) in enumerate(zip(given, truth, strict=True), 1):
        gets = f"gets `{answer}`" if answer else "succeeds"
        not_so = f"Call {number} doesn't get {shown(guess)}."
        yield either(alike(guess, answer), f"Call {number} {gets}.", not_so)


def _restarts(_: Catalogue) -> Iterator[list[tuple[str, str | None]]]:
    snapshot, other = "CreateSnapshot", "CreateSnapshotFromVolumeRecoveryPoint"
    two = ("ListVolumes", "DescribeCache")
    for three in ((*two, snapshot), (snapshot,) * 3, (*two, "DeleteVolume")):
        calls = (*three, snapshot, snapshot, "DeleteVolume")
        yield list(zip(calls, _RESTART, strict=True))
        # The second error is of one operation, even if another one can return it.
        yield [*zip(three, _RESTART, strict=False), (other, None), (snapshot, _RESTART[3])]


def _one_after_another(catalogue: Catalogue) -> Iterator[Case]:
    operations = [*catalogue.operations]
    for name in (*operations, operations[0]):  # one twice: no plan keeps the faults of another
        other = next(each for each in operations if each != name)
        errors = [(name, code) for code in catalogue.codes_of(name)]
        asked = ((other, None), *errors, (name, None))
        yield Case(f'each_once("{name}")', (name,), asked)


# --- causes ---------------------------------------------------------------------------------


def _world(sandbox: Sandbox) -> Iterable[object]:
    """Build a gateway with one volume, and return them with the sandbox."""
    gateway = sandbox.gateway("cached")
    return sandbox, gateway, add_volume(sandbox, gateway)


def _must_meet(operation: str, error: str, **given: object) -> list[World]:
    def say(attempt: Attempt) -> Iterator[Part]:
        if attempt.run.error is not None:
            yield Wrong(f"{failure(attempt.run)}.")
            return
        listed = error_of(attempt.sandbox, "ListVolumes")
        met = error_of(attempt.sandbox, operation, VolumeARN=attempt.arguments[2], **given)
        if met == error and listed:
            yield Near(f"that works, but `ListVolumes` now meets `{listed}`.")
            return
        why, what = attempt.sandbox.events[-1].why, f"meets `{met}`" if met else "succeeds"
        yield either(
            met == error,
            f"`{operation}` meets `{error}`. {why}",
            f"`{operation}` {what}, expected `{error}`.",
        )

    return [World("One gateway with one volume", _world, say)]


EXERCISES: Final = (
    Exercise(
        "03-1",
        Judged(
            list | tuple, "a list with the name of an error or `None` for each call", _predicted
        ),
        mistakes=(
            Mistake(
                lambda _: (None, "VolumeNotReady", "ThrottlingException", "ThrottlingException"),
                "`after=1` lets a call pass this fault, but the next fault still sees it.",
            ),
            Mistake(
                lambda _: ("VolumeNotReady", "ThrottlingException", "ThrottlingException", None),
                "What does `after=1` do?",
            ),
        ),
    ),
    Exercise(
        "03-2",
        Tried(
            "occupy(sandbox, gateway, volume)", lambda _: _must_meet("DeleteVolume", "VolumeInUse")
        ),
    ),
    Exercise(
        "03-3",
        Tried(
            "block_snapshots(sandbox, gateway, volume)",
            lambda _: _must_meet("CreateSnapshot", "VolumeNotReady", SnapshotDescription="nightly"),
        ),
    ),
    Exercise("03-4", Plan(_restarts)),
    Exercise("03-5", Program("each_once(operation)", _one_after_another, wrong_plan)),
)
