"""The kinds of questions, each in a module of its own.

* ``returning``   which operation is documented to return a code
* ``causes``      which code fits a cause
* ``retrying``    whether botocore sends a request again, and why
* ``carrying``    which exception can carry a code
* ``statuses``    with which status an exception comes
* ``reading``     which error code a response has
* ``steps``       what to do after a response
* ``documented``  whether a pair is documented
"""

from __future__ import annotations

from sgwlib.quiz.kinds.every import KINDS

__all__ = ["KINDS"]
