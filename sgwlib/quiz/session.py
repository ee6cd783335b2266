"""Which cards are asked: those that FSRS has due, in a session; and those of a test.

The state of FSRS follows from the answers alone, so merged answers give a merged state.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from datetime import UTC, datetime, timedelta
from itertools import zip_longest
from random import Random
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from sgwlib.errors import PracticeError, UnknownNameError
from sgwlib.extras import needed_by
from sgwlib.quiz.kinds import KINDS

with needed_by("sgwlib.practice"):
    import fsrs

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from sgwlib.catalogue import Catalogue
    from sgwlib.quiz.progress import Answer, Progress
    from sgwlib.quiz.question import Question

KNOWN: Final = 21  # days that a card is remembered, from which it counts as known
TIMES: Final = ("before", "after")  # when a course has a test
EACH: Final = 2  # questions of each kind in a test
MOST_REPEATS: Final = 2  # of a missed card in one session; after that, another day teaches more

_AGAIN: Final = (timedelta(minutes=10),)  # a missed card is due on the same day
_SCHEDULER: Final = fsrs.Scheduler(
    learning_steps=_AGAIN,
    relearning_steps=_AGAIN,
    maximum_interval=365,
    enable_fuzzing=False,  # the same answers give the same days
)
# A wrong clock may have written any year. From this one on, a due date might not be a date.
_LATEST: Final = datetime(9000, 1, 1, tzinfo=UTC)


T = TypeVar("T")


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
    """How well a card is remembered, and when it is asked again."""

    stability: float  # days until the probability to know it has fallen to 90 %
    due: datetime
    since: datetime  # the last answer

    def rest(self, now: datetime) -> int:
        """Return how many days of UTC it still rests; 0 or less if it is due."""
        today = now.date()  # before the day of its last answer, the clock was set back: it is due
        return (self.due.date() - today).days if today >= self.since.date() else 0

    def is_due(self, now: datetime) -> bool:
        """Return whether it is time to ask it."""
        return self.rest(now) <= 0

    @property
    def is_known(self) -> bool:
        """Whether it is remembered for weeks."""
        return self.stability >= KNOWN


def standing(answers: Iterable[Answer]) -> Standing | None:
    """Return where a card stands after its answers, oldest first; None for a new card."""
    card = fsrs.Card(card_id=0, due=_LATEST)  # with an id, because FSRS waits to make one
    for answer in answers:
        rating = fsrs.Rating.Good if answer.right else fsrs.Rating.Again
        card, _ = _SCHEDULER.review_card(card, rating, min(answer.when, _LATEST))
    if card.stability is None or card.last_review is None:
        return None
    return Standing(card.stability, card.due, card.last_review)


def plan(  # noqa: PLR0913, PLR0917 - each is one thing that decides
    cards: Collection[Card],
    standings: Mapping[str, Standing],
    now: datetime,
    length: int,
    chance: Random,
    new_ones: int = 0,
) -> list[Card]:
    """Return the cards of a session. At least `new_ones` are new, if there are so many.

    Due cards come first, those forgotten soonest before others; then new cards, each kind in turn;
    then resting cards, by when they are due. Chance decides between equals.
    """
    mixed = list(cards)
    chance.shuffle(mixed)
    new = [card for card in mixed if card.key not in standings]
    known = [(standings[card.key], card) for card in mixed if card.key in standings]
    due = [each for each in known if each[0].is_due(now)]
    resting = [each for each in known if not each[0].is_due(now)]
    due.sort(key=lambda each: each[0].stability)
    resting.sort(key=lambda each: each[0].due)
    due = due[: length - min(new_ones, len(new), length)]
    kinds = dict.fromkeys(card.kind for card in new)
    turns = in_turn([card for card in new if card.kind == kind] for kind in kinds)
    ordered = [card for _, card in due] + turns + [card for _, card in resting]
    return ordered[:length]


def in_turn(rows: Iterable[Iterable[T]]) -> list[T]:
    """Return the first of each row, then the second of each, and so on."""
    return [each for turn in zip_longest(*rows) for each in turn if each is not None]


class Session:
    """Cards asked one after the other. A missed one comes again at the end, a few times."""

    def __init__(self, cards: Iterable[Card], repeats: int = MOST_REPEATS) -> None:
        self.left = deque(cards)  # the first one is asked now
        self.length = len(self.left)
        self.first_tries: dict[Card, bool] = {}  # whether each was right, in the order asked
        self._most = repeats
        self._repeats: Counter[Card] = Counter()

    @property
    def current(self) -> Card | None:
        """The card that is asked now; None at the end."""
        return self.left[0] if self.left else None

    def record(self, *, right: bool) -> None:
        """Take the answer to the current card."""
        card = self.left.popleft()
        self.first_tries.setdefault(card, right)
        if not right and self._repeats[card] < self._most:
            self._repeats[card] += 1
            self.left.append(card)


# --- the tests before and after a course ----------------------------------------------------

Form = tuple[Card, ...]


def forms(catalogue: Catalogue, seed: int) -> tuple[Form, Form]:
    """Return the two forms of the test that belong to a seed. They share no card.

    For each question of one form, the other has a different card of the same kind and stratum, such
    as two codes about volumes. A learner gets one form before, by chance, and the other one after.
    """
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
