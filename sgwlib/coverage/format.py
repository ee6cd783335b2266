"""What a client has met, and the form of it in reports: JSON with a version.

.. code-block:: json

    {
      "format": "sgwlib client coverage",
      "version": 1,
      "runs": {
        "7d0c1f0e-…": [
          {"operation": "DeleteVolume", "exception": "InvalidGatewayRequestException",
           "code": "VolumeInUse", "source": "inject", "count": 2}
        ]
      }
    }
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from sgwlib.errors import CoverageError, SgwError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["SOURCES", "Meeting", "Source", "runs_from_dict", "runs_to_dict"]

Source = Literal["simulate", "inject", "endpoint"]
SOURCES: tuple[Source, ...] = get_args(Source)
"""The parts of the library that give errors to clients."""

_FORMAT, _VERSION = "sgwlib client coverage", 1


class Meeting(NamedTuple):
    """One kind of error that a client has met, and its source.

    Parameters
    ----------
    operation
        The operation that was called; empty if the request named no known operation.
    exception
        What ``__type`` named.
    code
        The error code, if there was one.
    source
        The part of the library that gave it: one of :data:`SOURCES`.

    Examples
    --------
    >>> Meeting("DeleteVolume", "ThrottlingException", None, "inject").source
    'inject'
    """

    operation: str
    exception: str | None
    code: str | None
    source: Source


_FIELDS = (*Meeting._fields, "count")


def runs_to_dict(runs: Mapping[str, Mapping[Meeting, int]]) -> dict[str, Any]:
    """Return a report as plain values. Equal runs give equal values."""
    rows = {
        run: [
            {**meeting._asdict(), "count": count}
            for meeting, count in sorted(met.items(), key=_by_name)
        ]
        for run, met in sorted(runs.items())
    }
    return {"format": _FORMAT, "version": _VERSION, "runs": rows}


def runs_from_dict(data: object) -> dict[str, dict[Meeting, int]]:
    """Return the runs of a report that `runs_to_dict` returned, or refuse all of it."""
    if not isinstance(data, dict) or data.get("format") != _FORMAT:
        raise CoverageError(f"not a coverage report; expected the format {_FORMAT!r}")
    version, runs = data.get("version"), data.get("runs")
    if type(version) is not int or version != _VERSION:  # not isinstance: true is no version
        raise CoverageError(f"the format has version {version!r}; expected {_VERSION}")
    if not isinstance(runs, dict):
        raise CoverageError("expected an object under 'runs'")
    return {run: _run(run, rows) for run, rows in runs.items()}


def _run(run: str, rows: object) -> dict[Meeting, int]:
    if not isinstance(rows, list):
        raise CoverageError(f"run {run}: expected a list")
    met: dict[Meeting, int] = {}
    for number, row in enumerate(rows, 1):
        try:
            meeting, count = _meeting(row)
        except SgwError as error:
            raise CoverageError(f"run {run}, row {number}: {error}") from None
        if meeting in met:
            raise CoverageError(f"run {run}, row {number}: repeats an earlier row")
        met[meeting] = count
    return met


def _meeting(row: object) -> tuple[Meeting, int]:
    if not isinstance(row, dict) or row.keys() != set(_FIELDS):
        raise CoverageError(f"expected an object with {', '.join(_FIELDS)}")
    count = row["count"]
    if type(count) is not int or count < 1:  # not isinstance: true is no count
        raise CoverageError(f"count is {count!r}; expected a whole number of at least 1")
    if not isinstance(row["operation"], str):
        raise CoverageError(f"operation is {row['operation']!r}; expected a name")
    for name in ("exception", "code"):
        if not isinstance(row[name], str | None):
            raise CoverageError(f"{name} is {row[name]!r}; expected a name or null")
    if row["exception"] is None and row["code"] is None:
        raise CoverageError("exception and code are null; expected a name for one of them")
    if row["source"] not in SOURCES:
        raise UnknownNameError("source of an error", row["source"], SOURCES)
    return Meeting(*(row[name] for name in Meeting._fields)), count


def _by_name(item: tuple[Meeting, int]) -> list[str]:
    return [name or "" for name in item[0]]
