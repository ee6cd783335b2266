from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import networkx as nx
from hypothesis import given

from sgwlib.graph import equal_codes, equal_operations, fold
from tests.graph.graphs import CATALOGUE, FULL, any_graph, make, nodes_of, pairs_of

if TYPE_CHECKING:
    from collections.abc import Callable

Groups = tuple[tuple[str, ...], ...]
BOTH: list[tuple[Callable[[nx.Graph[str]], Groups], int]] = [
    (equal_operations, 0),
    (equal_codes, 1),
]


def unfolded(graph: nx.Graph[str]) -> set[tuple[str, str]]:
    members = nx.get_node_attributes(graph, "members")
    return {
        (operation, code)
        for one, other in pairs_of(graph)
        for operation in members[one]
        for code in members[other]
    }


def test_the_page_has_18_distinct_operations_and_17_distinct_codes() -> None:
    # Counted here on the pairs themselves, without a graph.
    rows = {frozenset(CATALOGUE.codes_of(name)) for name in CATALOGUE.operations}
    columns = {frozenset(CATALOGUE.operations_of(name)) for name in CATALOGUE.codes}
    assert (len(rows), len(columns)) == (18, 17)
    assert len(equal_operations(FULL)) == 18
    assert len(equal_codes(FULL)) == 17


@given(any_graph())
def test_groups_are_exactly_the_nodes_with_equal_neighbours(graph: nx.Graph[str]) -> None:
    for find, side in BOTH:
        groups = find(graph)
        assert sorted(name for group in groups for name in group) == sorted(nodes_of(graph, side))
        group_of = {name: place for place, group in enumerate(groups) for name in group}
        for one, other in combinations(group_of, 2):
            equal = set(graph[one]) == set(graph[other])
            assert equal == (group_of[one] == group_of[other])


@given(any_graph())
def test_groups_and_their_members_are_in_node_order(graph: nx.Graph[str]) -> None:
    place = {name: position for position, name in enumerate(graph)}
    for find, _ in BOTH:
        places = [[place[name] for name in group] for group in find(graph)]
        assert all(each == sorted(each) for each in places)
        assert [each[0] for each in places] == sorted(each[0] for each in places)


@given(any_graph())
def test_unfolding_gives_back_every_node_and_pair(graph: nx.Graph[str]) -> None:
    folded = fold(graph)
    assert unfolded(folded) == pairs_of(graph)
    for side in (0, 1):
        members = [folded.nodes[name]["members"] for name in nodes_of(folded, side)]
        flat = [name for each in members for name in each]
        assert sorted(flat) == sorted(nodes_of(graph, side))


@given(any_graph())
def test_no_two_nodes_of_a_folded_graph_are_equal(graph: nx.Graph[str]) -> None:
    folded = fold(graph)
    assert {len(group) for group in equal_operations(folded) + equal_codes(folded)} <= {1}


@given(any_graph())
def test_a_folded_graph_folds_to_itself(graph: nx.Graph[str]) -> None:
    folded = fold(graph)
    again = fold(folded)
    assert nx.utils.graphs_equal(again, folded)
    assert list(again) == list(folded)


@given(any_graph())
def test_folding_leaves_the_graph_as_it_was(graph: nx.Graph[str]) -> None:
    before = graph.copy()
    fold(graph)
    assert nx.utils.graphs_equal(graph, before)


def test_a_folded_node_is_named_and_described_by_its_first_member() -> None:
    graph = make(["A", "B", "C"], ["x", "y"], [("A", "x"), ("B", "x"), ("C", "y")])
    graph.nodes["A"]["kind"] = "reads"
    graph.nodes["B"]["kind"] = "deletes"
    folded = fold(graph)
    assert {name: folded.nodes[name] for name in folded} == {
        "A": {"bipartite": 0, "kind": "reads", "members": ("A", "B")},
        "C": {"bipartite": 0, "members": ("C",)},
        "x": {"bipartite": 1, "members": ("x",)},
        "y": {"bipartite": 1, "members": ("y",)},
    }
    assert set(folded.edges) == {("A", "x"), ("C", "y")}


def test_a_folded_fold_unfolds_to_all_members() -> None:
    graph = make("ABC", "xy", [("A", "x"), ("B", "x"), ("B", "y")])
    folded = fold(graph)
    folded.remove_edge("B", "y")
    folded.remove_node("y")
    assert fold(folded).nodes["A"]["members"] == ("A", "B")
