"""All kinds of questions."""

from __future__ import annotations

from sgwlib.quiz.kinds.carrying import CARRYING
from sgwlib.quiz.kinds.causes import CAUSES
from sgwlib.quiz.kinds.documented import DOCUMENTED
from sgwlib.quiz.kinds.reading import READING
from sgwlib.quiz.kinds.retrying import RETRYING
from sgwlib.quiz.kinds.returning import RETURNING
from sgwlib.quiz.kinds.statuses import STATUSES
from sgwlib.quiz.kinds.steps import STEPS

__all__ = ["KINDS"]

KINDS = {
    kind.name: kind
    for kind in (RETURNING, CAUSES, RETRYING, CARRYING, STATUSES, READING, STEPS, DOCUMENTED)
}
"""All kinds by name."""
