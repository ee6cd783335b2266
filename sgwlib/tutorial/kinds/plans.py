"""Answers that are fault plans: each is asked, call by call, what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sgwlib.simulation.faults import Fault, FaultPlan
from sgwlib.tutorial.feedback import Mark, Part
from sgwlib.tutorial.wording import called

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sgwlib.catalogue import Catalogue

__all__ = ["Asked", "Plan", "ask"]

Asked = tuple[str, str | None]
"""A call, as an operation, and the error that it is to meet, or None."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A fault plan, asked with calls in order.

    Parameters
    ----------
    calls
        Computes the calls, each as an operation and the error that it is to meet, or None.
    """

    calls: Callable[[Catalogue], Sequence[Asked]]

    def judge(self, answer: object, catalogue: Catalogue) -> Iterator[Part]:
        """Say of each call whether it met what it was to meet."""
        if not isinstance(answer, FaultPlan):
            is_fault = isinstance(answer, Fault) or (isinstance(answer, list | tuple) and answer)
            how = " Put your faults into `sgwlib.FaultPlan([...])`." if is_fault else ""
            yield Part(Mark.WRONG, f"I got {called(answer)}; I expected a fault plan.{how}")
            return
        yield from ask(answer, self.calls(catalogue))


def ask(plan: FaultPlan, calls: Iterable[Asked]) -> Iterator[Part]:
    """Ask a plan with calls in order, and say of each whether it met what it was to meet."""
    plan = FaultPlan(plan.faults, plan.seed)  # the learner's own goes on counting
    for number, (operation, expected) in enumerate(calls, 1):
        answered = plan.answer(operation)
        met = answered and (answered.response.code or answered.response.exception)
        said = f"Call {number}, `{operation}`: {_outcome(met)}"
        if met == expected:
            yield Part(Mark.RIGHT, f"{said}.")
        else:
            yield Part(Mark.WRONG, f"{said}; I expected that it {_outcome(expected)}.")


def _outcome(error: str | None) -> str:
    return f"meets `{error}`" if error else "succeeds"
