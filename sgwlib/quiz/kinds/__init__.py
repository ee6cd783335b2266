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

from sgwlib.quiz.kinds.carrying import CARRYING
from sgwlib.quiz.kinds.causes import CAUSES
from sgwlib.quiz.kinds.documented import DOCUMENTED
from sgwlib.quiz.kinds.kind import Kind
from sgwlib.quiz.kinds.reading import READING
from sgwlib.quiz.kinds.retrying import RETRYING
from sgwlib.quiz.kinds.returning import RETURNING
from sgwlib.quiz.kinds.statuses import STATUSES
from sgwlib.quiz.kinds.steps import STEPS

__all__ = ["KINDS", "Kind"]

KINDS = {
    kind.name: kind
    for kind in (RETURNING, CAUSES, RETRYING, CARRYING, STATUSES, READING, STEPS, DOCUMENTED)
}
"""All kinds by name."""
