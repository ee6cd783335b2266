"""Widgets that ask for a program, made from the solution: lines in another order, or blanks."""

from __future__ import annotations

import ast
import linecache
from dataclasses import dataclass
from random import Random
from textwrap import indent
from typing import TYPE_CHECKING, Any, Final

from sgwlib.running import failure, run
from sgwlib.text import counted
from sgwlib.tutorial.exercise import NoAnswer

if TYPE_CHECKING:
    from collections.abc import Callable

    from sgwlib.tutorial.exercise import Exercise

INDENT: Final = "    "


@dataclass(frozen=True, slots=True)
class Parsons:
    """The lines of the solution, to be chosen, ordered and indented below the function's head."""

    distractors: tuple[str, ...] = ()  # lines that the solution doesn't have
    given: str = ""  # what runs before the function, such as "import time"
    view: str = "parsons"

    def material(self, exercise: Exercise) -> dict[str, Any]:
        """Return the head of the function and the lines in another order."""
        head, _ = _parts(exercise.texts.solution)
        return {"given": self.given, "head": head, "lines": self._lines(exercise)}

    def answer(self, exercise: Exercise, given: Any) -> object:
        """Return the function that the learner put together: numbers of lines, and levels."""
        lines = self._lines(exercise)
        body = [indent(lines[number], INDENT * level) for number, level in given]
        if not body:
            raise NoAnswer("Your program has no line yet.")
        head, _ = _parts(exercise.texts.solution)
        return define("\n".join([head, *body]), self.given)

    def _lines(self, exercise: Exercise) -> list[str]:
        """Return all lines, always in the same order, which isn't the right one."""
        _, body = _parts(exercise.texts.solution)
        lines = sorted([*body, *self.distractors])
        chance = Random(exercise.name)  # noqa: S311 - nothing secret
        chance.shuffle(lines)
        while [line for line in lines if line in body] == body and len(set(body)) > 1:
            chance.shuffle(lines)
        return lines


@dataclass(frozen=True, slots=True)
class Faded:
    """The solution with blanks, which the learner fills in."""

    blanks: tuple[str, ...]  # parts of the solution, each after the one before
    given: str = ""  # what runs before the function, such as "import time"
    view: str = "faded"

    def material(self, exercise: Exercise) -> dict[str, Any]:
        """Return the program around the blanks, and how long the blanks are."""
        widths = [len(blank) for blank in self.blanks]
        return {"given": self.given, "texts": self._texts(exercise), "widths": widths}

    def answer(self, exercise: Exercise, given: Any) -> object:
        """Return the function with the blanks filled in."""
        filled = [str(each).strip() for each in given]
        empty = len(self.blanks) - sum(map(bool, filled))
        if empty:
            verb = "is" if empty == 1 else "are"
            raise NoAnswer(f"{counted(empty, 'blank')} {verb} still empty.")
        first, *texts = self._texts(exercise)
        pieces = [piece for pair in zip(filled, texts, strict=True) for piece in pair]
        return define("".join([first, *pieces]), self.given)

    def _texts(self, exercise: Exercise) -> list[str]:
        """Return the parts of the solution around the blanks."""
        texts, rest = [], exercise.texts.solution
        for blank in self.blanks:
            before, found, rest = rest.partition(blank)
            if not found:
                raise ValueError(f"the solution of {exercise.name} lacks the blank {blank!r}")
            texts.append(before)
        return [*texts, rest]


def define(source: str, given: str = "") -> Callable[..., object]:
    """Return the function that a source defines. Raise `NoAnswer` in words if there is none."""
    file = f"<exercise {hash(source)}>"
    linecache.cache[file] = len(source), None, source.splitlines(keepends=True), file
    names: dict[str, Any] = {}
    try:
        code = compile(source, file, "exec")
        name = next(each.name for each in ast.parse(source).body if hasattr(each, "name"))
    except SyntaxError as error:
        raise NoAnswer(_in_words(error, source)) from None

    def execute() -> None:
        exec(given, names)  # noqa: S102 - of the exercise
        exec(code, names)  # noqa: S102 - the learner's

    done = run(execute)
    if done.error is not None:
        raise NoAnswer(f"{failure(done)}.")
    found: Callable[..., object] = names[name]
    return found


def _in_words(error: SyntaxError, source: str) -> str:
    """Return what is wrong with the form of a program."""
    lines = source.splitlines()
    number = min(error.lineno or 1, len(lines))
    shown = lines[number - 1].strip()
    what = error.msg[:1].upper() + error.msg[1:]
    advice = " Check how far the lines are indented." if isinstance(error, IndentationError) else ""
    return f"Python can't read line {number}, `{shown}`. {what}.{advice}"


def _parts(source: str) -> tuple[str, list[str]]:
    """Return the head of the function in a source, with what is before it, and its lines."""
    [function] = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    body = function.body[ast.get_docstring(function) is not None :]
    lines = source.splitlines()
    head = "\n".join(lines[: function.body[0].lineno - 1]).rstrip()
    code = (line.strip() for line in lines[body[0].lineno - 1 :])
    return head, [line for line in code if line and not line.startswith("#")]
