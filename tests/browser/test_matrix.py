"""The matrix, its filters and the bar above it, by mouse and by keyboard, in both front ends."""

from __future__ import annotations

import re
from functools import partial

import pytest
from playwright.sync_api import Locator, Page, expect

import sgwlib
from sgwlib import load_catalogue
from sgwlib.filters import Filter
from tests.browser.explorers import cell, copied, fill, header, open_view

pytestmark = pytest.mark.browser

# What does not depend on the front end is tried in one of them.
by_voila = pytest.mark.parametrize(
    "front", [pytest.param("voila", marks=pytest.mark.heavy)], indirect=True
)

CATALOGUE = load_catalogue()
COUNT_SENT = """() => {
    const send = WebSocket.prototype.send;
    window.sent = 0;
    WebSocket.prototype.send = function (...all) { window.sent += 1; return send.apply(this, all); };
}"""


def status(explorer: Locator) -> Locator:
    return explorer.get_by_role("status")


def click_at(explorer: Locator, operation: str, code: str) -> None:
    """Click where a row and a column cross, whether there is an element or only a dot."""
    across, down = header(explorer, operation).bounding_box(), header(explorer, code).bounding_box()
    grid = explorer.get_by_role("grid").bounding_box()
    assert across, "the row is on screen"
    assert down, "the column is on screen"
    assert grid
    # A slanted label begins at its column, a little to the right of the middle.
    x, y = down["x"] + 6 - grid["x"], across["y"] + across["height"] / 2 - grid["y"]
    explorer.get_by_role("grid").click(position={"x": x, "y": y})


@by_voila
class TestWhatIsThere:
    def test_every_documented_cell_and_those_that_were_observed(self, explorer: Locator) -> None:
        documented = explorer.get_by_role("gridcell", name=re.compile("can return"))
        assert documented.count() == 289
        observed = explorer.get_by_role("gridcell", name=re.compile("has been observed to return"))
        expect(observed).to_have_attribute("aria-label", re.compile("^DescribeBandwidthRateLimit"))

    def test_counts_stand_at_the_margins(self, explorer: Locator) -> None:
        counts = list(map(int, explorer.locator(".sgw-count").all_text_contents()))
        assert len(counts) == 71
        assert sum(counts) == 2 * 289

    def test_the_legend_names_what_is_drawn_and_no_more(self, explorer: Locator) -> None:
        legend = explorer.locator(".sgw-matrix .sgw-legend > span")
        assert legend.all_inner_texts() == [
            "documented",
            "not documented, but observed live",
            "not documented, but not impossible",
        ]


@by_voila
class TestFilters:
    def test_a_part_of_a_name_and_enter_are_enough(self, explorer: Locator) -> None:
        fill(explorer, "Operation", "deletevol")
        expect(explorer.get_by_role("rowheader")).to_have_count(1)
        expect(explorer.get_by_label("Operation", exact=True)).to_have_value("DeleteVolume")

    def test_each_box_narrows(self, explorer: Locator) -> None:
        for label, text, condition in (
            ("Error code", "VolumeInUse", Filter(code="VolumeInUse")),
            ("Resource", "snapshot schedule", Filter(resource="snapshot schedule")),
            ("Exception or status", "500", Filter(outcome="500")),
        ):
            fill(explorer, label, text)
            shown = len(condition.pairs(CATALOGUE))
            expect(status(explorer)).to_contain_text(f"{shown} of 289 documented pairs")
            documented = explorer.get_by_role("gridcell", name=re.compile("can return(?!.*hidden)"))
            expect(documented).to_have_count(shown)
            fill(explorer, label, "")

    def test_search_narrows_and_marks_what_it_has_found_as_one_types(
        self, explorer: Locator
    ) -> None:
        explorer.get_by_label("Search").press_sequentially("snapshotsch")
        expect(header(explorer, "DescribeSnapshotSchedule")).to_have_class("sgw-marked")
        marked = explorer.locator(".sgw-marked").all_text_contents()
        assert {"DescribeSnapshotSchedule", "UpdateSnapshotSchedule"} <= set(marked)
        explorer.get_by_label("Search").press_sequentially(" volumenotfound")
        expect(status(explorer)).to_contain_text(", 1 error code")

    def test_what_a_search_leaves_out_does_not_look_undocumented(self, explorer: Locator) -> None:
        explorer.get_by_label("Search").press_sequentially("iscsi")
        expect(status(explorer)).to_contain_text("of 289 documented pairs")
        left_out = cell(explorer, "DeleteVolume", "InternalError")
        expect(left_out).to_have_attribute("aria-label", re.compile("but hidden by the filters$"))
        shown = Filter(text="iscsi").pairs(CATALOGUE)
        operations, codes = {pair[0] for pair in shown}, {pair[1] for pair in shown}
        expect(explorer.get_by_role("rowheader")).to_have_count(len(operations))
        expect(explorer.get_by_role("columnheader")).to_have_count(len(codes))
        expect(explorer.get_by_role("gridcell", name=re.compile("can return"))).to_have_count(
            sum(pair[0] in operations and pair[1] in codes for pair in CATALOGUE.pairs)
        )

    def test_the_last_word_of_a_search_can_be_replaced(self, explorer: Locator) -> None:
        search = explorer.get_by_label("Search")
        search.press_sequentially("volume iscsi")
        expect(status(explorer)).to_contain_text("of 289")
        for _ in "iscsi":
            search.press("Backspace")
        volumes = len(Filter(text="volume").pairs(CATALOGUE))
        expect(status(explorer)).to_contain_text(f"{volumes} of 289")
        search.press_sequentially("cache")
        expect(search).to_have_value("volume cache")

    def test_a_wrong_name_is_answered_with_the_nearest(self, explorer: Locator) -> None:
        fill(explorer, "Operation", "DeleteVolumes")
        expect(explorer.get_by_role("alert")).to_contain_text("did you mean DeleteVolume")
        fill(explorer, "Operation", "DeleteVolume")
        expect(explorer.get_by_role("alert")).to_have_count(0)
        expect(explorer.get_by_role("rowheader")).to_have_count(1)

    def test_a_refused_name_does_not_stay_beside_a_matrix_that_it_did_not_narrow(
        self, explorer: Locator
    ) -> None:
        fill(explorer, "Resource", "volumes")
        expect(explorer.get_by_role("alert")).to_contain_text("did you mean volume")
        header(explorer, "ListGateways").click()
        expect(explorer.get_by_role("alert")).to_have_count(0)
        expect(explorer.get_by_label("Resource", exact=True)).to_have_value("")

    def test_a_general_exception_shows_its_response_without_a_matrix(
        self, explorer: Locator
    ) -> None:
        fill(explorer, "Exception or status", "ThrottlingException")
        expect(status(explorer)).to_contain_text("Any operation can return it")
        expect(explorer.get_by_role("gridcell")).to_have_count(0)
        expect(explorer.get_by_role("group", name="Raw HTTP")).to_contain_text("Rate exceeded.")


@by_voila
class TestArranging:
    def test_rows_come_in_the_order_that_is_chosen(self, explorer: Locator) -> None:
        rows = explorer.get_by_role("rowheader")
        for order, names in (
            ("page", [*CATALOGUE.operations]),
            ("alphabetical", sorted(CATALOGUE.operations)),
        ):
            explorer.get_by_label("Order").select_option(order)
            expect(rows).to_have_text(names)

    def test_by_degree_the_most_common_come_first_by_keyboard(self, explorer: Locator) -> None:
        order = explorer.get_by_label("Order")
        order.focus()
        order.press("d")
        expect(explorer.locator(".sgw-line code")).to_have_text("sgwlib.explorer(order='degree')")
        counts = [
            int(name.rsplit(": ", 1)[1])
            for name in (
                row.get_attribute("aria-label") or ""
                for row in explorer.get_by_role("rowheader").all()
            )
        ]
        assert counts == sorted(counts, reverse=True)

    def test_folding_by_the_space_bar_shows_the_distinct_rows_and_unfolding_all(
        self, explorer: Locator
    ) -> None:
        fold = explorer.get_by_label("Fold equal rows and columns")
        fold.press("Space")
        expect(explorer.get_by_role("rowheader")).to_have_count(18)
        expect(explorer.get_by_role("columnheader")).to_have_count(17)
        expect(explorer.get_by_role("rowheader", name=re.compile(", "))).not_to_have_count(0)
        expect(fold).to_be_focused()
        fold.press("Space")
        expect(explorer.get_by_role("rowheader")).to_have_count(35)


class TestSelecting:
    def test_a_click_on_a_cell_selects_the_pair(self, explorer: Locator) -> None:
        cell(explorer, "DeleteVolume", "VolumeInUse").click()
        expect(status(explorer)).to_contain_text("DeleteVolume can return VolumeInUse, documented.")
        expect(cell(explorer, "DeleteVolume", "VolumeInUse")).to_have_attribute(
            "aria-selected", "true"
        )

    def test_a_click_on_a_row_or_column_selects_all_of_it(self, explorer: Locator) -> None:
        header(explorer, "ActivateGateway").click()
        expect(status(explorer)).to_contain_text("Selected: ActivateGateway.")
        header(explorer, "VolumeNotReady").click()
        expect(status(explorer)).to_contain_text("Selected: VolumeNotReady.")

    def test_a_click_on_a_dot_leaves_the_matrix_where_it_is(self, explorer: Locator) -> None:
        def place() -> float:
            script = """grid => grid.getBoundingClientRect().top
                - grid.closest(".sgw-explorer").getBoundingClientRect().top"""
            return float(explorer.get_by_role("grid").evaluate(script))

        before = place()
        click_at(explorer, "CreateSnapshotFromVolumeRecoveryPoint", "ActivationKeyExpired")
        expect(status(explorer)).to_contain_text("not impossible")
        assert place() == before

    def test_a_click_on_a_count_is_one_on_its_row_or_column(self, explorer: Locator) -> None:
        explorer.get_by_label("Order").select_option("alphabetical")
        expect(explorer.get_by_role("rowheader").first).to_have_text("ActivateGateway")
        counts = explorer.locator(".sgw-count")
        counts.last.click()
        expect(status(explorer)).to_contain_text("Selected: UpdateSnapshotSchedule.")
        counts.first.click()
        expect(status(explorer)).to_contain_text("Selected: ActivationKeyExpired.")

    def test_what_the_filters_hide_is_said_to_be_hidden(self, explorer: Locator) -> None:
        cell(explorer, "DeleteVolume", "VolumeInUse").click()
        fill(explorer, "Resource", "gateway")
        expect(status(explorer)).to_contain_text("hidden by the filters.")


class TestByKeyboard:
    def test_every_cell_is_reached(self, front: Page, explorer: Locator) -> None:
        explorer.get_by_label("Order").select_option("page")
        expect(explorer.get_by_role("rowheader").first).to_have_text("ActivateGateway")
        operations, codes = [*CATALOGUE.operations], [*CATALOGUE.codes]
        header(explorer, operations[3]).focus()
        for key, (row, column) in {
            "ArrowRight": (3, 0),
            "ArrowDown": (4, 0),
            "End": (4, 35),
            "ArrowUp": (3, 35),
            "PageDown": (34, 35),
            "PageUp": (0, 35),
            "ArrowLeft": (0, 34),
            "Home": (0, 0),
            "Control+End": (34, 35),
            "Control+Home": (0, 0),
        }.items():
            front.keyboard.press(key)
            name = re.compile(rf"^{operations[row]}\b.*\b{codes[column]}\b")
            expect(front.locator(":focus")).to_have_attribute("aria-label", name)

    def test_enter_and_space_select_and_escape_clears(self, front: Page, explorer: Locator) -> None:
        chosen = cell(explorer, "DeleteVolume", "VolumeInUse")
        chosen.focus()
        for key in ("Enter", "Space"):
            front.keyboard.press(key)
            expect(status(explorer)).to_contain_text(
                "Selected: DeleteVolume can return VolumeInUse"
            )
            expect(chosen).to_be_focused()
            front.keyboard.press("Escape")
            expect(status(explorer)).not_to_contain_text("Selected")

    def test_the_focus_stays_with_what_it_was_on_when_all_is_drawn_anew(
        self, front: Page, explorer: Locator
    ) -> None:
        chosen = cell(explorer, "DeleteVolume", "VolumeInUse")
        chosen.focus()
        # By a label's click the box is set, and the focus stays where it is.
        explorer.get_by_label("Fold equal rows and columns").evaluate("box => box.click()")
        expect(explorer.get_by_role("rowheader")).to_have_count(18)
        expect(front.locator(":focus")).to_have_attribute(
            "aria-label", re.compile("DeleteVolume.* can return .*VolumeInUse")
        )

    def test_one_cell_alone_is_in_the_tab_order(self, front: Page, explorer: Locator) -> None:
        header(explorer, "DeleteVolume").focus()
        front.keyboard.press("End")
        assert explorer.get_by_role("grid").locator('[tabindex="0"]').count() == 1
        front.keyboard.press("Tab")
        expect(explorer.get_by_role("grid").locator(":focus")).to_have_count(0)


class TestHovering:
    def test_the_row_and_the_column_light_up_without_the_kernel(
        self, front: Page, explorer: Locator
    ) -> None:
        front.evaluate(COUNT_SENT)
        hint = explorer.locator(".sgw-matrix .sgw-hint")
        bands = explorer.locator(".sgw-band.sgw-hover")
        cell(explorer, "DeleteVolume", "VolumeInUse").hover()
        expect(hint).to_have_text("DeleteVolume can return VolumeInUse, documented")
        assert [band.get_attribute("visibility") for band in bands.all()] == ["visible"] * 2
        header(explorer, "DeleteVolume").hover()
        expect(hint).to_contain_text("DeleteVolume: error codes shown that it can return: ")
        front.mouse.move(0, 0)
        expect(hint).to_have_text("")
        assert [band.get_attribute("visibility") for band in bands.all()] == ["hidden"] * 2
        assert front.evaluate("sent") == 0
        header(explorer, "DeleteVolume").click()
        expect(status(explorer)).to_contain_text("Selected: DeleteVolume.")
        assert front.evaluate("sent") > 0


class TestTheBar:
    def test_back_and_forward_go_through_what_was_selected(self, explorer: Locator) -> None:
        back = explorer.get_by_role("button", name="Back")
        forward = explorer.get_by_role("button", name="Forward")
        header(explorer, "ListGateways").click()
        expect(status(explorer)).to_contain_text("Selected: ListGateways.")
        header(explorer, "VolumeInUse").click()
        expect(status(explorer)).to_contain_text("Selected: VolumeInUse.")
        back.click()
        expect(status(explorer)).to_contain_text("Selected: ListGateways.")
        forward.press("Enter")
        expect(status(explorer)).to_contain_text("Selected: VolumeInUse.")
        expect(forward).to_have_attribute("aria-disabled", "true")

    def test_the_copied_line_opens_what_is_on_screen(self, front: Page, explorer: Locator) -> None:
        fill(explorer, "Resource", "volume")
        cell(explorer, "DeleteVolume", "VolumeInUse").click()
        line = "sgwlib.explorer('DeleteVolume', 'VolumeInUse', resource='volume')"
        expect(explorer.locator(".sgw-line code")).to_have_text(line)
        button = explorer.get_by_role("button", name="Copy the line of Python")
        for press in (button.click, partial(button.press, "Enter")):
            front.evaluate("navigator.clipboard.writeText('')")
            press()
            expect(button).to_have_text("Copied")
            assert copied(front) == line
            expect(button).to_have_text("Copy")
        again = eval(line, {"sgwlib": sgwlib})
        assert len(again.model.visible.pairs) == 79
        again.close()

    def test_tabs_are_walked_by_arrow_keys(self, front: Page, explorer: Locator) -> None:
        explorer.get_by_role("tab", name="Detail").focus()
        for key, name in (
            ("ArrowRight", "Drawing"),
            ("ArrowRight", "Table"),
            ("End", "Explain"),
            ("ArrowRight", "Detail"),
            ("ArrowLeft", "Explain"),
            ("Home", "Detail"),
        ):
            front.keyboard.press(key)
            tab = explorer.get_by_role("tab", name=name, exact=True)
            expect(tab).to_be_focused()
            expect(tab).to_have_attribute("aria-selected", "true")
        assert explorer.locator('[role="tab"][tabindex="0"]').count() == 1

    def test_each_view_is_shown_alone(self, explorer: Locator) -> None:
        for name in ("Drawing", "Table", "Coverage", "Explain", "Detail"):
            open_view(explorer, name)
            assert explorer.get_by_role("region").count() == 1
