"""Answers that are functions: called case by case, or tests that must catch mistakes."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sgwlib.text import counted
from sgwlib.tutorial.exercise import alike
from sgwlib.tutorial.feedback import Mark, Part, called, joined, shown
from sgwlib.tutorial.running import Stopped, Watch, failure, new_client, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sgwlib.catalogue import Catalogue
    from sgwlib.tutorial.running import Run

_MOST_SHOWN: Final = 2  # failures


class Case(NamedTuple):
    """A call of a learner's function, and what it should return."""

    name: str
    arguments: tuple[object, ...]
    expected: object  # a tuple or string is compared exactly, a list in any order


@dataclass(frozen=True, slots=True)
class Program:
    """A function that is called with many cases."""

    call: str  # such as "read(body)"
    cases: Callable[[Catalogue], Iterable[Case]]

    def judge(self, answer: object, catalogue: Catalogue) -> Iterator[Part]:
        """Yield for which cases the function is right, and what it did in some others."""
        cases = list(self.cases(catalogue)) if callable(answer) else []
        refused = refusal(answer, self.call, cases[0].arguments if cases else ())
        if refused or not callable(answer):
            yield Part(Mark.WRONG, refused)
            return
        runs = list(_runs(answer, cases))
        right = [case for case, done in runs if _is_right(case, done)]
        wrong = [(case, done) for case, done in runs if not _is_right(case, done)]
        if right:
            yield Part(Mark.RIGHT, _how_many(right, cases))
        yield from _failures(wrong)


def refusal(answer: object, call: str, arguments: tuple[object, ...]) -> str:
    """Return why an answer can't be called so; empty if it can."""
    name = call.partition("(")[0]
    if not callable(answer) or isinstance(answer, type):
        how = f"Pass `{name}`, without parentheses."
        return f"Expected the function `{call}`, got {called(answer)}. {how}"
    try:
        inspect.signature(answer).bind(*arguments)
    except TypeError:
        return f"Your function can't be called as `{call}`. Check its parameters."
    except ValueError:
        return ""  # its parameters are unknown, so try it
    return ""


def _how_many(right: list[Case], cases: list[Case]) -> str:
    if len(right) == len(cases):
        return f"Right in all {len(cases)} cases."
    names = joined([case.name for case in right], most=3)
    return f"Right in {len(right)} of {len(cases)} cases: {names}."


def _runs(function: Callable[..., object], cases: list[Case]) -> Iterator[tuple[Case, Run]]:
    """Run a function case by case, until it is stopped."""
    watch = Watch()  # one for all cases
    for case in cases:
        done = run(function, *case.arguments, watch=watch)
        yield case, done
        if isinstance(done.error, Stopped):
            return


def _failures(wrong: list[tuple[Case, Run]]) -> Iterator[Part]:
    """Yield what went wrong, one case for each kind of failure."""
    happened: dict[str, str] = {}
    for case, done in wrong:
        happened.setdefault(_what_happened(case, done), case.name)
    some = list(happened.items())[:_MOST_SHOWN]
    for what, name in some:
        yield Part(Mark.WRONG, f"`{name}`: {what}")
    more = len(wrong) - len(some)
    if more:
        yield Part(Mark.WRONG, f"{counted(more, 'more case')} failed.")


def _is_right(case: Case, done: Run) -> bool:
    return done.error is None and _same(done.value, case.expected)


def _same(value: object, expected: object) -> bool:
    if isinstance(expected, tuple):
        return isinstance(value, tuple | list) and tuple(value) == expected
    return value == expected if isinstance(expected, str) else alike(value, expected)


def _what_happened(case: Case, done: Run) -> str:
    if done.error is not None:
        return failure(done)
    difference = _difference(done.value, case.expected)
    if difference:
        return f"its result {difference}."
    nothing = " Does it `return`?" if done.value is None and case.expected is not None else ""
    return f"it returned {shown(done.value)}, expected {shown(case.expected)}.{nothing}"


def _difference(value: object, expected: object) -> str:
    """Return how two collections differ; empty for anything else."""
    if isinstance(expected, Mapping) and isinstance(value, Mapping):
        other = [key for key in expected if key in value and not alike(value[key], expected[key])]
        parts = [f"has a wrong value for {joined(other, most=3)}"] if other else []
    elif _is_collection(expected) and _is_collection(value):
        parts = []
    else:
        return ""
    extra, missing = _without(value, expected), _without(expected, value)
    parts += [f"should not have {joined(extra, most=3)}"] if extra else []
    parts += [f"lacks {joined(missing, most=3)}"] if missing else []
    return " and ".join(parts)


def _without(value: Any, others: Any) -> list[object]:
    return [each for each in value if not any(alike(each, other) for other in others)]


def _is_collection(value: object) -> bool:
    return isinstance(value, list | set | frozenset)


# --- tests ----------------------------------------------------------------------------------


class Subject(NamedTuple):
    """A function that a test is run against."""

    name: str  # what it does, as part of a sentence
    function: Callable[..., object]  # its first parameter is a boto3 client
    right: bool = False  # whether the test should pass


@dataclass(frozen=True, slots=True)
class GoodTest:
    """A test as pytest runs it. It gets ``storage_gateway`` and the function to test."""

    call: str  # such as "test_delete(storage_gateway, delete)"
    subjects: Callable[[Catalogue], Iterable[Subject]]  # each gets its own endpoint

    def judge(self, answer: object, catalogue: Catalogue) -> Iterator[Part]:
        """Yield which functions the test passes and which it fails."""
        refused = refusal(answer, self.call, (None, None))
        if refused or not callable(answer):
            yield Part(Mark.WRONG, refused)
            return
        watch = Watch()  # one for all subjects
        for subject in self.subjects(catalogue):
            done = _tried(answer, subject.function, watch)
            yield _judged(subject, done)
            if isinstance(done.error, Stopped):
                return


def _judged(subject: Subject, done: Run) -> Part:
    if isinstance(done.error, Stopped):
        return Part(Mark.WRONG, f"With {subject.name}: {failure(done)}.")
    passed = done.error is None
    if subject.right and passed:
        return Part(Mark.RIGHT, f"It passes {subject.name}.")
    if subject.right:
        return Part(Mark.WRONG, f"It should pass {subject.name}, but {failure(done)}.")
    if passed:
        return Part(Mark.WRONG, f"It passes {subject.name}. What could it assert to catch that?")
    return Part(Mark.RIGHT, f"It fails {subject.name}, as it should.")


def _tried(test: Callable[..., object], subject: Callable[..., object], watch: Watch) -> Run:
    from sgwlib import Endpoint  # names the extra to install
    from sgwlib.simulation.hooks import Layer, attach
    from sgwlib.simulation.pytest_plugin import StorageGateway

    with Endpoint() as endpoint:
        client = new_client(endpoint.url)
        attach(client, Layer(lambda _: None, passes=True, retry_waits=False))
        return run(test, StorageGateway(client, endpoint), subject, watch=watch)
