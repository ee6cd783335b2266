"""The explorer with a kernel: in JupyterLab and by Voilà, in step with Python."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from sgwlib import recording, save_coverage, simulate
from tests.browser.explorers import cell, header, open_view, status, title
from tests.browser.test_accessibility import serious
from tools.browser import CELL_SECONDS, notebook_of, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

    from tools.browser import Lab

pytestmark = pytest.mark.browser

SOURCES = (
    "import sgwlib",
    "one = sgwlib.explorer('DeleteVolume', 'VolumeInUse')\none",
    "print(one.now.line())",
)
TEXT = (
    "An error occurred (InvalidGatewayRequestException) when calling the DeleteVolume "
    "operation: The specified volume is already in use."
)


@pytest.fixture(scope="module")
def notebook(lab: Lab, browser: Browser) -> Iterator[Page]:
    """Show an explorer in JupyterLab on a laptop, its file browser open."""
    with opened(browser, lab, "lab", *SOURCES, files=True, width=1440, height=900) as page:
        yield page


@pytest.fixture
def explorer(notebook: Page) -> Locator:
    return notebook.locator(".sgw-explorer")


def run_last(page: Page, source: str) -> Locator:
    """Run another program in the last cell; return its output."""
    last = page.locator(".jp-CodeCell").last
    last.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.type(source)
    page.keyboard.press("Control+Enter")
    return last.locator(".jp-OutputArea-output")


def test_one_screen_in_jupyterlab(explorer: Locator, notebook: Page) -> None:
    expect(explorer.get_by_role("rowheader")).to_have_count(35)
    explorer.scroll_into_view_if_needed()
    panel = notebook.locator(".jp-WindowedPanel-outer").bounding_box()
    box = explorer.bounding_box()
    heading = title(explorer).bounding_box()
    assert panel
    assert box
    assert heading
    assert box["height"] <= panel["height"], "it is in view without scrolling the notebook"
    assert box["y"] <= heading["y"] <= panel["y"] + panel["height"]
    beyond = explorer.evaluate(
        """(root) => [...root.querySelectorAll(".sgw-bar > *, [role$=header], .sgw-section")].filter((each) =>
            each.getBoundingClientRect().right > root.getBoundingClientRect().right + 1)
            .map((each) => each.textContent)"""
    )
    assert beyond == []


def test_what_is_clicked_is_known_in_python_and_what_is_set_is_shown(
    explorer: Locator, notebook: Page
) -> None:
    header(explorer, "ListVolumes").click()
    expect(run_last(notebook, "one.now.line()")).to_have_text("\"sgwlib.explorer('ListVolumes')\"")
    run_last(notebook, "one.set(operations='DeleteVolume', codes='VolumeInUse', tab='handle')")
    expect(title(explorer)).to_have_text("DeleteVolume → VolumeInUse")
    expect(explorer.get_by_role("tabpanel")).to_contain_text("except (")


def test_python_explains_calls_and_runs(explorer: Locator) -> None:
    view = open_view(explorer, "Explain")
    view.get_by_role("textbox").fill(TEXT)
    view.get_by_role("button", name="Explain").click()
    expect(view.get_by_role("group", name="Explanation")).to_contain_text("VolumeInUse")
    expect(title(explorer)).to_have_text("DeleteVolume → VolumeInUse")
    explorer.get_by_role("tab", name="Response").click()
    explorer.get_by_role("button", name="Call it with a real boto3 client").click()
    expect(explorer.get_by_role("tabpanel").get_by_role("row")).to_have_count(4)
    explorer.get_by_role("tab", name="Provoke").click()
    explorer.get_by_role("button", name="Run the recipe").click()
    expect(explorer.locator(".sgw-answer")).to_contain_text("InvalidGatewayRequestException")
    open_view(explorer, "Matrix")


def test_a_report_is_shown_and_a_wrong_path_is_told(explorer: Locator, tmp_path: Path) -> None:
    with recording() as met:
        simulate("DeleteVolume", "VolumeInUse")
    save_coverage(met, tmp_path / "met.json")
    coverage = open_view(explorer, "Coverage")
    for path, words in (("none.json", "cannot be read"), ("met.json", "Met: 1 of 289")):
        coverage.get_by_label("Path of a coverage report").fill(str(tmp_path / path))
        coverage.get_by_role("button", name="Show").click()
        expect(coverage).to_contain_text(words)
    coverage.get_by_role("button", name="Remove").click()
    expect(coverage).not_to_contain_text("Met: 1 of 289")
    open_view(explorer, "Matrix")


FOCUSABLE = """(explorer) => [...explorer.querySelectorAll(
    "button, input, select, textarea, summary, a[href], [tabindex]"
)].filter((each) => each.checkVisibility() && each.getClientRects().length)"""
# JupyterLab's shortcuts stay off in an element with the attribute, and in a text field.
UNGUARDED = f"""(part) => ({FOCUSABLE})(part).filter((each) =>
    each.dataset.lmSuppressShortcuts !== "true" && !each.matches("input, textarea, a")
).map((each) => each.outerHTML.slice(0, 160))"""


def test_no_letter_is_a_shortcut_of_jupyterlab(explorer: Locator, notebook: Page) -> None:
    cells = notebook.locator(".jp-Notebook .jp-Cell")
    before = cells.count()
    cell(explorer, "DeleteVolume", "VolumeInUse").click()
    for view in ("Matrix", "Drawing", "Table", "Coverage", "Explain"):
        open_view(explorer, view)
        assert explorer.evaluate(UNGUARDED) == [], view
    open_view(explorer, "Matrix")
    header(explorer, "DeleteVolume").press("b")  # in JupyterLab: insert a cell below
    notebook.keyboard.press("/")
    expect(explorer.get_by_label("Search")).to_be_focused()
    notebook.keyboard.press("Escape")
    assert cells.count() == before
    # And that this test can fail:
    row = header(explorer, "DeleteVolume")
    row.evaluate("row => row.removeAttribute('data-lm-suppress-shortcuts')")
    row.press("b")
    expect(cells).to_have_count(before + 1)
    notebook.keyboard.press("z")


@pytest.mark.heavy
def test_two_explorers_do_not_disturb_each_other_and_a_lost_kernel_is_told(
    lab: Lab, browser: Browser
) -> None:
    sources = ("import sgwlib", "one = sgwlib.explorer(); one", "sgwlib.explorer('ListVolumes')")
    with opened(browser, lab, "lab", *sources) as page:
        expect(page.get_by_role("grid")).to_have_count(2)
        one, other = page.locator(".sgw-explorer").all()
        one.get_by_label("Search").fill("iscsi")
        expect(status(one)).to_contain_text("pairs shown")
        expect(title(other)).to_have_text("ListVolumes")
        ids = page.eval_on_selector_all(".sgw-explorer [id]", "all => all.map(({ id }) => id)")
        assert len(ids) == len(set(ids))
        assert "#" not in page.url.partition("?")[2], "the address belongs to JupyterLab"
        page.get_by_role("menuitem", name="Kernel", exact=True).click()
        page.get_by_role("menuitem", name=re.compile("^Restart Kernel…")).click()
        page.get_by_role("button", name="Confirm Kernel Restart").click()
        expect(page.get_by_text("| Idle")).to_be_visible(timeout=CELL_SECONDS * 1000)
        cell(other, "DeleteVolume", "VolumeInUse").click()
        expect(other.get_by_role("tabpanel")).to_contain_text("needs Python")
        explain = open_view(other, "Explain")
        explain.get_by_label("Error text").fill(TEXT)
        explain.get_by_role("button", name="Explain").click()
        expect(explain).to_contain_text("The kernel was restarted. Run the cell again.")


@pytest.mark.heavy
def test_opening_adds_little_to_a_saved_notebook(lab: Lab, browser: Browser) -> None:
    sources = ("import sgwlib", "sgwlib.explorer()")
    with opened(browser, lab, "lab", *sources) as page:
        name = page.url.partition("/tree/")[2].partition("?")[0]
        page.keyboard.press("Control+s")
        path = lab.folder / name
        for _ in range(100):
            if '"text/html"' in path.read_text(encoding="utf-8"):
                break
            page.wait_for_timeout(100)
        grown = path.stat().st_size - len(notebook_of(*sources))
        assert 10_000 < grown < 200_000
        (output,) = json.loads(path.read_text(encoding="utf-8"))["cells"][1]["outputs"]
        assert "image/png" not in output["data"]


@pytest.mark.heavy
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_by_voila_as_in_jupyterlab(lab: Lab, browser: Browser, axe: str, theme: str) -> None:
    with opened(browser, lab, "voila", *SOURCES, query=f"&theme={theme}") as page:
        explorer = page.locator(".sgw-explorer")
        expect(title(explorer)).to_have_text("DeleteVolume → VolumeInUse")
        explorer.get_by_role("tab", name="Provoke").click()
        explorer.get_by_role("button", name="Run the recipe").click()
        expect(explorer.locator(".sgw-answer")).to_contain_text("InvalidGatewayRequestException")
        expect(page).to_have_url(re.compile("codes=VolumeInUse"))
        explorer.get_by_role("tab", name="Evidence").click()
        page.evaluate(axe)
        assert serious(page, "color-contrast") == []
