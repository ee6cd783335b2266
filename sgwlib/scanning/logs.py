"""A log, piece by piece, as its entries that have a marker."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from sgwlib.scanning.entries import Entry, Lines
from sgwlib.scanning.records import Records, starts_records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["entries_in"]

_HEAD: Final = 64  # bytes that tell lines from records


def entries_in(pieces: Iterable[bytes]) -> Iterator[Entry]:
    """Find the entries that have a marker; however the log is cut into pieces, they are the same.

    Parameters
    ----------
    pieces
        The log, none of them empty.
    """
    finder: Lines | Records | None = None
    pending, offset, damaged = b"", 0, False
    for piece in chain(pieces, [b""]):  # an empty one marks the end
        pending += piece
        while finder is not None or len(pending) >= _HEAD or not piece:
            if finder is None:
                is_array = not damaged and starts_records(pending[:_HEAD])
                finder = (Records if is_array else Lines)(offset)
            yield from finder.feed(pending, last=not piece)
            pending = b""
            if not isinstance(finder, Records) or finder.rest is None:
                break
            pending, offset, damaged = finder.rest, finder.offset, finder.damaged
            finder = None
