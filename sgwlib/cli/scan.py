"""``sgw scan``: count every Storage Gateway error in logs."""

from __future__ import annotations

import io
import signal
import sys
import threading
import time
from argparse import ArgumentTypeError
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Final

from sgwlib.cli.command import CheckFailedError, Command, UsageError, first_of, nonempty
from sgwlib.cli.output import Fact, Table
from sgwlib.files import reason_of, write_atomically
from sgwlib.text import counted

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Iterator

    from sgwlib.cli.output import Output
    from sgwlib.diagnosis import Scan
    from sgwlib.diagnosis.counting import By

_INTERRUPTED: Final = 130
_SHOWN: Final = ("operation", "exception", "code", "count", "first", "last")
_LONGEST: Final = 200  # characters of an example: enough to recognize it
_WHY: Final = "not counted: another service may have sent them; sgw explain says more of each"
_SOON: Final = 0.5  # seconds; what takes less time needs no progress bar


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        metavar="FILE",
        nargs="*",
        type=nonempty,
        help="a log; a folder for all files in it; - for standard input",
    )
    parser.add_argument(
        "--by",
        choices=["kind", "hour", "day"],
        default="kind",
        help="hour, day: also write the counts of each, in UTC (default: kind of error only)",
    )
    for name, what in (("since", "from TIME on"), ("until", "before TIME")):
        parser.add_argument(
            f"--{name}",
            metavar="TIME",
            type=_time,
            help=f"count only errors {what}: 2026-03-01, or 2026-03-01T09:30Z (UTC without a zone)",
        )
    parser.add_argument(
        "--sql",
        choices=["athena", "duckdb"],
        help="print a query that counts the same errors in a table of CloudTrail events",
    )
    parser.add_argument(
        "--figure",
        metavar="FILE",
        type=_figure,
        help="draw the errors over time to FILE (.svg, .png or .pdf)",
    )
    parser.add_argument(
        "--jobs",
        metavar="NUMBER",
        type=_jobs,
        help="number of processes for several files (default: one for each core)",
    )


def _time(argument: str) -> datetime:
    try:
        moment = datetime.fromisoformat(argument)
    except ValueError:
        raise ArgumentTypeError(
            f"expected a time such as 2026-03-01 or 2026-03-01T09:30Z, not {argument!r}"
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _jobs(argument: str) -> int:
    if not argument.isascii() or not argument.isdigit() or not int(argument):
        raise ArgumentTypeError(f"expected a whole number of at least 1, not {argument!r}")
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
    # Imported here: no other command needs it.
    import sgwlib
    from sgwlib.diagnosis import scan

    if arguments.sql:
        output.raw(_query(arguments).encode())
        return 0
    if not arguments.paths:
        raise UsageError("no log is given; expected files, folders or - for standard input")
    # A missing package is an error before a long scan.
    draw = sgwlib.plot.errors_over_time if arguments.figure else None
    with _one_interrupt():
        with _progress_bar() as progress:
            found = scan(
                arguments.paths,
                jobs=arguments.jobs,
                since=arguments.since,
                until=arguments.until,
                progress=progress,
            )
        _write(found, arguments, output)
        output.flush()
        if draw:
            picture, path = io.BytesIO(), arguments.figure
            draw(found).savefig(picture, format=path.suffix.removeprefix("."))
            try:
                write_atomically(path, picture.getvalue())
            except OSError as error:
                raise CheckFailedError(f"{path} cannot be written: {reason_of(error)}") from None
    if found.interrupted:
        return _INTERRUPTED
    if found.unread:
        names = [each.path for each in found.unread]
        files = counted(len(names), "file")
        raise CheckFailedError(f"{files} could not be read completely: {first_of(names)}")
    return 0


def _query(arguments: Namespace) -> str:
    from sgwlib.diagnosis.sql import scan_sql

    if len(arguments.paths) > 1:
        raise UsageError("--sql takes one folder of CloudTrail files, or none")
    others = {
        "--by": arguments.by != "kind",
        "--csv": arguments.csv,
        "--figure": arguments.figure,
        "--jobs": arguments.jobs,
        "--json": arguments.json,
    }
    if unused := [option for option, is_given in others.items() if is_given]:
        raise UsageError(f"--sql prints a query and scans nothing; expected no {unused[0]}")
    source = arguments.paths[0] if arguments.paths else None
    return scan_sql(arguments.sql, source, since=arguments.since, until=arguments.until)


@contextmanager
def _one_interrupt() -> Iterator[None]:
    """Let only the first Ctrl-C interrupt: a second one must not lose what was found by then."""
    is_main = threading.current_thread() is threading.main_thread()  # others can't handle signals
    if not is_main or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    interrupted = False

    def interrupt(*_: object) -> None:
        nonlocal interrupted
        if not interrupted:
            interrupted = True
            raise KeyboardInterrupt

    signal.signal(signal.SIGINT, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


# --- what is written ------------------------------------------------------------------------


def _write(found: Scan, arguments: Namespace, output: Output) -> None:
    if arguments.json:
        output.json(found.to_dict(arguments.by))
    elif arguments.csv:
        from sgwlib.diagnosis.counting import COLUMNS

        by, rows = arguments.by, found.rows()
        for row in rows:
            row["example"] = _short(str(row["example"]))
        if by != "kind":  # the totals of each error, then its hours or days
            rows = [row | {by: "total"} for row in rows] + found.rows(by)
        output.csv([{name: row[name] for name in COLUMNS[by]} for row in rows], COLUMNS[by])
    else:
        _write_table(found, output, by=arguments.by)


def _write_table(found: Scan, output: Output, *, by: By) -> None:
    from sgwlib.diagnosis import Scan

    _write_kinds(found, Fact("found", found.summary), output, label="error")
    if found.found and by != "kind":
        output.gap()
        output.table(_times(found, by))
    if found.perhaps:
        doubtful = Scan(found.perhaps)
        kinds = counted(len(found.perhaps), "kind")
        total = Fact("perhaps", f"{counted(doubtful.count, 'error')} of {kinds}", (_WHY,))
        output.gap()
        _write_kinds(doubtful, total, output, label="uncertain")
    notes = []
    if found.mentioned:
        names = ", ".join(f"{name} ({count})" for name, count in found.mentioned.most_common())
        notes.append(Fact("mentioned only", names, ("not counted as errors",)))
    if found.undated:
        notes.append(Fact("without a time", counted(found.undated, "error"), ("left out",)))
    if notes:
        output.gap()
        output.facts(notes)
    if found.unread:
        output.gap()
        output.facts([Fact("unread", path, (reason,)) for path, reason in found.unread])


def _write_kinds(found: Scan, total: Fact, output: Output, *, label: str) -> None:
    """Write how many errors there are, and each kind of them with an example."""
    from sgwlib.diagnosis.counting import shown_time

    if output.terminal:
        # A terminal has no room for seven columns: each kind of error is a block.
        facts = [total]
        for kind, tally in found.most_frequent():
            times = filter(None, (shown_time(tally.first), shown_time(tally.last)))
            span = " to ".join(dict.fromkeys(times)) or "time unknown"
            facts.append(Fact(str(tally.count), str(kind), (span, _short(tally.example.text))))
        output.facts(facts)
    else:
        output.facts([total])
        lines = [
            (*(str(row[name] or "") for name in _SHOWN), _short(str(row["example"])))
            for row in found.rows()
        ]
        output.table(Table((*_SHOWN, "example"), lines, "", label=label))


def _short(example: str) -> str:
    """Return an example on one line, shortened, without control characters."""
    plain = "".join(each if each.isprintable() else " " for each in example)
    return shorten(plain, _LONGEST, placeholder=" …")


def _times(found: Scan, by: By) -> Table:
    from sgwlib.diagnosis.counting import shown_time

    rows = []
    for start, kinds in found.by_time(by).items():
        [(first, count), *others] = kinds.most_common()
        equal = sum(each == count for _, each in others)
        leading = f"{first}, and {counted(equal, 'other')} as often" if equal else str(first)
        rows.append((shown_time(start) or "unknown", str(kinds.total()), leading))
    title = f"Errors by {by} (UTC), with the most frequent error of each {by}"
    return Table((by, "count", "most frequent"), rows, title, label=by)


# --- the progress bar -----------------------------------------------------------------------


@contextmanager
def _progress_bar() -> Iterator[Callable[[int, int], None] | None]:
    """Show on standard error how many bytes are done, if it is a terminal.

    It yields a function that takes the bytes done and their total, 0 if that is unknown; or
    None without a terminal. The bar is removed at the end.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    from rich import progress
    from rich.console import Console

    bar = progress.Progress(
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.DownloadColumn(),
        progress.TransferSpeedColumn(),
        progress.TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    task, due = bar.add_task("Scanning", total=None), time.monotonic() + _SOON

    def update(done: int, total: int) -> None:
        if time.monotonic() >= due:
            bar.start()
            bar.update(task, completed=done, total=max(done, total) if total else None)

    try:
        yield update
    finally:
        if bar.live.is_started:  # else it would write an empty line
            bar.stop()


SCAN = Command(
    name="scan",
    summary="count every Storage Gateway error in logs of any size",
    description=(
        "It reads plain and compressed logs, and counts each record that sgw explain is "
        "certain of. Names that are only mentioned, and errors that another service may have sent, "
        "are counted apart. Times are in UTC; so is a stamp without a zone. The exit status is 0 "
        "even if it finds no error, 1 if it could not read a file completely, and 130 after "
        "Ctrl-C, with what it found until then."
    ),
    example="sgw scan backup.log --figure errors.svg",
    add_arguments=_add_arguments,
    run=_scan,
    data=False,
)
