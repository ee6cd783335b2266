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
        "explorer file: first paint",
        "explorer file: filter",
        "ten times: filter",
        "explorer: CPU time of the kernel, opened again",
        "explorer: bytes of opening",
        "explorer in JupyterLab: click",
        "150 ms away: order",
    ):
        assert part in done.stdout
