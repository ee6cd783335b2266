"""A dictionary that cannot be changed: it can be hashed, shared between threads and pickled."""

from __future__ import annotations

from typing import Any, NoReturn, Self, TypeVar

__all__ = ["FrozenDict"]

_K = TypeVar("_K")
_V = TypeVar("_V")


class FrozenDict(dict[_K, _V]):
    """A dictionary that refuses every change.

    It equals the plain dictionary with the same items, and hashes if its values do. Being a
    ``dict``, it passes through ``json.dumps`` and ``dataclasses.asdict``.
    """

    __slots__ = ()

    def __hash__(self) -> int:  # type: ignore[override]  # dict has none, since it can change
        return hash(frozenset(self.items()))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({super().__repr__()})"

    def __copy__(self) -> Self:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        # The default would fill an empty one item by item, which it refuses.
        return type(self), (dict(self),)

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError(f"{type(self).__name__} cannot be changed")

    __setitem__ = __delitem__ = _refuse
    __ior__ = clear = pop = popitem = setdefault = update = _refuse
