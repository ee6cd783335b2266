from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from sgwlib import error_graph, load_catalogue
from sgwlib.graph import equal_codes, equal_operations, fold, order
from sgwlib.graph import seriation as module
from sgwlib.graph.seriation import distances, seriated_order
from tools.synthetic import write_lift

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

Rows = list[list[int]]

OPERATIONS = """
    DeleteSnapshotSchedule DescribeCache AddCache AddUploadBuffer DeleteVolume
    DescribeChapCredentials DeleteChapCredentials CreateStorediSCSIVolume CreateCachediSCSIVolume
    DescribeCachediSCSIVolumes CreateSnapshotFromVolumeRecoveryPoint CreateSnapshot
    DescribeSnapshotSchedule DeleteBandwidthRateLimit DescribeBandwidthRateLimit DeleteGateway
    ListGateways ActivateGateway
"""
CODES = """
    VolumeNotReady VolumeNotFound InternalError GatewayNotFound GatewayInternalError
    UnsupportedOperationForGatewayType MaximumVolumeCountExceeded CannotExportSnapshot
    DiskSizeNotGigAligned DiskAlreadyAllocated LocalStorageLimitExceeded
    BandwidthThrottleScheduleNotFound InitiatorNotFound TargetInvalid TargetNotFound
    SnapshotInProgressException ActivationKeyExpired
"""

matrices: st.SearchStrategy[Rows] = st.integers(1, 12).flatmap(
    lambda width: st.lists(st.sets(st.integers(0, width - 1)).map(sorted), min_size=1, max_size=12)
)


def jaccard(one: list[int], other: list[int]) -> float:
    either = set(one) | set(other)
    return len(set(one) ^ set(other)) / len(either) if either else 0.0


def length(path: list[int], rows: Rows) -> float:
    return sum(jaccard(rows[one], rows[other]) for one, other in pairwise(path))


def distinct(copies: int, folder: Path) -> list[Rows]:
    """Return the folded matrix of the page, so many times as large, and its transpose."""
    graph = error_graph(load_catalogue(write_lift(folder, copies)))
    groups = equal_operations(graph), equal_codes(graph)
    return [
        [[place for place, each in enumerate(across) if each[0] in graph[row[0]]] for row in down]
        for down, across in (groups, groups[::-1])
    ]


@given(matrices)
def test_every_row_has_one_place_and_the_fuller_half_comes_first(rows: Rows) -> None:
    path = seriated_order(rows)
    assert sorted(path) == list(range(len(rows)))
    half = len(path) // 2
    sizes = [len(rows[place]) for place in path]
    assert sum(sizes[:half]) >= sum(sizes[len(sizes) - half :])


@given(matrices)
def test_no_part_can_be_reversed_to_make_it_shorter(rows: Rows) -> None:
    path = seriated_order(rows)
    shortest = length(path, rows)
    for first, last in combinations(range(len(path) + 1), 2):
        turned = path[:first] + path[first:last][::-1] + path[last:]
        assert length(turned, rows) > shortest - 1e-6


@given(matrices)
def test_distances_are_jaccard_s(rows: Rows) -> None:
    found = distances(rows)
    for place, row in enumerate(rows):
        for other, columns in enumerate(rows):
            assert abs(found[place][other] - jaccard(row, columns)) < 1e-12


@given(st.permutations(range(8)))
def test_a_band_is_found_however_it_was_shuffled(shuffled: list[int]) -> None:
    band = [list(range(row, row + 4)) for row in range(8)]
    path = [shuffled[row] for row in seriated_order([band[row] for row in shuffled])]
    assert path in (sorted(path), sorted(path, reverse=True))


def test_the_page_s_order_is_the_one_that_the_documents_show() -> None:
    graph = error_graph(load_catalogue())
    for names, expected in zip(order(fold(graph), "seriated"), (OPERATIONS, CODES), strict=True):
        assert names == expected.split()


def test_it_is_as_short_as_the_best_order_of_a_cluster_tree(tmp_path: Path) -> None:
    # The lengths of SciPy 1.17's optimal_leaf_ordering(linkage(..., "average")), rows and columns.
    lengths = {1: (6.4885, 9.7712), 10: (265.50, 209.09)}
    for copies, leaves in lengths.items():
        for rows, most in zip(distinct(copies, tmp_path / str(copies)), leaves, strict=True):
            assert length(seriated_order(rows), rows) <= most


def test_large_matrices_keep_the_nearest_first_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, _ = distinct(2, tmp_path)
    short = length(seriated_order(rows), rows)
    monkeypatch.setattr(module, "_MOST_SHORTENED", len(rows) - 1)
    quick = seriated_order(rows)
    assert sorted(quick) == list(range(len(rows)))
    assert short < length(quick, rows) < length(list(range(len(rows))), rows)


def test_no_rows_have_no_order() -> None:
    assert seriated_order([]) == []
