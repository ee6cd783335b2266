"""Coverage of a client: which documented pairs it has met, and which never.

* ``client``    what was met, merged and compared with the page
* ``recorder``  what feeds it: ``recording()`` listens, ``record()`` tells
"""

from __future__ import annotations

from sgwlib.coverage.client import SOURCES, ClientCoverage, Meeting, Source
from sgwlib.coverage.recorder import record, recording

__all__ = [
    "SOURCES",
    "ClientCoverage",
    "Meeting",
    "Source",
    "record",
    "recording",
]
