"""The explorer beside other explorers, with a kernel that fails or is lost, and when it is closed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import FRONTS
from tests.browser.explorers import cell, fill, header, open_view
from tools.browser import CELL_SECONDS, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tools.browser import Lab

pytestmark = [pytest.mark.browser, pytest.mark.heavy]

FAILING = """\
def fail(model):
    raise RuntimeError("no table today")
failing = explorer()
failing.panels["table"].show = fail
failing"""


@pytest.fixture(scope="module", params=FRONTS)
def page(request: pytest.FixtureRequest, lab: Lab, browser: Browser) -> Iterator[Page]:
    """Show three explorers: two that work, and one whose table fails."""
    sources = ("from sgwlib import explorer", "explorer()", "explorer('DeleteVolume')", FAILING)
    with opened(browser, lab, request.param, *sources) as page:
        expect(page.get_by_role("grid")).to_have_count(3, timeout=60_000)
        yield page


def test_two_explorers_do_not_disturb_each_other(page: Page) -> None:
    one, other, _ = page.locator(".sgw-explorer").all()
    fill(one, "Resource", "gateway")
    expect(one.get_by_role("status")).to_contain_text("39 of 289")
    expect(other.get_by_role("status")).to_contain_text("289 documented pairs")
    cell(other, "DeleteVolume", "VolumeInUse").click()
    expect(other.get_by_role("status")).to_contain_text("can return VolumeInUse")
    expect(one.get_by_role("status")).not_to_contain_text("Selected")
    open_view(one, "Table")
    expect(other.get_by_role("region", name="Detail")).to_be_visible()
    ids = page.eval_on_selector_all(".sgw-explorer [id]", "all => all.map(({ id }) => id)")
    assert len(ids) == len(set(ids))


def test_a_focus_on_a_header_survives_the_kernel_s_answer(page: Page) -> None:
    row = header(page.locator(".sgw-explorer").nth(1), "DeleteVolume")
    row.press("Enter")
    expect(row).to_have_attribute("aria-selected", "true")
    expect(row).to_be_focused()


def test_a_callback_that_fails_is_reported(page: Page) -> None:
    failing = page.locator(".sgw-explorer").nth(2)
    failing.get_by_role("tab", name="Table").click()
    alert = failing.get_by_role("alert")
    expect(alert).to_have_text("The explorer failed: RuntimeError: no table today")
    open_view(failing, "Detail")
    expect(alert).to_have_count(0)


@pytest.mark.parametrize("page", ["lab"], indirect=True)
def test_closing_one_empties_it_and_a_restarted_kernel_is_reported(page: Page) -> None:
    # Closed from another cell, so that its own output stays as it was.
    page.locator(".jp-Notebook .jp-Cell .cm-content").first.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("failing.close()")
    page.keyboard.press("Shift+Enter")
    expect(page.locator(".sgw-matrix")).to_have_count(2)
    expect(page.locator(".jp-Cell").nth(3).locator(".jp-OutputArea-output button")).to_have_count(0)
    page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.get_by_role("menuitem", name=re.compile("^Restart Kernel…")).click()
    page.get_by_role("button", name="Confirm Kernel Restart").click()
    alert = page.locator(".sgw-explorer").first.get_by_role("alert")
    expect(alert).to_have_text("The explorer lost its kernel. Run its cell again.")
    # A server that is stopped while a kernel restarts hangs.
    expect(page.get_by_text("| Idle")).to_be_visible(timeout=CELL_SECONDS * 1000)
