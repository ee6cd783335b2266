"""The still figures: what they draw equals the graph, and it can be read wherever it is shown."""

from __future__ import annotations

import base64
import io
import json
import subprocess
import sys
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import matplotlib as mpl
import matplotlib.style
import nbclient
import nbformat
import networkx as nx
import numpy as np
import pytest
from matplotlib.collections import Collection, LineCollection
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from PIL import Image

from sgwlib import ClientCoverage, error_graph, load_catalogue
from sgwlib.errors import GraphError, UnknownNameError
from sgwlib.filters import Filter
from sgwlib.graph import CODE, OPERATION, ORDERS, Order, degrees, fold, order, sharing, sides
from sgwlib.plot import (
    bipartite_drawing,
    codes_per_operation,
    matrix,
    operations_per_code,
    still,
)
from sgwlib.plot.drawing import FOLD_ABOVE
from sgwlib.plot.still import label, unfold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from matplotlib.axes import Axes
    from matplotlib.transforms import Bbox
    from numpy.typing import NDArray

    from sgwlib.plot import StillFigure

CATALOGUE = load_catalogue()
GRAPH = error_graph(CATALOGUE)
FOLDED = fold(GRAPH)
GRAPHS = {
    "whole": GRAPH,
    "folded": FOLDED,
    "volumes": error_graph(CATALOGUE, Filter(resource="volume").pairs(CATALOGUE)),
    "one operation": error_graph(CATALOGUE, Filter(operation="DeleteVolume").pairs(CATALOGUE)),
    "one code": error_graph(CATALOGUE, Filter(code="InternalError").pairs(CATALOGUE)),
    "disconnected": error_graph(
        CATALOGUE, [("DeleteVolume", "VolumeInUse"), ("ActivateGateway", "OutdatedGateway")]
    ),
    "one pair": error_graph(CATALOGUE, [("DeleteVolume", "VolumeInUse")]),
    "no pair": nx.create_empty_copy(GRAPH),
    "nothing": nx.Graph(),
}
FIGURES: dict[str, Callable[[nx.Graph[str]], StillFigure]] = {
    "matrix": matrix,
    "folded matrix": lambda graph: matrix(graph, folded=True),
    "drawing": bipartite_drawing,
    "codes per operation": codes_per_operation,
    "operations per code": operations_per_code,
}


@cache
def drawn(kind: str) -> StillFigure:
    """Return a figure of all pairs, which the tests that only look at it share."""
    return FIGURES[kind](GRAPH)


def synthetic(operations: int, codes: int = 36) -> nx.Graph[str]:
    """Return a graph in which no two operations are equal."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from((f"Operation{each}" for each in range(operations)), bipartite=OPERATION)
    graph.add_nodes_from((f"Code{each}" for each in range(codes)), bipartite=CODE)
    graph.add_edges_from(
        (f"Operation{operation}", f"Code{code}")
        for operation in range(operations)
        for code in range(codes)
        if (operation + 1) >> (code % 9) & 1
    )
    return graph


def texts(figure: StillFigure) -> list[Text]:
    """Return the texts that can be seen."""
    hidden = {
        text
        for axes in figure.axes
        for axis in (axes.xaxis, axes.yaxis)
        if not (axes.axison and axis.get_visible())
        for text in axis.findobj(Text)
    }
    return [
        text
        for text in figure.findobj(Text)
        if text.get_visible() and text.get_text() and text not in hidden
    ]


def boxes(figure: StillFigure) -> dict[Text, Bbox]:
    """Return what each text covers once the figure is drawn, with half a pixel of tolerance."""
    with still.our_style():
        figure.draw_without_rendering()
    return {text: text.get_window_extent().padded(-0.5) for text in texts(figure)}


def overlapping(found: dict[Text, Bbox]) -> list[tuple[Text, Text]]:
    """Return the texts that cover each other, compared all at once: a matrix has 80,000 pairs."""
    left, low, right, high = np.array([box.extents for box in found.values()]).reshape(-1, 4).T
    apart = (right[:, None] < left) | (high[:, None] < low)
    apart |= apart.T
    all_texts = list(found)
    return [(all_texts[one], all_texts[other]) for one, other in np.argwhere(np.triu(~apart, 1))]


def written(figure: StillFigure) -> str:
    return "\n".join(text.get_text() for text in texts(figure))


def artist(figure: StillFigure, gid: str) -> Collection:
    (found,) = figure.findobj(lambda each: each.get_gid() == gid)
    assert isinstance(found, Collection)
    return found


def cells(figure: StillFigure) -> set[tuple[str, str]]:
    """Return the pairs that a matrix fills, by the labels of their row and column."""
    (axes,) = figure.axes
    middles = [
        path.get_extents().get_points().mean(axis=0) for path in artist(figure, "pairs").get_paths()
    ]
    columns = dict(zip(axes.get_xticks(), axes.get_xticklabels(), strict=True))
    rows = dict(zip(axes.get_yticks(), axes.get_yticklabels(), strict=True))
    return {(rows[round(y, 6)].get_text(), columns[round(x, 6)].get_text()) for x, y in middles}


def labelled(graph: nx.Graph[str]) -> set[tuple[str, str]]:
    return {
        (label(graph, one), label(graph, other)) for one in sides(graph)[0] for other in graph[one]
    }


def numbers_at(axes: Axes, *, x: float | None = None, y: float | None = None) -> dict[float, int]:
    """Return the numbers written in one column (by their height) or row of a matrix."""
    found = {}
    for text in axes.texts:
        across, up = text.get_position()
        if x is not None and across == pytest.approx(x):
            found[up] = int(text.get_text())
        if y is not None and up == pytest.approx(y):
            found[across] = int(text.get_text())
    return found


def bars(figure: StillFigure) -> dict[str, int]:
    """Return the length of each bar by its name, from top to bottom."""
    (axes,) = figure.axes
    lengths = {
        round(bar.get_y() + bar.get_height() / 2): round(bar.get_width())
        for bar in axes.patches
        if isinstance(bar, Rectangle)
    }
    return {text.get_text(): lengths[place] for place, text in enumerate(axes.get_yticklabels())}


def lines(figure: StillFigure, gid: str) -> set[tuple[str, str]]:
    """Return the pairs that a drawing joins, by the names at the ends of the lines."""
    (axes,) = figure.axes
    names = {tuple(text.xy): text.get_text() for text in axes.texts}  # type: ignore[attr-defined]
    collection = artist(figure, gid)
    assert isinstance(collection, LineCollection)
    ends = [[names[tuple(end)] for end in segment] for segment in collection.get_segments()]
    return {(one, other) for one, other in ends}


# What is drawn is the graph


@pytest.mark.parametrize(
    "names",
    [
        ["folded", "disconnected", "one pair"],
        pytest.param(["whole", "volumes"], marks=pytest.mark.heavy),
    ],
)
def test_cells_are_the_pairs_in_every_order(names: list[str]) -> None:
    for name in names:
        graph = GRAPHS[name]
        own = Order(*(side[::-1] for side in sides(graph)))
        for how in (*ORDERS, own) if len(graph) < 10 else ("seriated", own):
            figure = matrix(graph, order=how)
            assert cells(figure) == labelled(graph), (name, how)
            assert len(artist(figure, "pairs").get_paths()) == graph.number_of_edges(), (name, how)


def test_rows_and_columns_are_in_the_order_asked_for() -> None:
    graph = GRAPHS["volumes"]
    own = Order(*(side[::-1] for side in sides(graph)))
    for how in (*ORDERS, own):
        (axes,) = matrix(graph, order=how).axes
        expected = order(graph, how)
        assert [text.get_text() for text in axes.get_yticklabels()[:-1]] == expected.operations
        assert [text.get_text() for text in axes.get_xticklabels()[:-1]] == expected.codes
        down, left = axes.get_ylim(), axes.get_xlim()
        assert down[0] > down[1], "rows go down"
        assert left[0] < left[1]


def test_an_order_of_all_names_or_of_the_folded_ones_fits_a_folded_matrix() -> None:
    whole, folded = order(GRAPH, "alphabetical"), order(FOLDED, "alphabetical")
    assert cells(matrix(GRAPH, order=whole, folded=True)) == labelled(FOLDED)
    assert written(matrix(GRAPH, order=whole, folded=True)) == written(matrix(FOLDED, order=folded))


def test_an_order_that_does_not_fit_the_graph_is_refused() -> None:
    operations, codes = order(GRAPH)
    for folded in (False, True):
        for coverage in (None, ClientCoverage()):
            for wrong, error, words in (
                (Order(["AddCach", *operations[1:]], codes), UnknownNameError, "mean AddCache"),
                (Order(operations, [*codes, codes[0]]), GraphError, "repeats ActivationKeyExpired"),
                (Order(["DeleteVolume"], ["VolumeInUse"]), GraphError, "lacks ActivateGateway"),
            ):
                with pytest.raises(error, match=words):
                    matrix(GRAPH, coverage=coverage, order=wrong, folded=folded)


def test_margins_count_codes_and_operations() -> None:
    (axes,) = drawn("matrix").axes
    of_operations, of_codes = degrees(GRAPH)
    expected = order(GRAPH, "seriated")
    right, foot = axes.get_xticks()[-1], axes.get_yticks()[-1]
    assert list(numbers_at(axes, x=right).values()) == [
        of_operations[each] for each in expected.operations
    ]
    assert list(numbers_at(axes, y=foot).values()) == [of_codes[each] for each in expected.codes]


def test_a_folded_matrix_loses_no_pair_and_no_name() -> None:
    figure = drawn("folded matrix")
    (axes,) = figure.axes
    assert cells(figure) == labelled(FOLDED)
    right, foot = axes.get_xticks()[-1], axes.get_yticks()[-1]
    inside = [
        text
        for text in axes.texts
        if text.get_position()[0] < right - 0.1 and text.get_position()[1] < foot - 0.1
    ]
    assert sum(int(text.get_text()) for text in inside) == 289
    for name in GRAPH:
        assert name in written(figure)
    assert "289 documented pairs of 35 operations and 36 error codes" in figure.title
    assert "18 rows and 17 columns" in figure.title


@pytest.mark.heavy
def test_folding_before_and_in_the_matrix_show_the_same() -> None:
    graph = GRAPHS["volumes"]
    folded = fold(graph)
    assert len(folded) < len(graph)
    for how in ORDERS:
        before, inside = matrix(folded, order=how), matrix(graph, order=how, folded=True)
        assert written(before) == written(inside), how
        assert cells(before) == cells(inside), how


def test_a_folded_row_stands_by_the_counts_of_its_members() -> None:
    (axes,) = matrix(GRAPH, order="degree", folded=True).axes
    counts = list(numbers_at(axes, x=axes.get_xticks()[-1]).values())
    assert counts == sorted(counts, reverse=True)


def test_a_small_drawing_joins_every_pair() -> None:
    graph = GRAPHS["volumes"]
    assert graph.number_of_edges() <= FOLD_ABOVE
    assert lines(bipartite_drawing(graph), "pairs") == labelled(graph)


def test_a_large_drawing_is_folded_and_says_so() -> None:
    figure = drawn("drawing")
    assert lines(figure, "pairs") == labelled(FOLDED)
    assert "289 documented pairs" in figure.title
    assert "folded into 18 left and 17 right" in figure.title
    for name in GRAPH:
        assert name in written(figure)


def test_a_focus_parts_its_pairs_from_the_others() -> None:
    for focus in ("OutdatedGateway", "ListVolumes"):  # of both sides; the second is folded away
        figure = bipartite_drawing(GRAPH, focus=focus)
        clear, pale = lines(figure, "pairs"), lines(figure, "pale pairs")
        (axes,) = figure.axes
        (bold,) = [text.get_text() for text in axes.texts if text.get_fontweight() == "bold"]
        assert bold.split()[0] == focus, "also a focus that is folded away is named"
        assert clear
        assert all(bold in pair for pair in clear)
        assert not any(bold in pair for pair in pale)
        assert len(clear | pale) == FOLDED.number_of_edges()
        count = GRAPH.degree[focus]
        thing = "operation" if GRAPH.nodes[focus]["bipartite"] else "error code"
        assert f"highlighted: {focus} and its {count} {thing}" in figure.title


def test_bars_are_the_degrees_longest_first() -> None:
    for graph in (GRAPH, GRAPHS["volumes"], GRAPHS["no pair"]):
        for figure, expected in zip(
            (codes_per_operation(graph), operations_per_code(graph)), degrees(graph), strict=True
        ):
            found = bars(figure)
            assert found == expected
            assert list(found) == sorted(expected, key=lambda name: -expected[name])
            values = [text.get_text() for text in figure.axes[0].texts]
            assert sorted(values) == sorted(str(count) for count in expected.values())


def test_folded_bars_count_pairs_not_rows() -> None:
    found = bars(codes_per_operation(FOLDED))
    assert found == {label(FOLDED, name): GRAPH.degree[name] for name in sides(FOLDED)[0]}
    assert "289 documented pairs" in operations_per_code(FOLDED).title
    assert "7 codes" in written(operations_per_code(FOLDED))


def test_the_classes_of_sharing_differ_in_more_than_colour() -> None:
    figure = drawn("operations per code")
    (axes,) = figure.axes
    names = [text.get_text() for text in axes.get_yticklabels()]
    classes = {code: kind for kind, codes in sharing(GRAPH)._asdict().items() for code in codes}
    looks: dict[str, set[tuple[object, object]]] = {}
    for bar in axes.patches:
        assert isinstance(bar, Rectangle)
        kind = classes[names[round(bar.get_y() + bar.get_height() / 2)]]
        looks.setdefault(kind, set()).add((bar.get_facecolor(), bar.get_hatch()))
    assert all(len(each) == 1 for each in looks.values())
    hatches = [next(iter(looks[kind]))[1] for kind in ("many", "few", "one")]
    assert len(set(hatches)) == 3
    legend = axes.get_legend()
    assert legend is not None
    assert [text.get_text().rsplit(": ")[-1] for text in legend.get_texts()] == [
        "0 codes",
        "7 codes",
        "15 codes",
        "14 codes",
    ]


def test_unfolding_undoes_folding() -> None:
    assert nx.utils.graphs_equal(unfold(unfold(FOLDED)), unfold(FOLDED))
    assert {frozenset(edge) for edge in unfold(FOLDED).edges} == {
        frozenset(edge) for edge in GRAPH.edges
    }
    assert nx.get_node_attributes(unfold(FOLDED), "bipartite") == nx.get_node_attributes(
        GRAPH, "bipartite"
    )


# It can be read


@pytest.mark.heavy
def test_every_figure_of_every_graph_can_be_read() -> None:
    check_that_all_can_be_read(list(GRAPHS))


def test_nothing_overlaps_or_leaves_the_canvas_and_fonts_and_width_suit_a_notebook() -> None:
    check_that_all_can_be_read(["whole"])


def check_that_all_can_be_read(names: list[str]) -> None:
    wrong: list[tuple[object, ...]] = []
    for name, graph in ((name, GRAPHS[name]) for name in names):
        for kind, draw in FIGURES.items():
            figure = drawn(kind) if graph is GRAPH else draw(graph)
            found = boxes(figure)
            for text, box in found.items():
                if not (
                    figure.bbox.x0 <= box.x0 <= box.x1 <= figure.bbox.x1
                    and figure.bbox.y0 <= box.y0 <= box.y1 <= figure.bbox.y1
                ):
                    wrong.append((name, kind, "outside", text))
                if float(text.get_fontsize()) < 7.5:
                    wrong.append((name, kind, "small", text))
            wrong += [(name, kind, "overlaps", *both) for both in overlapping(found)]
            if figure.get_figwidth() > 11:
                wrong.append((name, kind, "wide", figure.get_figwidth()))
    assert not wrong


def test_every_name_is_written() -> None:
    operations, codes = sides(GRAPH)
    some = {"codes per operation": operations, "operations per code": codes}
    for kind in FIGURES:
        figure = drawn(kind)
        shown = written(figure)
        assert [name for name in some.get(kind, list(GRAPH)) if name not in shown] == [], kind
        assert "289 documented pairs of 35 operations and 36 error codes" in figure.title
        assert figure.title.split() == figure.get_suptitle().split()


def luminance(colour: str) -> float:
    """Return the relative luminance of the Web Content Accessibility Guidelines 2.2."""
    return float(linear(colour) @ [0.2126, 0.7152, 0.0722])


def linear(colour: str) -> NDArray[np.float64]:
    channels = np.array(to_rgb(colour))
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def test_what_means_something_stands_out_from_white() -> None:
    for colour in (still.BLUE, still.ORANGE, still.GREEN, still.INK, still.PALE):
        assert 1.05 / (luminance(colour) + 0.05) >= 3, colour  # WCAG 2.2, 1.4.11


# Machado, Oliveira and Fernandes (2009), severity 1.0, for linear RGB.
SEEN_WITH = {
    "normal sight": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
}


def lab(rgb: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return CIELAB coordinates (D65) of linear sRGB."""
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    x, y, z = np.cbrt(np.array(to_xyz) @ rgb.clip(0, 1) / [0.9505, 1, 1.089])
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def test_the_colours_differ_for_colour_blind_eyes() -> None:
    for sight, matrix_of_sight in SEEN_WITH.items():
        seen = [
            lab(np.array(matrix_of_sight) @ linear(colour))
            for colour in (still.INK, still.BLUE, still.ORANGE, still.GREEN)
        ]
        nearest = min(float(np.linalg.norm(one - other)) for one, other in combinations(seen, 2))
        assert nearest > 20, sight  # ten times a difference that is just noticed


# It is shown and saved


def test_an_svg_holds_names_as_text_and_says_what_it_is(tmp_path: Path) -> None:
    check_svg(["folded matrix", "codes per operation"], tmp_path)


@pytest.mark.heavy
def test_the_svg_of_every_figure_does(tmp_path: Path) -> None:
    check_svg(FIGURES, tmp_path)


def check_svg(kinds: Iterable[str], tmp_path: Path) -> None:
    space = {"svg": "http://www.w3.org/2000/svg", "dc": "http://purl.org/dc/elements/1.1/"}
    for kind in kinds:
        before = dict(mpl.rcParams)
        figure = drawn(kind)
        figure.savefig(tmp_path / "figure.svg")
        assert dict(mpl.rcParams) == before
        root = ET.parse(tmp_path / "figure.svg").getroot()
        content = " ".join("".join(each.itertext()) for each in root.iterfind(".//svg:text", space))
        assert "CreateSnapshotFromVolumeRecoveryPoint" in content or "VolumeInUse" in content
        assert root.findtext("svg:title", namespaces=space) == figure.title
        assert root.findtext(".//dc:description", namespaces=space) == figure.description


def test_saving_again_gives_the_same_file(tmp_path: Path) -> None:
    figure = matrix(GRAPHS["volumes"], folded=True)
    for name in ("one.svg", "other.svg"):
        figure.savefig(tmp_path / name)
    matrix(GRAPHS["volumes"], folded=True).savefig(tmp_path / "anew.svg")
    contents = {path.read_bytes() for path in tmp_path.iterdir()}
    assert len(contents) == 1


def test_it_saves_in_other_formats(tmp_path: Path) -> None:
    for suffix in ("png", "pdf", "jpg", "eps"):
        path = tmp_path / f"figure.{suffix}"
        codes_per_operation(GRAPHS["one operation"]).savefig(path)
        assert path.stat().st_size > 1000


def test_a_png_says_what_it_is() -> None:
    figure, file = codes_per_operation(GRAPHS["volumes"]), io.BytesIO()
    figure.savefig(file)
    info = Image.open(file).info
    assert (info["Title"], info["Description"]) == (figure.title, figure.description)


def test_the_reader_s_own_style_does_not_spoil_ours() -> None:
    graph = GRAPHS["one operation"]
    plain = matrix(graph)._repr_mimebundle_()[0]["image/png"]
    with matplotlib.style.context(["dark_background", {"font.size": 30, "savefig.bbox": "tight"}]):
        assert matrix(graph)._repr_mimebundle_()[0]["image/png"] == plain


def test_names_are_never_taken_for_formulas() -> None:
    graph: nx.Graph[str] = nx.Graph([("Cost$x^2$Of", "Bad$_{")])
    nx.set_node_attributes(graph, {"Cost$x^2$Of": OPERATION, "Bad$_{": CODE}, "bipartite")
    for draw in FIGURES.values():
        draw(graph)._repr_mimebundle_()


MAKE = """
from sgwlib import error_graph, load_catalogue, plot
figure = plot.codes_per_operation(error_graph(load_catalogue()))
"""
CELLS = {  # source of a cell, and how many pictures it shows
    MAKE: 0,
    "figure": 1,
    "display(figure)": 1,
    "[display(figure) for _ in range(2)];": 2,
    "import matplotlib.pyplot as again\nfigure": 1,
    "%matplotlib inline": 0,
    "figure # again": 1,
    "None": 0,
}


@pytest.mark.heavy
@pytest.mark.parametrize("first", ["%matplotlib inline", "import matplotlib.pyplot as plt"])
def test_a_notebook_with_matplotlib_shows_it_once(first: str) -> None:
    check_a_notebook(first)


@pytest.mark.heavy
def test_a_notebook_shows_it_once_wherever_it_is_asked_to() -> None:
    check_a_notebook("")


def check_a_notebook(first: str) -> None:
    blank: dict[str, Any] = {
        "cell_type": "code",
        "metadata": {},
        "outputs": [],
        "execution_count": None,
    }
    cells = [
        {**blank, "id": f"c{number}", "source": source}
        for number, source in enumerate([first, *CELLS])
    ]
    content = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    notebook = nbformat.reads(json.dumps(content), as_version=4)  # type: ignore[no-untyped-call]
    nbclient.NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    found = {cell.source: cell.outputs for cell in notebook.cells[1:]}
    assert {source: len(outputs) for source, outputs in found.items()} == CELLS
    for picture in (output for outputs in found.values() for output in outputs):
        image = Image.open(io.BytesIO(base64.b64decode(picture.data["image/png"])))
        width = picture.metadata["image/png"]["width"]
        assert image.width == pytest.approx(width * still.SHARPNESS, abs=2)
        assert picture.data["text/plain"].startswith("Error codes per operation: 289")


@pytest.mark.heavy
def test_no_global_state_is_touched() -> None:
    code = (
        "import sys\nfrom sgwlib import error_graph, load_catalogue, plot\n"
        "graph = error_graph(load_catalogue(), [('DeleteVolume', 'VolumeInUse')])\n"
        "plot.codes_per_operation(graph)._repr_mimebundle_()\n"
        "print('matplotlib.pyplot' in sys.modules)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "False"


# The edges


def test_a_graph_of_nothing_says_so() -> None:
    nothing: nx.Graph[str] = nx.Graph()
    for draw in FIGURES.values():
        figure = draw(nothing)
        assert "0 documented pairs of 0 operations and 0 error codes" in figure.title
        assert "to draw." in written(figure)


def test_350_operations_are_refused_with_what_to_do() -> None:
    graph = synthetic(350)
    for kind in ("matrix", "folded matrix", "drawing", "codes per operation"):
        with pytest.raises(GraphError, match=r"a figure of 350 rows.*filter the graph, or fold"):
            FIGURES[kind](graph)


def test_many_codes_are_refused_by_the_matrix() -> None:
    with pytest.raises(GraphError, match="51 columns cannot be read; expected at most 120 and 50"):
        matrix(synthetic(10, 51))


@pytest.mark.heavy
def test_350_operations_that_fold_well_are_drawn() -> None:
    graph = synthetic(30)
    for copy in range(320):
        graph.add_node(f"Copy{copy}", bipartite=OPERATION)
        graph.add_edges_from((f"Copy{copy}", code) for code in list(graph["Operation6"]))
    assert "350 operations" in matrix(graph, folded=True).title
    assert "350 operations" in bipartite_drawing(graph).title


@pytest.mark.heavy
def test_the_largest_matrix_is_still_readable() -> None:
    assert overlapping(boxes(matrix(synthetic(120, 50)))) == []


def test_an_unknown_order_is_named_with_the_nearest() -> None:
    wrong: Any = "seriate"
    with pytest.raises(UnknownNameError, match="unknown order 'seriate'; did you mean seriated"):
        matrix(GRAPH, order=wrong)


def test_an_unknown_focus_is_refused() -> None:
    nothing: nx.Graph[str] = nx.Graph()
    for graph in (GRAPH, FOLDED, nothing):
        with pytest.raises(UnknownNameError, match="unknown operation or code 'VolumeInUs'"):
            bipartite_drawing(graph, focus="VolumeInUs")


def test_what_is_no_such_graph_is_refused() -> None:
    catalogue: Any = CATALOGUE
    for draw in FIGURES.values():
        with pytest.raises(GraphError, match="bipartite"):
            draw(nx.Graph([("A", "B")]))
        with pytest.raises(GraphError, match=r"call error_graph\(catalogue\)"):
            draw(catalogue)


def test_without_matplotlib_the_error_names_the_extra() -> None:
    lines = ("import sgwlib.plot", "from sgwlib.plot import matrix", "sgwlib.plot")
    code = "import sys, sgwlib\nsys.modules['matplotlib'] = None" + "".join(
        f"\ntry:\n    {line}\nexcept sgwlib.SgwError as error:\n    print(error)" for line in lines
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    expected = "sgwlib.plot needs the package matplotlib; install it with: pip install "
    assert (done.stdout, done.stderr) == (f"{expected}'sgwlib[plot]'\n" * len(lines), "")
