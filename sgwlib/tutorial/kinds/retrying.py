"""Predict how often boto3 sends a request. The truth is what a real client does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sgwlib.simulation.faults import Fault, FaultPlan
from sgwlib.text import counted
from sgwlib.tutorial.exercise import NoAnswer
from sgwlib.tutorial.feedback import Mark, Part
from sgwlib.tutorial.kinds.values import Number
from sgwlib.tutorial.timeline import drawn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgwlib.catalogue import Catalogue
    from sgwlib.simulation.boto import Request
    from sgwlib.tutorial.exercise import Exercise


@dataclass(frozen=True, slots=True)
class Prediction:
    """The number of requests that a client sends for one call which meets an error."""

    operation: str
    error: str
    mode: str = "standard"
    attempts: int = 3  # the most
    times: int | None = None  # how often the error comes before the call succeeds; always for None
    view: str = "prediction"

    @property
    def plan(self) -> FaultPlan:
        """What the call meets."""
        return FaultPlan([Fault(self.operation, self.error, times=self.times)])

    def judge(self, answer: object, catalogue: Catalogue) -> Iterator[Part]:
        """Yield whether the number is right, and the rule that decides."""
        made = self._made()
        parts = list(Number(lambda _: len(made)).judge(answer, catalogue))
        yield from parts
        if any(part.mark is Mark.RIGHT for part in parts):
            because = made[0].because[:1].upper() + made[0].because[1:]
            yield Part(Mark.NOTE, f"{because}.")

    def material(self, exercise: Exercise) -> dict[str, Any]:
        """Return the settings."""
        del exercise
        often = "always" if self.times is None else f"{counted(self.times, 'time')}, then success"
        return {
            "settings": [
                ["Call", self.operation],
                ["Meets", f"{self.error} ({often})"],
                ["Retry mode", self.mode],
                ["Most attempts", f"{self.attempts}"],
            ]
        }

    def answer(self, exercise: Exercise, given: Any) -> object:
        """Return the number that the learner typed."""
        del exercise
        try:
            return int(str(given).strip())
        except ValueError:
            raise NoAnswer("Type a whole number, such as 1.") from None

    def revealed(self) -> dict[str, Any]:
        """Return the timeline, which is shown after a prediction."""
        return drawn(self._made(), self.operation)

    def _made(self) -> tuple[Request, ...]:
        from sgwlib.simulation.boto import attempts_of_call  # needs botocore

        return attempts_of_call(self.operation, self.plan, mode=self.mode, most=self.attempts)
