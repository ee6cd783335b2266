"""Answers of a form of their own, judged by the exercise itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sgwlib.tutorial.feedback import Mark, Part
from sgwlib.tutorial.wording import called

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import UnionType

    from sgwlib.catalogue import Catalogue

__all__ = ["Judged"]


@dataclass(frozen=True, slots=True)
class Judged:
    """An object of some type, about which the exercise has its own things to say.

    Parameters
    ----------
    accepts
        The type.
    expected
        What that is in words, such as ``"a dictionary"``.
    say
        Judges an answer of this type.
    """

    accepts: type | UnionType
    expected: str
    say: Callable[[Any, Catalogue], Iterable[Part]]

    def judge(self, answer: object, catalogue: Catalogue) -> Iterator[Part]:
        """Say what the exercise has to say, if the answer is of the type."""
        if not isinstance(answer, self.accepts):
            yield Part(Mark.WRONG, f"I got {called(answer)}; I expected {self.expected}.")
            return
        yield from self.say(answer, catalogue)
