"""The matrix: operations as rows, error codes as columns."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import traitlets as t

from sgwlib.filters import mentioned
from sgwlib.ui.frontend import module
from sgwlib.ui.views.base import View
from sgwlib.ui.views.places import index_of, places
from sgwlib.ui.visible import KINDS, cell_kinds

if TYPE_CHECKING:
    from sgwlib.catalogue import Catalogue
    from sgwlib.ui.model import ExplorerModel
    from sgwlib.ui.visible import Matrix

__all__ = ["MatrixView"]


class MatrixView(View):
    """The matrix as an SVG grid, with its legend.

    Names go over the wire once; what is drawn then comes as their places in the catalogue.
    """

    _esm = module("matrix.js")
    follows = ("visible", "text", "selection", "coverage")

    title = t.Unicode("Operations and the error codes that they can return").tag(sync=True)
    headings: t.List[str] = t.List(
        ["error codes shown that it can return", "operations shown that can return it"]
    ).tag(sync=True)
    kinds: t.List[dict[str, str]] = t.List([kind._asdict() for kind in KINDS.values()]).tag(
        sync=True
    )
    marked = t.Unicode("found by the search, in name, message or cause").tag(sync=True)
    operations: t.List[str] = t.List().tag(sync=True)
    codes: t.List[str] = t.List().tag(sync=True)
    matrix: t.Dict[str, object] = t.Dict(
        help="rows and columns as groups of places; cells by kind, counted in reading order; "
        "counts and places marked by the search, for rows and columns"
    ).tag(sync=True)
    selection: t.List[int] = t.List([-1, -1], help="row and column, -1 for none").tag(sync=True)

    _drawn: tuple[object, ...] = ()

    def show(self, model: ExplorerModel) -> None:
        """Draw what is visible, and mark what is selected."""
        visible, catalogue = model.visible, model.catalogue
        operation, code, _ = model.selection
        drawn = (visible, model.text, model.coverage)
        with self.hold_sync():
            if drawn != self._drawn:  # a click changes only what is selected
                self._drawn = drawn
                self.operations = list(catalogue.operations)
                self.codes = list(catalogue.codes)
                self.matrix = _content(model)
            self.selection = [index_of(visible.rows, operation), index_of(visible.columns, code)]


def _content(model: ExplorerModel) -> dict[str, object]:
    """Return what is to be drawn, as places in the catalogue."""
    visible, catalogue = model.visible, model.catalogue
    met = None if model.coverage is None else model.coverage.pairs()
    return {
        "rows": places(visible.rows, catalogue.operations),
        "columns": places(visible.columns, catalogue.codes),
        "kinds": {
            kind: [row * len(visible.columns) + column for row, column in cells]
            for kind, cells in cell_kinds(visible, catalogue, met).items()
        },
        "counts": _counts(visible),
        "marks": _marks(visible, catalogue, model.text),
    }


def _counts(visible: Matrix) -> list[list[int]]:
    """Return how many codes each visible operation has, and how many operations each code."""
    rows, columns = Counter[int](), Counter[int]()
    for row, column in visible.cells:
        rows[row] += len(visible.columns[column])
        columns[column] += len(visible.rows[row])
    return [
        [rows[row] for row in range(len(visible.rows))],
        [columns[column] for column in range(len(visible.columns))],
    ]


def _marks(visible: Matrix, catalogue: Catalogue, text: str) -> list[list[int]]:
    """Return the rows and the columns in which a word of the search is found."""
    found = mentioned(text, catalogue)
    return [
        [place for place, group in enumerate(groups) if found.intersection(group)]
        for groups in (visible.rows, visible.columns)
    ]
