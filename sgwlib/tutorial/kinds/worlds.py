"""Answers that act in a sandbox: a function runs in a world of its own, and what it left is judged."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sgwlib.running import Run, Runaway, Stopped, Watch, failure, run
from sgwlib.tutorial.feedback import Mark, Part
from sgwlib.tutorial.kinds.programs import FunctionKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgwlib.catalogue import Catalogue
    from sgwlib.simulation.sandbox import Sandbox
    from sgwlib.tutorial.kinds.programs import Function

_MOST_CALLS: Final = 700  # of a patient client; ten minutes of polls each second need 600


class Outcome(NamedTuple):
    """What a function did, and the world that it left."""

    run: Run
    sandbox: Sandbox
    arguments: tuple[object, ...]

    def calls(self, operation: str) -> int:
        """Return how often the function called an operation."""
        return sum(event.what == operation for event in self.sandbox.events)


class Setting(NamedTuple):
    """A world in which a function is tried."""

    name: str
    prepare: Callable[[Sandbox], Iterable[object]]  # builds it, and returns the arguments
    say: Callable[[Outcome], Iterable[Part]]  # what is right and wrong about the outcome


@dataclass(frozen=True, slots=True)
class World(FunctionKind):
    """A function that acts in a sandbox."""

    settings: Callable[[Catalogue], Iterable[Setting]]  # each gets a new sandbox, and nothing waits

    def judge_function(self, function: Function, catalogue: Catalogue) -> Iterator[Part]:
        """Yield for each setting what the function did."""
        from sgwlib import Sandbox  # names the extra to install if botocore is missing

        watch = Watch()  # one for all settings
        for setting in self.settings(catalogue):
            sandbox = Sandbox()
            arguments = tuple(setting.prepare(sandbox))
            done = run(function, *arguments, watch=watch)
            if isinstance(done.error, Stopped):
                yield Part(Mark.WRONG, f"{setting.name}: {failure(done)}")
                return
            for mark, text in setting.say(Outcome(done, sandbox, arguments)):
                yield Part(mark, f"{setting.name}: {text}")


def patient_client(sandbox: Sandbox) -> Any:
    """Return a client in whose sandbox as much time passes as a function waits."""
    client, before, calls = sandbox.client(), time.monotonic(), 0

    def catch_up(**_: object) -> None:
        nonlocal before, calls
        now, calls = time.monotonic(), calls + 1  # the clock goes forward with each wait
        if calls > _MOST_CALLS:
            raise Runaway(f"{_MOST_CALLS} calls")
        sandbox.advance(seconds=now - before)
        before = now

    client.meta.events.register_first("before-call.storage-gateway", catch_up)
    return client
