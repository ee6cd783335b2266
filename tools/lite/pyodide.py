"""Pyodide's core, and the lock that says where it gets each package from."""

from __future__ import annotations

import hashlib
import json
import shutil
from email import message_from_bytes
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, Final
from zipfile import ZipFile

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.lite.wheels import distribution, pack
from tools.node import npm_ci

__all__ = ["core", "write_lock"]

HERE: Final = Path(__file__).parent
LOCK: Final = "pyodide-lock.json"
CORE: Final = (
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "package.json",
)
LIBRARY: Final = "python_stdlib.zip"
ENCODINGS: Final = ("cp437", "cp1252", "iso8859_1", "iso8859_15")
"""The tables of characters that stay in the library: zip files need the first, and logs may
have the others. Seventy more are a tenth of the library. The Unicode encodings have no table."""
SOCKETS: Final = ("ftplib.py", "imaplib.py", "poplib.py", "smtplib.py", "wsgiref/*", "xmlrpc/*")
"""Modules of the standard library that a browser can't use: it has no sockets."""
INDEX: Final = "https://cdn.jsdelivr.net/pyodide/v{version}/full/"
"""Where Pyodide publishes the packages that it compiles, such as NumPy and Matplotlib."""

AT_ONCE: Final = {
    "ipython": ("pygments", "traitlets"),
    "sgwlib": (),
}
"""Package to what it imports at its start. The rest of what it needs is loaded on demand."""


def core(folder: Path, downloads: Path) -> Path:
    """Copy Pyodide's core into a folder, and return the lock that belongs to it."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, downloads)
    if problem := npm_ci(downloads):
        raise SystemExit(f"{problem}\nnpm could not install Pyodide.")
    package = downloads / "node_modules/pyodide"
    folder.mkdir(parents=True)
    for name in CORE:
        shutil.copy(package / name, folder)
    with ZipFile(package / LIBRARY) as library:
        files = {path: library.read(path) for path in library.namelist() if _stays(library, path)}
    pack(folder / LIBRARY, files)
    return package / LOCK


def _stays(library: ZipFile, path: str) -> bool:
    """Return whether a file of the standard library stays."""
    if any(fnmatch(path, pattern) for pattern in SOCKETS):
        return False
    is_table = path.startswith("encodings/") and b"\ndecoding_table" in library.read(path)
    return not is_table or Path(path).stem in ENCODINGS


def write_lock(original: Path, folder: Path, wheels: list[Path]) -> None:
    """Write a lock with the wheels in the folder, and all else from Pyodide's index."""
    lock = json.loads(original.read_text(encoding="utf-8"))
    version = json.loads(original.with_name("package.json").read_text(encoding="utf-8"))["version"]
    packages: dict[str, Any] = lock["packages"]
    for package in packages.values():
        package["file_name"] = INDEX.format(version=version) + package["file_name"]
    packages.update(_described(wheel, lock["info"]) for wheel in wheels)
    for name, package in packages.items():
        depends = AT_ONCE.get(name, package["depends"])
        package["depends"] = [each for each in depends if each in packages]
    (folder / LOCK).write_text(json.dumps(lock, indent=1), encoding="utf-8")


def _described(wheel: Path, info: dict[str, str]) -> tuple[str, dict[str, Any]]:
    """Return the name of a package, and what a lock says of it."""
    with ZipFile(wheel) as archive:
        paths = archive.namelist()
        fields = message_from_bytes(archive.read(f"{distribution(wheel)}.dist-info/METADATA"))
    tops = {path.split("/")[0] for path in paths if path.endswith(".py")}
    environment = {
        "python_version": info["python"].rpartition(".")[0],
        "python_full_version": info["python"],
        "sys_platform": "emscripten",
        "platform_system": "Emscripten",
        "platform_machine": info["arch"],
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
        "extra": "",
    }
    needs = map(Requirement, fields.get_all("Requires-Dist", []))
    name = canonicalize_name(fields["Name"])
    return name, {
        "name": name,
        "version": fields["Version"],
        "file_name": wheel.name,
        "install_dir": "site",
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
        "package_type": "package",
        "imports": sorted(top.removesuffix(".py") for top in tops),
        "depends": [
            canonicalize_name(need.name)
            for need in needs
            if need.marker is None or need.marker.evaluate(environment)
        ],
        "unvendored_tests": False,
    }
