"""Answers that are values: names, a number, or an object of another type."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from itertools import islice
from math import isclose
from numbers import Real
from typing import TYPE_CHECKING, Any, Final

from sgwlib.text import nearest
from sgwlib.tutorial.exercise import MOST
from sgwlib.tutorial.feedback import Near, Part, Right, Wrong, called, joined, shown

if TYPE_CHECKING:
    from types import UnionType

    from sgwlib.catalogue import Catalogue

Why = Callable[["Catalogue", str], str]  # why a wrong name is wrong

_MOST_SHOWN: Final = 3  # wrong names
_KNOWN: Final[Mapping[str, Callable[[Catalogue], Collection[str]]]] = {
    "operation": lambda catalogue: catalogue.operations,
    "error code": lambda catalogue: catalogue.codes,
    "exception": lambda catalogue: catalogue.exceptions,
}


# --- names ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Names:
    """A set of names, in any order and kind of collection."""

    of: str  # "operation", "error code" or "exception"
    truth: Callable[[Catalogue], Iterable[str]]
    why: Why | None = None
    missing: Callable[[Catalogue, list[str]], str] | None = None  # a clue to the missing names

    def judge(self, answer: object, catalogue: Catalogue) -> Iterator[Part]:
        """Yield which names are right or wrong, and how many are missing."""
        given = names_in(answer)
        if given is None:
            yield Wrong(not_names(answer, self.of))
            return
        truth = list(self.truth(catalogue))
        right = [name for name in given if name in truth]
        wrong = [name for name in given if name not in truth]
        left = [name for name in truth if name not in given]
        if right:
            are = "is right" if len(right) == 1 else f"are right ({len(right)})"
            yield Right(f"{joined(right)} {are}.")
        for name in wrong[:_MOST_SHOWN]:
            yield wrong_name(name, self.of, catalogue, self.why)
        if len(wrong) > _MOST_SHOWN:
            yield Wrong(f"{len(wrong) - _MOST_SHOWN} more are wrong.")
        if left:
            clue = f" {self.missing(catalogue, left)}" if self.missing else ""
            what = f"{len(left)} of {len(truth)} {self.of}s" if len(truth) > 1 else f"the {self.of}"
            yield Wrong(f"Still missing: {what}.{clue}")
        if not given and not truth:
            yield Right(f"Right: there is no such {self.of}.")


@dataclass(frozen=True, slots=True)
class OneName(Names):
    """One name, of those that are right."""

    def judge(self, answer: object, catalogue: Catalogue) -> Iterator[Part]:
        """Yield whether the name is right, or why it is wrong."""
        name = _name(answer)
        inside = answer[0] if isinstance(answer, Sequence) and len(answer) == 1 else None
        if name is None and _name(inside):
            text = "Expected the name alone, got a list with one name. Take it out: `[...][0]`."
            yield Wrong(text)
            yield from self.judge(inside, catalogue)
            return
        if name is None:
            yield Wrong(f"Expected the name of one {self.of} in quotes, got {called(answer)}.")
            return
        truth = list(self.truth(catalogue))
        same = [each for each in truth if each.casefold() == name.strip().casefold()]
        if name in truth:
            yield Right(f"Yes: `{name}`.")
        elif same:
            yield Near(f"Almost: the spelling is `{same[0]}`. Clients compare every letter.")
        else:
            yield wrong_name(name, self.of, catalogue, self.why)


def wrong_name(name: str, of: str, catalogue: Catalogue, why: Why | None = None) -> Part:
    """Return why a name is wrong, and the nearest ones."""
    known = _KNOWN[of](catalogue)
    if name in known:
        reason = f": {why(catalogue, name)}" if why else "."
        return Wrong(f"`{name}` is not right{reason}")
    near = nearest(name, known, 2)
    guess = f" Did you mean {joined(near)}?" if near else ""
    return Wrong(f"There is no {of} {shown(name)}.{guess}")


def names_in(answer: object) -> list[str] | None:
    """Return the names in an answer, each once; None if it holds anything else."""
    one = _name(answer)
    if one is not None or not isinstance(answer, Iterable):
        return None if one is None else [one]
    names = [_name(each) for each in islice(answer, MOST)]
    found = [name for name in names if name is not None]
    return list(dict.fromkeys(found)) if len(found) == len(names) else None


def not_names(answer: object, of: str) -> str:
    """Return what was expected instead of an answer, and how to get names from it."""
    expected = f"Expected a list of {of}s, got"
    if not (isinstance(answer, list | tuple | set | frozenset) and answer):
        return f"{expected} {called(answer)}."
    first, group = next(iter(answer)), f"a {type(answer).__name__}"
    if all(isinstance(each, type) for each in answer):
        return f"Expected names as strings, got {group} of classes."
    if len(answer) > 1 and all(isinstance(each, tuple) for each in answer):
        return f"{expected} {group} of tuples such as {shown(first)}. Take the name from each."
    if len(answer) == 1 and isinstance(first, list | tuple):
        return f"{expected} {group} with a {type(first).__name__} inside. Pass the inner one."
    odd = next(each for each in answer if _name(each) is None)
    return f"{expected} {group} with {called(odd)} in it."


def _name(value: object) -> str | None:
    """Return a name, or the name of an object of the catalogue; None for anything else."""
    value = value.value if isinstance(value, Enum) else value
    if isinstance(value, str):
        return str(value)
    name = getattr(value, "name", None)
    is_column = hasattr(value, "ndim")  # of pandas, whose name is its heading
    return name if isinstance(name, str) and not is_column else None


# --- numbers, other objects ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Number:
    """A number. A fraction may be wrong by one percent."""

    truth: Callable[[Catalogue], float]

    def judge(self, answer: object, catalogue: Catalogue) -> Iterator[Part]:
        """Yield whether the number is right, too small or too large."""
        number = item(answer)
        if isinstance(number, bool) or not isinstance(number, Real):
            yield Wrong(f"Expected a number, got {called(answer)}.{advice(number)}")
            return
        truth: Any = self.truth(catalogue)
        is_fraction = any(isinstance(each, float) for each in (number, truth))
        if isclose(number, truth, rel_tol=0.01) if is_fraction else number == truth:
            yield Right(f"Yes: {float(number):.3g}.")
            return
        how = f"{shown(number)} is too {'small' if number < truth else 'large'}"
        is_near = abs(number - truth) == 1
        yield Near(f"{how} by one.") if is_near else Wrong(f"{how}.")


@dataclass(frozen=True, slots=True)
class Judged:
    """An object of some type that the exercise judges itself."""

    accepts: type | UnionType
    expected: str  # the type in words, such as "a dictionary"
    say: Callable[[Any, Catalogue], Iterable[Part]]

    def judge(self, answer: object, catalogue: Catalogue) -> Iterator[Part]:
        """Yield what the exercise says about an answer of the right type."""
        value = item(answer)
        if isinstance(value, self.accepts):
            yield from self.say(value, catalogue)
        else:
            yield Wrong(f"Expected {self.expected}, got {called(answer)}.")


def item(value: object) -> Any:
    """Return the plain number in a number of numpy or a Decimal."""
    if getattr(value, "ndim", None) == 0 and hasattr(value, "item"):
        return value.item()
    return float(value) if isinstance(value, Decimal) and not value.is_snan() else value


def advice(value: object) -> str:
    """Return how to get a number from something else."""
    if isinstance(value, str):
        return " Remove the quotes." if value.strip().isdigit() else ""
    return " Did you mean its length, `len(...)`?" if isinstance(value, Sized) else ""
