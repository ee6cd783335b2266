"""The explorer in a real JupyterLab and a real browser, against ipympl with the same matrix.

What is timed is what a person waits for: from the gesture to the picture that the browser has
painted.
"""

from __future__ import annotations

import tempfile
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from playwright.sync_api import expect

from benchmarks.browser import Watched, watched
from benchmarks.figures import Figure, in_words
from sgwlib.ui.model import VIEWS
from tools.browser import running_browser
from tools.synthetic import write_lift

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["explorer_figures"]

_WORDS = ("volume", "gateway", "snapshot", "cache", "iscsi", "disk")
_MB = 1e6

_OURS = """\
from sgwlib import explorer, load_catalogue
explorer({arguments})
"""
# The same picture and the same words, as one writes them with ipympl: labels with counts, for which
# there is always just enough room. Where the axes are, is told for the clicks.
_PEER = """\
%matplotlib widget
import ipywidgets as w
import matplotlib.pyplot as plt
import numpy as np
from sgwlib.ui.detail import describe
from sgwlib.ui.model import ExplorerModel
model = ExplorerModel()
search, detail, place = w.Text(description="Search"), w.HTML(), w.Label()
for name, widget in (("search", search), ("detail", detail), ("place", place)):
    widget.add_class(f"peer-{name}")
plt.close("all")
with plt.ioff():
    figure, axes = plt.subplots(figsize=(9, 9), layout="constrained")
figure.canvas.header_visible = figure.canvas.footer_visible = False
figure.canvas.toolbar_visible = False
def draw(*_):
    rows, columns = model.visible.rows, model.visible.columns
    cells = np.zeros((len(rows), len(columns)))
    for cell in model.visible.cells:
        cells[cell] = 1
    rows = [f"{row[0]} {count:.0f}" for row, count in zip(rows, cells.sum(axis=1))]
    columns = [f"{column[0]} {count:.0f}" for column, count in zip(columns, cells.sum(axis=0))]
    axes.clear()
    axes.imshow(cells, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    axes.set_yticks(range(len(rows)), rows, fontsize=7)
    axes.set_xticks(range(len(columns)), columns, fontsize=7, rotation=90)
    figure.canvas.draw_idle()
def click(event):
    row, column = round(event.ydata), round(event.xdata)
    model.select(model.visible.rows[row][0], model.visible.columns[column][0])
    detail.value = describe(model)
search.observe(lambda change: setattr(model, "text", change["new"]), "value")
model.observe(draw, "visible")
figure.canvas.mpl_connect("button_press_event", click)
draw()
figure.draw_without_rendering()
place.value = str([*map(float, axes.get_position().bounds)])
w.VBox([search, w.HBox([figure.canvas, detail]), place])
"""
# Where to click: the middles of cells that are on screen and not beneath anything else.
_OUR_CELLS = """() => [...document.querySelectorAll(".sgw-matrix .sgw-hit")].map((cell) => {
    const { x, y, width, height } = cell.getBoundingClientRect();
    return { cell, at: [x + width / 2, y + height / 2] };
}).filter(({ cell, at }) => document.elementFromPoint(...at) === cell).map(({ at }) => at)"""
_PEER_CELLS = """() => {
    const canvas = document.querySelector(".jupyter-matplotlib canvas");
    canvas.scrollIntoView({ block: "center" });
    const box = canvas.getBoundingClientRect();
    const place = document.querySelector(".peer-place").innerText;
    const [left, bottom, width, height] = JSON.parse(place);
    return Array.from({ length: 35 }, (_, index) => [
        box.x + box.width * (left + width * (index + 0.5) / 36),
        box.y + box.height * (1 - bottom - height * (index + 0.5) / 35),
    ]);
}"""


class Stack(NamedTuple):
    """How to meet an explorer on a page."""

    source: str
    box: str  # where one types
    picture: str  # what is to change by it
    detail: str  # what is to change by a click
    press: str  # the event that acts
    cells: str  # a script that says where cells are


_BOX = ".sgw-filters input[placeholder^=words]"
_SVG = ".sgw-matrix .sgw-scroll svg"
OURS = Stack(_OURS, _BOX, _SVG, ".sgw-detail", "pointerup", _OUR_CELLS)
PEER = Stack(
    _PEER,
    ".peer-search input",
    ".jupyter-matplotlib",
    ".peer-detail",
    "pointerdown",
    _PEER_CELLS,
)


class Times(NamedTuple):
    """Medians of one stack, in seconds."""

    first: float  # from the run of its cell to the picture, in a kernel that has imported nothing
    again: float  # the same when everything is imported
    filtered: float  # from a letter typed to the picture
    clicked: float  # from a click to the detail
    memory: float  # bytes of the kernel with the explorer open


def explorer_figures(chromium: str, repeats: int) -> list[Figure]:
    """Measure the explorer, ipympl, and the explorer on ten times the catalogue."""
    with tempfile.TemporaryDirectory() as name, running_browser(chromium) as browser:
        large = write_lift(Path(name), copies=10)
        with watched(browser, OURS.source.format(arguments="")) as notebook:
            ours = measure(notebook, OURS, repeats)
            hover, wire = hovered(notebook, OURS), filter_traffic(notebook, OURS, repeats)
        with watched(browser, PEER.source) as notebook:
            peer = measure(notebook, PEER, repeats)
        ten = f"catalogue=load_catalogue({str(large)!r})"
        with watched(browser, OURS.source.format(arguments=ten)) as notebook:
            tenfold = measure(notebook, OURS, repeats)
    return [
        *_opening(ours, peer),
        *_acting(ours, peer),
        Figure("explorer: messages for a hover", f"{hover}", "0", float(hover), 0),
        *(_sized(f"explorer: a filter with {view} open", wire[view], 10e3) for view in wire),
        _sized("explorer: memory of the kernel", ours.memory, 160 * _MB),
        _against("ten times: filter to picture", tenfold.filtered, "once", ours.filtered, 4),
        _against("ten times: click to detail", tenfold.clicked, "once", ours.clicked),
    ]


def measure(notebook: Watched, stack: Stack, repeats: int) -> Times:
    """Open the stack's explorer, and let a person filter and click."""
    first = notebook.run(stack.picture)
    notebook.quiet()
    memory = notebook.memory()
    again = [_rerun(notebook, stack) for _ in range(repeats)]
    filtered = [_filtered(notebook, stack, turn) for turn in range(2 * repeats)]
    notebook.type(stack.box, _WORDS[0], stack.picture)
    notebook.type(stack.box, "", stack.picture)
    notebook.quiet()
    clicked = _clicked(notebook, stack, repeats)
    return Times(first, median(again), median(filtered), median(clicked), memory)


def _rerun(notebook: Watched, stack: Stack) -> float:
    seconds = notebook.run(stack.picture)
    notebook.quiet()
    return seconds


def _filtered(notebook: Watched, stack: Stack, turn: int) -> float:
    """Type a word, or at every second turn clear the box; return the seconds to the picture."""
    text = "" if turn % 2 else _WORDS[turn // 2 % len(_WORDS)]
    seconds = notebook.type(stack.box, text, stack.picture)
    notebook.quiet()
    return seconds


def _clicked(notebook: Watched, stack: Stack, repeats: int) -> list[float]:
    points: list[tuple[float, float]] = notebook.page.evaluate(stack.cells)
    if len(points) < 2:  # noqa: PLR2004 - each click must select something else than the last
        raise RuntimeError(f"fewer than two cells of {stack.picture} are on screen")
    times = []
    for x, y in islice(cycle(_spread(points, repeats)), repeats):
        times.append(notebook.click(x, y, stack.press, stack.detail))
        notebook.quiet()
    return times


def _spread(points: Sequence[tuple[float, float]], count: int) -> Sequence[tuple[float, float]]:
    """Return at most so many points from all over."""
    return points[:: max(1, len(points) // count)][:count]


def hovered(notebook: Watched, stack: Stack) -> int:
    """Move the pointer from cell to cell; return how many messages that sends."""
    before = len(notebook.sent)
    for x, y in notebook.page.evaluate(stack.cells):
        notebook.page.mouse.move(x, y)
    notebook.quiet()
    return len(notebook.sent) - before


def filter_traffic(notebook: Watched, stack: Stack, repeats: int) -> dict[str, float]:
    """Return how many bytes a change of a filter moves at most, with each view open."""
    words = min(repeats, len(_WORDS))
    found: dict[str, float] = {}
    for view in VIEWS:
        tab = notebook.page.locator(f".sgw-tabs [data-view={view}]")
        tab.click()
        expect(tab).to_have_attribute("aria-selected", "true")
        notebook.quiet()
        for turn in range(2 * words):
            before = notebook.traffic()
            _filtered(notebook, stack, turn)
            found[view] = max(found.get(view, 0), notebook.traffic() - before)
    return found


def _opening(ours: Times, peer: Times) -> list[Figure]:
    return [
        _against("explorer: on screen, with its imports", ours.first, "ipympl", peer.first),
        _at_most("explorer: on screen", ours.again, 1.5),
    ]


def _acting(ours: Times, peer: Times) -> list[Figure]:
    return [
        _at_most("explorer: filter to picture", ours.filtered, 0.040),
        _against("explorer: filter to picture", ours.filtered, "ipympl", peer.filtered, 1 / 9),
        _at_most("explorer: click to detail", ours.clicked, 0.035),
        _against("explorer: click to detail", ours.clicked, "ipympl", peer.clicked, 1),
    ]


def _at_most(name: str, seconds: float, ceiling: float) -> Figure:
    return Figure(name, in_words(seconds), f"at most {in_words(ceiling)}", seconds / ceiling, 1)


def _against(
    name: str, seconds: float, peer: str, others: float, ceiling: float | None = None
) -> Figure:
    return Figure(name, in_words(seconds), f"{peer}: {in_words(others)}", seconds / others, ceiling)


def _sized(name: str, size: float, ceiling: float) -> Figure:
    unit, scale = ("MB", _MB) if ceiling >= _MB else ("kB", 1e3)
    most = f"at most {ceiling / scale:g} {unit}"
    return Figure(name, f"{size / scale:.1f} {unit}", most, size / ceiling, 1)
