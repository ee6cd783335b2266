"""Accessibility of the explorer: axe, contrast, focus, the Tab key, and motion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.explorers import contrast, explorer_file, open_view

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.browser

VIEWS = ("Matrix", "Drawing", "Table", "Coverage", "Explain")
PAIR = "#operations=DeleteVolume&codes=VolumeInUse"
SELECTED = (
    PAIR,
    "#operations=DeleteVolume",
    "#codes=VolumeInUse",
    "#exception=ValidationException",
    "#operations=DeleteVolume,ListVolumes",
    "",
)


@pytest.fixture
def explorer(browser: Browser, file: Path) -> Any:
    with explorer_file(browser, file, PAIR) as explorer:
        yield explorer


def serious(page: Page, *rules: str) -> list[tuple[str, str]]:
    """Return what axe finds on the whole page, by all rules or some."""
    options = {"runOnly": list(rules)} if rules else {}
    found: dict[str, Any] = page.evaluate("(options) => axe.run(options)", options)
    assert len(found["passes"]) > (0 if rules else 5), "axe has looked"
    return [
        (violation["id"], node["html"][:200])
        for violation in found["violations"]
        if violation["impact"] in {"serious", "critical"}
        for node in violation["nodes"][:3]
    ]


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.heavy)])
def test_colours_have_contrast_and_axe_finds_nothing_serious(
    browser: Browser, file: Path, axe: str, scheme: Any
) -> None:
    with explorer_file(browser, file.with_name("met.html"), PAIR, color_scheme=scheme) as explorer:
        faint = {
            element: ratio
            for element, colour, least in (
                *((f'.sgw-mark[style$="family-{family})"]', "stroke", 3) for family in range(8)),
                (".sgw-legend", "color", 4.5),
                ('.sgw-section[style=""]', "fill", 4.5),
                ('.sgw-section[style$="family-5)"]', "fill", 4.5),
                (".sgw-bar select", "color", 4.5),
            )
            if (ratio := contrast(explorer, element, colour)) < least
        }
        assert faint == {}
        explorer.page.evaluate(axe)
        assert serious(explorer.page) == []


@pytest.mark.heavy  # axe looks at each row of the table and at each cell
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_any_view(
    browser: Browser, file: Path, axe: str, scheme: Any
) -> None:
    rules = ["color-contrast"] if scheme == "dark" else []  # all else is the same in both
    with explorer_file(browser, file.with_name("met.html"), PAIR, color_scheme=scheme) as explorer:
        page = explorer.page
        page.evaluate(axe)
        for view in VIEWS[1:]:
            open_view(explorer, view)
            assert serious(page, *rules) == [], view
        for tab in ("Handle", "Provoke", "Evidence"):
            explorer.get_by_role("tab", name=tab).click()
            assert serious(page, *rules) == [], tab
    for fragment in SELECTED[1:]:
        with explorer_file(browser, file, fragment, color_scheme=scheme) as explorer:
            explorer.page.evaluate(axe)
            assert serious(explorer.page, *rules) == [], fragment


def test_a_row_is_called_by_its_operation_and_a_header_tells_its_section(explorer: Locator) -> None:
    row = explorer.get_by_role("row", name="DeleteVolume", exact=True)
    expect(row.get_by_role("rowheader", name="DeleteVolume: volume · can return")).to_have_count(1)
    column = "VolumeInUse: volume · returned by 1 operation"
    expect(explorer.get_by_role("columnheader", name=column, exact=True)).to_have_count(1)


# Everything within an explorer that can take the focus and is on the page.
FOCUSABLE = """(explorer) => [...explorer.querySelectorAll(
    "button, input, select, textarea, summary, a[href], [tabindex]"
)].filter((each) => each.checkVisibility() && each.getClientRects().length && !each.disabled)"""


def test_whatever_has_the_focus_shows_it(explorer: Locator) -> None:
    script = f"""(explorer) => {{
        const looks = ["outline", "stroke", "strokeWidth", "textDecoration", "boxShadow", "border"];
        const look = (element) => [element, ...element.querySelectorAll("*")].map((each) => {{
            const style = getComputedStyle(each);
            return looks.map((name) => style[name]).join();
        }}).join();
        const kinds = new Map();
        return ({FOCUSABLE})(explorer).filter((each) => {{
            // Three of each kind of element will do: the matrix alone has 360.
            const kind = [each.tagName, each.getAttribute("role"), each.getAttribute("class")].join();
            kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
            if (kinds.get(kind) > 3) return false;
            document.activeElement.blur();
            const before = look(each);
            each.focus({{ preventScroll: true }});
            return document.activeElement !== each || look(each) === before;
        }}).map((each) => each.outerHTML.slice(0, 160));
    }}"""
    silent = []
    for view in VIEWS:
        open_view(explorer, view)
        explorer.page.keyboard.press("Shift")  # browsers show the focus to users of the keyboard
        silent += explorer.evaluate(script)
    assert silent == []


@pytest.mark.heavy  # hundreds of stops
def test_the_tab_key_leads_through_every_view_and_out(explorer: Locator) -> None:
    for view, key in [*((view, "Tab") for view in VIEWS), ("Matrix", "Shift+Tab")]:
        open_view(explorer, view)
        check_way_out(explorer, view, key)


def check_way_out(explorer: Locator, view: str, key: str) -> None:
    """Press a key from a view's button until the focus leaves the explorer."""
    start = "Keys" if key == "Shift+Tab" else view
    explorer.get_by_role("button", name=start, exact=True).first.focus()
    seen = set()
    # The place of what has the focus, among all that may have it; none outside the explorer.
    script = f"""(explorer) => explorer.contains(document.activeElement)
        ? [({FOCUSABLE})(explorer).indexOf(document.activeElement),
            document.activeElement.outerHTML.slice(0, 120)]
        : null"""
    while found := explorer.evaluate(script):
        place, what = found
        assert place >= 0, f"{what} takes the focus and is not meant to"
        assert place not in seen, f"the focus goes round: {what}"
        seen.add(place)
        explorer.page.keyboard.press(key)
    assert len(seen) > 1


def test_nothing_moves_if_you_want_no_motion(browser: Browser, file: Path) -> None:
    with explorer_file(browser, file, PAIR, reduced_motion="reduce") as explorer:
        for view in VIEWS:
            open_view(explorer, view)
            assert explorer.evaluate(MOVING) == [], view


MOVING = """(explorer) => [...explorer.querySelectorAll("*")].filter((each) => {
    const style = getComputedStyle(each);
    const long = (text) => text.split(",").some((each) => parseFloat(each) > 0);
    return long(style.transitionDuration) || long(style.animationDuration)
        || style.scrollBehavior === "smooth";
}).map((each) => each.outerHTML.slice(0, 120))"""
