"""Exercises of lesson 03: fault plans, and errors by their causes in a sandbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sgwlib.running import failure
from sgwlib.simulation.faults import Fault, FaultPlan
from sgwlib.tutorial.exercise import Exercise, Mistake, alike
from sgwlib.tutorial.feedback import Mark, Part, shown
from sgwlib.tutorial.kinds import Case, Judged, Outcome, Plan, Program, Setting, World
from sgwlib.tutorial.kinds.programs import wrong_plan
from sgwlib.tutorial.kinds.worlds import new_volume

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
        yield Part(Mark.WRONG, f"Expected {len(truth)} answers, got {len(given)}.")
        return
    for number, (guess, answer) in enumerate(zip(given, truth, strict=True), 1):
        gets = f"gets `{answer}`" if answer else "succeeds"
        if alike(guess, answer):
            yield Part(Mark.RIGHT, f"Call {number} {gets}.")
        else:
            yield Part(Mark.WRONG, f"Call {number} doesn't get {shown(guess)}.")


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
    return sandbox, gateway, new_volume(sandbox.client(), gateway)


def _met(sandbox: Sandbox, operation: str, **given: Any) -> str:
    """Call an operation, and return the name of the error that it meets; empty for success."""
    from botocore import xform_name

    client = sandbox.client()
    try:
        getattr(client, xform_name(operation))(**given)
    except client.exceptions.ClientError as error:
        code = error.response.get("error", {}).get("errorCode")
        return str(code or error.response["Error"]["Code"])
    return ""


def _must_meet(operation: str, error: str, **given: Any) -> Setting:
    def say(outcome: Outcome) -> Iterator[Part]:
        if outcome.run.error is not None:
            yield Part(Mark.WRONG, f"{failure(outcome.run)}.")
            return
        listed = _met(outcome.sandbox, "ListVolumes")
        met = _met(outcome.sandbox, operation, VolumeARN=outcome.arguments[2], **given)
        if met == error and not listed:
            why = outcome.sandbox.events[-1].why
            yield Part(Mark.RIGHT, f"`{operation}` meets `{error}`. {why}")
        elif met == error:
            yield Part(Mark.NEAR, f"that works, but `ListVolumes` now meets `{listed}`.")
        else:
            what = f"meets `{met}`" if met else "succeeds"
            yield Part(Mark.WRONG, f"`{operation}` {what}, expected `{error}`.")

    return Setting("One gateway with one volume", _world, say)


EXERCISES: Final = (
    Exercise(
        name="03-1",
        kind=Judged(
            list | tuple, "a list with the name of an error or `None` for each call", _predicted
        ),
        learned=lambda _: (
            "The order of the faults decides only if several apply. `after` and `times` decide "
            "which ones apply."
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
        name="03-2",
        kind=World(
            "occupy(sandbox, gateway, volume)",
            lambda _: [_must_meet("DeleteVolume", "VolumeInUse")],
        ),
        learned=lambda catalogue: (
            f"`sandbox.disconnect(volume)` ends it. {catalogue.codes['VolumeInUse'].remedy.text}"
        ),
    ),
    Exercise(
        name="03-3",
        kind=World(
            "block_snapshots(sandbox, gateway, volume)",
            lambda _: [
                _must_meet("CreateSnapshot", "VolumeNotReady", SnapshotDescription="nightly")
            ],
        ),
        learned=lambda catalogue: (
            f"A plan can't tell you what helps. The catalogue says: "
            f"{catalogue.codes['VolumeNotReady'].remedy.text}"
        ),
    ),
    Exercise(
        name="03-4",
        kind=Plan(_restarts),
        learned=lambda _: (
            "With `times`, each fault ends, and then everything succeeds. So a job that retries "
            "long enough survives this plan."
        ),
    ),
    Exercise(
        name="03-5",
        kind=Program("each_once(operation)", _one_after_another, wrong_plan),
        learned=lambda _: (
            "Run your job under this plan in a loop until it succeeds, and read its log. In lesson "
            "05, a marker of pytest does the same."
        ),
    ),
)
