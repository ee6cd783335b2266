"""``sgw simulate``, ``recipe`` and ``explorer``: one pair as a response, as steps, on a page."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from sgwlib.cli.command import Command, UsageError, catalogue_of, nonempty
from sgwlib.errors import CarrierError, UndocumentedPairError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from sgwlib.cli.output import Output

_KEYWORD: Final = re.compile(r"\b(exception|undocumented)=(?:True|'(\w+)')")


def _add_pair(parser: ArgumentParser, error: str, nargs: str | None = None) -> None:
    operation = "an operation, such as DeleteVolume"
    for name, text in (("operation", operation), ("error", error)):
        parser.add_argument(name, metavar=name.upper(), nargs=nargs, type=nonempty, help=text)


def _add_response(parser: ArgumentParser) -> None:
    _add_pair(parser, "an error code, or an exception that has none, such as ThrottlingException")
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
    add_arguments=_add_response,
    run=_simulate,
    formats=False,
)


def _add_recipe(parser: ArgumentParser) -> None:
    _add_pair(parser, "an error code that is documented for it, or a general exception")
    parser.add_argument(
        "--run",
        dest="does_run",
        action="store_true",
        help="run it, and write what the client raised",
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--source", action="store_true", help="write the script alone")
    form.add_argument("--json", action="store_true", help="write everything as JSON")


def _recipe(arguments: Namespace, output: Output) -> int:
    # Imported here: no other command needs it.
    from sgwlib.simulation.sandbox.recipes import recipe

    found = recipe(arguments.operation, arguments.error)
    raised = None
    if arguments.does_run:
        error = found.run()
        raised = f"{type(error).__name__}: {error}"
    if arguments.json:
        evidence = found.evidence._asdict()
        plain = {**asdict(found), "evidence": evidence, "raised": raised}
        text = json.dumps(plain, indent=2) + "\n"
    else:
        text = found.source if arguments.source else f"{found}"
        text += f"\n{raised}\n" if raised else ""
    output.raw(text.encode())
    return 0


RECIPE = Command(
    name="recipe",
    summary="show how an error comes about, step by step",
    description=(
        "The steps lead from an empty account of the sandbox to the error. They are also a script, "
        "which needs sgwlib and boto3 alone."
    ),
    example="sgw recipe DeleteVolume VolumeInUse --run",
    add_arguments=_add_recipe,
    run=_recipe,
    formats=False,
    data=False,
)


def _add_page(parser: ArgumentParser) -> None:
    _add_pair(parser, "one of its error codes, or a general exception", nargs="?")
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=nonempty, required=True, help="the file to write"
    )
    parser.add_argument(
        "--coverage", metavar="REPORT", type=nonempty, help="show what a client has met"
    )


def _explorer(arguments: Namespace, output: Output) -> int:
    # Imported here: no other command needs it.
    from sgwlib.ui.explorer import explorer

    catalogue, error = catalogue_of(arguments), arguments.error
    general = error in catalogue.exceptions
    opened = explorer(
        arguments.operation,
        None if general else error,
        exception=error if general else "",
        coverage=arguments.coverage,
        catalogue=catalogue,
    )
    opened.save(arguments.output)
    output.raw(f"Open {arguments.output} in a browser.\n".encode())
    return 0


EXPLORER = Command(
    name="explorer",
    summary="write the explorer to one HTML file",
    description="The file needs no Python, no server and no network.",
    example="sgw explorer DeleteVolume VolumeInUse -o explorer.html",
    add_arguments=_add_page,
    run=_explorer,
    formats=False,
)
