"""Cells of full squares with their visits and finds, as tests of the statistics need them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geo.cells.grid import Cell
from geo.cells.weights import square_weights
from geo.sites.history import fair_visits, shrunk_rate

if TYPE_CHECKING:
    import numpy as np
    from scipy.sparse import csr_array


def block(side: int) -> list[str]:
    """Name side x side cells, ascending: column by column."""
    return [str(Cell(38, 500, 1180 + c, 7860 + r)) for c in range(side) for r in range(side)]


def tallied(
    cell_ids: list[str],
    *,
    visits: int | np.ndarray,
    finds: np.ndarray,
    expected: np.ndarray | None = None,
    sites: int = 4,
) -> tuple[pd.DataFrame, csr_array]:
    """Give cells as ``sum_cells`` does, and their weights; without teams unless told."""
    index = pd.Index(cell_ids, name="cell_id")
    cells = pd.DataFrame({"sites": sites, "visits": visits, "finds": finds}, index=index)
    usual = cells["visits"] * (cells["finds"].sum() / cells["visits"].sum())
    cells = cells.assign(expected=usual if expected is None else expected)
    found, looked, wanted = cells[["finds", "visits", "expected"]].to_numpy(float).T
    rate = shrunk_rate(found, fair_visits(found, looked, wanted))
    return cells.assign(rate=rate), square_weights(cell_ids)
