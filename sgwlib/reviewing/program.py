"""The source under review: its calls of operations, and where each can be reached from."""

from __future__ import annotations

import ast
import warnings
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING, Final

from botocore.loaders import Loader

from sgwlib.catalogue import load_catalogue
from sgwlib.diagnosis.knowledge import knowledge
from sgwlib.errors import ReviewError
from sgwlib.reviewing.values import names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


Definition = ast.FunctionDef | ast.AsyncFunctionDef
_DEFINITIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)
_YIELDS: Final = (ast.Yield, ast.YieldFrom)
SERVICE: Final = "storagegateway"
_MOST_STARTS: Final = 8
_MUTATORS: Final = names(
    "add append clear discard extend insert pop popitem remove setdefault update"
)


def parse(source: str | bytes, name: str) -> ast.Module:
    """Return the tree of a source."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # invalid escapes
            return ast.parse(source)
    except SyntaxError as error:
        raise ReviewError(name, error.msg, error.lineno) from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise ReviewError(name, str(error) or "nested too deeply") from None


@dataclass(frozen=True, eq=False)
class Program:
    """A parsed source."""

    tree: ast.Module  # the source, parsed
    lookup: Callable[[str], object]  # of names outside the source; raises KeyError
    _quiet: dict[ast.AST, bool] = field(default_factory=dict)
    _reaching: dict[ast.AST, frozenset[ast.AST]] = field(default_factory=dict)

    @cached_property
    def sites(self) -> Mapping[ast.AST, str]:
        """Each place that calls or passes on an operation, to the operation's name."""
        found = {node: _operation(node) for node in ast.walk(self.tree)}
        ordered = sorted((node for node, name in found.items() if name is not None), key=_place_of)
        return {node: str(found[node]) for node in ordered}

    @cached_property
    def generators(self) -> frozenset[ast.AST]:
        """The functions that yield."""
        yields = (node for node in ast.walk(self.tree) if isinstance(node, _YIELDS))
        return frozenset(filter(None, map(self.owner, yields)))

    @cached_property
    def clients(self) -> frozenset[str]:
        """The expressions that operations are called on, as dumps."""
        nodes = (node.value for node in self.sites if isinstance(node, ast.Attribute))
        return frozenset(map(ast.dump, nodes))

    @cached_property
    def parents(self) -> Mapping[ast.AST, ast.AST]:
        """Each node to its parent."""
        return {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}

    def owner(self, node: ast.AST) -> Definition | None:
        """Return the function around a node; None for the module."""
        found = self.parents.get(node)
        while found is not None and not isinstance(found, _DEFINITIONS):
            found = self.parents.get(found)
        return found

    def starts(self, site: ast.AST) -> tuple[Definition | None, ...]:
        """Return the functions that reach a site and that nothing here calls.

        None stands for the module itself.
        """
        owner = self.owner(site)
        seen, found = {owner}, []
        waiting = [owner]
        while waiting:
            each = waiting.pop()
            callers = [] if each is None else self._callers(each)
            if not callers:
                found.append(each)
            waiting += [caller for caller in callers if caller not in seen]
            seen.update(callers)
        if not found or len(found) > _MOST_STARTS:
            return (owner,)
        return tuple(sorted(found, key=lambda each: each.lineno if each else 0))

    def reaching(self, site: ast.AST) -> frozenset[ast.AST]:
        """Return all functions and lambdas that can reach a site."""
        if site in self._reaching:
            return self._reaching[site]
        seen: set[ast.AST] = set()
        around: ast.AST | None = site
        while around is not None:
            seen.add(around)
            around = self.parents.get(around)
        waiting = [each for each in seen if isinstance(each, _DEFINITIONS)]
        while waiting:
            callers = {each for each in self._callers(waiting.pop()) if each is not None}
            waiting += callers - seen
            seen |= callers
        self._reaching[site] = frozenset(seen)
        return self._reaching[site]

    def is_quiet(self, node: ast.stmt) -> bool:
        """Return whether a statement can neither leave its block nor affect the errors.

        Then it only matters which names it binds.
        """
        if node not in self._quiet:
            self._quiet[node] = not any(map(self._loud, ast.walk(node)))
        return self._quiet[node]

    def _loud(self, node: ast.AST) -> bool:
        if isinstance(node, ast.Call):
            used = (each.id for each in ast.walk(node) if isinstance(each, ast.Name))
            if call_name(node) in self._names or not self._caught.isdisjoint(used):
                return True
        return isinstance(node, _LOUD) or _mutates(node) or node in self.sites

    @cached_property
    def _names(self) -> frozenset[str]:
        """The names of the functions, classes and lambdas of the source."""
        made = (*_DEFINITIONS, ast.ClassDef)
        own = {node.name for node in ast.walk(self.tree) if isinstance(node, made)}
        return frozenset({*own, *_lambda_names(self.tree), "exit", "quit", "_exit"})

    @cached_property
    def _caught(self) -> frozenset[str]:
        handlers = (node for node in ast.walk(self.tree) if isinstance(node, ast.ExceptHandler))
        return frozenset(node.name for node in handlers if node.name)

    @cached_property
    def _uses(self) -> Mapping[str, tuple[Definition | None, ...]]:
        """Each name to the functions that use it."""
        uses: dict[str, dict[Definition | None, None]] = {}
        definitions = [node for node in ast.walk(self.tree) if isinstance(node, _DEFINITIONS)]
        for start in (None, *definitions):
            for node in walk_own(start or self.tree):
                name = _used(node)
                if name:
                    uses.setdefault(name, {})[start] = None
        return {name: tuple(found) for name, found in uses.items()}

    def _callers(self, definition: Definition) -> list[Definition | None]:
        return [each for each in self._uses.get(definition.name, ()) if each is not definition]

    @cached_property
    def changing(self) -> frozenset[str]:
        """Names of the module that may have another value by the time they are used."""
        found: set[str] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Global):
                found.update(node.names)
            elif isinstance(node, ast.AugAssign) or _mutates(node):
                found.update(_root(node))
        return frozenset(found)


_LOUD: Final = (
    *(ast.Return, ast.Raise, ast.Break, ast.Continue, ast.Yield, ast.YieldFrom, ast.Try),
    *(ast.TryStar, ast.With, ast.AsyncWith, ast.Match, ast.Assert, ast.Global, ast.Nonlocal),
    *(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.Delete),
)


def call_name(node: ast.Call) -> str:
    """Return the last part of the name that is called."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def walk_own(start: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a function or module, without those of inner functions."""
    waiting = [start]
    while waiting:
        for child in ast.iter_child_nodes(waiting.pop()):
            yield child
            if not isinstance(child, _DEFINITIONS):
                waiting.append(child)
            else:
                waiting += child.decorator_list


def _operation(node: ast.AST) -> str | None:
    """Return the operation that a node names."""
    match node:
        case ast.Attribute(attr=name, value=receiver, ctx=ast.Load()):
            pass
        case ast.Call(
            func=ast.Attribute(attr="get_paginator", value=receiver),
            args=[ast.Constant(value=str(name))],
        ):
            pass
        case _:
            return None
    known = knowledge(load_catalogue())
    spelt = known.spelt_operations
    operation = spelt.get(name.replace("_", "")) if name == name.lower() else None
    if operation is None or (known.operations[operation] and _names_another_service(receiver)):
        return None
    return operation


def _names_another_service(receiver: ast.expr) -> bool:
    """Return whether a receiver is named after another service: ``ec2_client``."""
    name = getattr(receiver, "attr", getattr(receiver, "id", ""))
    return not _other_services().isdisjoint(name.lower().split("_"))


@cache
def _other_services() -> frozenset[str]:
    folders = [Loader.BUILTIN_DATA_PATH]
    loader = Loader(extra_search_paths=folders, include_default_search_paths=False)
    return frozenset(loader.list_available_services("service-2")) - {SERVICE}


def _used(node: ast.AST) -> str | None:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else None


def _mutates(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Attribute) and node.func.attr in _MUTATORS
    stored = isinstance(node, (ast.Attribute, ast.Subscript))
    return stored and not isinstance(node.ctx, ast.Load)  # type: ignore[attr-defined] # has one


def _root(node: ast.AST) -> set[str]:
    """Return the name before all dots and brackets."""
    found = node.target if isinstance(node, ast.AugAssign) else node
    while isinstance(found, (ast.Attribute, ast.Subscript, ast.Call)):
        found = found.func if isinstance(found, ast.Call) else found.value
    return {found.id} if isinstance(found, ast.Name) else set()


def _lambda_names(tree: ast.Module) -> set[str]:
    return {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _place_of(node: ast.AST) -> tuple[int, int]:
    # The end, since calls in a chain all start at the same place.
    return (getattr(node, "end_lineno", 0), getattr(node, "end_col_offset", 0))
