"""Exercises of lesson 05: tests that catch mistakes, coverage, flows, and a review."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from textwrap import dedent
from typing import TYPE_CHECKING, Final

from sgwlib.coverage.client import ClientCoverage
from sgwlib.errors import BrowserError
from sgwlib.response import build_response
from sgwlib.simulation.faults import Fault
from sgwlib.tutorial import jobs
from sgwlib.tutorial.exercise import Exercise, Mistake
from sgwlib.tutorial.feedback import Note, Part, Right, Wrong
from sgwlib.tutorial.kinds import Case, GoodTest, Number, Program, Scene, Subject, Tried
from sgwlib.tutorial.kinds.scenes import all_of, calls, raises, returns, snapshot_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgwlib.catalogue import Catalogue
    from sgwlib.tutorial.kinds.programs import Function
    from sgwlib.tutorial.kinds.scenes import Say


_OPERATION: Final = "DeleteVolume"
_ARN: Final = "arn:aws:storagegateway:us-east-1:111122223333:gateway/sgw-1/volume/vol-7"


def _failing_runs(catalogue: Catalogue) -> int:
    """Return for how many documented errors the inherited job raises nothing."""
    from sgwlib import inject
    from sgwlib.running import new_client

    failing = 0
    for code in catalogue.codes_of(_OPERATION):
        client = new_client()
        with inject(client, _OPERATION, code, retry_waits=False):
            failing += not jobs.remove(client, _ARN)
    return failing


def _coverages(catalogue: Catalogue) -> Iterator[Case]:
    for name in catalogue.operations:
        codes = catalogue.codes_of(name)
        for met in (codes[:0], codes[::2], codes):
            coverage = ClientCoverage()
            for code in met:
                coverage.add(build_response(name, code), "inject")
            left = [code for code in codes if code not in met]
            yield Case(f"{name}, {len(met)} of {len(codes)} met", (coverage, name), left)


# --- tests of tests -------------------------------------------------------------------------


_INHERITED: Final = Subject("the inherited one, which returns False", jobs.remove)
_ALWAYS_WRONG: Final = (
    Subject("one that returns True whatever happens", jobs.hides_errors),
    Subject("one that raises a RuntimeError instead", jobs.raises_its_own),
    Subject("one that never calls", jobs.calls_nothing),
)


def _in_use(_: Catalogue) -> Iterator[Subject]:
    yield Subject("a function that raises the error", jobs.better, right=True)
    yield Subject("one that also raises if the volume is gone", jobs.unforgiving, right=True)
    yield from (_INHERITED, *_ALWAYS_WRONG)


def _flaky(_: Catalogue) -> Iterator[Subject]:
    yield Subject("a function that leaves the retries to boto3", jobs.better, right=True)
    yield Subject("one that raises if the volume is gone", jobs.unforgiving)
    yield Subject("one that returns nothing", jobs.says_nothing)
    yield Subject("one that retries after boto3 has given up", jobs.tries_on)
    yield from _ALWAYS_WRONG


def _flow(_: Catalogue) -> Iterator[Subject]:
    yield Subject("a function that raises while a host is connected", jobs.better, right=True)
    yield Subject("one that would raise if the volume were gone", jobs.unforgiving, right=True)
    yield from (_INHERITED, *_ALWAYS_WRONG)
    yield Subject("one that deletes another volume", jobs.deletes_another)
    yield Subject("one that takes the volume as gone after its first call", jobs.gives_up())


# --- a job that loses nothing ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reviewed(Tried):
    """A handler in which a review must find nothing, too."""

    def judge_function(self, function: Function, catalogue: Catalogue) -> Iterator[Part]:
        """Yield what the handler did in each scene, and then each finding of the review."""
        yield from Tried.judge_function(self, function, catalogue)
        from sgwlib import review

        try:
            source = dedent(inspect.getsource(function))
        except (OSError, TypeError):
            yield Note("The review needs the source of your function, and found none.")
            return
        client = next(iter(inspect.signature(function).parameters))
        try:
            found = review(f"{source}\n", clients=[client])
        except BrowserError as error:
            yield Note(str(error))
            return
        for finding in found.findings:
            yield Wrong(f"The review, in line {finding.line}: {finding.text}.")
        if not found.findings:
            yield Right("The review finds nothing.")


def _retirements(_: Catalogue) -> Iterator[Scene]:
    def scene(name: str, end: Say, *faults: Fault, made: int = 1, deleted: int = 1) -> Scene:
        counts = calls("CreateSnapshot", made), calls(_OPERATION, deleted)
        return Scene(name, faults, all_of(end, *counts), (_ARN,), only=_ARN)

    identity = returns(snapshot_id())
    yield scene("All is well", identity)
    yield scene("The volume is already gone", identity, Fault(_OPERATION, "VolumeNotFound"))
    for error in ("VolumeInUse", "GatewayNotFound"):  # its message says "not found", too
        name = f"The deletion meets `{error}`"
        yield scene(name, raises(error), Fault(_OPERATION, error))
    for error, made in (("VolumeNotReady", 1), ("VolumeNotFound", 1), ("InternalError", 3)):
        fault = Fault("CreateSnapshot", error)
        name = f"The snapshot meets `{error}`"
        yield scene(name, raises(error), fault, made=made, deleted=0)
    throttled = Fault(_OPERATION, "ThrottlingException")
    yield scene("The deletion is throttled", raises("ThrottlingException"), throttled, deleted=3)


EXERCISES: Final = (
    Exercise(
        "05-1",
        Number(_failing_runs),
        mistakes=(
            Mistake(lambda _: 0, "`remove` must raise a `ClientError` for the test to pass."),
            Mistake(
                lambda catalogue: len(catalogue.codes),
                "Those are all error codes. The marker names one operation.",
            ),
        ),
    ),
    Exercise("05-2", Program("never_met(coverage, operation)", _coverages)),
    Exercise("05-3", GoodTest("test_in_use(storage_gateway, remove)", _in_use)),
    Exercise("05-4", GoodTest("test_flaky(storage_gateway, remove)", _flaky)),
    Exercise(
        "05-5",
        GoodTest(
            "test_flow(storage_gateway, storage_gateway_sandbox, remove)", _flow, sandbox=True
        ),
    ),
    Exercise("05-6", Reviewed("retire(client, arn)", _retirements)),
)
