"""The pytest plugin, in real runs of pytest within this one."""

from __future__ import annotations

from importlib import import_module

import pytest

from sgwlib import load_catalogue, load_coverage
from sgwlib.catalogue import Pair
from tests.kit.test_package import SLOW

pytest_plugins = ["pytester"]

CATALOGUE = load_catalogue()
# A run within this process drops the modules that it has loaded, and the next one loads them anew,
# beside what the plugin still holds of the old ones. So they are loaded before all runs.
LOADED = [
    import_module(name)
    for name in ("boto3", "sgwlib.simulation.endpoint", "sgwlib.simulation.pytest_coverage")
]
PRELUDE = """
import boto3, os, pytest
from sgwlib import Fault, simulate

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


def said(result: pytest.RunResult) -> str:
    return result.stdout.str() + result.stderr.str()


# Fixtures and markers


def test_a_client_on_an_endpoint_that_nothing_faults(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
def test_success(storage_gateway):
    assert code_of(storage_gateway.client) is None
    (call,) = storage_gateway.calls
    assert (call.operation, call.outcome) == ("DeleteVolume", "success")
    assert storage_gateway.url.startswith("http://127.0.0.1:")
    assert storage_gateway.faults.calls == {"DeleteVolume": 1}
""",
    )
    result.assert_outcomes(passed=1)


def test_a_marker_s_error_is_met(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
@pytest.mark.gateway_error("DeleteVolume", "VolumeInUse")
def test_code(storage_gateway, gateway_error):
    assert code_of(storage_gateway.client) == "VolumeInUse"
    assert (gateway_error.operation, gateway_error.error) == ("DeleteVolume", "VolumeInUse")

@pytest.mark.gateway_error("*", "ThrottlingException", times=2)
def test_retries(storage_gateway):
    assert code_of(storage_gateway.client) is None
    assert [call.attempt for call in storage_gateway.calls] == [1, 2, 3]

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

def test_no_test_leaves_anything_behind(storage_gateway):
    assert code_of(storage_gateway.client) is None
    assert len(storage_gateway.calls) == 1
""",
    )
    result.assert_outcomes(passed=6)


def test_every_documented_error_of_an_operation(pytester: pytest.Pytester) -> None:
    text = """
@pytest.mark.every_gateway_error("DeleteVolume")
def test_code(storage_gateway, gateway_error):
    assert code_of(storage_gateway.client) == gateway_error.error
"""
    result = run(pytester, text, "-v")
    codes = CATALOGUE.codes_of("DeleteVolume")
    result.assert_outcomes(passed=len(codes))
    result.stdout.fnmatch_lines(
        [f"*::test_code[[]DeleteVolume-{code}[]] PASSED*" for code in codes]
    )


def test_every_error_of_several_operations_and_the_general_ones(
    pytester: pytest.Pytester,
) -> None:
    text = """
@pytest.mark.every_gateway_error("ListGateways")
@pytest.mark.every_gateway_error("DeleteVolume", general=True, times=1)
@pytest.mark.parametrize("number", [1, 2])
def test_met(gateway_error, number):
    client = boto3.client("storagegateway")
    code_of(client) if gateway_error.operation == "DeleteVolume" else client.close()
"""
    result = run(pytester, text, "--collect-only", "-q")
    expected = 2 * (len(CATALOGUE.codes_of("DeleteVolume")) + 15 + 3)
    result.stdout.fnmatch_lines(
        [
            "*::test_met[[]DeleteVolume-VolumeInUse-2[]]",
            "*::test_met[[]DeleteVolume-ThrottlingException-1[]]",
            "*::test_met[[]ListGateways-InternalError-1[]]",
            f"{expected} tests collected*",
        ]
    )


def test_faults_can_be_added_in_a_test(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
@pytest.mark.gateway_error("DeleteVolume", "VolumeInUse", times=1)
def test_more(storage_gateway, storage_gateway_faults):
    storage_gateway_faults.add(Fault("DeleteVolume", "VolumeNotFound"))
    assert code_of(storage_gateway.client) == "VolumeInUse"
    assert code_of(storage_gateway.client) == "VolumeNotFound"

def test_plan_alone(storage_gateway_faults):
    from sgwlib import inject
    storage_gateway_faults.add(Fault("DeleteVolume", "VolumeInUse"))
    client = boto3.client("storagegateway", region_name="us-east-1")
    with inject(client, storage_gateway_faults):
        assert code_of(client) == "VolumeInUse"
""",
    )
    result.assert_outcomes(passed=2)


def test_a_client_that_the_code_makes_itself_is_led_to_the_endpoint(
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


def test_unittest_s_tests_can_be_marked(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
import unittest

class TestOld(unittest.TestCase):
    @pytest.mark.gateway_error("DeleteVolume", "VolumeInUse")
    def test_own_client(self):
        client = boto3.client("storagegateway")
        self.assertEqual(code_of(client), "VolumeInUse")
        client.close()

    @pytest.mark.every_gateway_error("DeleteVolume")
    def test_every(self):
        pass
""",
    )
    result.assert_outcomes(passed=1, errors=1)
    assert "every_gateway_error needs a test that pytest can parametrize" in said(result)


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
            "1. ListGateways InternalError, *: * no call that it covers came (calls: DeleteVol*",
            "DeleteVolume: 200 success, attempt 1",
        ]
    )


@pytest.mark.parametrize(
    ("marker", "reason"),
    [
        (
            'gateway_error("DeletVolume", "VolumeInUse")',
            "@pytest.mark.gateway_error: unknown operation 'DeletVolume'; did you mean DeleteVol",
        ),
        (
            'gateway_error("DeleteVolume", "VolumeInUs")',
            "unknown error code or exception 'VolumeInUs'; did you mean VolumeInUse",
        ),
        ('gateway_error("ListGateways", "VolumeInUse")', "is not documented to return VolumeInUse"),
        ('gateway_error("DeleteVolume")', "expected the names of an operation and an error"),
        ('gateway_error("DeleteVolume", "VolumeInUse", 2)', "expected the names of an operation"),
        ('gateway_error("DeleteVolume", 7)', "gateway_error: "),
        (
            'gateway_error("DeleteVolume", "VolumeInUse", time=2)',
            "unknown setting of a fault 'time'; did you mean times",
        ),
        ('gateway_error("DeleteVolume", "VolumeInUse", times=-1)', "times is -1; expected"),
        (
            'every_gateway_error("DeletVolume")',
            "@pytest.mark.every_gateway_error: unknown operation 'DeletVolume'; did you mean Del",
        ),
        ("every_gateway_error", 'expected the name of an operation, as ("DeleteVolume")'),
        ('every_gateway_error("DeleteVolume", times=0)', "times is 0; expected"),
    ],
)
def test_a_wrong_marker_is_an_error_of_the_collection(
    pytester: pytest.Pytester, marker: str, reason: str
) -> None:
    result = run(pytester, f"\n@pytest.mark.{marker}\ndef test_wrong(storage_gateway): pass\n")
    result.assert_outcomes(errors=1)
    assert result.ret == pytest.ExitCode.INTERRUPTED
    assert f"test_wrong: @pytest.mark.{marker.partition('(')[0]}: " in said(result)
    assert reason in said(result)
    assert "Traceback" not in said(result)
    assert "pytest_plugin.py" not in said(result)


def test_gateway_error_without_a_marker_says_so(pytester: pytest.Pytester) -> None:
    result = run(pytester, "\ndef test_it(gateway_error): pass\n")
    result.assert_outcomes(errors=1)
    assert "gateway_error needs a marker: gateway_error or every_gateway_error" in said(result)


def test_markers_fixtures_and_options_are_explained(pytester: pytest.Pytester) -> None:
    shown = said(pytester.runpytest_inprocess("--markers"))
    assert "@pytest.mark.gateway_error(operation, error, **settings): " in shown
    assert "@pytest.mark.every_gateway_error(operation, *, general=False, **settings): " in shown
    shown = said(pytester.runpytest_inprocess("--fixtures"))
    assert "Start an endpoint with a boto3 client on it." in shown
    shown = said(pytester.runpytest_inprocess("--help"))
    assert "--sgw-coverage=[FILE]" in shown
    assert "--sgw-fail-under=PERCENT" in shown


# Coverage

MEETS = """
@pytest.mark.every_gateway_error("DeleteVolume")
def test_code(gateway_error):
    simulate(gateway_error.operation, gateway_error.error)
"""
MET = {Pair("DeleteVolume", code): 1 for code in CATALOGUE.codes_of("DeleteVolume")}
# Each of these tests marks its errors, so the endpoint stands ready; but no client calls it.


def test_a_run_reports_and_saves_what_it_met(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        MEETS
        + """
from sgwlib import inject

@pytest.mark.gateway_error("DeleteVolume", "ThrottlingException")
def test_all_three(storage_gateway):
    code_of(storage_gateway.client)
    with inject(storage_gateway.client, "DeleteVolume", "VolumeInUse"):
        code_of(storage_gateway.client)
""",
        "--sgw-coverage=met.json",
    )
    result.stdout.fnmatch_lines(
        [
            "*= coverage of the client =*",
            "operation * pairs * met * missing * percent",
            "DeleteVolume * 12 * 12 * 0 * 100",
            "TOTAL * 289 * 12 * 277 * 4",
            "general exceptions: 1 of 15 met: ThrottlingException 3",
            "through: simulate 12, inject 1, endpoint 3",
            f"saved: {pytester.path / 'met.json'}",
        ]
    )
    coverage = load_coverage(pytester.path / "met.json")
    assert coverage.met() == MET | {Pair("DeleteVolume", "VolumeInUse"): 2}


def test_without_a_file_nothing_is_written(pytester: pytest.Pytester) -> None:
    result = run(pytester, MEETS, "--sgw-coverage")
    result.stdout.fnmatch_lines(["TOTAL * 289 * 12 * 277 * 4"])
    assert "saved" not in said(result)
    assert not list(pytester.path.glob("*.json"))


def test_an_older_report_is_replaced_by_a_run_and_kept_by_a_collection(
    pytester: pytest.Pytester,
) -> None:
    for _ in range(2):
        run(pytester, MEETS, "--sgw-coverage=met.json")
    assert load_coverage(pytester.path / "met.json").met() == MET
    result = run(pytester, MEETS, "--sgw-coverage=met.json", "--collect-only")
    assert "coverage of the client" not in said(result)
    assert load_coverage(pytester.path / "met.json").met() == MET


@pytest.mark.parametrize("least", ["0", "4"])
def test_a_threshold_that_is_reached(pytester: pytest.Pytester, least: str) -> None:
    result = run(pytester, MEETS, f"--sgw-fail-under={least}")
    assert result.ret == pytest.ExitCode.OK
    assert "coverage" not in said(result), "only asked for a verdict"


def test_a_threshold_that_is_not_reached_fails_the_run(pytester: pytest.Pytester) -> None:
    result = run(pytester, MEETS, "--sgw-fail-under=5", "--sgw-coverage=met.json")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.assert_outcomes(passed=12)
    line = "sgwlib: 12 of 289 documented pairs met: 4.1%, expected at least 5%"
    result.stdout.fnmatch_lines([line])
    assert load_coverage(pytester.path / "met.json").met() == MET


def test_a_failed_run_keeps_its_status_and_its_report(pytester: pytest.Pytester) -> None:
    result = run(pytester, MEETS + "\ndef test_no(): assert 0\n", "--sgw-coverage=met.json", "-x")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert load_coverage(pytester.path / "met.json").met() == MET


def test_no_tests_are_no_success(pytester: pytest.Pytester) -> None:
    result = pytester.runpytest_inprocess("--sgw-fail-under=5")
    assert result.ret == pytest.ExitCode.NO_TESTS_COLLECTED


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--sgw-coverage=notes.txt"], "--sgw-coverage: *notes.txt: not JSON*left as it is*"),
        (["--sgw-coverage", "test_it.py"], "*test_it.py looks like tests to run; name them first*"),
        (["--sgw-coverage", "test_it.py::test_one"], "*looks like tests to run*"),
        (["--sgw-coverage=none/met.json"], "*there is no folder*none*"),
        (["--sgw-coverage=."], "*looks like tests to run*"),
        (["--sgw-fail-under=101"], "*--sgw-fail-under: expected 0 to 100, not '101'*"),
        (["--sgw-fail-under=much"], "*--sgw-fail-under: expected 0 to 100, not 'much'*"),
    ],
)
def test_a_wrong_option_stops_before_anything_runs(
    pytester: pytest.Pytester, arguments: list[str], reason: str
) -> None:
    notes = pytester.path / "notes.txt"
    notes.write_text("mine")
    result = run(pytester, MEETS, *arguments)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"*{reason}"])
    assert notes.read_text() == "mine"
    assert "Traceback" not in said(result)


def test_a_report_that_cannot_be_written_fails_the_run(pytester: pytest.Pytester) -> None:
    text = MEETS + '\ndef test_spoil(): open("met.json", "w").write("mine")\n'
    result = run(pytester, text, "--sgw-coverage=met.json")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["sgwlib: *met.json: not JSON*it is left as it is*"])
    assert (pytester.path / "met.json").read_text() == "mine"


# In processes of their own


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
        ["TOTAL * 289 * 12 * 277 * 4", "through: endpoint 1[46]", "saved: *"]
    )
    coverage = load_coverage(pytester.path / "met.json")
    assert coverage.met().keys() == MET.keys()
    assert len(coverage.runs) == 2


def test_a_worker_that_dies_is_named(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        test_it=PRELUDE
        + """
def test_met(): simulate("DeleteVolume", "VolumeInUse")
def test_dies(): os._exit(3)
"""
    )
    result = pytester.runpytest_subprocess("-n1", "--max-worker-restart=0", "--sgw-coverage")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["sgwlib: gw0 ended early: what it met is lost"])


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
    result.stdout.fnmatch_lines(["sgwlib: gw0 ended early: what it met is lost"])


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


def test_the_report_needs_no_sdk_and_no_server(pytester: pytest.Pytester) -> None:
    modules = loaded(pytester, "--sgw-coverage")
    assert "sgwlib.coverage" in modules
    assert not {name.partition(".")[0] for name in modules} & (SLOW | {"uvicorn"})


def test_it_can_be_switched_off(pytester: pytest.Pytester) -> None:
    assert "sgwlib" not in loaded(pytester, "-p", "no:sgwlib")
