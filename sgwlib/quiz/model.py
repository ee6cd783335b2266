"""The state of practice without its widget, and what a gesture in the widget does to it."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random
from typing import TYPE_CHECKING, Any, Final

from sgwlib.catalogue import load_catalogue
from sgwlib.errors import PracticeError, UnknownNameError
from sgwlib.quiz.kinds import LESSONS
from sgwlib.quiz.progress import Answer, Kept, Progress, progress_from_bytes
from sgwlib.quiz.session import TIMES, Session, deck, form_for, label, plan, standing
from sgwlib.text import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sgwlib.catalogue import Catalogue
    from sgwlib.quiz.progress import ProgressFile
    from sgwlib.quiz.question import Place, Question
    from sgwlib.quiz.session import Card, Form, Standing

MANY: Final = 10  # questions of a session
FEW: Final = 4  # and at the end of a lesson


class PracticeModel:
    """The state of practice. Its parameters are those of :func:`sgwlib.practice`.

    Every answer goes into the file at once. If it cannot be written, the answer stays here, a
    problem says so, and the next answer tries to write everything again.
    """

    def __init__(  # noqa: PLR0913 - each is one thing that can be chosen, and all but one by name
        self,
        file: ProgressFile,
        *,
        length: int | None = None,
        kinds: Iterable[str] = (),
        lesson: str | None = None,
        test: str | None = None,
        seed: int | None = None,
        catalogue: Catalogue | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        if length is None:
            length = FEW if lesson is not None else MANY
        if type(length) is not int or length < 1:
            raise PracticeError(f"questions is {length!r}; expected a whole number of at least 1")
        kinds = kinds if isinstance(kinds, str) else tuple(kinds)
        choices = {"kinds": kinds or None, "lesson": lesson, "test": test}
        chosen = [name for name, value in choices.items() if value is not None]
        if len(chosen) > 1:
            raise PracticeError(f"{' and '.join(chosen)} can't be combined; expected one of them")
        self.phase = "asked"  # or "answered" or "summary"
        self.question: Question | None = None  # the last one
        self.chosen = -1  # the choice that was taken; -1 for none yet
        self.place: Place | None = None  # where an explorer is open
        self.problem = ""  # what went wrong
        self.note = ""  # what happened to the file
        self.file = file
        self.length = length
        if lesson is not None and lesson not in LESSONS:
            raise UnknownNameError("lesson", lesson, LESSONS)
        self.lesson = lesson
        self.catalogue = catalogue or load_catalogue()
        self.cards = deck(self.catalogue, kinds)
        if not self.cards:
            raise PracticeError("the catalogue has nothing to ask about")
        self.new = self.cards
        if lesson is not None:  # it shows the codes of this edition, and no others
            others = self.catalogue.known_codes.keys() - self.catalogue.codes.keys()
            own = deck(self.catalogue, LESSONS[lesson])
            self.new = {key: card for key, card in own.items() if card.name not in others}
        self.label = "" if test is None else label(test, seed or 0)
        self._seed = seed or 0
        self._chance = Random(seed)  # noqa: S311 - the order of questions is no secret
        self._clock = clock
        self.progress = Progress()  # all answers that are known
        self.standings: dict[str, Standing] = {}  # of the cards with an answer, by key
        self.session = Session(())
        self.missed: dict[Card, Question] = {}  # in this session, as they were asked
        self.card: Card | None = None  # that the question is about
        self.number = 0  # of the card in the session, from 1
        self.repeated = False  # whether it was missed before in this session
        self._take(file.read())
        self.form: Form = ()  # the cards of the test
        if test is not None:
            # Which of the two forms comes first is never seeded: a class needs both.
            by_chance = Random()  # noqa: S311 - likewise
            self.form = form_for(self.catalogue, self.progress, test, self._seed, by_chance)
        self.begin()

    def begin(self) -> None:
        """Start a new session with the cards that are due now, or go on with the test."""
        self.missed = {}
        if self.label:
            answered = self.progress.in_test(self.label)
            self.session = Session([c for c in self.form if c.key not in answered], repeats=0)
        else:
            asked_about = self.new | {key: self.cards[key] for key in self.standings}
            cards, now = asked_about.values(), self._clock()
            new = self.length // 2 if self.lesson else 0  # a lesson's own are asked in any case
            chosen = plan(cards, self.standings, now, self.length, self._chance, new)
            self.session = Session(chosen)
        if self.session.current is None:
            self.stop()
        self._ask()

    def answer(self, choice: int) -> None:
        """Take an answer and save it. Only the first answer to a question counts."""
        card, question = self.session.current, self.question
        if self.phase != "asked" or card is None or question is None:
            return
        if choice not in range(len(question.choices)):
            return
        right = choice == question.right
        given = Answer(self._clock(), card.key, right, self.label)
        self.session.record(right=right)
        if not right:
            self.missed.setdefault(card, question)
        self._keep(Progress(frozenset({given})))
        self.chosen, self.phase = choice, "answered"
        if self.label:  # a test says what was right at its end
            self.go_on()

    def go_on(self) -> None:
        """Ask the next question, also after a stop. At the end, show the summary."""
        if self.phase == "asked":
            return
        if self.phase == "summary" and self.session.left and self.chosen < 0:
            self.phase = "asked"  # the question that was open when the session was stopped
        elif self.session.current is not None:
            self._ask()
        elif self.phase == "answered":
            self.stop()

    def stop(self) -> None:
        """Show the summary now. The session can be continued."""
        self.phase, self.place = "summary", None

    def look(self, place: Place) -> None:
        """Open an explorer at a place, or close it if it is open there."""
        self.place = None if place == self.place else place

    def restore(self, content: bytes) -> None:
        """Merge a downloaded progress file. Any other file raises PracticeError."""
        before, found = self.progress, progress_from_bytes(content)
        self._keep(found)
        added = len((before | found).answers) - len(before.answers)
        self.note = f"Restored {counted(len(found.answers), 'answer')}; {added} of them were new."

    @property
    def rest(self) -> int:
        """How many days the current card rests."""
        found = self.standings.get(self.card.key) if self.card else None
        return found.rest(self._clock()) if found else 0

    @property
    def due(self) -> int:
        """The number of cards that are due today."""
        now = self._clock()
        return sum(each.is_due(now) for each in self.standings.values())

    @property
    def tested(self) -> tuple[int, int]:
        """How many answers of the test were right, and how many it has."""
        answered = self.progress.in_test(self.label)
        return sum(answered[c.key].right for c in self.form if c.key in answered), len(self.form)

    @property
    def open_to_look(self) -> dict[Card, Question]:
        """The questions to explore: the answered one, or in the summary those missed."""
        if self.phase == "summary":  # before the course, the answers would be a part of it
            return {} if self.label.startswith(TIMES[0]) else self.missed
        if self.phase == "answered" and self.card and self.question:
            return {self.card: self.question}
        return {}

    def _ask(self) -> None:
        card = self.session.current
        if card is None:
            return
        self.card, self.repeated = card, card in self.session.first_tries
        self.number = len(self.session.first_tries) + 1
        # All learners of a class get the same questions in a test.
        drawn = Random(f"{self._seed} {card.key}") if self.label else self._chance  # noqa: S311
        self.question = card.ask(self.catalogue, drawn)
        self.phase, self.chosen, self.place = "asked", -1, None

    def _keep(self, found: Progress) -> None:
        """Add answers here and in the file."""
        self._take(Kept(found))
        try:
            self._take(self.file.add(self.progress))
        except PracticeError as error:
            self.problem = f"{error}. All answers are still here; download them to keep them."
        else:
            self.problem = ""

    def _take(self, kept: Kept) -> None:
        """Add answers of the file, which another widget may have written, too."""
        if kept.set_aside:
            self.note = f"{self.file.path} was damaged. It was renamed to {kept.set_aside.name}."
        if not kept.progress.answers <= self.progress.answers:
            self.progress |= kept.progress
            by_card = self.progress.by_card()
            places = {key: standing(by_card[key]) for key in self.cards if key in by_card}
            self.standings = {key: each for key, each in places.items() if each is not None}


def carry_out(model: PracticeModel, gesture: Mapping[str, Any]) -> dict[str, Any] | None:
    """Do what the view asks for, if it is known. Return the message to send back, if any."""
    match gesture:
        case {"gesture": "answer", "choice": choice}:
            model.answer(choice)
        case {"gesture": "next"}:
            model.go_on()
        case {"gesture": "stop"}:
            model.stop()
        case {"gesture": "begin"}:
            model.begin()
        case {"gesture": "look", "place": place}:
            # none if the screen has changed
            for question in [*model.open_to_look.values()][place:][:1]:
                model.look(question.place)
        case {"gesture": "download", "view": view}:
            text = model.progress.to_bytes().decode()
            return {"download": text, "name": model.file.path.name, "view": view}
        case {"gesture": "restore", "text": text}:
            # A lone surrogate cannot be encoded otherwise; then the file is refused as damaged.
            model.restore(text.encode(errors="surrogatepass"))
    return None
