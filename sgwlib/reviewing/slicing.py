"""Cut a function down to what a call in it needs.

Of the statements before the call, those stay that give names their values. What encloses the call
stays, but always leads to it. What comes after stays.
"""

from __future__ import annotations

import ast
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from sgwlib.reviewing.instrument import hook
from sgwlib.reviewing.program import FUNCTIONS

if TYPE_CHECKING:
    from sgwlib.reviewing.program import Function, Program

_DEFINITIONS: Final = (*FUNCTIONS, ast.ClassDef)
_BINDING: Final = (
    *(ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Global, ast.Nonlocal),
    *_DEFINITIONS,
)
_LOOPS: Final = (ast.For, ast.AsyncFor, ast.While)
_DESCRIPTORS: Final = {"property", "cached_property", "setter", "classmethod", "staticmethod"}
_PLACES: Final = (ast.stmt, ast.ExceptHandler, ast.match_case)


class Slicer:
    """Cuts the functions of an instrumented program."""

    def __init__(self, program: Program) -> None:
        self._program = program

    @cached_property
    def _module(self) -> list[Any]:
        """What the module does. What it defines once is defined when a slice runs."""
        body = self._program.tree.body
        bound = Counter(name for each in body for name in stored(each))
        return [it for it in body if not isinstance(it, _DEFINITIONS) or bound[it.name] > 1]

    def slice(self, node: ast.AST, owner: Function | None) -> ast.Module:
        """Return a module with the slice: a function of the owner's name, or statements."""
        path: list[ast.AST] = []
        for each in (node, *self._program.around(node)):
            if each is owner:
                break
            if isinstance(each, _PLACES):
                path.insert(0, self._program.replaced.get(each, each))
        body = owner.body if owner is not None else self._module
        if path and owner is None and path[0] not in body:  # the call is in a class
            body = self._program.tree.body
        cut = _cut(body, path, inside=False) if path else body
        if owner is not None:
            called = [it for it in owner.decorator_list if not _is_descriptor(it)]
            cut = [_copy(owner, body=cut, decorator_list=called)]
        return ast.Module(cut, [])


def _cut(block: list[Any], path: list[Any], *, inside: bool) -> list[Any]:
    """Return what the first statement of a path needs of its block, and its own slice."""
    place = next((number for number, each in enumerate(block) if each is path[0]), None)
    if place is None:
        return block
    here, after = block[place], block[place + 1 :]
    used = _names(*(it for it in block[:place] if isinstance(it, _BINDING)), *block[place:])
    made: list[Any] = []
    for each in block[:place]:
        if inside or isinstance(each, _BINDING) or _is_hook(each):
            made.append(each)
        else:
            made += _stand_ins(each, used)
    made += _enclosing(here, path[1:], inside=inside)
    return made + after


def _enclosing(statement: Any, path: list[Any], *, inside: bool) -> list[Any]:
    """Return the slice of a statement that has the call in it."""
    if not path or isinstance(statement, ast.ClassDef):
        return [statement]
    if isinstance(path[0], (ast.ExceptHandler, ast.match_case)):
        # Whatever is handled or matched has happened.
        given = [*(getattr(statement, "body", ())), getattr(path[0], "pattern", statement)]
        names = [it for each in given for it in _stand_ins(each, _names(statement), statement)]
        names += [_stand_in(it, statement) for it in filter(None, [getattr(path[0], "name", "")])]
        body = path[0].body
        cut = _cut(body, path[1:], inside=inside) if path[1:] else body
        return _unguarded(statement, [*names, *cut])
    fields = ("body", "orelse", "finalbody")
    field = next(n for n in fields if any(it is path[0] for it in getattr(statement, n, ())))
    loop = isinstance(statement, _LOOPS) and field == "body"
    cut = _cut(getattr(statement, field), path, inside=inside or loop)
    if isinstance(statement, ast.If):
        if not inside:
            return cut
        test = _leading(statement.test, field == "body")  # the first time it leads to the call
        return [_copy(statement, **{"test": test, field: cut})]
    if isinstance(statement, ast.While) and loop:
        return [_copy(statement, body=cut, test=_leading(statement.test, True))]  # noqa: FBT003
    if loop:
        return [_copy(statement, body=cut, iter=hook("@Some", statement.iter, at=statement))]
    if field == "body":
        return [_copy(statement, body=cut)]
    if field == "orelse" and isinstance(statement, ast.Try):  # no handler applies
        names = [it for each in statement.body for it in _stand_ins(each, _names(statement))]
        return _unguarded(statement, [*names, *cut])
    return cut


def _unguarded(statement: Any, body: list[Any]) -> list[Any]:
    """Return what is left of a try statement whose handlers don't apply."""
    if getattr(statement, "finalbody", None):
        return [_copy(statement, body=body, handlers=[], orelse=[])]
    return body


def _leading(test: ast.expr, want: bool) -> ast.expr:  # noqa: FBT001 - the field decides
    inner: ast.expr = test
    if not any(isinstance(each, (ast.NamedExpr, ast.Await)) for each in ast.walk(test)):
        nothing = ast.arguments([], [], None, [], [], None, [])
        inner = ast.copy_location(ast.Lambda(nothing, test), test)  # put off
    return hook("@leads", ast.copy_location(ast.Constant(want), test), inner, at=test)


def _is_descriptor(decorator: ast.expr) -> bool:
    """Return whether a decorator makes something that can't be called, such as a property."""
    inside = [getattr(each, "id", getattr(each, "attr", "")) for each in ast.walk(decorator)]
    return not _DESCRIPTORS.isdisjoint(inside)


def _is_hook(statement: ast.AST) -> bool:
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Name(id=name))):
            return name in {"@one_round", "@caught", "@reach"}
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr=name))):
            return name == "enter_context"  # of an ExitStack
    return False


def stored(statement: Any) -> set[str]:
    """Return the names that a statement of the module binds."""
    if isinstance(statement, _DEFINITIONS):
        return {statement.name}
    return _names(statement, kind=ast.Store)


def _names(*nodes: ast.AST, kind: type = ast.expr_context) -> set[str]:
    inside = [each for node in nodes for each in ast.walk(node)]
    return {it.id for it in inside if isinstance(it, ast.Name) and isinstance(it.ctx, kind)}


def _stand_ins(node: Any, used: set[str], at: Any = None) -> list[ast.stmt]:
    """Return assignments of stand-ins to the used names that something left out would bind."""
    bound = _names(node, kind=ast.Store)
    if hasattr(node, "handlers"):  # nothing is caught
        bound = _names(*node.body, *node.orelse, *node.finalbody, kind=ast.Store)
    if isinstance(node, ast.pattern):
        bound = {str(getattr(it, "name", "")) for it in ast.walk(node)}
    return [_stand_in(name, at or node) for name in sorted(bound & used)]


def _stand_in(name: str, at: Any) -> ast.stmt:
    value = hook("@Anything", ast.copy_location(ast.Constant(name), at), at=at)
    target = ast.copy_location(ast.Name(name, ast.Store()), at)
    made: ast.stmt = ast.copy_location(ast.Assign([target], value), at)
    return made


def _copy(node: Any, **changes: Any) -> Any:
    fields = {name: getattr(node, name, None) for name in node._fields}
    return ast.copy_location(type(node)(**{**fields, **changes}), node)
