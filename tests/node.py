"""Locked npm packages for tests."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from tools.node import NODE, npm_ci

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["NODE", "install"]


def install(source: Path, folder: Path) -> Path:
    """Install locked packages into a copy of a folder. Without a registry, skip, but not in CI."""
    shutil.copytree(source, folder, dirs_exist_ok=True)
    problem = npm_ci(folder)
    if problem and os.environ.get("CI") != "true":
        pytest.skip(f"no npm registry answers: {source.name} cannot be installed")
    assert not problem, problem
    return folder
