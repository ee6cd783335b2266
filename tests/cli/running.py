"""Run ``sgw`` in a test: in this process, or in one of its own where that is the point."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import pytest

from sgwlib.cli import main

SGW = (sys.executable, "-m", "sgwlib")
DATA = Path(__file__).parents[2] / "data"


class Result(NamedTuple):
    status: int
    out: str
    err: str


class _Stream(io.TextIOWrapper):
    def __init__(self, encoding: str, *, terminal: bool) -> None:
        self.content = io.BytesIO()
        self._terminal = terminal
        super().__init__(self.content, encoding=encoding, newline="")

    def isatty(self) -> bool:
        return self._terminal

    def text(self) -> str:
        self.flush()
        return self.content.getvalue().decode()


def sgw(*arguments: str) -> Result:
    """Run the command in this process, with its output in a pipe."""
    out, err = _Stream("utf-8", terminal=False), _Stream("utf-8", terminal=False)
    with redirect_stdout(out), redirect_stderr(err):
        status = main(arguments)
    return Result(status, out.text(), err.text())


def on_terminal(
    *arguments: str,
    columns: int = 100,
    encoding: str = "utf-8",
    status: int = 0,
    environment: dict[str, str] | None = None,
) -> str:
    """Run the command in this process, with a terminal of this width for its output."""
    out = _Stream(encoding, terminal=True)
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out):
        patch.delenv("NO_COLOR", raising=False)
        settings = {"TERM": "xterm-256color", "COLUMNS": str(columns)} | (environment or {})
        for name, value in settings.items():
            patch.setenv(name, value)
        assert main(arguments) == status
    return out.text()


def run(*arguments: str, **environment: str) -> Result:
    """Run the command in a process of its own, with its output in a pipe."""
    done = subprocess.run(
        [*SGW, *arguments],
        capture_output=True,
        env=os.environ | environment,
        timeout=60,
        check=False,
    )
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode())


def without_colours(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def cells(out: str) -> list[list[str]]:
    return [line.split("\t") for line in out.splitlines()]


def refused(result: Result) -> str:
    """Return the one sentence that bad input is answered with."""
    assert (result.status, result.out) == (2, ""), result
    assert result.err.startswith("sgw: "), result
    assert result.err.count("\n") == 1, result
    assert result.err.endswith("\n"), result
    return result.err
