"""An explanation in a notebook: the account as a table, and the text with its evidence marked."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from sgwlib.explanation.account import facts, summary

if TYPE_CHECKING:
    from sgwlib.explanation.explanation import Explanation
    from sgwlib.explanation.signs import Sign

__all__ = ["as_html"]

_AROUND: Final = 400  # characters shown before and after the evidence
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
    text, signs = explanation.text, explanation.evidence or explanation.nearest
    last = max(0, min((sign.start for sign in signs), default=0) - _AROUND)
    end = max((sign.end for sign in signs), default=0) + _AROUND
    parts = ["…"] if last else []
    for sign in signs:
        if sign.start >= last:  # a piece may lie inside another one
            parts += [escape(text[last : sign.start]), _mark(text, sign)]
            last = sign.end
    parts += [escape(text[last:end]), "…" if end < len(text) else ""]
    return "".join(parts)


def _mark(text: str, sign: Sign) -> str:
    title = escape(f"{sign.what.replace('_', ' ')}: {sign.how}")
    return f'<mark title="{title}">{escape(text[sign.start : sign.end])}</mark>'
