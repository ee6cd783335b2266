"""Run a learner's function so that nothing it does goes any further.

What it raises is kept, with the line. What it prints is kept. Its ``time.sleep`` is counted and
not waited for. One that never ends is stopped, and so is one that calls AWS.
"""

from __future__ import annotations

import io
import linecache
import sys
import time
from contextlib import ExitStack, contextmanager, redirect_stdout
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest.mock import patch

from sgwlib.tutorial.own_clients import OwnClient, without_aws
from sgwlib.tutorial.stopping import Runaway, Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

__all__ = ["Run", "failure", "run"]


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
    value: object = None
    error: BaseException | None = None
    with ExitStack() as stack:
        stack.enter_context(redirect_stdout(printed))
        stack.enter_context(_without_waiting(given, waits))
        refused = stack.enter_context(without_aws())
        try:
            value = watch.call(function, *arguments)
        except KeyboardInterrupt:
            raise
        except BaseException as raised:  # noqa: BLE001 - pytest's own failures are no Exceptions
            error = raised
    error = refused[0] if refused else error  # it may have been caught
    line = _line(error.__traceback__, given) if error else ""
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
    if isinstance(done.error, OwnClient):
        said = "you called a client of your own"
        return f"{said}{done.line}; call `client`, the one that your function is given"
    kind, text = type(done.error).__name__, str(done.error)
    said = f"{kind}: {text}" if text else kind
    return f"your function stopped with {_as_code(said)}{done.line}"


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
