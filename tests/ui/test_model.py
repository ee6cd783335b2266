from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
import traitlets
from hypothesis import given, settings
from hypothesis import strategies as st

from sgwlib import load_catalogue, simulate
from sgwlib.errors import CarrierError, ExplorerError, UnknownNameError
from sgwlib.filters import Filter, outcomes, resources
from sgwlib.graph import ORDERS
from sgwlib.ui.model import FILTERS, ExplorerModel, Selection
from tools.synthetic import write_lift

if TYPE_CHECKING:
    from pathlib import Path

    from sgwlib import Catalogue

CATALOGUE = load_catalogue()
STATE = (*FILTERS, "order", "folded", "selection", "error", "carrier", "view", "visible")
GENERAL = CATALOGUE.general_exceptions
WORDS = ["volume", "ISCSI", "not found", "gateway cache", "qqq", " in  use "]

unhurried = settings(deadline=None)  # the first order imports scipy
values = {
    "only_operation": st.sampled_from(["", *CATALOGUE.operations]),
    "only_code": st.sampled_from(["", *CATALOGUE.codes]),
    "resource": st.sampled_from(["", *resources(CATALOGUE)]),
    "outcome": st.sampled_from(["", *outcomes(CATALOGUE)]),
    "text": st.sampled_from(["", *WORDS]),
    "order": st.sampled_from(ORDERS),
    "folded": st.booleans(),
}


def state(model: ExplorerModel) -> dict[str, Any]:
    return {name: getattr(model, name) for name in STATE}


def changes(model: ExplorerModel) -> list[str]:
    """Return a list that grows by the name of each trait that changes."""
    seen: list[str] = []
    model.observe(lambda change: seen.append(change["name"]))
    return seen


class TestFilters:
    def test_at_first_every_pair_is_visible(self) -> None:
        model = ExplorerModel()
        assert model.visible.pairs == CATALOGUE.pairs
        assert (model.selection, model.response) == (Selection(), None)

    def test_each_narrows_what_is_visible(self) -> None:
        for name, value, count in (
            ("only_operation", "DeleteVolume", 12),
            ("only_code", "VolumeInUse", 1),
            ("resource", "gateway", 39),
            ("outcome", "500 Internal Server Error", 62),
            ("outcome", "ThrottlingException", 0),
            ("text", "iscsi initiators", 1),
        ):
            model = ExplorerModel()
            setattr(model, name, value)
            assert len(model.visible.pairs) == count
            options: dict[str, Any] = {name: value}
            assert len(ExplorerModel(**options).visible.pairs) == count

    @unhurried
    @given(
        st.lists(
            st.sampled_from(sorted(values)).flatmap(
                lambda name: st.tuples(st.just(name), values[name])
            ),
            max_size=8,
        )
    )
    def test_what_is_visible_follows_from_the_last_values_however_they_came(
        self, steps: list[tuple[str, Any]]
    ) -> None:
        model = ExplorerModel()
        for name, value in steps:
            setattr(model, name, value)
        last = dict(steps)
        conditions = {FILTERS[name].field: last[name] for name in FILTERS if name in last}
        assert model.visible.pairs == Filter(**conditions).pairs(CATALOGUE)
        assert model.visible == ExplorerModel(**last).visible

    @unhurried
    @given(st.fixed_dictionaries({name: values[name] for name in FILTERS}))
    def test_every_visible_pair_satisfies_each_condition(self, chosen: dict[str, Any]) -> None:
        for operation, code in ExplorerModel(**chosen).visible.pairs:
            about, carrier = CATALOGUE.operations[operation], CATALOGUE.codes[code].carrier.text
            status = CATALOGUE.exceptions[carrier]
            assert chosen["only_operation"] in ("", operation)
            assert chosen["only_code"] in ("", code)
            assert chosen["resource"] in ("", about.resource)
            assert chosen["outcome"] in ("", carrier, f"{status.status} {status.reason}")

    def test_clearing_shows_everything_again_in_one_step_and_keeps_the_rest(self) -> None:
        model = ExplorerModel(
            only_operation="DeleteVolume", resource="volume", text="use", order="page", folded=True
        )
        model.select("DeleteVolume", "VolumeInUse")
        seen = changes(model)
        model.clear_filters()
        assert model.filter == Filter()
        assert model.visible.pairs == CATALOGUE.pairs
        assert (model.order, model.folded) == ("page", True)
        assert model.selection == Selection("DeleteVolume", "VolumeInUse")
        assert seen.count("visible") == 1

    def test_a_value_that_is_there_already_changes_nothing(self) -> None:
        model = ExplorerModel(resource="volume")
        seen = changes(model)
        model.resource = "volume"
        assert seen == []


class TestRefusals:
    def test_an_unknown_name_leaves_the_state_as_it_was(self) -> None:
        for name, value, near in (
            ("only_operation", "deletevolum", "DeleteVolume"),
            ("only_code", "VolumeInuse", "VolumeInUse"),
            ("resource", "volumes", "volume"),
            ("outcome", "Throttling", "ThrottlingException"),
            ("order", "seriate", "seriated"),
            ("view", "tables", "table"),
            ("selection", Selection("DeleteVolum", ""), "DeleteVolume"),
            ("selection", Selection("DeleteVolume", "InUse"), "VolumeInUse"),
            ("selection", Selection(exception="Throttling"), "ThrottlingException"),
            ("error", "Throttling", "ThrottlingException"),
            ("error", "InternalServerError", "InternalError"),
            ("carrier", "InvalidGatewayRequest", "InvalidGatewayRequestException"),
            ("carrier", "ThrottlingException", "InternalServerError"),
        ):
            model = ExplorerModel(only_operation="DeleteVolume", order="page", folded=True)
            model.select("DeleteVolume", "VolumeInUse")
            model.error, model.carrier = "InternalError", "InternalServerError"
            before, seen = state(model), changes(model)
            with pytest.raises(UnknownNameError, match=near):
                setattr(model, name, value)
            assert state(model) == before
            assert seen == []
            model.select("ListGateways")
            assert model.selection == Selection("ListGateways")

    def test_a_value_of_another_type_is_refused(self) -> None:
        model = ExplorerModel()
        before = state(model)
        wrong = {"text": 3, "folded": "yes", "selection": "DeleteVolume", "error": None}
        for name, value in wrong.items():
            with pytest.raises(ExplorerError, match=f"^{name} must be .*Got {value!r}"):
                setattr(model, name, value)
            assert state(model) == before

    def test_what_is_visible_is_derived_and_cannot_be_set(self) -> None:
        with pytest.raises(traitlets.TraitError, match="read-only"):
            ExplorerModel().visible = ExplorerModel(text="qqq").visible

    def test_what_is_no_option_makes_no_model(self) -> None:
        for options in (
            {"filter": "x"},
            {"selection": ("", "")},
            {"order": "x"},
        ):
            with pytest.raises(UnknownNameError):
                ExplorerModel(**options)


class TestSimulation:
    def test_an_operation_shows_its_rarest_code_and_reaches_all_its_errors(self) -> None:
        model = ExplorerModel()
        for operation in CATALOGUE.operations:
            model.select(operation)
            codes = CATALOGUE.codes_of(operation)
            fewest = min(len(CATALOGUE.operations_of(code)) for code in codes)
            assert len(CATALOGUE.operations_of(model.simulated_error)) == fewest, operation
            assert model.errors == (*codes, *GENERAL)
            for error in model.errors:
                model.error = error
                assert model.response is not None
                assert (model.response.operation, model.simulated_error) == (operation, error)
                assert error in (model.response.code, model.response.exception)

    def test_a_code_is_simulated_on_an_operation_that_has_it(self) -> None:
        model = ExplorerModel()
        for code in CATALOGUE.codes:
            model.select(code=code)
            assert model.response is not None
            found = (model.response.operation, model.response.code)
            assert found == (CATALOGUE.operations_of(code)[0], code)

    def test_a_code_is_simulated_on_the_filtered_operation_if_that_has_it(self) -> None:
        for filtered, simulated in (
            ("ShutdownGateway", "ShutdownGateway"),
            ("DescribeUploadBuffer", "ActivateGateway"),
        ):
            model = ExplorerModel(only_operation=filtered)
            model.select(code="InternalError")
            assert model.simulated_operation == simulated

    def test_a_pair_is_simulated_documented_or_not_with_either_carrier(self) -> None:
        for carrier in (
            "",
            *CATALOGUE.carriers,
        ):
            for operation, code in (
                ("DeleteVolume", "VolumeInUse"),
                ("DeleteVolume", "OutdatedGateway"),
            ):
                chosen, selected = ExplorerModel(), ExplorerModel()
                chosen.select(operation, code)
                chosen.carrier = carrier
                selected.select(operation, code, carrier)
                expected = simulate(operation, code, exception=carrier or None, undocumented=True)
                for model in (chosen, selected):
                    assert model.simulated_carrier == carrier
                    assert model.response is not None
                    assert model.response.body == expected.body
                    assert model.response.status_code == expected.status_code

    def test_a_chosen_carrier_comes_before_the_selected_one(self) -> None:
        for carrier in CATALOGUE.carriers:
            for selected in CATALOGUE.carriers:
                model = ExplorerModel()
                model.select("DeleteVolume", "VolumeInUse", selected)
                model.carrier = carrier
                assert model.response is not None
                assert model.response.exception == model.simulated_carrier == carrier

    @pytest.mark.parametrize("by", ["selection", "outcome"])
    def test_a_general_exception_is_simulated_alone(self, by: str) -> None:
        for name in GENERAL:
            self._check_alone(name, by)

    def _check_alone(self, name: str, by: str) -> None:
        model = ExplorerModel(outcome=name if by == "outcome" else "")
        if by == "selection":
            model.select(exception=name)
        assert model.subject == Selection(exception=name)
        assert model.response is not None
        assert (model.response.exception, model.response.code) == (name, None)
        assert model.simulated_operation == next(iter(CATALOGUE.operations))
        model.only_operation = "ListVolumes"
        assert model.simulated_operation == "ListVolumes"
        model.select("DeleteVolume", exception=name)
        assert (model.simulated_operation, model.simulated_error) == ("DeleteVolume", name)
        model.select("DeleteVolume", "VolumeInUse")
        assert model.simulated_error == "VolumeInUse"

    def test_a_carrier_is_simulated_with_a_code_that_it_brings_by_default(self) -> None:
        for carrier in CATALOGUE.carriers:
            for by in (
                "selection",
                "outcome",
            ):
                model = ExplorerModel(outcome=carrier if by == "outcome" else "")
                if by == "selection":
                    model.select(exception=carrier)
                assert model.response is not None
                assert (model.response.exception, model.simulated_carrier) == (carrier, carrier)
                code = CATALOGUE.codes[str(model.response.code)]
                assert code.carrier.text == carrier
                assert CATALOGUE.documents(model.simulated_operation, code.name)

    def test_a_selection_comes_before_the_exception_looked_for(self) -> None:
        for name in CATALOGUE.exceptions:
            model = ExplorerModel("DeleteVolume", outcome=name)
            assert model.subject == model.selection
            assert model.simulated_error in CATALOGUE.codes_of("DeleteVolume"), name

    def test_a_general_exception_takes_no_carrier(self) -> None:
        model = ExplorerModel()
        model.select("DeleteVolume", "VolumeInUse")
        model.carrier, model.error = "InternalServerError", "ThrottlingException"
        assert model.response is not None
        assert (model.response.exception, model.simulated_carrier) == ("ThrottlingException", "")

    def test_nothing_selected_simulates_nothing(self) -> None:
        for outcome in (
            "",
            "400",
            "500 Internal Server Error",
        ):
            model = ExplorerModel(outcome=outcome, only_operation="DeleteVolume")
            assert (model.response, model.simulated_operation, model.errors) == (None, "", ())
            model.error = "VolumeInUse"
            assert (model.response, model.simulated_error) == (None, "")

    def test_a_carrier_on_an_operation_carries_one_of_its_codes(self) -> None:
        model = ExplorerModel()
        for operation, carrier in product(CATALOGUE.operations, CATALOGUE.carriers):
            model.select(operation, "", carrier)
            assert model.response is not None
            assert model.response.exception == carrier
            assert model.response.code in CATALOGUE.codes_of(operation), operation


class TestSelection:
    def test_anything_can_be_selected_and_nothing(self) -> None:
        for chosen in (
            ("DeleteVolume", "VolumeInUse"),
            ("DeleteVolume", "OutdatedGateway"),
            ("DeleteVolume",),
            ("", "VolumeInUse"),
            ("", "", "ThrottlingException"),
            ("DeleteVolume", "", "ThrottlingException"),
            ("DeleteVolume", "VolumeInUse", "InternalServerError"),
            (),
        ):
            model = ExplorerModel()
            model.select("ListGateways", "InternalError")
            model.select(*chosen)
            assert model.selection == Selection(*chosen)

    def test_a_code_comes_with_a_carrier_only(self) -> None:
        model = ExplorerModel()
        with pytest.raises(CarrierError, match="Only InternalServerError or "):
            model.select("DeleteVolume", "VolumeInUse", "ThrottlingException")
        assert model.selection == Selection()
        assert model.can_go == (False, False)

    def test_a_choice_of_error_and_carrier_ends_with_the_selection_it_was_made_for(self) -> None:
        model = ExplorerModel()
        model.select("DeleteVolume", "VolumeInUse")
        model.error, model.carrier = "InternalError", "InvalidGatewayRequestException"
        model.select("DeleteVolume", "VolumeInUse")
        assert model.error == "InternalError"
        model.select("ListGateways")
        assert (model.error, model.carrier) == ("", "")

    def test_observers_never_see_a_new_selection_with_an_old_choice(self) -> None:
        model = ExplorerModel()
        model.select("DeleteVolume", "VolumeInUse")
        model.error, model.carrier = "ThrottlingException", "InternalServerError"
        seen = []
        model.observe(
            lambda _: seen.append((model.selection, model.error, model.carrier)),
            ["selection", "error", "carrier"],
        )
        model.select("ListGateways")
        assert set(seen) == {(Selection("ListGateways"), "", "")}

    @unhurried
    @given(
        st.sampled_from(["", *CATALOGUE.operations]),
        st.sampled_from(["", *CATALOGUE.codes]),
        st.fixed_dictionaries({"resource": values["resource"], "folded": st.booleans()}),
    )
    def test_a_filter_keeps_what_is_selected_and_says_when_it_hides_it(
        self, operation: str, code: str, narrowed: dict[str, Any]
    ) -> None:
        model = ExplorerModel()
        model.select(operation, code)
        for name, value in narrowed.items():
            setattr(model, name, value)
        assert model.selection == Selection(operation, code)
        shown = {name for pair in model.visible.pairs for name in pair}
        assert {*model.hidden} == {*filter(None, (operation, code))} - shown

    def test_back_and_forward_lead_through_the_selections(self) -> None:
        model = ExplorerModel()
        model.select("DeleteVolume")
        model.select("DeleteVolume", "VolumeInUse")
        model.back()
        assert model.selection == Selection("DeleteVolume")
        model.back()
        assert (model.selection, model.can_go) == (Selection(), (False, True))
        model.back()
        model.forward()
        model.forward()
        assert model.selection == Selection("DeleteVolume", "VolumeInUse")
        assert model.can_go == (True, False)

    @given(st.lists(st.sampled_from(["back", "forward", *list(CATALOGUE.operations)[:3]])))
    def test_the_history_is_that_of_a_browser(self, taken: list[str]) -> None:
        model = ExplorerModel()
        behind: list[str] = []
        ahead: list[str] = []
        here = ""
        for step in taken:
            if step == "back":
                if behind:
                    ahead.append(here)
                    here = behind.pop()
                model.back()
            elif step == "forward":
                if ahead:
                    behind.append(here)
                    here = ahead.pop()
                model.forward()
            else:
                if step != here:
                    behind.append(here)
                    here, ahead = step, []
                model.select(step)
            assert model.selection == Selection(here)
            assert model.can_go == (bool(behind), bool(ahead))


class TestOtherCatalogues:
    @pytest.fixture
    def larger(self, tmp_path: Path) -> Catalogue:
        return load_catalogue(write_lift(tmp_path, copies=2))

    def test_another_catalogue_decides_what_there_is(self, larger: Catalogue) -> None:
        model = ExplorerModel(catalogue=larger, only_operation="DeleteVolume1")
        assert {operation for operation, _ in model.visible.pairs} == {"DeleteVolume1"}
        model.select("DeleteVolume1", "VolumeInUse1")
        assert model.response is not None
        assert model.response.code == "VolumeInUse1"
        model.clear_filters()
        assert len(model.visible.pairs) == 2 * 289

    def test_models_do_not_disturb_each_other(self, larger: Catalogue) -> None:
        models = [ExplorerModel(), ExplorerModel(), ExplorerModel(catalogue=larger)]
        before = [state(model) for model in models[1:]]
        seen = [changes(model) for model in models[1:]]
        models[0].only_operation, models[0].folded = "DeleteVolume", True
        models[0].select("DeleteVolume", "VolumeInUse")
        assert [state(model) for model in models[1:]] == before
        assert seen == [[], []]
        with pytest.raises(UnknownNameError):
            models[0].select("DeleteVolume1")
