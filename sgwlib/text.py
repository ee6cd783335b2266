"""Text for messages and files: counts, lists of names, the nearest valid names, tables."""

from __future__ import annotations

import csv
import io
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

__all__ = [
    "any_of",
    "as_code",
    "counted",
    "csv_text",
    "html_table",
    "nearest",
    "one_of",
    "text_table",
]

_FEW = 5


def counted(count: int, thing: str) -> str:
    """Return a number with its noun in the singular or plural."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def as_code(text: str) -> str:
    """Return a text as Markdown shows code."""
    return f"`{text.replace('`', chr(39))}`"


def one_of(names: Collection[str]) -> str:
    """Join names into ``A, B or C``."""
    *rest, last = names
    return f"{', '.join(rest)} or {last}" if rest else last


def any_of(names: Collection[str]) -> str:
    """Name all valid names if they are few, otherwise how many there are and the first three."""
    if len(names) <= _FEW:
        return one_of(names) if names else "none"
    return f"one of {len(names)} names, such as {', '.join(list(names)[:3])}"


def nearest(name: str, candidates: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """Return the valid names most similar to a given one, best first, ignoring case."""
    # difflib is only needed once something is wrong, so it must not slow down the import.
    from difflib import get_close_matches

    by_folded = {candidate.casefold(): candidate for candidate in candidates}
    folded = name.casefold()
    matches = get_close_matches(folded, by_folded, n=count, cutoff=0.6)
    if folded:
        matches += [key for key in by_folded if folded in key and key not in matches]
    return tuple(by_folded[match] for match in matches[:count])


def csv_text(rows: Sequence[Mapping[str, object]], columns: Sequence[str] | None = None) -> str:
    """Return rows as CSV under one line of headings: by default, those of the first row."""
    text = io.StringIO()
    names = list(columns if columns is not None else rows[0] if rows else ())
    writer = csv.DictWriter(text, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def text_table(title: str, heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table as aligned lines."""
    widths = [max(map(len, column)) for column in zip(heading, *rows, strict=True)]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in [heading, *rows]
    )
    return "\n".join([title, *(f"  {line}".rstrip() for line in lines)])


def html_table(title: str, heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table as HTML."""
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in heading)
    body = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows
    )
    return (
        f"<table><caption>{escape(title)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )
