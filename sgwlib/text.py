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


def counted(count: int, thing: str) -> str:
    """Return a number with its noun in the singular or plural.

    Examples
    --------
    >>> counted(1, "operation"), counted(0, "error code")
    ('1 operation', '0 error codes')
    """
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def as_code(text: str) -> str:
    """Return a text as Markdown shows code.

    Examples
    --------
    >>> print(as_code("error.response"))
    `error.response`
    """
    return f"`{text.replace('`', chr(39))}`"


def one_of(names: Collection[str]) -> str:
    """Join names into ``A, B or C``.

    Examples
    --------
    >>> one_of(["AddCache", "DeleteVolume", "ListGateways"])
    'AddCache, DeleteVolume or ListGateways'
    """
    *rest, last = names
    return f"{', '.join(rest)} or {last}" if rest else last


def any_of(names: Collection[str], count: int = 5) -> str:
    """Name all valid names if they are few, otherwise how many there are and the first three.

    Examples
    --------
    >>> any_of(["page", "degree"]), any_of([])
    ('page or degree', 'none')
    >>> any_of(["a", "b", "c", "d", "e", "f"])
    'one of 6 names, such as a, b, c'
    """
    if len(names) <= count:
        return one_of(names) if names else "none"
    return f"one of {len(names)} names, such as {', '.join(list(names)[:3])}"


def nearest(name: str, candidates: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """Return the valid names most similar to a given one, best first, ignoring case.

    Parameters
    ----------
    name
        A name that may be misspelled or incomplete.
    candidates
        The valid names.
    count
        The largest number of names to return.

    Returns
    -------
    tuple of str
        Empty if no valid name is similar.

    Examples
    --------
    >>> nearest("volumeinuse", ["VolumeNotFound", "VolumeInUse"], count=1)
    ('VolumeInUse',)
    """
    # difflib is only needed once something is wrong, so it must not slow down the import.
    from difflib import get_close_matches

    by_folded = {candidate.casefold(): candidate for candidate in candidates}
    folded = name.casefold()
    matches = get_close_matches(folded, by_folded, n=count, cutoff=0.6) if count > 0 else []
    if folded:
        matches += [key for key in by_folded if folded in key and key not in matches]
    return tuple(by_folded[match] for match in matches[: max(count, 0)])


def csv_text(rows: Sequence[Mapping[str, object]], columns: Sequence[str] | None = None) -> str:
    r"""Return rows as CSV under one line of headings.

    Parameters
    ----------
    rows
        Column to value, the same columns in each row. None becomes an empty cell.
    columns
        The headings; by default the columns of the first row.

    Examples
    --------
    >>> csv_text([{"operation": "AddCache", "code": None}])
    'operation,code\nAddCache,\n'
    """
    text = io.StringIO()
    names = list(columns if columns is not None else rows[0] if rows else ())
    writer = csv.DictWriter(text, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def text_table(title: str, heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table as aligned lines.

    Examples
    --------
    >>> print(text_table("Disks", ("id", "GiB"), [("sdb", "150")]))
    Disks
      id   GiB
      sdb  150
    """
    widths = [max(map(len, column)) for column in zip(heading, *rows, strict=True)]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in [heading, *rows]
    )
    return "\n".join([title, *(f"  {line}".rstrip() for line in lines)])


def html_table(title: str, heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table as HTML.

    Examples
    --------
    >>> html_table("Disks", ["id"], [["a<b"]])  # doctest: +ELLIPSIS
    '<table><caption>Disks</caption>...<tr><td>a&lt;b</td></tr></tbody></table>'
    """
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in heading)
    body = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows
    )
    return (
        f"<table><caption>{escape(title)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )
