"""The explorer in a real browser: as a file, in JupyterLab, and over a slow line.

The times are what a person waits for: from the gesture until the browser has painted its answer. A
gesture that changes nothing also waits for the next frame, so each is compared with that.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.browser import watched
from benchmarks.figures import Figure, in_words
from sgwlib import explorer, load_catalogue
from tools.browser import running_browser
from tools.synthetic import write_lift

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Browser, Page

    from sgwlib import Catalogue

__all__ = ["explorer_figures", "in_jupyterlab"]

_FRAME = 1 / 60
_LATENCY = 0.150  # seconds that the slow line adds to each message, as Binder does
_SIZE = {"width": 1366, "height": 768}
_SOURCE = "import sgwlib\nsgwlib.explorer()\n"
_PICTURE = ".sgw-matrix svg"
_GESTURES = ("empty", "filter", "click", "fold", "order")

# Makes a gesture several times, as events of the page, and returns the milliseconds of each.
_TIMED = """async ([kind, repeats]) => {
    const painted = () => new Promise((done) => requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => done(performance.now());
        channel.port2.postMessage(null);
    }));
    const root = document.querySelector(".sgw-explorer");
    const box = root.querySelector(".sgw-search");
    const order = root.querySelector('[aria-label="Order"]');
    const fold = root.querySelector('[title^="Show equal rows"]');
    const words = ["volume", "gateway", "snapshot", "cache", "iscsi", ""];
    const orders = [...order.options].map((each) => each.value);
    const tell = (element, event) => element.dispatchEvent(new Event(event, { bubbles: true }));
    const acts = {
        empty: () => tell(root, "nothing"),
        filter: (turn) => { box.value = words[turn % words.length]; tell(box, "input"); },
        order: (turn) => {
            order.value = orders[(turn + 1) % orders.length];
            tell(order, "change");
        },
        fold: () => fold.click(),
        click: (turn) => {
            const cells = root.querySelectorAll(".sgw-hit");
            const { x, y } = cells[(turn * 37) % cells.length].getBoundingClientRect();
            const at = { clientX: x + 4, clientY: y + 4, bubbles: true };
            root.querySelector(".sgw-matrix svg").dispatchEvent(new MouseEvent("click", at));
        },
    };
    // The cells get elements once the browser has nothing else to do.
    while (kind === "click" && !root.querySelector(".sgw-hit"))
        await new Promise((rest) => setTimeout(rest, 100));
    const times = [];
    for (let turn = 0; turn < repeats; turn += 1) {
        await new Promise((rest) => setTimeout(rest, 250)); // as a person would
        await painted();
        const start = performance.now();
        acts[kind](turn);
        times.push((await painted()) - start);
    }
    return times;
}"""


def explorer_figures(chromium: str, repeats: int) -> Iterator[Figure]:
    """Measure the explorer as a file, ten times the catalogue, and in JupyterLab, near and far."""
    with tempfile.TemporaryDirectory() as name, running_browser(chromium) as browser:
        folder = Path(name)
        file = _saved(folder / "explorer.html", load_catalogue())
        pages = [_opened(browser, file) for _ in range(max(1, repeats // 4))]
        yield _at_most("explorer file: first paint", median(map(_first_paint, pages)), 0.5)
        page = pages.pop()
        for each in pages:
            each.close()
        once = _gestures(page, repeats)
        yield from _within_a_frame("explorer file", once)
        page.close()
        large = load_catalogue(write_lift(folder / "ten", copies=10))
        page = _opened(browser, _saved(folder / "large.html", large))
        ten = _gestures(page, repeats, ["filter"])
        yield _against("ten times: filter", ten["filter"], "once", once["filter"], 3)
        page.close()
        with watched(browser, _SOURCE) as notebook:
            before = notebook.cpu()
            first = notebook.run(_PICTURE)
            notebook.quiet()
            yield _at_most("explorer: on screen, with its imports", first, 5)
            yield _at_most(
                "explorer: CPU time of the kernel, with imports", notebook.cpu() - before, 0.9
            )
            yield _sized("explorer: memory of the kernel", notebook.memory(), 130e6)
            before, sent = notebook.cpu(), notebook.traffic()
            notebook.run(_PICTURE)
            notebook.quiet()
            yield _at_most(
                "explorer: CPU time of the kernel, opened again", notebook.cpu() - before, 0.13
            )
            yield _sized("explorer: bytes of opening", notebook.traffic() - sent, 200e3)
            near = _gestures(notebook.page, repeats)
            yield from _within_a_frame("explorer in JupyterLab", near)
        far = in_jupyterlab(browser, repeats, latency=_LATENCY)
        for kind in _GESTURES[1:]:
            yield _against(f"150 ms away: {kind}", far[kind], "near", near[kind], 1.2)


def in_jupyterlab(browser: Browser, repeats: int, latency: float = 0) -> dict[str, float]:
    """Return the median seconds of each kind of gesture in JupyterLab."""
    with watched(browser, _SOURCE, latency=latency) as notebook:
        notebook.run(_PICTURE)
        notebook.quiet()
        return _gestures(notebook.page, repeats)


def _saved(file: Path, catalogue: Catalogue) -> Path:
    opened = explorer(catalogue=catalogue)
    opened.save(file)
    opened.close()
    return file


def _opened(browser: Browser, file: Path) -> Page:
    page = browser.new_page(viewport=_SIZE)  # type: ignore[arg-type] # a dict of both sizes
    page.goto(file.as_uri())
    page.get_by_role("rowheader").first.wait_for()
    page.wait_for_timeout(1000)  # until the cells have elements, too
    return page


def _first_paint(page: Page) -> float:
    """Return the seconds until the browser painted something."""
    script = "() => performance.getEntriesByName('first-contentful-paint')[0].startTime"
    return float(page.evaluate(script)) / 1000


def _gestures(page: Page, repeats: int, kinds: Sequence[str] = _GESTURES) -> dict[str, float]:
    """Return the median seconds of each kind of gesture."""
    found: dict[str, Any] = {
        kind: page.evaluate(_TIMED, [kind, max(2, 2 * repeats)]) for kind in kinds
    }
    return {kind: median(times) / 1000 for kind, times in found.items()}


def _within_a_frame(where: str, times: dict[str, float]) -> Iterator[Figure]:
    empty = times["empty"]
    for kind in _GESTURES[1:]:
        more = max(0.0, times[kind] - empty)
        yield Figure(
            f"{where}: {kind}",
            in_words(times[kind]),
            f"nothing: {in_words(empty)}, and a frame",
            more / _FRAME,
            1,
        )


def _at_most(name: str, seconds: float, ceiling: float) -> Figure:
    return Figure(name, in_words(seconds), f"at most {in_words(ceiling)}", seconds / ceiling, 1)


def _against(name: str, seconds: float, peer: str, others: float, ceiling: float) -> Figure:
    return Figure(name, in_words(seconds), f"{peer}: {in_words(others)}", seconds / others, ceiling)


def _sized(name: str, size: float, ceiling: float) -> Figure:
    unit, scale = ("MB", 1e6) if ceiling >= 1e6 else ("kB", 1e3)  # noqa: PLR2004 - a megabyte
    most = f"at most {ceiling / scale:g} {unit}"
    return Figure(name, f"{size / scale:.1f} {unit}", most, size / ceiling, 1)
