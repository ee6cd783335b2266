"""The commands, and how a command line becomes one of them."""

from __future__ import annotations

import re
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from textwrap import fill, indent
from typing import TYPE_CHECKING, Any, NoReturn

from sgwlib import __version__
from sgwlib.cli import coverage, explain, listing, review, scan, serve, show, simulation
from sgwlib.cli.command import UsageError
from sgwlib.errors import UnknownNameError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from sgwlib.cli.command import Command

__all__ = ["COMMANDS", "parse"]

COMMANDS: tuple[Command, ...] = (
    listing.OPERATIONS,
    listing.CODES,
    show.SHOW,
    simulation.SIMULATE,
    serve.SERVE,
    coverage.COVERAGE,
    explain.EXPLAIN,
    scan.SCAN,
    review.REVIEW,
)

_DESCRIPTION = "Learn, look up and provoke every documented error of the AWS Storage Gateway API."
_EXAMPLE = "sgw show VolumeInUse"
_WRONG_COMMAND = re.compile(r"argument COMMAND: invalid choice: '([^']+)'")


def parse(arguments: Sequence[str] | None) -> Namespace:
    """Read a command line.

    Parameters
    ----------
    arguments
        What stands after ``sgw``; those of this process by default.

    Returns
    -------
    argparse.Namespace
        The arguments, and the command's function as ``run``.

    Raises
    ------
    UsageError
        If it cannot be understood.
    SystemExit
        After ``--help`` and ``--version``.

    Examples
    --------
    >>> parse(["show", "VolumeInUse"]).name
    'VolumeInUse'
    """
    parsed, unknown = _parser().parse_known_args(arguments)
    if unknown:
        given = " ".join(unknown)
        raise UsageError(f"unrecognized arguments: {given} (see: sgw {parsed.command} --help)")
    return parsed


class _Parser(ArgumentParser):
    """A parser that leaves it to `sgwlib.cli.main` to say what is wrong."""

    def error(self, message: str) -> NoReturn:
        wrong = _WRONG_COMMAND.match(message)
        if wrong:
            message = str(UnknownNameError("command", wrong[1], [each.name for each in COMMANDS]))
        raise UsageError(f"{message} (see: {self.prog} --help)")


def _parser() -> ArgumentParser:
    parser = _Parser(prog="sgw", **_settings(_DESCRIPTION, _EXAMPLE))
    parser.add_argument("--version", action="version", version=f"sgw {__version__}")
    choices = parser.add_subparsers(
        title="commands", dest="command", metavar="COMMAND", required=True
    )
    for command in COMMANDS:
        added = choices.add_parser(
            command.name,
            help=command.summary,
            **_settings(f"{_sentence(command.summary)} {command.description}", command.example),
        )
        command.add_arguments(added)
        added.set_defaults(run=command.run)
    return parser


def _settings(description: str, example: str) -> dict[str, Any]:
    return {
        "description": fill(description, 79),
        "epilog": f"example:\n{indent(example, '  ')}",
        "formatter_class": RawDescriptionHelpFormatter,
        "allow_abbrev": False,  # an abbreviation would break when an option is added
    }


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
