from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sgwlib import load_catalogue, recording, simulate
from sgwlib.filters import outcomes, resources
from sgwlib.ui.model import ExplorerModel
from sgwlib.ui.views import TableView

if TYPE_CHECKING:
    from sgwlib.catalogue import Pair

CATALOGUE = load_catalogue()
PAIR = ("DeleteVolume", "VolumeInUse")

unhurried = settings(deadline=None)  # the first order imports scipy
filters = st.fixed_dictionaries(
    {
        "resource": st.sampled_from(["", *resources(CATALOGUE)]),
        "outcome": st.sampled_from(["", *outcomes(CATALOGUE)]),
        "text": st.sampled_from(["", "volume", "iscsi", "qqq"]),
        "folded": st.booleans(),
    }
)


def show(model: ExplorerModel) -> TableView:
    view = TableView()
    view.show(model)
    return view


def rows(view: TableView) -> list[list[object]]:
    """Return what stands in the rows, without the times a pair was met."""
    places = (divmod(pair, len(view.codes)) for pair in view.pairs)
    return [[view.operations[row], *view.codes[column]] for row, column in places]


def expected(pair: Pair) -> list[object]:
    code = CATALOGUE.codes[pair.code]
    carrier = CATALOGUE.exceptions[code.carrier.text]
    return [*pair, carrier.status, carrier.name, code.carrier.evidence.value, code.message]


@unhurried
@given(filters)
def test_the_rows_are_the_visible_pairs_in_the_page_s_order_folded_or_not(
    chosen: dict[str, Any],
) -> None:
    model = ExplorerModel(**chosen)
    assert rows(show(model)) == [expected(pair) for pair in model.visible.pairs]


def test_every_row_has_a_cell_under_each_heading() -> None:
    model = ExplorerModel()
    assert show(model).columns == [
        "Operation",
        "Error code",
        "Status",
        "Default carrier",
        "Evidence",
        "Message",
    ]
    assert {len(row) for row in rows(show(model))} == {6}
    with recording() as model.coverage:
        pass
    assert show(model).columns[:4] == ["Operation", "Error code", "Met", "Status"]


def test_with_a_client_s_coverage_each_row_says_how_often_it_was_met() -> None:
    model = ExplorerModel(resource="volume")
    assert show(model).met == []
    with recording() as model.coverage:
        for _ in range(3):
            simulate(*PAIR)
    view = show(model)
    met = {tuple(row[:2]): count for row, count in zip(rows(view), view.met, strict=True) if count}
    assert met == {PAIR: 3}


def test_the_caption_counts_and_says_what_is_hidden() -> None:
    cases: list[tuple[dict[str, Any], tuple[str, str], str]] = [
        ({}, ("", ""), "289 documented pairs. "),
        (
            {"only_operation": "DeleteVolume", "only_code": "VolumeInUse"},
            PAIR,
            "1 documented pair. ",
        ),
        ({"text": "qqq"}, ("", ""), "0 documented pairs. "),
        (
            {"resource": "gateway"},
            PAIR,
            "39 documented pairs. The filters hide DeleteVolume and VolumeInUse.",
        ),
    ]
    for options, selection, caption in cases:
        model = ExplorerModel(**options)
        model.select(*selection)
        assert show(model).caption == caption


def test_the_selection_is_sent_as_places() -> None:
    for selection in (
        ("", ""),
        ("DeleteVolume", ""),
        ("", "VolumeInUse"),
        PAIR,
    ):
        model = ExplorerModel()
        model.select(*selection)
        operation, code = show(model).selection
        assert [*CATALOGUE.operations, ""][operation] == selection[0]
        assert [*CATALOGUE.codes, ""][code] == selection[1]


def test_a_filter_sends_no_names_again() -> None:
    model = ExplorerModel(resource="gateway")
    view = show(model)
    before = view.get_state()
    model.resource = ""
    view.show(model)
    changed = {name: value for name, value in view.get_state().items() if value != before[name]}
    assert changed.keys() == {"pairs", "caption"}
    assert len(json.dumps(changed)) < 2000
