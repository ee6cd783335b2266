"""How the cost of load, graph, filter and fold grows with the size of the catalogue.

The peer, for n log n, is Python's sort of the same pairs, shuffled, in the same run. Data beyond
the processor's caches slows everything, so even its cost per pair grows by more than a logarithm.
A step that grows like the sort does no more than n log n work.
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
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["growth_figures"]

_PEER = "sort"
# From 10 to 1,000 times the page the sort grows by about 5. Something that does n times the root
# of n work grows by 10, even without caches: 1.5 allows for noise, but not for that.
_CEILING = 1.5
_FILTER = Filter(outcome="400", text="volume connected")


def growth_figures(sizes: Sequence[int], repeats: int) -> Iterator[Figure]:
    """Measure the cost per pair of each step at each size, then its growth.

    The growth is measured from the second size on, since at the page's own size fixed costs and
    the many equal rows matter.
    """
    costs = {}
    for size in sizes:
        costs[size] = _costs_a_pair(size, repeats)
        peer = costs[size].pop(_PEER)
        for step, cost in costs[size].items():
            yield Figure(
                f"{step}, {size:,} times the page",
                f"{in_words(cost)} a pair",
                f"{_PEER}: {in_words(peer)} a pair",
                cost / peer,
            )
        costs[size][_PEER] = peer
    first, last = sizes[-3:][0], sizes[-1]
    growth = {step: costs[last][step] / costs[first][step] for step in costs[first]}
    peer = growth.pop(_PEER)
    for step, factor in growth.items():
        yield Figure(
            f"{step}, growth of a pair's cost",
            f"x {factor:.2f} from {first:,} to {last:,} times",
            f"{_PEER}, n log n: x {peer:.2f}",
            factor / peer,
            _CEILING,
        )


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
            _PEER: lambda: sorted(shuffled),
        }
        calls = max(1, 100 // size)  # a single call on a small catalogue is too short to measure
        return {
            step: best_seconds(job, repeats, calls) / len(catalogue.pairs)
            for step, job in steps.items()
        }
