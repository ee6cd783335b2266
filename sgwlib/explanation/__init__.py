"""From any error text to what it means.

* ``views``       a text without colours, escapes and wraps, with the way back to its positions
* ``knowledge``   the names and messages to recognise
* ``evidence``    what a piece of a text shows, and the clusters that belong together
* ``patterns``, ``lines``   evidence in plain lines
* ``parsing``     from a text to its clusters, level by level, and evidence in braces
* ``grouping``    which clusters belong to one error
* ``finding``     what they mean together, and what shows that the text is part of a longer one
* ``candidates``  what the error could be, if the text does not show it
* ``render``      how an explanation is shown
* ``api``         ``explain()`` and `Explanation`
"""

from __future__ import annotations

from sgwlib.explanation.api import Explanation, explain
from sgwlib.explanation.candidates import Candidate
from sgwlib.explanation.evidence import Evidence
from sgwlib.retries import Retried

__all__ = ["Candidate", "Evidence", "Explanation", "Retried", "explain"]
