"""What the call of a value does."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from sgwlib.reviewing import data
from sgwlib.reviewing.program import call_name
from sgwlib.reviewing.routines import call_routine
from sgwlib.reviewing.signals import UnclearError
from sgwlib.reviewing.values import (
    UNKNOWN,
    Bound,
    Class,
    Client,
    Function,
    Instance,
    Iterated,
    Method,
    Module,
    Opaque,
    OperationCall,
    Routine,
    contains,
    made,
    names,
)
from sgwlib.reviewing.walk import line_of, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sgwlib.reviewing.walk import Walk

__all__ = ["call_value"]

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
    """Return what a call gives; of arguments by name, None says that they are unknown."""
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
    """Call a routine with arguments by name; they say nothing of a client's service."""
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
    """Give up where the reviewed call is handed on to something that may do anything with it."""
    if isinstance(called, Routine) and any(isinstance(each, Iterated) for each in given):
        return
    if any(map(walk.reaches_call, given)):
        why = f"the call is handed on to {shown(node.func)}, which stands outside the source"
        raise UnclearError(why, line_of(node))


def _unknown_call(walk: Walk, given: Sequence[object], node: ast.Call) -> object:
    """Call what stands outside the source; with the error in its hands, it may raise."""
    name = call_name(node)
    makes = name[:1].isupper()  # a class, by the custom of Python
    may_raise = not makes and name not in _KEEPING and contains(list(given), BaseException)
    if may_raise and walk.choose(node):
        raise walk.throw(Opaque(f"what {shown(node.func)} raises"), node, meant=True)
    return Module(name) if makes else UNKNOWN
