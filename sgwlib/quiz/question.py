"""One question with its choices, why each of them is right or wrong, and what may be a choice."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple
from uuid import UUID

from sgwlib.catalogue import bundled_folder
from sgwlib.catalogue.datapackage import read_descriptor, read_tables

if TYPE_CHECKING:
    from collections.abc import Iterable
    from random import Random

    from sgwlib.catalogue import Catalogue, Statement
    from sgwlib.response import ErrorResponse

MOST_CHOICES: Final = 4  # one for each key from 1 to 4
PAGE: Final = "documented: the reference page"  # how a fact of the page is known

_WORD: Final = re.compile(r"[A-Z][a-z]+|[A-Z]+")
_NEAR: Final = 6  # draw from this many similar names, so that the choices vary


class Choice(NamedTuple):
    """A possible answer, and why it is right or wrong."""

    text: str
    why: str


class Place(NamedTuple):
    """A selection in the explorer that shows more about a question."""

    operation: str = ""
    code: str = ""
    exception: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a question is about, before its choices are chosen."""

    text: str  # the question
    known_by: str  # evidence and source of the right answer
    place: Place
    quoted: str = ""  # a text that the question is about, such as a cause
    raw: str = ""  # a response as raw HTTP that the question is about

    def ask(self, right: Choice, wrong: Iterable[Choice], chance: Random) -> Question:
        """Return the question with its choices in random order.

        `wrong` starts with the most plausible choice; the question takes as many as there are
        keys for.
        """
        choices = [right, *list(wrong)[: MOST_CHOICES - 1]]
        chance.shuffle(choices)
        return self.among(choices, right)

    def among(self, choices: Iterable[Choice], right: Choice) -> Question:
        """Return the question with its choices in the given order."""
        given = tuple(choices)
        return Question(**asdict(self), choices=given, right=given.index(right))


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Subject):
    """A question with two to four choices, of which exactly one is right."""

    choices: tuple[Choice, ...]
    right: int  # its place, counted from 0

    @property
    def answer(self) -> Choice:
        """The choice that is right."""
        return self.choices[self.right]


def known_by(statement: Statement) -> str:
    """Return how a statement is known. An inferred one is marked as only likely."""
    doubt = ", so only likely" if statement.evidence.value == "inferred" else ""
    return f"{statement.evidence.value}{doubt}: {statement.source}"


def raw_http(response: ErrorResponse, chance: Random) -> str:
    """Return a response as raw HTTP. The same chance gives the same request id."""
    request_id = str(UUID(int=chance.getrandbits(128), version=4))
    headers = dict(response.headers) | {"x-amzn-RequestId": request_id}
    return str(replace(response, headers=headers))


# --- wrong answers --------------------------------------------------------------------------


def plausible(name: str, others: Iterable[str], chance: Random) -> list[str]:
    """Return all the other names in random order, those similar to the name first."""
    mixed = list(others)
    chance.shuffle(mixed)
    mixed.sort(key=lambda other: -_likeness(name, other))
    near, rest = mixed[:_NEAR], mixed[_NEAR:]
    chance.shuffle(near)
    return near + rest


def _likeness(one: str, other: str) -> float:
    """Return the share of words that both names have, from 0 to 1."""
    words, others = set(_WORD.findall(one)), set(_WORD.findall(other))
    return len(words & others) / (len(words | others) or 1)


About = Literal["cause", "remedy"]


def apart(catalogue: Catalogue, code: str, about: About) -> list[str]:
    """Return the codes whose cause or remedy certainly differs from that of a code.

    Two codes whose causes or remedies overlap are a row in ``data/practice``: neither may be a
    wrong answer to a question about the other. The rows are a judgement about texts of this
    project, not facts of the page.
    """
    text = getattr(catalogue.codes[code], about).text
    overlapping = _overlapping(about)
    return [
        other.name
        for other in catalogue.codes.values()
        if other.name != code
        and getattr(other, about).text != text
        and other.name not in text
        and frozenset((code, other.name)) not in overlapping
    ]


@cache
def _overlapping(about: About) -> frozenset[frozenset[str]]:
    folder = bundled_folder() / "practice"
    descriptor = read_descriptor(folder)
    rows = read_tables(folder, descriptor, descriptor)["overlaps"]
    return frozenset(
        frozenset((row.values["error_code"], row.values["other"]))
        for row in rows
        if row.values["about"] in (about, "both")
    )
