"""Answers and progress of all kinds, for laws."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from sgwlib.quiz.progress import Answer, Progress

__all__ = ["ANSWERS", "PROGRESS", "answer"]

CARDS = st.sampled_from(["causes/VolumeInUse", "steps/LunInvalid", "of a later edition"]) | st.text(
    min_size=1, max_size=5
)
# Few moments, so that they coincide, too; and any at all.
MOMENTS = st.datetimes(timezones=st.just(UTC)) | st.sampled_from(
    [datetime(2026, 3, day, 12, tzinfo=UTC) for day in range(1, 10)]
)
ANSWERS = st.builds(Answer, MOMENTS, CARDS, st.booleans())
TESTS = st.just("") | st.sampled_from(["before/0", "after/0", "before/7"])
PROGRESS = st.builds(
    Progress, st.frozensets(st.builds(Answer, MOMENTS, CARDS, st.booleans(), TESTS), max_size=12)
)


def answer(
    day: int, *, right: bool = True, card: str = "causes/VolumeInUse", test: str = ""
) -> Answer:
    """Return an answer on a day of March."""
    return Answer(datetime(2026, 3, day, 12, tzinfo=UTC), card, right, test)
