"""The text as it is shown: what stands around the evidence, in pieces that are marked or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sgwlib.explanation.views import View, is_coloured, uncoloured

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgwlib.explanation.explanation import Explanation
    from sgwlib.explanation.signs import Sign

__all__ = ["Piece", "pieces"]

_AROUND: Final = 300  # characters shown before and after each piece of evidence
_LEFT_OUT: Final = "…"


class Piece(NamedTuple):
    """A piece of the text.

    Parameters
    ----------
    text
        Without colours.
    sign
        What it says; None if it is only shown for what stands beside it.
    """

    text: str
    sign: Sign | None = None


def pieces(explanation: Explanation) -> Iterator[Piece]:
    """Yield the text around the evidence, in its order; long gaps are left out.

    Examples
    --------
    >>> from sgwlib import explain
    >>> [piece.text for piece in pieces(explain("failed: InvalidGatewayRequestException!"))]
    ['failed: ', 'InvalidGatewayRequestException', '!']
    """
    text, last, shown = explanation.text, 0, True
    for sign in explanation.evidence or explanation.nearest:
        if sign.start >= last:  # a piece may lie inside another one
            yield from _between(text, last, sign.start, after=not shown)
            yield Piece(_plain(text[sign.start : sign.end]), sign)
            last, shown = sign.end, False
    yield from _between(text, last, len(text), after=True, before=False)


def _between(
    text: str, start: int, end: int, *, after: bool, before: bool = True
) -> Iterator[Piece]:
    """Yield what stands between two pieces of evidence, as far as it is near to one of them."""
    head = start + _AROUND * after
    tail = end - _AROUND * before
    if head >= tail:
        gap = _plain(text[start:end])
    else:
        gap = f"{_plain(text[start:head])}{_LEFT_OUT}{_plain(text[tail:end])}"
    if gap:
        yield Piece(gap)


def _plain(text: str) -> str:
    return uncoloured(View(text)).text if is_coloured(text) else text
