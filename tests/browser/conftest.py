"""A real JupyterLab and a real Chromium, shared by the tests of what people click."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
TOKEN = "of-the-browser-tests"
START_SECONDS = 90
CELL_SECONDS = 120


class Lab(NamedTuple):
    """A running JupyterLab."""

    url: str

    def address(self, notebook: str) -> str:
        return f"{self.url}lab/tree/{notebook}?token={TOKEN}&reset"


@pytest.fixture(scope="session")
def chromium() -> str:
    path = shutil.which("chromium")
    if path is None and os.environ.get("CI"):
        pytest.fail("CI has no chromium, and may not skip a browser test")
    if path is None:
        pytest.skip("no chromium here (on Debian: apt-get install chromium)")
    return path


@contextmanager
def running_lab(folder: Path) -> Iterator[Lab]:
    """Start JupyterLab as `make lab` does, on a copy of the notebooks in an empty folder."""
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    log = folder / "jupyter.log"
    environment = os.environ | {
        "JUPYTER_CONFIG_PATH": str(ROOT / "binder" / "jupyter"),
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_DATA_DIR": str(folder / "data"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "IPYTHONDIR": str(folder / "ipython"),
    }
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
        *("--ServerApp.port=0", f"--IdentityProvider.token={TOKEN}"),
        *("--LanguageServerManager.autodetect=False", f"--ServerApp.root_dir={folder}"),
    ]
    with log.open("wb") as output:
        server = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, env=environment, cwd=folder
        )
    try:
        yield Lab(_wait_for(server, log))
    finally:
        server.terminate()
        server.wait(timeout=30)


@contextmanager
def running_browser(path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # --no-sandbox: Chromium refuses to run as root with one, and a container often is.
        browser = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def lab(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    assert chromium, "without a browser there is no need of a server"
    with running_lab(tmp_path_factory.mktemp("lab")) as lab:
        yield lab


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with running_browser(chromium) as browser:
        yield browser


def open_notebook(browser: Browser, lab: Lab, notebook: str, width: int, height: int) -> Page:
    """Open a notebook in JupyterLab."""
    page = browser.new_page(viewport={"width": width, "height": height})
    expect.set_options(timeout=20_000)
    page.goto(lab.address(notebook))
    expect(page.locator(".jp-Notebook")).to_be_visible(timeout=60_000)
    return page


def _wait_for(server: subprocess.Popen[bytes], log: Path) -> str:
    """Return the address that the server prints, once it answers there."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        found = re.search(r"(http://(?:localhost|127\.0\.0\.1):[1-9]\d*/)", log.read_text())
        if found:
            try:
                with urlopen(f"{found[1]}api", timeout=5):
                    return found[1]
            except URLError:
                pass
        time.sleep(0.2)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text()[-3000:]}")


def run_all(page: Page) -> None:
    """Run every cell of the open notebook and wait until the kernel is idle again."""
    # Before the kernel is there, Lab would ask which one to use.
    expect(page.get_by_text("| Idle")).to_be_visible(timeout=CELL_SECONDS * 1000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    busy = page.locator(".jp-InputPrompt", has_text="[*]")
    expect(page.locator(".jp-InputPrompt", has_text="[1]")).to_be_visible(
        timeout=CELL_SECONDS * 1000
    )
    expect(busy).to_have_count(0, timeout=CELL_SECONDS * 1000)
