"""What a learner is told: rich text in a notebook, plain text elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from typing import NamedTuple

from sgwlib.tutorial.saying import Said

__all__ = ["Feedback", "Help", "Mark", "Part", "Verdict"]

_CODE = re.compile(r"`([^`]+)`")


class Mark(StrEnum):
    """How one part of an answer is."""

    RIGHT = "right"
    NEAR = "near"
    WRONG = "wrong"
    NOTE = "note"
    """A remark that says nothing about right or wrong."""


class Part(NamedTuple):
    """One thing to say about an answer. Code in its text stands between backticks."""

    mark: Mark
    text: str


class Verdict(StrEnum):
    """How an answer is as a whole."""

    RIGHT = "Right"
    PARTLY = "Partly right"
    WRONG = "Not yet"
    BLANK = "No answer yet"


# Never by colour alone: each has a sign and a word. JupyterLab's own colours follow its theme.
_SIGNS = {Mark.RIGHT: "✓", Mark.NEAR: "≈", Mark.WRONG: "✗", Mark.NOTE: "·"}
_LOOKS = {
    Verdict.RIGHT: ("✓", "var(--jp-success-color1, #2e7d32)"),
    Verdict.PARTLY: ("≈", "var(--jp-warn-color1, #b26a00)"),
    Verdict.WRONG: ("✗", "var(--jp-error-color1, #c62828)"),
    Verdict.BLANK: ("…", "var(--jp-border-color1, #757575)"),
}
_HELPFUL = "var(--jp-info-color1, #0277bd)"


@dataclass(frozen=True, slots=True)
class Feedback(Said):
    """What is said about an answer.

    Parameters
    ----------
    exercise
        Name of the exercise, such as ``"01-3"``.
    parts
        What is right, what is near, what is wrong; none for no answer.
    more
        What to know or to do next.

    Examples
    --------
    >>> feedback = Feedback("01-3", (Part(Mark.RIGHT, "`VolumeInUse` is one of them."),))
    >>> feedback.right
    True
    >>> print(feedback)
    ✓ 01-3: Right
      ✓ `VolumeInUse` is one of them.
    """

    exercise: str
    parts: tuple[Part, ...]
    more: tuple[str, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """How the answer is as a whole, which its parts decide."""
        marks = {part.mark for part in self.parts} - {Mark.NOTE}
        if not self.parts:
            return Verdict.BLANK
        if marks <= {Mark.RIGHT}:
            return Verdict.RIGHT
        return Verdict.WRONG if marks == {Mark.WRONG} else Verdict.PARTLY

    @property
    def right(self) -> bool:
        """Whether nothing is wrong or missing."""
        return self.verdict is Verdict.RIGHT

    def __str__(self) -> str:
        sign, _ = _LOOKS[self.verdict]
        lines = [f"{sign} {self.exercise}: {self.verdict}", *self._lines()]
        return "\n  ".join(lines)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        sign, colour = _LOOKS[self.verdict]
        return _box(f"{sign} {self.exercise}: {self.verdict}", colour, self._lines())

    def _lines(self) -> list[str]:
        return [f"{_SIGNS[part.mark]} {part.text}" for part in self.parts] + list(self.more)


@dataclass(frozen=True, slots=True)
class Help(Said):
    """A hint or a solution.

    Parameters
    ----------
    title
        What it is.
    lines
        What it says. Code in it stands between backticks.
    code
        A solution's code.

    Examples
    --------
    >>> print(Help("01-3: hint 1 of 3", ("Look at the body.",)))
    01-3: hint 1 of 3
      Look at the body.
    """

    title: str
    lines: tuple[str, ...]
    code: str = ""

    def __str__(self) -> str:
        code = self.code.splitlines()
        return "\n  ".join([self.title, *self.lines, *code])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return _box(self.title, _HELPFUL, self.lines, self.code)


def _box(title: str, colour: str, lines: list[str] | tuple[str, ...], code: str = "") -> str:
    said = "".join(f"<div>{_marked_up(line)}</div>" for line in lines)
    shown = f"<pre>{escape(code)}</pre>" if code else ""
    return (
        f'<div role="status" style="border-left:4px solid {colour};padding:2px 0 2px 10px">'
        f"<strong>{escape(title)}</strong>{said}{shown}</div>"
    )


def _marked_up(line: str) -> str:
    return _CODE.sub(r"<code>\1</code>", escape(line))
