"""The review: what was found in a source, and how it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from sgwlib.reviewing.findings import named
from sgwlib.reviewing.verdicts import Outcome

if TYPE_CHECKING:
    from sgwlib.reviewing.findings import Finding
    from sgwlib.reviewing.verdicts import Verdict

__all__ = ["Review", "ReviewedCall"]

_LEFT = 'style="text-align:left"'


@dataclass(frozen=True)
class ReviewedCall:
    """One call of an operation, and what becomes of each error that it can be answered with.

    Parameters
    ----------
    operation
        Name of the operation.
    line
        Where it is called.
    function
        From where it was followed: the name of a function, ``"<module>"`` for the module.
    verdicts
        One for each error: the operation's codes, then the general exceptions.
    findings
        What is wrong with it, by line.
    """

    operation: str
    line: int
    function: str
    verdicts: tuple[Verdict, ...]
    findings: tuple[Finding, ...] = ()

    def verdict(self, error: str) -> Verdict:
        """Return what becomes of an error.

        Raises
        ------
        UnknownNameError
            If the operation is not documented to return it.
        """
        from sgwlib.errors import UnknownNameError

        found = {each.error: each for each in self.verdicts}
        if error not in found:
            raise UnknownNameError(f"error of {self.operation}", error, found)
        return found[error]

    def errors(self, outcome: Outcome | str) -> tuple[str, ...]:
        """Return the errors that come to an outcome, such as ``"handled"``."""
        return tuple(each.error for each in self.verdicts if each.outcome == outcome)

    @property
    def handled(self) -> tuple[str, ...]:
        """The errors that it names and does something about, or turns into others."""
        return self.errors(Outcome.HANDLED)

    @property
    def falling_through(self) -> tuple[str, ...]:
        """The errors that it leaves to the caller."""
        return self.errors(Outcome.FALLS_THROUGH)

    @property
    def swallowed(self) -> tuple[str, ...]:
        """The errors that it catches without naming them, and forgets."""
        return self.errors(Outcome.SWALLOWED)

    @property
    def breaking(self) -> tuple[str, ...]:
        """The errors on which it fails by a mistake of its own."""
        return self.errors(Outcome.BREAKS)

    @property
    def unclear(self) -> tuple[str, ...]:
        """The errors of which it cannot be told."""
        return self.errors(Outcome.UNCLEAR)

    @property
    def summary(self) -> str:
        """All outcomes in one line."""
        parts = [
            f"{outcome}: {named(list(self.errors(outcome)))}"
            for outcome in Outcome
            if self.errors(outcome)
        ]
        return f"{self.operation} in {self.function}: {'; '.join(parts)}"


@dataclass(frozen=True)
class Review:
    """What a source does about the errors of the operations that it calls.

    Parameters
    ----------
    source
        Name of the source.
    calls
        Each call of an operation, from each function where it can begin.
    findings
        What is wrong, by line.
    not_run
        Why a function was not run, if it was not.
    operation
        The only operation whose calls were looked for; None if all were.

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
    <source>:5: wrong place: VolumeInUse is an error code, and e.response["Error"]["Code"] holds
    the exception: this never matches; the code is in e.response["error"]["errorCode"]
    <source>:3: DeleteVolume in <module>: falls through: GatewayInternalError, ...
    """

    source: str
    calls: tuple[ReviewedCall, ...]
    findings: tuple[Finding, ...]
    not_run: str | None = None
    operation: str | None = None

    @property
    def nothing(self) -> str:
        """What is said where there is no call."""
        return f"no call of {self.operation or 'a Storage Gateway operation'} is found"

    @property
    def clean(self) -> bool:
        """Whether there is no finding."""
        return not self.findings

    def __str__(self) -> str:
        lines = [f"{self.source}:{each.line}: {each.kind}: {each.text}" for each in self.findings]
        for call in self.calls:
            lines.append(f"{self.source}:{call.line}: {call.summary}")
            lines += [f"{self.source}:{line}: unclear: {why}" for line, why in _doubts(call)]
        if not self.calls:
            lines.append(f"{self.source}: {self.nothing}")
        if self.not_run:
            lines.append(f"{self.source}: not run: {self.not_run}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        findings = "".join(
            f"<li>line {each.line}: <strong>{escape(each.kind)}</strong>: {escape(each.text)}</li>"
            for each in self.findings
        )
        calls = "".join(map(_table, self.calls))
        not_run = f"<p>Not run: {escape(self.not_run)}</p>" if self.not_run else ""
        head = f"<p><strong>{escape(self.source)}</strong></p>"
        return f"<div>{head}<ul>{findings}</ul>{calls}{not_run}</div>"

    def to_dict(self) -> dict[str, Any]:
        """Return everything as what JSON can hold.

        Examples
        --------
        >>> from sgwlib import review
        >>> review("client.list_gateways()").to_dict()["calls"][0]["operation"]
        'ListGateways'
        """
        return {
            "source": self.source,
            "findings": [
                each._asdict() | {"nearest": list(each.nearest)} for each in self.findings
            ],
            "calls": [_call(each) for each in self.calls],
            "not_run": self.not_run,
        }


def _doubts(call: ReviewedCall) -> dict[tuple[int, str], None]:
    doubts = [each for each in call.verdicts if each.outcome is Outcome.UNCLEAR]
    return dict.fromkeys((each.line, each.note) for each in doubts)


def _call(call: ReviewedCall) -> dict[str, Any]:
    return {
        "operation": call.operation,
        "line": call.line,
        "function": call.function,
        "verdicts": [_verdict(each) for each in call.verdicts],
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "error": verdict.error,
        "outcome": verdict.outcome.value,
        "line": verdict.line,
        "end": None if verdict.end is None else str(verdict.end),
        "note": verdict.note,
        "run": None if verdict.run is None else str(verdict.run),
    }


def _table(call: ReviewedCall) -> str:
    ran = any(each.run is not None for each in call.verdicts)
    headings = ("error", "outcome", "line", "ends", *(("run",) if ran else ()), "")
    rows = [_cells(each, ran=ran) for each in call.verdicts]
    head = "".join(f"<th {_LEFT}>{escape(each)}</th>" for each in headings)
    body = "".join(
        f"<tr>{''.join(f'<td {_LEFT}>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows
    )
    caption = f"{call.operation} in {call.function}, line {call.line}"
    return f"<table><caption>{escape(caption)}</caption><tr>{head}</tr>{body}</table>"


def _cells(verdict: Verdict, *, ran: bool) -> list[str]:
    end, run = ("" if each is None else str(each) for each in (verdict.end, verdict.run))
    cells = [verdict.error, verdict.outcome.value, str(verdict.line), end]
    return [*cells, *([run] if ran else []), verdict.note]
