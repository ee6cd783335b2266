"""With which status an exception comes."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from sgwlib.quiz.kinds.kind import Kind
from sgwlib.quiz.question import PAGE, Choice, Place, Subject
from sgwlib.ui.detail.carriers import retry_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable
    from random import Random

    from sgwlib.catalogue import Catalogue, ExceptionType
    from sgwlib.quiz.question import Question

__all__ = ["STATUSES"]

_USUAL: Final = (404, 409, 429)  # what other services answer with, and this page never has


def _names(catalogue: Catalogue) -> Iterable[str]:
    return catalogue.exceptions


def _ask(catalogue: Catalogue, name: str, chance: Random) -> Question:
    about = catalogue.exceptions[name]
    subject = Subject(
        text=f"With which HTTP status does the page list {name}?",
        known_by=PAGE,
        place=Place(exception=name),
        quoted="" if about.carries_code else about.message,
    )
    told = f"{_written(about.status)}. {retry_sentence(about)}"
    others = _others(catalogue, about)
    chance.shuffle(others)
    return subject.ask(
        Choice(_written(about.status), told),
        [Choice(_written(status), _why_not(catalogue, status)) for status in others],
        chance,
    )


def _others(catalogue: Catalogue, about: ExceptionType) -> list[int]:
    """Return other statuses, without the one with which AWS's API reference has the carriers."""
    known = {each.status for each in catalogue.exceptions.values()}
    carried = {each.status for each in catalogue.exceptions.values() if each.carries_code}
    doubtful = carried if about.carries_code else set()
    return sorted((known | set(_USUAL)) - {about.status} - doubtful)


def _why_not(catalogue: Catalogue, status: int) -> str:
    having = [each.name for each in catalogue.exceptions.values() if each.status == status]
    if not having:
        return f"No exception of the page has {status}."
    return f"{status} is that of {', '.join(having[:3])}{' and others' if having[3:] else ''}."


def _written(status: int) -> str:
    """Return a status with its phrase, as a response begins."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


STATUSES = Kind("statuses", "with which status an exception comes", _names, _ask)
"""Asks about each exception."""
