from __future__ import annotations

import copy
import dataclasses
import math
import pickle
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgwlib import load_catalogue
from sgwlib.coverage import recording
from sgwlib.errors import (
    CarrierError,
    FaultError,
    UndocumentedPairError,
    UnknownNameError,
    UnmetFaultError,
)
from sgwlib.simulation.faults import Fault, FaultPlan, as_plan
from tests.simulation.tables import wrongly_taken

if TYPE_CHECKING:
    from pathlib import Path

CATALOGUE = load_catalogue()
BEYOND = sorted(set(CATALOGUE.api_operations) - set(CATALOGUE.operations))

# Few names, so that faults meet each other.
OPERATIONS = ("DeleteVolume", "ListVolumes", "RefreshCache")
FAULTS = st.builds(
    Fault,
    st.sampled_from(("*", "DeleteVolume", "ListVolumes")),
    st.sampled_from(("InternalError", "ThrottlingException")),
    times=st.none() | st.integers(1, 4),
    after=st.integers(0, 4),
    probability=st.just(1.0) | st.floats(0.1, 1),
)
PLANS = st.lists(FAULTS, max_size=5)
CALLS = st.lists(st.sampled_from(OPERATIONS), max_size=30)


def which(plan: FaultPlan, calls: list[str]) -> list[int | None]:
    """Return for each call the place of the fault that answered it."""
    found = []
    for operation in calls:
        answer = plan.answer(operation)
        place = next(
            (n for n, each in enumerate(plan.faults) if answer and each is answer.fault), 0
        )
        found.append(place if answer else None)
    return found


def one(*errors: str | tuple[str, int], operation: str = "ListGateways") -> list[Fault]:
    """Return faults of one operation, each for some calls."""
    pairs = [each if isinstance(each, tuple) else (each, 1) for each in errors]
    return [Fault(operation, error, times=times) for error, times in pairs]


def answers(plan: FaultPlan, count: int, operation: str = "ListGateways") -> list[str]:
    found = [plan.answer(operation) for _ in range(count)]
    return [each.fault.error if each else "-" for each in found]


# What a plan decides


def test_fail_twice_then_succeed() -> None:
    plan = FaultPlan(one(("InternalError", 2)))
    assert answers(plan, 4) == ["InternalError", "InternalError", "-", "-"]


def test_a_sequence_is_faults_in_order() -> None:
    plan = FaultPlan(one(("ThrottlingException", 2), "InternalError", "ServiceUnavailable"))
    assert answers(plan, 5) == [
        "ThrottlingException",
        "ThrottlingException",
        "InternalError",
        "ServiceUnavailable",
        "-",
    ]


def test_a_burst_begins_after_some_calls_and_ends() -> None:
    plan = FaultPlan([Fault("ListGateways", "ThrottlingException", after=2, times=3)])
    assert answers(plan, 7) == ["-", "-", *["ThrottlingException"] * 3, "-", "-"]


@given(st.floats(0.05, 0.95), st.integers())
def test_a_share_of_the_calls_is_about_that_share(probability: float, number: int) -> None:
    seed = number % 2**32
    plan = FaultPlan([Fault("ListGateways", "InternalError", probability=probability)], seed)
    share = 1 - answers(plan, 2000).count("-") / 2000
    assert abs(share - probability) < 6 * math.sqrt(probability * (1 - probability) / 2000)


def test_a_share_can_be_a_burst_too() -> None:
    fault = Fault("ListGateways", "InternalError", probability=0.5, after=10, times=5)
    found = answers(FaultPlan([fault], seed=1), 100)
    assert found[:10] == ["-"] * 10
    assert found.count("InternalError") == 5


def test_other_operations_are_left_alone_and_counted() -> None:
    plan = FaultPlan(one("InternalError"))
    assert plan.answer("DeleteVolume") is None
    assert plan.answer("NoSuchOperation") is None
    assert plan.calls == {"DeleteVolume": 1, "NoSuchOperation": 1}
    assert answers(plan, 1) == ["InternalError"]


def test_an_answer_is_the_response_and_its_fault() -> None:
    fault = Fault("DeleteVolume", "VolumeInUse", exception="InternalServerError", delay=2)
    answer = FaultPlan([fault]).answer("DeleteVolume")
    assert answer is not None
    assert answer.fault is fault
    assert (answer.response.operation, answer.response.code) == ("DeleteVolume", "VolumeInUse")
    assert answer.response.status_code == 500


@given(PLANS, CALLS, st.integers(0, 9))
def test_the_first_that_matches_answers(faults: list[Fault], calls: list[str], seed: int) -> None:
    """Against a model that says it in other words, for plans without chance."""
    certain = [f for f in faults if f.probability == 1]
    covered: Counter[int] = Counter()
    answered: Counter[int] = Counter()
    expected: list[int | None] = []
    for operation in calls:
        due = []
        for place, fault in enumerate(certain):
            if fault.covers(operation):
                covered[place] += 1
                if covered[place] > fault.after and answered[place] != fault.times:
                    due.append(place)
        answered.update(due[:1])
        expected.append(due[0] if due else None)
    # Equal faults may stand in a plan twice, so the place is told by the counts of the report.
    plan = FaultPlan(certain, seed)
    found = [plan.answer(operation) for operation in calls]
    assert [each and each.fault for each in found] == [
        None if place is None else certain[place] for place in expected
    ]
    assert [tally["answered"] for tally in plan._tallies] == [
        answered[n] for n in range(len(certain))
    ]


@given(PLANS, CALLS, st.integers(0, 9))
def test_every_covered_call_is_accounted_for_once(
    faults: list[Fault], calls: list[str], seed: int
) -> None:
    plan = FaultPlan(faults, seed)
    found = [plan.answer(operation) for operation in calls]
    assert plan.calls == Counter(calls)
    assert sum(tally["answered"] for tally in plan._tallies) == len([a for a in found if a])
    for fault, tally in zip(plan.faults, plan._tallies, strict=True):
        assert tally.total() == sum(fault.covers(operation) for operation in calls)
        assert tally["passed"] == min(fault.after, tally.total())
        assert fault.times is None or tally["answered"] <= fault.times
        assert (fault in plan.unmet) or tally["answered"]
        assert tally["chance"] == 0 or fault.probability < 1


@given(PLANS, CALLS, st.integers(-(2**63) + 1, 2**63 - 1))
def test_a_seed_decides_the_same_each_time(
    faults: list[Fault], calls: list[str], seed: int
) -> None:
    plan = FaultPlan(faults, seed)
    first = which(plan, calls)
    report = plan.report()
    plan.reset()
    assert plan.calls == {}
    assert which(plan, calls) == first == which(FaultPlan(faults, seed), calls)
    assert plan.report() == report


def test_without_a_seed_chance_differs() -> None:
    fault = Fault("ListGateways", "InternalError", probability=0.5)
    assert len({tuple(answers(FaultPlan([fault]), 64)) for _ in range(3)}) == 3


def test_a_hundred_threads_consume_fifty_times_exactly() -> None:
    plan = FaultPlan(
        [Fault("ListGateways", "InternalError", times=50), Fault("*", "InternalFailure", times=50)]
    )
    start = Barrier(100)

    def call(_: int) -> list[str]:
        start.wait(timeout=60)
        return answers(plan, 20)

    with ThreadPoolExecutor(100) as pool:
        found = Counter(name for names in pool.map(call, range(100)) for name in names)
    assert found == {"InternalError": 50, "InternalFailure": 50, "-": 1900}
    assert plan.calls == {"ListGateways": 2000}
    assert plan.unmet == ()


def test_a_plan_builds_its_answers_without_being_a_meeting_itself() -> None:
    with recording() as coverage:
        FaultPlan([Fault("*", "VolumeInUse")]).answer("DeleteVolume")
    assert coverage.sources() == {}


# What is reported


REPORTS: list[tuple[list[Fault], list[str], int, str]] = [
    ([], [], 0, "The plan has no faults."),
    (
        one("InternalError"),
        [],
        0,
        "1. ListGateways InternalError, times=1: answered 0 of 1 call; there were no calls.",
    ),
    (
        one("InternalError"),
        ["DeleteVolume", "AddCache", "DeleteVolume"],
        0,
        (
            "1. ListGateways InternalError, times=1: answered 0 of 1 call; "
            "it covers none of the calls (AddCache 1, DeleteVolume 2)."
        ),
    ),
    (
        [Fault("*", "VolumeInUse")],
        ["AddCache"],
        0,
        "1. * VolumeInUse: answered 0 calls; it covers none of the calls (AddCache 1).",
    ),
    (
        [Fault("AddCache", "InternalError", after=3)],
        ["AddCache"] * 2,
        0,
        "1. AddCache InternalError, after=3: answered 0 calls; let 2 of 3 pass first.",
    ),
    (
        [Fault("AddCache", "InternalError"), Fault("*", "InternalFailure")],
        ["AddCache", "AddCache", "ListGateways"],
        1,
        "2. * InternalFailure: answered 1 call; fault 1 answered 2 calls instead.",
    ),
    (
        [Fault("AddCache", "InternalError", probability=1e-9)],
        ["AddCache"] * 2,
        0,
        "1. AddCache InternalError, probability=1e-09: answered 0 calls; skipped 2 calls by chance.",
    ),
    (
        [Fault("AddCache", "InternalError", times=2, after=1)],
        ["AddCache"] * 5,
        0,
        (
            "1. AddCache InternalError, times=2, after=1: answered 2 of 2 calls; "
            "let 1 of 1 pass first; 2 more calls came later."
        ),
    ),
]


def test_the_report_says_why() -> None:
    for faults, calls, line, expected in REPORTS:
        plan = FaultPlan(faults)
        for operation in calls:
            plan.answer(operation)
        assert plan.report().splitlines()[line] == expected


@given(PLANS, CALLS)
def test_the_report_has_a_reason_for_every_fault_that_did_not_answer(
    faults: list[Fault], calls: list[str]
) -> None:
    plan = FaultPlan(faults, seed=0)
    for operation in calls:
        plan.answer(operation)
    for fault, tally, line in zip(
        plan.faults, plan._tallies, plan.report().splitlines(), strict=bool(faults)
    ):
        assert str(fault) in line
        assert tally["answered"] or ";" in line


def test_unmet_are_those_that_answered_no_call() -> None:
    never, half, done = (
        Fault("AddCache", "InternalError"),
        Fault("DeleteVolume", "VolumeInUse", times=2),
        Fault("ListGateways", "InternalError"),
    )
    plan = FaultPlan([never, half, done])
    assert list(plan.unmet) == [never, half, done]
    with pytest.raises(UnmetFaultError, match=r"^3 faults answered no call:\n1\. AddCache .*\n2\."):
        plan.check_met()
    for operation in ("DeleteVolume", "ListGateways"):
        plan.answer(operation)
    assert list(plan.unmet) == [never]
    with pytest.raises(UnmetFaultError) as caught:
        plan.check_met()
    assert str(caught.value) == (
        "1 fault answered no call:\n1. AddCache InternalError: answered 0 calls; "
        "it covers none of the calls (DeleteVolume 1, ListGateways 1)."
    )
    plan.answer("AddCache")
    plan.check_met()
    assert repr(plan) == "<FaultPlan of 3 faults, seed None>"


# Python values


@given(FAULTS)
def test_a_fault_is_a_value(fault: Fault) -> None:
    fault = dataclasses.replace(fault, message="Ünd so on")
    for other in (pickle.loads(pickle.dumps(fault)), copy.copy(fault), copy.deepcopy(fault)):
        assert other == fault
        assert len({other, fault}) == 1
    assert Fault(**dataclasses.asdict(fault)) == fault == Fault.from_dict(fault.to_dict())
    assert fault != dataclasses.replace(fault, message=None)


@given(PLANS, CALLS, st.integers(0, 9))
def test_a_copied_plan_goes_on_where_the_original_was(
    faults: list[Fault], calls: list[str], seed: int
) -> None:
    plan = FaultPlan(faults, seed)
    which(plan, calls)
    others = [pickle.loads(pickle.dumps(plan)), copy.copy(plan), copy.deepcopy(plan)]
    for other in others:
        assert other == plan
        assert (other.report(), other.calls) == (plan.report(), plan.calls)
        assert which(other, calls) == which(copy.copy(plan), calls)
    before = plan.report()
    for other in others:
        other.add(Fault("*", "InternalFailure"))
        other.answer("AddCache")
        assert other != plan
    assert plan.report() == before, "a copy shares nothing with the original"


def test_plans_are_equal_by_faults_and_seed() -> None:
    fault = Fault("DeleteVolume", "VolumeInUse")
    plan, other = FaultPlan([fault], 1), FaultPlan([fault], 1)
    other.answer("DeleteVolume")
    assert plan == other
    assert plan != FaultPlan([fault], 2)
    assert plan != FaultPlan([fault, fault], 1)
    assert plan != (fault,)
    with pytest.raises(TypeError, match="unhashable"):
        hash(plan)


@given(PLANS, st.none() | st.integers(-9, 9))
def test_a_plan_survives_plain_values(faults: list[Fault], seed: int | None) -> None:
    plan = FaultPlan(faults, seed)
    assert FaultPlan.from_dict(plan.to_dict()) == plan


# What stands for a plan


def test_a_fault_a_list_and_a_plan_are_plans() -> None:
    fault = Fault("DeleteVolume", "VolumeInUse")
    plan = FaultPlan([fault])
    assert as_plan(fault) == as_plan([fault]) == as_plan(each for each in [fault]) == plan
    assert as_plan(plan) is plan, "so it goes on counting"
    assert as_plan([]) == FaultPlan()


NO_PLANS: list[tuple[Any, type[Exception], str]] = [
    (
        "DeleteVolume",
        FaultError,
        "expected a Fault, a list of Faults or a FaultPlan, not 'DeleteVolume'",
    ),
    (b"DeleteVolume", FaultError, "a FaultPlan, not b'DeleteVolume'"),
    (None, FaultError, r'not None\. Write Fault\("DeleteVolume", "VolumeInUse"\)'),
    (5, FaultError, "not 5"),
    (
        ("DeleteVolume", "VolumeInUse"),
        FaultError,
        r"fault 1 is 'DeleteVolume'; expected a Fault, such as",
    ),
    ([Fault("*", "InternalFailure"), None], FaultError, "fault 2 is None"),
    ({"operation": "DeleteVolume"}, FaultError, "fault 1 is 'operation'"),
]


def test_anything_else_is_no_plan() -> None:
    assert wrongly_taken(as_plan, NO_PLANS) == []
    assert wrongly_taken(FaultPlan, NO_PLANS) == []


# Which operations are meant


def test_any_operation_is_every_one_documented_to_return_the_code() -> None:
    fault = Fault("*", "VolumeInUse")
    covered = {name for name in CATALOGUE.api_operations if fault.covers(name)}
    assert covered == set(CATALOGUE.operations_of("VolumeInUse"))
    assert not Fault("*", "VolumeInUse", undocumented=True).covers("NoSuchOperation")


@pytest.mark.parametrize(
    "fault",
    [
        Fault("*", "ThrottlingException"),
        Fault("*", "ServiceUnavailableError"),
        Fault("*", "VolumeInUse", undocumented=True),
        Fault("*", "VolumeInUse", undocumented=True, exception="InternalServerError"),
        Fault("*", "FileShareNotFound", undocumented=True, message="The share is gone."),
    ],
    ids=str,
)
def test_any_operation_can_be_every_one_of_today_s_api(fault: Fault) -> None:
    plan = FaultPlan([fault])
    for name in CATALOGUE.api_operations:
        answer = plan.answer(name)
        assert answer is not None
        assert answer.response.operation == name
        like = fault.response("DeleteVolume")
        assert answer.response.status_code == like.status_code
        assert answer.response.json() == like.json()


def test_every_pair_and_every_general_exception_is_a_fault() -> None:
    for operation, code in CATALOGUE.pairs:
        for carrier in CATALOGUE.carriers:
            response = Fault(operation, code, exception=carrier).response(operation)
            assert (response.exception, response.code) == (carrier, code)
    for operation in CATALOGUE.api_operations:
        for name in CATALOGUE.general_exceptions:
            response = Fault(operation, name).response(operation)
            assert (response.operation, response.exception, response.code) == (
                operation,
                name,
                None,
            )


def test_a_code_from_an_operation_beyond_the_page_needs_the_word() -> None:
    assert len(BEYOND) == 61
    for operation in BEYOND:
        with pytest.raises(UndocumentedPairError, match=f"{operation} is not documented to return"):
            Fault(operation, "VolumeInUse")
        response = Fault(operation, "VolumeInUse", undocumented=True).response(operation)
        assert (response.operation, response.code) == (operation, "VolumeInUse")


def test_names_known_beyond_the_page_are_faults() -> None:
    codes = [
        code
        for code in CATALOGUE.known_codes
        if code not in {*CATALOGUE.codes, *CATALOGUE.exceptions}
    ]
    assert "FileShareNotFound" in codes
    for code in codes:
        for operation in ("RefreshCache", "DeleteVolume"):
            response = Fault(operation, code, undocumented=True).response(operation)
            assert (response.code, response.status_code) == (code, 400)
        assert Fault("*", code, undocumented=True).covers("RefreshCache")
        documented = CATALOGUE.all_operations_of(code)
        assert [name for name in documented if not Fault("*", code).covers(name)] == []
        if not documented:
            with pytest.raises(FaultError, match=f"no operation is documented to return {code}"):
                Fault("*", code)
    for name in CATALOGUE.known_exceptions.keys() - CATALOGUE.exceptions.keys():
        assert Fault("DeleteVolume", name).response("DeleteVolume").exception == name
        assert Fault("*", name).covers("RefreshCache")


def test_a_message_replaces_the_documented_one() -> None:
    text = "This operation is not valid for the specified gateway."
    for fault in (
        Fault("DeleteVolume", "VolumeInUse", message=text),
        Fault("RefreshCache", "ValidationException", message=text),
        Fault("RefreshCache", "FileShareNotFound", undocumented=True, message=""),
    ):
        response = fault.response(fault.operation)
        assert response.message == fault.message == response.json()["message"]
    assert str(fault) == "RefreshCache FileShareNotFound, message='', undocumented=True"


BARE = """
import sys
sys.modules["botocore"] = sys.modules["boto3"] = None
import sgwlib
for call in (
    lambda: sgwlib.Fault("DeletVolume", "VolumeInUse"),
    lambda: sgwlib.load_plan("plan.toml"),
    lambda: sgwlib.FaultPlan([sgwlib.Fault("*", "InternalFailure")]).answer("NoSuchOperation"),
    lambda: sgwlib.Fault("RefreshCache", "VolumeInUse", undocumented=True).operation,
    lambda: sgwlib.inject,
    lambda: __import__("sgwlib.simulation.boto"),
    lambda: __import__("sgwlib.simulation.inject"),
    lambda: __import__("sgwlib.simulation.api"),
):
    try:
        print(call())
    except sgwlib.SgwError as error:
        print(type(error).__name__, error)
"""


def test_an_install_without_botocore_has_faults_and_plans(tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text('[[faults]]\noperation="DeletVolume"\nerror="VolumeInUse"')
    done = subprocess.run(
        [sys.executable, "-c", BARE], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    unknown = (
        "unknown operation 'DeletVolume'; did you mean DeleteVolume, DetachVolume or ListVolumes?"
    )
    extra = "pip install 'sgwlib[boto]'"
    assert (done.stdout.splitlines(), done.stderr) == (
        [
            f"UnknownNameError {unknown}",
            f"FaultError plan.toml, line 1, fault 1: {unknown}",
            "None",
            "RefreshCache",
            f"MissingPackageError sgwlib.inject needs the package botocore; install it with: {extra}",
            (
                "MissingPackageError sgwlib.simulation.boto needs the package botocore; "
                f"install it with: {extra}"
            ),
            f"MissingPackageError sgwlib.inject needs the package botocore; install it with: {extra}",
            (
                "MissingPackageError The model of today's API needs the package botocore; "
                f"install it with: {extra}"
            ),
        ],
        "",
    )


@given(st.sampled_from(sorted(CATALOGUE.operations)), st.sampled_from(sorted(CATALOGUE.codes)))
def test_a_pair_needs_the_word_exactly_when_the_page_lacks_it(operation: str, code: str) -> None:
    assert Fault(operation, code, undocumented=True).covers(operation)
    if CATALOGUE.documents(operation, code):
        assert Fault(operation, code).response(operation).code == code
    else:
        with pytest.raises(UndocumentedPairError, match="undocumented=True"):
            Fault(operation, code)


# What is refused


REFUSED: list[tuple[dict[str, Any], type[Exception], str]] = [
    ({"operation": "deletevolume"}, UnknownNameError, "did you mean DeleteVolume"),
    ({"operation": "refreshcache"}, UnknownNameError, "did you mean RefreshCache"),
    ({"operation": ""}, UnknownNameError, "unknown operation ''"),
    ({"operation": "AddCache"}, UndocumentedPairError, "not documented to return VolumeInUse"),
    ({"operation": None}, FaultError, "operation is None; expected a name"),
    ({"operation": ["DeleteVolume"]}, FaultError, "operation is .*expected a name"),
    ({"error": "volumeinuse"}, UnknownNameError, "did you mean VolumeInUse"),
    ({"error": None}, FaultError, "error is None; expected a name"),
    ({"error": "InternalServerError"}, CarrierError, "pass the code as the error"),
    (
        {"error": "InternalServerError"},
        CarrierError,
        (
            "^InternalServerError carries an error code; pass the code as the error, with "
            "exception='InternalServerError'; DeleteVolume is documented to return .*. With "
            "undocumented=True, InternalServerError comes without a code$"
        ),
    ),
    ({"operation": "RefreshCache", "error": "nonsense"}, UnknownNameError, "'nonsense'"),
    ({"operation": "*", "error": "nonsense"}, UnknownNameError, "'nonsense'"),
    ({"operation": "*", "error": "InternalServerError"}, CarrierError, "pass the code"),
    ({"exception": "ThrottlingException"}, CarrierError, "cannot carry"),
    ({"exception": "nonsense"}, UnknownNameError, "unknown exception 'nonsense'"),
    ({"exception": 5}, FaultError, "exception is 5; expected a name"),
    (
        {"error": "ThrottlingException", "exception": "InternalServerError"},
        CarrierError,
        "cannot carry",
    ),
    ({"times": 0}, FaultError, "times is 0; expected a whole number from 1"),
    ({"times": 1.0}, FaultError, "times is 1.0; expected a whole number"),
    ({"times": True}, FaultError, "times is True"),
    ({"times": "2"}, FaultError, "times is '2'"),
    ({"times": 2**63}, FaultError, "times is 9223372036854775808"),
    ({"times": 10**5000}, FaultError, "times is a number too great to show"),
    ({"after": -1}, FaultError, "after is -1; expected a whole number from 0"),
    ({"after": None}, FaultError, "after is None"),
    ({"probability": 0}, FaultError, "probability is 0; expected a number above 0 and up to 1"),
    ({"probability": 1.01}, FaultError, "probability is 1.01"),
    ({"probability": math.nan}, FaultError, "probability is nan"),
    ({"probability": True}, FaultError, "probability is True"),
    (
        {"delay": -0.1},
        FaultError,
        "delay is -0.1; expected a number of seconds from 0 to 86400",
    ),
    ({"delay": math.inf}, FaultError, "delay is inf"),
    ({"delay": math.nan}, FaultError, "delay is nan"),
    ({"delay": "1s"}, FaultError, "delay is '1s'"),
    ({"delay": "1s" * 1000}, FaultError, r"delay is '1s.{77}\.\.\.; expected"),
    ({"delay": 10**400}, FaultError, "delay is 1000"),
    ({"undocumented": 1}, FaultError, "undocumented is 1; expected True or False"),
    ({"message": 5}, FaultError, "message is 5; expected a string of Unicode text"),
    ({"message": "\ud800"}, FaultError, r"message is '\\ud800'; expected a string of Unicode text"),
]


def test_a_bad_fault_is_refused_with_the_reason() -> None:
    right = {"operation": "DeleteVolume", "error": "VolumeInUse"}
    assert wrongly_taken(lambda given: Fault(**(right | given)), REFUSED) == []


def test_a_seed_is_a_whole_number() -> None:
    seeds: list[tuple[Any, type[Exception], str]] = [
        (1.5, FaultError, "seed is 1.5; expected a whole number"),
        ("x", FaultError, "seed is 'x'"),
        (True, FaultError, "seed is True"),
        (2**63, FaultError, "seed is 9223372036854775808"),
    ]
    assert wrongly_taken(lambda seed: FaultPlan([], seed), seeds) == []


def test_a_plan_in_a_plan_is_refused_without_a_contradiction() -> None:
    fault = Fault("DeleteVolume", "VolumeInUse")
    wrong: Any
    for wrong in (fault, FaultPlan([fault])):
        with pytest.raises(FaultError, match="expected a list of Faults, not one Fault"):
            FaultPlan(wrong)


def test_faults_that_are_added_leave_the_counts_of_the_others() -> None:
    plan = FaultPlan([Fault("DeleteVolume", "VolumeInUse", times=1)])
    assert plan.answer("DeleteVolume")
    plan.add(Fault("ListVolumes", "InternalError"))
    assert plan.answer("DeleteVolume") is None
    assert "1. DeleteVolume VolumeInUse, times=1: answered 1 of 1 call; 1 more" in plan.report()
