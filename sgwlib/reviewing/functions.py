"""The source of a function that is there, with the helpers that it uses."""

from __future__ import annotations

import ast
import inspect
import linecache
import types
from typing import TYPE_CHECKING, Any, Final

from sgwlib.errors import ReviewError
from sgwlib.reviewing.outside import builtin, value_of
from sgwlib.reviewing.program import Program, parse

if TYPE_CHECKING:
    from collections.abc import Callable

    from sgwlib.reviewing.program import Definition

__all__ = ["names_around", "plain_function", "program_of"]

_MOST_FILES: Final = 100


def program_of(function: Callable[..., object]) -> tuple[str, Program, Definition]:
    """Return the name of a function's file, its program, and its definition there.

    The program is the function's file. In a notebook, where each cell is a file, it is its cell
    and those of the functions and classes that it uses.

    Raises
    ------
    ReviewError
        If its source is not to be found.
    """
    plain = plain_function(function)
    names = names_around(plain)
    file = plain.__code__.co_filename
    trees = {file: _tree(file, plain)}
    waiting = [trees[file]]
    while waiting and len(trees) < _MOST_FILES:
        for used in _used(waiting.pop()):
            helper = _function_of(names.get(used), plain.__module__)
            if helper is not None and helper.__code__.co_filename not in trees:
                tree = _tree(helper.__code__.co_filename, helper)
                trees[helper.__code__.co_filename] = tree
                waiting.append(tree)
    # The function's own file comes last: what it binds is what counts.
    body = [statement for tree in reversed(trees.values()) for statement in tree.body]

    def lookup(name: str) -> object:
        return value_of(names[name]) if name in names else builtin(name)

    program = Program(ast.Module(body=body, type_ignores=[]), lookup)
    return file, program, _definition(trees[file], plain)


def plain_function(function: Callable[..., object]) -> types.FunctionType:
    """Return the function within a method and within well-behaved decorators.

    Raises
    ------
    ReviewError
        If there is none that is written in Python.
    """
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


def _tree(file: str, function: types.FunctionType) -> ast.Module:
    lines = linecache.getlines(file, function.__globals__)
    if not lines:
        raise ReviewError(function.__name__, "its source is not to be found; give it as a text")
    return parse("".join(lines), file)


def _definition(tree: ast.Module, function: types.FunctionType) -> Definition:
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
            if (node.name, first) == (function.__name__, function.__code__.co_firstlineno):
                return node
    reason = "its source has changed, or is no def; give it as a text"
    raise ReviewError(function.__name__, reason)


def _used(tree: ast.AST) -> list[str]:
    return [each.id for each in ast.walk(tree) if isinstance(each, ast.Name)]


def _function_of(found: Any, module: str) -> types.FunctionType | None:
    """Return a function of a module, or a first method of a class of it."""
    if getattr(found, "__module__", None) != module:
        return None
    inside = vars(found).values() if isinstance(found, type) else [inspect.unwrap(found)]
    return next((each for each in inside if isinstance(each, types.FunctionType)), None)
