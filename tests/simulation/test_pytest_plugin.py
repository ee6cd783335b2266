"""The pytest plugin, in real runs of pytest within this one."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from sgwlib import load_catalogue, load_coverage
from sgwlib.catalogue import Pair

if TYPE_CHECKING:
    from collections.abc import Iterable

pytest_plugins = ["pytester"]

CATALOGUE = load_catalogue()
CODES = CATALOGUE.codes_of("DeleteVolume")
# A run within this process drops the modules that it has loaded, and the next one loads them anew,
# beside what the plugin still holds of the old ones. So they are loaded before all runs.
LOADED = [
    import_module(name)
    for name in (
        "boto3",
        "sgwlib.simulation.endpoint",
        "sgwlib.simulation.sandbox",
        "sgwlib.simulation.pytest_coverage",
    )
]
SLOW = {"boto3", "botocore", "matplotlib", "networkx", "numpy", "pandas", "rich", "uvicorn"}
PRELUDE = """
import boto3, os, pytest, unittest
from pathlib import Path
from sgwlib import Fault, FaultPlan, inject, simulate

ARN = "arn:aws:storagegateway:us-east-1:111122223333:gateway/sgw-12A3456B/volume/vol-1122AABB"

def code_of(client):
    try:
        client.delete_volume(VolumeARN=ARN)
    except client.exceptions.ClientError as error:
        return error.response.get("error", {}).get("errorCode") or error.response["Error"]["Code"]
    return None
"""


def run(pytester: pytest.Pytester, text: str, *arguments: str) -> pytest.RunResult:
    """Run the text as a module of tests, with every warning an error."""
    pytester.makepyfile(test_it=PRELUDE + text)
    return pytester.runpytest_inprocess("-W", "error", "--strict-markers", *arguments)


def shown(result: pytest.RunResult) -> str:
    return result.stdout.str() + result.stderr.str()


def outcomes(result: pytest.RunResult) -> dict[str, str]:
    """Return the outcome of each test by its name: of its call, or of another phase that failed."""
    found: dict[str, str] = {}
    for report in result.reprec.getreports("pytest_runtest_logreport"):  # type: ignore[attr-defined]  # of a run in this process
        name = report.nodeid.rpartition("::")[2]
        if report.when == "call" or report.outcome != "passed":
            assert name not in found or report.when != "teardown", f"{name} failed twice"
            found[name] = "expected" if hasattr(report, "wasxfail") else report.outcome
    return found


# Fixtures and markers


def test_a_sandbox_answers_after_the_faults(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
@pytest.mark.gateway_error("DeleteVolume", "VolumeInUse", times=1)
def test_state(storage_gateway, storage_gateway_sandbox):
    gateway = storage_gateway_sandbox.gateway("cached")
    assert code_of(storage_gateway.client) == "VolumeInUse"
    assert code_of(storage_gateway.client) == "GatewayNotFound"
    client = boto3.client("storagegateway")  # as the tested code makes it
    [found] = client.list_gateways()["Gateways"]
    assert found["GatewayARN"] == gateway.arn
    client.close()

def test_each_test_has_its_own(storage_gateway_sandbox, storage_gateway):
    assert storage_gateway.client.list_gateways()["Gateways"] == []
    assert not storage_gateway_sandbox.appliances
        """,
    )
    assert {*outcomes(result).values()} == {"passed"}, shown(result)
    assert len(outcomes(result)) == 2


def test_errors_of_markers_and_fixtures_are_met(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
BUSY = Fault("DeleteVolume", "VolumeInUse", times=1)
GONE = Fault("DeleteVolume", "VolumeNotFound", times=1)

def test_nothing_is_faulted(storage_gateway):
    assert code_of(storage_gateway.client) is None
    (call,) = storage_gateway.calls
    assert (call.operation, call.outcome) == ("DeleteVolume", "success")
    assert storage_gateway.url.startswith("http://127.0.0.1:")
    assert storage_gateway.faults.calls == {"DeleteVolume": 1}

@pytest.mark.gateway_error("DeleteVolume", "VolumeInUse")
def test_code(storage_gateway, gateway_error):
    assert code_of(storage_gateway.client) == "VolumeInUse"
    assert (gateway_error.operation, gateway_error.error) == ("DeleteVolume", "VolumeInUse")

@pytest.mark.gateway_error("*", "ThrottlingException", times=2)
def test_retries(storage_gateway):
    assert code_of(storage_gateway.client) is None
    assert [call.attempt for call in storage_gateway.calls] == [1, 2, 3]

@pytest.mark.gateway_error(operation="DeleteVolume", error="VolumeInUse", times=1, message="Hm.")
def test_by_keyword(storage_gateway, gateway_error):
    assert (gateway_error.times, gateway_error.message) == (1, "Hm.")
    assert [code_of(storage_gateway.client) for _ in range(2)] == ["VolumeInUse", None]

@pytest.mark.gateway_error("DeleteVolume", error="VolumeInUse")
def test_by_both(storage_gateway):
    assert code_of(storage_gateway.client) == "VolumeInUse"

PLAN = FaultPlan([BUSY, GONE], seed=7)

@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.gateway_error(PLAN)
def test_a_plan(storage_gateway, number):
    met = [code_of(storage_gateway.client) for _ in range(3)]
    assert met == ["VolumeInUse", "VolumeNotFound", None]
    assert storage_gateway.faults == PLAN
    assert PLAN.calls == {}, "each test counts for itself"

@pytest.mark.gateway_error([BUSY, GONE])
@pytest.mark.gateway_error(Fault("DeleteVolume", "InternalError", times=1))
def test_faults(storage_gateway):
    assert code_of(storage_gateway.client) == "VolumeInUse"
    assert [call.outcome for call in storage_gateway.calls] == ["InternalError", "VolumeInUse"]

@pytest.mark.gateway_error("DeleteVolume", "VolumeNotFound")
@pytest.mark.gateway_error("DeleteVolume", "InternalError", times=1)
def test_the_nearest_comes_first(storage_gateway):
    assert code_of(storage_gateway.client) == "VolumeNotFound"
    assert [call.outcome for call in storage_gateway.calls] == ["InternalError", "VolumeNotFound"]

@pytest.mark.gateway_error("DeleteVolume", "TargetInvalid", undocumented=True)
class TestClass:
    def test_of_the_class(self, storage_gateway):
        assert code_of(storage_gateway.client) == "TargetInvalid"

    @pytest.mark.gateway_error("DeleteVolume", "VolumeInUse")
    def test_of_its_own(self, storage_gateway):
        assert code_of(storage_gateway.client) == "VolumeInUse"

class TestOld(unittest.TestCase):
    @pytest.mark.gateway_error("DeleteVolume", "VolumeInUse")
    def test_unittest(self):
        client = boto3.client("storagegateway")
        self.assertEqual(code_of(client), "VolumeInUse")
        client.close()

@pytest.mark.gateway_error("DeleteVolume", "VolumeInUse", times=1)
def test_faults_are_added(storage_gateway, storage_gateway_faults):
    storage_gateway_faults.add(GONE)
    assert code_of(storage_gateway.client) == "VolumeInUse"
    assert code_of(storage_gateway.client) == "VolumeNotFound"

def test_faults_are_set(storage_gateway):
    plan = FaultPlan([BUSY])
    for faults in (GONE, [GONE], plan):
        storage_gateway.faults = faults
        assert code_of(storage_gateway.client) == storage_gateway.faults.faults[0].error
    assert storage_gateway.faults is plan
    with pytest.raises(ValueError, match="expected a Fault, a list of Faults or a FaultPlan"):
        storage_gateway.faults = "DeleteVolume"

def test_plan_alone(storage_gateway_faults):
    storage_gateway_faults.add(BUSY)
    client = boto3.client("storagegateway", region_name="us-east-1")
    with inject(client, storage_gateway_faults):
        assert code_of(client) == "VolumeInUse"

@pytest.mark.parametrize("number", range(3))
@pytest.mark.gateway_error("DeleteVolume", "InternalError")
def test_each_test_has_a_full_quota_of_retries(storage_gateway, number):
    for _ in range(10):
        code_of(storage_gateway.client)
    attempts = [call.attempt for call in storage_gateway.calls]
    assert attempts[:9] == [1, 2, 3] * 3

def test_no_test_leaves_anything_behind(storage_gateway):
    assert code_of(storage_gateway.client) is None
    assert len(storage_gateway.calls) == 1
""",
    )
    result.assert_outcomes(passed=19)


def test_every_error_is_a_test(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
@pytest.mark.every_gateway_error("DeleteVolume")
def test_code(storage_gateway, gateway_error):
    assert code_of(storage_gateway.client) == gateway_error.error

@pytest.mark.every_gateway_error("ListGateways")
@pytest.mark.every_gateway_error(operation="DeleteVolume", general=True, times=1)
@pytest.mark.parametrize("number", [1, 2])
def test_several(gateway_error, number, storage_gateway_faults):
    assert gateway_error in storage_gateway_faults.faults

@pytest.mark.every_gateway_error("AssociateFileSystem")
@pytest.mark.every_gateway_error("RefreshCache", general=True)
def test_beyond(gateway_error, storage_gateway_faults):
    pass

class TestOld(unittest.TestCase):
    @pytest.mark.every_gateway_error("DeleteVolume")
    def test_old(self):
        pass
""",
    )
    found = outcomes(result)
    assert found.pop("test_old") == "failed"
    assert "every_gateway_error needs a test that pytest can parametrize" in shown(result)
    assert set(found.values()) == {"passed"}
    assert [name for name in found if name.startswith("test_code")] == [
        f"test_code[DeleteVolume-{code}]" for code in CODES
    ]
    several = {name for name in found if name.startswith("test_several")}
    assert len(several) == 2 * (len(CODES) + 15 + 3)
    assert {
        "test_several[DeleteVolume-VolumeInUse-2]",
        "test_several[DeleteVolume-ThrottlingException-1]",
        "test_several[ListGateways-InternalError-1]",
    } < several
    beyond = {name for name in found if name.startswith("test_beyond")}
    assert "test_beyond[RefreshCache-ThrottlingException]" in beyond
    assert "test_beyond[AssociateFileSystem-FileSystemNotFound]" in beyond


def test_the_fixture_of_faults_can_be_overridden(pytester: pytest.Pytester) -> None:
    override = (
        PRELUDE
        + """
BUSY = Fault("DeleteVolume", "VolumeInUse", times=1)
GONE = Fault("DeleteVolume", "VolumeNotFound", times=1)
PLAN = FaultPlan([BUSY])

@pytest.fixture
def storage_gateway_faults(ARGUMENT):
    return RETURNED
"""
    )

    def module(returned: str, argument: str = "") -> str:
        return override.replace("ARGUMENT", argument).replace("RETURNED", returned)

    marked = """
def test_alone(storage_gateway):
    assert code_of(storage_gateway.client) == "VolumeInUse"

@pytest.mark.gateway_error(GONE)
def test_marked(storage_gateway):
    met = [code_of(storage_gateway.client) for _ in range(3)]
    assert met == ["VolumeNotFound", "VolumeInUse", None]
"""
    pytester.makepyfile(
        test_fault=module("BUSY") + marked,
        test_list=module("[BUSY]") + marked,
        test_with_markers=(
            module("[*storage_gateway_faults.faults, BUSY]", "storage_gateway_faults") + marked
        ),
        test_plan=module("PLAN")
        + """
def test_it_is_used_as_it_is(storage_gateway):
    assert storage_gateway.faults is PLAN

@pytest.mark.gateway_error(GONE)
def test_marked(storage_gateway):
    assert storage_gateway.faults.faults == (GONE, BUSY)
""",
        test_wrong=module("'DeleteVolume'") + "\ndef test_it(storage_gateway): pass\n",
    )
    result = pytester.runpytest_inprocess("-W", "error")
    result.assert_outcomes(passed=8, errors=1)
    result.stdout.fnmatch_lines(
        ["the fixture storage_gateway_faults: expected a Fault, a list of Faults or a FaultPlan, *"]
    )
    assert "pytest_plugin.py" not in shown(result)


def test_a_client_that_the_code_makes_itself_calls_the_endpoint(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "there-is-none")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "example.org")
    monkeypatch.setenv("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")
    result = run(
        pytester,
        """
before = dict(os.environ)
session = boto3.DEFAULT_SESSION

@pytest.mark.gateway_error("DeleteVolume", "VolumeInUse")
def test_own_client():
    client = boto3.client("storagegateway")
    assert code_of(client) == "VolumeInUse"
    assert os.environ["no_proxy"] == "example.org,127.0.0.1"
    client.close()

def test_all_is_as_before():
    changed = {name for name in before.keys() | os.environ.keys()
               if before.get(name) != os.environ.get(name)}
    assert changed <= {"PYTEST_CURRENT_TEST"}
    assert boto3.DEFAULT_SESSION is session
""",
    )
    result.assert_outcomes(passed=2)


def test_a_failed_test_shows_calls_and_faults(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
@pytest.mark.gateway_error("ListGateways", "InternalError", times=1)
def test_wrong_call(storage_gateway):
    code_of(storage_gateway.client)
    assert False
""",
    )
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "*- storage gateway -*",
            "1. ListGateways InternalError, *: * it covers none of the calls (DeleteVolume 1).",
            "DeleteVolume: 200 success, attempt 1",
        ]
    )


FORM = 'expected an operation and an error, such as ("DeleteVolume", "VolumeInUse") or (operation='
WRONG = {
    'gateway_error("DeletVolume", "VolumeInUse")': "unknown operation 'DeletVolume'; did you mean",
    'gateway_error("DeleteVolume", "VolumeInUs")': "exception 'VolumeInUs'; did you mean VolumeIn",
    'gateway_error("ListGateways", "VolumeInUse")': "is not documented to return VolumeInUse",
    "gateway_error": FORM,
    "gateway_error()": FORM,
    'gateway_error("DeleteVolume")': "expected an error for DeleteVolume: an error code",
    'gateway_error("DeleteVolume", "VolumeInUse", 2)': FORM,
    'gateway_error("DeleteVolume", operation="AddCache")': FORM,
    'gateway_error("DeleteVolume", "VolumeInUse", error="VolumeNotFound")': FORM,
    'gateway_error(operation="DeleteVolume")': "expected an error for DeleteVolume: an error code",
    'gateway_error("DeleteVolume", 7)': "error is 7; expected a name",
    'gateway_error("DeleteVolume", "VolumeInUse", time=2)': "fault 'time'; did you mean times",
    'gateway_error("DeleteVolume", "VolumeInUse", general=True)': "of a fault 'general'",
    'gateway_error("DeleteVolume", "VolumeInUse", times=-1)': "times is -1; expected",
    'gateway_error("DeleteVolume", "VolumeInUse", strict=1)': "strict is 1; expected True or False",
    "gateway_error(7)": "expected a Fault, a list of Faults or a FaultPlan, not 7",
    'gateway_error(["DeleteVolume", "VolumeInUse"])': "fault 1 is 'DeleteVolume'; expected a Fault",
    'gateway_error(Fault("*", "InternalFailure"), times=1)': "a Fault or a plan has its own settings. Put them",
    'gateway_error(Fault("*", "InternalFailure") for _ in [1])': "expected a list of Faults, not a ",
    'every_gateway_error("DeletVolume")': "unknown operation 'DeletVolume'; did you mean Del",
    "every_gateway_error": 'expected an operation, such as ("DeleteVolume") or (operation="Delete',
    'every_gateway_error("DeleteVolume", "VolumeInUse")': "expected an operation, such as",
    'every_gateway_error("DeleteVolume", error="VolumeInUse")': "expected an operation, such as",
    "every_gateway_error(7)": "operation is 7; expected a name",
    'every_gateway_error("DeleteVolume", times=0)': "times is 0; expected",
    'every_gateway_error("DeleteVolume", general="yes")': "general is 'yes'; expected True or Fals",
    'every_gateway_error("DeleteVolume", strict="yes")': "strict is 'yes'; expected True or False",
    'every_gateway_error("RefreshCache")': "RefreshCache is not documented to return an error code",
}


def test_a_wrong_marker_is_an_error_of_the_collection(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        **{
            f"test_{number}": f"{PRELUDE}\n@pytest.mark.{marker}\ndef test_wrong(): pass\n"
            for number, marker in enumerate(WRONG)
        }
    )
    result = pytester.runpytest_inprocess("-W", "error", "--strict-markers")
    result.assert_outcomes(errors=len(WRONG))
    assert result.ret == pytest.ExitCode.INTERRUPTED
    text = shown(result)
    parts = [part.partition("__ ERROR")[0] for part in text.split("ERROR collecting test_")[1:]]
    by_number = {int(part.partition(".py")[0]): part for part in parts}
    wrong = {
        marker: by_number[number]
        for number, (marker, reason) in enumerate(WRONG.items())
        if f"test_wrong: @pytest.mark.{marker.partition('(')[0]}: " not in by_number[number]
        or reason not in by_number[number]
    }
    assert wrong == {}
    assert "Traceback" not in text
    assert "pytest_plugin.py" not in text


def test_what_is_missing_is_one_sentence(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        test_marker="def test_it(gateway_error): pass",
        test_package="""
import sys
import pytest

@pytest.fixture(autouse=True)
def base_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "boto3", None)

@pytest.mark.gateway_error("DeleteVolume", "VolumeInUse")
def test_it(storage_gateway): pass
""",
    )
    result = pytester.runpytest_inprocess("-W", "error")
    result.assert_outcomes(errors=2)
    result.stdout.fnmatch_lines(
        [
            "gateway_error needs a marker: gateway_error or every_gateway_error",
            "The fixture storage_gateway needs the package boto3; install it with: pip install *",
        ]
    )
    assert "pytest_plugin.py" not in shown(result)


def test_markers_fixtures_and_options_are_explained(pytester: pytest.Pytester) -> None:
    text = shown(pytester.runpytest_inprocess("--markers"))
    assert "@pytest.mark.gateway_error(operation, error, *, strict=False, **settings): " in text
    assert '("DeleteVolume", "VolumeInUse") or (operation="DeleteVolume", error="VolumeI' in text
    assert "@pytest.mark.every_gateway_error(operation, *, general=False, strict=False, **" in text
    text = shown(pytester.runpytest_inprocess("--fixtures"))
    assert "an endpoint with a boto3 client on it, which never waits before a retry." in text
    text = shown(pytester.runpytest_inprocess("--help"))
    for words in (
        "--sgw-coverage=[FILE]",
        "--sgw-fail-under=PERCENT",
        "--sgw-strict",
        "sgw_strict",
    ):
        assert words in text


# Strict

STRICT = """
def unmet(function):
    return pytest.mark.gateway_error("DeleteVolume", "VolumeInUse")(function)

def strict(function):
    return pytest.mark.gateway_error("DeleteVolume", "VolumeInUse", strict=True)(function)

@strict
def test_unmet(): pass

@strict
def test_met(storage_gateway):
    code_of(storage_gateway.client)

@strict
def test_fails(): assert 0, "a failure of its own"

@strict
def test_skipped(): pytest.skip()

@strict
@pytest.mark.xfail
def test_expected(): pass

@pytest.mark.every_gateway_error("ListGateways", strict=True)
def test_every(): pass

class TestOld(unittest.TestCase):
    @strict
    def test_old_unmet(self): pass

    @strict
    def test_old_fails(self): self.fail("a failure of its own")

    @strict
    def test_old_skipped(self): self.skipTest("today")

@strict
def test_replaced(storage_gateway):
    storage_gateway.faults = []

@pytest.mark.gateway_error("DeleteVolume", "VolumeInUse", strict=False)
def test_exempt(): pass

@unmet
def test_by_option(): pass

def test_added(storage_gateway_faults):
    storage_gateway_faults.add(Fault("DeleteVolume", "VolumeInUse"))

def test_set(storage_gateway):
    storage_gateway.faults = Fault("DeleteVolume", "VolumeInUse")

def test_without_faults(storage_gateway): pass
"""
BY_MARKER = {
    "test_unmet": "failed",
    "test_met": "passed",
    "test_fails": "failed",
    "test_skipped": "skipped",
    "test_expected": "expected",
    **{f"test_every[ListGateways-{code}]": "failed" for code in CATALOGUE.codes_of("ListGateways")},
    "test_old_unmet": "failed",
    "test_old_fails": "failed",
    "test_old_skipped": "skipped",
    "test_replaced": "failed",
    "test_exempt": "passed",
    "test_by_option": "passed",
    "test_added": "passed",
    "test_set": "passed",
    "test_without_faults": "passed",
}
BY_OPTION = BY_MARKER | dict.fromkeys(["test_by_option", "test_added", "test_set"], "failed")


def test_a_strict_marker_fails_a_test_whose_fault_was_never_met(pytester: pytest.Pytester) -> None:
    result = run(pytester, STRICT)
    assert outcomes(result) == BY_MARKER
    reason = "1. DeleteVolume VolumeInUse: answered 0 calls; there were no calls."
    result.stdout.fnmatch_lines(
        ["*_ test_unmet _*", "1 fault answered no call:", reason, "*_ test_fails _*"]
    )
    result.stdout.fnmatch_lines(["*_ test_fails _*", "*a failure of its own", "*_ test_every*"])
    result.stdout.fnmatch_lines(["*_ TestOld.test_old_fails _*", "*a failure of its own"])
    assert "During handling of the above exception" not in shown(result)
    assert "pytest_plugin.py" not in shown(result)


def test_a_strict_run_fails_every_such_test(pytester: pytest.Pytester) -> None:
    assert outcomes(run(pytester, STRICT, "--sgw-strict")) == BY_OPTION


def test_a_setting_makes_every_run_strict(pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\nsgw_strict = true\n")
    result = run(pytester, STRICT, "-k", "by_option or exempt")
    assert outcomes(result) == {name: BY_OPTION[name] for name in ("test_exempt", "test_by_option")}


# Coverage

MEETS = """
from sgwlib import load_catalogue

def test_codes():
    for code in load_catalogue().codes_of("DeleteVolume"):
        simulate("DeleteVolume", code)
"""
MET = {Pair("DeleteVolume", code): 1 for code in CODES}
FAILS_LATER = MEETS + "\ndef test_no(): assert 0\n"


def test_a_run_reports_and_saves_what_it_met(pytester: pytest.Pytester) -> None:
    text = (
        MEETS
        + """
@pytest.mark.gateway_error("DeleteVolume", "ThrottlingException")
def test_all_three(storage_gateway):
    code_of(storage_gateway.client)
    with inject(storage_gateway.client, "DeleteVolume", "VolumeInUse"):
        code_of(storage_gateway.client)
"""
    )
    for _ in range(2):  # the second run replaces the report of the first
        result = run(pytester, text, "--sgw-coverage=met.json")
    result.stdout.fnmatch_lines(
        [
            "*= coverage of the client =*",
            "operation * pairs * met * missing * percent",
            "DeleteVolume * 12 * 12 * 0 * 100",
            "TOTAL * 289 * 12 * 277 * 4",
            "general exceptions: 1 of 15 met: ThrottlingException 3",
            "sources: simulate 12, inject 1, endpoint 3",
            f"saved: {pytester.path / 'met.json'}",
        ]
    )
    met = MET | {Pair("DeleteVolume", "VolumeInUse"): 2}
    assert load_coverage(pytester.path / "met.json").met() == met
    result = run(pytester, text, "--sgw-coverage=met.json", "--collect-only")
    assert "coverage of the client" not in shown(result)
    assert load_coverage(pytester.path / "met.json").met() == met, "nothing ran"


def test_without_a_file_nothing_is_written(pytester: pytest.Pytester) -> None:
    result = run(pytester, MEETS, "--sgw-coverage")
    result.stdout.fnmatch_lines(["TOTAL * 289 * 12 * 277 * 4"])
    assert "saved" not in shown(result)
    assert not list(pytester.path.glob("*.json"))


def test_a_threshold_is_checked(pytester: pytest.Pytester) -> None:
    for least in ("0", "4"):
        result = run(pytester, MEETS, f"--sgw-fail-under={least}")
        assert result.ret == pytest.ExitCode.OK
        assert "coverage" not in shown(result), "only asked for a verdict"
    result = run(pytester, MEETS, "--sgw-fail-under=5", "--sgw-coverage=met.json")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.assert_outcomes(passed=1)
    line = "sgwlib: 12 of 289 documented pairs met: 4.1%, expected at least 5%"
    result.stdout.fnmatch_lines([line])
    assert load_coverage(pytester.path / "met.json").met() == MET
    result = run(pytester, FAILS_LATER, "--sgw-coverage=met.json", "-x")
    assert result.ret == pytest.ExitCode.TESTS_FAILED, "a failed run keeps its status"
    assert load_coverage(pytester.path / "met.json").met() == MET, "and its report"


def test_no_tests_are_no_success(pytester: pytest.Pytester) -> None:
    result = pytester.runpytest_inprocess("--sgw-fail-under=5")
    assert result.ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_a_wrong_option_stops_before_anything_runs(pytester: pytest.Pytester) -> None:
    notes = pytester.path / "notes.txt"
    notes.write_text("mine")
    cases: Iterable[tuple[list[str], str]] = [
        (
            ["--sgw-coverage=notes.txt"],
            "*notes.txt: not JSON*remove the file first*",
        ),
        (["--sgw-coverage", "test_it.py"], "*test_it.py looks like tests to run. Name the tests *"),
        (["--sgw-coverage", "test_it.py::test_one"], "*looks like tests to run*"),
        (["--sgw-coverage=none/met.json"], "*there is no folder*none*"),
        (["--sgw-coverage=."], "*looks like tests to run*"),
        (["--sgw-fail-under=101"], "*expected a percentage from 0 to 100, not 101.0*"),
        (["--sgw-fail-under=much"], "*--sgw-fail-under: invalid float value: 'much'*"),
    ]
    for arguments, reason in cases:
        result = run(pytester, MEETS, *arguments)
        assert result.ret == pytest.ExitCode.USAGE_ERROR
        result.stderr.fnmatch_lines([f"*{reason}"])
        assert notes.read_text() == "mine"
        assert "Traceback" not in shown(result)


def test_a_report_that_cannot_be_written_fails_the_run(pytester: pytest.Pytester) -> None:
    text = MEETS + '\ndef test_spoil(): Path("met.json").write_text("mine")\n'
    result = run(pytester, text, "--sgw-coverage=met.json")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["sgwlib: *met.json: not JSON*remove the file first*"])
    assert (pytester.path / "met.json").read_text() == "mine"


# In processes of their own


@pytest.mark.heavy
def test_workers_are_summed_up(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        test_it=PRELUDE
        + """
@pytest.mark.every_gateway_error("DeleteVolume")
def test_code(storage_gateway, gateway_error):
    assert code_of(storage_gateway.client) == gateway_error.error
    open(os.environ["PYTEST_XDIST_WORKER"], "w").close()
"""
    )
    options = ("-n2", "--dist=load", "--sgw-coverage=met.json", "--sgw-fail-under=4")
    result = pytester.runpytest_subprocess("-W", "error", *options)
    result.assert_outcomes(passed=12)
    assert {path.name for path in pytester.path.glob("gw?")} == {"gw0", "gw1"}, "both had work"
    result.stdout.fnmatch_lines(
        ["TOTAL * 289 * 12 * 277 * 4", "sources: endpoint 1[46]", "saved: *"]
    )
    coverage = load_coverage(pytester.path / "met.json")
    assert coverage.met().keys() == MET.keys()
    assert len(coverage.runs) == 2


@pytest.mark.heavy
def test_a_worker_that_dies_is_named(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        test_it="""
import os
from sgwlib import simulate

def test_met(): simulate("DeleteVolume", "VolumeInUse")
def test_dies(): os._exit(3)
"""
    )
    result = pytester.runpytest_subprocess("-n1", "--max-worker-restart=0", "--sgw-coverage")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["sgwlib: gw0 ended early, so its coverage is lost"])


@pytest.mark.heavy
def test_workers_that_were_interrupted_are_named(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(
        """
def pytest_runtest_logreport(report):
    raise KeyboardInterrupt
"""
    )
    pytester.makepyfile(test_it=PRELUDE + MEETS)
    result = pytester.runpytest_subprocess("-n1", "--sgw-coverage=met.json")
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines(["sgwlib: gw0 ended early, so its coverage is lost"])


def loaded(pytester: pytest.Pytester, *arguments: str) -> set[str]:
    """Return the modules that a run loads which collects one test that needs nothing."""
    pytester.makepyfile(
        test_it="""
import sys
def test_nothing():
    with open("loaded", "w") as file:
        file.write("\\n".join(sys.modules))
"""
    )
    result = pytester.runpytest_subprocess("-p", "no:hypothesispytest", *arguments)
    assert result.ret == pytest.ExitCode.OK
    return set((pytester.path / "loaded").read_text().split())


def test_a_run_that_does_not_use_it_loads_next_to_nothing(pytester: pytest.Pytester) -> None:
    modules = loaded(pytester)
    assert {name for name in modules if name.partition(".")[0] == "sgwlib"} == {
        "sgwlib",
        "sgwlib.simulation",
        "sgwlib.simulation.pytest_plugin",
    }
    assert not {name.partition(".")[0] for name in modules} & SLOW
    assert "sgwlib" not in loaded(pytester, "-p", "no:sgwlib"), "it can be switched off"


def test_the_report_needs_no_sdk_and_no_server(pytester: pytest.Pytester) -> None:
    modules = loaded(pytester, "--sgw-coverage", "--sgw-strict")
    assert "sgwlib.coverage" in modules
    assert not {name.partition(".")[0] for name in modules} & SLOW
