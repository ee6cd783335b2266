"""``sgw explain``: what an error text means, from the command line, a file or a pipe."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sgwlib.cli.command import Command, UsageError, add_data_option, catalogue_of, nonempty
from sgwlib.cli.output import Fact

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from sgwlib.cli.output import Output
    from sgwlib.explanation import Explanation

__all__ = ["EXPLAIN"]

_STDIN = "-"
_NOTHING_FOUND = 1
_COMPRESSED = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd")  # gzip, zstd


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("text", metavar="TEXT", nargs="?", help="the text; - for standard input")
    parser.add_argument(
        "--file", metavar="FILE", type=nonempty, help="a file with the text; - for standard input"
    )
    parser.add_argument(
        "--json", action="store_true", help="write all that is known as JSON, with offsets"
    )
    add_data_option(parser)


def _explain(arguments: Namespace, output: Output) -> int:
    # Loaded here: the other commands need nothing of it.
    from sgwlib.explanation import explain

    told = explain(_text_of(arguments), catalogue=catalogue_of(arguments))
    if arguments.json:
        text = json.dumps(told.to_dict(), indent=2)
        output.raw(text.encode() if output.terminal else f"{text}\n".encode())
    else:
        _write(told, output)
    return 0 if told.found else _NOTHING_FOUND


def _text_of(arguments: Namespace) -> str | bytes:
    """Return the text from where it is said to be; piped text needs no word."""
    if arguments.text is not None and arguments.file is not None:
        raise UsageError("both a text and --file are given; expected one of them")
    place = arguments.file or (_STDIN if arguments.text in {None, _STDIN} else None)
    if place is None:
        return str(arguments.text)
    if place != _STDIN:
        return _content(place)
    if sys.stdin is None or (arguments.text is None and arguments.file is None and _typed()):
        raise UsageError("no text is given; expected TEXT, --file FILE, or a text in a pipe")
    buffer = getattr(sys.stdin, "buffer", None)
    return sys.stdin.read() if buffer is None else _plain("the text", bytes(buffer.read()))


def _typed() -> bool:
    return sys.stdin.isatty()


def _content(path: str) -> bytes:
    try:
        return _plain(path, Path(path).read_bytes())
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise UsageError(f"cannot read {path}: {reason}") from None


def _plain(name: str, content: bytes) -> bytes:
    """Refuse what is compressed: nothing would be found in it, whatever it holds."""
    if content.startswith(_COMPRESSED):
        raise UsageError(f"{name} is compressed; sgw scan reads it as it is, or decompress it")
    return content


def _write(told: Explanation, output: Output) -> None:
    from sgwlib.explanation.account import facts
    from sgwlib.explanation.marking import pieces

    for number, each in enumerate(told):
        if number:
            output.gap()
        if each.evidence or each.nearest:
            output.passage((piece.text, piece.sign is not None) for piece in pieces(each))
        output.facts([Fact("error", each.summary), *(Fact(*fact) for fact in facts(each))])


EXPLAIN = Command(
    name="explain",
    summary="say what an error text means",
    description=(
        "Give it a line of a log, a traceback, a response, or what any AWS client has printed. On "
        "a terminal the text is shown with what was read in it marked. In a pipe, each fact is "
        "one line of cells between tabs: its label, its text, and how it is known; every error of "
        "the text starts with a line labelled error; a hint, if there is one, says what to paste "
        "as well. The exit status is 0 if an error is found that may be of Storage Gateway, and 1 "
        "if none is."
    ),
    example=(
        "sgw explain 'InvalidGatewayRequestException: The specified gateway is not connected'\n"
        "sgw simulate DeleteVolume VolumeInUse | sgw explain"
    ),
    add_arguments=_add_arguments,
    run=_explain,
)
