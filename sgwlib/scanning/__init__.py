"""Scanning: every Storage Gateway error in logs of any size, counted.

* ``results``   what was found: `Scan` and its parts, as plain values, CSV and a table
* ``entries``   the entries of a log that may hold an error, and when they were written
* ``one_file``  one file at a time: its bytes, compressed or not, and the errors of its entries
* ``run``       ``scan()``: several files, in several processes
"""

from __future__ import annotations

from sgwlib.scanning.results import Example, Kind, Scan, Tally, Unread
from sgwlib.scanning.run import scan

__all__ = ["Example", "Kind", "Scan", "Tally", "Unread", "scan"]
