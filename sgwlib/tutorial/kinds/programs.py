"""Answers that are functions, tests that must catch mistakes, or fault plans."""

from __future__ import annotations

import inspect
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from sgwlib.running import Stopped, Watch, failure, new_client, run
from sgwlib.simulation.faults import Fault, FaultPlan
from sgwlib.text import counted
from sgwlib.tutorial.exercise import alike
from sgwlib.tutorial.feedback import Mark, Part, called, joined, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sgwlib.catalogue import Catalogue
    from sgwlib.running import Run

Function = Callable[..., object]
Asked = tuple[str, str | None]  # a call of an operation, and the error that it should meet

_MOST_SHOWN: Final = 2  # failures


class Case(NamedTuple):
    """A call of a learner's function, and what it should return."""

    name: str
    arguments: tuple[object, ...]
    expected: object  # a tuple or string is compared exactly, a list in any order


@dataclass(frozen=True, slots=True)
class FunctionKind(ABC):
    """An answer that is a function."""

    call: str  # how it is called, such as "read(body)"

    def judge(self, answer: object, catalogue: Catalogue) -> Iterable[Part]:
        """Return why the answer can't be called, or else what is right and wrong in it."""
        refused = refusal(answer, self.call)
        function: Any = answer
        return [Part(Mark.WRONG, refused)] if refused else self.judge_function(function, catalogue)

    @abstractmethod
    def judge_function(self, function: Function, catalogue: Catalogue) -> Iterable[Part]:
        """Return what is right and wrong in a function."""


@dataclass(frozen=True, slots=True)
class Program(FunctionKind):
    """A function that is called with many cases."""

    cases: Callable[[Catalogue], Iterable[Case]]

    def judge_function(self, function: Function, catalogue: Catalogue) -> Iterator[Part]:
        """Yield for which cases the function is right, and what it did in some others."""
        cases = list(self.cases(catalogue))
        runs = list(_runs(function, cases))
        right = [case for case, done in runs if _is_right(case, done)]
        wrong = [(case, done) for case, done in runs if not _is_right(case, done)]
        if len(right) == len(cases):
            yield Part(Mark.RIGHT, f"Right in all {len(cases)} cases.")
        elif right:
            names = joined([case.name for case in right], most=3)
            yield Part(Mark.RIGHT, f"Right in {len(right)} of {len(cases)} cases: {names}.")
        yield from _failures(wrong)


def refusal(answer: object, call: str) -> str:
    """Return why an answer can't be called so; empty if it can."""
    name, _, parameters = call.removesuffix(")").partition("(")
    if not callable(answer) or isinstance(answer, type):
        how = f"Pass `{name}`, without parentheses."
        return f"Expected the function `{call}`, got {called(answer)}. {how}"
    try:
        inspect.signature(answer).bind(*filter(None, parameters.split(", ")))
    except TypeError:
        return f"Your function can't be called as `{call}`. Check its parameters."
    except ValueError:
        return ""  # its parameters are unknown, so try it
    return ""


_C = TypeVar("_C", "Case", "Planned")


def _runs(function: Function, cases: Iterable[_C]) -> Iterator[tuple[_C, Run]]:
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
    elif all(isinstance(each, list | set | frozenset) for each in (expected, value)):
        parts = []
    else:
        return ""
    extra, missing = _without(value, expected), _without(expected, value)
    parts += [f"should not have {joined(extra, most=3)}"] if extra else []
    parts += [f"lacks {joined(missing, most=3)}"] if missing else []
    return " and ".join(parts)


def _without(value: Any, others: Any) -> list[object]:
    return [each for each in value if not any(alike(each, other) for other in others)]


# --- tests ----------------------------------------------------------------------------------


class Subject(NamedTuple):
    """A function that a test is run against."""

    name: str  # what it does, as part of a sentence
    function: Function  # its first parameter is a boto3 client
    right: bool = False  # whether the test should pass


@dataclass(frozen=True, slots=True)
class GoodTest(FunctionKind):
    """A test as pytest runs it. It gets ``storage_gateway`` and the function to test."""

    subjects: Callable[[Catalogue], Iterable[Subject]]  # each gets its own endpoint
    sandbox: bool = False  # whether the test gets ``storage_gateway_sandbox``, too

    def judge_function(self, function: Function, catalogue: Catalogue) -> Iterator[Part]:
        """Yield which functions the test passes and which it fails."""
        watch = Watch()  # one for all subjects
        for subject in self.subjects(catalogue):
            done = _tried(function, subject.function, watch, sandbox=self.sandbox)
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


def _tried(test: Function, subject: Function, watch: Watch, *, sandbox: bool) -> Run:
    from sgwlib import Endpoint, Sandbox  # name the extra to install
    from sgwlib.simulation.hooks import Layer, attach
    from sgwlib.simulation.pytest_plugin import StorageGateway

    worlds = [Sandbox()] if sandbox else []
    with Endpoint(sandbox=worlds[0] if worlds else None) as endpoint:
        client = new_client(endpoint.url)
        attach(client, Layer(lambda *_: None, passes=True, retry_waits=False))
        return run(test, StorageGateway(client, endpoint), *worlds, subject, watch=watch)


# --- plans --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Plan:
    """A fault plan, asked with calls in order."""

    calls: Callable[[Catalogue], Sequence[Asked]]

    def judge(self, answer: object, catalogue: Catalogue) -> Iterator[Part]:
        """Yield for each call whether it met what it should."""
        if not isinstance(answer, FaultPlan):
            is_fault = isinstance(answer, Fault) or (isinstance(answer, list | tuple) and answer)
            how = " Put your faults into `sgwlib.FaultPlan([...])`." if is_fault else ""
            yield Part(Mark.WRONG, f"Expected a fault plan, got {called(answer)}.{how}")
            return
        yield from ask(answer, self.calls(catalogue))


def ask(plan: FaultPlan, calls: Iterable[Asked]) -> Iterator[Part]:
    """Ask a plan with calls in order, and yield for each whether it met what it should."""
    plan = FaultPlan(plan.faults, plan.seed)  # a copy, since asking counts
    for number, (operation, expected) in enumerate(calls, 1):
        answered = plan.answer(operation)
        met = answered and (answered.response.code or answered.response.exception)
        text = f"Call {number}, `{operation}`: {f'meets `{met}`' if met else 'succeeds'}"
        if met == expected:
            yield Part(Mark.RIGHT, f"{text}.")
        else:
            should = f"meet `{expected}`" if expected else "succeed"
            yield Part(Mark.WRONG, f"{text}; it should {should}.")


class Planned(NamedTuple):
    """A call of a learner's function, and what the plan that it returns should answer."""

    name: str  # of the case
    arguments: tuple[object, ...]
    calls: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Planner(FunctionKind):
    """A function that returns a fault plan."""

    cases: Callable[[Catalogue], Iterable[Planned]]

    def judge_function(self, function: Function, catalogue: Catalogue) -> Iterator[Part]:
        """Yield for which cases the plan is right, and the first mistake of some others."""
        cases = list(self.cases(catalogue))
        found = [(case.name, _first_mistake(done, case)) for case, done in _runs(function, cases)]
        right = [name for name, mistake in found if not mistake]
        wrong = [(name, mistake) for name, mistake in found if mistake]
        if right:
            text = f"{len(right)} of {len(cases)} plans: {joined(right, most=3)}"
            yield Part(Mark.RIGHT, f"Right in {text}.")
        for name, mistake in wrong[:_MOST_SHOWN]:
            yield Part(Mark.WRONG, f"`{name}`: {mistake}")
        if len(wrong) > _MOST_SHOWN:
            yield Part(Mark.WRONG, f"{len(wrong) - _MOST_SHOWN} more plans are wrong.")


def _first_mistake(done: Run, case: Planned) -> str:
    """Return the first mistake in the plan of a case; empty if there is none."""
    if done.error is not None:
        return failure(done)
    if not isinstance(done.value, FaultPlan):
        nothing = " Does it `return`?" if done.value is None else ""
        return f"it returned {called(done.value)}, expected a fault plan.{nothing}"
    wrong = (part.text for part in ask(done.value, case.calls) if part.mark is Mark.WRONG)
    return next(wrong, "")
