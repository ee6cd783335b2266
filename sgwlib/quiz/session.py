"""One session of practice: which cards are asked, and how it went."""

from __future__ import annotations

from collections import Counter, deque
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date
    from random import Random

    from sgwlib.quiz.deck import Card
    from sgwlib.quiz.leitner import Standing

__all__ = ["MOST_REPEATS", "Session", "plan"]

MOST_REPEATS: Final = 2
"""How often a missed card comes again in one session: beyond that, another day teaches more."""


def plan(
    cards: Collection[Card],
    standings: Mapping[str, Standing],
    today: date,
    length: int,
    chance: Random,
) -> list[Card]:
    """Choose the cards of a session.

    Those that are due come first, the lowest box and the longest overdue before the others; then
    new ones, of each kind in turn; then those at rest, the one that is due next before the
    others.

    Parameters
    ----------
    cards
        All cards there are.
    standings
        Where those that were ever answered stand, by the card's name in files.
    today
        The day.
    length
        How many cards are wanted.
    chance
        Decides between equals.

    Returns
    -------
    list of Card
        Fewer than wanted only if there are no more.

    Examples
    --------
    >>> from datetime import date
    >>> from random import Random
    >>> from sgwlib import load_catalogue
    >>> from sgwlib.quiz.deck import deck
    >>> from sgwlib.quiz.leitner import Standing
    >>> missed = {"causes/VolumeInUse": Standing(1, date(2026, 3, 1))}
    >>> cards = deck(load_catalogue()).values()
    >>> [each.key for each in plan(cards, missed, date(2026, 3, 2), 1, Random(1))]
    ['causes/VolumeInUse']
    """
    mixed = list(cards)
    chance.shuffle(mixed)
    new = [card for card in mixed if card.key not in standings]
    known = [(standings[card.key], card) for card in mixed if card.key in standings]
    due = [each for each in known if each[0].is_due(today)]
    resting = [each for each in known if not each[0].is_due(today)]
    due.sort(key=lambda each: (each[0].box, each[0].since))
    resting.sort(key=lambda each: each[0].rest(today))
    ordered = [card for _, card in due] + _in_turn(new) + [card for _, card in resting]
    return ordered[:length]


def _in_turn(cards: Iterable[Card]) -> list[Card]:
    """Order cards so that each kind has its turn."""
    kinds: dict[str, list[Card]] = {}
    for card in cards:
        kinds.setdefault(card.kind, []).append(card)
    turns = chain.from_iterable(zip_longest(*kinds.values()))
    return [card for card in turns if card is not None]


class Session:
    """Cards that are asked one after the other; one that was missed comes again at the end.

    It does so each time that it is missed, but :data:`MOST_REPEATS` times at most: a session ends
    whatever is answered.

    Parameters
    ----------
    cards
        What to ask.

    Attributes
    ----------
    first_tries : dict of Card to bool
        Whether each card that was answered was right at the first try, in the order asked.

    Examples
    --------
    >>> from sgwlib.quiz.deck import Card
    >>> session = Session([Card("causes", "VolumeInUse"), Card("causes", "LunInvalid")])
    >>> session.record(right=False)
    >>> session.record(right=True)
    >>> session.current.name, session.repeats, session.score
    ('VolumeInUse', True, 1)
    """

    def __init__(self, cards: Iterable[Card]) -> None:
        self._left = deque(cards)
        self._repeats: Counter[Card] = Counter()
        self.length = len(self._left)
        self.first_tries: dict[Card, bool] = {}

    @property
    def current(self) -> Card | None:
        """The card that is asked now, None at the end."""
        return self._left[0] if self._left else None

    @property
    def repeats(self) -> bool:
        """Whether the card that is asked now was missed before."""
        return self.current in self.first_tries

    @property
    def left(self) -> int:
        """How many are still to be asked, as far as one can know."""
        return len(self._left)

    @property
    def left_again(self) -> int:
        """How many of those were missed before."""
        return sum(card in self.first_tries for card in self._left)

    @property
    def score(self) -> int:
        """How many were right at the first try."""
        return sum(self.first_tries.values())

    @property
    def missed(self) -> list[Card]:
        """What to look at again: those that were wrong at the first try."""
        return [card for card, right in self.first_tries.items() if not right]

    def will_ask(self, card: Card | None) -> bool:
        """Say whether a card is still to be asked."""
        return card in self._left

    def record(self, *, right: bool) -> None:
        """Take the answer to the card that is asked now."""
        card = self._left.popleft()
        self.first_tries.setdefault(card, right)
        if not right and self._repeats[card] < MOST_REPEATS:
            self._repeats[card] += 1
            self._left.append(card)
