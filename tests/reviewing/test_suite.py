from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sgwlib import Review, review
from sgwlib.reviewing import Outcome
from tests.reviewing.suite import Handler, findings_of, handlers, outcomes_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def wrong(handler: Handler, found: Review) -> list[object]:
    """Return what differs from what the suite expects."""
    pairs = [
        (outcomes_of(found), handler.expected),
        (findings_of(found), handler.findings),
        ([call.operation for call in found.calls], [handler.operation]),
        *((str(found.calls[0].verdict(error).end), end) for error, end in handler.ends.items()),
    ]
    return [(handler.name, each, expected) for each, expected in pairs if each != expected]


def test_the_suite_is_as_large_as_is_promised() -> None:
    assert len(handlers()) >= 40
    assert len({handler.name for handler in handlers()}) == len(handlers())
    kinds = {outcome for handler in handlers() for outcome in handler.expected.values()}
    assert kinds == set(Outcome)


def test_each_source_is_reviewed_as_expected() -> None:
    failed = [
        difference
        for handler in handlers()
        for difference in wrong(handler, review(handler.source, handler.operation))
    ]
    assert failed == []


def test_functions_are_reviewed_likewise_and_end_as_was_read(tmp_path: Path) -> None:
    assert wrong_runs(handlers()[::8], tmp_path) == []


@pytest.mark.heavy
def test_each_function_is_reviewed_likewise_and_ends_as_was_read(tmp_path: Path) -> None:
    assert wrong_runs(handlers(), tmp_path) == []


def wrong_runs(suite: Iterable[Handler], folder: Path) -> list[object]:
    """Return what differs between reading functions, running them, and what is expected."""
    failed: list[object] = []
    for handler in suite:
        found = review(handler.function(folder))
        failed += wrong(handler, found)
        if found.not_run is not None:
            failed.append((handler.name, found.not_run))
        failed += [
            (handler.name, each)
            for each in found.calls[0].verdicts
            if each.outcome is not Outcome.UNCLEAR and each.run != each.end
        ]
    return failed
