"""Functions that are tried in several scenes: a client meets errors, or a sandbox has a state."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import count, pairwise, zip_longest
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sgwlib.errors import SandboxError
from sgwlib.running import Run, Runaway, Stopped, Watch, failure, new_client, run
from sgwlib.simulation.faults import FaultPlan
from sgwlib.text import counted
from sgwlib.tutorial.exercise import alike
from sgwlib.tutorial.feedback import (
    Note,
    Part,
    Right,
    Wrong,
    either,
    failed,
    joined,
    not_right,
    shown,
)
from sgwlib.tutorial.kinds.programs import FunctionKind, difference, got
from sgwlib.virtual import HIGH, LOW

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sgwlib.catalogue import Catalogue
    from sgwlib.response import ErrorResponse
    from sgwlib.simulation.faults import Fault
    from sgwlib.simulation.sandbox import Sandbox
    from sgwlib.tutorial.kinds.programs import Function

_ENOUGH: Final = 2  # waits, from which on a back-off must have grown
_MOST_CALLS: Final = 60  # of a client that meets errors; more means an endless loop
_MOST_POLLS: Final = 700  # in a sandbox: ten minutes of polls each second need 600


class Wait(NamedTuple):
    """How long a wait may last, in seconds. With jitter, it differs from run to run."""

    shortest: float
    longest: float


class Attempt(NamedTuple):
    """What a function did in a scene."""

    run: Run
    calls: Mapping[str, int]  # of each operation, including retries by the SDK
    waits: tuple[Wait, ...] = ()  # of each wait, how short and how long it can be
    sandbox: Any = None  # that it left, if there was one
    arguments: tuple[Any, ...] = ()


Say = Callable[[Attempt], Iterable[Part]]


class Scene(NamedTuple):
    """A function gets a client that meets errors. Nothing waits."""

    name: str
    faults: tuple[Fault, ...]  # all other calls succeed
    say: Say  # what is right and wrong about the attempt
    arguments: tuple[object, ...] = ()  # after the client
    only: str = ""  # an ARN: the faults answer the requests that name it, in any order or thread

    def attempts(self, function: Function, watch: Watch) -> list[Attempt]:
        """Try a function with high random numbers; if it waits, with low ones as well.

        So the verdict doesn't depend on chance: the two runs know the limits of each wait.
        """
        high = self._attempt(function, watch, HIGH)
        if not high.run.waits or isinstance(high.run.error, Stopped):
            return [high]
        low = self._attempt(function, watch, LOW)
        both = zip_longest(high.run.waits, low.run.waits, fillvalue=0.0)
        waits = tuple(Wait(*sorted(pair)) for pair in both)
        return [each._replace(waits=waits) for each in (high, low)]

    def _attempt(self, function: Function, watch: Watch, luck: float) -> Attempt:
        from sgwlib.simulation.hooks import Layer, attached  # need botocore

        plan, made, client = FaultPlan(self.faults), Counter[str](), new_client()

        def decide(operation: str, body: bytes) -> tuple[ErrorResponse, float] | None:
            if made.total() >= _MOST_CALLS:
                watch.stop(f"{_MOST_CALLS} calls")
            made[operation] += 1
            answer = plan.answer(operation) if self.only.encode() in body else None
            return answer and (answer.response, answer.fault.delay)

        with attached(client, Layer(decide, retry_waits=False)):
            return Attempt(run(function, client, *self.arguments, watch=watch, luck=luck), made)


class World(NamedTuple):
    """A function acts in a new sandbox, in which as much time passes as the function waits."""

    name: str
    prepare: Callable[[Sandbox], Iterable[object]]  # builds it, and returns the arguments
    say: Say  # what is right and wrong about the attempt

    def attempts(self, function: Function, watch: Watch) -> list[Attempt]:
        """Try a function once."""
        from sgwlib import Sandbox  # names the extra to install if botocore is missing

        sandbox = Sandbox(seed=1)  # other ids than in the lessons: those of a cell don't fit
        given = tuple(self.prepare(sandbox))
        done = run(function, *given, watch=watch, on_wait=lambda s: sandbox.advance(seconds=s))
        calls = Counter(event.what for event in sandbox.events)
        return [Attempt(done, calls, sandbox=sandbox, arguments=given)]


@dataclass(frozen=True, slots=True)
class Tried(FunctionKind):
    """A function that is tried in several scenes."""

    scenes: Callable[[Catalogue], Iterable[Scene | World]]  # the easiest first

    def judge_function(self, function: Function, catalogue: Catalogue) -> Iterator[Part]:
        """Yield for each scene what the function did."""
        watch, told = Watch(), set[str]()  # for all scenes: a learner reads an error once
        for number, scene in enumerate(self.scenes(catalogue)):
            attempts = scene.attempts(function, watch)
            for done in (each.run for each in attempts if isinstance(each.run.error, Stopped)):
                yield Wrong(f"{scene.name}: {failure(done)}")
                return
            said = [[*scene.say(each)] for each in attempts]
            parts = next(filter(failed, said), said[0])
            errors = {failure(each.run) for each in attempts if each.run.error is not None}
            for mark, text in parts:
                again = next((each for each in told if each in text), None)
                what = text.replace(again, "your function raised the same") if again else text
                yield Part(mark, f"{scene.name}: {what}")
                told |= {each for each in errors if each in text}
            if not number and failed(parts):
                return  # what is wrong in the easiest scene is wrong in all


# --- what scenes are made of ----------------------------------------------------------------


def snapshot_id() -> str:
    """Return the id of the snapshot that `CreateSnapshot` answers with in a scene."""
    from sgwlib.simulation.api import success_body  # needs botocore

    return str(json.loads(success_body("CreateSnapshot"))["SnapshotId"])


def call(sandbox: Sandbox, operation: str, **given: Any) -> dict[str, Any]:
    """Call an operation without a client, which takes long to make, and return the output."""
    answer = sandbox.answer(operation, json.dumps(given).encode())
    if not isinstance(answer, bytes):
        raise SandboxError(f"{operation} is refused: {answer.code}; a scene is wrong")
    output: dict[str, Any] = json.loads(answer)
    return output


def error_of(sandbox: Sandbox, operation: str, **given: Any) -> str:
    """Call an operation, and return the name of the error that it meets; empty for success."""
    answer = sandbox.answer(operation, json.dumps(given).encode())
    return "" if isinstance(answer, bytes) else str(answer.code or answer.exception)


def add_volume(sandbox: Sandbox, gateway: Any, target: str = "data", gib: int = 10) -> str:
    """Create a cached volume, and return its ARN."""
    given = {
        "GatewayARN": gateway.arn,
        "VolumeSizeInBytes": gib * 2**30,
        "TargetName": target,
        "NetworkInterfaceId": gateway.address,
        "ClientToken": f"token-{target}",
    }
    return str(call(sandbox, "CreateCachediSCSIVolume", **given)["VolumeARN"])


def bounded_client(sandbox: Sandbox) -> Any:
    """Return a client of a sandbox that stops a function after too many calls."""
    client, calls = sandbox.client(), count(1)

    def stop(**_: object) -> None:
        if next(calls) > _MOST_POLLS:
            raise Runaway(f"{_MOST_POLLS} calls")

    client.meta.events.register_first("before-call.storage-gateway", stop)
    return client


# --- what a scene expects -------------------------------------------------------------------


def all_of(*says: Say) -> Say:
    """Expect several things, until one is wrong. If all are right, one sentence says so."""

    def say(attempt: Attempt) -> Iterator[Part]:
        parts: list[Part] = []
        for each in says:
            parts += each(attempt)
            if problems := not_right(parts):
                yield from problems
                return
        together = "; ".join(part.text.removesuffix(".") for part in parts)
        yield Right(f"{together}.")

    return say


def returns(expected: object) -> Say:
    """Expect a return value."""

    def say(attempt: Attempt) -> Iterator[Part]:
        done = attempt.run
        if done.error is not None:
            yield Wrong(f"{failure(done)}; expected it to return {_short(expected)}.")
        elif alike(done.value, expected):
            yield Right(f"it returned {_short(expected)}.")
        else:
            yield Wrong(difference(done.value, expected) or got(done.value, _short(expected)))

    return say


def raises(error: str) -> Say:
    """Expect that an error, named by its code or else its exception, reaches the caller."""

    def say(attempt: Attempt) -> Iterator[Part]:
        done = attempt.run
        if done.error is None:
            yield Wrong(f"it returned {shown(done.value)}, so its caller never sees `{error}`.")
        elif error in names_of(done.error):
            yield Right(f"`{error}` reached the caller.")
        else:
            yield Wrong(f"{failure(done)}; expected `{error}` to reach the caller.")
            if hasattr(done.error, "last_attempt"):  # tenacity's RetryError
                yield Note("tenacity raises the last error if you set `reraise=True`.")
            if error in names_of(done.error.__cause__):
                yield Note("No `except ClientError` catches that. Use `raise` alone.")

    return say


def calls(operation: str, expected: int) -> Say:
    """Expect a number of calls, including retries by the SDK."""

    def say(attempt: Attempt) -> Iterator[Part]:
        made = attempt.calls.get(operation, 0)
        text = f"{counted(made, 'call')} of `{operation}`"
        yield either(made == expected, f"{text}.", f"{text}, expected {expected}.")

    return say


def backs_off(expected: int) -> Say:
    """Expect a number of random waits: any jitter, and any back-off that grows up to a cap."""

    def say(attempt: Attempt) -> Iterator[Part]:
        made = len(attempt.run.waits)
        if made != expected:
            yield Wrong(f"it waited {counted(made, 'time')}, expected {expected}.")
            return
        if wrong := _wrong_waits(attempt.waits):
            seconds = ", ".join(f"{round(each.longest, 2):g}" for each in attempt.waits)
            yield Wrong(f"it waited at most {seconds} seconds; {wrong}.")
        elif expected:
            longer = ", longer each time" if expected > 1 else ""
            yield Right(f"it waited {counted(expected, 'time')}{longer}.")

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


def names_of(error: BaseException | None) -> set[str]:
    """Return the code or exception in what boto3 raised, and the names of its Python classes."""
    response: Any = getattr(error, "response", None) or getattr(error, "last_response", {})
    code = response.get("error", {}).get("errorCode")  # the last response is of a waiter
    name = code or response.get("Error", {}).get("Code")
    return {name, *(each.__name__ for each in type(error).__mro__)}
