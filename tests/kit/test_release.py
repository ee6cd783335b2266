"""What is published passes PyPI's checks, and works in an environment that has nothing else."""

from __future__ import annotations

import re
import subprocess
import sys
import sysconfig
import venv
from typing import TYPE_CHECKING

import pytest

import sgwlib
from tests.kit.test_kit import (
    PYPROJECT,
    ROOT,
    clean_tree,
    distributions,
    package_index,
    run,
)

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["clean_tree", "distributions", "package_index"]


def test_the_changes_begin_with_this_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\S+) \((not yet released|\d{4}-\d\d-\d\d)\)$", text, re.MULTILINE)
    assert newest is not None
    assert newest[1] == sgwlib.__version__


def test_twine_accepts_what_is_built(distributions: dict[str, Path]) -> None:
    folder = distributions["wheel"].parent
    files = [*folder.glob("*.whl"), *folder.glob("*.tar.gz")]
    assert [file.name.startswith(f"sgwlib-{sgwlib.__version__}") for file in files] == [True, True]
    shown = run(sys.executable, "-m", "twine", "check", "--strict", *files, cwd=folder)
    assert shown.count("PASSED") == 2


def test_only_the_workflow_of_a_tag_can_publish() -> None:
    text = (ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8")
    assert 'tags: ["v*"]' in text
    assert "pypa/gh-action-pypi-publish" in text
    assert "id-token: write" in text
    assert "password" not in re.sub(r"#.*", "", text)
    assert "environment: pypi\n" in text
    assert "dynamic" in PYPROJECT["project"]


@pytest.mark.heavy
@pytest.mark.usefixtures("package_index")
@pytest.mark.parametrize("installed", ["alone", "all"])
def test_every_public_name_works_in_a_fresh_environment(
    distributions: dict[str, Path], tmp_path: Path, installed: str
) -> None:
    venv.create(tmp_path / "fresh", with_pip=True)
    python = tmp_path / "fresh/bin/python"
    wheel = distributions["wheel"]
    install: list[str | Path] = [python, "-m", "pip", "install", "--quiet", "--no-compile", wheel]
    if installed == "all":  # the packages of the extras are those that this environment has
        here = sysconfig.get_path("purelib")
        (site,) = tmp_path.glob("fresh/lib/*/site-packages")
        (site / "extras.pth").write_text(here, encoding="utf-8")
        install.append("--no-deps")
    run(*install, cwd=tmp_path)
    command: list[str | Path] = [python, "-I", ROOT / "tests/kit/released.py", installed]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"\d{3} names; \d+ need an extra\n", done.stdout), done.stdout
