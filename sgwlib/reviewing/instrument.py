"""Restrict the tree of a source, and put hooks into it.

A reviewed source imports nothing, reads no attribute that leads behind Python's objects, and sees
only the builtins of `outside`. The hooks have names such as ``@in``, which no source can write.
RestrictedPython has the same idea, but refuses ``async def`` and ``match``, which handlers use.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, Final

from sgwlib.reviewing.program import FUNCTIONS, is_generator

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sgwlib.reviewing.program import Program
    from sgwlib.reviewing.receivers import Site

# The methods with two underscores that a class may define, and that code may call.
_SPECIAL: Final = frozenset(
    f"__{name}__"
    for name in "init post_init enter exit aenter aexit call str repr iter next aiter anext len eq ne "
    "bool getattr getitem contains hash new lt le gt ge add radd or slots match_args doc".split()
)
# They lead from a generator, a frame, a traceback, a code or a function to everything else.
_INSPECTING: Final = ("gi_", "f_", "tb_", "cr_", "ag_", "co_", "func_")


class Instrument(ast.NodeTransformer):
    """Changes the tree of a program in place, so that its statements keep their identity."""

    def __init__(self, program: Program, sites: Sequence[Site]) -> None:
        self._program = program
        self._numbers = program.numbers
        self._sites = {site.node: (number, site) for number, site in enumerate(sites)}

    def visit(self, node: ast.AST) -> Any:
        """Change a node; a site becomes a hook."""
        if node in self._sites:
            return self._site(node)
        if isinstance(node, ast.Await) and node.value in self._sites:
            return self._site(node.value)
        made = super().visit(node)
        if made is not node and isinstance(made, ast.stmt):
            self._program.replaced[node] = made
        return made

    def _site(self, node: ast.AST) -> ast.expr:
        number, site = self._sites[node]
        if site.paginated:
            return _hook("@paginator", ast.Constant(number))
        if not isinstance(node, ast.Call) or getattr(node.func, "attr", "") == "" :
            return _hook("@method", ast.Constant(number))
        inner = [
            self.visit(each)
            for each in (*node.args, *(it.value for it in node.keywords))
            if any(part in self._sites for part in ast.walk(each)) and not isinstance(each, ast.Starred)
        ]
        owner = self._program.owner(node)
        awaited = isinstance(self._program.parents.get(node), ast.Await)
        later = isinstance(owner, ast.AsyncFunctionDef) and not awaited and self._program.is_async
        return _hook("@later" if later else "@hit", ast.Constant(number), *inner, at=node)

    # --- restrictions

    def visit_Import(self, node: ast.Import) -> Any:
        return [
            _assign(
                each.asname or each.name.split(".")[0],
                _hook("@import", ast.Constant(each.name if each.asname else each.name.split(".")[0])),
                node,
            )
            for each in node.names
        ]

    def visit_ImportFrom(self, node: ast.ImportFrom) -> Any:
        module = "." * node.level + (node.module or "")
        return [
            _assign(each.asname or each.name, _hook("@import", ast.Constant(f"{module}.{each.name}")), node)
            for each in node.names
            if each.name != "*"
        ] or ast.copy_location(ast.Pass(), node)

    def visit_Name(self, node: ast.Name) -> Any:
        if node.id == "__name__" and isinstance(node.ctx, ast.Load):
            return ast.copy_location(ast.Constant("__main__"), node)
        node.id = _allowed(node.id)
        return node

    def visit_Attribute(self, node: ast.Attribute) -> Any:
        self.generic_visit(node)
        if isinstance(node.ctx, ast.Load):
            if node.attr in {"__name__", "__qualname__"}:
                return _hook("@name", node.value, at=node)
            if node.attr == "__class__":
                return _hook("type", node.value, at=node)
            if node.attr in {"format", "format_map"}:
                return _hook("@format", node.value, at=node)
        node.attr = _allowed(node.attr)
        return node

    def visit_MatchClass(self, node: ast.MatchClass) -> Any:
        self.generic_visit(node)
        node.kwd_attrs = [_allowed(each) for each in node.kwd_attrs]
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> Any:
        self.generic_visit(node)
        node.keywords = []
        node.decorator_list = [_hook("@decorate", each) for each in node.decorator_list]
        plain = not node.bases or all(ast.unparse(each) == "object" for each in node.bases)
        if plain:
            node.bases = [ast.copy_location(ast.Name("@Base", ast.Load()), node)]
        if hasattr(node, "type_params"):
            node.type_params = []
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> Any:
        self.generic_visit(node)
        if isinstance(self._program.parents.get(node), ast.ClassDef):
            node.annotation = ast.copy_location(ast.Constant("object"), node)  # for dataclasses
            return node
        if node.value is None:
            return ast.copy_location(ast.Pass(), node)
        return ast.copy_location(ast.Assign([node.target], node.value), node)

    def visit_TypeAlias(self, node: Any) -> Any:
        return _assign(node.name.id, _hook("@import", ast.Constant(node.name.id)), node)

    def visit_TemplateStr(self, node: Any) -> Any:
        return _hook("@import", ast.Constant("t-string"), at=node)

    # --- hooks

    def _function(self, node: Any) -> Any:
        number, flavour = self._numbers[node], "plain"
        if is_generator(node):
            flavour = "generator"
        if isinstance(node, ast.AsyncFunctionDef):
            flavour = "async generator" if flavour == "generator" else "async"
        self.generic_visit(node)
        arguments = node.args
        for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
            each.annotation, each.arg = None, _allowed(each.arg)
        for each in filter(None, (arguments.vararg, arguments.kwarg)):
            each.annotation = None
        node.returns, node.name = None, _allowed(node.name)
        if hasattr(node, "type_params"):
            node.type_params = []
        node.decorator_list = [_hook("@decorate", each) for each in node.decorator_list]
        node.decorator_list.append(_hook("@function", ast.Constant(number), ast.Constant(flavour)))
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = _function

    def visit_Lambda(self, node: ast.Lambda) -> Any:
        reaches = any(each in self._sites for each in ast.walk(node))
        self.generic_visit(node)
        return _hook("@lambda", node, ast.Constant(reaches), at=node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> Any:
        self.generic_visit(node)
        parts = [
            each.value if isinstance(each, ast.FormattedValue) and each.format_spec is None else each
            for each in node.values
        ]
        whole = [
            ast.JoinedStr([each]) if isinstance(each, ast.FormattedValue) else each for each in parts
        ]
        return _hook("@join", *whole, at=node)

    def visit_Compare(self, node: ast.Compare) -> Any:
        self.generic_visit(node)
        if len(node.ops) > 1:
            return node
        operator, right = node.ops[0], node.comparators[0]
        made: ast.expr | None = None
        if isinstance(operator, (ast.In, ast.NotIn)):
            made = _hook("@in", node.left, right, at=node)
        elif isinstance(operator, (ast.Is, ast.IsNot)):
            made = _hook("@is", node.left, right, at=node)
        if made is None:
            return node
        negative = isinstance(operator, (ast.NotIn, ast.IsNot))
        return ast.copy_location(ast.UnaryOp(ast.Not(), made), node) if negative else made

    def visit_Subscript(self, node: ast.Subscript) -> Any:
        self.generic_visit(node)
        if isinstance(node.ctx, ast.Load) and not isinstance(node.slice, (ast.Slice, ast.Constant)):
            return _hook("@item", node.value, node.slice, at=node)
        return node

    def visit_Call(self, node: ast.Call) -> Any:
        if isinstance(node.func, ast.Name) and node.func.id == "super" and not node.args:
            return self._super(node)
        self.generic_visit(node)
        if isinstance(node.func, ast.Attribute):
            if node.func.attr == "get" and node.args and not isinstance(node.args[0], ast.Constant):
                return ast.copy_location(
                    ast.Call(ast.Name("@get", ast.Load()), [node.func.value, *node.args], node.keywords),
                    node,
                )
            if node.func.attr == "with_traceback":
                return node.func.value
        return node

    def _super(self, node: ast.Call) -> ast.expr:
        owner = self._program.owner(node)
        holder = self._program.class_of(owner) if owner is not None else None
        if owner is None or holder is None or not owner.args.args:
            return _hook("@import", ast.Constant("super"), at=node)
        first = ast.Name(owner.args.args[0].arg, ast.Load())
        return _hook("super", ast.Name(holder.name, ast.Load()), first, at=node)

    def visit_BinOp(self, node: ast.BinOp) -> Any:
        self.generic_visit(node)
        return _hook("@power", node.left, node.right, at=node) if isinstance(node.op, ast.Pow) else node

    def visit_Raise(self, node: ast.Raise) -> Any:
        self.generic_visit(node)
        node.cause = None
        if node.exc is not None:
            node.exc = _hook("@raised", node.exc, at=node)
        return node

    def visit_Assert(self, node: ast.Assert) -> Any:
        self.generic_visit(node)
        failed = _hook("@raised", ast.Name("AssertionError", ast.Load()), at=node)
        return _at(node, ast.If(node.test, [ast.Pass()], [ast.Raise(failed)]))

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> Any:
        self.generic_visit(node)
        if node.type is not None:
            node.type = _hook("@classes", node.type, at=node)
        node.body.insert(0, _at(node, ast.Expr(_hook("@caught", ast.Constant(node.lineno), at=node))))
        return node

    def _try(self, node: Any) -> Any:
        self.generic_visit(node)
        if node.finalbody:
            node.finalbody.insert(0, _at(node.finalbody[0], ast.Expr(_hook("@check", at=node.finalbody[0]))))
        return node

    visit_Try = visit_TryStar = _try

    def visit_Return(self, node: ast.Return) -> Any:
        self.generic_visit(node)
        if any(node in getattr(each, "finalbody", ()) for each in self._program.around(node)):
            node.value = _hook("@returned", node.value or ast.Constant(None), ast.Constant(node.lineno))
        return node

    def _with(self, node: Any) -> Any:
        self.generic_visit(node)
        for each in node.items:
            each.context_expr = _hook("@with", each.context_expr, ast.Constant(node.lineno))
        return node

    visit_With = visit_AsyncWith = _with

    def visit_While(self, node: ast.While) -> Any:
        self.generic_visit(node)
        node.body.insert(0, _at(node, ast.Expr(_hook("@round", at=node))))
        return node

    def _for(self, node: Any) -> Any:
        self.generic_visit(node)
        node.body.insert(0, _at(node, ast.Expr(_hook("@round", at=node))))
        node.iter = self._each(node.iter, node.target)
        return node

    visit_For = visit_AsyncFor = _for

    def visit_comprehension(self, node: ast.comprehension) -> Any:
        self.generic_visit(node)
        node.iter = self._each(node.iter, node.target)
        return node

    def visit_Assign(self, node: ast.Assign) -> Any:
        self.generic_visit(node)
        shapes = [_shape(each) for each in node.targets if isinstance(each, (ast.Tuple, ast.List))]
        if shapes:
            node.value = _hook("@unpack", node.value, shapes[0], at=node)
        return node

    def _each(self, value: ast.expr, target: ast.expr) -> ast.expr:
        if isinstance(target, (ast.Tuple, ast.List)):
            return _hook("@each", value, _shape(target), at=value)
        return value


def _allowed(name: str) -> str:
    """Return a name, or another one that leads nowhere."""
    hidden = name.startswith("__") and name not in _SPECIAL
    return f"@{name}" if hidden or name.startswith(_INSPECTING) else name


def _shape(target: ast.expr) -> ast.expr:
    """Return how a stand-in is to be unpacked: ``(None, (None, None))``."""
    if isinstance(target, (ast.Tuple, ast.List)):
        return ast.Tuple([_shape(each) for each in target.elts], ast.Load())
    return ast.Constant(None)


def _hook(name: str, *arguments: ast.expr, at: ast.AST | None = None) -> ast.Call:
    call = ast.Call(ast.Name(name, ast.Load()), list(arguments), [])
    return _at(at, call) if at is not None else call


def _at(where: Any, node: Any) -> Any:
    """Give a node, and what is new in it, the place of another."""
    ast.copy_location(node, where)
    return node


def _assign(name: str, value: ast.expr, at: ast.AST) -> ast.stmt:
    return _at(at, ast.Assign([ast.Name(_allowed(name), ast.Store())], value))


def hooks_of(names: Mapping[str, Any]) -> dict[str, Any]:
    """Return functions under the names that the instrumented tree has for them."""
    return {f"@{name}": value for name, value in names.items()}


__all__ = ["FUNCTIONS", "Instrument", "hooks_of"]
