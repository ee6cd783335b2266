from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from sgwlib import error_graph
from sgwlib.errors import GraphError
from sgwlib.graph import covering_codes, covering_operations
from tests.graph.graphs import CATALOGUE, FULL, filtered, made, make, nodes_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import networkx as nx

BOTH: list[tuple[Callable[[nx.Graph[str]], tuple[str, ...]], int]] = [
    (covering_operations, 0),
    (covering_codes, 1),
]


def covered(graph: nx.Graph[str], chosen: tuple[str, ...]) -> set[str]:
    return {neighbour for name in chosen for neighbour in graph[name]}


def smallest(graph: nx.Graph[str], side: int) -> int:
    """Return the size of a smallest cover, by trying all."""
    targets = set(nodes_of(graph, 1 - side))
    candidates = nodes_of(graph, side)
    return next(
        size
        for size in range(len(candidates) + 1)
        if any(covered(graph, chosen) == targets for chosen in combinations(candidates, size))
    )


@settings(deadline=None)  # the first cover imports scipy
@given(filtered())
def test_a_cover_covers_each_node_of_the_other_side(graph: nx.Graph[str]) -> None:
    for find, side in BOTH:
        chosen = find(graph)
        assert set(chosen) <= set(nodes_of(graph, side))
        assert covered(graph, chosen) == set(nodes_of(graph, 1 - side))


@settings(deadline=None)
@given(made(most=7))
def test_no_smaller_cover_exists(graph: nx.Graph[str]) -> None:
    graph.remove_nodes_from([name for name in list(graph) if not graph[name]])
    for find, side in BOTH:
        assert len(find(graph)) == smallest(graph, side)


@settings(deadline=None)
@given(made())
def test_a_cover_is_refused_just_where_there_is_none(graph: nx.Graph[str]) -> None:
    for find, side in BOTH:
        bare = [name for name in nodes_of(graph, 1 - side) if not graph[name]]
        try:
            find(graph)
        except GraphError as error:
            refused = str(error)
        else:
            refused = ""
        assert bool(refused) == bool(bare)
        assert all(name in refused for name in bare)


def test_of_a_few_early_and_one_late_operation_the_one_is_chosen() -> None:
    graph = make("ABC", "xy", [("A", "x"), ("B", "y"), ("C", "x"), ("C", "y")])
    assert covering_operations(graph) == ("C",)


def test_of_several_smallest_covers_an_early_one_is_chosen() -> None:
    pairs = [("A", "x"), ("A", "y"), ("B", "z"), ("C", "x"), ("D", "y"), ("D", "z")]
    assert covering_operations(make("ABCD", "xyz", pairs)) == ("A", "B")


@settings(deadline=None)
@given(filtered())
def test_a_cover_is_in_node_order(graph: nx.Graph[str]) -> None:
    place = {name: position for position, name in enumerate(graph)}
    for find, _ in BOTH:
        chosen = find(graph)
        assert list(chosen) == sorted(chosen, key=place.__getitem__)


def test_the_page_is_covered_by_seven_operations_and_by_two_codes() -> None:
    # Tried out here: no fewer will do.
    codes, operations = set(CATALOGUE.codes), set(CATALOGUE.operations)
    of_code = {name: frozenset(CATALOGUE.operations_of(name)) for name in codes}
    of_operation = {name: frozenset(CATALOGUE.codes_of(name)) for name in operations}
    assert not any(found == operations for found in of_code.values())
    for six in combinations(set(of_operation.values()), 6):
        assert frozenset().union(*six) != codes
    chosen = covering_operations(FULL)
    assert len(chosen) == 7
    assert frozenset().union(*(of_operation[name] for name in chosen)) == codes
    pair = covering_codes(FULL)
    assert len(pair) == 2
    assert frozenset().union(*(of_code[name] for name in pair)) == operations


def test_of_equal_operations_the_first_is_chosen() -> None:
    graph = make(["B", "A", "C"], ["x", "y"], [("B", "x"), ("A", "x"), ("C", "y")])
    assert covering_operations(graph) == ("B", "C")


@pytest.mark.parametrize(("find", "side"), BOTH)
def test_nothing_covers_an_empty_graph(
    find: Callable[[nx.Graph[str]], tuple[str, ...]], side: int
) -> None:
    assert find(error_graph(CATALOGUE, [])) == ()
    alone = make("A", "", []) if side == 0 else make("", "x", [])
    assert find(alone) == ()


@pytest.mark.parametrize(("find", "side"), BOTH)
def test_an_isolated_node_that_nothing_covers_is_named(
    find: Callable[[nx.Graph[str]], tuple[str, ...]], side: int
) -> None:
    graph = FULL.copy()
    graph.add_node("Lonely", bipartite=1 - side)
    with pytest.raises(GraphError, match="Lonely"):
        find(graph)
