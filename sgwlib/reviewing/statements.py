"""The effects of statements."""

from __future__ import annotations

import ast
from dataclasses import replace
from functools import singledispatch
from typing import TYPE_CHECKING, Any, Final

from sgwlib.reviewing import data
from sgwlib.reviewing.calls import call_value, catches
from sgwlib.reviewing.compound import fits, run_with
from sgwlib.reviewing.expressions import defaults
from sgwlib.reviewing.outside import member_of_module
from sgwlib.reviewing.values import (
    UNKNOWN,
    Bound,
    Broke,
    Class,
    Continued,
    Function,
    Generated,
    LeftError,
    Module,
    Opaque,
    Returned,
    Routine,
    Scope,
    Signal,
    Thrown,
    UnclearError,
    is_uncertain,
    made,
    names,
)
from sgwlib.reviewing.walk import Caught, Walk, shown

if TYPE_CHECKING:
    from collections.abc import Callable


@singledispatch
def execute(node: ast.stmt, walk: Walk, scope: Scope) -> None:
    """Execute a statement. Skip one of any other kind."""


@execute.register
def _expr(node: ast.Expr, walk: Walk, scope: Scope) -> None:
    walk.evaluate(node.value, scope)


@execute.register
def _assign(node: ast.Assign, walk: Walk, scope: Scope) -> None:
    value = walk.evaluate(node.value, scope)
    for target in node.targets:
        data.assign(walk, target, value, scope)


@execute.register
def _ann_assign(node: ast.AnnAssign, walk: Walk, scope: Scope) -> None:
    if node.value is not None:
        data.assign(walk, node.target, walk.evaluate(node.value, scope), scope)


@execute.register
def _aug_assign(node: ast.AugAssign, walk: Walk, scope: Scope) -> None:
    right = walk.evaluate(node.value, scope)
    left: object = UNKNOWN
    if isinstance(node.target, ast.Name):
        holder = scope.holder(node.target.id)
        left = UNKNOWN if holder is None else holder.names[node.target.id]
    data.assign(walk, node.target, data.arithmetic(walk, node.op, left, right, node), scope)


@execute.register
def _delete(node: ast.Delete, walk: Walk, scope: Scope) -> None:
    for target in node.targets:
        data.assign(walk, target, UNKNOWN, scope)


@execute.register
def _return(node: ast.Return, walk: Walk, scope: Scope) -> None:
    raise Returned(None if node.value is None else walk.evaluate(node.value, scope))


@execute.register
def _leave(node: ast.Break | ast.Continue, walk: Walk, scope: Scope) -> None:  # noqa: ARG001 - as all
    raise Broke if isinstance(node, ast.Break) else Continued


@execute.register
def _raise(node: ast.Raise, walk: Walk, scope: Scope) -> None:
    if node.exc is None:
        if not walk.handling:
            raise walk.throw(RuntimeError("No active exception to reraise"), node)
        raise Thrown(walk.handling[-1].error, node.lineno, meant=walk.handling[-1].meant)
    value = walk.evaluate(node.exc, scope)
    if node.cause is not None:
        walk.evaluate(node.cause, scope)
    if isinstance(value, type) and issubclass(value, BaseException):
        value = made(value)
    if isinstance(value, Module):
        value = Opaque(value.name.rpartition(".")[2])
    if value is UNKNOWN:
        raise UnclearError(f"{shown(node.exc)} is outside the source", node.lineno)
    if not isinstance(value, BaseException):
        raise walk.throw(TypeError("exceptions must derive from BaseException"), node)
    raise Thrown(value, node.lineno, meant=True)


@execute.register
def _assert(node: ast.Assert, walk: Walk, scope: Scope) -> None:
    value = walk.evaluate(node.test, scope)
    if not walk.truth(value, node.test):
        raise walk.throw(AssertionError(), node, meant=True)


@execute.register
def _if(node: ast.If, walk: Walk, scope: Scope) -> None:
    test = walk.evaluate(node.test, scope)
    if is_uncertain(test) and all(map(walk.program.is_quiet, (*node.body, *node.orelse))):
        data.forget((*node.body, *node.orelse), scope)
    else:
        walk.run(node.body if walk.truth(test, node.test) else node.orelse, scope)


@execute.register
def _for(node: ast.For | ast.AsyncFor, walk: Walk, scope: Scope) -> None:
    items = walk.evaluate(node.iter, scope)
    if is_uncertain(items) and all(map(walk.program.is_quiet, (*node.body, *node.orelse))):
        data.forget((node.target, *node.body, *node.orelse), scope)
        return

    def round_(item: object) -> None:
        data.assign(walk, node.target, item, scope)
        walk.run(node.body, scope)

    try:
        if isinstance(items, Generated):
            _over_generator(walk, items, round_, node)
        else:
            for item in walk.each(items, node.iter):
                try:
                    round_(item)
                except Continued:
                    continue
    except Broke:
        return
    walk.run(node.orelse, scope)


def _over_generator(
    walk: Walk, items: Generated, round_: Callable[[object], None], node: ast.AST
) -> None:
    """Run a loop body where the generator yields, which cannot catch what the body raises."""

    def on_yield(item: object) -> None:
        try:
            round_(item)
        except Continued:
            return
        except Signal as signal:
            raise LeftError(signal) from None

    items.scope.on_yield = on_yield
    try:
        walk.enter(items.function, items.scope, node)
    except LeftError as left:
        raise left.signal from None


@execute.register
def _while(node: ast.While, walk: Walk, scope: Scope) -> None:
    try:
        while _goes_on(node, walk, scope):
            try:
                walk.run(node.body, scope)
            except Continued:
                continue
    except Broke:
        return
    walk.run(node.orelse, scope)


def _goes_on(node: ast.While, walk: Walk, scope: Scope) -> bool:
    test = walk.evaluate(node.test, scope)
    return walk.choices.again(node) if is_uncertain(test) else bool(test)


@execute.register
def _try(node: ast.Try, walk: Walk, scope: Scope) -> None:
    try:
        try:
            walk.run(node.body, scope)
        except Thrown as thrown:
            _handle(walk, node.handlers, thrown, scope)
        else:
            walk.run(node.orelse, scope)
    except UnclearError:
        raise
    except Signal as signal:
        _finally(walk, node, signal, scope)
        raise
    walk.run(node.finalbody, scope)


def _finally(walk: Walk, node: ast.Try, pending: Signal, scope: Scope) -> None:
    """Run the finally block; a return there replaces the exception."""
    try:
        walk.run(node.finalbody, scope)
    except (Returned, Broke, Continued):
        if isinstance(pending, Thrown) and walk.is_answer(pending.error):
            walk.caught.append(Caught(node.finalbody[0].lineno, typed=False))
        raise


def _handle(walk: Walk, handlers: list[ast.ExceptHandler], thrown: Thrown, scope: Scope) -> None:
    for handler in handlers:
        typed = False
        if handler.type is not None:
            kinds = walk.evaluate(handler.type, scope)
            caught, typed = catches(walk, thrown.error, kinds, handler.type)
            if not caught:
                continue
        if walk.is_answer(thrown.error):
            walk.caught.append(Caught(handler.lineno, typed))
        if handler.name:
            scope.set(handler.name, thrown.error)
        walk.handling.append(thrown)
        try:
            walk.run(handler.body, scope)
        finally:
            walk.handling.pop()
        return
    raise thrown


@execute.register
def _try_star(node: ast.TryStar, walk: Walk, scope: Scope) -> None:
    try:
        walk.run(node.body, scope)
    except Thrown:
        raise UnclearError("except* is not supported", node.handlers[0].lineno) from None
    walk.run((*node.orelse, *node.finalbody), scope)


@execute.register
def _with(node: ast.With | ast.AsyncWith, walk: Walk, scope: Scope) -> None:
    run_with(walk, node.items, lambda: walk.run(node.body, scope), scope)


@execute.register
def _match(node: ast.Match, walk: Walk, scope: Scope) -> None:
    subject = walk.evaluate(node.subject, scope)
    for case in node.cases:
        fit = fits(case.pattern, walk, subject, scope)
        if not walk.truth(fit, case.pattern):
            continue
        if case.guard is None or walk.truth(walk.evaluate(case.guard, scope), case.guard):
            walk.run(case.body, scope)
            return


@execute.register
def _import(node: ast.Import, walk: Walk, scope: Scope) -> None:  # noqa: ARG001 - as all
    for alias in node.names:
        top = alias.name.partition(".")[0]
        scope.set(alias.asname or top, Module(alias.name if alias.asname else top))


@execute.register
def _import_from(node: ast.ImportFrom, walk: Walk, scope: Scope) -> None:  # noqa: ARG001 - as all
    module = "." * node.level + (node.module or "")
    for alias in node.names:
        scope.set(alias.asname or alias.name, member_of_module(module, alias.name))


@execute.register
def _global(node: ast.Global, walk: Walk, scope: Scope) -> None:  # noqa: ARG001 - as all
    scope.elsewhere.update(dict.fromkeys(node.names, scope.outermost))


@execute.register
def _nonlocal(node: ast.Nonlocal, walk: Walk, scope: Scope) -> None:  # noqa: ARG001 - as all
    for name in node.names:
        holder = scope.parent.holder(name) if scope.parent else None
        if holder is not None:
            scope.elsewhere[name] = holder


@execute.register
def _define(node: ast.FunctionDef | ast.AsyncFunctionDef, walk: Walk, scope: Scope) -> None:
    """Define a function and apply its decorators."""
    value: object = Function(node, scope, defaults(walk, node.args, scope))
    for decorator in reversed(node.decorator_list):
        value = _decorated(walk, decorator, value, scope)
    scope.set(node.name, value)


_KINDS: Final[dict[str, Any]] = {
    "staticmethod": "static",
    "classmethod": "class",
    "property": "property",
    "contextlib.contextmanager": "manager",
    "contextlib.asynccontextmanager": "manager",
}
_PLAIN: Final = names(
    "functools.wraps functools.cache functools.lru_cache typing.override typing.overload"
)


def _decorated(walk: Walk, decorator: ast.expr, value: object, scope: Scope) -> object:
    inner = decorator.func if isinstance(decorator, ast.Call) else decorator
    named = walk.evaluate(inner, scope)
    name = named.name if isinstance(named, (Module, Routine)) else None
    if not isinstance(value, Function) or name in _PLAIN:
        return value
    if name in _KINDS:
        return replace(value, kind=_KINDS[name])
    made = walk.evaluate(decorator, scope)
    if isinstance(made, (Function, Bound)):
        call = ast.copy_location(ast.Call(decorator, [], []), decorator)
        return call_value(walk, made, [value], {}, call)
    return replace(value, cloud=decorator)


@execute.register
def _class(node: ast.ClassDef, walk: Walk, scope: Scope) -> None:
    bases = tuple(walk.evaluate(each, scope) for each in node.bases)
    inner = Scope(scope)
    walk.run(node.body, inner)
    # Methods do not see the names of the class.
    members = {name: _outside_class(each, inner, scope) for name, each in inner.names.items()}
    known = [each for each in bases if isinstance(each, type)]
    if known and len(known) == len(bases) and not node.decorator_list:
        # An empty exception class behaves like its builtin base.
        plain = not inner.names and all(base.__module__ == "builtins" for base in known)
        home = {"__module__": "builtins"} if plain else {}
        scope.set(node.name, data.natively(walk, node, type, node.name, bases, home))
    else:
        scope.set(node.name, Class(node.name, members, bases))


def _outside_class(value: object, inner: Scope, scope: Scope) -> object:
    if isinstance(value, Function) and value.scope is inner:
        return replace(value, scope=scope)
    return value
