"""What a learner calls: check an answer, get a hint, see the solution."""

from __future__ import annotations

from sgwlib.tutorial.feedback import Feedback, Help, show
from sgwlib.tutorial.helping import judged, next_hint, shown_solution

__all__ = ["check", "hint", "solution"]


def check(name: str, answer: object) -> Feedback:
    """Check an answer to an exercise of the lessons.

    Parameters
    ----------
    name
        Name of the exercise, such as ``"01-3"``.
    answer
        Your answer. ``...`` or None means that there is none yet.

    Returns
    -------
    Feedback
        What is right, what is near and what is wrong, and why. A notebook shows it at once, as
        rich text, wherever in a cell it is called; elsewhere, it prints as plain text. A wrong
        answer is never an exception.

    Examples
    --------
    >>> check("00-1", ...).verdict.value
    'No answer yet'
    >>> print(check("02-1", "7"))
    ✗ 02-1: Not yet
      ✗ Expected a number, got a string (`'7'`). Remove the quotes.
      Stuck? `hint("02-1")`
    """
    return show(judged(name, answer))


def hint(name: str) -> Help:
    """Return the next hint of an exercise. There are three, and each says more.

    Parameters
    ----------
    name
        Name of the exercise, such as ``"01-3"``.

    Returns
    -------
    Help
        The next hint. After the last one, all of them.

    Examples
    --------
    >>> hint("00-1").title
    '00-1: hint 1 of 3'
    """
    return show(next_hint(name))


def solution(name: str) -> Help:
    """Return the solution of an exercise, after all hints or a right answer.

    Parameters
    ----------
    name
        Name of the exercise, such as ``"01-3"``.

    Returns
    -------
    Help
        A solution, or what to do first.

    Examples
    --------
    >>> print(solution("00-5"))
    00-5: the solution comes last
      First try the 3 hints: `hint("00-5")`
    """
    return show(shown_solution(name))
