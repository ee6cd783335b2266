"""What the explorer says, word for word."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sgwlib import ClientCoverage, load_catalogue, simulate
from sgwlib.ui.model import ExplorerModel
from sgwlib.ui.sentences import hidden_sentence, pair_sentence, summarise

CATALOGUE = load_catalogue()
ALL = "289 documented pairs: 35 operations, 36 error codes."
operations = st.sampled_from([*CATALOGUE.operations])
codes = st.sampled_from([*CATALOGUE.codes])


def opened(*selection: str, **traits: Any) -> ExplorerModel:
    model = ExplorerModel(**traits)
    model.select(*selection)
    return model


def test_the_status_says_what_is_visible_and_what_is_selected() -> None:
    for selection, traits, told in (
        ((), {}, ALL),
        ((), {"folded": True}, f"{ALL} Folded into 18 rows and 17 columns."),
        (("DeleteVolume",), {}, f"{ALL} Selected: DeleteVolume."),
        (("", "VolumeInUse"), {}, f"{ALL} Selected: VolumeInUse."),
        (
            ("DeleteVolume", "VolumeInUse"),
            {},
            f"{ALL} Selected: DeleteVolume can return VolumeInUse, documented.",
        ),
        (
            ("DeleteVolume", "VolumeInUse", "InternalServerError"),
            {},
            (
                f"{ALL} Selected: DeleteVolume can return VolumeInUse, documented, carried by "
                "InternalServerError."
            ),
        ),
        (("", "", "ThrottlingException"), {}, f"{ALL} Selected: ThrottlingException."),
        (
            ("DeleteVolume", "", "ThrottlingException"),
            {},
            f"{ALL} Selected: DeleteVolume with ThrottlingException.",
        ),
        (
            ("DeleteVolume",),
            {"resource": "gateway"},
            (
                "39 of 289 documented pairs: 7 operations, 12 error codes. "
                "Selected: DeleteVolume, hidden by the filters."
            ),
        ),
        (
            (),
            {"only_operation": "DeleteVolume", "only_code": "VolumeInUse"},
            "1 of 289 documented pairs: 1 operation, 1 error code.",
        ),
        (
            (),
            {"text": "no such word"},
            (
                "0 of 289 documented pairs: 0 operations, 0 error codes. "
                "Nothing matches: clear a filter."
            ),
        ),
        (
            (),
            {"outcome": "ThrottlingException"},
            (
                "0 of 289 documented pairs: 0 operations, 0 error codes. ThrottlingException "
                "carries no error code. Any operation can return it."
            ),
        ),
    ):
        assert summarise(opened(*selection, **traits)) == told


def test_with_a_report_the_status_says_what_is_met() -> None:
    coverage = ClientCoverage()
    coverage.add(simulate("DeleteVolume", "VolumeInUse"), "inject")
    assert summarise(opened(coverage=coverage)) == f"{ALL} The client has met 1 of 289 pairs."


def test_what_the_filters_hide_of_the_selection_is_named() -> None:
    for selection, told in (
        ((), ""),
        (("ListGateways",), ""),
        (("DeleteVolume",), "The filters hide DeleteVolume."),
        (("", "VolumeInUse"), "The filters hide VolumeInUse."),
        (("DeleteVolume", "VolumeInUse"), "The filters hide DeleteVolume and VolumeInUse."),
        (("DeleteVolume", "InternalError"), "The filters hide DeleteVolume."),
    ):
        assert hidden_sentence(opened(*selection, resource="gateway")) == told


@settings(deadline=None)
@given(operation=operations, code=codes)
def test_of_every_pair_it_is_said_what_is_known_and_never_that_it_is_impossible(
    operation: str, code: str
) -> None:
    said = pair_sentence(CATALOGUE, operation, code)
    if CATALOGUE.documents(operation, code):
        assert said == f"{operation} can return {code}, documented"
    elif (operation, code) in CATALOGUE.observed:
        assert said == f"{operation} has been observed to return {code}, not documented"
    else:
        assert said == f"{operation} with {code} is not documented, but not impossible"


def test_both_kinds_of_observed_pairs_have_their_sentence() -> None:
    assert {pair_sentence(CATALOGUE, *pair).split(" ")[1] for pair in CATALOGUE.observed} <= {
        "can",
        "has",
    }
    (pair,) = CATALOGUE.undocumented_observed
    assert pair_sentence(CATALOGUE, *pair) == (
        f"{pair.operation} has been observed to return {pair.code}, not documented"
    )
