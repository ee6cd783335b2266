"""The benchmark of the explorer, with few repeats: that it measures, not what."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.heavy
def test_every_figure_of_the_explorer_is_measured(chromium: str) -> None:
    assert chromium
    command = [sys.executable, "-m", "benchmarks", "--quick", "explorer"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    for part in (
        "explorer: on screen",
        "explorer: filter to picture",
        "explorer: click to detail",
        "explorer: messages for a hover",
        "explorer: a filter with table open",
        "explorer: memory of the kernel",
        "ten times: filter to picture",
    ):
        assert part in done.stdout
