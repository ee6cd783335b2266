"""What functions of Python, of its library and of boto3 do that matter here."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from sgwlib.reviewing import data
from sgwlib.reviewing.clauses import catches
from sgwlib.reviewing.values import (
    UNKNOWN,
    Client,
    Generated,
    Harmless,
    Iterated,
    Routine,
    Said,
    Suppress,
    is_known,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from sgwlib.reviewing.walk import Walk

    Given = list[object]
    Does = Callable[[Walk, Given, ast.AST], object]

__all__ = ["call_routine", "member_of_error", "text_of"]

_LARGEST_RANGE: Final = 10_000
# Done as Python does it, where all arguments are known.
_PURE: Final[dict[str, Callable[..., object]]] = {
    each.__name__: each for each in (all, any, bool, len, int, max, min, sum, abs)
}
_MADE: Final[dict[str, Callable[..., object]]] = {
    each.__name__: each for each in (list, tuple, set, frozenset)
}


def call_routine(walk: Walk, routine: Routine, given: list[object], node: ast.Call) -> object:
    """Call a routine with what is given by place."""
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
        return Said.at(str(value), "text")
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, (int, float)) or value is None else UNKNOWN


def _str(walk: Walk, given: Given, node: ast.AST) -> object:  # noqa: ARG001 - as all
    return text_of(walk, given[0]) if len(given) == 1 else UNKNOWN


def _repr(walk: Walk, given: Given, node: ast.AST) -> object:  # noqa: ARG001 - as all
    if len(given) == 1 and walk.is_answer(given[0]):
        return Said.at(repr(given[0]), "text")
    return UNKNOWN


def _type(walk: Walk, given: Given, node: ast.AST) -> object:  # noqa: ARG001 - as all
    [value] = given if len(given) == 1 else [UNKNOWN]
    return type(value) if walk.is_answer(value) else UNKNOWN


def _isinstance(walk: Walk, given: Given, node: ast.AST) -> object:
    if len(given) != 2 or not isinstance(given[0], BaseException):  # noqa: PLR2004 - its arguments
        return UNKNOWN
    match = catches(walk, given[0], given[1], node)
    if match.typed and walk.is_answer(given[0]):
        walk.matched = True
    return match.caught


def member_of_error(walk: Walk, error: BaseException, given: list[object], node: ast.AST) -> object:
    """Return an attribute of an exception: its name is given, and perhaps what else it shall be."""
    if not walk.is_answer(error) and type(error).__module__ != "builtins":
        return UNKNOWN  # what its class makes of it, is not read
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
    """Go through what is given where it may be the pages of an operation."""
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
