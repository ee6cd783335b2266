"""Binder's image depends on the environment alone, and the lessons come into it when they are opened."""

from __future__ import annotations

import os
import shutil
import sys
import venv
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.kit.test_kit import PROJECT, check_settings, clean_tree, files, package_index, run
from tools import binder

__all__ = ["clean_tree", "package_index"]


@pytest.fixture
def branch(tmp_path: Path) -> Path:
    folder = tmp_path / "branch"
    binder.write(folder)
    return folder


def test_the_branch_has_no_content(branch: Path) -> None:
    tops = {Path(file).parts[0] for file in files(branch)}
    assert tops == {"README.md", "binder", "pyproject.toml", "requirements.lock"}
    assert "nbgitpuller==" in (branch / "requirements.lock").read_text(encoding="utf-8")
    again = branch.parent / "again"
    binder.write(again)
    assert {file: (again / file).read_bytes() for file in files(again)} == {
        file: (branch / file).read_bytes() for file in files(branch)
    }


def test_binder_chooses_the_conda_build_with_our_python(branch: Path, clean_tree: Path) -> None:
    command = (sys.executable, "-m", "repo2docker", "--no-build", "--debug", ".")
    for tree in (branch, clean_tree):
        dockerfile = run(*command, cwd=tree)
        assert "Building conda environment for python=3.11\n" in dockerfile
        assert 'env update -p ${NB_PYTHON_PREFIX} --file "binder/environment.yml"' in dockerfile
        assert (
            "ENV KERNEL_PYTHON_PREFIX=${NB_PYTHON_PREFIX}" in dockerfile
        )  # kernel and Lab are one
        assert "RUN ./binder/postBuild" in dockerfile


def test_an_address_pulls_the_repository_into_the_folder_and_opens_the_notebook() -> None:
    address = urlsplit(binder.address("lab/tree/notebooks/00_start_here.ipynb"))
    repository = PROJECT["urls"]["Repository"]
    assert address.path == f"/v2/gh/{urlsplit(repository).path[1:]}/{binder.BRANCH}"
    pull = urlsplit(parse_qs(address.query)["urlpath"][0])
    assert pull.path == "git-pull"
    assert parse_qs(pull.query) == {
        "repo": [repository],
        "targetpath": [binder.FOLDER],
        "urlpath": [f"lab/tree/{binder.FOLDER}/notebooks/00_start_here.ipynb"],
    }


@pytest.mark.heavy
@pytest.mark.usefixtures("package_index")
def test_an_image_meets_newer_lessons(branch: Path, clean_tree: Path, tmp_path: Path) -> None:
    """Do what Binder does, with a virtual environment instead of its image."""
    home = tmp_path / "home"
    shutil.copytree(branch, home)
    venv.create(tmp_path / "environment", with_pip=True)
    python = tmp_path / "environment/bin/python"
    path = f"{python.parent}{os.pathsep}{os.environ['PATH']}"

    def inside(*command: str | Path, cwd: Path = home) -> str:
        env = {"HOME": str(home), "PATH": path, "PIP_NO_COMPILE": "1", "PYTHONPATH": ""}
        return run("env", *(f"{name}={value}" for name, value in env.items()), *command, cwd=cwd)

    # To compile everything takes as long as to install it, and nothing here asks for it.
    inside("binder/postBuild")
    inside(python, "-m", "pip", "check")
    check_settings(tmp_path / "environment")

    # A commit after the image was built.
    repository = tmp_path / "repository"
    shutil.copytree(clean_tree, repository)
    package = repository / "sgwlib/__init__.py"
    package.write_text(f"{package.read_text(encoding='utf-8')}NEWER = True\n", encoding="utf-8")
    git = ("git", "-c", "user.name=a", "-c", "user.email=a@localhost")
    run(*git, "init", "--quiet", "--initial-branch=main", cwd=repository)
    run(*git, "add", "--all", cwd=repository)
    run(*git, "commit", "--quiet", "--message", "newer", cwd=repository)

    puller = python.with_name("gitpuller")
    inside(puller, f"file://{repository}", "main", binder.FOLDER)
    notebooks = home / binder.FOLDER / "notebooks"
    code = "import sgwlib; print(sgwlib.NEWER, len(sgwlib.load_catalogue().pairs), sgwlib.__file__)"
    shown = inside(python, "-c", code, cwd=notebooks)
    assert shown == f"True 289 {home / binder.FOLDER}/sgwlib/__init__.py\n"
    assert "VolumeInUse" in inside(python.with_name("sgw"), "show", "VolumeInUse")
    plugins = inside(python, "-m", "pytest", "--fixtures", "-q", cwd=notebooks)
    assert "storage_gateway" in plugins
    extensions = inside(python, "-m", "jupyter", "server", "extension", "list")
    assert "nbgitpuller" in extensions
