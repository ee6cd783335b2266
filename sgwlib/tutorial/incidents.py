"""Public incidents, to practise on: what clients printed, word for word, and where.

``data/incidents`` is a Data Package of its own. What a text means is not stored: ``explain`` says.
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from sgwlib.catalogue import bundled_folder
from sgwlib.datapackage import read_descriptor, read_tables

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Incident", "load_incidents"]


class Incident(NamedTuple):
    """An error that someone met and reported in public.

    Parameters
    ----------
    incident
        A short name.
    client
        What printed the text.
    situation
        What was going on.
    text
        What was printed, as it appeared.
    source
        Where it was reported.
    """

    incident: str
    client: str
    situation: str
    text: str
    source: str


@cache
def load_incidents() -> Mapping[str, Incident]:
    """Return the incidents by their names, in the order in which lesson 06 takes them.

    Examples
    --------
    >>> incident = load_incidents()["two gateways"]
    >>> incident.client
    'SDK for Java v2'
    >>> incident.source
    'https://github.com/aws/aws-sdk-java-v2/issues/2632'
    """
    folder = bundled_folder() / "incidents"
    descriptor = read_descriptor(folder)
    rows = read_tables(folder, descriptor, descriptor)["incidents"]
    found = [Incident(**row.values) for row in rows]
    return MappingProxyType({each.incident: each for each in found})
