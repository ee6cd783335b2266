"""Try a function with each error, in real clients and without waiting."""

from __future__ import annotations

import inspect
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Final

from botocore.client import BaseClient
from botocore.exceptions import ClientError

from sgwlib.errors import UnknownNameError
from sgwlib.running import OwnClient, Runaway, Watch, new_client
from sgwlib.running import run as run_function
from sgwlib.simulation.faults import Fault, FaultPlan
from sgwlib.simulation.inject import inject, inject_session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sgwlib.reviewing.report import Review
    from sgwlib.simulation.faults import Answer

_MOST_CALLS: Final = 100
_FREE: Final = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)


class _Limited(FaultPlan):
    """A plan that stops a function after too many calls."""

    def __init__(self, faults: Iterable[Fault], watch: Watch) -> None:
        super().__init__(faults)
        self._watch = watch

    def answer(self, operation: str) -> Answer | None:
        if sum(self.calls.values()) >= _MOST_CALLS:
            self._watch.stop(f"{_MOST_CALLS} calls")
        return super().answer(operation)


def try_each(
    function: Callable[..., object],
    found: Review,
    known: Mapping[str, object],
    arguments: Mapping[str, object],
) -> tuple[dict[str, str], str | None]:
    """Return how a function ends with each error, or why it was not run."""
    if inspect.iscoroutinefunction(function):
        return {}, "it is asynchronous, which boto3 is not"
    if len({(call.operation, call.line) for call in found.calls}) > 1:
        return {}, "it makes several calls, and an error would answer all of them"
    given, missing = _arguments(function, arguments)
    if missing:
        return {}, f"no value for {', '.join(missing)}. Pass arguments={{...}}"
    clients = {id(each): each for each in (*known.values(), *given.values()) if _is_ours(each)}
    [call] = found.calls
    ends: dict[str, str] = {}
    watch = Watch()
    for error in call.decisions:
        carrier, _, code = error.rpartition("/")
        fault = Fault(call.operation, code, exception=carrier or None, undocumented=True)
        plan = _Limited([fault], watch)
        with ExitStack() as stack:
            for client in clients.values():
                stack.enter_context(inject(client, plan, retry_waits=False))
            stack.enter_context(inject_session(None, plan, retry_waits=False))
            done = run_function(function, watch=watch, named=given)
        if isinstance(done.error, OwnClient):
            return {}, "it calls a client that could reach AWS"
        if not plan.calls.get(call.operation):
            return {}, f"it did not call {call.operation}"
        ends[error] = _end(done.error, plan)
    return ends, None


def _arguments(
    function: Callable[..., object], arguments: Mapping[str, object]
) -> tuple[dict[str, object], list[str]]:
    """Return the arguments for a function, and the parameters without a value.

    A parameter gets a client if its name says so.
    """
    parameters = inspect.signature(function).parameters
    names = [name for name, each in parameters.items() if each.kind not in _FREE]
    takes_any = any(each.kind is inspect.Parameter.VAR_KEYWORD for each in parameters.values())
    for name in arguments:
        if name not in names and not takes_any:
            raise UnknownNameError("parameter", name, names)
    given = dict(arguments)
    needed = [
        n for n in names if parameters[n].default is inspect.Parameter.empty and n not in given
    ]
    used = _receivers(function)
    given |= {name: new_client() for name in needed if name == "client" or name in used}
    return given, [name for name in needed if name not in given]


def _receivers(function: Any) -> set[str]:
    """Return the parameters whose methods a function calls as operations."""
    from sgwlib.catalogue import load_catalogue
    from botocore import xform_name

    methods = {xform_name(name) for name in load_catalogue().api_operations}
    code = inspect.unwrap(getattr(function, "func", function)).__code__
    return (
        set(code.co_varnames)
        if methods.intersection(code.co_names) and code.co_argcount == 1
        else {
            name
            for name in code.co_varnames[: code.co_argcount]
            if "client" in name or "gateway" in name
        }
    )


def _is_ours(value: object) -> bool:
    return (
        isinstance(value, BaseClient) and value.meta.service_model.service_name == "storagegateway"
    )


def _end(error: BaseException | None, plan: FaultPlan) -> str:
    if error is None:
        return "returns"
    if isinstance(error, Runaway):
        return "does not end"
    if isinstance(error, ClientError):
        return "raises it"
    return f"raises {type(error).__name__}"
