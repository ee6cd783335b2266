"""The state of practice: what is asked, what was answered, what is kept. No widgets."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random
from typing import TYPE_CHECKING, Final

import traitlets as t

from sgwlib.catalogue import load_catalogue
from sgwlib.errors import PracticeError
from sgwlib.quiz.deck import deck
from sgwlib.quiz.leitner import standing
from sgwlib.quiz.progress import Answer, Progress, progress_from_bytes
from sgwlib.quiz.question import Place, Question
from sgwlib.quiz.session import Session, plan
from sgwlib.text import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sgwlib.catalogue import Catalogue
    from sgwlib.quiz.deck import Card
    from sgwlib.quiz.keeping import Kept, ProgressFile
    from sgwlib.quiz.leitner import Standing

__all__ = ["PHASES", "PracticeModel"]

PHASES: Final = ("asked", "answered", "summary")
"""A question waits for its answer, or was answered, or the session is at its end or stopped."""


def _now() -> datetime:
    return datetime.now(UTC)


class PracticeModel(t.HasTraits):
    """The state of one widget.

    Every answer is kept in the file at once. What cannot be kept is not lost either: it stays
    here, a problem says so, and the next answer tries again with all of it.

    Parameters
    ----------
    file
        Where progress is kept.
    length
        How many cards a session has.
    kinds
        Names of the kinds of questions; all by default.
    seed
        Makes the same questions be asked again, for the same progress on the same day.
    catalogue
        The bundled one by default.
    clock
        Tells the time, in UTC.

    Attributes
    ----------
    progress : Progress
        All answers that are known.
    standings : dict of str to Standing
        Where each card stands that was ever answered, by its name in files.
    session : Session
        The cards of now.
    missed : dict of Card to Question
        What was answered wrong in this session, as it was asked then.
    card : Card
        What the question is about.
    number : int
        Which card of the session the question is about, counted from 1.
    repeated : bool
        Whether it was missed before in this session, and is asked again.

    Raises
    ------
    PracticeError
        If the file cannot be used, the length is no whole number from 1 on, or the catalogue
        has nothing to ask about.
    UnknownNameError
        If there is no such kind.

    Examples
    --------
    >>> import tempfile
    >>> from sgwlib.quiz.keeping import ProgressFile
    >>> file = ProgressFile(f"{tempfile.mkdtemp()}/progress.json")
    >>> model = PracticeModel(file, seed=1, kinds=["causes"])
    >>> model.answer(model.question.right)
    >>> model.phase, model.session.score, len(file.read().progress.answers)
    ('answered', 1, 1)
    """

    phase = t.Enum(PHASES, "asked", help="What is to be done now.")
    question = t.Instance(Question, allow_none=True, help="What is or was asked last.")
    chosen = t.Int(-1, help="Which choice was taken, -1 for none yet.")
    place = t.Instance(Place, allow_none=True, help="Where an explorer is open, or None.")
    problem = t.Unicode(help="What went wrong, or empty.")
    note = t.Unicode(help="What happened to the file, or empty.")

    def __init__(  # noqa: PLR0913 - each is one thing that can be chosen, and all but one by name
        self,
        file: ProgressFile,
        *,
        length: int = 10,
        kinds: Iterable[str] = (),
        seed: int | None = None,
        catalogue: Catalogue | None = None,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        super().__init__()
        if type(length) is not int or length < 1:
            raise PracticeError(f"{length!r} questions; expected a whole number from 1 on")
        self.file = file
        self.length = length
        self.catalogue = catalogue or load_catalogue()
        self.cards = deck(self.catalogue, kinds)
        if not self.cards:
            raise PracticeError("the catalogue has nothing that these questions could ask about")
        self._chance = Random(seed)  # noqa: S311 - the order of questions is no secret
        self._clock = clock
        self.progress = Progress()
        self.standings: dict[str, Standing] = {}
        self.session = Session(())
        self.missed: dict[Card, Question] = {}
        self.card: Card | None = None
        self.repeated, self.number = False, 0
        self._take(file.read())
        self.begin()

    def begin(self) -> None:
        """Begin a new session, with what is due by now."""
        today = self._clock().date()
        cards = plan(self.cards.values(), self.standings, today, self.length, self._chance)
        self.session = Session(cards)
        self.missed = {}
        self._ask()

    def answer(self, choice: int) -> None:
        """Take an answer, and keep it. Once the question is answered, this does nothing."""
        card, question = self.session.current, self.question
        if self.phase != "asked" or card is None or question is None:
            return
        if choice not in range(len(question.choices)):
            return
        right = choice == question.right
        given = Answer(self._clock(), card.key, right)
        self.session.record(right=right)
        if not right:
            self.missed.setdefault(card, question)
        with self.hold_trait_notifications():
            self._keep(Progress(frozenset({given})))
            self.chosen, self.phase = choice, "answered"

    def go_on(self) -> None:
        """Ask the next question, also after a stop; at the end, sum up."""
        if self.phase == "asked":
            return
        if self.session.current is not None:
            self._ask()
        elif self.phase == "answered":
            self.stop()

    def stop(self) -> None:
        """Sum up now; the session can be taken up again."""
        with self.hold_trait_notifications():
            self.phase, self.place = "summary", None

    def look(self, place: Place) -> None:
        """Open an explorer at a place; where it is open, close it."""
        self.place = None if place == self.place else place

    def restore(self, content: bytes) -> None:
        """Add the progress of a download to what is known here.

        Raises
        ------
        PracticeError
            If it is none: nothing has changed then.
        """
        before, found = self.progress, progress_from_bytes(content)
        with self.hold_trait_notifications():
            self._keep(found)
            added = len((before | found).answers) - len(before.answers)
            all_of_it = counted(len(found.answers), "answer")
            self.note = f"Restored {all_of_it}, {added} of them new here."

    @property
    def resting(self) -> tuple[int, int]:
        """The box of the card that the question is about, and for how many days it rests there."""
        found = self.standings.get(self.card.key) if self.card else None
        return (found.box, found.rest(self._clock().date())) if found else (0, 0)

    @property
    def due(self) -> int:
        """How many cards are due today."""
        today = self._clock().date()
        return sum(each.is_due(today) for each in self.standings.values())

    @property
    def open_to_look(self) -> list[Question]:
        """The questions that there is more to see about: the answered one, or those missed."""
        if self.phase == "summary":
            return list(self.missed.values())
        return [self.question] if self.phase == "answered" and self.question else []

    def _ask(self) -> None:
        card = self.session.current
        if card is None:
            return
        self.card, self.repeated = card, self.session.repeats
        self.number = len(self.session.first_tries) + 1
        with self.hold_trait_notifications():
            self.question = card.ask(self.catalogue, self._chance)
            self.phase, self.chosen, self.place = "asked", -1, None

    def _keep(self, found: Progress) -> None:
        """Add to what is known, here and in the file."""
        self._learn(found)
        try:
            self._take(self.file.add(self.progress))
        except PracticeError as error:
            self.problem = f"{error}. All answers are still here, and can be downloaded."
        else:
            self.problem = ""

    def _learn(self, found: Progress) -> None:
        """Add answers to those that are known here, and see where the cards stand then."""
        if found.answers <= self.progress.answers:
            return
        self.progress |= found
        by_card = self.progress.by_card()
        places = {key: standing(by_card[key]) for key in self.cards if key in by_card}
        self.standings = {key: each for key, each in places.items() if each is not None}

    def _take(self, kept: Kept) -> None:
        """Add what the file holds: another widget may have written it."""
        self._learn(kept.progress)
        if kept.set_aside:
            self.note = (
                f"{self.file.path} was damaged. It is set aside, whole, as {kept.set_aside.name}."
            )
