"""Restrict the tree of a source, and put hooks into it.

A reviewed source imports nothing, reads no attribute that leads behind Python's objects, and sees
only the builtins of `outside`. The hooks have names such as ``@is_in``, which no source can write.
RestrictedPython has the same idea, but refuses ``async def`` and ``match``, which handlers use.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Any, Final

from sgwlib.reviewing.program import is_abstract, last_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sgwlib.reviewing.program import Program
    from sgwlib.reviewing.receivers import Site

# The methods with two underscores that a class may define, and that code may call.
_SPECIAL: Final = frozenset(
    f"__{name}__"
    for name in "init post_init enter exit aenter aexit call str repr iter next aiter anext len eq "
    "ne bool getattr getitem contains hash new lt le gt ge add radd or slots match_args doc "
    "init_subclass".split()
)
# They lead from a generator, a frame, a traceback, a code or a function to everything else.
INSPECTING: Final = ("gi_", "f_", "tb_", "cr_", "ag_", "co_", "func_")


# What reads an attribute in another way.
_READ: Final = {
    "__name__": "@name_of",
    "__class__": "type",
    "join": "@joiner",
    "format": "@formatter",
    "format_map": "@table_formatter",
}
# A class of an exception, by its name.
_FAILURE: Final = re.compile(r"(Error|Exception|Warning|Failure|Fault|Exit)$")


class Instrument(ast.NodeTransformer):
    """Changes the tree of a program in place, so that most statements keep their identity."""

    def __init__(self, program: Program, sites: Sequence[Site]) -> None:
        self._program = program
        self._names = {each.name for each in program.functions}
        self._decorated = {each.name for each in program.functions if each.decorator_list}
        self._groups = {it.name for each in program.functions for it in program.groups(each)}
        kinds = [it.exc for it in program.nodes if isinstance(it, ast.Raise)]
        kinds += [it.type for it in program.nodes if isinstance(it, ast.ExceptHandler)]
        names = {last_name(inner) for it in kinds if it for inner in (it, *ast.walk(it))}
        self._failures = {it for each in names for it in program.ancestors(each)}  # and their bases
        self._sites = {it.node: (~number, it) for number, it in enumerate(sites) if not it.via}

    def visit(self, node: ast.AST) -> Any:
        """Change a node, after what is in it. A call under review becomes a hook."""
        if node in self._sites:
            return self._site(node)
        if isinstance(node, ast.Await) and node.value in self._sites:
            return self._site(node.value)
        self.generic_visit(node)
        made = getattr(self, f"visit_{type(node).__name__}", lambda it: it)(node)
        if made is not node and isinstance(made, ast.stmt):
            self._program.replaced[node] = made
        return made

    def _site(self, node: Any) -> ast.expr:
        number, site = self._sites[node]
        if site.paginated or not hasattr(getattr(node, "func", None), "attr"):
            kind = "@Paginator" if site.paginated else "@method"
            return hook(kind, ast.Constant(number), at=node)
        arguments = [*node.args, *(each.value for each in node.keywords)]
        # Only arguments that call something of the source can matter.
        inner = [self.visit(it) for it in arguments if any(map(self._calls, ast.walk(it)))]
        outside = (ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr, ast.Starred)
        if inner and not any(isinstance(each, outside) for it in inner for each in ast.walk(it)):
            nothing = ast.arguments([], [], None, [], [], None, [])
            inner = [ast.Lambda(nothing, ast.Tuple(inner, ast.Load()))]
        later = (
            self._program.is_async
            and isinstance(self._program.owner(node), ast.AsyncFunctionDef)
            and not isinstance(self._program.parents.get(node), ast.Await)
        )
        return hook("@later" if later else "@hit", ast.Constant(number), *inner, at=node)

    def _calls(self, node: ast.AST) -> bool:
        name = getattr(node, "attr", getattr(node, "id", ""))
        return node in self._sites or name in self._names

    # --- restrictions

    def visit_Import(self, node: ast.Import) -> Any:
        first = [each.name if each.asname else each.name.split(".")[0] for each in node.names]
        return [
            _imported(each.asname or path, path, node)
            for each, path in zip(node.names, first, strict=True)
        ]

    def visit_ImportFrom(self, node: ast.ImportFrom) -> Any:
        module = "." * node.level + (node.module or "")
        names = [each for each in node.names if each.name != "*"]
        made = [_imported(it.asname or it.name, f"{module}.{it.name}", node) for it in names]
        return made or _at(node, ast.Pass())

    def visit_Name(self, node: ast.Name) -> Any:
        if node.id == "__name__" and isinstance(node.ctx, ast.Load):
            return _at(node, ast.Constant("__main__"))
        if self._program.is_missing(node):
            return hook("@missing", ast.Constant(node.id), at=node)
        node.id = _allowed(node.id)
        return node

    def visit_Attribute(self, node: ast.Attribute) -> Any:
        if isinstance(node.ctx, ast.Load) and node.attr in _READ:
            return hook(_READ[node.attr], node.value, at=node)
        if not isinstance(node.ctx, ast.Load):
            node.value = hook("@own", node.value, at=node)
        elif getattr(node.value, "id", "") in self._decorated:  # `task.delay(...)`
            node.value = hook("@changed", node.value, ast.Constant(node.attr), at=node)
        elif _allowed(node.attr) != node.attr and node.attr.endswith("__"):
            return hook("@hidden", node.value, ast.Constant(node.attr), at=node)
        node.attr = _allowed(node.attr)
        return node

    def visit_Match(self, node: ast.Match) -> Any:
        node.subject = hook("@plain", node.subject, at=node.subject)  # for `case None:`
        return node

    def visit_MatchClass(self, node: ast.MatchClass) -> Any:
        node.kwd_attrs = [_allowed(each) for each in node.kwd_attrs]
        return node

    def visit_ClassDef(self, node: Any) -> Any:
        node.type_params = []
        node.keywords = [it for it in node.keywords if it.arg not in {None, "metaclass"}]
        node.decorator_list = [hook("@decorate", each) for each in node.decorator_list]
        failing = node in self._failures or any(_FAILURE.search(last_name(it)) for it in node.bases)
        node.bases = [
            hook("@failure", it) if failing and last_name(it) not in self._program.classes else it
            for it in node.bases
        ]
        node.bases = node.bases or [ast.Name("@Base", ast.Load())]
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> Any:
        if isinstance(self._program.parents.get(node), ast.ClassDef):
            node.annotation = _at(node, ast.Constant("object"))  # for dataclasses
            return node
        return _at(node, ast.Assign([node.target], node.value) if node.value else ast.Pass())

    # --- hooks

    def _function(self, node: Any) -> Any:
        number = ast.Constant(self._program.numbers[node])
        arguments = node.args
        extra = [each for each in (arguments.vararg, arguments.kwarg) if each is not None]
        for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *extra):
            each.annotation, each.arg = None, _allowed(each.arg)
        node.returns, node.type_params, node.name = None, [], _allowed(node.name)
        says_nothing = isinstance(getattr(node.body[-1], "value", None), ast.Constant)
        if is_abstract(node) and (says_nothing or isinstance(node.body[-1], ast.Pass)):
            # What overrides it returns something.
            node.body = [_at(node, ast.Return(hook("@Anything", ast.Constant(node.name))))]
        for each in node.decorator_list:  # `@cli.command()` on a function that a library changed
            named = each.func if isinstance(each, ast.Call) else each
            if isinstance(named, ast.Attribute):
                named.value = hook("@changed", named.value, ast.Constant(named.attr), at=each)
        node.decorator_list = [hook("@decorate", each) for each in node.decorator_list]
        node.decorator_list.append(hook("@made", number))
        if arguments.kwarg is not None:
            named = [ast.Name(arguments.kwarg.arg, kind()) for kind in (ast.Store, ast.Load)]
            node.body.insert(0, _at(node, ast.Assign([named[0]], hook("@named", named[1]))))
        node.body.insert(0, _at(node, ast.Expr(hook("@reach", number))))
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = _function

    def visit_Lambda(self, node: ast.Lambda) -> Any:
        made: Any = node
        for site, (number, _) in self._sites.items():
            if node in self._program.around(site):
                made = _at(node, ast.Call(hook("@made", ast.Constant(number)), [made], []))
        return made

    def visit_Compare(self, node: ast.Compare) -> Any:
        hooks = {ast.In: "@is_in", ast.NotIn: "@is_in", ast.Is: "@is_same", ast.IsNot: "@is_same"}
        if isinstance(node.left, ast.Call) and getattr(node.left.func, "id", "") == "type":
            # `type(e) == ...`, `e.__class__ == ...`
            hooks |= dict.fromkeys((ast.Eq, ast.NotEq), "@is_same")
        name = hooks.get(type(node.ops[0]))
        if name is None or len(node.ops) > 1:
            return node
        made = hook(name, node.left, node.comparators[0], at=node)
        negative = isinstance(node.ops[0], (ast.NotIn, ast.IsNot, ast.NotEq))
        return _at(node, ast.UnaryOp(ast.Not(), made)) if negative else made

    def _table(self, node: Any) -> Any:
        if isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            node.values = [hook("@keys", it, at=it) if key is None else it for key, it in pairs]
        return hook("@Table", node, at=node)

    visit_Dict = visit_DictComp = _table

    def visit_Call(self, node: ast.Call) -> Any:
        owner = self._program.owner(node)
        if isinstance(node.func, ast.Name) and node.func.id == "super" and not node.args:
            holder = self._program.class_of(owner) if owner is not None else None
            if owner is None or holder is None or not owner.args.args:
                return hook("@Anything", ast.Constant("super"), at=node)
            names = [ast.Name(each, ast.Load()) for each in (holder.name, owner.args.args[0].arg)]
            return hook("super", *names, at=node)
        match node:
            case ast.Call(ast.Name("dict"), [], named) if all(it.arg for it in named):
                return hook("@Table", node, at=node)
            case ast.Call(ast.Call(ast.Name("@formatter"), [text]), [], [ast.keyword(None, table)]):
                return _at(node, ast.Call(hook("@table_formatter", text, at=node), [table], []))
            case ast.Call(ast.Call(ast.Name("@formatter")) as function, given, named):
                starred = any(isinstance(it, ast.Starred) for it in given)
                known = not starred and all(it.arg for it in named)
                function.args.append(ast.Constant(known))
        for each in [it for it in node.keywords if it.arg is None]:  # a stand-in has no keys
            each.value = hook("@named", each.value)
        group = getattr(node.func, "id", "") in self._groups  # a library gives its arguments
        if group or any(it.arg is None for it in node.keywords):
            node.func = hook("@spread", node.func, at=node)
        if isinstance(node.func, ast.Attribute) and node.func.attr == "with_traceback":
            return node.func.value
        return node

    def visit_Raise(self, node: ast.Raise) -> Any:
        node.exc = hook("@raised", *filter(None, [node.exc, node.cause]), at=node)
        node.cause = None
        return node

    def visit_Assert(self, node: ast.Assert) -> Any:
        failed = hook("@raised", ast.Name("AssertionError", ast.Load()), at=node)
        return _at(node, ast.If(node.test, [ast.Pass()], [ast.Raise(failed)]))

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> Any:
        node.type = node.type and hook("@kinds", node.type, at=node)
        node.body.insert(0, _at(node, ast.Expr(hook("@caught", ast.Constant(node.lineno)))))
        return node

    def _loop(self, node: Any) -> Any:
        node.body.insert(0, _at(node, ast.Expr(hook("@one_round"))))
        if not isinstance(node, ast.While):
            node.iter = _each(node.iter, node.target)
        return node

    visit_While = visit_For = visit_AsyncFor = _loop

    def visit_comprehension(self, node: ast.comprehension) -> Any:
        node.iter = _each(node.iter, node.target)
        return node

    def visit_Assign(self, node: ast.Assign) -> Any:
        shapes = [_shape(each) for each in node.targets if isinstance(each, (ast.Tuple, ast.List))]
        if shapes:
            node.value = hook("@unpack", node.value, shapes[0], at=node)
        return node


def _each(value: ast.expr, target: ast.expr) -> ast.expr:
    several = isinstance(target, (ast.Tuple, ast.List))
    return hook("@unpack_each", value, _shape(target), at=value) if several else value


def _shape(target: ast.expr) -> ast.expr:
    """Return how a stand-in is to be unpacked: ``(None, (None, None))``."""
    if isinstance(target, (ast.Tuple, ast.List)):
        return ast.Tuple([_shape(each) for each in target.elts], ast.Load())
    return ast.Constant(None)


def _allowed(name: str) -> str:
    """Return a name, or another one that leads nowhere."""
    hidden = name.startswith("__") and name not in _SPECIAL
    return f"@{name}" if hidden or name.startswith(INSPECTING) or name == "format_map" else name


def hook(name: str, *arguments: ast.expr, at: ast.AST | None = None) -> ast.Call:
    """Return a call of a hook."""
    call = ast.Call(ast.Name(name, ast.Load()), list(arguments), [])
    if at is not None:
        ast.copy_location(call, at)
        ast.copy_location(call.func, at)
    return call


def _at(where: Any, node: Any) -> Any:
    return ast.copy_location(node, where)


def _imported(name: str, path: str, at: ast.AST) -> Any:
    value = hook("@imported", ast.Constant(path))
    return _at(at, ast.Assign([ast.Name(_allowed(name), ast.Store())], value))
