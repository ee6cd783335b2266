"""Each program is reviewed as a reader judges it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sgwlib.reviewing import Outcome
from sgwlib.reviewing.reader import review_file, review_text
from tests.reviewing.suite import expected, handlers, judgements, others, programs, wrong

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sgwlib.reviewing.process import Worker
    from tests.reviewing.suite import Handler


def test_the_suite_is_as_large_as_is_promised() -> None:
    assert len(handlers()) >= 55
    assert len(programs()) >= 60
    assert len(others()) >= 40
    wanted = [expected(each.outcomes, each.operation).values() for each in handlers()]
    kinds = {outcome for each in wanted for outcome in each}
    assert kinds == {each.value for each in Outcome}


def test_handlers_are_reviewed_as_expected(worker: Worker) -> None:
    review_handlers(worker, handlers()[::3])


@pytest.mark.heavy
def test_each_handler_is_reviewed_as_expected(worker: Worker) -> None:
    review_handlers(worker, handlers())


def review_handlers(worker: Worker, some: Iterable[Handler]) -> None:
    failed: list[object] = []
    for handler in some:
        found = review_text(worker, handler.source, clients=["client"])
        findings = [f"{it.line} {it.kind} {it.name}".strip() for it in found.findings]
        if sorted(findings) != sorted(handler.findings):
            failed.append((handler.name, findings, handler.findings))
        calls = [call.operation for call in found.calls]
        if calls != [handler.operation]:
            failed.append((handler.name, calls))
        failed += [
            (handler.name, it) for call in found.calls for it in wrong(call, handler.outcomes)
        ]
    assert failed == []


def test_no_error_changes_what_becomes_of_the_next(worker: Worker) -> None:
    review_each_alone(worker, handlers()[::6], every=9)


@pytest.mark.heavy
def test_no_error_changes_what_becomes_of_any_other(worker: Worker) -> None:
    review_each_alone(worker, handlers(), every=1)


def review_each_alone(worker: Worker, some: Iterable[Handler], *, every: int) -> None:
    failed: list[object] = []
    for handler in some:
        [call] = review_text(worker, handler.source, clients=["client"]).calls
        for place, name in list(enumerate(call.decisions))[::every]:
            [alone] = review_text(worker, handler.source, clients=["client"], order=[place]).calls
            if dict(alone.decisions) != {name: call.decisions[name]}:
                failed.append((handler.name, name, alone.decisions, call.decisions[name]))
    assert failed == []


def test_programs_are_reviewed_as_expected(worker: Worker) -> None:
    review_all(worker, programs()[::5])


@pytest.mark.heavy
def test_each_program_is_reviewed_as_expected(worker: Worker) -> None:
    review_all(worker, programs())


def review_all(worker: Worker, paths: Iterable[Path]) -> None:
    failed: list[object] = []
    for path in paths:
        wanted = judgements(path.read_text(encoding="utf-8"))
        found = review_file(worker, path)
        lines = {call.line for call in found.calls}
        failed += [(path.name, line, "no call") for line in wanted.keys() - lines]
        failed += [(path.name, line, "a phantom") for line in lines - wanted.keys()]
        for call in found.calls:
            failed += [(path.name, call.line, it) for it in wrong(call, wanted.get(call.line, ""))]
    assert failed == []


def test_programs_of_other_services_have_no_call(worker: Worker) -> None:
    found = {path.name: review_file(worker, path) for path in others()}
    assert {name: each.calls for name, each in found.items() if each.calls} == {}
    assert {name: each.findings for name, each in found.items() if each.findings} == {}
