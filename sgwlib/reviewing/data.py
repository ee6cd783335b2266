"""Operations on plain data, done as Python does them where nothing is large or unknown."""

from __future__ import annotations

import ast
import operator
from typing import TYPE_CHECKING, Any, Final

from sgwlib.reviewing.values import UNKNOWN, Module, Said, SaidNumber, is_known, names

if TYPE_CHECKING:
    from collections.abc import Callable

    from sgwlib.reviewing.walk import Walk

__all__ = ["arithmetic", "compare", "equal", "look_up", "method", "natively"]

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
    """Do what Python does; what it raises, the program would raise."""
    try:
        return do(*given)
    except (RecursionError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the program's
        raise walk.throw(error, node) from None


def method(walk: Walk, owner: object, name: str, given: list[object], node: ast.AST) -> object:
    """Call a method of plain data."""
    kind = next((each for each in _METHODS if isinstance(owner, each)), None)
    if kind is None or name not in _METHODS[kind]:
        return UNKNOWN
    if kind is dict and name in {"get", "pop"} and given:
        return _get(walk, owner, name, given, node)
    if name == "extend" and given:
        given = [_items(walk, given[0], node), *given[1:]]
    if not _is_small(owner) or not all(map(_is_small, given)):
        return UNKNOWN
    if name not in _STORING and not all(map(is_known, (owner, *given))):
        if name in _CHANGING:
            _cloud(owner)
        return UNKNOWN
    result = natively(walk, node, getattr(owner, name), *given)
    if isinstance(owner, Said):
        if isinstance(result, bool) and given:
            walk.saw(owner, None, node, same=result)
        return _changed(result)
    return list(result) if name in {"items", "keys", "values"} else result  # type: ignore[call-overload]


def _items(walk: Walk, value: object, node: ast.AST) -> object:
    """Return what a list is extended by: of what cannot be known, something that cannot either."""
    if is_known(value) or isinstance(value, _CONTAINERS):
        return value
    return [UNKNOWN] if value is UNKNOWN else list(walk.each(value, node))


def _cloud(owner: object) -> None:
    """Make all of a container unknown."""
    if isinstance(owner, list):
        owner[:] = [UNKNOWN]
    elif isinstance(owner, set):
        owner.clear()
        owner.add(UNKNOWN)
    elif isinstance(owner, dict):
        owner.clear()
        owner[UNKNOWN] = UNKNOWN


def _get(walk: Walk, table: Any, name: str, given: list[object], node: ast.AST) -> object:
    key, *other = given
    if not is_known(key):
        return UNKNOWN
    _look_among(walk, key, table, node)
    if _may_hold(table, key):
        return UNKNOWN
    return natively(walk, node, getattr(table, name), key, *other)


def look_up(walk: Walk, table: object, key: object, node: ast.AST) -> object:
    """Return ``table[key]``."""
    if not isinstance(table, (str, *_CONTAINERS)) or not (is_known(key) or isinstance(key, slice)):
        return UNKNOWN
    _look_among(walk, key, table, node)
    if _may_hold(table, key):
        return UNKNOWN
    found = natively(walk, node, operator.getitem, table, key)
    return _changed(found) if isinstance(table, Said) else found


def _may_hold(table: object, key: object) -> bool:
    return isinstance(table, dict) and UNKNOWN in table and key not in table


def _look_among(walk: Walk, key: object, table: object, node: ast.AST) -> None:
    """Keep that something the error says was looked for among the keys of a table."""
    if isinstance(key, Said) and isinstance(table, dict):
        for each in table:
            walk.saw(key, each, node, same=each == key)


def arithmetic(
    walk: Walk, kind: ast.operator, left: object, right: object, node: ast.AST
) -> object:
    """Return what an operator makes of two values."""
    do = _ARITHMETIC.get(type(kind))
    joined = isinstance(kind, ast.Add) and type(left) is type(right) and type(left) in {tuple, list}
    if do is None or not (joined or (is_known(left) and is_known(right))):
        return UNKNOWN
    if not (_is_small(left) and _is_small(right)) or _repeats(left, right, kind):
        return UNKNOWN
    result = natively(walk, node, do, left, right)
    if isinstance(left, Said) or isinstance(right, Said):
        return _changed(result)
    return result if _is_small(result) else UNKNOWN


def _repeats(left: object, right: object, kind: ast.operator) -> bool:
    """Say whether it may make something large, or fills in a text."""
    sized = isinstance(left, (str, bytes, *_CONTAINERS)) or isinstance(right, (str, bytes))
    sized = sized or isinstance(right, _CONTAINERS)
    return sized and isinstance(kind, (ast.Mult, ast.Mod))


def _is_small(value: object) -> bool:
    if isinstance(value, (int, float)):
        return abs(value) < _LARGEST_NUMBER
    return not isinstance(value, (str, bytes, *_CONTAINERS)) or len(value) <= _LARGEST


def _changed(result: object) -> object:
    """Return what was made of something that the error says."""
    if isinstance(result, str):
        return Said.at(result, "changed")
    return [_changed(each) for each in result] if isinstance(result, list) else result


def compare(walk: Walk, kind: ast.cmpop, left: object, right: object, node: ast.AST) -> object:
    """Return what a comparison says: a bool, or that it cannot be known."""
    if isinstance(kind, (ast.Eq, ast.NotEq)):
        return _inverted(equal(walk, left, right, node), isinstance(kind, ast.NotEq))
    if isinstance(kind, (ast.In, ast.NotIn)):
        return _inverted(_among(walk, left, right, node), isinstance(kind, ast.NotIn))
    if isinstance(kind, (ast.Is, ast.IsNot)):
        return _inverted(_identical(left, right), isinstance(kind, ast.IsNot))
    return _ordered(walk, kind, left, right, node)


def _inverted(value: object, invert: bool) -> object:  # noqa: FBT001 - which of two operators it is
    return not value if invert and isinstance(value, bool) else value


def equal(walk: Walk, left: object, right: object, node: ast.AST) -> object:
    """Return whether two values are equal."""
    if not (is_known(left) and is_known(right)):
        same_type = isinstance(left, type) and isinstance(right, type)
        return left is right if same_type else UNKNOWN
    same = natively(walk, node, operator.eq, left, right)
    walk.saw(left, right, node, same=bool(same))
    if isinstance(left, SaidNumber) or isinstance(right, SaidNumber):
        walk.matched, walk.looked = walk.matched or bool(same), walk.looked or not same
    return bool(same)


def _among(walk: Walk, item: object, container: object, node: ast.AST) -> object:
    if isinstance(container, str) and isinstance(item, str):
        found = str(item) in str(container)
        if isinstance(container, Said):
            walk.saw(container, item, node, same=found)
        return found
    if not isinstance(container, (range, *_CONTAINERS)) or not _is_comparable(item):
        return UNKNOWN
    if isinstance(container, range):
        return natively(walk, node, operator.contains, container, item)
    answers = [equal(walk, item, each, node) for each in container]
    if True in answers:
        return True
    return UNKNOWN if UNKNOWN in answers else False


def _is_comparable(item: object) -> bool:
    return is_known(item) or isinstance(item, type)


def _identical(left: object, right: object) -> object:
    unknown = (left, right)
    if any(each is UNKNOWN or isinstance(each, Module) for each in unknown):
        return UNKNOWN
    if any(isinstance(each, (str, int, float)) and not isinstance(each, bool) for each in unknown):
        both = is_known(left) and is_known(right)
        return False if both and None in unknown else UNKNOWN
    return left is right


def _ordered(walk: Walk, kind: ast.cmpop, left: object, right: object, node: ast.AST) -> object:
    if not (is_known(left) and is_known(right)):
        return UNKNOWN
    # Either answer of such a comparison is a reason for what follows.
    if isinstance(left, SaidNumber) or isinstance(right, SaidNumber):
        walk.matched = True
    return natively(walk, node, _ORDER[type(kind)], left, right)
