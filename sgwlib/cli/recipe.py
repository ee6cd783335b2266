"""``sgw recipe``: the shortest way from an empty account to one error."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from sgwlib.cli.command import Command, nonempty

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from sgwlib.cli.output import Output


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "operation", metavar="OPERATION", type=nonempty, help="an operation, such as DeleteVolume"
    )
    parser.add_argument(
        "error",
        metavar="ERROR",
        type=nonempty,
        help="an error code that is documented for it, or a general exception",
    )
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
    add_arguments=_add_arguments,
    run=_recipe,
    formats=False,
    data=False,
)
