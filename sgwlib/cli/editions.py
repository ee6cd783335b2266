"""``sgw editions``: the published versions of the reference page, and what differs between two."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from sgwlib.catalogue import Change, load_catalogue
from sgwlib.cli.command import Command, UsageError, catalogue_of, nonempty
from sgwlib.cli.output import Table

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from sgwlib.cli.output import Output

_COLUMNS = ("name", "guide", "date", "exceptions", "codes", "operations", "pairs")
_TWO = 2


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "names",
        metavar="NAME",
        nargs="*",
        type=nonempty,
        help="two editions: show what differs in the second",
    )


def _editions(arguments: Namespace, output: Output) -> int:
    if not arguments.names:
        _list(arguments, output)
    elif len(arguments.names) == _TWO:
        _compare(arguments, output)
    else:
        raise UsageError("expected no name or two, such as: sgw editions 2012-06-30 file-2023")
    return 0


def _list(arguments: Namespace, output: Output) -> None:
    rows = [asdict(each) for each in catalogue_of(arguments).editions.values()]
    if arguments.json:
        output.json(rows)
    elif arguments.csv:
        output.csv(rows, [*_COLUMNS, "title", "source"])
    else:
        lines = [tuple(str(row[column]) for column in _COLUMNS) for row in rows]
        output.table(Table(_COLUMNS, lines, f"Editions of the reference page: {len(rows)}"))


def _compare(arguments: Namespace, output: Output) -> None:
    first, second = (load_catalogue(arguments.data, edition=name) for name in arguments.names)
    found = first.compare(second)
    if arguments.json:
        output.json(found.to_dict())
    elif arguments.csv:
        output.csv(found.rows(), Change._fields)
    else:
        rows = [tuple(value or "" for value in each) for each in found.changes]
        output.table(Table(Change._fields, rows, found.summary))


EDITIONS = Command(
    name="editions",
    summary="list the editions of the reference page, or compare two",
    description=(
        "An edition is one published version of the page. The default is that of 2012-06-30. "
        "Other commands take the name of another one as --edition."
    ),
    example="sgw editions 2012-06-30 file-2023",
    add_arguments=_add_arguments,
    run=_editions,
    edition=False,
)
