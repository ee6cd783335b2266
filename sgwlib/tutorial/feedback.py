"""What a learner reads: rich text in a notebook, plain text elsewhere."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from html import escape
from numbers import Number
from types import NoneType
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from sgwlib.text import as_code

if TYPE_CHECKING:
    from types import UnionType


@dataclass(frozen=True, slots=True)
class Shown:
    """Something that a cell shows once."""

    # number of the cell that has shown it already
    cell: int | None = field(default=None, kw_only=True, compare=False, repr=False)

    def _ipython_display_(self) -> None:
        """Show nothing if the cell has shown it already."""
        if self.cell is None or self.cell != _cell():
            raise NotImplementedError  # then IPython shows it like any value


_S = TypeVar("_S", bound=Shown)


def show(shown_now: _S) -> _S:
    """Show something at once in a notebook, and return it. Elsewhere, only return it."""
    cell = _cell()
    if cell is None:
        return shown_now
    from IPython.display import display  # a notebook has loaded it already

    display(shown_now)  # type: ignore[no-untyped-call]  # IPython has few types
    return replace(shown_now, cell=cell)


def _cell() -> int | None:
    """Return the number of the running cell; None outside a notebook."""
    if "IPython" not in sys.modules:
        return None
    from IPython import get_ipython

    shell = get_ipython()  # in a terminal it has no kernel
    return shell.execution_count if hasattr(shell, "kernel") else None


_CODE = re.compile(r"`([^`]+)`")


class Mark(StrEnum):
    """The verdict on one part of an answer."""

    RIGHT = "right"
    NEAR = "near"
    WRONG = "wrong"
    NOTE = "note"  # neither right nor wrong


class Part(NamedTuple):
    """One remark on an answer. Code in its text is between backticks."""

    mark: Mark
    text: str


Right: Final = partial(Part, Mark.RIGHT)
Near: Final = partial(Part, Mark.NEAR)
Wrong: Final = partial(Part, Mark.WRONG)
Note: Final = partial(Part, Mark.NOTE)


def either(right: object, words: str, otherwise: str) -> Part:
    """Return the first words if something is right, else the others as what is wrong."""
    return Right(words) if right else Wrong(otherwise)


def failed(parts: Iterable[Part]) -> bool:
    """Return whether something is wrong."""
    return any(part.mark is Mark.WRONG for part in parts)


def not_right(parts: Iterable[Part]) -> list[Part]:
    """Return the remarks on what isn't right."""
    return [part for part in parts if part.mark is not Mark.RIGHT]


class Verdict(StrEnum):
    """The verdict on a whole answer."""

    RIGHT = "Right"
    PARTLY = "Partly right"
    WRONG = "Not yet"
    BLANK = "No answer yet"


# Each has a sign and a word as well as a colour. JupyterLab's colours follow its theme.
_SIGNS = {Mark.RIGHT: "✓", Mark.NEAR: "≈", Mark.WRONG: "✗", Mark.NOTE: "·"}
_LOOKS = {
    Verdict.RIGHT: ("✓", "var(--jp-success-color1, #2e7d32)"),
    Verdict.PARTLY: ("≈", "var(--jp-warn-color1, #b26a00)"),
    Verdict.WRONG: ("✗", "var(--jp-error-color1, #c62828)"),
    Verdict.BLANK: ("…", "var(--jp-border-color1, #757575)"),
}


@dataclass(frozen=True, slots=True)
class Feedback(Shown):
    """The feedback on an answer.

    Examples
    --------
    >>> feedback = Feedback("01-3", (Part(Mark.RIGHT, "`VolumeInUse` is one of them."),))
    >>> feedback.right
    True
    >>> print(feedback)
    ✓ 01-3: Right
      ✓ `VolumeInUse` is one of them.
    """

    exercise: str  # name of the exercise, such as ``"01-3"``
    parts: tuple[Part, ...]  # empty for no answer
    more: tuple[str, ...] = ()  # what to know or do next

    @property
    def verdict(self) -> Verdict:
        """The verdict on the whole answer, which its parts decide."""
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

    def said(self) -> Help:
        """Return what a learner reads."""
        sign, colour = _LOOKS[self.verdict]
        lines = (*(f"{_SIGNS[mark]} {text}" for mark, text in self.parts), *self.more)
        return Help(f"{sign} {self.exercise}: {self.verdict}", lines, colour=colour)

    def __str__(self) -> str:
        return str(self.said())

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return self.said()._repr_html_()


@dataclass(frozen=True, slots=True)
class Help(Shown):
    """A hint or a solution.

    Examples
    --------
    >>> print(Help("01-3: hint 1 of 3", ("Look at the body.",)))
    01-3: hint 1 of 3
      Look at the body.
    """

    title: str  # what it is
    lines: tuple[str, ...]  # code in them is between backticks
    code: str = ""  # of a solution
    colour: str = field(default="var(--jp-info-color1, #0277bd)", compare=False)

    def __str__(self) -> str:
        return "\n  ".join([self.title, *self.lines, *self.code.splitlines()])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        marked = (_CODE.sub(r"<code>\1</code>", escape(line)) for line in self.lines)
        said = "".join(f"<div>{line}</div>" for line in marked)
        code = f"<pre>{escape(self.code)}</pre>" if self.code else ""
        style = f"border-left:4px solid {self.colour};padding:2px 0 2px 10px"
        title = f"<strong>{escape(self.title)}</strong>"
        return f'<div role="status" style="{style}">{title}{said}{code}</div>'


_LONGEST: Final = 100  # an ARN has 95
_BREAK: Final = re.compile(r"\s*\n\s*")  # in the repr of a table or an array: "[1\n  2]"
_CALLED: Final[tuple[tuple[type | UnionType, str], ...]] = (
    (bool | NoneType, "{shown}"),
    (complex, "a complex number ({shown})"),
    (Number, "a number ({shown})"),
    (str, "a string ({shown})"),
    (Mapping, "a dictionary"),
    (AbstractSet | Sequence, "a {type}"),
    (type, "the class {shown}"),
)


def shown(value: object) -> str:
    """Return a value as code, shortened."""
    try:
        text = _BREAK.sub(" ", repr(value))
    except Exception:  # noqa: BLE001 - a learner's class may do anything
        text = f"a {type(value).__name__}"
    return _short_code(text)


def _short_code(text: str) -> str:
    return as_code(text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…")


def called(value: object) -> str:
    """Return in words what a value is, such as ``"a number (`12`)"``."""
    for kinds, words in _CALLED:
        if isinstance(value, kinds):
            return words.format(shown=shown(value), type=type(value).__name__)
    if callable(value):
        return "a function"
    return f"an object of type `{type(value).__name__}`"


def joined(names: Sequence[object], most: int = 6) -> str:
    """Return the first values as code, and how many more there are."""
    said = ", ".join(_short_code(str(name)) for name in names[:most])
    return f"{said} and {len(names) - most} more" if len(names) > most else said
