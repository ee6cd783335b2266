"""What a job did by the clock of a sandbox, and what was lost that should have stayed."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from sgwlib.running import Run, Runaway, Stopped, Watch, run
from sgwlib.simulation.hooks import Layer, attached

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from collections.abc import Set as AbstractSet

    from sgwlib.simulation.sandbox import Sandbox
    from sgwlib.simulation.sandbox.state import Account, Gateway, Volume

    Job = Callable[[Any, dict[str, Any]], object]

JOBS = "sgwlib.drills.jobs"  # the package of the jobs, and the logger above theirs
# The scheduler stops a job after:
LIMIT = timedelta(hours=1)  # by the clock of the sandbox
_MOST_CALLS = 300  # without a pause
_SECONDS = 5  # of real time, if it neither calls nor sleeps


class Work(NamedTuple):
    """What a job did."""

    run: Run
    log: str  # the lines that it wrote
    calls: int  # how many requests it sent

    @property
    def failed(self) -> bool:
        """Whether the job raised something, or was stopped."""
        return self.run.error is not None

    @property
    def stopped(self) -> bool:
        """Whether it had to be stopped."""
        return isinstance(self.run.error, Stopped)

    @property
    def endless(self) -> bool:
        """Whether it neither called nor slept until it was stopped."""
        return str(self.run.error) == f"{_SECONDS} s" and self.stopped

    @property
    def reason(self) -> str:
        """Why it failed."""
        error = self.run.error
        if isinstance(error, Runaway):
            return f"stopped by the scheduler after {error}"
        if isinstance(error, Stopped):
            return "it called a client of its own"
        text = str(error) if hasattr(error, "response") else f"{type(error).__name__}: {error}"
        return " ".join(text.split()).removesuffix(".")


class Outcome(NamedTuple):
    """What a job did, and what the account was and is."""

    work: Work
    before: Account  # when the drill was opened
    start: Account  # when the check began
    after: Account

    @property
    def value(self) -> object:
        """What the job returned."""
        return self.work.run.value

    @property
    def made(self) -> set[str]:
        """The names of the snapshots that are new since the check began."""
        return {*self.after.snapshots} - {*self.start.snapshots}


def work(job: Job, client: Any, settings: dict[str, Any], sandbox: Sandbox, name: str) -> Work:
    """Run a job. Its sleeps move the clock of the sandbox that answers it, and end at once."""
    watch, end, count = Watch(_SECONDS), sandbox.now + LIMIT, 0
    lines: list[str] = []

    def write(level: str, message: str) -> None:
        lines.append(f"{sandbox.now:%Y-%m-%d %H:%M:%S},000 {level} {name}: {message}\n")

    def passed(_operation: str, _body: bytes) -> None:
        nonlocal count
        count += 1
        if count > _MOST_CALLS:
            watch.stop(f"{_MOST_CALLS} calls")
        _stop_late()

    def wait(seconds: float) -> None:
        sandbox.advance(seconds=min(seconds, (end - sandbox.now).total_seconds() + 1))
        _stop_late()

    def _stop_late() -> None:
        if sandbox.now > end:
            watch.stop("1 hour")

    def start() -> object:
        layer = Layer(passed, retry_waits=False)
        with attached(client, layer), _logging(write):
            return job(client, settings)

    write("INFO", "started")
    done = run(start, watch=watch, own=job, on_wait=wait)
    found = Work(done, "", count)
    write(*(("ERROR", f"failed: {found.reason}") if found.failed else ("INFO", "succeeded")))
    return found._replace(log="".join(lines))


@contextmanager
def _logging(write: Callable[[str, str], None]) -> Iterator[None]:
    """Write what jobs log, and nowhere else."""

    class Lines(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            write(record.levelname, record.getMessage())

    logger, handler = logging.getLogger(JOBS), Lines()
    before = logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.level, logger.propagate = before


# --- what was lost -----------------------------------------------------------------------------


def account_of(sandbox: Sandbox) -> Account:
    """Return what a sandbox knows."""
    return sandbox._world.account  # noqa: SLF001 - no client can ask for all of it


def lost(before: Account, after: Account, given_up: AbstractSet[str]) -> list[str]:
    """Return in words what an account has lost, without what may be lost."""
    losses = *_lost_gateways(before, after), *_lost_data(before, after)
    return [what for name, what in losses if name not in given_up]


def _lost_gateways(before: Account, after: Account) -> Iterator[tuple[str, str]]:
    """Yield the name of each gateway that is gone or lost something, and what was lost."""
    for arn, gateway in before.gateways.items():
        name, now = gateway.name, after.gateways.get(arn)
        if now is None:
            yield name, f"the gateway {name}"
        else:
            for what in _of_gateway(before, gateway, after, now):
                yield name, f"{what} of {name}"


def _lost_data(before: Account, after: Account) -> Iterator[tuple[str, str]]:
    """Do the same for volumes, snapshots and associations."""
    since = [*after.events][len(before.events) :]
    cut = {each.why for each in since if each.what == "disconnect"}
    for arn, volume in before.volumes.items():
        if arn not in after.volumes:
            yield volume.target, f"the volume {volume.target} with its data"
        else:
            for what in _of_volume(volume, after.volumes[arn], was_cut=arn in cut):
                yield volume.target, f"{what} of {volume.target}"
    for name, snapshot in before.snapshots.items():
        was_cut = snapshot.volume in before.volumes and snapshot.volume not in after.volumes
        if name not in after.snapshots or (was_cut and after.snapshots[name].ready_at is None):
            yield name, f"the snapshot {name}"
    for arn, association in before.associations.items():
        if arn not in after.associations:
            yield arn, f"the association with {association.location}"


def _of_gateway(before: Account, gateway: Gateway, after: Account, now: Gateway) -> Iterator[str]:
    had, has = before.machines[gateway.machine], after.machines[now.machine]
    if had.on and not has.on:
        yield "the power"
    if not gateway.shut_down and now.shut_down:
        yield "the service"
    for name in ("name", "timezone", "upload_limit", "download_limit", "tags"):
        if getattr(gateway, name) != getattr(now, name):
            yield f"the {name.replace('_', ' ')}"


def _of_volume(volume: Volume, now: Volume, *, was_cut: bool) -> Iterator[str]:
    # What a host wrote while it was cut off is lost, even if it is connected again.
    if {*volume.initiators} - {*now.initiators} or (volume.initiators and was_cut):
        yield "a connection"
    times = [(each.start_at, each.recurrence) for each in (volume.schedule, now.schedule) if each]
    if volume.schedule and times[1:] != times[:1]:
        yield "the snapshot schedule"
    if volume.chap != now.chap:
        yield "the CHAP credentials"
