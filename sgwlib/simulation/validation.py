"""Check the input of a call against botocore's model, as the service checks it against its own.

A wrong type ends in SerializationException. Members that are missing or break a constraint are all
named in one ValidationException.
"""

from __future__ import annotations

import json
import re
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from sgwlib.simulation.api import api_model
from sgwlib.simulation.general import ServiceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_MOST_ERRORS = 10
"""Errors named in one answer, so that a hostile input cannot make it endless."""
_LONGEST_VALUE = 1000
"""Characters of a value that the answer repeats, for the same reason."""
_LONGEST_MATCHED = 2048
"""Longest value to match where the model sets no maximum. No such pattern allows a longer one."""

# Categories of Unicode, which Python's patterns lack. \w is all letters, all numbers and "_", which
# the model's one pattern with categories allows, too.
_CATEGORIES = {
    "L": r"\w",
    "N": r"\w",
    "Z": r" \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000",
}

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
    """Read the body of a call, or raise SerializationException if it is not a JSON object."""
    try:
        value = json.loads(body.decode(), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise ServiceError("SerializationException")
    return value


def known_input(operation: str, body: bytes, *, any_form: str) -> dict[str, Any]:
    """Return the valid input of a call without what is null or unknown.

    Of the member `any_form`, only the type and the length are checked.
    """
    given = read_input(body)
    lenient = {any_form: "x" * len(given[any_form])} if isinstance(given.get(any_form), str) else {}
    validate(operation, given | lenient)
    shape: Any = api_model().operation_model(operation).input_shape
    members = shape.members if shape else ()
    return {name: given[name] for name in members if given.get(name) is not None}


def _refuse_constant(name: str) -> float:
    """Refuse NaN and Infinity, which Python reads although JSON does not have them."""
    raise ValueError(name)


def validate(operation: str, value: dict[str, Any]) -> None:
    """Check the input of a call against the model, and raise the exception it ends in."""
    shape = api_model().operation_model(operation).input_shape
    if shape is None:
        return
    _check_type(shape, value)
    errors = list(islice(_broken(shape, value, ""), _MOST_ERRORS))
    if errors:
        noun = "error" if len(errors) == 1 else "errors"
        message = f"{len(errors)} validation {noun} detected: {'; '.join(errors)}"
        raise ServiceError("ValidationException", message)


def _check_type(shape: Any, value: object) -> None:
    """Raise if a value has another type than its shape. Null counts as absent."""
    if value is None:
        return
    kind = shape.type_name
    if isinstance(value, dict):
        _expect(kind in ("structure", "map"), "Start of structure or map found where not expected.")
        members = shape.members if kind == "structure" else dict.fromkeys(value, shape.value)
        for name, member in members.items():  # AWS ignores unknown ones, too
            _check_type(member, value.get(name))
    elif isinstance(value, list):
        _expect(kind == "list", "Start of list found where not expected")
        for each in value:
            _check_type(shape.member, each)
    else:
        _expect(kind in _JAVA, "Unexpected field type")
        token = _token(kind, value)
        _expect(token is None, f"{token} can not be converted to {_JAVA[kind]}")


def _token(kind: str, value: object) -> str | None:
    """Return the parser's word for a value of a wrong type; None if the type is right."""
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
        raise ServiceError("SerializationException", message)


# --- from types to constraints --------------------------------------------------------------


class _Constraint(NamedTuple):
    """One constraint of a shape."""

    text: str
    holds: Callable[[Any], bool]


def _broken(shape: Any, value: Any, path: str) -> Iterator[str]:
    """Yield a sentence for each constraint that a value breaks, in the model's order."""
    for constraint in _constraints(shape):
        if not constraint.holds(value):
            yield _sentence(shape, value, path, constraint.text)
    if shape.type_name == "structure":
        yield from _broken_members(shape, value, path)
    elif shape.type_name == "list":
        yield from _broken_elements(shape, value, path)


def _broken_members(shape: Any, value: dict[str, Any], path: str) -> Iterator[str]:
    for name, member in shape.members.items():
        # As in a Java bean, the first letter is small.
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
    shown = "Value" if value is not None and _is_sensitive(shape) else f"Value {_shown(value)}"
    return f"{shown} at '{path}' failed to satisfy constraint: {constraint}"


def _is_sensitive(shape: Any) -> bool:
    """Say whether the answer must not repeat a value, because it is or may hold a secret."""
    inner = shape.member if shape.type_name == "list" else shape
    return bool(inner.metadata.get("sensitive")) or inner.type_name == "structure"


def _shown(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, list):
        text = f"[{', '.join('null' if each is None else str(each) for each in value)}]"
    else:
        text = str(value)
    return f"'{text[:_LONGEST_VALUE]}…'" if len(text) > _LONGEST_VALUE else f"'{text}'"


@cache  # the model has one object for each shape
def _constraints(shape: Any) -> tuple[_Constraint, ...]:
    least, most, pattern, enum = map(shape.metadata.get, ("min", "max", "pattern", "enum"))
    measured = shape.type_name in ("string", "list", "blob", "map")
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
    """Return what matches a value, but never a long one: some patterns take quadratic time."""
    expression = python_pattern(pattern)

    def matches(value: str) -> bool:
        if len(value) > (most or _LONGEST_MATCHED):
            return most is not None  # then the answer already says that it is too long
        return bool(expression.fullmatch(value))

    return matches


def python_pattern(pattern: str) -> re.Pattern[str]:
    """Compile a pattern of the model, which is Java's: its classes are ASCII, its ends others."""
    if r"\p" not in pattern:
        return re.compile(pattern.replace(r"\z", r"\Z"), re.ASCII)
    for category, characters in _CATEGORIES.items():
        pattern = pattern.replace(rf"\p{{{category}}}", characters)
    return re.compile(pattern)
