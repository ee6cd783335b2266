"""Answers that handle errors: each is run with a real boto3 client that meets them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sgwlib.simulation.faults import FaultPlan
from sgwlib.tutorial.feedback import Mark, Part
from sgwlib.tutorial.kinds.programs import refusal
from sgwlib.tutorial.running import failure, run
from sgwlib.tutorial.stopping import Stopped, Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sgwlib.catalogue import Catalogue
    from sgwlib.simulation.faults import Answer, Fault
    from sgwlib.tutorial.running import Run

__all__ = ["Attempt", "Handler", "Scene", "new_client"]

_MOST_CALLS = 60  # of a client, in one scene: more is a loop that does not end


class Attempt(NamedTuple):
    """How a handler did in a scene.

    Parameters
    ----------
    run
        What it returned, raised, printed, and how long it would have waited.
    calls
        How often it called each operation. A retry of the SDK's own is a call, too.
    """

    run: Run
    calls: dict[str, int]


class Scene(NamedTuple):
    """A situation in which a handler is tried.

    Parameters
    ----------
    name
        What happens, in words.
    faults
        Which calls of the client meet which error; all others succeed.
    say
        Says what is right about the attempt, and what is not.
    arguments
        What the handler is given after the client.
    """

    name: str
    faults: tuple[Fault, ...]
    say: Callable[[Attempt], Iterable[Part]]
    arguments: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Handler:
    """A function whose first parameter is a boto3 client.

    Parameters
    ----------
    call
        How it is called, such as ``"delete(client, arn)"``.
    scenes
        Computes the scenes. In each, the client is a new one, and nothing waits.
    """

    call: str
    scenes: Callable[[Catalogue], Iterable[Scene]]

    def judge(self, answer: object, catalogue: Catalogue) -> Iterator[Part]:
        """Say of each scene what the handler did."""
        scenes = list(self.scenes(catalogue))
        refused = refusal(answer, self.call, (None, *scenes[0].arguments))
        if refused or not callable(answer):
            yield Part(Mark.WRONG, refused)
            return
        watch = Watch()  # one for all scenes
        for scene in scenes:
            attempt = _attempt(answer, scene, watch)
            if isinstance(attempt.run.error, Stopped):
                yield Part(Mark.WRONG, f"{scene.name}: {failure(attempt.run)}")
                return
            for mark, text in scene.say(attempt):
                yield Part(mark, f"{scene.name}: {text}")


class _Bounded(FaultPlan):
    """A plan that stops a handler which calls on and on."""

    def __init__(self, faults: Iterable[Fault], watch: Watch) -> None:
        super().__init__(faults)
        self._watch = watch

    def answer(self, operation: str) -> Answer | None:
        if sum(self.calls.values()) >= _MOST_CALLS:
            self._watch.stop(f"{_MOST_CALLS} calls")
        return super().answer(operation)


def _attempt(handler: Callable[..., object], scene: Scene, watch: Watch) -> Attempt:
    from sgwlib import inject  # tells which extra is missing, if botocore is

    plan = _Bounded(scene.faults, watch)
    client = new_client()
    with inject(client, plan, retry_waits=False):
        done = run(handler, client, *scene.arguments, watch=watch)
    return Attempt(done, plan.calls)


def new_client() -> Any:
    """Make a client that has spent no retries yet, and that no setting of this machine changes."""
    import boto3
    from botocore.config import Config

    return boto3.client(
        "storagegateway",
        region_name="us-east-1",
        aws_access_key_id="simulated",  # so that botocore looks for none
        aws_secret_access_key="simulated",  # noqa: S106 - no secret, signs nothing
        config=Config(retries={"mode": "standard", "total_max_attempts": 3}),  # boto3's default
    )
