"""The review: what was found in a source, as values, as text and as HTML."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from sgwlib.errors import UnknownNameError
from sgwlib.frozen import FrozenDict
from sgwlib.reviewing.findings import Finding, listed
from sgwlib.text import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

NO_CALL = "no call of a Storage Gateway operation is found"
NO_SIGN = "not reviewed: no sign of Storage Gateway"
VOUCH = ("--client NAME", "says that NAME is a client of Storage Gateway")


class Outcome(StrEnum):
    """What becomes of an error. Each has its meaning in a sentence.

    Examples
    --------
    >>> print(Outcome("swallowed").meaning)
    caught without being recognised, and the caller can't tell
    """

    meaning: str

    def __new__(cls, word: str, meaning: str = "") -> Self:
        """Make an outcome of a word and what it means."""
        made = str.__new__(cls, word)
        made._value_, made.meaning = word, meaning
        return made

    HANDLED = "handled", "recognised by its code, its own class or its message, and dealt with"
    TRANSLATED = "translated", "raised as another exception, or the program exits"
    REPORTED = "reported", "caught broadly, and the caller is told in what is returned"
    PROPAGATES = "propagates", "reaches the caller as it is"
    SWALLOWED = "swallowed", "caught without being recognised, and the caller can't tell"
    CRASHES = "crashes", "the handler fails by a mistake of its own"
    ENDLESS = "endless", "the code retries the call forever"
    UNKNOWN = "unknown", "the source alone doesn't decide it"


class Decision(NamedTuple):
    """What becomes of one error, where that is decided, and why."""

    outcome: Outcome
    line: int
    note: str = ""
    run: str | None = None  # how a run of the function ended, if it was run


class Unreviewed(NamedTuple):
    """A call that may be of another service: nothing shows that it is of Storage Gateway."""

    operation: str
    line: int
    function: str


@dataclass(frozen=True)
class ReviewedCall:
    r"""One call of an operation, and what the code does about each of its errors.

    Parameters
    ----------
    operation
        Name of the operation.
    line
        Line of the call.
    function
        Name of the function around it, such as ``"Gateway.delete"``, or ``"<module>"``.
    decisions
        Each error, a code or an exception, to what becomes of it and why.
    findings
        The problems of this call, by line.

    Examples
    --------
    >>> from sgwlib import review
    >>> [call] = review("client.start_gateway()\n").calls
    >>> call.operation, call.outcomes["ThrottlingException"].value
    ('StartGateway', 'propagates')
    """

    operation: str
    line: int
    function: str
    decisions: Mapping[str, Decision]
    findings: tuple[Finding, ...] = ()

    @property
    def outcomes(self) -> Mapping[str, Outcome]:
        """Each error, a code or an exception, to its outcome."""
        return FrozenDict({name: each.outcome for name, each in self.decisions.items()})

    def errors(self, outcome: str) -> tuple[str, ...]:
        r"""Return the errors that have an outcome.

        Raises
        ------
        UnknownNameError
            If there is no such outcome.

        Examples
        --------
        >>> from sgwlib import review
        >>> review("client.start_gateway()\n").calls[0].errors("swallowed")
        ()
        """
        if outcome not in tuple(Outcome):
            raise UnknownNameError("outcome", outcome, [each.value for each in Outcome])
        return tuple(name for name, each in self.decisions.items() if each.outcome == outcome)

    def __str__(self) -> str:
        parts = [f"{each}: {listed(names)}" for each in Outcome if (names := self.errors(each))]
        return f"{self.operation} in {self.function}: {'; '.join(parts)}"


@dataclass(frozen=True)
class Review:
    """What a source does about the errors of the operations that it calls.

    It is a value: it can be compared, hashed, copied and pickled.

    Parameters
    ----------
    source
        Name of the source.
    calls
        Each call of an operation, by line.
    findings
        The problems, by line.
    unreviewed
        Calls with the name of an operation that nothing shows to be of Storage Gateway.
    not_run
        Why a function was not run, if it was not.

    Examples
    --------
    >>> from sgwlib import review
    >>> print(
    ...     review('''
    ... try:
    ...     client.start_gateway()
    ... except ClientError as e:
    ...     if e.response["Error"]["Code"] != "GatewayNotFound":
    ...         raise
    ... ''')
    ... )  # doctest: +ELLIPSIS
    <source>:5: wrong place: GatewayNotFound is an error code, but ...
    <source>:3: StartGateway in <module>: propagates: ...
    """

    source: str
    calls: tuple[ReviewedCall, ...]
    findings: tuple[Finding, ...]
    unreviewed: tuple[Unreviewed, ...] = ()
    not_run: str | None = None

    @property
    def clean(self) -> bool:
        """Whether there is no finding."""
        return not self.findings

    @property
    def summary(self) -> str:
        """The number of findings and calls in one line."""
        calls = counted(len(self.calls), "call") if self.calls else NO_CALL
        return f"{self.source}: {counted(len(self.findings), 'finding')}, {calls}"

    def __str__(self) -> str:
        lines = [(each.line, f"{each.kind}: {each}") for each in self.findings]
        for call in self.calls:
            lines.append((call.line, str(call)))
            doubts = [each for each in call.decisions.values() if each.outcome == "unknown"]
            lines += dict.fromkeys((each.line, f"unknown: {each.note}") for each in doubts)
        lines += [(each.line, f"{each.operation}: {NO_SIGN}") for each in self.unreviewed]
        rest = [] if self.calls else [NO_CALL]
        rest += [" ".join(VOUCH)] if self.unreviewed else []
        rest += [f"not run: {self.not_run}"] if self.not_run else []
        return "\n".join(
            [f"{self.source}:{line}: {text}" for line, text in lines]
            + [f"{self.source}: {text}" for text in rest]
        )

    def _repr_html_(self) -> str:
        head = f"<p><strong>{escape(self.summary)}</strong></p>"
        items = [f"line {each.line}: {each.kind}: {each}" for each in self.findings]
        items += [f"not run: {self.not_run}"] if self.not_run else []
        body = "".join(f"<li>{escape(each)}</li>" for each in items)
        return f"<div>{head}<ul>{body}</ul>{''.join(map(_table, self.calls))}</div>"

    def to_dict(self) -> dict[str, Any]:
        r"""Return the review as plain values that JSON can hold.

        Examples
        --------
        >>> from sgwlib import review
        >>> review("client.start_gateway()\n").to_dict()["calls"][0]["operation"]
        'StartGateway'
        """
        return {
            **vars(self),
            "findings": [each._asdict() for each in self.findings],
            "unreviewed": [each._asdict() for each in self.unreviewed],
            "calls": [
                {
                    **vars(call),
                    "outcomes": {name: each.value for name, each in call.outcomes.items()},
                    "decisions": {name: each._asdict() for name, each in call.decisions.items()},
                    "findings": [each._asdict() for each in call.findings],
                }
                for call in self.calls
            ],
        }


def _table(call: ReviewedCall) -> str:
    body = ""
    for name, each in call.decisions.items():
        cells = (name, each.outcome, each.line, each.run or "", each.note)
        body += f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in cells)}</tr>"
    head = "".join(f"<th>{each}</th>" for each in ("error", "outcome", "line", "run", ""))
    caption = escape(f"{call.operation} in {call.function}, line {call.line}")
    return f"<table><caption>{caption}</caption><tr>{head}</tr>{body}</table>"
