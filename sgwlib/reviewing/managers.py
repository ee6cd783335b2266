"""What context managers do with an exception."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgwlib.reviewing.clauses import Match, catches
from sgwlib.reviewing.signals import Signal, Thrown, UnclearError
from sgwlib.reviewing.targets import assign
from sgwlib.reviewing.values import (
    UNKNOWN,
    Client,
    Function,
    Generated,
    Harmless,
    Instance,
    Suppress,
)
from sgwlib.reviewing.walk import Caught, EndlessError, UnfairError, Walk, line_of

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Sequence

    from sgwlib.reviewing.values import Scope

__all__ = ["run_with"]


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
            assign(walk, first.optional_vars, entered, scope)
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
        if isinstance(manager, (Client, Harmless)):
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
    """Run the body where the generator yields: it can catch what the body raises."""
    left: list[Signal] = []

    def on_yield(entered: object) -> None:
        try:
            inner(entered)
        except (Thrown, UnclearError, EndlessError, UnfairError):
            raise
        except Signal as signal:  # a return, a break: the generator goes on, and then they do
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
