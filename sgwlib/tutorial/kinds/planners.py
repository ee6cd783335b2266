"""Answers that are functions which make fault plans: each plan is asked, call by call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sgwlib.simulation.faults import FaultPlan
from sgwlib.tutorial.feedback import Mark, Part
from sgwlib.tutorial.kinds.plans import ask
from sgwlib.tutorial.kinds.programs import refusal
from sgwlib.tutorial.running import failure, run
from sgwlib.tutorial.stopping import Stopped, Watch
from sgwlib.tutorial.wording import called, joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sgwlib.catalogue import Catalogue
    from sgwlib.tutorial.kinds.plans import Asked
    from sgwlib.tutorial.running import Run

__all__ = ["Planned", "Planner"]


class Planned(NamedTuple):
    """A call of a learner's function, and what its plan should answer.

    Parameters
    ----------
    name
        What it is a case of, in words.
    arguments
        What the function is given.
    calls
        What the plan is asked, in order.
    """

    name: str
    arguments: tuple[object, ...]
    calls: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Planner:
    """A function that returns a fault plan.

    Parameters
    ----------
    call
        How it is called, such as ``"each_once(operation)"``.
    cases
        Computes the cases.
    """

    call: str
    cases: Callable[[Catalogue], Iterable[Planned]]

    def judge(self, answer: object, catalogue: Catalogue) -> Iterator[Part]:
        """Say for which cases the plan is right, and where the first others go wrong."""
        cases = list(self.cases(catalogue))
        refused = refusal(answer, self.call, cases[0].arguments)
        if refused or not callable(answer):
            yield Part(Mark.WRONG, refused)
            return
        found = dict(_found(answer, cases))
        right = [name for name, wrong in found.items() if not wrong]
        wrong = [(name, what) for name, what in found.items() if what]
        if right:
            said = f"{len(right)} of {len(cases)} plans: {joined(right, most=3)}"
            yield Part(Mark.RIGHT, f"Right in {said}.")
        for name, what in wrong[:2]:
            yield Part(Mark.WRONG, f"`{name}`: {what}")
        if len(wrong) > 2:  # noqa: PLR2004 - as many as are told
            yield Part(Mark.WRONG, f"{len(wrong) - 2} more plans are not right.")


def _found(function: Callable[..., object], cases: list[Planned]) -> Iterator[tuple[str, str]]:
    """Name what is wrong first case by case, as long as the function comes to an end."""
    watch = Watch()  # one for all cases
    for case in cases:
        done = run(function, *case.arguments, watch=watch)
        yield case.name, _first_wrong(done, case)
        if isinstance(done.error, Stopped):
            return


def _first_wrong(done: Run, case: Planned) -> str:
    """Return what is wrong first about the plan of a case; empty if nothing is."""
    if done.error is not None:
        return failure(done)
    if not isinstance(done.value, FaultPlan):
        nothing = " Does it `return`?" if done.value is None else ""
        return f"it returned {called(done.value)}; I expected a fault plan.{nothing}"
    wrong = (part.text for part in ask(done.value, case.calls) if part.mark is Mark.WRONG)
    return next(wrong, "")
