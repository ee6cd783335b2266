"""What assignments do."""

from __future__ import annotations

import ast
import operator
from typing import TYPE_CHECKING

from sgwlib.reviewing import data
from sgwlib.reviewing.values import UNKNOWN, Instance

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sgwlib.reviewing.values import Scope
    from sgwlib.reviewing.walk import Walk

__all__ = ["assign", "forget"]


def assign(walk: Walk, target: ast.expr, value: object, scope: Scope) -> None:
    """Give a value to what stands left of an equals sign."""
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
        data.natively(walk, target, setattr, owner, target.attr, value)


def _set_item(walk: Walk, target: ast.Subscript, value: object, scope: Scope) -> None:
    table = walk.evaluate(target.value, scope)
    key = walk.evaluate(target.slice, scope)
    if not isinstance(table, (dict, list)) or isinstance(key, slice):
        return
    if key is UNKNOWN and isinstance(table, list):
        table[:] = [UNKNOWN] * len(table)  # any of them may have become another
    else:
        data.natively(walk, target, operator.setitem, table, key, value)


def _unpacked(value: object, targets: list[ast.expr]) -> list[object]:
    starred = any(isinstance(each, ast.Starred) for each in targets)
    if isinstance(value, (tuple, list)) and not starred and len(value) == len(targets):
        return list(value)
    return [UNKNOWN] * len(targets)


def forget(statements: Iterable[ast.AST], scope: Scope) -> None:
    """Take all names that some statements bind for unknown."""
    for statement in statements:
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
                scope.set(node.id, UNKNOWN)
            elif isinstance(node, ast.alias):
                scope.set((node.asname or node.name).partition(".")[0], UNKNOWN)
