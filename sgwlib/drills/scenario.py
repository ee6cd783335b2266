"""What a drill is made of: an account, what goes wrong in it, and what must be true afterwards."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from sgwlib.catalogue import bundled_folder
from sgwlib.catalogue.datapackage import read_descriptor, read_tables
from sgwlib.tutorial.feedback import Part, Right, Wrong, either
from sgwlib.tutorial.kinds.programs import Case, differs
from sgwlib.tutorial.kinds.scenes import add_volume, call, names_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet
    from types import ModuleType

    from sgwlib.drills.outcome import Outcome
    from sgwlib.simulation.faults import Fault
    from sgwlib.simulation.hooks import Layer
    from sgwlib.simulation.sandbox import Appliance, Sandbox
    from sgwlib.simulation.sandbox.state import Account

    Settings = dict[str, Any]
    Goal = Callable[[Outcome], Iterable[Part]]


class Seen(NamedTuple):
    """What was done in a drill so far."""

    looked: AbstractSet[str]  # the operations that were called; "log" and "source" once read
    passed: AbstractSet[str]  # the trials that the last job passed
    now: Account
    settings: Settings


@dataclass(frozen=True, slots=True)
class Trial:
    """One situation in which a learner's job must do the right thing."""

    name: str
    goal: Goal
    change: Callable[[Sandbox, Settings], object] = lambda *_: None
    faults: tuple[Fault, ...] = ()


class Scenario:
    """A drill before it is opened. Its texts are in ``texts.toml``.

    With `trials`, the code of the job is wrong: the learner gives another job, and it is tried in
    each of them. Without, the job is right, and its `goal` says what it must achieve.
    """

    job: ModuleType
    solution: Callable[..., object]
    trials: tuple[Trial, ...] = ()
    given_up: AbstractSet[str] = frozenset()  # names of gateways and targets that may be lost
    looks: AbstractSet[str] = frozenset()  # what to call or read: one of them shows what is wrong
    hour: int | None = 3  # when the job runs each day; None if it runs at once
    steps: ClassVar[Mapping[str, Callable[[Seen], object]]] = {}
    """What must change, and whether it has. With `trials`, these are the steps."""

    def build(self, sandbox: Sandbox) -> Settings:
        """Build an account in which the job succeeds, and return the settings of the job."""
        raise NotImplementedError

    def breaks(self, sandbox: Sandbox, settings: Settings) -> None:
        """Let something go wrong, so that the job fails."""
        raise NotImplementedError

    def goal(self, outcome: Outcome) -> Iterable[Part]:
        """Return whether the job achieved what it is for."""
        del outcome
        return ()

    def layer(self, sandbox: Sandbox) -> Layer | None:
        """Return what answers calls before the sandbox does."""
        del sandbox
        return None

    def open_steps(self, seen: Seen) -> list[str]:
        """Return the steps that are left, in their order. The first may be to look."""
        if self.trials:
            names = [each.name for each in self.trials]
            left = [name for name in names if name not in seen.passed]
        else:
            names = [*self.steps]
            left = [name for name, done in self.steps.items() if not _is_true(done, seen)]
        has_looked = not self.looks or self.looks & seen.looked
        return left if has_looked or len(left) < len(names) else ["look", *left]


def _is_true(done: Callable[[Seen], object], seen: Seen) -> bool:
    try:
        return bool(done(seen))
    except Exception:  # noqa: BLE001 - a learner may put anything into the settings
        return False


class Incident(NamedTuple):
    """An error that someone has reported in public.

    Parameters
    ----------
    drill
        Name of the drill that is made from it.
    client
        What printed the text.
    situation
        What was going on.
    text
        What was printed, as it appeared.
    source
        Where it was reported.
    """

    drill: str
    client: str
    situation: str
    text: str
    source: str


@cache
def all_incidents() -> Mapping[str, tuple[Incident, ...]]:
    """Return the incidents behind each drill that has some."""
    folder = bundled_folder() / "incidents"
    descriptor = read_descriptor(folder)
    rows = read_tables(folder, descriptor, descriptor)["incidents"]
    found = [Incident(**row.values) for row in rows]
    names = dict.fromkeys(each.drill for each in found)
    return {name: tuple(each for each in found if each.drill == name) for name in names}


class Texts(NamedTuple):
    """What a drill says."""

    title: str
    pager: str
    learned: str  # shown once it is solved
    hints: Mapping[str, list[str]]  # of each step; each says more. "else" is for all others


@cache
def all_texts() -> dict[str, Texts]:
    """Return the texts of each drill."""
    read = tomllib.loads(Path(__file__).with_name("texts.toml").read_text("utf-8"))
    return {name: Texts(**each) for name, each in read.items()}


# --- what several scenarios need ----------------------------------------------------------------


def add_gateway(sandbox: Sandbox, name: str, *targets: str, **given: Any) -> Appliance:
    """Add a gateway with a name and with volumes, and return it."""
    gateway = sandbox.gateway(**given)
    call(sandbox, "UpdateGatewayInformation", GatewayARN=gateway.arn, GatewayName=name)
    for target in targets:
        add_volume(sandbox, gateway, target)
    return gateway


# --- what a learner's job must do ---------------------------------------------------------------


def works(goal: Goal = lambda _: ()) -> Goal:
    """Return a goal: the job succeeds, and reaches a further goal."""

    def judge(outcome: Outcome) -> Iterator[Part]:
        if outcome.work.failed:
            yield Wrong(f"the job failed: {outcome.work.reason}.")
        else:
            yield Right("the job succeeded.")
            yield from goal(outcome)

    return judge


def returns(truth: Callable[[Account], object]) -> Goal:
    """Return a goal: the job succeeds, and returns what is true of the account."""

    def judge(outcome: Outcome) -> Iterator[Part]:
        wrong = differs(outcome.value, Case("", (), truth(outcome.before)))
        yield either(not wrong, "it returned what is true.", wrong)

    return works(judge)


def fails(
    name: str = "", most: int = 100, unless: Callable[[Account], object] | None = None
) -> Goal:
    """Return a goal: the job fails with an error, or returns what is true in spite of it."""

    def judge(outcome: Outcome) -> Iterator[Part]:
        work = outcome.work
        if unless and not work.failed and outcome.value == unless(outcome.before):
            yield Right("it returned what is true.")
        elif not work.failed:
            yield Wrong(f"the job hid {_called(name)}: nobody would learn of it.")
        elif work.stopped or (name and name not in names_in(work.run.error)):
            words = f"the job should have failed with {_called(name)}, but: {work.reason}."
            yield Wrong(words)
        else:
            late = f"the job failed, but only after {work.calls} calls."
            yield either(work.calls <= most, "the job failed, and said why.", late)

    return judge


def _called(name: str) -> str:
    return f"`{name}`" if name else "the error"


def names_in(error: BaseException | None) -> set[str]:
    """Return the names of an error of boto3, and of what it was raised from."""
    found = set()
    while error is not None:
        if isinstance(error, BaseExceptionGroup):
            found |= set[str]().union(*map(names_in, error.exceptions))
        found |= names_of(error)
        error = error.__cause__ or error.__context__
    return found
