"""The matrix, and the drawing of its pairs as lines."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import traitlets as t

from sgwlib.filters import mentioned
from sgwlib.graph import error_graph, few_crossings
from sgwlib.text import counted
from sgwlib.ui.frontend import module
from sgwlib.ui.grid import CELL_KINDS, cell_kinds, index_of
from sgwlib.ui.sentences import hidden_sentence
from sgwlib.ui.views.base import View, places

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sgwlib.catalogue import Catalogue
    from sgwlib.ui.grid import Cell, Grid, Group
    from sgwlib.ui.model import ExplorerModel

MOST_LINES = 1000
"""The most lines that are drawn at once; the page has 289 pairs."""

KINDS = [kind._asdict() for kind in CELL_KINDS.values()]


class MatrixView(View):
    """The matrix as an SVG grid, with its legend.

    Names are sent once. What is drawn is then sent as indices into them.
    """

    _esm = module("matrix.js")
    follows = ("visible", "text", "selection", "coverage")

    title = t.Unicode("Operations and the error codes that they can return").tag(sync=True)
    headings: t.List[str] = t.List(
        ["error codes shown that it can return", "operations shown that can return it"]
    ).tag(sync=True)
    kinds: t.List[dict[str, str]] = t.List(KINDS).tag(sync=True)
    marked = t.Unicode("found by the search, in name, message or cause").tag(sync=True)
    operations: t.List[str] = t.List().tag(sync=True)
    codes: t.List[str] = t.List().tag(sync=True)
    matrix: t.Dict[str, object] = t.Dict(
        help="rows and columns as groups of indices; cells by kind, numbered in reading order; "
        "counts and the indices that the search found, for rows and columns"
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
    """Return what is to be drawn, as indices into the names."""
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


def _counts(visible: Grid) -> list[list[int]]:
    """Return how many codes each visible operation has, and how many operations each code."""
    rows, columns = Counter[int](), Counter[int]()
    for row, column in visible.cells:
        rows[row] += len(visible.columns[column])
        columns[column] += len(visible.rows[row])
    return [
        [rows[row] for row in range(len(visible.rows))],
        [columns[column] for column in range(len(visible.columns))],
    ]


def _marks(visible: Grid, catalogue: Catalogue, text: str) -> list[list[int]]:
    """Return the rows and columns that contain a word of the search."""
    found = mentioned(text, catalogue)
    return [
        [place for place, group in enumerate(groups) if found.intersection(group)]
        for groups in (visible.rows, visible.columns)
    ]


class DrawingView(View):
    """The drawing of the selection's pairs, or of all visible pairs, as lines between names."""

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
        help="labels of an operation and of a code, for one line and for several",
    ).tag(sync=True)
    kinds: t.List[dict[str, str]] = t.List(KINDS).tag(sync=True)
    operations: t.List[str] = t.List().tag(sync=True)
    codes: t.List[str] = t.List().tag(sync=True)
    whole = t.Bool().tag(sync=True)
    caption = t.Unicode(help="what is drawn, or why nothing is").tag(sync=True)
    drawing: t.Dict[str, object] = t.Dict(
        help="rows and columns from top to bottom as groups of indices; lines by kind, numbered "
        "row by row",
    ).tag(sync=True)
    selection: t.List[int] = t.List([-1, -1], help="row and column, -1 for none").tag(sync=True)

    def show(self, model: ExplorerModel) -> None:
        """Draw the pairs of the selection, or all, and mark what is selected."""
        catalogue = model.catalogue
        cells = drawn_cells(model)
        rows, columns = _arranged(model, cells)
        operation, code, _ = model.selection
        with self.hold_sync():
            self.operations = list(catalogue.operations)
            self.codes = list(catalogue.codes)
            self.whole = model.whole
            self.caption = f"{_what_is_drawn(model, cells)} {hidden_sentence(model)}".strip()
            self.drawing = {
                "rows": places(rows, catalogue.operations),
                "columns": places(columns, catalogue.codes),
                "kinds": _lines(model, cells, rows, columns),
            }
            self.selection = [index_of(rows, operation), index_of(columns, code)]


def drawn_cells(model: ExplorerModel) -> list[Cell]:
    """Return the cells of the matrix that are drawn as lines.

    These are the cells in the row and the column of the selection. With ``whole`` they are all
    cells, unless there are more than :data:`MOST_LINES`.

    Examples
    --------
    >>> from sgwlib.ui.model import ExplorerModel
    >>> len(drawn_cells(ExplorerModel("DeleteVolume", "VolumeInUse")))
    12
    """
    visible = model.visible
    if model.whole:
        return [] if len(visible.cells) > MOST_LINES else [*visible.cells]
    operation, code, _ = model.selection
    row, column = index_of(visible.rows, operation), index_of(visible.columns, code)
    return [cell for cell in visible.cells if row == cell[0] or column == cell[1]]


def _arranged(model: ExplorerModel, cells: list[Cell]) -> tuple[list[Group], list[Group]]:
    """Return the rows and columns of some cells, ordered so that few lines cross."""
    visible = model.visible
    rows = {visible.rows[row][0]: visible.rows[row] for row, _ in cells}
    columns = {visible.columns[column][0]: visible.columns[column] for _, column in cells}
    pairs = [(visible.rows[row][0], visible.columns[column][0]) for row, column in cells]
    operations, codes = few_crossings(error_graph(model.catalogue, pairs))
    return [rows[name] for name in operations], [columns[name] for name in codes]


def _lines(
    model: ExplorerModel, cells: list[Cell], rows: list[Group], columns: list[Group]
) -> dict[str, list[int]]:
    """Return the lines of each kind, numbered row by row."""
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


def _what_is_drawn(model: ExplorerModel, cells: list[Cell]) -> str:
    visible = model.visible
    operation, code, _ = model.selection
    every = counted(len(visible.pairs), "visible pair")
    if model.whole and len(visible.cells) > MOST_LINES:
        return f"More than {MOST_LINES} lines are unreadable. Fold, filter, or select something."
    if model.whole:
        return f"All {every}."
    if cells:
        drawn = sum(len(visible.cells[cell]) for cell in cells)
        names = [_label(visible.rows, operation), _label(visible.columns, code)]
        return f"Pairs of {' and '.join(filter(None, names))}: {drawn} of {every}."
    if operation or code:
        return ""
    return "Select an operation, an error code or a pair to see its pairs, or show all of them."


def _label(groups: Sequence[Group], name: str) -> str:
    """Return the label of a name's group; empty if it is not visible."""
    group = next((group for group in groups if name in group), ())
    return f"{group[0]} +{len(group) - 1}" if len(group) > 1 else "".join(group)
