"""The test before and after a course: two parallel forms of ten questions.

For each question of one form, the other has a different card of the same kind and stratum, such as
two codes about volumes. A learner gets one form before, by chance, and the other one after.
"""

from __future__ import annotations

from collections import defaultdict
from random import Random
from typing import TYPE_CHECKING, Final

from sgwlib.errors import PracticeError, UnknownNameError
from sgwlib.quiz.kinds import KINDS
from sgwlib.quiz.session import Card, in_turn

if TYPE_CHECKING:
    from sgwlib.catalogue import Catalogue
    from sgwlib.quiz.progress import Progress

TIMES: Final = ("before", "after")
EACH: Final = 2  # questions of each kind in a form

Form = tuple[Card, ...]


def forms(catalogue: Catalogue, seed: int) -> tuple[Form, Form]:
    """Return the two forms that belong to a seed. They share no card."""
    chance = Random(f"forms {seed}")  # noqa: S311 - the choice of questions is no secret
    used: set[str] = set()
    pairs: list[tuple[Card, Card]] = []
    for kind in KINDS.values():
        strata = defaultdict(list)
        for name in kind.names(catalogue):
            if name not in used:
                strata[kind.stratum(catalogue, name)].append(name)
        found = _pairs(list(strata.values()), chance)[:EACH]
        pairs += [(Card(kind.name, one), Card(kind.name, other)) for one, other in found]
        if kind.name in ("causes", "steps"):  # the same code twice would help the second time
            used |= {name for pair in found for name in pair}
    swapped = [pair if chance.random() < 1 / 2 else pair[::-1] for pair in pairs]
    chance.shuffle(swapped)
    one, other = zip(*swapped, strict=True)
    return one, other


def _pairs(strata: list[list[str]], chance: Random) -> list[tuple[str, str]]:
    """Return pairs of names of one stratum each, from as many strata as possible first."""
    chance.shuffle(strata)
    for names in strata:
        chance.shuffle(names)
    return in_turn(zip(names[::2], names[1::2], strict=False) for names in strata)


def label(time: str, seed: int) -> str:
    """Return how a progress file names a test, such as ``"before/0"``."""
    if time not in TIMES:
        raise UnknownNameError("test", time, TIMES)
    if type(seed) is not int:
        raise PracticeError(f"seed is {seed!r}; expected a whole number")
    return f"{time}/{seed}"


def form_for(
    catalogue: Catalogue, progress: Progress, time: str, seed: int, chance: Random
) -> Form:
    """Return the form that a learner gets now. What they answered tells which one that is."""
    both = forms(catalogue, seed)
    for each in TIMES:
        answered = progress.in_test(label(each, seed))
        for form, other in (both, both[::-1]):
            if any(card.key in answered for card in form):
                return form if each == time else other
    return chance.choice(both)
