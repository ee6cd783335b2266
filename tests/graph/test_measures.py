from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from hypothesis import given

from sgwlib.graph import degrees, density, sharing
from tests.graph.graphs import CATALOGUE, FULL, any_graph, make, nodes_of, pairs_of

if TYPE_CHECKING:
    import networkx as nx


@given(any_graph())
def test_degrees_count_the_pairs_of_every_node(graph: nx.Graph[str]) -> None:
    pairs = pairs_of(graph)
    for side, counted in enumerate(degrees(graph)):
        expected = Counter(pair[side] for pair in pairs)
        assert counted == {name: expected[name] for name in nodes_of(graph, side)}
        assert list(counted) == nodes_of(graph, side)


@given(any_graph())
def test_density_is_the_share_of_possible_pairs(graph: nx.Graph[str]) -> None:
    possible = len(nodes_of(graph, 0)) * len(nodes_of(graph, 1))
    expected = len(pairs_of(graph)) / possible if possible else 0
    assert abs(density(graph) - expected) < 1e-12


def test_the_page_fills_289_of_1260_cells() -> None:
    assert density(FULL) == 289 / 1260


@given(any_graph())
def test_every_code_that_some_operation_returns_is_shared_in_one_of_four_ways(
    graph: nx.Graph[str],
) -> None:
    total = len(nodes_of(graph, 0))
    counts = Counter(code for _, code in pairs_of(graph))
    found = sharing(graph)
    assert sorted(code for part in found for code in part) == sorted(counts)
    assert all(counts[code] == total for code in found.all)
    assert all(total > counts[code] >= max(2, total / 2) for code in found.many)
    assert all(2 <= counts[code] < total / 2 for code in found.few)
    assert all(counts[code] == 1 for code in found.one)


@given(any_graph())
def test_shared_codes_are_in_node_order(graph: nx.Graph[str]) -> None:
    place = {name: position for position, name in enumerate(graph)}
    for part in sharing(graph):
        assert list(part) == sorted(part, key=place.__getitem__)


def test_what_all_many_few_and_one_operation_of_the_page_can_return() -> None:
    counts = {code: len(CATALOGUE.operations_of(code)) for code in CATALOGUE.codes}
    found = sharing(FULL)
    assert found.all == ()
    assert set(found.many) == {code for code, count in counts.items() if count >= 18}
    assert set(found.one) == {code for code, count in counts.items() if count == 1}
    assert [len(part) for part in found] == [0, 7, 15, 14]
    assert "InternalError" in found.many
    assert "VolumeInUse" in found.one


def test_the_codes_of_a_single_operation_are_shared_by_all() -> None:
    assert sharing(make("A", "xy", [("A", "x")])) == (("x",), (), (), ())


def test_a_code_of_one_operation_of_two_is_of_one() -> None:
    graph = make("AB", "xy", [("A", "x"), ("A", "y"), ("B", "y")])
    assert sharing(graph) == (("y",), (), (), ("x",))
