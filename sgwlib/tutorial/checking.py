"""What a learner calls: check an answer, get a hint, see the solution."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sgwlib.tutorial.feedback import Feedback, Help, Wrong, show, shown
from sgwlib.tutorial.lessons import all_exercises, find

if TYPE_CHECKING:
    from collections.abc import Callable

    from sgwlib.tutorial.exercise import Exercise

_given: Final[dict[str, int]] = {}  # how many hints, by exercise
_solved: Final[set[str]] = set()
_NUMBER: Final = re.compile(r"\d{1,4}")  # the two of "lesson 4, exercise 2"


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
    found = find(name)
    if found is None:
        return show(Feedback(str(name), (Wrong(unknown(name)),)))
    return show(judge(found, answer))


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
    return helped(name, next_hint)


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
    return helped(name, shown_solution)


# --- also for widgets -----------------------------------------------------------------------


def judge(exercise: Exercise, answer: object) -> Feedback:
    """Return the feedback on an answer, and remember a right one."""
    feedback = exercise.check(answer)
    if feedback.right:
        _solved.add(exercise.name)
    return feedback


def next_hint(exercise: Exercise) -> Help:
    """Return the next hint, and count it."""
    name, hints = exercise.name, exercise.texts.hints
    given = _given.get(name, 0)
    _given[name] = min(given + 1, len(hints))
    last_resort = () if hints_left(exercise) else (f'Still stuck? `solution("{name}")`',)
    if given == len(hints):
        return Help(f"{name}: all {given} hints", (*hints, *last_resort))
    return Help(f"{name}: hint {given + 1} of {len(hints)}", (hints[given], *last_resort))


def hints_left(exercise: Exercise) -> int:
    """Return how many hints of an exercise were not given yet."""
    return len(exercise.texts.hints) - _given.get(exercise.name, 0)


def shown_solution(exercise: Exercise) -> Help:
    """Return the solution, if it may be shown."""
    name, left = exercise.name, hints_left(exercise)
    if left and name not in _solved:
        hints = "hint" if left == 1 else f"{left} hints"
        first = f'First try the {hints}: `hint("{name}")`'
        return Help(f"{name}: the solution comes last", (first,))
    differs = "Yours may look different and be just as good."
    return Help(f"{name}: a solution", (differs,), exercise.texts.solution)


def helped(name: str, how: Callable[[Exercise], Help]) -> Help:
    """Return and show the help of an exercise, or that there is no such exercise."""
    found = find(name)
    return show(how(found) if found else Help(str(name), (unknown(name),)))


def unknown(name: object) -> str:
    """Return in words that there is no such exercise."""
    names = [each.name for each in all_exercises()]
    numbers = [int(each) for each in _NUMBER.findall(str(name))]
    guess = "-".join(f"{each:0{width}}" for each, width in zip(numbers, (2, 1), strict=False))
    of_lesson = [each for each in names if each.startswith(guess[:2] or "?")]
    expected = f"Did you mean `{guess}`?"
    if guess not in names:
        first, last = (of_lesson or names)[0], (of_lesson or names)[-1]
        expected = f"Expected a name from `{first}` to `{last}`."
    return f"There is no exercise {shown(name)}. {expected}"
