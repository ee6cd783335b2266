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

INFO = "boto3-1.44.5.dist-info"


def wheel_in(folder: Path) -> Path:
    """Write a wheel with an empty module, tests, and data of another service."""
    files = {
        "boto3/__init__.py": b"from boto3 import session\n",
        "boto3/session.py": b"",
        "boto3/data/ec2/resources-1.json": b"{}",
        "boto3/tests/test_session.py": b"assert False\n",
        f"{INFO}/METADATA": b"Metadata-Version: 2.1\nName: boto3\nVersion: 1.44.5\n",
        f"{INFO}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{INFO}/RECORD": b"boto3/data/ec2/resources-1.json,,\n",
    }
    return wheels.pack(folder / "boto3-1.44.5-py3-none-any.whl", files)


def test_a_slim_wheel_is_a_valid_wheel(tmp_path: Path) -> None:
    (tmp_path / "slim").mkdir()
    made = wheels.slim(wheel_in(tmp_path), tmp_path / "slim")
    *_, tags = parse_wheel_filename(made.name)
    assert {str(tag) for tag in tags} == {"py3-none-any"}
    with ZipFile(made) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert set(files) == {
        "boto3/__init__.py",
        "boto3/session.py",
        f"{INFO}/METADATA",
        f"{INFO}/RECORD",
        f"{INFO}/WHEEL",
    }
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
