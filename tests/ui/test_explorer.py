from __future__ import annotations

import dataclasses
import gc
import inspect
import re
from typing import TYPE_CHECKING, Any

import pytest
from ipywidgets.widgets import widget as ipywidgets_registry
from sgwlib.ui.model import FILTERS, OPTIONS, ExplorerModel
from sgwlib.ui.views import DetailView

import sgwlib
from sgwlib import load_catalogue, recording, simulate
from sgwlib.catalogue import Pair
from sgwlib.errors import ExplorerError, UnknownNameError
from sgwlib.filters import Filter
from sgwlib.graph import ORDERS
from sgwlib.ui.explorer import Explorer
from tests.ui.reader import Reader
from tools.synthetic import write_lift

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sgwlib.ui.views import View

CATALOGUE = load_catalogue()
LINE = re.compile("<li><b>(.*?)</b>: (.*?)</li>")
EVERYTHING = "289 documented pairs: 35 operations, 36 error codes."
PAIR = ["DeleteVolume", "VolumeInUse"]
VALUES = {
    "only_operation": "DeleteVolume",
    "only_code": "VolumeInUse",
    "resource": "volume",
    "outcome": "400 Bad Request",
    "text": "iscsi initiators",
}


def widgets() -> dict[str, Any]:
    """Return every widget that ipywidgets holds."""
    return dict(ipywidgets_registry._instances)


def found_observers(model: ExplorerModel) -> dict[str, list[Any]]:
    """Return who observes each trait of a model."""
    notifiers: Any = model._trait_notifiers
    return {name: list(found) for name, kinds in notifiers.items() if (found := kinds["change"])}


@pytest.fixture
def model() -> ExplorerModel:
    return ExplorerModel()


@pytest.fixture
def explorer(model: ExplorerModel) -> Iterator[Explorer]:
    explorer = Explorer(model)
    yield explorer
    explorer.close()


def shown(explorer: Explorer) -> dict[str, Any]:
    """Return all that an explorer shows."""
    matrix, bar = explorer.matrix, explorer.bar
    return {
        "boxes": {name: box.value for name, box in explorer.filters.boxes.items()},
        "matrix": matrix.matrix,
        "options": (bar.order, bar.folded, bar.line, explorer.tabs.view),
        "selection": matrix.selection,
        "status": bar.status,
        "problem": bar.problem,
        # Each response has a request id of its own.
        "heading": html(explorer).partition("</h3>")[0],
    }


def drawn(explorer: Explorer) -> dict[str, Any]:
    """Return the matrix that an explorer draws."""
    return explorer.matrix.matrix


def html(explorer: Explorer) -> str:
    """Return what the detail shows."""
    detail = explorer.panels["detail"]
    assert isinstance(detail, DetailView)
    return detail.html


def box(explorer: Explorer, name: str) -> Any:
    """Return the box of a filter."""
    return explorer.filters.boxes[name]


def send(view: View, gesture: str, **content: object) -> None:
    """Send what the front end of a view sends."""
    view._handle_custom_msg({"gesture": gesture, **content}, [])


def choose(view: View, operation: str = "", code: str = "") -> None:
    """Send what a click in a view sends."""
    send(view, "select", operation=operation, code=code)


class TestGestures:
    @pytest.mark.parametrize("name", FILTERS)
    def test_a_box_narrows_the_matrix(
        self, explorer: Explorer, model: ExplorerModel, name: str
    ) -> None:
        box(explorer, name).value = VALUES[name]
        assert getattr(model, name) == VALUES[name]
        assert len(model.visible.pairs) < 289
        conditions: dict[str, Any] = {name: VALUES[name]}
        other = Explorer(ExplorerModel(**conditions))
        assert drawn(explorer) == drawn(other)
        other.close()
        assert explorer.bar.status.startswith(f"{len(model.visible.pairs)} of 289 ")

    def test_blanks_around_a_name_do_no_harm(self, explorer: Explorer) -> None:
        box(explorer, "only_operation").value = " DeleteVolume "
        assert explorer.model.only_operation == "DeleteVolume"
        assert explorer.bar.problem == ""

    def test_a_blank_is_left_alone_while_someone_types(self, explorer: Explorer) -> None:
        search = box(explorer, "text")
        for text in ("iscsi i", "iscsi ", " iscsi"):
            search.value = text
            assert search.value == text
            assert explorer.model.text == text.strip()

    def test_the_line_says_what_was_typed_also_where_it_changes_nothing_else(
        self, explorer: Explorer
    ) -> None:
        for text in ("VolumeIn", "VolumeInU", "VolumeInUse", "nothing", "nothing at all"):
            box(explorer, "text").value = text
            assert explorer.bar.line == f"sgwlib.explorer(text={text!r})"

    def test_an_order_arranges_the_matrix(self, explorer: Explorer) -> None:
        for how in ORDERS:
            send(explorer.bar, "set", name="order", value=how)
            assert explorer.model.order == how
            expected = ExplorerModel(order=how).visible
            names = [explorer.matrix.operations[place] for (place,) in drawn(explorer)["rows"]]
            assert names == [row[0] for row in expected.rows]

    def test_folding_folds_the_matrix_and_unfolding_unfolds_it(self, explorer: Explorer) -> None:
        before = drawn(explorer)
        send(explorer.bar, "set", name="folded", value=True)
        assert len(drawn(explorer)["rows"]) == 18
        send(explorer.bar, "set", name="folded", value=False)
        assert drawn(explorer) == before

    def test_a_selection_in_any_view_is_shown_in_all(self, explorer: Explorer) -> None:
        for view in (
            "matrix",
            "detail",
            "drawing",
            "table",
            "coverage",
        ):
            for chosen in (
                PAIR,
                ["DeleteVolume", ""],
                ["", "VolumeInUse"],
            ):
                views = {"matrix": explorer.matrix, **explorer.panels}
                choose(views[view], *chosen)
                row, column = explorer.matrix.selection
                rows, columns = explorer.model.visible.rows, explorer.model.visible.columns
                assert chosen == [
                    rows[row][0] if row >= 0 else "",
                    columns[column][0] if column >= 0 else "",
                ]
                assert explorer.bar.status.startswith(
                    f"{EVERYTHING} Selected: {chosen[0] or chosen[1]}"
                )
                assert (chosen[0] or chosen[1]) in html(explorer)
                choose(views[view])
                assert explorer.matrix.selection == [-1, -1]
                assert explorer.bar.status == EVERYTHING
                assert "Select a cell" in html(explorer)

    def test_error_and_carrier_are_chosen_in_the_detail_and_end_with_the_selection(
        self, explorer: Explorer
    ) -> None:
        detail = explorer.panels["detail"]
        choose(explorer.matrix, *PAIR)
        send(detail, "set", name="carrier", value="InternalServerError")
        assert "HTTP/1.1 500 Internal Server Error" in html(explorer)
        send(detail, "set", name="error", value="ThrottlingException")
        assert "Rate exceeded." in html(explorer)
        choose(detail, "ListGateways")
        assert (explorer.model.error, explorer.model.carrier) == ("", "")
        assert "Rate exceeded." not in html(explorer)

    def test_back_and_forward_lead_through_the_selections(self, explorer: Explorer) -> None:
        choose(explorer.matrix, *PAIR)
        choose(explorer.matrix, "ListGateways")
        send(explorer.bar, "back")
        assert explorer.model.selection == (*PAIR, "")
        assert explorer.bar.can_go == [True, True]
        send(explorer.bar, "forward")
        assert explorer.model.selection.operation == "ListGateways"
        assert explorer.bar.can_go == [True, False]

    def test_only_the_open_panel_is_shown_and_kept_up_to_date(self, explorer: Explorer) -> None:
        send(explorer.tabs, "set", name="view", value="table")
        assert {name: panel.layout.display for name, panel in explorer.panels.items()} == {
            "detail": "none",
            "drawing": "none",
            "table": "",
            "coverage": "none",
            "explain": "none",
        }
        before = html(explorer)
        choose(explorer.matrix, *PAIR)
        assert html(explorer) == before
        send(explorer.tabs, "set", name="view", value="detail")
        assert "VolumeInUse" in html(explorer)

    def test_the_matrix_sends_the_places_of_names_and_what_each_cell_is(
        self, explorer: Explorer
    ) -> None:
        sent = drawn(explorer)
        rows = [[explorer.matrix.operations[place] for place in group] for group in sent["rows"]]
        columns = [[explorer.matrix.codes[place] for place in group] for group in sent["columns"]]
        visible = explorer.model.visible
        assert rows == [list(group) for group in visible.rows]
        assert columns == [list(group) for group in visible.columns]
        cells = [divmod(place, len(columns)) for place in sent["kinds"]["documented"]]
        assert sorted(cells) == sorted(visible.cells)
        assert sent["counts"][0] == [len(CATALOGUE.codes_of(row[0])) for row in rows]
        assert sent["counts"][1] == [len(CATALOGUE.operations_of(each[0])) for each in columns]

    def test_a_click_sends_no_matrix_and_a_filter_no_detail(self, explorer: Explorer) -> None:
        choose(explorer.matrix, *PAIR)
        sent: list[str] = []
        explorer.matrix.observe(lambda change: sent.append(change["name"]), ["matrix"])
        explorer.panels["detail"].observe(lambda change: sent.append(change["name"]), ["html"])
        choose(explorer.matrix, "ListGateways")
        assert sent == ["html"]
        box(explorer, "resource").value = "gateway"
        assert sent == ["html", "matrix"]

    def test_the_names_that_a_search_found_are_marked(self, explorer: Explorer) -> None:
        box(explorer, "text").value = "iscsi"
        rows, columns = drawn(explorer)["marks"]
        marked = {explorer.model.visible.rows[row][0] for row in rows}
        assert marked == {row[0] for row in explorer.model.visible.rows if "iSCSI" in row[0]}
        assert "VolumeInUse" in {explorer.model.visible.columns[each][0] for each in columns}

    def test_clear_empties_every_box_and_keeps_the_rest(self, explorer: Explorer) -> None:
        for name in FILTERS:
            box(explorer, name).value = VALUES[name]
        box(explorer, "resource").value = "volumes"
        choose(explorer.matrix, *PAIR)
        send(explorer.bar, "set", name="folded", value=True)
        send(explorer.bar, "clear")
        assert {box.value for box in explorer.filters.boxes.values()} == {""}
        assert len(explorer.model.visible.pairs) == 289
        assert (explorer.model.selection, explorer.bar.folded) == ((*PAIR, ""), True)
        assert explorer.bar.problem == ""

    def test_an_unknown_message_changes_nothing(self, explorer: Explorer) -> None:
        for content in (
            {},
            {"gesture": "dance"},
            {"other": "clear"},
        ):
            box(explorer, "resource").value = "volume"
            before = shown(explorer)
            explorer.matrix._handle_custom_msg(content, [])
            assert shown(explorer) == before


class TestModel:
    def test_what_is_set_on_the_model_shows(self, explorer: Explorer, model: ExplorerModel) -> None:
        for name, value in VALUES.items():
            setattr(model, name, value)
        model.order, model.folded = "page", True
        model.select(*PAIR)
        model.error, model.carrier = "InternalError", "InternalServerError"
        other = Explorer(model)
        assert {name: box.value for name, box in explorer.filters.boxes.items()} == VALUES
        assert shown(explorer) == shown(other)
        assert (explorer.bar.order, explorer.bar.folded) == ("page", True)
        other.close()

    def test_two_explorers_of_one_model_stay_in_step(self, model: ExplorerModel) -> None:
        one, other = Explorer(model), Explorer(model)
        box(one, "resource").value = "volume"
        choose(other.matrix, *PAIR)
        send(one.bar, "set", name="folded", value=True)
        send(other.bar, "set", name="order", value="page")
        send(one.panels["detail"], "set", name="carrier", value="InternalServerError")
        assert shown(one) == shown(other)
        assert shown(one)["options"][:2] == ("page", True)
        one.close()
        box(other, "resource").value = "gateway"
        assert model.resource == "gateway"
        assert other.bar.problem == ""
        other.close()

    def test_explorers_of_their_own_models_do_not_disturb_each_other(self) -> None:
        one, other = sgwlib.explorer(*PAIR), sgwlib.explorer()
        before = shown(other)
        box(one, "text").value = "cache"
        box(one, "resource").value = "nothing"
        choose(one.matrix, "ListGateways")
        one.close()
        assert shown(other) == before
        other.close()


class TestProblems:
    @pytest.mark.parametrize(
        ("name", "wrong", "near"),
        [
            ("only_operation", "DeleteVolumes", "DeleteVolume"),
            ("only_code", "VolumeInUses", "VolumeInUse"),
            ("resource", "volumes", "volume"),
            ("outcome", "ThrottledException", "ThrottlingException"),
        ],
    )
    def test_a_wrong_name_is_answered_with_the_nearest_and_nothing_else_changes(
        self, explorer: Explorer, name: str, wrong: str, near: str
    ) -> None:
        before = shown(explorer)
        box(explorer, name).value = wrong
        after = shown(explorer)
        assert near in after.pop("problem")
        assert after["boxes"].pop(name) == wrong
        assert after["boxes"].items() <= before["boxes"].items()
        assert {key: after[key] for key in after if key != "boxes"}.items() <= before.items()

    @pytest.mark.parametrize("gesture", ["filter", "selection", "order", "model", "clear"])
    def test_the_next_good_gesture_ends_the_problem_and_the_wrong_name(
        self, explorer: Explorer, gesture: str
    ) -> None:
        box(explorer, "only_operation").value = "DeleteVolume"
        box(explorer, "only_operation").value = "DeleteVolumes"
        assert explorer.bar.problem
        if gesture == "filter":
            box(explorer, "text").value = "volume"
        elif gesture == "selection":
            choose(explorer.matrix, *PAIR)
        elif gesture == "order":
            send(explorer.bar, "set", name="order", value="page")
        elif gesture == "model":
            explorer.model.folded = True
        else:
            send(explorer.bar, "clear")
        assert explorer.bar.problem == ""
        assert box(explorer, "only_operation").value == explorer.model.only_operation

    @pytest.mark.parametrize("part", ["panels.describe", "bar.summarise"])
    def test_a_failure_in_a_view_is_shown_and_ends_with_the_next_good_gesture(
        self, explorer: Explorer, monkeypatch: pytest.MonkeyPatch, part: str
    ) -> None:
        def fail(_model: ExplorerModel) -> str:
            raise RuntimeError("no words today")

        with monkeypatch.context() as broken:
            broken.setattr(f"sgwlib.ui.views.{part}", fail)
            choose(explorer.matrix, *PAIR)
            assert explorer.bar.problem == "The explorer failed: RuntimeError: no words today"
            choose(explorer.matrix, "DeleteVolume")
            assert "no words today" in explorer.bar.problem
            assert explorer.matrix.selection[1] == -1
        choose(explorer.matrix, "ListGateways")
        assert explorer.bar.problem == ""
        assert "ListGateways" in html(explorer)

    def test_a_malformed_gesture_is_answered_with_a_sentence(self, explorer: Explorer) -> None:
        for gesture in (
            {"gesture": "set"},
            {"gesture": "set", "name": "order"},
            {"gesture": "set", "name": "folded", "value": "yes"},
            {"gesture": "set", "name": ["x"]},
            {"gesture": "explain", "text": 4},
            {"gesture": "select", "operation": {}},
            {"gesture": "coverage", "path": 3},
        ):
            explorer.matrix._handle_custom_msg(gesture, [])
            assert explorer.bar.problem, gesture
            assert "failed" not in explorer.bar.problem, gesture

    @pytest.mark.parametrize("gesture", ["box", "order", "selection", "clear"])
    def test_a_failure_in_the_model_is_shown(
        self, explorer: Explorer, monkeypatch: pytest.MonkeyPatch, gesture: str
    ) -> None:
        def fail(*_: object) -> None:
            raise RuntimeError("broken")

        box(explorer, "text").value = "volume"
        monkeypatch.setattr(ExplorerModel, "__setattr__", fail)
        if gesture == "box":
            box(explorer, "text").value = "cache"
        elif gesture == "order":
            send(explorer.bar, "set", name="order", value="page")
        elif gesture == "selection":
            choose(explorer.matrix, *PAIR)
        else:
            send(explorer.bar, "clear")
        assert explorer.bar.problem == "The explorer failed: RuntimeError: broken"


class TestClose:
    def test_it_frees_every_widget_and_the_model(self, model: ExplorerModel) -> None:
        before = widgets()
        observers = found_observers(model)
        explorer = Explorer(model)
        assert len(widgets()) > len(before)
        explorer.close()
        assert widgets() == before
        assert found_observers(model) == observers

    def test_a_closed_explorer_follows_its_model_no_more(self, model: ExplorerModel) -> None:
        explorer = Explorer(model)
        explorer.close()
        model.resource = "volume"
        assert box(explorer, "resource").value == ""
        assert explorer.bar.status == EVERYTHING

    def test_closing_again_and_collecting_are_silent(self, model: ExplorerModel) -> None:
        explorer = Explorer(model)
        explorer.close()
        explorer.close()
        del explorer
        gc.collect()  # what fails there is a warning, hence an error

    def test_others_of_the_same_model_live_on(self, model: ExplorerModel) -> None:
        one, other = Explorer(model), Explorer(model)
        one.close()
        choose(other.matrix, *PAIR)
        assert "VolumeInUse" in html(other)
        other.close()


class TestStill:
    def test_the_bundle_has_the_live_widget_and_a_small_still_copy(
        self, explorer: Explorer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(Explorer, "figure", None)  # no picture is drawn unless asked for
        bundle = explorer._repr_mimebundle_()
        view = bundle["application/vnd.jupyter.widget-view+json"]
        assert widgets()[view["model_id"]] is explorer
        assert bundle.keys() == {
            "application/vnd.jupyter.widget-view+json",
            "text/plain",
            "text/html",
        }
        assert bundle["text/plain"] == EVERYTHING
        assert len(bundle["text/html"]) < 10_000

    @pytest.mark.parametrize("folded", [False, True])
    def test_the_still_copy_lists_the_visible_pairs_in_the_order_of_the_screen(
        self, explorer: Explorer, *, folded: bool
    ) -> None:
        box(explorer, "resource").value = "gateway"
        explorer.model.folded = folded
        html = explorer._repr_mimebundle_()["text/html"]
        status, *rows = Reader(html).text.split(" Run this cell")[0], *LINE.findall(html)
        assert status == explorer.bar.status
        assert [tuple(operations.split(", ")) for operations, _ in rows] == [
            *explorer.model.visible.rows
        ]
        pairs = [
            (operation, code)
            for operations, codes in rows
            for operation in operations.split(", ")
            for code in codes.split(", ")
        ]
        assert sorted(pairs) == sorted(explorer.model.visible.pairs)

    def test_names_in_the_still_copy_are_escaped(self) -> None:
        name = "Delete<b>"
        catalogue = dataclasses.replace(
            CATALOGUE,
            operations={name: CATALOGUE.operations["DeleteVolume"]},
            pairs=(Pair(name, "VolumeInUse"),),
            observations={},
        )
        explorer = sgwlib.explorer(catalogue=catalogue)
        assert "<b>Delete&lt;b&gt;</b>: VolumeInUse" in explorer._repr_mimebundle_()["text/html"]
        explorer.close()

    def test_the_figure_is_the_matrix_of_what_is_visible(self) -> None:
        for options, said in (
            ({}, "289 documented pairs of 35 operations and 36 error codes"),
            ({"resource": "gateway"}, "39 documented pairs of 7 operations and 12 error codes"),
            ({"folded": True}, "equal ones folded into 18 rows and 17 columns"),
            ({"text": "qqq"}, "0 documented pairs"),
            ({"text": "qqq", "folded": True}, "0 documented pairs"),
            ({"outcome": "ThrottlingException"}, "0 documented pairs"),
        ):
            explorer = sgwlib.explorer(**options)
            figure: Any = explorer.figure()
            assert said in figure.title
            explorer.close()

    def test_the_figure_has_the_rows_and_columns_of_the_screen_in_its_order(self) -> None:
        for how in ORDERS:
            explorer = sgwlib.explorer(resource="volume", order=how)
            axes = explorer.figure().axes[0]
            rows = [label.get_text() for label in axes.get_yticklabels()[:-1]]
            columns = [label.get_text() for label in axes.get_xticklabels()[:-1]]
            visible = explorer.model.visible
            assert rows == [*sum(visible.rows, ())]
            assert columns == [*sum(visible.columns, ())]
            explorer.close()

    def test_the_figure_is_shaded_with_the_coverage_that_is_laid_over(self) -> None:
        with recording() as coverage:
            simulate(*PAIR)
        explorer = sgwlib.explorer(coverage=coverage)
        assert "1 of 289 documented pairs met" in explorer.figure().title
        explorer.close()

    def test_the_still_copy_of_a_large_catalogue_is_its_status_alone(self, tmp_path: Path) -> None:
        large = load_catalogue(write_lift(tmp_path, copies=10))
        explorer = sgwlib.explorer(catalogue=large)
        html = explorer._repr_mimebundle_()["text/html"]
        assert "350 operations" in html
        assert len(html) < 500
        explorer.close()


class TestOpening:
    def test_it_opens_at_a_place(self) -> None:
        for arguments, selection in (
            ((), ["", ""]),
            (("DeleteVolume",), ["DeleteVolume", ""]),
            (("", "VolumeInUse"), ["", "VolumeInUse"]),
            (("DeleteVolume", "VolumeInUse"), PAIR),
            (("DeleteVolume", "OutdatedGateway"), ["DeleteVolume", "OutdatedGateway"]),
        ):
            explorer = sgwlib.explorer(*arguments)
            assert list(explorer.model.selection[:2]) == selection
            assert explorer.bar.status.startswith(EVERYTHING)
            assert explorer.bar.problem == ""
            explorer.close()

    def test_it_opens_with_filters_order_and_fold(self) -> None:
        explorer = sgwlib.explorer(
            resource="volume", outcome="400", text="snapshot", order="page", folded=True
        )
        boxes = {name: box.value for name, box in explorer.filters.boxes.items()}
        assert boxes == {
            "only_operation": "",
            "only_code": "",
            "resource": "volume",
            "outcome": "400",
            "text": "snapshot",
        }
        assert (explorer.bar.order, explorer.bar.folded) == ("page", True)
        explorer.close()

    def test_a_wrong_argument_is_refused_and_leaves_no_widget_behind(self) -> None:
        wrong: list[dict[str, Any]] = [
            {"operation": "DeleteVolumes"},
            {"code": "VolumeInUses"},
            {"only_operation": "DeleteVolumes"},
            {"only_code": "VolumeInUses"},
            {"resource": "volumes"},
            {"outcome": "404"},
            {"order": "seriate"},
        ]
        for arguments in wrong:
            before = widgets()
            with pytest.raises(UnknownNameError):
                sgwlib.explorer(**arguments)
            assert widgets() == before

    def test_an_argument_of_a_wrong_type_is_refused_with_what_is_right(self) -> None:
        for argument, right in (
            ({"resource": None}, "a string such as 'volume', or left out"),
            ({"only_operation": None}, "the name of an operation"),
            ({"only_code": 3}, "the name of an error code"),
            ({"outcome": None}, "the name of an exception, a status such as 400"),
            ({"text": ["a"]}, "a string of words"),
            ({"order": None}, "one of 'page', "),
            ({"view": 1}, "one of 'detail', "),
            ({"folded": "yes"}, "True or False"),
            ({"whole": 1.5}, "True or False"),
            ({"coverage": 5}, "a ClientCoverage, the path of a coverage report, or None"),
            ({"catalogue": "data"}, "a Catalogue"),
        ):
            before = widgets()
            [(name, value)] = argument.items()
            with pytest.raises(ExplorerError) as refused:
                sgwlib.explorer(**argument)
            assert str(refused.value).startswith(f"{name} must be {right}")
            assert str(refused.value).endswith(f" Got {value!r}.")
            assert widgets() == before

    def test_a_status_may_be_a_number(self) -> None:
        explorer = sgwlib.explorer(outcome=500)
        assert explorer.model.outcome == "500"
        assert len(explorer.model.visible.pairs) == 62
        explorer.close()

    def test_one_list_of_filters_is_everywhere(self) -> None:
        assert {option.field for option in FILTERS.values()} == {
            field.name for field in dataclasses.fields(Filter)
        }
        arguments = inspect.signature(sgwlib.explorer).parameters
        assert {*OPTIONS, "operation", "code", "exception", "catalogue"} == {*arguments}
        assert set(OPTIONS) <= {*ExplorerModel.class_traits()}

    def test_it_opens_on_another_catalogue(self, tmp_path: Path) -> None:
        other = load_catalogue(write_lift(tmp_path, copies=2))
        explorer = sgwlib.explorer("DeleteVolume1", "VolumeInUse1", catalogue=other)
        assert explorer.bar.problem == ""
        assert "DeleteVolume1" in html(explorer)
        assert "DeleteVolume1" in box(explorer, "only_operation").options
        explorer.close()

    def test_the_boxes_offer_what_the_catalogue_has(self, explorer: Explorer) -> None:
        assert box(explorer, "only_operation").options == tuple(CATALOGUE.operations)
        assert box(explorer, "only_code").options == tuple(CATALOGUE.codes)
        assert "400 Bad Request" in box(explorer, "outcome").options
        assert "gateway" in box(explorer, "resource").options
