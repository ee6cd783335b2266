"""What one client has met, and what the reference page says that it could have met."""

from __future__ import annotations

from collections import Counter
from math import floor
from threading import Lock
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args
from uuid import uuid4

from sgwlib.catalogue import Pair, load_catalogue
from sgwlib.errors import CoverageError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sgwlib.catalogue import Catalogue
    from sgwlib.response import ErrorResponse

__all__ = ["SOURCES", "ClientCoverage", "Meeting", "Source", "percentage", "shown_percent"]

Source = Literal["simulate", "inject", "endpoint"]
SOURCES: tuple[Source, ...] = get_args(Source)
"""Through what a client can meet an error."""

# What the endpoint says to a name that is no operation: names without end, none of them one.
_NO_OPERATION = "UnknownOperationException"


class Meeting(NamedTuple):
    """What was met, and through what.

    Parameters
    ----------
    operation
        The operation that was called; None where the request named none that there is.
    exception
        What ``__type`` named.
    code
        The error code, if there was one.
    source
        Through what: one of :data:`SOURCES`.
    """

    operation: str | None
    exception: str | None
    code: str | None
    source: Source


class ClientCoverage:
    """Which documented pairs a client has met: what was counted while it was recorded.

    Each recording is a run with an identity of its own. Merging takes the union of the runs,
    so that no meeting is counted twice, however often and in whatever order reports are
    merged. Safe under threads.

    Every question takes the catalogue to answer it by; the bundled one by default.

    Parameters
    ----------
    runs
        Identity of each run to what was met in it, and how often.

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

    def add(self, response: ErrorResponse, source: Source) -> None:
        """Count one error that a client was given.

        Parameters
        ----------
        response
            The error.
        source
            Through what it was given.

        Raises
        ------
        UnknownNameError
            If there is no such source.
        """
        if source not in SOURCES:
            raise UnknownNameError("source of an error", source, SOURCES)
        known = response.exception != _NO_OPERATION
        operation = (response.operation or None) if known else None
        meeting = Meeting(operation, response.exception, response.code, source)
        with self._lock:
            self._runs.setdefault(self._run, Counter())[meeting] += 1

    def merge(self, *others: ClientCoverage) -> ClientCoverage:
        """Return what this and others have met together.

        Commutative, associative and idempotent. Of a run that several of them have, the
        longest account counts: a report may have been written while its run went on.

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
            for run, met in coverage.runs.items():
                merged[run] = merged.get(run, Counter()) | met  # the greater of both counts
        return ClientCoverage(merged)

    @property
    def runs(self) -> dict[str, Counter[Meeting]]:
        """What was met in each run, as it is now."""
        with self._lock:
            return {run: Counter(met) for run, met in self._runs.items()}

    @property
    def meetings(self) -> Counter[Meeting]:
        """What was met in all runs together."""
        total: Counter[Meeting] = Counter()
        for met in self.runs.values():
            total.update(met)
        return total

    def pairs(self) -> Counter[Pair]:
        """Return all pairs that were met, documented or not, and how often."""
        total: Counter[Pair] = Counter()
        for meeting, count in self.meetings.items():
            if meeting.code is not None:
                total[Pair(meeting.operation or "", meeting.code)] += count
        return total

    def met(self, catalogue: Catalogue | None = None) -> dict[Pair, int]:
        """Return the documented pairs that were met, in the page's order, and how often."""
        pairs = self.pairs()
        catalogue = catalogue or load_catalogue()
        return {pair: pairs[pair] for pair in catalogue.pairs if pair in pairs}

    def missing(self, catalogue: Catalogue | None = None) -> tuple[Pair, ...]:
        """Return the documented pairs that were never met, in the page's order."""
        pairs = self.pairs()
        catalogue = catalogue or load_catalogue()
        return tuple(pair for pair in catalogue.pairs if pair not in pairs)

    def undocumented(self, catalogue: Catalogue | None = None) -> dict[Pair, int]:
        """Return the pairs that were met though the page lacks them, by name, and how often."""
        documented = set((catalogue or load_catalogue()).pairs)
        return {
            pair: count for pair, count in sorted(self.pairs().items()) if pair not in documented
        }

    def general(self) -> dict[str, int]:
        """Return the exceptions that were met without a code, by name, and how often."""
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
        """Return how many errors were met through what."""
        total: Counter[Source] = Counter()
        for meeting, count in self.meetings.items():
            total[meeting.source] += count
        return {source: total[source] for source in SOURCES if source in total}

    def percent(self, catalogue: Catalogue | None = None) -> float:
        """Return how many of a hundred documented pairs were met; 100 where there is none."""
        catalogue = catalogue or load_catalogue()
        if not catalogue.pairs:
            return 100.0
        return 100 * len(self.met(catalogue)) / len(catalogue.pairs)

    def check(self, least: float, catalogue: Catalogue | None = None) -> None:
        """Hold the coverage to a threshold.

        Parameters
        ----------
        least
            Per cent of the documented pairs that are to be met.
        catalogue
            The bundled one by default.

        Raises
        ------
        CoverageError
            If fewer were met.

        Examples
        --------
        >>> ClientCoverage().check(80)
        Traceback (most recent call last):
            ...
        sgwlib.errors.CoverageError: 0 of 289 documented pairs met: 0%, expected at least 80%
        """
        percent = self.percent(catalogue)
        if percent < least:
            # Rounded down: 79.99 is not the 80 that was expected.
            words = f"{self.summary(catalogue)}: {floor(percent * 10) / 10:g}%"
            raise CoverageError(f"{words}, expected at least {least:g}%")

    def summary(self, catalogue: Catalogue | None = None) -> str:
        """Say how many of the documented pairs were met."""
        catalogue = catalogue or load_catalogue()
        return f"{len(self.met(catalogue))} of {len(catalogue.pairs)} documented pairs met"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ClientCoverage) and self.runs == other.runs

    def __repr__(self) -> str:
        return f"<ClientCoverage: {self.summary()}>"


def percentage(text: str) -> float:
    """Read a threshold from a command line.

    Raises
    ------
    CoverageError
        If it is no number from 0 to 100.

    Examples
    --------
    >>> percentage("80")
    80.0
    """
    try:
        percent = float(text)
    except ValueError:
        percent = -1
    if not 0 <= percent <= 100:  # noqa: PLR2004 - per cent; NaN is not within, either
        raise CoverageError(f"expected 0 to 100, not {text!r}")
    return percent


def shown_percent(percent: float) -> int:
    """Round a percentage for people: 0 and 100 are said of nothing and all alone.

    Examples
    --------
    >>> [shown_percent(each) for each in (0, 0.1, 50.6, 99.9, 100)]
    [0, 1, 51, 99, 100]
    """
    return round(percent) if percent in (0, 100) else min(99, max(1, round(percent)))
