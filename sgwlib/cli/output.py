"""Write to standard output: tables on a terminal, plain lines in a pipe, JSON and CSV."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from sgwlib.text import csv_text

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Mapping, Sequence
    from typing import TextIO

    from rich.console import Console, RenderableType

__all__ = ["Fact", "Output", "Table", "encodable", "one_line"]

_CONTROL_BUT_LINES = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_WIDEST_PROSE = 120  # characters; longer lines are hard to read
_NARROWEST = 12  # characters that the last column needs at least
_SHORTEST_NAME = 20  # and the others, unless all of their cells are shorter
_GAP = 3  # characters between two columns
_TONES = {"": "", "good": "green", "bad": "red", "doubt": "yellow"}


class Fact(NamedTuple):
    """One fact: its label, its text, and how it is known.

    The tone colours the label on a terminal. The label must have the meaning in words as well.
    If the text is a list in words, `items` has what it lists. Only JSON shows the items.
    """

    label: str
    text: str
    known_by: tuple[str, ...] = ()
    tone: Literal["", "good", "bad", "doubt"] = ""
    items: tuple[str, ...] | None = None


class Table(NamedTuple):
    """Rows under headings.

    Only a terminal shows the headings and the title. In a pipe, each line starts with the label.
    """

    headings: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    title: str
    label: str = ""


class Output:
    """The output of a command. The stream is None if it was closed before the start."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream
        self.terminal = stream is not None and stream.isatty()

    def facts(self, facts: Sequence[Fact]) -> None:
        """Write facts; as plain lines where the terminal is too narrow for two columns."""
        if self.terminal and _facts_width(facts) <= _console(self._open()).width:
            self._render(_grid(facts))
        else:
            self._lines([(each.label, each.text, *each.known_by) for each in facts])

    def table(self, table: Table) -> None:
        """Write a table; as plain lines where the terminal is too narrow for its columns."""
        width = _console(self._open()).width if self.terminal else -1
        if _widths(table, _SHORTEST_NAME) <= width:
            self._render(_titled(table, is_whole=_widths(table) <= width))
        else:
            label = (table.label,) if table.label else ()
            self._lines([(*label, *row) for row in table.rows])

    def json(self, value: object) -> None:
        """Write a value as JSON."""
        self._write(f"{json.dumps(value, indent=2)}\n")

    def csv(
        self, rows: Sequence[Mapping[str, object]], columns: Sequence[str] | None = None
    ) -> None:
        """Write rows as CSV under one line of headings: by default, those of the first row."""
        text = csv_text(rows, columns)
        self._write(_CONTROL_BUT_LINES.sub(" ", text) if self.terminal else text)

    def data(
        self,
        wanted: Namespace,
        everything: object,
        rows: Sequence[Mapping[str, object]],
        columns: Sequence[str] | None = None,
    ) -> bool:
        """Write everything as JSON or rows as CSV, and return whether one of them was wanted."""
        if wanted.json:
            self.json(everything)
        elif wanted.csv:
            self.csv(rows, columns)
        return bool(wanted.json or wanted.csv)

    def passage(self, pieces: Iterable[tuple[str, bool]]) -> None:
        """Write a text in pieces, some of them marked, on a terminal only."""
        if self.terminal:
            from rich.padding import Padding
            from rich.text import Text

            shown = Text()
            for text, marked in pieces:
                style = "bold yellow" if marked else "dim"
                shown.append(_CONTROL_BUT_LINES.sub(" ", text), style=style)
            shown.rstrip()
            self._render(Padding(shown, (0, 0, 1, 2), expand=False))

    def heading(self, text: str) -> None:
        """Write a heading, on a terminal only."""
        if self.terminal:
            from rich.text import Text

            self._render(Text(one_line(text), style="bold", overflow="fold"))

    def gap(self) -> None:
        """Write an empty line, on a terminal only."""
        if self.terminal:
            self._write("\n")

    def raw(self, content: bytes) -> None:
        """Write bytes as they are; on a terminal, end the line, so that the prompt starts anew."""
        stream = self._open()
        end = b"\n" if self.terminal else b""
        buffer = getattr(stream, "buffer", None)
        if buffer is None:  # standard output in a notebook takes only strings
            stream.write((content + end).decode(errors="replace"))
        else:
            stream.flush()
            buffer.write(content + end)

    def flush(self) -> None:
        """Write what is still buffered."""
        if self._stream is not None:
            self._stream.flush()

    def _lines(self, rows: Sequence[tuple[str, ...]]) -> None:
        self._write("".join("\t".join(map(one_line, row)) + "\n" for row in rows))

    def _render(self, what: RenderableType) -> None:
        """Let rich draw it, and write the result."""
        console = _console(self._open())
        with console.capture() as capture:
            console.print(what)
        self._write(capture.get())

    def _write(self, text: str) -> None:
        stream = self._open()
        stream.write(encodable(text, stream))

    def _open(self) -> TextIO:
        if self._stream is None:
            raise OSError("standard output is closed")
        return self._stream


def one_line(text: str) -> str:
    """Replace what would break a line, a cell or a terminal by a space."""
    return _CONTROL.sub(" ", text)


def encodable(text: str, stream: TextIO) -> str:
    """Escape the characters that a stream's encoding does not have."""
    encoding = stream.encoding or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


# rich takes longer to import than a piped command takes to run. Only a terminal needs it.


def _console(stream: TextIO) -> Console:
    from rich.console import Console

    return Console(file=stream, force_terminal=True, highlight=False, markup=False, emoji=False)


def _grid(facts: Sequence[Fact]) -> RenderableType:
    from rich.table import Table as RichTable
    from rich.text import Text

    grid = RichTable.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(max_width=_WIDEST_PROSE, overflow="fold")
    for label, text, known_by, tone, _ in facts:
        value = Text(one_line(text))
        if known_by:
            value.append("\n" + one_line(": ".join(known_by)), style="italic dim")
        grid.add_row(Text(label, style=_TONES[tone]), value)
    return grid


def _facts_width(facts: Sequence[Fact]) -> int:
    """Return the width that facts need to have a readable column of texts."""
    return max((len(each.label) for each in facts), default=0) + _GAP + _NARROWEST


def _widths(table: Table, most: int = _WIDEST_PROSE) -> int:
    """Return the width of a table whose columns are at most so wide, and the last one narrow."""
    columns = [max(map(len, cells)) for cells in zip(table.headings, *table.rows, strict=True)]
    *names, last = columns if table.rows else [0]
    return sum(min(width, most) + _GAP for width in names) + min(last, _NARROWEST)


def _titled(table: Table, *, is_whole: bool) -> RenderableType:
    from rich.box import SIMPLE_HEAD
    from rich.console import Group
    from rich.table import Table as RichTable
    from rich.text import Text

    title = Text(table.title, style="bold")
    if not table.rows:
        return title
    drawn = RichTable(box=SIMPLE_HEAD, header_style="bold", show_edge=False, pad_edge=False)
    columns = zip(*table.rows, strict=True)
    for number, (heading, cells) in enumerate(zip(table.headings, columns, strict=True)):
        drawn.add_column(
            heading,
            style="" if number else "cyan",
            justify="right" if all(map(str.isdecimal, cells)) else "left",
            # Names stay whole if they can, to be copied; the last column takes the rest.
            no_wrap=is_whole and number < len(table.headings) - 1,
            overflow="fold",
            max_width=_WIDEST_PROSE,
        )
    for row in table.rows:
        drawn.add_row(*(Text(one_line(cell)) for cell in row))
    return Group(title, "", drawn)
