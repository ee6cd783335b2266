"""Coverage reports as JSON files."""

from __future__ import annotations

import json
from pathlib import Path

from sgwlib.coverage.client import ClientCoverage
from sgwlib.errors import CoverageError
from sgwlib.files import parse_json, read_file, reason_of, write_atomically

__all__ = ["check_replaceable", "load_coverage", "save_coverage"]


def load_coverage(path: str | Path) -> ClientCoverage:
    """Load a coverage report.

    Parameters
    ----------
    path
        A file that :func:`save_coverage` wrote.

    Returns
    -------
    ClientCoverage
        What the report says was met.

    Raises
    ------
    CoverageError
        If the file cannot be read or is damaged. The message names the file and the reason.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "coverage.json"
    >>> save_coverage(ClientCoverage(), path)
    >>> load_coverage(path)
    <ClientCoverage: 0 of 289 documented pairs met>
    """
    try:
        content = read_file(path)
    except OSError as error:
        raise CoverageError(f"{path} cannot be read: {reason_of(error)}") from None
    try:
        return ClientCoverage.from_dict(parse_json(content))
    except CoverageError as error:
        raise CoverageError(f"{path}: {error}") from None
    except (ValueError, RecursionError) as error:
        raise CoverageError(f"{path}: not JSON: {error}") from None


def save_coverage(coverage: ClientCoverage, path: str | Path) -> None:
    """Save a coverage report, or leave the existing one as it was.

    Parameters
    ----------
    coverage
        What was met.
    path
        The file; its folder must exist.

    Raises
    ------
    CoverageError
        If the file cannot be written, or if it exists and is not a coverage report.

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
    content = json.dumps(coverage.to_dict(), indent=1) + "\n"
    try:
        write_atomically(path, content.encode())
    except OSError as error:
        raise CoverageError(f"{path} cannot be written: {reason_of(error)}") from None


def check_replaceable(path: str | Path) -> None:
    """Refuse a path where a report cannot be saved, or would replace another kind of file."""
    path = Path(path)
    if not path.parent.is_dir():
        raise CoverageError(f"{path} cannot be written: there is no folder {path.parent}")
    if path.is_dir():
        raise CoverageError(f"{path} is a folder; expected a file for the report")
    if path.exists() and (path.stat().st_size or not path.is_file()):
        try:
            load_coverage(path)
        except CoverageError as error:
            raise CoverageError(f"{error}; remove the file first, or use another name") from None
