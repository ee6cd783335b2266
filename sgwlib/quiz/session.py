"""Cards, when each of them is asked again (Leitner's boxes), and one session of practice.

A right answer moves a card one box up, where it rests longer. A wrong answer moves it back to the
first box, where it doesn't rest at all. A card without an answer is in no box: it is new.

===  =============================
box  days of rest after an answer
===  =============================
1    0: due again at once
2    1
3    3
4    7
5    21
===  =============================

Days are days of UTC. A right answer to a resting card changes nothing: ten answers on one day
teach as much as one. Boxes follow from the answers alone, so merged answers give merged boxes.
"""

from __future__ import annotations

from collections import Counter, deque
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, Final, NamedTuple

from sgwlib.errors import PracticeError, UnknownNameError
from sgwlib.quiz.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date
    from random import Random

    from sgwlib.catalogue import Catalogue
    from sgwlib.quiz.progress import Answer
    from sgwlib.quiz.question import Question

BOXES: Final = {1: 0, 2: 1, 3: 3, 4: 7, 5: 21}  # box to its days of rest
MOST_REPEATS: Final = 2  # of a missed card in one session; after that, another day teaches more


class Card(NamedTuple):
    """A fact of the catalogue to learn: a kind of question, and the name it asks about."""

    kind: str
    name: str

    @property
    def key(self) -> str:
        """Its name in progress files: ``"causes/VolumeInUse"``."""
        return f"{self.kind}/{self.name}"

    def ask(self, catalogue: Catalogue, chance: Random) -> Question:
        """Return a question about it. Chance decides the details."""
        return KINDS[self.kind].ask(catalogue, self.name, chance)


def deck(catalogue: Catalogue, kinds: Iterable[str] = ()) -> dict[str, Card]:
    """Return the cards of a catalogue by their keys; `kinds` is all by default."""
    if isinstance(kinds, str):
        raise PracticeError(f"kinds is the string {kinds!r}; expected a list such as [{kinds!r}]")
    chosen = tuple(kinds) or tuple(KINDS)
    for kind in chosen:
        if kind not in KINDS:
            raise UnknownNameError("kind of question", kind, KINDS)
    cards = [Card(kind, name) for kind in chosen for name in KINDS[kind].names(catalogue)]
    return {card.key: card for card in cards}


class Standing(NamedTuple):
    """The box of a card, and the day of the answer that put it there."""

    box: int
    since: date

    def rest(self, today: date) -> int:
        """Return how many days it still rests; 0 or less if it is due.

        Before the day of the last answer it is due: the clock was set back.
        """
        passed = (today - self.since).days
        return BOXES[self.box] - passed if passed >= 0 else 0

    def is_due(self, today: date) -> bool:
        """Return whether it is time to ask it."""
        return self.rest(today) <= 0


def standing(answers: Iterable[Answer]) -> Standing | None:
    """Return where a card stands after its answers, oldest first; None for a new card."""
    here: Standing | None = None
    for answer in answers:
        today, box = answer.when.date(), here.box if here else min(BOXES)
        if not answer.right:
            here = Standing(min(BOXES), today)
        elif here is None or here.is_due(today):
            here = Standing(min(box + 1, max(BOXES)), today)
    return here


def plan(
    cards: Collection[Card],
    standings: Mapping[str, Standing],
    today: date,
    length: int,
    chance: Random,
) -> list[Card]:
    """Return the cards of a session; fewer than `length` only if there are no more.

    Due cards come first, by box and then by how long they are overdue; then new cards, each kind
    in turn; then resting cards, by when they are due. Chance decides between equals.
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
    """Return the cards so that the kinds take turns."""
    kinds: dict[str, list[Card]] = {}
    for card in cards:
        kinds.setdefault(card.kind, []).append(card)
    turns = chain.from_iterable(zip_longest(*kinds.values()))
    return [card for card in turns if card is not None]


class Session:
    """Cards asked one after the other. A missed card comes again at the end.

    It does so each time it is missed, at most :data:`MOST_REPEATS` times: a session always ends.
    """

    def __init__(self, cards: Iterable[Card]) -> None:
        self._left = deque(cards)
        self._repeats: Counter[Card] = Counter()
        self.length = len(self._left)
        self.first_tries: dict[Card, bool] = {}  # whether each was right, in the order asked

    @property
    def current(self) -> Card | None:
        """The card that is asked now; None at the end."""
        return self._left[0] if self._left else None

    @property
    def repeats(self) -> bool:
        """Whether the current card was missed before."""
        return self.current in self.first_tries

    @property
    def left(self) -> int:
        """The number of questions left, if none is missed from now on."""
        return len(self._left)

    @property
    def left_again(self) -> int:
        """The number of those that were missed before."""
        return sum(card in self.first_tries for card in self._left)

    @property
    def score(self) -> int:
        """The number of cards that were right on the first try."""
        return sum(self.first_tries.values())

    def will_ask(self, card: Card | None) -> bool:
        """Return whether a card is still to be asked."""
        return card in self._left

    def record(self, *, right: bool) -> None:
        """Take the answer to the current card."""
        card = self._left.popleft()
        self.first_tries.setdefault(card, right)
        if not right and self._repeats[card] < MOST_REPEATS:
            self._repeats[card] += 1
            self._left.append(card)
