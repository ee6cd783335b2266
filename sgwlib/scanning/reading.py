"""Which errors an entry tells of, as `sgwlib.explain` reads it: once for all that is alike.

Logs repeat themselves: the same error comes with another time and another request id. Such parts
decide nothing, so entries that differ in them alone have the same errors.
"""

from __future__ import annotations

import re
from typing import Final

from sgwlib.explanation import explain
from sgwlib.scanning.totals import Kind

__all__ = ["Reader", "alike"]

# Never three digits alone, which may be a status, nor what may be a part of a name or an escape.
_VOLATILE: Final = re.compile(
    rb"\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?"  # times
    rb"|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"  # request ids
    rb"|(?<=[a-z]-)[0-9A-Fa-f]{8,17}(?![0-9A-Za-z])"  # vol-1122AABB
    rb"|(?<![0-9A-Za-z_\\%#;])(?:\d{1,2}|\d{4,})(?![0-9A-Za-z])"  # accounts, lines, durations
)
_MOST: Final = 4096
_LONGEST: Final = 4096  # longer entries repeat themselves less, and cost more to keep


class Reader:
    """Reads entries, each kind of text once.

    Examples
    --------
    >>> reader = Reader()
    >>> text = b"InvalidGatewayRequestException: The specified volume was not found."
    >>> [str(kind) for kind in reader.kinds(text)]
    ['unknown operation: VolumeNotFound (InvalidGatewayRequestException)']
    """

    def __init__(self) -> None:
        self._known: dict[bytes, tuple[Kind, ...]] = {}

    def kinds(self, text: bytes) -> tuple[Kind, ...]:
        """Return the kind of each error in an entry that is certain to be of Storage Gateway."""
        if len(text) > _LONGEST:
            return _read(text)
        key = alike(text)
        if key not in self._known:
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[key] = _read(text)
        return self._known[key]


def alike(text: bytes) -> bytes:
    """Return the text without what may differ between two sightings of one error.

    What differs is numbered: whether two request ids are the same one does decide.

    Examples
    --------
    >>> alike(b"2026-03-01 09:59:58,011 [4711] deleting vol-1122AABB failed, status 400")
    b'#0 [#1] deleting vol-#2 failed, status 400'
    """
    numbers: dict[bytes, int] = {}
    return _VOLATILE.sub(
        lambda found: b"#%d" % numbers.setdefault(found[0], len(numbers)),
        text,
    )


def _read(text: bytes) -> tuple[Kind, ...]:
    kinds = tuple(
        Kind(each.operation, each.exception, each.code)
        for each in explain(text.decode(errors="replace"))
        if each.certain and each.found
    )
    if b"\n" not in text.strip():
        return kinds
    # Several lines tell of one error, and some of them in less detail.
    return tuple(kind for kind in kinds if not any(_is_part(kind, other) for other in kinds))


def _is_part(kind: Kind, other: Kind) -> bool:
    """Say whether a kind tells nothing that another does not, and less than it."""
    return kind != other and all(
        name in {None, whole} for name, whole in zip(kind, other, strict=True)
    )
