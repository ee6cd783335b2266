"""Fixtures: a real JupyterLab, Voilà and Chromium, shared by all tests in a browser."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import sgwlib
from sgwlib import recording, simulate
from tests.browser.explorers import explorer_file
from tests.node import install
from tools.browser import (
    TOKEN,
    Lab,
    blameless,
    running_app,
    running_browser,
    running_lab,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator, Page


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


@pytest.fixture(scope="session")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Save an explorer, and one that shows what a client has met."""
    folder = tmp_path_factory.mktemp("explorer")
    sgwlib.explorer().save(folder / "explorer.html")
    with recording() as met:
        simulate("DeleteVolume", "VolumeInUse")
        simulate("ListGateways", "VolumeInUse", undocumented=True)
    sgwlib.explorer(coverage=met).save(folder / "met.html")
    return folder / "explorer.html"


@pytest.fixture
def explorer(browser: Browser, file: Path) -> Iterator[Locator]:
    """Show the explorer's file on a laptop."""
    with explorer_file(browser, file) as explorer:
        yield explorer


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = install(Path(__file__).parent / "axe", tmp_path_factory.mktemp("axe"))
    return (folder / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def page(explorer: Locator) -> Page:
    """Give the page of the explorer."""
    return explorer.page
