"""What calls do: which exceptions a class catches, known functions of Python, and all others."""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from botocore.exceptions import ClientError

from sgwlib.reviewing import data
from sgwlib.reviewing.program import call_name
from sgwlib.reviewing.values import (
    UNKNOWN,
    Bound,
    Class,
    Client,
    ErrorText,
    Function,
    Generated,
    Instance,
    Iterated,
    Method,
    Module,
    Opaque,
    OperationCall,
    Routine,
    Suppress,
    UnclearError,
    contains,
    is_known,
    is_uncertain,
    made,
    names,
)
from sgwlib.reviewing.walk import line_of, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from sgwlib.reviewing.walk import Named, Walk

    Given = list[object]
    Does = Callable[[Walk, Given, ast.AST], object]


class Match(NamedTuple):
    """Whether a clause catches an exception, and whether by a class for some errors only."""

    caught: bool
    typed: bool = False


def catches(walk: Walk, error: BaseException, kinds: object, node: ast.AST) -> Match:
    """Return whether an exception is of a class, or of one of several."""
    answers = [_is_one(walk, error, kind, node) for kind in _flat(kinds)]
    sure = [match for match in answers if match is not None and match.caught]
    if sure:
        return Match(caught=True, typed=any(match.typed for match in sure))
    if None in answers:
        return Match(walk.choose(node))
    return Match(caught=False)


def _flat(kinds: object) -> list[object]:
    if isinstance(kinds, tuple):
        return [each for kind in kinds for each in _flat(kind)]
    return [kinds]


def _is_one(walk: Walk, error: BaseException, kind: object, node: ast.AST) -> Match | None:
    """Return whether an exception is of one class; None if unknown."""
    if is_uncertain(kind):
        return None
    if not (isinstance(kind, type) and issubclass(kind, BaseException)):
        message = "catching classes that do not inherit from BaseException is not allowed"
        raise walk.throw(TypeError(message), node)
    if isinstance(error, Opaque) and kind not in {Exception, BaseException}:
        return None
    typed = issubclass(kind, ClientError) and kind is not ClientError
    return Match(isinstance(error, kind), typed)


_LARGEST_RANGE: Final = 10_000


def _pure(do: Callable[..., object], walk: Walk, given: Given, node: ast.AST) -> object:
    """Do what Python does, where all arguments are known."""
    return data.natively(walk, node, do, *given) if all(map(is_known, given)) else UNKNOWN


def _container(make: Callable[..., object], walk: Walk, given: Given, node: ast.AST) -> object:
    if not given:
        return make()
    items = list(walk.each(given[0], node))
    plain = isinstance(given[0], (str, list, tuple, set, frozenset, dict, range))
    return data.natively(walk, node, make, items) if plain else UNKNOWN


def text_of(walk: Walk, value: object) -> object:
    """Return ``str(value)``."""
    if walk.is_answer(value):
        return ErrorText.at(str(value), "text")
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, (int, float)) or value is None else UNKNOWN


def _repr_of(walk: Walk, value: object) -> object:
    return ErrorText.at(repr(value), "text") if walk.is_answer(value) else UNKNOWN


def _type_of(walk: Walk, value: object) -> object:
    return type(value) if walk.is_answer(value) else UNKNOWN


def _of_one(do: Callable[[Walk, object], object]) -> Does:
    return lambda walk, given, _node: do(walk, given[0]) if len(given) == 1 else UNKNOWN


def _isinstance(walk: Walk, given: Given, node: ast.AST) -> object:
    if len(given) != 2 or not isinstance(given[0], BaseException):  # noqa: PLR2004 - object and class
        return UNKNOWN
    match = catches(walk, given[0], given[1], node)
    if match.typed and walk.is_answer(given[0]):
        walk.matched = True
    return match.caught


def member_of_error(walk: Walk, error: BaseException, given: list[object], node: ast.AST) -> object:
    """Return an attribute of an exception, given its name and perhaps a default."""
    if not walk.is_answer(error) and type(error).__module__ != "builtins":
        return UNKNOWN  # its class may compute it
    found = data.natively(walk, node, getattr, error, *given)
    own = given[0] in vars(error) or not hasattr(type(error), str(given[0]))
    return found if own else UNKNOWN


def _getattr(walk: Walk, given: Given, node: ast.AST) -> object:
    if len(given) > 1 and isinstance(given[0], BaseException) and isinstance(given[1], str):
        return member_of_error(walk, given[0], given[1:], node)
    return UNKNOWN


def _hasattr(walk: Walk, given: Given, node: ast.AST) -> object:
    found = _getattr(walk, [*given, None], node)
    return UNKNOWN if found is UNKNOWN else found is not None


def _dict(walk: Walk, given: Given, node: ast.AST) -> object:
    if given and not isinstance(given[0], dict):
        return UNKNOWN
    return data.natively(walk, node, dict, *given)


def _range(walk: Walk, given: Given, node: ast.AST) -> object:
    if not given or not all(isinstance(each, int) for each in given):
        return UNKNOWN
    made = data.natively(walk, node, range, *given)
    return made if len(made) <= _LARGEST_RANGE else UNKNOWN  # type: ignore[arg-type] # a range


def _enumerate(walk: Walk, given: Given, node: ast.AST) -> object:
    start = given[1] if len(given) > 1 else 0
    if not given or not isinstance(given[0], (list, tuple, range)) or not isinstance(start, int):
        return _used_up(walk, given, node)
    return list(enumerate(given[0], start))


def _used_up(walk: Walk, given: Given, node: ast.AST) -> object:
    """Iterate the arguments that may be pages of an operation."""
    for value in given:
        if isinstance(value, (Iterated, Generated)) and isinstance(node, ast.expr):
            list(walk.each(value, node))
    return UNKNOWN


def _exit(walk: Walk, given: Given, node: ast.AST) -> object:  # noqa: ARG001 - as all
    raise walk.throw(SystemExit(), node, meant=True)


def _client(given: Given) -> object:
    service = given[0] if given else None
    return Client(service if isinstance(service, str) else None)


_HARMLESS: Final = names(
    "contextlib.closing contextlib.nullcontext open tempfile.TemporaryDirectory threading.Lock "
    "threading.RLock"
)
_PURE: Final[tuple[Callable[..., object], ...]] = (all, any, bool, len, int, max, min, sum, abs)
_ROUTINES: Final[dict[str, Does]] = {
    **{each.__name__: partial(_pure, each) for each in _PURE},
    **{each.__name__: partial(_container, each) for each in (list, tuple, set, frozenset)},
    **dict.fromkeys(_HARMLESS, lambda *_: Suppress(())),
    "boto3.client": lambda _walk, given, _node: _client(given),
    "contextlib.suppress": lambda _walk, given, _node: Suppress(tuple(given)),
    "dict": _dict,
    "enumerate": _enumerate,
    "exit": _exit,
    "getattr": _getattr,
    "hasattr": _hasattr,
    "isinstance": _isinstance,
    "next": _used_up,
    "quit": _exit,
    "range": _range,
    "repr": _of_one(_repr_of),
    "sorted": _used_up,
    "str": _of_one(text_of),
    "sys.exit": _exit,
    "type": _of_one(_type_of),
    "zip": _used_up,
}


# Of whatever object: they write, or put away, what they are given.
_KEEPING: Final = names(
    "add append critical debug error exception extend fatal info log put print warn warning write"
)


def call_value(
    walk: Walk, called: object, given: list[object], named: Named, node: ast.Call
) -> object:
    """Return the result of a call."""
    if isinstance(called, OperationCall):
        paged = isinstance(called.site, ast.Call)
        return Iterated(called.site) if paged else walk.operate(called.site)
    if isinstance(called, Bound):
        return walk.call(called.function, [called.first, *given], named, node)
    if isinstance(called, Function):
        return walk.call(called, given, named, node)
    if isinstance(called, Class):
        instance = Instance(called)
        start = called.find("__init__")
        if isinstance(start, Function):
            walk.call(start, [instance, *given], named, node)
        return instance
    if isinstance(called, type) and issubclass(called, BaseException):
        return made(called)
    return _call_outside(walk, called, given, named, node)


def _call_outside(
    walk: Walk, called: object, given: list[object], named: Named, node: ast.Call
) -> object:
    """Call something outside the source. If it is unknown and gets the error, it may raise."""
    everything = [*given, *(named or {}).values()]
    iterates = isinstance(called, Routine) and any(isinstance(it, Iterated) for it in everything)
    if any(map(walk.reaches_call, everything)) and not iterates:
        why = f"the call is passed to {shown(node.func)}, which is outside the source"
        raise UnclearError(why, line_of(node))
    if isinstance(called, Routine):
        return _call_routine(walk, called.name, given, named, node)
    if isinstance(called, Method):
        return data.method(walk, called.owner, called.name, given, node)
    name = call_name(node)
    makes = name[:1].isupper()  # a class, by convention
    may_raise = not makes and name not in _KEEPING and contains(everything, BaseException)
    if may_raise and walk.choose(node):
        raise walk.throw(Opaque(f"exception of {shown(node.func)}"), node, meant=True)
    return Module(name) if makes else UNKNOWN


def _call_routine(
    walk: Walk, name: str, given: list[object], named: Named, node: ast.Call
) -> object:
    if named != {}:  # keyword arguments don't decide a client's service
        return _client(given) if name == "boto3.client" else UNKNOWN
    if name not in _ROUTINES or any(isinstance(each, ast.Starred) for each in given):
        return UNKNOWN
    return _ROUTINES[name](walk, given, node)
