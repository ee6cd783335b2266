from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import sgwlib
from sgwlib import load_catalogue
from sgwlib.filters import outcomes, resources
from sgwlib.graph import ORDERS
from sgwlib.ui.model import OPTIONS, VIEWS, ExplorerModel, Selection
from sgwlib.ui.sentences import python_line

CATALOGUE = load_catalogue()

options = st.fixed_dictionaries(
    {},
    optional={
        "only_operation": st.sampled_from([*CATALOGUE.operations]),
        "only_code": st.sampled_from([*CATALOGUE.codes]),
        "resource": st.sampled_from(resources(CATALOGUE)),
        "outcome": st.sampled_from(outcomes(CATALOGUE)),
        "text": st.text(),
        "order": st.sampled_from(ORDERS),
        "folded": st.booleans(),
        "view": st.sampled_from(VIEWS),
        "whole": st.booleans(),
    },
)
selections = st.builds(
    Selection,
    st.sampled_from(["", *CATALOGUE.operations]),
    st.sampled_from(["", *CATALOGUE.codes]),
    st.sampled_from(["", *CATALOGUE.carriers]),
) | st.sampled_from([*CATALOGUE.exceptions]).map(lambda name: Selection("", "", name))


@settings(deadline=None, max_examples=30)  # each example opens an explorer
@given(options, selections)
def test_the_line_opens_what_is_on_screen(chosen: dict[str, Any], selection: Selection) -> None:
    operation, code, exception = selection
    model = ExplorerModel(operation, code, exception=exception, **chosen)
    opened = eval(python_line(model), {"sgwlib": sgwlib})
    assert opened.model.selection == model.selection
    assert {name: getattr(opened.model, name) for name in OPTIONS} == {
        name: getattr(model, name) for name in OPTIONS
    }
    opened.close()


def test_what_cannot_stand_in_a_line_is_a_variable() -> None:
    with sgwlib.recording() as coverage:
        sgwlib.simulate("DeleteVolume", "VolumeInUse")
    assert python_line(ExplorerModel(coverage=coverage)) == "sgwlib.explorer(coverage=coverage)"
