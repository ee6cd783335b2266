"""``sgw review``: what code does about the errors of the operations that it calls."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from sgwlib.cli.command import Command, nonempty

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from sgwlib.cli.output import Output

__all__ = ["REVIEW"]

_FINDINGS = 1


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("files", metavar="FILE", nargs="+", type=nonempty, help="Python source")
    parser.add_argument(
        "--operation", metavar="NAME", type=nonempty, help="only calls of this operation"
    )
    parser.add_argument("--json", action="store_true", help="write every verdict as JSON")


def _review(arguments: Namespace, output: Output) -> int:
    # Loaded here: the other commands need nothing of it, and it needs botocore.
    import sgwlib

    reviews = [sgwlib.review(Path(file), arguments.operation) for file in arguments.files]
    if arguments.json:
        text = json.dumps([each.to_dict() for each in reviews], indent=2)
    else:
        text = "\n".join(map(str, reviews))
    content = text.encode(errors="backslashreplace")
    output.raw(content if output.terminal else content + b"\n")
    return 0 if all(each.clean for each in reviews) else _FINDINGS


REVIEW = Command(
    name="review",
    summary="review how code handles the errors of the operations it calls",
    description=(
        "Every call of a Storage Gateway operation through boto3 is answered with each of its "
        "documented errors and followed, without running anything. Written are, like a linter "
        "does, lines of file:line: first what is wrong (names that never match, errors that are "
        "swallowed, handlers that fail themselves), then, for each call, what becomes of its "
        "errors. What falls through is no finding: it is the caller's. The exit status is 1 if "
        "there are findings."
    ),
    example="sgw review backup.py --operation DeleteVolume",
    add_arguments=_add_arguments,
    run=_review,
)
