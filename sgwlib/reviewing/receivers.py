"""Which calls are calls of Storage Gateway. A name alone proves nothing: evidence counts.

The evidence is how the receiver is made, its annotation, a handler around the call that names what
only Storage Gateway has, a method or a parameter that no other service has, or the user's word.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, NamedTuple

from sgwlib.reviewing.program import FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from sgwlib.reviewing.program import Function, Program

SERVICE: Final = "storagegateway"
_ANNOTATION: Final = "StorageGatewayClient"
_MAKERS: Final = ("client", "create_client", "resource")
# boto3 spells the parameters of other services `...Arn`; this one alone is shared.
_SHARED_PARAMETER: Final = "ResourceARN"
_DEEPEST: Final = 12

OURS, FOREIGN = "ours", "foreign"
Made = str | None
"""What an expression is: a client of ours, something that surely is none, or None if unknown."""


class Site(NamedTuple):
    """A call of an operation."""

    node: ast.AST  # a call, or an attribute that is not called here
    operation: str
    paginated: bool = False


class Receivers:
    """Finds the calls of a program."""

    def __init__(
        self,
        program: Program,
        operations: Mapping[str, tuple[str, bool]],
        own_names: Collection[str],
        vouched: Collection[str],
    ) -> None:
        self._program, self._operations, self._own_names = program, operations, own_names
        self._vouched = {*vouched, *program.vouched_names}
        self._assigned: dict[str, list[tuple[ast.AST, ast.AST | None]]] = {}
        self._calls: dict[str, list[ast.Call]] = {}
        self._imported: set[str] = set()
        self._constants: dict[str, str] = {}
        for node in program.nodes:
            self._read(node)

    def sites(self) -> tuple[list[Site], list[Site]]:
        """Return the calls with evidence, and those without."""
        sites: list[Site] = []
        doubtful: list[Site] = []
        for node in self._program.nodes:
            for site, receiver in self._candidates(node):
                made = self.made(receiver)
                if made is None and self._evidence(site, receiver):
                    made = OURS
                if made == OURS:
                    sites.append(site)
                elif made is None and self._is_boto(site) and self._is_plain(receiver):
                    doubtful.append(site)
        return sites, doubtful

    def _candidates(self, node: ast.AST) -> Iterator[tuple[Site, ast.expr]]:
        match node:
            case ast.Attribute(attr=name, value=receiver, ctx=ast.Load()) if (
                name in self._operations
            ):
                call = self._program.parents.get(node)
                called = isinstance(call, ast.Call) and call.func is node
                yield Site(call if called and call else node, self._operations[name][0]), receiver
            case ast.Call(
                func=ast.Attribute(attr="get_paginator" | "get_waiter", value=receiver),
                args=[ast.Constant(value=str(name)), *_],
            ) if name in self._operations:
                yield Site(node, self._operations[name][0], paginated=True), receiver
            case ast.Call(
                func=ast.Name(id="getattr"), args=[receiver, ast.Constant(value=str(name)), *_]
            ) if name in self._operations:
                yield Site(node, self._operations[name][0]), receiver

    # --- evidence at the call

    def _evidence(self, site: Site, receiver: ast.expr) -> bool:
        if not self._is_boto(site) or not self._is_plain(receiver):
            return False
        _, shared = self._operations[_method(site.node)]
        lines = {getattr(site.node, "lineno", 0), getattr(site.node, "end_lineno", 0)}
        return (
            not shared
            or self._parameters_are_ours(site.node)
            or self._handler_names_ours(site.node)
            or not lines.isdisjoint(self._program.vouched_lines)
        )

    def _is_boto(self, site: Site) -> bool:
        """Return whether boto3 takes the arguments: only keywords, which start with a capital."""
        node = site.node
        if not isinstance(node, ast.Call) or site.paginated or _method(node) != _attribute(node):
            return True
        plain = all(isinstance(each, ast.Starred) for each in node.args)
        return plain and all(each.arg is None or each.arg[0].isupper() for each in node.keywords)

    def _is_plain(self, receiver: ast.expr) -> bool:
        """Return whether a receiver can be a client: not ``self``, and no imported module."""
        if isinstance(receiver, ast.Name):
            return receiver.id not in {"self", "cls"} and receiver.id not in self._imported
        return not isinstance(receiver, (ast.Constant, ast.JoinedStr)) and not (
            isinstance(receiver, ast.Call) and ast.unparse(receiver.func) == "super"
        )

    def _parameters_are_ours(self, node: ast.AST) -> bool:
        keywords = node.keywords if isinstance(node, ast.Call) else []
        names = [each.arg or "" for each in keywords]
        return any(name.endswith(("ARN", "ARNs")) and name != _SHARED_PARAMETER for name in names)

    def _handler_names_ours(self, node: ast.AST) -> bool:
        for around in self._program.around(node):
            for handler in getattr(around, "handlers", ()):
                for each in ast.walk(handler):
                    name = getattr(each, "attr", getattr(each, "value", None))
                    if isinstance(name, str) and name in self._own_names:
                        return True
            if isinstance(around, FUNCTIONS):
                return False
        return False

    # --- what an expression is

    def made(self, node: ast.AST | None, depth: int = 0) -> Made:
        """Return what an expression is."""
        if node is None or depth > _DEEPEST:
            return None
        if isinstance(node, (ast.Name, ast.Attribute)):
            text = ast.unparse(node)
            if any(text == name or text.endswith(f".{name}") for name in self._vouched):
                return OURS
        match node:
            case ast.Await(value=inner) | ast.NamedExpr(value=inner) | ast.Starred(value=inner):
                return self.made(inner, depth + 1)
            case ast.BoolOp(values=values):
                return self._agreed(values, depth)
            case ast.IfExp(body=one, orelse=other):
                return self._agreed([one, other], depth)
            case ast.Call():
                return self._made_by_call(node, depth)
            case ast.Name(id=name):
                return self._made_by_name(node, name, depth)
            case ast.Attribute(attr=name, value=value):
                return self._made_by_attribute(value, name, depth)
            case ast.Subscript(value=value, slice=ast.Constant(value=str(key))):
                return OURS if key.lower() == SERVICE else self._item(value, key, depth)
            case ast.Constant() | ast.JoinedStr() | ast.Dict() | ast.List():
                return FOREIGN
        return None

    def _agreed(self, nodes: list[ast.expr], depth: int) -> Made:
        found = [self.made(each, depth + 1) for each in nodes]
        return OURS if OURS in found else FOREIGN if FOREIGN in found else None

    def _made_by_call(self, node: ast.Call, depth: int) -> Made:
        name = _attribute(node)
        arguments = [*node.args, *(each.value for each in node.keywords)]
        services = [text for each in arguments if (text := self._text(each)) is not None]
        if SERVICE in services:
            return OURS
        if name in _MAKERS and services:
            return FOREIGN
        if name in self._program.classes:
            return FOREIGN
        if name in {"cast", "enter_context", "enter_async_context"} and node.args:
            if _ANNOTATION in ast.unparse(node.args[0]):
                return OURS
            return self.made(node.args[-1], depth + 1)
        if name in {"__enter__", "__aenter__"} and isinstance(node.func, ast.Attribute):
            return self.made(node.func.value, depth + 1)
        for function in self._functions(node.func, name):
            if _ANNOTATION in _annotation(function.returns):
                return OURS
            for each in ast.walk(function):
                if isinstance(each, (ast.Return, ast.Yield)) and each.value is not None:
                    made = self.made(each.value, depth + 1)
                    if made is not None:
                        return made
        return None

    def _functions(self, called: ast.expr, name: str) -> list[Function]:
        """Return the functions of the source that a call may mean."""
        method = isinstance(called, ast.Attribute)
        return [
            each
            for each in self._program.functions
            if each.name == name and (self._program.class_of(each) is not None) == method
        ]

    def _made_by_name(self, node: ast.AST, name: str, depth: int) -> Made:
        scopes = [each for each in self._program.around(node) if not isinstance(each, ast.ClassDef)]
        for scope in scopes:
            if isinstance(scope, (*FUNCTIONS, ast.Lambda)):
                made = self._made_by_parameter(scope, name, depth)
                if made is not None:
                    return made
            if isinstance(scope, (*FUNCTIONS, ast.Lambda, ast.Module)):
                found = [
                    self.made(value, depth + 1)
                    for value, owner in self._assigned.get(name, ())
                    if owner is scope
                    or (isinstance(scope, ast.Module) and self._is_global(owner, name))
                ]
                if OURS in found:
                    return OURS
                if FOREIGN in found:
                    return FOREIGN
        return None

    def _is_global(self, owner: ast.AST | None, name: str) -> bool:
        return owner is not None and any(
            isinstance(each, ast.Global) and name in each.names for each in ast.walk(owner)
        )

    def _made_by_parameter(self, scope: ast.AST, name: str, depth: int) -> Made:
        arguments: ast.arguments = scope.args  # type: ignore[attr-defined] # all three have it
        positional = [*arguments.posonlyargs, *arguments.args]
        names = [each.arg for each in positional]
        every = [*positional, *arguments.kwonlyargs]
        found = next((each for each in every if each.arg == name), None)
        if found is None:
            return None
        if (text := _annotation(found.annotation)) and "Client" in text:
            return OURS if _ANNOTATION in text else FOREIGN if text != "BaseClient" else None
        if text in self._program.classes:
            return FOREIGN
        defaults = dict(zip(reversed(names), reversed(arguments.defaults), strict=False))
        defaults |= {
            each.arg: value
            for each, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
            if value is not None
        }
        default = defaults.get(name)
        if default is not None and (made := self.made(default, depth + 1)) == OURS:
            return made
        if not isinstance(scope, FUNCTIONS):
            return None
        fixture = [each for each in self._program.functions if each.name == name]
        if fixture and any("fixture" in ast.unparse(each) for each in fixture[0].decorator_list):
            return self.made(ast.Call(ast.Name(name, ast.Load()), [], []), depth + 1)
        return self._given(scope, name, names, depth)

    def _given(self, function: Function, name: str, names: list[str], depth: int) -> Made:
        """Return what the callers in the source give for a parameter."""
        holder = self._program.class_of(function)
        is_static = any("staticmethod" in ast.unparse(each) for each in function.decorator_list)
        called = (
            holder.name if holder is not None and function.name == "__init__" else function.name
        )
        offset = 1 if holder is not None and not is_static else 0
        calls = list(self._calls.get(called, ()))
        if called == "__init__" or (holder is not None and function.name == "__init__"):
            calls += self._calls.get("super().__init__", ())
            for each in self._program.classes.values():
                if holder in list(self._program.ancestors(each.name))[1:]:
                    calls += self._calls.get(each.name, ())
        for table in self._program.tables(function):  # HANDLERS[name](client)
            for name_, values in self._assigned.items():
                if any(
                    isinstance(it, ast.Name | ast.Attribute)
                    and table in (getattr(it, "id", ""), getattr(it, "attr", ""))
                    for value, _ in values
                    for it in ast.walk(value)
                ):
                    calls += self._calls.get(name_, ())
            calls += [it for it in self._calls.get("", ()) if table in ast.unparse(it.func)]
        found = []
        for call in calls:
            place = names.index(name) - offset if name in names else -1
            given = [each.value for each in call.keywords if each.arg == name]
            given += call.args[place : place + 1] if place >= 0 else []
            found += [self.made(each, depth + 1) for each in given]
        return OURS if OURS in found else FOREIGN if FOREIGN in found else None

    def _made_by_attribute(self, value: ast.expr, name: str, depth: int) -> Made:
        found = []
        for assigned, _ in self._assigned.get(f".{name}", ()):
            if self._same_object(assigned, value):
                found.append(self.made(assigned, depth + 1))
        for each in self._program.functions:  # a property
            if (
                each.name == name
                and self._program.class_of(each) is not None
                and each.decorator_list
            ):
                if _ANNOTATION in _annotation(each.returns):
                    return OURS
                returned = [it.value for it in ast.walk(each) if isinstance(it, ast.Return)]
                found += [self.made(it, depth + 1) for it in returned]
        return OURS if OURS in found else FOREIGN if FOREIGN in found else None

    def _same_object(self, assigned: ast.AST, value: ast.expr) -> bool:
        """Return whether an attribute assigned in one class may be read from a value.

        ``self`` in unrelated classes is another object.
        """
        if not (isinstance(value, ast.Name) and value.id in {"self", "cls"}):
            return True
        mine = next((c for c in self._program.around(value) if isinstance(c, ast.ClassDef)), None)
        its = next((c for c in self._program.around(assigned) if isinstance(c, ast.ClassDef)), None)
        if mine is None or its is None:
            return mine is its
        related = [*self._program.ancestors(mine.name)]
        return its in related or mine in self._program.ancestors(its.name)

    def _item(self, value: ast.expr, key: str, depth: int) -> Made:
        """Return what an item of a table of clients is."""
        name = ast.unparse(value).split(".")[-1]
        for table, _ in (*self._assigned.get(name, ()), *self._assigned.get(f".{name}", ())):
            if isinstance(table, ast.Dict):
                for each, made in zip(table.keys, table.values, strict=True):
                    if each is not None and self._text(each) == key:
                        return self.made(made, depth + 1)
        items = self._assigned.get(f"{name}[{key}]", ())
        return self._agreed([each for each, _ in items if isinstance(each, ast.expr)], depth)

    def _text(self, node: ast.expr) -> str | None:
        """Return the string that an expression is, also through a constant: ``SERVICE``."""
        match node:
            case ast.Constant(value=str(text)):
                return text
            case ast.Name(id=name) | ast.Attribute(attr=name):
                return self._constants.get(name)
        return None

    # --- reading

    def _read(self, node: ast.AST) -> None:
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    self._assign(target, value)
            case ast.AnnAssign(target=target, annotation=annotation, value=value):
                if _ANNOTATION in _annotation(annotation):
                    value = _client(target)
                if value is not None:
                    self._assign(target, value)
            case ast.NamedExpr(target=target, value=value):
                self._assign(target, value)
            case ast.withitem(context_expr=value, optional_vars=target) if target is not None:
                self._assign(target, value)
            case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value):
                if isinstance(value, (ast.List, ast.Tuple)):
                    for each in value.elts:
                        self._assign(target, each)
            case ast.Call(func=func):
                name = (
                    "super().__init__"
                    if ast.unparse(func) == "super().__init__"
                    else _attribute(node)
                )
                self._calls.setdefault(name, []).append(node)
            case ast.Import(names=names):
                self._imported |= {(each.asname or each.name).split(".")[0] for each in names}

    def _assign(self, target: ast.expr, value: ast.expr) -> None:
        self._program.parents.setdefault(value, target)
        if isinstance(target, (ast.Tuple, ast.List)) and isinstance(value, (ast.Tuple, ast.List)):
            for one, other in zip(target.elts, value.elts, strict=False):
                self._assign(one, other)
            return
        owner = self._program.owner(target)
        key = ""
        if isinstance(target, ast.Name):
            key = target.id
        elif isinstance(target, ast.Attribute):
            key = f".{target.attr}"
        elif isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
            key = f"{ast.unparse(target.value).split('.')[-1]}[{target.slice.value}]"
        self._assigned.setdefault(key, []).append((value, owner or self._program.tree))
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            self._constants.setdefault(key.lstrip("."), value.value)


def _client(target: ast.expr) -> ast.expr:
    """Return an expression that makes a client, for a variable that is annotated as one."""
    made = ast.Call(ast.Name("client", ast.Load()), [ast.Constant(SERVICE)], [])
    return ast.copy_location(made, target)


def _annotation(node: ast.expr | None) -> str:
    return "" if node is None else ast.unparse(node).strip("'\"")


def _attribute(node: ast.AST) -> str:
    """Return the last part of the name that is called."""
    func = node.func if isinstance(node, ast.Call) else node
    return func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")


def _method(node: ast.AST) -> str:
    """Return the method of an operation that a node names."""
    if isinstance(node, ast.Call) and _attribute(node) in {"get_paginator", "get_waiter"}:
        return str(node.args[0].value)  # type: ignore[attr-defined] # a constant
    if isinstance(node, ast.Call) and _attribute(node) == "getattr":
        return str(node.args[1].value)  # type: ignore[attr-defined] # a constant
    return _attribute(node)
