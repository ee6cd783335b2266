"""``sgw simulate``: one error response, byte for byte as it goes over the wire."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sgwlib.cli.command import Command, UsageError, catalogue_of, nonempty
from sgwlib.errors import CarrierError, UndocumentedPairError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from sgwlib.cli.output import Output

_KEYWORD: Final = re.compile(r"\b(exception|undocumented)=(?:True|'(\w+)')")


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "operation", metavar="OPERATION", type=nonempty, help="an operation, such as DeleteVolume"
    )
    parser.add_argument(
        "error",
        metavar="ERROR",
        type=nonempty,
        help="an error code, or an exception that has none, such as ThrottlingException",
    )
    parser.add_argument(
        "--exception",
        metavar="NAME",
        type=nonempty,
        help="the carrier of the error code; it determines the status (see: sgw show CODE)",
    )
    parser.add_argument(
        "--message", metavar="TEXT", help="the message, instead of the documented one"
    )
    parser.add_argument(
        "--undocumented",
        action="store_true",
        help="simulate the pair even if it is not documented",
    )
    parser.add_argument("--json", action="store_true", help="write only the body, which is JSON")


def _simulate(arguments: Namespace, output: Output) -> int:
    # Imported here: no other command needs it.
    from sgwlib.response import build_response

    try:
        response = build_response(
            arguments.operation,
            arguments.error,
            exception=arguments.exception,
            message=arguments.message,
            undocumented=arguments.undocumented,
            catalogue=catalogue_of(arguments),
        )
    except (UndocumentedPairError, CarrierError) as error:
        # The sentence names the keywords of Python.
        sentence = _KEYWORD.sub(
            lambda found: f"--{found[1]} {found[2]}" if found[2] else f"--{found[1]}", str(error)
        )
        raise UsageError(sentence) from None
    output.raw(response.body if arguments.json else response.raw)
    return 0


SIMULATE = Command(
    name="simulate",
    summary="write one error response as it goes over the wire",
    description="Each response has a new request id.",
    example="sgw simulate DeleteVolume VolumeInUse",
    add_arguments=_add_arguments,
    run=_simulate,
    formats=False,
)
