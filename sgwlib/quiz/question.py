"""One question with its choices, and why each of them is right or wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Iterable
    from random import Random

    from sgwlib.catalogue import Statement
    from sgwlib.response import ErrorResponse

__all__ = [
    "MOST_CHOICES",
    "PAGE",
    "Choice",
    "Place",
    "Question",
    "Subject",
    "known_by",
    "raw_http",
]

MOST_CHOICES = 4
"""As many as there are keys for: 1 to 4."""

PAGE = "documented: the reference page"
"""How the page's own facts are known."""


class Choice(NamedTuple):
    """What can be answered, and why that is right or wrong."""

    text: str
    why: str


class Place(NamedTuple):
    """Where the explorer shows more of it."""

    operation: str = ""
    code: str = ""
    exception: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question, put so that exactly one of its choices is right.

    Parameters
    ----------
    text
        The question.
    choices
        Two to four of them.
    right
        Which of them is right, counted from 0.
    known_by
        How the right answer is known: its evidence and source.
    place
        Where the explorer shows more of it.
    quoted
        A text that the question is about, such as a cause.
    raw
        A response as raw HTTP that the question is about.
    """

    text: str
    choices: tuple[Choice, ...]
    right: int
    known_by: str
    place: Place
    quoted: str = ""
    raw: str = ""

    @property
    def answer(self) -> Choice:
        """The choice that is right."""
        return self.choices[self.right]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a question is about, before its choices are chosen.

    Parameters
    ----------
    text, known_by, place, quoted, raw
        As those of :class:`Question`.
    """

    text: str
    known_by: str
    place: Place
    quoted: str = ""
    raw: str = ""

    def ask(self, right: Choice, wrong: Iterable[Choice], chance: Random) -> Question:
        """Return the question, with its choices in random order.

        Parameters
        ----------
        right
            The choice that is right.
        wrong
            Others, the most plausible first; as many are taken as there are keys for.
        chance
            Decides the order.

        Returns
        -------
        Question

        Examples
        --------
        >>> from random import Random
        >>> subject = Subject("Who?", PAGE, Place())
        >>> asked = subject.ask(Choice("she", "so it is"), [Choice("he", "no")], Random(1))
        >>> asked.answer.text, len(asked.choices)
        ('she', 2)
        """
        choices = [right, *list(wrong)[: MOST_CHOICES - 1]]
        chance.shuffle(choices)
        return self.among(choices, right)

    def among(self, choices: Iterable[Choice], right: Choice) -> Question:
        """Return the question, with its choices as they stand."""
        given = tuple(choices)
        return Question(
            text=self.text,
            choices=given,
            right=given.index(right),
            known_by=self.known_by,
            place=self.place,
            quoted=self.quoted,
            raw=self.raw,
        )


def known_by(told: Statement) -> str:
    """Say how a statement is known, and that an inferred one is no more than that.

    Examples
    --------
    >>> from sgwlib.catalogue import load_catalogue
    >>> known_by(load_catalogue().codes["LunInvalid"].carrier)
    "inferred, so no more than likely: code's wording"
    """
    doubt = ", so no more than likely" if told.evidence.value == "inferred" else ""
    return f"{told.evidence.value}{doubt}: {told.source}"


def raw_http(response: ErrorResponse, chance: Random) -> str:
    """Return a response as raw HTTP, with a request id that the same chance gives again."""
    request_id = str(UUID(int=chance.getrandbits(128), version=4))
    headers = dict(response.headers) | {"x-amzn-RequestId": request_id}
    return str(replace(response, headers=headers))
