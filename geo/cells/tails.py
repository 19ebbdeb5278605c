"""How surprising a count is, when its mean and its variance are known.

Of the three counts whose chances follow one rule (Panjer, 1981), binomial, Poisson and negative
binomial, the one that has both the mean and the variance is taken: counts that vary less than
Poisson counts do, as much, or more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import betainc, betaincc, gammainc, gammaincc

if TYPE_CHECKING:
    from numpy import bool_, float64
    from numpy.typing import NDArray

    FloatArray = NDArray[float64]

_ALIKE = 1e-9
"""A variance nearer to the mean than this share of it is a Poisson count's."""


def count_tails(
    counts: FloatArray, *, mean: FloatArray, variance: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """
    Give the chance of a count at least as high, and of one at least as low.

    Parameters
    ----------
    counts
        Shape ``(n,)``, whole, >= 0.
    mean, variance
        Shape ``(n,)``, >= 0. Where the variance is 0, nothing else could have come.

    Returns
    -------
    at_least, at_most
        Shape ``(n,)``, 0-1; both hold the count itself, so together they are 1 or more.

    References
    ----------
    Panjer (1981), Recursive evaluation of a family of compound distributions, ASTIN Bulletin 12,
    doi:10.1017/S0515036100006796.

    Examples
    --------
    Two of two fair coins; a Poisson count of mean 1; a negative binomial one (geometric):

    >>> mean, variance = np.array([1.0, 1.0, 1.0]), np.array([0.5, 1.0, 2.0])
    >>> at_least, at_most = count_tails(np.array([2.0, 1.0, 2.0]), mean=mean, variance=variance)
    >>> at_least.round(4).tolist()
    [0.25, 0.6321, 0.25]
    >>> at_most.round(4).tolist()
    [1.0, 0.7358, 0.875]
    """
    at_least, _ = _tails(counts, mean, variance)
    _, at_most = _tails(counts + 1.0, mean, variance)
    return at_least, at_most


def two_sided_surprise(
    counts: FloatArray, *, mean: FloatArray, variance: FloatArray, most: FloatArray
) -> FloatArray:
    """
    Give the chance of a count as far out as this one, on either side.

    Parameters
    ----------
    counts, mean, variance
        As in :func:`count_tails`.
    most
        Shape ``(n,)``: the highest count that could be. A variance that would rule it out is
        raised until it does not, which makes a count less surprising and never more.

    Returns
    -------
    p
        Shape ``(n,)``, 0-1: twice the smaller tail, the count itself counted half (mid-p): whole
        counts, when rare, leave no value at the level wanted, and full tails would ask for more.

    References
    ----------
    Lancaster (1961), Significance tests in discrete distributions, Journal of the American
    Statistical Association 56, doi:10.1080/01621459.1961.10482105.

    Examples
    --------
    Five of five fair coins: 2 x 1/64, since the count itself, of chance 1/32, counts half.

    >>> five = np.array([5.0])
    >>> two_sided_surprise(five, mean=five / 2, variance=five / 4, most=five).tolist()
    [0.03125]
    """
    certain = np.maximum(most, mean)
    floor = mean * (1 - np.divide(mean, certain, out=np.ones(len(mean)), where=certain > 0))
    at_least, at_most = count_tails(counts, mean=mean, variance=np.maximum(variance, floor))
    as_high = (at_least + 1.0 - at_most) / 2
    p: FloatArray = np.minimum(2 * np.minimum(as_high, 1 - as_high), 1.0)
    return p


def _tails(
    counts: FloatArray, mean: FloatArray, variance: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Give the chances of a count at or above, and of one below."""
    above, below = np.ones(counts.shape), np.zeros(counts.shape)
    sure = variance <= _ALIKE * mean
    below[sure] = 1.0
    asked = (counts > 0) & ~sure
    narrow = asked & (variance < (1 - _ALIKE) * mean)
    wide = asked & (variance > (1 + _ALIKE) * mean)
    for kind, tails in ((narrow, _binomial), (wide, _negative_binomial)):
        above[kind], below[kind] = tails(counts[kind], mean[kind], variance[kind])
    middle = asked & ~narrow & ~wide
    above[middle] = gammainc(counts[middle], mean[middle])
    below[middle] = gammaincc(counts[middle], mean[middle])
    return above, below


def _binomial(
    counts: FloatArray, mean: FloatArray, variance: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Give both tails of ``mean ** 2 / (mean - variance)`` draws, which need not be whole."""
    left = mean**2 / (mean - variance) - counts + 1.0
    share = 1.0 - variance / mean
    possible: NDArray[bool_] = left > 0
    left = np.where(possible, left, 1.0)
    above: FloatArray = np.where(possible, betainc(counts, left, share), 0.0)
    below: FloatArray = np.where(possible, betaincc(counts, left, share), 1.0)
    return above, below


def _negative_binomial(
    counts: FloatArray, mean: FloatArray, variance: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Give both tails of a Poisson count whose mean is gamma-distributed."""
    shape, share = mean**2 / (variance - mean), 1.0 - mean / variance
    above = np.asarray(betainc(counts, shape, share), dtype=float)
    return above, np.asarray(betaincc(counts, shape, share), dtype=float)
