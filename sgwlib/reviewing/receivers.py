"""Which calls are calls of Storage Gateway. A name alone proves nothing: evidence counts.

The evidence is how the receiver is made, its annotation, a handler around the call that names what
only Storage Gateway has, a method or a parameter that no other service has, or the user's word.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sgwlib.reviewing.program import FUNCTIONS, last_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from sgwlib.reviewing.program import Function, Program

SERVICE: Final = "storagegateway"
_ANNOTATION: Final = "StorageGatewayClient"
_MAKERS: Final = ("client", "create_client", "resource")
_INSIDE: Final = ("__enter__", "__aenter__", "items", "values", "get")
_PASSING: Final = ("cast", "enter_context", "enter_async_context", "closing")
# boto3 spells the parameters of other services `...Arn`. This one alone is shared.
_SHARED: Final = "resourcearn"
# What a class about one service calls its client: not `self.ec2_client`.
_CLIENT: Final = re.compile(
    r"(^|\.)_?(get_)?(regional_)?(client|conn)s?(\(\)|\[[^\]]{0,60}\])?$", re.IGNORECASE
)
_SUPER: Final = "super().__init__"
_DEEPEST: Final = 12

Made = bool | None
"""Whether an expression is a client of ours: True, False, or None if the source doesn't say."""


class Site(NamedTuple):
    """A call of an operation."""

    node: ast.AST  # a call, or a method that isn't called here
    operation: str
    paginated: bool = False
    via: str = ""  # the method, if a function of the source looks it up by its name


class Receivers:
    """Finds the calls of a program."""

    def __init__(
        self,
        program: Program,
        operations: Mapping[str, tuple[str, bool]],
        own_names: Collection[str],
        vouched: Iterable[str],
    ) -> None:
        self._program, self._operations, self._own_names = program, operations, own_names
        self._by_name = {operation: method for method, (operation, _) in operations.items()}
        self._vouched = {*vouched, *program.vouched_names}
        # Each name, ".attribute" or "table[key]", to what is assigned, and in which scope.
        self._assigned: dict[str, list[tuple[Any, ast.AST]]] = {}
        self._calls: dict[str, list[ast.Call]] = {}
        self._imported: set[str] = set()
        self._lineages = [set(program.ancestors(each)) for each in program.classes]
        self._proxied = False
        self._kind = ""  # the class around the call
        for node in program.nodes:
            self._read(node)

    def sites(self) -> tuple[list[Site], list[Site]]:
        """Return the calls with evidence, and those without."""
        sites: list[Site] = []
        doubtful: list[tuple[Any, Site]] = []
        known: set[Any] = set()  # receivers in a function or a class
        for node in self._program.nodes:
            for method, receiver, site in self._candidates(node):
                self._proxied = False
                owner: Any = self._program.owner(node)
                kind = self._class_around(node)
                self._kind = getattr(kind, "name", "")
                made = self._made(receiver)
                plausible = made is None and _fits(site) and self._can_be_client(receiver)
                text = ast.unparse(receiver)
                key = text, self._program.class_of(owner) if text.startswith("self.") else owner
                ours = _CLIENT.search(text) and self._is_ours(kind)
                if made or (plausible and (ours or self._has_evidence(method, site.node))):
                    sites.append(site._replace(via=method if self._proxied else ""))
                    known.add(key)
                elif plausible:
                    doubtful.append((key, site))
            if isinstance(node, ast.Call):
                self._kind = getattr(self._class_around(node), "name", "")
                sites += self._looked_up(node)
        sites += [site for key, site in doubtful if key in known]
        return sites, [site for key, site in doubtful if key not in known]

    def _looked_up(self, node: ast.Call) -> Iterator[Site]:
        """Yield a call that names a method: ``self._call("delete_volume", VolumeARN=arn)``."""
        given = [*node.args, *(it.value for it in node.keywords)]
        texts = [getattr(each, "value", None) for each in given]
        for text in [it for it in texts if isinstance(it, str) and it in self._operations]:
            named = [it for it in self._program.functions if it.name == last_name(node)]
            looking = [it for each in named for it in _looking(each)]
            if looking and (SERVICE in texts or True in map(self._made, [*given, *looking])):
                yield Site(node, self._operations[text][0], via=text)

    def _candidates(self, node: ast.AST) -> Iterator[tuple[str, ast.expr, Site]]:
        match node:
            case ast.Attribute(attr=name, value=receiver, ctx=ast.Load()):
                call = self._program.parents.get(node)
                called = isinstance(call, ast.Call) and call.func is node
                place, paginated = (call if called else node), False
            case ast.Call(
                func=ast.Attribute(attr="get_paginator" | "get_waiter", value=receiver),
                args=[ast.Constant(value=str(name)), *_],
            ):
                place, paginated = node, True
            case ast.Call(
                func=ast.Name(id="getattr"), args=[receiver, ast.Constant(value=str(name)), *_]
            ):
                place, paginated = node, False
            case ast.Call(
                func=ast.Attribute(value=receiver), args=[ast.Constant(value=str(text)), *_]
            ):  # `client._make_api_call("DeleteVolume", ...)`, or a wrapper's `client.call(...)`
                name, place, paginated = self._by_name.get(text, ""), node, False
            case _:
                return
        if name in self._operations and place is not None:
            yield name, receiver, Site(place, self._operations[name][0], paginated)

    # --- evidence at the call

    def _can_be_client(self, receiver: ast.expr) -> bool:
        """Return whether a receiver is neither ``self`` nor an imported module."""
        if isinstance(receiver, ast.Name):
            return receiver.id not in {"self", "cls", *self._imported}
        is_super = isinstance(receiver, ast.Call) and last_name(receiver) == "super"
        return not is_super and not isinstance(receiver, (ast.Constant, ast.JoinedStr))

    def _has_evidence(self, method: str, node: Any) -> bool:
        keywords = [each.arg or "" for each in getattr(node, "keywords", ())]
        own = [it for it in keywords if it.endswith(("ARN", "ARNs")) and it.lower() != _SHARED]
        lines = {node.lineno, node.end_lineno}
        shared = self._operations[method][1]
        vouched = not lines.isdisjoint(self._program.vouched_lines)
        return not shared or bool(own) or vouched or self._handler_names_ours(node)

    def _is_ours(self, kind: ast.ClassDef | None) -> bool:
        """Return whether a class is about our service alone, by its name or what it tells its base.

        Its base is often outside: ``class StorageGateway(AWSService)``.
        """
        if kind is None or SERVICE in kind.name.lower().replace("_", ""):
            return kind is not None
        calls = [it for it in self._calls.get(_SUPER, ()) if self._class_around(it) is kind]
        values = [getattr(each, "value", None) for each in kind.body]
        values += [argument for each in calls for argument in each.args]
        return any(getattr(each, "value", "") == SERVICE for each in values)

    def _handler_names_ours(self, node: ast.AST) -> bool:
        for around in self._program.around(node):
            inside = [it for each in getattr(around, "handlers", ()) for it in ast.walk(each)]
            names = [getattr(it, "attr", getattr(it, "value", None)) for it in inside]
            if any(isinstance(it, str) and it in self._own_names for it in names):
                return True
            if isinstance(around, FUNCTIONS):
                break
        return False

    # --- what an expression is

    def _made(self, node: Any, depth: int = 0) -> Made:
        """Return whether an expression is a client of ours."""
        if node is None or depth > _DEEPEST:
            return None
        deeper = depth + 1
        if isinstance(node, (ast.Name, ast.Attribute)):
            text = ast.unparse(node)
            if any(text == name or text.endswith(f".{name}") for name in self._vouched):
                return True
        match node:
            case (
                ast.Await(value=inner)
                | ast.NamedExpr(value=inner)
                | ast.Starred(value=inner)
                | ast.DictComp(value=inner)
                | ast.ListComp(elt=inner)
                | ast.GeneratorExp(elt=inner)
                | ast.Lambda(body=inner)
            ):
                return self._made(inner, deeper)
            case ast.BoolOp(values=values):
                return self._any(values, deeper)
            case ast.IfExp(body=one, orelse=other):
                return self._any([one, other], deeper)
            case ast.Call():
                return self._made_by_call(node, deeper)
            case ast.Name(id=name):
                return self._made_by_name(node, name, deeper)
            case ast.Attribute(attr=name, value=value):
                return self._made_by_attribute(value, name, deeper)
            case ast.Subscript(value=value, slice=key):
                return self._made_by_item(value, getattr(key, "value", None), deeper)
            case ast.Constant() | ast.JoinedStr() | ast.Dict() | ast.List():
                return False
        return None

    def _any(self, nodes: Iterable[Any], depth: int) -> Made:
        found = [self._made(each, depth) for each in nodes]
        return True if True in found else False if False in found else None

    def _made_by_call(self, node: ast.Call, depth: int, place: int | None = None) -> Made:
        """Return whether a call makes a client of ours, or what has one at a place."""
        name, arguments = last_name(node), [*node.args, *(each.value for each in node.keywords)]
        services = list(map(self._texts, arguments))
        if {SERVICE} in services:
            return True
        named = [self._texts(it.value) for it in node.keywords if it.arg == "service_name"]
        service = next(iter([*named, *services]), set())
        if name in _MAKERS and not service and isinstance(node.func, ast.Attribute):
            service = self._texts_given(next(iter(arguments), None))
            if service == {SERVICE}:
                return True
        inside = [it for each in self._program.ancestors(name) for it in each.body]
        proxies = [it for it in inside if getattr(it, "name", "") == "__getattr__"]
        if self._any([it for each in proxies for it in _looking(each)], depth):
            self._proxied = True
            return True
        if name in self._program.classes or (name in _MAKERS and service):
            return None if SERVICE in service else False
        if name == "Depends" and node.args:  # FastAPI calls it: `client=Depends(get_client)`
            return self._made_by_call(ast.Call(node.args[0], [], []), depth + 1)
        if name in _PASSING and node.args:
            return _ANNOTATION in ast.unparse(node.args[0]) or self._made(node.args[-1], depth)
        if name in _INSIDE and isinstance(node.func, ast.Attribute):
            return self._made(node.func.value, depth)
        method = isinstance(node.func, ast.Attribute)
        for function in self._program.functions:
            if function.name == name and (self._program.class_of(function) is not None) == method:
                made = self._returned(function, depth, place)
                if made is not None:
                    return made
        return (isinstance(node.func, ast.Name) and self._made(node.func, depth)) or None

    def _returned(self, function: Function, depth: int, place: int | None = None) -> Made:
        """Return whether a function returns or yields a client of ours, or one at a place."""
        annotation = ast.unparse(function.returns) if function.returns is not None else ""
        if place is None and _ANNOTATION in annotation:
            return True
        nodes = [it for it in ast.walk(function) if isinstance(it, (ast.Return, ast.Yield))]
        values = [each.value for each in nodes]
        if place is not None:
            tuples = [it.elts for it in values if isinstance(it, ast.Tuple)]
            values = [each[place] for each in tuples if place < len(each)]
        return self._any(values, depth)

    def _made_by_name(self, node: ast.AST, name: str, depth: int) -> Made:
        for scope in self._program.around(node):
            made = None
            if isinstance(scope, (*FUNCTIONS, ast.Lambda)):
                made = self._made_by_parameter(scope, name, depth)
            if made is None and isinstance(scope, (*FUNCTIONS, ast.Module)):
                is_module = isinstance(scope, ast.Module)
                found = [
                    value
                    for value, owner in self._assigned.get(name, ())
                    if owner is scope or (is_module and _is_global(owner, name))
                ]
                made = self._any(found, depth)
            if made is not None:
                return made
        return None

    def _made_by_parameter(self, scope: Any, name: str, depth: int) -> Made:
        arguments: ast.arguments = scope.args
        positional = [*arguments.posonlyargs, *arguments.args]
        names = [each.arg for each in positional]
        found = [it for it in (*positional, *arguments.kwonlyargs) if it.arg == name]
        if not found:
            return None
        text = ast.unparse(found[0].annotation) if found[0].annotation is not None else ""
        if _ANNOTATION in text:
            return True
        hints = [found[0].annotation, *(value for value, _ in self._assigned.get(text, ()))]
        for each in [it for hint in hints if hint is not None for it in ast.walk(hint)]:
            if last_name(each) == "Depends" and isinstance(each, ast.Call):
                return self._made(each, depth)
        if text in self._program.classes or ("Client" in text and "BaseClient" not in text):
            return False
        for fixture in self._program.functions:
            marks = [ast.unparse(each) for each in fixture.decorator_list]
            if fixture.name == name and any("fixture" in each for each in marks):
                return self._returned(fixture, depth)
        given = self._given(scope, name, names) if isinstance(scope, FUNCTIONS) else []
        return self._any(given, depth)

    def _given(self, function: Any, name: str, names: list[str]) -> list[ast.expr]:
        """Return what the calls in the source give for a parameter."""
        holder = self._program.class_of(function)
        called, supers = [function.name], list[ast.Call]()
        if holder is not None and function.name == "__init__":
            ancestors = self._program.ancestors
            heirs = [it for it in self._program.classes if holder in ancestors(it)]
            # An object of the caller's class is made neither as a sister of it nor as its base.
            mine: Any = self._program.classes.get(self._kind)
            called = [it for it in heirs if mine in ancestors(it)] or heirs
            lineage = [each for it in called for each in ancestors(it)]
            supers = [it for it in self._calls.get(_SUPER, ()) if self._class_around(it) in lineage]
        for table in self._program.tables(function):  # HANDLERS[name](client)
            holding = [key for key, values in self._assigned.items() if _mentions(values, table)]
            called += [table, f"{table}[]", *holding]
        static = any("staticmethod" in ast.unparse(each) for each in function.decorator_list)
        place = names.index(name) - (holder is not None and not static) if name in names else -1
        found: list[ast.expr] = []
        for call in supers + [it for each in called for it in self._calls.get(each, ())]:
            found += [each.value for each in call.keywords if each.arg == name]
            found += call.args[place : place + 1] if place >= 0 else []
        return found

    def _made_by_attribute(self, value: ast.expr, name: str, depth: int) -> Made:
        assigned = self._assigned.get(f".{name}", ())
        found = [self._made(it, depth) for it, _ in assigned if self._is_same(it, value)]
        found += [
            self._returned(each, depth)
            for each in self._program.functions  # a property
            if each.name == name and each.decorator_list and self._is_same(each, value)
            if self._program.class_of(each)
        ]
        return True if True in found else False if False in found else None

    def _is_same(self, assigned: ast.AST, value: ast.expr) -> bool:
        """Return whether a value may be the object that got an attribute.

        ``self`` in unrelated classes is another object, and so is one that another class made.
        """
        mine, its = [self._class_around(value)], self._class_around(assigned)
        if not isinstance(value, ast.Name) or value.id not in {"self", "cls"}:
            known = self._assigned.get(getattr(value, "id", ""), ())
            calls = [it for it, _ in known if isinstance(it, ast.Call)]
            kinds = self._program.classes
            mine = [kinds[last_name(it)] for it in calls if last_name(it) in kinds]
            if not mine or any(it in calls for it in self._program.around(assigned)):
                return True
        if None in mine or its is None:
            return its in mine
        return any(its in each and not each.isdisjoint(mine) for each in self._lineages)

    def _class_around(self, node: ast.AST) -> ast.ClassDef | None:
        return next((it for it in self._program.around(node) if isinstance(it, ast.ClassDef)), None)

    def _made_by_item(self, value: ast.expr, key: object, depth: int) -> Made:
        """Return whether an item of a table of clients, or of what a call returns, is ours."""
        table = last_name(value)
        if isinstance(value, ast.Call) and isinstance(key, int):
            return self._made_by_call(value, depth, key)
        if not isinstance(key, str):
            return self._made(value, depth)
        if key.lower() == SERVICE:
            return True
        found = [each for each, _ in self._assigned.get(f"{table}[{key}]", ())]
        for each, _ in (*self._assigned.get(table, ()), *self._assigned.get(f".{table}", ())):
            if isinstance(each, ast.Dict):
                pairs = zip(each.keys, each.values, strict=True)
                found += [made for name, made in pairs if name and key in self._texts(name)]
            elif self._made(each, depth):  # all of them are ours
                found.append(each)
        return self._any(found, depth)

    def _texts(self, node: ast.expr) -> set[str]:
        """Return the strings that an expression can be, also through a constant: ``SERVICE``."""
        values: list[Any] = [node]
        if isinstance(node, (ast.Name, ast.Attribute)):
            name = last_name(node)
            known = (*self._assigned.get(name, ()), *self._assigned.get(f".{name}", ()))
            values = [value for value, _ in known]
        values = [it for it in values if isinstance(getattr(it, "value", None), str) and it.value]
        if getattr(getattr(node, "value", None), "id", "") in {"self", "cls"}:
            lineage = list(self._program.ancestors(self._kind))
            for kind in lineage if self._class_around(node) in lineage else ():
                if own := [it for it in values if self._class_around(it) is kind]:
                    values = own  # the nearest to the caller's class
                    break
        return {str(each.value) for each in values if isinstance(each, ast.Constant)}

    def _texts_given(self, node: Any) -> set[str]:
        """Return the strings that a parameter can be: of ``super().__init__("storagegateway")``."""
        owner: Any = self._program.owner(node) if isinstance(node, ast.Name) else None
        names = [it.arg for it in (*owner.args.posonlyargs, *owner.args.args)] if owner else []
        given = self._given(owner, node.id, names) if owner and node.id in names else []
        return {text for each in given for text in self._texts(each)}

    # --- reading

    def _read(self, node: ast.AST) -> None:
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    self._assign(target, value)
            case ast.AnnAssign(target=target, annotation=annotation, value=value):
                if _ANNOTATION in ast.unparse(annotation):
                    value = ast.Call(ast.Name("client"), [ast.Constant(SERVICE)], [])
                    self._program.parents[value] = node
                self._assign(target, value)
            case (
                ast.NamedExpr(target=target, value=value)
                | ast.withitem(context_expr=value, optional_vars=target)
            ):
                self._assign(target, value)
            case (
                ast.For(target=target, iter=value)
                | ast.AsyncFor(target=target, iter=value)
                | ast.comprehension(target=target, iter=value)
            ):
                for each in getattr(value, "elts", [value]):
                    self._assign(target, each)
            case ast.arguments():
                names = [*node.kwonlyargs[::-1], *node.args[::-1], *node.posonlyargs[::-1]]
                defaults = [*node.kw_defaults[::-1], *node.defaults[::-1]]
                for each, default in zip(names, defaults, strict=False):
                    if getattr(default, "value", default) is not None:  # a client, or a service
                        known = self._assigned.setdefault(each.arg, [])
                        known.append((default, self._program.parents[node]))
            case ast.Call():
                self._read_call(node)
            case ast.Import(names=names):
                self._imported |= {(each.asname or each.name).split(".")[0] for each in names}

    def _read_call(self, node: ast.Call) -> None:
        holder = last_name(getattr(node.func, "value", None))
        name = f"{holder}[]" if isinstance(node.func, ast.Subscript) else last_name(node)
        self._calls.setdefault(_SUPER if holder == "super" else name, []).append(node)
        if name == "SimpleNamespace" or name in self._program.classes:
            for it in node.keywords:
                self._assigned.setdefault(f".{it.arg}", []).append((it.value, self._program.tree))
        for place, each in enumerate(node.args):  # `submit(tag, client, arn)`
            made = ast.Call(each, node.args[place + 1 :], node.keywords)
            self._calls.setdefault(last_name(each), []).append(made)

    def _assign(self, target: Any, value: Any) -> None:
        key = last_name(target)
        match target, value:
            case None, _:
                return
            case _, None:
                return
            case ((ast.Tuple() | ast.List()), (ast.Tuple() | ast.List())):
                for one, other in zip(target.elts, value.elts, strict=False):
                    self._assign(one, other)
                return
            case ((ast.Tuple() | ast.List()), _):
                for place, one in enumerate(target.elts):
                    self._assign(one, ast.Subscript(value, ast.Constant(place), ast.Load()))
                return
            case ast.Attribute(), _:
                key = f".{key}"
            case ast.Subscript(value=table, slice=ast.Constant(value=item)), _:
                key = f"{last_name(table)}[{item!s}]"
            case ast.Subscript(value=table), _:  # any item of it
                key = (
                    f".{last_name(table)}" if isinstance(table, ast.Attribute) else last_name(table)
                )
        scope = self._program.owner(target) or self._program.tree
        self._assigned.setdefault(key, []).append((value, scope))


def _looking(function: Any) -> Iterator[ast.expr]:
    """Yield where a function looks up an argument, such as ``self._client``; "" for another."""
    names = {each.arg for each in ast.walk(function.args) if isinstance(each, ast.arg)}
    for node in ast.walk(function):
        match node:
            case ast.Call(ast.Name("getattr"), [receiver, ast.Name(id=name), *_]) | ast.Call(
                ast.Attribute(receiver, "get_paginator" | "get_waiter"), [ast.Name(id=name)]
            ) if name in names:
                yield ast.Constant("") if getattr(receiver, "id", "") in names else receiver


def _fits(site: Site) -> bool:
    """Return whether boto3 takes the arguments: only keywords, which start with a capital."""
    node = site.node
    if not isinstance(node, ast.Call) or site.paginated or last_name(node) == "getattr":
        return True
    plain = all(isinstance(each, ast.Starred) for each in node.args)
    return plain and all(each.arg is None or each.arg[0].isupper() for each in node.keywords)


def _mentions(values: Iterable[tuple[Any, ast.AST]], name: str) -> bool:
    return any(last_name(it) == name for value, _ in values for it in ast.walk(value))


def _is_global(owner: ast.AST, name: str) -> bool:
    nodes = [it for it in ast.walk(owner) if isinstance(it, ast.Global)]
    return not isinstance(owner, ast.Module) and any(name in it.names for it in nodes)
