"""Which calls are calls of Storage Gateway. A name alone proves nothing: evidence counts.

The evidence is how the receiver is made, its annotation, a handler around the call that names what
only Storage Gateway has, a method or a parameter that no other service has, or the user's word.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections import defaultdict
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sgwlib.reviewing.program import FUNCTIONS, is_abstract, is_protocol, last_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from sgwlib.reviewing.program import Function, Program

SERVICE: Final = "storagegateway"
_ANNOTATION: Final = "StorageGatewayClient"
_MAKERS: Final = ("client", "create_client", "resource")
_ENTERING: Final = ("__enter__", "__aenter__")
_INSIDE: Final = (*_ENTERING, "items", "values", "get")
_MOCKS: Final = ("AsyncMock", "MagicMock", "Mock", "create_autospec")
_PASSING: Final = ("cast", "type", "enter_context", "enter_async_context", "closing")
# boto3 spells the parameters of other services `...Arn`. This one alone is shared.
_SHARED: Final = "resourcearn"
# What hands no function on: `mock.refresh_cache.side_effect = error`, `not args.refresh_cache`.
_ASKING: Final = (
    *(ast.Attribute, ast.BoolOp, ast.Compare, ast.Expr),
    *(ast.FormattedValue, ast.UnaryOp),
)
# What says that a name is a client's: `self._storage_gateway`.
_NAMED: Final = re.compile(r"client|sgw|storage_?gateway", re.IGNORECASE)
# What a class about one service calls its client: not `self.ec2_client`.
_CLIENT: Final = re.compile(
    r"(^|\.)_?(get_)?(regional_)?(client|conn)s?(\(\)|\[[^\]]{0,60}\])?$", re.IGNORECASE
)
# What any dictionary, list or string has.
_COMMON: Final = frozenset("append extend format get items join keys pop split values".split())
_LOOKING_UP: Final = ("__getattr__", "__getattribute__")
_SUPER: Final = "super().__init__"
# What stands for any expression that is a client of ours, or none.
_OURS: Final = ast.Call(ast.Name("client"), [ast.Constant(SERVICE)], [])
_OTHER: Final = ast.Constant("")

Made = bool | None
"""Whether an expression is a client of ours: True, False, or None if the source doesn't say."""


class Method(NamedTuple):
    """A method of a client: its operation, whether others have its name, and what it takes."""

    operation: str
    shared: bool
    required: Collection[str]
    members: Collection[str]


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
        operations: Mapping[str, Method],
        own_names: Collection[str],
        vouched: Iterable[str],
    ) -> None:
        self._program, self._operations, self._own_names = program, operations, own_names
        self._by_name = {each.operation: method for method, each in operations.items()}
        self._vouched = {*vouched, *program.vouched_names}
        # Each name, ".attribute" or "table[key]", to what is assigned, and in which scope.
        self._assigned: dict[str, list[tuple[Any, ast.AST]]] = {}
        self._calls: dict[str, list[ast.Call]] = {}
        self._imported: set[str] = set()
        imported = [it for it in program.nodes if isinstance(it, ast.alias)]  # also from modules
        self._outside = {(it.asname or it.name).split(".")[0] for it in imported}
        self._heirs: defaultdict[str, set[str]] = defaultdict(set)  # of a class, and itself
        for name in program.classes:
            for each in program.ancestors(name):
                self._heirs[each.name].add(name)
        self._hints: dict[ast.AST, Made] = {}  # classes in annotations: no clients, or perhaps
        self._iterated: set[ast.AST] = set()
        self._proxied = False
        self._kind = ""  # the class around the call
        self._known: dict[Any, tuple[Made, bool]] = {}  # what is made, and whether through a proxy
        self._strings: dict[Any, set[str]] = {}
        self._objects: dict[Any, set[str | None]] = {}
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
                if not self._is_right(method, receiver, site):
                    continue
                plausible = made is None and _fits(site) and self._can_be_client(receiver)
                text = ast.unparse(receiver)
                key = text, self._program.class_of(owner) if text.startswith("self.") else owner
                ours = _CLIENT.search(text) and self._is_ours(kind)
                if made or (plausible and (ours or self._has_evidence(method, receiver, site))):
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
                yield Site(node, self._operations[text].operation, via=text)

    def _candidates(self, node: ast.AST) -> Iterator[tuple[str, ast.expr, Site]]:
        place: Any = node
        paginated = False
        match node:
            case ast.Attribute(attr=name, value=receiver, ctx=ast.Load()):
                call = self._program.parents.get(node)
                called = isinstance(call, ast.Call) and call.func is node
                if isinstance(call, _ASKING) or getattr(call, "test", None) is node:
                    return  # `if args.refresh_cache:`
                place = call if called else node
            case ast.Call(
                func=ast.Attribute(attr="get_paginator" | "get_waiter", value=receiver),
                args=[ast.Constant(value=str(name)), *_],
            ):
                paginated = True
            case ast.Call(
                func=ast.Name(id="getattr"), args=[receiver, ast.Constant(value=str(name)), *_]
            ):
                pass
            case ast.Call(
                func=ast.Attribute(value=receiver), args=[ast.Constant(value=str(text)), *_]
            ):  # `client._make_api_call("DeleteVolume", ...)`, or a wrapper's `client.call(...)`
                name = self._by_name.get(text, "")
            case _:
                return
        if name in self._operations:
            yield name, receiver, Site(place, self._operations[name].operation, paginated)

    # --- evidence at the call

    def _is_right(self, name: str, receiver: ast.expr, site: Site) -> bool:
        """Return whether a call gives nothing that only another service takes: ``VolumeId``."""
        method = self._operations[name]
        if not method.shared or _has_parameters(site, method.members):
            return True
        known = [it for it, _ in self._assigned.get(_key(receiver), ())]
        surely = self._made(receiver) and False not in map(self._made, known)
        return surely or self._handler_names_ours(site.node)

    def _can_be_client(self, receiver: ast.expr) -> bool:
        """Return whether a receiver is neither ``self`` nor an imported module."""
        if isinstance(receiver, ast.Name):
            return receiver.id not in {"self", "cls", "call", *self._imported}
        # `mock.call.delete_volume(...)` is a record of a call.
        other = "super" if isinstance(receiver, ast.Call) else "call"
        is_text = isinstance(receiver, (ast.Constant, ast.JoinedStr))
        return last_name(receiver) != other and not is_text

    def _has_evidence(self, name: str, receiver: ast.expr, site: Site) -> bool:
        node: Any = site.node
        method = self._operations[name]
        call: Any = node if isinstance(node, ast.Call) else self._program.parents.get(node)
        given = getattr(call, "keywords", ())
        keywords = {each.arg for each in given}
        keywords |= {it for each in given if each.arg is None for it in self._keys(each.value)}
        own = [it for it in keywords if it and it.endswith(("ARN", "ARNs"))]
        vouched = not self._program.vouched_lines.isdisjoint({node.lineno, node.end_lineno})
        if any(it.lower() != _SHARED for it in own) or vouched or self._handler_names_ours(node):
            return True
        # A name that no other service has may be any program's: `cache.list_tapes()`.
        if method.shared or site.paginated:
            return not method.shared
        text, called = ast.unparse(receiver), node is call and last_name(node) == name
        unset = isinstance(receiver, ast.Name) and text not in self._assigned  # `def stop(client)`
        if called and not (unset and _CLIENT.search(text)):
            complete = None in keywords or keywords.issuperset(method.required)
            if not complete or not keywords <= {None, *method.members}:
                return False
        speaks = (called and self._program.speaks) or _NAMED.search(text)
        return bool(speaks) or not keywords.isdisjoint(method.members)

    def _keys(self, node: ast.expr) -> Iterator[str]:
        """Yield the keys of a dictionary that its function writes: ``client.call(**params)``."""
        owner = self._program.owner(node) or self._program.tree
        known = self._assigned.get(node.id, ()) if isinstance(node, ast.Name) else ()
        for each in (node, *(value for value, scope in known if scope is owner)):
            for key in each.keys if isinstance(each, ast.Dict) else ():
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield key.value

    # --- what an object is

    def means(self, node: ast.AST, function: Function) -> bool | None:
        """Return whether a name means a function; None if it may be another object's method."""
        holder = self._program.class_of(function)
        if holder is None or not isinstance(node, ast.Attribute) or node.attr != function.name:
            return True
        self._kind = getattr(self._class_around(node), "name", "")
        kinds = self._kinds(node.value)
        own = not kinds.isdisjoint(self._heirs[holder.name])
        if not own and all(self._has_its_own(each, node.attr) for each in kinds - {""}):
            return False
        if node.attr in _COMMON and not kinds.isdisjoint({None, ""}):
            return False
        call = self._program.parents.get(node)
        if isinstance(call, ast.Call) and call.func is node and not function.decorator_list:
            bound = last_name(node.value) not in self._program.classes
            if not _takes(function.args, call, bound=bound):
                return False
        return own or None

    def _has_its_own(self, kind: str | None, name: str) -> bool:
        """Return whether a method of an object of a class is surely the one that the class has."""
        lineage = list(self._program.ancestors(kind or ""))
        found = {getattr(it, "name", ""): it for each in lineage[::-1] for it in each.body}
        looks_up = any(map(is_protocol, lineage[:1])) or not found.keys().isdisjoint(_LOOKING_UP)
        return name in found and not looks_up and not is_abstract(found[name])

    def _kinds(self, node: Any) -> set[str | None]:
        """Return the classes of the source of which an expression may be an object.

        None stands for what the source doesn't say, "" for a container. What is made outside has
        no class of the source.
        """
        key = self._kind, node
        if key not in self._objects:
            self._objects[key] = {None}
            with suppress(RecursionError):
                self._objects[key] = self._kinds_anew(node)
        return self._objects[key]

    def _kinds_anew(self, node: Any) -> set[Any]:
        name, is_call = last_name(node), isinstance(node, ast.Call)
        if isinstance(node, ast.Constant) and node.value is None:
            return {None}
        if isinstance(node, (ast.Constant, ast.JoinedStr)) or (is_call and name in _MAKERS):
            return set()
        held = getattr(node, "elts", getattr(node, "values", None))
        kept: Any = self._program.parents.get(node)
        if held == []:  # the source fills it with what it has, or with what its annotation names
            hint = getattr(kept, "annotation", None)
            return {""} if hint and self._typed(hint) else {"", *self._program.classes}
        if name in self._program.classes:
            return {name} if is_call else self._heirs[name]
        kind = self._class_around(node)
        if kind is not None and (name in {"self", "cls"} or (is_call and name == "super")):
            return self._heirs[kind.name]
        named = {last_name(it) for it in ast.walk(node)}  # `build(Gateway)`
        given = [*node.args, *(it.value for it in node.keywords)] if is_call else []
        takes = any("" not in it and it - {None} for it in map(self._kinds, given))  # `copy(it)`
        rest = set() if named.isdisjoint(self._program.classes) and not takes else {None}
        kept = isinstance(kept, (ast.Assign, ast.AnnAssign)) and self._program.parents[kept]
        inside = node in self._iterated or isinstance(node, ast.Subscript)
        if inside or isinstance(kept, ast.ClassDef) or (is_call and name in _INSIDE):
            rest = {None}  # of what is made outside, the source doesn't say what it holds
        scopes = self._scopes(node, name) if isinstance(node, ast.Name) else ()
        for found in (held, *map(self._united, scopes), *self._sources(node)):
            if found:
                hinted = {None} if any(each in self._hints for each in found) else set()
                return {it for each in found for it in self._kinds(each)} - hinted or rest
        while isinstance(node, (ast.Attribute, ast.Call)):
            node = node.func if isinstance(node, ast.Call) else node.value
        outside = getattr(node, "id", "") in self._outside and not self._program.is_local(node)
        return rest if outside else {None}

    def _united(self, sources: Iterable[list[Any]]) -> list[Any]:
        """Return what a name may come from in a scope: a default hides no caller's argument."""
        first, *others = sources
        if all(isinstance(self._program.parents.get(it), ast.arguments) for it in first):
            return [it for each in (first, *others) for it in each]
        return first

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
        around = self._program.around(node)
        handlers = [it for each in around for it in getattr(each, "handlers", ())]
        inside = [it for each in handlers for it in ast.walk(each)]
        names = {getattr(it, "attr", getattr(it, "value", None)) for it in inside}
        return not names.isdisjoint(self._own_names)

    # --- where an expression comes from

    def _made(self, node: Any) -> Made:
        """Return whether an expression is a client of ours."""
        key = self._kind, node
        if key not in self._known:
            proxied, self._proxied = self._proxied, False
            self._known[key] = None, False  # what leads back to itself says nothing
            with suppress(RecursionError):  # of a chain of thousands of names
                self._known[key] = self._made_anew(node), self._proxied
            self._proxied = proxied
        made, through_proxy = self._known[key]
        self._proxied |= through_proxy
        return made

    def _made_anew(self, node: Any) -> Made:
        if node in self._hints:
            return self._hints[node]
        text = ast.unparse(node) if isinstance(node, (ast.Name, ast.Attribute)) else ""
        if text in self._vouched or any(text.endswith(f".{name}") for name in self._vouched):
            return True
        if isinstance(node, (ast.Constant, ast.JoinedStr, ast.Dict, ast.List)):
            return False
        if text in self._program.classes and text not in self._assigned:
            return False
        made = self._made_by_call(node) if isinstance(node, ast.Call) else None
        sources = iter(()) if made is not None else self._sources(node)
        while made is None and (found := next(sources, None)) is not None:
            made = self._any(found)
        return made

    def _any(self, nodes: Iterable[Any]) -> Made:
        found = [self._made(each) for each in nodes]
        return True if True in found else False if False in found else None

    def _texts(self, node: Any) -> set[str]:
        """Return the strings that an expression can be."""
        if isinstance(node, ast.Constant):
            return {node.value} if isinstance(node.value, str) and node.value else set()
        key = self._kind, node
        if key not in self._strings:
            self._strings[key] = set()
            sources = self._sources(node) if isinstance(node, (ast.Name, ast.Attribute)) else ()
            texts = ({text for each in found for text in self._texts(each)} for found in sources)
            self._strings[key] = next(filter(None, texts), set())
        return self._strings[key]

    def _made_by_call(self, node: ast.Call) -> Made:
        """Return whether a call makes a client of ours, as far as it says so itself."""
        name, arguments = last_name(node), [*node.args, *(each.value for each in node.keywords)]
        services = list(map(self._texts, arguments))
        if {SERVICE} in services:
            return True
        named = [self._texts(it.value) for it in node.keywords if it.arg == "service_name"]
        service = next(iter([*named, *services]), set())
        inside = [it for each in self._program.ancestors(name) for it in each.body]
        proxies = [it for it in inside if getattr(it, "name", "") == "__getattr__"]
        if self._any([it for each in proxies for it in _looking(each)]):
            self._proxied = True
            return True
        if name in _MOCKS:
            return False
        if name in self._program.classes or (name in _MAKERS and service):
            return None if SERVICE in service else False
        typed = name in _PASSING and node.args and _ANNOTATION in ast.unparse(node.args[0])
        return typed or None

    def _sources(self, node: Any) -> Iterator[list[Any]]:
        """Yield what an expression may come from, the nearest first."""
        match node:
            case ast.Await() | ast.NamedExpr() | ast.Starred() | ast.DictComp():
                yield [node.value]
            case ast.ListComp() | ast.GeneratorExp():
                yield [node.elt]
            case ast.Lambda():
                yield [node.body]
            case ast.BoolOp(values=values):
                yield values
            case ast.IfExp(body=one, orelse=other):
                yield [one, other]
            case ast.Call() if last_name(node) not in self._program.classes:
                yield from self._sources_of_call(node)
            case ast.Name(id=name):
                yield from itertools.chain.from_iterable(self._scopes(node, name))
            case ast.Attribute(attr=name, value=value):
                yield self._sources_of_attribute(value, name)
            case ast.Subscript(value=ast.Call() as call, slice=ast.Constant(value=int(place))):
                yield from self._returned(call, place)
                yield [call]
            case ast.Subscript(value=value, slice=ast.Constant(value=str(key))):
                yield self._sources_of_item(last_name(value), key)
            case ast.Subscript(value=value):
                yield [value]

    def _sources_of_call(self, node: ast.Call) -> Iterator[list[Any]]:
        name = last_name(node)
        made = [it.value for it in node.keywords if it.arg in {"default_factory", "factory"}]
        made += node.args[:1] if name == "Depends" else []
        if made:  # FastAPI calls it, or a dataclass: `client=Depends(get_client)`
            yield [ast.Call(made[0], [], [])]
        elif name in _PASSING and node.args:
            yield node.args[-1:]
        elif name in _INSIDE and isinstance(node.func, ast.Attribute):
            yield [node.func.value]
        else:
            yield from self._returned(node)
            if not isinstance(node.func, ast.Attribute):
                yield [node.func]

    def _returned(self, call: ast.Call, place: int | None = None) -> Iterator[list[Any]]:
        """Yield what the functions return or yield that a call may mean, perhaps at a place."""
        method = isinstance(call.func, ast.Attribute)
        for each in self._program.functions:
            is_method = self._program.class_of(each) is not None
            if each.name == last_name(call) and is_method == method:
                yield self._values(each, place)

    def _values(self, function: Function, place: int | None = None) -> list[Any]:
        """Return what a function returns or yields, perhaps at a place."""
        if place is None and function.returns is not None and _is_typed(function.returns):
            return [_OURS]
        nodes = [it for it in ast.walk(function) if isinstance(it, (ast.Return, ast.Yield))]
        if place is None:
            return [each.value for each in nodes if each.value is not None]
        tuples = [it.value.elts for it in nodes if isinstance(it.value, ast.Tuple)]
        return [each[place] for each in tuples if place < len(each)]

    def _scopes(self, node: ast.AST, name: str) -> Iterator[Iterable[list[Any]]]:
        """Yield what a name may come from in each scope: what is assigned there, and the rest."""
        for scope in self._program.around(node):
            if isinstance(scope, (*FUNCTIONS, ast.Lambda, ast.Module)):
                is_module = isinstance(scope, ast.Module)
                assigned = [
                    value
                    for value, owner in self._assigned.get(name, ())
                    if owner is scope or (is_module and _is_global(owner, name))
                ]
                given = () if is_module else self._sources_of_parameter(scope, name)
                yield itertools.chain([assigned], given)

    def _sources_of_parameter(self, scope: Any, name: str) -> Iterator[list[Any]]:
        arguments: ast.arguments = scope.args
        positional = [*arguments.posonlyargs, *arguments.args]
        found = [it for it in (*positional, *arguments.kwonlyargs) if it.arg == name]
        if not found:
            return
        hint = found[0].annotation
        text = ast.unparse(hint) if hint is not None else ""
        hints = [hint, *(value for value, _ in self._assigned.get(text, ()))]
        inside = [it for each in hints if each is not None for it in ast.walk(each)]
        if _ANNOTATION in text:
            yield [_OURS]
        yield [it for it in inside if isinstance(it, ast.Call) and last_name(it) == "Depends"]
        own = self._typed(hint) if hint is not None else []
        if own or ("Client" in text and "BaseClient" not in text):
            yield own or [_OTHER]
        for fixture in self._program.functions:
            marks = [ast.unparse(each) for each in fixture.decorator_list]
            if fixture.name == name and any("fixture" in each for each in marks):
                yield self._values(fixture)
        if isinstance(scope, FUNCTIONS):
            yield self._given(scope, name, [each.arg for each in positional])

    def _typed(self, annotation: ast.expr, *, made: Made = False) -> list[ast.expr]:
        """Return the classes of the source in an annotation: ``Gateway | None``."""
        names = re.findall(r"\w+", ast.unparse(annotation))
        found: list[ast.expr] = [ast.Name(it) for it in names if it in self._program.classes]
        self._program.parents |= dict.fromkeys(found, annotation)
        for each in found:  # a protocol may be what a client is
            protocol = is_protocol(self._program.classes[last_name(each)])
            self._hints[each] = None if protocol else made
        return found

    def _given(self, function: Any, name: str, names: list[str]) -> list[ast.expr]:
        """Return what the calls in the source give for a parameter."""
        holder = self._program.class_of(function)
        called, supers = [function.name], list[ast.Call]()
        if holder is not None and function.name == "__init__":
            # An object of the caller's class is made neither as a sister of it nor as its base.
            heirs = self._heirs[holder.name]
            called = [*(heirs & self._heirs[self._kind] or heirs)]
            lineage = [each for it in called for each in self._program.ancestors(it)]
            supers = [it for it in self._calls.get(_SUPER, ()) if self._class_around(it) in lineage]
        for table in self._program.tables(function):  # HANDLERS[name](client)
            holding = [key for key, values in self._assigned.items() if _mentions(values, table)]
            called += [table, f"{table}[]", *holding]
        static = any("staticmethod" in ast.unparse(each) for each in function.decorator_list)
        place = names.index(name) - (holder is not None and not static) if name in names else -1
        calls = supers + [it for each in called for it in self._calls.get(each, ())]
        if holder is None:  # `create(spec)`, and not `kopf.on.create("example.com")`
            own = function.name
            calls = [it for it in calls if last_name(it) != own or isinstance(it.func, ast.Name)]
        found: list[ast.expr] = []
        for call in calls:
            found += [each.value for each in call.keywords if each.arg == name]
            found += call.args[place : place + 1] if place >= 0 else []
        return found

    def _sources_of_attribute(self, value: ast.expr, name: str) -> list[Any]:
        known = (*self._assigned.get(f".{name}", ()), *self._assigned.get(name, ()))
        found = [it for it, _ in known if self._is_same(it, value)]
        if getattr(value, "id", "") in {"self", "cls"}:
            lineage = list(self._program.ancestors(self._kind))
            for kind in lineage if self._class_around(value) in lineage else ():
                if own := [it for it in found if self._class_around(it) is kind]:
                    found = own  # the nearest to the caller's class
                    break
        for each in self._program.functions:  # a property
            if each.name == name and each.decorator_list and self._program.class_of(each):
                found += self._values(each) if self._is_same(each, value) else []
        return found

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
        heirs = self._heirs[its.name]
        return any(each and not heirs.isdisjoint(self._heirs[each.name]) for each in mine)

    def _class_around(self, node: ast.AST) -> ast.ClassDef | None:
        return next((it for it in self._program.around(node) if isinstance(it, ast.ClassDef)), None)

    def _sources_of_item(self, table: str, key: str) -> list[Any]:
        """Return what an item of a table of clients may be."""
        if key.lower() == SERVICE:
            return [_OURS]
        found = [each for each, _ in self._assigned.get(f"{table}[{key}]", ())]
        for each, _ in (*self._assigned.get(table, ()), *self._assigned.get(f".{table}", ())):
            if isinstance(each, ast.Dict):
                pairs = zip(each.keys, each.values, strict=True)
                found += [made for name, made in pairs if name and key in self._texts(name)]
            else:  # all of them are alike
                found.append(each)
        return found

    # --- reading

    def _read(self, node: ast.AST) -> None:
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    self._assign(target, value)
            case ast.AnnAssign(target=target, annotation=annotation, value=value):
                if _is_typed(annotation):
                    value = ast.Call(_OURS.func, _OURS.args, [])
                    self._program.parents[value] = node
                hints = self._typed(annotation, made=None if value else False)
                self._assign_each(target, (*hints, value))
            case ast.NamedExpr(target=target, value=value):
                self._assign(target, value)
            case ast.withitem(context_expr=value, optional_vars=target):
                lineage = self._program.ancestors(last_name(value))
                inside: list[Any] = [it for each in lineage for it in each.body]
                entered = [it for it in inside if getattr(it, "name", "") in _ENTERING]
                self._assign_each(target, self._values(entered[0]) if entered else [value])
            case (
                ast.For(target=target, iter=value)
                | ast.AsyncFor(target=target, iter=value)
                | ast.comprehension(target=target, iter=value)
            ):
                self._iterated.add(value)
                self._assign_each(target, getattr(value, "elts", [value]))
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

    def _assign_each(self, target: Any, values: Iterable[Any]) -> None:
        for each in values:
            self._assign(target, each)

    def _assign(self, target: Any, value: Any) -> None:
        if isinstance(target, (ast.Tuple, ast.List)):
            places = [ast.Constant(place) for place in range(len(target.elts))]
            parts: list[Any] = [ast.Subscript(value, place, ast.Load()) for place in places]
            parts = value.elts if isinstance(value, (ast.Tuple, ast.List)) else parts
            for one, other in zip(target.elts, parts, strict=False):
                self._assign(one, other)
        elif target is not None and value is not None:
            scope = self._program.owner(target) or self._program.tree
            self._assigned.setdefault(_key(target), []).append((value, scope))


def _key(target: Any) -> str:
    """Return under which name it is kept what is assigned to a target."""
    match target:
        case ast.Attribute(attr=name):
            return f".{name}"
        case ast.Subscript(value=table, slice=ast.Constant(value=item)):
            return f"{last_name(table)}[{item!s}]"
        case ast.Subscript(value=table):  # any item of it
            return _key(table)
    return last_name(target)


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


def _has_parameters(site: Site, members: Collection[str]) -> bool:
    """Return whether an operation has what a call gives by name: EC2 takes a ``VolumeId``."""
    named = getattr(site.node, "keywords", ()) if members and not site.paginated else ()
    given = {it.arg for it in named if it.arg is not None and it.arg[0].isupper()}
    return given.issubset(members)


def _takes(takes: ast.arguments, call: ast.Call, *, bound: bool) -> bool:
    """Return whether a method takes the arguments of a call."""
    names = [each.arg for each in (*takes.posonlyargs, *takes.args)]
    starred = takes.vararg or any(isinstance(each, ast.Starred) for each in call.args)
    known = {None, *names, *(each.arg for each in takes.kwonlyargs)}
    named = takes.kwarg or known.issuperset(each.arg for each in call.keywords)
    return bool(named and (starred or len(call.args) + bound <= len(names)))


def _mentions(values: Iterable[tuple[Any, ast.AST]], name: str) -> bool:
    return any(last_name(it) == name for value, _ in values for it in ast.walk(value))


def _is_typed(annotation: ast.expr) -> bool:
    return _ANNOTATION in ast.unparse(annotation)


def _is_global(owner: ast.AST, name: str) -> bool:
    nodes = [it for it in ast.walk(owner) if isinstance(it, ast.Global)]
    return not isinstance(owner, ast.Module) and any(name in it.names for it in nodes)
