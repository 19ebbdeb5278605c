"""Which cells are hotter than chance explains: Gi* to read, and a count's chance to judge by.

Ord and Getis (1995), Local spatial autocorrelation statistics: distributional issues and an
application, doi:10.1111/j.1538-4632.1995.tb00912.x. Several cells are judged at once, so p values
are corrected after Benjamini and Hochberg (1995), doi:10.1111/j.2517-6161.1995.tb02031.x. Why the
p values are not those of Gi*: docs/adr/0030-which-hotspots-are-real.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data.errors import DegenerateInputError, ShapeError
from geo.cells.discovery import benjamini_hochberg
from geo.cells.moran import find_outliers
from geo.cells.rates import compared_rates, fair_expected, share, vary
from geo.cells.spread import chance_variance, own_variance, site_spread
from geo.cells.tails import two_sided_surprise

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from geo.cells.hotspots import HotspotParams

    FloatArray = NDArray[float64]


def judge_cells(cells: pd.DataFrame, weights: csr_array, *, params: HotspotParams) -> pd.DataFrame:
    """
    Say of each cell whether finds around it are more or fewer than chance explains.

    Parameters
    ----------
    cells
        ``n`` cells with ``sites``, ``finds``, ``visits``, ``expected`` and ``rate``, from
        :func:`geo.cells.tally.sum_cells`.
    weights
        Shape ``(n, n)``, 1 for each cell near another and for the cell itself.
    params
        Levels, and how many visits a judgement needs.

    Returns
    -------
    judged
        Index of ``cells``; ``near_visits``, ``z``, ``q``, ``class`` and ``outlier`` as in schema
        ``CELL``. A cell is hot if its Gi* is above 0, its neighbourhood has more finds than
        expected, and ``q`` is low enough; cold the other way. A hotspot of 99 is one of 95 too.

    Notes
    -----
    ``q`` corrects all cells with enough visits at once, hot and cold. At ``q <= .05`` at most 5 %
    of the cells named are expected to be named by chance; in a town without any hotspot that is the
    share of maps that name one.
    """
    near_visits = weights @ cells["visits"].to_numpy(float)
    enough = near_visits >= params.min_near_visits
    z = np.where(enough, _gi_star_of_rates(cells, weights), np.nan)
    surprise, direction = neighbourhood_surprise(cells, weights)
    q = benjamini_hochberg(np.where(enough, surprise, np.nan))
    return pd.DataFrame(
        {
            "near_visits": near_visits,
            "z": z,
            "q": q,
            "class": _classes(np.where(z * direction > 0, z, 0.0), q, enough, params),
            "outlier": find_outliers(cells, weights, params=params),
        },
        index=cells.index,
    )


def _gi_star_of_rates(cells: pd.DataFrame, weights: csr_array) -> FloatArray:
    """Give Gi* of the smoothed rates; ``nan`` where no cell differs from another."""
    values = compared_rates(cells)
    return local_gi_star(values, weights) if vary(values) else np.full(len(cells), np.nan)


def neighbourhood_surprise(
    cells: pd.DataFrame, weights: csr_array
) -> tuple[FloatArray, FloatArray]:
    """
    Give the chance of finds around a cell as many, or as few, as they are.

    The town's finds are dealt out to visits by what each team finds elsewhere; places differ in
    risk as much as those that lie side by side do (:func:`geo.cells.spread.site_spread`), but are
    arranged at random.

    Parameters
    ----------
    cells, weights
        As in :func:`judge_cells`.

    Returns
    -------
    p
        Shape ``(n,)``, 0-1, both directions, from :func:`geo.cells.tails.two_sided_surprise`.
    direction
        Shape ``(n,)``: 1 with more finds than expected, -1 with fewer, 0 with as many.

    Notes
    -----
    A neighbourhood with the share ``h`` of the town's expected finds is compared with ``h`` times
    the town's finds ``T``, of which it is a part: ``O - h T`` has the variance
    ``(1 - h)^2 V + h^2 V'``, with ``V`` and ``V'`` those of the finds inside and outside. The count
    with that mean and that variance gives the chance.
    """
    fair, even = cells.assign(expected=fair_expected(cells)), np.ones(len(cells))
    variance = chance_variance(fair, even) + site_spread(fair, weights) * own_variance(fair, even)
    counted = fair[["finds", "visits", "expected"]].to_numpy(float)
    finds, visits, mean = (weights @ counted).T
    total, inside = counted[:, 0].sum(), weights @ variance
    part = share(mean, np.full(len(mean), total))
    outside = np.maximum(variance.sum() - inside, 0.0)
    p = two_sided_surprise(
        finds,
        mean=mean,
        variance=(1 - part) ** 2 * inside + part**2 * outside,
        most=np.minimum(total, visits),
    )
    return p, np.where(np.isclose(finds, mean), 0.0, np.sign(finds - mean))


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
    if not vary(values):
        raise DegenerateInputError(f"Expected values that differ, got {n} equal value(s).")
