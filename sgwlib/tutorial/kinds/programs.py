"""Answers that are functions, tests that must catch mistakes, or fault plans."""

from __future__ import annotations

import inspect
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sgwlib.running import Stopped, Watch, failure, new_client, run
from sgwlib.simulation.faults import Fault, FaultPlan
from sgwlib.text import counted
from sgwlib.tutorial.exercise import MOST, alike
from sgwlib.tutorial.feedback import (
    Note,
    Part,
    Right,
    Wrong,
    called,
    either,
    failed,
    joined,
    not_right,
    shown,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sgwlib.catalogue import Catalogue
    from sgwlib.running import Run

Function = Callable[..., object]
Asked = tuple[str, str | None]  # a call of an operation, and the error that it should meet

_MOST_SHOWN: Final = 2  # failures
_DEFAULT_CHANGED: Final = (
    "The default of a parameter has changed. Python makes it once, for all calls. "
    "Make a new value inside the function instead."
)


class Case(NamedTuple):
    """A call of a learner's function, and what its result is compared with."""

    name: str
    arguments: tuple[object, ...]
    expected: Any  # a tuple in its order, other collections in any


@dataclass(frozen=True, slots=True)
class FunctionKind(ABC):
    """An answer that is a function."""

    call: str  # how it is called, such as "read(body)"

    def judge(self, answer: object, catalogue: Catalogue) -> Iterable[Part]:
        """Return why the answer can't be called, or else what is right and wrong in it."""
        refused = refusal(answer, self.call, yields=isinstance(self, Program))
        if refused:
            return [Wrong(refused)]
        function: Any = answer
        before = _defaults(function)
        parts = list(self.judge_function(function, catalogue))
        if failed(parts) and before != _defaults(function):
            parts.append(Note(_DEFAULT_CHANGED))
        return parts

    @abstractmethod
    def judge_function(self, function: Function, catalogue: Catalogue) -> Iterable[Part]:
        """Return what is right and wrong in a function."""


def _defaults(function: Function) -> str:
    """Return the defaults of all parameters as text: their values may change."""
    names = ("__defaults__", "__kwdefaults__")
    return shown([getattr(function, each, None) for each in names])


def refusal(answer: object, call: str, *, yields: bool = False) -> str:
    """Return why an answer can't be called so; empty if it can. Some functions may yield."""
    name, _, parameters = call.removesuffix(")").partition("(")
    if not callable(answer) or isinstance(answer, type):
        how = f"Pass `{name}`, without parentheses."
        return f"Expected the function `{call}`, got {called(answer)}. {how}"
    if inspect.iscoroutinefunction(answer) or inspect.isasyncgenfunction(answer):
        return "Your function is `async`, so a call only makes a coroutine. Write `def` alone."
    if inspect.isgeneratorfunction(answer) and not yields:
        return "Your function has a `yield`, so a call only makes a generator. Use `return`."
    try:
        inspect.signature(answer).bind(*filter(None, parameters.split(", ")))
    except TypeError:
        return f"Your function can't be called as `{call}`. Check its parameters."
    except ValueError:
        return ""  # its parameters are unknown, so try it
    return ""


def got(value: object, expected: str, say: Callable[[object], str] = shown) -> str:
    """Return in words that a function returned something else than expected."""
    nothing = " Does it `return` a value?" if value is None and expected != "`None`" else ""
    return f"it returned {say(value)}, expected {expected}.{nothing}"


def differs(value: object, case: Case) -> str:
    """Return how a result differs from the one that is expected; empty if it doesn't."""
    if alike(value, case.expected):
        return ""
    return difference(value, case.expected) or got(value, shown(case.expected))


@dataclass(frozen=True, slots=True)
class Program(FunctionKind):
    """A function that is called with many cases."""

    cases: Callable[[Catalogue], Iterable[Case]]
    wrong: Callable[[Any, Case], str] = differs  # what is wrong about a result

    def judge_function(self, function: Function, catalogue: Catalogue) -> Iterator[Part]:
        """Yield for which cases the function is right, and what it did in some others."""
        cases = list(self.cases(catalogue))
        watch = Watch()  # one for all cases
        right: list[str] = []
        wrong: dict[str, str] = {}  # the first case of each kind of failure
        failures = 0
        for case in cases:
            done = run(_listed, function, *case.arguments, watch=watch, own=function)
            what = failure(done) if done.error is not None else self.wrong(done.value, case)
            if what:
                wrong.setdefault(what, case.name)
                failures += 1
            else:
                right.append(case.name)
            if isinstance(done.error, Stopped):
                break
        if len(right) == len(cases):
            yield Right(f"Right in all {len(cases)} cases.")
        elif right:
            names = joined(right, most=3)
            yield Right(f"Right in {len(right)} of {len(cases)} cases: {names}.")
        some = list(wrong.items())[:_MOST_SHOWN]
        yield from (Wrong(f"`{name}`: {what}") for what, name in some)
        if more := failures - len(some):
            yield Wrong(f"{counted(more, 'more case')} failed.")


def _listed(function: Function, *arguments: object) -> object:
    """Call a function. Return what it yields as a list, so that it is run here, and once."""
    value = function(*arguments)
    return list(islice(value, MOST)) if isinstance(value, Iterator) else value


def difference(value: object, expected: object) -> str:
    """Return how two collections differ; empty for anything else."""
    if isinstance(expected, Mapping) and isinstance(value, Mapping):
        for key in expected:
            if key in value and not alike(value[key], expected[key]):
                at = f"{joined([_last(key)])}, expected {shown(expected[key])}"
                return f"it returned {shown(value[key])} for {at}."
    elif not all(isinstance(each, list | set | frozenset) for each in (expected, value)):
        return ""
    extra, missing = _without(value, expected), _without(expected, value)
    parts = [f"should not have {joined(extra, most=3)}"] if extra else []
    parts += [f"lacks {joined(missing, most=3)}"] if missing else []
    return f"its result {' and '.join(parts)}."


def _without(value: Any, others: Any) -> list[object]:
    return [_last(each) for each in value if not any(alike(each, other) for other in others)]


def _last(key: object) -> object:
    """Return the last part of an ARN, and anything else as it is."""
    return key.rpartition("/")[2] if isinstance(key, str) and key.startswith("arn:") else key


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
    name = subject.name
    if isinstance(done.error, Stopped):
        return Wrong(f"With {name}: {failure(done)}.")
    if done.error is None:
        asked = f"It passes {name}. What could it assert to catch that?"
        return either(subject.right, f"It passes {name}.", asked)
    what = failure(done).replace("your function", "your test", 1)
    should = f"It should pass {name}, but {what}."
    return either(not subject.right, f"It fails {name}, as it should.", should)


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
    """A fault plan, asked with several lists of calls, each in order."""

    calls: Callable[[Catalogue], Iterable[Sequence[Asked]]]

    def judge(self, answer: object, catalogue: Catalogue) -> Iterator[Part]:
        """Yield for each call of the first list that goes wrong whether it met what it should."""
        if not isinstance(answer, FaultPlan):
            is_fault = isinstance(answer, Fault) or (isinstance(answer, list | tuple) and answer)
            how = " Put your faults into `sgwlib.FaultPlan([...])`." if is_fault else ""
            yield Wrong(f"Expected a fault plan, got {called(answer)}.{how}")
            return
        said = [list(ask(answer, calls)) for calls in self.calls(catalogue)]
        yield from next(filter(failed, said), said[0])


def ask(plan: FaultPlan, calls: Iterable[Asked]) -> Iterator[Part]:
    """Ask a plan with calls in order, and yield for each whether it met what it should."""
    plan = FaultPlan(plan.faults, plan.seed)  # a copy, since asking counts
    for number, (operation, expected) in enumerate(calls, 1):
        answered = plan.answer(operation)
        met = answered and (answered.response.code or answered.response.exception)
        text = f"Call {number}, `{operation}`: {f'meets `{met}`' if met else 'succeeds'}"
        should = f"meet `{expected}`" if expected else "succeed"
        yield either(met == expected, f"{text}.", f"{text}; it should {should}.")


def wrong_plan(plan: object, case: Case) -> str:
    """Return the first mistake in a plan, which is asked with the calls of a case."""
    if not isinstance(plan, FaultPlan):
        return got(plan, "a fault plan", called)
    return next((part.text for part in not_right(ask(plan, case.expected))), "")
