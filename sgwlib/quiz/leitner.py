"""When a card is asked again: Leitner's boxes.

A right answer puts a card one box further, where it rests longer; a wrong one puts it back into
the first box, where it does not rest at all. A card never answered is in no box, and new.

===  =============================
box  days of rest after an answer
===  =============================
1    0: due again at once
2    1
3    3
4    7
5    21
===  =============================

A day is one of UTC. A right answer to a card at rest changes nothing: who practises ten times on
one day has seen a card once, as far as memory goes. All of this follows from the answers alone,
so that merging answers merges boxes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sgwlib.quiz.progress import Answer

__all__ = ["BOXES", "Standing", "standing"]

BOXES: Final = {1: 0, 2: 1, 3: 3, 4: 7, 5: 21}
"""Each box, and for how many days a card rests in it."""


class Standing(NamedTuple):
    """Where a card stands.

    Parameters
    ----------
    box
        Its box.
    since
        The day of the answer that put it there.
    """

    box: int
    since: date

    def rest(self, today: date) -> int:
        """Return for how many days it still rests; 0 or less when it is due.

        Who is before the day of the last answer has set a clock back, and is asked.
        """
        passed = (today - self.since).days
        return BOXES[self.box] - passed if passed >= 0 else 0

    def is_due(self, today: date) -> bool:
        """Say whether it is to be asked."""
        return self.rest(today) <= 0


def standing(answers: Iterable[Answer]) -> Standing | None:
    """Return where a card stands after its answers.

    Parameters
    ----------
    answers
        All answers to one card, oldest first.

    Returns
    -------
    Standing or None
        None for a card that is new.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from sgwlib.quiz.progress import Answer
    >>> days = [datetime(2026, 3, day, tzinfo=UTC) for day in (1, 1, 2, 3)]
    >>> standing(Answer(day, "causes/VolumeInUse", True) for day in days)
    Standing(box=3, since=datetime.date(2026, 3, 2))
    """
    here: Standing | None = None
    for answer in answers:
        here = _after(here, answer)
    return here


def _after(before: Standing | None, answer: Answer) -> Standing:
    today, first = answer.when.date(), min(BOXES)
    if not answer.right:
        return Standing(first, today)
    if before is None:
        return Standing(first + 1, today)
    if not before.is_due(today):
        return before
    return Standing(min(before.box + 1, max(BOXES)), today)
