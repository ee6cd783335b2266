"""Run a learner's function so that nothing it does goes any further.

What it raises is kept, with the line. What it prints is kept. Its ``time.sleep`` is counted and
not waited for. One that never ends is stopped by an alarm, which rings again and again: a bare
``except`` may catch it some times, but not where it rings outside of the ``try``. There is no
alarm on Windows and in a thread of one's own; notebooks run their cells in the main thread.
"""

from __future__ import annotations

import contextlib
import io
import linecache
import signal
import sys
import threading
import time
from contextlib import ExitStack, contextmanager, redirect_stdout
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from unittest.mock import patch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType, TracebackType

__all__ = ["SECONDS", "Run", "Runaway", "Watch", "failure", "run"]

SECONDS: Final = 10
"""How long a learner's function may take, in all cases of a check together."""

_AGAIN: Final = 0.01  # seconds until the alarm rings again, should something have caught the first


_BOOKKEEPING: Final = (__file__, contextlib.__file__)


class Runaway(BaseException):
    """Raised in a learner's function that does not end; not caught by ``except Exception``.

    Its text says after what the function was stopped, such as ``"10 s"``.
    """


class Run(NamedTuple):
    """What a learner's function did.

    Parameters
    ----------
    value
        What it returned; None after an exception.
    error
        What it raised.
    line
        The line of its own at which it did, with the number.
    waits
        The seconds that it would have waited, each time.
    printed
        What it printed.
    """

    value: object
    error: BaseException | None
    line: str
    waits: tuple[float, ...]
    printed: str


class Watch:
    """Stops a learner's functions that do not end.

    Parameters
    ----------
    seconds
        How long they may run, all together; by default :data:`SECONDS`.
    """

    def __init__(self, seconds: float | None = None) -> None:
        self._left: float = SECONDS if seconds is None else seconds
        self._after = f"{self._left:g} s"

    @contextmanager
    def running(self) -> Iterator[None]:
        """Watch what runs within; only this time counts."""
        began = monotonic()
        try:
            with _alarm(self._left, self.stop):
                yield
        finally:
            self._left = max(self._left - (monotonic() - began), 0)

    def stop(self, after: str = "") -> None:
        """Stop the learner's function from within a call that it made.

        Parameters
        ----------
        after
            After what, such as ``"60 calls"``; by default, the time that it had.

        Raises
        ------
        Runaway
            Always, and should that be caught, soon again.
        """
        self._after = after or self._after
        if _can_ring():
            signal.setitimer(signal.ITIMER_REAL, _AGAIN, _AGAIN)
        raise Runaway(self._after)


def run(function: Callable[..., object], *arguments: object, watch: Watch | None = None) -> Run:
    """Call a learner's function.

    Parameters
    ----------
    function
        The function.
    *arguments
        What it is given.
    watch
        Stops it; by default one of its own.

    Returns
    -------
    Run
        What it did. Only an interrupt by the user gets through.

    Examples
    --------
    >>> run(lambda number: 1 / number, 0).error
    ZeroDivisionError('division by zero')
    """
    given = getattr(function, "__globals__", None)
    watch = watch or Watch()
    waits: list[float] = []
    printed = io.StringIO()
    value, error, line = None, None, ""
    with ExitStack() as stack:
        stack.enter_context(redirect_stdout(printed))
        stack.enter_context(_without_waiting(given, waits))
        try:
            with watch.running():
                value = function(*arguments)
        except KeyboardInterrupt:
            raise
        except BaseException as raised:  # noqa: BLE001 - pytest's own failures are no Exceptions
            error, line = raised, _line(raised.__traceback__, given)
    return Run(value, error, line, tuple(waits), printed.getvalue())


def failure(done: Run) -> str:
    """Say in words what a function raised, and where.

    Examples
    --------
    >>> failure(run(lambda number: 1 / number, 0)).partition(",")[0]
    'your function stopped with `ZeroDivisionError: division by zero`'
    """
    if isinstance(done.error, Runaway):
        stopped = f"it was stopped after {done.error}"
        return f"your function does not end ({stopped}{done.line}). Does its loop ever stop?"
    kind, text = type(done.error).__name__, str(done.error)
    said = f"{kind}: {text}" if text else kind
    return f"your function stopped with {_as_code(said)}{done.line}"


@contextmanager
def _alarm(seconds: float, ring: Callable[[], None]) -> Iterator[None]:
    """Ring after some time, and again and again, where that is possible."""
    if not _can_ring():
        yield
        return

    def handle(_number: int, frame: FrameType | None) -> None:
        if _is_the_learners(frame):
            ring()

    before = signal.signal(signal.SIGALRM, handle)
    signal.setitimer(signal.ITIMER_REAL, max(seconds, _AGAIN), _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _is_the_learners(frame: FrameType | None) -> bool:
    """Say whether a frame is within what `run` called, and not in the bookkeeping around it.

    An alarm that interrupted the bookkeeping would leave the next alarm on.
    """
    called = None
    while frame is not None and frame.f_code is not run.__code__:
        called, frame = frame, frame.f_back
    return called is not None and called.f_code.co_filename not in _BOOKKEEPING


def _can_ring() -> bool:
    return sys.platform != "win32" and threading.current_thread() is threading.main_thread()


@contextmanager
def _without_waiting(given: dict[str, object] | None, waits: list[float]) -> Iterator[None]:
    """Let the learner's own calls of sleep be noted instead of waited for."""
    real = time.sleep

    def sleep(seconds: float) -> None:
        if sys._getframe(1).f_globals is given:  # noqa: SLF001 - who asks
            waits.append(float(seconds))
        else:
            real(seconds)

    imported = {name: sleep for name, value in (given or {}).items() if value is real}
    with patch.object(time, "sleep", sleep), patch.dict(given or {}, imported):
        yield


def _line(traceback: TracebackType | None, given: object) -> str:
    """Return the last of the learner's lines in a traceback, as a part of a sentence."""
    found: Any = None
    while traceback is not None:
        if traceback.tb_frame.f_globals is given:
            found = traceback.tb_frame.f_code.co_filename, traceback.tb_lineno
        traceback = traceback.tb_next
    if found is None:
        return ""
    source = linecache.getline(*found).strip()
    return f", in line {found[1]}" + (f": {_as_code(source)}" if source else "")


def _as_code(text: str) -> str:
    return f"`{text.replace('`', chr(39))}`"
