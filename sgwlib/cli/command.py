"""What a command is made of, and the options that several commands share."""

from __future__ import annotations

from argparse import ArgumentTypeError
from typing import TYPE_CHECKING, NamedTuple

from sgwlib.catalogue import load_catalogue
from sgwlib.errors import SgwError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Sequence

    from sgwlib.catalogue import Catalogue
    from sgwlib.cli.output import Output


class UsageError(SgwError):
    """A command line that cannot be understood."""


class CheckFailedError(SgwError):
    """A check of the command has failed, after everything was written. The exit status is 1."""


class Command(NamedTuple):
    """One command of ``sgw``.

    `run` returns the exit status. It raises an SgwError before it writes anything, and a
    CheckFailedError afterwards.
    """

    name: str
    summary: str
    description: str
    example: str
    add_arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace, Output], int]
    formats: bool = True
    """Whether it has the options ``--json`` and ``--csv``."""
    data: bool = True
    """Whether it has the options ``--data`` and ``--edition``, which `catalogue_of` reads."""
    edition: bool = True
    """Whether it has ``--edition``, if it has ``--data``."""

    def declare(self, parser: ArgumentParser) -> None:
        """Add all arguments and options to the parser of this command."""
        self.add_arguments(parser)
        if self.formats:
            formats = parser.add_mutually_exclusive_group()
            formats.add_argument("--json", action="store_true", help="write everything as JSON")
            formats.add_argument("--csv", action="store_true", help="write the main table as CSV")
        if self.data:
            parser.add_argument(
                "--data",
                metavar="PATH",
                type=nonempty,
                help="folder of another Data Package of the same shape as the bundled one",
            )
        if self.data and self.edition:
            parser.add_argument(
                "--edition",
                metavar="NAME",
                type=nonempty,
                help="another edition of the reference page, such as file-2023 (see: sgw editions)",
            )


def catalogue_of(arguments: Namespace) -> Catalogue:
    """Return the catalogue that the arguments ask for."""
    return load_catalogue(arguments.data, edition=getattr(arguments, "edition", None))


def first_of(names: Sequence[str]) -> str:
    """Return the first of some names, and how many others there are."""
    first, *more = names
    return f"{first} and {len(more)} more" if more else first


def nonempty(argument: str) -> str:
    """Return an argument, or refuse an empty one, such as one from an unset shell variable."""
    if not argument:
        raise ArgumentTypeError("must not be empty")
    return argument
