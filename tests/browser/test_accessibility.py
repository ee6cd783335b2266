"""Accessibility in both front ends: axe, contrast, focus, keyboard and motion."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Locator, Page, expect

from sgwlib import recording, save_coverage, simulate
from tests.browser.explorers import cell, contrast, fill, header, open_view, reset
from tests.node import install
from tools.browser import opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tools.browser import Lab

pytestmark = pytest.mark.browser

VIEWS = ("Detail", "Drawing", "Table", "Coverage", "Explain")
# With the first view axe looks at the whole explorer.
some_views = pytest.mark.parametrize(
    "views",
    [VIEWS[:1], pytest.param(VIEWS[1:], marks=pytest.mark.heavy)],
    ids=["whole explorer", "other views"],
)
THEMES = ("light", pytest.param("dark", marks=pytest.mark.heavy))
TEXT = "An error occurred (InvalidGatewayRequestException) when calling the DeleteVolume operation: The specified volume is already in use."


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = install(Path(__file__).parent / "axe", tmp_path_factory.mktemp("axe"))
    return (folder / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(params=THEMES)
def themed(
    request: pytest.FixtureRequest, front: Page, lab: Lab, browser: Browser
) -> Iterator[Page]:
    """Show the pairs of volumes in each front end, light and dark."""
    theme = request.param
    with ExitStack() as after:
        page = front
        if theme == "dark" and "/voila/" in front.url:
            sources = ("from sgwlib import explorer", "explorer()")
            page = after.enter_context(opened(browser, lab, "voila", *sources, query="&theme=dark"))
        elif theme == "dark":
            _choose(front, "JupyterLab Dark")
            after.callback(_choose, front, "JupyterLab Light")
        light = str(theme == "light").lower()
        expect(page.locator("body")).to_have_attribute("data-jp-theme-light", light)
        explorer = page.locator(".sgw-explorer").filter(visible=True)
        reset(explorer)
        fill(explorer, "Resource", "volume")
        cell(explorer, "DeleteVolume", "VolumeInUse").click()
        expect(explorer.get_by_role("status")).to_contain_text("Selected")
        yield page
        reset(explorer)


def _choose(page: Page, theme: str) -> None:
    """Choose a theme of JupyterLab in its menu."""
    page.get_by_role("menuitem", name="Settings", exact=True).click()
    page.get_by_text("Theme", exact=True).hover()
    page.get_by_text(theme, exact=True).click()


def _fill_view(explorer: Locator, view: str, folder: Path) -> None:
    """Open a view with everything in it that it can hold."""
    region = open_view(explorer, view)
    if view == "Detail":
        call = region.get_by_role("button", name="Call it with a real boto3 client")
        if call.get_attribute("aria-pressed") == "false":
            call.click()
        expect(region.get_by_role("table")).to_be_visible()
    elif view == "Coverage":
        with recording() as coverage:
            simulate("DeleteVolume", "VolumeInUse")
        save_coverage(coverage, folder / "coverage.json")
        region.get_by_label("Coverage report").fill(str(folder / "coverage.json"))
        region.get_by_role("button", name="Show").click()
        expect(region.locator(".sgw-report li")).not_to_have_count(0)
    elif view == "Explain":
        region.get_by_role("textbox").fill(TEXT)
        region.get_by_role("button", name="Explain").click()
        expect(region.locator(".sgw-explained table")).not_to_have_count(0)


@some_views
def test_axe_finds_no_serious_violation_and_colours_have_contrast(
    themed: Page, axe: str, tmp_path: Path, views: tuple[str, ...]
) -> None:
    explorer = themed.locator(".sgw-explorer").filter(visible=True)
    faint = {
        element: ratio
        for element, colour, least in (
            (".sgw-documented", "fill", 3),
            (".sgw-undocumented", "fill", 3),
            (".sgw-count", "fill", 4.5),
            (".sgw-source", "color", 4.5),
            (".sgw-status", "color", 4.5),
            (".sgw-toolbar select", "borderTopColor", 3),
            (".sgw-filters input", "borderTopColor", 3),
            (".sgw-detail button", "borderTopColor", 3),
        )
        if (ratio := contrast(explorer, element, colour)) < least
    }
    assert faint == {}
    themed.evaluate(axe)
    serious = []
    for view in views:
        _fill_view(explorer, view, tmp_path)
        part = ".sgw-explorer" if view == "Detail" else ".sgw-explorer [role=region]"
        found: dict[str, Any] = themed.evaluate("(part) => axe.run(part)", part)
        assert len(found["passes"]) > 5, "axe has looked"
        serious += [
            (view, violation["id"], node["html"][:200], node["failureSummary"])
            for violation in found["violations"]
            if violation["impact"] in {"serious", "critical"}
            for node in violation["nodes"][:3]
        ]
    assert serious == []


# Everything within an explorer that can take the focus and is on the page.
FOCUSABLE = """(explorer) => [...explorer.querySelectorAll(
    "button, input, select, textarea, summary, a[href], [tabindex]"
)].filter((each) => each.checkVisibility() && each.getClientRects().length)"""


def test_whatever_has_the_focus_shows_it(explorer: Locator, front: Page) -> None:
    cell(explorer, "DeleteVolume", "VolumeInUse").click()
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
        front.keyboard.press("Shift")  # browsers show the focus to users of the keyboard
        silent += explorer.evaluate(script)
    assert silent == []


# JupyterLab's shortcuts stay off in an element with the attribute, and in a text field.
UNGUARDED = f"""(part) => ({FOCUSABLE})(part).filter((each) =>
    each.dataset.lmSuppressShortcuts !== "true" && !each.matches("input[type=text], textarea")
).map((each) => each.outerHTML.slice(0, 160))"""


@pytest.mark.parametrize("front", ["lab"], indirect=True)
def test_no_letter_is_a_shortcut_of_jupyterlab(explorer: Locator, front: Page) -> None:
    cells = front.locator(".jp-Notebook .jp-Cell")
    before = cells.count()
    cell(explorer, "DeleteVolume", "VolumeInUse").click()
    focus = f"""(part, index) => {{
        const elements = ({FOCUSABLE})(part);
        elements.at(index).focus({{ preventScroll: true }});
        return elements.length;
    }}"""
    for part in (".sgw-filters", ".sgw-bar", ".sgw-matrix", ".sgw-tabs", *VIEWS):
        within = open_view(explorer, part) if part in VIEWS else explorer.locator(part)
        assert within.evaluate(UNGUARDED) == []
        for index in (0, 1, -1, -2):
            count = within.evaluate(focus, index)
            front.keyboard.press("b")  # in JupyterLab: insert a cell below; in a text, a letter
        assert count >= {".sgw-matrix": 361, ".sgw-tabs": 5, "Table": 292}.get(part, 2)
        if part == ".sgw-filters":
            explorer.get_by_role("button", name="Clear filters").click()
            expect(explorer.locator(".sgw-line code")).not_to_contain_text("'b'")
    assert cells.count() == before


@pytest.mark.heavy
@pytest.mark.parametrize("front", ["lab"], indirect=True)
def test_jupyterlab_s_shortcut_would_have_been_seen(explorer: Locator, front: Page) -> None:
    """Show that the test before can fail."""
    cells = front.locator(".jp-Notebook .jp-Cell")
    before = cells.count()
    row = header(explorer, "DeleteVolume")
    row.evaluate("row => row.removeAttribute('data-lm-suppress-shortcuts')")
    row.press("b")
    expect(cells).to_have_count(before + 1)
    row.evaluate("row => row.setAttribute('data-lm-suppress-shortcuts', 'true')")


@pytest.mark.heavy
def test_the_tab_key_leads_out_of_the_explorer(explorer: Locator, front: Page) -> None:
    cell(explorer, "DeleteVolume", "VolumeInUse").click()
    for view, key in [*((view, "Tab") for view in VIEWS), ("Detail", "Shift+Tab")]:
        open_view(explorer, view)
        check_way_out(explorer, front, view, key)


def check_way_out(explorer: Locator, front: Page, view: str, key: str) -> None:
    """Press a key from a view's tab until the focus leaves the explorer."""
    explorer.get_by_role("tab", name=view, exact=True).focus()
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
        front.keyboard.press(key)
    assert len(seen) > 1


def test_nothing_moves_if_you_want_no_motion(explorer: Locator, front: Page) -> None:
    with ExitStack() as after:
        after.callback(front.emulate_media, reduced_motion="no-preference")
        front.emulate_media(reduced_motion="reduce")
        for view in VIEWS:
            open_view(explorer, view)
            assert explorer.evaluate(MOVING) == [], view


MOVING = """(explorer) => [...explorer.querySelectorAll("[class*=sgw-], [class*=sgw-] *")]
    .filter((each) => {
        const style = getComputedStyle(each);
        const long = (text) => text.split(",").some((each) => parseFloat(each) > 0);
        return long(style.transitionDuration) || long(style.animationDuration)
            || style.scrollBehavior === "smooth";
    }).map((each) => each.outerHTML.slice(0, 120))"""


@pytest.mark.heavy
def test_nothing_overflows_sideways(front: Page, explorer: Locator) -> None:
    cell(explorer, "DeleteVolume", "VolumeInUse").click()
    with ExitStack() as after:
        after.callback(front.set_viewport_size, {"width": 1660, "height": 1300})
        for view in VIEWS:
            open_view(explorer, view)
            for width in (900, 1280, 1660, 3840):
                front.set_viewport_size({"width": width, "height": 1300})
                assert explorer.evaluate(BEYOND) == [], (view, width)


# What reaches beyond the explorer's right edge, but for what is within a box of its own that scrolls.
BEYOND = """(explorer) => {
    const edge = explorer.getBoundingClientRect().right + 1;
    return [...explorer.querySelectorAll("*")].filter((each) =>
        each.getClientRects().length && each.getBoundingClientRect().right > edge
        && !each.closest(".sgw-scroll, .sgw-rows, svg")
    ).map((each) => each.outerHTML.slice(0, 120));
}"""
