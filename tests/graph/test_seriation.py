from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from scipy.cluster.hierarchy import leaves_list, linkage, optimal_leaf_ordering
from scipy.spatial.distance import pdist, squareform

from sgwlib import error_graph, load_catalogue
from sgwlib.graph import equal_codes, equal_operations
from sgwlib.graph.seriation import distances, like_beside_like
from tools.synthetic import write_lift

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Matrix = NDArray[np.bool_]

matrices = arrays(np.bool_, array_shapes(min_dims=2, max_dims=2, max_side=12))


def length(order: list[int], between: NDArray[np.float64]) -> float:
    return float(sum(between[pair] for pair in pairwise(order)))


def distinct(copies: int, folder: Path) -> list[Matrix]:
    """Return the folded matrix of the page, so many times as large, and its transpose."""
    graph = error_graph(load_catalogue(write_lift(folder, copies)))
    rows, columns = equal_operations(graph), equal_codes(graph)
    matrix = np.array([[code[0] in graph[row[0]] for code in columns] for row in rows])
    return [matrix, matrix.T]


@given(matrices)
def test_every_row_stands_once(rows: Matrix) -> None:
    assert sorted(like_beside_like(rows)) == list(range(len(rows)))


@given(matrices)
def test_no_part_can_be_turned_to_make_it_shorter(rows: Matrix) -> None:
    order, between = like_beside_like(rows), distances(rows)
    shortest = length(order, between)
    for first, last in combinations(range(len(order) + 1), 2):
        turned = order[:first] + order[first:last][::-1] + order[last:]
        assert length(turned, between) > shortest - 1e-6


@given(matrices)
def test_the_fuller_half_comes_first(rows: Matrix) -> None:
    order, sizes = like_beside_like(rows), rows.sum(axis=1)
    half = len(order) // 2
    assert sizes[order[:half]].sum() >= sizes[order[len(order) - half :]].sum()


@given(matrices)
def test_distances_are_those_of_scipy(rows: Matrix) -> None:
    expected = squareform(pdist(rows, "jaccard")) if len(rows) > 1 else np.zeros((1, 1))
    np.testing.assert_allclose(distances(rows), expected, atol=1e-12)


@given(st.permutations(range(8)))
def test_a_band_is_found_however_it_was_shuffled(shuffled: list[int]) -> None:
    band = np.array([[row <= column <= row + 3 for column in range(11)] for row in range(8)])
    order = [shuffled[row] for row in like_beside_like(band[shuffled])]
    assert order in (sorted(order), sorted(order, reverse=True))


@pytest.mark.parametrize("copies", [1, 10])
def test_it_is_no_longer_than_the_best_order_of_a_cluster_tree(copies: int, tmp_path: Path) -> None:
    for rows in distinct(copies, tmp_path):
        between = pdist(rows, "jaccard")
        tree = optimal_leaf_ordering(linkage(between, "average"), between)
        leaves = [int(leaf) for leaf in leaves_list(tree)]
        square = distances(rows)
        assert length(like_beside_like(rows), square) <= length(leaves, square)


def test_no_rows_have_no_order() -> None:
    assert like_beside_like(np.zeros((0, 3), dtype=bool)) == []
