"""The table: the visible pairs in rows, to be read, sorted and taken elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import traitlets as t

from sgwlib.text import counted
from sgwlib.ui.frontend import module
from sgwlib.ui.sentences import what_is_hidden
from sgwlib.ui.views.base import View
from sgwlib.ui.visible import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sgwlib.catalogue import Catalogue, ErrorCode
    from sgwlib.ui.model import ExplorerModel

__all__ = ["TableView"]

NAMES = ("Operation", "Error code")
FACTS = ("Status", "Carrier by default", "Evidence", "Message")


class TableView(View):
    """The visible pairs as a table, each in a row of its own, folded or not.

    What a row says of its code goes over the wire once for every code.
    """

    _esm = module("table.js")
    follows = ("visible", "selection", "coverage")

    title = t.Unicode("Table").tag(sync=True)
    caption = t.Unicode().tag(sync=True)
    file = t.Unicode("storage-gateway-errors.csv", help="name of a download").tag(sync=True)
    sentence = t.Unicode(KINDS["documented"].sentence).tag(sync=True)
    columns: t.List[str] = t.List().tag(sync=True)
    operations: t.List[str] = t.List().tag(sync=True)
    codes: t.List[list[object]] = t.List(help="each code, and what a row says of it").tag(sync=True)
    pairs: t.List[int] = t.List(help="in the page's order, counted row by row").tag(sync=True)
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
            self.caption = f"{counted(len(pairs), 'documented pair')}. {what_is_hidden(model)}"
            self.columns = [*NAMES, *(() if counts is None else ("Met",)), *FACTS]
            self.operations = list(operations)
            self.codes = [_facts(each, catalogue) for each in catalogue.codes.values()]
            self.pairs = [operations[one] * len(codes) + codes[other] for one, other in pairs]
            self.met = [] if counts is None else [counts[pair] for pair in pairs]
            self.selection = [operations.get(operation, -1), codes.get(code, -1)]


def _numbered(names: Mapping[str, object]) -> dict[str, int]:
    return {name: place for place, name in enumerate(names)}


def _facts(code: ErrorCode, catalogue: Catalogue) -> list[object]:
    """Return what stands in a row from the error code on."""
    carrier = code.carrier
    status = catalogue.exceptions[carrier.text].status
    return [code.name, status, carrier.text, carrier.evidence.value, code.message]
