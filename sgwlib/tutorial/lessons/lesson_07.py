"""Exercises of lesson 07: review a client, run it against errors, plan which ones to meet."""

from __future__ import annotations

import inspect
from types import FunctionType
from typing import TYPE_CHECKING, Any, Final

from sgwlib.coverage.client import ClientCoverage
from sgwlib.response import build_response
from sgwlib.running import failure, run
from sgwlib.text import counted
from sgwlib.tutorial import inherited
from sgwlib.tutorial.exercise import Exercise, Mistake
from sgwlib.tutorial.feedback import Mark, Part, called, joined
from sgwlib.tutorial.kinds import Case, Judged, Names, Number, Planned, Planner, Program
from sgwlib.tutorial.kinds.programs import GoodTest, Subject, refusal
from sgwlib.tutorial.kinds.values import is_pair

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sgwlib.catalogue import Catalogue


_OPERATION: Final = "DeleteVolume"
_SERVICE: Final = ("ListVolumes", "CreateSnapshot", "DeleteVolume")


def _codes_left(catalogue: Catalogue) -> list[str]:
    """Return the error codes that a careful handler lets propagate, as a review finds them."""
    from sgwlib import review

    found = review(inspect.getsource(inherited.better), clients=["client"])
    return [name for name in found.calls[0].errors("propagates") if name in catalogue.codes]


def _why_not_left(catalogue: Catalogue, code: str) -> str:
    if catalogue.documents(_OPERATION, code):
        return "the function handles this one: it counts as success."
    return f"`{_OPERATION}` is not documented to return it."


def _how_many_tests(catalogue: Catalogue) -> int:
    return len(catalogue.codes_of(_OPERATION)) + len(catalogue.general_exceptions)


def _in_use(_: Catalogue) -> Iterator[Subject]:
    yield Subject("a function that raises the error", inherited.better, right=True)
    yield Subject("one that also raises if the volume is gone", inherited.unforgiving, right=True)
    yield Subject("the inherited one, which returns False", inherited.remove)
    yield Subject("one that returns True whatever happens", inherited.hides_errors)
    yield Subject("one that never calls", inherited.calls_nothing)


def _flaky(_: Catalogue) -> Iterator[Subject]:
    yield Subject("a function that leaves the retries to boto3", inherited.better, right=True)
    yield Subject("one that raises if the volume is gone", inherited.unforgiving)
    yield Subject("one that retries after boto3 has given up", inherited.tries_on)
    yield Subject("one that returns True whatever happens", inherited.hides_errors)
    yield Subject("one that never calls", inherited.calls_nothing)


def _coverages(catalogue: Catalogue) -> Iterator[Case]:
    for name in catalogue.operations:
        codes = catalogue.codes_of(name)
        for met in (codes[:0], codes[::2], codes):
            coverage = ClientCoverage()
            for code in met:
                coverage.add(build_response(name, code), "inject")
            left = [code for code in codes if code not in met]
            yield Case(f"{name}, {len(met)} of {len(codes)} met", (coverage, name), left)


def _first_in_order(catalogue: Catalogue) -> Iterator[Planned]:
    for operations in (_SERVICE, ("DeleteVolume",), ("ActivateGateway", "ListGateways")):
        calls = [(name, code) for name in operations for code in catalogue.codes_of(name)]
        asked = (*calls, *((name, None) for name in operations))
        yield Planned(f"plan_for({list(operations)})", (list(operations),), asked)


def _say_plan(answer: FunctionType, catalogue: Catalogue) -> Iterable[Part]:
    """Judge a choice of pairs: each code of a service exactly once, and nothing else."""
    every = list(catalogue.operations)
    refused = refusal(answer, "tests_for(operations)")
    if refused:
        yield Part(Mark.WRONG, refused)
        return
    for operations in (list(_SERVICE), ["AddCache", "AddUploadBuffer"], every):
        name = "all operations" if operations == every else ", ".join(operations)
        done = run(answer, operations)
        wrong = _wrong_choice(done.value, operations, catalogue)
        if done.error is not None:
            wrong = f"{failure(done)}."
        mark = Mark.WRONG if wrong else Mark.RIGHT
        yield Part(mark, f"{name}: {wrong or 'each error code is met with the fewest tests.'}")


def _wrong_choice(value: object, operations: list[str], catalogue: Catalogue) -> str:
    """Return what is wrong about the pairs that were chosen; empty if nothing is."""
    if not isinstance(value, list | tuple | set) or not all(is_pair(each) for each in value):
        nothing = " Does it `return`?" if value is None else ""
        return f"it returned {called(value)}, expected a list of pairs.{nothing}"
    pairs: list[Any] = [tuple(each) for each in value]
    strange = [each for each in pairs if each[0] not in operations]
    if strange:
        return f"{joined(strange[:1])} has an operation that the service does not call."
    unknown = [each for each in pairs if not catalogue.documents(*each)]
    if unknown:
        return f"{joined(unknown[:1])} is not documented."
    met = [code for _, code in pairs]
    missing = {code for name in operations for code in catalogue.codes_of(name)} - set(met)
    if missing:
        return f"no test meets {joined(sorted(missing), most=3)}."
    more = len(met) - len(set(met))
    return f"{counted(more, 'test')} more than needed: a code is met twice." if more else ""


EXERCISES: Final = (
    Exercise(
        name="07-1",
        question="Which error codes does `better` leave to its caller?",
        kind=Names("error code", _codes_left, _why_not_left),
        hints=(
            "Look for “propagates” in the column “outcome” of the review of `better`.",
            "`found.calls[0].errors('propagates')` has them, together with general exceptions.",
            "Keep those that are error codes: `[n for n in ... if n in catalogue.codes]`.",
        ),
        learned=lambda catalogue: (
            f"It handles one of {len(catalogue.codes_of(_OPERATION))} and hides none. To let an "
            "error propagate is often the best decision."
        ),
        mistakes=(
            Mistake(
                lambda _: ["VolumeNotFound"],
                "That is the one that the function handles.",
            ),
            Mistake(
                lambda catalogue: catalogue.codes_of(_OPERATION),
                "The function handles one of these itself.",
            ),
        ),
    ),
    Exercise(
        name="07-2",
        question=(
            'How many tests does the marker `every_gateway_error("DeleteVolume", general=True)` '
            "make of one function?"
        ),
        kind=Number(_how_many_tests),
        hints=(
            "One test for each error code that the operation is documented to return.",
            "`general=True` adds one for each exception without a code.",
            'Add `len(catalogue.codes_of("DeleteVolume"))` and the general exceptions.',
        ),
        learned=lambda catalogue: (
            f"{len(catalogue.codes_of(_OPERATION))} codes and {len(catalogue.general_exceptions)} "
            "general exceptions from one function."
        ),
        mistakes=(
            Mistake(
                lambda catalogue: len(catalogue.codes_of(_OPERATION)),
                "Those are the error codes. What does `general=True` add?",
            ),
            Mistake(
                lambda catalogue: len(catalogue.exceptions),
                "Two of the exceptions carry codes.",
            ),
        ),
    ),
    Exercise(
        name="07-3",
        question=(
            "Write `test_in_use(storage_gateway, remove)`, a test that `remove` raises an error "
            "while the volume is in use."
        ),
        kind=GoodTest("test_in_use(storage_gateway, remove)", _in_use),
        hints=(
            'First the fault: `storage_gateway.faults.add(Fault("DeleteVolume", "VolumeInUse"))`.',
            "Then call `remove(storage_gateway.client, ARN)` within `pytest.raises(...)`.",
            "`with pytest.raises(storage_gateway.client.exceptions.ClientError):` is the line.",
        ),
        learned=lambda _: (
            "A test is worth as much as the mistakes that it catches. So the check ran it against "
            "mistakes."
        ),
    ),
    Exercise(
        name="07-4",
        question=(
            "Write `test_flaky(storage_gateway, remove)`: while each call meets `InternalError`, "
            "`remove` raises an error after exactly three calls; when the volume is not found, it "
            "returns True."
        ),
        kind=GoodTest("test_flaky(storage_gateway, remove)", _flaky),
        hints=(
            "Two faults, one after the other: the first with `times=3`, so that it ends.",
            "`len(storage_gateway.calls)` counts the calls, including boto3's own retries.",
            "Assert `len(...) == 3` after the first part, and `remove(...) is True` after it.",
        ),
        learned=lambda _: (
            "You can also test what a function must not do, such as calling too often."
        ),
    ),
    Exercise(
        name="07-5",
        question=(
            "Write `never_met(coverage, operation)`, which returns the error codes of the "
            "operation that were never met."
        ),
        kind=Program("never_met(coverage, operation)", _coverages),
        hints=(
            "`coverage.missing()` gives all documented pairs that were never met.",
            "A pair is a tuple of two: `for name, code in coverage.missing()`.",
            "`[code for name, code in coverage.missing() if name == operation]`.",
        ),
        learned=lambda catalogue: (
            f"Right for all {len(catalogue.operations)} operations, with nothing met, half "
            "of it, and all."
        ),
    ),
    Exercise(
        name="07-6",
        question=(
            "Write `tests_for(operations)`, which returns pairs to test, as few as possible, so "
            "that each error code that any of the operations can return is met once."
        ),
        kind=Judged(FunctionType, "the function `tests_for(operations)`", _say_plan),
        hints=(
            "Go through the operations and their codes, and keep a pair if its code is new.",
            "A dictionary from code to operation drops duplicates, since its keys are unique.",
            "`chosen.setdefault(code, operation)` for each; then turn its items into pairs.",
        ),
        learned=lambda catalogue: (
            f"For the three operations of the job: {_fewest(catalogue)} tests instead of "
            f"{sum(len(catalogue.codes_of(name)) for name in _SERVICE)}. But each operation has "
            "its own handler: use the short list for smoke tests."
        ),
    ),
    Exercise(
        name="07-7",
        question=(
            "Write `plan_for(operations)`, which returns a plan for the whole service: each "
            "operation meets each of its documented error codes once, in the order of the page, "
            "and then succeeds."
        ),
        kind=Planner("plan_for(operations)", _first_in_order),
        hints=(
            "Build the list of faults with two loops: over operations and over their codes.",
            "Give each fault `times=1`, so that the next one gets its turn.",
            "`[Fault(o, c, times=1) for o in operations for c in catalogue.codes_of(o)]`.",
        ),
        learned=lambda _: (
            "Save it with `sgwlib.save_plan`. Then `sgw serve --plan` gives your whole team the "
            "same errors, in any language."
        ),
    ),
)


def _fewest(catalogue: Catalogue) -> int:
    return len({code for name in _SERVICE for code in catalogue.codes_of(name)})
