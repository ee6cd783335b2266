"""Run a function so that it can't do harm: a learner's, or one that is given to a review.

What it raises is kept, with the line. What it prints is kept. Its waits are recorded, and time is
virtual. A function that never ends is stopped by an alarm or by a limit of calls, and a
client that could reach AWS is refused. Where there is no alarm, as in a browser, interrupt the
kernel.
"""

from __future__ import annotations

import asyncio
import io
import linecache
import random
import signal
import sys
import threading
from contextlib import ExitStack, contextmanager, redirect_stdout, suppress
from ipaddress import ip_address
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from unittest.mock import patch
from urllib.parse import urlsplit

from sgwlib.text import as_code
from sgwlib.virtual import home, virtual

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType, TracebackType

SECONDS: Final = 10  # for all runs of a function together
_SOON: Final = 0.0003  # seconds until the alarm rings again, at most
_MOST_RINGS: Final = 10_000  # until it stops a library, too


# --- no endless run -------------------------------------------------------------------------


class Stopped(BaseException):
    """Raised in a function to stop it; ``except Exception`` does not catch it."""


class Runaway(Stopped):
    """Raised in a function that does not end. Its text says after what."""


class Watch:
    """Stops functions that never end."""

    def __init__(self, seconds: float | None = None) -> None:
        self._left: float = SECONDS if seconds is None else seconds
        self._after = f"{self._left:g} s"
        self._on = False
        self._rings = 0
        self.own: object = None  # the globals of the function's own module

    def call(self, function: Callable[..., object], *arguments: object) -> object:
        """Call a function and return its result. Only this time counts."""
        began = monotonic()
        try:
            with self._alarm():
                return _called(function, arguments)
        finally:
            self._left = max(self._left - (monotonic() - began), 0)

    def stop(self, after: str = "") -> None:
        """Stop the function from within a call that it makes."""
        self._after = after or self._after
        self._again()
        raise Runaway(self._after)

    def _again(self) -> None:
        """Let the alarm ring soon: a function that catches the exception gets it once more.

        Some moments of each loop are outside of every ``try`` in it. The alarm finds one.
        """
        if self._on and threading.current_thread() is threading.main_thread():
            signal.setitimer(signal.ITIMER_REAL, random.uniform(_SOON / 10, _SOON))  # noqa: S311

    def _ring(self, _: int, frame: FrameType | None) -> None:
        self._again()
        self._rings += 1
        # In a library, the exception could be lost in a finalizer. The function's own code is near.
        if frame is not None and frame.f_globals is not self.own and self._rings < _MOST_RINGS:
            return
        # Between the call and its bookkeeping, the exception would be nobody's.
        while frame is not None:
            if frame.f_code is _called.__code__:
                raise Runaway(self._after)
            frame = frame.f_back

    @contextmanager
    def _alarm(self) -> Iterator[None]:
        """Ring after the time that is left, where the system has alarms."""
        in_main = threading.current_thread() is threading.main_thread()
        if not hasattr(signal, "setitimer") or sys.platform == "emscripten" or not in_main:
            yield
            return
        before = signal.signal(signal.SIGALRM, self._ring)
        self._on = True
        signal.setitimer(signal.ITIMER_REAL, max(self._left, _SOON))
        try:
            yield
        finally:
            self._on = False
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)


def _called(function: Callable[..., object], arguments: tuple[object, ...]) -> object:
    """Call a function. The frames above this one belong to the call."""
    return function(*arguments)


# --- no call of AWS -------------------------------------------------------------------------


class OwnClient(Stopped):
    """Raised if a function calls a client that could reach AWS."""


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
    """What a function did."""

    value: object  # what it returned; None after an exception
    error: BaseException | None  # what it raised
    line: str  # the line where it raised, with its number
    waits: tuple[float, ...]  # the seconds of each wait
    printed: str  # what it printed


def run(
    function: Callable[..., object],
    *arguments: object,
    watch: Watch | None = None,
    own: Callable[..., object] | None = None,
    luck: float | None = None,
    on_wait: Callable[[float], object] = lambda _: None,
) -> Run:
    """Call a function. If it is only around the one that is meant, that one is `own`.

    With `luck`, all random numbers are high or low. `on_wait` is called with each wait's seconds.
    """
    given = home(own or function)
    watch = watch or Watch()
    watch.own = given
    printed = io.StringIO()
    value: object = None
    error: BaseException | None = None
    with ExitStack() as stack:
        stack.enter_context(redirect_stdout(printed))
        waits = stack.enter_context(virtual(own or function, luck, on_wait))
        refused = stack.enter_context(without_aws())
        stack.enter_context(_without_loop())
        try:
            value = watch.call(function, *arguments)
        except KeyboardInterrupt:
            raise
        except BaseException as raised:  # noqa: BLE001 - pytest's failures aren't Exceptions
            error = raised
    error = refused[0] if refused else error  # the function may have caught it
    line = _line(error.__traceback__, given) if error else ""
    return Run(value, error, line, tuple(waits), printed.getvalue())


@contextmanager
def _without_loop() -> Iterator[None]:
    """Let a function run an event loop of its own, though Jupyter's is running."""
    running = asyncio._get_running_loop()  # noqa: SLF001 - see CONTRIBUTING.md
    asyncio._set_running_loop(None)  # noqa: SLF001 - as above
    try:
        yield
    finally:
        asyncio._set_running_loop(running)  # noqa: SLF001 - as above


def failure(done: Run) -> str:
    """Return in words what a function raised, and where."""
    if isinstance(done.error, Runaway):
        stopped = f"stopped after {done.error}"
        return f"your function never ends ({stopped}{done.line}). Does its loop ever stop?"
    if isinstance(done.error, OwnClient):
        return f"you called your own client{done.line}; call the `client` that your function gets"
    kind, text = type(done.error).__name__, str(done.error)
    said = f"{kind}: {text}" if text else kind
    return f"your function raised {as_code(' '.join(said.split()))}{done.line}"


def _line(traceback: TracebackType | None, given: object) -> str:
    """Return the last of the function's own lines in a traceback, as part of a sentence."""
    found: Any = None
    while traceback is not None:
        if traceback.tb_frame.f_globals is given:
            found = traceback.tb_frame.f_code.co_filename, traceback.tb_lineno
        traceback = traceback.tb_next
    if found is None:
        return ""
    source = " ".join(linecache.getline(*found).split())
    return f", in line {found[1]}" + (f": {as_code(source)}" if source else "")
