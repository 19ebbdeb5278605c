"""Who is whose neighbour among cells, as sparse weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.sparse import csr_array

from geo.cells.grid import corner_keys, corners

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import int64
    from numpy.typing import NDArray

GAP_M = 20.0
"""Neighbours drawn by hand leave a strip between them, or share one."""
_SHIFTS = [(east, north) for north in (-1, 0, 1) for east in (-1, 0, 1)]


def square_weights(cell_ids: Sequence[str]) -> csr_array:
    """
    Weigh each cell's 3 x 3 square, itself included, with 1.

    Parameters
    ----------
    cell_ids
        ``n`` different cells of one grid. Cells that are not listed do not exist.

    Returns
    -------
    weights
        Shape ``(n, n)``, symmetric, ones on the diagonal.

    Raises
    ------
    InputError
        If a text is no cell id, or the cells are of different grids.

    Examples
    --------
    >>> pair = ["38E-500-E0590500-N3930500", "38E-500-E0591000-N3931000"]
    >>> square_weights(pair).toarray().tolist()
    [[1.0, 1.0], [1.0, 1.0]]
    """
    return corner_weights(corners(cell_ids))


def corner_weights(at: NDArray[int64]) -> csr_array:
    """
    Weigh the same by column and row, shape ``(n, 2)``, no square twice.

    Returns
    -------
    weights
        As of :func:`square_weights`.
    """
    keys = corner_keys(at)
    order = np.argsort(keys, kind="stable")
    rows, columns = [], []
    for shift in _SHIFTS:
        near = _find(keys, order, corner_keys(at + np.array(shift)))
        rows.append(np.flatnonzero(near >= 0))
        columns.append(near[near >= 0])
    return pair_weights(np.concatenate(rows), np.concatenate(columns), count=len(at))


def pair_weights(row: NDArray[int64], column: NDArray[int64], *, count: int) -> csr_array:
    """Weigh pairs of cells with 1, in a table of ``count`` by ``count``; no pair twice."""
    return csr_array((np.ones(len(row)), (row, column)), shape=(count, count))


def _find(keys: NDArray[int64], order: NDArray[int64], asked: NDArray[int64]) -> NDArray[int64]:
    """Give the position of each asked key, -1 where it is not there."""
    if not len(keys):
        return np.empty(0, dtype=np.int64)
    place = np.searchsorted(keys, asked, sorter=order)
    found = order[np.minimum(place, len(keys) - 1)]
    return np.where(keys[found] == asked, found, -1)


def touching_weights(in_metres: NDArray[np.object_]) -> csr_array:
    """
    Weigh outlines within 20 m of each other, and each itself, with 1.

    Parameters
    ----------
    in_metres
        Shape ``(n,)``, polygons in metres; an empty one has no neighbour but itself.
    """
    tree = shapely.STRtree(in_metres)
    near, far = tree.query(in_metres, predicate="dwithin", distance=GAP_M)
    own = np.arange(len(in_metres))
    other = near != far
    return pair_weights(
        np.concatenate([own, near[other]]),
        np.concatenate([own, far[other]]),
        count=len(in_metres),
    )
