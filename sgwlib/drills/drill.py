"""A drill: what you have in it, how it is checked, and hints that look at what you did."""

from __future__ import annotations

import inspect
import shutil
import tempfile
import weakref
from copy import deepcopy
from datetime import timedelta
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sgwlib.errors import DrillError, UnknownNameError
from sgwlib.extras import needed_by
from sgwlib.tutorial.exercise import is_blank
from sgwlib.tutorial.feedback import Feedback, Help, Part, Right, Wrong, not_right, show

with needed_by("sgwlib.drill"):
    from sgwlib.drills.outcome import Outcome, Work, account_of, lost, work
    from sgwlib.drills.scenario import Scenario, Seen, all_incidents, all_texts
    from sgwlib.drills.scenarios import SCENARIOS
    from sgwlib.simulation.hooks import attach
    from sgwlib.simulation.sandbox import Sandbox
    from sgwlib.tutorial.kinds.programs import refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sgwlib.drills.scenario import Incident
    from sgwlib.simulation.faults import Fault
    from sgwlib.simulation.sandbox import Event

    Job = Callable[[Any, dict[str, Any]], object]

_CREDENTIALS: dict[str, Any] = {
    "aws_access_key_id": "simulated",
    "aws_secret_access_key": "simulated",
}
"""No request is signed. With these, botocore looks for no others, which takes long."""
_LOG_HINTS = [
    "Start with the log: `print(*sgwlib.scan(drill.log).found)`.",
    "The log is a file. `print(drill.log.read_text())` shows all of it.",
]


class Drill:
    """A sandbox in which something is wrong, and the job that fails because of it.

    Open one with :func:`drill`. Find out what is wrong, mend it, and call :meth:`check`. Several
    ways are right: what counts is that the job succeeds and that nothing was lost or hidden.

    Examples
    --------
    >>> import sgwlib
    >>> drill = sgwlib.drill("appliance")
    >>> print(*sgwlib.scan(drill.log).found)
    ListVolumes: GatewayNotConnected (InvalidGatewayRequestException)
    >>> drill.sandbox.appliances["vm-2"].power_on()
    >>> drill.check().right
    True
    """

    def __init__(self, name: str, scenario: Scenario, seed: int) -> None:
        self._name, self._scenario, self._texts = name, scenario, all_texts()[name]
        self._read: set[str] = set()
        self._passed: set[str] = set()
        self._hints: dict[str, int] = {}
        self._is_solved = False
        self._sandbox, self._settings = _built(scenario, seed)
        self._client = self._new_client(self._sandbox)
        log = self._work(self._sandbox, self._settings, self.job, self._client).log
        scenario.breaks(self._sandbox, self._settings)
        log += self._work(self._sandbox, self._settings, self.job, self._client).log
        folder = Path(tempfile.mkdtemp(prefix="sgwlib-drill-"))
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self._log = folder / f"{self._job_name}.log"
        self._log.write_text(log, encoding="utf-8")
        self._before = deepcopy(account_of(self._sandbox))
        self._by_job: list[Event] = []
        self._opened = len(self._sandbox.events)

    # What you have

    @property
    def name(self) -> str:
        """Its name."""
        return self._name

    @property
    def pager(self) -> str:
        """What the pager says: what failed, and what must not be lost."""
        return self._texts.pager

    @property
    def incidents(self) -> tuple[Incident, ...]:
        """The public incidents that it is made from; empty if we made it up."""
        return all_incidents().get(self._name, ())

    @property
    def log(self) -> Path:
        """The log of the job, a file for :func:`sgwlib.scan`. It lasts as long as the drill."""
        self._read.add("log")
        return self._log

    @property
    def source(self) -> str:
        """The source of the job, a whole program. Its function ``main`` is :attr:`job`."""
        self._read.add("source")
        return inspect.getsource(self._scenario.job)

    @property
    def job(self) -> Job:
        """The job that fails: a function of a client and of settings."""
        job: Job = self._scenario.job.main
        return job

    @property
    def settings(self) -> dict[str, Any]:
        """The settings of the job. Change them if they are wrong."""
        return self._settings

    @property
    def sandbox(self) -> Sandbox:
        """The account and its world: appliances, initiators, the clock."""
        return self._sandbox

    @property
    def client(self) -> Any:
        """A real boto3 client of the sandbox."""
        return self._client

    # What you do

    def run(self) -> str:
        """Run the job now, and return its log. What it does stays done.

        Examples
        --------
        >>> print(drill("initiator").run().splitlines()[-1])  # doctest: +ELLIPSIS
        2026-01-02 ... ERROR cleanup: failed: An error occurred (InvalidGatewayRequestException) ...
        """
        before = len(self._sandbox.events)
        log = work(self.job, self._client, self._settings, self._sandbox, self._job_name).log
        self._by_job += self._sandbox.events[before:]
        with self._log.open("a", encoding="utf-8") as file:
            file.write(log)
        return log

    def check(self, job: Job | None = None) -> Feedback:
        """Check whether the drill is solved: run the job once more, and look at the account.

        That happens in a copy, so that a check changes nothing.

        Parameters
        ----------
        job
            Your job, if the code of the given one is what is wrong. It is tried in several
            situations, each in an account of its own.

        Returns
        -------
        Feedback
            What is right, what isn't, and why.

        Raises
        ------
        DrillError
            If ``job`` is no function.

        Examples
        --------
        >>> print(drill("appliance").check())  # doctest: +ELLIPSIS
        ✗ appliance: Not yet
          ✗ The job failed: An error occurred (InvalidGatewayRequestException) when ...
          Stuck? `drill.hint()`
        """
        stuck = "Stuck? `drill.hint()`"
        if job is not None and not callable(job):
            raise DrillError(f"job is {job!r}; expected a function of a client and settings")
        if self._scenario.trials and is_blank(job):
            what = "Here the code is wrong. Write a better job, and pass it: `drill.check(job)`."
            return show(Feedback(self._name, (), (what, stuck)))
        if job is None:
            parts = tuple(self._next_run())
        elif self._scenario.trials:
            refused = refusal(job, "job(client, settings)")
            parts = (Wrong(refused),) if refused else tuple(self._tried(job))
        else:
            what = "The job is right, so it stays as it is. Mend what it finds."
            parts = (Wrong(what),)
        feedback = Feedback(self._name, parts, (stuck,))
        if feedback.right:
            self._is_solved = True
            links = [f"It happened to others: {each.source}" for each in self.incidents]
            feedback = Feedback(self._name, parts, (self._texts.learned, *links))
        return show(feedback)

    def hint(self) -> Help:
        """Return a hint that looks at what you did so far. Ask again, and it says more.

        Examples
        --------
        >>> print(drill("appliance").hint())
        appliance: hint
          Start with the log: `print(*sgwlib.scan(drill.log).found)`.
        """
        again = (
            "If you can't undo what you did, open the drill again: "
            f'`drill = sgwlib.drill("{self._name}")`'
        )
        if gone := self._losses(account_of(self._sandbox)):
            return show(Help(f"{self._name}: hint", (f"You have lost {_listed(gone)}.", again)))
        looked = self._read | {event.what for event in self._events()}
        seen = Seen(looked, self._passed, account_of(self._sandbox), self._settings)
        left = ["log"] if "log" not in seen.looked else self._scenario.open_steps(seen)
        if left and not self._is_solved:
            known = {"log": _LOG_HINTS, **self._texts.hints}
            hints = known.get(left[0]) or known["else"]
            given = min(self._hints.get(left[0], 0) + 1, len(hints))
            self._hints[left[0]] = given
            more = ("Still stuck? `drill.solution()`",) if given == len(hints) else ()
            lines = (*self._last_refusal(), *hints[:given], *more)
            return show(Help(f"{self._name}: hint", lines))
        wrong = [] if self._is_solved else not_right(self._next_run())
        lines = (wrong[0].text, again) if wrong else ("Nothing is left to do: `drill.check()`.",)
        return show(Help(f"{self._name}: hint", lines))

    def solution(self) -> Help:
        """Return one solution, after a hint or once the drill is solved.

        Examples
        --------
        >>> print(drill("appliance").solution())
        appliance: the solution comes last
          First ask for a hint: `drill.hint()`
        """
        if not self._is_solved and not self._hints:
            first = "First ask for a hint: `drill.hint()`"
            return show(Help(f"{self._name}: the solution comes last", (first,)))
        code = inspect.getsource(self._scenario.solution)
        differs = "Yours may look different and be just as good."
        return show(Help(f"{self._name}: a solution", (differs,), code))

    # How it works

    @property
    def _job_name(self) -> str:
        return self._scenario.job.__name__.rpartition(".")[2]

    def _new_client(self, sandbox: Sandbox, faults: tuple[Fault, ...] = ()) -> Any:
        client = sandbox.client(plan=faults or None, **_CREDENTIALS)
        if layer := self._scenario.layer(sandbox):
            attach(client, layer)
        return client

    def _work(self, sandbox: Sandbox, settings: dict[str, Any], job: Job, client: Any) -> Work:
        """Run a job at its next time."""
        hour, now = self._scenario.hour, sandbox.now
        if hour is not None:
            then = now.replace(hour=hour, minute=0, second=0, microsecond=0)
            then += timedelta(days=1) if then <= now else timedelta()
            sandbox.advance(seconds=(then - now).total_seconds())
        return work(job, client, settings, sandbox, self._job_name)

    def _next_run(self) -> Iterator[Part]:
        """Run the job at its next time, in a copy of the sandbox, and say how it went."""
        sandbox = deepcopy(self._sandbox)
        done = self._work(sandbox, deepcopy(self._settings), self.job, self._new_client(sandbox))
        if done.failed:
            yield Wrong(f"The job failed: {done.reason}.")
        else:
            yield Right("The job succeeded.")
            outcome = Outcome(done, self._before, account_of(self._sandbox), account_of(sandbox))
            yield from self._scenario.goal(outcome)
        if gone := self._losses(account_of(sandbox)):
            yield Wrong(f"This should have stayed: {_listed(gone)}.")
        elif not done.failed:
            yield Right("Nothing was lost.")

    def _tried(self, job: Job) -> Iterator[Part]:
        """Run a learner's job in each situation, and say how it went."""
        self._passed.clear()
        for trial in self._scenario.trials:
            sandbox, settings = _built(self._scenario, 0)
            self._scenario.breaks(sandbox, settings)
            trial.change(sandbox, settings)
            before = deepcopy(account_of(sandbox))
            done = self._work(sandbox, settings, job, self._new_client(sandbox, trial.faults))
            outcome = Outcome(done, before, before, account_of(sandbox))
            parts = [*trial.goal(outcome)]
            gone = lost(before, outcome.after, self._scenario.given_up)
            if gone:
                parts.append(Wrong(f"this should have stayed: {_listed(gone)}."))
            if not not_right(parts):
                self._passed.add(trial.name)
            yield from (Part(each.mark, f"{trial.name}: {each.text}") for each in parts)
            if done.endless:  # the next trials would take as long
                break

    def _losses(self, now: Any) -> list[str]:
        return lost(self._before, now, self._scenario.given_up)

    def _events(self) -> list[Event]:
        """Return what the learner did, without what the job did."""
        events = self._sandbox.events[self._opened :]
        return [event for event in events if not any(event is each for each in self._by_job)]

    def _last_refusal(self) -> tuple[str, ...]:
        calls = [each for each in self._events() if each.outcome]
        if not calls or "success" in calls[-1].outcome:
            return ()
        return (f"Your last call, {calls[-1].what}, was refused: `{calls[-1].outcome}`.",)

    def __repr__(self) -> str:
        return f"<Drill {self._name}: {self._texts.title}>"

    def __str__(self) -> str:
        return "\n".join([f"{self._name}: {self._texts.title}", "", self.pager])

    def _repr_html_(self) -> str:
        have = "log, source, settings, client, sandbox, run(), check(), hint()"
        return (
            f"<p><strong>{escape(self._name)}: {escape(self._texts.title)}</strong></p>"
            f"<pre>{escape(self.pager)}</pre><p>You have <code>{have}</code>.</p>"
        )


def drill(name: str, *, seed: int = 0) -> Drill:
    """Open a drill.

    Parameters
    ----------
    name
        One of :func:`drill_names`.
    seed
        A whole number. Another seed gives other ids, so that teams can't copy them.

    Returns
    -------
    Drill
        What the pager says, the log, the failing job with its settings, a client, and the world.

    Raises
    ------
    UnknownNameError
        If there is no such drill.
    SandboxError
        If the seed is no whole number.

    Examples
    --------
    >>> drill("appliance")
    <Drill appliance: The night without snapshots>
    """
    if name not in [*SCENARIOS]:  # a list, as the name may be anything
        raise UnknownNameError("drill", name, SCENARIOS)
    return Drill(name, SCENARIOS[name], seed)


def drill_names() -> tuple[str, ...]:
    """Return the names of all drills.

    Examples
    --------
    >>> len(drill_names()) >= 10
    True
    """
    return tuple(SCENARIOS)


def _built(scenario: Scenario, seed: int) -> tuple[Sandbox, dict[str, Any]]:
    sandbox = Sandbox(seed=seed)
    return sandbox, scenario.build(sandbox)


def _listed(names: list[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last
