"""The explorer against its own first edition, and against the same matrix in ipympl.

In both, the kernel answers each gesture. ipympl is Matplotlib's own widget for Jupyter. It is
installed into a temporary folder, and so is the first edition, from this repository's history. Run
``python -m benchmarks.peers.explorers``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final, NamedTuple
from unittest import mock

from benchmarks.browser import watched
from benchmarks.explorer import in_jupyterlab
from benchmarks.figures import HEADING, Figure, in_words, row
from tools.browser import ROOT, running_browser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

__all__ = ["explorers_figures"]

_FIRST_EDITION: Final = "7da4684"  # the last commit of the first edition


class _Peer(NamedTuple):
    """Another explorer: its cell, and where a person types and sees the answer."""

    name: str
    source: str
    box: str
    picture: str


_FIRST: Final = _Peer(
    "its first edition",
    "import sgwlib\nsgwlib.explorer()\n",
    ".sgw-filters input[placeholder^=words]",
    ".sgw-matrix",
)
# The matrix of the pairs that match a text box, drawn again for each word.
_IPYMPL: Final = _Peer(
    "ipympl",
    """\
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
""",
    "input[placeholder=Search]",
    "canvas",
)

# Types words as events of the page; returns the milliseconds until each answer was painted.
_TIMED: Final = """async ([typed, picture, repeats]) => {
    const box = document.querySelector(typed);
    const words = ["volume", "gateway", "snapshot", "cache", "iscsi", ""];
    let told = () => {};
    const draw = CanvasRenderingContext2D.prototype.drawImage;
    CanvasRenderingContext2D.prototype.drawImage = function (...all) {
        told();
        return draw.apply(this, all);
    };
    const changes = { subtree: true, childList: true, attributes: true };
    new MutationObserver(() => told()).observe(document.querySelector(picture), changes);
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


def explorers_figures(chromium: str, repeats: int) -> Iterator[Figure]:
    """Measure a filter of the explorer in JupyterLab, and the same filter in each peer."""
    with running_browser(chromium) as browser, tempfile.TemporaryDirectory() as name:
        ours = in_jupyterlab(browser, repeats)
        first, ipympl = Path(name, "first"), Path(name, "ipympl")
        git = [shutil.which("git") or "git", "archive", _FIRST_EDITION, "sgwlib", "data"]
        archive = subprocess.run(git, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout
        with tarfile.open(fileobj=BytesIO(archive)) as files:
            files.extractall(first, filter="data")
        install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "ipympl"]
        subprocess.run([*install, "--target", str(ipympl)], check=True)
        for peer, folder in ((_FIRST, first), (_IPYMPL, ipympl)):
            theirs = _measured(browser, peer, folder, repeats)
            for what, seconds in (
                ("filter", ours["filter"]),
                ("filter, beyond an empty gesture", ours["filter"] - ours["empty"]),
            ):
                against = f"{peer.name}: {in_words(theirs)}"
                yield Figure(f"explorer: {what}", in_words(seconds), against, seconds / theirs)


def _measured(browser: Browser, peer: _Peer, folder: Path, repeats: int) -> float:
    """Return the median seconds of a filter with the packages of a folder before all others."""
    paths = os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH")]))
    jupyter = str(folder / "share/jupyter")
    with (
        mock.patch.dict(os.environ, {"PYTHONPATH": paths, "JUPYTER_PATH": jupyter}),
        watched(browser, peer.source) as notebook,
    ):
        notebook.run(peer.picture)
        notebook.quiet()
        notebook.page.wait_for_timeout(2000)
        asked = [peer.box, peer.picture, 2 * repeats]
        times: list[float] = notebook.page.evaluate(_TIMED, asked)
    return median(times) / 1000


if __name__ == "__main__":
    print(HEADING)
    for figure in explorers_figures(shutil.which("chromium") or "chromium", repeats=15):
        print(row(figure))
