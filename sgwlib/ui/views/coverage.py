"""The coverage: how pairs spread over operations and codes, and what a client has met of them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import traitlets as t

from sgwlib.coverage.report import remarks, total
from sgwlib.graph import covering_codes, covering_operations, degrees, error_graph, leading_codes
from sgwlib.text import counted
from sgwlib.ui.frontend import module
from sgwlib.ui.sentences import what_is_hidden
from sgwlib.ui.views.base import View

if TYPE_CHECKING:
    import networkx as nx

    from sgwlib.ui.model import ExplorerModel

__all__ = ["CoverageView"]


class CoverageView(View):
    """Bars of both sides, the few that cover all, and a client's report."""

    _esm = module("coverage.js")
    follows = ("visible", "selection", "coverage")

    title = t.Unicode("Coverage").tag(sync=True)
    headings: t.List[str] = t.List(["Error codes per operation", "Operations per error code"]).tag(
        sync=True
    )
    counts: t.List[list[str]] = t.List(
        [["{count} code", "{count} codes"], ["{count} operation", "{count} operations"]],
        help="what stands beside a bar of either side, for one and for several",
    ).tag(sync=True)
    counts_met = t.Unicode("{met} of {count} met", help="the same with a report").tag(sync=True)
    cover_headings: t.List[str] = t.List(
        ["Fewest operations that meet every code", "Fewest codes that reach every operation"]
    ).tag(sync=True)
    operations: t.List[str] = t.List().tag(sync=True)
    codes: t.List[str] = t.List().tag(sync=True)
    bars: t.List[list[list[int]]] = t.List(
        help="for operations and codes: place, pairs, and with a report those met; longest first"
    ).tag(sync=True)
    covers: t.List[list[int]] = t.List(help="places of the fewest that cover all").tag(sync=True)
    shares = t.Unicode(help="how few codes make most pairs, and what the filters hide").tag(
        sync=True
    )
    report: t.List[str] = t.List(help="what a client has met; empty without a report").tag(
        sync=True
    )
    selection: t.List[int] = t.List([-1, -1], help="operation and code, -1 for none").tag(sync=True)

    def show(self, model: ExplorerModel) -> None:
        """Count the visible pairs from both sides, and hold a client's report against them."""
        graph = error_graph(model.catalogue, model.visible.pairs)
        names = [list(model.catalogue.operations), list(model.catalogue.codes)]
        place = {name: place for side in names for place, name in enumerate(side)}
        covers = covering_operations(graph), covering_codes(graph)
        with self.hold_sync():
            self.operations, self.codes = names
            self.bars = [_bars(side, place, _met(model)) for side in degrees(graph)]
            self.covers = [[place[name] for name in cover] for cover in covers]
            self.shares = f"{_shares(graph)} {what_is_hidden(model)}".strip()
            self.report = _report(model)
            self.selection = [place.get(name, -1) for name in model.selection[:2]]


def _bars(
    counts: dict[str, int], place: dict[str, int], met: Counter[str] | None
) -> list[list[int]]:
    longest_first = sorted(counts, key=lambda name: -counts[name])
    if met is None:
        return [[place[name], counts[name]] for name in longest_first]
    return [[place[name], counts[name], met[name]] for name in longest_first]


def _met(model: ExplorerModel) -> Counter[str] | None:
    """Return of how many visible pairs of each operation and code a client has met the error."""
    if model.coverage is None:
        return None
    met = model.coverage.pairs()
    return Counter(name for pair in model.visible.pairs if pair in met for name in pair)


def _shares(graph: nx.Graph[str]) -> str:
    if not graph:
        return "No pair is visible."
    half, most, nearly_all = (len(leading_codes(graph, percent)) for percent in (50, 80, 90))
    return (
        f"Half of the visible pairs come from {counted(half, 'error code')}, "
        f"80 % from {most}, 90 % from {nearly_all}: those with the longest bars."
    )


def _report(model: ExplorerModel) -> list[str]:
    coverage, catalogue, visible = model.coverage, model.catalogue, model.visible
    if coverage is None:
        return []
    whole = total(coverage, catalogue)
    told = [f"Met: {whole.met} of {counted(whole.pairs, 'documented pair')}, {whole.percent} %."]
    if len(visible.pairs) < whole.pairs:
        met = sum(pair in coverage.pairs() for pair in visible.pairs)
        told.append(f"Of the visible ones: {met} of {len(visible.pairs)}.")
    return told + [f"{about.capitalize()}: {text}." for about, text in remarks(coverage, catalogue)]
