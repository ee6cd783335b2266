"""What a reviewed source sees of the outside: harmless builtins, and models of some libraries.

Time passes when the code sleeps, and takes none. A thread pool and an event loop run what they are
given at once. tenacity and backoff try again as they document it.
"""

from __future__ import annotations

import builtins
import collections
import contextlib
import dataclasses
import datetime
import enum
import functools
import inspect
import itertools
import json
import re
import sys
from typing import Any, Final

import botocore.exceptions
from botocore.exceptions import ClientError

from sgwlib.reviewing.standins import RUN, Anything, Base, NeverError, OutsideError, Said, mentions, noted

_LARGEST: Final = 10_000
_SAFE: Final = (
    "abs all any ascii bin bool bytearray bytes callable chr classmethod complex dict divmod "
    "enumerate filter float format frozenset hash hex int len list map max min next oct "
    "ord property range repr reversed round set slice sorted staticmethod str sum super tuple "
    "zip Ellipsis NotImplemented __build_class__"
).split()


def _instance_of(value: Any, kinds: Any) -> bool:
    """Do what isinstance does, and note whether the error's own class is asked for."""
    flat = _flat(kinds)
    if any(isinstance(each, Anything) for each in flat):
        return RUN.ask(f"isinstance of {flat}")
    if value is RUN.raised and isinstance(value, BaseException):
        RUN.looked_ever = True
        RUN.matched |= RUN.own_class(flat)
    if isinstance(value, Anything) and Anything not in flat:
        return RUN.ask(f"{value} is a {[getattr(each, '__name__', each) for each in flat]}")
    return isinstance(value, tuple(flat))


def _flat(kinds: Any) -> list[Any]:
    if isinstance(kinds, (tuple, list)) and not isinstance(kinds, str):
        return [each for kind in kinds for each in _flat(kind)]
    return [kinds]


def _type(*given: Any) -> Any:
    return type(given[0]) if len(given) == 1 else Anything("type(...)")


def _getattr(value: Any, name: Any, *default: Any) -> Any:
    if not isinstance(name, str):
        return Anything("getattr")
    if name.startswith(("__", "gi_", "f_", "tb_", "cr_", "ag_", "co_", "func_")) or name in {"format", "format_map"}:
        return default[0] if default else Anything(name)
    return getattr(value, str.__str__(name), *default)


def _hasattr(value: Any, name: Any) -> bool:
    missing = object()
    return _getattr(value, name, missing) is not missing


def _setattr(value: Any, name: Any, new: Any) -> None:
    if isinstance(name, str) and not name.startswith("__"):
        setattr(value, str.__str__(name), new)


def _power(base: Any, exponent: Any, *modulus: Any) -> Any:
    """Return a power, unless it is so large that it would take forever."""
    if isinstance(exponent, int) and abs(exponent) > _LARGEST and not modulus:
        return Anything("a large number")
    return pow(base, exponent, *modulus)


def _iter(what: Any, *sentinel: Any) -> Any:
    if not sentinel:
        return iter(what)
    return iter(lambda: (RUN.round(), what())[1], *sentinel)


def _leave(*_: object) -> None:
    RUN.meant.append(leaving := SystemExit(1))
    raise leaving


BUILTINS: Final[dict[str, Any]] = {
    **{name: getattr(builtins, name) for name in _SAFE},
    **{name: value for name, value in vars(builtins).items() if isinstance(value, type) and issubclass(value, BaseException)},
    **{name: Anything(name) for name in ("open", "input", "exec", "eval", "compile", "globals", "locals", "vars", "dir", "breakpoint", "help", "memoryview", "delattr", "id", "__import__")},
    "print": lambda *_, **__: None,
    "object": Base,
    "isinstance": _instance_of,
    "issubclass": lambda kind, kinds: isinstance(kind, type) and issubclass(kind, tuple(each for each in _flat(kinds) if isinstance(each, type))),
    "type": _type,
    "pow": _power,
    "@power": _power,
    "iter": _iter,
    "getattr": _getattr,
    "hasattr": _hasattr,
    "setattr": _setattr,
    "exit": _leave,
    "quit": _leave,
}  # fmt: skip


# --- time and small libraries -------------------------------------------------------------------


def _sleep(seconds: Any = 0, *_: object) -> Any:
    RUN.round()
    if isinstance(seconds, (int, float)):
        RUN.clock += max(float(seconds), 0)
    return Anything("slept")


def _now(*_: object) -> float:
    RUN.round()
    RUN.clock += 0.01
    return RUN.clock


class _DateTime(datetime.datetime):
    """The time of a run."""

    @classmethod
    def now(cls, tz: Any = None) -> Any:
        """Return the time of the run."""
        return datetime.datetime.fromtimestamp(_now(), tz if isinstance(tz, datetime.tzinfo) else None)  # noqa: DTZ006

    utcnow = today = now


def _dumps(value: Any, *_: Any, **__: Any) -> Any:
    with contextlib.suppress(TypeError, ValueError, RecursionError):
        return json.dumps(value, default=str)
    return Anything("json.dumps(...)", told=mentions(value))


def _loads(text: Any, *_: Any, **__: Any) -> Any:
    if isinstance(text, str):
        return json.loads(text)
    return Anything("json.loads(...)")


def _pattern(method: str) -> Any:
    def call(pattern: Any, text: Any, *given: Any, **named: Any) -> Any:
        if not isinstance(text, str) or not isinstance(pattern, (str, re.Pattern)):
            return Anything(f"re.{method}(...)")
        flags = [each for each in given if isinstance(each, int)]
        found = getattr(re, method)(pattern, text, *flags, **named)
        if isinstance(text, Said):
            hit = found[0] if method in {"search", "match", "fullmatch"} and found else ""
            noted("changed", hit, hit=bool(found))
        return found

    return call


class _Pattern:
    def __init__(self, pattern: Any, flags: Any = 0) -> None:
        self.pattern = re.compile(pattern, flags) if isinstance(pattern, str) else pattern

    def __getattr__(self, name: str) -> Any:
        if name not in {"search", "match", "fullmatch", "findall", "split", "finditer"}:
            return Anything(f"re.{name}")
        return functools.partial(_pattern(name), self.pattern)


class _Suppress(contextlib.suppress):
    """Suppresses, and notes whether it knows the error by its own class."""

    def __init__(self, *kinds: Any) -> None:
        self.kinds = classes(kinds)
        super().__init__(*self.kinds)

    def __exit__(self, kind: Any, error: Any, traceback: Any) -> bool:
        done = bool(super().__exit__(kind, error, traceback))
        RUN.matched |= done and error is RUN.raised and RUN.own_class(self.kinds)
        return done


# --- threads and event loops --------------------------------------------------------------------


class _Future:
    """What a pool or an event loop ran at once."""

    def __init__(self, function: Any, *given: Any, **named: Any) -> None:
        self.value: Any = None
        self.error: BaseException | None = None
        try:
            self.value = drive(function(*given, **named)) if callable(function) else drive(function)
        except Exception as error:  # noqa: BLE001 - a future keeps what was raised
            self.error = error

    def result(self, *_: Any, **__: Any) -> Any:
        """Return or raise."""
        if self.error is not None:
            raise self.error
        return self.value

    def exception(self, *_: Any, **__: Any) -> Any:
        """Return what was raised."""
        return self.error

    def __await__(self) -> Any:
        return self.result()
        yield

    def __getattr__(self, name: str) -> Any:
        return Anything(f"future.{name}")


class _Pool(Base):
    """A pool of threads or processes."""

    def submit(self, function: Any, *given: Any, **named: Any) -> _Future:
        """Run a function."""
        return _Future(function, *given, **named)

    def map(self, function: Any, *items: Any, **_: Any) -> Any:
        """Run a function for each item. A future raises when its result is read."""
        futures = [_Future(function, *each) for each in zip(*items, strict=False)]
        return (each.result() for each in futures)

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: object) -> None: ...


async def _gather(*things: Any, return_exceptions: bool = False) -> list[Any]:
    futures = [each if isinstance(each, _Future) else _Future(each) for each in things]
    if not return_exceptions:
        return [each.result() for each in futures]
    return [each.value if each.error is None else each.error for each in futures]


async def _awaited(thing: Any, *_: Any, **__: Any) -> Any:
    return await thing if hasattr(thing, "__await__") or inspect.iscoroutine(thing) else thing


async def _to_thread(function: Any, *given: Any, **named: Any) -> Any:
    return function(*given, **named)


async def _in_executor(_: Any, function: Any, *given: Any) -> Any:
    return function(*given)


async def _asleep(seconds: Any = 0, *_: Any) -> None:
    _sleep(seconds)


def drive(value: Any) -> Any:
    """Run a coroutine or a generator to its end. Return the value of anything else."""
    if inspect.iscoroutine(value) or isinstance(value, _Future):
        try:
            waiting = value.__await__() if isinstance(value, _Future) else value
            while True:
                waiting.send(None)
        except StopIteration as end:
            return drive(end.value)
    if inspect.isasyncgen(value):
        return drive(_collected(value))
    if inspect.isgenerator(value) or isinstance(value, map):
        return list(itertools.islice(value, 100))
    if isinstance(value, contextlib._GeneratorContextManager):
        with value:
            return None
    return value


async def _collected(value: Any) -> list[Any]:
    return [each async for each in value]


# --- decorators that try again ------------------------------------------------------------------


class RetryError(Exception):
    """What tenacity raises when it gives up."""


def _retrying(function: Any, most: Any, again: Any, give_up: Any) -> Any:
    """Return a function that is called again and again."""

    def call(*given: Any, **named: Any) -> Any:
        tried = 0
        while True:
            RUN.round()
            tried += 1
            try:
                return drive(function(*given, **named))
            except Exception as error:  # noqa: BLE001 - what the predicate decides on
                if not again(error):
                    raise
                if most is not None and tried >= most:
                    return give_up(error)

    async def call_later(*given: Any, **named: Any) -> Any:
        return call(*given, **named)

    later = inspect.iscoroutinefunction(function)
    return functools.wraps(function)(call_later if later else call)


def _when(*kinds: Any, **_: Any) -> Any:
    flat = classes(kinds or (Exception,))
    return _Condition(lambda error: isinstance(error, flat) and RUN.note_class(flat))


class _Condition:
    """A condition of tenacity on what was raised."""

    def __init__(self, holds: Any) -> None:
        self.holds = holds

    def __call__(self, error: Any) -> Any:
        return self.holds(error)

    def __or__(self, other: Any) -> _Condition:
        return _Condition(lambda error: self(error) or other(error))

    def __and__(self, other: Any) -> _Condition:
        return _Condition(lambda error: self(error) and other(error))


class _Attempts(int):
    """When tenacity stops, in attempts."""

    def __or__(self, other: Any) -> Any:
        return self


def _tenacity(*function: Any, **settings: Any) -> Any:
    most = settings.get("stop")
    if not isinstance(most, int) and most is not None:
        most = 3  # after a time
    again = settings.get("retry") or (lambda _: True)

    def give_up(error: BaseException) -> Any:
        if settings.get("retry_error_callback"):
            return settings["retry_error_callback"](_Future(_raising, error))
        if settings.get("reraise") is True:
            raise error
        RUN.meant.append(failed := RetryError(error))
        raise failed

    if function and callable(function[0]):
        return _retrying(function[0], None, lambda _: True, give_up)
    return lambda inner: _retrying(inner, most, again, give_up)


def _raising(error: BaseException) -> None:
    raise error


def _on_exception(_: Any, kinds: Any, *, max_tries: Any = None, max_time: Any = None, giveup: Any = None, raise_on_giveup: Any = True, **__: Any) -> Any:
    flat = classes(kinds)
    most = int(max_tries) if max_tries is not None else 3 if max_time is not None else None

    def again(error: Any) -> bool:
        return isinstance(error, flat) and not (callable(giveup) and giveup(error))

    def give_up(error: BaseException) -> None:
        if raise_on_giveup is not False:
            raise error

    return lambda inner: _retrying(inner, most, again, give_up)


def _retry_package(exceptions: Any = Exception, tries: Any = -1, **_: Any) -> Any:
    return _on_exception(None, exceptions, max_tries=None if tries == -1 else tries)


def _retrying_package(stop_max_attempt_number: Any = None, stop_max_delay: Any = None, retry_on_exception: Any = None, **_: Any) -> Any:
    most = stop_max_attempt_number or (3 if stop_max_delay else None)
    return lambda inner: _retrying(inner, most, retry_on_exception or (lambda _: True), _raising)


def _is_code(codes: Any, *_: Any) -> Any:
    """Do what Ansible's is_boto3_error_code does: return a class that catches the error, or not."""
    error = sys.exc_info()[1]
    code = error.response["Error"]["Code"] if isinstance(error, ClientError) else ""
    hits = [code == each for each in (codes if isinstance(codes, (list, tuple, set)) else [codes])]
    return ClientError if any(hits) else NeverError


def _is_message(text: Any) -> Any:
    error = sys.exc_info()[1]
    return ClientError if isinstance(error, ClientError) and text in error.response["Error"]["Message"] else NeverError


def classes(kinds: Any) -> tuple[Any, ...]:
    """Return the classes of an except clause. One that is outside is a choice or catches nothing."""
    made: list[Any] = []
    for kind in _flat(kinds):
        if not isinstance(kind, Anything):
            made.append(kind)
        elif _names_exception(str(kind._name)) or not RUN.ask(str(kind._name)):
            made.append(NeverError)
        else:
            made.append(Exception)
    return tuple(made)


def _names_exception(name: str) -> bool:
    """Return whether a name is that of a class of another library: ``requests.Timeout``."""
    last = name.rpartition(".")[2]
    return "." in name and last[:1].isupper() and not last.isupper()


_TIME = {"sleep": _sleep, **dict.fromkeys("time monotonic perf_counter process_time".split(), _now)}
_TRY_AGAIN = {"retry": _tenacity, "stop_after_attempt": lambda n: _Attempts(int(n)), "stop_never": None,
    "retry_if_exception_type": _when, "retry_if_exception": _Condition,
    "retry_if_not_exception_type": lambda *kinds: _Condition(lambda error: not isinstance(error, classes(kinds))),
    "retry_if_exception_message": lambda match="", message="", **_: _Condition(lambda error: bool(_pattern("match")(match, str(error))) if match else str(error) == message),
    "RetryError": RetryError}  # fmt: skip
_POOLS = {"ThreadPoolExecutor": _Pool, "ProcessPoolExecutor": _Pool, "as_completed": lambda futures, *_, **__: list(futures),
    "wait": lambda futures, *_, **__: (list(futures), [])}  # fmt: skip
_LOOP = {"run": lambda it, **_: drive(it), "gather": _gather, "create_task": lambda it, **_: _Future(it), "ensure_future": lambda it, **_: _Future(it),
    "wait_for": _awaited, "shield": _awaited, "sleep": _asleep, "to_thread": _to_thread, "run_until_complete": drive, "run_in_executor": _in_executor}  # fmt: skip
MODULES: Final[dict[str, dict[str, Any]]] = {
    "time": _TIME,
    "datetime": {"datetime": _DateTime, **{n: getattr(datetime, n) for n in ("timedelta", "timezone", "date", "UTC")}},
    "json": {"dumps": _dumps, "loads": _loads, "JSONDecodeError": json.JSONDecodeError},
    "re": {**{n: _pattern(n) for n in "search match fullmatch findall".split()}, "compile": _Pattern,
           **{n: getattr(re, n) for n in "I IGNORECASE M MULTILINE S DOTALL escape sub error".split()}},
    "sys": {"exit": _leave, "exc_info": lambda: (type(sys.exc_info()[1]), sys.exc_info()[1], Anything("traceback"))},
    "os": {"_exit": _leave},
    "traceback": {"format_exc": lambda *_: Said.at(f"Traceback: {sys.exc_info()[1]}", "text")},
    "contextlib": {n: getattr(contextlib, n) for n in "contextmanager asynccontextmanager closing nullcontext ExitStack AsyncExitStack ContextDecorator AbstractContextManager".split()}
    | {"suppress": _Suppress},
    "functools": {n: getattr(functools, n) for n in "wraps partial lru_cache cache reduce cached_property".split()},
    "itertools": {n: getattr(itertools, n) for n in "count chain islice repeat cycle product zip_longest takewhile groupby".split()},
    "collections": {n: getattr(collections, n) for n in "defaultdict deque Counter OrderedDict namedtuple ChainMap".split()},
    "dataclasses": {n: getattr(dataclasses, n) for n in "dataclass field asdict replace".split()},
    "enum": {n: getattr(enum, n) for n in "Enum IntEnum StrEnum Flag auto unique".split()},
    "typing": {"cast": lambda _, value: value, "TYPE_CHECKING": False},
    "abc": {"ABC": Base, "abstractmethod": lambda function: function},
    "tenacity": _TRY_AGAIN, "backoff": {"on_exception": _on_exception}, "retry": {"retry": _retry_package}, "retrying": {"retry": _retrying_package},
    "concurrent.futures": _POOLS, "asyncio": _LOOP,
    "botocore.exceptions": {n: v for n, v in vars(botocore.exceptions).items() if isinstance(v, type)},
}  # fmt: skip
# Names that mean the same wherever they are imported from.
_ANYWHERE: Final = {
    **{name: value for name, value in MODULES["botocore.exceptions"].items() if issubclass(value, Exception)},
    "is_boto3_error_code": _is_code, "is_boto3_error_message": _is_message,
}  # fmt: skip
SNIPPET: Final = {"suppress": _Suppress, "ClientError": ClientError, "sleep": _sleep}
"""Names that a piece of code uses without its imports."""


class Module(Anything):
    """An imported module."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return imported(f"{self._name}.{name}")


def imported(path: str) -> Any:
    """Return what an import gives: ``concurrent.futures.wait``."""
    module, _, name = path.rpartition(".")
    if name in MODULES.get(module, ()):
        return MODULES[module][name]
    if path in MODULES or any(each.startswith(f"{path}.") for each in MODULES):
        return Module(path)
    if name in _ANYWHERE and name[:1].isupper():
        return _ANYWHERE[name]
    if name.startswith("is_boto3_error"):
        return _ANYWHERE.get(name, Anything(path))
    if module in {"asyncio", "socket", "builtins", "concurrent.futures", "http.client", "ssl"}:
        found = getattr(builtins, name, None) or {"timeout": TimeoutError, "error": OSError}.get(name)
        if isinstance(found, type):
            return found
    return Anything(path) if module else Module(path)


# Methods of whatever object: a loop or a task group, a pool that a helper made.
RUN.methods.update({name: _LOOP[name] for name in ("run_until_complete", "create_task", "run_in_executor")})
RUN.methods["submit"] = _Future


__all__ = ["BUILTINS", "SNIPPET", "OutsideError", "classes", "drive", "imported"]
