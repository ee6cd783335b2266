"""``sgw scan``: every Storage Gateway error in logs, counted."""

from __future__ import annotations

import io
import json
from argparse import ArgumentTypeError
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Final

from sgwlib.cli.command import CheckFailedError, Command, nonempty
from sgwlib.cli.output import Fact, Table
from sgwlib.files import write_atomically
from sgwlib.text import counted

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections import Counter
    from collections.abc import Callable

    from sgwlib.cli.output import Output
    from sgwlib.plot import StillFigure
    from sgwlib.scanning import Kind, Scan, Tally

__all__ = ["SCAN"]

_INTERRUPTED: Final = 130
_FORMATS: Final = ("table", "csv", "json")
_HEADINGS: Final = ("operation", "exception", "code", "count", "first", "last", "example")
_SHOWN: Final = 200  # characters of an example on a terminal: it is to be recognised, not read


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        metavar="FILE",
        nargs="+",
        type=nonempty,
        help="a log, plain, .gz or .zst; a folder for all files in it; - for standard input",
    )
    parser.add_argument(
        "--format", choices=_FORMATS, default="table", help="how to write it (default: table)"
    )
    parser.add_argument(
        "--figure",
        metavar="FILE",
        type=_figure,
        help="draw the errors over time, as .svg, .png or .pdf",
    )
    parser.add_argument(
        "--jobs",
        metavar="NUMBER",
        type=_jobs,
        help="processes that share several files (default: one for each core)",
    )


def _jobs(argument: str) -> int:
    if not argument.isascii() or not argument.isdigit() or not int(argument):
        raise ArgumentTypeError(f"expected a number from 1, not {argument!r}")
    return int(argument)


def _figure(argument: str) -> Path:
    path = Path(nonempty(argument))
    if path.suffix not in {".svg", ".png", ".pdf"}:
        raise ArgumentTypeError(
            f"expected a name that ends in .svg, .png or .pdf, not {argument!r}"
        )
    if not path.parent.is_dir():
        raise ArgumentTypeError(f"there is no folder {path.parent}")
    if path.is_dir():
        raise ArgumentTypeError(f"{path} is a folder; expected a file for the figure")
    return path


def _scan(arguments: Namespace, output: Output) -> int:
    # Loaded here: the other commands need nothing of it.
    from sgwlib.cli.progress import progress_bar
    from sgwlib.scanning import scan

    drawn = _drawing() if arguments.figure else None
    with progress_bar("Scanning") as progress:
        found = scan(arguments.paths, jobs=arguments.jobs, progress=progress)
    _WRITERS[arguments.format](found, output)
    if drawn:
        _save(drawn(found), arguments.figure)
    if found.interrupted:
        return _INTERRUPTED
    if found.unread:
        files = counted(len(found.unread), "file")
        raise CheckFailedError(f"{files} could not be read, or not to the end: {_names(found)}")
    return 0


def _names(found: Scan) -> str:
    first, *more = (unread.path for unread in found.unread)
    return f"{first} and {len(more)} more" if more else first


def _drawing() -> Callable[[Scan], StillFigure]:
    """Return what draws; if its package is missing, that is told before a long scan."""
    import sgwlib

    return sgwlib.plot.errors_over_time


def _save(figure: StillFigure, path: Path) -> None:
    picture = io.BytesIO()
    figure.savefig(picture, format=path.suffix.removeprefix("."))
    try:
        write_atomically(path, picture.getvalue())
    except OSError as error:
        reason = error.strerror or error
        raise CheckFailedError(f"{path} cannot be written: {reason}") from None


# --- what is written ------------------------------------------------------------------------


def _write_csv(found: Scan, output: Output) -> None:
    from sgwlib.scanning import scan_to_csv

    output.raw(scan_to_csv(found).encode())


def _write_json(found: Scan, output: Output) -> None:
    from sgwlib.scanning import scan_to_json

    text = json.dumps(scan_to_json(found), indent=2)
    output.raw(text.encode() if output.terminal else f"{text}\n".encode())


def _write_table(found: Scan, output: Output) -> None:
    from sgwlib.scanning import most_frequent

    kinds = most_frequent(found)
    if output.terminal:
        # Seven columns have no room there: a block for each kind reads better.
        output.facts([Fact("found", found.summary()), *(_as_fact(*each) for each in kinds)])
    else:
        output.table(Table(_HEADINGS, [_as_row(*each) for each in kinds], "", label="error"))
    if kinds:
        output.gap()
        output.table(_hours(found))
    if found.unread:
        output.gap()
        output.facts([Fact("unread", path, (reason,)) for path, reason in found.unread])


def _as_fact(kind: Kind, tally: Tally) -> Fact:
    return Fact(str(tally.count), str(kind), (_span(tally), shorten(tally.example.text, _SHOWN)))


def _span(tally: Tally) -> str:
    from sgwlib.scanning.report import shown_time

    first, last = shown_time(tally.first), shown_time(tally.last)
    return " to ".join(dict.fromkeys(filter(None, (first, last)))) or "at a time not told"


def _as_row(kind: Kind, tally: Tally) -> tuple[str, ...]:
    from sgwlib.scanning.report import shown_time

    names = (name or "" for name in kind)
    times = (shown_time(tally.first), shown_time(tally.last))
    return (*names, str(tally.count), *times, tally.example.text)


def _hours(found: Scan) -> Table:
    from sgwlib.scanning import by_hour
    from sgwlib.scanning.report import shown_time

    rows = [
        (shown_time(hour) or "unknown", str(kinds.total()), _leading(kinds))
        for hour, kinds in by_hour(found).items()
    ]
    title = "Errors by the hour (UTC), and the most frequent of each hour"
    return Table(("hour", "count", "most frequent"), rows, title, label="hour")


def _leading(kinds: Counter[Kind]) -> str:
    """Name the most frequent error, and say so if others are as frequent."""
    [(first, count), *others] = kinds.most_common()
    equal = sum(each == count for _, each in others)
    return f"{first}, and {counted(equal, 'other')} as often" if equal else str(first)


_WRITERS: Final = {"table": _write_table, "csv": _write_csv, "json": _write_json}

SCAN = Command(
    name="scan",
    summary="count every Storage Gateway error in logs",
    description=(
        "An entry of a log is counted once, on however many lines it stands, if sgw explain is "
        "certain of it. Times are in UTC. In a pipe, each kind of error is one line of cells "
        "between tabs: 'error', operation, exception, error code, count, first, last, an example; "
        "then each hour: 'hour', the hour, its count, its most frequent error; then what could "
        "not be read, or not to the end: 'unread', the file, the reason. The exit status is 0, "
        "also if no error is found; 1 if a file could not be read; and 130 after Ctrl-C, with "
        "what was found until then."
    ),
    example="sgw scan backup.log --figure errors.svg\ncat backup.log | sgw scan -",
    add_arguments=_add_arguments,
    run=_scan,
)
