"""Whether values rise or fall with time, whatever their size: the Mann-Kendall test.

Mann (1945), Nonparametric tests against trend, Econometrica 13(3), doi:10.2307/1907187; with ties
after Kendall (1975), Rank correlation methods, 4th edition.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

    FloatArray = NDArray[float64]


def mann_kendall(values: FloatArray) -> FloatArray:
    """
    Score each row of values by how surely it rises or falls.

    Parameters
    ----------
    values
        Shape ``(n, periods)``, in the order of time; ``nan`` where a period has no value, which
        leaves it out.

    Returns
    -------
    z
        Shape ``(n,)``: normal score with continuity correction, positive where values rise; 0
        where as many pairs rise as fall, ``nan`` where fewer than two values differ.

    Notes
    -----
    ``S`` is the count of pairs that rise less that of pairs that fall. Its variance is
    ``(m (m - 1) (2m + 5) - sum(t (t - 1) (2t + 5))) / 18`` for ``m`` values in groups of ``t``
    equal ones, and ``z = (S - sign S) / sqrt(variance)``.

    Examples
    --------
    Five that rise: S = 10, variance 300 / 18, z = 9 / 4.082. With two ties: S = 8, 264 / 18.

    >>> rows = np.array([[1.0, 2.0, 3.0, 4.0, 5.0], [1.0, 1.0, 2.0, 2.0, 3.0]])
    >>> mann_kendall(rows).round(3).tolist()
    [2.205, 1.828]
    """
    risen = np.zeros(len(values))
    for before, after in combinations(range(values.shape[1]), 2):
        risen += np.nan_to_num(np.sign(values[:, after] - values[:, before]))
    variance = _variance(values)
    z = np.full(len(values), np.nan)
    np.divide(risen - np.sign(risen), np.sqrt(variance), out=z, where=variance > 0)
    return z


def _variance(values: FloatArray) -> FloatArray:
    """Give the variance of the count of risen less fallen pairs, if the order were chance."""
    alike = (values[:, :, None] == values[:, None, :]).sum(axis=2)
    counted = (~np.isnan(values)).sum(axis=1)
    # A group of t equal values is met t times, once by each of them: its term is parted among them.
    ties = ((alike - 1) * (2 * alike + 5) * (alike > 0)).sum(axis=1)
    variance: FloatArray = (counted * (counted - 1) * (2 * counted + 5) - ties) / 18
    return variance
