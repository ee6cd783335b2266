"""What a command is made of, and the options that several commands share."""

from __future__ import annotations

from argparse import ArgumentTypeError
from typing import TYPE_CHECKING, NamedTuple

from sgwlib.catalogue import load_catalogue
from sgwlib.errors import SgwError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable

    from sgwlib.catalogue import Catalogue
    from sgwlib.cli.output import Output


class UsageError(SgwError):
    """A command line that cannot be understood."""


class CheckFailedError(SgwError):
    """A check of the command has failed, after everything was written. The exit status is 1."""


class Command(NamedTuple):
    """One command of ``sgw``.

    Parameters
    ----------
    name
        The word after ``sgw``.
    summary
        What it does, in a few words, for ``sgw --help``.
    description
        What else a user needs to know, such as the exit status.
    example
        A line for the shell that works.
    add_arguments
        Declares its arguments and options.
    run
        Runs it and returns the exit status. It raises an SgwError before it writes anything,
        and a CheckFailedError afterwards.
    """

    name: str
    summary: str
    description: str
    example: str
    add_arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace, Output], int]


def add_format_options(parser: ArgumentParser) -> None:
    """Add ``--json`` and ``--csv``, which exclude each other."""
    formats = parser.add_mutually_exclusive_group()
    formats.add_argument("--json", action="store_true", help="write everything as JSON")
    formats.add_argument("--csv", action="store_true", help="write the main table as CSV")


def add_data_option(parser: ArgumentParser) -> None:
    """Add ``--data``, which `catalogue_of` reads."""
    parser.add_argument(
        "--data",
        metavar="PATH",
        type=nonempty,
        help="folder of another Data Package of the same shape as the bundled one",
    )


def catalogue_of(arguments: Namespace) -> Catalogue:
    """Return the catalogue that the arguments ask for.

    Raises
    ------
    CatalogueError
        If it cannot be used.
    """
    return load_catalogue(arguments.data)


def nonempty(argument: str) -> str:
    """Return an argument, or refuse an empty one, such as one from an unset shell variable."""
    if not argument:
        raise ArgumentTypeError("must not be empty")
    return argument
