"""How fast an error text is explained, and whether the time grows faster than the text.

Hard texts have many beginnings and no end, or many details before many errors. Each text here
repeats one of these. A parser that searches from each beginning to the end takes sixteen times as
long for a text four times as long.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from benchmarks.figures import Figure, best_seconds, in_words
from sgwlib import explain, simulate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["explain_figures"]

_LINE: Final = (
    "An error occurred (InvalidGatewayRequestException) when calling the DeleteVolume operation: "
    "The specified volume is already in use."
)
_FEASIBLE: Final = 100e-6  # one second for 10,000 lines
_TIMES: Final = 4
# Twice the growth of the text leaves room for noise and for caches, and none for its square.
_CEILING: Final = 2.0

_HARD: Final[Mapping[str, tuple[str, ...]]] = {
    "open braces": ("{",),
    "open lists of objects": ("[{",),
    "open strings": ('{"a": "',),
    "escaped quotes": ('\\"',),
    "backslashes": ("\\",),
    "escape sequences": ("\x1b[",),
    "blanks": (" ",),
    "line ends": ("\n",),
    "time stamps": ("2024-04-06T07:08:09Z x\n",),
    "stamped and indented lines": ("2024-04-06T07:08:09Z   x\n",),
    "stamped lines of a program": ("Apr  6 07:08:09 host program[1]:   x\n",),
    "lines of one width": ("x" * 79 + "\n",),
    "names": ("ThrottlingException: ",),
    "names in parentheses": ("(ThrottlingException)",),
    "calls": ("(aaaaaaa) when calling the ",),
    "messages": ("errorMessage=",),
    "namespaces": ("a.",),
    "services": ("(Service: a a a a",),
    "words of Terraform": ("reading Storage Gateway (",),
    "codes": ('{"errorCode":"VolumeInUse"}',),
    "codes by name": ("GatewayNotConnected ",),
    "codes by name, line by line": ("GatewayNotConnected\n",),
    "lists of codes": ("GatewayNotConnected, NotSupported, ",),
    "services of Java": ("no (Service: S3, Status Code: 400) ",),
    "names in names": ("InvalidGatewayRequestException/",),
    "escapes of URLs": ("%20a",),
    "keys of Python 2": ("{u'a': u'",),
    "whole errors": (f"{_LINE}\n",),
    "whole errors on one line": (f"{_LINE} ",),
    "strings in strings": ('{"a":"{\\"__type\\": x ',),
    "cells of CSV": ('""a',),
    "calls, then errors": ("aws storagegateway list-volumes \n", "ThrottlingException: x\n"),
    "details, then errors": ("status code: 400, request id: aaaaaaaa\n", "InternalFailure \n"),
    "errors, then messages": ("InternalFailure \n", "errorMessage=no\n"),
}


def explain_figures(size: int, repeats: int, calls: int) -> Iterator[Figure]:
    """Measure single errors, then the growth of each hard text from a size to four times that."""
    texts = {
        "explain(), a line of boto3": _LINE,
        "explain(), a response": str(simulate("DeleteVolume", "VolumeInUse")),
        "explain(), a line without an error": "2024-04-06 INFO all is well with volume 7 " * 3,
    }
    for name, text in texts.items():
        seconds = best_seconds(partial(explain, text), repeats, calls)
        peer = f"{in_words(_FEASIBLE)}, 10,000 lines a second"
        yield Figure(name, in_words(seconds), peer, seconds / _FEASIBLE)
    for name, pieces in _HARD.items():
        yield _growth(name, pieces, size, repeats)


def _growth(name: str, pieces: tuple[str, ...], size: int, repeats: int) -> Figure:
    short, long = (
        best_seconds(partial(explain, _text(pieces, length)), repeats)
        for length in (size, _TIMES * size)
    )
    return Figure(
        f"explain(), growth: {name}",
        f"x {long / short:.2f} for {_TIMES} times the text ({in_words(long)})",
        f"linear: x {_TIMES}",
        long / short / _TIMES,
        _CEILING,
    )


def _text(pieces: tuple[str, ...], length: int) -> str:
    """Return a text of about this length: the first piece repeated, then the next one."""
    return "".join(piece * (length // len(pieces) // len(piece)) for piece in pieces)
