"""Take the README's pictures of the real explorer: `make picture`."""

from __future__ import annotations

import sys
import tempfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image
from playwright.sync_api import expect

from tools.browser import ROOT, opened, running_browser, running_lab

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tools.browser import Lab

FOLDER = ROOT / "docs"
HEIGHT = 1400  # px of the screen; what lies below is left out
COLOURS = 64  # of a picture: enough for a drawing, in a third of the bytes
IMPORT = "from sgwlib import explorer"
# What the tests of some client have met.
COVERAGE = """\
from sgwlib import error_graph, load_catalogue, recording, simulate
from sgwlib.graph import leading_codes
catalogue = load_catalogue()
common = leading_codes(error_graph(catalogue), 50)
with recording() as coverage:
    for operation, code in catalogue.pairs:
        if code in common and "olume" in operation:
            simulate(operation, code)
"""
TEXT = (
    "An error occurred (InvalidGatewayRequestException) when calling the DeleteVolume "
    "operation: The specified volume is already in use."
)


class Shot(NamedTuple):
    """A picture, and what is on it."""

    name: str
    call: str
    width: int = 1660
    theme: str = "light"
    text: str = ""  # to be explained


SHOTS = (
    Shot("explorer", "explorer('DeleteVolume', 'VolumeInUse')"),
    Shot("explorer-dark", "explorer('DeleteVolume', 'VolumeInUse')", theme="dark"),
    Shot("explorer-narrow", "explorer('CreateSnapshot', resource='snapshot')", width=900),
    Shot("explorer-folded", "explorer('DeleteVolume', folded=True)"),
    Shot("explorer-coverage", "explorer(coverage=coverage, view='coverage')"),
    Shot("explorer-drawing", "explorer('DeleteVolume', 'VolumeInUse', view='drawing')"),
    Shot("explorer-explain", "explorer(view='explain')", text=TEXT),
)


def take(shot: Shot, browser: Browser, lab: Lab, folder: Path) -> None:
    """Write one picture."""
    sources = (IMPORT, COVERAGE, shot.call)
    query = f"&theme={shot.theme}"
    with opened(
        browser, lab, "voila", *sources, query=query, width=shot.width, height=HEIGHT
    ) as page:
        explorer = page.locator(".sgw-explorer")
        if shot.text:
            view = explorer.get_by_role("region", name="Explain")
            view.get_by_role("textbox").fill(shot.text)
            view.get_by_role("button", name="Explain").click()
            expect(view.get_by_role("table")).to_be_visible()
        page.mouse.move(0, 0)
        box = explorer.bounding_box()
        if box is None:
            raise RuntimeError("the explorer is not on screen")
        box["height"] = min(box["height"], HEIGHT - box["y"])
        picture = Image.open(BytesIO(page.screenshot(clip=box, animations="disabled")))
    few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(folder / f"{shot.name}.png", optimize=True)


def main(chromium: str = "/usr/bin/chromium", *names: str) -> None:
    """Take all pictures, or those of some names."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running_lab(Path(folder)) as lab,
        running_browser(chromium) as browser,
    ):
        for shot in SHOTS:
            if not names or shot.name in names:
                take(shot, browser, lab, FOLDER)


if __name__ == "__main__":
    main(*sys.argv[1:])
