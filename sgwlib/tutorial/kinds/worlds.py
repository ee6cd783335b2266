"""Functions that act in a sandbox: each runs in a world of its own, and what it left is judged."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sgwlib.running import Run, Runaway, Stopped, Watch, failure, run
from sgwlib.tutorial.feedback import Mark, Part
from sgwlib.tutorial.kinds.programs import FunctionKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sgwlib.catalogue import Catalogue
    from sgwlib.simulation.sandbox import Appliance, Sandbox
    from sgwlib.tutorial.kinds.programs import Function

_MOST_CALLS: Final = 700  # ten minutes of polls each second need 600


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

    # Each gets a new sandbox, in which as much time passes as the function waits.
    settings: Callable[[Catalogue], Iterable[Setting]]

    def judge_function(self, function: Function, catalogue: Catalogue) -> Iterator[Part]:
        """Yield for each setting what the function did."""
        from sgwlib import Sandbox  # names the extra to install if botocore is missing

        watch = Watch()  # one for all settings
        for number, setting in enumerate(self.settings(catalogue)):
            sandbox = Sandbox()
            arguments = tuple(setting.prepare(sandbox))
            done = run(function, *arguments, watch=watch, on_wait=partial(_pass, sandbox))
            if isinstance(done.error, Stopped):
                yield Part(Mark.WRONG, f"{setting.name}: {failure(done)}")
                return
            said = list(setting.say(Outcome(done, sandbox, arguments)))
            yield from (Part(mark, f"{setting.name}: {text}") for mark, text in said)
            if not number and any(part.mark is Mark.WRONG for part in said):
                return  # the first setting is the easiest: what is wrong in it is wrong in all


def _pass(sandbox: Sandbox, seconds: float) -> None:
    sandbox.advance(seconds=seconds)


def new_volume(client: Any, gateway: Appliance) -> str:
    """Create a cached volume, and return its ARN."""
    made = client.create_cached_iscsi_volume(
        GatewayARN=gateway.arn,
        VolumeSizeInBytes=2**30,
        TargetName="data",
        NetworkInterfaceId=gateway.address,
        ClientToken="token-1",
    )
    return str(made["VolumeARN"])


def bounded_client(sandbox: Sandbox) -> Any:
    """Return a client that stops a function after too many calls."""
    client, calls = sandbox.client(), count(1)

    def stop(**_: object) -> None:
        if next(calls) > _MOST_CALLS:
            raise Runaway(f"{_MOST_CALLS} calls")

    client.meta.events.register_first("before-call.storage-gateway", stop)
    return client
