"""Which extra of sgwlib installs which optional package, and the error that says so."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from sgwlib.errors import MissingPackageError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["EXTRAS", "needed_by"]

EXTRAS: Final = {
    "anywidget": "explorer",
    "boto3": "boto",
    "botocore": "boto",
    "fsrs": "explorer",
    "ipywidgets": "explorer",
    "matplotlib": "plot",
    "pandas": "pandas",
    "traitlets": "explorer",
    "uvicorn": "endpoint",
}
"""Optional package to the extra that installs it."""


@contextmanager
def needed_by(what: str) -> Iterator[None]:
    """Turn a failed import of an optional package into the error that names its extra."""
    try:
        yield
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package not in EXTRAS:
            raise
        raise MissingPackageError(what, package, EXTRAS[package]) from None
