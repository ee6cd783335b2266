"""What to do after a response."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgwlib.quiz.kinds.kind import Kind
from sgwlib.quiz.likeness import plausible
from sgwlib.quiz.overlaps import apart
from sgwlib.quiz.question import Choice, Place, Subject, known_by, raw_http
from sgwlib.response import build_response

if TYPE_CHECKING:
    from random import Random

    from sgwlib.catalogue import Catalogue
    from sgwlib.quiz.question import Question

__all__ = ["STEPS"]


def _names(catalogue: Catalogue) -> list[str]:
    return [
        code
        for code in catalogue.codes
        if catalogue.operations_of(code) and apart(catalogue, code, "remedy")
    ]


def _ask(catalogue: Catalogue, code: str, chance: Random) -> Question:
    about = catalogue.codes[code]
    operation = chance.choice(catalogue.operations_of(code))
    subject = Subject(
        text=f"{operation} answers with this. What is the next step?",
        known_by=known_by(about.remedy),
        place=Place(operation, code),
        raw=raw_http(build_response(operation, code, catalogue=catalogue), chance),
    )
    others = plausible(code, apart(catalogue, code, "remedy"), chance)
    others.sort(key=lambda other: not catalogue.documents(operation, other))
    return subject.ask(
        Choice(about.remedy.text, f"What is behind {code}: {about.cause.text}"),
        [
            Choice(catalogue.codes[name].remedy.text, f"That is what to do about {name}.")
            for name in others
        ],
        chance,
    )


STEPS = Kind("steps", "what to do after a response", _names, _ask)
"""Asks about each code; the wrong steps are those for other codes, of the same operation first."""
