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

__all__ = ["own_wheel", "pack", "slim", "startup_wheel", "third_party_wheels"]

ROOT: Final = Path(__file__).parents[2]
LOCK: Final = Path(__file__).with_name("requirements.lock")
STARTUP: Final = Path(__file__).with_name("startup")

PYTHON: Final = "3.14"  # of Pyodide; a test compares it with Pyodide's own lock
_PURE: Final = ("--implementation=py", "--abi=none", "--platform=any")
_LINUX: Final = ("--implementation=cp", "--abi=cp314", "--platform=manylinux2014_x86_64")
_COMPILED: Final = ("markupsafe",)
"""Packages that have only compiled wheels, and work without the compiled module in them."""

LEFT_OUT: Final[dict[str, tuple[str, ...]]] = {
    "*": ("*/tests/*",),
    "anywidget": ("*/share/*", "anywidget/labextension/*", "anywidget/nbextension/*"),
    "boto3": ("boto3/data/*/*", "boto3/examples/*"),
    "botocore": ("botocore/data/*/*", "botocore/cacert.pem"),  # the browser has its certificates
    "ipython": ("IPython/sphinxext/*", "IPython/terminal/*", "IPython/testing/plugin/*"),
    "jedi": ("jedi/third_party/django-stubs/*", "jedi/third_party/typeshed/stubs/*"),
    "markupsafe": ("markupsafe/_speedups.*",),  # then it uses markupsafe/_native.py
    "pygments": ("pygments/lexers/*",),
    "python_dateutil": ("dateutil/zoneinfo/*.tar.gz",),  # used only where the system has no zones
}
"""Distribution, or ``*`` for all, to the files that stay out of its wheel."""

LEXERS: Final = """
    __init__ _mapping _css_builtins _lilypond_builtins _scheme_builtins css data diff html
    javascript jvm lilypond lisp markup perl python ruby shell special
"""  # what IPython and pytest import, and "text"

KEPT: Final[dict[str, tuple[str, ...]]] = {
    "botocore": ("botocore/data/storagegateway/*",),
    "ipython": ("IPython/terminal/__init__.py", "IPython/terminal/pt_inputhooks/__init__.py"),
    "pygments": tuple(f"pygments/lexers/{name}.py" for name in LEXERS.split()),
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
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)  # noqa: S603 - our own arguments
    (wheel,) = set(folder.glob("*.whl")) - before
    return wheel


def _entries(lock: str) -> Iterator[tuple[str, str]]:
    """Yield the name of each package of a lock, with its lines."""
    for entry in re.findall(r"^[a-z].*\n(?: .*\n)*", lock, flags=re.MULTILINE):
        yield entry.partition("==")[0], entry


def _download(entries: Iterable[str], folder: Path, kind: tuple[str, ...]) -> list[Path]:
    """Download wheels of one kind, checked against their hashes. pip keeps what is there."""
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
    """Write a pure wheel without the files that are left out, and return its path."""
    name, version = wheel.name.split("-")[:2]
    written = folder / f"{name}-{version}-py3-none-any.whl"
    info = f"{name}-{version}.dist-info"
    with ZipFile(wheel) as old:
        files = {path: old.read(path) for path in old.namelist() if _stays(name, path)}
    files[f"{info}/WHEEL"] = _as_pure(files[f"{info}/WHEEL"])
    return _write(written, files, f"{info}/RECORD")


def startup_wheel(folder: Path, jedi: str) -> Path:
    """Write the wheel that lets the Python in the browser load packages on demand.

    The kernel asks for Jedi at its start, though only a completion needs it. So this wheel says
    that it is installed.
    """
    info = "lite_startup-1.0.dist-info"
    metadata = "Metadata-Version: 2.1\nName: {}\nVersion: {}\n"
    files = {path.name: path.read_bytes() for path in sorted(STARTUP.glob("*.py"))}
    files[f"{info}/METADATA"] = metadata.format("lite-startup", "1.0").encode()
    files[f"{info}/WHEEL"] = b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    files[f"jedi-{jedi}.egg-info/PKG-INFO"] = metadata.format("jedi", jedi).encode()
    return _write(folder / "lite_startup-1.0-py3-none-any.whl", files, f"{info}/RECORD")


def _write(wheel: Path, files: dict[str, bytes], record: str) -> Path:
    files[record] = _record(files, record)
    return pack(wheel, files)


def pack(archive: Path, files: dict[str, bytes]) -> Path:
    """Write an archive, and return its path. Equal files give equal bytes: no date is in it."""
    with ZipFile(archive, "w") as new:
        for path, content in files.items():
            new.writestr(ZipInfo(path), content, ZIP_DEFLATED, 9)
    return archive


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
        if path != own:
            rows.writerow((path, f"sha256={digest}", len(content)))
    rows.writerow((own, "", ""))
    return text.getvalue().encode()
