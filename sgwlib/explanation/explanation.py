"""The answer: what a text says, what follows from it, and how both are known."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from sgwlib.catalogue import Pair, load_catalogue
from sgwlib.explanation.candidates import Candidate, candidates_of
from sgwlib.explanation.cut import hint
from sgwlib.explanation.retrying import retried_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgwlib.catalogue import Catalogue, Statement
    from sgwlib.explanation.signs import Sign
    from sgwlib.retries import Retried

__all__ = ["Explanation"]


@dataclass(frozen=True)
class Explanation:
    """What an error text means.

    Parameters
    ----------
    text
        The text as it was given; the offsets of `evidence` point into it.
    exception
        What ``__type`` names.
    code
        The operation error code; see `code_basis`.
    operation
        The operation that was called; see `operation_basis`.
    message
        The message, on one line.
    http_status
        HTTP status, if the text tells it.
    request_id
        The service's id of the request, which AWS support asks for.
    attempts
        How often the client sent the request, the first time included.
    certain
        Whether something in the text shows that it is an error of Storage Gateway.
    reason
        Why that is certain, or why it is not.
    code_basis
        ``"read"`` in the text, or concluded from the ``"message"``; None without a code.
    operation_basis
        ``"read"`` in the text, or concluded from the ``"words"`` of a tool before the error.
    evidence
        Which piece of the text says what.
    nearest
        Where nothing was found: what came nearest to it.
    others
        Further errors in the same text, in its order.
    catalogue
        What the page says, for all that follows.

    Examples
    --------
    >>> from sgwlib import explain
    >>> told = explain(
    ...     "An error occurred (InvalidGatewayRequestException) when calling the "
    ...     "DeleteVolume operation: The specified volume is already in use."
    ... )
    >>> told.operation, told.code, told.code_basis, told.documented, told.certain
    ('DeleteVolume', 'VolumeInUse', 'message', True, True)
    >>> told.remedy.text
    'Disconnect every initiator from the volume, then delete it.'
    """

    text: str = field(repr=False)
    exception: str | None = None
    code: str | None = None
    operation: str | None = None
    message: str | None = None
    http_status: int | None = None
    request_id: str | None = None
    attempts: int | None = None
    certain: bool = False
    reason: str = ""
    code_basis: Literal["read", "message"] | None = None
    operation_basis: Literal["read", "words"] | None = None
    evidence: tuple[Sign, ...] = field(default=(), repr=False)
    nearest: tuple[Sign, ...] = field(default=(), repr=False)
    others: tuple[Explanation, ...] = field(default=(), repr=False)
    catalogue: Catalogue = field(default_factory=load_catalogue, repr=False, compare=False)

    @property
    def found(self) -> bool:
        """Whether an error was found that may be of Storage Gateway; see `certain`, too."""
        return self.certain or self.exception is not None or self.code is not None

    @property
    def documented(self) -> bool | None:
        """Whether the page lists operation and code as a pair; None if it cannot be told."""
        if self.operation is None or self.code is None:
            return None
        return self.catalogue.documents(self.operation, self.code)

    @property
    def pair(self) -> Pair | None:
        """The pair, where both are known to the page."""
        names = (self.operation, self.code)
        if names[0] in self.catalogue.operations and names[1] in self.catalogue.codes:
            return Pair(str(names[0]), str(names[1]))
        return None

    @property
    def outside(self) -> tuple[str, ...]:
        """The names that were read and that the page does not have."""
        page = self.catalogue
        known = ((self.exception, page.exceptions), (self.code, page.codes))
        return tuple(
            name
            for name, names in (*known, (self.operation, page.operations))
            if name is not None and name not in names
        )

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """What it could be where a code or an operation is not known, most likely first."""
        return candidates_of(self)

    @property
    def cause(self) -> Statement | None:
        """What provokes the code, if it is one of the page."""
        code = self.catalogue.codes.get(self.code or "")
        return None if code is None else code.cause

    @property
    def remedy(self) -> Statement | None:
        """What to do about it, if the code is one of the page."""
        code = self.catalogue.codes.get(self.code or "")
        return None if code is None else code.remedy

    @property
    def retried(self) -> Retried | None:
        """Which clients send the request again by themselves; None if it cannot be told."""
        return retried_by(self)

    @property
    def hint(self) -> str | None:
        """What to paste as well, where little is known and the text shows that there is more."""
        return hint(self)

    @property
    def summary(self) -> str:
        """The answer in one line."""
        from sgwlib.explanation.account import summary

        return summary(self)

    def __iter__(self) -> Iterator[Explanation]:
        """Return every error of the text: this one, then the others."""
        yield self
        yield from self.others

    def __str__(self) -> str:
        from sgwlib.explanation.account import account

        return account(self)

    def _repr_html_(self) -> str:
        from sgwlib.explanation.html import as_html

        return as_html(self)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as what JSON can hold.

        Examples
        --------
        >>> from sgwlib import explain
        >>> explain("InvalidGatewayRequestException").to_dict()["exception"]
        'InvalidGatewayRequestException'
        """
        from sgwlib.explanation.account import as_dict

        return as_dict(self)
