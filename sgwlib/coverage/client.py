"""Which documented pairs a client has met: recorded, merged, compared with the page, reported."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from math import floor
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

from sgwlib.catalogue import Pair, load_catalogue
from sgwlib.coverage.format import SOURCES, Meeting, runs_from_dict, runs_to_dict
from sgwlib.errors import CoverageError, UnknownNameError
from sgwlib.extras import needed_by
from sgwlib.files import write_csv

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    import pandas as pd

    from sgwlib.catalogue import Catalogue
    from sgwlib.coverage.format import Source
    from sgwlib.response import ErrorResponse

__all__ = [
    "HEADINGS",
    "ClientCoverage",
    "Row",
    "check_percentage",
    "record",
    "recording",
    "shown_percent",
]

HEADINGS = ("operation", "pairs", "met", "missing", "percent", "codes never met")
"""The columns of the table of a report."""

_ALL = 100  # per cent
_FIGURES_VERSION = 1
# The endpoint's exception for a name that is not an operation. There is no end of such names.
_NO_OPERATION = "UnknownOperationException"


class Row(NamedTuple):
    """How many of the documented pairs of one name were met.

    Parameters
    ----------
    name
        An operation, an error code, or ``"TOTAL"``.
    met
        The number of its pairs that were met.
    missing
        The other names of the pairs that were not met.

    Examples
    --------
    >>> row = Row("DeleteVolume", 1, ("VolumeInUse", "VolumeNotFound"))
    >>> row.pairs, row.percent, row.summary
    (3, 33, '1 of 3 documented pairs met')
    """

    name: str
    met: int
    missing: tuple[str, ...]

    @property
    def pairs(self) -> int:
        """The number of its documented pairs."""
        return self.met + len(self.missing)

    @property
    def percent(self) -> int:
        """The percentage that was met, rounded for people."""
        return shown_percent(100 * self.met / self.pairs if self.pairs else 100)

    @property
    def summary(self) -> str:
        """How many of the documented pairs were met, as a sentence."""
        return f"{self.met} of {self.pairs} documented pairs met"

    def values(self) -> tuple[str | int, ...]:
        """Return what a table of reports has in each of its columns, such as the percentage."""
        missing = ", ".join(self.missing)
        return (self.name, self.pairs, self.met, len(self.missing), self.percent, missing)

    def cells(self) -> tuple[str, ...]:
        """Return the same as texts."""
        return tuple(map(str, self.values()))


class ClientCoverage:
    """Which documented pairs a client has met.

    Each recording is a run with an identity of its own. Merging takes the union of the runs, so
    nothing is counted twice, however often and in whatever order reports are merged. Coverage
    can be pickled, copied and compared, and threads may share it.

    Methods that compare with the page take the catalogue to use; by default the bundled one.

    Parameters
    ----------
    runs
        The identity of each run, to what was met in it and how often.

    Examples
    --------
    >>> from sgwlib import recording, simulate
    >>> with recording() as coverage:
    ...     response = simulate("DeleteVolume", "VolumeInUse")
    >>> coverage
    <ClientCoverage: 1 of 289 documented pairs met>
    >>> coverage.met()
    {Pair(operation='DeleteVolume', code='VolumeInUse'): 1}
    """

    __hash__ = None  # type: ignore[assignment]  # it grows

    def __init__(self, runs: Mapping[str, Mapping[Meeting, int]] | None = None) -> None:
        self._lock = Lock()
        self._run = str(uuid4())
        self._runs = {run: Counter(met) for run, met in (runs or {}).items()}

    def __reduce__(self) -> tuple[Any, ...]:
        # A copy counts in a run of its own, so that merging it with the original is right.
        return type(self), ({run: dict(met) for run, met in self.runs.items()},)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ClientCoverage):
            return NotImplemented
        return self.runs == other.runs

    def __repr__(self) -> str:
        return f"<ClientCoverage: {self.summary}>"

    # Counting

    def add(self, response: ErrorResponse, source: Source) -> None:
        """Count one error that a client was given.

        Parameters
        ----------
        response
            The error.
        source
            The part of the library that gave it: ``"simulate"``, ``"inject"`` or ``"endpoint"``.

        Raises
        ------
        UnknownNameError
            If there is no such source.
        """
        if source not in SOURCES:
            raise UnknownNameError("source of an error", source, SOURCES)
        operation = "" if response.exception == _NO_OPERATION else response.operation or ""
        meeting = Meeting(operation, response.exception, response.code, source)
        with self._lock:
            self._runs.setdefault(self._run, Counter())[meeting] += 1

    def merge(self, *others: ClientCoverage) -> ClientCoverage:
        """Return what this and others have met together.

        Merging is commutative, associative and idempotent. If several have the same run, the
        greater counts win: a report may have been saved while its run went on.

        Parameters
        ----------
        *others
            The coverage to merge with.

        Raises
        ------
        CoverageError
            If one of them is something else, such as the path of a report.

        Examples
        --------
        >>> from sgwlib import recording, simulate
        >>> with recording() as one:
        ...     response = simulate("DeleteVolume", "VolumeInUse")
        >>> one.merge(one, ClientCoverage()) == one
        True
        """
        merged: dict[str, Counter[Meeting]] = {}
        for coverage in (self, *others):
            if not isinstance(coverage, ClientCoverage):
                raise CoverageError(f"expected ClientCoverage, not {coverage!r}")
            for run, met in coverage.runs.items():
                merged[run] = merged.get(run, Counter()) | met  # the greater of both counts
        return ClientCoverage(merged)

    # What was met

    @property
    def runs(self) -> dict[str, Counter[Meeting]]:
        """What was met in each run so far."""
        with self._lock:
            return {run: Counter(met) for run, met in self._runs.items()}

    @property
    def meetings(self) -> Counter[Meeting]:
        """What was met in all runs together, and how often."""
        total: Counter[Meeting] = Counter()
        for met in self.runs.values():
            total.update(met)
        return total

    def pairs(self) -> Counter[Pair]:
        """Return all pairs that were met, documented or not, and how often."""
        total: Counter[Pair] = Counter()
        for meeting, count in self.meetings.items():
            if meeting.code is not None:
                total[Pair(meeting.operation, meeting.code)] += count
        return total

    def met(self, catalogue: Catalogue | None = None) -> dict[Pair, int]:
        """Return the documented pairs that were met, in the page's order, and how often."""
        pairs = self.pairs()
        catalogue = catalogue or load_catalogue()
        return {pair: pairs[pair] for pair in catalogue.pairs if pair in pairs}

    def missing(self, catalogue: Catalogue | None = None) -> tuple[Pair, ...]:
        """Return the documented pairs that were never met, in the page's order.

        Examples
        --------
        >>> len(ClientCoverage().missing())
        289
        """
        pairs = self.pairs()
        catalogue = catalogue or load_catalogue()
        return tuple(pair for pair in catalogue.pairs if pair not in pairs)

    def undocumented(self, catalogue: Catalogue | None = None) -> dict[Pair, int]:
        """Return the undocumented pairs that were met, sorted by name, and how often."""
        documented = set((catalogue or load_catalogue()).pairs)
        return {
            pair: count for pair, count in sorted(self.pairs().items()) if pair not in documented
        }

    def general(self) -> dict[str, int]:
        """Return the exceptions that were met without a code, sorted by name, and how often."""
        total: Counter[str] = Counter()
        for meeting, count in self.meetings.items():
            if meeting.code is None:
                total[meeting.exception or ""] += count
        return dict(sorted(total.items()))

    def general_missing(self, catalogue: Catalogue | None = None) -> tuple[str, ...]:
        """Return the general exceptions that were never met, in the page's order."""
        met = self.general()
        catalogue = catalogue or load_catalogue()
        return tuple(name for name in catalogue.general_exceptions if name not in met)

    def sources(self) -> dict[Source, int]:
        """Return how many errors each source gave."""
        total: Counter[Source] = Counter()
        for meeting, count in self.meetings.items():
            total[meeting.source] += count
        return {source: total[source] for source in SOURCES if source in total}

    # How much that is

    @property
    def summary(self) -> str:
        """How many pairs of the bundled catalogue were met, as a sentence."""
        return self.total().summary

    def percent(self, catalogue: Catalogue | None = None) -> float:
        """Return the percentage of documented pairs that was met; 100 if there are none."""
        total = self.total(catalogue)
        return 100 * total.met / total.pairs if total.pairs else 100.0

    def check(self, least: float, catalogue: Catalogue | None = None) -> None:
        """Raise an error if the coverage is below a threshold.

        Parameters
        ----------
        least
            The percentage of the documented pairs that must be met, 0 to 100.
        catalogue
            The catalogue to compare with; by default the bundled one.

        Raises
        ------
        CoverageError
            If fewer were met, or if the threshold is not a number from 0 to 100.

        Examples
        --------
        >>> ClientCoverage().check(80)
        Traceback (most recent call last):
            ...
        sgwlib.errors.CoverageError: 0 of 289 documented pairs met: 0%, expected at least 80%
        """
        check_percentage(least)
        percent = self.percent(catalogue)
        if percent < least:
            # Rounded down: 79.99 is not the 80 that was expected.
            shown = f"{self.total(catalogue).summary}: {floor(percent * 10) / 10:g}%"
            raise CoverageError(f"{shown}, expected at least {least:g}%")

    def by_operation(self, catalogue: Catalogue | None = None) -> list[Row]:
        """Return a row for each operation, in the page's order.

        Examples
        --------
        >>> row = ClientCoverage().by_operation()[0]
        >>> row.name, row.pairs, row.met, row.percent
        ('ActivateGateway', 8, 0, 0)
        """
        catalogue = catalogue or load_catalogue()
        met = self.met(catalogue)
        return [
            _row(name, {code: (name, code) in met for code in catalogue.codes_of(name)})
            for name in catalogue.operations
        ]

    def by_code(self, catalogue: Catalogue | None = None) -> list[Row]:
        """Return a row for each error code, in the page's order."""
        catalogue = catalogue or load_catalogue()
        met = self.met(catalogue)
        return [
            _row(name, {each: (each, name) in met for each in catalogue.operations_of(name)})
            for name in catalogue.codes
        ]

    def total(self, catalogue: Catalogue | None = None) -> Row:
        """Return the row of all pairs. Its ``missing`` names operation and code."""
        missing = tuple(f"{operation} {code}" for operation, code in self.missing(catalogue))
        return Row("TOTAL", len(self.met(catalogue)), missing)

    def remarks(self, catalogue: Catalogue | None = None) -> list[tuple[str, str]]:
        """Return what the table of pairs does not show, each text with its label."""
        catalogue = catalogue or load_catalogue()
        general, unmet = self.general(), self.general_missing(catalogue)
        undocumented = {
            " ".join(pair).strip(): n for pair, n in self.undocumented(catalogue).items()
        }
        count = len(catalogue.general_exceptions)
        return [
            ("general exceptions", f"{count - len(unmet)} of {count} met{_counts(general)}"),
            ("undocumented pairs", f"{len(undocumented) or 'none'} met{_counts(undocumented)}"),
            ("sources", ", ".join(f"{one} {n}" for one, n in self.sources().items()) or "none"),
        ]

    # Reports

    def report(self, catalogue: Catalogue | None = None, *, missing: bool = False) -> str:
        """Return a table of what was met, for people.

        Parameters
        ----------
        catalogue
            The catalogue to compare with; by default the bundled one.
        missing
            Whether to name the codes that were never met.

        Returns
        -------
        str
            Several lines, without a line break at the end.

        Examples
        --------
        >>> from sgwlib import recording, simulate
        >>> with recording() as coverage:
        ...     response = simulate("DeleteVolume", "VolumeInUse")
        >>> print(coverage.report())  # doctest: +ELLIPSIS
        operation                              pairs  met  missing  percent
        -------------------------------------------------------------------
        ActivateGateway                            8    0        8        0
        ...
        -------------------------------------------------------------------
        TOTAL                                    289    1      288        1
        general exceptions: 0 of 15 met
        undocumented pairs: none met
        sources: simulate 1
        """
        rows = [HEADINGS, *(row.cells() for row in self.by_operation(catalogue))]
        total = (*self.total(catalogue).cells()[:-1], "")  # the rows name what is missing
        head, *body, foot = _aligned([*rows, total], len(HEADINGS) - (not missing))
        rule = "-" * len(head)
        notes = [f"{label}: {text}" for label, text in self.remarks(catalogue)]
        return "\n".join([head, rule, *body, rule, foot, *notes])

    def figures(self, catalogue: Catalogue | None = None) -> dict[str, Any]:
        """Return the figures of the report as plain values that JSON can hold.

        Returns
        -------
        dict
            With a ``version`` of its form, 1.

        Examples
        --------
        >>> ClientCoverage().figures()["total"]
        {'pairs': 289, 'met': 0, 'missing': 289, 'percent': 0.0}
        """
        catalogue = catalogue or load_catalogue()
        total = self.total(catalogue)
        return {
            "version": _FIGURES_VERSION,
            "edition": catalogue.edition,
            "total": {
                "pairs": total.pairs,
                "met": total.met,
                "missing": len(total.missing),
                "percent": self.percent(catalogue),
            },
            "operations": _plain_rows(self.by_operation(catalogue)),
            "codes": _plain_rows(self.by_code(catalogue)),
            "met": _plain_pairs(self.met(catalogue)),
            "undocumented": _plain_pairs(self.undocumented(catalogue)),
            "general_exceptions": {
                "met": self.general(),
                "missing": list(self.general_missing(catalogue)),
            },
            "sources": self.sources(),
        }

    def rows(self, catalogue: Catalogue | None = None) -> list[dict[str, object]]:
        """Return the table as plain values: one row for each operation.

        Examples
        --------
        >>> list(ClientCoverage().rows()[0].values())[:5]
        ['ActivateGateway', 8, 0, 8, 0]
        """
        columns = [heading.replace(" ", "_") for heading in HEADINGS]
        rows = self.by_operation(catalogue)
        return [dict(zip(columns, row.values(), strict=True)) for row in rows]

    def to_frame(self, catalogue: Catalogue | None = None) -> pd.DataFrame:
        """Return the table as a pandas DataFrame: one row for each operation.

        Raises
        ------
        MissingPackageError
            If pandas is not installed.

        Examples
        --------
        >>> int(ClientCoverage().to_frame()["missing"].sum())
        289
        """
        with needed_by("ClientCoverage.to_frame"):
            import pandas as pd

        return pd.DataFrame(self.rows(catalogue))

    def to_csv(self, path: str | Path, catalogue: Catalogue | None = None) -> None:
        """Write the table to a CSV file: one row for each operation.

        Parameters
        ----------
        path
            The file. It is replaced as a whole, or left as it was.
        catalogue
            The catalogue to compare with; by default the bundled one.

        Raises
        ------
        FileError
            If the file cannot be written: for example, because its folder does not exist.

        Examples
        --------
        >>> import tempfile
        >>> from pathlib import Path
        >>> path = Path(tempfile.mkdtemp()) / "coverage.csv"
        >>> ClientCoverage().to_csv(path)
        >>> len(path.read_text(encoding="utf-8").splitlines())
        36
        """
        write_csv(path, self.rows(catalogue))

    def to_dict(self) -> dict[str, Any]:
        """Return everything that was met as plain values that JSON can hold.

        Equal coverage gives equal values. :meth:`from_dict` reads them back.

        Examples
        --------
        >>> ClientCoverage().to_dict()
        {'format': 'sgwlib client coverage', 'version': 1, 'runs': {}}
        """
        return runs_to_dict(self.runs)

    @classmethod
    def from_dict(cls, data: object) -> ClientCoverage:
        """Build coverage from the plain values of :meth:`to_dict`.

        Parameters
        ----------
        data
            What JSON was read as.

        Raises
        ------
        CoverageError
            If anything in it is damaged. Nothing of it is used then.

        Examples
        --------
        >>> coverage = ClientCoverage()
        >>> ClientCoverage.from_dict(coverage.to_dict()) == coverage
        True
        """
        return cls(runs_from_dict(data))


_active: dict[int, ClientCoverage] = {}
"""The recordings of this process. All threads share them, such as that of an endpoint."""


def record(response: ErrorResponse, source: Source) -> None:
    """Count an error in every active recording.

    Parameters
    ----------
    response
        The error that a client was given.
    source
        The part of the library that gave it: ``"simulate"``, ``"inject"`` or ``"endpoint"``.

    Examples
    --------
    >>> from sgwlib.response import build_response
    >>> with recording() as coverage:
    ...     record(build_response("DeleteVolume", "VolumeInUse"), "inject")
    >>> coverage.sources()
    {'inject': 1}
    """
    for coverage in tuple(_active.values()):
        coverage.add(response, source)


@contextmanager
def recording() -> Iterator[ClientCoverage]:
    """Record which errors clients are given, in all threads of this process.

    Yields
    ------
    ClientCoverage
        What is met until the block ends. Nested recordings all count it.

    Examples
    --------
    >>> from sgwlib import simulate
    >>> with recording() as coverage:
    ...     response = simulate("DeleteVolume", "VolumeInUse")
    ...     response = simulate("DeleteVolume", "ThrottlingException")
    >>> list(coverage.met()), list(coverage.general())
    ([Pair(operation='DeleteVolume', code='VolumeInUse')], ['ThrottlingException'])
    """
    coverage = ClientCoverage()
    _active[id(coverage)] = coverage
    try:
        yield coverage
    finally:
        del _active[id(coverage)]


def check_percentage(number: object) -> None:
    """Refuse what is not a number from 0 to 100. NaN is not within, either."""
    if not isinstance(number, int | float) or isinstance(number, bool) or not 0 <= number <= _ALL:
        raise CoverageError(f"expected a percentage from 0 to 100, not {number!r}")


def shown_percent(percent: float) -> int:
    """Round a percentage for people. Only nothing is 0, and only all is 100."""
    return round(percent) if percent in (0, 100) else min(99, max(1, round(percent)))


def _row(name: str, others: Mapping[str, bool]) -> Row:
    """Return the row of a name, from the other names of its pairs and whether each was met."""
    missing = tuple(other for other, is_met in others.items() if not is_met)
    return Row(name, len(others) - len(missing), missing)


def _aligned(rows: list[tuple[str, ...]], columns: int) -> Iterator[str]:
    """Align the first columns of rows: figures to the right, the other columns to the left."""
    widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
    for name, *figures, missing in rows:
        cells = [name.ljust(widths[0]), *map(str.rjust, figures, widths[1:]), missing]
        yield "  ".join(cells[:columns]).rstrip()


def _counts(met: Mapping[str, int]) -> str:
    return ": " + ", ".join(f"{name} {count}" for name, count in met.items()) if met else ""


def _plain_rows(rows: Iterable[Row]) -> list[dict[str, object]]:
    return [
        {"name": row.name, "pairs": row.pairs, "met": row.met, "missing": list(row.missing)}
        for row in rows
    ]


def _plain_pairs(met: Mapping[Pair, int]) -> list[dict[str, object]]:
    return [{**pair._asdict(), "count": count} for pair, count in met.items()]
