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
        kind=Names("error code", _codes_left, _why_not_left),
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
        kind=Number(_how_many_tests),
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
        kind=GoodTest("test_in_use(storage_gateway, remove)", _in_use),
        learned=lambda _: (
            "A test is worth as much as the mistakes that it catches. So the check ran it against "
            "mistakes."
        ),
    ),
    Exercise(
        name="07-4",
        kind=GoodTest("test_flaky(storage_gateway, remove)", _flaky),
        learned=lambda _: (
            "You can also test what a function must not do, such as calling too often."
        ),
    ),
    Exercise(
        name="07-5",
        kind=Program("never_met(coverage, operation)", _coverages),
        learned=lambda catalogue: (
            f"Right for all {len(catalogue.operations)} operations, with nothing met, half "
            "of it, and all."
        ),
    ),
    Exercise(
        name="07-6",
        kind=Judged(FunctionType, "the function `tests_for(operations)`", _say_plan),
        learned=lambda catalogue: (
            f"For the three operations of the job: {_fewest(catalogue)} tests instead of "
            f"{sum(len(catalogue.codes_of(name)) for name in _SERVICE)}. But each operation has "
            "its own handler: use the short list for smoke tests."
        ),
    ),
    Exercise(
        name="07-7",
        kind=Planner("plan_for(operations)", _first_in_order),
        learned=lambda _: (
            "Save it with `sgwlib.save_plan`. Then `sgw serve --plan` gives your whole team the "
            "same errors, in any language."
        ),
    ),
)


def _fewest(catalogue: Catalogue) -> int:
    return len({code for name in _SERVICE for code in catalogue.codes_of(name)})
