"""The explorer on screens of every size: nothing is cut, and what is promised to be in view is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.explorers import explorer_file, title

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Locator

pytestmark = pytest.mark.browser

SCREENS = ((1280, 720), (1366, 768), (1920, 1080), (3840, 2160))
PHONE = (400, 800)
PAIR = "#operations=DeleteVolume&codes=VolumeInUse"

BOXES = """(root) => {
    const out = (each) => (each.textContent || each.outerHTML).trim().slice(0, 60);
    const box = root.querySelector(".sgw-matrix .sgw-scroll").getBoundingClientRect();
    const svg = root.querySelector(".sgw-matrix svg");
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
            found = measured(explorer)
            assert found["page"] == [0, 0], (width, height)
            assert found["rows"] == 35, (width, height)
            for what in ("labels", "beyond", "cut"):
                assert found[what] == [], (width, height, what)
            assert found["font"] >= 9
            heading = title(explorer).bounding_box()
            assert heading
            assert heading["y"] + heading["height"] < height


def test_a_small_window_folds_and_says_so(browser: Browser, file: Path) -> None:
    with explorer_file(browser, file, PAIR, width=1000, height=560) as explorer:
        found = measured(explorer)
        assert found["page"] == [0, 0]
        assert found["rows"] == 18
        assert found["font"] >= 9
        assert explorer.locator(".sgw-folded").is_visible()


def test_a_phone_stacks_both_panes_and_scrolls_only_downwards(browser: Browser, file: Path) -> None:
    width, height = PHONE
    with explorer_file(browser, file, PAIR, width=width, height=height) as explorer:
        found = measured(explorer)
        assert found["page"][0] == 0
        assert found["beyond"] == []
        assert found["cut"] == []
        matrix = explorer.get_by_role("region", name="Matrix").bounding_box()
        detail = explorer.get_by_role("region", name="Detail").bounding_box()
        assert matrix
        assert detail
        assert detail["y"] >= matrix["y"] + matrix["height"] - 1


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
