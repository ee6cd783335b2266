"""What an explorer says about its selection, as HTML.

* ``describing``   which of the following a selection needs, and in which order
* ``operation``, ``code``, ``pair``, ``exception``   what is known of each
* ``carriers``     which exceptions bring a code
* ``alike``        what has the same pairs, or nearly
* ``clause``       the ``except`` clause that catches an error
* ``simulation``   the response, what boto3 makes of it, and how often it tries
* ``markup``       the elements of which all this is made
"""

from __future__ import annotations

from sgwlib.ui.detail.describing import describe

__all__ = ["describe"]
