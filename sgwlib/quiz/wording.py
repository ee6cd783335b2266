"""What practice says: feedback, score, summary, and what is kept."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sgwlib.quiz.leitner import BOXES
from sgwlib.text import counted
from sgwlib.ui.line import python_line
from sgwlib.ui.model import ExplorerModel

if TYPE_CHECKING:
    from sgwlib.catalogue import Catalogue
    from sgwlib.quiz.model import PracticeModel
    from sgwlib.quiz.question import Place

__all__ = ["as_text", "explorer_line", "feedback", "heading", "kept", "score", "summary"]


def heading(model: PracticeModel) -> str:
    """Say where in the session one is."""
    if model.phase == "summary":
        return "Session stopped" if model.session.left else "Session done"
    again = model.session.left_again
    if model.repeated:
        return f"Again: {again or 'none'} left"
    then = f", then {again} again" if again else ""
    return f"Question {model.number} of {model.session.length}{then}"


def score(model: PracticeModel) -> str:
    """Say how it goes."""
    right, tried = model.session.score, len(model.session.first_tries)
    return f"{right} of {tried} right at the first try" if tried else ""


def feedback(model: PracticeModel) -> list[str]:
    """Say whether the answer was right, and why; nothing before there is one.

    Returns
    -------
    list of str
        The verdict first, then a paragraph each.
    """
    question = model.question
    if model.phase != "answered" or question is None:
        return []
    why = [question.answer.why, f"How that is known: {question.known_by}", _again(model)]
    if model.chosen == question.right:
        return ["Right.", *why]
    wrong = question.choices[model.chosen]
    return [f"Wrong. The right answer: {question.answer.text}", wrong.why, *why]


def summary(model: PracticeModel) -> list[str]:
    """Say how the session went, and what comes next."""
    if model.phase != "summary":
        return []
    told = [f"{score(model)}." if score(model) else "No question was answered."]
    if model.session.left:
        told.append(f"Still to be asked: {counted(model.session.left, 'question')}.")
    elif not model.missed:
        told.append("Nothing was missed.")
    return told


def kept(model: PracticeModel) -> str:
    """Say what is known of all cards, box by box."""
    standings = model.standings
    in_box = Counter(each.box for each in standings.values())
    new = len(model.cards) - len(standings)
    boxes = [f"{new} new", *(f"{in_box[box]} in box {box}" for box in BOXES if in_box[box])]
    return f"{counted(len(model.cards), 'card')}: {', '.join(boxes)}; {model.due} due today."


def _again(model: PracticeModel) -> str:
    """Say when the card that was answered comes again."""
    box, rest = model.resting
    if model.session.will_ask(model.card):
        return f"The card is in box {box}: it comes again at the end of this session."
    if rest < 1:
        return f"The card is in box {box}: it comes again in the next session, today or later."
    return f"The card is in box {box} of {max(BOXES)}: it comes again in {counted(rest, 'day')}."


def explorer_line(catalogue: Catalogue, place: Place) -> str:
    """Return the line of Python that opens the explorer at a place.

    Examples
    --------
    >>> from sgwlib import load_catalogue
    >>> from sgwlib.quiz.question import Place
    >>> explorer_line(load_catalogue(), Place("DeleteVolume", "VolumeInUse"))
    "sgwlib.explorer('DeleteVolume', 'VolumeInUse')"
    """
    model = ExplorerModel(catalogue)
    model.select(*place)
    return python_line(model)


def as_text(model: PracticeModel) -> str:
    """Return what is on screen as plain text, for a page without a kernel."""
    question, lines = model.question, [heading(model), *summary(model)]
    if model.phase != "summary" and question is not None:
        numbered = [f"{number}. {each.text}" for number, each in enumerate(question.choices, 1)]
        told = (question.text, question.quoted, question.raw, *numbered)
        lines += [text for text in told if text] + feedback(model)
    for missed in model.missed.values() if model.phase == "summary" else ():
        lines.append(f"{missed.text} {missed.quoted}".strip())
        lines.append(f"    {missed.answer.text}")
        lines.append(f"    {explorer_line(model.catalogue, missed.place)}")
    return "\n".join([*lines, f"Progress: {model.file.path}", kept(model)])
