"""What the hooks in an instrumented tree do while it runs."""

from __future__ import annotations

import contextlib
import functools
import inspect
import re
import sys
from string import Formatter
from types import FunctionType, GeneratorType
from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import ClientError

from sgwlib.reviewing.outside import classes, drive, imported  # noqa: F401 - `imported` is a hook
from sgwlib.reviewing.standins import (
    REVIEWED,
    RUN,
    Absent,
    Anything,
    Base,  # noqa: F401 - as a hook
    Either,
    Left,
    Response,
    Said,
    Table,
    is_function,
    mentions,
    noted,
    outside_class,
    plain,
    short,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

# A decorator from outside that may change where an error goes: `@safe(...)`, `@ignore_errors`.
_CATCHING: Final = "retr dispatch suppress ignore catch safe except error fallback".split()


# --- calls ----------------------------------------------------------------------------------


def hit(site: Any, *arguments: Any) -> Any:
    """Make a call, after its arguments. What fails in them before the error is no concern here."""
    for each in arguments:
        try:
            each() if callable(each) and not isinstance(each, Anything) else None
        except Exception:
            if RUN.calls:
                raise
    return RUN.answer() if RUN.source == site else Response("response")


async def later(site: int, *arguments: Any) -> Any:
    """Make a call when it is awaited."""
    return hit(site, *arguments)


def method(site: int) -> Any:
    """Return the method of a call that the source passes on."""
    return lambda *_, **__: hit(site)


class Paginator(Either):
    """A paginator or a waiter: it calls when its pages are read."""

    def __init__(self, site: Any) -> None:
        self._site = site

    def __iter__(self) -> Any:
        yield hit(self._site)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        lazy = name in {"paginate", "search"}
        return lambda *_, **__: self if lazy else hit(self._site)


RUN.methods |= dict.fromkeys(
    ("get_paginator", "get_waiter"),
    lambda name, *_: Paginator(RUN.source if name == RUN.wanted else ""),
)


# --- functions ------------------------------------------------------------------------------


def reach(number: int) -> None:
    """Begin a function. It raises if it is the one that raises in this run."""
    RUN.check()
    if number == RUN.source or number in RUN.groups.get(RUN.source, ()):
        RUN.call()


def made(number: int) -> Any:
    """Return a decorator that keeps a function under its number."""

    def keep(function: Any) -> Any:
        RUN.made[number] = function
        return function

    return keep


def changed(value: Any, name: str) -> Any:
    """Return what a library made of a function, if it is one without such an attribute."""
    plain = isinstance(value, FunctionType) and not hasattr(value, name)
    return Anything(value.__name__) if plain else value


def decorate(decorator: Any) -> Any:
    """Return a decorator. One from outside changes nothing, if its name doesn't say otherwise."""
    if not isinstance(decorator, Anything):
        return decorator
    name = str(decorator._name).partition("(")[0]
    doubtful = any(it in name.rpartition(".")[2].lower() for it in _CATCHING)
    if not doubtful or "AWSRetry" in name:  # Ansible's raises in the end
        return lambda function: function

    def decorated(function: Any) -> Any:
        def call(*given: Any, **named: Any) -> Any:
            try:
                return drive(function(*given, **named))
            except Exception:
                # `singledispatch` chooses by its first argument, and catches nothing itself.
                by_error = isinstance(next(iter(given), None), Exception)
                if RUN.calls and (by_error or "dispatch" not in name):
                    RUN.end(f"unknown: the decorator {name} is outside the source")
                raise

        return functools.wraps(function)(call) if hasattr(function, "__code__") else function

    return decorated


def spread(function: Any) -> Any:
    """Return a function of the source so that it takes ``**named``, where any may be."""
    own = isinstance(function, type) and function.__module__ == REVIEWED

    def call(*given: Any, **named: Any) -> Any:
        with contextlib.suppress(TypeError, ValueError):
            signature = inspect.signature(function)
            known = signature.bind_partial(*given, **named).arguments
            wanted = [it for it in signature.parameters.values() if it.default is it.empty]
            kinds = {inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY}
            missing = [it.name for it in wanted if it.kind in kinds and it.name not in known]
            named |= {name: Anything(name) for name in missing}
        return function(*given, **named)

    return call if own or (is_function(function) and not isinstance(function, type)) else function


# --- exceptions -----------------------------------------------------------------------------


def raised(*given: Any) -> Any:
    """Return what is raised, perhaps again. To recognise that error was not to deal with it."""
    error: Any = given[0] if given else sys.exc_info()[1]
    if error is None:
        raise Left(None)  # what the slice left out goes on, whatever became of the call
    if isinstance(error, type) and issubclass(error, BaseException):
        error = error()
    if isinstance(error, Anything):
        name = str(error._name)
        text = Said.at(name, "text") if error._told else name
        error = outside_class(name.partition("(")[0])(text)
    if error is RUN.raised:
        RUN.matched &= RUN.calls > 1 or not isinstance(error, ClientError)
    elif given and isinstance(error, BaseException):
        RUN.means(error)
        error.__cause__ = next((it for it in given[1:] if isinstance(it, BaseException)), None)
    return error


def caught(line: int) -> None:
    """Begin a handler."""
    RUN.check()
    error = sys.exc_info()[1]
    inside: Any = error.exceptions if isinstance(error, BaseExceptionGroup) else [error]
    if RUN.calls and error is not None:
        if any(it is each for each in (RUN.raised, *RUN.meant) for it in inside):
            RUN.line = line
        if any(it is RUN.raised for it in inside):
            RUN.note_class(RUN.kinds)
    RUN.kinds = ()


def kinds(given: Any) -> Any:
    """Return the classes of an except clause."""
    RUN.kinds = classes(given)
    return given if isinstance(given, list) else RUN.kinds  # Python takes no list


def failure(kind: Any) -> Any:
    """Return the base of an exception's class."""
    return outside_class(kind._name) if isinstance(kind, Anything) else kind


# --- comparisons ----------------------------------------------------------------------------


def is_in(value: Any, container: Any) -> bool:
    """Return ``value in container``."""
    if isinstance(container, Anything) or isinstance(value, Anything):
        RUN.looked = True
        return RUN.ask(f"{short(value)} in {short(container)}")
    several = isinstance(container, (dict, set, frozenset, tuple, list))
    if several and isinstance(value, (Said, Absent)):
        return any([value == each for each in container])  # noqa: C419 - each is to be noted
    if isinstance(container, str) and not isinstance(container, Said):
        if isinstance(value, Said):
            hit = value in container
            return noted(f"~{value.place}", value if hit else container, hit=hit)
        if mentions(container):
            return noted("~text", value, hit=value in container)
    return value in container


def is_same(one: Any, other: Any) -> bool:
    """Return ``one is other``."""
    one, other = plain(one), plain(other)
    if one is other and one is type(RUN.raised):
        RUN.note_class([other])
    asked = one is not other and Anything in {type(one), type(other)}
    question = f"{short(one)} is {short(other)}"
    before, RUN.tested[question] = RUN.tested.get(question, one), one
    return RUN.ask(question, first=False, constant=before is one) if asked else one is other


# --- containers and texts -------------------------------------------------------------------


def named(given: Any) -> Any:
    """Return the other arguments by name, of which any may be there."""
    given = {} if isinstance(given, Anything) else given
    table = Table({key: it for key, it in given.items() if isinstance(key, str)})
    table.open = True
    return table


def keys(given: Any) -> Any:
    """Return a mapping as it is, or as one whose keys may be any."""
    key = Anything(f"a key of {short(given)}")
    return {key: given["..."]} if isinstance(given, Anything) else given


def joiner(value: Any) -> Any:
    """Return ``str.join``, or what else is called so, such as that of a thread."""
    if not isinstance(value, str):
        return value.join
    return lambda items: value.join(str(it) if isinstance(it, Anything) else it for it in items)


class _Formatter(Formatter):
    """Formats as ``str.format`` does, but reads no attribute. It may get more than is known."""

    def __init__(self, *, known: bool) -> None:
        self._known = known

    def get_field(self, name: str, given: Any, named: Any) -> Any:
        first = re.split(r"[.\[]", name)[0]
        try:
            return self.get_value(int(first) if first.isdecimal() else first, given, named), first
        except LookupError:
            if self._known:
                raise
            return Anything(first), first


def formatter(value: Any, known: bool = False) -> Any:  # noqa: FBT001, FBT002 - from the tree
    """Return ``str.format``, or what else is called so."""
    if not isinstance(value, str):
        own = isinstance(value, Anything) or type(value).__module__ == REVIEWED
        return value.format if own else Anything("format")
    return lambda *given, **named: _Formatter(known=known).vformat(value, given, named)


def table_formatter(value: Any) -> Any:
    """Return ``str.format_map``, or what takes a table by name."""

    def call(table: Any) -> Any:
        response = getattr(RUN.raised, "response", {})
        # What another table has is from outside, perhaps.
        own = type(table) is Table and not table.open
        own = own or any(table is it for it in (response, *response.values()))
        return _Formatter(known=own).vformat(value, (), table)

    return (
        call if isinstance(value, str) else lambda table: spread(formatter(value))(**named(table))
    )


def unpack(value: Any, shape: tuple[Any, ...]) -> Any:
    """Return a value so that it can be unpacked to a shape."""
    lazy = isinstance(value, (map, GeneratorType))  # `host, port = map(int, text.split(":"))`
    value = drive(value) if lazy else value
    if isinstance(value, list) and len(value) < len(shape) and (lazy or not RUN.calls):
        value = Anything("values")  # such as the numbers in a text that is a stand-in
    if isinstance(value, Anything):
        value = tuple(value[place] for place in range(len(shape)))
    if any(shape) and isinstance(value, (tuple, list)) and len(value) == len(shape):
        return tuple(
            unpack(it, inner) if inner else it for it, inner in zip(value, shape, strict=True)
        )
    return value


def unpack_each(items: Any, shape: tuple[Any, ...]) -> Any:
    """Return items so that each can be unpacked to a shape."""
    later = hasattr(items, "__aiter__") and not hasattr(items, "__iter__")
    return items if later else (unpack(each, shape) for each in items)


# --- names and attributes -------------------------------------------------------------------


def own(value: Any) -> Any:
    """Return what an attribute is set on, which is nothing that the next source also sees."""
    if isinstance(value, (type, FunctionType)) and value.__module__ != REVIEWED:
        raise RUN.end(f"unknown: it changes {value.__name__}, which is outside the source")
    return value


def hidden(value: Any, name: str) -> Any:
    """Return what caused an exception. A traceback and the like lead nowhere."""
    known = name == "__cause__" and isinstance(value, BaseException)
    return value.__cause__ if known else Anything(name)


def missing(name: str) -> Any:
    """Fail as a name does that is nowhere bound."""
    raise NameError(f"name {name!r} is not defined")


def name_of(value: Any) -> Any:
    """Return the name of a class. That of the error's notes comparisons."""
    name = getattr(value, "__name__", None)
    if RUN.raised is not None and value is type(RUN.raised):
        return Said.at(str(name), "class")
    return name if isinstance(name, str) else Anything("__name__")


# --- what leads to the call -----------------------------------------------------------------


class Some(Either):
    """What a loop goes through: at least one item, so that the call in it is reached."""

    def __init__(self, items: Any) -> None:
        self._items = drive(items) if inspect.isasyncgen(items) else items

    def __iter__(self) -> Iterator[Any]:
        empty = True
        if not isinstance(self._items, Anything):
            for each in self._items:
                empty = False
                yield each
        if empty:
            yield Anything("item")
            if isinstance(self._items, Anything) and RUN.ask(f"{self._items._name} has more items"):
                yield Anything("item")


def leads(want: bool, test: Any) -> bool:  # noqa: FBT001 - from the tree
    """Return the truth of a condition on the way to the call; until then, what leads to it."""
    if not RUN.calls:
        return want
    return bool(test() if callable(test) and not isinstance(test, Anything) else test)


one_round = RUN.round
# An instrumented tree uses these by names that no source can write. A hidden name gets an @, too.
_OWN = {name: it for name, it in globals().items() if callable(it) and not name.startswith("_")}
HOOKS: Final = {f"@{name}": it for name, it in _OWN.items()}
