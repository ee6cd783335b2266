"""The values of expressions."""

from __future__ import annotations

import ast
from functools import singledispatch
from typing import TYPE_CHECKING, Final

from sgwlib.reviewing import data
from sgwlib.reviewing.calls import call_value, member_of_error, text_of
from sgwlib.reviewing.documented import exception_class
from sgwlib.reviewing.outside import member_of_module
from sgwlib.reviewing.program import SERVICE
from sgwlib.reviewing.values import (
    UNKNOWN,
    Bound,
    Class,
    Client,
    ClientExceptions,
    ErrorText,
    Function,
    Instance,
    Method,
    Module,
    OperationCall,
    Scope,
    Written,
    is_known,
    is_uncertain,
)
from sgwlib.reviewing.walk import Compared, Walk, line_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sgwlib.reviewing.walk import Named


_PLAIN: Final = (str, int, float, bytes, dict, list, tuple, set, frozenset)


@singledispatch
def evaluate(node: ast.expr, walk: Walk, scope: Scope) -> object:
    """Return the value of an expression. Of any other kind, evaluate only its parts."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            walk.evaluate(child, scope)
    return UNKNOWN


@evaluate.register
def _constant(node: ast.Constant, walk: Walk, scope: Scope) -> object:  # noqa: ARG001 - as all
    value = node.value
    return Written.at(value, node.lineno) if isinstance(value, str) else value


@evaluate.register
def _name(node: ast.Name, walk: Walk, scope: Scope) -> object:
    holder = scope.holder(node.id)
    if holder is not None:
        return holder.names[node.id]
    try:
        return walk.program.lookup(node.id)
    except KeyError:
        return UNKNOWN


@evaluate.register
def _attribute(node: ast.Attribute, walk: Walk, scope: Scope) -> object:
    owner = walk.evaluate(node.value, scope)
    if node in walk.program.sites:
        if _may_be_client(owner, node.attr):
            return OperationCall(node)
        walk.denied = walk.denied or node is walk.site
    return _member(walk, owner, node)


def _may_be_client(owner: object, name: str) -> bool:
    if isinstance(owner, Instance):
        return owner.attributes.get(name) is None and owner.kind.find(name) is None
    if isinstance(owner, Client):
        return owner.service in {None, SERVICE}
    return owner is UNKNOWN


def _member(walk: Walk, owner: object, node: ast.Attribute) -> object:
    """Return an attribute of a value."""
    if isinstance(owner, ClientExceptions):
        return _exception_of_client(walk, node)
    if node.attr == "exceptions" and _is_client(walk, owner, node.value):
        return ClientExceptions()
    if isinstance(owner, BaseException):
        return _member_of_exception(walk, owner, node)
    if isinstance(owner, (Instance, Class)):
        return _member_of_object(walk, owner, node)
    return _member_of_other(walk, owner, node)


def _member_of_other(walk: Walk, owner: object, node: ast.Attribute) -> object:
    name = node.attr
    if isinstance(owner, Module):
        return member_of_module(owner.name, name)
    if isinstance(owner, type):
        named = name in {"__name__", "__qualname__"}
        return ErrorText.at(owner.__name__, "class") if named else UNKNOWN
    if isinstance(owner, _PLAIN):
        data.natively(walk, node, getattr, owner, name)
        return Method(owner, name)
    return UNKNOWN


def _is_client(walk: Walk, owner: object, node: ast.expr) -> bool:
    """Return whether it is a client, or is used as one elsewhere in the source."""
    if isinstance(owner, Client):
        return owner.service in {None, SERVICE}
    return owner is UNKNOWN and ast.dump(node) in walk.program.clients


def _exception_of_client(walk: Walk, node: ast.Attribute) -> object:
    kind = exception_class(node.attr)
    if kind is None:
        walk.compared.append(Compared("client.exceptions", node.attr, line_of(node)))
        raise walk.throw(AttributeError(f"client.exceptions has no {node.attr}"), node)
    return kind


def _member_of_exception(walk: Walk, error: BaseException, node: ast.Attribute) -> object:
    if node.attr == "__class__":
        return type(error)
    if node.attr == "args" and walk.is_answer(error):
        return (text_of(walk, error),)
    return member_of_error(walk, error, [node.attr], node)


def _member_of_object(walk: Walk, owner: Instance | Class, node: ast.Attribute) -> object:
    if isinstance(owner, Instance) and node.attr in owner.attributes:
        return owner.attributes[node.attr]
    kind = owner.kind if isinstance(owner, Instance) else owner
    found = kind.find(node.attr)
    if found is None:
        return UNKNOWN
    if not isinstance(found, Function):
        # A base outside the source may change its members, as Enum does.
        return found if all(isinstance(base, Class) for base in kind.bases) else UNKNOWN
    if found.kind == "property":
        return walk.call(found, [owner], {}, node)
    if found.kind == "class":
        return Bound(found, kind)
    return Bound(found, owner) if isinstance(owner, Instance) and found.kind != "static" else found


@evaluate.register
def _call(node: ast.Call, walk: Walk, scope: Scope) -> object:
    if node in walk.program.sites:  # a paginator
        owner = walk.evaluate(node.func.value, scope)  # type: ignore[attr-defined] # it has one
        if _may_be_client(owner, "get_paginator"):
            return OperationCall(node)
        walk.denied = walk.denied or node is walk.site
        return UNKNOWN
    called = _called(walk, node, scope)
    given = _items(walk, node.args, scope)
    return call_value(walk, called, given, _named(walk, node, scope), node)


def _called(walk: Walk, node: ast.Call, scope: Scope) -> object:
    """Return what is called; for `paginate`, the pages of the operation."""
    func = node.func
    if isinstance(func, ast.Attribute) and func not in walk.program.sites:
        owner = walk.evaluate(func.value, scope)
        if isinstance(owner, OperationCall) and func.attr == "paginate":
            return owner
        return _member(walk, owner, func)
    return walk.evaluate(func, scope)


def _items(walk: Walk, nodes: Sequence[ast.expr], scope: Scope) -> list[object]:
    """Return the values of expressions; an unknown starred one stays ast.Starred."""
    values: list[object] = []
    for node in nodes:
        if not isinstance(node, ast.Starred):
            values.append(walk.evaluate(node, scope))
            continue
        value = walk.evaluate(node.value, scope)
        if isinstance(value, (list, tuple)):
            values += value
        else:
            values.append(node)
    return values


def _named(walk: Walk, node: ast.Call, scope: Scope) -> Named:
    named: Named = {}
    for keyword in node.keywords:
        value = walk.evaluate(keyword.value, scope)
        table = value if keyword.arg is None else {keyword.arg: value}
        if named is not None and isinstance(table, dict) and all(map(_is_text, table)):
            named |= table
        else:
            named = None
    return named


def _is_text(key: object) -> bool:
    return isinstance(key, str)


@evaluate.register
def _compare(node: ast.Compare, walk: Walk, scope: Scope) -> object:
    left = walk.evaluate(node.left, scope)
    answer: object = True
    for kind, right_node in zip(node.ops, node.comparators, strict=True):
        right = walk.evaluate(right_node, scope)
        one = data.compare(walk, kind, left, right, right_node)
        if one is False:
            return False
        answer = answer if one is True else one
        left = right
    return answer


@evaluate.register
def _bool_op(node: ast.BoolOp, walk: Walk, scope: Scope) -> object:
    value: object = None
    for each in node.values:
        value = walk.evaluate(each, scope)
        if walk.truth(value, each) is isinstance(node.op, ast.Or):
            # A decision about an unknown value must not be made again.
            return isinstance(node.op, ast.Or) if is_uncertain(value) else value
    return isinstance(node.op, ast.And) if is_uncertain(value) else value


@evaluate.register
def _unary_op(node: ast.UnaryOp, walk: Walk, scope: Scope) -> object:
    value = walk.evaluate(node.operand, scope)
    if isinstance(node.op, ast.Not):
        return UNKNOWN if is_uncertain(value) else not value
    if not isinstance(value, (int, float)):
        return UNKNOWN
    if isinstance(node.op, ast.USub):
        return -value
    return value if isinstance(node.op, ast.UAdd) else UNKNOWN


@evaluate.register
def _bin_op(node: ast.BinOp, walk: Walk, scope: Scope) -> object:
    left, right = walk.evaluate(node.left, scope), walk.evaluate(node.right, scope)
    return data.arithmetic(walk, node.op, left, right, node)


@evaluate.register
def _if_exp(node: ast.IfExp, walk: Walk, scope: Scope) -> object:
    chosen = walk.truth(walk.evaluate(node.test, scope), node.test)
    return walk.evaluate(node.body if chosen else node.orelse, scope)


@evaluate.register
def _named_expr(node: ast.NamedExpr, walk: Walk, scope: Scope) -> object:
    value = walk.evaluate(node.value, scope)
    data.assign(walk, node.target, value, scope)
    return value


@evaluate.register
def _subscript(node: ast.Subscript, walk: Walk, scope: Scope) -> object:
    table = walk.evaluate(node.value, scope)
    return data.look_up(walk, table, walk.evaluate(node.slice, scope), node)


_DISPLAYS: Final[dict[type[ast.expr], type]] = {ast.Tuple: tuple, ast.List: list, ast.Set: set}


@evaluate.register
def _display(node: ast.Tuple | ast.List | ast.Set, walk: Walk, scope: Scope) -> object:
    items = _items(walk, node.elts, scope)
    if any(isinstance(each, ast.Starred) for each in items):
        return UNKNOWN
    return data.natively(walk, node, _DISPLAYS[type(node)], items)


@evaluate.register
def _dict(node: ast.Dict, walk: Walk, scope: Scope) -> object:
    table: dict[object, object] = {}
    known = True
    for key_node, value_node in zip(node.keys, node.values, strict=True):
        key = UNKNOWN if key_node is None else walk.evaluate(key_node, scope)
        value = walk.evaluate(value_node, scope)
        if key_node is None and isinstance(value, dict):
            table |= value
        elif is_known(key):
            data.natively(walk, node, table.__setitem__, key, value)
        else:
            known = False
    return table if known else UNKNOWN


@evaluate.register
def _joined_str(node: ast.JoinedStr, walk: Walk, scope: Scope) -> object:
    parts = [walk.evaluate(each, scope) for each in node.values]
    if len(parts) == 1:
        return parts[0]
    if not all(isinstance(each, str) for each in parts):
        return UNKNOWN
    joined = "".join(map(str, parts))
    told = [each for each in parts if isinstance(each, ErrorText)]
    if not told:
        return joined
    return ErrorText.at(joined, "text" if told[0].place == "text" else "changed")


@evaluate.register
def _formatted_value(node: ast.FormattedValue, walk: Walk, scope: Scope) -> object:
    value = walk.evaluate(node.value, scope)
    return UNKNOWN if node.format_spec else text_of(walk, value)


@evaluate.register
def _lambda(node: ast.Lambda, walk: Walk, scope: Scope) -> object:
    return Function(node, scope, defaults(walk, node.args, scope))


def defaults(walk: Walk, parameters: ast.arguments, scope: Scope) -> dict[str, object]:
    """Return the default values of a function's parameters."""
    names = [each.arg for each in (*parameters.posonlyargs, *parameters.args)]
    pairs = zip(reversed(names), reversed(parameters.defaults), strict=False)
    found = {name: walk.evaluate(node, scope) for name, node in pairs}
    for each, node in zip(parameters.kwonlyargs, parameters.kw_defaults, strict=True):
        if node is not None:
            found[each.arg] = walk.evaluate(node, scope)
    return found


@evaluate.register
def _await(node: ast.Await, walk: Walk, scope: Scope) -> object:
    return walk.evaluate(node.value, scope)


@evaluate.register
def _yield(node: ast.Yield | ast.YieldFrom, walk: Walk, scope: Scope) -> object:
    value = None if node.value is None else walk.evaluate(node.value, scope)
    given = walk.each(value, node.value) if isinstance(node, ast.YieldFrom) else [value]
    for each in given:
        if scope.on_yield is not None:
            scope.on_yield(each)
    return UNKNOWN


@evaluate.register
def _comprehension(
    node: ast.ListComp | ast.SetComp | ast.GeneratorExp, walk: Walk, scope: Scope
) -> object:
    items: list[object] = []
    inner = Scope(scope)
    known = _rounds(
        walk, node.generators, inner, lambda: items.append(walk.evaluate(node.elt, inner))
    )
    if not known:
        return UNKNOWN
    return data.natively(walk, node, set, items) if isinstance(node, ast.SetComp) else items


@evaluate.register
def _dict_comp(node: ast.DictComp, walk: Walk, scope: Scope) -> object:
    table: dict[object, object] = {}
    inner = Scope(scope)

    def add() -> None:
        key, value = walk.evaluate(node.key, inner), walk.evaluate(node.value, inner)
        data.natively(walk, node, table.__setitem__, key, value)

    known = _rounds(walk, node.generators, inner, add)
    return table if known and is_known(list(table)) else UNKNOWN


def _rounds(
    walk: Walk, generators: Sequence[ast.comprehension], scope: Scope, do: Callable[[], None]
) -> bool:
    """Run the rounds of a comprehension; return whether all conditions are known."""
    if not generators:
        do()
        return True
    first, *others = generators
    items = walk.evaluate(first.iter, scope)
    known = isinstance(items, (str, list, tuple, set, frozenset, dict, range))
    for item in walk.each(items, first.iter):
        data.assign(walk, first.target, item, scope)
        conditions = [(walk.evaluate(each, scope), each) for each in first.ifs]
        known = known and not any(is_uncertain(value) for value, _ in conditions)
        if all(walk.truth(value, each) for value, each in conditions):
            known = _rounds(walk, others, scope, do) and known
    return known
