"""Public incidents for practice: what clients printed, word for word, and where.

``data/incidents`` is a Data Package of its own. `explain` computes what a text means.
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
    """An error that someone has reported in public."""

    incident: str  # a short name
    client: str  # what printed the text
    situation: str  # what was going on
    text: str  # what was printed, as it appeared
    source: str  # where it was reported


@cache
def load_incidents() -> Mapping[str, Incident]:
    """Return the incidents by name, in the order of lesson 06."""
    folder = bundled_folder() / "incidents"
    descriptor = read_descriptor(folder)
    rows = read_tables(folder, descriptor, descriptor)["incidents"]
    found = [Incident(**row.values) for row in rows]
    return MappingProxyType({each.incident: each for each in found})
