"""Who is whose neighbour among cells, as sparse weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from geo.cells.grid import corners

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import int64
    from numpy.typing import NDArray

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
    at = corners(cell_ids)
    index = pd.MultiIndex.from_arrays([at[:, 0], at[:, 1]])
    rows, columns = [], []
    for shift in _SHIFTS:
        near = _find(index, at + np.array(shift))
        rows.append(np.flatnonzero(near >= 0))
        columns.append(near[near >= 0])
    row, column = np.concatenate(rows), np.concatenate(columns)
    return csr_array((np.ones(len(row)), (row, column)), shape=(len(at), len(at)))


def _find(index: pd.MultiIndex, at: NDArray[int64]) -> NDArray[int64]:
    """Give the position of each corner in the index, -1 where it is not listed."""
    found = index.get_indexer(pd.MultiIndex.from_arrays([at[:, 0], at[:, 1]]))
    return np.asarray(found, dtype=np.int64)
