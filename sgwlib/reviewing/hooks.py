"""What the hooks in an instrumented tree do while it runs."""

from __future__ import annotations

import contextlib
import functools
import inspect
import itertools
import re
import sys
from string import Formatter
from types import FunctionType, GeneratorType
from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import ClientError

from sgwlib.reviewing.outside import classes, drive, imported
from sgwlib.reviewing.standins import (
    REVIEWED,
    RUN,
    Anything,
    Base,
    Left,
    Response,
    Said,
    Table,
    as_said,
    chosen,
    is_function,
    is_open,
    noted,
    outside_class,
    short,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

# A decorator from outside that may change where an error goes: `@safe(...)`, `@ignore_errors`.
_CATCHING: Final = "retr dispatch suppress ignore catch safe except error fallback".split()


def _hit(site: Any, *arguments: Any) -> Any:
    """Make a call, after its arguments. What fails in them before the error is no concern here."""
    for each in arguments:
        try:
            each() if callable(each) and not isinstance(each, Anything) else None
        except Exception:
            if RUN.calls:
                raise
    if RUN.source == site:
        RUN.call()
    return Response("response")


async def _later(site: int, *arguments: Any) -> Any:
    return _hit(site, *arguments)


def _method(site: int) -> Any:
    return lambda *_, **__: _hit(site)


class _Paginator:
    """A paginator or a waiter: it calls when its pages are read."""

    def __init__(self, site: Any) -> None:
        self._site = site

    def __iter__(self) -> Any:
        yield _hit(self._site)

    async def __aiter__(self) -> Any:
        yield _hit(self._site)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        lazy = name in {"paginate", "search"}
        return lambda *_, **__: self if lazy else _hit(self._site)


RUN.methods |= dict.fromkeys(
    ("get_paginator", "get_waiter"),
    lambda name, *_: _Paginator(RUN.source if name == RUN.looked_up.get(RUN.source) else ""),
)


def _reach(number: int) -> None:
    """Begin a function. It raises if it is the one that raises in this run."""
    RUN.check()
    followed = RUN.source[1] if isinstance(RUN.source, tuple) else -1
    if number == followed or number in RUN.groups.get(followed, ()):
        RUN.call()


def _made(number: int) -> Any:
    def keep(function: Any) -> Any:
        RUN.made[number] = function
        return function

    return keep


def _changed(value: Any, name: str) -> Any:
    """Return what a library made of a function, if it is one without such an attribute."""
    plain = isinstance(value, FunctionType) and not hasattr(value, name)
    return Anything(value.__name__) if plain else value


def _decorate(decorator: Any) -> Any:
    """Return a decorator. One from outside changes nothing, if its name doesn't say otherwise."""
    if not isinstance(decorator, Anything):
        return decorator
    name = str(decorator._name).partition("(")[0]
    doubtful = any(it in name.rpartition(".")[2].lower() for it in _CATCHING)
    if not doubtful or "AWSRetry" in name:  # Ansible's raises in the end
        return lambda function: function

    def decorate(function: Any) -> Any:
        def made(*given: Any, **named: Any) -> Any:
            try:
                return drive(function(*given, **named))
            except Exception:
                # `singledispatch` chooses by its first argument, and catches nothing itself.
                by_error = isinstance(next(iter(given), None), Exception)
                if RUN.calls and (by_error or "dispatch" not in name):
                    RUN.end(f"unknown: the decorator {name} is outside the source")
                raise

        return functools.wraps(function)(made) if hasattr(function, "__code__") else function

    return decorate


def _raised(*given: Any) -> Any:
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


def _caught(line: int) -> None:
    RUN.check()
    error = sys.exc_info()[1]
    inside: Any = error.exceptions if isinstance(error, BaseExceptionGroup) else [error]
    if RUN.calls and error is not None:
        if any(it is each for each in (RUN.raised, *RUN.meant) for it in inside):
            RUN.line = line
        if any(it is RUN.raised for it in inside):
            RUN.note_class(RUN.kinds)
    RUN.kinds = ()


def _classes(kinds: Any) -> Any:
    RUN.kinds = classes(kinds)
    return kinds if isinstance(kinds, list) else RUN.kinds  # Python takes no list


def _named(given: Any) -> Any:
    """Return the other arguments by name, of which any may be there."""
    given = {} if isinstance(given, Anything) else given
    made = Table({key: it for key, it in given.items() if isinstance(key, str)})
    made.open = True
    return made


def _keys(given: Any) -> Any:
    """Return a mapping as it is, or as one whose keys may be any."""
    key = Anything(f"a key of {short(given)}")
    return {key: given["..."]} if isinstance(given, Anything) else given


def _spread(function: Any) -> Any:
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


def _in(value: Any, container: Any) -> bool:
    if isinstance(container, Anything) or isinstance(value, Anything):
        RUN.looked = True
        return RUN.ask(f"{short(value)} in {short(container)}")
    if isinstance(value, Said) and isinstance(container, (dict, set, frozenset, tuple, list)):
        return any([value == each for each in container])  # noqa: C419 - each is to be noted
    if isinstance(value, Said) and isinstance(container, str):
        hit = value in container
        return noted(f"~{value.place}", value if hit else container, hit=hit)
    return value in container


def _is(one: Any, other: Any) -> bool:
    if one is other and one is type(RUN.raised):
        RUN.note_class([other])
    asked = one is not other and Anything in {type(one), type(other)}
    question = f"{short(one)} is {short(other)}"
    return RUN.ask(question, first=False, constant=True) if asked else one is other


def _item(container: Any, key: Any) -> Any:
    return _get(container, key, read=lambda it: container[it])


def _get(container: Any, key: Any, *given: Any, read: Any = None, **named: Any) -> Any:
    if isinstance(container, dict):
        if container and is_open(key):
            return chosen(list(container.values()))
        _in(key, container)
    return (read or container.get)(key, *given, **named)


def _join(*parts: Any) -> Any:
    return as_said("".join(str(each) for each in parts), *parts)


def _joined(value: Any) -> Any:
    """Return ``str.join``, or what else is called so, such as that of a thread."""
    if not isinstance(value, str):
        return value.join

    def join(items: Any) -> Any:
        items = list(items)
        texts = [str(it) if isinstance(it, Anything) else it for it in items]
        return as_said(value.join(texts), value, items)

    return join


def _own(value: Any) -> Any:
    """Return what an attribute is set on, which is nothing that the next source also sees."""
    if isinstance(value, (type, FunctionType)) and value.__module__ != REVIEWED:
        raise RUN.end(f"unknown: it changes {value.__name__}, which is outside the source")
    return value


def _format(value: Any, known: bool = False) -> Any:  # noqa: FBT001, FBT002 - from the tree
    """Return ``str.format`` that reads no attribute. It may get more than is known."""
    if not isinstance(value, str):
        own = isinstance(value, Anything) or type(value).__module__ == REVIEWED
        return value.format if own else Anything("format")

    def call(*given: Any, **named: Any) -> Any:
        if known:
            _look_up(value, given, named)
        return _join(value, *given, *named.values())

    return call


def _format_map(value: Any, *table: Any) -> Any:
    """Return ``str.format_map``, or what it returns: it is ``format(**table)``."""
    if not table:
        return functools.partial(_format_map, value)
    if not isinstance(value, str):
        return _spread(_format(value))(**_named(table[0]))
    response = getattr(RUN.raised, "response", {})
    own = type(table[0]) is Table or any(table[0] is it for it in (response, *response.values()))
    if own:  # what another table has is from outside, perhaps
        _look_up(value, (), table[0])
    return _join(value, *table)


def _look_up(text: str, given: tuple[Any, ...], named: dict[str, Any]) -> None:
    """Fail as Python does where a field of a text isn't given."""
    places = itertools.count()
    for _, field, _, _ in Formatter().parse(text):
        if field is not None:
            name = re.split(r"[.\[]", field)[0]
            named[name] if name and not name.isdecimal() else given[int(name or next(places))]


def _hidden(value: Any, name: str) -> Any:
    """Return what caused an exception. A traceback and the like lead nowhere."""
    known = name == "__cause__" and isinstance(value, BaseException)
    return value.__cause__ if known else Anything(name)


def _missing(name: str) -> Any:
    raise NameError(f"name {name!r} is not defined")


def _name(value: Any) -> Any:
    """Return the name of a class. That of the error's notes comparisons."""
    name = getattr(value, "__name__", None)
    if RUN.raised is not None and value is type(RUN.raised):
        return Said.at(str(name), "class")
    return name if isinstance(name, str) else Anything("__name__")


class _Some:
    """What a loop goes through: at least one item, so that the call in it is reached."""

    def __init__(self, items: Any) -> None:
        self._items = items

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

    async def __aiter__(self) -> Any:
        if isinstance(self._items, Anything) or not hasattr(self._items, "__aiter__"):
            for each in self:
                yield each
        else:
            async for each in self._items:
                yield each


def _unpack(value: Any, shape: tuple[Any, ...]) -> Any:
    lazy = isinstance(value, (map, GeneratorType))  # `host, port = map(int, text.split(":"))`
    value = drive(value) if lazy else value
    if isinstance(value, list) and len(value) < len(shape) and (lazy or not RUN.calls):
        value = Anything("values")  # such as the numbers in a text that is a stand-in
    if isinstance(value, Anything):
        value = tuple(value[place] for place in range(len(shape)))
    if any(shape) and isinstance(value, (tuple, list)) and len(value) == len(shape):
        return tuple(
            _unpack(it, inner) if inner else it for it, inner in zip(value, shape, strict=True)
        )
    return value


def _each(items: Any, shape: tuple[Any, ...]) -> Any:
    lazy = hasattr(items, "__aiter__") and not hasattr(items, "__iter__")
    return items if lazy else (_unpack(each, shape) for each in items)


def _leads(want: bool, test: Any) -> bool:  # noqa: FBT001 - from the tree
    """Return the truth of a condition on the way to the call; until then, what leads to it."""
    return (
        bool(test() if callable(test) and not isinstance(test, Anything) else test)
        if RUN.calls
        else want
    )


HOOKS: Final[dict[str, Any]] = {
    f"@{name}": value
    for name, value in {
        "Base": Base,
        "caught": _caught,
        "changed": _changed,
        "classes": _classes,
        "decorate": _decorate,
        "each": _each,
        "failure": lambda it: outside_class(it._name) if isinstance(it, Anything) else it,
        "format": _format,
        "format_map": _format_map,
        "get": _get,
        "hidden": _hidden,
        "hit": _hit,
        "import": imported,
        "in": _in,
        "is": _is,
        "item": _item,
        "join": _join,
        "joined": _joined,
        "keys": _keys,
        "later": _later,
        "leads": _leads,
        "made": _made,
        "method": _method,
        "missing": _missing,
        "mod": lambda one, other: as_said(one % other, one, other),
        "name": _name,
        "named": _named,
        "own": _own,
        "paginator": _Paginator,
        "raised": _raised,
        "reach": _reach,
        "round": RUN.round,
        "some": _Some,
        "spread": _spread,
        "table": Table,
        "text": lambda make, value: as_said(make(value), value),
        "unbound": Anything,
        "unpack": _unpack,
    }.items()
}
