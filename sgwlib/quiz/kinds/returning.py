"""Which operation is documented to return a code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgwlib.quiz.kinds.kind import Kind
from sgwlib.quiz.likeness import plausible
from sgwlib.quiz.question import PAGE, Choice, Place, Subject
from sgwlib.text import counted

if TYPE_CHECKING:
    from random import Random

    from sgwlib.catalogue import Catalogue
    from sgwlib.quiz.question import Question

__all__ = ["RETURNING"]

_FEW = 6


def _names(catalogue: Catalogue) -> list[str]:
    return [
        code
        for code in catalogue.codes
        if catalogue.operations_of(code) and _strangers(catalogue, code)
    ]


def _strangers(catalogue: Catalogue, code: str) -> list[str]:
    """Return the operations that are neither documented nor observed to return a code."""
    return [
        name
        for name in catalogue.operations
        if not catalogue.documents(name, code) and (name, code) not in catalogue.observed
    ]


def _ask(catalogue: Catalogue, code: str, chance: Random) -> Question:
    operations = catalogue.operations_of(code)
    right = chance.choice(operations)
    subject = Subject(
        text=f"Which operation is documented to return {code}?",
        known_by=PAGE,
        place=Place(right, code),
    )
    return subject.ask(
        Choice(right, _told(code, operations)),
        [
            Choice(name, f"{name} is not documented to return {code}, nor known to have been seen.")
            for name in plausible(right, _strangers(catalogue, code), chance)
        ],
        chance,
    )


def _told(code: str, operations: tuple[str, ...]) -> str:
    some, more = ", ".join(operations[:_FEW]), len(operations) - _FEW
    rest = f" and {counted(more, 'other')}" if more > 0 else ""
    return f"{code} is documented for {counted(len(operations), 'operation')}: {some}{rest}."


RETURNING = Kind("returning", "which operation can return a code", _names, _ask)
"""Asks about each code; its answer is any one of the code's operations."""
