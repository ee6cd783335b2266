"""Which exception can carry a code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgwlib.quiz.kinds.kind import Kind
from sgwlib.quiz.likeness import plausible
from sgwlib.quiz.question import Choice, Place, Subject, known_by

if TYPE_CHECKING:
    from collections.abc import Iterable
    from random import Random

    from sgwlib.catalogue import Catalogue
    from sgwlib.quiz.question import Question

__all__ = ["CARRYING"]


def _names(catalogue: Catalogue) -> Iterable[str]:
    return catalogue.codes if catalogue.general_exceptions else ()


def _ask(catalogue: Catalogue, code: str, chance: Random) -> Question:
    """Never set the two carriers against each other: the page does not say which it is."""
    carrier = catalogue.codes[code].carrier
    subject = Subject(
        text=f"Which exception can carry the error code {code}?",
        known_by=known_by(carrier),
        place=Place(code=code, exception=carrier.text),
    )
    return subject.ask(
        Choice(carrier.text, _told(catalogue, code)),
        [
            Choice(name, f"{name} is a general exception: it comes alone, without an error code.")
            for name in plausible(carrier.text, catalogue.general_exceptions, chance)
        ],
        chance,
    )


def _told(catalogue: Catalogue, code: str) -> str:
    default = catalogue.exceptions[catalogue.codes[code].carrier.text]
    return (
        f"{code} is taken to come with {default.name}, status {default.status}. The page has "
        f"{' and '.join(catalogue.carriers)} for every code, and never says which."
    )


CARRYING = Kind("carrying", "which exception can carry a code", _names, _ask)
"""Asks about each code."""
