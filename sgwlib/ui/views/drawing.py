"""The drawing: operations at the left, error codes at the right, a line for every pair."""

from __future__ import annotations

from typing import TYPE_CHECKING

import traitlets as t

from sgwlib.graph import error_graph, few_crossings
from sgwlib.text import counted
from sgwlib.ui.frontend import module
from sgwlib.ui.sentences import what_is_hidden
from sgwlib.ui.views.base import View
from sgwlib.ui.views.places import index_of, places
from sgwlib.ui.visible import KINDS, cell_kinds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sgwlib.ui.model import ExplorerModel
    from sgwlib.ui.visible import Cell, Group

__all__ = ["MOST_LINES", "DrawingView", "drawn_cells"]

MOST_LINES = 1000
"""What can be drawn at once; the page has 289 pairs."""


class DrawingView(View):
    """The node-link drawing of the selection's neighbourhood, or of all that is visible."""

    _esm = module("drawing.js")
    follows = ("visible", "selection", "coverage", "whole")

    title = t.Unicode("Drawing").tag(sync=True)
    label = t.Unicode("Operations, error codes and their pairs").tag(sync=True)
    sides: t.List[str] = t.List(["Operations", "Error codes", "Pairs"]).tag(sync=True)
    counts: t.List[list[str]] = t.List(
        [
            ["{names}: {count} error code shown", "{names}: {count} error codes shown"],
            ["{names}: {count} operation shown", "{names}: {count} operations shown"],
        ],
        help="what is said of an operation and of a code, for one line and for several",
    ).tag(sync=True)
    kinds: t.List[dict[str, str]] = t.List([kind._asdict() for kind in KINDS.values()]).tag(
        sync=True
    )
    operations: t.List[str] = t.List().tag(sync=True)
    codes: t.List[str] = t.List().tag(sync=True)
    whole = t.Bool().tag(sync=True)
    said = t.Unicode(help="what is drawn, or why nothing is").tag(sync=True)
    drawing: t.Dict[str, object] = t.Dict(
        help="rows and columns from top to bottom as groups of places; lines by kind, counted "
        "row by row",
    ).tag(sync=True)
    selection: t.List[int] = t.List([-1, -1], help="row and column, -1 for none").tag(sync=True)

    def show(self, model: ExplorerModel) -> None:
        """Draw what belongs to the selection, or everything, and mark what is selected."""
        catalogue = model.catalogue
        cells = drawn_cells(model)
        rows, columns = _arranged(model, cells)
        operation, code, _ = model.selection
        with self.hold_sync():
            self.operations = list(catalogue.operations)
            self.codes = list(catalogue.codes)
            self.whole = model.whole
            self.said = _said(model, cells)
            self.drawing = {
                "rows": places(rows, catalogue.operations),
                "columns": places(columns, catalogue.codes),
                "kinds": _lines(model, cells, rows, columns),
            }
            self.selection = [index_of(rows, operation), index_of(columns, code)]


def drawn_cells(model: ExplorerModel) -> list[Cell]:
    """Return the cells of the matrix that are drawn as lines.

    Those in the row and in the column of the selection; with ``whole`` all, unless they are
    more than :data:`MOST_LINES`.

    Examples
    --------
    >>> from sgwlib.ui.model import ExplorerModel
    >>> model = ExplorerModel()
    >>> model.select("DeleteVolume", "VolumeInUse")
    >>> len(drawn_cells(model))
    12
    """
    visible = model.visible
    if model.whole:
        return [] if len(visible.cells) > MOST_LINES else [*visible.cells]
    operation, code, _ = model.selection
    row, column = index_of(visible.rows, operation), index_of(visible.columns, code)
    return [cell for cell in visible.cells if row == cell[0] or column == cell[1]]


def _arranged(model: ExplorerModel, cells: list[Cell]) -> tuple[list[Group], list[Group]]:
    """Return the rows and the columns of some cells in an order in which few lines cross."""
    visible = model.visible
    rows = {visible.rows[row][0]: visible.rows[row] for row, _ in cells}
    columns = {visible.columns[column][0]: visible.columns[column] for _, column in cells}
    pairs = [(visible.rows[row][0], visible.columns[column][0]) for row, column in cells]
    operations, codes = few_crossings(error_graph(model.catalogue, pairs))
    return [rows[name] for name in operations], [columns[name] for name in codes]


def _lines(
    model: ExplorerModel, cells: list[Cell], rows: list[Group], columns: list[Group]
) -> dict[str, list[int]]:
    """Return each line by its kind and by where it runs."""
    visible = model.visible
    met = None if model.coverage is None else model.coverage.pairs()
    row_of, column_of = ({group: place for place, group in enumerate(s)} for s in (rows, columns))
    wanted = set(cells)
    lines: dict[str, list[int]] = {}
    for kind, found in cell_kinds(visible, model.catalogue, met).items():
        for row, column in wanted.intersection(found):
            place = row_of[visible.rows[row]] * len(columns) + column_of[visible.columns[column]]
            lines.setdefault(kind, []).append(place)
    return {kind: sorted(found) for kind, found in lines.items()}


def _said(model: ExplorerModel, cells: list[Cell]) -> str:
    return f"{_what_is_drawn(model, cells)} {what_is_hidden(model)}".rstrip()


def _what_is_drawn(model: ExplorerModel, cells: list[Cell]) -> str:
    visible = model.visible
    operation, code, _ = model.selection
    every = counted(len(visible.pairs), "visible pair")
    if model.whole and len(visible.cells) > MOST_LINES:
        return f"More than {MOST_LINES} lines cannot be read: fold, filter, or select."
    if model.whole:
        return f"All of {every}."
    if cells:
        drawn = sum(len(visible.cells[cell]) for cell in cells)
        names = [_label(visible.rows, operation), _label(visible.columns, code)]
        return f"Pairs of {' and of '.join(filter(None, names))}: {drawn} of {every}."
    if operation or code:
        return ""
    return "Select an operation, an error code or a pair to see its pairs, or show them all."


def _label(groups: Sequence[Group], name: str) -> str:
    """Return what stands for a name in the drawing; nothing where it is not visible."""
    group = next((group for group in groups if name in group), ())
    return f"{group[0]} +{len(group) - 1}" if len(group) > 1 else "".join(group)
