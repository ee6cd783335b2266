"""Cut a function down to what a call in it needs.

Of the statements before the call, those stay that give names their values. What encloses the call
stays, but always leads to it. What comes after stays, if it can matter where the error ends.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, Final

from sgwlib.reviewing.program import FUNCTIONS

if TYPE_CHECKING:
    from sgwlib.reviewing.program import Function, Program

_PLAIN: Final = (
    *(ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Global, ast.Nonlocal),
    *(*FUNCTIONS, ast.ClassDef),
)
_JUMPS: Final = (ast.Return, ast.Raise, ast.Break, ast.Continue, ast.Yield, ast.YieldFrom)
_BLOCKS: Final = (
    ast.If,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.With,
    ast.AsyncWith,
    ast.Try,
    ast.Match,
)


class Slicer:
    """Cuts the functions of an instrumented program."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._paths: dict[ast.AST, list[ast.AST]] = {}
        for node in program.nodes:  # of the tree as it was before it was instrumented
            if isinstance(node, (ast.stmt, ast.ExceptHandler, ast.match_case)):
                self._paths[node] = []

    def path(self, node: ast.AST, owner: Function | None) -> list[ast.AST]:
        """Return the statements around a node, from the outside, within a function."""
        found = []
        for each in (node, *self._program.around(node)):
            if each is owner or isinstance(each, ast.Module):
                break
            if each in self._paths:
                found.append(self._program.replaced.get(each, each))
        return found[::-1]

    def slice(self, node: ast.AST, owner: Function | None) -> ast.Module:
        """Return a module with the slice: a function of the owner's name, or statements."""
        path = self.path(node, owner)
        body = self._program.tree.body if owner is None else owner.body
        cut = _cut(body, path, inside=False)
        if owner is not None:
            cut = [_copy(owner, body=cut or [ast.Pass()])]
        return ast.fix_missing_locations(ast.Module(cut, []))


def _cut(block: list[Any], path: list[ast.AST], *, inside: bool) -> list[Any]:
    """Return the statements of a block that the first statement of a path needs, and its slice."""
    place = next((i for i, each in enumerate(block) if each is path[0]), None)
    if place is None:  # the instrument has replaced it
        return list(block)
    before, after = block[:place], block[place + 1 :]
    used = {each.id for it in block[place:] for each in ast.walk(it) if isinstance(each, ast.Name)}
    made: list[Any] = []
    for each in before:
        if inside or isinstance(each, _PLAIN) or _is_hook(each):
            made.append(each)
        else:
            made += _bound(each, used)
    made += _enclosing(block[place], path, inside=inside)
    bound = {name for it in ast.walk(block[place]) if (name := _stored(it))}
    return made + [it for n, it in enumerate(after) if _matters(it, after[n + 1 :], bound)]


def _enclosing(statement: Any, path: list[ast.AST], *, inside: bool) -> list[Any]:
    """Return the slice of a statement that has the call in it."""
    inner = path[1:]
    if not inner or isinstance(statement, ast.ClassDef):
        return [statement]
    if isinstance(statement, ast.Match):
        case: Any = next((each for each in statement.cases if each is inner[0]), None)
        if case is None or len(inner) == 1:
            return [statement]
        names = [each for each in ast.walk(case.pattern) if getattr(each, "name", None)]
        return [
            *(_nothing(each.name, statement) for each in names),
            *_cut(case.body, inner[1:], inside=inside),
        ]  # type: ignore[attr-defined] # has one
    used = {each.id for each in ast.walk(statement) if isinstance(each, ast.Name)}
    if isinstance(inner[0], ast.ExceptHandler):
        # The call is in a handler: whatever it handles has happened.
        caught: Any = inner[0]
        named = [_nothing(caught.name, statement)] if caught.name else []
        body = [it for each in statement.body for it in _bound(each, used)]
        rest = _cut(caught.body, inner[1:], inside=inside) if inner[1:] else caught.body
        return _guarded(statement, [*named, *body, *rest])
    field = next(
        (
            n
            for n in ("body", "orelse", "finalbody")
            if any(it is inner[0] for it in getattr(statement, n, ()))
        ),
        None,
    )
    if field is None:
        return [statement]
    loop = isinstance(statement, (ast.For, ast.AsyncFor, ast.While)) and field == "body"
    cut = _cut(getattr(statement, field), inner, inside=inside or loop)
    if isinstance(statement, ast.If):
        return [_branch(statement, field, cut)] if inside else cut
    if isinstance(statement, ast.While) and field == "body":
        return [_copy(statement, body=cut, test=_led(statement.test, want=True))]
    if loop:
        some = ast.Call(ast.Name("@some", ast.Load()), [statement.iter], [])
        return [_copy(statement, body=cut, iter=ast.copy_location(some, statement.iter))]
    if field == "body":
        # What follows the call in an `else:` does not follow its error.
        return [_copy(statement, body=cut)]
    if field == "orelse" and isinstance(statement, ast.Try):
        return _guarded(
            statement, [*(it for each in statement.body for it in _bound(each, used)), *cut]
        )
    return cut


def _guarded(statement: ast.Try, body: list[Any]) -> list[Any]:
    """Return what is left of a try statement whose handlers don't apply."""
    return [_copy(statement, body=body, handlers=[], orelse=[])] if statement.finalbody else body


def _branch(statement: ast.If, field: str, cut: list[Any]) -> ast.stmt:
    """Return an ``if`` within a loop: the first time it leads to the call."""
    test = _led(statement.test, want=field == "body")
    made: ast.stmt = _copy(statement, test=test, **{field: cut})
    return made


def _led(test: ast.expr, *, want: bool) -> ast.expr:
    if any(isinstance(each, (ast.NamedExpr, ast.Await, ast.Yield)) for each in ast.walk(test)):
        # Such a test can't be put off: it is evaluated, and its result is replaced once.
        lead = ast.Call(ast.Name("@leads", ast.Load()), [ast.Constant(want), test], [])
    else:
        nothing = ast.arguments([], [], None, [], [], None, [])
        put_off = ast.Lambda(nothing, test)
        lead = ast.Call(ast.Name("@leads", ast.Load()), [ast.Constant(want), put_off], [])
    return ast.copy_location(lead, test)


def _is_hook(statement: ast.AST) -> bool:
    """Return whether a statement only counts rounds or notes a handler."""
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Name(id=name))):
            return name in {"@round", "@caught", "@reach"}
    return False


def _matters(statement: ast.AST, after: list[Any], bound: set[str]) -> bool:
    """Return whether a statement after the call can matter for where the error ends."""
    if not isinstance(statement, _BLOCKS):
        return True
    inner = list(ast.walk(statement))
    if any(isinstance(each, (*_JUMPS, *FUNCTIONS)) for each in inner):
        return True
    stored, read = set(), set()
    for each in inner:
        if isinstance(each, ast.Name):
            (stored if isinstance(each.ctx, ast.Store) else read).add(each.id)
        elif (
            isinstance(each, ast.Call)
            and isinstance(each.func, ast.Name)
            and each.func.id.startswith("@hit")
        ):
            return True
    if bound & read:
        return True
    later = {it.id for each in after for it in ast.walk(each) if isinstance(it, ast.Name)}
    return not later.isdisjoint(stored | read)


def _stored(node: ast.AST) -> str | None:
    return node.id if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) else None


def _bound(statement: ast.AST, used: set[str]) -> list[ast.stmt]:
    """Return assignments of stand-ins to the names that a statement which is left out binds."""
    names = {name for each in ast.walk(statement) if (name := _stored(each))}
    return [_nothing(name, statement) for name in sorted(names & used)]


def _nothing(name: str, at: Any) -> ast.stmt:
    value = ast.Call(ast.Name("@unbound", ast.Load()), [ast.Constant(name)], [])
    made: ast.stmt = ast.copy_location(ast.Assign([ast.Name(name, ast.Store())], value), at)
    return made


def _copy(node: Any, **changes: Any) -> Any:
    """Return a copy of a node with other fields."""
    fields = {name: getattr(node, name, None) for name in node._fields}
    return ast.copy_location(type(node)(**{**fields, **changes}), node)
