"""Coverage of a client: which documented pairs it has met, and which never.

* ``format``   one kind of error that was met, and its form in reports
* ``client``   :class:`ClientCoverage`: merged, compared with the page, reported; :func:`recording`,
  which makes it, and :func:`record`, which feeds it
* ``files``    reports as files
"""

from __future__ import annotations

from sgwlib.coverage.client import ClientCoverage, Row, record, recording
from sgwlib.coverage.files import load_coverage, save_coverage
from sgwlib.coverage.format import SOURCES, Meeting, Source

__all__ = [
    "SOURCES",
    "ClientCoverage",
    "Meeting",
    "Row",
    "Source",
    "load_coverage",
    "record",
    "recording",
    "save_coverage",
]
