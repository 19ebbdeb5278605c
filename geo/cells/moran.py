"""Cells unlike those around them: one bad place among good ones, and one good among bad.

Anselin (1995), Local indicators of spatial association, Geographical Analysis 27(2),
doi:10.1111/j.1538-4632.1995.tb00338.x.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array, diags_array

from geo.cells.discovery import benjamini_hochberg
from geo.cells.rates import compared_rates, fair_expected, share, vary
from geo.cells.tails import two_sided_surprise

if TYPE_CHECKING:
    import pandas as pd
    from numpy import float64
    from numpy.typing import NDArray

    from geo.cells.hotspots import HotspotParams

    FloatArray = NDArray[float64]


def local_moran(values: FloatArray, weights: csr_array) -> tuple[FloatArray, FloatArray]:
    """
    Give how far each cell is from the mean, and how far the cells around it are.

    Parameters
    ----------
    values
        Shape ``(n,)``, finite, not all alike.
    weights
        Shape ``(n, n)``, >= 0. The diagonal does not count: a cell is not around itself.

    Returns
    -------
    own, around
        Shape ``(n,)``, in standard deviations (divisor ``n - 1``). ``around`` is the weighted mean
        of the others and ``nan`` for a cell that has none. Their product is local Moran's I.

    Examples
    --------
    >>> from scipy.sparse import diags_array
    >>> line = diags_array([1.0, 1.0, 1.0], offsets=[-1, 0, 1], shape=(3, 3), format="csr")
    >>> own, around = local_moran(np.array([0.0, 3.0, 0.0]), line)
    >>> (own * around).round(3).tolist()
    [-0.667, -0.667, -0.667]
    """
    own: FloatArray = (values - values.mean()) / values.std(ddof=1)
    others = _others(weights)
    total = others.sum(axis=1)
    around: FloatArray = np.full(len(own), np.nan)
    np.divide(others @ own, total, out=around, where=total > 0)
    return own, around


def find_outliers(
    cells: pd.DataFrame, weights: csr_array, *, params: HotspotParams
) -> NDArray[np.object_]:
    """
    Name the cells that are unlike their surroundings, beyond chance.

    A cell is one when its smoothed rate and that of the cells around it lie on different sides of
    the town's mean, and its finds are too unlike theirs: dealt out at random to the visits of the
    cell and of those around it, as many or as few would hardly ever be its own. All cells with
    enough visits are corrected together.

    Parameters
    ----------
    cells, weights
        As in :func:`geo.cells.significance.judge_cells`.
    params
        ``min_near_visits``, and ``hot95`` as the share of false names.

    Returns
    -------
    outlier
        Shape ``(n,)``: ``high_low``, one bad cell among good ones; ``low_high``, one good cell
        among bad ones; ``None``.
    """
    values, outlier = compared_rates(cells), np.full(len(cells), None, dtype=object)
    if not vary(values):
        return outlier
    own, around = local_moran(values, weights)
    unlike = benjamini_hochberg(_unlike_surroundings(cells, weights, params)) <= params.hot95
    outlier[unlike & (own > 0) & (around < 0)] = "high_low"
    outlier[unlike & (own < 0) & (around > 0)] = "low_high"
    return outlier


def _unlike_surroundings(
    cells: pd.DataFrame, weights: csr_array, params: HotspotParams
) -> FloatArray:
    """Give the chance of a cell's share of the finds around it; ``nan`` with too few visits."""
    near = csr_array(weights)
    finds, visits = cells["finds"].to_numpy(float), cells["visits"].to_numpy(float)
    expected, near_finds = fair_expected(cells), near @ finds
    part = share(expected, near @ expected)
    chance = two_sided_surprise(
        finds,
        mean=near_finds * part,
        variance=near_finds * part * (1 - part),
        most=np.minimum(near_finds, visits),
    )
    near_visits = near @ visits
    asked = (near_visits >= params.min_near_visits) & (visits > 0) & (near_visits > visits)
    return np.where(asked, chance, np.nan)


def _others(weights: csr_array) -> csr_array:
    """Take a cell out of its own neighbourhood."""
    diagonal = diags_array(weights.diagonal(), format="csr")
    return csr_array(weights - diagonal)
