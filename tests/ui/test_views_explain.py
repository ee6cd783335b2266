from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import sgwlib
from sgwlib import load_catalogue, simulate
from sgwlib.simulation.boto import raised_by_boto3
from sgwlib.ui.model import ExplorerModel, Selection
from sgwlib.ui.views import ExplainView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgwlib.ui.explorer import Explorer

CATALOGUE = load_catalogue()
CARRIED = "InvalidGatewayRequestException"


@pytest.fixture
def explorer() -> Iterator[Explorer]:
    explorer = sgwlib.explorer(view="explain")
    yield explorer
    explorer.close()


def paste(explorer: Explorer, text: str) -> str:
    """Send a text as the box does, and return what is shown."""
    view = explorer.panels["explain"]
    assert isinstance(view, ExplainView)
    view._handle_custom_msg({"gesture": "explain", "text": text}, [])
    return str(view.html)


def test_what_boto3_prints_selects_its_pair(explorer: Explorer) -> None:
    for pair in CATALOGUE.pairs[::20]:
        response = simulate(*pair)
        html = paste(explorer, str(raised_by_boto3(response)))
        assert explorer.model.selection == Selection(*pair, str(response.exception))
        assert pair[1] in html
        assert "<mark" in html


def test_only_what_the_page_has_is_selected() -> None:
    for text, selected in (
        (
            (
                "An error occurred (ThrottlingException) when calling the ListGateways operation: "
                "Rate exceeded."
            ),
            Selection("ListGateways", "", "ThrottlingException"),
        ),
        (
            (
                f"An error occurred ({CARRIED}) when calling the RefreshCache operation: "
                "The specified gateway is not connected."
            ),
            Selection("", "GatewayNotConnected", CARRIED),
        ),
        ("all is well", Selection()),
    ):
        model = ExplorerModel()
        model.select("DeleteVolume")
        model.explain(text)
        assert model.selection == selected


def test_a_text_is_shown_and_never_taken_for_markup(explorer: Explorer) -> None:
    html = paste(explorer, f"<script>alert(1)</script> {CARRIED} <b>")
    assert "<script" not in html
    assert "<b>" not in html


def test_an_empty_box_says_that_it_is_empty(explorer: Explorer) -> None:
    for blank in (
        "",
        " ",
    ):
        paste(explorer, CARRIED)
        assert "the text is empty" in paste(explorer, blank)
        assert explorer.model.selection == Selection()
