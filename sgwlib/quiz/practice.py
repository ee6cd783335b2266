"""The practice widget: its texts, its view, and below it an explorer on request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sgwlib.extras import needed_by
from sgwlib.quiz.kinds import KINDS
from sgwlib.quiz.progress import ProgressFile
from sgwlib.text import counted

with needed_by("sgwlib.practice"):
    import ipywidgets as w
    import traitlets as t

    from sgwlib.quiz.model import PracticeModel, carry_out
    from sgwlib.ui.explorer import explorer
    from sgwlib.ui.frontend import module, style
    from sgwlib.ui.state import State
    from sgwlib.ui.view import View

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from sgwlib.catalogue import Catalogue
    from sgwlib.quiz.question import Place, Question
    from sgwlib.quiz.session import Card


# --- texts ----------------------------------------------------------------------------------


def title(model: PracticeModel) -> str:
    """Return what this is."""
    if model.label:
        return f"Test {model.label.partition('/')[0]} the course"
    return f"Practice of lesson {model.lesson}" if model.lesson else "Practice"


def heading(model: PracticeModel) -> str:
    """Return where the learner is in the session."""
    what = "Test" if model.label else "Session"
    if model.phase == "summary":
        return f"{what} stopped" if model.session.left else f"{what} done"
    again = sum(card in model.session.first_tries for card in model.session.left)
    if model.repeated:
        return f"To repeat: {again or 'none'} left"
    then = f", and {again} to repeat" if again else ""
    before = _before(model)
    return f"Question {before + model.number} of {before + model.session.length}{then}"


def _before(model: PracticeModel) -> int:
    """Return how many questions of a test were answered before this session."""
    return len(model.form) - model.session.length if model.label else 0


def score(model: PracticeModel) -> str:
    """Return how many answers were right, as far as a learner may know."""
    if model.label:
        right, all_of_them = model.tested
        return "" if model.session.left else f"{right} of {all_of_them} right"
    tries = model.session.first_tries.values()
    return f"{sum(tries)} of {len(tries)} right on the first try" if tries else ""


def feedback(model: PracticeModel) -> list[str]:
    """Return the verdict on the answer and then one paragraph for each reason."""
    question = model.question
    if model.phase != "answered" or question is None:
        return []
    why = [question.answer.why, f"How this is known: {question.known_by}", _again(model)]
    if model.chosen == question.right:
        return ["Right.", *why]
    wrong = question.choices[model.chosen]
    return [f"Wrong. The right answer: {question.answer.text}", wrong.why, *why]


def summary(model: PracticeModel) -> list[str]:
    """Return how the session went, once it is over or stopped."""
    if model.phase != "summary":
        return []
    lines = [f"{score(model)}."] if score(model) else []
    if not (lines or model.label):
        lines.append("No question was answered.")
    if model.session.left:
        lines.append(f"Still to be asked: {counted(len(model.session.left), 'question')}.")
    elif model.label:
        lines.append("Your answers are saved. Send the progress file to your teacher.")
    elif not model.missed:
        lines.append("Nothing was missed.")
    return lines


def rows(model: PracticeModel) -> list[tuple[str, int, int, int]]:
    """Return for each kind of card its title, and how many are known, in progress, and new."""
    found = []
    for kind in dict.fromkeys(card.kind for card in model.cards.values()):
        keys = [card.key for card in model.cards.values() if card.kind == kind]
        begun = [model.standings[key] for key in keys if key in model.standings]
        known = sum(each.is_known for each in begun)
        found.append((KINDS[kind].title, known, len(begun) - known, len(keys) - len(begun)))
    return found


def kept(model: PracticeModel) -> str:
    """Return how far the learner is with all cards."""
    known, learning, new = (
        sum(column) for column in zip(*(r[1:] for r in rows(model)), strict=True)
    )
    parts = f"{known} known, {learning} in progress, {new} new"
    return f"{counted(len(model.cards), 'card')}: {parts}; {model.due} due today."


def _again(model: PracticeModel) -> str:
    """Return when the answered card comes again."""
    if model.card in model.session.left:
        return "You'll see this card again at the end of this session."
    if model.rest < 1:
        return "You'll see this card again in the next session, today or later."
    return f"You'll see this card again in {counted(model.rest, 'day')}."


def explorer_line(place: Place) -> str:
    """Return the line of Python that opens the explorer at a place."""
    operations, codes = ((name,) if name else () for name in place[:2])
    return State(operations, codes, place.exception).line()


def as_text(model: PracticeModel) -> str:
    """Return the screen as plain text, for a page without a kernel."""
    question, lines = model.question, [heading(model), *summary(model)]
    if model.phase != "summary" and question is not None:
        numbered = [f"{number}. {each.text}" for number, each in enumerate(question.choices, 1)]
        texts = (question.text, question.quoted, question.raw, *numbered)
        lines += [text for text in texts if text] + feedback(model)
    for card, missed in model.missed.items() if model.phase == "summary" else ():
        lines += [_about(card, missed), f"    {explorer_line(missed.place)}"]
    return "\n".join([title(model), *lines, f"Progress: {model.file.path}", kept(model)])


# --- the widget -----------------------------------------------------------------------------


class PracticeView(View):
    """The view: it draws the model and sends gestures."""

    _esm = module("practice.js")
    _css = style("practice.css")

    title = t.Unicode().tag(sync=True)
    screen: t.Dict[str, Any] = t.Dict(help="the question or the summary").tag(sync=True)
    places: t.List[list[str]] = t.List(help="of each, a text and a line of Python").tag(sync=True)
    opened = t.Int(-1, help="which of the places is open; -1 for none").tag(sync=True)
    file = t.Unicode(help="where progress is kept").tag(sync=True)
    kept = t.Unicode(help="how far the learner is with all cards").tag(sync=True)
    rows: t.List[tuple[str, int, int, int]] = t.List(help="what `rows` returns").tag(sync=True)
    note = t.Unicode(help="what happened to the file").tag(sync=True)
    hint = t.Unicode(
        "Click here, or press Tab until you are here. Then press 1 to 4 to answer, and Enter to "
        "continue."
    ).tag(sync=True)

    def __init__(self, model: PracticeModel) -> None:
        super().__init__()
        self._model = model
        self._show()

    def act(self, gesture: Mapping[str, Any]) -> None:
        """Do what was asked for, and draw the model again."""
        answer = carry_out(self._model, gesture)
        if answer is not None:
            self.send(answer)
        self._show()

    def _show(self) -> None:
        model = self._model
        shown = model.open_to_look
        places = [question.place for question in shown.values()]
        with self.hold_sync():
            self.screen = _screen(model)
            self.places = [[_about(*each), explorer_line(each[1].place)] for each in shown.items()]
            self.opened = places.index(model.place) if model.place in places else -1
            self.file = str(model.file.path)
            self.kept = kept(model)
            self.rows = rows(model)
            self.title = title(model)
            self.note = model.note
            self.problem = model.problem

    def as_text(self) -> str:
        """Return the screen as plain text."""
        return as_text(self._model)


def _screen(model: PracticeModel) -> dict[str, Any]:
    screen = {
        "phase": model.phase,
        "heading": heading(model),
        "score": score(model) if model.phase != "summary" else "",
        "summary": summary(model),
        "left": len(model.session.left),
        "test": bool(model.label),
        "length": _before(model) + model.session.length,
        "done": _before(model) + len(model.session.first_tries),
    }
    question = model.question
    if question is None or model.phase == "summary":
        return screen
    answered = model.phase == "answered"
    return screen | {
        "text": question.text,
        "quoted": question.quoted,
        "raw": question.raw,
        "choices": [choice.text for choice in question.choices],
        "chosen": model.chosen,
        "right": question.right if answered else -1,  # or it could be read in the page
        "feedback": feedback(model),
    }


def _about(card: Card, question: Question) -> str:
    """Return what a question was about and its right answer, for the summary."""
    asked, answer = f"{KINDS[card.kind].title} ({card.name})", question.answer
    return f"{asked} {answer.text.rstrip('.')}. {answer.why}"


class Practice(w.VBox):  # type: ignore[misc]  # ipywidgets has no types
    """The widget that :func:`practice` opens: the view, and below it an explorer on request."""

    def __init__(self, model: PracticeModel) -> None:
        self.model = model
        self.view = PracticeView(model)
        super().__init__([self.view])
        self.add_class("sgw-practising")
        self.view.observe(self._open, "opened")

    def close(self) -> None:
        """Close everything shown."""
        if self.comm is None:
            return  # closed already: ipywidgets closes what it collects
        self.model.place = None
        self._open()
        for part in (self.view.layout, self.view, self.layout):
            part.close()
        super().close()

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Add a plain text, so that a page without a kernel shows the question, not a blank."""
        live = super()._repr_mimebundle_(**kwargs)
        return None if live is None else {**live, "text/plain": self.view.as_text()}

    def _open(self, _change: object = None) -> None:
        """Show an explorer where the model looks, instead of the last one."""
        before, shown, place = self.children[1:], [self.view], self.model.place
        if place is not None:
            catalogue = self.model.catalogue
            shown.append(explorer(*place[:2], exception=place.exception, catalogue=catalogue))
        self.children: Any = shown
        for each in before:
            each.layout.close()
            each.close()


def practice(  # noqa: PLR0913 - each is one thing that can be chosen, and all but two by name
    path: str | Path | None = None,
    seed: int | None = None,
    *,
    questions: int | None = None,
    kinds: Iterable[str] = (),
    lesson: str | None = None,
    test: str | None = None,
    catalogue: Catalogue | None = None,
) -> Practice:
    """Open the practice widget. In a notebook, make it the last line of a cell.

    Each question asks about one fact, a *card*. A card that you miss comes again in the same
    session, at most twice. After that, each card comes again when you are about to forget it. The
    keys 1 to 4 answer, and Enter goes on.

    Every answer is saved at once. A damaged file is renamed and kept. Several widgets may use
    one file.

    Parameters
    ----------
    path
        The JSON file for the progress. The first answer creates it. The default is
        ``sgwlib/practice.json`` with the user's other data; the widget shows where.
    seed
        Repeats the same questions, for the same progress on the same day. In a test, the number of
        the pair of forms, 0 by default: everyone in a class takes the same.
    questions
        How many cards a session has: 10 by default, and 4 at the end of a lesson.
    kinds
        Names of the kinds of questions to ask, such as ``["causes", "steps"]``; all by default.
    lesson
        A lesson such as ``"01"``: only its kinds of cards are new. Others come if they are due.
    test
        ``"before"`` or ``"after"``: ten questions without feedback. The two tests have questions
        of the same kinds and groups, and share none. A test is taken once.
    catalogue
        The bundled one by default.

    Returns
    -------
    Practice
        Its ``model`` holds the state.

    Raises
    ------
    PracticeError
        If the file cannot be used; it is not changed. Or if ``kinds`` is a string, or is combined
        with ``lesson`` or ``test``.
    UnknownNameError
        If there is no such kind of question, lesson or test.
    MissingPackageError
        If ipywidgets, anywidget or fsrs is not installed.

    Examples
    --------
    >>> import tempfile
    >>> opened = practice(f"{tempfile.mkdtemp()}/progress.json", kinds=["clauses"])
    >>> opened.model.question.text
    'The call gets this response. Which path does the handler take?'
    >>> opened.close()
    """
    model = PracticeModel(
        ProgressFile(path),
        length=questions,
        kinds=kinds,
        lesson=lesson,
        test=test,
        seed=seed,
        catalogue=catalogue,
    )
    return Practice(model)
