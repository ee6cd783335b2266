from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from hypothesis import given

from sgwlib import error_graph
from sgwlib.filters import Filter
from sgwlib.graph import ORDERS, crossings, few_crossings, fold, order
from tests.graph.graphs import CATALOGUE, FULL, any_graph, nodes_of

if TYPE_CHECKING:
    import networkx as nx

    from sgwlib.graph import Order

FOLDED = fold(FULL)
VOLUMES = error_graph(CATALOGUE, Filter(resource="volume").pairs(CATALOGUE))


def crossings_one_by_one(graph: nx.Graph[str], shown: Order) -> int:
    left, right = ({name: place for place, name in enumerate(side)} for side in shown)
    ends = [(left[one], right[other]) for one in shown.operations for other in graph[one]]
    return sum((a - c) * (b - d) < 0 for (a, b), (c, d) in combinations(ends, 2))


@given(any_graph())
def test_crossings_are_those_of_all_pairs_of_lines(graph: nx.Graph[str]) -> None:
    for shown in (order(graph), few_crossings(graph)):
        assert crossings(graph, shown) == crossings_one_by_one(graph, shown)


@given(any_graph())
def test_every_name_stands_once_and_no_order_to_start_from_crosses_less(
    graph: nx.Graph[str],
) -> None:
    found = few_crossings(graph)
    for side, names in enumerate(found):
        assert sorted(names) == sorted(nodes_of(graph, side))
    assert crossings(graph, found) <= crossings(graph, order(graph, "seriated"))


def test_the_page_s_graphs_cross_less_than_in_any_order_of_the_matrix() -> None:
    for graph in (FULL, FOLDED, VOLUMES):
        least = min(crossings(graph, how) for how in ORDERS)
        assert crossings(graph, few_crossings(graph)) < least


def test_the_stars_of_a_pair_cross_nowhere() -> None:
    crossed = {}
    for operation, code in CATALOGUE.pairs:
        stars = [each for each in CATALOGUE.pairs if operation == each[0] or code == each[1]]
        graph = error_graph(CATALOGUE, stars)
        crossed[operation, code] = crossings(graph, few_crossings(graph))
    assert not any(crossed.values()), crossed
