"""Operations on plain data and assignments, done as Python does them.

What is large or unknown gives `UNKNOWN`.
"""

from __future__ import annotations

import ast
import operator
from typing import TYPE_CHECKING, Any, Final

from sgwlib.reviewing.values import (
    UNKNOWN,
    ErrorStatus,
    ErrorText,
    Instance,
    is_known,
    is_uncertain,
    names,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sgwlib.reviewing.values import Scope
    from sgwlib.reviewing.walk import Walk


_LARGEST: Final = 10_000
_LARGEST_NUMBER: Final = 2**62
_TEXT_METHODS: Final = names(
    "lower upper casefold strip lstrip rstrip startswith endswith removeprefix removesuffix split "
    "rsplit splitlines partition rpartition title capitalize swapcase find rfind count index "
    "isalpha isdigit isdecimal isupper islower isspace isidentifier encode __contains__"
)
_METHODS: Final[dict[type, frozenset[str]]] = {
    str: _TEXT_METHODS,
    dict: names("get items keys values copy pop setdefault update clear"),
    list: names("append extend insert remove pop clear index count copy reverse"),
    tuple: names("index count"),
    set: names(
        "add discard remove clear copy union intersection difference issubset issuperset "
        "isdisjoint update"
    ),
    frozenset: names("copy union intersection difference issubset isdisjoint"),
}
# What these do and give is the same, whatever is stored.
_STORING: Final = names("add append extend insert items keys values copy clear")
_CHANGING: Final = names("discard pop remove reverse setdefault update")
_CONTAINERS: Final = (dict, list, tuple, set, frozenset)
_ARITHMETIC: Final[dict[type[ast.operator], Callable[[Any, Any], object]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.BitOr: operator.or_,
    ast.BitAnd: operator.and_,
}
_ORDER: Final[dict[type[ast.cmpop], Callable[[Any, Any], object]]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


def natively(walk: Walk, node: ast.AST, do: Callable[..., Any], *given: object) -> object:
    """Do what Python does, and turn its exception into the program's."""
    try:
        return do(*given)
    except (RecursionError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - the program would raise it
        raise walk.throw(error, node) from None


def method(walk: Walk, owner: object, name: str, given: list[object], node: ast.AST) -> object:
    """Call a method of plain data."""
    kind = next((each for each in _METHODS if isinstance(owner, each)), None)
    if kind is None or name not in _METHODS[kind]:
        return UNKNOWN
    if kind is dict and name in {"get", "pop"} and given:
        key, *other = given
        return look_up(walk, owner, key, node, getattr(dict, name), *other)
    if name == "extend" and given:
        given = [_items(walk, given[0], node), *given[1:]]
    if not _is_small(owner) or not all(map(_is_small, given)):
        return UNKNOWN
    if name not in _STORING and not all(map(is_known, (owner, *given))):
        if name in _CHANGING:
            _cloud(owner)
        return UNKNOWN
    result = natively(walk, node, getattr(owner, name), *given)
    if isinstance(owner, ErrorText):
        if isinstance(result, bool) and given:
            walk.saw(owner, None, node, same=result)
        return _changed(result)
    return list(result) if name in {"items", "keys", "values"} else result  # type: ignore[call-overload]


def _items(walk: Walk, value: object, node: ast.AST) -> object:
    """Return what extends a list; for an unknown value, one unknown item."""
    if is_known(value) or isinstance(value, _CONTAINERS):
        return value
    return [UNKNOWN] if value is UNKNOWN else list(walk.each(value, node))


def _cloud(owner: object) -> None:
    """Make the content of a container unknown."""
    if isinstance(owner, list):
        owner[:] = [UNKNOWN]
    elif isinstance(owner, set):
        owner.clear()
        owner.add(UNKNOWN)
    elif isinstance(owner, dict):
        owner.clear()
        owner[UNKNOWN] = UNKNOWN


def look_up(
    walk: Walk,
    table: object,
    key: object,
    node: ast.AST,
    do: Callable[..., object] = operator.getitem,
    *other: object,
) -> object:
    """Return ``table[key]``, or what a method such as ``dict.get`` finds."""
    if not isinstance(table, (str, *_CONTAINERS)) or not is_known(key):
        return UNKNOWN
    if isinstance(table, dict):
        for each in table if isinstance(key, ErrorText) else ():
            walk.saw(key, each, node, same=each == key)
        if UNKNOWN in table and key not in table:
            return UNKNOWN
    found = natively(walk, node, do, table, key, *other)
    return _changed(found) if isinstance(table, ErrorText) else found


def arithmetic(
    walk: Walk, kind: ast.operator, left: object, right: object, node: ast.AST
) -> object:
    """Return the result of an operator."""
    do = _ARITHMETIC.get(type(kind))
    joined = isinstance(kind, ast.Add) and type(left) is type(right) and type(left) in {tuple, list}
    if do is None or not (joined or (is_known(left) and is_known(right))):
        return UNKNOWN
    # A repeated string or list may be large, and a filled-in string is unknown.
    sized = any(isinstance(each, (str, bytes, *_CONTAINERS)) for each in (left, right))
    repeats = sized and isinstance(kind, (ast.Mult, ast.Mod))
    if repeats or not (_is_small(left) and _is_small(right)):
        return UNKNOWN
    result = natively(walk, node, do, left, right)
    if isinstance(left, ErrorText) or isinstance(right, ErrorText):
        return _changed(result)
    return result if _is_small(result) else UNKNOWN


def _is_small(value: object) -> bool:
    if isinstance(value, (int, float)):
        return abs(value) < _LARGEST_NUMBER
    return not isinstance(value, (str, bytes, *_CONTAINERS)) or len(value) <= _LARGEST


def _changed(result: object) -> object:
    """Mark strings that were made from something in the error."""
    if isinstance(result, str):
        return ErrorText.at(result, "changed")
    return [_changed(each) for each in result] if isinstance(result, list) else result


def compare(walk: Walk, kind: ast.cmpop, left: object, right: object, node: ast.AST) -> object:
    """Return the result of a comparison: a bool or UNKNOWN."""
    if isinstance(kind, (ast.Eq, ast.NotEq)):
        answer = equal(walk, left, right, node)
    elif isinstance(kind, (ast.In, ast.NotIn)):
        answer = _among(walk, left, right, node)
    elif isinstance(kind, (ast.Is, ast.IsNot)):
        answer = _identical(left, right)
    else:
        answer = _ordered(walk, kind, left, right, node)
    negated = isinstance(kind, (ast.NotEq, ast.NotIn, ast.IsNot))
    return not answer if negated and isinstance(answer, bool) else answer


def equal(walk: Walk, left: object, right: object, node: ast.AST) -> object:
    """Return whether two values are equal."""
    if not (is_known(left) and is_known(right)):
        same_type = isinstance(left, type) and isinstance(right, type)
        return left is right if same_type else UNKNOWN
    same = natively(walk, node, operator.eq, left, right)
    walk.saw(left, right, node, same=bool(same))
    if isinstance(left, ErrorStatus) or isinstance(right, ErrorStatus):
        walk.matched, walk.looked = walk.matched or bool(same), walk.looked or not same
    return bool(same)


def _among(walk: Walk, item: object, container: object, node: ast.AST) -> object:
    if isinstance(container, str) and isinstance(item, str):
        found = str(item) in str(container)
        if isinstance(container, ErrorText):
            walk.saw(container, item, node, same=found)
        return found
    if not isinstance(container, (range, *_CONTAINERS)):
        return UNKNOWN
    if not is_known(item) and not isinstance(item, type):
        return UNKNOWN
    if isinstance(container, range):
        return natively(walk, node, operator.contains, container, item)
    answers = [equal(walk, item, each, node) for each in container]
    if True in answers:
        return True
    return UNKNOWN if UNKNOWN in answers else False


def _identical(left: object, right: object) -> object:
    both = (left, right)
    if any(map(is_uncertain, both)):
        return UNKNOWN
    if any(isinstance(each, (str, int, float)) and not isinstance(each, bool) for each in both):
        return False if all(map(is_known, both)) and None in both else UNKNOWN
    return left is right


def _ordered(walk: Walk, kind: ast.cmpop, left: object, right: object, node: ast.AST) -> object:
    if not (is_known(left) and is_known(right)):
        return UNKNOWN
    # Whichever way it goes, the code reacts to the status.
    if isinstance(left, ErrorStatus) or isinstance(right, ErrorStatus):
        walk.matched = True
    return natively(walk, node, _ORDER[type(kind)], left, right)


def assign(walk: Walk, target: ast.expr, value: object, scope: Scope) -> None:
    """Assign a value to a target."""
    if isinstance(target, ast.Name):
        scope.set(target.id, value)
    elif isinstance(target, ast.Starred):
        assign(walk, target.value, UNKNOWN, scope)
    elif isinstance(target, (ast.Tuple, ast.List)):
        for each, item in zip(target.elts, _unpacked(value, target.elts), strict=True):
            assign(walk, each, item, scope)
    elif isinstance(target, ast.Attribute):
        _set_attribute(walk, target, value, scope)
    elif isinstance(target, ast.Subscript):
        _set_item(walk, target, value, scope)


def _set_attribute(walk: Walk, target: ast.Attribute, value: object, scope: Scope) -> None:
    owner = walk.evaluate(target.value, scope)
    if isinstance(owner, Instance):
        owner.attributes[target.attr] = value
    elif isinstance(owner, BaseException):
        natively(walk, target, setattr, owner, target.attr, value)


def _set_item(walk: Walk, target: ast.Subscript, value: object, scope: Scope) -> None:
    table = walk.evaluate(target.value, scope)
    key = walk.evaluate(target.slice, scope)
    if not isinstance(table, (dict, list)):
        return
    if key is UNKNOWN and isinstance(table, list):
        table[:] = [UNKNOWN] * len(table)  # any item may have changed
    else:
        natively(walk, target, operator.setitem, table, key, value)


def _unpacked(value: object, targets: list[ast.expr]) -> list[object]:
    starred = any(isinstance(each, ast.Starred) for each in targets)
    if isinstance(value, (tuple, list)) and not starred and len(value) == len(targets):
        return list(value)
    return [UNKNOWN] * len(targets)


def forget(statements: Iterable[ast.AST], scope: Scope) -> None:
    """Make all names that some statements bind unknown."""
    for statement in statements:
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
                scope.set(node.id, UNKNOWN)
            elif isinstance(node, ast.alias):
                scope.set((node.asname or node.name).partition(".")[0], UNKNOWN)
