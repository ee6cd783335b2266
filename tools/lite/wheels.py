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
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

__all__ = ["distribution", "own_wheel", "pack", "slim", "startup_wheel", "third_party_wheels"]

ROOT: Final = Path(__file__).parents[2]
LOCK: Final = Path(__file__).with_name("requirements.lock")
STARTUP: Final = Path(__file__).with_name("startup")

PYTHON: Final = "3.14"  # of Pyodide; a test compares it with Pyodide's own lock

LEFT_OUT: Final[dict[str, tuple[str, ...]]] = {
    "*": ("*/tests/*",),
    "anywidget": ("*/share/*", "anywidget/labextension/*", "anywidget/nbextension/*"),
    "boto3": ("boto3/data/*/*", "boto3/examples/*"),
    "botocore": ("botocore/data/*/*", "botocore/cacert.pem"),  # the browser has its certificates
    "ipython": ("IPython/sphinxext/*", "IPython/terminal/*", "IPython/testing/plugin/*"),
    "jedi": ("jedi/third_party/django-stubs/*", "jedi/third_party/typeshed/stubs/*"),
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
    downloads.mkdir(parents=True, exist_ok=True)
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet")
    pure = ("--implementation=py", "--abi=none", "--platform=any")
    choice = ("--no-deps", "--only-binary=:all:", f"--python-version={PYTHON}", *pure)
    what = ("--require-hashes", f"--requirement={LOCK}", f"--dest={downloads}")
    subprocess.run([*pip, *choice, *what], check=True)  # noqa: S603 - our own arguments
    pins = re.findall(r"^([a-z0-9-]+)==(\S+)", LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    names = {f"{name.replace('-', '_')}-{version}" for name, version in pins}
    found = sorted(downloads.glob("*.whl"))  # older ones stay there
    return [slim(wheel, folder) for wheel in found if distribution(wheel) in names]


def own_wheel(folder: Path) -> Path:
    """Build the wheel of this project into a folder."""
    before = set(folder.glob("*.whl"))
    command = (sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder))
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)  # noqa: S603 - our own arguments
    (wheel,) = set(folder.glob("*.whl")) - before
    return wheel


def distribution(wheel: Path) -> str:
    """Return the name and version of a wheel, such as "boto3-1.44.5"."""
    return "-".join(wheel.name.split("-")[:2])


# --- without what nobody uses ----------------------------------------------------------------


def slim(wheel: Path, folder: Path) -> Path:
    """Write a wheel without the files that are left out, and return its path."""
    name = wheel.name.partition("-")[0]
    with ZipFile(wheel) as old:
        files = {path: old.read(path) for path in old.namelist() if _stays(name, path)}
    return _write(folder / wheel.name, files, f"{distribution(wheel)}.dist-info/RECORD")


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
