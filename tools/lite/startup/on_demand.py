"""Load a package of the site when it is first imported. This runs in the browser.

Pyodide loads what a cell imports by name, before it runs the cell. What a library imports later
would be missing, or would have to be loaded with the library. Here, a failed import loads the
package, so that nobody waits for what they don't use.
"""

from __future__ import annotations

import hashlib
import importlib
import io
import sys
import zipfile
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from typing import Any

import js
import pyodide_js
from pyodide.ffi import can_run_sync, run_sync

FROM_THE_INDEX = ("matplotlib", "pandas")  # for which sgwlib asks; nobody else tries to import them
SITE_PACKAGES = Path(__file__).parent


class OnDemand:
    """Finds modules whose package the site has, but this Python not yet."""

    def __init__(self) -> None:
        self._packages: dict[str, dict[str, Any]] = pyodide_js.lockfile.to_py()["packages"]
        self._owners = {
            module: name
            for name, package in self._packages.items()
            if _is_ours(package) or name in FROM_THE_INDEX
            for module in package["imports"]
        }

    def find_spec(self, name: str, path: object = None, _: object = None) -> ModuleSpec | None:
        """Load the package of a module, and return where it is. Others don't have it."""
        owner = self._owners.get(name) if path is None else None
        if owner is None or owner in pyodide_js.loadedPackages.to_py():
            return None
        if _is_ours(self._packages[owner]):
            self._load(owner)
        elif can_run_sync():
            run_sync(pyodide_js.loadPackage(owner))
        else:  # a browser that can't wait within Python
            return None
        importlib.invalidate_caches()
        return PathFinder.find_spec(name)

    def _load(self, name: str) -> None:
        """Unpack the wheel of a package, and of what it needs."""
        package = self._packages[name]
        if name in pyodide_js.loadedPackages.to_py() or not _is_ours(package):
            return
        setattr(pyodide_js.loadedPackages, name, "default channel")  # first: some need each other
        for each in package["depends"]:
            self._load(each)
        content = _fetched(pyodide_js.lockfileBaseUrl + package["file_name"])
        if hashlib.sha256(content).hexdigest() != package["sha256"]:
            raise ImportError(f"{package['file_name']} is damaged; reload the page")
        zipfile.ZipFile(io.BytesIO(content)).extractall(SITE_PACKAGES)


def _is_ours(package: dict[str, Any]) -> bool:
    return "://" not in package["file_name"]


def _fetched(url: str) -> bytes:
    """Return a file of the site. A worker may wait for it, in every browser."""
    request = js.XMLHttpRequest.new()
    request.open("GET", url, False)  # noqa: FBT003 - as JavaScript has it
    request.responseType = "arraybuffer"
    request.send()
    if request.status != 200:  # noqa: PLR2004 - OK
        raise ImportError(f"could not load {url}: status {request.status}; reload the page")
    return bytes(request.response.to_py())


def start() -> None:
    """Load packages on demand from now on."""
    sys.meta_path.append(OnDemand())
