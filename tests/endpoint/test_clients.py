"""The real AWS CLI and the real SDK for JavaScript call ``sgw serve``.

The expected behaviour was measured without the endpoint.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from botocore import xform_name

from sgwlib import Endpoint, Sandbox, recipe
from sgwlib.simulation.faults import FaultPlan
from sgwlib.simulation.plans import save_plan
from tests.endpoint.clients.plain import ARN, UUID
from tests.endpoint.clients.served import Served, serve
from tests.endpoint.clients.table import CATALOGUE, cases
from tests.node import NODE, install

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sgwlib.catalogue import Pair

CLIENTS = Path(__file__).parent / "clients"
VOLUME = f"{ARN}/volume/vol-1122AABB"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve all cases of the table, one operation for each."""
    plan = tmp_path_factory.mktemp("plan") / "plan.toml"
    save_plan(FaultPlan([case.fault for case in cases()]), plan)
    with serve("--plan", str(plan)) as served:
        yield served


def test_every_exception_is_in_the_table() -> None:
    assert {case.exception for case in cases()} == set(CATALOGUE.exceptions)
    assert len({case.fault.operation for case in cases()}) == len(cases()) == 29


def attempts(served: Served) -> Counter[str]:
    """Count the requests of each operation since the last count."""
    counted = Counter(str(call["operation"]) for call in served.calls())
    served.control("reset", method="POST")
    return counted


# --- the SDK for JavaScript -------------------------------------------------------------------


@pytest.fixture(scope="module")
def sdk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the locked SDK."""
    return install(CLIENTS, tmp_path_factory.mktemp("javascript"))


def run_javascript(
    sdk: Path, url: str, operations: dict[str, Any], **settings: Any
) -> dict[str, Any]:
    done = subprocess.run(
        [NODE, "client.js"],
        cwd=sdk,
        input=json.dumps({"endpoint": url, "operations": operations, "settings": settings}),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("mode", ["standard", pytest.param("adaptive", marks=pytest.mark.heavy)])
def test_javascript_parses_and_retries_as_measured(served: Served, sdk: Path, mode: str) -> None:
    attempts(served)
    operations: dict[str, Any] = {case.fault.operation: {} for case in cases()}
    answers = run_javascript(sdk, served.url, operations, retryMode=mode, maxAttempts=3)
    counted = attempts(served)
    for case in cases():
        found = answers[case.fault.operation]
        kind = CATALOGUE.exceptions[case.exception]
        expected = 3 if case.retried else 1
        assert (found["name"], found.get("code")) == (case.exception, case.code)
        assert (found["attempts"], counted[case.fault.operation]) == (expected, expected), case
        assert found["status"] == kind.status
        assert found["modelled"] is kind.carries_code
        assert UUID.fullmatch(found["requestId"])


def test_javascript_succeeds_where_nothing_is_faulted(served: Served, sdk: Path) -> None:
    found = run_javascript(sdk, served.url, {"ListTapes": {}, "ListFileShares": {}})
    assert found == {
        "ListTapes": {"attempts": 1, "status": 200},
        "ListFileShares": {"attempts": 1, "status": 200},
    }


def test_javascript_meets_the_service_s_own_validation(served: Served, sdk: Path) -> None:
    """As its smoke test: this SDK does not validate, the service does."""
    found = run_javascript(sdk, served.url, {"RefreshCache": {"FileShareARN": "fake_share"}})
    assert found["RefreshCache"]["name"] == "ValidationException"
    assert found["RefreshCache"]["message"] == (
        "1 validation error detected: Value 'fake_share' at 'fileShareARN' failed to satisfy "
        "constraint: Member must have length greater than or equal to 50"
    )


@pytest.mark.heavy
def test_the_signature_of_javascript_is_verified(sdk: Path) -> None:
    with serve("--secret", "AKIDEXAMPLE:secret") as right, serve("--secret", "AKIDEXAMPLE:x") as no:
        assert run_javascript(sdk, right.url, {"ListGateways": {}})["ListGateways"]["status"] == 200
        found = run_javascript(sdk, no.url, {"ListGateways": {}})["ListGateways"]
    assert (found["name"], found["attempts"]) == ("InvalidSignatureException", 1)


def test_javascript_goes_through_a_life_in_a_sandbox(sdk: Path) -> None:
    sandbox = Sandbox()
    appliance = sandbox.appliance("cached", disks=[150, 150])
    activate = {
        "ActivationKey": "INVALIDKEY",
        "GatewayName": "by-js",
        "GatewayTimezone": "GMT",
        "GatewayRegion": "us-east-1",
    }
    gateway = {"GatewayARN": "$1.GatewayARN"}
    create = {
        **gateway,
        "VolumeSizeInBytes": 10 * 2**30,
        "TargetName": "data",
        "NetworkInterfaceId": appliance.address,
        "ClientToken": "token-1",
    }
    volume = {"VolumeARN": "$4.VolumeARN"}
    steps: list[tuple[str, dict[str, Any], str]] = [
        ("ActivateGateway", activate, "ActivationKeyNotFound"),
        ("ActivateGateway", {**activate, "ActivationKey": appliance.activation_key}, ""),
        ("AddCache", {**gateway, "DiskIds": ["/dev/sdb"]}, ""),
        ("AddUploadBuffer", {**gateway, "DiskIds": ["/dev/sdb"]}, "DiskDoesNotExist"),
        ("CreateCachediSCSIVolume", create, ""),
        ("CreateCachediSCSIVolume", {**create, "ClientToken": "token-2"}, "TargetAlreadyExists"),
        ("CreateSnapshot", {**volume, "SnapshotDescription": "early"}, "VolumeNotReady"),
        ("AddUploadBuffer", {**gateway, "DiskIds": ["/dev/sdc"]}, ""),
        ("CreateSnapshot", {**volume, "SnapshotDescription": "nightly"}, ""),
        ("DeleteVolume", volume, "SnapshotInProgressException"),
        ("UpdateGatewayInformation", {**gateway, "GatewayName": "renamed"}, ""),
        ("DescribeGatewayInformation", gateway, ""),
        (
            "DeleteChapCredentials",
            {"TargetARN": "$4.TargetARN", "InitiatorName": "iqn.a"},
            "InitiatorNotFound",
        ),
        ("ShutdownGateway", gateway, ""),
        ("ListLocalDisks", gateway, "GatewayNotConnected"),
        ("StartGateway", gateway, ""),
        ("DeleteGateway", gateway, ""),
        ("DescribeCachediSCSIVolumes", {"VolumeARNs": ["$4.VolumeARN"]}, "GatewayNotFound"),
        ("DeleteGateway", gateway, "GatewayNotFound"),
    ]
    with Endpoint(sandbox=sandbox) as endpoint:
        done = subprocess.run(
            [NODE, "flow.js"],
            cwd=sdk,
            input=json.dumps({"endpoint": endpoint.url, "steps": [each[:2] for each in steps]}),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    outputs = json.loads(done.stdout)
    met = [(step[0], output.get("code", "")) for step, output in zip(steps, outputs, strict=True)]
    assert met == [(operation, code) for operation, _, code in steps]
    assert outputs[11]["GatewayName"] == "renamed"


# --- the AWS CLI --------------------------------------------------------------------------------


class Result(NamedTuple):
    status: int
    out: str
    err: str


def aws(url: str, *arguments: str, secret: str = "secret", **environment: str) -> Result:
    """Run the AWS CLI, with nothing of this machine's settings."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    settings = {
        "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
        "AWS_SECRET_ACCESS_KEY": secret,
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    command = (sys.executable, "-m", "awscli", "storagegateway", *arguments, "--endpoint-url", url)
    done = subprocess.run(
        command,
        env=ours | settings | environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return Result(done.returncode, done.stdout, done.stderr)


class CliCase(NamedTuple):
    """A fault, a command with its ``AWS_...`` settings, and what comes of them."""

    operation: str
    error: str
    command: tuple[str, ...]
    exception: str
    message: str
    requests: int = 1
    environment: tuple[tuple[str, str], ...] = ()

    @property
    def sentence(self) -> str:
        retries = f" (reached max retries: {self.requests - 1})" if self.requests > 1 else ""
        return (
            f"An error occurred ({self.exception}) when calling the {self.operation} operation"
            f"{retries}: {self.message}"
        )


DESCRIBE = ("describe-stored-iscsi-volumes", "--volume-arns", VOLUME)
ACTIVATE = (
    *("activate-gateway", "--activation-key", "INVALIDKEY", "--gateway-name", "name"),
    *("--gateway-timezone", "GMT-5:00", "--gateway-region", "us-east-1"),
)
CLI_CASES = {
    "sample 1": CliCase(
        "DescribeStorediSCSIVolumes",
        "VolumeNotFound",
        DESCRIBE,
        "InvalidGatewayRequestException",
        "The specified volume was not found.",
    ),
    "sample 2": CliCase(
        "DescribeStorediSCSIVolumes",
        "InvalidSignatureException",
        DESCRIBE,
        "InvalidSignatureException",
        "The request signature we calculated does not match the signature you provided.",
    ),
    "throttled": CliCase(
        "DescribeStorediSCSIVolumes",
        "ThrottlingException",
        DESCRIBE,
        "ThrottlingException",
        "Rate exceeded.",
        requests=5,
    ),
    "500, fewer attempts": CliCase(
        "DescribeStorediSCSIVolumes",
        "InternalError",
        DESCRIBE,
        "InternalServerError",
        "An internal error occurred.",
        requests=3,
        environment=(("AWS_RETRY_MODE", "legacy"), ("AWS_MAX_ATTEMPTS", "3")),
    ),
    "activation key": CliCase(
        "ActivateGateway",
        "ActivationKeyInvalid",
        ACTIVATE,
        "InvalidGatewayRequestException",
        "The specified activation key is invalid.",
    ),
    "not connected": CliCase(
        "ListLocalDisks",
        "GatewayNotConnected",
        ("list-local-disks", "--gateway-arn", ARN),
        "InvalidGatewayRequestException",
        "The specified gateway is not connected.",
    ),
}


def test_the_aws_cli_reports_an_error_that_it_has_retried() -> None:
    check_the_aws_cli(["500, fewer attempts"])


@pytest.mark.heavy
def test_the_aws_cli_reports_and_retries_as_measured() -> None:
    check_the_aws_cli(CLI_CASES)


def check_the_aws_cli(names: Collection[str]) -> None:
    chosen = {name: CLI_CASES[name] for name in names}

    def run(case: CliCase) -> tuple[Result, list[int]]:
        with serve("--fault", case.operation, case.error) as served:
            result = aws(served.url, *case.command, **dict(case.environment))
            return result, [call["attempt"] for call in served.calls()]

    # All at the same time, since the CLI waits between its attempts.
    with ThreadPoolExecutor(len(chosen)) as pool:
        found = dict(zip(chosen, pool.map(run, chosen.values()), strict=True))
    assert found == {
        name: (Result(255, "", f"\n{case.sentence}\n"), list(range(1, case.requests + 1)))
        for name, case in chosen.items()
    }


@pytest.mark.heavy
def test_the_aws_cli_succeeds_where_nothing_is_faulted() -> None:
    with serve("--secret", "AKIDEXAMPLE:right") as served:
        found = aws(served.url, "list-gateways", secret="right")
    assert (found.status, found.err) == (0, "")
    assert json.loads(found.out)["Gateways"][0]["GatewayARN"] == ARN


@pytest.mark.heavy
def test_the_aws_cli_goes_through_a_life_in_a_sandbox() -> None:
    sandbox = Sandbox()
    gateway = sandbox.gateway("cached")
    arn = ("--gateway-arn", gateway.arn)
    limit = ("delete-bandwidth-rate-limit", *arn, "--bandwidth-type", "ALL")
    with Endpoint(sandbox=sandbox) as endpoint:

        def code(*command: str) -> str:
            """Return the error code of a call, and check what the CLI makes of it."""
            result = aws(endpoint.url, *command, AWS_MAX_ATTEMPTS="1")
            outcome = endpoint.calls[-1].outcome
            assert result.status == (0 if outcome == "success" else 255), result
            return outcome

        assert code(*ACTIVATE) == "ActivationKeyNotFound"
        assert code("list-local-disks", *arn) == "success"
        rate = ("--average-upload-rate-limit-in-bits-per-sec", "60000")
        assert code("update-bandwidth-rate-limit", *arn, *rate) == "success"
        assert code(*limit) == "success"
        assert code(*limit) == "BandwidthThrottleScheduleNotFound"
        gateway.power_off()
        assert code("list-local-disks", *arn) == "GatewayNotConnected"
        assert code("delete-gateway", *arn) == "success"
        assert code("describe-gateway-information", *arn) == "GatewayNotFound"


@pytest.mark.heavy
def test_the_aws_cli_meets_each_code_as_its_recipe_leads_to_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One recipe a code. Its last call is made again, with the CLI over HTTP."""
    bodies: dict[int, bytes] = {}  # the last one that each sandbox was sent
    answer = Sandbox.answer

    def answered(self: Sandbox, operation: str, body: bytes) -> Any:
        bodies[id(self)] = body
        return answer(self, operation, body)

    monkeypatch.setattr(Sandbox, "answer", answered)
    first = {pair.code: pair for pair in reversed(CATALOGUE.pairs)}
    assert len(first) == 36

    def made_again(pair: Pair) -> str:
        names: dict[str, Any] = {}
        exec(recipe(*pair).source, names)
        sandbox = names["sandbox"]
        body = bodies[id(sandbox)].decode()
        with Endpoint(sandbox=sandbox) as endpoint:
            command = xform_name(pair.operation, "-")
            found = aws(endpoint.url, command, "--cli-input-json", body, AWS_MAX_ATTEMPTS="1")
            [call] = endpoint.calls
        carrier = CATALOGUE.codes[pair.code].carrier.text
        is_right = f"({carrier}) when calling the {pair.operation} operation" in found.err
        return "" if (is_right, call.outcome) == (True, pair.code) else f"{pair}: {found} {call}"

    with ThreadPoolExecutor(4) as pool:
        assert [each for each in pool.map(made_again, first.values()) if each] == []
