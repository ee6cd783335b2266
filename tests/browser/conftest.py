"""Fixtures: a real JupyterLab, Voilà and Chromium, shared by all tests in a browser."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.explorers import reset
from tools.browser import (
    TOKEN,
    Lab,
    blameless,
    opened,
    own_notebook,
    running_app,
    running_browser,
    running_lab,
    running_tab,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def chromium() -> str:
    path = shutil.which("chromium")
    if path is None and os.environ.get("CI"):
        pytest.fail("CI has no chromium, and may not skip a browser test")
    if path is None:
        pytest.skip("no chromium here (on Debian: apt-get install chromium)")
    return path


@pytest.fixture(scope="session")
def lab(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    assert chromium, "without a browser there is no need of a server"
    with running_lab(tmp_path_factory.mktemp("lab")) as lab:
        yield lab


@pytest.fixture(scope="session")
def app(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    assert chromium, "without a browser there is no need of a server"
    with running_app(tmp_path_factory.mktemp("app")) as url:
        yield url


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with running_browser(chromium) as browser:
        yield browser


@pytest.fixture(scope="session")
def window(lab: Lab, browser: Browser) -> Iterator[Page]:
    """Show a JupyterLab in which each notebook has a tab: to load it takes longer than most tests."""
    with blameless(browser, width=1660, height=1300) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto(f"{lab.url}lab?token={TOKEN}&reset")
        page.locator(".jp-LauncherCard").first.wait_for(timeout=60_000)
        yield page


FRONTS = ("lab", pytest.param("voila", marks=pytest.mark.heavy))


@pytest.fixture(scope="session", params=FRONTS)
def front(request: pytest.FixtureRequest, lab: Lab, browser: Browser) -> Iterator[Page]:
    """Show the explorer in JupyterLab; among the heavy tests, also by Voilà."""
    sources = ("from sgwlib import explorer", "explorer()")
    if request.param == "voila":
        with opened(browser, lab, "voila", *sources) as page:
            yield page
    else:
        window: Page = request.getfixturevalue("window")
        with running_tab(window, own_notebook(lab, *sources)) as notebook:
            expect(notebook.get_by_role("grid")).to_be_visible()
            yield window


@pytest.fixture
def explorer(front: Page) -> Iterator[Locator]:
    """Give the explorer of the page as it was opened: no filter, and nothing selected."""
    explorer = front.locator(".sgw-explorer").filter(visible=True)  # another tab may have one
    reset(explorer)
    yield explorer
    expect(explorer.locator(".sgw-problem")).to_have_text("")
