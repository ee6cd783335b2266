"""Coverage of a client: which documented pairs it has met, and which never.

* ``format``    one kind of error that was met, and its form in reports
* ``client``    :class:`ClientCoverage`: counted, merged, compared with the page, reported
* ``files``     reports as files
* ``recorder``  :func:`recording`, and :func:`record`, which feeds it
"""

from __future__ import annotations

from sgwlib.coverage.client import HEADINGS, ClientCoverage, Row, shown_percent
from sgwlib.coverage.files import check_replaceable, load_coverage, save_coverage
from sgwlib.coverage.format import SOURCES, Meeting, Source
from sgwlib.coverage.recorder import record, recording

__all__ = [
    "HEADINGS",
    "SOURCES",
    "ClientCoverage",
    "Meeting",
    "Row",
    "Source",
    "check_replaceable",
    "load_coverage",
    "record",
    "recording",
    "save_coverage",
    "shown_percent",
]
