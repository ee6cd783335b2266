"""What a command is made of, and the options that several of them share."""

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

__all__ = [
    "CheckFailedError",
    "Command",
    "UsageError",
    "add_data_option",
    "catalogue_of",
    "nonempty",
]


class UsageError(SgwError):
    """A command line that cannot be understood."""


class CheckFailedError(SgwError):
    """What a command was asked to check does not hold; all is written, and it ends with 1."""


class Command(NamedTuple):
    """One command of ``sgw``.

    Parameters
    ----------
    name
        What stands after ``sgw``.
    summary
        What it does, in a few words; they stand in ``sgw --help`` too.
    description
        What else there is to know.
    example
        A line for the shell, or several.
    add_arguments
        Declares its arguments and options.
    run
        Does it and returns the exit status. It writes only after nothing can go wrong
        any more, and raises an SgwError before; a CheckFailedError after.
    """

    name: str
    summary: str
    description: str
    example: str
    add_arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace, Output], int]


def add_data_option(parser: ArgumentParser) -> None:
    """Add ``--data``, which `catalogue_of` reads."""
    parser.add_argument(
        "--data",
        metavar="PATH",
        type=nonempty,
        help="folder of another Data Package of the same shape, instead of the bundled one",
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
    """Take an argument that must not be empty, as one from an unset shell variable is."""
    if not argument:
        raise ArgumentTypeError("must not be empty")
    return argument
