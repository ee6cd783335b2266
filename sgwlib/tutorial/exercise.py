"""An exercise: the kind of its answer, how a widget asks for it, and what there is to learn."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice
from types import EllipsisType, FunctionType
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from sgwlib.catalogue import Catalogue, load_catalogue
from sgwlib.extras import needed_by
from sgwlib.tutorial.feedback import Feedback, Note, Part

if TYPE_CHECKING:
    from types import CodeType


_EMPTY: Final[dict[type, str]] = {
    str: "string",
    list: "list",
    tuple: "tuple",
    set: "set",
    dict: "dictionary",
}
MOST: Final = 5000  # items to read from an answer, which may be infinite


class Kind(Protocol):
    """A kind of answer. It computes the truth or runs the learner's code."""

    def judge(self, answer: object, catalogue: Catalogue) -> Iterable[Part]:
        """Yield what is right, almost right and wrong in an answer, and why."""
        ...


class Form(Protocol):
    """How a widget asks for an answer."""

    @property
    def view(self) -> str:
        """The name of the view that draws it."""
        ...

    def material(self, exercise: Exercise) -> dict[str, Any]:
        """Return what the view draws, as JSON. It must not give the answer away."""
        ...

    def answer(self, exercise: Exercise, given: Any) -> object:
        """Return the answer from what the view sends. Raise `NoAnswer` if there is none."""
        ...


class NoAnswer(Exception):  # noqa: N818 - not an error
    """Raised if what a learner did in a widget is no answer. Its text says what is missing."""


class Texts(NamedTuple):
    """The texts of an exercise, which stand in the solution notebook."""

    question: str
    hints: tuple[str, ...]  # three, each of which says more than the last
    solution: str  # code
    learned: str = ""  # shown with the right answer


_MISSING: Final = "missing: run `make exercises`"


@cache
def all_texts() -> dict[str, Texts]:
    """Return the texts of each exercise, which `make exercises` collects."""
    text = files("sgwlib.tutorial").joinpath("exercises.json").read_text(encoding="utf-8")
    found: dict[str, dict[str, Any]] = json.loads(text)
    return {name: Texts(**each | {"hints": tuple(each["hints"])}) for name, each in found.items()}


@dataclass(frozen=True, slots=True)
class Mistake:
    """A typical wrong answer, and why it is wrong."""

    answer: Callable[[Catalogue], object]  # computes it
    why: str  # what the learner may have thought


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise of a lesson."""

    name: str  # such as "01-3"
    kind: Kind  # judges an answer
    form: Form | None = None  # how a widget asks for it, if the kind itself doesn't say
    mistakes: tuple[Mistake, ...] = ()  # typical wrong answers

    @property
    def asked_by(self) -> Form | None:
        """How a widget asks for the answer. None if a cell of code answers."""
        kind: Any = self.kind
        return kind if self.form is None and hasattr(kind, "view") else self.form

    @property
    def texts(self) -> Texts:
        """Its texts, as in the notebook."""
        return all_texts().get(self.name) or Texts(_MISSING, (_MISSING,) * 3, f"# {_MISSING}")

    def check(self, answer: object) -> Feedback:
        """Return how far an answer is right, and why."""
        stuck = f'Stuck? `hint("{self.name}")`'
        if is_blank(answer):
            what = "code" if isinstance(answer, FunctionType) else "answer"
            return Feedback(self.name, (), (f"Put your {what} in place of `...`.", stuck))
        catalogue = load_catalogue()
        with needed_by(f"exercise {self.name}"):
            parts = tuple(self.kind.judge(answer, catalogue))
        feedback = Feedback(self.name, parts)
        if feedback.right:
            return Feedback(self.name, parts, (self.texts.learned,))
        words = _EMPTY.get(type(answer))  # its truth is safe to ask for
        notes = [f"Your {words} is empty."] if words and not answer else []  # easily overlooked
        notes += [each.why for each in self.mistakes if alike(answer, each.answer(catalogue))]
        remarks = tuple(Note(note) for note in notes)
        return Feedback(self.name, parts + remarks, (stuck,))


def is_blank(answer: object) -> bool:
    """Return whether there is no answer yet: ``...``, None, or a function that does nothing."""
    if isinstance(answer, FunctionType):
        return _does_nothing(answer.__code__)
    return answer is None or isinstance(answer, EllipsisType)


def alike(value: Any, expected: object) -> bool:
    """Return whether a value is what is expected: a tuple in its order, others in any order."""
    try:
        if isinstance(expected, tuple) and not isinstance(value, AbstractSet | Mapping):
            return tuple(islice(value, MOST)) == expected
        return bool(_plain(value) == _plain(expected))
    except Exception:  # noqa: BLE001 - a learner's class may do anything
        return False


def _plain(value: object) -> object:
    if isinstance(value, bool):
        return repr(value)  # True is not 1
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return frozenset(_plain(item) for item in islice(value, MOST))
    return value


def _does_nothing(code: CodeType) -> bool:
    """Return whether a function only returns None or ..., like one without a body."""
    from dis import get_instructions  # rarely needed

    steps = [step for step in get_instructions(code) if step.opname not in {"RESUME", "NOP"}]
    values = [step.argval for step in steps if step.opname in {"LOAD_CONST", "RETURN_CONST"}]
    returns = all("RETURN" in step.opname or step.opname == "LOAD_CONST" for step in steps)
    return returns and values in ([None], [...])
