"""Stop a learner's function that does not end.

An alarm rings when its time is up, and again and again: what it raises may be caught. Within
``try: client.delete_volume(...)`` with a bare ``except`` it nearly always is, for such a call takes
longer than the rest of its loop. So an ambush is laid as well, in the learner's own lines.

There is no alarm on Windows and in a thread of one's own; notebooks run their cells in the main
thread.
"""

from __future__ import annotations

import ctypes
import signal
import sys
import threading
from contextlib import contextmanager, suppress
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

__all__ = ["SECONDS", "Runaway", "Stopped", "Watch"]

SECONDS: Final = 10
"""How long a learner's function may take, in all cases of a check together."""

_AGAIN: Final = 0.01  # seconds until the alarm rings again


class Stopped(BaseException):
    """Raised in a learner's function that is not to go on; not caught by ``except Exception``."""


class Runaway(Stopped):
    """Raised in a learner's function that does not end.

    Its text says after what the function was stopped, such as ``"10 s"``.
    """


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
        self._ambush = _Ambush()

    def call(self, function: Callable[..., object], *arguments: object) -> object:
        """Call a learner's function, and return what it returns; only this time counts.

        Raises
        ------
        Runaway
            If the function was stopped.
        """
        began, traced_by = monotonic(), sys.gettrace()
        try:
            with _alarm(self._left, self._ring):
                return _called(function, arguments)
        finally:
            if sys.gettrace() is not traced_by:
                sys.settrace(traced_by)
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
            Always, and should that be caught, in the learner's own lines.
        """
        self._after = after or self._after
        self._ring(sys._getframe())  # noqa: SLF001 - who asks
        raise Runaway(self._after)  # in a thread of the learner's, whose frames end elsewhere

    def _ring(self, frame: FrameType | None) -> None:
        frames = _frames_called(frame)
        if frames:
            runaway = Runaway(self._after)
            self._ambush.lay(frames, runaway)
            raise runaway


class _Ambush:
    """Raises in the learner's own lines: at the next one, and when that was caught, a line later.

    Some line of each loop stands outside of every ``try`` in it, as ``except`` itself does.
    """

    def __init__(self) -> None:
        self._patience = 0  # how many lines to let pass
        self._to_pass = 0

    def lay(self, frames: list[FrameType], runaway: Runaway) -> None:
        """Lie in wait in the frames, of which the last is the function that was called."""
        if sys.gettrace() == self._trace:
            return  # Python lets go of a trace function that has raised: this one has not yet
        self._runaway, self._globals = runaway, frames[-1].f_globals
        self._to_pass = self._patience
        self._patience += 1
        for frame in frames:
            if frame.f_globals is self._globals:
                frame.f_trace = self._trace
        _let_calls_be_traced()
        sys.settrace(self._trace)

    def _trace(self, frame: FrameType, event: str, _: object) -> Any:
        if frame.f_globals is not self._globals:
            return None
        if event == "line":
            self._to_pass -= 1
            if self._to_pass < 0:
                raise self._runaway
        return self._trace


class _Sent(BaseException):
    """Sent to a thread by itself."""


def _let_calls_be_traced() -> None:
    """Take away what would let a traced call go round for ever, in CPython 3.11.

    There, an exception that was sent to a thread which sleeps, as one that a review left behind
    does, stays announced to all threads, and a traced call waits for the announcement to end. It
    ends when any thread takes an exception that was sent to it.
    """
    if sys.version_info < (3, 12):
        send = ctypes.pythonapi.PyThreadState_SetAsyncExc
        with suppress(_Sent):
            send(ctypes.c_ulong(threading.get_ident()), ctypes.py_object(_Sent))
            monotonic()  # it is taken after a call, at the latest after this one


def _called(function: Callable[..., object], arguments: tuple[object, ...]) -> object:
    """Call a function: whatever frame stands above this one's is of the call."""
    return function(*arguments)


def _frames_called(frame: FrameType | None) -> list[FrameType]:
    """Return the frames of the call, the innermost first; none of the bookkeeping around it.

    An alarm that interrupted the bookkeeping would leave the next alarm on.
    """
    frames: list[FrameType] = []
    while frame is not None and frame.f_code is not _called.__code__:
        frames.append(frame)
        frame = frame.f_back
    return frames if frame is not None else []


@contextmanager
def _alarm(seconds: float, ring: Callable[[FrameType | None], None]) -> Iterator[None]:
    """Ring after some time, and again and again, where that is possible."""
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, lambda _, frame: ring(frame))
    signal.setitimer(signal.ITIMER_REAL, max(seconds, _AGAIN), _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
