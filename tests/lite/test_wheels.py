"""Wheels for the browser are valid, smaller, and the versions that are tested elsewhere."""

from __future__ import annotations

import csv
import hashlib
from base64 import urlsafe_b64decode
from typing import TYPE_CHECKING
from zipfile import ZipFile

from packaging.utils import parse_wheel_filename

from tests.kit.test_kit import locked
from tools.lite import wheels

if TYPE_CHECKING:
    from pathlib import Path

INFO = "markupsafe-3.0.4.dist-info"


def wheel_in(folder: Path) -> Path:
    """Write a wheel with a compiled module, tests and an empty module."""
    files = {
        "markupsafe/__init__.py": b"from markupsafe._native import escape\n",
        "markupsafe/_native.py": b"",
        "markupsafe/_speedups.cpython-314-x86_64-linux-gnu.so": b"\x7fELF",
        "markupsafe/tests/test_escape.py": b"assert False\n",
        f"{INFO}/METADATA": b"Metadata-Version: 2.1\nName: MarkupSafe\nVersion: 3.0.4\n",
        f"{INFO}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: cp314-cp314-linux\n",
    }
    return wheels.pack(folder / "markupsafe-3.0.4-cp314-cp314-linux_x86_64.whl", files)


def test_a_slim_wheel_is_a_valid_wheel_of_any_system(tmp_path: Path) -> None:
    (tmp_path / "slim").mkdir()
    made = wheels.slim(wheel_in(tmp_path), tmp_path / "slim")
    *_, tags = parse_wheel_filename(made.name)
    assert {str(tag) for tag in tags} == {"py3-none-any"}
    with ZipFile(made) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert set(files) == {
        "markupsafe/__init__.py",
        "markupsafe/_native.py",
        f"{INFO}/METADATA",
        f"{INFO}/RECORD",
        f"{INFO}/WHEEL",
    }
    metadata = files[f"{INFO}/WHEEL"].decode().splitlines()
    assert metadata == ["Wheel-Version: 1.0", "Root-Is-Purelib: true", "Tag: py3-none-any"]
    rows = list(csv.reader(files[f"{INFO}/RECORD"].decode().splitlines()))
    assert {path for path, *_ in rows} == set(files)
    for path, digest, size in rows:
        if path != f"{INFO}/RECORD":
            expected = urlsafe_b64decode(f"{digest.removeprefix('sha256=')}=")
            assert hashlib.sha256(files[path]).digest() == expected
            assert len(files[path]) == int(size)


def test_equal_wheels_give_equal_bytes(tmp_path: Path) -> None:
    made = []
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        made.append(wheels.slim(wheel_in(tmp_path), tmp_path / name).read_bytes())
    assert made[0] == made[1]


def test_the_browser_has_the_versions_that_are_tested() -> None:
    here, browser = locked("requirements-dev.lock"), locked("tools/lite/requirements.lock")
    assert len(browser) > 30
    both = here.keys() & browser.keys()
    assert browser.keys() - both == {"micropip"}
    assert {name: str(browser[name].specifier) for name in both} == {
        name: str(here[name].specifier) for name in both
    }
