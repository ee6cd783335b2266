"""Predict how often boto3 sends a request, and see its timeline. A real client does it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sgwlib.simulation.faults import Fault, FaultPlan
from sgwlib.text import counted
from sgwlib.tutorial.exercise import NoAnswer
from sgwlib.tutorial.feedback import Mark, Part
from sgwlib.tutorial.kinds.values import Number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sgwlib.catalogue import Catalogue
    from sgwlib.simulation.boto import Request
    from sgwlib.tutorial.exercise import Exercise


@dataclass(frozen=True, slots=True)
class Prediction:
    """The number of requests that a client sends for a call which always meets an error."""

    operation: str
    error: str
    mode: str = "standard"
    attempts: int = 3  # the most
    view: str = "prediction"

    def judge(self, answer: object, catalogue: Catalogue) -> Iterator[Part]:
        """Yield whether the number is right, and the rule that decides."""
        made = self._made()
        part, *_ = Number(lambda _: len(made)).judge(answer, catalogue)
        yield part
        if part.mark is Mark.RIGHT:
            yield Part.note(f"{_capital(made[0].because)}.")

    def material(self, exercise: Exercise) -> dict[str, Any]:
        """Return the settings."""
        del exercise
        return {
            "settings": [
                ["Call", self.operation],
                ["Meets", f"{self.error} (always)"],
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

        plan = FaultPlan([Fault(self.operation, self.error)])
        return attempts_of_call(self.operation, plan, mode=self.mode, most=self.attempts)


# --- the timeline of one call, for the picture that a view draws ---------------------------


def drawn(requests: Sequence[Request], operation: str) -> dict[str, Any]:
    """Return what a view draws: each request with its wait, and how the call ends."""
    last = requests[-1]
    end = f"{operation} returns."
    if last.error:
        end = f"boto3 raises the error {last.exception}."
    return {
        "requests": [
            {
                "said": _said(number, each),
                "failed": each.error is not None,
                "status": each.status,
                "name": each.error or "success",
                "wait": round(each.wait, 3) if each.wait else None,
            }
            for number, each in enumerate(requests, 1)
        ],
        "ended": last.error is None,
        "end": end,
        "because": _because(requests),
        "total": _total(requests),
    }


def _said(number: int, request: Request) -> str:
    """Return a request in a sentence, for those who don't see the picture."""
    met = f"fails with {request.error}, status {request.status}" if request.error else "succeeds"
    wait = f"; then a wait of up to {request.wait:.3g} s" if request.wait else ""
    return f"Request {number} {met}{wait}."


def _total(requests: Sequence[Request]) -> str:
    sent, waited = counted(len(requests), "request"), sum(each.wait or 0 for each in requests)
    if not waited:
        return f"{sent} and no wait."
    return (
        f"{sent}, at most {waited:.3g} s of waiting. "
        "botocore draws each wait at random, between 0 and the length shown."
    )


def _because(requests: Sequence[Request]) -> str:
    is_last = requests[-1].error and len(requests) > 1
    end = " Then there is no attempt left." if is_last else ""
    return f"{_capital(requests[0].because)}.{end}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
