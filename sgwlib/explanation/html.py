"""An explanation in a notebook: the account as a table, and the text with its evidence marked."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from sgwlib.explanation.account import facts, summary
from sgwlib.explanation.marking import pieces

if TYPE_CHECKING:
    from sgwlib.explanation.explanation import Explanation
    from sgwlib.explanation.signs import Sign

__all__ = ["as_html"]

_CELL: Final = 'style="text-align:left;vertical-align:top"'


def as_html(explanation: Explanation) -> str:
    """Return an explanation, and every other one of its text, as HTML.

    Examples
    --------
    >>> from sgwlib import explain
    >>> "<mark" in as_html(explain("InvalidGatewayRequestException"))
    True
    """
    return "".join(f"<div>{_one(each)}</div>" for each in explanation)


def _one(explanation: Explanation) -> str:
    rows = "".join(
        f"<tr><th {_CELL}>{escape(label)}</th>"
        f"<td {_CELL}>{escape(text)}{_known_by(known_by)}</td></tr>"
        for label, text, known_by in facts(explanation)
    )
    return (
        f"<p><strong>{escape(summary(explanation))}</strong></p>"
        f'<pre style="white-space:pre-wrap">{_marked(explanation)}</pre><table>{rows}</table>'
    )


def _known_by(known_by: tuple[str, ...]) -> str:
    return f"<br><em>{escape(': '.join(known_by))}</em>" if known_by else ""


def _marked(explanation: Explanation) -> str:
    """Return the text around the evidence, with each piece marked and named."""
    return "".join(
        _mark(piece.text, piece.sign) if piece.sign else escape(piece.text)
        for piece in pieces(explanation)
    )


def _mark(text: str, sign: Sign) -> str:
    title = escape(f"{sign.what.replace('_', ' ')}: {sign.how}")
    return f'<mark title="{title}">{escape(text)}</mark>'
