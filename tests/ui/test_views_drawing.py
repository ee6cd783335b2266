from __future__ import annotations

from collections import Counter
from itertools import combinations, product
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sgwlib import error_graph, load_catalogue, recording, simulate
from sgwlib.filters import resources
from sgwlib.graph import crossings, few_crossings
from sgwlib.ui.model import ExplorerModel
from sgwlib.ui.views import DrawingView
from sgwlib.ui.views.pictures import MOST_LINES, drawn_cells
from tools.synthetic import write_lift

if TYPE_CHECKING:
    from pathlib import Path

CATALOGUE = load_catalogue()
OPERATIONS, CODES = [*CATALOGUE.operations], [*CATALOGUE.codes]
PAIR = ("DeleteVolume", "VolumeInUse")

unhurried = settings(deadline=None)  # the first order imports scipy
selections = st.tuples(st.sampled_from(["", *OPERATIONS]), st.sampled_from(["", *CODES]))
filters = st.fixed_dictionaries(
    {
        "resource": st.sampled_from(["", *resources(CATALOGUE)]),
        "text": st.sampled_from(["", "volume", "iscsi", "qqq"]),
        "folded": st.booleans(),
    }
)


def show(model: ExplorerModel) -> DrawingView:
    view = DrawingView()
    view.show(model)
    return view


def sides(view: DrawingView) -> tuple[list[list[str]], list[list[str]]]:
    drawing: Any = view.drawing
    return (
        [[OPERATIONS[place] for place in group] for group in drawing["rows"]],
        [[CODES[place] for place in group] for group in drawing["columns"]],
    )


def lines(view: DrawingView) -> dict[str, list[tuple[int, int]]]:
    drawing: Any = view.drawing
    return {
        kind: [divmod(line, len(drawing["columns"])) for line in found]
        for kind, found in drawing["kinds"].items()
    }


def pairs(view: DrawingView) -> list[tuple[str, str]]:
    """Return what the lines stand for, folded ones written out."""
    rows, columns = sides(view)
    return [
        pair
        for found in lines(view).values()
        for row, column in found
        for pair in product(rows[row], columns[column])
    ]


@unhurried
@given(filters, selections)
def test_without_folding_the_lines_are_the_visible_pairs_of_what_is_selected(
    chosen: dict[str, Any], selection: tuple[str, str]
) -> None:
    model = ExplorerModel(**{**chosen, "folded": False})
    model.select(*selection)
    operation, code = selection
    visible = model.visible.pairs
    of_operation = {pair for pair in visible if pair[0] == operation}
    of_code = {pair for pair in visible if pair[1] == code}
    assert Counter(pairs(show(model))) == Counter(of_operation | of_code)


@unhurried
@given(filters, selections)
def test_folded_or_not_the_lines_are_those_of_the_groups_that_have_the_selection(
    chosen: dict[str, Any], selection: tuple[str, str]
) -> None:
    model = ExplorerModel(**chosen)
    model.select(*selection)
    view, visible = show(model), model.visible
    operations = {name for group in visible.rows if selection[0] in group for name in group}
    codes = {name for group in visible.columns if selection[1] in group for name in group}
    near = [pair for pair in visible.pairs if pair[0] in operations or pair[1] in codes]
    assert Counter(pairs(view)) == Counter(near)
    rows, columns = sides(view)
    assert all(tuple(row) in visible.rows for row in rows)
    assert all(tuple(column) in visible.columns for column in columns)


@unhurried
@given(filters, selections)
def test_the_whole_is_every_visible_pair(
    chosen: dict[str, Any], selection: tuple[str, str]
) -> None:
    model = ExplorerModel(**chosen)
    model.whole = True
    model.select(*selection)
    view = show(model)
    assert Counter(pairs(view)) == Counter(model.visible.pairs)
    rows, columns = sides(view)
    assert sorted(map(tuple, rows)) == sorted(model.visible.rows)
    assert sorted(map(tuple, columns)) == sorted(model.visible.columns)


@unhurried
@given(filters, selections, st.booleans())
def test_what_is_selected_is_marked_wherever_it_is_drawn(
    chosen: dict[str, Any],
    selection: tuple[str, str],
    whole: bool,  # noqa: FBT001 - hypothesis gives it by place
) -> None:
    model = ExplorerModel(**chosen)
    model.whole = whole
    model.select(*selection)
    view = show(model)
    for groups, name, index in zip(sides(view), selection, view.selection, strict=True):
        if index < 0:
            assert not name or not any(name in group for group in groups)
        else:
            assert name in groups[index]


def test_nothing_selected_draws_nothing_and_says_what_to_do() -> None:
    view = show(ExplorerModel())
    assert pairs(view) == []
    assert view.caption.startswith("Select an operation, an error code or a pair")
    assert "or show all of them" in view.caption


def test_an_exception_alone_has_no_neighbours() -> None:
    for exception in (
        "ThrottlingException",
        "InternalServerError",
    ):
        model = ExplorerModel()
        model.select(exception=exception)
        assert show(model).caption.startswith("Select an operation")


def test_it_says_what_is_drawn() -> None:
    for selection, said in (
        (("DeleteVolume", ""), "Pairs of DeleteVolume: 12 of 289 visible pairs."),
        (("", "InternalError"), "Pairs of InternalError: 33 of 289 visible pairs."),
        (PAIR, "Pairs of DeleteVolume and VolumeInUse: 12 of 289 visible pairs."),
    ):
        model = ExplorerModel()
        model.select(*selection)
        assert show(model).caption == said
        model.whole = True
        assert show(model).caption == "All 289 visible pairs."


def test_folded_it_names_the_node_that_stands_for_the_selection() -> None:
    model = ExplorerModel(folded=True)
    model.select(code="InvalidParameters")
    assert show(model).caption == "Pairs of InternalError +2: 99 of 289 visible pairs."


def test_it_says_what_of_the_selection_the_filters_hide() -> None:
    for whole in (
        False,
        True,
    ):
        model = ExplorerModel(resource="gateway")
        model.whole = whole
        model.select("DeleteVolume", "InternalError")
        assert show(model).caption.endswith("The filters hide DeleteVolume.")
        model.select(*PAIR)
        assert show(model).caption.endswith("The filters hide DeleteVolume and VolumeInUse.")


def test_an_undocumented_pair_shows_both_stars_and_no_line_between_them() -> None:
    model = ExplorerModel()
    model.select("DeleteVolume", "OutdatedGateway")
    view = show(model)
    row, column = view.selection
    assert (row, column) not in [line for found in lines(view).values() for line in found]
    assert len(pairs(view)) == 12 + 1


def test_a_client_s_coverage_parts_the_lines() -> None:
    model = ExplorerModel()
    model.select("DeleteVolume")
    with recording() as model.coverage:
        simulate(*PAIR)
    view = show(model)
    assert {kind: len(found) for kind, found in lines(view).items()} == {"met": 1, "never": 11}
    rows, columns = sides(view)
    ((row, column),) = lines(view)["met"]
    assert (rows[row], columns[column]) == (["DeleteVolume"], ["VolumeInUse"])


def test_too_many_lines_are_refused_with_what_to_do(tmp_path: Path) -> None:
    model = ExplorerModel(catalogue=load_catalogue(write_lift(tmp_path, copies=4)))
    model.whole = True
    assert len(model.visible.cells) > MOST_LINES
    assert drawn_cells(model) == []
    assert "Fold, filter, or select" in show(model).caption
    model.resource = "gateway"
    assert len(drawn_cells(model)) == len(model.visible.cells) == 4 * 39


def test_the_sides_are_ordered_so_that_few_lines_cross() -> None:
    model = ExplorerModel(folded=True)
    model.whole = True
    (found,) = lines(show(model)).values()
    crossing = sum((a - c) * (b - d) < 0 for (a, b), (c, d) in combinations(found, 2))
    rows, columns = sides(show(model))
    graph = error_graph(CATALOGUE, [(rows[row][0], columns[column][0]) for row, column in found])
    assert crossing == crossings(graph, few_crossings(graph)) == 743
