"""The wheels of the Python in the browser: locked, pure, and without what nobody uses there."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import re
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["own_wheel", "slim", "third_party_wheels"]

ROOT: Final = Path(__file__).parents[2]
LOCK: Final = Path(__file__).with_name("requirements.lock")

PYTHON: Final = "3.14"  # of Pyodide; a test compares it with Pyodide's own lock
_PURE: Final = ("--implementation=py", "--abi=none", "--platform=any")
_LINUX: Final = ("--implementation=cp", "--abi=cp314", "--platform=manylinux2014_x86_64")
_COMPILED: Final = ("markupsafe",)
"""Packages that have only compiled wheels, and work without the compiled module in them."""

LEFT_OUT: Final[dict[str, tuple[str, ...]]] = {
    "*": ("*/tests/*",),
    "boto3": ("boto3/data/*/*", "boto3/examples/*"),
    "botocore": ("botocore/data/*/*", "botocore/cacert.pem"),  # the browser has its certificates
    "ipython": ("IPython/sphinxext/*", "IPython/testing/plugin/*"),
    "jedi": ("jedi/third_party/django-stubs/*", "jedi/third_party/typeshed/stubs/*"),
    "markupsafe": ("markupsafe/_speedups.*",),  # then it uses markupsafe/_native.py
    "networkx": ("networkx/drawing/*/*",),
}
"""Distribution, or ``*`` for all, to the files that stay out of its wheel."""

KEPT: Final[dict[str, tuple[str, ...]]] = {
    "botocore": ("botocore/data/storagegateway/*",),
}
"""What stays in nevertheless."""


def third_party_wheels(folder: Path, downloads: Path) -> list[Path]:
    """Download the locked packages, and write their slim wheels into a folder."""
    entries = dict(_entries(LOCK.read_text(encoding="utf-8")))
    compiled = {name: entries.pop(name) for name in _COMPILED}
    downloads.mkdir(parents=True, exist_ok=True)
    found = [
        *_download(entries.values(), downloads / "pure", _PURE),
        *_download(compiled.values(), downloads / "compiled", _LINUX),
    ]
    return [slim(wheel, folder) for wheel in found]


def own_wheel(folder: Path) -> Path:
    """Build the wheel of this project into a folder."""
    before = set(folder.glob("*.whl"))
    command = (sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder))
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own arguments
    (wheel,) = set(folder.glob("*.whl")) - before
    return wheel


def _entries(lock: str) -> Iterator[tuple[str, str]]:
    """Yield the name of each package of a lock, with its lines."""
    for entry in re.findall(r"^[a-z].*\n(?: .*\n)*", lock, flags=re.MULTILINE):
        yield entry.partition("==")[0], entry


def _download(entries: Iterable[str], folder: Path, kind: tuple[str, ...]) -> list[Path]:
    """Download wheels of one kind, checked against their hashes. pip keeps what is there already."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = folder / "requirements.txt"
    wanted.write_text("".join(entries), encoding="utf-8")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet")
    choice = ("--no-deps", "--only-binary=:all:", f"--python-version={PYTHON}", *kind)
    what = ("--require-hashes", f"--requirement={wanted}", f"--dest={folder}")
    subprocess.run([*pip, *choice, *what], check=True)  # noqa: S603 - our own arguments
    locked = wanted.read_text(encoding="utf-8")
    names = {f"{name.replace('-', '_')}-{version}" for name, version in _pins(locked)}
    return sorted(
        wheel for wheel in folder.glob("*.whl") if "-".join(wheel.name.split("-")[:2]) in names
    )


def _pins(lock: str) -> list[tuple[str, str]]:
    return re.findall(r"^([a-z0-9-]+)==(\S+)", lock, flags=re.MULTILINE)


# --- without what nobody uses ----------------------------------------------------------------


def slim(wheel: Path, folder: Path) -> Path:
    """Write a pure wheel without the files that are left out, and return its path.

    Equal wheels give equal bytes: the dates in them are fixed.
    """
    name, version = wheel.name.split("-")[:2]
    written = folder / f"{name}-{version}-py3-none-any.whl"
    info = f"{name}-{version}.dist-info"
    with ZipFile(wheel) as old:
        files = {path: old.read(path) for path in old.namelist() if _stays(name, path)}
    files[f"{info}/WHEEL"] = _as_pure(files[f"{info}/WHEEL"])
    files[f"{info}/RECORD"] = _record(files, f"{info}/RECORD")
    with ZipFile(written, "w", ZIP_DEFLATED, compresslevel=9) as new:
        for path, content in files.items():
            new.writestr(ZipInfo(path), content, ZIP_DEFLATED, 9)
    return written


def _stays(name: str, path: str) -> bool:
    def listed(table: dict[str, tuple[str, ...]], *keys: str) -> bool:
        return any(fnmatch(path, pattern) for key in keys for pattern in table.get(key, ()))

    is_file = not path.endswith("/")
    return is_file and (listed(KEPT, name) or not listed(LEFT_OUT, "*", name))


def _as_pure(metadata: bytes) -> bytes:
    """Return the text of WHEEL with the one tag of a pure wheel."""
    lines = [line for line in metadata.decode().splitlines() if line and "Tag:" not in line]
    lines = [re.sub("Root-Is-Purelib: false", "Root-Is-Purelib: true", line) for line in lines]
    return "\n".join([*lines, "Tag: py3-none-any", ""]).encode()


def _record(files: dict[str, bytes], own: str) -> bytes:
    """Return the text of RECORD: the path, hash and size of each file; of itself, only the path."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    for path, content in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        rows.writerow((path, "", "") if path == own else (path, f"sha256={digest}", len(content)))
    return text.getvalue().encode()
