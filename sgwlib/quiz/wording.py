"""What practice says: feedback, score, summary, and what is kept."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sgwlib.quiz.leitner import BOXES
from sgwlib.ui.line import python_line
from sgwlib.ui.model import ExplorerModel
from sgwlib.words import counted

if TYPE_CHECKING:
    from sgwlib.catalogue import Catalogue
    from sgwlib.quiz.model import PracticeModel
    from sgwlib.quiz.question import Place

__all__ = ["as_text", "explorer_line", "feedback", "heading", "kept", "score", "summary"]


def heading(model: PracticeModel) -> str:
    """Say where in the session one is."""
    if model.phase == "summary":
        return "Session stopped" if model.session.left else "Session done"
    again = ", asked once more" if model.repeated else ""
    number = len(model.session.first_tries) if model.repeated else model.number
    return f"Question {number} of {model.session.length}{again}"


def score(model: PracticeModel) -> str:
    """Say how it goes."""
    session = model.session
    tried = len(session.first_tries)
    return f"{session.score} of {tried} right at the first try" if tried else ""


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
    why = f"{question.answer.why}"
    known = f"How that is known: {question.known_by}"
    if model.chosen == question.right:
        return ["Right.", why, known]
    wrong = question.choices[model.chosen]
    return [f"Wrong. Right is: {question.answer.text}", wrong.why, why, known]


def summary(model: PracticeModel) -> list[str]:
    """Say how the session went, and what comes next."""
    if model.phase != "summary":
        return []
    told = [f"{score(model)}." if score(model) else "No question was answered."]
    if model.session.left:
        told.append(f"{counted(model.session.left, 'question')} left: Go on takes them up again.")
    if model.missed:
        told.append("What was wrong is in the first box, and comes first next time.")
    elif not model.session.left:
        told.append("Nothing was missed.")
    return told


def kept(model: PracticeModel) -> str:
    """Say what is known of all cards, box by box."""
    standings = model.standings
    in_box = Counter(each.box for each in standings.values())
    boxes = ", ".join(f"{in_box[box]} in box {box}" for box in BOXES)
    new = len(model.cards) - len(standings)
    return f"{counted(len(model.cards), 'card')}: {new} new, {boxes}; {model.due} due now."


def explorer_line(catalogue: Catalogue, place: Place) -> str:
    """Return the line of Python that opens the explorer at a place.

    Examples
    --------
    >>> from sgwlib import load_catalogue
    >>> from sgwlib.quiz.question import Place
    >>> explorer_line(load_catalogue(), Place("DeleteVolume", "VolumeInUse"))
    "explorer('DeleteVolume', 'VolumeInUse')"
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
