"""``sgw simulate``: one error response, byte for byte as it goes over the wire."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sgwlib.cli.command import Command, UsageError, add_data_option, catalogue_of, nonempty
from sgwlib.errors import CarrierError, UndocumentedPairError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from sgwlib.cli.output import Output

__all__ = ["SIMULATE"]

_KEYWORD = re.compile(r"\b(exception|undocumented)=(?:True|'(\w+)')")


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "operation", metavar="OPERATION", type=nonempty, help="such as DeleteVolume"
    )
    parser.add_argument(
        "error",
        metavar="ERROR",
        type=nonempty,
        help="an error code, or an exception that comes alone, such as ThrottlingException",
    )
    parser.add_argument(
        "--exception",
        metavar="NAME",
        type=nonempty,
        help="the carrier of an error code, which decides the status (see: sgw show CODE)",
    )
    parser.add_argument(
        "--undocumented",
        action="store_true",
        help="even if the operation is not documented to return the code",
    )
    parser.add_argument("--json", action="store_true", help="the body only")
    add_data_option(parser)


def _simulate(arguments: Namespace, output: Output) -> int:
    # Loaded here: the lists need nothing of it.
    from sgwlib.simulation.simulate import simulate

    try:
        response = simulate(
            arguments.operation,
            arguments.error,
            exception=arguments.exception,
            undocumented=arguments.undocumented,
            catalogue=catalogue_of(arguments),
        )
    except (UndocumentedPairError, CarrierError) as error:
        raise UsageError(_with_options(str(error))) from None
    output.raw(response.body if arguments.json else response.raw)
    return 0


def _with_options(sentence: str) -> str:
    """Say what to type here, where the library says what to write in Python."""
    return _KEYWORD.sub(
        lambda found: " ".join([f"--{found[1]}", *filter(None, [found[2]])]), sentence
    )


SIMULATE = Command(
    name="simulate",
    summary="write the response with which an operation would answer an error",
    description=(
        "The bytes are those of the wire, with a request id of their own; a terminal gets a "
        "line's end after them."
    ),
    example="sgw simulate DeleteVolume VolumeInUse",
    add_arguments=_add_arguments,
    run=_simulate,
)
