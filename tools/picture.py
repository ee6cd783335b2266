"""Take the README's pictures of the real explorer: `make picture`."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PIL import Image
from playwright.sync_api import expect

from sgwlib import error_graph, explorer, load_catalogue, recording, simulate
from sgwlib.graph import order
from tools.browser import ROOT, opened, running_browser, running_lab

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

FOLDER = ROOT / "docs"
COLOURS = 128  # of a picture: enough for a drawing, in half the bytes
PAIR = {"operation": "DeleteVolume", "code": "VolumeInUse"}


class Shot(NamedTuple):
    """A picture, and what is on it."""

    name: str
    shows: dict[str, Any] = PAIR
    width: int = 1366
    height: int = 768
    theme: str = "light"


SHOTS = (
    Shot("explorer"),
    Shot("explorer-dark", theme="dark"),
    Shot("explorer-narrow", width=400, height=800),
    Shot("explorer-folded", {"operation": "DeleteVolume", "folded": True}),
    Shot("explorer-drawing", {"operation": "DeleteVolume", "view": "drawing"}),
    Shot("explorer-coverage", {"coverage": True}),
)
LAB = "explorer-lab"


def take(shot: Shot, browser: Browser, folder: Path) -> None:
    """Write one picture of the explorer's file."""
    shows = dict(shot.shows)
    if shows.get("coverage"):
        shows["coverage"] = _coverage()
    shown = explorer(**shows)
    shown.save(folder / "explorer.html")
    shown.close()
    size: Any = {"width": shot.width, "height": shot.height}
    page = browser.new_page(viewport=size, color_scheme=shot.theme)  # type: ignore[arg-type] # a word
    page.goto((folder / "explorer.html").as_uri())
    expect(page.get_by_role("heading", level=3)).to_be_visible()
    _write(page, shot.name)
    page.close()


def take_lab(browser: Browser, folder: Path) -> None:
    """Write a picture of JupyterLab on a laptop."""
    sources = ("import sgwlib", "sgwlib.explorer('DeleteVolume', 'VolumeInUse')")
    with (
        running_lab(folder) as lab,
        opened(browser, lab, "lab", *sources, files=True, width=1440, height=900) as page,
    ):
        expect(page.get_by_role("heading", level=3)).to_be_visible()
        page.locator(".sgw-explorer").scroll_into_view_if_needed()
        _write(page, LAB)


def _coverage() -> Any:
    """Return what the tests of some client have met."""
    catalogue = load_catalogue()
    common = order(error_graph(catalogue), "degree").codes[:5]  # half of all pairs
    with recording() as coverage:
        for operation, code in catalogue.pairs:
            if code in common and "olume" in operation:
                simulate(operation, code)
    return coverage


def _write(page: Page, name: str) -> None:
    page.mouse.move(0, 0)
    page.wait_for_timeout(500)  # until everything is painted
    picture = Image.open(BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    # Of the ways to choose few colours, this one keeps colours that fill little of the picture. It
    # gives a mean of what it joins, which would tint the greys: take what most of them had.
    how = Image.Quantize.MAXCOVERAGE
    few = picture.quantize(COLOURS, method=how, dither=Image.Dither.NONE)
    joined = Counter(zip(few.tobytes(), _triples(picture.tobytes()), strict=True))
    palette = dict(reversed([pair for pair, _ in joined.most_common()]))
    few.putpalette([part for at in range(COLOURS) for part in palette.get(at, (0, 0, 0))])
    few.save(FOLDER / f"{name}.png", optimize=True)


def _triples(values: bytes) -> Iterator[tuple[int, ...]]:
    """Return the red, green and blue of each pixel."""
    return zip(*[iter(values)] * 3, strict=True)


def main(chromium: str = "/usr/bin/chromium", *names: str) -> None:
    """Take all pictures, or those of some names."""
    with tempfile.TemporaryDirectory() as folder, running_browser(chromium) as browser:
        for shot in SHOTS:
            if not names or shot.name in names:
                take(shot, browser, Path(folder))
        if not names or LAB in names:
            take_lab(browser, Path(folder))


if __name__ == "__main__":
    main(*sys.argv[1:])
