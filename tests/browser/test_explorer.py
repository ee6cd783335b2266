"""The start notebook and the explorer, as a newcomer meets them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, Page, expect

from sgwlib import load_catalogue
from sgwlib.filters import Filter
from tests.browser.conftest import ROOT, blameless, run_all

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.browser.conftest import Lab

pytestmark = pytest.mark.browser

NOTEBOOK = "notebooks/00_start_here.ipynb"


@pytest.fixture(scope="module")
def notebook(browser: Browser, lab: Lab) -> Iterator[Page]:
    """Open the start notebook in JupyterLab and run it from top to bottom."""
    with blameless(browser, width=1500, height=1300) as page:
        page.goto(lab.address(NOTEBOOK))
        expect(page.locator(".jp-Notebook")).to_be_visible(timeout=60_000)
        run_all(page)
        yield page


@pytest.fixture
def explorer(notebook: Page) -> Iterator[Locator]:
    """Give the explorer of the notebook, with no filter and nothing selected."""
    explorer = notebook.locator(".sgw-explorer")
    explorer.get_by_role("button", name="Clear filters").click()
    explorer.get_by_label("Fold equal rows and columns").set_checked(False)
    explorer.get_by_label("Order").select_option("seriated")
    explorer.get_by_role("rowheader", name=re.compile("^DeleteVolume:")).press("Escape")
    expect(explorer.get_by_role("status")).to_have_text(
        "289 documented pairs: 35 operations, 36 error codes."
    )
    yield explorer
    expect(explorer.get_by_role("alert")).to_have_count(0)


def cell(explorer: Locator, operation: str, code: str) -> Locator:
    return explorer.get_by_role("gridcell", name=f"{operation} can return {code}, documented")


def fill(explorer: Locator, label: str, text: str) -> None:
    box = explorer.get_by_label(label, exact=True)
    box.fill(text)
    box.press("Enter")


def test_no_news_prompt_and_no_error_output(notebook: Page) -> None:
    assert notebook.get_by_text("Would you like to get notified").count() == 0
    for kind in ("error", "stderr"):
        outputs = notebook.locator(f'[data-mime-type="application/vnd.jupyter.{kind}"]')
        assert outputs.all_text_contents() == []
    cells = json.loads((ROOT / NOTEBOOK).read_bytes())["cells"]
    last = sum(cell["cell_type"] == "code" for cell in cells)
    expect(notebook.locator(".jp-InputPrompt", has_text=f"[{last}]")).to_be_attached()


def click_at(explorer: Locator, operation: str, code: str) -> None:
    """Click where a row and a column cross, whether there is an element or only a dot."""
    row = explorer.get_by_role("rowheader", name=re.compile(f"^{operation}:"))
    column = explorer.get_by_role("columnheader", name=re.compile(f"^{code}:"))
    across, down = row.bounding_box(), column.bounding_box()
    assert across, "the row is on screen"
    assert down, "the column is on screen"
    # A slanted label begins at its column, a little to the right of the middle.
    grid = explorer.get_by_role("grid").bounding_box()
    assert grid
    explorer.get_by_role("grid").click(
        position={
            "x": down["x"] + 6 - grid["x"],
            "y": across["y"] + across["height"] / 2 - grid["y"],
        }
    )


def test_the_matrix_has_every_documented_cell_and_those_that_were_observed(
    explorer: Locator,
) -> None:
    assert explorer.get_by_role("gridcell", name=re.compile("can return")).count() == 289
    observed = explorer.get_by_role("gridcell", name=re.compile("has been seen to return"))
    expect(observed).to_have_attribute("aria-label", re.compile("^DescribeBandwidthRateLimit"))


def test_a_filter_narrows_the_matrix(explorer: Locator) -> None:
    fill(explorer, "Resource", "snapshot schedule")
    expect(explorer.get_by_role("rowheader")).to_have_count(3)
    expect(explorer.get_by_role("status")).to_contain_text("17 of 289 documented pairs")
    expect(explorer.get_by_role("gridcell", name=re.compile("can return"))).to_have_count(17)


def test_search_narrows_as_one_types(explorer: Locator) -> None:
    explorer.get_by_label("Search").press_sequentially("iscsi init")
    expect(explorer.get_by_role("status")).to_contain_text("1 operation, 1 error code")
    expect(cell(explorer, "DeleteVolume", "VolumeInUse")).to_be_visible()


def test_what_a_search_leaves_out_does_not_look_undocumented(explorer: Locator) -> None:
    explorer.get_by_label("Search").press_sequentially("iscsi")
    expect(explorer.get_by_role("status")).to_contain_text("of 289 documented pairs")
    left_out = cell(explorer, "DeleteVolume", "InternalError")
    expect(left_out).to_have_attribute("aria-label", re.compile("left out by the filters$"))
    rows = explorer.get_by_role("rowheader").count()
    columns = explorer.get_by_role("columnheader").count()
    catalogue = load_catalogue()
    shown = Filter(text="iscsi").pairs(catalogue)
    operations, codes = {pair[0] for pair in shown}, {pair[1] for pair in shown}
    assert (rows, columns) == (len(operations), len(codes))
    documented = explorer.get_by_role("gridcell", name=re.compile("can return"))
    expect(documented).to_have_count(
        sum(pair[0] in operations and pair[1] in codes for pair in catalogue.pairs)
    )


def test_a_wrong_name_is_answered_with_the_nearest(explorer: Locator) -> None:
    fill(explorer, "Operation", "DeleteVolumes")
    expect(explorer.get_by_role("alert")).to_contain_text("did you mean DeleteVolume")
    fill(explorer, "Operation", "DeleteVolume")
    expect(explorer.get_by_role("alert")).to_have_count(0)
    expect(explorer.get_by_role("rowheader")).to_have_count(1)


def test_a_click_on_a_cell_shows_the_pair_and_its_response(explorer: Locator) -> None:
    cell(explorer, "DeleteVolume", "VolumeInUse").click()
    detail = explorer.get_by_role("region", name="Detail")
    expect(detail.get_by_role("heading", level=3)).to_have_text(
        "DeleteVolume can return VolumeInUse, documented"
    )
    expect(detail.get_by_role("group", name="Raw HTTP")).to_contain_text("HTTP/1.1 400 Bad Request")
    expect(detail.get_by_role("group", name="Raw HTTP")).to_contain_text('{"errorCode": "VolumeInUse"}')
    expect(detail.get_by_role("group", name="As boto3 raises it")).to_contain_text(
        "botocore.errorfactory.InvalidGatewayRequestException: An error occurred"
    )


def test_the_carrier_decides_the_status(explorer: Locator) -> None:
    cell(explorer, "ListGateways", "InternalError").click()
    raw = explorer.get_by_role("group", name="Raw HTTP")
    expect(raw).to_contain_text("HTTP/1.1 500 Internal Server Error")
    explorer.get_by_label("Carrier").select_option("InvalidGatewayRequestException")
    expect(raw).to_contain_text("HTTP/1.1 400 Bad Request")
    explorer.get_by_label("Error", exact=True).select_option("ThrottlingException")
    expect(raw).to_contain_text("Rate exceeded.")


def test_a_click_on_a_row_or_column_shows_all_of_it(explorer: Locator) -> None:
    detail = explorer.get_by_role("region", name="Detail")
    explorer.get_by_role("rowheader", name=re.compile("^ActivateGateway:")).click()
    expect(detail).to_contain_text("can return 8 of 36 error codes")
    explorer.get_by_role("columnheader", name=re.compile("^VolumeNotReady:")).click()
    expect(detail).to_contain_text("Returned by 2 operations")
    detail.get_by_role("button", name="CreateSnapshot", exact=True).click()
    expect(explorer.get_by_role("status")).to_contain_text(
        "CreateSnapshot can return VolumeNotReady"
    )


def test_folding_shows_the_distinct_rows_and_columns(explorer: Locator) -> None:
    explorer.get_by_label("Fold equal rows and columns").check()
    expect(explorer.get_by_role("rowheader")).to_have_count(18)
    expect(explorer.get_by_role("columnheader")).to_have_count(17)


def test_the_keyboard_reaches_every_cell_and_lab_keeps_its_hands_off(
    notebook: Page, explorer: Locator
) -> None:
    cells_before = notebook.locator(".jp-Notebook .jp-Cell").count()
    explorer.get_by_label("Order").select_option("page")
    expect(explorer.get_by_role("rowheader").first).to_have_text("ActivateGateway")
    header = explorer.get_by_role("rowheader", name=re.compile("^DeleteVolume:"))
    header.focus()
    header.press("End")
    focused = notebook.locator(":focus")
    expect(focused).to_have_attribute("aria-label", re.compile("^DeleteVolume with VolumeNotReady"))
    for key in ("ArrowLeft", "ArrowLeft"):
        focused.press(key)
    focused.press("Enter")
    expect(explorer.get_by_role("status")).to_contain_text("DeleteVolume can return VolumeInUse")
    for shortcut in ("b", "a", "x", "m"):
        focused.press(shortcut)
    assert notebook.locator(".jp-Notebook .jp-Cell").count() == cells_before
    expect(explorer.get_by_role("gridcell", name=re.compile("can return"))).to_have_count(289)


def test_a_click_leaves_the_matrix_where_it_is(explorer: Locator) -> None:
    def place() -> float:
        script = """grid => grid.getBoundingClientRect().top
            - grid.closest(".sgw-explorer").getBoundingClientRect().top"""
        return float(explorer.get_by_role("grid").evaluate(script))

    before = place()
    click_at(explorer, "CreateSnapshotFromVolumeRecoveryPoint", "ActivationKeyExpired")
    expect(explorer.get_by_role("status")).to_contain_text("does not make it impossible")
    assert place() == before


def test_a_click_on_a_count_is_one_on_its_row_or_column(explorer: Locator) -> None:
    explorer.get_by_label("Order").select_option("alphabetical")
    expect(explorer.get_by_role("rowheader").first).to_have_text(re.compile("^ActivateGateway"))
    counts = explorer.locator(".sgw-count")
    counts.last.click()
    expect(explorer.get_by_role("status")).to_contain_text("Selected: UpdateSnapshotSchedule.")
    counts.first.click()
    expect(explorer.get_by_role("status")).to_contain_text("Selected: ActivationKeyExpired.")


def test_the_detail_keeps_the_focus_of_the_keyboard(notebook: Page, explorer: Locator) -> None:
    cells_before = notebook.locator(".jp-Notebook .jp-Cell").count()
    detail = explorer.get_by_role("region", name="Detail")
    explorer.get_by_role("columnheader", name=re.compile("^VolumeNotReady:")).click()
    detail.get_by_role("button", name="CreateSnapshot", exact=True).press("Enter")
    expect(detail.get_by_role("heading", level=3)).to_contain_text("CreateSnapshot can return")
    expect(detail).to_be_focused()
    detail.press("b")
    detail.press("Tab")
    expect(detail.get_by_role("button").first).to_be_focused()
    carrier = detail.get_by_label("Carrier")
    carrier.select_option("InternalServerError")
    carrier.focus()
    carrier.select_option("InvalidGatewayRequestException")
    expect(detail.get_by_role("group", name="Raw HTTP")).to_contain_text("HTTP/1.1 400 Bad Request")
    expect(detail.get_by_label("Carrier")).to_be_focused()
    assert notebook.locator(".jp-Notebook .jp-Cell").count() == cells_before


def test_a_refused_name_does_not_stay_beside_a_matrix_that_it_did_not_narrow(
    explorer: Locator,
) -> None:
    fill(explorer, "Resource", "volumes")
    expect(explorer.get_by_role("alert")).to_contain_text("did you mean volume")
    explorer.get_by_role("rowheader", name=re.compile("^ListGateways:")).click()
    expect(explorer.get_by_role("alert")).to_have_count(0)
    expect(explorer.get_by_label("Resource", exact=True)).to_have_value("")


def test_the_last_word_of_a_search_can_be_replaced(explorer: Locator) -> None:
    search = explorer.get_by_label("Search")
    search.press_sequentially("volume iscsi", delay=20)
    expect(explorer.get_by_role("status")).to_contain_text("of 289")
    for _ in "iscsi":
        search.press("Backspace")
    expect(explorer.get_by_role("status")).to_contain_text(
        f"{len(Filter(text='volume').pairs(load_catalogue()))} of 289"
    )
    search.press_sequentially("cache", delay=20)
    expect(search).to_have_value("volume cache")


def test_a_general_exception_shows_its_response_without_a_matrix(explorer: Locator) -> None:
    fill(explorer, "Exception or status", "ThrottlingException")
    expect(explorer.get_by_role("status")).to_contain_text("any operation can answer with it")
    expect(explorer.get_by_role("gridcell")).to_have_count(0)
    expect(explorer.get_by_role("group", name="Raw HTTP")).to_contain_text("Rate exceeded.")


def contrast(explorer: Locator, element: str, colour: str) -> float:
    """Return the contrast of a colour of an element with what is behind it, as WCAG counts it."""
    return float(
        explorer.locator(element).first.evaluate(
            """(element, colour) => {
                const read = (text) => {
                    const [r, g, b, a = 1] = text.match(/[\\d.]+/g).map(Number);
                    return { rgb: [r, g, b], a };
                };
                const over = (top, below) => top.rgb.map((c, i) => c * top.a + below[i] * (1 - top.a));
                const light = (rgb) => {
                    const [r, g, b] = rgb.map((c) =>
                        c / 255 <= 0.03928 ? c / 3294.6 : ((c / 255 + 0.055) / 1.055) ** 2.4);
                    return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
                };
                const layers = [];
                for (let at = element.parentElement; at; at = at.parentElement)
                    layers.unshift(read(getComputedStyle(at).backgroundColor));
                const back = layers.reduce((below, top) => over(top, below), [255, 255, 255]);
                const front = over(read(getComputedStyle(element)[colour]), back);
                const [dark, bright] = [light(front), light(back)].sort((a, b) => a - b);
                return bright / dark;
            }""",
            colour,
        )
    )


@pytest.mark.parametrize(
    ("element", "colour", "least"),
    [
        (".sgw-documented", "fill", 3),
        (".sgw-undocumented", "fill", 3),
        (".sgw-count", "fill", 4.5),
        (".sgw-source", "color", 4.5),
        (".sgw-status", "color", 4.5),
        (".sgw-toolbar select", "borderTopColor", 3),
        (".sgw-filters input", "borderTopColor", 3),
        (".sgw-detail button", "borderTopColor", 3),
    ],
)
def test_colours_have_the_contrast_that_wcag_asks_for(
    explorer: Locator, element: str, colour: str, least: float
) -> None:
    cell(explorer, "DeleteVolume", "VolumeInUse").click()
    expect(explorer.locator(".sgw-source").first).to_be_visible()
    assert contrast(explorer, element, colour) >= least
