from __future__ import annotations

import gc
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from ipywidgets.widgets import widget as ipywidgets_registry

import sgwlib
from benchmarks.synthetic import write_lift
from sgwlib import load_catalogue
from sgwlib.errors import UnknownNameError
from sgwlib.graph import ORDERS
from sgwlib.ui import explorer as explorer_module
from sgwlib.ui.explorer import Explorer
from sgwlib.ui.model import FILTERS, ExplorerModel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CATALOGUE = load_catalogue()
EVERYTHING = "289 documented pairs: 35 operations, 36 error codes."
PAIR = ["DeleteVolume", "VolumeInUse"]
VALUES = {
    "operation": "DeleteVolume",
    "code": "VolumeInUse",
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
    matrix, detail = explorer.matrix, explorer.detail
    return {
        "boxes": {name: box.value for name, box in explorer.filters.items()},
        "matrix": matrix.matrix,
        "options": (matrix.order, matrix.folded),
        "selection": (matrix.selection, detail.selection),
        "simulation": (detail.error, detail.exception),
        "status": matrix.status,
        "problem": matrix.problem,
        # Each response has a request id of its own.
        "heading": detail.html.partition("</h3>")[0],
    }


def drawn(explorer: Explorer) -> dict[str, Any]:
    """Return the matrix that an explorer draws."""
    return explorer.matrix.matrix


def click_clear(explorer: Explorer) -> None:
    """Send what the button in the browser sends."""
    explorer.matrix._handle_custom_msg({"gesture": "clear"}, [])


class TestGestures:
    @pytest.mark.parametrize("name", FILTERS)
    def test_a_box_narrows_the_matrix(
        self, explorer: Explorer, model: ExplorerModel, name: str
    ) -> None:
        explorer.filters[name].value = VALUES[name]
        assert getattr(model, name) == VALUES[name]
        assert len(model.visible.pairs) < 289
        assert drawn(explorer)["cells"] == model.visible.cells
        assert explorer.matrix.status.startswith(f"{len(model.visible.pairs)} of 289 ")

    def test_blanks_around_a_name_do_no_harm(self, explorer: Explorer) -> None:
        explorer.filters["operation"].value = " DeleteVolume "
        assert explorer.model.operation == "DeleteVolume"
        assert explorer.matrix.problem == ""

    def test_a_blank_is_left_alone_while_someone_types(self, explorer: Explorer) -> None:
        box = explorer.filters["text"]
        for text in ("iscsi i", "iscsi ", " iscsi"):
            box.value = text
            assert box.value == text
            assert explorer.model.text == text.strip()

    @pytest.mark.parametrize("how", ORDERS)
    def test_an_order_arranges_the_matrix(self, explorer: Explorer, how: str) -> None:
        explorer.matrix.order = how
        assert explorer.model.order == how
        expected = ExplorerModel(order=how).visible
        assert drawn(explorer)["rows"] == expected.rows
        assert drawn(explorer)["columns"] == expected.columns

    def test_folding_folds_the_matrix_and_unfolding_unfolds_it(self, explorer: Explorer) -> None:
        before = drawn(explorer)
        explorer.matrix.folded = True
        assert len(drawn(explorer)["rows"]) == 18
        explorer.matrix.folded = False
        assert drawn(explorer) == before

    @pytest.mark.parametrize("view", ["matrix", "detail"])
    @pytest.mark.parametrize("chosen", [PAIR, ["DeleteVolume", ""], ["", "VolumeInUse"]])
    def test_a_selection_in_either_view_is_shown_in_both(
        self, explorer: Explorer, view: str, chosen: list[str]
    ) -> None:
        getattr(explorer, view).selection = chosen
        assert explorer.matrix.selection == explorer.detail.selection == chosen
        assert explorer.matrix.status.startswith(f"{EVERYTHING} Selected: {chosen[0] or chosen[1]}")
        assert (chosen[0] or chosen[1]) in explorer.detail.html
        getattr(explorer, view).selection = ["", ""]
        assert explorer.matrix.status == EVERYTHING
        assert "Select a cell" in explorer.detail.html

    def test_error_and_carrier_are_chosen_in_the_detail_and_end_with_the_selection(
        self, explorer: Explorer
    ) -> None:
        explorer.matrix.selection = PAIR
        explorer.detail.exception = "InternalServerError"
        assert "HTTP/1.1 500 Internal Server Error" in explorer.detail.html
        explorer.detail.error = "ThrottlingException"
        assert "Rate exceeded." in explorer.detail.html
        explorer.detail.selection = ["ListGateways", ""]
        assert (explorer.detail.error, explorer.detail.exception) == ("", "")
        assert "Rate exceeded." not in explorer.detail.html

    def test_clear_empties_every_box_and_keeps_the_rest(self, explorer: Explorer) -> None:
        for name in FILTERS:
            explorer.filters[name].value = VALUES[name]
        explorer.filters["resource"].value = "volumes"
        explorer.matrix.selection, explorer.matrix.folded = PAIR, True
        click_clear(explorer)
        assert {box.value for box in explorer.filters.values()} == {""}
        assert len(explorer.model.visible.pairs) == 289
        assert (explorer.matrix.selection, explorer.matrix.folded) == (PAIR, True)
        assert explorer.matrix.problem == ""

    @pytest.mark.parametrize("content", [{}, {"gesture": "dance"}, {"other": "clear"}])
    def test_an_unknown_message_changes_nothing(
        self, explorer: Explorer, content: dict[str, str]
    ) -> None:
        explorer.filters["resource"].value = "volume"
        before = shown(explorer)
        explorer.matrix._handle_custom_msg(content, [])
        assert shown(explorer) == before


class TestModel:
    def test_what_is_set_on_the_model_shows(self, explorer: Explorer, model: ExplorerModel) -> None:
        for name, value in VALUES.items():
            setattr(model, name, value)
        model.order, model.folded = "page", True
        model.select(*PAIR)
        model.error, model.exception = "InternalError", "InternalServerError"
        other = Explorer(model)
        assert {name: box.value for name, box in explorer.filters.items()} == VALUES
        assert shown(explorer) == shown(other)
        assert (explorer.matrix.order, explorer.matrix.folded) == ("page", True)
        assert (explorer.detail.error, explorer.detail.exception) == (
            "InternalError",
            "InternalServerError",
        )
        other.close()

    def test_two_explorers_of_one_model_stay_in_step(self, model: ExplorerModel) -> None:
        one, other = Explorer(model), Explorer(model)
        one.filters["resource"].value = "volume"
        other.matrix.selection = PAIR
        one.matrix.folded = True
        other.matrix.order = "page"
        one.detail.exception = "InternalServerError"
        assert shown(one) == shown(other)
        assert shown(one)["options"] == ("page", True)
        one.close()
        other.filters["resource"].value = "gateway"
        assert model.resource == "gateway"
        assert other.matrix.problem == ""
        other.close()

    def test_explorers_of_their_own_models_do_not_disturb_each_other(self) -> None:
        one, other = sgwlib.explorer(*PAIR), sgwlib.explorer()
        before = shown(other)
        one.filters["text"].value = "cache"
        one.filters["resource"].value = "nothing"
        one.matrix.selection = ["ListGateways", ""]
        one.close()
        assert shown(other) == before
        other.close()


class TestProblems:
    @pytest.mark.parametrize(
        ("name", "wrong", "near"),
        [
            ("operation", "DeleteVolum", "DeleteVolume"),
            ("code", "VolumeInUs", "VolumeInUse"),
            ("resource", "volumes", "volume"),
            ("outcome", "Throttling", "ThrottlingException"),
        ],
    )
    def test_a_wrong_name_is_answered_with_the_nearest_and_nothing_else_changes(
        self, explorer: Explorer, name: str, wrong: str, near: str
    ) -> None:
        before = shown(explorer)
        explorer.filters[name].value = wrong
        after = shown(explorer)
        assert near in after.pop("problem")
        assert after["boxes"].pop(name) == wrong
        assert after["boxes"].items() <= before["boxes"].items()
        assert {key: after[key] for key in after if key != "boxes"}.items() <= before.items()

    @pytest.mark.parametrize("gesture", ["filter", "selection", "order", "model", "clear"])
    def test_the_next_good_gesture_ends_the_problem_and_the_wrong_name(
        self, explorer: Explorer, gesture: str
    ) -> None:
        explorer.filters["operation"].value = "DeleteVolume"
        explorer.filters["operation"].value = "DeleteVolum"
        assert explorer.matrix.problem
        if gesture == "filter":
            explorer.filters["text"].value = "volume"
        elif gesture == "selection":
            explorer.matrix.selection = PAIR
        elif gesture == "order":
            explorer.matrix.order = "page"
        elif gesture == "model":
            explorer.model.folded = True
        else:
            click_clear(explorer)
        assert explorer.matrix.problem == ""
        assert explorer.filters["operation"].value == explorer.model.operation

    @pytest.mark.parametrize("part", ["describe", "summarise"])
    def test_a_failure_in_a_view_is_shown_and_ends_with_the_next_good_gesture(
        self, explorer: Explorer, monkeypatch: pytest.MonkeyPatch, part: str
    ) -> None:
        def fail(_model: ExplorerModel) -> str:
            raise RuntimeError("no words today")

        with monkeypatch.context() as broken:
            broken.setattr(explorer_module, part, fail)
            explorer.matrix.selection = PAIR
            assert explorer.matrix.problem == "The explorer failed: RuntimeError: no words today"
            explorer.filters["resource"].value = "volume"
            assert "no words today" in explorer.matrix.problem
            assert len(drawn(explorer)["rows"]) == 6
        explorer.matrix.selection = ["ListGateways", ""]
        assert explorer.matrix.problem == ""
        assert "ListGateways" in explorer.detail.html

    @pytest.mark.parametrize("gesture", ["box", "order", "selection", "clear"])
    def test_a_failure_in_the_model_is_shown(
        self, explorer: Explorer, monkeypatch: pytest.MonkeyPatch, gesture: str
    ) -> None:
        def fail(*_: object) -> None:
            raise RuntimeError("broken")

        explorer.filters["text"].value = "volume"
        monkeypatch.setattr(ExplorerModel, "__setattr__", fail)
        if gesture == "box":
            explorer.filters["text"].value = "cache"
        elif gesture == "order":
            explorer.matrix.order = "page"
        elif gesture == "selection":
            explorer.matrix.selection = PAIR
        else:
            click_clear(explorer)
        assert explorer.matrix.problem == "The explorer failed: RuntimeError: broken"


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
        assert explorer.filters["resource"].value == ""
        assert explorer.matrix.status == EVERYTHING

    def test_closing_again_and_collecting_are_silent(self, model: ExplorerModel) -> None:
        explorer = Explorer(model)
        explorer.close()
        explorer.close()
        del explorer
        gc.collect()  # what fails there is a warning, hence an error

    def test_others_of_the_same_model_live_on(self, model: ExplorerModel) -> None:
        one, other = Explorer(model), Explorer(model)
        one.close()
        other.matrix.selection = PAIR
        assert "VolumeInUse" in other.detail.html
        other.close()


class TestStill:
    def test_the_bundle_has_the_live_widget_its_picture_and_its_text(
        self, explorer: Explorer
    ) -> None:
        bundle = explorer._repr_mimebundle_()
        assert bundle["image/png"].startswith(b"\x89PNG")
        assert bundle["text/plain"] == EVERYTHING
        view = bundle["application/vnd.jupyter.widget-view+json"]
        assert widgets()[view["model_id"]] is explorer

    def test_the_picture_is_that_of_what_is_visible(self, explorer: Explorer) -> None:
        whole = explorer._repr_mimebundle_()["image/png"]
        explorer.filters["resource"].value = "gateway"
        narrowed = explorer._repr_mimebundle_()
        image = BytesIO()
        explorer.figure().savefig(image)
        assert narrowed["image/png"] == image.getvalue() != whole
        assert narrowed["text/plain"].startswith("39 of 289 documented pairs")

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            ({}, "289 documented pairs of 35 operations and 36 error codes"),
            ({"resource": "gateway"}, "39 documented pairs of 7 operations and 12 error codes"),
            ({"folded": True}, "equal ones folded into 18 rows and 17 columns"),
            ({"order": "alphabetical"}, "alphabetical"),
            ({"text": "qqq"}, "0 documented pairs"),
            ({"text": "qqq", "folded": True}, "0 documented pairs"),
            ({"outcome": "ThrottlingException"}, "0 documented pairs"),
        ],
    )
    def test_the_figure_is_the_matrix_of_what_is_visible(
        self, options: dict[str, Any], said: str
    ) -> None:
        explorer = sgwlib.explorer(**options)
        figure: Any = explorer.figure()
        assert said in figure.title
        explorer.close()

    def test_the_figure_has_the_rows_and_columns_of_the_matrix(self, explorer: Explorer) -> None:
        explorer.filters["resource"].value = "snapshot schedule"
        axes = explorer.figure().axes[0]
        rows = [label.get_text() for label in axes.get_yticklabels()[:-1]]
        columns = [label.get_text() for label in axes.get_xticklabels()[:-1]]
        visible = explorer.model.visible
        assert sorted(rows) == sorted(sum(visible.rows, ()))
        assert sorted(columns) == sorted(sum(visible.columns, ()))


class TestOpening:
    @pytest.mark.parametrize(
        ("arguments", "selection"),
        [
            ((), ["", ""]),
            (("DeleteVolume",), ["DeleteVolume", ""]),
            (("", "VolumeInUse"), ["", "VolumeInUse"]),
            (("DeleteVolume", "VolumeInUse"), PAIR),
            (("DeleteVolume", "OutdatedGateway"), ["DeleteVolume", "OutdatedGateway"]),
        ],
    )
    def test_it_opens_at_a_place(self, arguments: tuple[str, ...], selection: list[str]) -> None:
        explorer = sgwlib.explorer(*arguments)
        assert explorer.matrix.selection == explorer.detail.selection == selection
        assert explorer.matrix.status.startswith(EVERYTHING)
        assert explorer.matrix.problem == ""
        explorer.close()

    def test_it_opens_with_filters_order_and_fold(self) -> None:
        explorer = sgwlib.explorer(
            resource="volume", outcome="400", text="snapshot", order="page", folded=True
        )
        boxes = {name: box.value for name, box in explorer.filters.items()}
        assert boxes == {
            "operation": "",
            "code": "",
            "resource": "volume",
            "outcome": "400",
            "text": "snapshot",
        }
        assert (explorer.matrix.order, explorer.matrix.folded) == ("page", True)
        explorer.close()

    @pytest.mark.parametrize(
        "arguments",
        [
            {"operation": "DeleteVolum"},
            {"code": "VolumeInUs"},
            {"resource": "volumes"},
            {"outcome": "404"},
            {"order": "seriate"},
        ],
    )
    def test_a_wrong_argument_is_refused_and_leaves_no_widget_behind(
        self, arguments: dict[str, Any]
    ) -> None:
        before = widgets()
        with pytest.raises(UnknownNameError):
            sgwlib.explorer(**arguments)
        assert widgets() == before

    def test_it_opens_on_another_catalogue(self, tmp_path: Path) -> None:
        other = load_catalogue(write_lift(tmp_path, copies=2))
        explorer = sgwlib.explorer("DeleteVolume1", "VolumeInUse1", catalogue=other)
        assert explorer.matrix.problem == ""
        assert "DeleteVolume1" in explorer.detail.html
        assert "DeleteVolume1" in explorer.filters["operation"].options
        explorer.close()

    def test_the_boxes_offer_what_the_catalogue_has(self, explorer: Explorer) -> None:
        assert explorer.filters["operation"].options == tuple(CATALOGUE.operations)
        assert explorer.filters["code"].options == tuple(CATALOGUE.codes)
        assert "400 Bad Request" in explorer.filters["outcome"].options
        assert "gateway" in explorer.filters["resource"].options
