"""Answers that are fault plans, or functions that return them: each plan is asked call by call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from sgwlib.simulation.faults import Fault, FaultPlan
from sgwlib.tutorial.feedback import Mark, Part, called, joined
from sgwlib.tutorial.kinds.programs import refusal
from sgwlib.tutorial.running import Stopped, Watch, failure, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sgwlib.catalogue import Catalogue
    from sgwlib.tutorial.running import Run

Asked = tuple[str, str | None]  # a call of an operation, and the error that it should meet

_MOST_SHOWN: Final = 2  # wrong plans


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
class Planner:
    """A function that returns a fault plan."""

    call: str  # such as "each_once(operation)"
    cases: Callable[[Catalogue], Iterable[Planned]]

    def judge(self, answer: object, catalogue: Catalogue) -> Iterator[Part]:
        """Yield for which cases the plan is right, and the first mistake of some others."""
        cases = list(self.cases(catalogue)) if callable(answer) else []
        refused = refusal(answer, self.call, cases[0].arguments if cases else ())
        if refused or not callable(answer):
            yield Part(Mark.WRONG, refused)
            return
        found = dict(_mistakes(answer, cases))
        right = [name for name, mistake in found.items() if not mistake]
        wrong = [(name, mistake) for name, mistake in found.items() if mistake]
        if right:
            text = f"{len(right)} of {len(cases)} plans: {joined(right, most=3)}"
            yield Part(Mark.RIGHT, f"Right in {text}.")
        for name, mistake in wrong[:_MOST_SHOWN]:
            yield Part(Mark.WRONG, f"`{name}`: {mistake}")
        if len(wrong) > _MOST_SHOWN:
            yield Part(Mark.WRONG, f"{len(wrong) - _MOST_SHOWN} more plans are wrong.")


def _mistakes(function: Callable[..., object], cases: list[Planned]) -> Iterator[tuple[str, str]]:
    """Yield each case with the first mistake in it, until the function is stopped."""
    watch = Watch()  # one for all cases
    for case in cases:
        done = run(function, *case.arguments, watch=watch)
        yield case.name, _first_mistake(done, case)
        if isinstance(done.error, Stopped):
            return


def _first_mistake(done: Run, case: Planned) -> str:
    """Return the first mistake in the plan of a case; empty if there is none."""
    if done.error is not None:
        return failure(done)
    if not isinstance(done.value, FaultPlan):
        nothing = " Does it `return`?" if done.value is None else ""
        return f"it returned {called(done.value)}, expected a fault plan.{nothing}"
    wrong = (part.text for part in ask(done.value, case.calls) if part.mark is Mark.WRONG)
    return next(wrong, "")
