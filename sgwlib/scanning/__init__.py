"""Scanning: every Storage Gateway error in logs of any size, counted.

* ``results``   what was found: `Scan` and its parts, as plain values, CSV and a table
* ``sources``   files, folders and standard input, compressed or not
* ``times``     when an entry of a log was written
* ``entries``   the entries of a log that may hold an error
* ``one_file``  the errors of each entry, as ``sgwlib.explain`` reads them; one file at a time
* ``run``       ``scan()``: several files, in several processes
"""

from __future__ import annotations

from sgwlib.scanning.results import Example, Kind, Scan, Tally, Unread
from sgwlib.scanning.run import scan

__all__ = ["Example", "Kind", "Scan", "Tally", "Unread", "scan"]
