"""Widgets of the tutorial: an exercise to answer on the page, and the timeline of retries."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from sgwlib.catalogue import load_catalogue
from sgwlib.errors import FaultError, UnknownNameError
from sgwlib.extras import needed_by
from sgwlib.simulation.faults import Fault, FaultPlan
from sgwlib.tutorial import checking
from sgwlib.tutorial.exercise import NoAnswer
from sgwlib.tutorial.feedback import Feedback, Help, Verdict, Wrong
from sgwlib.tutorial.kinds.predicting import drawn
from sgwlib.tutorial.lessons import find

with needed_by("sgwlib.exercise"):
    import traitlets as t

    from sgwlib.simulation.boto import RETRY_MODES, attempts_of_call
    from sgwlib.ui.frontend import module, style
    from sgwlib.ui.view import View

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sgwlib.tutorial.exercise import Exercise, Form

_VERDICTS: Final = {
    Verdict.RIGHT: "right",
    Verdict.PARTLY: "near",
    Verdict.WRONG: "wrong",
    Verdict.BLANK: "blank",
}
_CALL: Final = re.compile(r'`(?:hint|solution)\("')
_MOST_ATTEMPTS: Final = 10
_ALWAYS: Final = 0


# --- an exercise ----------------------------------------------------------------------------


class ExerciseWidget(View):
    """The widget that :func:`exercise` opens."""

    _esm = module("exercise.js")
    _css = style("exercises.css")

    name = t.Unicode().tag(sync=True)
    form = t.Unicode(help="which view draws it").tag(sync=True)
    material: t.Dict[str, Any] = t.Dict(help="what to work on").tag(sync=True)
    given = t.Any(help="the answer so far, as the view keeps it").tag(sync=True)
    feedback: t.Dict[str, Any] = t.Dict(help="on the last answer").tag(sync=True)
    revealed: t.Dict[str, Any] = t.Dict(help="what a check shows").tag(sync=True)
    helps: t.List[dict[str, Any]] = t.List(help="hints so far, and the solution").tag(sync=True)
    left = t.Int(help="how many hints are left").tag(sync=True)
    solved = t.Bool().tag(sync=True)

    def __init__(self, exercise: Exercise, form: Form) -> None:
        self._exercise, self._form = exercise, form
        super().__init__(
            name=exercise.name,  # the question is in the cell above
            form=form.view,
            material=form.material(exercise),
            left=checking.hints_left(exercise),
        )

    def act(self, gesture: Mapping[str, Any]) -> None:
        """Check the answer, give a hint or show the solution."""
        match gesture:
            case {"gesture": "check", "given": given}:
                self.given = given
                self.check(given)
            case {"gesture": "hint"} if self.left:
                self._help(checking.next_hint(self._exercise))
            case {"gesture": "solution"}:
                self._help(checking.shown_solution(self._exercise))

    def check(self, given: Any) -> Feedback:
        """Judge an answer as the view sends it, show the feedback and return it."""
        reveal = getattr(self._form, "revealed", None)
        try:
            feedback = checking.judge(self._exercise, self._form.answer(self._exercise, given))
        except NoAnswer as missing:
            feedback, reveal = Feedback(self.name, (Wrong(str(missing)),)), None
        said = feedback.said()
        with self.hold_sync():
            self.feedback = {
                "verdict": _VERDICTS[feedback.verdict],
                "title": said.title,
                "lines": _without_calls(said),
            }
            self.revealed = reveal() if reveal else {}
            self.solved = self.solved or feedback.right
        return feedback

    def _help(self, given: Help) -> None:
        shown = {"title": given.title, "lines": _without_calls(given), "code": given.code}
        if shown not in self.helps:
            self.helps = [*self.helps, shown]
        self.left = checking.hints_left(self._exercise)

    def as_text(self) -> str:
        """Return the question."""
        return f"Exercise {self.name}: {self._exercise.texts.question}"


def _without_calls(given: Help) -> list[str]:
    """Return what to show without the calls that a button makes."""
    return [line for line in given.lines if not _CALL.search(line)]


def exercise(name: str) -> ExerciseWidget | Help:
    """Open an exercise as a widget. In a notebook, make it the last line of a cell.

    Parameters
    ----------
    name
        Name of the exercise, such as ``"01-3"``.

    Returns
    -------
    ExerciseWidget or Help
        The widget. For an exercise that a cell of code answers, its question.

    Examples
    --------
    >>> print(exercise("01-2"))
    01-2: answer in a cell of code
      Which keys lead from `error.response` to the error code?
      Then `check("01-2", answer)`
    """
    found = find(name)
    if found and found.asked_by:
        return ExerciseWidget(found, found.asked_by)
    return checking.helped(name, _in_a_cell)


def _in_a_cell(exercise: Exercise) -> Help:
    lines = (exercise.texts.question, f'Then `check("{exercise.name}", answer)`')
    return Help(f"{exercise.name}: answer in a cell of code", lines)


# --- the timeline ---------------------------------------------------------------------------


class TimelineWidget(View):
    """The widget that :func:`timeline` opens."""

    _esm = module("retries.js")
    _css = style("exercises.css")

    choices: t.List[dict[str, Any]] = t.List(help="what the learner can choose").tag(sync=True)
    drawn: t.Dict[str, Any] = t.Dict(help="the picture, in words and numbers").tag(sync=True)

    def __init__(self, operation: str, met: str | FaultPlan, mode: str, attempts: int) -> None:
        numbers = [f"{number}" for number in range(1, _MOST_ATTEMPTS + 1)]
        often = [(f"{_ALWAYS}", "always"), ("1", "once"), ("2", "twice")]
        self._operation = operation
        self._plan = met if isinstance(met, FaultPlan) else None
        self._chosen = {"mode": mode, "attempts": f"{attempts}"}
        if isinstance(met, str):
            self._chosen |= {"error": met, "times": f"{_ALWAYS}"}
        self._options: dict[str, list[tuple[str, str]]] = {
            "error": _errors(operation),
            "times": [*often, *((number, f"{number} times") for number in numbers[2:])],
            "mode": [(mode, mode) for mode in RETRY_MODES],
            "attempts": [(number, number) for number in numbers],
        }
        super().__init__()
        self._draw()

    def act(self, gesture: Mapping[str, Any]) -> None:
        """Take a choice, and make the call again."""
        match gesture:
            case {"gesture": "choose", "name": str(name), "value": str(value)} if (
                name in self._chosen and value in dict(self._options[name])
            ):
                self._chosen[name] = value
                self._draw()

    def _draw(self) -> None:
        chosen = self._chosen
        plan = self._plan or FaultPlan(
            [Fault(self._operation, chosen["error"], times=int(chosen["times"]) or None)]
        )
        made = attempts_of_call(
            self._operation, plan, mode=chosen["mode"], most=int(chosen["attempts"])
        )
        with self.hold_sync():
            self.choices = [
                {
                    "name": name,
                    "label": label,
                    "options": self._options[name],
                    "value": chosen[name],
                }
                for name, label in _LABELS.items()
                if name in chosen
            ]
            self.drawn = drawn(made, self._operation)

    def as_text(self) -> str:
        """Return the timeline in sentences."""
        said = [each["said"] for each in self.drawn["requests"]]
        return "\n".join([*said, self.drawn["end"]])


_LABELS: Final = {
    "error": "The call meets",
    "times": "how often",
    "mode": "Retry mode",
    "attempts": "Most attempts",
}


def _errors(operation: str) -> list[tuple[str, str]]:
    """Return the errors that an operation can meet, each with its carrier and status."""
    catalogue = load_catalogue()
    exceptions = catalogue.exceptions
    found = [
        (each.name, f"{each.name} ({each.status})")
        for each in exceptions.values()
        if each.name in catalogue.general_exceptions
    ]
    for code in catalogue.codes_of(operation):
        carrier = catalogue.codes[code].carrier.text
        found.append((code, f"{code} ({carrier}, {exceptions[carrier].status})"))
    return found


def timeline(
    operation: str = "DeleteVolume",
    error: str | FaultPlan = "InternalError",
    *,
    mode: str = "standard",
    attempts: int = 3,
) -> TimelineWidget:
    """Show each request, wait and outcome of one boto3 call, to play with.

    A real boto3 client makes the call each time, so the picture shows botocore's own rules. Only
    the waits are not waited for.

    Parameters
    ----------
    operation
        What is called.
    error
        The error code or exception that it meets, or a plan.
    mode
        The retry mode: ``"legacy"``, ``"standard"`` or ``"adaptive"``. In adaptive mode, a client
        also slows down after throttling; the picture doesn't show that.
    attempts
        The most requests for the call, 1 to 10.

    Returns
    -------
    TimelineWidget
        In a notebook, make it the last line of a cell.

    Raises
    ------
    UnknownNameError
        If the catalogue has no such operation, or botocore no such mode, or the operation is not
        documented to meet the error.
    FaultError
        If ``attempts`` is not 1 to 10.

    Examples
    --------
    >>> shown = timeline("DeleteVolume", "VolumeInUse")
    >>> [each["said"] for each in shown.drawn["requests"]]
    ['Request 1 fails with VolumeInUse, status 400.']
    >>> len(timeline("DeleteVolume", "InternalError", attempts=5).drawn["requests"])
    5
    """
    catalogue = load_catalogue()
    if operation not in catalogue.operations:
        raise UnknownNameError("operation", operation, catalogue.operations)
    if mode not in RETRY_MODES:
        raise UnknownNameError("retry mode", mode, RETRY_MODES)
    if attempts not in range(1, _MOST_ATTEMPTS + 1):
        raise FaultError(f"attempts must be 1 to {_MOST_ATTEMPTS}, not {attempts!r}")
    known = [name for name, _ in _errors(operation)]
    if isinstance(error, str) and error not in known:
        raise UnknownNameError(f"error of {operation}", error, known)
    return TimelineWidget(operation, error, mode, attempts)
