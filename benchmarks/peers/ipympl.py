"""The explorer against the same matrix in ipympl, Matplotlib's own widget for Jupyter.

ipympl is installed into a temporary folder. Run ``python -m benchmarks.peers.ipympl``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING
from unittest import mock

from benchmarks.browser import watched
from benchmarks.explorer import in_jupyterlab
from benchmarks.figures import HEADING, Figure, in_words, row
from tools.browser import running_browser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

__all__ = ["ipympl_figures"]

# The matrix of the pairs that match a text box, drawn again for each word.
_SOURCE = """\
import ipympl, matplotlib
matplotlib.use("module://ipympl.backend_nbagg")
import matplotlib.pyplot as plt, sgwlib
from ipywidgets import Text, VBox
from sgwlib.filters import Filter
catalogue = sgwlib.load_catalogue()
figure, axes = plt.subplots(figsize=(9, 7))
box = Text(placeholder="Search", continuous_update=True)
def draw(change=None):
    pairs = Filter(text=box.value).pairs(catalogue)
    operations, codes = [list(dict.fromkeys(side)) for side in zip(*pairs)] if pairs else ([], [])
    axes.clear()
    at = [(codes.index(code), operations.index(operation)) for operation, code in pairs]
    axes.scatter([x for x, _ in at], [y for _, y in at], marker="s")
    axes.set_xticks(range(len(codes)), codes, rotation=60)
    axes.set_yticks(range(len(operations)), operations)
    figure.canvas.draw_idle()
box.observe(draw, "value")
draw()
VBox([box, figure.canvas])
"""

# Types words as events of the page; returns the milliseconds of each until the canvas was drawn.
_TIMED = """async (repeats) => {
    const box = document.querySelector("input[placeholder=Search]");
    const words = ["volume", "gateway", "snapshot", "cache", "iscsi", ""];
    const draw = CanvasRenderingContext2D.prototype.drawImage;
    let told = () => {};
    CanvasRenderingContext2D.prototype.drawImage = function (...all) {
        told();
        return draw.apply(this, all);
    };
    const times = [];
    for (let turn = 0; turn < repeats; turn += 1) {
        await new Promise((rest) => setTimeout(rest, 1000));
        const start = performance.now();
        const drawn = new Promise((done) => { told = done; });
        box.value = words[turn % words.length];
        box.dispatchEvent(new Event("input", { bubbles: true }));
        await drawn;
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        times.push(performance.now() - start);
    }
    return times;
}"""


def ipympl_figures(chromium: str, repeats: int) -> Iterator[Figure]:
    """Measure a filter of the explorer, and the same filter in ipympl, in JupyterLab."""
    with running_browser(chromium) as browser, tempfile.TemporaryDirectory() as folder:
        ours = in_jupyterlab(browser, repeats)
        theirs = _measured(browser, folder, repeats)
    yield Figure(
        "explorer: filter, beyond an empty gesture",
        in_words(ours["filter"] - ours["empty"]),
        f"ipympl: {in_words(theirs)}",
        (ours["filter"] - ours["empty"]) / theirs,
    )
    yield Figure(
        "explorer: filter",
        in_words(ours["filter"]),
        f"ipympl: {in_words(theirs)}",
        ours["filter"] / theirs,
    )


def _measured(browser: Browser, folder: str, repeats: int) -> float:
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", folder]
    subprocess.run([*command, "ipympl"], check=True)
    paths = os.pathsep.join(filter(None, [folder, os.environ.get("PYTHONPATH")]))
    jupyter = str(Path(folder) / "share/jupyter")
    with (
        mock.patch.dict(os.environ, {"PYTHONPATH": paths, "JUPYTER_PATH": jupyter}),
        watched(browser, _SOURCE) as notebook,
    ):
        notebook.run("canvas")
        notebook.quiet()
        notebook.page.wait_for_timeout(2000)
        times: list[float] = notebook.page.evaluate(_TIMED, 2 * repeats)
    return median(times) / 1000


if __name__ == "__main__":
    print(HEADING)
    for figure in ipympl_figures(shutil.which("chromium") or "chromium", repeats=15):
        print(row(figure))
