"""What tests do with an explorer in a browser."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect


def reset(explorer: Locator) -> None:
    """Bring an explorer back to where it began, as a person would."""
    line = explorer.locator(".sgw-line code")
    alert = explorer.locator(".sgw-problem")
    shown = line.inner_text()
    if re.search("only_|resource=|outcome=|text=", shown) or alert.inner_text():
        explorer.get_by_role("button", name="Clear filters").click()
    if "folded=" in shown:
        explorer.get_by_label("Fold equal rows and columns").set_checked(checked=False)
    if "order=" in shown:
        explorer.get_by_label("Order").select_option("seriated")
    if "whole=" in shown:
        open_view(explorer, "Drawing").get_by_role("checkbox").uncheck()
    if "coverage=" in shown:
        # Press it, because a click waits forever if the report was removed in the meantime.
        open_view(explorer, "Coverage").get_by_role("button", name="Remove").press("Enter")
    pressed = open_view(explorer, "Detail").locator('[data-trait="called"][aria-pressed="true"]')
    if pressed.count():
        pressed.click()
        expect(pressed).to_have_count(0)
    explorer.get_by_role("rowheader").first.press("Escape")
    expect(line).to_have_text("sgwlib.explorer()")
    expect(explorer.get_by_role("rowheader")).to_have_count(35)


def open_view(explorer: Locator, name: str) -> Locator:
    """Open a panel beside the matrix, and return its region."""
    tab = explorer.get_by_role("tab", name=name, exact=True)
    tab.click()
    expect(tab).to_have_attribute("aria-selected", "true")
    region = explorer.get_by_role("region", name=name)
    expect(region).to_be_visible()
    return region


def cell(explorer: Locator, operation: str, code: str) -> Locator:
    return explorer.get_by_role("gridcell", name=f"{operation} can return {code}, documented")


def header(explorer: Locator, name: str) -> Locator:
    """Return the header of a row or of a column."""
    found = explorer.locator(f'[role$="header"][aria-label^="{name}:"]')
    assert found.count() == 1, name
    return found


def fill(explorer: Locator, label: str, text: str) -> None:
    """Fill in a filter, and wait until the kernel has answered."""
    shown = explorer.locator(".sgw-line code, .sgw-problem").all_inner_texts()
    box = explorer.get_by_label(label, exact=True)
    box.fill(text)
    box.press("Enter")
    for _ in range(100):
        if explorer.locator(".sgw-line code, .sgw-problem").all_inner_texts() != shown:
            break
        explorer.page.wait_for_timeout(50)


def copied(page: Page) -> str:
    """Return what is on the clipboard."""
    return str(page.evaluate("navigator.clipboard.readText()"))


def contrast(scope: Locator, element: str, colour: str) -> float:
    """Return the contrast of a colour of an element with what is behind it, as WCAG counts it."""
    return float(scope.locator(element).first.evaluate(CONTRAST, colour))


CONTRAST = """(element, colour) => {
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
}"""
