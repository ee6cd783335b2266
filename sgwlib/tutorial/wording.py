"""How an answer of the wrong form is called, and how values are shown, in a learner's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from numbers import Number
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from types import UnionType

__all__ = ["called", "joined", "shown"]

_LONGEST: Final = 80
_CALLED: Final[tuple[tuple[type | UnionType, str], ...]] = (
    (bool, "{shown}"),
    (Number, "a number ({shown})"),
    (str, "a text ({shown})"),
    (Mapping, "a dictionary"),
    (AbstractSet | Sequence, "a {type}"),
    (type, "the class {shown}"),
)


def shown(value: object) -> str:
    """Return a value as feedback shows it: as code, and never long.

    Examples
    --------
    >>> shown("VolumeInUse")
    "`'VolumeInUse'`"
    """
    try:
        text = " ".join(repr(value).split())
    except Exception:  # noqa: BLE001 - a learner's class may do anything
        text = f"a {type(value).__name__}"
    text = text.replace("`", "'")
    return f"`{text if len(text) <= _LONGEST else text[: _LONGEST - 1] + '…'}`"


def called(value: object) -> str:
    """Return what a value is, in words.

    Examples
    --------
    >>> called(12), called(["AddCache"]), called(print)
    ('a number (`12`)', 'a list', 'a function')
    """
    for kinds, words in _CALLED:
        if isinstance(value, kinds):
            return words.format(shown=shown(value), type=type(value).__name__)
    if callable(value):
        return "a function"
    return f"an object of type `{type(value).__name__}`"


def joined(names: Sequence[object], most: int = 6) -> str:
    """Return a few values as code, with commas, and how many more there are.

    Examples
    --------
    >>> joined(["AddCache", "AddUploadBuffer", "DeleteVolume"], most=2)
    '`AddCache`, `AddUploadBuffer` and 1 more'
    """
    said = ", ".join(f"`{name}`" for name in names[:most])
    return f"{said} and {len(names) - most} more" if len(names) > most else said
