"""Stand-ins for everything outside a reviewed source, and the record of one run.

A run answers one call with one error. Whatever the source alone doesn't determine is a choice, and
the next run makes another one. The strings of the error note what the code compares them with.
"""

from __future__ import annotations

import inspect
import queue
import re
import sys
from collections import deque
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

FILE: Final = "<reviewed>"  # the file name of compiled slices
REVIEWED: Final = "reviewed"  # the module of a source's functions and classes
_ASKED_ALIKE: Final = 3  # an unknown condition that is asked again and again changes in the end
_MOST_CALLS, _MOST_TIMED_CALLS, _MOST_ROUNDS = 200, 1_000, 5_000
_MOST_ROUNDS_BEFORE: Final = 1_000  # the error
_MOST_WAYS: Final = 48
_MOST_PAGES: Final = 100
_DEEPEST: Final = 6
_SHORT, _LONG = 40, 200

# "attempt < 3" and "attempt < 4" are the same question, in two rounds of a loop.
_NUMBER: Final = re.compile(r"(?<=[<>=] )\d+(\.\d+)?")
# "max_retries" or "timeout" is a small number.
_COUNT: Final = re.compile(
    r"retr|attempt|tries|max_|limit|timeout|delay|interval|wait|seconds|backoff|sleep|budget",
    re.IGNORECASE,
)
# What a log does with an error concerns nobody else: `self.logger.error`, `LOG.exception`.
_LOGS: Final = re.compile(
    r"(^|[._])(log\w*|print\w*|warn\w*|debug|info|stderr|stdout|echo|capture_\w+)(\W|$)",
    re.IGNORECASE,
)
# A function that may raise what it is given: `handle_error(e)`, `self._check(e)`.
_MAY_RAISE: Final = re.compile(
    r"handle|rais|throw|fail(?!ed|ure)|abort|check|process|translate|wrap", re.IGNORECASE
)
# A framework's way out: `module.fail_json(...)`, `abort(500)`, `os._exit(1)`, `parser.error(...)`.
_EXITS: Final = re.compile(
    r"(^|\.)(fail_json(_aws)?|fail_from_exception|abort|_?exit)$|"
    r"(ctx|context(\(\))?)\.fail$|[Pp]arsers?([(\[].{0,200}[)\]])?\.error$"
)
_COLLECTS: Final = frozenset(("add", "append", "extend", "insert", "put", "setdefault", "update"))
_TAKES: Final = frozenset(("get_nowait", "pop", "popleft"))  # what raises in the end
# `stats["errors"]`, `self.exit_code`
FAILING: Final = re.compile(r"fail|err(or)?s?\b|exception|exit(_?code)?\b", re.IGNORECASE)
_FAILURE: Final = re.compile(
    r"\bFAIL(ED|URE)?\b|\bERROR\b|^(fail(ed|ure)?|error)$"
)  # `cfnresponse.FAILED`
# A method that notes a failure: `self.fail(str(e))`, `stepfunctions.send_task_failure(...)`,
# `future.set_exception(e)`.
_FAILS: Final = re.compile(r"(^|_)fail(ed|ure)?(_|$)|^set_exception$")
# What may be False in a result: a comparison, and in a field also an item of the response.
_UNKNOWN_BOOL: Final = re.compile(r" (==|!=|<|>|<=|>=|in) ")
_UNKNOWN_ITEM: Final = re.compile(r" (==|!=|<|>|<=|>=|in) |\]$")
# A function that answers whoever asked: `cfnresponse.send(...)`, `http.request("PUT", ...)`.
_ANSWERS: Final = re.compile(
    r"send|respon|report|reply|result|request|urlopen|^(put|post)$", re.IGNORECASE
)
# An outside function that calls the one it gets: `run_in_threadpool`, Cloud Custodian's `retry`.
_RUNS: Final = re.compile(r"\brun_(?!\w*(retr|safe))\w+$|manager\.retry$|addCleanup$|\.callback$")
_MARKER: Final = re.compile(r"Marker$|Token$")  # "NextMarker"
_CODE_KEY: Final = re.compile(r"(error_?)?code", re.IGNORECASE)  # "errorCode"
_OTHER_CLIENT: Final = re.compile(r"client\('(?!storagegateway)")  # `boto3.client('events')`
_EMPTY: Final = re.compile(r"(^|[=({ ])(\[\]|\{\}|None|'')[)}]*$")  # "tags=[])"
_STATUS: Final = re.compile(r"\b[45]\d\d\b")  # `Response(status=502)`


class Stop(BaseException):
    """Ends a run from within. The source can't catch it for good."""


class Left(BaseException):
    """A framework's regular way out: ``module.exit_json(...)``."""


class OutsideError(Exception):
    """An exception whose class is outside the source."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, *named.values())

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything(name, told=mentions(self.args))


@cache
def outside_class(name: str) -> type[OutsideError]:
    """Return the class that stands for an exception's class outside the source."""
    return type(name, (OutsideError,), {})


class EmptyError(queue.Empty, IndexError, KeyError):
    """Says that there is nothing more to take."""


class NeverError(Exception):
    """What no error is: a clause that names it catches nothing."""


class Compared(NamedTuple):
    """A comparison of the error with a name."""

    line: int
    place: str  # "Code", "errorCode", "text", "class" or "client.exceptions"
    name: str


class Spec(NamedTuple):
    """An error of an operation, as the catalogue has it."""

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
        self.methods: dict[str, Callable[..., Any]] = {}  # that any object may have
        self.compared: dict[Compared, bool] = {}  # and whether it ever matched
        self.force: Compared | None = None
        self.names: set[str] = set()  # that any run has looked for in an error
        self.looked = False  # whether any run has looked at an error in another way
        self.groups: dict[int | None, list[int]] = {}  # of commands: functions that call a function
        self.functions: dict[int | None, Any] = {}  # of the module and its classes
        self.texts: frozenset[str] = frozenset()  # that the source itself writes
        self.begin(None, None)

    def begin(
        self,
        spec: Spec | None,
        raised: BaseException | None,
        prefix: Sequence[bool] = (),
        source: Any = None,
    ) -> None:
        """Start a run with an error, or with a call that succeeds.

        The source of the error is a function by its number, or a call by that of its site, ``~0``.
        """
        self.spec, self.raised = spec, raised
        self.prefix = prefix  # the first answers to its questions
        self.answers: list[tuple[bool, str]] = []  # and all, each with its question
        own = spec is not None and spec.modelled and spec.code is None  # its class is its alone
        self.own_class = self.classes.get(spec.exception) if own and spec else None
        self.source = source
        self.wanted = ""  # the method of an object that isn't known, if that is the source
        self.calls = self.rounds = self.line = 0  # the line is the handler's
        self.clock, self.timed = 1_700_000_000.0, False  # whether the code reads it
        self.deadlines: list[float] = []  # of blocks with a timeout
        self.asked: dict[str, list[Any]] = {}
        self.tested: dict[str, Any] = {}  # of which object it was last asked whether it is None
        self.stop: Stop | None = None
        self.matched = self.reported = False
        self.meant: list[BaseException] = []  # raised on purpose
        self.kinds: tuple[Any, ...] = ()  # of the clause that catches
        self.passed = ""  # what outside got a function of the source
        self.made = dict(self.functions)
        self.given: dict[str, list[Any]] = {}

    def end(self, why: str) -> Stop:
        """Stop the run. The code may catch it, but not what comes after."""
        self.stop = self.stop or Stop(why)
        return self.stop

    def means(self, error: BaseException) -> BaseException:
        """Keep an error that is raised on purpose, and return it."""
        self.meant.append(error)
        return error

    def ask(self, question: str, *, first: bool = True, constant: bool = False) -> bool:
        """Return whether a condition holds that the source doesn't determine.

        In a loop it changes at some time, unless it is constant.
        """
        self.check()
        asked = self.asked.setdefault(_NUMBER.sub("0", question), [None, 0])
        if asked[0] is None:
            place = len(self.answers)
            asked[0] = chosen = self.prefix[place] if place < len(self.prefix) else first
            self.answers.append((chosen, question))
        asked[1] += 1
        answer: bool = asked[0] != (asked[1] > _ASKED_ALIKE and not constant)
        return answer

    def check(self) -> None:
        """Go on, unless the run has ended."""
        if self.stop is not None:
            raise self.stop

    def call(self) -> None:
        """Answer the call under review."""
        self.check()
        self.calls += 1
        self.clock += 1
        if self.calls > (_MOST_TIMED_CALLS if self.timed else _MOST_CALLS):
            raise self.end("endless")
        if self.raised is not None:
            raise self.raised

    def answer(self) -> Response:
        """Answer the call under review, and return the response of success."""
        self.call()
        return Response("response")

    def round(self) -> None:
        """Count one round of a loop."""
        self.check()
        self.rounds += 1
        if self.rounds > (_MOST_ROUNDS if self.spec and self.calls else _MOST_ROUNDS_BEFORE):
            raise self.end("endless")

    def note_class(self, kinds: Any) -> bool:
        """Note whether a class that catches the error is the error's own, and no carrier's."""
        if self.own_class is not None and self.own_class in kinds:
            self.matched = True
        return True


RUN: Final = Run()


def all_ways() -> Iterator[list[bool]]:
    """Yield answers so that the runs take every way once, or of too many those near the first."""
    waiting = deque[list[bool]]([[]])
    for _ in range(_MOST_WAYS):
        if not waiting:
            return
        yield (prefix := waiting.popleft())
        answers = [answer for answer, _ in RUN.answers]
        for place in range(len(prefix), len(answers)):
            waiting.append([*answers[:place], not answers[place]])


# --- the error -----------------------------------------------------------------------------


def noted(place: str, name: object, *, hit: bool) -> bool:
    """Note a comparison, and return whether it matches."""
    spec = RUN.spec
    if not isinstance(name, str) or spec is None:
        return hit
    RUN.names.add(str.__str__(name))
    frame: Any = sys._getframe(1)
    while frame is not None and frame.f_code.co_filename != FILE:
        frame = frame.f_back
    each = Compared(frame.f_lineno if frame else 0, place, str.__str__(name))
    if place[0] != "~":
        RUN.compared[each] = RUN.compared.get(each, False) or hit
    if each == RUN.force:
        RUN.matched = hit = True
    elif hit and name:
        # What also matches the carrier recognises no code.
        text, exception = each.name.lower(), spec.exception.lower()
        said = f"{spec.code or ''} {spec.message}".lower()
        more = place[:2] != "~~" and exception in text  # "(ThrottlingException)", in no pattern
        own = spec.code is None and (text in exception or more)
        named = own and (place != "class" or spec.modelled)
        RUN.matched |= named or (place.lstrip("~") not in {"Code", "class"} and text in said)
    return hit


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
        if isinstance(other, Anything):
            return bool(other == self)
        hit = str.__eq__(self, other) is True
        return hit if isinstance(other, Said) else noted(self.place, other, hit=hit)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __contains__(self, other: Any) -> bool:
        return noted(self.place, other, hit=str.__contains__(self, other))

    def __str__(self) -> str:
        return self

    def __format__(self, spec: str) -> str:
        return str.__format__(self, spec) if spec else self

    __hash__ = str.__hash__


class Absent:
    """The None under a key that no error has. It notes what it is compared with."""

    def __init__(self, place: str) -> None:
        self.place = place

    def __bool__(self) -> bool:
        return False

    def __eq__(self, other: object) -> bool:
        return other is None or noted(self.place, other, hit=False)

    def __hash__(self) -> int:
        return hash(None)

    def __repr__(self) -> str:
        return "None"


Absent.__name__ = "NoneType"  # in what a mistake says


def plain(value: Any) -> Any:
    """Return a value, or None for what is absent."""
    return None if isinstance(value, Absent) else value


class Dumped(str):
    """A value as text. What it tells is what the value tells."""

    __slots__ = ("value",)
    value: Any


def _searching(name: str) -> Callable[..., Any]:
    def method(self: Said, other: Any, *rest: Any) -> Any:
        if isinstance(other, Anything):
            return other == self
        found = getattr(str, name)(self, other, *rest)
        for each in other if isinstance(other, tuple) else (other,):
            noted(f"~{self.place}", each, hit=bool(getattr(str, name)(self, each, *rest)))
        return found

    return method


def _changing(name: str) -> Callable[..., Any]:
    def method(self: Said, *given: Any) -> Any:
        made = getattr(str, name)(self, *given)
        if isinstance(made, str):
            return Said.at(made, f"~{self.place}")
        return type(made)(Said.at(each, f"~{self.place}") for each in made)

    return method


for _name in ("startswith", "endswith", "find", "count"):
    setattr(Said, _name, _searching(_name))
for _name in (
    *("casefold", "lower", "upper", "title", "strip", "lstrip", "rstrip", "split", "splitlines"),
    *("removeprefix", "removesuffix", "replace", "partition", "rpartition", "__getitem__"),
):
    setattr(Said, _name, _changing(_name))
Said.encode = lambda self, *_, **__: Anything(f"{self.place}.encode()", told=True)  # type: ignore[assignment,method-assign]


def error_of(spec: Spec, operation: str) -> ClientError:
    """Return the error as botocore raises it, with strings that note comparisons."""
    kind: Any = RUN.classes[spec.exception if spec.modelled else "ClientError"]
    error: ClientError = kind.__new__(kind)
    renew(error, spec, operation)
    return error


def renew(error: Any, spec: Spec, operation: str) -> None:
    """Make an error as it was before a handler had it."""
    message = Said.at(spec.message, "text")
    response = Part(
        "e.response",
        Error=Part('e.response["Error"]', Message=message, Code=Said.at(spec.exception, "Code")),
        ResponseMetadata=Table(
            HTTPStatusCode=spec.status,
            RetryAttempts=0,
            RequestId=Anything("RequestId"),
            HTTPHeaders=Anything("HTTPHeaders"),
        ),
    )
    if spec.modelled:
        response["message"] = message
        if spec.code is not None:
            code = Said.at(spec.code, "errorCode")
            response["error"] = Part('e.response["error"]', errorCode=code)
    vars(error).clear()
    ClientError.__init__(error, response, operation)  # type: ignore[arg-type] # any response
    error.args = (Said.at(error.args[0], "text"),)


# --- what is outside ------------------------------------------------------------------------


class Either:
    """What can be awaited, and is a block or goes through a loop in both forms, plain and async."""

    async def __aiter__(self) -> Any:
        for each in self:  # type: ignore[attr-defined] # of a sub-class
            yield each

    def __await__(self) -> Any:
        yield from ()
        return self

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: object) -> Any: ...

    async def __aenter__(self) -> Any:
        return self.__enter__()

    async def __aexit__(self, *given: object) -> Any:
        return self.__exit__(*given)


class Anything(Either):
    """Whatever is outside the source. Its truth is a choice, and its items are others like it."""

    def __init__(self, name: str = "?", *, outer: bool = False, told: bool = False) -> None:
        vars(self).update(_name=name[:_LONG], _outer=outer, _told=told, _raises=False)

    def _part(self, name: str) -> Anything:
        return Anything(name, outer=self._outer, told=self._told)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        own = name == "exceptions" and not _OTHER_CLIENT.search(self._name)
        part = ClientExceptions() if own else self._part(f"{self._name}.{name}")
        vars(part)["_raises"] = name == RUN.wanted
        return part

    def __setitem__(self, key: object, value: object) -> None:
        failing = isinstance(key, str) and FAILING.search(key) and value
        if mentions(value) or failing or _is_failure(value):
            vars(self)["_told"] = True
            RUN.reported |= self._outer and RUN.calls > 0

    def __call__(self, *given: Any, **named: Any) -> Any:
        if not self._raises:
            return _called(self, given, named)
        later = inspect.iscoroutinefunction(RUN.made.get(RUN.source))
        return _answered_later() if later else RUN.answer()

    def __bool__(self) -> bool:
        return RUN.ask(self._name)

    def __len__(self) -> int:
        return int(RUN.ask(f"{self._name} has items"))

    def __iter__(self) -> Iterator[Any]:
        return iter([self._part(f"{self._name}[0]")] * len(self))

    def __next__(self) -> Any:
        if len(self):
            return self._part(f"{self._name}[0]")
        raise StopIteration

    def __getitem__(self, key: object) -> Any:
        if isinstance(key, str) and key == "HTTPStatusCode":  # of a call that succeeds
            return 200
        return self._part(f"{self._name}[{short(key)}]")

    def __delitem__(self, key: object) -> None: ...

    def __int__(self) -> int:
        return number_of(self._name) or 1

    def __float__(self) -> float:
        return float(int(self))

    def __hash__(self) -> int:
        return hash(self._name)

    def __str__(self) -> str:
        return f"<{self._name}>"

    def __format__(self, spec: str) -> str:
        return str(self)

    def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[type, ...]:
        first = next(each for each in bases if isinstance(each, Anything)) is self
        below = any(isinstance(each, type) and issubclass(each, OuterBase) for each in bases)
        return (OuterBase,) if first and not below else ()

    __setattr__, __delattr__, __repr__, __index__ = __setitem__, __delitem__, __str__, __int__


async def _answered_later() -> Any:
    return RUN.answer()


class Response(Anything):
    """What a call returns if it succeeds. It is a dictionary, and never empty."""

    def __getitem__(self, key: object) -> Any:
        if RUN.rounds > _MOST_PAGES and isinstance(key, str) and _MARKER.search(key):
            raise KeyError(key)  # of the last page, if nothing else ends the loop
        return super().__getitem__(key)

    def __bool__(self) -> bool:
        return True


def _operator(sign: str) -> Callable[..., Any]:
    def method(self: Anything, *other: Any) -> Any:
        RUN.looked |= any(isinstance(each, Said) for each in other)
        question = f"{self._name} {sign} {', '.join(map(short, other))}"
        return Anything(question, told=bool(self._told) or mentions(other))

    return method


for _name, _sign in zip(
    "eq ne lt le gt ge add sub mul truediv floordiv mod pow or and xor matmul neg invert".split(),
    "== != < <= > >= + - * / // % ** | & ^ @ - ~".split(),
    strict=True,
):
    for _method in (f"__{_name}__", f"__r{_name}__"):
        setattr(Anything, _method, _operator(_sign))


class Base:
    """The base of classes of the source. It has every attribute, since some are outside."""

    def __init__(self, *given: Any, **named: Any) -> None:
        """Take anything, as fields."""
        vars(self).update(named)
        if given:
            vars(self)["_given"] = given

    def __init_subclass__(cls, **named: Any) -> None:
        """Take what the class statement gives: ``class Tapes(Plugin, name="tapes")``."""

    def __getattr__(self, name: str) -> Any:
        raised = [it for it in (RUN.raised, *RUN.meant) if isinstance(it, AttributeError)]
        if raised and RUN.calls and hasattr(type(self), name):  # a property has raised it
            raise raised[-1]
        return getattr(Anything("self", outer=True), name)


class _Outer(type):
    def __getattr__(cls, name: str) -> Any:
        return getattr(Anything(cls.__name__, outer=True), name)


class OuterBase(Base, metaclass=_Outer):
    """The base of classes whose base is outside: ``Gateway.objects``."""


class Table(dict[Any, Any]):
    """A dictionary. A stand-in among its keys may be any key, and `open` stands for them."""

    open = False

    def __getitem__(self, key: Any) -> Any:
        return self._found(key, super().__getitem__)

    def get(self, key: Any, default: Any = None) -> Any:
        return self._found(key, lambda it: super(Table, self).get(it, default))

    def _found(self, key: Any, read: Callable[[Any], Any]) -> Any:
        if self and is_open(key):
            return chosen(list(self.values()))
        if isinstance(key, (Said, Absent)):
            [key == each for each in self]  # each is to be noted
        return read(key)

    def __missing__(self, key: Any) -> Any:
        if self.open or any(isinstance(each, Anything) for each in self):
            return Anything(f"[{short(key)}]", outer=True)
        raise KeyError(key)


class Part(Table):
    """A part of the error's response."""

    def __init__(self, place: str, **items: Any) -> None:
        super().__init__(items)
        self._place = place

    def get(self, key: Any, default: Any = None) -> Any:
        found = super().get(key, default)
        named = isinstance(key, str) and key not in self and _CODE_KEY.fullmatch(key)
        return Absent(f"{self._place} has no {key!r}") if named and found is None else found


Table.__name__ = Part.__name__ = "dict"  # in what a mistake says


class ClientExceptions:
    """``client.exceptions``: it has the modelled classes only, like botocore's."""

    def from_code(self, name: str) -> Any:
        """Return the class of a name, or the one of all errors, as botocore does."""
        return RUN.classes.get(name, ClientError)

    def __getattr__(self, name: str) -> Any:
        if name not in RUN.classes:
            noted("client.exceptions", name, hit=False)
            raise AttributeError(f"client.exceptions has no {name}")
        return RUN.classes[name]


class Guess(int):
    """A number that the source doesn't say."""


def number_of(name: str) -> Guess | int:
    """Return the number that a name stands for, such as ``max_retries``; 0 if it is none."""
    return Guess(3) if _COUNT.search(re.split(r"[.\[]", name)[-1]) else 0


def short(value: object) -> str:
    """Return a value in a few characters, for the name of a stand-in."""
    if isinstance(value, dict):
        pairs = [f"{short(key)}: {short(each)}" for key, each in list(value.items())[:5]]
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, Anything):
        return str(value._name)[:_SHORT]
    if isinstance(value, (list, tuple)) and not value:
        return "[]"
    if isinstance(value, Said):
        return value.place  # not its text: all errors are asked the same question
    if isinstance(value, type):
        return "type(error)" if value is type(RUN.raised) else value.__name__
    return repr(value)[:_SHORT] if isinstance(value, (str, int, float, type(None))) else "..."


def _called(  # noqa: PLR0912 - one branch for each thing that a function outside may do
    what: Anything, given: tuple[Any, ...], named: dict[str, Any]
) -> Any:
    RUN.check()
    name, values = str(what._name), (*given, *named.values())
    last = name.rpartition(".")[2]
    if last in RUN.methods and given:
        return RUN.methods[last](*given, **named)
    if last in RUN.given:  # as argparse calls what set_defaults(func=...) was given
        return chosen(RUN.given[last])(*given, **named)
    for key, each in named.items():
        if is_function(each):
            RUN.given.setdefault(key, []).append(each)
    if any(map(is_function, given)) and _RUNS.search(name):
        first = [*map(is_function, given)].index(True)
        custodian = name.endswith("manager.retry")
        ignored = named.pop("ignore_err_codes", ()) if custodian else ()
        try:
            value = RUN.methods["submit"](*given[first:], **named).result()
        except ClientError as raised:
            if not any(raised.response["Error"]["Code"] == each for each in ignored):
                raise
            return None
        return Anything(f"{name}(...)", told=mentions(value))
    if any(map(is_function, values)):
        RUN.passed = RUN.passed or name
    if last == "exit_json":
        raise Left(named)
    if last in _TAKES and not values and not RUN.ask(f"{name} has items"):
        raise EmptyError
    if _EXITS.search(name):
        raise RUN.means(SystemExit(1))
    told = any(map(mentions, values))
    if RUN.calls and not _LOGS.search(name):
        asked = what._outer and (last in _COLLECTS or last == name)  # `on_error(e)`
        if told and (asked or _FAILS.search(last)):
            RUN.reported = vars(what)["_told"] = True
        RUN.reported |= bool(_ANSWERS.search(last)) and any(map(_is_failure, values))
        errors = [*filter(None, [RUN.raised]), *RUN.meant]
        given_one = any(it is each for it in errors for each in values)
        may_raise = given_one and _MAY_RAISE.search(last)
        if may_raise and RUN.ask(f"{name} raises"):
            raise RUN.means(OutsideError(name))
    arguments = [*map(short, given), *(f"{key}={short(each)}" for key, each in named.items())]
    return Anything(f"{name}({', '.join(arguments)})", told=told or bool(what._told))


def is_function(value: object) -> bool:
    """Return whether a value is a function of the source, a method or a partial of one."""
    known = isinstance(value, (Anything, Base))
    return not known and any(hasattr(value, it) for it in ("__code__", "__func__", "func"))


def is_open(key: Any) -> bool:
    """Return whether a key is a stand-in, or is made of some: ``f"{method} {path}"``."""
    key = getattr(key, "_value_", key)  # of an Enum
    if isinstance(key, tuple):
        return any(map(is_open, key))
    return isinstance(key, Anything) or (type(key) is str and ">" in key and "<" in key)


def chosen(values: list[Any]) -> Any:
    """Return an item of a table by an unknown key: the function that is followed, if it's there."""
    wanted = RUN.made.get(RUN.source)
    for each in values:
        for it in each if isinstance(each, list) else [each]:  # such as the subscribers of a topic
            plain: Any = getattr(it, "__func__", it)
            if wanted is not None and inspect.unwrap(plain) is wanted:
                return each
    return values[0] if all(map(is_function, values)) else Anything("an item of a table")


Leaves = list[tuple[str, Any]]


# --- whether the caller is told -------------------------------------------------------------


def mentions(value: object, depth: int = _DEEPEST) -> bool:
    """Return whether a value holds the error, or a string of it."""
    spec = RUN.spec
    if spec is None or depth == 0:
        return False
    if isinstance(value, (str, bytes)):
        text = value.decode(errors="replace") if isinstance(value, bytes) else str.__str__(value)
        if isinstance(value, Said) or text in RUN.texts:
            return isinstance(value, Said)  # `CODES = {"VolumeInUse"}` says nothing about an error
        return spec.message in text or (spec.code or spec.exception) in text
    if isinstance(value, Anything):
        return bool(value._told)
    if value is RUN.raised and value is not None:
        return True
    return any(mentions(each, depth - 1) for each in inside(value))


def inside(value: Any) -> list[Any]:
    """Return what a container, an exception or an object holds."""
    if isinstance(value, BaseException):
        return list(value.args)
    if isinstance(value, dict):
        return [*value, *value.values()]
    if isinstance(value, (list, tuple, set, frozenset, deque)):
        return list(value)
    return list(getattr(value, "__dict__", {}).values())


def _is_failure(value: object) -> bool:
    if isinstance(value, dict):
        return any(map(_is_failure, value.values()))
    text = str(value._name).rpartition(".")[2] if isinstance(value, Anything) else value
    text = text.decode(errors="replace") if isinstance(text, bytes) else text
    return isinstance(text, str) and bool(_FAILURE.search(str.__str__(text)))


def leaves(value: Any, path: str = "", depth: int = _DEEPEST) -> Iterator[tuple[str, Any]]:
    """Yield the plain values in a result, each with the path to it."""
    if depth == 0:
        return
    if isinstance(value, Dumped):
        value = value.value
    own = type(value).__module__ == REVIEWED and not isinstance(value, Enum)
    if own and hasattr(value, "__dict__"):
        path += type(value).__name__
        value = vars(value) or True  # a mark of its own class
    if isinstance(value, dict):
        for key, each in value.items():
            yield from leaves(each, f"{path}.{key}", depth - 1)
    elif isinstance(value, tuple):
        for place, each in enumerate(value):
            yield from leaves(each, f"{path}.{place}", depth - 1)
    elif isinstance(value, (list, set, frozenset)):
        yield f"{path}[]", bool(value) or None  # one that isn't empty may be of what failed
        for each in value:
            yield from leaves(each, f"{path}[]", depth - 1)
    else:
        yield path, value


def tells(bad: Leaves, goods: list[Leaves]) -> bool:
    """Return whether a result says that the call failed, next to the results of success.

    ``False`` tells next to ``True``. ``None``, ``0`` and an empty list tell nothing.
    """
    return any(
        _leaf_tells(path, leaf, [it for good in goods for place, it in good if place == path])
        for path, leaf in bad
    )


def _leaf_tells(path: str, bad: Any, goods: list[Any]) -> bool:
    names = [str(good._name) for good in goods if isinstance(good, Anything)]
    if isinstance(bad, Anything):
        return not path.endswith("[]") and _stand_in_tells(str(bad._name), goods, names)
    if bad is False:
        unknown = _UNKNOWN_ITEM if path else _UNKNOWN_BOOL
        return not any(good is False for good in goods) and not any(map(unknown.search, names))
    return bool(bad) and not any(type(bad) is type(good) and bad == good for good in goods)


def _is_emptier(bad: str, good: str) -> bool:
    """Return whether a call only gets less: ``Tape(arn, tags=[])`` for ``Tape(arn, tags=tags)``."""
    ours, theirs = bad.split(", "), good.split(", ")
    return len(ours) == len(theirs) and all(
        one == other or _EMPTY.search(one) for one, other in zip(ours, theirs, strict=True)
    )


def _stand_in_tells(name: str, goods: list[Any], names: list[str]) -> bool:
    if name in names:
        return False
    base, *added = name.split(" + ")
    known = [good.split(" + ") for good in names]
    news = {*added}.difference({"0", "''"}, *known)
    if news and any(each[0] == base for each in known):
        return True  # such as a count of failures, or a line of a text
    function, _, arguments = name.partition("(")
    if arguments and (same := [it for it in names if it.partition("(")[0] == function]):
        return not any(_is_emptier(name, good) for good in same)  # Response(500), Response(200)
    if goods and all(good is None for good in goods):
        return True
    fails = FAILING.search(function.rpartition(".")[2])  # such as Failed(...)
    return bool(_STATUS.search(arguments) or (arguments and fails)) or _is_failure(name)
