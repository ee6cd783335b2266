"""Reports of a client's coverage as files: JSON, with a version of their format.

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

import json
from pathlib import Path
from typing import Any

from sgwlib.coverage.client import SOURCES, ClientCoverage, Meeting
from sgwlib.errors import CoverageError, SgwError, UnknownNameError
from sgwlib.files import write_atomically

__all__ = [
    "check_replaceable",
    "coverage_from_json",
    "coverage_to_json",
    "load_coverage",
    "save_coverage",
]

FORMAT, VERSION = "sgwlib client coverage", 1
_FIELDS = (*Meeting._fields, "count")


def load_coverage(path: str | Path) -> ClientCoverage:
    """Load a report.

    Parameters
    ----------
    path
        A file that :func:`save_coverage` has written.

    Returns
    -------
    ClientCoverage

    Raises
    ------
    CoverageError
        If it cannot be read or is damaged, naming file and reason.
    """
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise CoverageError(f"{path} cannot be read: {error.strerror or error}") from None
    try:
        return coverage_from_json(_parsed(content))
    except SgwError as error:
        raise CoverageError(f"{path}: {error}") from None


def save_coverage(coverage: ClientCoverage, path: str | Path) -> None:
    """Save a report whole, in the place of an older one.

    Parameters
    ----------
    coverage
        What was met.
    path
        The file; its folder must exist.

    Raises
    ------
    CoverageError
        If it cannot be written, or if the file there is something else than a report: it
        is left as it is.

    Examples
    --------
    >>> import tempfile
    >>> from sgwlib import recording, simulate
    >>> with recording() as coverage:
    ...     response = simulate("DeleteVolume", "VolumeInUse")
    >>> path = Path(tempfile.mkdtemp()) / "coverage.json"
    >>> save_coverage(coverage, path)
    >>> load_coverage(path) == coverage
    True
    """
    check_replaceable(path)
    content = json.dumps(coverage_to_json(coverage), indent=1) + "\n"
    try:
        write_atomically(path, content.encode())
    except OSError as error:
        raise CoverageError(f"{path} cannot be written: {error.strerror or error}") from None


def check_replaceable(path: str | Path) -> None:
    """Refuse a place for a report where something else would be lost.

    Parameters
    ----------
    path
        Where the report shall stand.

    Raises
    ------
    CoverageError
        If the folder is missing, or the file there is neither a report nor empty.
    """
    path = Path(path)
    if not path.parent.is_dir():
        raise CoverageError(f"{path} cannot be written: there is no folder {path.parent}")
    if path.is_dir():
        raise CoverageError(f"{path} is a folder; expected a file for the report")
    if path.exists() and path.stat().st_size:
        try:
            load_coverage(path)
        except CoverageError as error:
            raise CoverageError(f"{error}; it is left as it is: remove it first") from None


def coverage_to_json(coverage: ClientCoverage) -> dict[str, Any]:
    """Return a report as plain JSON values: the same meetings give the same values."""
    runs = {
        run: [
            {**meeting._asdict(), "count": count}
            for meeting, count in sorted(met.items(), key=_by_name)
        ]
        for run, met in sorted(coverage.runs.items())
    }
    return {"format": FORMAT, "version": VERSION, "runs": runs}


def coverage_from_json(data: object) -> ClientCoverage:
    """Build a report from plain JSON values.

    Raises
    ------
    CoverageError
        If anything in it is damaged: nothing of such a report is used.

    Examples
    --------
    >>> coverage_from_json(coverage_to_json(ClientCoverage())) == ClientCoverage()
    True
    """
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise CoverageError(f"no report of a client's coverage; expected the format {FORMAT!r}")
    if data.get("version") != VERSION:
        raise CoverageError(f"version {data.get('version')!r} of the format; expected {VERSION}")
    runs = data.get("runs")
    if not isinstance(runs, dict):
        raise CoverageError("expected an object under 'runs'")
    return ClientCoverage({run: _run(run, rows) for run, rows in runs.items()})


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
            raise CoverageError(f"run {run}, row {number}: the same as a row before it")
        met[meeting] = count
    return met


def _meeting(row: object) -> tuple[Meeting, int]:
    if not isinstance(row, dict) or row.keys() != set(_FIELDS):
        raise CoverageError(f"expected an object with {', '.join(_FIELDS)}")
    count = row["count"]
    if type(count) is not int or count < 1:  # not isinstance: true is no count
        raise CoverageError(f"count is {count!r}; expected a whole number from 1 on")
    for name in ("operation", "exception", "code"):
        if not isinstance(row[name], str | None):
            raise CoverageError(f"{name} is {row[name]!r}; expected a name or null")
    if row["exception"] is None and row["code"] is None:
        raise CoverageError("neither an exception nor a code is named")
    if row["source"] not in SOURCES:
        raise UnknownNameError("source of an error", row["source"], SOURCES)
    return Meeting(*(row[name] for name in Meeting._fields)), count


def _parsed(content: bytes) -> object:
    try:
        return json.loads(content, object_pairs_hook=_without_repeats)
    except (ValueError, RecursionError) as error:
        if isinstance(error, CoverageError):
            raise
        raise CoverageError(f"not JSON: {error}") from None


def _without_repeats(members: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a name given twice, of which Python would drop the first in silence."""
    found = dict(members)
    if len(found) < len(members):
        raise CoverageError("a name stands twice in one object")
    return found


def _by_name(item: tuple[Meeting, int]) -> list[str]:
    return [name or "" for name in item[0]]
