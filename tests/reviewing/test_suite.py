from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sgwlib import Review, review
from sgwlib.reviewing import Outcome
from tests.reviewing.suite import Handler, findings_of, handlers, outcomes_of

if TYPE_CHECKING:
    from pathlib import Path

HANDLERS = pytest.mark.parametrize("handler", handlers(), ids=lambda handler: handler.name)


def check(handler: Handler, found: Review) -> None:
    assert outcomes_of(found) == handler.expected
    assert findings_of(found) == handler.findings
    for error, end in handler.ends.items():
        assert str(found.calls[0].verdict(error).end) == end


def test_the_suite_is_as_large_as_is_promised() -> None:
    assert len(handlers()) >= 40
    assert len({handler.name for handler in handlers()}) == len(handlers())
    kinds = {outcome for handler in handlers() for outcome in handler.expected.values()}
    assert kinds == set(Outcome)


@HANDLERS
def test_a_source_is_reviewed_as_expected(handler: Handler) -> None:
    found = review(handler.source, handler.operation)
    check(handler, found)
    assert found.calls[0].operation == handler.operation


@HANDLERS
def test_a_function_is_reviewed_likewise_and_ends_as_was_read(
    handler: Handler, tmp_path: Path
) -> None:
    function = handler.function(tmp_path)
    found = review(function)
    check(handler, found)
    assert found.not_run is None
    for verdict in found.calls[0].verdicts:
        assert verdict.run is not None
        if verdict.outcome is not Outcome.UNCLEAR:
            assert verdict.run == verdict.end, verdict.error
