from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sgwlib import recording, simulate
from sgwlib.coverage import save_coverage
from sgwlib.errors import CarrierError, CoverageError, ExplorerError, UnknownNameError
from sgwlib.filters import Filter
from sgwlib.ui.gestures import SETTABLE, carry_out
from sgwlib.ui.model import FILTERS, ExplorerModel, Selection

if TYPE_CHECKING:
    from pathlib import Path

STATE = (*FILTERS, *SETTABLE, "selection", "coverage")
VALUES = {
    "order": "page",
    "folded": True,
    "view": "table",
    "whole": True,
    "error": "InternalError",
    "carrier": "InternalServerError",
    "called": True,
}


def state(model: ExplorerModel) -> dict[str, Any]:
    return {name: getattr(model, name) for name in STATE}


@pytest.fixture
def model() -> ExplorerModel:
    model = ExplorerModel(resource="volume", order="degree")
    model.select("DeleteVolume", "VolumeInUse")
    return model


@pytest.fixture
def report(tmp_path: Path) -> str:
    with recording() as coverage:
        simulate("DeleteVolume", "VolumeInUse")
    save_coverage(coverage, tmp_path / "coverage.json")
    return str(tmp_path / "coverage.json")


def test_select_selects_what_it_names_and_nothing_else(model: ExplorerModel) -> None:
    for names in (
        {},
        {"operation": "ListGateways"},
        {"code": "InternalError"},
        {"operation": "ListGateways", "code": "InternalError"},
        {"exception": "ThrottlingException"},
        {"operation": "ListGateways", "exception": "ThrottlingException"},
        {"code": "InternalError", "exception": "InternalServerError"},
    ):
        for more in ({}, dict.fromkeys(("operation", "code", "exception"), "")):
            carry_out(model, {"gesture": "select", **more, **names})
            assert model.selection == Selection(**names)


def test_every_trait_that_a_view_may_set_is_tried_below() -> None:
    assert set(VALUES) == set(SETTABLE)


def test_set_sets_one_trait(model: ExplorerModel) -> None:
    for name, value in VALUES.items():
        expected = {**state(model), name: value}
        carry_out(model, {"gesture": "set", "name": name, "value": value})
        assert state(model) == expected


def test_set_refuses_what_no_view_sets(model: ExplorerModel) -> None:
    for name in (
        "catalogue",
        "visible",
        "selection",
        "called_",
        "only_operation",
    ):
        before = state(model)
        catalogue = model.catalogue
        with pytest.raises(ExplorerError, match=f"It tried to set '{name}'"):
            carry_out(model, {"gesture": "set", "name": name, "value": "x"})
        assert (state(model), model.catalogue) == (before, catalogue)


def test_clear_empties_the_filters_alone(model: ExplorerModel) -> None:
    before = state(model)
    carry_out(model, {"gesture": "clear"})
    assert model.filter == Filter()
    assert state(model) == {**before, "resource": ""}


def test_back_and_forward_walk_through_what_was_selected(model: ExplorerModel) -> None:
    carry_out(model, {"gesture": "select", "operation": "ListGateways"})
    carry_out(model, {"gesture": "back"})
    assert model.selection == ("DeleteVolume", "VolumeInUse", "")
    carry_out(model, {"gesture": "forward"})
    assert model.selection == ("ListGateways", "", "")
    carry_out(model, {"gesture": "forward"})
    assert model.selection == ("ListGateways", "", "")


def test_a_report_is_laid_over_and_removed(model: ExplorerModel, report: str) -> None:
    carry_out(model, {"gesture": "coverage", "path": report})
    assert model.coverage is not None
    assert list(model.coverage.met()) == [("DeleteVolume", "VolumeInUse")]
    carry_out(model, {"gesture": "coverage"})
    assert model.coverage is None


def test_what_is_wrong_is_refused_and_leaves_everything_as_it_was(
    model: ExplorerModel, report: str
) -> None:
    for gesture, error, told in (
        ({"gesture": "select", "operation": "DeleteVolum"}, UnknownNameError, "DeleteVolume"),
        ({"gesture": "select", "code": "InUse"}, UnknownNameError, "VolumeInUse"),
        (
            {"gesture": "select", "code": "VolumeInUse", "exception": "ThrottlingException"},
            CarrierError,
            "carries no error code",
        ),
        ({"gesture": "set", "name": "order", "value": "pages"}, UnknownNameError, "page"),
        ({"gesture": "set", "name": "view", "value": "tables"}, UnknownNameError, "table"),
        ({"gesture": "set", "name": "error", "value": "Throttling"}, UnknownNameError, "Thrott"),
        ({"gesture": "set", "name": "order"}, ExplorerError, "order must be one of"),
        ({"gesture": "set", "value": "x"}, ExplorerError, "It tried to set None"),
        ({"gesture": "explain", "text": 4}, ExplorerError, "takes a string as 'text'. Got 4"),
        ({"gesture": "select", "code": ["x"]}, ExplorerError, "takes a string as 'code'"),
        ({"gesture": "coverage", "path": "no/such.json"}, CoverageError, "cannot be read"),
        ({"gesture": "coverage", "path": __file__}, CoverageError, "not JSON"),
    ):
        carry_out(model, {"gesture": "coverage", "path": report})
        before = state(model)
        with pytest.raises(error, match=told):
            carry_out(model, gesture)
        assert state(model) == before


def test_a_message_that_is_no_gesture_does_nothing(model: ExplorerModel) -> None:
    message: Any
    for message in (
        {},
        {"gesture": "dance"},
        {"other": "clear"},
        {"gesture": ["select"]},
        ["select"],
    ):
        before = state(model)
        carry_out(model, message)
        assert state(model) == before
