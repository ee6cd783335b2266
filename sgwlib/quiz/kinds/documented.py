"""Whether a pair is documented."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sgwlib.catalogue import Pair
from sgwlib.quiz.kinds.kind import Kind
from sgwlib.quiz.question import PAGE, Choice, Place, Subject
from sgwlib.text import counted

if TYPE_CHECKING:
    from random import Random

    from sgwlib.catalogue import Catalogue
    from sgwlib.quiz.question import Question

__all__ = ["DOCUMENTED", "NO", "YES"]

YES: Final = "Documented"
NO: Final = "Not documented"
_COMMON: Final = 10  # of the undocumented codes, so many that most operations have are asked about


def _names(catalogue: Catalogue) -> list[str]:
    return [name for name in catalogue.operations if catalogue.codes_of(name)]


def _ask(catalogue: Catalogue, operation: str, chance: Random) -> Question:
    has, lacks = catalogue.codes_of(operation), _plausible(catalogue, operation)
    code = chance.choice(lacks if lacks and chance.random() < 1 / 2 else has)
    subject = Subject(
        text=f"Is it documented that {operation} can return {code}?",
        known_by=PAGE,
        place=Place(operation, code),
    )
    told = f"{operation} is documented to return {counted(len(has), 'error code')}"
    if code in has:
        yes = Choice(YES, f"{told}, and {code} is one of them.")
        return subject.among([yes, Choice(NO, "The page lists the pair.")], yes)
    no = Choice(NO, f"{told}, and {code} is none of them. {_seen(catalogue, operation, code)}")
    return subject.among([Choice(YES, "The page does not list the pair."), no], no)


def _plausible(catalogue: Catalogue, operation: str) -> list[str]:
    """Return undocumented codes: those that were observed, and those that most operations have."""
    lacking = [code for code in catalogue.codes if not catalogue.documents(operation, code)]
    lacking.sort(
        key=lambda code: (
            (operation, code) not in catalogue.observed,
            -len(catalogue.operations_of(code)),
        )
    )
    return lacking[:_COMMON]


def _seen(catalogue: Catalogue, operation: str, code: str) -> str:
    observed = catalogue.observed.get(Pair(operation, code))
    if observed is None:
        return "That does not make it impossible."
    return f"It has been observed all the same: “{observed.message}” ({observed.source})"


DOCUMENTED = Kind("documented", "whether a pair is documented", _names, _ask)
"""Asks about each operation, with a code that it is documented to return or one that it is not."""
