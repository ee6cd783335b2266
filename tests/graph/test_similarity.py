from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgwlib.errors import GraphError, UnknownNameError
from sgwlib.graph import code_projection, operation_projection, operation_similarity, similar
from tests.graph.graphs import FULL, any_graph, make, nodes_of, pairs_of

if TYPE_CHECKING:
    import networkx as nx


def neighbours(graph: nx.Graph[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {name: set() for name in graph}
    for operation, code in pairs_of(graph):
        found[operation].add(code)
        found[code].add(operation)
    return found


def weights(graph: nx.Graph[str]) -> dict[frozenset[str], float]:
    edges = graph.edges(data=True)
    return {frozenset((one, other)): attributes["weight"] for one, other, attributes in edges}


@given(graph=any_graph())
def test_a_projection_weighs_how_much_two_nodes_share(graph: nx.Graph[str]) -> None:
    near = neighbours(graph)
    for side, project in enumerate((operation_projection, code_projection)):
        projected = project(graph)
        shared = {
            frozenset((one, other)): len(near[one] & near[other])
            for one, other in combinations(nodes_of(graph, side), 2)
        }
        assert weights(projected) == {pair: count for pair, count in shared.items() if count}
        assert set(projected) == set(nodes_of(graph, side))


@given(any_graph())
def test_similarity_is_shared_codes_over_all_codes_of_two_operations(graph: nx.Graph[str]) -> None:
    near = neighbours(graph)
    expected = {
        frozenset((one, other)): len(near[one] & near[other]) / len(near[one] | near[other])
        for one, other in combinations(nodes_of(graph, 0), 2)
        if near[one] & near[other]
    }
    assert weights(operation_similarity(graph)) == pytest.approx(expected)


@given(graph=any_graph().filter(len), data=st.data())
def test_the_similar_nodes_are_the_best_by_jaccard_and_node_order(
    graph: nx.Graph[str], data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(list(graph)))
    count = data.draw(st.integers(0, 40))
    near = neighbours(graph)
    same_side = nodes_of(graph, graph.nodes[name]["bipartite"])
    scores = [
        (other, len(near[name] & near[other]) / len(near[name] | near[other]))
        for other in same_side
        if other != name and near[name] & near[other]
    ]
    expected = sorted(scores, key=lambda each: -each[1])[:count]
    assert similar(graph, name, count) == expected


def test_similarity_of_equal_and_of_unlike_operations() -> None:
    graph = make("ABC", "xyz", [("A", "x"), ("A", "y"), ("B", "x"), ("B", "y"), ("C", "z")])
    assert similar(graph, "A") == [("B", 1.0)]
    assert similar(graph, "C") == []
    assert not operation_similarity(graph).has_edge("A", "C")


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="did you mean DeleteVolume"):
        similar(FULL, "DeleteVolumes")


def test_a_count_that_is_no_whole_number_from_0_on_is_refused() -> None:
    for wrong in (-1, 1.0, True, "2", None):
        with pytest.raises(GraphError, match="expected a whole number of at least 0"):
            similar(FULL, "DeleteVolume", wrong)  # type: ignore[arg-type]  # as a user might
    assert similar(FULL, "DeleteVolume", 0) == []
