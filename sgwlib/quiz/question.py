"""One question with its choices, why each of them is right or wrong, and what may be a choice.

The choices alone must not tell which one is right. So they are chosen before the question is: names
are divided into groups at random, and each name of a group is asked about equally often.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple
from uuid import UUID

from sgwlib.catalogue import bundled_folder
from sgwlib.catalogue.datapackage import read_descriptor, read_tables
from sgwlib.response import build_response

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from random import Random

    from sgwlib.catalogue import Catalogue, ErrorCode, KnownCode, Statement
    from sgwlib.response import ErrorResponse

MOST_CHOICES: Final = 4  # one for each key from 1 to 4
_WORD: Final = re.compile(r"[A-Z][a-z]+|[A-Z]+")
_NEAR: Final = 6  # draw from this many similar names, so that the choices vary
_ENOUGH: Final = 2  # choices that make a question


class Choice(NamedTuple):
    """A possible answer, and why it is right or wrong."""

    text: str
    why: str


class Place(NamedTuple):
    """A selection in the explorer that shows more about a question."""

    operation: str = ""
    code: str = ""
    exception: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question with two to four choices, of which exactly one is right."""

    text: str
    known_by: str  # evidence and source of the right answer
    place: Place
    quoted: str = ""  # a sentence that the question is about
    raw: str = ""  # a log, a response or a program that the question is about
    choices: tuple[Choice, ...]
    answer: Choice  # the one that is right

    @property
    def right(self) -> int:
        """The place of the answer among the choices, counted from 0."""
        return self.choices.index(self.answer)


def known_by(statement: Statement) -> str:
    """Return how a statement is known. An inferred one is marked as only likely."""
    doubt = ", so only likely" if statement.evidence.value == "inferred" else ""
    return f"{statement.evidence.value}{doubt}: {statement.source}"


def with_request_id(response: ErrorResponse, chance: Random) -> ErrorResponse:
    """Return a response with another request id. The same chance gives the same one."""
    request_id = str(UUID(int=chance.getrandbits(128), version=4))
    return replace(response, headers={**response.headers, "x-amzn-RequestId": request_id})


def one_line(response: ErrorResponse) -> str:
    """Return the status and the body of a response."""
    return f"HTTP {response.status_code} {response.body.decode()}"


def response_for(catalogue: Catalogue, operation: str, code: str, exception: str) -> ErrorResponse:
    """Return the response with an exception, and with the code if the exception carries one."""
    if catalogue.exceptions[exception].carries_code:
        return build_response(operation, code, exception=exception, catalogue=catalogue)
    return build_response(operation, exception, catalogue=catalogue)


def any_operation(catalogue: Catalogue, chance: Random) -> str:
    """Return an operation of today's API, which has more of them than any edition."""
    return chance.choice([*(catalogue.api_operations or catalogue.operations)])


def place_of(catalogue: Catalogue, response: ErrorResponse) -> Place:
    """Return where the explorer shows a response. It has only the operations of editions."""
    operation = response.operation or ""
    shown = operation in catalogue.operations or catalogue.all_codes_of(operation)
    return Place(operation if shown else "", response.code or "", response.exception or "")


# --- what may be a choice -------------------------------------------------------------------


def choices_for(
    name: str, clashes: Mapping[str, Collection[str]], chance: Random
) -> tuple[str, ...]:
    """Return up to four names, of which one is the given one, and none clashes with another.

    Chance doesn't look at the given one: a group that is built around a name can tell which it is.
    """
    found = next(group for group in _groups(clashes, chance) if name in group)
    if len(found) < _ENOUGH:  # the last one left, which every group clashes with
        found.append(next(each for each in clashes if each not in {name, *clashes[name]}))
    chance.shuffle(found)
    return tuple(found)


def _groups(clashes: Mapping[str, Collection[str]], chance: Random) -> list[list[str]]:
    """Divide names into groups of at most four without a clash."""
    names = list(clashes)
    chance.shuffle(names)
    # Names with many clashes choose first: the others fit in anywhere.
    names.sort(key=lambda name: -len(clashes[name]))
    groups: list[list[str]] = []
    while names:
        group = [names.pop(0)]
        while len(group) < MOST_CHOICES:
            free = [name for name in names if not any(name in clashes[each] for each in group)]
            if not free:
                break
            chance.shuffle(free)
            free.sort(key=lambda name: -_likeness(group[0], name))
            group.append(chance.choice(free[:_NEAR]))
            names.remove(group[-1])
        groups.append(group)
    for lone in [group for group in groups if len(group) < _ENOUGH]:
        for group in groups:
            fits = [each for each in group if each not in clashes[lone[0]]]
            if len(group) > _ENOUGH and fits:
                group.remove(fits[0])
                lone.append(fits[0])
                break
    return groups


@cache
def _likeness(one: str, other: str) -> float:
    """Return the share of words that both names have, from 0 to 1."""
    words, others = set(_WORD.findall(one)), set(_WORD.findall(other))
    return len(words & others) / (len(words | others) or 1)


About = Literal["cause", "remedy"]


class Explained(NamedTuple):
    """A code of which everything is known that questions ask about."""

    message: str
    family: str
    cause: Statement
    remedy: Statement


@lru_cache(maxsize=4)
def explained(catalogue: Catalogue) -> dict[str, Explained]:
    """Return the codes of all editions with a cause, a remedy and an operation, by name."""
    codes: dict[str, ErrorCode | KnownCode] = {**catalogue.known_codes, **catalogue.codes}
    return {
        name: Explained(about.message, about.family, about.cause, about.remedy)
        for name, about in codes.items()
        if about.message and about.cause and about.remedy and operations_of(catalogue, name)
    }


def operations_of(catalogue: Catalogue, code: str) -> tuple[str, ...]:
    """Return the operations that a code is documented for, in this edition or else in another."""
    here = catalogue.operations_of(code) if code in catalogue.codes else ()
    return here or catalogue.all_operations_of(code)


@lru_cache(maxsize=8)
def overlaps(catalogue: Catalogue, about: About) -> dict[str, frozenset[str]]:
    """Return each code with those whose cause or remedy isn't clearly different from its own.

    None of these may be a wrong answer to a question about it. A row in ``data/practice`` says that
    two codes overlap. A code that overlaps with all others is left out.
    """
    texts = {name: getattr(code, about).text for name, code in explained(catalogue).items()}

    def same(one: str, other: str) -> bool:
        named = other in texts[one] or one in texts[other]
        alike = texts[one] == texts[other] or frozenset((one, other)) in _overlapping(about)
        return one != other and (named or alike)

    found = {one: frozenset(other for other in texts if same(one, other)) for one in texts}
    return {name: others for name, others in found.items() if len(others) < len(texts) - 1}


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
