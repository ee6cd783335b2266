"""What stands beside the matrix, by mouse and by keyboard, in both front ends."""

from __future__ import annotations

import csv
import re
from functools import partial
from typing import TYPE_CHECKING

import boto3
import pytest
from botocore.exceptions import ClientError
from playwright.sync_api import Locator, Page, expect

from sgwlib import ClientCoverage, inject, load_catalogue, save_coverage, simulate
from sgwlib.filters import Filter
from tests.browser.explorers import cell, copied, fill, header, open_view

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.browser

# What does not depend on the front end is tried in one of them.
by_voila = pytest.mark.parametrize(
    "front", [pytest.param("voila", marks=pytest.mark.heavy)], indirect=True
)

CATALOGUE = load_catalogue()
SELECTED = "Selected: DeleteVolume can return VolumeInUse, documented"


def status(explorer: Locator) -> Locator:
    return explorer.get_by_role("status")


class TestTheDetail:
    @pytest.fixture
    def detail(self, explorer: Locator) -> Locator:
        cell(explorer, "DeleteVolume", "VolumeInUse").click()
        detail = explorer.get_by_role("region", name="Detail")
        expect(detail.get_by_role("heading", level=3)).to_contain_text("DeleteVolume can return")
        return detail

    @by_voila
    def test_a_pair_has_its_cause_remedy_and_response(self, detail: Locator) -> None:
        for heading in ("Cause", "What to do", "Carriers"):
            expect(detail.get_by_role("heading", name=re.compile(f"^{heading}"))).to_have_count(1)
        raw = detail.get_by_role("group", name="Raw HTTP")
        expect(raw).to_contain_text("HTTP/1.1 400 Bad Request")
        expect(raw).to_contain_text('{"errorCode": "VolumeInUse"}')
        expect(detail.get_by_role("group", name="What boto3 raises")).to_contain_text(
            "botocore.errorfactory.InvalidGatewayRequestException: An error occurred"
        )

    @by_voila
    def test_names_lead_on(self, explorer: Locator, detail: Locator) -> None:
        header(explorer, "VolumeNotReady").click()
        expect(detail).to_contain_text("Returned by 2 operations")
        detail.get_by_role("button", name="CreateSnapshot", exact=True).click()
        expect(status(explorer)).to_contain_text("CreateSnapshot can return VolumeNotReady")
        detail.get_by_role("button", name="CreateSnapshot", exact=True).press("Enter")
        expect(detail).to_contain_text("of 36 error codes")

    def test_a_long_list_unfolds_and_stays_so_for_what_comes_next(
        self, explorer: Locator, detail: Locator
    ) -> None:
        header(explorer, "InternalError").click()
        summary = detail.locator("summary").first
        summary.press("Enter")
        name = detail.get_by_role("button", name="ListGateways", exact=True)
        expect(name).to_be_visible()
        header(explorer, "GatewayInternalError").click()
        expect(detail.get_by_role("heading", level=3)).to_have_text("GatewayInternalError")
        expect(detail.locator("details").first).to_have_attribute("open", "")
        detail.locator("summary").first.click()
        expect(detail.locator("details").first).not_to_have_attribute("open", "")

    def test_the_copied_clause_catches_the_error(self, front: Page, detail: Locator) -> None:
        button = detail.get_by_role("button", name="Copy: Catch VolumeInUse with boto3")
        clauses = []
        for press in (button.click, partial(button.press, "Enter")):
            front.evaluate("navigator.clipboard.writeText('')")
            press()
            expect(button).to_have_text("Copied")
            clauses.append(copied(front))
            expect(button).to_have_text("Copy")
        [clause] = {*clauses}
        call = (
            "try:\n    client.delete_volume(VolumeARN='a' * 50)\n" + clause + "\n    met = code\n"
        )
        client = boto3.client(
            "storagegateway",
            region_name="us-east-1",
            aws_access_key_id="any",
            aws_secret_access_key="any",
        )
        names: dict[str, object] = {"client": client}
        with inject(client, "DeleteVolume", "VolumeInUse"):
            exec(call, names)
        assert names["met"] == "VolumeInUse"
        with inject(client, "DeleteVolume", "VolumeNotFound"), pytest.raises(ClientError):
            exec(call, names)

    @by_voila
    def test_the_carrier_decides_the_status_and_a_general_exception_comes_alone(
        self, explorer: Locator, detail: Locator
    ) -> None:
        cell(explorer, "ListGateways", "InternalError").click()
        raw = detail.get_by_role("group", name="Raw HTTP")
        expect(raw).to_contain_text("HTTP/1.1 500 Internal Server Error")
        carrier = detail.get_by_label("Carrier")
        carrier.focus()
        carrier.select_option("InvalidGatewayRequestException")
        expect(raw).to_contain_text("HTTP/1.1 400 Bad Request")
        expect(carrier).to_be_focused()
        detail.get_by_label("Error", exact=True).select_option("ThrottlingException")
        expect(raw).to_contain_text("Rate exceeded.")
        expect(carrier).to_have_count(0)

    @by_voila
    def test_the_selected_carrier_is_marked(self, explorer: Locator, detail: Locator) -> None:
        button = detail.locator('.sgw-carriers [data-exception="InternalServerError"]')
        expect(button).not_to_have_attribute("aria-current", "true")
        button.click()
        expect(status(explorer)).to_contain_text("carried by InternalServerError")
        expect(button).to_have_attribute("aria-current", "true")
        assert detail.locator('[aria-current="true"]').count() == 1

    @by_voila
    def test_every_error_of_every_operation_can_be_simulated(
        self, explorer: Locator, detail: Locator
    ) -> None:
        header(explorer, "DeleteVolume").click()
        expect(detail.get_by_role("heading", level=3)).to_have_text("DeleteVolume")
        offered = detail.get_by_label("Error", exact=True).locator("option").all_text_contents()
        assert {*offered} == {*CATALOGUE.codes_of("DeleteVolume"), *CATALOGUE.general_exceptions}

    @by_voila
    def test_a_real_client_is_called_when_asked_for(self, detail: Locator) -> None:
        call = detail.get_by_role("button", name="Call it with a real boto3 client")
        call.click()
        table = detail.get_by_role("table")
        expect(table.get_by_role("rowheader")).to_have_text(["legacy", "standard", "adaptive"])
        expect(table).to_contain_text("1 of at most")
        call.press("Space")
        expect(table).to_have_count(0)
        expect(call).to_be_focused()

    @by_voila
    def test_general_exceptions_are_chosen_where_nothing_is_selected(
        self, explorer: Locator, detail: Locator
    ) -> None:
        header(explorer, "DeleteVolume").press("Escape")
        names = detail.get_by_role("button", name=re.compile("Exception$|Failure$|^[A-Z]\\w+$"))
        expect(detail.get_by_role("heading", level=3)).to_have_text("Nothing is selected")
        assert {*CATALOGUE.exceptions} <= {*names.all_text_contents()}
        detail.get_by_role("button", name="ThrottlingException").click()
        expect(detail.get_by_role("heading", level=3)).to_have_text("ThrottlingException")
        expect(detail.get_by_role("group", name="Raw HTTP")).to_contain_text("Rate exceeded.")

    def test_the_focus_stays_in_the_detail_when_its_button_is_gone(
        self, front: Page, explorer: Locator, detail: Locator
    ) -> None:
        header(explorer, "VolumeNotReady").click()
        detail.get_by_role("button", name="CreateSnapshot", exact=True).press("Enter")
        expect(detail.get_by_role("heading", level=3)).to_contain_text("CreateSnapshot can return")
        expect(detail).to_be_focused()
        front.keyboard.press("Tab")
        expect(detail.locator(":focus")).to_have_count(1)


class TestTheDrawing:
    @pytest.fixture
    def drawing(self, explorer: Locator) -> Locator:
        header(explorer, "VolumeNotReady").click()
        return open_view(explorer, "Drawing")

    @by_voila
    def test_it_draws_the_neighbourhood_and_all_on_demand(self, drawing: Locator) -> None:
        expect(drawing.locator(".sgw-link")).to_have_count(2)
        whole = drawing.get_by_label("Show all visible pairs")
        whole.check()
        expect(drawing.locator(".sgw-link")).to_have_count(289)
        whole.press("Space")
        expect(drawing.locator(".sgw-link")).to_have_count(2)

    def test_a_click_on_a_node_or_a_line_selects_in_the_matrix_too(
        self, explorer: Locator, drawing: Locator
    ) -> None:
        drawing.get_by_role("option", name=re.compile("^CreateSnapshot: ")).click()
        expect(header(explorer, "CreateSnapshot")).to_have_attribute("aria-selected", "true")
        line = drawing.get_by_role("option", name="CreateSnapshot can return VolumeNotReady")
        line.locator(".sgw-reach").dispatch_event("click", {"bubbles": True})
        expect(status(explorer)).to_contain_text("CreateSnapshot can return VolumeNotReady")
        expect(cell(explorer, "CreateSnapshot", "VolumeNotReady")).to_have_attribute(
            "aria-selected", "true"
        )

    def test_it_is_walked_by_keyboard(
        self, front: Page, explorer: Locator, drawing: Locator
    ) -> None:
        drawing.get_by_role("option", name=re.compile("^VolumeNotReady: ")).focus()
        focused = drawing.locator(":focus")
        for key, name in (
            ("ArrowLeft", "CreateSnapshot can return VolumeNotReady"),
            ("ArrowDown", "CreateSnapshotFromVolumeRecoveryPoint can return VolumeNotReady"),
            ("ArrowUp", "CreateSnapshot can return VolumeNotReady"),
            ("ArrowLeft", "CreateSnapshot: "),
            ("End", "CreateSnapshotFromVolumeRecoveryPoint: "),
            ("Home", "CreateSnapshot: "),
            ("ArrowRight", "CreateSnapshot can return VolumeNotReady"),
        ):
            front.keyboard.press(key)
            expect(focused).to_have_attribute("aria-label", re.compile(f"^{name}"))
        front.keyboard.press("Enter")
        expect(status(explorer)).to_contain_text("CreateSnapshot can return VolumeNotReady")
        expect(focused).to_have_attribute("aria-label", re.compile("^CreateSnapshot can return"))
        front.keyboard.press("Escape")
        expect(status(explorer)).not_to_contain_text("Selected")

    @by_voila
    def test_what_belongs_together_lights_up(self, drawing: Locator) -> None:
        drawing.get_by_label("Show all visible pairs").check()
        expect(drawing.locator(".sgw-link")).to_have_count(289)
        drawing.get_by_role("option", name=re.compile("^VolumeNotReady: ")).hover()
        expect(drawing.locator(".sgw-link.sgw-lit")).to_have_count(2)
        expect(drawing.locator(".sgw-node.sgw-lit")).to_have_count(3)


class TestTheTable:
    @by_voila
    def test_it_has_the_visible_pairs_and_is_sorted_by_its_headers(self, explorer: Locator) -> None:
        table = open_view(explorer, "Table")
        first = table.locator("tbody tr").first.get_by_role("rowheader")
        expect(table.locator("tbody tr")).to_have_count(289)
        expect(first).to_have_text(next(iter(CATALOGUE.operations)))
        sort = table.get_by_role("button", name="Operation", exact=True)
        column = table.get_by_role("columnheader", name="Operation")
        for press, direction, operation in (
            (sort.click, "ascending", min(CATALOGUE.operations)),
            (partial(sort.press, "Enter"), "descending", max(CATALOGUE.operations)),
            (sort.click, "none", next(iter(CATALOGUE.operations))),
        ):
            press()
            expect(column).to_have_attribute("aria-sort", direction)
            expect(first).to_have_text(operation)

    def test_a_row_selects_its_pair_by_mouse_and_by_keyboard(
        self, front: Page, explorer: Locator
    ) -> None:
        table = open_view(explorer, "Table")
        table.get_by_role("button", name="DeleteVolume can return VolumeInUse").click()
        expect(status(explorer)).to_contain_text(SELECTED)
        chosen = cell(explorer, "DeleteVolume", "VolumeInUse")
        expect(chosen).to_have_attribute("aria-selected", "true")
        for key, place in (("Home", 0), ("ArrowDown", 1), ("ArrowUp", 0), ("End", 288)):
            front.keyboard.press(key)
            operation, code = CATALOGUE.pairs[place]
            expect(front.locator(":focus")).to_have_attribute(
                "aria-label", f"{operation} can return {code}, documented"
            )
        front.keyboard.press("Enter")
        expect(status(explorer)).to_contain_text(f"Selected: {operation} can return {code}")
        front.keyboard.press("Escape")
        expect(status(explorer)).not_to_contain_text("Selected")

    def test_the_download_reads_back_as_what_is_visible(
        self, front: Page, explorer: Locator
    ) -> None:
        fill(explorer, "Resource", "volume")
        expect(status(explorer)).to_contain_text("of 289")
        table = open_view(explorer, "Table")
        with front.expect_download() as download:
            table.get_by_role("button", name="Download CSV").click()
        assert download.value.suggested_filename == "storage-gateway-errors.csv"
        with download.value.path().open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        shown = Filter(resource="volume").pairs(CATALOGUE)
        assert [(row["Operation"], row["Error code"]) for row in rows] == [*shown]
        assert all(row["Message"] == CATALOGUE.codes[row["Error code"]].message for row in rows)

    @by_voila
    def test_a_copy_has_a_tab_between_cells(self, front: Page, explorer: Locator) -> None:
        table = open_view(explorer, "Table")
        table.get_by_role("button", name="Copy for a spreadsheet").press("Enter")
        expect(table.get_by_role("button", name="Copy for a spreadsheet")).to_have_text("Copied")
        lines = [line.split("\t") for line in copied(front).splitlines()]
        assert lines[0][:2] == ["Operation", "Error code"]
        assert [tuple(line[:2]) for line in lines[1:]] == [*CATALOGUE.pairs]


class TestTheCoverage:
    @pytest.fixture
    def report(self, tmp_path: Path) -> Path:
        coverage = ClientCoverage()
        for code in ("VolumeInUse", "VolumeNotFound"):
            coverage.add(simulate("DeleteVolume", code), "inject")
        save_coverage(coverage, tmp_path / "coverage.json")
        return tmp_path / "coverage.json"

    def test_a_report_is_shown_in_the_matrix_and_removed(
        self, explorer: Locator, report: Path
    ) -> None:
        coverage = open_view(explorer, "Coverage")
        field = coverage.get_by_label("Coverage report")
        field.fill(str(report))
        show = coverage.get_by_role("button", name="Show")
        remove = coverage.get_by_role("button", name="Remove")
        for show_it, remove_it in (
            (show.click, remove.click),
            (partial(field.press, "Enter"), partial(remove.press, "Enter")),
        ):
            show_it()
            expect(status(explorer)).to_contain_text("The client has met 2 of 289 pairs.")
            met = explorer.get_by_role("gridcell", name=re.compile(", met$"))
            never = explorer.get_by_role("gridcell", name=re.compile(", never met$"))
            expect(met).to_have_count(2)
            expect(never).to_have_count(287)
            expect(coverage.get_by_role("listitem").first).to_contain_text("Met: 2 of 289")
            remove_it()
            expect(never).to_have_count(0)

    @by_voila
    def test_a_wrong_path_is_a_clear_line(self, explorer: Locator) -> None:
        coverage = open_view(explorer, "Coverage")
        coverage.get_by_label("Coverage report").fill("nowhere.json")
        coverage.get_by_role("button", name="Show").click()
        expect(explorer.get_by_role("alert")).to_contain_text("nowhere.json")
        expect(explorer.get_by_role("alert")).not_to_contain_text("failed")
        header(explorer, "DeleteVolume").click()
        expect(explorer.get_by_role("alert")).to_have_count(0)

    def test_a_bar_or_a_name_selects(self, explorer: Locator) -> None:
        coverage = open_view(explorer, "Coverage")
        bar = coverage.locator('[data-key="bar/0/0"]')
        name = next(iter(CATALOGUE.operations))
        bar.click()
        expect(header(explorer, name)).to_have_attribute("aria-selected", "true")
        expect(bar).to_have_attribute("aria-current", "true")
        chosen = coverage.locator('[data-key^="cover/1/"]').first
        chosen.press("Enter")
        expect(header(explorer, chosen.inner_text())).to_have_attribute("aria-selected", "true")
        expect(chosen).to_be_focused()


class TestExplaining:
    TEXT = (
        "botocore.errorfactory.InvalidGatewayRequestException: An error occurred "
        "(InvalidGatewayRequestException) when calling the DeleteVolume operation: "
        "The specified volume is already in use."
    )

    @by_voila
    def test_an_empty_box_is_answered_when_it_is_asked_about(self, explorer: Locator) -> None:
        view = open_view(explorer, "Explain")
        view.get_by_role("textbox").fill("")
        expect(view).not_to_contain_text("the text is empty")
        for _ in range(2):
            view.get_by_role("button", name="Explain").click()
            expect(view).to_contain_text("the text is empty")

    def test_what_is_found_in_a_pasted_text_is_selected(
        self, front: Page, explorer: Locator
    ) -> None:
        view = open_view(explorer, "Explain")
        box = view.get_by_role("textbox")
        explain = view.get_by_role("button", name="Explain")
        for text, operation, act in (
            (self.TEXT, "DeleteVolume", explain.click),
            (
                self.TEXT.replace("DeleteVolume", "DescribeChapCredentials"),
                "DescribeChapCredentials",
                partial(box.press, "Shift+Enter"),
            ),
            (self.TEXT, "DeleteVolume", partial(box.press, "Control+Enter")),
        ):
            front.evaluate("text => navigator.clipboard.writeText(text)", text)
            box.fill("")
            box.press("Control+v")
            expect(box).to_have_value(text)
            act()
            expect(status(explorer)).to_contain_text(f"Selected: {operation}")
            expect(view).to_contain_text("InvalidGatewayRequestException with VolumeInUse")
        expect(status(explorer)).to_contain_text("DeleteVolume can return VolumeInUse, documented")
        expect(cell(explorer, "DeleteVolume", "VolumeInUse")).to_have_attribute(
            "aria-selected", "true"
        )

    def test_a_new_line_and_every_letter_are_text(self, explorer: Locator) -> None:
        view = open_view(explorer, "Explain")
        box = view.get_by_role("textbox")
        box.fill("")
        box.press_sequentially("bab")
        box.press("Enter")
        box.press_sequentially("x")
        expect(box).to_have_value("bab\nx")
