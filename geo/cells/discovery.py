"""Looking at many cells at once without being fooled by the luckiest of them.

Benjamini and Hochberg (1995), Controlling the false discovery rate,
doi:10.1111/j.2517-6161.1995.tb02031.x.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

    FloatArray = NDArray[float64]


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
