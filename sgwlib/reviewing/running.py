"""Run a function with each documented error, in real clients and without waiting."""

from __future__ import annotations

import ctypes
import inspect
import io
import time
from contextlib import ExitStack, contextmanager, redirect_stdout
from threading import Event, Thread, current_thread
from traceback import walk_tb
from typing import TYPE_CHECKING, Any, Final

import boto3
from botocore.client import BaseClient
from botocore.config import Config
from botocore.exceptions import ClientError

from sgwlib.errors import UnknownNameError
from sgwlib.reviewing.outside import names_around, plain_function
from sgwlib.reviewing.program import SERVICE
from sgwlib.reviewing.verdicts import End
from sgwlib.reviewing.walk import MOST_CALLS
from sgwlib.simulation.faults import Fault, FaultPlan
from sgwlib.simulation.inject import inject, inject_session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sgwlib.simulation.faults import Answer


_CLIENT: Final = "client"
_LONGEST_RUN: Final = 5.0  # seconds
_LONGEST_TOGETHER: Final = 30.0
_NAP: Final = 0.1
_MOST_ATTEMPTS: Final = 5  # of one call, if the client does not configure it


def run_with_each(
    function: Callable[..., object],
    operation: str,
    errors: Sequence[str],
    arguments: Mapping[str, object],
) -> tuple[dict[str, End], str | None]:
    """Run a function once for each error of an operation."""
    if inspect.iscoroutinefunction(function):
        return {}, "it is asynchronous, which boto3 is not"
    given, missing = _arguments(function, arguments)
    if missing:
        return {}, f"no value for {', '.join(missing)}; expected arguments={{...}}"
    clients = _clients(function, given)
    attempts = max(map(_attempts, clients), default=_MOST_ATTEMPTS)
    ends: dict[str, End] = {}
    last = time.monotonic() + _LONGEST_TOGETHER
    for error in errors:
        if time.monotonic() > last:
            return ends, f"it takes longer than {_LONGEST_TOGETHER:.0f} seconds in all"
        plan = _Watched(Fault(operation, error, undocumented=True), MOST_CALLS * attempts)
        end = _run(function, given, clients, plan)
        if end is None:
            return {}, f"it did not call {operation}"
        ends[error] = end
    return ends, None


def _arguments(
    function: Callable[..., object], arguments: Mapping[str, object]
) -> tuple[dict[str, object], list[str]]:
    """Return the arguments for a function, and the parameters without a value."""
    parameters = inspect.signature(function).parameters
    free = {inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD}
    names = [name for name, each in parameters.items() if each.kind not in free]
    takes_any = any(each.kind is inspect.Parameter.VAR_KEYWORD for each in parameters.values())
    for name in arguments:
        if name not in names and not takes_any:
            raise UnknownNameError("parameter", name, names)
    given = dict(arguments)
    if _CLIENT in names and _CLIENT not in given:
        given[_CLIENT] = _new_client()
    needed = [name for name in names if parameters[name].default is inspect.Parameter.empty]
    return given, [name for name in needed if name not in given]


def _new_client() -> BaseClient:
    """Make a client that does not use this machine's credentials."""
    session = boto3.Session(
        aws_access_key_id="reviewed",
        aws_secret_access_key="reviewed",  # noqa: S106 - no secret, signs nothing
        region_name="us-east-1",
    )
    # The arguments may be invalid: only the error matters.
    config = Config(parameter_validation=False, retries={"total_max_attempts": 1})
    client: BaseClient = session.client(SERVICE, config=config)
    return client


def _clients(function: Callable[..., object], given: Mapping[str, object]) -> list[BaseClient]:
    plain = plain_function(function)
    owner = getattr(function, "__self__", None)
    around = [
        *given.values(),
        *(plain.__defaults__ or ()),
        *(plain.__kwdefaults__ or {}).values(),
        *names_around(plain).values(),
        *getattr(owner, "__dict__", {}).values(),
    ]
    found = {id(each): each for each in around if isinstance(each, BaseClient)}
    return [each for each in found.values() if each.meta.service_model.service_name == SERVICE]


def _attempts(client: BaseClient) -> int:
    config: Any = client.meta.config  # the stubs lack `retries`
    return int((config.retries or {}).get("total_max_attempts", _MOST_ATTEMPTS))


class _Watched(FaultPlan):
    """A plan that counts requests, and that never answers an abandoned run."""

    def __init__(self, fault: Fault, most: int) -> None:
        super().__init__([fault])
        self._most = most
        self.requests = 0
        self.left = Event()
        self.over = Event()

    def answer(self, operation: str) -> Answer | None:
        self.requests += operation == self.faults[0].operation
        if self.requests > self._most:
            self.over.set()
            self.park()
        self.pause()
        return super().answer(operation)

    def pause(self) -> None:
        """Continue, unless the run was abandoned."""
        if self.left.is_set():
            self.park()

    def park(self) -> None:
        """Wait until the exception that ends an abandoned run arrives.

        It waits in short steps, since a thread that waits forever takes no exception. As long as
        an exception is pending, CPython 3.11 traces no call in any thread.
        """
        while True:
            Event().wait(_NAP)


def _run(
    function: Callable[..., object],
    given: dict[str, object],
    clients: list[BaseClient],
    plan: _Watched,
) -> End | None:
    """Run a function with one error; return None if it never met it."""
    ends: list[End] = []

    def work() -> None:
        try:
            result: Any = function(**given)
            if inspect.isgenerator(result):
                list(result)
            ends.append(End("returns"))
        except BaseException as error:  # noqa: BLE001 - anything, including SystemExit
            ends.append(_raised(error))
        plan.over.set()

    thread = Thread(target=work, name="sgwlib-review", daemon=True)
    with ExitStack() as stack:
        for client in clients:
            stack.enter_context(inject(client, plan, retry_waits=False))
        stack.enter_context(inject_session(None, plan, retry_waits=False))
        stack.enter_context(_without_sleep(function, thread, plan))
        stack.enter_context(redirect_stdout(io.StringIO()))
        thread.start()
        plan.over.wait(_LONGEST_RUN)
        plan.left.set()
    end = ends[0] if ends else None  # later ends come from the interrupt
    if end is None:
        interrupt = ctypes.pythonapi.PyThreadState_SetAsyncExc
        interrupt(ctypes.c_ulong(thread.ident or 0), ctypes.py_object(SystemExit))
    if not plan.requests:
        return None
    return end or End("does not end")


def _raised(error: BaseException) -> End:
    """Return the end of a run; ``raises it`` only if botocore raised the error."""
    frames = [frame for frame, _ in walk_tb(error.__traceback__)]
    by_botocore = bool(frames) and frames[-1].f_globals.get("__name__") == "botocore.client"
    if isinstance(error, ClientError) and by_botocore:
        return End("raises it")
    return End("raises another", type(error).__name__)


@contextmanager
def _without_sleep(
    function: Callable[..., object], thread: Thread, plan: _Watched
) -> Iterator[None]:
    """Make ``time.sleep`` return at once in one thread, also where imported by name."""
    real = time.sleep

    def sleep(seconds: float, /) -> None:
        if current_thread() is thread:
            plan.pause()
        else:
            real(seconds)

    names = plain_function(function).__globals__
    imported = [name for name, value in names.items() if value is real]
    time.sleep = sleep  # type: ignore[assignment] # of numbers, no other thread gives another
    names.update(dict.fromkeys(imported, sleep))
    try:
        yield
    finally:
        time.sleep = real
        names.update(dict.fromkeys(imported, real))
