"""Answers that are names: a set of them, in any order, or one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, TypeGuard

from sgwlib.text import nearest
from sgwlib.tutorial.feedback import Mark, Part
from sgwlib.tutorial.wording import called, joined, shown

if TYPE_CHECKING:
    from sgwlib.catalogue import Catalogue

__all__ = ["Names", "OneName", "Why", "names_in"]

Why = Callable[["Catalogue", str], str]
"""Says of a wrong name why it is not right."""

_MOST: Final = 5000  # names that are read of an answer, which may never end
_KNOWN: Final[Mapping[str, Callable[[Catalogue], Collection[str]]]] = {
    "operation": lambda catalogue: catalogue.operations,
    "error code": lambda catalogue: catalogue.codes,
    "exception": lambda catalogue: catalogue.exceptions,
    "pair": lambda catalogue: [
        f"{operation} with {code}" for operation in catalogue.operations for code in catalogue.codes
    ],
}


@dataclass(frozen=True, slots=True)
class Names:
    """A set of names, in whatever order and kind of collection.

    Parameters
    ----------
    of
        ``"operation"``, ``"error code"``, ``"exception"`` or ``"pair"``.
    truth
        Computes the names. A pair is a tuple of two.
    why
        Says why a wrong name is not right; a pair reads ``"DeleteVolume with VolumeInUse"``.
    missing
        Says something about the names that are missing, without naming them.
    """

    of: str
    truth: Callable[[Catalogue], Iterable[object]]
    why: Why | None = None
    missing: Callable[[Catalogue, list[str]], str] | None = None

    def judge(self, answer: object, catalogue: Catalogue) -> Iterator[Part]:
        """Say which names are right, which are not, and how many are missing."""
        one = self.of == "pair" and _is_pair(answer)
        given = names_in([answer] if one else answer)
        if given is None:
            yield Part(Mark.WRONG, f"I got {_no_names(answer, self.of)}")
            return
        truth = [_name(each) or "" for each in self.truth(catalogue)]
        right = [name for name in given if name in truth]
        if right:
            said = "is right" if len(right) == 1 else f"are right ({len(right)})"
            yield Part(Mark.RIGHT, f"{joined(right)} {said}.")
        known = _KNOWN[self.of](catalogue)
        for name in [name for name in given if name not in truth][:3]:
            yield _wrong(name, self.of, known, catalogue, self.why)
        yield from self._others(given, truth, catalogue)

    def _others(self, given: list[str], truth: list[str], catalogue: Catalogue) -> Iterator[Part]:
        wrong = sum(name not in truth for name in given)
        if wrong > 3:  # noqa: PLR2004 - as many as are named
            yield Part(Mark.WRONG, f"{wrong - 3} more are not right.")
        left = [name for name in truth if name not in given]
        if left:
            clue = f" {self.missing(catalogue, left)}" if self.missing else ""
            what = f"{len(left)} of {len(truth)} {self.of}s" if len(truth) > 1 else f"the {self.of}"
            yield Part(Mark.WRONG, f"Still missing: {what}.{clue}")
        if not given and not truth:
            yield Part(Mark.RIGHT, f"There is no such {self.of}.")


@dataclass(frozen=True, slots=True)
class OneName:
    """One name, of those that are right.

    Parameters
    ----------
    of
        ``"operation"``, ``"error code"``, ``"exception"``, ``"pair"``, or another word with
        ``among``.
    truth
        Computes the names of which each is right.
    why
        Says why a wrong name is not right.
    among
        The names that there are, if ``of`` is another word.
    """

    of: str
    truth: Callable[[Catalogue], Collection[str]]
    why: Why | None = None
    among: Callable[[Catalogue], Collection[str]] | None = None

    def judge(self, answer: object, catalogue: Catalogue) -> Iterator[Part]:
        """Say whether the name is right, and if it is not, why."""
        name = _name(answer)
        if name is None and isinstance(answer, Sequence) and len(answer) == 1 and _name(answer[0]):
            said = "I got a list with one name in it; I expected the name alone."
            yield Part(Mark.WRONG, f"{said} Take it out of the list: `[...][0]`.")
            yield from self.judge(answer[0], catalogue)
            return
        if name is None:
            yield Part(Mark.WRONG, f"I got {_no_name(answer, self.of)}")
            return
        truth = self.truth(catalogue)
        same = [each for each in truth if each.casefold() == name.strip().casefold()]
        if name in truth:
            yield Part(Mark.RIGHT, f"`{name}` it is.")
        elif same:
            yield Part(
                Mark.NEAR, f"Nearly: it is written `{same[0]}`. Clients compare each letter."
            )
        else:
            known = (self.among or _KNOWN[self.of])(catalogue)
            yield _wrong(name, self.of, known, catalogue, self.why)


def _wrong(
    name: str, of: str, known: Collection[str], catalogue: Catalogue, why: Why | None
) -> Part:
    if name in known:
        reason = f": {why(catalogue, name)}" if why else "."
        return Part(Mark.WRONG, f"`{name}` is not right{reason}")
    near = nearest(name, known, 2)
    guess = f" Did you mean {joined(near)}?" if near else ""
    return Part(Mark.WRONG, f"There is no {of} {shown(name)}.{guess}")


def names_in(answer: object) -> list[str] | None:
    """Return the names in an answer, each once; None if it does not consist of names.

    Examples
    --------
    >>> names_in({"AddCache": 1}), names_in(12)
    (['AddCache'], None)
    """
    one = _name(answer) if isinstance(answer, str) or hasattr(answer, "name") else None
    if one is not None:
        return [one]
    if not isinstance(answer, Iterable):
        return None
    names = [_name(each) for each in islice(answer, _MOST)]
    found = [name for name in names if name is not None]
    return list(dict.fromkeys(found)) if len(found) == len(names) else None


def _no_name(answer: Any, of: str) -> str:
    """Say what an answer is instead of one name, and how the name is got from a table."""
    is_series = getattr(answer, "ndim", None) == 1 and hasattr(answer, "idxmax")
    if is_series and answer.dtype.kind in "iuf":  # whole numbers or others
        kind = type(answer).__name__
        return f"a table of counts (`{kind}`); `.idxmax()` gives the name with the largest one."
    return f"{called(answer)}; I expected one {of}: its name between quotes."


def _no_names(answer: object, of: str) -> str:
    """Say what an answer is instead of names, and how names are got from it."""
    if isinstance(answer, list | tuple | set | frozenset) and answer:
        first = next(iter(answer))
        group = f"a {type(answer).__name__}"
        if all(isinstance(each, type) for each in answer):
            return f"{group} of classes; I expected their names, as text."
        tuples = len(answer) > 1 and all(isinstance(each, tuple) for each in answer)
        if tuples and of != "pair":  # which is a tuple itself
            return f"{group} of tuples, such as {shown(first)}: take the name in each."
        if len(answer) == 1 and isinstance(first, list | tuple):
            return f"{group} with a group inside: take the group."
        odd = next(each for each in answer if _name(each) is None)
        return f"{group} with {called(odd)} in it; I expected {of}s, such as a list of them."
    return f"{called(answer)}; I expected {of}s, such as a list of them."


def _name(value: object) -> str | None:
    """Return a name, also that of an object of the catalogue; None for anything else."""
    if isinstance(value, str):
        return str(value)
    if _is_pair(value):
        return " with ".join(value)
    name = getattr(value, "name", None)
    is_column = hasattr(value, "ndim")  # of pandas, where the name is its heading
    return name if isinstance(name, str) and not is_column else None


def _is_pair(value: object) -> TypeGuard[Sequence[str]]:
    return (
        isinstance(value, tuple | list)
        and len(value) == 2  # noqa: PLR2004 - that is what a pair is
        and all(isinstance(each, str) for each in value)
    )
