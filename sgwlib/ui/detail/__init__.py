"""What an explorer says about its selection, as HTML.

* ``describe``   what is known of an operation, a code, a pair or an exception
* ``client``     what a client gets: the response, what boto3 raises, how to catch it
* ``markup``     the HTML elements that both use
"""

from __future__ import annotations

from sgwlib.ui.detail.describe import describe

__all__ = ["describe"]
