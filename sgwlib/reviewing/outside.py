"""What is outside the source: Python's names, imported modules, and the objects of a function."""

from __future__ import annotations

import ast
import builtins
import importlib
import inspect
import linecache
import types
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from botocore.client import BaseClient
from botocore.exceptions import BotoCoreError, ClientError

from sgwlib.errors import ReviewError
from sgwlib.reviewing.program import SERVICE, Program, parse
from sgwlib.reviewing.values import UNKNOWN, Client, Module, Routine, names

if TYPE_CHECKING:
    from collections.abc import Callable

    from sgwlib.reviewing.program import Definition


# Imported here when the source does: they do nothing by that, and their exceptions are wanted.
_READ: Final = names(
    "asyncio boto3.exceptions botocore.exceptions builtins concurrent.futures contextlib "
    "http.client json logging os socket ssl subprocess sys time traceback urllib.error"
)
# Their functions have nothing to do with the errors that are reviewed.
_HARMLESS: Final = names(
    "asyncio collections contextlib datetime functools json logging math os os.path "
    "pathlib random sys tempfile threading time traceback typing warnings"
)
_CONTAINERS: Final = frozenset({dict, list, tuple, set, frozenset})


def member_of_module(module: str, name: str) -> object:
    """Return the member of a module: a class, a routine, or a module if it isn't known."""
    whole = f"{module}.{name}"
    if module in _READ:
        found = getattr(importlib.import_module(module), name, None)
        if _is_exception(found):
            return found
    if module == "builtins" and hasattr(builtins, name):
        return builtin(name)
    if whole in {"boto3.client", "boto3.resource"} or module in _HARMLESS:
        return Module(whole) if whole in _HARMLESS else Routine(whole)
    return Module(whole)


def builtin(name: str) -> object:
    """Return a builtin; raises KeyError."""
    found = vars(builtins)[name]
    return found if _is_exception(found) else Routine(name)


_SNIPPET: Final[dict[str, object]] = {
    "BotoCoreError": BotoCoreError,
    "ClientError": ClientError,
    "__name__": "__main__",
    "boto3": Module("boto3"),
    "botocore": Module("botocore"),
    "client": Client(SERVICE),
    "contextlib": Module("contextlib"),
    "suppress": Routine("contextlib.suppress"),
    "time": Module("time"),
}


def snippet_name(name: str) -> object:
    """Return the value of a name that a snippet uses without importing it.

    A piece of code is often shown without its imports.
    """
    return _SNIPPET[name] if name in _SNIPPET else builtin(name)


def value_of(found: object) -> object:
    """Return the value that stands for a live object."""
    if found is None or type(found) in {bool, int, float, bytes} or _is_exception(found):
        return found
    if isinstance(found, str):
        return str(found)  # a member of a StrEnum, too
    if isinstance(found, BaseClient):
        return Client(found.meta.service_model.service_name)
    if isinstance(found, types.ModuleType):
        return Module(found.__name__)
    return _container(found) if type(found) in _CONTAINERS else _function(found)


def _container(found: Any) -> object:
    if isinstance(found, dict):
        return {key: value_of(each) for key, each in found.items() if isinstance(key, (str, int))}
    return type(found)(map(value_of, found))


def _function(found: object) -> object:
    module, name = getattr(found, "__module__", None), getattr(found, "__name__", None)
    if isinstance(module, str) and isinstance(name, str) and callable(found):
        return member_of_module(module, name)
    return UNKNOWN


def _is_exception(found: object) -> bool:
    return isinstance(found, type) and issubclass(found, BaseException)


_MOST_FILES: Final = 100


def program_of(function: Callable[..., object]) -> tuple[str, Program, Definition]:
    """Return the file of a function, its program, and its definition there.

    The program is the function's file. In a notebook, where each cell is a file, it is its cell
    and those of the functions and classes that it uses.
    """
    plain = plain_function(function)
    names = names_around(plain)
    file = plain.__code__.co_filename
    trees = {file: _tree(file, plain)}
    waiting = [trees[file]]
    while waiting and len(trees) < _MOST_FILES:
        used = [each.id for each in ast.walk(waiting.pop()) if isinstance(each, ast.Name)]
        for name in used:
            helper = _function_of(names.get(name), plain.__module__)
            if helper is not None and helper.__code__.co_filename not in trees:
                tree = _tree(helper.__code__.co_filename, helper)
                trees[helper.__code__.co_filename] = tree
                waiting.append(tree)
    # The function's own file comes last, so that its names win.
    body = [statement for tree in reversed(trees.values()) for statement in tree.body]

    def lookup(name: str) -> object:
        return value_of(names[name]) if name in names else builtin(name)

    program = Program(ast.Module(body=body, type_ignores=[]), lookup)
    return file, program, _definition(trees[file], plain)


def plain_function(function: Callable[..., object]) -> types.FunctionType:
    """Return the function inside a method or a decorator that uses functools.wraps."""
    inner: Any = inspect.unwrap(function)
    inner = getattr(inner, "__func__", inner)
    if not isinstance(inner, types.FunctionType):
        reason = f"{function!r} is not a function with Python source, a source string or a Path"
        raise ReviewError("<source>", reason)
    return inner


def names_around(function: types.FunctionType) -> dict[str, Any]:
    """Return the names that a function can see."""
    names = dict(function.__globals__)
    cells = zip(function.__code__.co_freevars, function.__closure__ or (), strict=True)
    for name, cell in cells:
        with suppress(ValueError):  # not bound yet
            names[name] = cell.cell_contents
    return names


def _tree(file: str, function: types.FunctionType) -> ast.Module:
    lines = linecache.getlines(file, function.__globals__)
    if not lines:
        raise ReviewError(function.__name__, "its source is not available; pass it as a string")
    return parse("".join(lines), file)


def _definition(tree: ast.Module, function: types.FunctionType) -> Definition:
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
            if (node.name, first) == (function.__name__, function.__code__.co_firstlineno):
                return node
    reason = "its source has changed, or it is not a def; pass the source as a string"
    raise ReviewError(function.__name__, reason)


def _function_of(found: Any, module: str) -> types.FunctionType | None:
    """Return a function of a module, or the first method of one of its classes."""
    if getattr(found, "__module__", None) != module:
        return None
    inside = vars(found).values() if isinstance(found, type) else [inspect.unwrap(found)]
    return next((each for each in inside if isinstance(each, types.FunctionType)), None)
