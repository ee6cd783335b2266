"""Each drill is solved in several ways, and not by ways that lose or hide something."""

from __future__ import annotations

import gc
import logging
import sys
import time
from copy import deepcopy
from datetime import timedelta
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import boto3
import pytest

import sgwlib
from sgwlib import SgwError, drill, drill_names
from sgwlib.drills.outcome import JOBS, account_of
from sgwlib.drills.scenario import all_texts, names_in
from sgwlib.drills.scenarios import SCENARIOS
from sgwlib.errors import DrillError, UnknownNameError
from sgwlib.tutorial import Mark, Verdict
from tests.drills.ways import ALWAYS_WRONG, FURTHER_JOBS, FURTHER_WAYS, WRONG_JOBS, WRONG_WAYS

if TYPE_CHECKING:
    from collections.abc import Callable

    from sgwlib import Drill
    from sgwlib.tutorial import Feedback

NAMES = drill_names()
OF_CODE = [name for name in NAMES if SCENARIOS[name].trials]
OF_AN_ACCOUNT = [name for name in NAMES if name not in OF_CODE]
FEWEST_WRONG = 5
REPLACED = "The job is right, so it stays as it is. Mend what it finds."


def after(name: str, way: Callable[[Drill], object]) -> Feedback:
    """Open a drill, do something, and check it."""
    opened = drill(name)
    way(opened)
    return opened.check()


# --- every drill --------------------------------------------------------------------------------


def test_there_are_enough_drills_and_each_has_its_texts() -> None:
    assert len(NAMES) >= 10
    assert {*all_texts()} == {*NAMES}
    assert {*FURTHER_WAYS} == {*WRONG_WAYS} == {*OF_AN_ACCOUNT}
    assert {*FURTHER_JOBS} == {*WRONG_JOBS} == {*OF_CODE}


def test_the_job_succeeds_before_and_fails_after_and_the_log_says_so() -> None:
    for name in NAMES:
        opened = drill(name)
        log = opened.log.read_text(encoding="utf-8")
        assert log.count(" started\n") == 2
        assert log.count(" succeeded\n") == 1
        assert log.index(" succeeded\n") < log.index(" ERROR ")
        found = sgwlib.scan(opened.log)
        assert found.found, name
        assert not found.undated
        assert f"`{opened._job_name}`" in opened.pager


def test_the_solution_solves_it() -> None:
    for name in OF_AN_ACCOUNT:
        feedback = after(name, SCENARIOS[name].solution)
        assert feedback.right, feedback
        assert all_texts()[name].learned in feedback.more
    for name in OF_CODE:
        feedback = drill(name).check(SCENARIOS[name].solution)
        assert feedback.right, feedback


def test_another_way_solves_it() -> None:
    for name, ways in FURTHER_WAYS.items():
        assert ways
        for way in ways:
            feedback = after(name, way)
            assert feedback.right, (way.__name__, feedback)
    for name, jobs in FURTHER_JOBS.items():
        assert jobs
        for job in jobs:
            feedback = drill(name).check(job)
            assert feedback.right, (job.__name__, feedback)


@pytest.mark.parametrize("most", [2, pytest.param(None, marks=pytest.mark.heavy)])
def test_a_wrong_way_does_not(most: int | None) -> None:
    for name, ways in WRONG_WAYS.items():
        assert len(ways) >= FEWEST_WRONG
        for way in (*ways[:most], *ALWAYS_WRONG[:most]):
            feedback = after(name, way)
            assert not feedback.right, (name, way.__name__, feedback)


@pytest.mark.parametrize("most", [2, pytest.param(None, marks=pytest.mark.heavy)])
def test_a_wrong_job_does_not(most: int | None) -> None:
    for name, jobs in WRONG_JOBS.items():
        assert len(jobs) >= FEWEST_WRONG
        opened = drill(name)
        for job in (opened.job, *jobs[:most]):
            feedback = opened.check(job)
            assert not feedback.right, (name, job.__name__, feedback)


def test_a_job_that_is_right_cannot_be_replaced() -> None:
    for name in OF_AN_ACCOUNT:
        feedback = drill(name).check(lambda *_: None)
        assert [part.text for part in feedback.parts] == [REPLACED]
        assert feedback.verdict is Verdict.WRONG


def test_a_drill_of_code_asks_for_a_job() -> None:
    def blank(client: Any, settings: dict[str, Any]) -> None: ...

    for name in OF_CODE:
        for feedback in (drill(name).check(), drill(name).check(blank)):
            assert feedback.verdict is Verdict.BLANK
            assert "drill.check(job)" in feedback.more[0]


def test_to_do_nothing_is_wrong_and_not_partly_right() -> None:
    for name in OF_AN_ACCOUNT:
        feedback = drill(name).check()
        assert feedback.verdict is Verdict.WRONG
        assert len(feedback.parts) == 1
        assert feedback.parts[0].text.startswith("The job failed: An error occurred (")


def test_a_check_changes_nothing() -> None:
    for name in NAMES:
        opened = drill(name)
        before = deepcopy((opened.sandbox, opened.settings))
        opened.check()
        opened.hint()
        assert (opened.sandbox, opened.settings) == before


def test_what_was_lost_is_named() -> None:
    opened = drill("initiator")
    for arn in opened.client.list_volumes()["VolumeInfos"]:
        opened.sandbox.disconnect(arn["VolumeARN"])
    feedback = opened.check()
    wrong = [part.text for part in feedback.parts if part.mark is Mark.WRONG]
    assert wrong == ["This should have stayed: a connection of results."]


def test_the_same_seed_gives_the_same_drill_and_another_one_other_ids() -> None:
    for name in ("initiator", "endless"):
        one, same, other = drill(name), drill(name), drill(name, seed=7)
        assert one.sandbox == same.sandbox
        assert one.log.read_text() == same.log.read_text()
        assert one.settings != other.settings
    assert after("address", SCENARIOS["address"].solution).right


@pytest.mark.heavy
def test_a_drill_of_another_seed_is_solved_in_the_same_way() -> None:
    for name in OF_AN_ACCOUNT:
        opened = drill(name, seed=3)
        SCENARIOS[name].solution(opened)
        assert opened.check().right, name


# --- what you have in a drill -------------------------------------------------------------------


def test_the_source_is_the_whole_program() -> None:
    for name in NAMES:
        opened = drill(name)
        program: dict[str, Any] = {"__name__": "job"}
        exec(opened.source, program)
        assert program["main"].__code__.co_code == opened.job.__code__.co_code


def test_nothing_that_a_drill_is_made_of_can_be_set() -> None:
    opened = drill("appliance")
    for name in ("name", "pager", "log", "source", "job", "settings", "sandbox", "client"):
        with pytest.raises(AttributeError):
            setattr(opened, name, None)


def test_the_log_goes_with_the_drill() -> None:
    opened = drill("appliance")
    path = opened.log
    assert path.exists()
    del opened
    gc.collect()
    assert not path.exists()


def test_a_run_is_real_and_is_added_to_the_log() -> None:
    opened = drill("snapshot")
    opened.client.delete_snapshot_schedule(VolumeARN=_scratch(opened))
    opened.sandbox.advance(minutes=5)
    log = opened.run()
    assert log.endswith(" succeeded\n")
    assert opened.log.read_text().endswith(log)
    assert len(opened.client.list_volumes()["VolumeInfos"]) == 1
    assert opened.check().right


def _scratch(opened: Drill) -> str:
    account = account_of(opened.sandbox)
    return next(arn for arn, each in account.volumes.items() if "scratch" in each.target)


def test_it_shows_the_pager() -> None:
    for name in NAMES:
        opened = drill(name)
        assert opened.pager in str(opened)
        assert repr(opened) == f"<Drill {name}: {all_texts()[name].title}>"
        assert "<strong>" in opened._repr_html_()


def test_an_unknown_name_gets_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="unknown drill 'aplianc'; did you mean appliance"):
        drill("aplianc")
    odd: Any = [3]
    with pytest.raises(UnknownNameError, match=r"unknown drill \[3\]"):
        drill(odd)
    with pytest.raises(SgwError, match="seed"):
        drill("appliance", seed="a")  # type: ignore[arg-type]  # a user's mistake


def test_what_is_no_job_is_refused() -> None:
    with pytest.raises(DrillError, match="expected a function of a client and settings"):
        drill("endless").check("main")  # type: ignore[arg-type]  # a user's mistake


def yields(client: Any, settings: dict[str, Any]) -> Any:
    yield client, settings


async def waits(client: Any, settings: dict[str, Any]) -> object:
    return client, settings


@pytest.mark.parametrize(
    ("job", "words"),
    [(yields, "has a `yield`"), (waits, "is `async`"), (lambda c: c, "`job(client, settings)`")],
)
def test_a_function_that_cannot_be_a_job_is_told_why(job: Any, words: str) -> None:
    feedback = drill("endless").check(job)
    assert feedback.verdict is Verdict.WRONG
    assert words in feedback.parts[0].text


def test_a_report_is_told_what_it_lacks() -> None:
    feedback = drill("gateways").check(lambda *_: {})
    assert "Tonight: its result lacks `vol-" in str(feedback)


# --- hints --------------------------------------------------------------------------------------


def test_each_step_has_hints_and_no_hint_is_of_no_step() -> None:
    for name in NAMES:
        scenario, hints = SCENARIOS[name], all_texts()[name].hints
        steps = [each.name for each in scenario.trials] or [*scenario.steps]
        steps += ["look"] if scenario.looks else []
        assert all(hints.get(step, hints.get("else")) for step in steps), name
        assert {*hints} <= {*steps, "else"}, name


def test_the_first_hint_is_the_log() -> None:
    for name in NAMES:
        opened = drill(name)
        assert "sgwlib.scan(drill.log).found" in opened.hint().lines[0]
        assert "sgwlib.scan(drill.log).found" in opened.hint().lines[0]
        _ = opened.log
        assert "sgwlib.scan(drill.log).found" not in opened.hint().lines[0]
        assert opened.solution().code


def test_a_hint_says_more_each_time_and_the_last_one_leads_to_the_solution() -> None:
    for name in NAMES:
        opened = drill(name)
        assert "comes last" in opened.solution().title
        _ = opened.log
        given = [opened.hint().lines for _ in range(4)]
        assert all(later[: len(sooner)] == sooner for sooner, later in pairwise(given))
        assert given[-1][-1] == "Still stuck? `drill.solution()`"
        assert "def mend_" in opened.solution().code


def test_hints_follow_what_was_done() -> None:
    hints = all_texts()["region"].hints
    opened = drill("region")
    _ = opened.log
    assert opened.hint().lines[0] == hints["the region"][0]
    opened.settings["denver"]["region"] = "us-east-1"
    assert opened.hint().lines[0] == hints["the key"][0]
    opened.settings["denver"]["key"] = opened.sandbox.appliances["vm-2"].new_key()
    assert opened.hint().lines == ("Nothing is left to do: `drill.check()`.",)


def test_a_hint_after_the_last_step_says_what_is_wrong_now() -> None:
    opened = drill("appliance")
    _ = opened.log
    opened.sandbox.appliances["vm-2"].power_on()
    opened.settings["gateways"].pop(0)
    said, again = opened.hint().lines
    assert said == "These volumes have no snapshot of this night: mail."
    assert 'drill = sgwlib.drill("appliance")' in again


def test_to_have_looked_moves_the_hints_on() -> None:
    hints = all_texts()["initiator"].hints
    opened = drill("initiator")
    _ = opened.log
    assert opened.hint().lines[0] == hints["look"][0]
    opened.run()  # the job has listed the volumes, but the learner hasn't
    assert opened.hint().lines[0] == hints["look"][0]
    opened.client.list_volumes()
    assert opened.hint().lines[0] == hints["no connection"][0]


def test_hints_follow_what_a_job_can_do() -> None:
    hints = all_texts()["endless"].hints
    opened = drill("endless")
    _ = opened.log
    assert opened.hint().lines[0] == hints["Tonight"][0]
    by_name = {job.__name__: job for job in WRONG_JOBS["endless"]}
    opened.check(by_name["forgive_not_found_but_never_wait"])
    assert opened.hint().lines[0] == hints["The appliance is busy at first"][0]
    opened.check(by_name["delete_without_retries"])  # a step back
    assert opened.hint().lines[0] == hints["Tonight"][0]


def test_a_hint_names_the_last_refusal_and_what_is_lost() -> None:
    opened = drill("initiator")
    _ = opened.log
    with pytest.raises(opened.client.exceptions.ClientError):
        opened.client.delete_volume(VolumeARN=_scratch(opened))
    assert opened.hint().lines[0] == "Your last call, DeleteVolume, was refused: `VolumeInUse`."
    opened.client.delete_gateway(GatewayARN=opened.settings["gateway"])
    assert "You have lost the gateway lab and the volume results" in opened.hint().lines[0]
    assert 'drill = sgwlib.drill("initiator")' in opened.hint().lines[1]


@pytest.mark.heavy
def test_spoiled_settings_are_no_crash() -> None:
    for name in OF_AN_ACCOUNT:
        values: list[Any] = [None, [], {}, 3, "x"]
        for value in values:
            opened = drill(name)
            _ = opened.log
            for key in opened.settings:
                opened.settings[key] = value
            assert not opened.check().right
            assert opened.hint().lines


# --- how jobs run -------------------------------------------------------------------------------


def test_a_job_lives_by_the_clock_of_the_sandbox() -> None:
    seen: list[float] = []

    def job(client: Any, settings: dict[str, Any]) -> None:
        began, real = time.monotonic(), time.time()
        while time.monotonic() - began < 600:
            time.sleep(60)
        seen.extend([time.monotonic() - began, time.time() - real])
        client.delete_volume(VolumeARN=settings["volumes"][1])

    began = time.monotonic()
    feedback = drill("endless").check(job)
    assert "✓ Tonight: the job succeeded." in str(feedback)
    assert seen[:2] == pytest.approx([600, 600], abs=5)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    ("job", "why"),
    [
        (lambda *_: 1 / 0, "ZeroDivisionError: division by zero"),
        (lambda *_: sys.exit(1), "SystemExit: 1"),
        (lambda *_: time.sleep(-1), "ValueError: sleep length must be non-negative"),
        (lambda *_: time.sleep(10**12), "stopped by the scheduler after 1 hour"),
        (
            lambda client, _: [client.list_gateways() for _ in range(10**9)],
            "stopped by the scheduler after 300 calls",
        ),
        (
            lambda *_: boto3.client("storagegateway", region_name="us-east-1").list_gateways(),
            "it called a client of its own",
        ),
    ],
)
def test_whatever_a_job_does_is_a_sentence(job: Any, why: str) -> None:
    feedback = drill("gateways").check(job)
    assert not feedback.right
    assert f"✗ Tonight: the job failed: {why}" in str(feedback)


@pytest.mark.heavy
def test_a_job_that_neither_calls_nor_sleeps_is_stopped() -> None:
    def job(*_: object) -> None:
        while True:
            pass

    assert "stopped by the scheduler after 5 s" in str(drill("gateways").check(job))


def test_logging_is_afterwards_as_before() -> None:
    logger = logging.getLogger(JOBS)
    before = (logger.level, logger.propagate, [*logger.handlers])
    drill("endless")
    assert (logger.level, logger.propagate, [*logger.handlers]) == before


def test_an_error_is_known_through_what_was_raised_from_it() -> None:
    def job(client: Any, settings: dict[str, Any]) -> None:
        for arn in settings["volumes"]:
            try:
                client.delete_volume(VolumeARN=arn)
            except client.exceptions.ClientError as error:
                if error.response.get("error", {}).get("errorCode") != "VolumeNotFound":
                    raise RuntimeError("the teardown failed") from error

    feedback = str(drill("endless").check(job))
    assert "✓ A host is still connected: the job failed, and said why." in feedback
    assert names_in(None) == set()


def test_an_error_is_known_in_a_group_of_errors() -> None:
    def job(client: Any, _: dict[str, Any]) -> dict[str, str]:
        report, errors = {}, []
        for gateway in client.list_gateways()["Gateways"]:
            try:
                infos = client.list_volumes(GatewayARN=gateway["GatewayARN"])["VolumeInfos"]
                arns = [info["VolumeARN"] for info in infos]
                found = client.describe_cached_iscsi_volumes(VolumeARNs=arns)
                for each in found["CachediSCSIVolumes"]:
                    report[each["VolumeARN"]] = each["VolumeStatus"]
            except client.exceptions.ClientError as error:
                errors.append(error)
        if errors:
            raise ExceptionGroup("some gateways can't be asked", errors)
        return report

    assert drill("gateways").check(job).right


def test_any_callable_can_be_a_job() -> None:
    solution = SCENARIOS["gateways"].solution
    assert drill("gateways").check(partial(solution)).right


def test_opening_a_drill_leaves_time_for_the_learner() -> None:
    opened = drill("region")
    assert opened.sandbox.now < opened.sandbox.now.replace(hour=0, minute=5)
    opened.sandbox.advance(minutes=20)
    SCENARIOS["region"].solution(opened)
    assert opened.check().right
    assert opened.sandbox.now - timedelta(minutes=20) > opened.sandbox.now.replace(
        hour=0, minute=0, second=0
    )
