"""Fixtures: a real JupyterLab, Voilà and Chromium, shared by all tests in a browser."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.explorers import reset
from tools.browser import Lab, opened, running_app, running_browser, running_lab

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


FRONTS = ("lab", pytest.param("voila", marks=pytest.mark.heavy))


@pytest.fixture(scope="session", params=FRONTS)
def front(request: pytest.FixtureRequest, lab: Lab, browser: Browser) -> Iterator[Page]:
    """Show the explorer in JupyterLab; among the heavy tests, also by Voilà."""
    with opened(browser, lab, request.param, "from sgwlib import explorer", "explorer()") as page:
        yield page


@pytest.fixture
def explorer(front: Page) -> Iterator[Locator]:
    """Give the explorer of the page as it was opened: no filter, and nothing selected."""
    explorer = front.locator(".sgw-explorer")
    reset(explorer)
    yield explorer
    expect(explorer.locator(".sgw-problem")).to_have_text("")
