"""The clients that are run, and what each of them is asked to call."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from tests.explanation.corpus.captures import (
    PROGRAMS,
    Client,
    MissingClientError,
    clean_environment,
    jobs,
    program,
)

Told = tuple[str, list[dict[str, str]]]
Calls = list[dict[str, Any]]

CARRIED = "volume-not-found volume-in-use not-connected activation-key"
RETRIED = "internal gateway-internal throttled unavailable"
GENERAL = "signature failure token"
BEYOND = "snapshot-in-progress gateway-type cache-throttled share-not-found live-message no-code"
ALL = f"{CARRIED} {RETRIED} {GENERAL} {BEYOND}"
FEW = "volume-not-found volume-in-use internal throttled signature share-not-found"

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
            ),
        ),
        Client(
            "aws-sdk-js-3",
            partial(javascript, "js3.mjs", folder / "js"),
            (
                *jobs(f"{FEW} gateway-internal no-code", "console-error json string"),
                *jobs("volume-in-use unavailable", "console-error-colours stack message pino"),
                *jobs("gateway-type token", "uncaught"),
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
    ]


def boto(python: str | Path, calls: Calls, *, name: str = "boto.py") -> Told:
    given = [call | {"service": "storagegateway"} for call in calls]
    told = program(python, PROGRAMS / name, cwd=PROGRAMS, given=given)
    version = "import botocore; print('botocore', botocore.__version__)"
    return said(python, "-c", version), told


def javascript(name: str, folder: Path, calls: Calls) -> Told:
    if not (folder / "node_modules").is_dir():
        raise MissingClientError(str(folder))
    modern = {"package": "@aws-sdk/client-storage-gateway", "client": "StorageGatewayClient"}
    old = {"package": "aws-sdk", "client": "StorageGateway"}
    kind = modern if name == "js3.mjs" else old
    given = [call | kind for call in calls]
    node = said("/bin/sh", "-c", "command -v node")
    told = program(node, PROGRAMS / name, cwd=PROGRAMS, given=given, CLIENTS=str(folder))
    version = f"require('{folder}/node_modules/{kind['package']}/package.json').version"
    return said(node, "-p", version), told


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
            "storagegateway",
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
