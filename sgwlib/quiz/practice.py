"""The practice widget: its texts, its view, and below it an explorer on request."""

from __future__ import annotations

import logging
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sgwlib.errors import SgwError
from sgwlib.extras import needed_by
from sgwlib.quiz.progress import ProgressFile
from sgwlib.quiz.session import BOXES
from sgwlib.text import counted

with needed_by("sgwlib.practice"):
    import anywidget
    import ipywidgets as w
    import traitlets as t

    from sgwlib.quiz.model import PracticeModel, carry_out
    from sgwlib.ui.explorer import explorer
    from sgwlib.ui.frontend import module, style
    from sgwlib.ui.state import State, as_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from sgwlib.catalogue import Catalogue
    from sgwlib.quiz.question import Place, Question


_log = logging.getLogger(__name__)
_FOLLOWED = ("phase", "question", "chosen", "place", "note", "problem")


# --- texts ----------------------------------------------------------------------------------


def heading(model: PracticeModel) -> str:
    """Return where the learner is in the session."""
    if model.phase == "summary":
        return "Session stopped" if model.session.left else "Session done"
    again = model.session.left_again
    if model.repeated:
        return f"Again: {again or 'none'} left"
    then = f", then {again} again" if again else ""
    return f"Question {model.number} of {model.session.length}{then}"


def score(model: PracticeModel) -> str:
    """Return how many answers were right."""
    right, tried = model.session.score, len(model.session.first_tries)
    return f"{right} of {tried} right on the first try" if tried else ""


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
    lines = [f"{score(model)}." if score(model) else "No question was answered."]
    if model.session.left:
        lines.append(f"Still to be asked: {counted(model.session.left, 'question')}.")
    elif not model.missed:
        lines.append("Nothing was missed.")
    return lines


def kept(model: PracticeModel) -> str:
    """Return how many cards are in each box."""
    standings = model.standings
    in_box = Counter(each.box for each in standings.values())
    new = len(model.cards) - len(standings)
    boxes = [f"{new} new", *(f"{in_box[box]} in box {box}" for box in BOXES if in_box[box])]
    return f"{counted(len(model.cards), 'card')}: {', '.join(boxes)}; {model.due} due today."


def _again(model: PracticeModel) -> str:
    """Return when the answered card comes again."""
    box, rest = model.resting
    if model.session.will_ask(model.card):
        return f"The card is in box {box}: it comes again at the end of this session."
    if rest < 1:
        return f"The card is in box {box}: it comes again in the next session, today or later."
    return f"The card is in box {box} of {max(BOXES)}: it comes again in {counted(rest, 'day')}."


def explorer_line(place: Place) -> str:
    """Return the line of Python that opens the explorer at a place."""
    operation, code, exception = place
    return State(as_names(operation), as_names(code), exception).line()


def as_text(model: PracticeModel) -> str:
    """Return the screen as plain text, for a page without a kernel."""
    question, lines = model.question, [heading(model), *summary(model)]
    if model.phase != "summary" and question is not None:
        numbered = [f"{number}. {each.text}" for number, each in enumerate(question.choices, 1)]
        texts = (question.text, question.quoted, question.raw, *numbered)
        lines += [text for text in texts if text] + feedback(model)
    for missed in model.missed.values() if model.phase == "summary" else ():
        lines.append(_about(missed))
        lines.append(f"    {missed.answer.text}")
        lines.append(f"    {explorer_line(missed.place)}")
    return "\n".join([*lines, f"Progress: {model.file.path}", kept(model)])


# --- the widget -----------------------------------------------------------------------------


class PracticeView(anywidget.AnyWidget):
    """The view: it draws the model and sends gestures."""

    _esm = module("practice.js")
    _css = style("practice.css")

    title = t.Unicode("Practice").tag(sync=True)
    screen: t.Dict[str, Any] = t.Dict(help="the question or the summary").tag(sync=True)
    places: t.List[list[str]] = t.List(
        help="what can be explored: a text, and the line of Python that opens the explorer"
    ).tag(sync=True)
    opened = t.Int(-1, help="which of the places is open; -1 for none").tag(sync=True)
    file = t.Unicode(help="where progress is kept").tag(sync=True)
    kept = t.Unicode(help="how many cards are in each box").tag(sync=True)
    note = t.Unicode(help="what happened to the file").tag(sync=True)
    problem = t.Unicode(help="what went wrong").tag(sync=True)
    hint = t.Unicode(
        "Click here, or press Tab until you are here. Then press 1 to 4 to answer, and Enter to "
        "continue."
    ).tag(sync=True)
    too_large = t.Unicode("The file is too large to be progress.").tag(sync=True)
    lost = t.Unicode("The kernel is gone: run the cell again. Your answers are kept.").tag(
        sync=True
    )

    def show(self, model: PracticeModel) -> None:
        """Take from the model what is drawn."""
        questions = model.open_to_look
        places = [question.place for question in questions]
        with self.hold_sync():
            self.screen = _screen(model)
            self.places = [
                [_about(question), explorer_line(question.place)] for question in questions
            ]
            self.opened = places.index(model.place) if model.place in places else -1
            self.file = str(model.file.path)
            self.kept = kept(model)
            self.note = model.note
            self.problem = model.problem


def _screen(model: PracticeModel) -> dict[str, Any]:
    screen = {
        "phase": model.phase,
        "heading": heading(model),
        "score": score(model) if model.phase != "summary" else "",
        "summary": summary(model),
        "left": model.session.left,
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


def _about(question: Question) -> str:
    return f"{question.text} {question.quoted}".strip()


class Practice(w.VBox):  # type: ignore[misc]  # ipywidgets has no types
    """The widget that :func:`practice` opens. It shows every change of its ``model``."""

    def __init__(self, model: PracticeModel) -> None:
        self.model = model
        self.view = PracticeView()
        super().__init__([self.view])
        self.add_class("sgw-practising")
        self.view.show(model)
        self.view.on_msg(self._take)
        model.observe(self._follow, _FOLLOWED)

    def close(self) -> None:
        """Release the model and close everything shown."""
        if self.comm is None:
            return  # closed already: ipywidgets closes what it collects
        self.model.unobserve(self._follow, _FOLLOWED)
        self._open(None)
        for part in (self.view.layout, self.view, self.layout):
            part.close()
        super().close()

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Add a plain text, so that a page without a kernel shows the question, not a blank."""
        live = super()._repr_mimebundle_(**kwargs)
        if live is None:
            return None
        return {**live, "text/plain": as_text(self.model)}

    def _take(self, _view: PracticeView, gesture: Mapping[str, Any], _buffers: object) -> None:
        with self._reported():
            answer = carry_out(self.model, gesture)
            if answer is not None:
                self.view.send(answer)

    def _follow(self, change: Mapping[str, Any]) -> None:
        with self._reported():
            self.view.show(self.model)
            if change["name"] == "place":
                self._open(change["new"])

    def _open(self, place: Place | None) -> None:
        """Show an explorer at a place below, instead of the last one; None closes it."""
        before, shown = self.children[1:], [self.view]
        if place is not None:
            catalogue = self.model.catalogue
            shown.append(explorer(*place[:2], exception=place.exception, catalogue=catalogue))
        self.children: Any = shown
        for each in before:
            each.close()

    @contextmanager
    def _reported(self) -> Iterator[None]:
        """Show what goes wrong in a callback, since Jupyter would hide it."""
        try:
            yield
        except SgwError as error:
            self.view.problem = str(error)
        except Exception as error:  # noqa: BLE001 - whatever it is, the user must see it
            _log.debug("a callback of practice failed", exc_info=True)
            self.view.problem = f"Practice failed: {type(error).__name__}: {error}"


def practice(
    path: str | Path | None = None,
    seed: int | None = None,
    *,
    questions: int = 10,
    kinds: Iterable[str] = (),
    catalogue: Catalogue | None = None,
) -> Practice:
    """Open the practice widget. In a notebook, make it the last line of a cell.

    Each question asks about one fact of the catalogue, a *card*. A card that you miss comes again
    in the same session, at most twice, and first in the next one. A card that you know rests for
    a day, then for three, seven and 21 days. The keys 1 to 4 answer, and Enter goes on.

    Every answer is saved at once. A damaged file is renamed and kept. Several widgets may use
    one file.

    Parameters
    ----------
    path
        The JSON file for the progress. The first answer creates it. The default is
        ``sgwlib/practice.json`` with the user's other data; the widget shows where.
    seed
        Repeats the same questions, for the same progress on the same day.
    questions
        How many cards a session has.
    kinds
        Names of the kinds of questions to ask, such as ``["causes", "steps"]``; all by default.
    catalogue
        The bundled one by default.

    Returns
    -------
    Practice
        Its ``model`` holds the state.

    Raises
    ------
    PracticeError
        If the file cannot be used; it is not changed. Or if ``kinds`` is a string.
    UnknownNameError
        If there is no such kind of question.
    MissingPackageError
        If ipywidgets or anywidget is not installed.

    Examples
    --------
    >>> import tempfile
    >>> opened = practice(f"{tempfile.mkdtemp()}/progress.json", kinds=["causes"])
    >>> opened.model.question.text
    'Which error code fits this cause?'
    >>> opened.close()
    """
    model = PracticeModel(
        ProgressFile(path), length=questions, kinds=kinds, seed=seed, catalogue=catalogue
    )
    return Practice(model)
