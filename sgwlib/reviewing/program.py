"""The tree of a source: its functions, who refers to them, and the comments for the review."""

from __future__ import annotations

import ast
import builtins
import re
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

Function = ast.FunctionDef | ast.AsyncFunctionDef
FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)
_CONDITIONS: Final = (
    ast.If,
    ast.Try,
    ast.TryStar,
    ast.ExceptHandler,
    ast.With,
    ast.Match,
    ast.match_case,
)
_FILLING: Final = ("add", "append", "setdefault")  # a table
_KEEPING: Final = ("dict", "partial", "staticmethod")  # `ACTIONS = dict(delete=delete)`
# What a notebook of IPython, Databricks, Synapse or Glue has without an import, or Windows.
_INJECTED: Final = (
    *("display", "displayHTML", "get_ipython", "exit", "quit", "dbutils", "spark", "sc"),
    *("sqlContext", "mssparkutils", "notebookutils", "WindowsError"),
)
_ACCESSORS: Final = ("getter", "setter", "deleter")  # of a property
_SPEAKS: Final = re.compile(r"(?<![a-z])sgw|storage[ _-]?gateway", re.IGNORECASE)
_VOUCH: Final = re.compile(r"#\s*sgw:\s*client\b(?:[ =]+([\w.]+))?")  # "# sgw: client self.gw"


class Program:
    """A parsed source."""

    def __init__(self, source: str) -> None:
        self.tree = ast.parse(source)
        compile(
            self.tree, "<unknown>", "exec", dont_inherit=True
        )  # `print(x); global x` isn't Python
        self.parents: dict[ast.AST, ast.AST] = {}
        self.nodes: list[Any] = [self.tree]
        self.strings: dict[str, set[int]] = {}  # each string, and the lines where it is written
        self._uses: dict[str, list[ast.AST]] = {}  # each name, and where it is read
        self._getattrs: list[tuple[str, str, ast.AST]] = []  # `getattr(self, f"do_{name}")`
        for node in self.nodes:  # grows while it is read
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                self.strings.setdefault(node.value, set()).add(node.lineno)
            elif isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Load):
                self._uses.setdefault(last_name(node), []).append(node)
            elif isinstance(node, ast.Call) and last_name(node) == "getattr" and node.args[1:]:
                start, end = _ends(node.args[1])
                if start or end or getattr(node.args[0], "id", "") == "self":
                    self._getattrs.append((start, end, node))
            for child in ast.iter_child_nodes(node):
                self.parents[child] = node
                self.nodes.append(child)
        self.functions = [node for node in self.nodes if isinstance(node, FUNCTIONS)]
        self.numbers = {node: number for number, node in enumerate(self.functions)}
        self.classes = {node.name: node for node in self.nodes if isinstance(node, ast.ClassDef)}
        self.replaced: dict[ast.AST, ast.AST] = {}  # statements, by the instrument
        self.is_async = "aioboto" in source  # its clients are awaited
        self.speaks = _SPEAKS.search(source) is not None  # of our service
        vouched = [(n, _VOUCH.search(it)) for n, it in enumerate(source.splitlines(), 1)]
        self.vouched_lines = {number for number, it in vouched if it and not it[1]}
        self.vouched_names = {it[1] for _, it in vouched if it and it[1]}

    def around(self, node: ast.AST) -> Iterator[Any]:
        """Yield what is around a node, from the inside to the module."""
        found = self.parents.get(node)
        while found is not None:
            yield found
            found = self.parents.get(found)

    def owner(self, node: ast.AST) -> Function | None:
        """Return the function around a node; None for the module."""
        return next((each for each in self.around(node) if isinstance(each, FUNCTIONS)), None)

    def outermost(self, node: ast.AST) -> Function | None:
        """Return the function around a node that no other function is around."""
        around = [each for each in (node, *self.around(node)) if isinstance(each, FUNCTIONS)]
        return around[-1] if around else None

    def class_of(self, node: ast.AST) -> ast.ClassDef | None:
        """Return the class whose method a function is."""
        near = (it for it in self.around(node) if not isinstance(it, _CONDITIONS))
        parent = next(near, None)
        return parent if isinstance(parent, ast.ClassDef) else None

    def name_of(self, node: ast.AST) -> str:
        """Return the qualified name of the function around a node."""
        around = [it for it in self.around(node) if isinstance(it, (*FUNCTIONS, ast.ClassDef))]
        named = ".".join(each.name for each in reversed(around))
        return named if self.owner(node) is not None else "<module>"

    def ancestors(self, name: str, seen: frozenset[str] = frozenset()) -> Iterator[ast.ClassDef]:
        """Yield a class of the source and its bases in the source."""
        found = self.classes.get(name)
        if found is not None and name not in seen:
            yield found
            for base in found.bases:
                yield from self.ancestors(last_name(base), seen | {name})

    @cached_property
    def _bound(self) -> set[str]:
        """Names that are bound somewhere, or may be."""
        nodes = [it for it in self.nodes if not isinstance(getattr(it, "ctx", None), ast.Load)]
        fields = ("id", "name", "asname", "arg", "rest")
        given = [str(getattr(node, each, "")) for node in nodes for each in fields]
        return {*dir(builtins), *_INJECTED, *(each.split(".")[0] for each in given)}

    @cached_property
    def fallbacks(self) -> set[str]:
        """Strings that stand for no error's name: ``.get("errorCode", "Unknown")``."""
        found: list[object] = [""]
        assigned = [it for it in self.nodes if isinstance(it, ast.Assign)]
        targets = Counter((self.owner(it), ast.unparse(it.targets[0])) for it in assigned)
        for node in self.nodes:
            match node:
                case ast.Call(func=ast.Attribute(attr="get" | "pop"), args=[_, value]):
                    found.append(getattr(value, "value", ""))
                case ast.BoolOp(op=ast.Or(), values=[*_, ast.Constant(value=text)]):
                    found.append(text)
                case ast.Assign(targets=[target, *_], value=ast.Constant(value=text)):
                    if targets[self.owner(node), ast.unparse(target)] > 1:  # `code = "OK"`
                        found.append(text)
        return {it for it in found if isinstance(it, str)}

    def is_missing(self, name: ast.Name) -> bool:
        """Return whether a handler uses a name that a program doesn't have: ``err`` for ``e``.

        Without an import of boto3 it is a part of a program, and a star may stand for the name.
        """
        part = "*" in self._bound or self._bound.isdisjoint({"boto3", "aioboto3"})
        known = part or name.id in self._bound or name.id.startswith("_")
        return not known and any(isinstance(it, ast.ExceptHandler) for it in self.around(name))

    def references(self, function: Function) -> list[ast.AST]:
        """Return where a function is used, also through a table that holds it."""
        if "setter" in map(last_name, function.decorator_list):  # `gateway.name = name`
            named = [it for it in self.nodes if getattr(it, "attr", "") == function.name]
            return [it for it in named if isinstance(it.ctx, ast.Store)]
        holder = self.class_of(function)
        special = holder is not None and function.name.startswith("__")
        names = [holder.name if special and holder is not None else function.name]
        found = [
            node
            for start, end, node in self._getattrs
            if (start or end) and function.name.startswith(start) and function.name.endswith(end)
        ]
        for group in self.groups(function):
            found += [it for it in self._uses[group.name] if _is_called(it, self.parents[it])]
        for each in function.decorator_list:
            if last_name(each) != function.name:  # no `@kopf.on.create` on `create`
                names += self._filled.get(last_name(each), ())
        put = holder is not None or self.keepers(function)  # `setattr(Gateway, "stop", stop)`
        for name in names:  # grows while it is read
            for node in self._uses.get(name, ()):
                own = put if isinstance(node, ast.Attribute) else holder is None
                fits = own or name != function.name
                around = self.outermost(node)
                if fits and not self.is_local(node) and around is not function:
                    tables = list(self._tables_at(node))
                    if around or not any(map(self._uses.get, tables)):  # the module fills a table
                        found.append(node)
                    names += [each for each in tables if each not in names]
        if not found and holder is not None and not special:  # `getattr(self, action)()`
            inside = [(it, self.class_of(self.outermost(it) or it)) for *_, it in self._getattrs]
            found = [it for it, kind in inside if kind in list(self.ancestors(holder.name))]
        return [each for each in found if not self._is_second(each, found)]

    def _is_second(self, node: ast.AST, others: list[ast.AST]) -> bool:
        """Return whether a handler tries again what its own ``try`` has tried."""
        handlers = [it for it in self.around(node) if isinstance(it, ast.ExceptHandler)]
        tried = [it for each in handlers for it in getattr(self.parents[each], "body", ())]
        inside = {it for each in tried for it in ast.walk(each)}
        return not inside.isdisjoint(others)

    def keepers(self, function: Function) -> list[Function | None]:
        """Return the functions that put a function somewhere, and don't call it."""
        uses = self._uses.get(function.name, ())
        return [self.outermost(it) for it in uses if not _is_called(it, self.parents[it])]

    def groups(self, function: Function) -> list[Function]:
        """Return what calls a function that it decorates: ``cli`` of ``@cli.command()``."""
        found = [function]
        for each in found:  # grows while it is read
            for decorator in each.decorator_list:
                named = decorator.func if isinstance(decorator, ast.Call) else decorator
                if isinstance(named, ast.Attribute) and named.attr not in _ACCESSORS:
                    root, kinds = getattr(named.value, "id", ""), {None, self.class_of(each)}
                    known = [it for it in self.functions if it.name == root and it not in found]
                    found += [it for it in known if self.class_of(it) in kinds]
        return found[1:]

    def is_local(self, node: ast.AST) -> bool:
        """Return whether a name is a parameter, or a caught error, of what is around it."""
        names: set[str] = set()
        for each in self.around(node) if isinstance(node, ast.Name) else ():
            if isinstance(each, (*FUNCTIONS, ast.Lambda)):
                names |= {getattr(it, "arg", "") for it in ast.iter_child_nodes(each.args)}
            elif isinstance(each, ast.ExceptHandler):
                names.add(each.name or "")
        return getattr(node, "id", "") in names

    @cached_property
    def _filled(self) -> dict[str, list[str]]:
        """The names of the tables that functions of a name put something into."""
        found: dict[str, list[str]] = {}
        for each in self.functions:
            for node in ast.walk(each):
                match node:
                    case (  # `ROUTES[path] = function`, `ROUTES.append(function)`
                        ast.Subscript(value=table, ctx=ast.Store())
                        | ast.Call(ast.Attribute(table, "add" | "append" | "setdefault"))
                    ):
                        found.setdefault(each.name, []).append(last_name(table))
        return found

    def tables(self, function: Function) -> list[str]:
        """Return the names of the tables that hold a function."""
        return [it for node in self._uses.get(function.name, ()) for it in self._tables_at(node)]

    def _tables_at(self, node: ast.AST) -> Iterator[str]:
        """Yield the names of tables that a node is put into: ``ACTIONS = {"delete": delete}``."""
        for each in self.around(node):
            if isinstance(each, (ast.Assign, ast.AnnAssign)):
                targets = each.targets if isinstance(each, ast.Assign) else [each.target]
                yield from filter(None, map(last_name, targets))
            if isinstance(each, ast.Call) and not _is_called(node, each):
                yield from self._filled.get(last_name(each), ())  # `bus.subscribe(topic, function)`
                for it in getattr(self.classes.get(last_name(each)), "body", ()):
                    if isinstance(it, ast.AnnAssign):  # `Column("tags", load_tags)`
                        yield last_name(it.target)
                if last_name(each) in _FILLING:  # `self.undo.append(self.stop)`
                    yield last_name(getattr(each.func, "value", None))
            if isinstance(each, ast.keyword):  # `set_defaults(func=delete)`, then `args.func`
                yield each.arg or ""
            inside = isinstance(each, (ast.Dict, ast.List, ast.Tuple, ast.keyword))
            inside = inside or isinstance(each, ast.comprehension) or _is_plain(each)
            if not inside and last_name(each) not in _KEEPING:
                return


def last_name(node: Any) -> str:
    """Return the last part of a dotted name, or of what is called."""
    node = node.func if isinstance(node, ast.Call) else node
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def is_protocol(kind: ast.ClassDef) -> bool:
    """Return whether a class only says what others have: ``class Gateway(Protocol)``."""
    return any("Protocol" in ast.unparse(base) for base in kind.bases)


def is_abstract(method: Any) -> bool:
    """Return whether something in a class is no method, or one that says nothing."""
    last = getattr(getattr(method, "body", [None])[-1], "value", None)
    if not isinstance(method, FUNCTIONS) or getattr(last, "value", None) is ...:
        return True
    return any("abstract" in ast.unparse(each) for each in method.decorator_list)


def _is_plain(node: ast.AST) -> bool:
    """Return whether a comprehension keeps its items: ``{each.__name__: each for each in ...}``."""
    kept = getattr(node, "elt", getattr(node, "value", None))
    return isinstance(node, (ast.DictComp, ast.ListComp, ast.SetComp)) and isinstance(
        kept, ast.Name
    )


def _is_called(node: ast.AST, parent: ast.AST) -> bool:
    return isinstance(parent, ast.Call) and parent.func is node


def _ends(node: ast.expr) -> tuple[str, str]:
    """Return how a text starts and ends, as far as it is known: ``"do_" + name``."""
    parts = node.values if isinstance(node, ast.JoinedStr) else []
    parts = [node.left, node.right] if isinstance(node, ast.BinOp) else parts
    texts = [str(it.value) if isinstance(it, ast.Constant) else "" for it in parts]
    return (texts[0], texts[-1]) if texts else ("", "")
