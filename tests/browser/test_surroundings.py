"""The explorer beside other explorers, with a kernel that fails or is lost, and when it is closed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.explorers import cell, fill, header, open_view
from tools.browser import FRONTS, opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tools.browser import Lab

pytestmark = pytest.mark.browser

IMPORT = "from sgwlib import explorer"
FAILING = f"""\
{IMPORT}
from sgwlib.ui.views import TableView
def fail(self, model):
    raise RuntimeError("no table today")
TableView.show = fail
explorer()"""


@pytest.mark.parametrize("front", FRONTS)
def test_two_explorers_do_not_disturb_each_other(lab: Lab, browser: Browser, front: str) -> None:
    with opened(browser, lab, front, IMPORT, "explorer()", "explorer('DeleteVolume')") as page:
        one, other = page.locator(".sgw-explorer").all()
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


@pytest.mark.parametrize("front", FRONTS)
def test_a_callback_that_fails_is_reported(lab: Lab, browser: Browser, front: str) -> None:
    with opened(browser, lab, front, FAILING) as page:
        explorer = page.locator(".sgw-explorer")
        explorer.get_by_role("tab", name="Table").click()
        alert = explorer.get_by_role("alert")
        expect(alert).to_have_text("The explorer failed: RuntimeError: no table today")
        open_view(explorer, "Detail")
        expect(alert).to_have_count(0)


def test_a_restarted_kernel_is_reported(lab: Lab, browser: Browser) -> None:
    with opened(browser, lab, "lab", IMPORT, "explorer()") as page:
        page.get_by_role("menuitem", name="Kernel", exact=True).click()
        page.get_by_role("menuitem", name=re.compile("^Restart Kernel…")).click()
        page.get_by_role("button", name="Confirm Kernel Restart").click()
        alert = page.locator(".sgw-explorer").get_by_role("alert")
        expect(alert).to_have_text("The explorer lost its kernel. Run its cell again.")


def test_closing_it_empties_it(lab: Lab, browser: Browser) -> None:
    with opened(browser, lab, "lab", IMPORT, "shown = explorer()\nshown") as page:
        expect(page.locator(".sgw-matrix")).to_be_visible()
        # In the other cell, so that the output stays what it was.
        page.locator(".jp-Notebook .jp-Cell .cm-content").first.click()
        page.keyboard.press("Control+a")
        page.keyboard.type("shown.close()")
        page.keyboard.press("Shift+Enter")
        expect(page.locator(".sgw-matrix")).to_have_count(0)
        expect(page.locator(".jp-OutputArea-output button")).to_have_count(0)


def test_a_focus_on_a_header_survives_the_kernel_s_answer(lab: Lab, browser: Browser) -> None:
    with opened(browser, lab, "voila", IMPORT, "explorer()") as page:
        row = header(page.locator(".sgw-explorer"), "DeleteVolume")
        row.press("Enter")
        expect(row).to_have_attribute("aria-selected", "true")
        expect(row).to_be_focused()
