"""Stand-ins for everything outside a reviewed source, and the record of one run.

A run answers one call with one error. Whatever the source alone doesn't determine is a choice, and
the next run makes another one. The strings of the error note what the code compares them with.
"""

from __future__ import annotations

import random
import re
import sys
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FILE: Final = "<reviewed>"
"""The file name of compiled slices."""
_ASKED_ALIKE: Final = 3  # an unknown condition that is asked again and again changes in the end
_MOST_CALLS: Final = 1000
_MOST_ROUNDS: Final = 5000
_EXHAUSTIVE, _SAMPLED = 24, 24  # ways: first in order, then at random
_SHORT: Final = 40
_NUMBER: Final = re.compile(r"(?<=[<>=] )\d+(\.\d+)?")  # "attempt < 3"

# "max_retries" or "attempts" is a small number, "timeout" or "delay" a number of seconds.
_COUNT: Final = re.compile(r"retr|attempt|tries|max_|limit", re.IGNORECASE)
_SECONDS: Final = re.compile(r"timeout|delay|interval|wait|seconds|backoff|sleep", re.IGNORECASE)
# What a log does with an error concerns nobody else: `self.logger.error`, `LOG.exception`, `print`.
_LOGS: Final = re.compile(
    r"(^|[._])(log\w*|print\w*|warn\w*|debug|info|stderr|stdout|echo|capture_\w+)(\W|$)|traceback",
    re.IGNORECASE,
)
# A function that may raise what it is given: `handle_error(e)`, `self._check(e)`.
_MAY_RAISE: Final = re.compile(r"handle|rais|throw|fail|abort|check|process|translate|wrap", re.I)
# A framework's way out: `module.fail_json(...)`, `abort(500)`, `os._exit(1)`.
_EXITS: Final = frozenset({"fail_json", "fail_json_aws", "fail_from_exception", "abort", "_exit"})
_COLLECTS: Final = frozenset(
    "add append appendleft extend insert put put_nowait set setdefault update".split()
)
_FAILED: Final = re.compile(r"fail|err(or)?s?$|exception", re.IGNORECASE)
_ANSWERS: Final = re.compile(r"send|respon|report|reply|signal|result|fail|request|urlopen|^(put|post)$", re.IGNORECASE)
_FIRST_ERROR_STATUS: Final = 400


class Stop(BaseException):
    """Ends a run from within. The source can't catch it for good."""


class Left(BaseException):
    """A framework's regular way out: ``module.exit_json(...)``."""

    def __init__(self, value: object) -> None:
        super().__init__()
        self.value = value


class OutsideError(Exception):
    """An exception whose class is outside the source."""


class NeverError(Exception):
    """A class that catches nothing: that of an exception from another library."""


class Compared(NamedTuple):
    """A comparison of the error with a name."""

    line: int
    place: str  # "Code", "errorCode", "text", "class" or "client.exceptions"
    name: str


class Spec(NamedTuple):
    """An error of an operation, as the catalogue documents it."""

    name: str
    exception: str
    code: str | None
    message: str
    status: int
    modelled: bool  # whether client.exceptions has its class


class Run:
    """What happens in one run."""

    def __init__(self) -> None:
        self.classes: dict[str, type[ClientError]] = {"ClientError": ClientError}
        self.compared: dict[Compared, bool] = {}  # and whether it ever matched
        self.force: Compared | None = None
        self.looked_ever = False
        self.methods: dict[str, Callable[..., Any]] = {}  # that any object may have
        self.functions: dict[int, Callable[..., Any]] = {}  # of the module and its classes
        self.paused = False
        self.begin(None, None, Choices([]))

    def begin(self, spec: Spec | None, raised: BaseException | None, choices: Choices) -> None:
        """Start a run with an error, or with a call that succeeds."""
        self.spec, self.raised, self.choices = spec, raised, choices
        self.source: object = None  # the site or function that raises
        self.calls = self.rounds = 0
        self.clock = 1_700_000_000.0
        self.asked: dict[str, list[Any]] = {}
        self.stop: Stop | None = None
        self.matched = self.reported = False
        self.line = 0  # of the handler that caught the error
        self.meant: list[BaseException] = []  # raised by a raise statement
        self.kinds: tuple[Any, ...] = ()
        self.passed = ""  # what outside got a function of the source
        self.made = dict(self.functions)
        self.given: dict[str, Callable[..., Any]] = {}

    def end(self, why: str) -> Stop:
        """Stop the run. The code may catch it, but not what comes after."""
        self.stop = self.stop or Stop(why)
        return self.stop

    def ask(self, question: str, *, first: bool = True) -> bool:
        """Return whether a condition holds that the source doesn't determine."""
        if self.stop:
            raise self.stop
        question = _NUMBER.sub("0", question)  # the same question in each round of a loop
        asked = self.asked.get(question)
        if asked is None:
            self.asked[question] = [self.choices.choose(question, first=first), 1]
            return bool(self.asked[question][0])
        asked[1] += 1
        return bool(asked[0]) != (asked[1] > _ASKED_ALIKE)

    def own_class(self, kinds: Any) -> bool:
        """Return whether one of some classes is the error's alone, and no carrier's."""
        spec = self.spec
        own = spec and spec.modelled and spec.code is None and self.classes.get(spec.exception)
        return bool(own) and any(kind is own for kind in kinds)

    def note_class(self, kinds: Any) -> bool:
        """Note whether a class that catches the error is its own."""
        self.matched |= self.own_class(kinds)
        return True

    def call(self) -> None:
        """Answer the call under review."""
        if self.stop:
            raise self.stop
        self.calls += 1
        self.clock += 1
        if self.calls > _MOST_CALLS:
            raise self.end("endless")
        if self.raised is not None:
            raise self.raised

    def round(self) -> None:
        """Count one round of a loop."""
        if self.stop:
            raise self.stop
        self.rounds += 1
        if self.rounds > _MOST_ROUNDS:
            raise self.end("endless")


class Choices:
    """The answers to the questions of one run."""

    def __init__(self, prefix: list[bool], chance: random.Random | None = None) -> None:
        self.prefix, self.chance = prefix, chance
        self.made: list[tuple[bool, bool, str]] = []  # answer, whether it was the first, question

    def choose(self, question: str, *, first: bool) -> bool:
        """Return the next answer."""
        place = len(self.made)
        if place < len(self.prefix):
            answer = self.prefix[place]
        else:
            answer = self.chance.random() < 0.5 if self.chance else first  # noqa: PLR2004
        self.made.append((answer, answer == first, question))
        return answer


def all_ways() -> Iterator[Choices]:
    """Yield choices so that the runs take every way, or a sample if there are too many."""
    prefix: list[bool] = []
    for _ in range(_EXHAUSTIVE):
        yield (choices := Choices(prefix))
        made = choices.made
        while made and not made[-1][1]:
            made.pop()
        if not made:
            return
        prefix = [answer for answer, _, _ in made[:-1]] + [not made[-1][0]]
    chance = random.Random(1)  # noqa: S311 - the same ways each time
    for _ in range(_SAMPLED):
        yield Choices([], chance)


RUN: Final = Run()


# --- the error -----------------------------------------------------------------------------


def line_here() -> int:
    """Return the line of the source that is running."""
    frame = sys._getframe(1)  # noqa: SLF001 - the line of who compares
    while frame is not None and frame.f_code.co_filename != FILE:
        frame = frame.f_back  # type: ignore[assignment] # None ends the loop
    return frame.f_lineno if frame is not None else 0


def noted(place: str, name: object, *, hit: bool) -> bool:
    """Note a comparison, and return whether it matches."""
    if not isinstance(name, str) or RUN.spec is None:
        return hit
    RUN.looked_ever = True
    each = Compared(line_here(), place, str.__str__(name))
    if place != "changed":
        RUN.compared[each] = RUN.compared.get(each, False) or hit
    if each == RUN.force:
        RUN.matched = True
        return True
    if hit and name and not RUN.matched:
        RUN.matched = _recognises(place, each.name.lower(), RUN.spec)
    return hit


def _recognises(place: str, name: str, spec: Spec) -> bool:
    """Return whether a name that matches is the error's own, and not only that of its carrier."""
    if spec.code is None and name in spec.exception.lower():
        return place != "class" or spec.modelled
    return name in (spec.code or "").lower() or name in spec.message.lower()


class Said(str):
    """A string of the error. It notes what it is compared with."""

    __slots__ = ("place",)
    place: str

    @classmethod
    def at(cls, text: str, place: str) -> Said:
        """Return a string from a place of the response."""
        made = cls(text)
        made.place = place
        return made

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, str):
            return NotImplemented
        return noted(self.place, other, hit=str.__eq__(self, other))

    def __ne__(self, other: object) -> bool:
        return not self == other if isinstance(other, str) else NotImplemented

    __hash__ = str.__hash__

    def __contains__(self, other: object) -> bool:
        return noted(self.place, other, hit=str.__contains__(self, other))  # type: ignore[arg-type]

    def startswith(self, other: Any, *rest: Any) -> bool:
        names = other if isinstance(other, tuple) else (other,)
        return any([noted("changed", n, hit=str.startswith(self, n, *rest)) for n in names])

    def endswith(self, other: Any, *rest: Any) -> bool:
        names = other if isinstance(other, tuple) else (other,)
        return any([noted("changed", n, hit=str.endswith(self, n, *rest)) for n in names])

    def find(self, other: Any, *rest: Any) -> int:
        noted(self.place, other, hit=str.__contains__(self, other))
        return str.find(self, other, *rest)

    def count(self, other: Any, *rest: Any) -> int:
        noted(self.place, other, hit=str.__contains__(self, other))
        return str.count(self, other, *rest)

    def __getitem__(self, key: Any) -> str:
        return Said.at(str.__getitem__(self, key), "changed")

    def __add__(self, other: Any) -> Any:
        return Said.at(str.__add__(self, other), self.place) if isinstance(other, str) else other

    def __radd__(self, other: Any) -> Any:
        return Said.at(str.__add__(other, self), self.place) if isinstance(other, str) else other

    def __str__(self) -> str:
        return self

    def __format__(self, spec: str) -> str:
        return self if not spec else str.__format__(self, spec)

    def __reduce__(self) -> Any:
        return str, (str.__str__(self),)


def _changed(name: str) -> Callable[..., Any]:
    real = getattr(str, name)

    def method(self: Said, *given: Any) -> Any:
        made = real(self, *given)
        return Said.at(made, "changed") if isinstance(made, str) else [
            Said.at(each, "changed") for each in made
        ]

    return method


for _name in "casefold lower lstrip removeprefix removesuffix replace rstrip split strip title upper partition rpartition splitlines".split():
    setattr(Said, _name, _changed(_name))


class SaidStatus(int):
    """The HTTP status of the error. It only notes that somebody looks at it."""


def _looking(name: str) -> Callable[..., Any]:
    def method(self: SaidStatus, other: Any) -> Any:
        RUN.looked_ever = True
        return getattr(int, name)(self, other)

    return method


for _name in ("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__", "__floordiv__"):
    setattr(SaidStatus, _name, _looking(_name))
SaidStatus.__hash__ = int.__hash__  # type: ignore[method-assign]


def error_of(spec: Spec, operation: str) -> ClientError:
    """Return the error as botocore raises it, with strings that note comparisons."""
    response: dict[str, Any] = {
        "Error": {
            "Message": Said.at(spec.message, "text"),
            "Code": Said.at(spec.exception, "Code"),
        },
        "ResponseMetadata": {
            "RequestId": Anything("RequestId"),
            "HTTPStatusCode": SaidStatus(spec.status),
            "HTTPHeaders": Anything("HTTPHeaders"),
            "RetryAttempts": 0,
        },
    }
    if spec.modelled:
        response["message"] = Said.at(spec.message, "text")
        if spec.code is not None:
            response["error"] = {"errorCode": Said.at(spec.code, "errorCode")}
    kind = RUN.classes.get(spec.exception, ClientError) if spec.modelled else ClientError
    error = kind(response, operation)
    error.args = (Said.at(error.args[0], "text"),)
    return error


def mentions(value: object, depth: int = 6) -> bool:
    """Return whether a value holds the error, or a string of it."""
    spec = RUN.spec
    if spec is None or depth == 0:
        return False
    if isinstance(value, bytes):
        value = value.decode(errors="replace")
    if isinstance(value, str):
        text = str.__str__(value)
        return any(part in text for part in (spec.message, spec.code or spec.exception))
    if isinstance(value, BaseException):
        return value is RUN.raised or any(mentions(each, depth - 1) for each in value.args)
    if isinstance(value, Anything):
        return bool(value._told)
    if isinstance(value, dict):
        return any(mentions(each, depth - 1) for pair in value.items() for each in pair)
    if isinstance(value, (list, tuple, set, frozenset)):
        return any(mentions(each, depth - 1) for each in value)
    return any(mentions(each, depth - 1) for each in getattr(value, "__dict__", {}).values())


# --- what is outside ------------------------------------------------------------------------


class Anything:
    """Whatever is outside the source. Its truth is a choice, and its items are others like it."""

    def __init__(self, name: str = "?", *, outer: bool = False, told: bool = False) -> None:
        object.__setattr__(self, "_name", name)
        object.__setattr__(self, "_outer", outer)  # the caller can see it, too
        object.__setattr__(self, "_told", told)  # it was made from the error

    def _part(self, name: str) -> Anything:
        return Anything(name, outer=self._outer, told=self._told)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        if name == "exceptions":
            return ClientExceptions()
        return self._part(f"{self._name}.{name}")

    def __setattr__(self, name: str, value: object) -> None:
        self[name] = value

    def __setitem__(self, key: object, value: object) -> None:
        if mentions(value) or (isinstance(key, str) and _FAILED.search(key) and value):
            object.__setattr__(self, "_told", True)
            RUN.reported |= self._outer and RUN.calls > 0

    def __delitem__(self, key: object) -> None: ...
    def __delattr__(self, name: str) -> None: ...

    def __call__(self, *given: Any, **named: Any) -> Any:
        return _called(self, given, named)

    def __bool__(self) -> bool:
        return RUN.ask(self._name)

    def __iter__(self) -> Iterator[Any]:
        if RUN.ask(f"{self._name} has items"):
            yield self._part(f"{self._name}[0]")

    def __next__(self) -> Any:
        if RUN.ask(f"{self._name} has more"):
            return self._part(f"{self._name}[0]")
        raise StopIteration

    def __getitem__(self, key: object) -> Any:
        return self._part(f"{self._name}[{short(key)}]")

    def __contains__(self, key: object) -> bool:
        RUN.looked_ever |= isinstance(key, Said)
        return RUN.ask(f"{short(key)} in {self._name}")

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: object) -> bool:
        return False

    async def __aenter__(self) -> Any:
        return self

    async def __aexit__(self, *_: object) -> bool:
        return False

    def __await__(self) -> Any:
        return self
        yield  # makes it a generator

    async def __aiter__(self) -> Any:
        for each in self:
            yield each

    def __len__(self) -> int:
        return 1 if RUN.ask(f"{self._name} has items") else 0

    def __int__(self) -> int:
        return number_of(self._name) or 1

    __index__ = __int__

    def __float__(self) -> float:
        return float(int(self))

    def __hash__(self) -> int:
        return hash(self._name)

    def __format__(self, spec: str) -> str:
        return str(self)

    def __str__(self) -> str:
        return f"<{self._name}>"

    __repr__ = __str__

    def __mro_entries__(self, bases: object) -> tuple[type, ...]:
        return (Base,)

    def __instancecheck__(self, other: object) -> bool:
        return RUN.ask(f"isinstance of {self._name}")

    __subclasscheck__ = __instancecheck__


def _operator(dunder: str, name: str) -> Callable[..., Any]:
    def method(self: Anything, *other: Any) -> Any:
        if other and isinstance(other[0], (int, float)) and number_of(self._name):
            return getattr(float(int(self)), f"__{dunder}__")(*other)
        RUN.looked_ever |= any(isinstance(each, Said) for each in other)
        question = f"{self._name} {name} {', '.join(map(short, other))}"
        return Anything(question, told=bool(self._told) or mentions(other))

    return method


for _name, _sign in {
    "eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">=",
    "add": "+", "sub": "-", "mul": "*", "truediv": "/", "floordiv": "//", "mod": "%", "pow": "**",
    "or": "|", "and": "&", "xor": "^", "lshift": "<<", "rshift": ">>", "matmul": "@",
    "radd": "+", "rsub": "-", "rmul": "*", "rtruediv": "/", "rfloordiv": "//", "rmod": "%",
    "rpow": "**", "ror": "|", "rand": "&", "neg": "-", "abs": "abs", "invert": "~", "round": "round",
}.items():  # fmt: skip
    setattr(Anything, f"__{_name}__", _operator(_name, _sign))


class Base:
    """The base of a class of the source, whose other bases are outside. It has every attribute."""

    def __init__(self, *given: Any, **named: Any) -> None:
        """Take anything."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return ClientExceptions() if name == "exceptions" else Anything(f"self.{name}", outer=True)


def number_of(name: str) -> int:
    """Return the number that a name stands for, such as ``max_retries``; 0 if it is none."""
    last = re.split(r"[.\[]", name)[-1]
    return 60 if _SECONDS.search(last) else 3 if _COUNT.search(last) else 0


class ClientExceptions:
    """``client.exceptions``: it has the modelled classes only, as botocore's."""

    def __getattr__(self, name: str) -> Any:
        if name in RUN.classes:
            return RUN.classes[name]
        noted("client.exceptions", name, hit=False)
        raise AttributeError(f"client.exceptions has no {name}")


def short(value: object) -> str:
    """Return a value in a few characters, for the name of a stand-in."""
    if isinstance(value, Anything):
        return str(value._name)[:_SHORT]
    if isinstance(value, str):
        return repr(str.__str__(value)[:_SHORT])
    if isinstance(value, (bool, int, float, type(None))):
        return repr(value)
    if isinstance(value, dict):
        inner = ", ".join(f"{short(key)}: {short(each)}" for key, each in list(value.items())[:5])
        return f"{{{inner}}}"
    return "..."


def _called(what: Anything, given: tuple[Any, ...], named: dict[str, Any]) -> Any:
    """Call something outside."""
    if RUN.stop:
        raise RUN.stop
    name = str(what._name)
    last = name.rpartition(".")[2]
    values = (*given, *named.values())
    if last in RUN.methods and given:
        return RUN.methods[last](*given, **named)
    if last in RUN.given:  # as argparse calls what set_defaults(func=...) was given
        return RUN.given[last](*given, **named)
    functions = {key: each for key, each in named.items() if is_function(each)}
    RUN.given.update(functions)
    if functions or any(map(is_function, given)):
        RUN.passed = RUN.passed or name
    told = any(map(mentions, values))
    if last == "exit_json":
        raise Left(named)
    if last in _EXITS or (last == "error" and "parser" in name):
        RUN.meant.append(leaving := SystemExit(1))
        raise leaving
    if RUN.calls and not _LOGS.search(name):
        if what._outer and last in _COLLECTS and told:
            object.__setattr__(what, "_told", True)
            RUN.reported = True
        if _ANSWERS.search(last) and any(map(_is_failure, values)):
            RUN.reported = True
        if any(each is RUN.raised for each in values) and _MAY_RAISE.search(last):
            if RUN.ask(f"{name} raises"):
                raise RUN.end(f"unknown: {name}(...) may raise")
    arguments = [*map(short, given), *(f"{key}={short(each)}" for key, each in named.items())]
    return Anything(f"{name}({', '.join(arguments)})", told=told or bool(what._told))


def is_function(value: object) -> bool:
    """Return whether a value is a function of the source, or made from one."""
    return hasattr(value, "__code__") or hasattr(value, "__func__") or hasattr(value, "func")


def _is_failure(value: object) -> bool:
    if isinstance(value, Anything):
        value = str(value._name).rpartition(".")[2]
    if isinstance(value, bytes):
        value = value.decode(errors="replace")
    if isinstance(value, str):
        return bool(re.search(r"\b(FAIL(ED|URE)?|ERROR)\b", str.__str__(value), re.IGNORECASE))
    return isinstance(value, dict) and any(map(_is_failure, value.values()))


# --- whether the caller is told -------------------------------------------------------------


def tells(bad: object, goods: list[Any]) -> bool:
    """Return whether a result says that the call failed, next to the results of success.

    ``False`` tells next to ``True``. ``None``, ``0`` and an empty list tell nothing.
    """
    if mentions(bad):
        return True
    if isinstance(bad, Anything):
        return _stand_in_tells(str(bad._name), goods)
    if bad is False:
        return not any(good is False or _may_be_false(good) for good in goods)
    if not bad and not hasattr(bad, "__dict__"):
        return False
    if isinstance(bad, dict):
        others = [good for good in goods if isinstance(good, dict)]
        return any(
            tells(value, [good[key] for good in others if key in good]) for key, value in bad.items()
        )
    if isinstance(bad, (list, tuple, set, frozenset)):
        return _collection_tells(bad, goods)
    if getattr(type(bad), "__module__", "") == "reviewed" and not isinstance(bad, (str, int)):
        others = [vars(good) for good in goods if type(good) is type(bad)]
        return tells(vars(bad), others) if getattr(bad, "__dict__", None) and not hasattr(bad, "name") else bad not in goods
    return not any(_same(bad, good) for good in goods)


def _collection_tells(bad: Any, goods: list[Any]) -> bool:
    others = [good for good in goods if isinstance(good, (list, tuple, set, frozenset))]
    if isinstance(bad, tuple) and all(len(good) == len(bad) for good in others):
        columns = list(zip(*others, strict=True)) or [() for _ in bad]
        return any(tells(each, list(column)) for each, column in zip(bad, columns, strict=True))
    inside = [each for good in others for each in good]
    if not inside and others:
        return True  # such as a list of what failed
    return any(tells(each, inside) for each in bad if not isinstance(each, Anything))


def _stand_in_tells(name: str, goods: list[Any]) -> bool:
    names = [str(good._name) for good in goods if isinstance(good, Anything)]
    if name in names:
        return False
    function, _, arguments = name.partition("(")
    if any(good.partition("(")[0] == function for good in names) and arguments:
        return True  # such as Response(500) next to Response(200)
    if all(good is None for good in goods):
        return bool(goods)
    numbers = map(int, re.findall(r"\b[45]\d\d\b", arguments))
    return any(number >= _FIRST_ERROR_STATUS for number in numbers) or _is_failure(name)


def _may_be_false(value: object) -> bool:
    return isinstance(value, Anything) and bool(re.search(r" (==|!=|<|>|<=|>=|in) ", value._name))


def _same(one: object, other: object) -> bool:
    return not isinstance(other, Anything) and type(one) is type(other) and one == other
