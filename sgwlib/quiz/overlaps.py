"""Which causes and remedies overlap: codes that a question may not set against each other.

``data/practice`` is a Data Package of its own: what it says is our judgement of our own causes
and remedies, code by code, and no fact of the page.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal

from sgwlib.catalogue import bundled_folder
from sgwlib.datapackage import read_descriptor, read_tables

if TYPE_CHECKING:
    from sgwlib.catalogue import Catalogue

__all__ = ["About", "apart"]

About = Literal["cause", "remedy"]


def apart(catalogue: Catalogue, code: str, about: About) -> list[str]:
    """Return the codes whose cause or remedy is surely not that of another one.

    Parameters
    ----------
    catalogue
        Where the codes come from.
    code
        The code that is asked about.
    about
        What is asked of it.

    Returns
    -------
    list of str
        In the page's order.

    Examples
    --------
    >>> from sgwlib import load_catalogue
    >>> codes = apart(load_catalogue(), "StagingAreaFull", "cause")
    >>> "VolumeInUse" in codes, "VolumeNotReady" in codes
    (True, False)
    """
    told = getattr(catalogue.codes[code], about).text
    overlapping = _overlapping(about)
    return [
        other.name
        for other in catalogue.codes.values()
        if other.name != code
        and getattr(other, about).text != told
        and other.name not in told
        and frozenset((code, other.name)) not in overlapping
    ]


@cache
def _overlapping(about: About) -> frozenset[frozenset[str]]:
    folder = bundled_folder() / "practice"
    descriptor = read_descriptor(folder)
    rows = read_tables(folder, descriptor, descriptor)["overlaps"]
    return frozenset(
        frozenset((row.values["error_code"], row.values["other"]))
        for row in rows
        if row.values["about"] in (about, "both")
    )
