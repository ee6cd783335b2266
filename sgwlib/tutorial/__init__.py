"""Exercises that check themselves: the truth is computed, and feedback says what was right and why.

A lesson's exercises stand in ``lessons/``; each is a question with a *kind* of answer. A kind knows
how to compute the truth from the catalogue, or how to run a learner's code, and how to say in words
how far an answer is right. No answer is stored, but for the solutions that are shown last.
"""

from __future__ import annotations

from sgwlib.tutorial.checking import check, hint, solution
from sgwlib.tutorial.exercise import Exercise, Kind, Mistake
from sgwlib.tutorial.feedback import Feedback, Help, Mark, Part, Verdict

__all__ = [
    "Exercise",
    "Feedback",
    "Help",
    "Kind",
    "Mark",
    "Mistake",
    "Part",
    "Verdict",
    "check",
    "hint",
    "solution",
]
