"""The matrix of a client's coverage shows exactly the coverage, and not by colour alone."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import pytest
from matplotlib.collections import Collection
from matplotlib.lines import Line2D
from PIL import Image

from sgwlib import ClientCoverage, error_graph, load_catalogue, recording, simulate
from sgwlib.coverage import record
from sgwlib.errors import CoverageError, UnknownNameError
from sgwlib.filters import Filter
from sgwlib.graph import fold
from sgwlib.plot import matrix
from sgwlib.response import ErrorResponse

if TYPE_CHECKING:
    from matplotlib.artist import Artist

    from sgwlib.plot import StillFigure

CATALOGUE = load_catalogue()
GRAPH = error_graph(CATALOGUE)
Pairs = set[tuple[str, str]]


@pytest.fixture(scope="module")
def coverage() -> ClientCoverage:
    with recording() as coverage:
        for operation, code in CATALOGUE.pairs[::3]:
            simulate(operation, code)
        simulate("ListGateways", "VolumeInUse", undocumented=True)
        simulate("ListGateways", "ThrottlingException")
        body = b'{"__type": "InvalidGatewayRequestException", "error": {"errorCode": "Newer"}}'
        record(ErrorResponse.parse(400, {}, body, operation="RefreshCache"), "endpoint")
    return coverage


def marks(figure: StillFigure, gid: str) -> Artist:
    (found,) = figure.findobj(lambda each: each.get_gid() == gid)
    return found


def drawn(figure: StillFigure, gid: str) -> Pairs:
    """Return the pairs whose cells hold a mark, by the labels of their row and column."""
    (axes,) = figure.axes
    rows = [label.get_text() for label in axes.get_yticklabels()]
    columns = [label.get_text() for label in axes.get_xticklabels()]
    found = marks(figure, gid)
    if isinstance(found, Line2D):
        middles = np.asarray(found.get_xydata()).reshape(-1, 2)
    else:
        assert isinstance(found, Collection)
        middles = np.array([path.get_extents().get_points().mean(0) for path in found.get_paths()])
    return {(rows[int(y)], columns[int(x)]) for x, y in middles}


def counts(figure: StillFigure) -> list[int]:
    return [int(text.get_text()) for text in figure.axes[0].texts]


def test_each_pair_is_drawn_as_what_it_is(coverage: ClientCoverage) -> None:
    figure = matrix(GRAPH, coverage=coverage)
    assert drawn(figure, "met") == set(CATALOGUE.pairs[::3])
    assert drawn(figure, "never met") == set(coverage.missing())
    assert drawn(figure, "undocumented") == {("ListGateways", "VolumeInUse")}


def test_the_title_and_the_foot_hold_the_figures(coverage: ClientCoverage) -> None:
    figure = matrix(GRAPH, coverage=coverage)
    assert figure.title == (
        "Coverage of a client: 97 of 289 documented pairs met (34%) and 1 undocumented; "
        "35 operations and 36 error codes, similar rows next to each other"
    )
    foot = str(figure.get_supxlabel())
    assert "Met without an error code: ThrottlingException 1" in foot
    assert "Met, but not among these rows and columns: RefreshCache Newer" in foot


def test_the_counts_are_of_what_was_never_met(coverage: ClientCoverage) -> None:
    found = counts(matrix(GRAPH, coverage=coverage))
    assert len(found) == 35 + 36
    assert sum(found[:35]) == sum(found[35:]) == len(coverage.missing()) == 192


@pytest.mark.heavy
def test_a_filter_shows_its_part_and_nothing_is_folded(coverage: ClientCoverage) -> None:
    volumes = Filter(resource="volume").pairs(CATALOGUE)
    graph = error_graph(CATALOGUE, volumes)
    met = set(volumes) & set(coverage.met())
    for each in (graph, fold(graph)):
        for folded in (False, True):
            assert drawn(matrix(each, coverage=coverage, folded=folded), "met") == met
    assert (
        f"{len(met)} of {len(volumes)} documented pairs" in matrix(graph, coverage=coverage).title
    )


def test_nothing_met_and_nothing_to_meet_can_be_drawn() -> None:
    nothing: nx.Graph[str] = nx.Graph()
    some = error_graph(CATALOGUE, Filter(operation="DeleteVolume").pairs(CATALOGUE))
    for graph in (nothing, some):
        figure = matrix(graph, coverage=ClientCoverage())
        figure.savefig(io.BytesIO())
        assert figure.title.startswith("Coverage of a client: 0 of ")
        assert figure.get_supxlabel() == ""


def test_what_is_no_coverage_is_refused() -> None:
    others: list[Any] = ["coverage.json", {}, GRAPH]
    for wrong in others:
        with pytest.raises(CoverageError, match="expected a ClientCoverage, not"):
            matrix(GRAPH, coverage=wrong)


def test_an_unknown_order_is_refused(coverage: ClientCoverage) -> None:
    with pytest.raises(UnknownNameError, match="did you mean seriated"):
        matrix(GRAPH, coverage=coverage, order="seriate")  # type: ignore[arg-type]


@pytest.mark.heavy
def test_met_and_never_met_differ_without_colour(coverage: ClientCoverage) -> None:
    """In grey, the middle of a cell is dark or light. The legend names both."""
    graph = error_graph(CATALOGUE, Filter(operation="DeleteVolume").pairs(CATALOGUE))
    figure = matrix(graph, coverage=coverage)
    picture = io.BytesIO()
    figure.savefig(picture, format="png", dpi=100)
    grey = np.asarray(Image.open(picture).convert("L"))
    (axes,) = figure.axes
    for gid, dark in (("met", True), ("never met", False)):
        cells = marks(figure, gid)
        assert isinstance(cells, Collection)
        for path in cells.get_paths():
            middle = path.get_extents().get_points().mean(0)
            x, y = axes.transData.transform(middle) * 100 / figure.dpi
            assert (grey[grey.shape[0] - round(y), round(x)] < 128) is np.bool_(dark)
    legend = axes.get_legend()
    assert legend is not None
    assert [each.get_text() for each in legend.get_texts()] == [
        "met",
        "documented, never met",
        "undocumented, but met",
        "undocumented",
    ]
