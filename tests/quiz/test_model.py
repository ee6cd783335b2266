from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from sgwlib import load_catalogue
from sgwlib.errors import ForeignFileError, PracticeError, UnknownNameError
from sgwlib.quiz.kinds import KINDS, LESSONS
from sgwlib.quiz.model import PracticeModel, carry_out
from sgwlib.quiz.practice import as_text, feedback, heading, kept, rows, score, summary, title
from sgwlib.quiz.progress import Progress, ProgressFile, progress_from_bytes
from sgwlib.quiz.question import Place
from sgwlib.ui.state import State
from tests.quiz.answers import answer

if TYPE_CHECKING:
    from sgwlib.quiz.question import Question

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Clock:
    """A clock that goes on a second whenever it is looked at, and further when it is told to."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "progress.json"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def model(path: Path, clock: Clock) -> PracticeModel:
    return PracticeModel(ProgressFile(path), length=3, seed=1, clock=clock)


def question(model: PracticeModel) -> Question:
    assert model.question
    return model.question


def answer_it(model: PracticeModel, *, right: bool = True) -> None:
    place = question(model).right
    model.answer(place if right else (place + 1) % len(question(model).choices))


def test_a_session_from_its_first_question_to_its_summary(model: PracticeModel) -> None:
    for number in (1, 2, 3):
        assert (model.phase, heading(model)) == ("asked", f"Question {number} of 3")
        assert feedback(model) == []
        answer_it(model)
        assert (model.phase, heading(model)) == ("answered", f"Question {number} of 3")
        assert feedback(model)[0] == "Right."
        model.go_on()
    assert (model.phase, heading(model)) == ("summary", "Session done")
    assert summary(model) == ["3 of 3 right on the first try.", "Nothing was missed."]
    assert kept(model) == "123 cards: 0 known, 3 in progress, 120 new; 0 due today."
    assert [title for title, *_ in rows(model)] == [kind.title for kind in KINDS.values()]
    assert sum(sum(numbers) for _, *numbers in rows(model)) == 123


def test_what_was_wrong_is_told_with_why_and_asked_again(model: PracticeModel) -> None:
    missed = model.card
    answer_it(model, right=False)
    verdict, why_not, why, known, again = feedback(model)
    right = question(model).answer
    assert verdict == f"Wrong. The right answer: {right.text}"
    assert why_not == question(model).choices[model.chosen].why
    assert why == right.why
    assert question(model).known_by in known
    assert again == "You'll see this card again at the end of this session."
    assert heading(model) == "Question 1 of 3, and 1 to repeat"
    for _ in range(2):
        model.go_on()
        answer_it(model)
    model.go_on()
    assert (model.card, model.repeated) == (missed, True)
    assert heading(model) == "To repeat: 1 left"
    answer_it(model)
    assert heading(model) == "To repeat: none left"
    assert feedback(model)[-1] == "You'll see this card again in 1 day."
    model.go_on()
    assert model.phase == "summary"
    assert score(model) == "2 of 3 right on the first try"
    assert list(model.open_to_look) == [missed]


def test_what_is_missed_again_and_again_is_left_for_the_next_session(model: PracticeModel) -> None:
    last_lines = []
    for _ in range(9):
        answer_it(model, right=False)
        last_lines.append(feedback(model)[-1])
        assert heading(model) != "Session done"
        model.go_on()
    end, later = "at the end of this session", "in the next session, today or later"
    assert last_lines == [f"You'll see this card again {when}." for when in [end] * 6 + [later] * 3]
    assert heading(model) == "Session done"
    assert summary(model) == ["0 of 3 right on the first try."]
    missed = set(model.missed)
    model.begin()
    assert model.card in missed


def test_nothing_but_a_choice_answers_and_only_once(model: PracticeModel, path: Path) -> None:
    asked = question(model)
    for wrong in (-1, len(asked.choices), 99):
        model.answer(wrong)
    model.go_on()
    assert (model.phase, model.question) == ("asked", asked)
    answer_it(model)
    answer_it(model, right=False)
    assert model.chosen == asked.right
    assert len(ProgressFile(path).read().progress.answers) == 1


def test_a_session_is_stopped_and_taken_up_again(model: PracticeModel) -> None:
    answer_it(model)
    model.go_on()
    card, asked = model.card, model.question
    model.stop()
    assert heading(model) == "Session stopped"
    assert summary(model)[-1] == "Still to be asked: 2 questions."
    model.go_on()
    assert (model.phase, model.card, model.question) == ("asked", card, asked)
    assert heading(model) == "Question 2 of 3"


def test_to_stop_before_any_answer_is_told(model: PracticeModel) -> None:
    model.stop()
    assert summary(model)[0] == "No question was answered."


def test_the_next_session_begins_with_what_was_missed(
    model: PracticeModel, path: Path, clock: Clock
) -> None:
    answer_it(model, right=False)
    model.stop()
    missed = model.card
    model.begin()
    assert (model.card, model.missed) == (missed, {})
    clock.now += timedelta(days=1)
    other = PracticeModel(ProgressFile(path), length=3, seed=9, clock=clock)
    assert other.card == missed
    assert other.due == 1


def test_what_was_right_comes_again_when_it_is_due(
    model: PracticeModel, path: Path, clock: Clock
) -> None:
    known = model.card
    answer_it(model)
    for days, due in ((0, False), (1, False), (3, True)):
        clock.now = NOON + timedelta(days=days)
        later = PracticeModel(ProgressFile(path), length=3, seed=9, clock=clock)
        assert (later.card == known) == due


def test_the_same_seed_asks_the_same(path: Path, clock: Clock) -> None:
    first, second = (PracticeModel(ProgressFile(path), seed=5, clock=clock) for _ in range(2))
    assert first.question == second.question
    others = {PracticeModel(ProgressFile(path), clock=clock).card for _ in range(8)}
    assert len(others) > 1


def test_two_widgets_on_one_file_lose_no_answer(path: Path, clock: Clock) -> None:
    one, other = (PracticeModel(ProgressFile(path), seed=seed, clock=clock) for seed in (1, 2))
    for model in (one, other, one, other):
        answer_it(model)
        model.go_on()
    assert len(ProgressFile(path).read().progress.answers) == 4
    assert other.progress == ProgressFile(path).read().progress


def test_an_answer_that_cannot_be_kept_is_kept_with_the_next(
    model: PracticeModel, path: Path
) -> None:
    newer = Progress().to_bytes().replace(b'"version": 2', b'"version": 3')
    path.write_bytes(newer)
    answer_it(model)
    assert "newer" in model.problem
    assert "All answers are still here" in model.problem
    assert path.read_bytes() == newer
    path.unlink()
    model.go_on()
    answer_it(model)
    assert model.problem == ""
    assert len(ProgressFile(path).read().progress.answers) == 2


def test_a_damaged_file_is_told_and_practice_begins(path: Path) -> None:
    path.write_bytes(b"{")
    model = PracticeModel(ProgressFile(path))
    assert "was renamed to progress.damaged-1.json" in model.note
    assert model.phase == "asked"


def test_a_file_damaged_meanwhile_loses_nothing_of_what_was_known(
    model: PracticeModel, path: Path
) -> None:
    answer_it(model)
    model.go_on()
    path.write_bytes(b"{")
    answer_it(model)
    assert "renamed" in model.note
    assert len(ProgressFile(path).read().progress.answers) == 2


def test_a_newer_file_is_refused_before_anything_is_asked(path: Path) -> None:
    path.write_bytes(Progress().to_bytes().replace(b'"version": 2', b'"version": 3'))
    with pytest.raises(ForeignFileError, match="update sgwlib"):
        PracticeModel(ProgressFile(path))


def test_a_wrong_length_is_refused(path: Path) -> None:
    lengths: list[Any] = [0, -1, 1.5, "ten", True]
    for length in lengths:
        with pytest.raises(PracticeError, match="expected a whole number of at least 1"):
            PracticeModel(ProgressFile(path), length=length)


# --- lessons --------------------------------------------------------------------------------


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_ends_with_four_cards_of_its_own_kinds(lesson: str, path: Path) -> None:
    model = PracticeModel(ProgressFile(path), lesson=lesson, seed=3)
    assert title(model) == f"Practice of lesson {lesson}"
    kinds = []
    while model.phase != "summary":
        assert model.card
        kinds.append(model.card.kind)
        answer_it(model)
        model.go_on()
    assert len(kinds) == 4
    assert set(kinds) == set(LESSONS[lesson])


def test_a_lesson_asks_only_about_codes_of_the_page_that_it_shows(path: Path) -> None:
    whole = PracticeModel(ProgressFile(path), lesson="00", length=100)
    asked = {card.name for card in (whole.card, *whole.session.left) if card}
    assert asked == deck_names(whole) & set(whole.catalogue.codes)
    assert deck_names(whole) - asked  # practice without a lesson has the others


def deck_names(model: PracticeModel) -> set[str]:
    return {card.name for card in model.cards.values() if card.kind == "causes"}


def test_a_lesson_also_asks_what_is_due_and_leaves_room_for_new_cards(
    path: Path, clock: Clock
) -> None:
    first = PracticeModel(ProgressFile(path), lesson="00", length=8, clock=clock)
    due = set()
    while first.phase != "summary":
        due.add(first.card)
        answer_it(first, right=False)
        first.go_on()
    later = PracticeModel(ProgressFile(path), lesson="04", length=4, clock=clock)
    asked = [later.card]
    while later.phase != "summary":
        answer_it(later)
        later.go_on()
        if later.card not in asked:
            asked.append(later.card)
    assert [card in due for card in asked] == [True, True, False, False]


@pytest.mark.parametrize("lesson", ["6", "07", 1, ""])
def test_an_unknown_lesson_is_refused(lesson: Any, path: Path) -> None:
    with pytest.raises(UnknownNameError, match="lesson"):
        PracticeModel(ProgressFile(path), lesson=lesson)


@pytest.mark.parametrize(
    "given",
    [
        {"lesson": "01", "kinds": ["causes"]},
        {"lesson": "01", "test": "before"},
        {"kinds": ["causes"], "test": "after"},
    ],
)
def test_two_choices_of_cards_are_refused(given: dict[str, Any], path: Path) -> None:
    with pytest.raises(PracticeError, match="can't be combined"):
        PracticeModel(ProgressFile(path), **given)


def test_progress_is_taken_elsewhere_and_back(model: PracticeModel, tmp_path: Path) -> None:
    answer_it(model)
    sent = carry_out(model, {"gesture": "download", "view": "7"})
    assert sent
    assert sent | {"download": ""} == {"download": "", "name": "progress.json", "view": "7"}
    elsewhere = PracticeModel(ProgressFile(tmp_path / "elsewhere.json"))
    for new in (1, 0):
        carry_out(elsewhere, {"gesture": "restore", "text": sent["download"]})
        assert elsewhere.note == f"Restored 1 answer; {new} of them were new."
    assert elsewhere.progress == model.progress
    assert ProgressFile(tmp_path / "elsewhere.json").read().progress == model.progress


def test_what_is_restored_is_merged(model: PracticeModel) -> None:
    answer_it(model)
    before = model.progress
    found = Progress(frozenset({answer(1), answer(2, card="of a later edition")}))
    model.restore(found.to_bytes())
    assert model.progress == before | found
    assert progress_from_bytes(model.file.path.read_bytes()) == before | found


@pytest.mark.parametrize("text", ["", "{}", '{"answers": []}', "\ud800"])
def test_what_is_no_progress_changes_nothing(model: PracticeModel, text: str) -> None:
    answer_it(model)
    before = model.progress, model.file.path.read_bytes()
    with pytest.raises(PracticeError):
        carry_out(model, {"gesture": "restore", "text": text})
    assert (model.progress, model.file.path.read_bytes()) == before


def test_an_explorer_is_opened_and_closed(model: PracticeModel) -> None:
    carry_out(model, {"gesture": "look", "place": 0})
    assert model.place is None
    answer_it(model)
    for expected in (question(model).place, None, question(model).place):
        carry_out(model, {"gesture": "look", "place": 0})
        assert model.place == expected
    model.go_on()
    assert model.place is None


@pytest.mark.parametrize("gesture", [{}, {"gesture": "no such"}, {"other": 1}])
def test_a_message_of_another_shape_does_nothing(
    model: PracticeModel, gesture: dict[str, object]
) -> None:
    asked = question(model)
    assert carry_out(model, gesture) is None
    assert (model.phase, model.question) == ("asked", asked)


def test_as_plain_text(model: PracticeModel) -> None:
    asked = question(model)
    text = as_text(model)
    assert asked.text in text
    for number, choice in enumerate(asked.choices, 1):
        assert f"{number}. {choice.text}\n" in text
    assert str(model.file.path) in text
    assert asked.answer.why not in text
    answer_it(model, right=False)
    assert asked.answer.why in as_text(model)
    model.stop()
    assert "explorer(" in as_text(model)
    assert asked.answer.text in as_text(model)


def test_every_card_s_place_can_be_opened(path: Path) -> None:
    model = PracticeModel(ProgressFile(path), length=123, seed=2)
    catalogue = load_catalogue()
    places = set()
    while model.phase != "summary":
        places.add(question(model).place)
        answer_it(model)
        assert "explorer(" not in heading(model)
        model.go_on()
    assert len(places) > 80
    assert Place() not in places
    for operation, code, exception in places:
        operations, codes = ((name,) if name else () for name in (operation, code))
        State(operations, codes, exception).checked(catalogue)


class AnyGestures(RuleBasedStateMachine):
    """Whatever is done in whatever order, no answer is lost and none is made up."""

    def __init__(self) -> None:
        super().__init__()
        self.path = Path(tempfile.mkdtemp()) / "progress.json"
        self.clock = Clock()
        self.models = [self.opened(), self.opened()]
        self.given = 0

    def opened(self) -> PracticeModel:
        return PracticeModel(ProgressFile(self.path), length=2, clock=self.clock)

    @rule(which=st.integers(0, 1), choice=st.integers(-1, 4))
    def answer(self, which: int, choice: int) -> None:
        model = self.models[which]
        open_to_it = model.phase == "asked" and choice in range(len(question(model).choices))
        model.answer(choice)
        self.given += open_to_it
        assert (model.phase == "answered") or not open_to_it

    @rule(which=st.integers(0, 1), gesture=st.sampled_from(["next", "stop", "begin", "look"]))
    def move(self, which: int, gesture: str) -> None:
        carry_out(self.models[which], {"gesture": gesture, "place": 0})

    @rule(which=st.integers(0, 1), days=st.integers(0, 30))
    def come_back_later(self, which: int, days: int) -> None:
        self.clock.now += timedelta(days=days)
        self.models[which] = self.opened()

    @invariant()
    def every_answer_is_kept(self) -> None:
        found = ProgressFile(self.path).read()
        assert len(found.progress.answers) == self.given
        assert found.set_aside is None
        for model in self.models:
            assert model.progress.answers <= found.progress.answers
            assert as_text(model)


TestAnyGestures = AnyGestures.TestCase
TestAnyGestures.settings = settings(stateful_step_count=20, suppress_health_check=list(HealthCheck))
