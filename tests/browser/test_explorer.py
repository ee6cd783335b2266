"""The explorer's file in Chromium, by mouse and by keyboard, without a kernel."""

from __future__ import annotations

import ast
import csv
import json
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Locator, expect

import sgwlib
from sgwlib import load_catalogue, recording, simulate
from sgwlib.filters import Filter
from sgwlib.ui.document import document
from sgwlib.ui.frontend import module
from tests.browser.explorers import (
    cell,
    copied,
    explorer_file,
    header,
    open_view,
    status,
    title,
)
from tools.browser import blameless

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

CATALOGUE = load_catalogue()


def choose(explorer: Locator, label: str, value: str) -> None:
    explorer.get_by_label(label, exact=True).select_option(value)


def count(explorer: Locator) -> Locator:
    return explorer.locator(".sgw-count")


class TestMatrix:
    def test_it_has_every_pair_and_what_was_observed(self, explorer: Locator) -> None:
        expect(explorer.get_by_role("rowheader")).to_have_count(35)
        expect(explorer.get_by_role("columnheader")).to_have_count(36)
        documented = explorer.get_by_role("gridcell", name=re.compile("can return"))
        expect(documented).to_have_count(289)
        observed = explorer.get_by_role("gridcell", name=re.compile("has been observed to return"))
        expect(observed).to_have_attribute("aria-label", re.compile("^DescribeBandwidthRateLimit"))
        expect(count(explorer)).to_have_text("289 pairs · 35 operations · 36 codes")
        expect(title(explorer)).to_have_text("Storage Gateway errors")

    def test_each_filter_narrows_as_in_python(self, explorer: Locator) -> None:
        for label, value, condition in (
            ("Resource", "snapshot schedule", Filter(resource="snapshot schedule")),
            ("Family", "disk and buffer", Filter(family="disk and buffer")),
            ("Exception or status", "400 Bad Request", Filter(outcome="400")),
        ):
            choose(explorer, label, value)
            shown = len(condition.pairs(CATALOGUE))
            expect(count(explorer)).to_contain_text(f"{shown} of 289 pairs")
            expect(status(explorer)).to_have_text(f"{shown} pairs shown.")
            explorer.get_by_role("button", name="Clear", exact=True).click()
            expect(count(explorer)).to_contain_text("289 pairs ·")

    def test_a_filter_that_only_a_link_has_is_shown_and_can_be_removed(
        self, browser: Browser, file: Path
    ) -> None:
        with explorer_file(browser, file, "#only_operation=DeleteVolume") as explorer:
            only = explorer.get_by_role("button", name="Only DeleteVolume ×")
            shown = len(Filter(operation="DeleteVolume").pairs(CATALOGUE))
            expect(count(explorer)).to_contain_text(f"{shown} of 289 pairs")
            only.click()
            expect(count(explorer)).to_contain_text("289 pairs ·")
            expect(only).to_have_count(0)

    def test_a_search_narrows_marks_and_leads_to_what_it_found(
        self, explorer: Locator, page: Page
    ) -> None:
        page.keyboard.press("/")
        search = explorer.get_by_label("Search")
        expect(search).to_be_focused()
        search.press_sequentially("snapshotsch")
        expect(header(explorer, "DescribeSnapshotSchedule")).to_have_class(re.compile("sgw-marked"))
        search.press("Enter")
        first = Filter(text="snapshotsch").pairs(CATALOGUE)[0]
        expect(cell(explorer, *first)).to_be_focused()
        page.keyboard.press("/")
        search.fill("nothing of this kind")
        expect(explorer.get_by_text("No pair matches. Clear a filter to see more.")).to_be_visible()
        search.press("Escape")
        expect(count(explorer)).to_contain_text("289 pairs ·")
        expect(explorer.get_by_text("No pair matches.")).to_be_hidden()

    def test_a_search_leads_to_exceptions_which_have_no_square(
        self, explorer: Locator, page: Page
    ) -> None:
        search = explorer.get_by_label("Search")
        for text, exception in (
            ("rate exceeded", "ThrottlingException"),
            ("503", "ServiceUnavailable"),
            ("InternalServerError", "InternalServerError"),
        ):
            search.fill(text)
            expect(status(explorer)).to_contain_text(f"Exceptions: {exception}")
            search.press("Enter")
            page.keyboard.press("Enter")  # on the name, or in the detail
            expect(title(explorer)).to_have_text(exception)
            expect(explorer.get_by_role("region", name="Detail")).to_be_focused()
        expect(count(explorer)).to_contain_text("62 of 289 pairs")

    def test_a_search_says_the_nearest_names_and_those_in_a_pasted_line(
        self, explorer: Locator
    ) -> None:
        search = explorer.get_by_label("Search")
        for text, told, name in (
            ("VolumInUse", "Similar names:", "VolumeInUse"),
            ("delete-volumes", "Similar names:", "DeleteVolume"),
            ("filesystem", "Similar names:", "AssociateFileSystem"),  # of another edition
            ("calling DeleteVolume failed: VolumeInUse", "The search names:", "VolumeInUse"),
        ):
            search.fill(text)
            found = explorer.locator(".sgw-left > .sgw-names")
            expect(found).to_contain_text(f"No pair matches. {told}")
            expect(status(explorer)).to_contain_text(name)
            found.get_by_role("button", name=name, exact=True).click()
            expect(title(explorer)).to_have_text(name)
            expect(search).to_have_value("")
            expect(count(explorer)).to_contain_text("289 pairs ·")

    def test_enter_opens_what_has_exactly_the_name(self, explorer: Locator) -> None:
        search = explorer.get_by_label("Search")
        for text, name in (
            ("delete_volume", "DeleteVolume"),
            ("gatewaynotfound", "GatewayNotFound"),
        ):
            search.fill(text)
            search.press("Enter")
            expect(title(explorer)).to_have_text(name)
        search.fill("volumeinuse")
        search.press("Enter")
        expect(title(explorer)).to_have_text("DeleteVolume → VolumeInUse")

    def test_what_a_search_hides_does_not_look_undocumented(self, explorer: Locator) -> None:
        explorer.get_by_label("Search").fill("iscsi")
        hidden = cell(explorer, "DeleteVolume", "InternalError")
        expect(hidden).to_have_attribute("aria-label", re.compile("but hidden by the filters$"))

    def test_a_click_on_a_square_or_on_a_dot_says_what_it_is(
        self, explorer: Locator, page: Page
    ) -> None:
        cell(explorer, "DeleteVolume", "VolumeInUse").click()
        expect(title(explorer)).to_have_text("DeleteVolume → VolumeInUse")
        expect(status(explorer)).to_have_text("DeleteVolume can return VolumeInUse, documented")
        detail = explorer.get_by_role("region", name="Detail")
        code = CATALOGUE.codes["VolumeInUse"]
        for text in (code.cause.text, code.remedy.text, code.message):
            expect(detail.get_by_text(text).first).to_be_visible()
        across = cell(explorer, "ListVolumes", "GatewayNotFound").bounding_box()
        down = cell(explorer, "DeleteVolume", "VolumeInUse").bounding_box()
        assert across
        assert down
        page.mouse.click(down["x"] + down["width"] / 2, across["y"] + across["height"] / 2)
        expect(title(explorer)).to_have_text("ListVolumes → VolumeInUse")
        expect(detail.locator(".sgw-chips")).to_contain_text("not documented")
        expect(status(explorer)).to_contain_text("not documented, but not impossible")

    def test_pointing_at_a_cell_says_what_it_is(self, explorer: Locator) -> None:
        cell(explorer, "DeleteVolume", "VolumeInUse").hover()
        expect(explorer.locator(".sgw-hint")).to_have_text(
            "DeleteVolume can return VolumeInUse, documented"
        )
        header(explorer, "DeleteVolume").hover()
        codes = len(CATALOGUE.codes_of("DeleteVolume"))
        expect(explorer.locator(".sgw-hint")).to_contain_text(f"can return {codes} error codes")

    def test_the_keyboard_alone_does_everything(self, explorer: Locator, page: Page) -> None:
        cell(explorer, "DeleteVolume", "VolumeInUse").press("ArrowRight")
        focused = explorer.locator('[role="gridcell"]:focus')
        expect(focused).to_have_attribute("aria-label", re.compile("^DeleteVolume"))
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("Enter")
        expect(title(explorer)).to_have_text("DeleteVolume → VolumeInUse")
        page.keyboard.press("Home")
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("Enter")
        expect(title(explorer)).to_have_text("DeleteVolume")
        page.keyboard.press("Escape")
        expect(title(explorer)).to_have_text("DeleteVolume → VolumeInUse")
        page.keyboard.press("Escape")
        expect(title(explorer)).to_have_text("Storage Gateway errors")
        page.keyboard.press("]")
        expect(title(explorer)).to_have_text("DeleteVolume → VolumeInUse")
        page.keyboard.press("?")
        expect(explorer.get_by_role("dialog")).to_be_visible()
        page.keyboard.press("Escape")
        expect(explorer.get_by_role("dialog")).to_be_hidden()
        expect(title(explorer)).to_have_text("DeleteVolume → VolumeInUse")

    def test_several_rows_or_columns_are_compared(self, explorer: Locator) -> None:
        header(explorer, "DeleteVolume").click()
        header(explorer, "CreateSnapshot").click(modifiers=["Shift"])
        expect(title(explorer)).to_have_text("2 operations compared")
        both = set(CATALOGUE.codes_of("DeleteVolume")) & set(CATALOGUE.codes_of("CreateSnapshot"))
        detail = explorer.get_by_role("region", name="Detail")
        expect(detail).to_contain_text(f"Error codes that all of them can return: {len(both)}")
        header(explorer, "VolumeInUse").press("Enter")
        header(explorer, "GatewayNotFound").press("Space")
        expect(title(explorer)).to_have_text("2 error codes compared")
        detail.get_by_role("button", name="Remove VolumeInUse").click()
        expect(title(explorer)).to_have_text("GatewayNotFound")

    def test_order_and_fold(self, explorer: Locator) -> None:
        rows = explorer.get_by_role("rowheader")
        choose(explorer, "Order", "alphabetical")
        assert rows.all_text_contents() == sorted(CATALOGUE.operations)
        fold = explorer.get_by_role("button", name="Fold", exact=True)
        fold.click()
        expect(rows).to_have_count(18)
        expect(fold).to_have_attribute("aria-pressed", "true")
        fold.click()
        expect(rows).to_have_count(35)

    def test_a_folded_column_has_the_name_and_colour_of_what_is_selected_in_it(
        self, browser: Browser, file: Path
    ) -> None:
        with explorer_file(browser, file, "#folded=true") as explorer:
            columns = explorer.get_by_role("columnheader")
            before = header(explorer, "VolumeIdInvalid, VolumeInUse").bounding_box()
            expect(columns.get_by_text("VolumeIdInvalid +1")).to_be_visible()
            explorer.page.goto(
                f"{file.as_uri()}#folded=true&operations=DeleteVolume&codes=VolumeInUse"
            )
            chosen = header(explorer, "VolumeInUse, VolumeIdInvalid")
            expect(chosen).to_have_text("VolumeInUse +1")
            expect(chosen).to_have_attribute("aria-selected", "true")
            after = chosen.bounding_box()
            assert before
            assert after
            assert abs(before["x"] - after["x"]) < 2, "nothing moves"
            chosen.hover()
            expect(explorer.locator(".sgw-hint")).to_have_text(
                "VolumeInUse, VolumeIdInvalid: volume · returned by 1 operation"
            )
            square = explorer.get_by_role("gridcell", name="DeleteVolume can return VolumeInUse +1")
            expect(square).to_have_attribute("aria-selected", "true")
            chosen.click()
            expect(title(explorer)).to_have_text("VolumeInUse")
            drawing = open_view(explorer, "Drawing")
            node = drawing.get_by_role("option", name="VolumeInUse, returned by DeleteVolume")
            expect(node).to_have_attribute("aria-selected", "true")

    def test_a_fold_joins_no_two_families_where_it_names_them(
        self, browser: Browser, file: Path
    ) -> None:
        for order, rows, columns in (("meaning", 24, 23), ("seriated", 18, 17)):
            pair = "operations=DeleteVolume&codes=VolumeInUse"
            with explorer_file(browser, file, f"#folded=true&order={order}&{pair}") as explorer:
                expect(explorer.get_by_role("rowheader")).to_have_count(rows)
                expect(explorer.get_by_role("columnheader")).to_have_count(columns)
                expect(explorer.locator(".sgw-folded")).to_contain_text("“+2” means two more")
                family = document(CATALOGUE)["families"].index("volume")
                under = explorer.locator(f'.sgw-mark[style$="family-{family})"]').evaluate_all(
                    INSIDE, explorer.locator(".sgw-ring").bounding_box()
                )
                assert any(under), (order, "the square has the colour of the code's family")

    def test_what_an_edition_lacks_is_said_to_be_elsewhere(
        self, browser: Browser, file: Path
    ) -> None:
        for fragment in ("operations=AssociateFileSystem", "codes=FileSystemAssociationNotFound"):
            with explorer_file(browser, file, f"#{fragment}") as explorer:
                detail = explorer.get_by_role("region", name="Detail")
                expect(detail).to_contain_text("This edition does not have it. It is in: file-20")
        pair = "#operations=AssociateFileSystem&codes=FileSystemAssociationNotFound"
        with explorer_file(browser, file, pair) as explorer:
            expect(explorer.locator(".sgw-chips")).not_to_contain_text("only this operation")

    def test_an_edition_has_its_own_matrix(self, explorer: Locator) -> None:
        edition = explorer.get_by_label("Edition of the page")
        assert edition.evaluate("each => each.selectedOptions[0].text") == "Edition 2012-06-30"
        choose(explorer, "Edition of the page", "file-2023")
        other = load_catalogue(edition="file-2023")
        expect(count(explorer)).to_contain_text(f"{len(other.pairs)} pairs")
        explorer.get_by_label("Search").fill("filesystem")
        expect(count(explorer)).to_contain_text(f"of {len(other.pairs)} pairs")


class TestPlaces:
    def test_a_link_opens_the_same_place(self, explorer: Locator, page: Page, file: Path) -> None:
        cell(explorer, "DeleteVolume", "VolumeInUse").click()
        choose(explorer, "Order", "degree")
        explorer.get_by_role("tab", name="Handle").click()
        explorer.get_by_role("button", name="Copy link").click()
        expect(explorer.get_by_role("button", name="Copied", exact=True)).to_be_visible()
        link = copied(page)
        expect(page).to_have_url(link)
        page.goto("about:blank")
        page.goto(link)
        expect(title(explorer)).to_have_text("DeleteVolume → VolumeInUse")
        expect(explorer.get_by_role("tab", name="Handle")).to_have_attribute(
            "aria-selected", "true"
        )
        expect(explorer.get_by_label("Order")).to_have_value("degree")
        assert link.startswith(file.as_uri())

    def test_the_line_of_python_opens_the_same_place(self, explorer: Locator, page: Page) -> None:
        header(explorer, "DeleteVolume").click()
        choose(explorer, "Family", "volume")
        explorer.get_by_role("button", name="Copy Python").click()
        expect(explorer.get_by_role("button", name="Copied", exact=True)).to_be_visible()
        assert copied(page) == 'sgwlib.explorer(family="volume", operation="DeleteVolume")'

    def test_the_browser_s_back_is_a_step_back(self, explorer: Locator, page: Page) -> None:
        header(explorer, "DeleteVolume").click()
        expect(title(explorer)).to_have_text("DeleteVolume")
        cell(explorer, "DeleteVolume", "VolumeInUse").click()
        expect(title(explorer)).to_have_text("DeleteVolume → VolumeInUse")
        page.go_back()
        expect(title(explorer)).to_have_text("DeleteVolume")
        explorer.get_by_label("Search").fill("volume")
        page.go_back()
        expect(title(explorer)).to_have_text("Storage Gateway errors")
        page.go_forward()
        expect(title(explorer)).to_have_text("DeleteVolume")

    def test_an_old_link_with_unknown_names_opens_the_rest(
        self, browser: Browser, file: Path
    ) -> None:
        with explorer_file(browser, file, "#operations=Gone,DeleteVolume&view=x") as explorer:
            expect(title(explorer)).to_have_text("DeleteVolume")

    def test_a_link_opens_no_more_than_it_says(self, browser: Browser, file: Path) -> None:
        started = file.with_name("started.html")
        sgwlib.explorer("DeleteVolume", resource="volume", folded=True).save(started)
        with explorer_file(browser, started) as explorer:
            expect(title(explorer)).to_have_text("DeleteVolume")
            explorer.get_by_role("button", name="Clear", exact=True).click()
            expect(explorer.get_by_label("Search")).to_be_focused()  # the button is disabled now
            explorer.get_by_role("button", name="Fold").click()
            expect(explorer.page).to_have_url(re.compile("folded=false"))
            link = explorer.page.url
        with explorer_file(browser, started, f"#{link.partition('#')[2]}") as explorer:
            expect(count(explorer)).to_have_text("289 pairs · 35 operations · 36 codes")
        with explorer_file(browser, started, "#operations=ListVolumes") as explorer:
            expect(count(explorer)).to_have_text("289 pairs · 35 operations · 36 codes")
            header(explorer, "ListVolumes").press("Escape")
            expect(title(explorer)).to_have_text("Storage Gateway errors")
            expect(explorer.page).not_to_have_url(re.compile("ListVolumes"))
            nothing = explorer.page.url.partition("#")[2]
        with explorer_file(browser, started, f"#{nothing}") as explorer:
            expect(title(explorer)).to_have_text("Storage Gateway errors")

    def test_in_a_frame_as_on_a_page_of_its_own(self, browser: Browser, file: Path) -> None:
        content = json.dumps(file.read_text(encoding="utf-8")).replace("<", "\\u003c")
        for opening in (
            "f.src = URL.createObjectURL(new Blob([text], { type: 'text/html' }))",
            "f.srcdoc = text",
        ):
            outer = file.with_name("outer.html")
            outer.write_text(
                "<!doctype html><iframe id=f sandbox='allow-scripts' width=1300 height=700></iframe>"
                f"<script>const text = {content}; {opening};</script>",
                encoding="utf-8",
            )
            with blameless(browser) as page:
                page.goto(outer.as_uri())
                explorer = page.frame_locator("#f").locator(".sgw-explorer")
                header(explorer, "DeleteVolume").click()
                expect(title(explorer)).to_have_text("DeleteVolume")
                header(explorer, "DeleteVolume").press("Escape")
                expect(title(explorer)).to_have_text("Storage Gateway errors")

    def test_two_on_a_page_with_links_of_its_own(self, browser: Browser, file: Path) -> None:
        opened = [sgwlib.explorer("DeleteVolume", "VolumeInUse"), sgwlib.explorer("ListVolumes")]
        opened[1].codes = "InternalError"
        parts = [each._repr_mimebundle_()[0]["text/html"] for each in opened]
        notebook = file.with_name("notebook.html")
        end = "<a href='#End'>To the end</a><h2 id=End>End</h2>"
        notebook.write_text("<!doctype html><meta charset=utf-8>" + "".join(parts) + end, "utf-8")
        with blameless(browser) as page:
            page.goto(notebook.as_uri())
            first, second = (page.locator(".sgw-explorer").nth(number) for number in (0, 1))
            second.get_by_role("tab", name="Response").press("ArrowRight")
            expect(second.get_by_role("tab", name="Handle")).to_be_focused()
            ids = page.evaluate("[...document.querySelectorAll('[id]')].map((each) => each.id)")
            assert len(ids) == len(set(ids))
            page.get_by_text("To the end").click()
            assert page.url.endswith("#End")
            expect(title(first)).to_have_text("DeleteVolume → VolumeInUse")

    def test_keys_work_before_and_after_anything_has_the_focus(
        self, explorer: Locator, page: Page
    ) -> None:
        page.keyboard.press("?")
        expect(explorer.get_by_role("dialog")).to_be_visible()
        page.keyboard.press("Escape")
        header(explorer, "DeleteVolume").click()
        detail = explorer.get_by_role("region", name="Detail")
        detail.get_by_role("button", name="VolumeInUse", exact=True).press("Enter")
        expect(title(explorer)).to_have_text("DeleteVolume → VolumeInUse")
        expect(detail).to_be_focused()
        page.keyboard.press("[")
        expect(title(explorer)).to_have_text("DeleteVolume")

    def test_a_status_without_its_name_is_shown(self, browser: Browser, file: Path) -> None:
        with explorer_file(browser, file, "#outcome=400") as explorer:
            expect(explorer.get_by_label("Exception or status")).to_have_value("400 Bad Request")


# Whether one of the elements paints in the middle of a box.
INSIDE = """(all, { x, y, width, height }) => all.map((each) => {
    const point = new DOMPoint(x + width / 2 - 2.5, y + height / 2 - 2.5);
    return each.isPointInFill(point.matrixTransform(each.getScreenCTM().inverse()));
})"""

WIDGET = """async ([module, packed, state]) => {
  const address = URL.createObjectURL(new Blob([module], { type: "text/javascript" }));
  const { default: explorer } = await import(address);
  const bytes = Uint8Array.from(packed);
  const traits = { document: new DataView(bytes.buffer), state, report: {} };
  const listeners = {};
  window.sent = [];
  window.python = (state) => (traits.state = state, listeners["change:state"]());
  await explorer.render({ el: document.body, model: {
    get: (name) => traits[name],
    set: (name, value) => (traits[name] = value),
    save_changes: () => window.sent.push(traits.state),
    on: (events, act) => events.split(" ").forEach((event) => (listeners[event] = act)),
    off: () => {},
    send: () => {},
  } });
}"""


def test_python_learns_of_a_link_and_of_nothing_that_it_said_itself(
    browser: Browser, file: Path
) -> None:
    bare = file.with_name("bare.html")
    bare.write_text("<!doctype html><meta charset=utf-8><body></body>", encoding="utf-8")
    opened = sgwlib.explorer("DeleteVolume")
    with blameless(browser) as page:
        page.goto(f"{bare.as_uri()}#operations=ListVolumes")
        page.evaluate(WIDGET, [module("explorer.js"), [*opened.document], opened.state])
        expect(title(page.locator(".sgw-explorer"))).to_have_text("ListVolumes")
        assert [each["operations"] for each in page.evaluate("sent")] == [["ListVolumes"]]
        opened.text = "volume"
        page.evaluate("(state) => python(state)", opened.state)
        expect(title(page.locator(".sgw-explorer"))).to_have_text("DeleteVolume")
        assert len(page.evaluate("sent")) == 1
    opened.close()


class TestDetail:
    def test_tabs_by_keyboard(self, explorer: Locator, page: Page) -> None:
        cell(explorer, "DeleteVolume", "VolumeInUse").click()
        explorer.get_by_role("tab", name="Response").focus()
        page.keyboard.press("ArrowRight")
        expect(explorer.get_by_role("tab", name="Handle")).to_be_focused()
        page.keyboard.press("ArrowRight")
        recipe = sgwlib.recipe("DeleteVolume", "VolumeInUse")
        panel = explorer.get_by_role("tabpanel")
        for step in recipe.steps:
            expect(panel).to_contain_text(step)
        panel.get_by_role("button", name="Copy: The same in Python").click()
        expect(panel.get_by_role("button", name="Copy: The same in Python")).to_have_text("Copied")
        assert copied(page).strip() == recipe.source.strip()
        page.keyboard.press("Escape")

    def test_both_carriers_are_shown_and_the_body_is_json(self, explorer: Locator) -> None:
        cell(explorer, "DeleteVolume", "VolumeInUse").click()
        panel = explorer.get_by_role("tabpanel")
        summaries = panel.locator("summary").all_text_contents()
        assert [text.split()[2].rstrip(",") for text in summaries] == [
            "InvalidGatewayRequestException",
            "InternalServerError",
        ]
        raw = panel.get_by_role("group", name="Raw HTTP").first.inner_text()
        assert json.loads(raw.rpartition("\n")[2])["error"] == {"errorCode": "VolumeInUse"}

    def test_an_exception_without_a_code_says_what_happened_and_what_to_do(
        self, explorer: Locator, page: Page, file: Path
    ) -> None:
        panel = explorer.get_by_role("tabpanel")
        for name in CATALOGUE.general_exceptions:
            page.goto(f"{file.as_uri()}#exception={name}&tab=evidence")
            expect(title(explorer)).to_have_text(name)
            about = CATALOGUE.exceptions[name]
            for label, said in (("What happened", about.cause), ("What to do", about.remedy)):
                assert said is not None
                card = explorer.locator(".sgw-card").filter(has_text=label)
                expect(card).to_contain_text(f"{label} {said.evidence}{said.text}")
                expect(panel).to_contain_text(f"{said.text} ({said.source})")
        tabs = explorer.get_by_role("tab").all_text_contents()
        assert tabs == ["Response", "Handle", "Evidence"]

    def test_names_lead_on(self, explorer: Locator) -> None:
        header(explorer, "GatewayNotFound").click()
        detail = explorer.get_by_role("region", name="Detail")
        detail.get_by_role("button", name="CreateSnapshot", exact=True).click()
        expect(title(explorer)).to_have_text("CreateSnapshot → GatewayNotFound")

    def test_what_needs_python_says_where_it_works(self, explorer: Locator) -> None:
        cell(explorer, "DeleteVolume", "VolumeInUse").click()
        explorer.get_by_role("tab", name="Provoke").click()
        expect(explorer.get_by_role("tabpanel")).to_contain_text("needs Python")
        coverage = open_view(explorer, "Coverage")
        expect(coverage).to_contain_text("pytest --sgw-coverage=coverage.json")
        expect(coverage).to_contain_text('sgwlib.explorer(coverage="coverage.json")')

    def test_without_python_the_names_in_an_error_are_found(
        self, explorer: Locator, page: Page
    ) -> None:
        view = open_view(explorer, "Explain")
        box, answer = view.get_by_label("Error text"), view.get_by_label("Explanation")
        find = view.get_by_role("button", name="Find names")
        code = CATALOGUE.codes["VolumeInUse"]
        for text, names, heading in (
            (f"calling the DeleteVolume operation: {code.message}", "VolumeInUse", "→ VolumeInUse"),
            ("delete_volume {'errorCode': 'VolumeInUse'}", "VolumeInUse", "→ VolumeInUse"),
            ("a.b.ThrottlingException: Rate exceeded", "ThrottlingException", "ThrottlingEx"),
            ("VolumeNotFound or VolumeInUse: DeleteVolume", "VolumeNotFound", "DeleteVolume"),
            ("ECONNREFUSED", "no operation, error code or exception", "DeleteVolume"),
        ):
            box.fill(text)
            find.click()
            expect(answer).to_contain_text(names)
            expect(title(explorer)).to_contain_text(heading)
        box.fill('say "no"\n\u00fc')
        view.get_by_role("button", name="Copy for Python").click()
        expect(view.get_by_role("button", name="Copied")).to_be_visible()
        assert ast.literal_eval(copied(page).partition("explain(")[2][:-1]) == 'say "no"\n\u00fc'


class TestOtherViews:
    def test_the_table_is_sorted_copied_and_saved(
        self, explorer: Locator, page: Page, tmp_path: Path
    ) -> None:
        table = open_view(explorer, "Table")
        rows = table.get_by_role("row")
        expect(rows).to_have_count(290)
        table.get_by_role("button", name="Operation", exact=True).click()
        first = table.get_by_role("rowheader").first
        expect(first).to_have_text(min(CATALOGUE.operations))
        expect(table.get_by_role("columnheader").first).to_have_attribute("aria-sort", "ascending")
        table.get_by_role("button", name="Copy for a spreadsheet").click()
        expect(table.get_by_role("button", name="Copy for a spreadsheet")).to_have_text("Copied")
        assert len(copied(page).splitlines()) == 290
        with page.expect_download() as download:
            table.get_by_role("button", name="Download CSV").click()
        download.value.save_as(tmp_path / "table.csv")
        with (tmp_path / "table.csv").open(encoding="utf-8", newline="") as content:
            lines = list(csv.reader(content))
        assert {(line[0], line[1]) for line in lines[1:]} == set(CATALOGUE.pairs)
        first.get_by_role("button").press("ArrowDown")
        page.keyboard.press("Enter")
        expect(title(explorer)).to_contain_text(" → ")

    def test_the_drawing_shows_the_neighbourhood(self, explorer: Locator, page: Page) -> None:
        header(explorer, "DeleteVolume").click()
        drawing = open_view(explorer, "Drawing")
        codes = len(CATALOGUE.codes_of("DeleteVolume"))
        expect(drawing.get_by_role("option")).to_have_count(codes + 1)
        drawing.get_by_role("option", name=re.compile("^VolumeInUse,")).click()
        expect(title(explorer)).to_have_text("VolumeInUse")
        operations = len(CATALOGUE.operations_of("VolumeInUse"))
        expect(drawing.get_by_role("option")).to_have_count(operations + 1)
        drawing.get_by_role("option", name=re.compile("^VolumeInUse,")).press("ArrowLeft")
        page.keyboard.press("Enter")
        expect(title(explorer)).to_have_text(re.compile("^[A-Z]"))

    def test_a_drawing_of_nothing_says_so(self, browser: Browser, file: Path) -> None:
        with explorer_file(browser, file, "#view=drawing&text=zzzz") as explorer:
            expect(explorer.get_by_text("No pair matches. Clear a filter")).to_be_visible()

    def test_coverage_counts_and_covers(self, explorer: Locator) -> None:
        coverage = open_view(explorer, "Coverage")
        cover = sgwlib.error_graph(CATALOGUE)
        fewest = len(sgwlib.graph.covering_operations(cover))
        expect(coverage).to_contain_text(
            f"{fewest} operations together can return every visible code"
        )
        coverage.get_by_role("button", name="DeleteVolume", exact=True).last.click()
        expect(title(explorer)).to_have_text("DeleteVolume")

    def test_a_saved_report_is_shown_in_the_matrix(self, browser: Browser, file: Path) -> None:
        with explorer_file(browser, file.with_name("met.html")) as explorer:
            met = explorer.get_by_role("gridcell", name=re.compile("documented, met$"))
            expect(met).to_have_count(1)
            never = explorer.get_by_role("gridcell", name=re.compile("never met$"))
            expect(never).to_have_count(288)
            other = explorer.get_by_role("gridcell", name=re.compile("not documented, but met$"))
            expect(other).to_have_count(1)
            expect(open_view(explorer, "Coverage")).to_contain_text("Met: 1 of 289")

    def test_what_is_folded_hides_nothing_observed_or_never_met(
        self, browser: Browser, file: Path
    ) -> None:
        with recording() as met:
            simulate("DescribeBandwidthRateLimit", "GatewayInternalError")
        sgwlib.explorer(coverage=met, folded=True).save(file.with_name("folded.html"))
        name = re.compile("DescribeBandwidthRateLimit .*can return GatewayInternalError ")
        for saved, kind in (
            (file, "and observed live"),
            (file.with_name("folded.html"), "never met"),
        ):
            with explorer_file(browser, saved, "#folded=true&order=seriated") as explorer:
                found = explorer.get_by_role("gridcell", name=name)
                expect(found).to_have_attribute(
                    "aria-label", re.compile(f"{kind} for some of them$")
                )


class TestHands:
    def test_the_handle_shares_the_width(self, explorer: Locator, page: Page) -> None:
        handle = explorer.get_by_role("separator")
        before = explorer.get_by_role("region", name="Matrix").bounding_box()
        for _ in range(5):
            handle.press("ArrowLeft")
        after = explorer.get_by_role("region", name="Matrix").bounding_box()
        assert before
        assert after
        assert before["width"] - after["width"] > 80
        box = handle.bounding_box()
        assert box
        page.mouse.move(box["x"] + 3, box["y"] + 200)
        page.mouse.down()
        page.mouse.move(box["x"] + 153, box["y"] + 200)
        page.mouse.up()
        wider = explorer.get_by_role("region", name="Matrix").bounding_box()
        assert wider
        assert abs(wider["width"] - after["width"] - 150) < 20

    def test_the_handle_starts_where_it_is(self, browser: Browser, file: Path) -> None:
        for width in (1366, 1000):  # in a narrow one the left pane has more of the width
            with explorer_file(browser, file, width=width) as explorer:
                handle = explorer.get_by_role("separator")
                places = [handle.bounding_box()]
                for key in ("ArrowRight", "ArrowLeft"):
                    handle.press(key)
                    places.append(handle.bounding_box())
                before, right, left = (place["x"] if place else 0 for place in places)
                assert right - before == pytest.approx(0.02 * width, abs=2)
                assert left == pytest.approx(before, abs=2)

    def test_full_screen_and_back(self, explorer: Locator, page: Page) -> None:
        button = explorer.get_by_role("button", name="Full screen")
        button.click()
        page.wait_for_function("document.fullscreenElement?.className === 'sgw-explorer'")
        button.click()
        page.wait_for_function("document.fullscreenElement === null")

    def test_a_finger_selects(self, browser: Browser, file: Path) -> None:
        with explorer_file(browser, file, has_touch=True) as explorer:
            cell(explorer, "DeleteVolume", "VolumeInUse").tap()
            expect(title(explorer)).to_have_text("DeleteVolume → VolumeInUse")

    def test_nothing_of_the_detail_is_lost_on_paper(self, explorer: Locator, page: Page) -> None:
        cell(explorer, "DeleteVolume", "VolumeInUse").click()
        page.emulate_media(media="print")
        cut = explorer.evaluate(
            "root => [...root.querySelectorAll('.sgw-detail, .sgw-scroll')]"
            ".filter((each) => each.checkVisibility() && each.scrollHeight > each.clientHeight + 1)"
            ".map((each) => each.className)"
        )
        assert cut == []
