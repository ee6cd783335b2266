"""What is declared, locked, built, shipped and launched is the same."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import sgwlib

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
PYPROJECT_TEXT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
PYPROJECT: dict[str, Any] = tomllib.loads(PYPROJECT_TEXT)
PROJECT: dict[str, Any] = PYPROJECT["project"]
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-site.lock")
BASE_MEGABYTES = 40
"""The most that the package and what it depends on may take on disk, without extras."""


# --- helpers ---------------------------------------------------------------------------------


def direct_dependencies(extra: str | None = None) -> set[str]:
    """Return the names of what an extra installs, the extras that it names included."""
    lines = PROJECT["dependencies"]
    if extra is not None:
        lines = PROJECT["optional-dependencies"][extra]
    names = set()
    for requirement in map(Requirement, lines):
        if canonicalize_name(requirement.name) == PROJECT["name"]:
            for other in requirement.extras:
                names |= direct_dependencies(other)
        else:
            names.add(canonicalize_name(requirement.name))
    return names


def lock_entries(name: str) -> Iterator[str]:
    """Yield each requirement of a lock with its hashes on one line, without comments."""
    text = (ROOT / name).read_text(encoding="utf-8")
    text = re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE)
    yield from text.replace("\\\n", " ").splitlines()


def locked(name: str) -> dict[str, Requirement]:
    """Return the requirements of a lock by name, each exactly once."""
    requirements = [Requirement(entry.split("--hash")[0]) for entry in lock_entries(name)]
    by_name: dict[str, Requirement] = {canonicalize_name(one.name): one for one in requirements}
    assert len(by_name) == len(requirements), "a package is locked twice"
    return by_name


def files(directory: Path) -> set[str]:
    """Return the path of every file below a directory, relative to it."""
    return {str(file.relative_to(directory)) for file in directory.rglob("*") if file.is_file()}


def run(*command: str | Path, cwd: Path, expect: int = 0, **env: str) -> str:
    """Run a command, check its exit status, and return all that it printed."""
    # Variables that `make test` sets would change how the `make` under test runs.
    ours = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**ours, **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == expect, f"{command} ended with {done.returncode}:\n{done.stdout}"
    return done.stdout


def check_settings(environment: Path) -> None:
    """Check that an environment has the settings of Jupyter's programs."""
    settings = ROOT / "binder/prefix"
    assert files(settings)
    for file in files(settings):
        here, ours = environment / file, settings / file
        assert here.read_bytes() == ours.read_bytes(), f"{here} is not {ours}: run `make test`"


@pytest.fixture(scope="module")
def clean_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the tree as a clone has it, without what .gitignore names."""
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split("\n")
    tree = tmp_path_factory.mktemp("clone") / "a clone"
    shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(".git", *filter(None, ignored)))
    return tree


@pytest.fixture(scope="module")
def distributions(clean_tree: Path) -> dict[str, Path]:
    """Build the sdist, and the wheel from the unpacked sdist alone."""
    out = clean_tree.parent / "dist"
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", out, cwd=clean_tree)
    (sdist,) = out.glob("*.tar.gz")
    run("tar", "--extract", "--gzip", "--file", sdist, cwd=out)
    unpacked = out / sdist.name.removesuffix(".tar.gz")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", out, cwd=unpacked)
    (wheel,) = out.glob("*.whl")
    return {"sdist": unpacked, "wheel": wheel}


@pytest.fixture
def package_index() -> None:
    """Skip where no package index answers, but never in CI."""
    if os.environ.get("CI") == "true":
        return
    probe = [sys.executable, "-m", "pip", "--retries=0", "--timeout=10", "index", "versions", "six"]
    if subprocess.run(probe, capture_output=True, check=False).returncode:
        pytest.skip("no package index answers: a fresh environment cannot be installed")


# --- declared --------------------------------------------------------------------------------


def test_the_version_is_the_same_in_code_and_metadata() -> None:
    assert "version" not in PROJECT
    assert PYPROJECT["tool"]["hatch"]["version"]["path"] == "sgwlib/__init__.py"
    built = run(sys.executable, "-m", "hatchling", "metadata", "version", cwd=ROOT)
    assert built.strip() == sgwlib.__version__


def test_every_dependency_has_a_lower_bound_and_its_reason_beside_it() -> None:
    declared = [
        *PYPROJECT["build-system"]["requires"],
        *PROJECT["dependencies"],
        *(line for extra in PROJECT["optional-dependencies"].values() for line in extra),
        *(line for group in PYPROJECT["dependency-groups"].values() for line in group),
    ]
    for dependency in declared:
        # Without one, `make test-lowest` tests the oldest version that another package allows.
        assert ">=" in dependency or Requirement(dependency).name == PROJECT["name"], dependency
        pattern = rf'"{re.escape(dependency)}"\]?,? +# \S+ \S+'
        assert re.search(pattern, PYPROJECT_TEXT), f"{dependency} has no reason beside it"


# --- locked ----------------------------------------------------------------------------------


def test_a_lock_pins_each_package_to_hashes_and_names_no_server() -> None:
    for lock in LOCKS:
        for entry in lock_entries(lock):
            assert re.match(r"[a-z0-9-]+(\[[a-z-]+\])?==\S+ .*--hash=sha256:[0-9a-f]{64}", entry), (
                entry
            )
        assert "://" not in (ROOT / lock).read_text(encoding="utf-8")


def test_the_other_locks_hold_the_first_one_unchanged() -> None:
    def pins(lock: str) -> set[str]:
        """Return the entries without markers: a second package may need one on more systems."""
        return {re.sub(r" ;.*?(?= +--hash)", "", entry) for entry in lock_entries(lock)}

    first, *others = map(pins, LOCKS)
    assert [sorted(first - other) for other in others] == [[] for _ in others]


def test_the_locks_satisfy_what_is_declared() -> None:
    groups = PYPROJECT["dependency-groups"]
    extras = (line for extra in PROJECT["optional-dependencies"].values() for line in extra)
    needs = {
        "requirements.lock": [*PROJECT["dependencies"], *extras, *groups["build"]],
        "requirements-dev.lock": groups["dev"],
        "requirements-site.lock": groups["site"],
    }
    for lock, lines in needs.items():
        versions = locked(lock)
        for need in map(Requirement, lines):
            if need.name == PROJECT["name"]:
                continue
            (pin,) = versions[canonicalize_name(need.name)].specifier
            assert pin.version in need.specifier, f"{lock}: {need}; run `make lock`"


# --- Binder ----------------------------------------------------------------------------------


def test_both_environment_files_are_the_same_bytes() -> None:
    root, binder = ROOT / "environment.yml", ROOT / "binder/environment.yml"
    assert root.read_bytes() == binder.read_bytes(), "run `make lock`"


def test_the_environment_names_the_direct_dependencies_at_the_locked_versions() -> None:
    lock = locked("requirements.lock")
    names = direct_dependencies() | direct_dependencies("lab")
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    python, pip, section = environment["dependencies"]
    assert environment["channels"] == ["conda-forge"]
    assert python == "python=3.11"  # repo2docker reads no range: it would take its default instead
    assert pip == "pip"
    assert sorted(section["pip"]) == sorted(
        str(lock[name]).partition(";")[0].strip() for name in names
    )


def test_this_environment_behaves_as_binders_does() -> None:
    check_settings(Path(sys.prefix))


# --- shipped ---------------------------------------------------------------------------------


def test_the_source_distribution_holds_what_builds_and_tests(
    clean_tree: Path, distributions: dict[str, Path]
) -> None:
    left_out = {".ci", ".github"}  # the public repository's own business
    expected = {file for file in files(clean_tree) if Path(file).parts[0] not in left_out}
    assert files(distributions["sdist"]) == expected | {"PKG-INFO"}


def test_the_wheel_holds_the_whole_library_and_works_alone(
    clean_tree: Path, distributions: dict[str, Path], tmp_path: Path
) -> None:
    installed = tmp_path / "installed"
    with zipfile.ZipFile(distributions["wheel"]) as wheel:
        wheel.extractall(installed)

    library = files(clean_tree / "sgwlib")
    assert "py.typed" in library
    assert {Path(file).suffix for file in library} >= {".js", ".css"}
    data = {f"data/{file}" for file in files(clean_tree / "data")}
    assert {Path(file).suffix for file in data} >= {".csv", ".json"}
    assert files(installed / "sgwlib") == library | data

    code = "import sgwlib; print(sgwlib.__file__, len(sgwlib.load_catalogue().pairs))"
    isolated = (sys.executable, "-P", "-c", code)
    file, pairs = run(*isolated, cwd=tmp_path, PYTHONPATH=str(installed)).rsplit(maxsplit=1)
    assert Path(file).is_relative_to(installed)
    assert pairs == "289"


@pytest.mark.heavy
@pytest.mark.usefixtures("package_index")
def test_an_install_without_extras_is_small(distributions: dict[str, Path], tmp_path: Path) -> None:
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--target", tmp_path / "base")
    run(*pip, distributions["wheel"], cwd=tmp_path)
    sizes = {
        folder.name: sum(file.stat().st_blocks for file in folder.rglob("*")) * 512 / 1e6
        for folder in (tmp_path / "base").iterdir()
    }
    assert "sgwlib" in sizes
    assert sum(sizes.values()) <= BASE_MEGABYTES, sizes


# --- launched --------------------------------------------------------------------------------


def test_make_alone_lists_every_target(clean_tree: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.*)", makefile, flags=re.MULTILINE)
    listed = re.findall(r"^make (\S+)\t", run("make", cwd=clean_tree), flags=re.MULTILINE)
    assert listed == phony.split()


def test_make_app_serves_the_page_with_the_options_given(clean_tree: Path) -> None:
    *_, last = run("make", "--dry-run", "app", "ARGS=--port=1", cwd=clean_tree).splitlines()
    assert last == "exec .venv/bin/python -m voila notebooks/explorer.ipynb --port=1"
    assert (clean_tree / "notebooks/explorer.ipynb").exists()


def test_make_refuses_an_old_python_in_one_sentence(clean_tree: Path, tmp_path: Path) -> None:
    # A real Python that reports an old version, so that the check runs as on an old one.
    old = tmp_path / "python3"
    lie = "import sys; sys.version_info = (3, 8, 0); exec(sys.argv.pop(1))"
    old.write_text(f"#!/bin/sh\nshift\nexec '{sys.executable}' -c '{lie}' \"$@\"\n")
    old.chmod(0o755)
    message = run("make", "lab", f"PYTHON={old}", cwd=clean_tree, expect=2)
    assert f"sgwlib needs Python 3.11 or newer, and {old} is 3.8" in message
    assert not (clean_tree / ".venv").exists()


def test_make_installs_nothing_again_when_nothing_changed(clean_tree: Path) -> None:
    (clean_tree / ".venv").mkdir()
    for stamp in ("venv", "run", "dev"):
        (clean_tree / f".venv/{stamp}.stamp").touch()
    try:
        assert "pip" not in run("make", "--dry-run", "test", cwd=clean_tree)
        os.utime(clean_tree / "requirements.lock", (2**31, 2**31))
        again = run("make", "--dry-run", "test", cwd=clean_tree)
        assert "-m venv" not in again
        assert again.index("requirements.lock") < again.index("requirements-dev.lock")
    finally:
        shutil.rmtree(clean_tree / ".venv")
