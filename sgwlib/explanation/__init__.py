"""From any error text to what it means.

* ``explaining``   the whole way, in one function
* ``views``        a text without colours, escapes and broken lines, that knows its places
* ``reading``      text to sightings, level by level
* ``objects``, ``fields``              what stands in braces
* ``lines``, ``patterns``, ``messages``  what stands in plain lines
* ``bare``         the name of a code where there is nothing else
* ``grouping``     which sightings are of one error
* ``concluding``   what they mean together
* ``candidates``, ``retrying``         what follows from it
* ``cut``          what shows that more of the text stands elsewhere
* ``account``, ``marking``, ``html``   how it is shown
* ``caught``       the text of a caught exception
* ``knowledge``    the names and messages to recognise
* ``signs``, ``explanation``           what is passed on, and the answer
"""

from __future__ import annotations

from sgwlib.explanation.candidates import Candidate
from sgwlib.explanation.explaining import explain
from sgwlib.explanation.explanation import Explanation
from sgwlib.explanation.signs import Sign
from sgwlib.retries import Retried

__all__ = ["Candidate", "Explanation", "Retried", "Sign", "explain"]
