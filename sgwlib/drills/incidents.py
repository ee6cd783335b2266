"""The public incidents behind some drills: what clients printed, word for word, and where.

``data/incidents`` is a Data Package of its own.
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from sgwlib.catalogue import bundled_folder
from sgwlib.catalogue.datapackage import read_descriptor, read_tables

if TYPE_CHECKING:
    from collections.abc import Mapping


class Incident(NamedTuple):
    """An error that someone has reported in public.

    Parameters
    ----------
    drill
        Name of the drill that is made from it.
    client
        What printed the text.
    situation
        What was going on.
    text
        What was printed, as it appeared.
    source
        Where it was reported.
    """

    drill: str
    client: str
    situation: str
    text: str
    source: str


@cache
def all_incidents() -> Mapping[str, tuple[Incident, ...]]:
    """Return the incidents behind each drill that has some."""
    folder = bundled_folder() / "incidents"
    descriptor = read_descriptor(folder)
    found: dict[str, tuple[Incident, ...]] = {}
    for row in read_tables(folder, descriptor, descriptor)["incidents"]:
        incident = Incident(**row.values)
        found[incident.drill] = (*found.get(incident.drill, ()), incident)
    return MappingProxyType(found)
