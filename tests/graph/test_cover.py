from __future__ import annotations

import random
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgwlib import error_graph, load_catalogue
from sgwlib.errors import GraphError, UnknownNameError
from sgwlib.graph import covering_codes, covering_operations, fold, minimum_cover
from tests.graph.graphs import CATALOGUE, FULL, filtered, made, make, nodes_of
from tools.synthetic import write_lift

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

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


def all_smallest(graph: nx.Graph[str], codes: set[str]) -> list[set[str]]:
    """Return every smallest cover of some codes, by trying all."""
    operations = nodes_of(graph, 0)
    for size in range(len(operations) + 1):
        tried = combinations(operations, size)
        if found := [set(chosen) for chosen in tried if codes <= covered(graph, chosen)]:
            return found
    return []


@given(made(most=6), st.data())
def test_forced_and_swaps_are_those_of_all_smallest_covers(
    graph: nx.Graph[str], data: st.DataObject
) -> None:
    possible = [code for code in nodes_of(graph, 1) if graph[code]]
    codes = data.draw(st.sets(st.sampled_from(possible))) if possible else set()
    smallest_covers = all_smallest(graph, codes)
    cover = minimum_cover(graph, codes)
    chosen = set(cover.operations)
    assert chosen in smallest_covers
    assert set(cover.forced) == set.intersection(*smallest_covers)
    assert cover.swaps.keys() == chosen - set(cover.forced)
    for operation, others in cover.swaps.items():
        rest = chosen - {operation}
        assert list(others) == [
            other
            for other in nodes_of(graph, 0)
            if other not in chosen and rest | {other} in smallest_covers
        ]


def test_a_folded_graph_has_the_same_cover_and_the_same_swaps() -> None:
    # OutdatedGateway is folded into another code.
    for codes in (None, ["OutdatedGateway", "VolumeNotReady"]):
        whole, folded = minimum_cover(FULL, codes), minimum_cover(fold(FULL), codes)
        assert (folded.operations, folded.forced) == (whole.operations, whole.forced)
        assert {name: set(others) for name, others in folded.swaps.items()} == {
            name: set(others) for name, others in whole.swaps.items()
        }


def test_the_page_s_cover_has_five_forced_operations_and_two_with_swaps() -> None:
    cover = minimum_cover(FULL)
    assert cover.operations == covering_operations(FULL)
    assert len(cover.forced) == 5
    assert cover.swaps == {
        "AddCache": ("AddUploadBuffer", "AddWorkingStorage"),
        "CreateSnapshot": ("CreateSnapshotFromVolumeRecoveryPoint",),
    }


def test_codes_that_the_graph_lacks_and_a_bare_string_are_refused() -> None:
    with pytest.raises(UnknownNameError, match="did you mean VolumeInUse"):
        minimum_cover(FULL, ["VolumeInUs"])
    with pytest.raises(UnknownNameError, match="'AddCache': it is an operation"):
        covering_operations(FULL, ["AddCache"])
    with pytest.raises(GraphError, match="not a string; use \\['VolumeInUse'\\]"):
        covering_operations(FULL, "VolumeInUse")


def test_ten_times_the_page_is_covered_and_a_hard_graph_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = error_graph(load_catalogue(write_lift(tmp_path, copies=10)))
    assert len(covering_operations(large)) == 70
    assert len(covering_codes(large)) == 20
    monkeypatch.setattr("sgwlib.graph.cover._MOST_WORK", 10_000)
    chance = random.Random(1)
    pairs = [(f"O{i}", f"c{j}") for i in range(200) for j in range(200) if chance.random() < 0.1]
    hard = make(dict.fromkeys(o for o, _ in pairs), dict.fromkeys(c for _, c in pairs), pairs)
    with pytest.raises(GraphError, match="too large for an exact search"):
        covering_operations(hard)


@given(filtered())
def test_a_cover_covers_each_node_of_the_other_side(graph: nx.Graph[str]) -> None:
    for find, side in BOTH:
        chosen = find(graph)
        assert set(chosen) <= set(nodes_of(graph, side))
        assert covered(graph, chosen) == set(nodes_of(graph, 1 - side))


@given(made(most=7))
def test_no_smaller_cover_exists(graph: nx.Graph[str]) -> None:
    graph.remove_nodes_from([name for name in list(graph) if not graph[name]])
    for find, side in BOTH:
        assert len(find(graph)) == smallest(graph, side)


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


def test_a_side_without_nodes_needs_no_cover() -> None:
    for find, side in BOTH:
        assert find(error_graph(CATALOGUE, [])) == ()
        assert find(make("A", "", []) if side == 0 else make("", "x", [])) == ()


def test_an_isolated_node_that_nothing_covers_is_named() -> None:
    for find, side in BOTH:
        graph = FULL.copy()
        graph.add_node("Lonely", bipartite=1 - side)
        with pytest.raises(GraphError, match="Lonely"):
            find(graph)


def test_an_operation_may_be_neither_forced_nor_swapped_alone() -> None:
    # The other smallest cover is C and D.
    codes = {"A": "wx", "B": "yz", "C": "wy", "D": "xz"}
    graph = make("ABCD", "wxyz", [(name, code) for name, each in codes.items() for code in each])
    cover = minimum_cover(graph)
    assert (cover.operations, cover.forced) == (("A", "B"), ())
    assert cover.swaps == {"A": (), "B": ()}
