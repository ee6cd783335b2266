from __future__ import annotations

from inspect import isfunction
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from networkx.algorithms import bipartite

from sgwlib import error_graph
from sgwlib import graph as graph_functions
from sgwlib.errors import GraphError
from sgwlib.graph import CODE, OPERATION, sides
from tests.graph.graphs import CATALOGUE, FULL, any_graph, nodes_of, pairs_of

if TYPE_CHECKING:
    from pathlib import Path

    from sgwlib.catalogue import Pair


def test_the_graph_is_the_catalogue() -> None:
    assert list(FULL) == [*CATALOGUE.operations, *CATALOGUE.codes]
    assert pairs_of(FULL) == set(CATALOGUE.pairs)
    assert FULL.number_of_edges() == 289
    assert bipartite.is_bipartite(FULL)


def test_nodes_carry_what_the_catalogue_says() -> None:
    for operation in CATALOGUE.operations.values():
        assert FULL.nodes[operation.name] == {
            "bipartite": OPERATION,
            "resource": operation.resource,
            "kind": operation.kind,
        }
    for code in CATALOGUE.codes.values():
        node = FULL.nodes[code.name]
        assert (node["bipartite"], node["message"]) == (CODE, code.message)
        assert node["status"] == (500 if "InternalError" in code.name else 400)
        for part in ("carrier", "cause", "remedy"):
            said = (node[part], node[f"{part}_evidence"], node[f"{part}_source"])
            assert said == getattr(code, part)
            assert {type(each) for each in said} == {str}


def test_edges_know_their_place_on_the_page() -> None:
    for place, pair in enumerate(CATALOGUE.pairs):
        assert FULL.edges[pair] == {"position": place}


@given(st.sets(st.sampled_from(CATALOGUE.pairs)))
def test_any_choice_of_pairs_has_its_operations_and_codes_and_no_others(kept: set[Pair]) -> None:
    graph = error_graph(CATALOGUE, kept)
    operations = {operation for operation, _ in kept}
    codes = {code for _, code in kept}
    assert sides(graph) == (
        [name for name in CATALOGUE.operations if name in operations],
        [name for name in CATALOGUE.codes if name in codes],
    )
    assert pairs_of(graph) == kept
    assert nx.utils.graphs_equal(graph, FULL.edge_subgraph(kept).copy())


@given(st.permutations(CATALOGUE.pairs[:20]))
def test_the_order_and_repetition_of_pairs_do_not_matter(shuffled: list[Pair]) -> None:
    graph = error_graph(CATALOGUE, iter(shuffled + shuffled[:5]))
    ordered = error_graph(CATALOGUE, CATALOGUE.pairs[:20])
    assert list(graph) == list(ordered)
    assert list(graph.edges(data=True)) == list(ordered.edges(data=True))


def test_a_pair_that_is_not_documented_is_refused() -> None:
    for pair in (("DeleteVolume", "LunInvalid"), ("VolumeInUse", "DeleteVolume"), ("No", "Such")):
        with pytest.raises(GraphError, match="is not a documented pair"):
            error_graph(CATALOGUE, [*CATALOGUE.pairs, pair])


def test_what_is_no_catalogue_or_no_list_of_pairs_is_refused_with_the_right_form() -> None:
    wrong: Any
    for wrong in (FULL, None, "AddCache"):
        with pytest.raises(GraphError, match="expected a catalogue, not"):
            error_graph(wrong)
    for wrong in ("AB", ("DeleteVolume", "VolumeInUse"), [("a", "b", "c")], [(["a"], "b")]):
        with pytest.raises(GraphError, match=r"expected a list of pairs, such as \["):
            error_graph(CATALOGUE, wrong)


@given(any_graph())
def test_the_sides_are_known_of_every_graph(graph: nx.Graph[str]) -> None:
    assert sides(graph) == (nodes_of(graph, 0), nodes_of(graph, 1))


def test_the_sides_are_known_where_networkx_cannot_tell() -> None:
    apart = [("DeleteVolume", "VolumeInUse"), ("ActivateGateway", "OutdatedGateway")]
    graph = error_graph(CATALOGUE, apart)
    with pytest.raises(nx.AmbiguousSolution):
        bipartite.sets(graph)
    assert sides(graph) == (["ActivateGateway", "DeleteVolume"], ["OutdatedGateway", "VolumeInUse"])


def test_of_no_pairs_there_is_an_empty_graph() -> None:
    graph = error_graph(CATALOGUE, [])
    assert len(graph) == 0
    assert sides(graph) == ([], [])


def test_a_node_without_a_side_is_named() -> None:
    odd: list[dict[str, Any]] = [{}, {"bipartite": 2}, {"bipartite": "0"}, {"bipartite": []}]
    for attributes in odd:
        graph = FULL.copy()
        graph.add_node("Odd", **attributes)
        with pytest.raises(GraphError, match="'Odd'"):
            sides(graph)


def test_what_is_equal_to_a_side_is_that_side() -> None:
    for one in (1, 1.0, True):
        graph: nx.Graph[str] = nx.Graph()
        graph.add_node("A", bipartite=one)
        assert sides(graph) == ([], ["A"])


def test_every_function_refuses_a_catalogue_and_says_how_to_get_a_graph(tmp_path: Path) -> None:
    uses: dict[str, tuple[Any, ...]] = {
        "similar": ("AddCache",),
        "write_graph": (tmp_path / "graph.csv",),
        "minimum_cover": (["VolumeInUse"],),
        "members": ("AddCache",),
    }
    takes_no_graph = {"error_graph", "read_graph"}
    functions = [
        name
        for name, each in vars(graph_functions).items()
        if isfunction(each) and name in graph_functions.__all__ and name not in takes_no_graph
    ]
    assert len(functions) == 19
    for name in functions:
        for wrong in (CATALOGUE, "graph", None):
            with pytest.raises(GraphError, match=r"call error_graph\(catalogue\) to get one"):
                getattr(graph_functions, name)(wrong, *uses.get(name, ()))
