"""Records as plain values for JSON, and back with every type checked."""

from __future__ import annotations

from collections import deque
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, datetime
from functools import cache
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

__all__ = ["from_plain", "to_plain"]


def to_plain(value: Any) -> Any:
    """Return a record as plain values, without what has its default or isn't compared."""
    if is_dataclass(value):
        own = ((each, getattr(value, each.name)) for each in fields(value) if each.compare)
        return {each.name: to_plain(its) for each, its in own if not _is_default(each, its)}
    if isinstance(value, dict):
        return {key: to_plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | deque):
        return [to_plain(each) for each in value]
    return value.timestamp() if isinstance(value, datetime) else value


def _is_default(field: Any, value: object) -> bool:
    if field.default_factory is not MISSING:
        return not value
    return field.default is not MISSING and bool(value == field.default)


def from_plain(kind: Any, value: Any, place: str) -> Any:  # noqa: PLR0911 - one for each kind of type
    """Return the value of a type that `to_plain` has made plain.

    The type may be a dataclass or a named tuple, and contain others. If any part has another type,
    or is missing or unknown, a ValueError says so, and calls the value by its place.
    """
    origin, of = get_origin(kind), get_args(kind)
    if NoneType in of:
        return None if value is None else from_plain(of[0], value, place)
    if origin is dict:
        items = _typed(dict, value, place).items()
        return {key: from_plain(of[1], each, f"{place}.{key}") for key, each in items}
    if origin in (list, deque):
        items = enumerate(_typed(list, value, place))
        found = [from_plain(of[0], each, f"{place}[{number}]") for number, each in items]
        return found if origin is list else deque(found)
    if is_dataclass(kind):
        return _record(kind, _typed(dict, value, place), place)
    if hasattr(kind, "_fields"):
        if len(_typed(list, value, place)) != len(kind._fields):
            raise ValueError(f"{place} has {len(value)} values; expected {len(kind._fields)}")
        return _record(kind, dict(zip(kind._fields, value, strict=True)), place)
    if kind is datetime:
        try:
            return datetime.fromtimestamp(from_plain(float, value, place), UTC)
        except (OverflowError, OSError):
            raise ValueError(f"{place} is {value!r:.60}; expected a time") from None
    if kind is float and type(value) is int:
        return float(value)
    return _typed(kind, value, place)


def _typed(kind: type, value: Any, place: str) -> Any:
    if type(value) is not kind:
        raise ValueError(f"{place} is {value!r:.60}; expected {kind.__name__}")
    return value


@cache
def _types_of(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _record(kind: Any, given: dict[str, Any], place: str) -> Any:
    types = _types_of(kind)
    if unknown := given.keys() - types.keys():
        raise ValueError(f"{place} has an unknown field: {min(unknown)}")
    found = {name: from_plain(types[name], each, f"{place}.{name}") for name, each in given.items()}
    try:
        return kind(**found)
    except TypeError as error:  # a field is missing
        raise ValueError(f"{place}: {error}") from None
