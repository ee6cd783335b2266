"""Run a learner's function so that it cannot do harm.

What it raises is kept, with the line. What it prints is kept. Its ``time.sleep`` is recorded and
does not wait. A function that never ends is stopped, and so is one that calls AWS.
"""

from __future__ import annotations

import ctypes
import io
import linecache
import signal
import sys
import threading
import time
from contextlib import ExitStack, contextmanager, redirect_stdout, suppress
from ipaddress import ip_address
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from unittest.mock import patch
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType, TracebackType

SECONDS: Final = 10  # for a learner's function in all cases of a check together
_AGAIN: Final = 0.01  # seconds until the alarm rings again


# --- no endless run -------------------------------------------------------------------------


class Stopped(BaseException):
    """Raised in a learner's function to stop it; ``except Exception`` does not catch it."""


class Runaway(Stopped):
    """Raised in a learner's function that does not end. Its text says after what."""


class Watch:
    """Stops a learner's functions that never end."""

    def __init__(self, seconds: float | None = None) -> None:
        self._left: float = SECONDS if seconds is None else seconds
        self._after = f"{self._left:g} s"
        self._ambush = _Ambush()

    def call(self, function: Callable[..., object], *arguments: object) -> object:
        """Call a learner's function and return its result. Only this time counts."""
        began, traced_by = monotonic(), sys.gettrace()
        try:
            with _alarm(self._left, self._ring):
                return _called(function, arguments)
        finally:
            if sys.gettrace() is not traced_by:
                sys.settrace(traced_by)
            self._left = max(self._left - (monotonic() - began), 0)

    def stop(self, after: str = "") -> None:
        """Stop the learner's function from within a call that it makes."""
        self._after = after or self._after
        self._ring(sys._getframe())  # noqa: SLF001 - who asks
        raise Runaway(self._after)  # in a thread that the learner started

    def _ring(self, frame: FrameType | None) -> None:
        frames = _frames_called(frame)
        if frames:
            runaway = Runaway(self._after)
            self._ambush.lay(frames, runaway)
            raise runaway


class _Ambush:
    """Raises in the learner's own lines: at the next one and, if that was caught, one line later.

    Some line of each loop stands outside of every ``try`` in it, as ``except`` itself does.
    """

    def __init__(self) -> None:
        self._patience = 0  # how many lines to let pass
        self._to_pass = 0

    def lay(self, frames: list[FrameType], runaway: Runaway) -> None:
        """Trace the frames, of which the last is the function that was called."""
        if sys.gettrace() == self._trace:
            return  # Python drops a trace function that has raised, and this one has not
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
    """Sent by a thread to itself."""


def _let_calls_be_traced() -> None:
    """Clear a pending exception that would make a traced call loop forever in CPython 3.11.

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
    """Call a function. The frames above this one belong to the call."""
    return function(*arguments)


def _frames_called(frame: FrameType | None) -> list[FrameType]:
    """Return the frames of the call, innermost first, without the bookkeeping around it.

    An alarm that interrupted the bookkeeping would leave the next alarm on.
    """
    frames: list[FrameType] = []
    while frame is not None and frame.f_code is not _called.__code__:
        frames.append(frame)
        frame = frame.f_back
    return frames if frame is not None else []


@contextmanager
def _alarm(seconds: float, ring: Callable[[FrameType | None], None]) -> Iterator[None]:
    """Ring after some time and then repeatedly, where the system can."""
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


# --- no call of AWS -------------------------------------------------------------------------


class OwnClient(Stopped):
    """Raised if a learner's function calls a client that could reach AWS."""


@contextmanager
def without_aws() -> Iterator[list[OwnClient]]:
    """Refuse each call that could reach AWS, before it is signed, while a block runs."""
    refused: list[OwnClient] = []
    try:
        from botocore.client import BaseClient
    except ImportError:  # then there are no clients
        yield refused
        return
    owner: Any = BaseClient  # every call of every client goes through it
    real = owner._make_api_call  # noqa: SLF001 - no event comes before a call reads credentials

    def call(client: BaseClient, operation: str, given: object) -> object:
        host = urlsplit(client.meta.endpoint_url).hostname
        if _is_this_machine(host) or _is_answered(client, operation):
            return real(client, operation, given)
        refused.append(OwnClient(operation))
        raise refused[-1]

    with patch.object(owner, "_make_api_call", call):
        yield refused


def _is_this_machine(host: str | None) -> bool:
    with suppress(ValueError):  # of a name
        return host == "localhost" or ip_address(host or "").is_loopback
    return False


def _is_answered(client: Any, operation: str) -> bool:
    """Return whether sgwlib answers a client's call: it leaves such a request unsigned."""
    import botocore

    service = client.meta.service_model
    if service.service_name != "storagegateway":
        return False
    signer = client.meta.events.emit_until_response(
        f"choose-signer.{service.service_id.hyphenize()}.{operation}",
        signing_name=service.signing_name,
        region_name=client.meta.region_name,
        signature_version=client.meta.config.signature_version,
        context={},
    )
    return signer[1] is botocore.UNSIGNED


def new_client(url: str | None = None) -> Any:
    """Return a client with a full retry quota that no setting of this machine changes.

    Without a URL, it can only be used within `inject`.
    """
    import boto3
    from botocore.config import Config

    return boto3.client(
        "storagegateway",
        region_name="us-east-1",
        endpoint_url=url,
        aws_access_key_id="simulated",  # so that botocore looks for none
        aws_secret_access_key="simulated",  # noqa: S106 - no secret
        config=Config(
            proxies={},  # a proxy cannot reach this machine
            retries={"mode": "standard", "total_max_attempts": 3},  # boto3's default
        ),
    )


# --- a run ----------------------------------------------------------------------------------


class Run(NamedTuple):
    """What a learner's function did."""

    value: object  # what it returned; None after an exception
    error: BaseException | None  # what it raised
    line: str  # the line where it raised, with its number
    waits: tuple[float, ...]  # the seconds of each sleep
    printed: str  # what it printed


def run(function: Callable[..., object], *arguments: object, watch: Watch | None = None) -> Run:
    """Call a learner's function."""
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
        except BaseException as raised:  # noqa: BLE001 - pytest's failures aren't Exceptions
            error = raised
    error = refused[0] if refused else error  # the function may have caught it
    line = _line(error.__traceback__, given) if error else ""
    return Run(value, error, line, tuple(waits), printed.getvalue())


def failure(done: Run) -> str:
    """Return in words what a function raised, and where."""
    if isinstance(done.error, Runaway):
        stopped = f"stopped after {done.error}"
        return f"your function never ends ({stopped}{done.line}). Does its loop ever stop?"
    if isinstance(done.error, OwnClient):
        return f"you called your own client{done.line}; call the `client` that your function gets"
    kind, text = type(done.error).__name__, str(done.error)
    said = f"{kind}: {text}" if text else kind
    return f"your function raised {_as_code(said)}{done.line}"


@contextmanager
def _without_waiting(given: dict[str, object] | None, waits: list[float]) -> Iterator[None]:
    """Record the learner's own calls of sleep instead of waiting."""
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
    """Return the last of the learner's lines in a traceback, as part of a sentence."""
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
