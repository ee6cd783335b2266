"""The state of a sandbox as JSON: read whole, or refused whole.

The records of :mod:`~sgwlib.simulation.sandbox.state` are the format. Fields with their default are
left out, so a file stays short.
"""

from __future__ import annotations

import json
from collections import deque
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, datetime
from functools import cache
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from sgwlib.errors import SandboxError
from sgwlib.simulation.sandbox.state import MOST_EVENTS, Account, Event, problems

FORMAT, VERSION = "sgwlib sandbox", 1
_DERIVED = {"due"}
"""Fields that other fields imply."""


def to_bytes(account: Account) -> bytes:
    """Return the state of an account as JSON, the same for the same state."""
    document = {"format": FORMAT, "version": VERSION, "account": _plain(account)}
    return json.dumps(document, indent=1).encode() + b"\n"


def from_bytes(content: bytes) -> Account:
    """Return the account of a JSON document.

    Raises
    ------
    SandboxError
        If it is no such document, or any part of it is damaged.
    """
    try:
        document = json.loads(content, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise SandboxError(f"not JSON: {error}") from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise SandboxError("not the state of a sandbox, as Sandbox.save writes it")
    if document.get("version") != VERSION:
        raise SandboxError(f"version {document.get('version')!r}; expected {VERSION}")
    account: Account = _read(Account, document.get("account"), "account")
    wrong = next(problems(account), None)
    if wrong:
        raise SandboxError(f"contradicts itself: {wrong}")
    for volume in account.volumes.values():
        if volume.schedule:
            account.due.append((volume.schedule.next_run, volume.arn))
    account.due.sort()  # a sorted list is a heap
    return account


def _refuse(name: str) -> float:
    """Refuse NaN and Infinity, which Python reads although JSON does not have them."""
    raise ValueError(f"{name} is no number")


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {
            each.name: _plain(own)
            for each in fields(value)
            if each.name not in _DERIVED and not _is_default(each, own := getattr(value, each.name))
        }
    if isinstance(value, Event):
        return [value.time.timestamp(), *value[1:]]
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | deque):
        return [_plain(each) for each in value]
    return value


def _is_default(field: Any, value: object) -> bool:
    if field.default_factory is not MISSING:
        return not value
    return bool(field.default is not MISSING and value == field.default)


@cache
def _types_of(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _read(kind: Any, value: Any, place: str) -> Any:
    """Return a value as its type, or refuse it."""
    origin, of = get_origin(kind), get_args(kind)
    if is_dataclass(kind):
        return _record(kind, value, place)
    if kind is Event:
        time, what, outcome, why = _typed(list, value, place, length=4)
        try:
            moment = datetime.fromtimestamp(_read(float, time, place), UTC)
        except (ValueError, OverflowError, OSError):
            raise SandboxError(f"{place} has no possible time: {time!r:.60}") from None
        return Event(moment, *(_read(str, each, place) for each in (what, outcome, why)))
    if origin is dict:
        items = _typed(dict, value, place).items()
        return {key: _read(of[1], each, f"{place}.{key}") for key, each in items}
    if origin in (list, deque):
        found = [
            _read(of[0], each, f"{place}[{n}]") for n, each in enumerate(_typed(list, value, place))
        ]
        return found if origin is list else deque(found, maxlen=MOST_EVENTS)
    if NoneType in of:
        return None if value is None else _read(of[0], value, place)
    if kind is float and type(value) is int:
        return float(value)
    return _typed(kind, value, place)


def _typed(kind: type, value: Any, place: str, length: int | None = None) -> Any:
    if type(value) is not kind or (length is not None and len(value) != length):
        raise SandboxError(f"{place} is {value!r:.60}; expected {kind.__name__}")
    return value


def _record(kind: Any, value: Any, place: str) -> Any:
    types = _types_of(kind)
    given = _typed(dict, value, place)
    for name in given:
        if name not in types or name in _DERIVED:
            raise SandboxError(f"{place} has an unknown field {name!r}")
    try:
        return kind(
            **{name: _read(types[name], each, f"{place}.{name}") for name, each in given.items()}
        )
    except TypeError as error:
        raise SandboxError(f"{place}: {error}") from None  # a field is missing
