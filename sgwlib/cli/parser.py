"""The commands of ``sgw``, and the parser of its command line."""

from __future__ import annotations

import re
from argparse import SUPPRESS, Action, ArgumentError, ArgumentParser, RawDescriptionHelpFormatter
from textwrap import fill
from typing import TYPE_CHECKING, Any, NoReturn

from sgwlib import __version__
from sgwlib.cli import coverage, explain, lookup, pair, review, scan, serve, show
from sgwlib.cli.command import UsageError
from sgwlib.errors import UnknownNameError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from sgwlib.cli.command import Command

GROUPS: dict[str, tuple[Command, ...]] = {
    "learn and look up": (
        lookup.OPERATIONS,
        lookup.CODES,
        show.SHOW,
        lookup.COVER,
        lookup.EDITIONS,
        pair.EXPLORER,
    ),
    "provoke and test": (
        pair.SIMULATE,
        pair.RECIPE,
        serve.SERVE,
        review.REVIEW,
        coverage.COVERAGE,
    ),
    "on call": (explain.EXPLAIN, scan.SCAN),
}
COMMANDS: tuple[Command, ...] = tuple(each for group in GROUPS.values() for each in group)

_DESCRIPTION = "Look up, provoke and explain every documented error of the AWS Storage Gateway API."
_EXAMPLE = "sgw show VolumeInUse"
_BAD_INPUT = 2
_WRONG_COMMAND = re.compile(r"argument COMMAND: invalid choice: '([^']+)'")


def parse(arguments: Sequence[str] | None) -> Namespace:
    """Return the arguments, and the command's function as ``run``.

    ``--help`` and ``--version`` raise SystemExit, as does an empty line, which gets the help, too.
    """
    parser = _parser()
    parsed, unknown = parser.parse_known_args(arguments)
    if parsed.command is None and not unknown:
        parser.exit(_BAD_INPUT, parser.format_help())
    if unknown:
        given = " ".join(unknown)
        command = f"sgw {parsed.command}" if parsed.command else "sgw"
        raise UsageError(f"unrecognized arguments: {given} (see: {command} --help)")
    return parsed


class _Parser(ArgumentParser):
    """A parser that raises an error instead of ending the process."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.register("action", None, _Once)

    def error(self, message: str) -> NoReturn:
        wrong = _WRONG_COMMAND.match(message)
        if wrong:
            message = str(UnknownNameError("command", wrong[1], [each.name for each in COMMANDS]))
        raise UsageError(f"{message} (see: {self.prog} --help)")


class _Once(Action):
    """Store a value. A second one is refused, because one of the two would have no effect."""

    given = False

    def __call__(
        self, _parser: ArgumentParser, namespace: Namespace, values: object, *_: object
    ) -> None:
        if self.given and self.option_strings:
            raise ArgumentError(self, "given twice; expected one value")
        self.given = True
        setattr(namespace, self.dest, values)


def _parser() -> ArgumentParser:
    listed = [
        "\n".join([f"{group}:", *(f"  {each.name:<10}  {each.summary}" for each in commands)])
        for group, commands in GROUPS.items()
    ]
    parser = _Parser(
        prog="sgw",
        usage="sgw [-h] [--version] COMMAND ...",
        **_settings("\n\n".join([fill(_DESCRIPTION, 79), *listed]), _EXAMPLE),
    )
    parser.add_argument("--version", action="version", version=f"sgw {__version__}")
    # argparse cannot list subcommands in groups: the description has them.
    choices = parser.add_subparsers(dest="command", metavar="COMMAND", help=SUPPRESS, prog="sgw")
    for command in COMMANDS:
        text = f"{command.summary[:1].upper()}{command.summary[1:]}. {command.description}"
        added = choices.add_parser(command.name, **_settings(fill(text, 79), command.example))
        command.declare(added)
        added.set_defaults(run=command.run)
    return parser


def _settings(description: str, example: str) -> dict[str, Any]:
    return {
        "description": description,
        "epilog": f"example:\n  {example}",
        "formatter_class": RawDescriptionHelpFormatter,
        "allow_abbrev": False,  # an abbreviation would break when an option is added
    }
