"""What a reviewed source sees of the outside: harmless builtins, and models of some libraries.

Time passes when the code sleeps, and takes none. A pool of threads and an event loop run what they
are given at once. The decorators of tenacity, backoff and the like try again as documented.
"""

from __future__ import annotations

import builtins
import collections
import contextlib
import datetime as dt
import enum
import errno
import functools
import inspect
import itertools
import json
import queue
import re
import sys
import types
from collections.abc import Iterator
from concurrent import futures
from importlib import import_module
from typing import Any, Final, NamedTuple, Self

import botocore.exceptions
from botocore.exceptions import ClientError

from sgwlib.reviewing.instrument import INSPECTING
from sgwlib.reviewing.standins import (
    RUN,
    Anything,
    Base,
    Dumped,
    Either,
    NeverError,
    Response,
    Said,
    Table,
    is_open,
    mentions,
    noted,
    outside_class,
    plain,
    short,
)

# A pattern that finds these reads an error, and recognises none.
_ANY: Final = ("OtherException", f"{ClientError({'Error': {'Code': 'OtherException'}}, 'Other')}")
_MOST_ITEMS: Final = 100  # of a generator
_EARLY, _LATE = 5.0, 150.0  # seconds of an unknown timeout


def _real(module: Any, names: str) -> dict[str, Any]:
    """Return members of a real module that do nothing outside."""
    return {name: getattr(module, name) for name in names.split() if hasattr(module, name)}


def _known(function: Any) -> Any:
    """Return a function that returns a stand-in if it gets one."""

    def call(*given: Any, **named: Any) -> Any:
        if any(isinstance(each, Anything) for each in (*given, *named.values())):
            arguments = ", ".join(map(short, given))
            return Anything(f"{function.__name__}({arguments})", told=mentions(given))
        return function(*given, **named)

    return call


# --- builtins -------------------------------------------------------------------------------


def _flat(kinds: Any) -> list[Any]:
    if isinstance(kinds, (tuple, list)):
        return [each for kind in kinds for each in _flat(kind)]
    return [kinds]


def classes(kinds: Any) -> tuple[Any, ...]:
    """Return the classes of an except clause.

    One from outside is a choice, or catches what the source raises by the same name.
    """
    made = []
    for kind in _flat(kinds):
        name = str(kind._name) if isinstance(kind, Anything) else ""
        last = name.rpartition(".")[2]
        # "requests.Timeout" is a class of another library; "errors" could be anything.
        foreign = "." in name and last[:1].isupper() and not last.isupper()
        unknown = Exception if name and not foreign and RUN.ask(name) else outside_class(name)
        made.append(unknown if name else kind)
    return tuple(made)


def _is_instance(value: Any, kinds: Any) -> bool:
    flat, value = _flat(kinds), plain(value)
    if value is RUN.raised:
        RUN.note_class(flat)
    if isinstance(value, Response):
        return dict in flat
    if isinstance(value, Anything) or any(isinstance(each, Anything) for each in flat):
        return RUN.ask(f"{value} is a {[getattr(each, '__name__', each) for each in flat]}")
    return isinstance(value, tuple(flat))


def _type(value: Any, *more: Any) -> Any:
    if isinstance(value, (Response, Table)):
        return dict
    return Anything(f"type({short(value)})") if isinstance(value, Anything) or more else type(value)


def _getattr(value: Any, name: Any, *default: Any) -> Any:
    if is_open(name):
        name = getattr(RUN.made.get(RUN.source), "__name__", name)
    if not isinstance(name, str) or name.startswith(("__", *INSPECTING, "format")):
        return default[0] if default else Anything("getattr")
    return getattr(value, str.__str__(name), *default)


def _repr(value: Any) -> str:
    text = repr(value)
    return Said.at(text, "text") if mentions(value) else text


class _Super:
    """The bases of a class, of which some are outside."""

    def __init__(self, *given: Any) -> None:
        known = not any(isinstance(each, Anything) for each in given)
        self._bases = super(*given) if known else Anything("super()")

    def __getattribute__(self, name: str) -> Any:
        bases = object.__getattribute__(self, "_bases")
        try:
            return getattr(bases, name)
        except AttributeError:
            return getattr(Anything("super()"), name)


def _leave(*code: object) -> None:
    raise RUN.means(SystemExit(*code))


def _assert_equal(one: object, other: object, *_: object) -> None:
    if (one == other) is False:
        raise RUN.means(AssertionError())


_ERRORS: Final = {
    name: value
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException)
}
BUILTINS: Final[dict[str, Any]] = {
    **_ERRORS,
    **_real(
        builtins,
        "all any ascii bin bool bytearray bytes callable chr classmethod complex dict divmod "
        "enumerate filter float format frozenset hash hex int iter list map max min next oct ord "
        "pow property range reversed set slice sorted staticmethod str sum tuple zip "
        "Ellipsis NotImplemented __build_class__",
    ),
    "print": lambda *_, **__: None,
    "__import__": lambda *_: Anything("__import__"),  # as datetime.strftime calls it
    "object": Base,
    "super": _Super,
    "exit": _leave,
    "quit": _leave,
    "isinstance": _is_instance,
    "issubclass": lambda it, kinds: isinstance(it, type) and issubclass(it, classes(kinds)),
    "abs": _known(abs),
    "repr": _repr,
    "len": lambda it: Anything(f"len({it._name})") if isinstance(it, Anything) else len(it),
    "round": _known(round),
    "type": _type,
    "getattr": _getattr,
    "hasattr": lambda value, name: _getattr(value, name, NeverError) is not NeverError,
}


# --- small libraries ------------------------------------------------------------------------


def _sleep(seconds: Any = 0, *_: object) -> None:
    RUN.round()
    RUN.clock += seconds if isinstance(seconds, (int, float)) else 1
    if RUN.clock > min(RUN.deadlines, default=RUN.clock):
        raise RUN.means(TimeoutError())


async def _asleep(seconds: Any = 0, *_: object) -> None:
    _sleep(seconds)


def _now(*_: object) -> float:
    _sleep(0.01)
    RUN.timed = True
    return RUN.clock


def _zone(tz: Any) -> Any:
    """Return a time zone. One from outside, such as ``ZoneInfo(name)``, is one, too."""
    return dt.UTC if isinstance(tz, Anything) else tz


class _DateTime(dt.datetime):
    """The time of a run."""

    @classmethod
    def now(cls, tz: Any = None) -> Any:
        return super().fromtimestamp(_now(), _zone(tz))

    def astimezone(self, tz: Any = None) -> Any:
        return super().astimezone(_zone(tz))

    utcnow = today = now
    strptime = _known(dt.datetime.strptime)
    fromisoformat = _known(dt.datetime.fromisoformat)
    fromtimestamp = _known(dt.datetime.fromtimestamp)


def _traceback(error: object) -> Said:
    return Said.at(f"Traceback: {error}", "text")


def _dumps(value: Any, **_: Any) -> Any:
    with contextlib.suppress(TypeError, ValueError, RecursionError):
        made = Dumped(json.dumps(value, default=str))
        made.value = value
        return made
    return Anything("json.dumps(...)", told=mentions(value))


def _pattern(method: str) -> Any:
    def call(pattern: Any, text: Any, *given: Any, **named: Any) -> Any:
        pattern = getattr(pattern, "_pattern", pattern)
        found = getattr(re, method)(pattern, text, *given, **named)
        if not any(isinstance(each, str) and mentions(each) for each in (text, *given)):
            return found
        RUN.looked = True
        only = mentions(text) and (found is None or isinstance(found, re.Match))
        if only and not any(getattr(re, method)(pattern, it, *given, **named) for it in _ANY):
            said = found[0] if found else ""
            message = RUN.spec.message if RUN.spec else ""
            without = str.replace(text, message, "")
            if found and without != text and not getattr(re, method)(pattern, without):
                said = message  # `re.match(".*in use", str(e))` reads it, and more
            noted(f"~~{getattr(text, 'place', 'text')}", said, hit=bool(found))
        return _parts(found)

    call.__name__ = method
    return _known(call)


_SEARCHING: Final = "search match fullmatch findall finditer split sub subn".split()


class _Match:
    """A match in a text of the error. Its groups are such texts, too."""

    def __init__(self, found: re.Match[str]) -> None:
        self._found = found

    def __getitem__(self, name: Any) -> Any:
        return _parts(self._found[name])

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._found, name)
        return (lambda *given: _parts(value(*given))) if callable(value) else value


def _parts(found: Any) -> Any:
    match found:
        case re.Match():
            return _Match(found)
        case str():
            return Said.at(found, "text")
        case list() | tuple():
            return type(found)(map(_parts, found))
        case dict():
            return {name: _parts(each) for name, each in found.items()}
    return map(_parts, found) if isinstance(found, Iterator) else found


class _Pattern:
    """A compiled pattern."""

    def __init__(self, pattern: Any, flags: Any = 0) -> None:
        self._pattern = re.compile(pattern, flags) if isinstance(pattern, str) else pattern

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._pattern, name)
        return functools.partial(_pattern(name), self._pattern) if callable(value) else value


class _Suppress(contextlib.suppress):
    """Suppresses, and notes whether it knows the error by its own class."""

    def __init__(self, *kinds: Any) -> None:
        self._kinds = classes(kinds)
        super().__init__(*self._kinds)

    def __exit__(self, *given: object) -> bool:
        RUN.check()
        done = bool(super().__exit__(*given))  # type: ignore[arg-type] # three, as Python gives them
        return done and (given[1] is not RUN.raised or RUN.note_class(self._kinds))


class _Expected(Either, _Suppress):
    """A test's block that must raise."""

    def __init__(self, *kinds: Any, match: Any = None, **_: Any) -> None:
        super().__init__(*kinds)
        self._match = match

    def __exit__(self, *given: object) -> bool:
        self.value = self.exception = given[1]
        hit = self._match is None or bool(_pattern("search")(self._match, str(given[1])))
        RUN.matched |= (done := _Suppress.__exit__(self, *given)) and hit
        if done and not hit:
            _leave()
        return done


class _Open:
    """An enumeration of the source. For an unknown value, it has a member that may be any."""

    @classmethod
    def _missing_(cls: Any, value: Any) -> Any:
        if not is_open(value):
            return None
        plain = next((it for it in (int, str) if issubclass(cls, it)), object)
        member = plain.__new__(cls)
        member._name_, member._value_ = "unknown", value
        return member


_ENUMS: Final = {
    kind.__name__: types.new_class(kind.__name__, (_Open, kind))
    for kind in (enum.Enum, enum.IntEnum, enum.StrEnum)
}


# --- threads and event loops ----------------------------------------------------------------


def drive(value: Any) -> Any:
    """Run a coroutine, a generator or a context manager to its end. Return any other value."""
    if inspect.isasyncgen(value):
        value = _collected(value)
    if inspect.iscoroutine(value) or isinstance(value, _Future):
        waiting = value.__await__()
        try:
            while True:
                next(waiting)
        except StopIteration as end:
            return drive(end.value)
    if inspect.isgenerator(value) or isinstance(value, (map, filter)):
        return list(itertools.islice(value, _MOST_ITEMS))
    if isinstance(value, contextlib._GeneratorContextManager):
        with value:
            return None
    return value


async def _collected(value: Any) -> list[Any]:
    return [each async for each in value]


class _Future(futures.Future[Any], Either):
    """What a pool or an event loop ran at once."""

    def __init__(self, function: Any, *given: Any, **named: Any) -> None:
        super().__init__()
        try:
            made = function(*given, **named) if callable(function) else function
            self.set_result(drive(made))
        except Exception as error:  # noqa: BLE001 - a future keeps what was raised
            self.set_exception(error)

    def __await__(self) -> Any:
        yield from ()
        return self.result()

    def __getattr__(self, name: str) -> Any:
        return Anything(f"future.{name}")


class _Pool(futures.Executor):
    """A pool of threads or processes."""

    def __init__(self, *_: Any, **__: Any) -> None: ...

    def submit(self, function: Any, /, *given: Any, **named: Any) -> _Future:
        return _Future(function, *given, **named)


def _started(things: Any, *_: Any, **__: Any) -> list[_Future]:
    return [each if isinstance(each, _Future) else _Future(drive, each) for each in things]


class _Waited(collections.namedtuple("_Waited", "done not_done"), Either):  # noqa: PYI024
    """What became of some futures. An event loop awaits it."""


async def _gather(*things: Any, return_exceptions: Any = False) -> list[Any]:
    futures = _started(things)
    return [(return_exceptions and each.exception()) or each.result() for each in futures]


async def _awaited(thing: Any, seconds: Any = None, **named: Any) -> Any:
    with _Deadline(named.get("timeout", seconds)):
        return await thing


class _Deadline(Either):
    """A block that ends with a TimeoutError when its time is up."""

    def __init__(self, delay: Any) -> None:
        self._delay = delay

    def __enter__(self) -> Self:
        if self._delay is not None:
            if type(self._delay) not in {int, float}:
                self._delay = _LATE if RUN.ask("the timeout comes late") else _EARLY
            RUN.deadlines.append(RUN.clock + self._delay)
        return self

    def __exit__(self, *_: object) -> None:
        if self._delay is not None:
            RUN.deadlines.pop()

    def __getattr__(self, name: str) -> Any:
        return Anything(f"timeout.{name}")


async def _called(*given: Any, **named: Any) -> Any:
    function, *rest = given if callable(given[0]) else given[1:]
    return drive(function(*rest, **named))


# --- decorators that try again --------------------------------------------------------------


class RetryError(Exception):
    """What tenacity raises when it gives up."""

    @property
    def last_attempt(self) -> Any:
        return self.args[0]


class _Condition:
    """A condition of tenacity on what was raised."""

    def __init__(self, holds: Any) -> None:
        self._holds = holds

    def __call__(self, error: Any) -> Any:
        return self._holds(error)

    def __or__(self, other: Any) -> _Condition:
        return _Condition(lambda error: self(error) or other(error))

    def __and__(self, other: Any) -> _Condition:
        return _Condition(lambda error: self(error) and other(error))


class _Attempt(Either, Base):
    """One attempt: a block that keeps what it raises."""

    error: Any = None

    def __exit__(self, *given: object) -> bool:
        RUN.check()
        self.error = given[1]
        return isinstance(self.error, Exception)


class _Retrying(Either):
    """A decorator that calls a function again and again, or what a loop goes through."""

    def __init__(self, most: Any, again: Any, give_up: Any) -> None:
        self._again, self._give_up = again, give_up
        # The error stays the same, so more than three attempts tell no more.
        # A function of the source, or a setting, stops it some time.
        bound = min(most, 3) if isinstance(most, int) else 3
        self._most = None if most is None else bound
        self.value: Any = None  # after the last attempt

    def __iter__(self) -> Any:
        for tried in itertools.count(1):
            RUN.round()
            yield (attempt := _Attempt())
            if (error := attempt.error) is None:
                return
            if not self._again(error):
                raise error
            if self._most is not None and tried >= self._most:
                self.value = self._give_up(error)
                return

    def __call__(self, function: Any, *given: Any, **named: Any) -> Any:
        def call(*given: Any, **named: Any) -> Any:
            for attempt in self:
                with attempt:
                    return drive(function(*given, **named))
            return self.value

        async def later(*given: Any, **named: Any) -> Any:
            return call(*given, **named)

        if given or named or not hasattr(function, "__code__"):
            return call(*given, **named)
        return functools.wraps(function)(later if inspect.iscoroutinefunction(function) else call)


def _raise(error: BaseException) -> Any:
    raise error


def _of(kinds: Any) -> Any:
    flat = classes(kinds)
    return _Condition(lambda error: isinstance(error, flat) and RUN.note_class(flat))


def _tenacity(*function: Any, **settings: Any) -> Any:
    def give_up(error: BaseException) -> Any:
        if settings.get("retry_error_callback"):
            return settings["retry_error_callback"](_Future(_raise, error))
        if settings.get("reraise") is True:
            raise error
        raise RUN.means(RetryError(_Future(_raise, error)))

    decorate = _Retrying(settings.get("stop"), settings.get("retry") or _of(Exception), give_up)
    return decorate(function[0]) if function and callable(function[0]) else decorate


def _backoff(_: Any, kinds: Any, max_tries: Any = None, max_time: Any = None, **rest: Any) -> Any:
    again, giveup = _of(kinds), rest.get("giveup") or (lambda _: False)
    most = max_time if max_tries is None else max_tries
    give_up = (lambda _: None) if rest.get("raise_on_giveup") is False else _raise
    return _Retrying(most, lambda error: again(error) and not giveup(error), give_up)


def _retrying_package(**settings: Any) -> Any:
    most = settings.get("stop_max_attempt_number", settings.get("stop_max_delay"))
    return _Retrying(most, settings.get("retry_on_exception") or _of(Exception), _raise)


def _ansible(place: str) -> Any:
    """Return is_boto3_error_code or its like, which return a class to catch the error or not."""

    def check(names: Any, *_: Any) -> Any:
        error: Any = sys.exc_info()[1]
        response: Any = error.response if isinstance(error, ClientError) else None
        text = response["Error"][place] if response else ""
        hits = [text == it if place == "Code" else it in text for it in _flat(names)]
        return ClientError if any(hits) else NeverError

    return check


# --- modules --------------------------------------------------------------------------------

# What is as it really is, since it does nothing outside.
_REAL: Final = {
    "collections": "defaultdict deque Counter OrderedDict namedtuple",
    "contextlib": "contextmanager asynccontextmanager closing nullcontext ExitStack "
    "AsyncExitStack ContextDecorator",
    "dataclasses": "dataclass field asdict replace",
    "datetime": "timezone date UTC",
    "enum": "Flag auto unique",
    "errno": " ".join(errno.errorcode.values()),
    "functools": "wraps partial lru_cache cache reduce cached_property",
    "http": "HTTPStatus",
    "operator": "itemgetter",
    "itertools": "count chain islice repeat cycle product zip_longest groupby",
    "json": "JSONDecodeError",
    "queue": "Empty",
    "re": "I IGNORECASE M MULTILINE S DOTALL error",
}
_FINISHED: Final = {
    "as_completed": _started,
    "wait": lambda things, *_, **__: _Waited(_started(things), ()),
    "TimeoutError": TimeoutError,
}
_LOOP: Final[dict[str, Any]] = {
    **dict.fromkeys(("wait_for", "shield"), _awaited),
    **dict.fromkeys(("to_thread", "run_in_executor"), _called),
    **dict.fromkeys(("create_task", "ensure_future"), lambda it, **_: _Future(it)),
    **dict.fromkeys(("run", "run_until_complete"), lambda it, **_: drive(it)),
    **_FINISHED,
    "gather": _gather,
    "sleep": _asleep,
    **dict.fromkeys(("timeout", "timeout_at"), _Deadline),
    "QueueEmpty": queue.Empty,
}
_MODELS: Final[dict[str, dict[str, Any]]] = {
    "time": {"sleep": _sleep, **dict.fromkeys(("time", "monotonic", "perf_counter"), _now)},
    "datetime": {"datetime": _DateTime, "timedelta": _known(dt.timedelta)},
    "json": {"dumps": _dumps, "loads": _known(json.loads)},
    "re": {
        **{name: _pattern(name) for name in _SEARCHING},
        "escape": _known(re.escape),
        "compile": _Pattern,
    },
    "sys": {
        "exit": _leave,
        "exc_info": lambda: (type(sys.exc_info()[1]), sys.exc_info()[1], Anything("traceback")),
    },
    "traceback": {
        "format_exc": lambda *_, **__: _traceback(sys.exc_info()[1]),
        **dict.fromkeys(
            ("format_exception", "format_exception_only"),
            lambda *given, **_: [*map(_traceback, given)],
        ),
    },
    "contextlib": {"suppress": _Suppress},
    "enum": _ENUMS,
    "typing": {"cast": lambda _, it: it, "TYPE_CHECKING": False, "NamedTuple": NamedTuple},
    "asgiref.sync": {"sync_to_async": lambda function, **_: function},
    "queue": dict.fromkeys(
        ("Queue", "SimpleQueue"), lambda *_, **__: Anything("queue", outer=True)
    ),
    "socket": {"timeout": TimeoutError, "error": OSError},
    "concurrent.futures": {
        **dict.fromkeys(("ThreadPoolExecutor", "ProcessPoolExecutor"), _Pool),
        **_FINISHED,
    },
    "asyncio": _LOOP,
    "tenacity": {
        **dict.fromkeys(("retry", "Retrying", "AsyncRetrying"), _tenacity),
        "RetryError": RetryError,
        "retry_if_exception": _Condition,
        "stop_after_attempt": lambda most: most,
        "stop_never": None,
        "retry_if_result": lambda _: _Condition(lambda _: False),
        "retry_if_exception_type": lambda *kinds: _of(kinds or Exception),
        "retry_if_not_exception_type": lambda *kinds: _Condition(
            lambda error: not isinstance(error, classes(kinds))
        ),
    },
    "backoff": {"on_exception": _backoff},
    "pytest": {"raises": _Expected, **dict.fromkeys(("exit", "fail", "skip"), _leave)},
    "retrying": {"retry": _retrying_package},
    "types": {"MappingProxyType": lambda table: table},
    "retry": {
        "retry": lambda exceptions=Exception, tries=-1, *_, **__: _Retrying(
            None if int(tries) < 0 else tries, _of(exceptions), _raise
        )
    },
    "botocore.exceptions": {
        name: value for name, value in vars(botocore.exceptions).items() if isinstance(value, type)
    },
}
MODULES: Final = {
    name: _real(import_module(name), _REAL[name]) | _MODELS.get(name, {}) for name in _REAL
} | {name: model for name, model in _MODELS.items() if name not in _REAL}
# Names that mean the same wherever they are imported from, such as from a module of the program.
_ANYWHERE: Final = {
    **{name: MODULES["botocore.exceptions"][name] for name in ("BotoCoreError", "ClientError")},
    **dict.fromkeys(("tqdm", "track"), lambda items=(), *_, **__: items),  # tqdm's and rich's
    "is_boto3_error_code": _ansible("Code"),
    "is_boto3_error_message": _ansible("Message"),
}
# Other libraries have a ClientError of their own: "google.api_core.exceptions"
_OWN_ERRORS: Final = re.compile(r"(aiohttp|google|azure|elasticsearch|httpx|openai)\b")
_PACKAGES: Final = {*MODULES, "concurrent", "botocore"}
_SNIPPET: Final = {"suppress": _Suppress, "sleep": _sleep}


RUN.methods |= {
    "submit": _Future,
    "assertRaises": _Expected,
    "assertEqual": _assert_equal,
    **{name: _LOOP[name] for name in ("run_until_complete", "create_task", "run_in_executor")},
}


class Module(Anything):
    """An imported module."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        try:
            return imported(f"{self._name}.{name}")
        except ImportError:
            raise AttributeError(f"module {self._name!r} has no attribute {name!r}") from None


def imported(path: str) -> Any:
    """Return what an import gives: ``concurrent.futures.wait``."""
    module, _, name = path.rpartition(".")
    if name in MODULES.get(module, ()):
        return MODULES[module][name]
    if module == "botocore.exceptions":
        raise ImportError(f"cannot import name {name!r} from {module!r}")
    if name in _ANYWHERE and not _OWN_ERRORS.match(module):
        return _ANYWHERE[name]
    if not module or path in _PACKAGES:
        return Module(path)
    return _ERRORS[name] if module == "builtins" and name in _ERRORS else Anything(path)


def unimported(name: str) -> Any:
    """Return what a name means that is used without an import."""
    found = _SNIPPET.get(name) or MODULES["botocore.exceptions"].get(name) or imported(name)
    outer = not hasattr(builtins, name)  # and no `open`
    return Anything(name, outer=outer) if type(found) is Module and name not in MODULES else found
