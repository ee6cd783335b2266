"""A real JupyterLab, Voilà and Chromium, for tests in a browser, benchmarks and pictures."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from socket import create_connection, create_server
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import ConsoleMessage, Request, Response, WebSocket

__all__ = [
    "CELL_SECONDS",
    "OURS",
    "ROOT",
    "TOKEN",
    "Lab",
    "blameless",
    "notebook_of",
    "open_notebook",
    "opened",
    "own_notebook",
    "run_all",
    "running_app",
    "running_browser",
    "running_lab",
    "running_tab",
    "shown_notebook",
]

ROOT = Path(__file__).parents[1]
TOKEN = "of-the-browser-tests"  # noqa: S105 - of a server that only this machine reaches
START_SECONDS = 90
CELL_SECONDS = 120
OURS = re.compile(r"(?:http|ws)://(?:localhost|127\.0\.0\.1):|(?:file|data|blob|about):")


class Lab(NamedTuple):
    """A running JupyterLab."""

    url: str
    folder: Path

    def address(self, notebook: str) -> str:
        """Return the address of a notebook in JupyterLab."""
        return f"{self.url}lab/tree/{notebook}?token={TOKEN}&reset"

    def page(self, notebook: str) -> str:
        """Return the address of a notebook as Binder opens it: a page by Voilà in this server."""
        return f"{self.url}voila/render/{notebook}?token={TOKEN}"


@contextmanager
def running_lab(folder: Path) -> Iterator[Lab]:
    """Start JupyterLab as `make lab` does, on a copy of the notebooks in an empty folder."""
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    with _running(
        folder,
        *("jupyterlab", "--no-browser", "--allow-root"),
        *("--ServerApp.port=0", f"--IdentityProvider.token={TOKEN}"),
        *("--LanguageServerManager.autodetect=False", f"--ServerApp.root_dir={folder}"),
    ) as url:
        yield Lab(url, folder)


@contextmanager
def running_app(folder: Path) -> Iterator[str]:
    """Serve the explorer through Voilà as `make app` does, and return its address."""
    notebook = ROOT / "notebooks" / "explorer.ipynb"
    with _running(folder, "voila", str(notebook), "--no-browser", f"--port={_free_port()}") as url:
        yield url


@contextmanager
def _running(folder: Path, module: str, *options: str) -> Iterator[str]:
    """Start a server with no settings but the kit's, and return the address that it prints."""
    log = folder / "server.log"
    # Nothing of the person who runs it is read or changed, such as their progress of practice.
    state = (
        *("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"),
        "XDG_DATA_HOME",
    )
    with log.open("wb") as output:
        server = subprocess.Popen(  # noqa: S603 - our own server with our own arguments
            [sys.executable, "-m", module, *options],
            stdout=output,
            stderr=subprocess.STDOUT,
            env=os.environ | {name: str(folder / name.lower()) for name in state},
            cwd=folder,
        )
    try:
        yield _address(server, log)
    finally:
        server.terminate()
        server.wait(timeout=30)


def _address(server: subprocess.Popen[bytes], log: Path) -> str:
    """Return the address that the server prints, once it answers there."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        found = re.search(r"(http://(localhost|127\.0\.0\.1):([1-9]\d*)/)", log.read_text())
        if found:
            with suppress(OSError), create_connection((found[2], int(found[3])), timeout=5):
                return found[1]
        time.sleep(0.2)
    raise RuntimeError(f"the server did not start:\n{log.read_text()[-3000:]}")


def _free_port() -> int:
    """Return a port for Voilà, which would print the 0 by which others choose one themselves."""
    with create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextmanager
def running_browser(path: str) -> Iterator[Browser]:
    """Start Chromium."""
    with sync_playwright() as playwright:
        # --no-sandbox: Chromium refuses to run as root with one, and a container often is.
        browser = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@contextmanager
def blameless(
    browser: Browser, width: int = 1440, height: int = 1000, **settings: Any
) -> Iterator[Page]:
    """Open a page that must not log an error and must not ask another machine for anything."""
    page = browser.new_page(viewport={"width": width, "height": height}, **settings)
    expect.set_options(timeout=20_000)
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(message.text)

    def follow(sent: Request | WebSocket) -> None:
        if not OURS.match(sent.url):
            complaints.append(f"asked another machine: {sent.url}")

    page.on("console", listen)
    page.on("pageerror", lambda error: complaints.append(error.stack or str(error)))
    page.on("request", follow)
    page.on("websocket", follow)
    yield page
    page.close()
    if complaints:
        raise RuntimeError("\n".join(complaints))


@contextmanager
def opened(
    browser: Browser,
    lab: Lab,
    front: str,
    *sources: str,
    query: str = "",
    files: bool = False,
    **settings: Any,
) -> Iterator[Page]:
    """Show a notebook of these cells in JupyterLab or by Voilà, all of them run.

    With `files`, JupyterLab's file browser stays open.
    """
    name = own_notebook(lab, *sources)
    with blameless(browser, **{"width": 1660, "height": 1300, **settings}) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        if front == "lab":
            page.goto(lab.address(name))
            expect(page.locator(".jp-Notebook")).to_be_visible(timeout=60_000)
            run_all(page)
            if not files:
                page.keyboard.press("Control+b")  # hides the file browser
        else:
            page.goto(lab.page(name) + query, timeout=60_000)
        expect(page.get_by_role("grid").first).to_be_visible(timeout=60_000)
        yield page


def own_notebook(lab: Lab, *sources: str) -> str:
    """Write a notebook of these cells of code, and return its path in JupyterLab."""
    name = f"notebooks/own-{uuid4().hex[:8]}.ipynb"
    (lab.folder / name).write_text(notebook_of(*sources), encoding="utf-8")
    return name


@contextmanager
def running_tab(page: Page, notebook: str) -> Iterator[Locator]:
    """Open a notebook in a new tab of an open JupyterLab, and run it. Then show the tab before.

    The new tab stays, because its kernel takes some seconds to stop.
    """
    before = page.locator(".lm-TabBar-tab.jp-mod-current").inner_text()
    page.get_by_role("menuitem", name="File", exact=True).click()
    page.get_by_text("Open from Path…", exact=True).click()
    page.locator(".jp-Dialog input").fill(notebook)
    # Until Lab has begun a session, the status bar may tell of the kernel of the tab before.
    with page.expect_response(_begins_a_session, timeout=CELL_SECONDS * 1000):
        page.get_by_role("button", name="Open", exact=True).click()
    tab = page.get_by_role("tab", name=notebook.rpartition("/")[2])
    expect(tab).to_have_attribute("aria-selected", "true")
    run_all(page)
    if page.locator(".jp-DirListing").is_visible():
        page.keyboard.press("Control+b")  # hides the file browser, once Lab has laid out its window
    yield shown_notebook(page)
    page.get_by_role("tab", name=before).click()


def _begins_a_session(answer: Response) -> bool:
    return answer.request.method == "POST" and "/api/sessions" in answer.url


def shown_notebook(page: Page) -> Locator:
    """Return the notebook of the tab that is open in JupyterLab."""
    return page.locator(".jp-NotebookPanel").filter(visible=True)


def open_notebook(browser: Browser, lab: Lab, notebook: str, width: int, height: int) -> Page:
    """Open a notebook in JupyterLab."""
    page = browser.new_page(viewport={"width": width, "height": height})
    expect.set_options(timeout=20_000)
    page.goto(lab.address(notebook))
    expect(page.locator(".jp-Notebook")).to_be_visible(timeout=60_000)
    return page


def notebook_of(*sources: str, hidden: bool = False) -> str:
    """Return a notebook of these cells of code, their sources hidden or not."""
    return json.dumps(
        {
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": {
                "kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)"},
                "language_info": {"name": "python"},
            },
            "cells": [
                {
                    "cell_type": "code",
                    "id": f"cell-{number}",
                    "metadata": {"jupyter": {"source_hidden": hidden}},
                    "execution_count": None,
                    "outputs": [],
                    "source": source,
                }
                for number, source in enumerate(sources)
            ],
        }
    )


def run_all(page: Page) -> None:
    """Run every cell of the notebook in the open tab and wait until the kernel is idle again."""
    notebook = shown_notebook(page)
    # Before the kernel is there, Lab would ask which one to use.
    expect(page.get_by_text("| Idle")).to_be_visible(timeout=CELL_SECONDS * 1000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    busy = notebook.locator(".jp-InputPrompt", has_text="[*]")
    expect(notebook.locator(".jp-InputPrompt", has_text="[1]")).to_be_visible(
        timeout=CELL_SECONDS * 1000
    )
    expect(busy).to_have_count(0, timeout=CELL_SECONDS * 1000)
