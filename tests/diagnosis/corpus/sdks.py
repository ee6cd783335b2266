"""The clients that are run, and what each of them is asked to call."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from tests.diagnosis.corpus.captures import (
    PROGRAMS,
    Client,
    MissingClientError,
    clean_environment,
    jobs,
    program,
)
from tests.diagnosis.corpus.strangers import STRANGERS
from tests.endpoint.clients.plain import looks_signed

Told = tuple[str, list[dict[str, str]]]
Calls = list[dict[str, Any]]

CARRIED = "volume-not-found volume-in-use not-connected activation-key"
RETRIED = "internal gateway-internal throttled unavailable"
GENERAL = "signature failure token"
BEYOND = (
    "snapshot-in-progress gateway-type cache-throttled share-not-found live-message no-code denied"
)
ALL = f"{CARRIED} {RETRIED} {GENERAL} {BEYOND}"
OTHERS = "s3-internal ec2-volume-in-use dynamodb-throttled fsx-volume backup-volume sts-denied"
FEW = "volume-not-found volume-in-use internal throttled signature share-not-found"

JAVASCRIPT = {
    "storagegateway": "StorageGateway",
    "s3": "S3",
    "ec2": "EC2",
    "dynamodb": "DynamoDB",
    "backup": "Backup",
}
"""How the SDK for JavaScript names the clients that are used here."""

CURL: dict[str, tuple[str, ...]] = {
    "include": ("--include",),
    "body": (),
    "verbose": ("--verbose",),
}
"""Form to options."""

LEGACY = {"retries": {"mode": "legacy", "max_attempts": 2}}
ADAPTIVE = {"retries": {"mode": "adaptive", "max_attempts": 1}}
ONCE = {"retries": {"total_max_attempts": 1}}


def clients(folder: Path) -> list[Client]:
    """Return all clients; those outside the project are looked for in the folder."""
    return [
        Client(
            "boto3",
            partial(boto, sys.executable),
            (
                *jobs(ALL, "str"),
                *jobs(FEW, "traceback response"),
                *jobs(
                    "volume-not-found throttled", "repr response-pretty logging f-string message"
                ),
                *jobs("gateway-internal no-code", "json-logger response-json repr"),
                *jobs("not-connected share-not-found internal", "debug", **ONCE, variant="once"),
                *jobs("throttled", "debug", variant="retried"),
                *jobs("internal throttled", "str response", **LEGACY, variant="legacy"),
                *jobs("unavailable failure", "str", **ADAPTIVE, variant="adaptive"),
                *jobs("volume-in-use internal token", "str", **ONCE, variant="once-only"),
                *jobs(" ".join(STRANGERS), "str"),
                *jobs(OTHERS, "traceback response debug"),
            ),
        ),
        Client(
            "aiobotocore",
            partial(boto, folder / "py/new/bin/python", name="aio.py"),
            (
                *jobs("volume-in-use throttled share-not-found", "str traceback"),
                *jobs("volume-not-found gateway-internal", "structlog structlog-json"),
            ),
        ),
        Client(
            "aws-cli-1",
            partial(aws, (sys.executable, "-m", "awscli")),
            (
                *jobs(ALL, "plain"),
                *jobs("volume-not-found signature", "debug"),
                *jobs(OTHERS, "plain"),
            ),
        ),
        Client(
            "aws-cli-2-debian",
            partial(aws, ("/usr/bin/aws",)),
            (*jobs(f"{FEW} gateway-internal no-code", "plain"), *jobs("volume-in-use", "debug")),
        ),
        Client(
            "aws-cli-2",
            partial(aws, (str(folder / "py/cli2/bin/aws"),)),
            (
                *jobs(ALL, "plain"),
                *(
                    job
                    for form in ("json", "yaml", "text", "table", "legacy", "enhanced")
                    for job in jobs("volume-not-found internal signature", form)
                ),
                *jobs("not-connected", "debug"),
                *jobs(f"{OTHERS} fsx-internal tagging", "plain"),
            ),
        ),
        Client(
            "aws-sdk-js-3",
            partial(javascript, "js3.mjs", folder / "js"),
            (
                *jobs(f"{FEW} gateway-internal no-code", "console-error json string"),
                *jobs("volume-in-use unavailable", "console-error-colours stack message pino"),
                *jobs("gateway-type token denied", "uncaught"),
                *jobs("s3-internal ec2-volume-in-use backup-volume", "console-error string"),
                *jobs("dynamodb-internal", "json", maxAttempts=1),
            ),
        ),
        Client(
            "aws-sdk-js-3-old",
            partial(javascript, "js3.mjs", folder / "js-old"),
            (*jobs("volume-not-found internal throttled", "console-error stack"),),
        ),
        Client(
            "aws-sdk-js-2",
            partial(javascript, "js2.cjs", folder / "js"),
            (
                *jobs(f"{FEW} no-code", "console-error string"),
                *jobs("volume-in-use unavailable", "stack json message"),
            ),
        ),
        Client(
            "aws-sdk-go-1",
            partial(go, "go1", folder),
            (
                *jobs(f"{FEW} gateway-type no-code denied", "error"),
                *jobs("volume-in-use internal", "log terraform code-and-message"),
                *jobs("not-connected token", "terraform go-syntax"),
            ),
        ),
        Client(
            "aws-sdk-go-2",
            partial(go, "go2", folder),
            (
                *jobs(f"{FEW} gateway-type no-code unavailable", "error"),
                *jobs("volume-in-use internal", "log terraform api-error"),
            ),
        ),
        Client(
            "aws-sdk-ruby-1",
            ruby,
            (
                *jobs("volume-in-use throttled", "inspect full-message log"),
                *jobs("not-connected internal signature", "inspect message"),
            ),
        ),
        Client(
            "curl",
            curl,
            (
                *jobs(f"{CARRIED} {RETRIED} signature share-not-found no-code", "include"),
                *jobs("volume-in-use internal throttled live-message", "body"),
                *jobs("gateway-type", "verbose"),
            ),
        ),
    ]


def go(name: str, folder: Path, calls: Calls) -> Told:
    """Run a Go program with the SDK that Debian ships as source."""
    source, built = PROGRAMS / name / "main.go", folder / name
    build: list[str | Path] = ["go", "build", "-o", built, source]
    where = {"GOPATH": "/usr/share/gocode", "GO111MODULE": "off", "GOFLAGS": ""}
    done = subprocess.run(
        build, capture_output=True, text=True, check=False, env=clean_environment(**where)
    )
    if done.returncode:
        raise MissingClientError(done.stderr)
    package = {
        "go1": "golang-github-aws-aws-sdk-go-dev",
        "go2": "golang-github-aws-aws-sdk-go-v2-dev",
    }
    version = said("dpkg-query", "-W", "-f", "${Version}", package[name])
    return version, program(built, cwd=folder, given=calls)


def ruby(calls: Calls) -> Told:
    told = program("/usr/bin/ruby", PROGRAMS / "ruby1.rb", cwd=PROGRAMS, given=calls)
    return said("dpkg-query", "-W", "-f", "${Version}", "ruby-aws-sdk"), told


def curl(calls: Calls) -> Told:
    """Send requests without an SDK; the whole response is what it prints."""
    told = [{form: curl_text(call, form) for form in call["forms"]} for call in calls]
    return said("curl", "--version").split()[1], told


def curl_text(call: dict[str, Any], form: str) -> str:
    settings = [*CURL[form], "--data", json.dumps(call["input"])]
    for name, value in looks_signed(call["operation"]).items():
        settings += ["--header", f"{name}: {value}"]
    command = ["curl", "--silent", "--show-error", *settings, str(call["url"])]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout + done.stderr


def boto(python: str | Path, calls: Calls, *, name: str = "boto.py") -> Told:
    told = program(python, PROGRAMS / name, cwd=PROGRAMS, given=calls)
    version = "import botocore; print('botocore', botocore.__version__)"
    return said(python, "-c", version), told


def javascript(name: str, folder: Path, calls: Calls) -> Told:
    if not (folder / "node_modules").is_dir():
        raise MissingClientError(str(folder))
    given = [call | packaged(name, call["service"]) for call in calls]
    node = said("/bin/sh", "-c", "command -v node")
    told = program(node, PROGRAMS / name, cwd=PROGRAMS, given=given, CLIENTS=str(folder))
    version = f"require('{folder}/node_modules/{given[0]['package']}/package.json').version"
    return said(node, "-p", version), told


def packaged(name: str, service: str) -> dict[str, str]:
    """Say where a service's client is found."""
    client = JAVASCRIPT[service]
    if name == "js2.cjs":
        return {"package": "aws-sdk", "client": client}
    package = "storage-gateway" if service == "storagegateway" else service
    return {"package": f"@aws-sdk/client-{package}", "client": f"{client}Client"}


# --- the AWS CLI ----------------------------------------------------------------------------------

OPTIONS = {"plain": (), "debug": ("--debug",)}
"""Form to options; every other form is an error format of today's AWS CLI 2."""


def aws(command: tuple[str, ...], calls: Calls) -> Told:
    if not Path(command[0]).exists():
        raise MissingClientError(command[0])
    with ThreadPoolExecutor(2) as pool:
        return said(*command, "--version").split()[0], list(
            pool.map(partial(aws_text, command), calls)
        )


def aws_text(command: tuple[str, ...], call: dict[str, Any]) -> dict[str, str]:
    """Run the command; here a job has one form, as each is a call of its own."""
    from botocore import xform_name

    (form,) = call["forms"]
    done = subprocess.run(
        (
            *command,
            {"s3": "s3api"}.get(call["service"], call["service"]),
            xform_name(call["operation"], "-"),
            *("--cli-input-json", json.dumps(call["input"])),
            *("--endpoint-url", call["url"]),
            *OPTIONS.get(form, ("--cli-error-format", form)),
        ),
        capture_output=True,
        text=True,
        check=False,
        env=clean_environment(AWS_MAX_ATTEMPTS="2"),
    )
    assert done.returncode, done
    return {form: shortened(done.stderr) if form == "debug" else done.stderr}


def shortened(log: str) -> str:
    """Leave the beginning of a debug log and all that comes after the answer."""
    lines = log.splitlines(keepends=True)
    answer = next(i for i, line in enumerate(lines) if "Response headers" in line)
    request = next(i for i, line in enumerate(lines) if "Making request" in line)
    kept = [*lines[:2], lines[request], *lines[answer:]]
    return "".join(line if len(line) < 1500 else f"{line[:1500]}...\n" for line in kept)


def said(*command: str | Path) -> str:
    """Return what a command prints, in one line."""
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout.strip()
