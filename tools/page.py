"""Read the two tables of AWS's page "Error Responses" from HTML, Markdown or plain text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sgwlib import Catalogue

__all__ = ["Page", "PageError", "page_of", "read_page"]

_EXCEPTIONS = ("Exception", "Message", "HTTP Status Code")
_CODES = ("Operation Error Code", "Message", "Operations That Return this Error Code")
_NAME = re.compile("[A-Z][A-Za-z0-9]*")  # VolumeInUse
_STATUS = re.compile("([1-5][0-9]{2}) ([A-Z][A-Za-z' -]*)")  # 400 Bad Request
_INVISIBLE = {ord(each): None for each in "\u00ad\u200b\u2060\ufeff"}  # hints for line breaks
# "in AWS Storage Gateway ." has a stray space. " .NET" has none, since a letter follows.
_STRAY_SPACE = re.compile(r" (?=[.,;:!?)](?: |$))")


class PageError(ValueError):
    """A text cannot be read as the page."""


@dataclass(frozen=True)
class Page:
    """The two tables of the page, each in its order, with normalized white space.

    Parameters
    ----------
    exceptions
        Each exception's name, to its status, reason phrase and message.
    codes
        Each operation error code's name, to its message and its operations.
    repeated
        What has more than one row, such as ``"Code VolumeInUse"``. Only the first row counts.
    """

    exceptions: Mapping[str, tuple[int, str, str]]
    codes: Mapping[str, tuple[str, tuple[str, ...]]]
    repeated: tuple[str, ...] = ()


class _Row(NamedTuple):
    name: str
    message: str
    last: str
    """An exception's status and reason, or a code's operations, in one string."""


def read_page(text: str) -> Page:
    """Return the tables of a saved copy of the page in any of the three formats.

    Raises
    ------
    PageError
        If one of the two tables is missing, or if a row cannot be read.
    """
    text = text.replace("\r\n", "\n")
    if text.lstrip().casefold().startswith(("<!doctype html", "<html", "<?xml")):
        html = text
    elif _RULE.search(text) or "<table" in text.casefold():
        html = _markdown_as_html(text)
    else:
        return _page(*_plain_rows(text))
    tables = _tables(html)
    return _page(list(_rows_below(_EXCEPTIONS, tables)), list(_rows_below(_CODES, tables)))


def page_of(catalogue: Catalogue) -> Page:
    """Return the page as a catalogue has it."""
    return Page(
        {
            name: (each.status, each.reason, _normal(each.message))
            for name, each in catalogue.exceptions.items()
        },
        {
            name: (_normal(each.message), catalogue.operations_of(name))
            for name, each in catalogue.codes.items()
        },
    )


def _page(exception_rows: Sequence[_Row], code_rows: Sequence[_Row]) -> Page:
    for headings, rows in ((_EXCEPTIONS, exception_rows), (_CODES, code_rows)):
        if not rows:
            raise PageError(
                'Expected the page "Error Responses". '
                f"It has no table with the headings {_quoted(headings)}."
            )
    exceptions: dict[str, tuple[int, str, str]] = {}
    codes: dict[str, tuple[str, tuple[str, ...]]] = {}
    repeated = []
    for name, message, last in exception_rows:
        status = _STATUS.fullmatch(_normal(last))
        if status is None:
            raise PageError(f'Expected a status like "400 Bad Request" for {name}, got {last!r}.')
        if name in exceptions:
            repeated.append(f"Exception {name}")
        exceptions.setdefault(name, (int(status[1]), status[2], _normal(message)))
    for name, message, last in code_rows:
        if name in codes:
            repeated.append(f"Code {name}")
        operations = filter(None, re.split("[ ,;]+", _normal(last)))
        codes.setdefault(name, (_normal(message), tuple(operations)))
    return Page(exceptions, codes, tuple(dict.fromkeys(repeated)))


def _normal(text: str) -> str:
    """Return a text without the white space that only lays it out."""
    return _STRAY_SPACE.sub("", " ".join(text.translate(_INVISIBLE).split()))


def _quoted(headings: Sequence[str]) -> str:
    return ", ".join(f'"{each}"' for each in headings)


# --- HTML ------------------------------------------------------------------------------------

_Table = list[list[str]]
_BLOCKS = {"br", "dd", "div", "dl", "dt", "hr", "li", "ol", "p", "pre", "ul"}


class _TableParser(HTMLParser):
    """Collect the text of all cells, also of nested tables and of cells that nothing closes."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[_Table] = []
        self._open: list[_Table] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag == "table":
            self.tables.append([])
            self._open.append(self.tables[-1])
        elif self._open and tag == "tr":
            self._open[-1].append([])
        elif self._open and self._open[-1] and tag in {"td", "th"}:
            self._open[-1][-1].append("")
        self._end_word(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "table" and self._open:
            self._open.pop()
        self._end_word(tag)

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] and self._open[-1][-1]:
            self._open[-1][-1][-1] += data

    def _end_word(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.handle_data("\n")


def _tables(html: str) -> list[_Table]:
    parser = _TableParser()
    try:
        parser.feed(html)
        parser.close()
    except AssertionError as error:  # what html.parser raises for a declaration such as `<![x[`
        raise PageError(f"Expected HTML, but it cannot be parsed: {error}.") from error
    return [[[_normal(cell) for cell in row] for row in table] for table in parser.tables]


def _rows_below(headings: Sequence[str], tables: Sequence[_Table]) -> Iterator[_Row]:
    """Yield the rows of each table with these headings, unless it has no name in any row."""
    wanted = [each.casefold() for each in headings]
    for table in tables:
        heads = [[cell.casefold() for cell in row[:3]] == wanted for row in table]
        if True not in heads:
            continue
        rows = [row for row in table[heads.index(True) + 1 :] if any(row)]
        if not any(_NAME.fullmatch(row[0]) for row in rows):
            continue
        for row in rows:
            if len(row) < len(headings) or not _NAME.fullmatch(row[0]):
                raise PageError(
                    f"Expected a row for the headings {_quoted(headings)}, got {_quoted(row)}."
                )
            yield _Row(*row[:3])


# --- Markdown --------------------------------------------------------------------------------

# The line between the headings and the rows of a pipe table: | --- | :---: |
_RULE = re.compile(
    r"^[ \t]*+\|?(?>(?:[ \t]*:?-++:?[ \t]*\|)+)[ \t]*+(?::?-++:?)?[ \t]*$", re.MULTILINE
)
_FENCED = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
_LITERAL = re.compile(r"`([^`\n]*)`|\\([!-/:-@\[-`{-~])")  # `4xx` or \.
_LINK = re.compile(r"\[([^\[\]\n]*)\]\([^()\s]*\)")  # [AddCache](https://example.org/AddCache)


def _markdown_as_html(text: str) -> str:
    """Return Markdown with its pipe tables as HTML. Its other tables are HTML already."""
    text = _LITERAL.sub(_as_references, _FENCED.sub("", text))
    lines = _LINK.sub(r"\1", text).replace("*", "").split("\n")
    html = []
    inside = False
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if not inside and "|" in line and _RULE.fullmatch(following):
            html.append("<table>")
            inside = True
        elif inside and "|" not in line:
            html.append("</table>")
            inside = False
        if not inside:
            html.append(line)
        elif not _RULE.fullmatch(line):
            cells = line.strip().removeprefix("|").removesuffix("|").split("|")
            html.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    return "\n".join(html)


def _as_references(literal: re.Match[str]) -> str:
    r"""Return literal characters so that no later step reads them as markup: `\.` as `&#46;`."""
    code, escaped = literal.groups()
    if escaped:
        return f"&#{ord(escaped)};"
    return re.sub(r"[*\[\]|]", lambda each: f"&#{ord(each[0])};", escape(code))


# --- plain text ------------------------------------------------------------------------------
# The cells of a row are glued together, or have tabs between them:
#
#   GatewayInternalErrorA gateway internal error occurred.     with its operations below it
#   VolumeInUseThe specified volume is already in use.DeleteVolume
#   ThrottlingExceptionRate exceeded.400 Bad Request
#
# A message begins with a capitalized word. So in the text before the first space, the last
# capital that begins a word also begins the message: GatewayInternalError|A, InvalidLUN|The. No
# list of names is needed, so a new code is read like any other. The rule fails only if a message
# begins with a word that has a capital inside, or with a lower-case letter.

_WORD_START = re.compile(
    "(?<=[a-z0-9])(?=[A-Z])"  # Error|A
    "|(?<=[A-Z])(?=[A-Z][a-z])"  # LUN|The
    "|(?<=[A-Z])(?=A$)"  # LUN|A
)
# An operation has at least two words: AddCache. So "Retry" in a message is none.
_OPERATIONS = re.compile("(?>(?:[A-Z][a-z]++[A-Z][A-Za-z0-9]*+[ \t]*+)+)")
# Operations follow a message's period without a space: "is not ready.CreateSnapshot". If the
# period is missing, they follow a lower-case word: "is not readyCreateSnapshot".
_GLUED = re.compile(rf"(.*(?:[.!?)]|\s[a-z]{{2,}}))\t?({_OPERATIONS.pattern})")
_WITH_STATUS = re.compile(rf"(.*?)\s*({_STATUS.pattern})")  # Rate exceeded.400 Bad Request


def _plain_rows(text: str) -> tuple[list[_Row], list[_Row]]:
    text = re.sub(r"[^\S\n\t]+", " ", text.translate(_INVISIBLE))
    parts = []
    headings = [re.compile(r"\s*".join(each), re.IGNORECASE) for each in (_EXCEPTIONS, _CODES)]
    for own, other in (headings, headings[::-1]):
        # A table ends where the other begins, or somewhere before the end of the text.
        start = own.search(text)
        part = other.split(text[start.end() :])[0] if start else ""
        parts.append([line.strip(" ") for line in part.split("\n") if line.strip()])
    return _exception_rows(parts[0]), _code_rows(parts[1])


def _split(text: str) -> tuple[str, str] | None:
    """Return a name and what is glued to it, or None."""
    name, tab, rest = text.partition("\t")
    if not tab or not _NAME.fullmatch(name):
        starts = [each.start() for each in _WORD_START.finditer(text.partition(" ")[0])]
        end = starts[-1] if starts and " " in text else 0
        name, rest = text[:end], text[end:]
    return (name, rest) if _NAME.fullmatch(name) else None


def _exception_rows(lines: Sequence[str]) -> list[_Row]:
    rows = []
    held = ""  # a row that continues in the next line, or what follows the table
    for line in lines:
        row = _exception_row(line)
        if row and held:
            raise PageError(f'Expected a row that ends like "400 Bad Request", got {held!r}.')
        if row is None:
            held = f"{held} {line}".lstrip()
            row = _exception_row(held)
        if row:
            rows.append(row)
            held = ""
    return rows


def _exception_row(text: str) -> _Row | None:
    parts = _split(text)
    status = parts and _WITH_STATUS.fullmatch(parts[1])
    return _Row(parts[0], status[1], status[2]) if parts and status else None


def _code_rows(lines: Sequence[str]) -> list[_Row]:
    rows: list[_Row] = []
    for number, line in enumerate(lines):
        if rows and _OPERATIONS.fullmatch(line):
            rows[-1] = rows[-1]._replace(last=f"{rows[-1].last} {line}")
        elif row := _code_row(line):
            rows.append(row)
        elif rows and not rows[-1].last and not rows[-1].message.endswith("."):
            name, message, _ = rows[-1]  # the message continues in this line
            rows[-1] = _code_row(f"{name}\t{message} {line}") or rows[-1]
        else:
            _check_the_end(lines[number:])
            break
    return rows


def _check_the_end(lines: Sequence[str]) -> None:
    """Refuse a line that seems to end the table of codes if another code follows it."""
    for line, following in pairwise([*lines[1:], ""]):
        row = _code_row(line)
        if row and (row.last or _OPERATIONS.fullmatch(following)):
            raise PageError(f"Expected a code with its message, or an operation, got {lines[0]!r}.")


def _code_row(text: str) -> _Row | None:
    parts = _split(text)
    glued = parts and _GLUED.fullmatch(parts[1])
    if parts and glued:
        return _Row(parts[0], glued[1], glued[2])
    return _Row(*parts, "") if parts else None
