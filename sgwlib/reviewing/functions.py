"""The source of a function that is there, with the helpers that it uses."""

from __future__ import annotations

import ast
import inspect
import types
from typing import TYPE_CHECKING, Any, Final

from sgwlib.errors import ReviewError
from sgwlib.reviewing.outside import builtin, value_of
from sgwlib.reviewing.program import Program, parse

if TYPE_CHECKING:
    from collections.abc import Callable

    from sgwlib.reviewing.program import Definition

__all__ = ["names_around", "plain_function", "program_of"]

_MOST_HELPERS: Final = 100
_DEFINITIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def program_of(function: Callable[..., object]) -> tuple[str, Program, Definition]:
    """Return the name of a function's file, its program, and its definition there.

    The program has the function, and all functions and classes of its module that it uses, each
    with the lines that it has in its file.

    Raises
    ------
    ReviewError
        If its source is not to be found.
    """
    plain = plain_function(function)
    names = names_around(plain)
    first = _definition(plain)
    if not isinstance(first, (ast.FunctionDef, ast.AsyncFunctionDef)):
        raise ReviewError(_name(plain), "expected a function made with def; or give its source")
    found: dict[str, ast.stmt] = {plain.__name__: first}
    waiting = [first]
    while waiting and len(found) < _MOST_HELPERS:
        for name in _used(waiting.pop()):
            helper = names.get(name)
            if name not in found and _is_of_module(helper, plain.__module__):
                definition = _definition(helper)
                if definition is not None and definition.name == name:
                    found[name] = definition
                    waiting.append(definition)
    body = [*list(found.values())[1:], first]
    tree = ast.Module(body=body, type_ignores=[])

    def lookup(name: str) -> object:
        return value_of(names[name]) if name in names else builtin(name)

    file = inspect.getsourcefile(plain) or "<source>"
    return file, Program(tree, lookup), first


def plain_function(function: Callable[..., object]) -> types.FunctionType:
    """Return the function within a method and within well-behaved decorators."""
    inner: Any = inspect.unwrap(function)
    inner = getattr(inner, "__func__", inner)
    if not isinstance(inner, types.FunctionType):
        reason = f"{function!r} is neither a function with a source in Python, nor a text or a Path"
        raise ReviewError("<source>", reason)
    return inner


def names_around(function: types.FunctionType) -> dict[str, Any]:
    """Return the global names of a function, and those of the functions around it."""
    names = dict(function.__globals__)
    cells = zip(function.__code__.co_freevars, function.__closure__ or (), strict=True)
    for name, cell in cells:
        try:
            names[name] = cell.cell_contents
        except ValueError:  # not bound yet
            continue
    return names


def _definition(found: Any) -> Any:
    try:
        lines, start = inspect.getsourcelines(found)
    except (OSError, TypeError):
        raise ReviewError(
            _name(found), "the source is not to be found; give it as a text"
        ) from None
    text = "".join(lines)
    indented = text[:1].isspace()
    tree = parse(f"if True:\n{text}" if indented else text, _name(found))
    body = tree.body[0].body if indented else tree.body  # type: ignore[attr-defined] # the if has
    ast.increment_lineno(tree, start - (2 if indented else 1))
    return body[0] if isinstance(body[0], _DEFINITIONS) else None


def _name(found: Any) -> str:
    return str(getattr(found, "__name__", found))


def _used(node: ast.AST) -> list[str]:
    return [each.id for each in ast.walk(node) if isinstance(each, ast.Name)]


def _is_of_module(found: object, module: str) -> bool:
    """Say whether it is a function or a class of a module, and none of an exception."""
    if isinstance(found, type):
        return found.__module__ == module and not issubclass(found, BaseException)
    found = inspect.unwrap(found) if callable(found) else found
    return isinstance(found, types.FunctionType) and found.__module__ == module
