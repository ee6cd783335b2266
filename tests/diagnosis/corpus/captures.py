"""Run the real clients, one program each, and make entries of what they print."""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.diagnosis.corpus.cases import CASES, Case
from tests.diagnosis.corpus.entries import Entry, Source, entry, look_alike
from tests.diagnosis.corpus.strangers import STRANGERS, Stranger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

PROGRAMS = Path(__file__).parent / "clients"
ROOT = Path(__file__).parents[3]


class MissingClientError(Exception):
    """A client that is not installed here."""


class Job(NamedTuple):
    """One call of a case: by which settings, and printed in which forms."""

    case: Case | Stranger
    forms: tuple[str, ...]
    config: Mapping[str, Any] = {}
    variant: str = ""

    @property
    def name(self) -> str:
        return f"{self.case.name}-{self.variant}" if self.variant else self.case.name

    def call(self, url: str) -> dict[str, Any]:
        return {
            "url": url,
            "service": self.case.service,
            "operation": self.case.operation,
            "input": self.case.input,
            "config": dict(self.config),
            "forms": self.forms,
        }


class Client(NamedTuple):
    """How a client is run, and for which jobs."""

    name: str
    run: Callable[[list[dict[str, Any]]], tuple[str, list[dict[str, str]]]]
    """Take the calls; return the client's version and, for each call, form to text."""
    jobs: tuple[Job, ...]


def jobs(names: str, forms: str, **config: Any) -> tuple[Job, ...]:
    """Return a job for each of the cases, all in the same forms."""
    variant = str(config.pop("variant", ""))
    known: dict[str, Case | Stranger] = {**CASES, **STRANGERS}
    return tuple(Job(known[name], tuple(forms.split()), config, variant) for name in names.split())


def capture(client: Client, folder: Path) -> Iterator[Entry]:
    """Run a client for all its jobs, each against a server of its own."""
    with ExitStack() as stack:
        servers = [stack.enter_context(job.case.server()) for job in client.jobs]
        calls = [job.call(server.url) for job, server in zip(client.jobs, servers, strict=True)]
        version, told = client.run(calls)
        requests = [server.requests for server in servers]
    for job, texts, made in zip(client.jobs, told, requests, strict=True):
        for form, text in texts.items():
            name = f"{client.name}-{job.name}-{form}"
            source = Source(client.name, version, form, "captured")
            done = _entry(name, source, neutral(text, folder), job.case)
            if done.expected.attempts not in {None, made} and "attempts" not in done.unjudged:
                raise AssertionError(
                    f"{name} tells of {done.expected.attempts} requests, not {made}"
                )
            yield done


def _entry(name: str, source: Source, text: str, case: Case | Stranger) -> Entry:
    return (
        entry(name, source, text, case)
        if isinstance(case, Case)
        else look_alike(name, source, text)
    )


def program(
    *command: str | Path, cwd: Path, given: object, **environment: str
) -> list[dict[str, str]]:
    """Run a program of ours that takes the calls as JSON and returns the texts as JSON."""
    if not Path(command[0]).exists():
        raise MissingClientError(str(command[0]))
    done = subprocess.run(
        command,
        cwd=cwd,
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=False,
        env=clean_environment(**environment),
    )
    if done.returncode:
        raise MissingClientError(f"{command}: {done.stderr[-2000:]}")
    told: list[dict[str, str]] = json.loads(done.stdout)
    return told


def clean_environment(**more: str) -> dict[str, str]:
    """Return the environment without any settings of AWS."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    settings = {
        "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_REGION": "us-east-1",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_PAGER": "",
    }
    return ours | settings | more


def neutral(text: str, folder: Path) -> str:
    """Replace this machine's folders and ports."""
    places = {
        str(PROGRAMS): "/home/user/backup",
        str(PROGRAMS.resolve()): "/home/user/backup",
        sys.prefix: "/home/user/.venv",
        str(folder): "/home/user/app",
        str(ROOT): "/home/user",
        str(ROOT.resolve()): "/home/user",
        sys.base_prefix: "/usr",
        platform.release(): "6.1.0-18-amd64",
    }
    for place, name in places.items():
        text = text.replace(place, name)
    return re.sub(r"(127\.0\.0\.1:|localhost:|\bport )\d{4,5}\b", r"\g<1>8080", text)
