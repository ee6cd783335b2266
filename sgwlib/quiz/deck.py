"""All cards: each is one fact of the catalogue that can be asked about at any time."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sgwlib.errors import UnknownNameError
from sgwlib.quiz.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from random import Random

    from sgwlib.catalogue import Catalogue
    from sgwlib.quiz.question import Question

__all__ = ["Card", "deck"]


class Card(NamedTuple):
    """A fact to be learned.

    Parameters
    ----------
    kind
        Name of the kind of its questions.
    name
        What they ask about: a name of the catalogue.
    """

    kind: str
    name: str

    @property
    def key(self) -> str:
        """Its name in files: ``"causes/VolumeInUse"``."""
        return f"{self.kind}/{self.name}"

    def ask(self, catalogue: Catalogue, chance: Random) -> Question:
        """Return a question about it; its details are left to chance.

        Examples
        --------
        >>> from random import Random
        >>> from sgwlib import load_catalogue
        >>> question = Card("causes", "VolumeInUse").ask(load_catalogue(), Random(1))
        >>> question.quoted, question.answer.text
        ('iSCSI initiators are still connected to the volume.', 'VolumeInUse')
        """
        return KINDS[self.kind].ask(catalogue, self.name, chance)


def deck(catalogue: Catalogue, kinds: Iterable[str] = ()) -> dict[str, Card]:
    """Return all cards of a catalogue.

    Parameters
    ----------
    catalogue
        Where the facts come from.
    kinds
        Names of the kinds of questions; all of them by default.

    Returns
    -------
    dict of str to Card
        By their names in files.

    Raises
    ------
    UnknownNameError
        If there is no such kind.

    Examples
    --------
    >>> from sgwlib import load_catalogue
    >>> len(deck(load_catalogue())), len(deck(load_catalogue(), ["causes"]))
    (230, 36)
    """
    chosen = tuple(kinds) or tuple(KINDS)
    for kind in chosen:
        if kind not in KINDS:
            raise UnknownNameError("kind of question", kind, KINDS)
    cards = [Card(kind, name) for kind in chosen for name in KINDS[kind].names(catalogue)]
    return {card.key: card for card in cards}
