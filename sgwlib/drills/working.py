"""Run a job by the clock of a sandbox, and keep the log that it writes."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from sgwlib.running import Run, Runaway, Stopped, Watch, run
from sgwlib.simulation.hooks import Layer, attached

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sgwlib.simulation.sandbox import Sandbox

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
