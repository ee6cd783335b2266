"""What calls do: which exceptions a class catches, known functions of Python, and all others."""

from __future__ import annotations

import ast
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
    Harmless,
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
    made,
    names,
)
from sgwlib.reviewing.walk import line_of, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sgwlib.reviewing.walk import Walk

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
    if kind is UNKNOWN or isinstance(kind, Module):
        return None
    if not (isinstance(kind, type) and issubclass(kind, BaseException)):
        message = "catching classes that do not inherit from BaseException is not allowed"
        raise walk.throw(TypeError(message), node)
    if isinstance(error, Opaque) and kind not in {Exception, BaseException}:
        return None
    typed = issubclass(kind, ClientError) and kind is not ClientError
    return Match(isinstance(error, kind), typed)


_LARGEST_RANGE: Final = 10_000
# Done as Python does it, where all arguments are known.
_PURE: Final[dict[str, Callable[..., object]]] = {
    each.__name__: each for each in (all, any, bool, len, int, max, min, sum, abs)
}
_MADE: Final[dict[str, Callable[..., object]]] = {
    each.__name__: each for each in (list, tuple, set, frozenset)
}


def call_routine(walk: Walk, routine: Routine, given: list[object], node: ast.Call) -> object:
    """Call a routine with positional arguments."""
    name = routine.name
    if any(isinstance(each, ast.Starred) for each in given):
        return UNKNOWN
    if name in _ROUTINES:
        return _ROUTINES[name](walk, given, node)
    if name in _PURE:
        known = all(map(is_known, given))
        return data.natively(walk, node, _PURE[name], *given) if known else UNKNOWN
    if name in _MADE:
        return _container(walk, _MADE[name], given, node)
    return UNKNOWN


def _container(
    walk: Walk, make: Callable[..., object], given: list[object], node: ast.Call
) -> object:
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


def _str(walk: Walk, given: Given, node: ast.AST) -> object:  # noqa: ARG001 - as all
    return text_of(walk, given[0]) if len(given) == 1 else UNKNOWN


def _repr(walk: Walk, given: Given, node: ast.AST) -> object:  # noqa: ARG001 - as all
    if len(given) == 1 and walk.is_answer(given[0]):
        return ErrorText.at(repr(given[0]), "text")
    return UNKNOWN


def _type(walk: Walk, given: Given, node: ast.AST) -> object:  # noqa: ARG001 - as all
    [value] = given if len(given) == 1 else [UNKNOWN]
    return type(value) if walk.is_answer(value) else UNKNOWN


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


def _suppress(walk: Walk, given: Given, node: ast.AST) -> object:  # noqa: ARG001 - as all
    return Suppress(tuple(given))


def _harmless(walk: Walk, given: Given, node: ast.AST) -> object:  # noqa: ARG001 - as all
    return Harmless()


def _client(walk: Walk, given: Given, node: ast.AST) -> object:  # noqa: ARG001 - as all
    service = given[0] if given else None
    return Client(str(service) if isinstance(service, str) else None)


_ROUTINES: Final[dict[str, Does]] = {
    "boto3.client": _client,
    "contextlib.closing": _harmless,
    "contextlib.nullcontext": _harmless,
    "contextlib.suppress": _suppress,
    "dict": _dict,
    "enumerate": _enumerate,
    "exit": _exit,
    "getattr": _getattr,
    "hasattr": _hasattr,
    "isinstance": _isinstance,
    "next": _used_up,
    "open": _harmless,
    "quit": _exit,
    "range": _range,
    "repr": _repr,
    "sorted": _used_up,
    "str": _str,
    "sys.exit": _exit,
    "tempfile.TemporaryDirectory": _harmless,
    "threading.Lock": _harmless,
    "threading.RLock": _harmless,
    "type": _type,
    "zip": _used_up,
}


# Of whatever object: they write, or put away, what they are given.
_KEEPING: Final = names(
    "add append critical debug error exception extend fatal info log put print warn warning write"
)


def call_value(
    walk: Walk,
    called: object,
    given: list[object],
    named: dict[str, object] | None,
    node: ast.Call,
) -> object:
    """Return the result of a call. None means that the keyword arguments are unknown."""
    if isinstance(called, OperationCall):
        paged = isinstance(called.site, ast.Call)
        return Iterated(called.site) if paged else walk.operate(called.site)
    if isinstance(called, (Function, Bound, Class)):
        return _call_of_source(walk, called, given, named, node)
    if isinstance(called, type) and issubclass(called, BaseException):
        return made(called)
    everything = [*given, *(named or {}).values()]
    _refuse_handing_on(walk, called, everything, node)
    if isinstance(called, Routine):
        return call_routine(walk, called, given, node) if named == {} else _routine(called, given)
    if isinstance(called, Method):
        return data.method(walk, called.owner, called.name, given, node)
    return _unknown_call(walk, everything, node)


def _call_of_source(
    walk: Walk,
    called: Function | Bound | Class,
    given: list[object],
    named: dict[str, object] | None,
    node: ast.Call,
) -> object:
    if isinstance(called, Class):
        return _instance(walk, called, given, named, node)
    if isinstance(called, Bound):
        return walk.call(called.function, [called.first, *given], named, node)
    return walk.call(called, given, named, node)


def _routine(called: Routine, given: list[object]) -> object:
    """Call a routine with keyword arguments, which don't decide a client's service."""
    if called.name == "boto3.client":
        service = given[0] if given else None
        return Client(service if isinstance(service, str) else None)
    return UNKNOWN


def _instance(
    walk: Walk, kind: Class, given: list[object], named: dict[str, object] | None, node: ast.Call
) -> object:
    made = Instance(kind)
    start = kind.find("__init__")
    if isinstance(start, Function):
        walk.call(start, [made, *given], named, node)
    return made


def _refuse_handing_on(walk: Walk, called: object, given: Sequence[object], node: ast.Call) -> None:
    """Give up if the reviewed call is passed to something outside the source."""
    if isinstance(called, Routine) and any(isinstance(each, Iterated) for each in given):
        return
    if any(map(walk.reaches_call, given)):
        why = f"the call is passed to {shown(node.func)}, which is outside the source"
        raise UnclearError(why, line_of(node))


def _unknown_call(walk: Walk, given: Sequence[object], node: ast.Call) -> object:
    """Call something outside the source. If it gets the error, it may raise."""
    name = call_name(node)
    makes = name[:1].isupper()  # a class, by convention
    may_raise = not makes and name not in _KEEPING and contains(list(given), BaseException)
    if may_raise and walk.choose(node):
        raise walk.throw(Opaque(f"exception of {shown(node.func)}"), node, meant=True)
    return Module(name) if makes else UNKNOWN
