"""What tests do with an explorer in a browser."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Browser, Locator, Page, expect

from tools.browser import blameless

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LAPTOP = {"width": 1366, "height": 768}


@contextmanager
def explorer_file(
    browser: Browser, file: Path, fragment: str = "", **settings: Any
) -> Iterator[Locator]:
    """Open an explorer's file on a page of its own, without a network."""
    with blameless(browser, **{**LAPTOP, **settings}) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.context.set_offline(True)
        page.goto(f"{file.as_uri()}{fragment}")
        explorer = page.locator(".sgw-explorer")
        expect(explorer).to_be_visible()
        yield explorer


def cell(explorer: Locator, operation: str, code: str) -> Locator:
    """Return the cell of a documented pair."""
    name = re.compile(rf"^{operation} can return {code}, documented")
    return explorer.get_by_role("gridcell", name=name)


def header(explorer: Locator, name: str) -> Locator:
    """Return the header of a row or of a column."""
    found = explorer.locator(f'[role$="header"][aria-label^="{name}:"]')
    assert found.count() == 1, name
    return found


def title(explorer: Locator) -> Locator:
    """Return the heading of the detail."""
    return explorer.get_by_role("region", name="Detail").get_by_role("heading", level=3)


def status(explorer: Locator) -> Locator:
    """Return what a screen reader is told."""
    return explorer.get_by_role("status")


def open_view(explorer: Locator, name: str) -> Locator:
    """Open one of the views, and return its region."""
    explorer.get_by_role("button", name=name, exact=True).first.click()
    region = explorer.get_by_role("region", name=name)
    expect(region).to_be_visible()
    return region


def copied(page: Page) -> str:
    """Return what is on the clipboard."""
    return str(page.evaluate("navigator.clipboard.readText()"))


def contrast(scope: Locator, element: str, colour: str) -> float:
    """Return the contrast of a colour of an element with what is behind it, as WCAG counts it."""
    return float(scope.locator(element).first.evaluate(CONTRAST, colour))


CONTRAST = """(element, colour) => {
    const read = (text) => {
        const [r, g, b, a = 1] = text.match(/[\\d.]+/g).map(Number);
        const scale = text.startsWith("color(") ? 255 : 1;  // a mixed color is color(srgb 0.7 0.7 0.7)
        return { rgb: [r, g, b].map((c) => c * scale), a };
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
