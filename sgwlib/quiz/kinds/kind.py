"""What all kinds of questions have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from random import Random

    from sgwlib.catalogue import Catalogue
    from sgwlib.quiz.question import Question

__all__ = ["Kind"]


class Kind(NamedTuple):
    """A way to ask about a catalogue.

    Parameters
    ----------
    name
        Such as ``"causes"``: it stands in the names of cards, and so in files.
    title
        What it asks, in a few words.
    names
        The names in a catalogue that it can ask about, in the page's order: each is a fact to
        be learned, and so a card.
    ask
        From such a name to a question, whose details are left to chance.
    """

    name: str
    title: str
    names: Callable[[Catalogue], Iterable[str]]
    ask: Callable[[Catalogue, str, Random], Question]
