"""The panels beside the matrix: detail, table, coverage, explain."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import traitlets as t

from sgwlib.diagnosis import explain
from sgwlib.graph import covering_codes, covering_operations, degrees, error_graph, leading_codes
from sgwlib.text import counted
from sgwlib.ui.detail import describe
from sgwlib.ui.frontend import module
from sgwlib.ui.grid import CELL_KINDS
from sgwlib.ui.sentences import hidden_sentence
from sgwlib.ui.views.base import View

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx

    from sgwlib.catalogue import Catalogue, ErrorCode
    from sgwlib.ui.model import ExplorerModel

NAMES = ("Operation", "Error code")
FACTS = ("Status", "Default carrier", "Evidence", "Message")


class DetailView(View):
    """The description of the selection, as HTML in which every string is escaped."""

    _esm = module("detail.js")
    follows = ("only_operation", "outcome", "selection", "error", "carrier", "called")

    html = t.Unicode().tag(sync=True)

    def show(self, model: ExplorerModel) -> None:
        """Describe the selection and simulate its response."""
        self.html = describe(model)


class ExplainView(View):
    """A box for an error text. The error that is found in it is selected."""

    _esm = module("explain.js")
    follows = ("pasted",)

    title = t.Unicode("Explain an error text").tag(sync=True)
    label = t.Unicode("Error text: a log line, a traceback or a response").tag(sync=True)
    pasted = t.Unicode().tag(sync=True)
    html = t.Unicode().tag(sync=True)

    def show(self, model: ExplorerModel) -> None:
        """Explain the text."""
        with self.hold_sync():
            self.pasted = model.pasted
            self.html = explain(model.pasted, catalogue=model.catalogue)._repr_html_()


class TableView(View):
    """The visible pairs as a table, one per row. The facts about each code are sent once."""

    _esm = module("table.js")
    follows = ("visible", "selection", "coverage")

    title = t.Unicode("Table").tag(sync=True)
    caption = t.Unicode().tag(sync=True)
    file = t.Unicode("storage-gateway-errors.csv", help="name of a download").tag(sync=True)
    sentence = t.Unicode(CELL_KINDS["documented"].sentence).tag(sync=True)
    columns: t.List[str] = t.List().tag(sync=True)
    operations: t.List[str] = t.List().tag(sync=True)
    codes: t.List[list[object]] = t.List(help="each code with its facts").tag(sync=True)
    pairs: t.List[int] = t.List(help="in the page's order, numbered row by row").tag(sync=True)
    met: t.List[int] = t.List(
        help="how often each pair was met; empty without a client's coverage"
    ).tag(sync=True)
    selection: t.List[int] = t.List([-1, -1], help="operation and code, -1 for none").tag(sync=True)

    def show(self, model: ExplorerModel) -> None:
        """List the visible pairs, and mark those that are selected."""
        catalogue, pairs = model.catalogue, model.visible.pairs
        operations, codes = _numbered(catalogue.operations), _numbered(catalogue.codes)
        operation, code, _ = model.selection
        counts = None if model.coverage is None else model.coverage.pairs()
        with self.hold_sync():
            self.caption = f"{counted(len(pairs), 'documented pair')}. {hidden_sentence(model)}"
            self.columns = [*NAMES, *(() if counts is None else ("Met",)), *FACTS]
            self.operations = list(operations)
            self.codes = [_facts(each, catalogue) for each in catalogue.codes.values()]
            self.pairs = [operations[one] * len(codes) + codes[other] for one, other in pairs]
            self.met = [] if counts is None else [counts[pair] for pair in pairs]
            self.selection = [operations.get(operation, -1), codes.get(code, -1)]


def _numbered(names: Mapping[str, object]) -> dict[str, int]:
    return {name: place for place, name in enumerate(names)}


def _facts(code: ErrorCode, catalogue: Catalogue) -> list[object]:
    """Return the cells of a row from the error code on."""
    carrier = code.carrier
    status = catalogue.exceptions[carrier.text].status
    return [code.name, status, carrier.text, carrier.evidence.value, code.message]


class CoverageView(View):
    """How the pairs are distributed, the fewest that cover all, and a client's report."""

    _esm = module("coverage.js")
    follows = ("visible", "selection", "coverage")

    title = t.Unicode("Coverage").tag(sync=True)
    headings: t.List[str] = t.List(["Error codes per operation", "Operations per error code"]).tag(
        sync=True
    )
    counts: t.List[list[str]] = t.List(
        [["{count} code", "{count} codes"], ["{count} operation", "{count} operations"]],
        help="labels of the bars of each side, for one and for several",
    ).tag(sync=True)
    counts_met = t.Unicode("{met} of {count} met", help="the label of a bar with a report").tag(
        sync=True
    )
    cover_headings: t.List[str] = t.List(
        ["Fewest operations that return every code", "Fewest codes that reach every operation"]
    ).tag(sync=True)
    operations: t.List[str] = t.List().tag(sync=True)
    codes: t.List[str] = t.List().tag(sync=True)
    bars: t.List[list[list[int]]] = t.List(
        help="for operations and codes: index, pairs, and with a report those met; longest first"
    ).tag(sync=True)
    covers: t.List[list[int]] = t.List(help="indices of the fewest that cover all").tag(sync=True)
    shares = t.Unicode(help="how few codes have most pairs, and what the filters hide").tag(
        sync=True
    )
    report: t.List[str] = t.List(help="what a client has met; empty without a report").tag(
        sync=True
    )
    selection: t.List[int] = t.List([-1, -1], help="operation and code, -1 for none").tag(sync=True)

    def show(self, model: ExplorerModel) -> None:
        """Count the visible pairs of each operation and code, and those a client has met."""
        graph = error_graph(model.catalogue, model.visible.pairs)
        names = [list(model.catalogue.operations), list(model.catalogue.codes)]
        place = {name: place for side in names for place, name in enumerate(side)}
        covers = covering_operations(graph), covering_codes(graph)
        with self.hold_sync():
            self.operations, self.codes = names
            self.bars = [_bars(side, place, _met(model)) for side in degrees(graph)]
            self.covers = [[place[name] for name in cover] for cover in covers]
            self.shares = f"{_shares(graph)} {hidden_sentence(model)}".strip()
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
    """Return how many visible pairs of each operation and code a client has met."""
    if model.coverage is None:
        return None
    met = model.coverage.pairs()
    return Counter(name for pair in model.visible.pairs if pair in met for name in pair)


def _shares(graph: nx.Graph[str]) -> str:
    if not graph:
        return "No pair is visible."
    half, most, nearly_all = (len(leading_codes(graph, percent)) for percent in (50, 80, 90))
    return (
        f"{counted(half, 'error code')} make up half of the visible pairs, {most} make up 80%, "
        f"and {nearly_all} make up 90%. They have the longest bars."
    )


def _report(model: ExplorerModel) -> list[str]:
    coverage, catalogue, visible = model.coverage, model.catalogue, model.visible
    if coverage is None:
        return []
    whole = coverage.total(catalogue)
    lines = [f"Met: {whole.met} of {counted(whole.pairs, 'documented pair')}, {whole.percent}%."]
    if len(visible.pairs) < whole.pairs:
        met = sum(pair in coverage.pairs() for pair in visible.pairs)
        lines.append(f"Met of the visible pairs: {met} of {len(visible.pairs)}.")
    return lines + [f"{about.capitalize()}: {text}." for about, text in coverage.remarks(catalogue)]
