"""From error texts and logs to what happened: `explain` one text, `scan` logs of any size.

The modules in reading order:

* ``decoding``    a text without colours, escapes and wraps, with the way back to its positions
* ``sources``     the bytes of a log: compressed or not, in any encoding
* ``times``       when a record was written
* ``records``     where one entry of a log ends and the next starts
* ``knowledge``   the names and messages to recognise
* ``evidence``    what a piece of a text shows, and the clusters that belong together
* ``notations``, ``parsing``   from a text to clusters of evidence
* ``mentions``    which errors happened, and which names a text only mentions
* ``finding``     which clusters belong to one error, and what they mean together
* ``candidates``, ``render``, ``explanation``   `explain` and its answer
* ``events``      records that are objects: CloudTrail's events, and what wraps a log line
* ``counting``, ``reading``, ``scanning``   `scan` and its answer
* ``sql``         the same count in SQL
"""

from __future__ import annotations

from sgwlib.diagnosis.candidates import Candidate
from sgwlib.diagnosis.counting import Example, Scan, Tally
from sgwlib.diagnosis.events import Kind
from sgwlib.diagnosis.evidence import Evidence
from sgwlib.diagnosis.explanation import Explanation, explain
from sgwlib.diagnosis.scanning import scan
from sgwlib.diagnosis.sources import Unread
from sgwlib.retries import Retried

__all__ = [
    "Candidate",
    "Evidence",
    "Example",
    "Explanation",
    "Kind",
    "Retried",
    "Scan",
    "Tally",
    "Unread",
    "explain",
    "scan",
]
