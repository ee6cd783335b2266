"""The review: what was found in a source, as values, as text, as a table and as HTML."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from sgwlib.errors import UnknownNameError
from sgwlib.extras import needed_by
from sgwlib.files import write_atomically
from sgwlib.reviewing.findings import named
from sgwlib.reviewing.verdicts import Outcome
from sgwlib.text import counted, csv_text

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from sgwlib.reviewing.findings import Finding
    from sgwlib.reviewing.verdicts import Verdict

_LEFT = 'style="text-align:left"'
COLUMNS = (
    *("source", "operation", "line", "function", "error", "outcome", "decided_at"),
    *("end", "note", "run"),
)


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
        Where the review starts: the name of a function, or ``"<module>"``.
    verdicts
        One for each error: the operation's codes, then the exceptions without a code.
    findings
        The problems of this call, by line.

    Examples
    --------
    >>> from sgwlib import review
    >>> [call] = review("client.list_gateways()").calls
    >>> call.operation, call.propagating[:2]
    ('ListGateways', ('InternalError', 'InvalidParameters'))
    """

    operation: str
    line: int
    function: str
    verdicts: tuple[Verdict, ...]
    findings: tuple[Finding, ...] = ()

    def verdict(self, error: str) -> Verdict:
        """Return the verdict on one error.

        Raises
        ------
        UnknownNameError
            If the operation is not documented to return it.
        """
        found = {each.error: each for each in self.verdicts}
        if error not in found:
            raise UnknownNameError(f"error of {self.operation}", error, found)
        return found[error]

    def errors(self, outcome: Outcome | str) -> tuple[str, ...]:
        """Return the errors that have an outcome, such as ``"handled"``."""
        return tuple(each.error for each in self.verdicts if each.outcome == outcome)

    @property
    def handled(self) -> tuple[str, ...]:
        """The errors that the code names and reacts to."""
        return self.errors(Outcome.HANDLED)

    @property
    def propagating(self) -> tuple[str, ...]:
        """The errors that reach the caller."""
        return self.errors(Outcome.PROPAGATES)

    @property
    def swallowed(self) -> tuple[str, ...]:
        """The errors that the code catches without naming them, and ignores."""
        return self.errors(Outcome.SWALLOWED)

    @property
    def crashing(self) -> tuple[str, ...]:
        """The errors after which the code fails with a bug of its own."""
        return self.errors(Outcome.CRASHES)

    @property
    def unclear(self) -> tuple[str, ...]:
        """The errors whose outcome the source alone does not decide."""
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

    It is a value: it can be compared, hashed, copied and pickled.

    Parameters
    ----------
    source
        Name of the source.
    calls
        Each call of an operation, once for each function where the review starts.
    findings
        The problems, by line.
    not_run
        Why a function was not run, if it was not.
    operation
        The only operation whose calls were reviewed; None for all.

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
    <source>:5: wrong place: VolumeInUse is an error code, but e.response["Error"]["Code"] holds
    the exception, so this never matches; compare e.response["error"]["errorCode"]
    <source>:3: DeleteVolume in <module>: propagates: GatewayInternalError, ...
    """

    source: str
    calls: tuple[ReviewedCall, ...]
    findings: tuple[Finding, ...]
    not_run: str | None = None
    operation: str | None = None

    @property
    def clean(self) -> bool:
        """Whether there is no finding."""
        return not self.findings

    @property
    def no_call(self) -> str:
        """The sentence for a source without a call of an operation."""
        return f"no call of {self.operation or 'a Storage Gateway operation'} is found"

    @property
    def summary(self) -> str:
        """The number of findings and calls in one line.

        Examples
        --------
        >>> from sgwlib import review
        >>> review("client.list_gateways()").summary
        '<source>: 0 findings, 1 call'
        """
        calls = counted(len(self.calls), "call") if self.calls else self.no_call
        return f"{self.source}: {counted(len(self.findings), 'finding')}, {calls}"

    def __str__(self) -> str:
        lines = [f"{self.source}:{each.line}: {each.kind}: {each.text}" for each in self.findings]
        for call in self.calls:
            lines.append(f"{self.source}:{call.line}: {call.summary}")
            unclear = [each for each in call.verdicts if each.outcome is Outcome.UNCLEAR]
            doubts = dict.fromkeys((each.line, each.note) for each in unclear)
            lines += [f"{self.source}:{line}: unclear: {why}" for line, why in doubts]
        if not self.calls:
            lines.append(f"{self.source}: {self.no_call}")
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
        """Return the review as plain values that JSON can hold.

        Examples
        --------
        >>> from sgwlib import review
        >>> review("client.list_gateways()").to_dict()["calls"][0]["operation"]
        'ListGateways'
        """
        return {
            "source": self.source,
            "operation": self.operation,
            "findings": [
                each._asdict() | {"nearest": list(each.nearest)} for each in self.findings
            ],
            "calls": [
                {
                    "operation": call.operation,
                    "line": call.line,
                    "function": call.function,
                    "verdicts": [_verdict(each) for each in call.verdicts],
                }
                for call in self.calls
            ],
            "not_run": self.not_run,
        }

    def rows(self) -> list[dict[str, object]]:
        """Return one row for each error of each call, as plain values."""
        return [
            {
                "source": self.source,
                "operation": call.operation,
                "function": call.function,
                **_verdict(each),
                "line": call.line,
                "decided_at": each.line,
            }
            for call in self.calls
            for each in call.verdicts
        ]

    def to_frame(self) -> pd.DataFrame:
        """Return the verdicts as a pandas DataFrame, one row for each error of each call.

        Raises
        ------
        MissingPackageError
            If pandas is not installed.

        Examples
        --------
        >>> from sgwlib import review
        >>> review("client.list_gateways()").to_frame()["outcome"].unique().tolist()
        ['propagates']
        """
        with needed_by("Review.to_frame"):
            import pandas as pd

        return pd.DataFrame(self.rows(), columns=list(COLUMNS))

    def to_csv(self, path: str | Path) -> None:
        """Write the rows of :meth:`to_frame` to a CSV file.

        Parameters
        ----------
        path
            The file. It is replaced as a whole, or left as it was.

        Raises
        ------
        OSError
            If the file cannot be written.

        Examples
        --------
        >>> import tempfile
        >>> from pathlib import Path
        >>> from sgwlib import review
        >>> path = Path(tempfile.mkdtemp()) / "verdicts.csv"
        >>> review("client.list_gateways()").to_csv(path)
        >>> path.read_text(encoding="utf-8").splitlines()[1]
        '<source>,ListGateways,1,<module>,InternalError,propagates,1,raises it,,'
        """
        write_atomically(path, csv_text(self.rows(), COLUMNS).encode(errors="backslashreplace"))


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
    verdicts = [_verdict(each) for each in call.verdicts]
    ran = any(each["run"] is not None for each in verdicts)
    headings = {"error": "error", "outcome": "outcome", "line": "line", "end": "ends"}
    headings |= {"run": "run", "note": ""} if ran else {"note": ""}
    head = "".join(f"<th {_LEFT}>{each}</th>" for each in headings.values())
    body = ""
    for each in verdicts:
        cells = ("" if each[key] is None else str(each[key]) for key in headings)
        body += f"<tr>{''.join(f'<td {_LEFT}>{escape(cell)}</td>' for cell in cells)}</tr>"
    caption = f"{call.operation} in {call.function}, line {call.line}"
    return f"<table><caption>{escape(caption)}</caption><tr>{head}</tr>{body}</table>"
