"""Whether a value fits a pattern of a ``match`` statement."""

from __future__ import annotations

import ast
from functools import singledispatch
from typing import TYPE_CHECKING

from sgwlib.reviewing import data
from sgwlib.reviewing.clauses import catches
from sgwlib.reviewing.values import UNKNOWN, Routine, Scope, is_known
from sgwlib.reviewing.walk import Walk

if TYPE_CHECKING:
    from collections.abc import Iterator


__all__ = ["fits"]


def fits(walk: Walk, pattern: ast.pattern, value: object, scope: Scope) -> object:
    """Say whether a value fits: a bool, or that it cannot be known."""
    return _fits(pattern, walk, value, scope)


@singledispatch
def _fits(pattern: ast.pattern, walk: Walk, value: object, scope: Scope) -> object:  # noqa: ARG001 - as all
    return UNKNOWN


@_fits.register
def _value(pattern: ast.MatchValue, walk: Walk, value: object, scope: Scope) -> object:
    return data.equal(walk, value, walk.evaluate(pattern.value, scope), pattern)


@_fits.register
def _singleton(pattern: ast.MatchSingleton, walk: Walk, value: object, scope: Scope) -> object:  # noqa: ARG001 - as all
    return UNKNOWN if value is UNKNOWN else value is pattern.value


@_fits.register
def _or(pattern: ast.MatchOr, walk: Walk, value: object, scope: Scope) -> object:
    return _any(fits(walk, each, value, scope) for each in pattern.patterns)


@_fits.register
def _as(pattern: ast.MatchAs, walk: Walk, value: object, scope: Scope) -> object:
    fit = True if pattern.pattern is None else fits(walk, pattern.pattern, value, scope)
    if pattern.name:
        scope.set(pattern.name, value)
    return fit


def _any(answers: Iterator[object]) -> object:
    found: object = False
    for answer in answers:
        if answer is True:
            return True
        found = UNKNOWN if answer is UNKNOWN else found
    return found


def _all(answers: Iterator[object]) -> object:
    found: object = True
    for answer in answers:
        if answer is False:
            return False
        found = UNKNOWN if answer is UNKNOWN else found
    return found


@_fits.register
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
                yield key in value and fits(walk, each, value[key], scope)

    return _all(answers())


@_fits.register
def _sequence(pattern: ast.MatchSequence, walk: Walk, value: object, scope: Scope) -> object:
    starred = any(isinstance(each, ast.MatchStar) for each in pattern.patterns)
    if not isinstance(value, (list, tuple)):
        return False if is_known(value) else UNKNOWN
    if starred:
        return UNKNOWN
    if len(value) != len(pattern.patterns):
        return False
    pairs = zip(pattern.patterns, value, strict=True)
    return _all(fits(walk, each, item, scope) for each, item in pairs)


@_fits.register
def _class(pattern: ast.MatchClass, walk: Walk, value: object, scope: Scope) -> object:
    kind = walk.evaluate(pattern.cls, scope)
    if kind == Routine("str") and is_known(value):
        fitting = (fits(walk, each, value, scope) for each in pattern.patterns)
        return isinstance(value, str) and _all(fitting)
    if not isinstance(value, BaseException):
        return UNKNOWN
    match = catches(walk, value, kind, pattern)
    if not match.caught or pattern.patterns:
        return match.caught and UNKNOWN
    if match.typed and walk.is_answer(value):
        walk.matched = True
    pairs = zip(pattern.kwd_attrs, pattern.kwd_patterns, strict=True)
    return _all(fits(walk, each, _attribute(value, name), scope) for name, each in pairs)


def _attribute(value: BaseException, name: str) -> object:
    return getattr(value, name, UNKNOWN)
