"""Which code fits a cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgwlib.quiz.kinds.kind import Kind
from sgwlib.quiz.likeness import plausible
from sgwlib.quiz.overlaps import apart
from sgwlib.quiz.question import Choice, Place, Subject, known_by

if TYPE_CHECKING:
    from random import Random

    from sgwlib.catalogue import Catalogue
    from sgwlib.quiz.question import Question

__all__ = ["CAUSES"]


def _names(catalogue: Catalogue) -> list[str]:
    return [code for code in catalogue.codes if apart(catalogue, code, "cause")]


def _ask(catalogue: Catalogue, code: str, chance: Random) -> Question:
    about = catalogue.codes[code]
    subject = Subject(
        text="Which error code fits this cause?",
        known_by=known_by(about.cause),
        place=Place(code=code),
        quoted=about.cause.text,
    )
    return subject.ask(
        Choice(code, f"{code} says: “{about.message}” What to do: {about.remedy.text}"),
        [
            Choice(name, f"{name} has another cause: {catalogue.codes[name].cause.text}")
            for name in plausible(code, apart(catalogue, code, "cause"), chance)
        ],
        chance,
    )


CAUSES = Kind("causes", "which code fits a cause", _names, _ask)
"""Asks for each code by its cause."""
