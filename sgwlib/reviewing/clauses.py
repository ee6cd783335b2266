"""Which exceptions a clause catches."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from botocore.exceptions import ClientError

from sgwlib.reviewing.values import UNKNOWN, Module, Opaque

if TYPE_CHECKING:
    import ast

    from sgwlib.reviewing.walk import Walk

__all__ = ["Match", "catches"]


class Match(NamedTuple):
    """Whether a clause catches an exception.

    Parameters
    ----------
    caught
        Whether it does.
    typed
        Whether by a class that stands for some errors of the service only.
    """

    caught: bool
    typed: bool = False


def catches(walk: Walk, error: BaseException, kinds: object, node: ast.AST) -> Match:
    """Say whether an exception is of a class, or of one of several.

    Parameters
    ----------
    walk
        Decides where it cannot be known.
    error
        The exception.
    kinds
        A class, or a tuple of classes and tuples.
    node
        Where they are named.

    Raises
    ------
    Thrown
        If they are no classes of exceptions: Python's TypeError.
    """
    answers = [_is_one(walk, error, kind, node) for kind in _flat(kinds)]
    sure = [match for match in answers if match is not None and match.caught]
    if sure:
        return Match(caught=True, typed=any(match.typed for match in sure))
    if None in answers:
        return Match(walk.choose(node))
    return Match(caught=False)


def _flat(kinds: object) -> list[object]:
    if isinstance(kinds, tuple):
        return [each for kind in kinds for each in _flat(kind)]
    return [kinds]


def _is_one(walk: Walk, error: BaseException, kind: object, node: ast.AST) -> Match | None:
    """Say whether an exception is of one class; None if it cannot be known."""
    if kind is UNKNOWN or isinstance(kind, Module):
        return None
    if not (isinstance(kind, type) and issubclass(kind, BaseException)):
        message = "catching classes that do not inherit from BaseException is not allowed"
        raise walk.throw(TypeError(message), node)
    if isinstance(error, Opaque) and kind not in {Exception, BaseException}:
        return None
    typed = issubclass(kind, ClientError) and kind is not ClientError
    return Match(isinstance(error, kind), typed)
