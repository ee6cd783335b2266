"""The input of a call held against botocore's model, as the service holds it against its own.

Wrong types end in SerializationException; members that are missing or outside their bounds are all
named in one ValidationException.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from functools import cache
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any, NamedTuple

from sgwlib.simulation.api import api_model
from sgwlib.simulation.endpoint.requests import RejectedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["python_pattern", "read_input", "validate"]

_MOST_ERRORS = 10
"""Are told in one answer, so that a hostile input makes no endless one."""
_LONGEST_VALUE = 1000
"""Characters of a value that are told back, for the same reason."""
_LONGEST_MATCHED = 2048
"""Matched where the model names no longest length; no pattern without one allows a longer value."""

_NOT_NULL = "Member must not be null"
_INTEGERS = {"integer": 1 << 31, "long": 1 << 63}
_JAVA = {
    "string": "a String",
    "integer": "an Integer",
    "long": "a Long",
    "boolean": "a Boolean",
    "float": "a Float",
    "double": "a Double",
    "timestamp": "a Date",
    "blob": "a ByteBuffer",
}


# --- from bytes to types --------------------------------------------------------------------


def read_input(body: bytes) -> dict[str, Any]:
    """Read the body of a call.

    Raises
    ------
    RejectedError
        SerializationException, if it is no JSON object.

    Examples
    --------
    >>> read_input(b'{"Limit": 5}')
    {'Limit': 5}
    """
    try:
        value = json.loads(body.decode(), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise RejectedError("SerializationException") from None
    if not isinstance(value, dict):
        raise RejectedError("SerializationException")
    return value


def _no_constant(name: str) -> float:
    """Refuse NaN and Infinity, which Python reads and JSON does not have."""
    raise ValueError(name)


def validate(operation: str, value: dict[str, Any]) -> None:
    """Hold the input of a call against the model.

    Parameters
    ----------
    operation
        Name of an operation of today's API.
    value
        What :func:`read_input` has read.

    Raises
    ------
    RejectedError
        SerializationException for the first member of a wrong type, ValidationException
        for all members that break a constraint.

    Examples
    --------
    >>> try:
    ...     validate("ListVolumes", {"GatewayARN": "fake_gateway"})
    ... except RejectedError as rejected:
    ...     print(rejected.message)  # doctest: +NORMALIZE_WHITESPACE
    1 validation error detected: Value 'fake_gateway' at 'gatewayARN' failed to satisfy
    constraint: Member must have length greater than or equal to 50
    """
    shape = api_model().operation_model(operation).input_shape
    if shape is None:
        return
    _check_type(shape, value)
    errors = list(islice(_broken(shape, value, ""), _MOST_ERRORS))
    if errors:
        noun = "error" if len(errors) == 1 else "errors"
        raise RejectedError(
            "ValidationException",
            f"{len(errors)} validation {noun} detected: {'; '.join(errors)}",
        )


def _check_type(shape: Any, value: object) -> None:
    """Raise for a value of another type than its shape's; null is as good as absent."""
    if value is None:
        return
    kind = shape.type_name
    if isinstance(value, dict):
        _expect(kind in ("structure", "map"), "Start of structure or map found where not expected.")
        for name, member in _members(shape, value):
            _check_type(member, value[name])
    elif isinstance(value, list):
        _expect(kind == "list", "Start of list found where not expected")
        for each in value:
            _check_type(shape.member, each)
    else:
        _expect(kind in _JAVA, "Unexpected field type")
        token = _token(kind, value)
        _expect(token is None, f"{token} can not be converted to {_JAVA[kind]}")


def _members(shape: Any, value: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the members that are given, with their shapes; others are ignored, as on AWS."""
    if shape.type_name == "map":
        yield from ((name, shape.value) for name in value)
    else:
        yield from ((name, each) for name, each in shape.members.items() if name in value)


def _token(kind: str, value: object) -> str | None:
    """Return how the service's parser calls a value that is not of a kind; None if it is."""
    if isinstance(value, bool):
        return None if kind == "boolean" else f"{str(value).upper()}_VALUE"
    if isinstance(value, str):
        return None if kind in ("string", "blob", "timestamp") else "STRING_VALUE"
    if kind in ("float", "double", "timestamp"):
        return None
    if isinstance(value, float):
        return "DECIMAL_VALUE"
    bound = _INTEGERS.get(kind, 0)
    return None if isinstance(value, int) and -bound <= value < bound else "NUMBER_VALUE"


def _expect(condition: bool, message: str) -> None:  # noqa: FBT001 - reads like assert
    if not condition:
        raise RejectedError("SerializationException", message)


# --- from types to constraints --------------------------------------------------------------


class _Constraint(NamedTuple):
    """A bound of one shape."""

    text: str
    holds: Callable[[Any], bool]


def _broken(shape: Any, value: Any, path: str) -> Iterator[str]:
    """Yield what a value breaks, in the model's order."""
    for constraint in _constraints(shape):
        if not constraint.holds(value):
            yield _sentence(shape, value, path, constraint.text)
    if shape.type_name == "structure":
        yield from _broken_members(shape, value, path)
    elif shape.type_name == "list":
        yield from _broken_elements(shape, value, path)


def _broken_members(shape: Any, value: dict[str, Any], path: str) -> Iterator[str]:
    for name, member in shape.members.items():
        # As a Java bean has it: the first letter small, whatever the second is.
        inner = f"{path}.{name[:1].lower()}{name[1:]}".lstrip(".")
        if value.get(name) is not None:
            yield from _broken(member, value[name], inner)
        elif name in shape.required_members:
            yield _sentence(member, None, inner, _NOT_NULL)


def _broken_elements(shape: Any, value: list[Any], path: str) -> Iterator[str]:
    constraints = _constraints(shape.member)
    if shape.member.type_name in ("structure", "list"):
        for number, each in enumerate(value, 1):
            inner = f"{path}.{number}.member"
            if each is None:
                yield _sentence(shape.member, None, inner, _NOT_NULL)
            else:
                yield from _broken(shape.member, each, inner)
    elif None in value:
        yield _sentence(shape, value, path, f"Member must satisfy constraint: [{_NOT_NULL}]")
    elif not all(constraint.holds(each) for constraint in constraints for each in value):
        every = ", ".join(constraint.text for constraint in constraints)
        yield _sentence(shape, value, path, f"Member must satisfy constraint: [{every}]")


def _sentence(shape: Any, value: object, path: str, constraint: str) -> str:
    told = "Value" if value is not None and _is_sensitive(shape) else f"Value {_told(value)}"
    return f"{told} at '{path}' failed to satisfy constraint: {constraint}"


def _is_sensitive(shape: Any) -> bool:
    """Say whether a value must not be told back, or may hold such a one."""
    inner = shape.member if shape.type_name == "list" else shape
    return bool(inner.metadata.get("sensitive")) or inner.type_name == "structure"


def _told(value: object) -> str:
    if value is None:
        return "null"
    text = f"[{', '.join(map(_java, value))}]" if isinstance(value, list) else str(value)
    return f"'{text[:_LONGEST_VALUE]}…'" if len(text) > _LONGEST_VALUE else f"'{text}'"


def _java(value: object) -> str:
    return "null" if value is None else str(value)


def _constraints(shape: Any) -> tuple[_Constraint, ...]:
    meta = shape.metadata
    return _bounds(
        shape.type_name,
        meta.get("min"),
        meta.get("max"),
        meta.get("pattern"),
        tuple(meta.get("enum", ())),
    )


@cache
def _bounds(
    kind: str, least: float | None, most: float | None, pattern: str | None, enum: tuple[str, ...]
) -> tuple[_Constraint, ...]:
    measured = kind in ("string", "list", "blob", "map")
    size: Callable[[Any], float] = len if measured else lambda value: value
    what = "length" if measured else "value"
    found = []
    if most is not None:
        text = f"Member must have {what} less than or equal to {most}"
        found.append(_Constraint(text, lambda value: size(value) <= most))
    if least is not None:
        text = f"Member must have {what} greater than or equal to {least}"
        found.append(_Constraint(text, lambda value: size(value) >= least))
    if pattern is not None:
        text = f"Member must satisfy regular expression pattern: {pattern}"
        found.append(_Constraint(text, _matcher(pattern, most)))
    if enum:
        text = f"Member must satisfy enum value set: [{', '.join(enum)}]"
        found.append(_Constraint(text, lambda value: value in enum))
    return tuple(found)


def _matcher(pattern: str, most: float | None) -> Callable[[str], bool]:
    """Return what matches a value; never a long one, for some patterns take length squared."""
    expression = re.compile(python_pattern(pattern), re.ASCII)

    def matches(value: str) -> bool:
        if most is not None and len(value) > most:
            return True  # it is told already that it is too long
        return len(value) <= (most or _LONGEST_MATCHED) and bool(expression.fullmatch(value))

    return matches


# --- patterns -------------------------------------------------------------------------------


def python_pattern(pattern: str) -> str:
    r"""Write a pattern of the model, which is Java's, as Python's.

    Examples
    --------
    >>> python_pattern(r"\Asnap-([0-9A-Fa-f]{8})\z")
    '\\Asnap-([0-9A-Fa-f]{8})\\Z'
    """
    pattern = re.sub(r"\\p\{(\w)\}", lambda found: _category(found[1]), pattern)
    return pattern.replace(r"\z", r"\Z")


@cache
def _category(letter: str) -> str:
    """Return the ranges of a category of Unicode, such as all letters, for within brackets."""
    numbered = enumerate(
        point
        for point in range(sys.maxunicode + 1)
        if unicodedata.category(chr(point)).startswith(letter)
    )
    runs = [
        [point for _, point in run] for _, run in groupby(numbered, lambda each: each[1] - each[0])
    ]
    return "".join(f"{chr(run[0])}-{chr(run[-1])}" for run in runs)
