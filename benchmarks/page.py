"""What one use of the real catalogue costs."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING
from uuid import uuid4

from benchmarks.figures import Figure, in_words, median_seconds
from sgwlib import error_graph, load_catalogue, simulate
from sgwlib.catalogue import bundled_folder, loading
from sgwlib.graph import covering_operations, fold, order

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["page_figures"]

_LOAD_CEILING = 10e-3
_READ_CEILING = 6  # times as long as json and csv alone take for the same files
_SIMULATE_CEILING = 15e-6
# People notice about 0.1 s in a click, and drawing the matrix needs most of it.
_CLICK_CEILING = 20e-3


def page_figures(repeats: int) -> Iterator[Figure]:
    """Measure loading, simulating and the graph's slowest computations."""
    yield from _loading(repeats)
    yield from _simulating(repeats)
    yield from _computing(repeats)


def _loading(repeats: int) -> list[Figure]:
    load = median_seconds(_load_uncached, repeats, calls=5)
    other = median_seconds(lambda: _load_uncached("file-2023"), repeats, calls=5)
    read = median_seconds(_read_unchecked, repeats, calls=5)
    return [
        _under("load_catalogue(), uncached", load, _LOAD_CEILING),
        Figure(
            "load_catalogue(), uncached",
            in_words(load),
            f"json and csv without checks: {in_words(read)}",
            load / read,
            ceiling=_READ_CEILING,
        ),
        Figure(
            "load_catalogue(edition='file-2023'), uncached",
            in_words(other),
            f"json and csv without checks: {in_words(read)}",
            other / read,
            ceiling=_READ_CEILING,
        ),
    ]


def _load_uncached(edition: str | None = None) -> object:
    loading._LOADED.clear()  # noqa: SLF001 - a cached load is not what is measured
    return load_catalogue(edition=edition)


def _read_unchecked() -> object:
    folder = bundled_folder()
    descriptor = json.loads((folder / "datapackage.json").read_bytes())
    return [_rows(folder / each["path"]) for each in descriptor["resources"]]


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def _simulating(repeats: int) -> list[Figure]:
    catalogue = load_catalogue()
    errors = [
        *catalogue.pairs,
        *((each, name) for each in catalogue.operations for name in catalogue.general_exceptions),
    ]

    def every_error() -> None:
        for operation, error in errors:
            simulate(operation, error)

    each = median_seconds(every_error, repeats) / len(errors)
    request_id = median_seconds(lambda: str(uuid4()), repeats, calls=1000)
    return [
        _under("simulate(), each response", each, _SIMULATE_CEILING),
        Figure(
            "simulate(), each response",
            in_words(each),
            f"only its request ID: {in_words(request_id)}",
            each / request_id,
        ),
    ]


def _computing(repeats: int) -> list[Figure]:
    graph = error_graph(load_catalogue())
    order(graph, "seriated")  # so that imports are not measured
    covering_operations(graph)
    jobs = {
        "seriated order of the page": lambda: order(graph, "seriated"),
        "fold of the page": lambda: fold(graph),
        "fewest operations that meet every code": lambda: covering_operations(graph),
    }
    return [
        _under(name, median_seconds(job, repeats, calls=3), _CLICK_CEILING)
        for name, job in jobs.items()
    ]


def _under(name: str, seconds: float, ceiling: float) -> Figure:
    return Figure(name, in_words(seconds), f"at most {in_words(ceiling)}", seconds / ceiling, 1)
