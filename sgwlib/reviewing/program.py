"""The tree of a source: its functions, who refers to them, and the comments for the review."""

from __future__ import annotations

import ast
import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Function = ast.FunctionDef | ast.AsyncFunctionDef
FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)
_VOUCH: Final = re.compile(r"#\s*sgw:\s*client(?:[ =]+([\w.]+))?")  # "# sgw: client self.gw"


class Program:
    """A parsed source."""

    def __init__(self, source: str) -> None:
        self.tree = ast.parse(source)
        self.parents: dict[ast.AST, ast.AST] = {}
        self.nodes: list[ast.AST] = [self.tree]
        for node in self.nodes:  # grows while it is read
            for child in ast.iter_child_nodes(node):
                self.parents[child] = node
                self.nodes.append(child)
        self.strings: dict[str, set[int]] = {}  # each string to the lines where it is written
        for node in self.nodes:
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                self.strings.setdefault(node.value, set()).add(node.lineno)
        self.functions = [node for node in self.nodes if isinstance(node, FUNCTIONS)]
        self.numbers = {node: number for number, node in enumerate(self.functions)}
        self.classes = {node.name: node for node in self.nodes if isinstance(node, ast.ClassDef)}
        self.replaced: dict[ast.AST, ast.AST] = {}  # statements, by the instrument
        self.is_async = "aioboto" in source  # its clients are to be awaited
        self.vouched_lines: set[int] = set()
        self.vouched_names: set[str] = set()
        for number, line in enumerate(source.splitlines(), 1):
            if "sgw:" in line and (found := _VOUCH.search(line)):
                if found[1]:
                    self.vouched_names.add(found[1])
                else:
                    self.vouched_lines.add(number)

    def around(self, node: ast.AST) -> Iterator[ast.AST]:
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
        found = None
        for each in (node, *self.around(node)):
            if isinstance(each, FUNCTIONS):
                found = each
        return found

    def class_of(self, node: ast.AST) -> ast.ClassDef | None:
        """Return the class whose method a function is."""
        parent = self.parents.get(node)
        return parent if isinstance(parent, ast.ClassDef) else None

    def name_of(self, node: ast.AST) -> str:
        """Return the qualified name of the function around a node."""
        parts = [
            each.name for each in self.around(node) if isinstance(each, (*FUNCTIONS, ast.ClassDef))
        ]
        return ".".join(reversed(parts)) if self.owner(node) else "<module>"

    def ancestors(self, name: str, seen: frozenset[str] = frozenset()) -> Iterator[ast.ClassDef]:
        """Yield a class of the source and its bases in the source."""
        found = self.classes.get(name)
        if found is not None and name not in seen:
            yield found
            for base in found.bases:
                yield from self.ancestors(ast.unparse(base).split(".")[-1], seen | {name})

    @cached_property
    def uses(self) -> Mapping[str, list[ast.AST]]:
        """Each name, of a variable or an attribute, to where it is read."""
        found: dict[str, list[ast.AST]] = {}
        for node in self.nodes:
            if isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Load):
                name = node.id if isinstance(node, ast.Name) else node.attr
                found.setdefault(name, []).append(node)
        return found

    def references(self, function: Function) -> list[ast.AST]:
        """Return where a function is used, also through a table that holds it."""
        names = [function.name]
        holder = self.class_of(function)
        if holder is not None and function.name.startswith("__"):
            names = [holder.name]
        found: list[ast.AST] = []
        for name in names:  # grows while it is read
            for node in self.uses.get(name, ()):
                if holder is not None and isinstance(node, ast.Name) and name == function.name:
                    continue
                if self.outermost(node) is function:
                    continue
                found.append(node)
                names += [each for each in self._tables(node) if each not in names]
        return found

    def tables(self, function: Function) -> list[str]:
        """Return the names of the tables that hold a function."""
        return [name for node in self.uses.get(function.name, ()) for name in self._tables(node)]

    def _tables(self, node: ast.AST) -> Iterator[str]:
        """Yield the names of tables that a node is put into: ``ACTIONS = {"delete": delete}``."""
        for each in self.around(node):
            if isinstance(each, (ast.Dict, ast.List, ast.Tuple)):
                continue
            if isinstance(each, (ast.Assign, ast.AnnAssign)):
                targets = each.targets if isinstance(each, ast.Assign) else [each.target]
                for target in targets:
                    if isinstance(target, (ast.Name, ast.Attribute)):
                        yield target.id if isinstance(target, ast.Name) else target.attr
            return


def is_generator(function: ast.AST) -> bool:
    """Return whether a function yields."""
    waiting = list(ast.iter_child_nodes(function))
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.Yield, ast.YieldFrom)):
            return True
        if not isinstance(node, (*FUNCTIONS, ast.Lambda, ast.ClassDef)):
            waiting += ast.iter_child_nodes(node)
    return False
