"""Take the README's picture of the real explorer: `make picture`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.browser.conftest import (
    ROOT,
    open_notebook,
    run_all,
    running_browser,
    running_lab,
)

PICTURE = ROOT / "docs" / "explorer.png"
WIDTH, HEIGHT = 1660, 1500  # px, so that matrix and detail stand side by side


def take(path: Path, chromium: str) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        running_lab(Path(folder)) as lab,
        running_browser(chromium) as browser,
    ):
        page = open_notebook(browser, lab, "notebooks/00_start_here.ipynb", WIDTH, HEIGHT)
        run_all(page)
        page.keyboard.press("Control+b")  # hides the file browser
        explorer = page.locator(".sgw-explorer")
        explorer.scroll_into_view_if_needed()
        page.mouse.move(0, 0)
        page.wait_for_timeout(1000)
        explorer.screenshot(path=path)


if __name__ == "__main__":
    take(PICTURE, sys.argv[1] if len(sys.argv) > 1 else "/usr/bin/chromium")
