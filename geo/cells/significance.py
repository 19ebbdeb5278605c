"""Whether a cell's neighbourhood is hotter than chance explains: Gi*, and one correction for all.

Ord and Getis (1995), Local spatial autocorrelation statistics: distributional issues and an
application, doi:10.1111/j.1538-4632.1995.tb00912.x. Several cells are judged at once, so p values
are corrected after Benjamini and Hochberg (1995), doi:10.1111/j.2517-6161.1995.tb02031.x.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.special import ndtr

from data.errors import DegenerateInputError, ShapeError

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from geo.cells.hotspots import HotspotParams

    FloatArray = NDArray[float64]


def judge_cells(cells: pd.DataFrame, weights: csr_array, *, params: HotspotParams) -> pd.DataFrame:
    """
    Judge each cell by its neighbourhood.

    Parameters
    ----------
    cells
        ``n`` cells with ``visits`` and ``rate``, from :func:`geo.cells.tally.sum_cells`.
    weights
        Shape ``(n, n)``, 1 for each cell near another and for the cell itself.
    params
        Levels, and how many visits a judgement needs.

    Returns
    -------
    judged
        Index of ``cells``; ``near_visits``, ``z``, ``q`` and ``class`` as in schema ``CELL``.
    """
    near_visits = weights @ cells["visits"].to_numpy(float)
    rate = cells["rate"].to_numpy(float)
    enough = near_visits >= params.min_near_visits
    z = np.full(len(cells), np.nan)
    if np.isfinite(rate).all() and _varies(rate):
        z = np.where(enough, local_gi_star(rate, weights), np.nan)
    q = benjamini_hochberg(2.0 * ndtr(-np.abs(z)))
    return pd.DataFrame(
        {"near_visits": near_visits, "z": z, "q": q, "class": _classes(z, q, enough, params)},
        index=cells.index,
    )


def _classes(
    z: FloatArray, q: FloatArray, enough: NDArray[np.bool_], params: HotspotParams
) -> NDArray[np.object_]:
    """Name the class of each cell; the first that applies counts."""
    hot = z > 0
    chosen = np.select(
        [
            ~enough,
            hot & (q <= params.hot99),
            hot & (q <= params.hot95),
            hot & (q <= params.hot90),
            (z < 0) & (q <= params.hot95),
        ],
        ["few", "hot99", "hot95", "hot90", "cold"],
        default="plain",
    )
    return chosen.astype(object)


def local_gi_star(values: FloatArray, weights: csr_array) -> FloatArray:
    """
    Score each cell by how unusual the weighted sum around it is.

    Parameters
    ----------
    values
        Shape ``(n,)``. Risk per cell, any unit, finite. The scale does not matter:
        the result is unchanged by ``a * values + b`` for ``a > 0``.
    weights
        Shape ``(n, n)``. Row ``i`` holds the weight of every cell in the
        neighbourhood of cell ``i``, the cell itself included (diagonal > 0).

    Returns
    -------
    scores
        Shape ``(n,)``, dimensionless z-scores. Positive is hotter than expected under
        spatial randomness, negative is colder. ``nan`` where the neighbourhood weights
        every cell alike, since its sum then cannot vary.

    Raises
    ------
    ShapeError
        If ``weights`` is not ``(n, n)``.
    DegenerateInputError
        If a value is not finite, a cell is missing from its own neighbourhood, or all
        values are equal.

    Examples
    --------
    >>> from scipy.sparse import diags_array
    >>> line = diags_array([1.0, 1.0, 1.0], offsets=[-1, 0, 1], shape=(5, 5), format="csr")
    >>> local_gi_star(np.array([0.0, 0.0, 0.0, 1.0, 1.0]), line).round(2).tolist()
    [-1.33, -2.0, -0.33, 1.33, 2.0]
    """
    _check(values, weights)
    n = values.size
    total = weights.sum(axis=1)
    squares = weights.multiply(weights).sum(axis=1)

    flat = np.isclose(n * squares, total**2)
    spread = np.where(flat, np.nan, n * squares - total**2)
    variance = values.var() * spread / (n - 1)
    scores: FloatArray = (weights @ values - values.mean() * total) / np.sqrt(variance)
    return scores


def _check(values: FloatArray, weights: csr_array) -> None:
    n = values.size
    if values.ndim != 1 or weights.shape != (n, n):
        raise ShapeError(
            f"Expected weights of shape ({n}, {n}) for values of shape {values.shape}, "
            f"got {weights.shape}."
        )
    if not np.isfinite(values).all():
        where = int(np.flatnonzero(~np.isfinite(values))[0])
        raise DegenerateInputError(f"Expected finite values, got {values[where]} in cell {where}.")
    if not (weights.diagonal() > 0).all():
        where = int(np.flatnonzero(~(weights.diagonal() > 0))[0])
        raise DegenerateInputError(f"Expected cell {where} in its own neighbourhood, it is not.")
    if not _varies(values):
        raise DegenerateInputError(f"Expected values that differ, got {n} equal value(s).")


def _varies(values: FloatArray) -> bool:
    """Tell whether values differ by more than rounding."""
    return values.size > 1 and not np.allclose(values, values[0], rtol=1e-12, atol=0.0)


def benjamini_hochberg(p: FloatArray) -> FloatArray:
    """
    Correct p values for having looked at many cells.

    Parameters
    ----------
    p
        Shape ``(n,)``, 0-1; ``nan`` where nothing was tested.

    Returns
    -------
    q
        Shape ``(n,)``, 0-1: the smallest false discovery rate at which the cell counts; ``nan``
        where ``p`` is.

    References
    ----------
    Benjamini and Hochberg (1995), doi:10.1111/j.2517-6161.1995.tb02031.x.

    Examples
    --------
    >>> benjamini_hochberg(np.array([0.01, 0.04, 0.03, np.nan])).round(3).tolist()
    [0.03, 0.04, 0.04, nan]
    """
    q = np.full(p.shape, np.nan)
    tested = np.flatnonzero(~np.isnan(p))
    order = tested[np.argsort(p[tested], kind="stable")]
    scaled = p[order] * len(order) / np.arange(1, len(order) + 1)
    q[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return q
