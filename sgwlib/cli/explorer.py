"""``sgw explorer``: the explorer as one HTML file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgwlib.cli.command import Command, catalogue_of, nonempty

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from sgwlib.cli.output import Output


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "operation", metavar="OPERATION", nargs="?", type=nonempty, help="an operation to select"
    )
    parser.add_argument(
        "error",
        metavar="ERROR",
        nargs="?",
        type=nonempty,
        help="one of its error codes, or a general exception",
    )
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
    add_arguments=_add_arguments,
    run=_explorer,
    formats=False,
)
