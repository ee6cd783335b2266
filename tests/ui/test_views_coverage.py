from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sgwlib import load_catalogue, recording, simulate
from sgwlib.filters import outcomes, resources
from sgwlib.ui.model import ExplorerModel
from sgwlib.ui.views import CoverageView

CATALOGUE = load_catalogue()
NAMES = [[*CATALOGUE.operations], [*CATALOGUE.codes]]
PAIR = ("DeleteVolume", "VolumeInUse")

unhurried = settings(deadline=None)  # the first cover imports scipy
filters = st.fixed_dictionaries(
    {
        "resource": st.sampled_from(["", *resources(CATALOGUE)]),
        "outcome": st.sampled_from(["", *outcomes(CATALOGUE)]),
        "text": st.sampled_from(["", "volume", "iscsi", "qqq"]),
        "folded": st.booleans(),
    }
)
met_pairs = st.sets(st.sampled_from(CATALOGUE.pairs))


def show(model: ExplorerModel) -> CoverageView:
    view = CoverageView()
    view.show(model)
    return view


def bars(view: CoverageView, side: int) -> dict[str, list[int]]:
    return {NAMES[side][place]: figures for place, *figures in view.bars[side]}


@unhurried
@given(filters)
def test_the_bars_of_either_side_sum_to_the_visible_pairs(chosen: dict[str, Any]) -> None:
    model = ExplorerModel(**chosen)
    for side in (0, 1):
        expected = Counter(pair[side] for pair in model.visible.pairs)
        found = bars(show(model), side)
        assert found == {name: [count] for name, count in expected.items()}
        lengths = [length for (length,) in found.values()]
        assert lengths == sorted(lengths, reverse=True)


@unhurried
@given(filters, met_pairs)
def test_what_is_met_is_counted_among_what_is_visible(
    chosen: dict[str, Any], met: set[tuple[str, str]]
) -> None:
    model = ExplorerModel(**chosen)
    with recording() as model.coverage:
        for pair in met:
            simulate(*pair)
        simulate("DeleteVolume", "OutdatedGateway", undocumented=True)
    for side in (0, 1):
        visible = Counter(pair[side] for pair in model.visible.pairs)
        seen = Counter(pair[side] for pair in model.visible.pairs if pair in met)
        expected = {name: [count, seen[name]] for name, count in visible.items()}
        assert bars(show(model), side) == expected


@unhurried
@given(filters)
def test_the_covers_cover_all_that_is_visible(chosen: dict[str, Any]) -> None:
    model = ExplorerModel(**chosen)
    for side, cover in enumerate(show(model).covers):
        names = {NAMES[side][place] for place in cover}
        reached = {pair[1 - side] for pair in model.visible.pairs if pair[side] in names}
        assert reached == {pair[1 - side] for pair in model.visible.pairs}


def test_the_whole_page() -> None:
    view = show(ExplorerModel())
    assert view.shares == (
        "5 error codes make up half of the visible pairs, 9 make up 80%, and 15 make up 90%. "
        "They have the longest bars."
    )
    assert [len(cover) for cover in view.covers] == [7, 2]
    assert bars(view, 1)["InternalError"] == [33]
    assert view.report == []


def test_nothing_visible_says_so() -> None:
    view = show(ExplorerModel(text="qqq"))
    assert (view.bars, view.covers, view.shares) == ([[], []], [[], []], "No pair is visible.")


def test_a_hidden_selection_is_reported() -> None:
    model = ExplorerModel(resource="gateway")
    model.select("DeleteVolume")
    assert show(model).shares.endswith("The filters hide DeleteVolume.")


def test_a_report_is_shown_in_full_and_for_what_is_visible() -> None:
    model = ExplorerModel(resource="volume")
    with recording() as model.coverage:
        simulate(*PAIR)
        simulate("ListGateways", "InternalError")
        simulate("ListGateways", "ThrottlingException")
        simulate("DeleteVolume", "OutdatedGateway", undocumented=True)
    assert show(model).report == [
        "Met: 2 of 289 documented pairs, 1%.",
        "Met of the visible pairs: 1 of 79.",
        "General exceptions: 1 of 15 met: ThrottlingException 1.",
        "Undocumented pairs: 1 met: DeleteVolume OutdatedGateway 1.",
        "Sources: simulate 4.",
    ]
    model.clear_filters()
    assert not any("visible" in line for line in show(model).report)


def test_the_selection_is_sent_as_places() -> None:
    for selection in (
        ("", ""),
        ("DeleteVolume", ""),
        ("", "VolumeInUse"),
        PAIR,
    ):
        model = ExplorerModel()
        model.select(*selection)
        found = show(model).selection
        assert [[*names, ""][place] for names, place in zip(NAMES, found, strict=True)] == [
            *selection
        ]
