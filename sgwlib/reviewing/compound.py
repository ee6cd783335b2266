"""What `with` and `match` statements do."""

from __future__ import annotations

import ast
from functools import singledispatch
from typing import TYPE_CHECKING

from sgwlib.reviewing import data
from sgwlib.reviewing.calls import Match, catches
from sgwlib.reviewing.values import (
    UNKNOWN,
    Client,
    Function,
    Generated,
    Instance,
    Routine,
    Scope,
    Signal,
    Suppress,
    Thrown,
    UnclearError,
    is_known,
)
from sgwlib.reviewing.walk import Caught, EndlessError, UnfairError, Walk, line_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


def run_with(
    walk: Walk, items: Sequence[ast.withitem], body: Callable[[], None], scope: Scope
) -> None:
    """Run the body of a ``with`` within its context managers."""
    if not items:
        body()
        return
    first, *others = items
    manager = walk.evaluate(first.context_expr, scope)

    def inner(entered: object) -> None:
        if first.optional_vars is not None:
            data.assign(walk, first.optional_vars, entered, scope)
        run_with(walk, others, body, scope)

    if isinstance(manager, Generated) and manager.function.kind == "manager":
        _in_generator(walk, manager, inner, first)
    elif isinstance(manager, Instance):
        _in_instance(walk, manager, inner, first.context_expr)
    else:
        _in_other(walk, manager, inner, first.context_expr)


def _in_other(walk: Walk, manager: object, inner: Callable[[object], None], node: ast.expr) -> None:
    try:
        inner(manager if isinstance(manager, Client) else UNKNOWN)
    except Thrown as thrown:
        if isinstance(manager, Client):
            raise
        if isinstance(manager, Suppress):
            match = catches(walk, thrown.error, manager.kinds, node)
        else:
            match = Match(walk.choose(node))
        if not match.caught:
            raise
        if walk.is_answer(thrown.error):
            walk.caught.append(Caught(line_of(node), match.typed))


def _in_generator(
    walk: Walk, manager: Generated, inner: Callable[[object], None], item: ast.withitem
) -> None:
    """Run the body where the generator yields, which can catch what the body raises."""
    left: list[Signal] = []

    def on_yield(entered: object) -> None:
        try:
            inner(entered)
        except (Thrown, UnclearError, EndlessError, UnfairError):
            raise
        except Signal as signal:  # return or break: it takes effect after the generator
            left.append(signal)

    manager.scope.on_yield = on_yield
    walk.enter(manager.function, manager.scope, item.context_expr)
    if left:
        raise left[0]


def _in_instance(
    walk: Walk, manager: Instance, inner: Callable[[object], None], node: ast.expr
) -> None:
    enter, leave = (_method(manager, f"{name}__") for name in ("enter", "exit"))
    entered = walk.call(enter, [manager], {}, node) if enter else UNKNOWN
    try:
        inner(entered)
    except Thrown as thrown:
        if leave is None:
            if walk.choose(node):
                return
            raise
        given = [manager, type(thrown.error), thrown.error, UNKNOWN]
        if not walk.truth(walk.call(leave, given, {}, node), node):
            raise
        if walk.is_answer(thrown.error):
            walk.caught.append(Caught(line_of(node), typed=False))


def _method(manager: Instance, name: str) -> Function | None:
    found = manager.kind.find(f"__{name}") or manager.kind.find(f"__a{name}")
    return found if isinstance(found, Function) else None


@singledispatch
def fits(pattern: ast.pattern, walk: Walk, value: object, scope: Scope) -> object:  # noqa: ARG001 - as all
    """Return whether a value fits a pattern: a bool or UNKNOWN."""
    return UNKNOWN


@fits.register
def _value(pattern: ast.MatchValue, walk: Walk, value: object, scope: Scope) -> object:
    return data.equal(walk, value, walk.evaluate(pattern.value, scope), pattern)


@fits.register
def _singleton(pattern: ast.MatchSingleton, walk: Walk, value: object, scope: Scope) -> object:  # noqa: ARG001 - as all
    return UNKNOWN if value is UNKNOWN else value is pattern.value


@fits.register
def _or(pattern: ast.MatchOr, walk: Walk, value: object, scope: Scope) -> object:
    return _all((fits(each, walk, value, scope) for each in pattern.patterns), decisive=True)


@fits.register
def _as(pattern: ast.MatchAs, walk: Walk, value: object, scope: Scope) -> object:
    fit = True if pattern.pattern is None else fits(pattern.pattern, walk, value, scope)
    if pattern.name:
        scope.set(pattern.name, value)
    return fit


def _all(answers: Iterator[object], *, decisive: bool = False) -> object:
    """Return whether all answers are true, or with ``decisive=True`` whether any is."""
    found: object = not decisive
    for answer in answers:
        if answer is decisive:
            return decisive
        found = UNKNOWN if answer is UNKNOWN else found
    return found


@fits.register
def _mapping(pattern: ast.MatchMapping, walk: Walk, value: object, scope: Scope) -> object:
    if not isinstance(value, dict):
        return False if is_known(value) else UNKNOWN
    if pattern.rest:
        scope.set(pattern.rest, UNKNOWN)

    def answers() -> Iterator[object]:
        for key_node, each in zip(pattern.keys, pattern.patterns, strict=True):
            key = walk.evaluate(key_node, scope)
            if not is_known(key):
                yield UNKNOWN
            else:
                yield key in value and fits(each, walk, value[key], scope)

    return _all(answers())


@fits.register
def _sequence(pattern: ast.MatchSequence, walk: Walk, value: object, scope: Scope) -> object:
    starred = any(isinstance(each, ast.MatchStar) for each in pattern.patterns)
    if not isinstance(value, (list, tuple)):
        return False if is_known(value) else UNKNOWN
    if starred:
        return UNKNOWN
    if len(value) != len(pattern.patterns):
        return False
    pairs = zip(pattern.patterns, value, strict=True)
    return _all(fits(each, walk, item, scope) for each, item in pairs)


@fits.register
def _class(pattern: ast.MatchClass, walk: Walk, value: object, scope: Scope) -> object:
    kind = walk.evaluate(pattern.cls, scope)
    if kind == Routine("str") and is_known(value):
        fitting = (fits(each, walk, value, scope) for each in pattern.patterns)
        return isinstance(value, str) and _all(fitting)
    if not isinstance(value, BaseException):
        return UNKNOWN
    match = catches(walk, value, kind, pattern)
    if not match.caught or pattern.patterns:
        return match.caught and UNKNOWN
    if match.typed and walk.is_answer(value):
        walk.matched = True
    pairs = zip(pattern.kwd_attrs, pattern.kwd_patterns, strict=True)
    return _all(fits(each, walk, getattr(value, name, UNKNOWN), scope) for name, each in pairs)
