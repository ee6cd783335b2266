"""``sgw serve`` in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tests.endpoint.clients.plain import send

if TYPE_CHECKING:
    from collections.abc import Iterator

SGW = (sys.executable, "-m", "sgwlib")


class Served:
    """A running ``sgw serve``, and the facts that it has written."""

    def __init__(self, process: subprocess.Popen[str], facts: dict[str, str]) -> None:
        self.process = process
        self.facts = facts
        self.url = facts["url"]

    def control(self, what: str, body: bytes | None = None, method: str = "GET") -> Any:
        """Send a control request and return its answer."""
        headers = {"Authorization": f"Bearer {self.facts['token']}"}
        reply = send(self.url, body, headers, method=method, path=f"/_sgw/{what}")
        assert reply.status == 200, reply
        return reply.json()

    def calls(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.control("calls")["calls"]
        return found

    def end(self, how: int = signal.SIGINT) -> tuple[int, str, str]:
        """Send a signal; return the exit status and what else was written."""
        self.process.send_signal(how)
        out, err = self.process.communicate(timeout=60)
        return self.process.returncode, out, err


@contextmanager
def serve(*arguments: str) -> Iterator[Served]:
    """Run ``sgw serve`` until the block ends."""
    process = subprocess.Popen(
        [*SGW, "serve", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": ""},
        # A test run in the background of a shell ignores Ctrl-C, and so would its children.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - before any thread
    )
    try:
        yield Served(process, dict(_facts(process)))
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=60)


def _facts(process: subprocess.Popen[str]) -> Iterator[tuple[str, str]]:
    assert process.stdout is not None
    for line in process.stdout:
        label, _, text = line.rstrip("\n").partition("\t")
        yield label, text
        if label == "stop":  # the last line
            return
    raise AssertionError(process.communicate()[1])
