"""The explorer as a page: live through Voilà, and as HTML without a kernel or a network."""

from __future__ import annotations

import json
import platform
import re
import subprocess
import sys
import time
from http.client import NOT_FOUND
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.browser.explorers import cell, title
from tools.browser import CELL_SECONDS, OURS, ROOT, blameless, run_all

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Route

    from tools.browser import Lab

pytestmark = [pytest.mark.browser, pytest.mark.heavy]

NOTEBOOK = "notebooks/explorer.ipynb"
PAGE_SECONDS = 60
NARROW, FOUR_K = 900, 3840
CODE = ".jp-CodeCell .jp-InputArea-editor"


def shown(page: Page, address: str) -> Page:
    """Open a page and wait for the explorer in it."""
    page.goto(address, timeout=PAGE_SECONDS * 1000)
    expect(page.get_by_role("grid").first).to_be_visible(timeout=PAGE_SECONDS * 1000)
    return page


@pytest.fixture(scope="module")
def page(app: str, browser: Browser) -> Iterator[Page]:
    with blameless(browser) as page:
        yield shown(page, app)


def test_it_shows_the_explorer_and_no_code(page: Page) -> None:
    expect(page).to_have_title("Storage Gateway errors")
    expect(page.locator(".sgw-count")).to_contain_text("289 pairs")
    expect(page.locator(CODE)).to_have_count(0)


def test_a_search_and_a_click_work(page: Page) -> None:
    explorer = page.locator(".sgw-explorer")
    explorer.get_by_label("Search").fill("volumeinuse")
    expect(explorer.locator(".sgw-count")).to_contain_text("1 of 289 pairs")
    cell(explorer, "DeleteVolume", "VolumeInUse").click()
    expect(title(explorer)).to_have_text("DeleteVolume → VolumeInUse")


def lightness(page: Page) -> float:
    """Return how light what is behind the explorer is, from 0 to 255."""
    variable = "getComputedStyle(document.body).getPropertyValue('--jp-layout-color0')"
    assert page.evaluate(variable), "without JupyterLab's colours the explorer has none"
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return max(map(float, re.findall(r"[\d.]+", colour)[:3]))


def test_it_is_light_or_dark(app: str, browser: Browser, page: Page) -> None:
    assert lightness(page) > 127
    with blameless(browser) as dark:
        assert lightness(shown(dark, f"{app}?theme=dark")) < 128


def test_the_page_leaves_its_whole_width_to_the_explorer(page: Page) -> None:
    for width in (NARROW, FOUR_K):
        page.set_viewport_size({"width": width, "height": 1000})
        # The page is laid out again some time after the call returns.
        page.wait_for_function(
            "least => document.querySelector('.sgw-explorer').clientWidth > least", arg=width - 60
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_visit_has_a_kernel_that_ends_with_it(app: str, browser: Browser) -> None:
    page = shown(browser.new_page(), app)
    settings = page.locator("#jupyter-config-data").text_content()
    kernel = f"{app}api/kernels/{json.loads(settings or '')['kernelId']}"
    assert page.request.get(kernel).ok
    page.goto("about:blank")
    deadline = time.monotonic() + PAGE_SECONDS
    while page.request.get(kernel).ok and time.monotonic() < deadline:
        page.wait_for_timeout(200)
    assert page.request.get(kernel).status == NOT_FOUND
    page.close()


def test_without_our_template_it_would_ask_other_machines(app: str, browser: Browser) -> None:
    """Show that `blameless` can fail. Once this test fails, our template can go."""
    strangers: list[str] = []

    def refuse(route: Route) -> None:
        strangers.append(route.request.url)
        route.abort()

    page = browser.new_page()
    page.route(lambda address: not OURS.match(address), refuse)
    shown(page, f"{app}?template=lab")
    page.close()
    assert strangers


class TestInJupyterLab:
    def test_the_notebook_runs_and_is_not_opened_as_changed(
        self, lab: Lab, browser: Browser
    ) -> None:
        # JupyterLab writes the version of Python into a notebook, so here it is the right one.
        file, version = lab.folder / NOTEBOOK, platform.python_version()
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(r'"version": "3[\d.]+"', f'"version": "{version}"', text))
        with blameless(browser) as page:
            page.goto(lab.address(NOTEBOOK))
            expect(page.locator(".jp-Notebook")).to_be_visible(timeout=PAGE_SECONDS * 1000)
            expect(page.get_by_text("| Idle")).to_be_visible(timeout=CELL_SECONDS * 1000)
            tab = page.get_by_role("tab", name="explorer.ipynb")
            expect(tab).not_to_have_class(re.compile("jp-mod-dirty"))
            run_all(page)
            expect(page.get_by_role("grid").first).to_be_visible()

    def test_its_server_gives_the_page_as_binder_does(self, lab: Lab, browser: Browser) -> None:
        with blameless(browser) as page:
            shown(page, lab.page(NOTEBOOK))
            expect(page.locator(CODE)).to_have_count(0)


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Export the notebook as `make html` does."""
    folder = tmp_path_factory.mktemp("html")
    command = [sys.executable, "-m", "nbconvert", "--execute", "--to", "html"]
    subprocess.run(
        [*command, "--output-dir", folder, ROOT / NOTEBOOK],
        check=True,
        capture_output=True,
        timeout=CELL_SECONDS,
    )
    return folder / "explorer.html"


def test_exported_it_is_alive_without_a_kernel_and_without_a_network(
    html: Path, browser: Browser
) -> None:
    with blameless(browser) as page:
        page.context.set_offline(True)
        page.goto(html.as_uri())
        explorer = page.locator(".sgw-explorer")
        expect(explorer).to_have_count(1)
        explorer.get_by_label("Search").fill("volumeinuse")
        expect(explorer.locator(".sgw-count")).to_contain_text("1 of 289 pairs")
        cell(explorer, "DeleteVolume", "VolumeInUse").click()
        expect(title(explorer)).to_have_text("DeleteVolume → VolumeInUse")
        expect(page).to_have_url(re.compile("codes=VolumeInUse"))
        expect(page.locator(CODE)).to_have_count(1)
