"""Seriation: rows of a matrix put so that like stands beside like."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["distances", "like_beside_like"]


def like_beside_like(rows: NDArray[np.bool_]) -> list[int]:
    """Return an order of the rows in which neighbours differ little, the fullest end first.

    The order is a short path through all rows, their Jaccard distances being its lengths: from
    the row that is farthest from all others always on to the nearest, then turned round in parts
    for as long as that makes it shorter (2-opt; Croes 1958). On the page's matrix, and on ten
    times as large ones, this path is no longer than the best order of the leaves of
    average-linkage clusters.

    Parameters
    ----------
    rows
        Of shape (rows, columns); True where there is a pair.

    Returns
    -------
    list of int
        Each row once. It depends on the rows alone, not on the machine.

    Examples
    --------
    >>> like_beside_like(np.array([[1, 1, 0, 0], [0, 0, 1, 1], [1, 1, 1, 0]], dtype=bool))
    [1, 2, 0]
    """
    if not len(rows):
        return []
    between = distances(rows)
    sizes = rows.sum(axis=1)
    path = _shortened(_nearest_first(between, int(between.sum(axis=1).argmax())), between)
    half = len(path) // 2
    # A path and its mirror image are equally short: choose the one that starts full.
    if sizes[path[:half]].sum() < sizes[path[-half:]].sum():
        path = path[::-1]
    return [int(row) for row in path]


def distances(rows: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the Jaccard distance of every two rows; empty ones are equal to each other.

    Parameters
    ----------
    rows
        Of shape (rows, columns).

    Returns
    -------
    numpy.ndarray
        Of shape (rows, rows), from 0 for equal rows to 1 for those with nothing in common.
    """
    counts = rows.astype(np.float64)
    common = counts @ counts.T
    sizes = counts.sum(axis=1)
    either = sizes[:, None] + sizes[None, :] - common
    return np.where(either > 0, 1 - common / np.maximum(either, 1), 0.0)


def _nearest_first(between: NDArray[np.float64], start: int) -> NDArray[np.intp]:
    """Return a path that goes on to the nearest row that is left, to the first of equals."""
    left = between.copy()
    path = [start]
    left[:, start] = np.inf
    while len(path) < len(between):
        path.append(int(left[path[-1]].argmin()))
        left[:, path[-1]] = np.inf
    return np.array(path, dtype=np.intp)


def _shortened(path: NDArray[np.intp], between: NDArray[np.float64]) -> NDArray[np.intp]:
    """Turn parts of a path round, the best one first, until none makes it shorter."""
    # A place beyond both ends, at no distance from any row, lets parts at the ends turn, too.
    lengths = np.pad(between, (0, 1))
    while True:
        before, after = np.append(-1, path[:-1]), np.append(path[1:], -1)
        now = lengths[before, path][:, None] + lengths[path, after][None, :]
        turned = lengths[np.ix_(before, path)] + lengths[np.ix_(path, after)]
        gain = np.triu(now - turned, 1)
        first, last = np.unravel_index(gain.argmax(), gain.shape)
        if gain[first, last] < _LEAST_GAIN:
            return path
        path[first : last + 1] = path[first : last + 1][::-1].copy()


_LEAST_GAIN = 1e-9  # less than that is rounding
