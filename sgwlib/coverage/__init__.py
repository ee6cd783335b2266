"""Coverage of a client: which documented pairs it has met, and which never.

* ``client``    what was met, merged and compared with the page
* ``recorder``  what feeds it: ``recording()`` listens, ``record()`` tells
* ``report``    the figures, as text and as plain values
* ``files``     reports as files
"""

from __future__ import annotations

from sgwlib.coverage.client import SOURCES, ClientCoverage, Meeting, Source
from sgwlib.coverage.files import (
    check_replaceable,
    coverage_from_json,
    coverage_to_json,
    load_coverage,
    save_coverage,
)
from sgwlib.coverage.recorder import record, recording
from sgwlib.coverage.report import coverage_report, summary

__all__ = [
    "SOURCES",
    "ClientCoverage",
    "Meeting",
    "Source",
    "check_replaceable",
    "coverage_from_json",
    "coverage_report",
    "coverage_to_json",
    "load_coverage",
    "record",
    "recording",
    "save_coverage",
    "summary",
]
