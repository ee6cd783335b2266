"""Fixtures: the site as `make site` builds it, a plain server of its files, and Chromium."""

from __future__ import annotations

import subprocess
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import browser, chromium  # noqa: F401 - fixtures of these tests, too
from tests.node import install
from tests.site.html import Html

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def site() -> Path:
    """Build the site, and return its folder."""
    done = subprocess.run(["make", "site"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return ROOT / "build/site"


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, Html]:
    """Read all pages that Sphinx made: by their paths, such as "codes/VolumeInUse.html"."""
    paths = [path.relative_to(site) for path in site.rglob("*.html")]
    return {
        str(path): Html.read(site / path)
        for path in paths
        if path.parts[0] not in {"_static", "lite"}
    }


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Log nothing."""


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Serve the files of the site, and nothing else."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the source of axe."""
    folder = install(ROOT / "tests/browser/axe", tmp_path_factory.mktemp("axe"))
    return (folder / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
