"""How load, graph, filter and fold grow with the size of the catalogue.

The yardstick for n log n is Python's own sort of the same pairs, shuffled, in the same run. More
data than the processor's caches hold is slow for everyone, so that its cost a pair grows by more
than the logarithm alone; a step that grows like it does no more than n log n work.
"""

from __future__ import annotations

import random
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.figures import Figure, best_seconds, in_words
from sgwlib import error_graph, load_catalogue
from sgwlib.filters import Filter
from sgwlib.graph import fold
from tools.synthetic import write_lift

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["growth_figures"]

_YARDSTICK = "sort"
# From 10 to 1,000 times the page the yardstick grows by about 5, and n times the root of n by 10
# even where the caches do not matter: 1.5 leaves room for noise, and none for that.
_CEILING = 1.5
_FILTER = Filter(outcome="400", text="volume connected")


def growth_figures(sizes: Sequence[int], repeats: int) -> list[Figure]:
    """Measure each step at each size, a pair's cost, and its growth from the second size on.

    At the page's own size fixed costs and the many equal rows count; from there on each size
    is like the one before it, only larger.
    """
    costs = {size: _costs_a_pair(size, repeats) for size in sizes}
    figures = [
        Figure(
            f"{step}, {size:,} times the page",
            f"{in_words(cost)} a pair",
            f"{_YARDSTICK}: {in_words(costs[size][_YARDSTICK])} a pair",
            cost / costs[size][_YARDSTICK],
        )
        for step in costs[sizes[0]]
        for size, cost in ((size, costs[size][step]) for size in sizes)
        if step != _YARDSTICK
    ]
    first, last = sizes[-3:][0], sizes[-1]
    growth = {step: costs[last][step] / costs[first][step] for step in costs[first]}
    return figures + [
        Figure(
            f"{step}, growth of a pair's cost",
            f"x {factor:.2f} from {first:,} to {last:,} times",
            f"{_YARDSTICK}, n log n: x {growth[_YARDSTICK]:.2f}",
            factor / growth[_YARDSTICK],
            _CEILING,
        )
        for step, factor in growth.items()
        if step != _YARDSTICK
    ]


def _costs_a_pair(size: int, repeats: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        write_lift(Path(folder), size)
        catalogue = load_catalogue(folder)
        graph = error_graph(catalogue)
        shuffled = random.Random(size).sample(catalogue.pairs, len(catalogue.pairs))
        steps: dict[str, Callable[[], object]] = {
            "load": lambda: load_catalogue(folder),
            "graph": lambda: error_graph(catalogue),
            "filter": lambda: _FILTER.pairs(catalogue),
            "fold": lambda: fold(graph),
            _YARDSTICK: lambda: sorted(shuffled),
        }
        calls = max(1, 100 // size)  # a single call on a small catalogue is too short to measure
        return {
            step: best_seconds(job, repeats, calls) / len(catalogue.pairs)
            for step, job in steps.items()
        }
