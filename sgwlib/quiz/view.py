"""The view of practice: it draws the model, and hands gestures back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anywidget
import traitlets as t

from sgwlib.quiz.wording import explorer_line, feedback, heading, kept, score, summary
from sgwlib.ui.frontend import module, style

if TYPE_CHECKING:
    from sgwlib.quiz.model import PracticeModel
    from sgwlib.quiz.question import Question

__all__ = ["PracticeView"]


class PracticeView(anywidget.AnyWidget):
    """Question, choices, feedback and summary, and what is said of the file."""

    _esm = module("practice.js")
    _css = style("practice.css")

    title = t.Unicode("Practice").tag(sync=True)
    screen: t.Dict[str, Any] = t.Dict(help="what is asked or summed up").tag(sync=True)
    places: t.List[list[str]] = t.List(
        help="what there is more about: what it is, and the line of Python that opens it"
    ).tag(sync=True)
    opened = t.Int(-1, help="which of the places is open, -1 for none").tag(sync=True)
    file = t.Unicode(help="where progress is kept").tag(sync=True)
    kept = t.Unicode(help="what is known of all cards").tag(sync=True)
    note = t.Unicode(help="what happened to the file, or empty").tag(sync=True)
    problem = t.Unicode(help="what went wrong, or empty").tag(sync=True)
    hint = t.Unicode(
        "Click here once, or come with Tab: then 1 to 4 answer and Enter goes on."
    ).tag(sync=True)
    too_large = t.Unicode("That file is too large for progress.").tag(sync=True)
    lost = t.Unicode(
        "Practice has lost its kernel: run its cell again. All answers before are kept."
    ).tag(sync=True)

    def show(self, model: PracticeModel) -> None:
        """Take over from the model what is to be drawn."""
        questions = model.open_to_look
        places = [question.place for question in questions]
        with self.hold_sync():
            self.screen = _screen(model)
            self.places = [
                [_about(question), explorer_line(model.catalogue, question.place)]
                for question in questions
            ]
            self.opened = places.index(model.place) if model.place in places else -1
            self.file = str(model.file.path)
            self.kept = kept(model)
            self.note = model.note
            self.problem = model.problem


def _screen(model: PracticeModel) -> dict[str, Any]:
    told = {
        "phase": model.phase,
        "heading": heading(model),
        "score": score(model) if model.phase != "summary" else "",
        "summary": summary(model),
        "left": model.session.left,
    }
    question = model.question
    if question is None or model.phase == "summary":
        return told
    answered = model.phase == "answered"
    return told | {
        "text": question.text,
        "quoted": question.quoted,
        "raw": question.raw,
        "choices": [choice.text for choice in question.choices],
        "chosen": model.chosen,
        "right": question.right if answered else -1,  # not before: it could be read in the page
        "feedback": feedback(model),
    }


def _about(question: Question) -> str:
    return " ".join(text for text in (question.text, question.quoted) if text)
