"""Scanning: every Storage Gateway error in logs of any size, counted.

* ``run``      ``scan()``: from the names of files to what was found
* ``sources``  files, folders and standard input, compressed or not
* ``logs``     a log as its entries that may hold an error: of ``entries``, where it has lines, or
               of ``records``, where it is an array in JSON; ``times`` tells when they were
* ``reading``  the errors of an entry, as ``sgwlib.explain`` reads it
* ``onefile``  all of that for one file; ``workers`` for several at the same time
* ``totals``   what was found, added up
* ``report``   what was found, as CSV and as plain values
"""

from __future__ import annotations

from sgwlib.scanning.report import by_hour, most_frequent, scan_to_csv, scan_to_json
from sgwlib.scanning.run import scan
from sgwlib.scanning.sources import Unread
from sgwlib.scanning.totals import Example, Kind, Scan, Tally

__all__ = [
    "Example",
    "Kind",
    "Scan",
    "Tally",
    "Unread",
    "by_hour",
    "most_frequent",
    "scan",
    "scan_to_csv",
    "scan_to_json",
]
