"""An exercise: a question, the kind of its answer, three hints, and what there is to learn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from types import EllipsisType, FunctionType
from typing import TYPE_CHECKING, Final, Protocol

from sgwlib.catalogue import Catalogue, load_catalogue
from sgwlib.tutorial.feedback import Feedback, Mark, Part

if TYPE_CHECKING:
    from types import CodeType

__all__ = ["Exercise", "Kind", "Mistake", "alike", "is_blank"]

_EMPTY: Final = (
    (str, "text"),
    (list, "list"),
    (tuple, "tuple"),
    (set | frozenset, "set"),
    (dict, "dictionary"),
)
_MOST: Final = 5000  # things that are read of an answer, which may never end


class Kind(Protocol):
    """A kind of answer: it knows the truth, or how to try the learner's code."""

    def judge(self, answer: object, catalogue: Catalogue) -> Iterable[Part]:
        """Say what is right in an answer, what is near and what is wrong, and why."""
        ...


@dataclass(frozen=True, slots=True)
class Mistake:
    """An answer that is typically given, and why it is not right.

    Parameters
    ----------
    answer
        Computes it.
    why
        What the learner may have thought, and where that goes wrong.
    """

    answer: Callable[[Catalogue], object]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """An exercise of a lesson.

    Parameters
    ----------
    name
        The lesson's number and its own, such as ``"01-3"``.
    question
        One sentence; the notebook asks the same.
    kind
        Judges an answer.
    hints
        Three, of which each says more than the one before it.
    learned
        What there is to learn from the right answer, computed as far as it states facts.
    mistakes
        Answers that are typically given.
    """

    name: str
    question: str
    kind: Kind
    hints: tuple[str, str, str]
    learned: Callable[[Catalogue], str]
    mistakes: tuple[Mistake, ...] = ()

    def check(self, answer: object) -> Feedback:
        """Say how far an answer is right, and why."""
        if is_blank(answer):
            return Feedback(self.name, (), (self.question, self._stuck))
        catalogue = load_catalogue()
        parts = tuple(self.kind.judge(answer, catalogue))
        feedback = Feedback(self.name, parts)
        if feedback.right:
            return Feedback(self.name, parts, (self.learned(catalogue),))
        notes = _on_emptiness(answer) + tuple(
            Part(Mark.NOTE, mistake.why)
            for mistake in self.mistakes
            if alike(mistake.answer(catalogue), answer)
        )
        return Feedback(self.name, parts + notes, (self._stuck,))

    @property
    def _stuck(self) -> str:
        return f'Stuck? `hint("{self.name}")`'


def _on_emptiness(answer: object) -> tuple[Part, ...]:
    """Say of an empty collection or text that it is empty, which its printed form hardly shows."""
    for kind, words in _EMPTY:
        if isinstance(answer, kind) and not answer:
            return (Part(Mark.NOTE, f"Your {words} is empty."),)
    return ()


def is_blank(answer: object) -> bool:
    """Say whether nothing has been answered: ``...``, None, or a function that does nothing.

    Examples
    --------
    >>> is_blank(...), is_blank(lambda error: ...), is_blank(0)
    (True, True, False)
    """
    if isinstance(answer, FunctionType):
        return _does_nothing(answer.__code__)
    return answer is None or isinstance(answer, EllipsisType)


def alike(one: object, other: object) -> bool:
    """Say whether two answers mean the same: order, kind of list and case of letters aside.

    Examples
    --------
    >>> alike(("AddCache", "DeleteVolume"), {"deletevolume", "AddCache"})
    True
    >>> alike(1, True)
    False
    """
    try:
        return bool(_plain(one) == _plain(other))
    except Exception:  # noqa: BLE001 - a learner's class may do anything
        return False


def _plain(value: object) -> object:
    if isinstance(value, str):
        return value.casefold()
    if isinstance(value, bool):
        return repr(value)  # True is no 1
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, Iterable):
        return frozenset(_plain(item) for item in islice(value, _MOST))
    return value


def _does_nothing(code: CodeType) -> bool:
    """Say whether a function only returns None or ..., as one whose body is still to be written."""
    from dis import get_instructions  # seldom needed

    steps = [step for step in get_instructions(code) if step.opname not in {"RESUME", "NOP"}]
    values = [step.argval for step in steps if step.opname in {"LOAD_CONST", "RETURN_CONST"}]
    returns = all("RETURN" in step.opname or step.opname == "LOAD_CONST" for step in steps)
    return returns and values in ([None], [...])
