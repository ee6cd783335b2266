"""The explorer on screens of every size: nothing is cut, and what is promised to be in view is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sgwlib import explain
from tests.browser.explorers import explorer_file, header, open_view, title

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Locator

pytestmark = pytest.mark.browser

SCREENS = ((1280, 720), (1366, 768), (1920, 1080), (3840, 2160))
PHONES = ((400, 800), (320, 700), (683, 384))  # the last is a laptop, enlarged to 200 %
PAIR = "#operations=DeleteVolume&codes=VolumeInUse"
# What has other labels at other places, and how many rows it has.
PICTURES = {
    PAIR: 35,
    f"{PAIR}&order=alphabetical": 35,
    f"{PAIR}&order=degree&folded=true": 18,
    "#edition=file-2023&folded=true": 26,
    "#edition=file-2023&order=page": 39,
}

BOXES = """(root) => {
    const out = (each) => (each.textContent || each.outerHTML).trim().slice(0, 60);
    const svg = root.querySelector(".sgw-matrix svg");
    const box = svg.getBoundingClientRect(); // beyond it nothing is painted
    const scroll = svg.parentElement;
    const labels = [...svg.querySelectorAll('[role$="header"], .sgw-section')].filter((each) => {
        const { left, right, top, bottom } = each.getBoundingClientRect();
        return left < box.left - 1 || right > box.right + 1 || top < box.top - 1 || bottom > box.bottom + 1;
    });
    const edge = root.getBoundingClientRect();
    const beyond = [...root.querySelectorAll(".sgw-bar > *, .sgw-foot > *, .sgw-detail > *")].filter((each) => {
        const { left, right } = each.getBoundingClientRect();
        return each.checkVisibility() && right > left && (left < edge.left - 1 || right > edge.right + 1);
    });
    const cut = [...root.querySelectorAll("button, select, .sgw-count, .sgw-chips span, h3, h4")].filter((each) =>
        each.checkVisibility() && each.tagName !== "SELECT" && each.scrollWidth > each.clientWidth + 1
        && getComputedStyle(each).display !== "inline");
    return {
        page: [document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight],
        scrolls: [scroll.scrollWidth - scroll.clientWidth, scroll.scrollHeight - scroll.clientHeight],
        labels: labels.map(out), beyond: beyond.map(out), cut: cut.map(out),
        font: Math.min(...[...svg.querySelectorAll("text")].map((each) => parseFloat(getComputedStyle(each).fontSize))),
        rows: svg.querySelectorAll('[role="rowheader"]').length,
    };
}"""


def measured(explorer: Locator) -> dict[str, Any]:
    explorer.page.wait_for_timeout(300)  # until the observer of its size has answered
    found: dict[str, Any] = explorer.evaluate(BOXES)
    return found


def test_one_screen_shows_the_whole_matrix_and_the_detail(browser: Browser, file: Path) -> None:
    for width, height in SCREENS:
        with explorer_file(browser, file, PAIR, width=width, height=height) as explorer:
            for fragment, rows in PICTURES.items():
                explorer.page.goto(f"{file.as_uri()}{fragment}")  # only another part of the page
                found = measured(explorer)
                for what in ("page", "scrolls", "labels", "beyond", "cut"):
                    assert found[what] in ([], [0, 0]), (width, height, fragment, what)
                assert found["rows"] == rows, (width, height, fragment)
                assert found["font"] >= 9
            explorer.page.goto(f"{file.as_uri()}{PAIR}")
            heading = title(explorer).bounding_box()
            assert heading
            assert heading["y"] + heading["height"] < height


def test_a_small_window_folds_and_says_so(browser: Browser, file: Path) -> None:
    with explorer_file(browser, file, PAIR, width=1000, height=560) as explorer:
        found = measured(explorer)
        assert found["page"] == [0, 0]
        assert explorer.evaluate("each => each.scrollHeight - each.clientHeight") == 0
        assert found["rows"] == 24
        assert found["scrolls"] == [0, 0]
        assert found["font"] >= 9
        assert explorer.locator(".sgw-folded").is_visible()


def test_a_phone_stacks_both_panes_and_scrolls_only_downwards(browser: Browser, file: Path) -> None:
    for width, height in PHONES:
        with explorer_file(browser, file, PAIR, width=width, height=height) as explorer:
            check_stacked(explorer, height)


def check_stacked(explorer: Locator, height: int) -> None:
    for view in ("Coverage", "Matrix"):
        open_view(explorer, view)
        found = measured(explorer)
        assert found["page"] == [0, 0]
        assert found["beyond"] == []
        assert found["cut"] == []
    matrix = explorer.get_by_role("region", name="Matrix").bounding_box()
    detail = explorer.get_by_role("region", name="Detail").bounding_box()
    row = header(explorer, "DeleteVolume").bounding_box()
    assert matrix
    assert detail
    assert row
    assert detail["y"] >= matrix["y"] + matrix["height"] - 1
    assert row["y"] + row["height"] < min(detail["y"], height)


def test_an_explanation_is_no_wider_than_a_notebook(browser: Browser) -> None:
    texts = (
        "ThrottlingException",
        "InvalidGatewayRequestException: The specified gateway is not connected.",
    )
    page = browser.new_page(viewport={"width": 600, "height": 600})
    for text in texts:
        page.set_content(explain(text)._repr_html_())
        assert page.evaluate("document.documentElement.scrollWidth") == 600, text
    page.close()


def test_sticky_labels_stay_while_the_matrix_scrolls(browser: Browser, file: Path) -> None:
    with explorer_file(browser, file, "#folded=false", width=700, height=500) as explorer:
        measured(explorer)
        scroll = explorer.locator(".sgw-matrix .sgw-scroll")
        scroll.evaluate("each => each.scrollTo(300, 300)")
        explorer.page.wait_for_timeout(200)
        inside = explorer.evaluate(
            """(root) => {
                const box = root.querySelector(".sgw-matrix .sgw-scroll").getBoundingClientRect();
                const at = (each) => each.getBoundingClientRect();
                const rows = [...root.querySelectorAll('[role="rowheader"]')].map(at);
                const columns = [...root.querySelectorAll('[role="columnheader"]')].map(at);
                return [rows.every(({ left }) => left >= box.left - 1),
                        columns.every(({ top, bottom }) => top >= box.top - 1 && bottom < box.top + 260)];
            }"""
        )
        assert inside == [True, True]


def test_what_is_selected_or_has_the_focus_is_beside_the_sticky_labels(
    browser: Browser, file: Path
) -> None:
    last = "#folded=false&operations=ListVolumeRecoveryPoints&codes=InternalError"
    with explorer_file(browser, file, last, width=400, height=800) as explorer:
        assert measured(explorer)["scrolls"][1] > 0
        assert in_view(explorer, explorer.locator(".sgw-ring"))
        explorer.page.goto(
            f"{file.as_uri()}#folded=false&operations=ActivateGateway&codes=OutdatedGateway"
        )
        measured(explorer)
        assert in_view(explorer, explorer.locator(".sgw-ring"))
        explorer.locator('[role="gridcell"][aria-selected="true"]').focus()
        for key in (*["ArrowLeft"] * 30, *["ArrowDown"] * 20, *["ArrowUp"] * 18, "End", "Home"):
            explorer.page.keyboard.press(key)
            assert in_view(explorer, explorer.locator(":focus")), key


def in_view(explorer: Locator, cell: Locator) -> bool:
    """Return whether a cell is within the pane of the matrix, and not below the labels."""
    # The labels follow a scroll once the browser tells of it.
    explorer.page.evaluate(
        "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
    pane = explorer.locator(".sgw-matrix .sgw-scroll").bounding_box()
    labels = [
        header(explorer, name).bounding_box() for name in ("ActivateGateway", "InternalError")
    ]
    box = cell.bounding_box()
    assert pane
    assert labels[0]
    assert labels[1]
    assert box
    left = labels[0]["x"] + labels[0]["width"]
    top = labels[1]["y"] + labels[1]["height"]
    right, bottom = pane["x"] + pane["width"], pane["y"] + pane["height"]
    return (
        box["x"] >= left
        and box["y"] >= top
        and box["x"] + box["width"] <= right + 1
        and box["y"] + box["height"] <= bottom + 1
    )


def test_the_head_of_a_narrow_detail_breaks_no_word_and_keeps_its_buttons_together(
    browser: Browser, file: Path
) -> None:
    for width in (780, 848, 390):
        with explorer_file(browser, file, PAIR, width=width, height=570) as explorer:
            detail = explorer.get_by_role("region", name="Detail")
            family = detail.get_by_text("volume", exact=True).bounding_box()
            buttons = [
                detail.get_by_role("button", name=name).bounding_box()
                for name in ("Copy link", "Copy Python")
            ]
            assert family
            assert buttons[0]
            assert buttons[1]
            assert family["height"] < 25, "one line"
            assert buttons[0]["y"] == buttons[1]["y"]
