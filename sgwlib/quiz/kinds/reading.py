"""Which error code a response has, if it has any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sgwlib.quiz.kinds.kind import Kind
from sgwlib.quiz.likeness import plausible
from sgwlib.quiz.question import Choice, Place, Subject, raw_http
from sgwlib.response import build_response

if TYPE_CHECKING:
    from random import Random

    from sgwlib.catalogue import Catalogue, Pair
    from sgwlib.quiz.question import Question
    from sgwlib.response import ErrorResponse

__all__ = ["NONE", "READING"]

NONE: Final = "None: it comes without an error code"
"""What is right for a general exception."""


def _names(catalogue: Catalogue) -> list[str]:
    if not catalogue.pairs:
        return []
    return [*catalogue.exceptions]


def _ask(catalogue: Catalogue, exception: str, chance: Random) -> Question:
    response = _response(catalogue, exception, chance.choice(catalogue.pairs))
    subject = Subject(
        text=f"{response.operation} answers with this. Which error code does it have?",
        known_by="documented: the reference page, fields of a response",
        place=Place(str(response.operation), response.code or "", exception),
        raw=raw_http(response, chance),
    )
    others = [name for name in catalogue.codes if name != response.code]
    of_exception = Choice(exception, f"{exception} is the exception; it stands in __type.")
    of_another = [
        Choice(name, f"{name} stands nowhere in the response.")
        for name in plausible(response.code or exception, others, chance)
    ]
    if response.code is None:
        right = Choice(NONE, f"{exception} is general: any operation can answer with it, alone.")
        return subject.ask(right, [of_exception, *of_another], chance)
    right = Choice(response.code, "An error code stands in error.errorCode, and nowhere else.")
    none = Choice(NONE, "error.errorCode in the body has one.")
    return subject.ask(right, [of_exception, none, *of_another], chance)


def _response(catalogue: Catalogue, exception: str, pair: Pair) -> ErrorResponse:
    if not catalogue.exceptions[exception].carries_code:
        return build_response(pair.operation, exception, catalogue=catalogue)
    return build_response(*pair, exception=exception, catalogue=catalogue)


READING = Kind("reading", "which error code a response has", _names, _ask)
"""Asks about each exception, as any operation may answer with it."""
