"""Functions: the program around one, and how it really ends with each error."""

from __future__ import annotations

import functools
import inspect
import linecache
import types
from contextlib import ExitStack, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from botocore.client import BaseClient
from botocore.exceptions import ClientError

from sgwlib.errors import ReviewError, UnknownNameError
from sgwlib.frozen import FrozenDict
from sgwlib.running import OwnClient, Runaway, Watch, new_client
from sgwlib.running import run as run_function
from sgwlib.simulation.faults import Fault, FaultPlan
from sgwlib.simulation.inject import inject, inject_session

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sgwlib.reviewing.report import Decision, Review
    from sgwlib.simulation.faults import Answer

_MOST_CALLS: Final = 100
_CLIENT: Final = "client"
_PLAIN: Final = (bool, int, float, str, bytes, type(None))
_FREE: Final = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)


class ProgramOf(NamedTuple):
    """The program around a function."""

    file: str
    text: str
    offset: int  # lines of the text before the file's
    place: list[Any]  # the function's name and line in the text
    clients: list[str]  # the names of clients that it sees


def program_of(function: Callable[..., object], arguments: Mapping[str, object]) -> ProgramOf:
    """Return the file of a function, with what it uses from elsewhere in its module.

    In a notebook, each cell is a file. Then the cells of what the function uses come before its
    own. The plain values of the names that it sees come before all.
    """
    plain = _plain(function)
    names = _names_around(plain)
    known = {**names, **arguments, **getattr(getattr(function, "__self__", None), "__dict__", {})}
    code = plain.__code__
    texts = {code.co_filename: "".join(linecache.getlines(code.co_filename, plain.__globals__))}
    if not texts[code.co_filename]:
        raise ReviewError(plain.__name__, "its source is not available. Pass it as a string")
    values: dict[str, object] = {}
    waiting = [plain]
    while waiting:
        for name in _used_names(waiting.pop().__code__):
            value = names.get(name)
            if name in names and _is_plain(value):
                values[name] = value
            for each in vars(value).values() if isinstance(value, type) else [value]:
                inner = inspect.unwrap(each) if callable(each) else each
                if isinstance(inner, types.FunctionType) and inner.__module__ == plain.__module__:
                    file = inner.__code__.co_filename
                    if file not in texts:
                        texts[file] = "".join(linecache.getlines(file)) + "\n"
                        waiting.append(inner)
    own = texts.pop(code.co_filename)
    before = "".join([f"{name} = {value!r}\n" for name, value in values.items()]) + "".join(
        texts.values()
    )
    offset = before.count("\n")
    clients = [_CLIENT, *(name for name, value in known.items() if _is_ours(value))]
    place = [plain.__name__, code.co_firstlineno + offset]
    return ProgramOf(code.co_filename, before + own, offset, place, clients)


def _plain(function: Any) -> types.FunctionType:
    """Return the function inside a method, a partial, or a decorator with functools.wraps."""
    inner = function
    while isinstance(inner, functools.partial):
        inner = inner.func
    inner = inspect.unwrap(inner) if callable(inner) else inner
    inner = getattr(inner, "__func__", inner)
    if not isinstance(inner, types.FunctionType):
        reason = "is not a function with Python source, a string of source or a path"
        raise ReviewError("<source>", f"{function!r} {reason}")
    if inner.__name__ == "<lambda>":
        raise ReviewError(inner.__name__, "it is not a def. Pass the source as a string")
    return inner


def _is_ours(value: object) -> bool:
    if not isinstance(value, BaseClient):
        return False
    return bool(value.meta.service_model.service_name == "storagegateway")


def _names_around(function: types.FunctionType) -> dict[str, Any]:
    """Return the names that a function can see, and its defaults that are clients."""
    names = dict(function.__globals__)
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        with suppress(ValueError):  # not bound yet
            names[name] = cell.cell_contents
    defaults = {it.name: it.default for it in inspect.signature(function).parameters.values()}
    return names | {name: value for name, value in defaults.items() if _is_ours(value)}


def _used_names(code: types.CodeType) -> set[str]:
    inner = [each for each in code.co_consts if isinstance(each, types.CodeType)]
    return {*code.co_names, *code.co_freevars}.union(*map(_used_names, inner))


def _is_plain(value: Any) -> bool:
    """Return whether a value can be written as source."""
    if type(value) in {list, tuple, set, frozenset, dict}:
        inside = [*value, *(value.values() if isinstance(value, dict) else ())]
        return bool(inside) and all(type(each) in _PLAIN for each in inside)
    return type(value) in _PLAIN


# --- runs -----------------------------------------------------------------------------------


class _Limited(FaultPlan):
    """A plan that stops a function after too many calls."""

    def __init__(self, fault: Fault, watch: Watch) -> None:
        super().__init__([fault])
        self._watch = watch

    def answer(self, operation: str) -> Answer | None:
        if sum(self.calls.values()) >= _MOST_CALLS:
            self._watch.stop(f"{_MOST_CALLS} calls")
        return super().answer(operation)


def run_each(
    function: Callable[..., object], found: Review, arguments: Mapping[str, object]
) -> Review:
    """Return the review of a function with how it ends with each error, or why it was not run."""
    if inspect.iscoroutinefunction(inspect.unwrap(function)):
        return replace(found, not_run="it is asynchronous, which boto3 is not")
    call, *others = found.calls
    if others:
        return replace(found, not_run="it makes several calls")
    given, missing = _arguments(function, arguments)
    if missing:
        reason = f"no value for {', '.join(missing)}. Pass arguments={{...}}"
        return replace(found, not_run=reason)
    plain = _plain(function)
    seen = {
        **_names_around(plain),
        **given,
        **getattr(getattr(function, "__self__", None), "__dict__", {}),
    }
    clients = {id(each): each for each in seen.values() if _is_ours(each)}
    decided: dict[str, Decision] = {}
    watch = Watch()
    for error, decision in call.decisions.items():
        carrier, _, name = error.rpartition("/")
        fault = Fault(call.operation, name, exception=carrier or None, undocumented=True)
        plan = _Limited(fault, watch)
        with ExitStack() as stack:
            stack.enter_context(inject_session(None, plan, retry_waits=False))
            for client in clients.values():
                stack.enter_context(inject(client, plan, retry_waits=False))
            done = run_function(functools.partial(function, **given), watch=watch, own=plain)
        if isinstance(done.error, OwnClient):
            return replace(found, not_run="it calls a client that could reach AWS")
        if not plan.calls.get(call.operation):
            return replace(found, not_run=f"it did not call {call.operation}")
        decided[error] = decision._replace(run=_end(done.error))
    return replace(found, calls=(replace(call, decisions=FrozenDict(decided)),))


def _arguments(
    function: Callable[..., object], arguments: Mapping[str, object]
) -> tuple[dict[str, object], list[str]]:
    """Return the arguments for a function, and the parameters without a value."""
    parameters = inspect.signature(function).parameters
    names = [name for name, each in parameters.items() if each.kind not in _FREE]
    takes_any = any(each.kind is inspect.Parameter.VAR_KEYWORD for each in parameters.values())
    for name in arguments:
        if name not in names and not takes_any:
            raise UnknownNameError("parameter", name, names)
    needed = [n for n in names if parameters[n].default is inspect.Parameter.empty]
    missing = [name for name in needed if name not in arguments]
    # The one parameter that is missing, or the one that is called so, must be the client.
    client = _CLIENT if _CLIENT in missing else missing[0] if len(missing) == 1 else ""
    given = dict(arguments)
    if client:
        given[client] = new_client()
    return given, [name for name in missing if name != client]


def _end(error: BaseException | None) -> str:
    if error is None:
        return "returns"
    if isinstance(error, Runaway):
        return "does not end"
    return "raises it" if isinstance(error, ClientError) else f"raises {type(error).__name__}"
