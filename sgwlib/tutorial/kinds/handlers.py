"""Answers that handle errors: each runs with a real boto3 client that meets them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sgwlib.running import Run, Stopped, Watch, failure, new_client, run
from sgwlib.simulation.faults import FaultPlan
from sgwlib.text import counted
from sgwlib.tutorial.exercise import alike
from sgwlib.tutorial.feedback import Mark, Part, joined, shown
from sgwlib.tutorial.kinds.programs import FunctionKind, difference, got
from sgwlib.virtual import HIGH, LOW

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sgwlib.catalogue import Catalogue
    from sgwlib.response import ErrorResponse
    from sgwlib.simulation.faults import Fault
    from sgwlib.tutorial.kinds.programs import Function

_ENOUGH: Final = 2  # waits, from which on a back-off must have grown
_MOST_CALLS: Final = 60  # of a client in one scene; more means an endless loop


class Attempt(NamedTuple):
    """What a handler did in a scene."""

    run: Run
    calls: dict[str, int]  # of each operation, including retries by the SDK
    waits: tuple[Wait, ...] = ()  # of each wait, how short and how long it can be


class Wait(NamedTuple):
    """How long a wait may last, in seconds. With jitter, it differs from run to run."""

    shortest: float
    longest: float


Say = Callable[[Attempt], Iterable[Part]]


class Scene(NamedTuple):
    """A situation in which a handler is tried."""

    name: str
    faults: tuple[Fault, ...]  # all other calls succeed
    say: Say  # what is right and wrong about the attempt
    arguments: tuple[object, ...] = ()  # after the client
    only: str = ""  # an ARN: the faults answer the requests that name it, in any order or thread


@dataclass(frozen=True, slots=True)
class Handler(FunctionKind):
    """A function whose first parameter is a boto3 client."""

    scenes: Callable[[Catalogue], Iterable[Scene]]  # each gets a new client, and nothing waits

    def judge_function(self, function: Function, catalogue: Catalogue) -> Iterator[Part]:
        """Yield for each scene what the handler did."""
        watch = Watch()  # one for all scenes
        for number, scene in enumerate(self.scenes(catalogue)):
            attempts = _attempts(function, scene, watch)
            stopped = [each for each in attempts if isinstance(each.run.error, Stopped)]
            if stopped:
                yield Part(Mark.WRONG, f"{scene.name}: {failure(stopped[0].run)}")
                return
            said = _said(scene, attempts)
            yield from (Part(mark, f"{scene.name}: {text}") for mark, text in said)
            if not number and any(part.mark is Mark.WRONG for part in said):
                return  # the first scene is the easiest: what is wrong in it is wrong in all


def _said(scene: Scene, attempts: Iterable[Attempt]) -> list[Part]:
    """Return what is wrong about one of the attempts, or else what is right."""
    said = [list(scene.say(each)) for each in attempts]
    return next((parts for parts in said if any(p.mark is Mark.WRONG for p in parts)), said[0])


def _attempts(handler: Function, scene: Scene, watch: Watch) -> list[Attempt]:
    """Try a handler with high random numbers; if it waits, with low ones as well.

    So the verdict doesn't depend on chance: the two runs know the limits of each wait.
    """
    high = _attempt(handler, scene, watch, HIGH)
    if not high.run.waits or isinstance(high.run.error, Stopped):
        return [high]
    low = _attempt(handler, scene, watch, LOW)
    both = zip_longest(high.run.waits, low.run.waits, fillvalue=0.0)
    waits = tuple(Wait(*sorted(pair)) for pair in both)
    return [each._replace(waits=waits) for each in (high, low)]


def _attempt(handler: Function, scene: Scene, watch: Watch, luck: float) -> Attempt:
    from sgwlib.simulation.hooks import Layer, attached  # need botocore

    plan, made, client = FaultPlan(scene.faults), list[str](), new_client()

    def decide(operation: str, body: bytes) -> tuple[ErrorResponse, float] | None:
        if len(made) >= _MOST_CALLS:
            watch.stop(f"{_MOST_CALLS} calls")
        made.append(operation)
        answer = plan.answer(operation) if scene.only.encode() in body else None
        return answer and (answer.response, answer.fault.delay)

    with attached(client, Layer(decide, retry_waits=False)):
        done = run(handler, client, *scene.arguments, watch=watch, luck=luck)
    return Attempt(done, dict(Counter(made)))


def snapshot_id() -> str:
    """Return the id of the snapshot that `CreateSnapshot` answers with in a scene."""
    from sgwlib.simulation.api import success_body  # needs botocore

    return str(json.loads(success_body("CreateSnapshot"))["SnapshotId"])


# --- what a scene expects -------------------------------------------------------------------


def all_of(*says: Say) -> Say:
    """Expect several things. If all are right, one sentence says so."""

    def say(attempt: Attempt) -> Iterator[Part]:
        parts = [part for each in says for part in each(attempt)]
        wrong = [part for part in parts if part.mark is not Mark.RIGHT]
        together = "; ".join(part.text.removesuffix(".") for part in parts)
        yield from wrong or [Part(Mark.RIGHT, f"{together}.")]

    return say


def returns(expected: object) -> Say:
    """Expect a return value."""

    def say(attempt: Attempt) -> Iterator[Part]:
        done = attempt.run
        if done.error is not None:
            yield Part(Mark.WRONG, f"{failure(done)}; expected it to return {shown(expected)}.")
        elif alike(done.value, expected):
            yield Part(Mark.RIGHT, f"it returned {_short(expected)}.")
        else:
            text = difference(done.value, expected) or got(done.value, _short(expected))
            yield Part(Mark.WRONG, text)

    return say


def raises(error: str) -> Say:
    """Expect that an error, named by its code or else its exception, reaches the caller."""

    def say(attempt: Attempt) -> Iterator[Part]:
        done = attempt.run
        if done.error is None:
            text = f"it returned {shown(done.value)}, so its caller never sees `{error}`."
            yield Part(Mark.WRONG, text)
        elif error in _names_of(done.error):
            yield Part(Mark.RIGHT, f"`{error}` reached the caller.")
        else:
            yield Part(Mark.WRONG, f"{failure(done)}; expected `{error}` to reach the caller.")
            if hasattr(done.error, "last_attempt"):  # tenacity's RetryError
                yield Part(Mark.NOTE, "tenacity raises the last error if you set `reraise=True`.")
            if error in _names_of(done.error.__cause__):
                yield Part(Mark.NOTE, "No `except ClientError` catches that. Use `raise` alone.")

    return say


def calls(operation: str, expected: int) -> Say:
    """Expect a number of calls, including retries by the SDK."""

    def say(attempt: Attempt) -> Iterator[Part]:
        made = attempt.calls.get(operation, 0)
        text = f"{counted(made, 'call')} of `{operation}`"
        if made == expected:
            yield Part(Mark.RIGHT, f"{text}.")
        else:
            yield Part(Mark.WRONG, f"{text}, expected {expected}.")

    return say


def backs_off(expected: int) -> Say:
    """Expect a number of waits that may get longer, each of them random.

    Any back-off that grows is right: doubling, tripling, Fibonacci; with full, equal, added or
    decorrelated jitter; until a cap, from where on it stays.
    """

    def say(attempt: Attempt) -> Iterator[Part]:
        made = len(attempt.run.waits)
        if made != expected:
            yield Part(Mark.WRONG, f"it waited {counted(made, 'time')}, expected {expected}.")
            return
        wrong = _wrong_waits(attempt.waits)
        if wrong:
            seconds = ", ".join(f"{round(each.longest, 2):g}" for each in attempt.waits)
            yield Part(Mark.WRONG, f"it waited at most {seconds} seconds; {wrong}.")
        elif expected:
            longer = ", longer each time" if expected > 1 else ""
            yield Part(Mark.RIGHT, f"it waited {counted(expected, 'time')}{longer}.")

    return say


def _wrong_waits(waits: Sequence[Wait]) -> str:
    """Return what is wrong about the waits before retries; empty if nothing is."""
    longest = [round(each.longest, 3) for each in waits]
    if any(each <= 0 for each in longest):
        return "a wait of 0 seconds is none"
    if any(later < earlier for earlier, later in pairwise(longest)):
        return "a wait should not be shorter than the one before"
    if len(longest) > _ENOUGH and longest[-1] <= longest[0]:
        return "each wait should be longer than the last"
    if any(each.shortest == each.longest for each in waits):
        return "each client would wait just as long, and they would all retry at the same moment"
    return ""


def _short(value: object) -> str:
    """Return a value as feedback shows it; only the values of a dictionary, as ARNs are long."""
    if isinstance(value, Mapping):
        return f"a dictionary with {joined(list(value.values()))}"
    return shown(value)


def _names_of(error: BaseException | None) -> set[str]:
    """Return the code or exception in what boto3 raised, and the names of the Python classes."""
    response: Any = getattr(error, "response", None) or getattr(error, "last_response", {})
    code = response.get("error", {}).get("errorCode")  # the last response is of a waiter
    name = code or response.get("Error", {}).get("Code")
    return {name, *(each.__name__ for each in type(error).__mro__)}
