"""``sgw explain``: what an error text from an argument, a file or a pipe means."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final

from sgwlib.cli.command import Command, UsageError, catalogue_of, nonempty
from sgwlib.cli.output import Fact
from sgwlib.files import read_file, reason_of

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from sgwlib.cli.output import Output
    from sgwlib.diagnosis import Explanation

_STDIN: Final = "-"
_NOTHING_FOUND: Final = 1
_COMPRESSED: Final = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd")  # gzip, zstd
_COLUMNS: Final = (
    *("operation", "exception", "code", "certain", "documented", "message", "http_status"),
    *("request_id", "attempts", "cause", "remedy", "line"),
)


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("text", metavar="TEXT", nargs="?", help="the text; - for standard input")
    parser.add_argument(
        "--file", metavar="FILE", type=nonempty, help="a file with the text; - for standard input"
    )


def _explain(arguments: Namespace, output: Output) -> int:
    # Imported here: no other command needs it.
    from sgwlib.diagnosis import explain

    explanation = explain(_text_of(arguments), catalogue=catalogue_of(arguments))
    if arguments.json:
        output.json(explanation.to_dict())
    elif arguments.csv:
        output.csv([_row(each) for each in explanation if each.found], _COLUMNS)
    else:
        _write(explanation, output)
    return 0 if explanation.found else _NOTHING_FOUND


def _text_of(arguments: Namespace) -> str | bytes:
    """Return the text; without an argument, that of the pipe."""
    if arguments.text is not None and arguments.file is not None:
        raise UsageError("both a text and --file are given; expected one of them")
    place = arguments.file or (_STDIN if arguments.text in {None, _STDIN} else None)
    if place is None:
        return str(arguments.text)
    if place != _STDIN:
        try:
            return _plain(place, read_file(place))
        except OSError as error:
            raise UsageError(f"cannot read {place}: {reason_of(error)}") from None
    asked = arguments.text is not None or arguments.file is not None
    if sys.stdin is None or (not asked and sys.stdin.isatty()):
        raise UsageError("no text is given; expected TEXT, --file FILE, or a text in a pipe")
    buffer = getattr(sys.stdin, "buffer", None)
    return sys.stdin.read() if buffer is None else _plain("the text", bytes(buffer.read()))


def _plain(name: str, content: bytes) -> bytes:
    """Return a content, or refuse a compressed one, in which nothing can be found."""
    if content.startswith(_COMPRESSED):
        raise UsageError(f"{name} is compressed; decompress it, or use sgw scan")
    return content


def _write(explanation: Explanation, output: Output) -> None:
    from sgwlib.diagnosis.render import facts, pieces

    for number, each in enumerate(explanation):
        if number:
            output.gap()
        if each.evidence or each.nearest:
            output.passage((piece.text, piece.evidence is not None) for piece in pieces(each))
        output.facts(
            [Fact("error", each.summary), *(Fact(*fact) for fact in facts(each.to_dict()))]
        )


def _row(explanation: Explanation) -> dict[str, Any]:
    row = {name: getattr(explanation, name) for name in _COLUMNS}
    statements = {name: row[name] and row[name].text for name in ("cause", "remedy")}
    return row | statements


EXPLAIN = Command(
    name="explain",
    summary="explain an error text: a line of a log, a traceback, a response",
    description=(
        "It reads what any AWS client has printed. The exit status is 0 if it finds an error "
        "that may be one of Storage Gateway, and 1 if it finds none."
    ),
    example=(
        "sgw explain 'InvalidGatewayRequestException: The specified gateway is not connected'"
    ),
    add_arguments=_add_arguments,
    run=_explain,
)
