"""Answers that are values: a number, yes or no, a table of names and values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sized
from dataclasses import dataclass
from math import isclose
from numbers import Real
from typing import TYPE_CHECKING, Any

from sgwlib.tutorial.exercise import alike
from sgwlib.tutorial.feedback import Mark, Part
from sgwlib.tutorial.wording import called, joined, shown

if TYPE_CHECKING:
    from sgwlib.catalogue import Catalogue

__all__ = ["Number", "Table", "YesNo"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number; one with a fraction need be right to one in a hundred only.

    Parameters
    ----------
    truth
        Computes it.
    """

    truth: Callable[[Catalogue], float]

    def judge(self, answer: object, catalogue: Catalogue) -> Iterator[Part]:
        """Say whether the number is right, too small or too large."""
        number = _item(answer)
        if isinstance(number, bool) or not isinstance(number, Real):
            yield Part(Mark.WRONG, f"I got {called(answer)}; I expected a number.{_advice(number)}")
            return
        truth = self.truth(catalogue)
        if _same(number, truth):
            yield Part(
                Mark.RIGHT,
                f"{float(number):.3g} it is.",
            )
            return
        how = "too small" if number < truth else "too large"
        if abs(number - truth) == 1:
            yield Part(Mark.NEAR, f"{number} is {how} by one.")
        else:
            yield Part(Mark.WRONG, f"{number} is {how}.")


@dataclass(frozen=True, slots=True)
class YesNo:
    """True or False.

    Parameters
    ----------
    truth
        Computes it.
    why
        Says why it is so.
    """

    truth: Callable[[Catalogue], bool]
    why: Callable[[Catalogue], str]

    def judge(self, answer: object, catalogue: Catalogue) -> Iterator[Part]:
        """Say whether the answer is right, and why."""
        value = _item(answer)
        if not isinstance(value, bool):
            yield Part(Mark.WRONG, f"I got {called(answer)}; I expected `True` or `False`.")
            return
        mark = Mark.RIGHT if value == self.truth(catalogue) else Mark.WRONG
        yield Part(
            mark,
            f"`{value}` is {'right' if mark is Mark.RIGHT else 'not right'}: {self.why(catalogue)}",
        )


@dataclass(frozen=True, slots=True)
class Table:
    """A dictionary from names to values.

    Parameters
    ----------
    truth
        Computes it.
    of
        What its keys are, such as ``"error code"``.
    to
        What its values are, such as ``"status"``.
    """

    truth: Callable[[Catalogue], Mapping[str, object]]
    of: str
    to: str

    def judge(self, answer: object, catalogue: Catalogue) -> Iterator[Part]:
        """Say which entries are right, which are not, and which are missing."""
        table = _table(answer)
        if table is None:
            expected = f"I expected a dictionary: each {self.of} with its {self.to}."
            yield Part(Mark.WRONG, f"I got {called(answer)}; {expected}")
            return
        truth = self.truth(catalogue)
        right = [key for key in truth if key in table and _same(table[key], truth[key])]
        wrong = [key for key in truth if key in table and key not in right]
        missing = [key for key in truth if key not in table]
        extra = [key for key in table if key not in truth]
        if right:
            yield Part(Mark.RIGHT, f"Right for {joined(right)}.")
        for key in wrong[:3]:
            yield Part(Mark.WRONG, f"For `{key}`, {shown(table[key])} is not the {self.to}.")
        if len(wrong) > 3:  # noqa: PLR2004 - as many as are named
            yield Part(Mark.WRONG, f"{len(wrong) - 3} more are not right.")
        if missing:
            yield Part(Mark.WRONG, f"Missing: {joined(missing, most=3)}.")
        if extra:
            yield Part(Mark.WRONG, f"Not asked for: {joined(extra, most=3)}.")


def _same(one: object, other: object) -> bool:
    if isinstance(one, float) or isinstance(other, float):
        numbers: Any = one, other
        return isinstance(one, Real) and isclose(*numbers, rel_tol=0.01)
    return alike(_item(one), other)


def _item(value: object) -> Any:
    """Return the plain number in one of numpy's."""
    if getattr(value, "ndim", None) == 0 and hasattr(value, "item"):
        return value.item()
    return value


def _advice(value: object) -> str:
    if isinstance(value, str):
        return " Leave the quotes away." if value.strip().isdigit() else ""
    if isinstance(value, list | tuple) and value and all(_is_ranked(each) for each in value):
        return " Take the number beside the right name in that list."
    return " Perhaps its length, `len(...)`?" if isinstance(value, Sized) else ""


def _is_ranked(value: object) -> bool:
    """Say whether a value is a name with its number, as in a ranking."""
    return (
        isinstance(value, tuple)
        and len(value) == 2  # noqa: PLR2004 - a name and a number
        and isinstance(value[0], str)
        and isinstance(value[1], Real)
    )


def _table(answer: object) -> Mapping[Any, object] | None:
    """Return an answer as a mapping: a dictionary, or a pandas Series."""
    if hasattr(answer, "to_dict") and getattr(answer, "ndim", None) == 1:
        answer = answer.to_dict()
    return answer if isinstance(answer, Mapping) else None
