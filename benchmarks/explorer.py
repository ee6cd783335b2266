"""The explorer in a real JupyterLab and a real browser.

The times are what a person waits for: from the gesture until the browser has painted the picture.
"""

from __future__ import annotations

import tempfile
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from playwright.sync_api import expect
from sgwlib.ui.model import VIEWS

from benchmarks.browser import Watched, watched
from benchmarks.figures import Figure, in_words
from tools.browser import running_browser
from tools.synthetic import write_lift

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["explorer_figures"]

_WORDS = ("volume", "gateway", "snapshot", "cache", "iscsi", "disk")
_MB = 1e6

_SOURCE = """\
from sgwlib import explorer, load_catalogue
explorer({arguments})
"""
_BOX = ".sgw-filters input[placeholder^=words]"
_PICTURE = ".sgw-matrix .sgw-scroll svg"
_DETAIL = ".sgw-detail"
# Where to click: the middles of cells that are on screen and not covered by anything else.
_CELLS = """() => [...document.querySelectorAll(".sgw-matrix .sgw-hit")].map((cell) => {
    const { x, y, width, height } = cell.getBoundingClientRect();
    return { cell, at: [x + width / 2, y + height / 2] };
}).filter(({ cell, at }) => document.elementFromPoint(...at) === cell).map(({ at }) => at)"""


class Times(NamedTuple):
    """Medians, in seconds, and the kernel's memory in bytes."""

    first: float  # from the run of its cell to the picture, in a kernel that has imported nothing
    again: float  # the same when everything is imported
    filtered: float  # from a letter typed to the picture
    clicked: float  # from a click to the detail
    memory: float


def explorer_figures(chromium: str, repeats: int) -> Iterator[Figure]:
    """Measure the explorer, and the explorer on ten times the catalogue."""
    with tempfile.TemporaryDirectory() as name, running_browser(chromium) as browser:
        with watched(browser, _SOURCE.format(arguments="")) as notebook:
            ours = _measure(notebook, repeats)
            yield _at_most("explorer: on screen, with its imports", ours.first, 5)
            yield _at_most("explorer: on screen", ours.again, 1.5)
            yield _at_most("explorer: filter to picture", ours.filtered, 0.040)
            yield _at_most("explorer: click to detail", ours.clicked, 0.035)
            yield _sized("explorer: memory of the kernel", ours.memory, 160 * _MB)
            hover = _hovered(notebook)
            yield Figure("explorer: messages for a hover", f"{hover}", "0", float(hover), 0)
            for view, size in _filter_traffic(notebook, repeats).items():
                yield _sized(f"explorer: a filter with {view} open", size, 10e3)
        large = write_lift(Path(name), copies=10)
        arguments = f"catalogue=load_catalogue({str(large)!r})"
        with watched(browser, _SOURCE.format(arguments=arguments)) as notebook:
            ten = _measure(notebook, repeats)
        yield _against("ten times: filter to picture", ten.filtered, "once", ours.filtered, 4)
        yield _against("ten times: click to detail", ten.clicked, "once", ours.clicked)


def _measure(notebook: Watched, repeats: int) -> Times:
    """Open the explorer, and filter and click as a person would."""
    first = notebook.run(_PICTURE)
    notebook.quiet()
    memory = notebook.memory()
    again = [_rerun(notebook) for _ in range(repeats)]
    filtered = [_filtered(notebook, turn) for turn in range(2 * repeats)]
    notebook.type(_BOX, _WORDS[0], _PICTURE)
    notebook.type(_BOX, "", _PICTURE)
    notebook.quiet()
    clicked = _clicked(notebook, repeats)
    return Times(first, median(again), median(filtered), median(clicked), memory)


def _rerun(notebook: Watched) -> float:
    seconds = notebook.run(_PICTURE)
    notebook.quiet()
    return seconds


def _filtered(notebook: Watched, turn: int) -> float:
    """Type a word, or at every second turn clear the box; return the seconds to the picture."""
    text = "" if turn % 2 else _WORDS[turn // 2 % len(_WORDS)]
    seconds = notebook.type(_BOX, text, _PICTURE)
    notebook.quiet()
    return seconds


def _clicked(notebook: Watched, repeats: int) -> list[float]:
    points: list[tuple[float, float]] = notebook.page.evaluate(_CELLS)
    if len(points) < 2:  # noqa: PLR2004 - each click must select something else than the last
        raise RuntimeError("fewer than two cells are on screen")
    times = []
    for x, y in islice(cycle(_spread(points, repeats)), repeats):
        times.append(notebook.click(x, y, "pointerup", _DETAIL))
        notebook.quiet()
    return times


def _spread(points: Sequence[tuple[float, float]], count: int) -> Sequence[tuple[float, float]]:
    """Return at most so many points from all over."""
    return points[:: max(1, len(points) // count)][:count]


def _hovered(notebook: Watched) -> int:
    """Move the pointer from cell to cell; return how many messages that sends."""
    before = len(notebook.sent)
    for x, y in notebook.page.evaluate(_CELLS):
        notebook.page.mouse.move(x, y)
    notebook.quiet()
    return len(notebook.sent) - before


def _filter_traffic(notebook: Watched, repeats: int) -> dict[str, float]:
    """Return the most bytes that a change of a filter moves, with each view open."""
    words = min(repeats, len(_WORDS))
    found: dict[str, float] = {}
    for view in VIEWS:
        tab = notebook.page.locator(f".sgw-tabs [data-view={view}]")
        tab.click()
        expect(tab).to_have_attribute("aria-selected", "true")
        notebook.quiet()
        for turn in range(2 * words):
            before = notebook.traffic()
            _filtered(notebook, turn)
            found[view] = max(found.get(view, 0), notebook.traffic() - before)
    return found


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
