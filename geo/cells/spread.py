"""By how much places differ that lie side by side: what finds vary beyond chance.

A town without any hotspot has good places and bad ones all the same. Who forgets that takes the one
bad place that is often visited for a hotspot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.cells.rates import share

if TYPE_CHECKING:
    import pandas as pd
    from numpy import float64
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    FloatArray = NDArray[float64]


def site_spread(cells: pd.DataFrame, weights: csr_array) -> float:
    """
    Estimate by how much sites of one neighbourhood differ in their risk.

    Each cell is held against its own neighbourhood and not against the town, so a true hotspot,
    whose places are alike, does not count as spread and does not hide itself.

    Parameters
    ----------
    cells
        ``n`` cells with ``finds``, ``visits``, ``expected`` and ``sites``.
    weights
        Shape ``(n, n)``, 1 for each cell near another and for the cell itself.

    Returns
    -------
    spread
        Squared coefficient of variation of the risk of one site, >= 0; 0 where finds vary no more
        than chance alone lets them, or where nothing was found.

    Notes
    -----
    With ``O`` finds and ``e`` expected ones, a neighbourhood's ratio is ``r = sum(O) / sum(e)``. At
    a spread ``s`` the finds of a cell of ``m`` sites have the variance ``v + s u`` with
    ``v = r e (1 - r e / visits)`` and ``u = (r e)^2 / m``. Of the residual ``O - r e``, which holds
    the cell in ``r``, the expected square is ``a + s b``: ``a = v (1 - 2 f) + f^2 sum(v)`` over the
    neighbourhood with ``f = e / sum(e)``, and ``b`` the same of ``u``. Moments give
    ``s = sum((O - r e)^2 - a) / sum(b)``.

    References
    ----------
    Breslow (1984), Extra-Poisson variation in log-linear models, Applied Statistics 33(1),
    doi:10.2307/2347661.
    """
    finds, expected = cells["finds"].to_numpy(float), cells["expected"].to_numpy(float)
    near = weights @ expected
    ratio = share(weights @ finds, near)
    part = share(expected, near)
    usual = ratio * expected
    chance, own = chance_variance(cells, ratio), own_variance(cells, ratio)
    # r is the neighbourhood's, so the sums take e of the neighbours at r of the cell in the middle.
    chance_near = ratio * near - ratio**2 * (weights @ share(expected**2, _visits(cells)))
    own_near = ratio**2 * (weights @ own_variance(cells, np.ones(len(cells))))
    known = chance * (1 - 2 * part) + part**2 * chance_near
    unknown = own * (1 - 2 * part) + part**2 * own_near
    excess, scale = ((finds - usual) ** 2 - known).sum(), unknown.sum()
    return max(float(excess / scale), 0.0) if scale > 0 else 0.0


def chance_variance(cells: pd.DataFrame, ratio: FloatArray) -> FloatArray:
    """Give the variance of each cell's finds if every visit were a draw of its own."""
    usual = ratio * cells["expected"].to_numpy(float)
    variance: FloatArray = np.maximum(usual - share(usual**2, _visits(cells)), 0.0)
    return variance


def own_variance(cells: pd.DataFrame, ratio: FloatArray) -> FloatArray:
    """Give the variance of each cell's finds for a spread of 1 among its sites."""
    usual = ratio * cells["expected"].to_numpy(float)
    return share(usual**2, cells["sites"].to_numpy(float))


def _visits(cells: pd.DataFrame) -> FloatArray:
    return cells["visits"].to_numpy(float)
