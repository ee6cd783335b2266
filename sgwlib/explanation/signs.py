"""What is read in a text: small signs, each with its place, and sightings that hold several."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Sighting", "Sign", "What"]

What = Literal[
    "exception",
    "code",
    "code_name",
    "operation",
    "message",
    "http_status",
    "request_id",
    "attempts",
    "failure",
    "service",
    "other_service",
]
"""What a sign tells: a field of the explanation, that a call failed, or whose error it is.

A ``code_name`` is the name of a code where it may well be something else.
"""


_NAMING: Final[frozenset[What]] = frozenset({"exception", "code", "failure"})
_MESSAGE: Final[frozenset[What]] = frozenset({"message"})


class Sign(NamedTuple):
    """One piece of the text that says something.

    Parameters
    ----------
    what
        What it tells, such as ``"operation"``, or ``"service"`` for a sign that the error is
        of Storage Gateway, ``"other_service"`` that it is not.
    value
        What it says, in plain form: ``"DeleteVolume"``, ``"400"``.
    start, end
        Where it stands in the text as it was given.
    how
        The notation that it was read in, such as ``"botocore"`` or ``"response body"``.
    """

    what: What
    value: str
    start: int
    end: int
    how: str


@dataclass(slots=True)
class Sighting:
    """Signs that a text prints together, so that they are of one error.

    Parameters
    ----------
    signs
        In the order in which they were read.
    scope
        Number of the JSON object or other record that they stand in; 0 for none.
    """

    signs: list[Sign]
    scope: int = 0
    start: int = field(init=False)
    end: int = field(init=False)
    _first: dict[What, str] = field(init=False)

    def __post_init__(self) -> None:
        self.start = min(sign.start for sign in self.signs)
        self.end = max(sign.end for sign in self.signs)
        self._first = {sign.what: sign.value for sign in reversed(self.signs)}

    def __iter__(self) -> Iterator[Sign]:
        return iter(self.signs)

    def get(self, what: What) -> str | None:
        """Return the first value of a kind."""
        return self._first.get(what)

    @property
    def names_error(self) -> bool:
        """Whether it names an exception or a code, or says that a call failed."""
        return not self._first.keys().isdisjoint(_NAMING)

    @property
    def is_message_alone(self) -> bool:
        """Whether it is a message, and says nothing of whose."""
        return self._first.keys() == _MESSAGE

    def add(self, other: Sighting) -> None:
        """Take the signs of another, too."""
        self.signs += other.signs
        self._first = other._first | self._first
        self.start = min(self.start, other.start)
        self.end = max(self.end, other.end)
        self.scope = self.scope or other.scope
