"""A client's coverage in figures: as text for people, as plain values for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sgwlib.catalogue import load_catalogue
from sgwlib.coverage.client import shown_percent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sgwlib.catalogue import Catalogue, Pair
    from sgwlib.coverage.client import ClientCoverage

__all__ = [
    "HEADINGS",
    "Row",
    "by_code",
    "by_operation",
    "coverage_report",
    "remarks",
    "summary",
    "total",
]

HEADINGS = ("operation", "pairs", "met", "missing", "percent", "codes never met")
VERSION = 1  # of what `summary` returns


class Row(NamedTuple):
    """How many of its documented pairs were met.

    Parameters
    ----------
    name
        An operation, an error code, or ``"TOTAL"``.
    met
        Number of its pairs that were met.
    missing
        The other names of those that were not.
    """

    name: str
    met: int
    missing: tuple[str, ...]

    @property
    def pairs(self) -> int:
        """Number of its documented pairs."""
        return self.met + len(self.missing)

    @property
    def percent(self) -> int:
        """How many of a hundred were met, for people."""
        return shown_percent(100 * self.met / self.pairs if self.pairs else 100)

    def cells(self) -> tuple[str, ...]:
        """Return what stands under :data:`HEADINGS`."""
        figures = (self.pairs, self.met, len(self.missing), self.percent)
        return (self.name, *map(str, figures), ", ".join(self.missing))


def by_operation(coverage: ClientCoverage, catalogue: Catalogue | None = None) -> list[Row]:
    """Return a row for each operation, in the page's order.

    Examples
    --------
    >>> from sgwlib import recording, simulate
    >>> with recording() as coverage:
    ...     response = simulate("DeleteVolume", "VolumeInUse")
    >>> row = next(row for row in by_operation(coverage) if row.name == "DeleteVolume")
    >>> row.pairs, row.met, row.percent
    (12, 1, 8)
    """
    catalogue = catalogue or load_catalogue()
    met = coverage.met(catalogue)
    return _rows(catalogue.operations, catalogue.codes_of, lambda one, code: (one, code) in met)


def by_code(coverage: ClientCoverage, catalogue: Catalogue | None = None) -> list[Row]:
    """Return a row for each error code, in the page's order."""
    catalogue = catalogue or load_catalogue()
    met = coverage.met(catalogue)
    return _rows(catalogue.codes, catalogue.operations_of, lambda code, one: (one, code) in met)


def coverage_report(
    coverage: ClientCoverage, *, missing: bool = False, catalogue: Catalogue | None = None
) -> str:
    """Return a table of what was met, for people.

    Parameters
    ----------
    coverage
        What was met.
    missing
        Whether to name the codes that were never met.
    catalogue
        The bundled one by default.

    Returns
    -------
    str
        Lines without one's end after the last.

    Examples
    --------
    >>> from sgwlib import recording, simulate
    >>> with recording() as coverage:
    ...     response = simulate("DeleteVolume", "VolumeInUse")
    >>> print(coverage_report(coverage))  # doctest: +ELLIPSIS
    operation                              pairs  met  missing  percent
    -------------------------------------------------------------------
    ActivateGateway                            8    0        8        0
    ...
    -------------------------------------------------------------------
    TOTAL                                    289    1      288        1
    general exceptions: 0 of 15 met
    undocumented pairs: none met
    through: simulate 1
    """
    catalogue = catalogue or load_catalogue()
    columns = len(HEADINGS) if missing else len(HEADINGS) - 1
    rows = [row.cells()[:columns] for row in by_operation(coverage, catalogue)]
    last = total(coverage, catalogue).cells()[: len(HEADINGS) - 1]
    head, *body, foot = _aligned([HEADINGS[:columns], *rows, last])
    rule = "-" * len(head)
    notes = [f"{label}: {text}" for label, text in remarks(coverage, catalogue)]
    return "\n".join([head, rule, *body, rule, foot, *notes])


def total(coverage: ClientCoverage, catalogue: Catalogue | None = None) -> Row:
    """Return the row of all pairs; what is missing is named by operation and code."""
    missing = tuple(f"{operation} {code}" for operation, code in coverage.missing(catalogue))
    return Row("TOTAL", len(coverage.met(catalogue)), missing)


def remarks(coverage: ClientCoverage, catalogue: Catalogue | None = None) -> list[tuple[str, str]]:
    """Return what the table does not show, each with its label."""
    catalogue = catalogue or load_catalogue()
    general, unmet = coverage.general(), coverage.general_missing(catalogue)
    count = len(catalogue.general_exceptions)
    return [
        ("general exceptions", f"{count - len(unmet)} of {count} met{_counts(general)}"),
        ("undocumented pairs", _undocumented(coverage.undocumented(catalogue))),
        ("through", ", ".join(f"{one} {n}" for one, n in coverage.sources().items()) or "nothing"),
    ]


def summary(coverage: ClientCoverage, catalogue: Catalogue | None = None) -> dict[str, Any]:
    """Return the figures as plain JSON values, under a ``version`` of their form.

    Examples
    --------
    >>> from sgwlib.coverage import ClientCoverage
    >>> summary(ClientCoverage())["total"]
    {'pairs': 289, 'met': 0, 'missing': 289, 'percent': 0.0}
    """
    catalogue = catalogue or load_catalogue()
    whole = total(coverage, catalogue)
    return {
        "version": VERSION,
        "edition": catalogue.edition,
        "total": {
            "pairs": whole.pairs,
            "met": whole.met,
            "missing": len(whole.missing),
            "percent": coverage.percent(catalogue),
        },
        "operations": _table(by_operation(coverage, catalogue)),
        "codes": _table(by_code(coverage, catalogue)),
        "met": _listed(coverage.met(catalogue)),
        "undocumented": _listed(coverage.undocumented(catalogue)),
        "general_exceptions": {
            "met": coverage.general(),
            "missing": list(coverage.general_missing(catalogue)),
        },
        "sources": coverage.sources(),
    }


def _rows(
    names: Iterable[str],
    others_of: Callable[[str], tuple[str, ...]],
    is_met: Callable[[str, str], bool],
) -> list[Row]:
    rows = []
    for name in names:
        others = others_of(name)
        missing = tuple(other for other in others if not is_met(name, other))
        rows.append(Row(name, len(others) - len(missing), missing))
    return rows


def _aligned(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Put cells under each other: names and prose left, figures right."""
    widths = [max(map(len, cells)) for cells in zip(*(row[:5] for row in rows), strict=True)]
    lines = []
    for name, *cells in rows:
        figures = [cell.rjust(width) for cell, width in zip(cells[:4], widths[1:], strict=True)]
        lines.append("  ".join([name.ljust(widths[0]), *figures, *cells[4:]]).rstrip())
    return lines


def _counts(met: Mapping[str, int]) -> str:
    return ": " + ", ".join(f"{name} {count}" for name, count in met.items()) if met else ""


def _undocumented(met: Mapping[Pair, int]) -> str:
    if not met:
        return "none met"
    return f"{len(met)} met" + _counts({" ".join(pair): count for pair, count in met.items()})


def _table(rows: Iterable[Row]) -> list[dict[str, object]]:
    return [
        {"name": row.name, "pairs": row.pairs, "met": row.met, "missing": list(row.missing)}
        for row in rows
    ]


def _listed(met: Mapping[Pair, int]) -> list[dict[str, object]]:
    return [
        {"operation": operation, "code": code, "count": count}
        for (operation, code), count in met.items()
    ]
