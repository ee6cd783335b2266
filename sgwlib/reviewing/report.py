"""The review: what was found in a source, as values, as text, as rows and as HTML."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

from sgwlib.errors import UnknownNameError
from sgwlib.extras import needed_by
from sgwlib.frozen import FrozenDict
from sgwlib.text import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from sgwlib.reviewing.findings import Finding

COLUMNS = (
    "source",
    "operation",
    "line",
    "function",
    "error",
    "outcome",
    "decided_at",
    "note",
    "run",
)


class Outcome(StrEnum):
    """What becomes of an error.

    Examples
    --------
    >>> print(Outcome("swallowed").meaning)
    caught without being recognised, and the caller can't tell
    """

    HANDLED = "handled"
    TRANSLATED = "translated"
    REPORTED = "reported"
    PROPAGATES = "propagates"
    SWALLOWED = "swallowed"
    CRASHES = "crashes"
    ENDLESS = "endless"
    UNKNOWN = "unknown"

    @property
    def meaning(self) -> str:
        """What the word means."""
        return _MEANINGS[self.value]


_MEANINGS = {
    "handled": "recognised by its code, its own class or its message, and dealt with",
    "translated": "raised as another exception, or the program exits",
    "reported": "caught broadly, and the caller is told in what is returned",
    "propagates": "reaches the caller as it is",
    "swallowed": "caught without being recognised, and the caller can't tell",
    "crashes": "the handler fails by a mistake of its own",
    "endless": "the code retries the call forever",
    "unknown": "the source alone doesn't decide it",
}


class Decision(NamedTuple):
    """What becomes of one error, and where that is decided."""

    outcome: Outcome
    line: int
    note: str = ""
    """The exception that is raised instead, the mistake, or the reason why it is unknown."""
    run: str | None = None
    """How a run of the function with this error ended, if it was run."""


class Unreviewed(NamedTuple):
    """A call that may be of another service: nothing shows that it is of Storage Gateway."""

    operation: str
    line: int
    function: str


@dataclass(frozen=True)
class ReviewedCall:
    """One call of an operation, and what the code does about each of its errors.

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
    >>> [call] = review("sgw = boto3.client('storagegateway')\\nsgw.list_gateways()").calls
    >>> call.operation, call.outcomes["InternalError"].value
    ('ListGateways', 'propagates')
    """

    operation: str
    line: int
    function: str
    decisions: Mapping[str, Decision] = field(default_factory=FrozenDict)
    findings: tuple[Finding, ...] = ()

    @property
    def outcomes(self) -> Mapping[str, Outcome]:
        """Each error, a code or an exception, to its outcome."""
        return FrozenDict({name: each.outcome for name, each in self.decisions.items()})

    def errors(self, outcome: str) -> tuple[str, ...]:
        """Return the errors that have an outcome.

        Raises
        ------
        UnknownNameError
            If there is no such outcome.

        Examples
        --------
        >>> from sgwlib import review
        >>> [call] = review("try:\\n    client.add_cache()\\nexcept KeyError: pass").calls
        >>> call.errors("propagates")[:2]
        ('DiskAlreadyAllocated', 'DiskDoesNotExist')
        """
        if outcome not in _MEANINGS:
            raise UnknownNameError("outcome", outcome, tuple(_MEANINGS))
        return tuple(name for name, each in self.decisions.items() if each.outcome == outcome)


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
    ...     client.delete_volume(VolumeARN=arn)
    ... except ClientError as e:
    ...     if e.response["Error"]["Code"] != "VolumeInUse":
    ...         raise
    ... ''')
    ... )  # doctest: +ELLIPSIS +NORMALIZE_WHITESPACE
    <source>:5: wrong place: VolumeInUse is an error code, ...
    <source>:3: DeleteVolume in <module>: propagates: GatewayInternalError, ...
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
        """The number of findings and calls in one line.

        Examples
        --------
        >>> from sgwlib import review
        >>> review("client.start_gateway()\\n").summary
        '<source>: 0 findings, 1 call'
        """
        calls = counted(len(self.calls), "call") if self.calls else NO_CALL
        return f"{self.source}: {counted(len(self.findings), 'finding')}, {calls}"

    def __str__(self) -> str:
        lines = [f"{self.source}:{each.line}: {each.kind}: {each.text}" for each in self.findings]
        for call in self.calls:
            lines.append(f"{self.source}:{call.line}: {described(call)}")
            doubts = {
                (each.line, each.note)
                for each in call.decisions.values()
                if each.outcome == "unknown"
            }
            lines += [f"{self.source}:{line}: unknown: {why}" for line, why in sorted(doubts)]
        lines += [
            f"{self.source}:{each.line}: {each.operation}: {NO_SIGN}" for each in self.unreviewed
        ]
        if not self.calls:
            lines.append(f"{self.source}: {NO_CALL}")
        if self.not_run:
            lines.append(f"{self.source}: not run: {self.not_run}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        findings = "".join(
            f"<li>line {each.line}: <strong>{escape(each.kind)}</strong>: {escape(each.text)}"
            f"{f' {escape(each.instead)}' if each.instead else ''}</li>"
            for each in self.findings
        )
        not_run = f"<p>Not run: {escape(self.not_run)}</p>" if self.not_run else ""
        head = f"<p><strong>{escape(self.summary)}</strong></p>"
        return f"<div>{head}<ul>{findings}</ul>{''.join(map(_table, self.calls))}{not_run}</div>"

    def to_dict(self) -> dict[str, Any]:
        """Return the review as plain values that JSON can hold.

        Examples
        --------
        >>> from sgwlib import review
        >>> review("client.start_gateway()\\n").to_dict()["calls"][0]["operation"]
        'StartGateway'
        """
        return {
            "source": self.source,
            "findings": [
                each._asdict() | {"nearest": list(each.nearest)} for each in self.findings
            ],
            "calls": [
                {
                    "operation": call.operation,
                    "line": call.line,
                    "function": call.function,
                    "outcomes": {name: str(each.outcome) for name, each in call.decisions.items()},
                    "decisions": {
                        name: each._asdict() | {"outcome": str(each.outcome)}
                        for name, each in call.decisions.items()
                    },
                    "findings": [
                        each._asdict() | {"nearest": list(each.nearest)} for each in call.findings
                    ],
                }
                for call in self.calls
            ],
            "unreviewed": [each._asdict() for each in self.unreviewed],
            "not_run": self.not_run,
        }

    def rows(self) -> list[dict[str, object]]:
        """Return one row for each error of each call, as plain values."""
        return [
            dict(
                zip(
                    COLUMNS,
                    (
                        self.source,
                        call.operation,
                        call.line,
                        call.function,
                        name,
                        str(each.outcome),
                        each.line,
                        each.note,
                        each.run,
                    ),
                    strict=True,
                )
            )
            for call in self.calls
            for name, each in call.decisions.items()
        ]

    def to_frame(self) -> pd.DataFrame:
        """Return the rows as a pandas DataFrame.

        Raises
        ------
        MissingPackageError
            If pandas is not installed.

        Examples
        --------
        >>> from sgwlib import review
        >>> review("client.start_gateway()\\n").to_frame()["outcome"].unique().tolist()
        ['propagates']
        """
        with needed_by("Review.to_frame"):
            import pandas as pd

        return pd.DataFrame(self.rows(), columns=list(COLUMNS))


NO_CALL = "no call of a Storage Gateway operation is found"
NO_SIGN = "not reviewed: no sign of Storage Gateway"


def described(call: ReviewedCall) -> str:
    """Return a call and its outcomes in one line."""
    from sgwlib.reviewing.findings import listed

    parts = [f"{word}: {listed(names)}" for word in _MEANINGS if (names := call.errors(word))]
    return f"{call.operation} in {call.function}: {'; '.join(parts)}"


def _table(call: ReviewedCall) -> str:
    ran = any(each.run for each in call.decisions.values())
    headings = ["error", "outcome", "line", *(["run"] if ran else []), ""]
    body = ""
    for name, each in call.decisions.items():
        cells = [name, each.outcome, each.line, *([each.run or ""] if ran else []), each.note]
        body += f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in cells)}</tr>"
    head = "".join(f"<th>{each}</th>" for each in headings)
    caption = f"{call.operation} in {call.function}, line {call.line}"
    return f"<table><caption>{escape(caption)}</caption><tr>{head}</tr>{body}</table>"
