"""The counted random share of a week: who may be drawn, with which probability, and who is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from data.errors import DegenerateInputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import bool_, float64, int64
    from numpy.typing import NDArray


def inclusion_probability(weight: NDArray[float64], count: int) -> NDArray[float64]:
    """
    Give each place its chance of being among ``count`` drawn, in proportion to its weight.

    Parameters
    ----------
    weight
        Shape ``(n,)``, finite, > 0.
    count
        How many are drawn, >= 0; all of them if there are fewer.

    Returns
    -------
    probability
        Shape ``(n,)``, in ``[0, 1]``; sums to ``min(count, n)``. Where proportion alone would
        exceed 1 the place is certain, and the rest share what is left.

    Raises
    ------
    DegenerateInputError
        If a weight is not finite or not positive, or ``count`` is negative.

    Examples
    --------
    >>> inclusion_probability(np.array([1.0, 1.0, 2.0]), 1).tolist()
    [0.25, 0.25, 0.5]
    >>> inclusion_probability(np.array([1.0, 1.0, 8.0]), 2).tolist()
    [0.5, 0.5, 1.0]
    """
    if count < 0 or not (np.isfinite(weight) & (weight > 0)).all():
        raise DegenerateInputError("Expected weights > 0 and a count >= 0 to draw from.")
    probability = np.ones(len(weight))
    if count >= len(weight):
        return probability
    free = np.ones(len(weight), dtype=bool)
    while True:
        left = count - np.count_nonzero(~free)
        share: NDArray[float64] = left * weight / weight[free].sum()
        over = free & (share >= 1.0)
        if not over.any():
            return np.where(free, share, 1.0)
        free &= ~over
        if not free.any():
            return probability


def systematic_draw(
    probability: NDArray[float64],
    *,
    seed: int | Sequence[int],
    strata: NDArray[int64] | None = None,
) -> NDArray[bool_]:
    """
    Draw places so that each is in with exactly its probability.

    The places are shuffled, laid end to end with their probabilities as lengths, and a comb with
    teeth one apart and one random offset picks those it meets: randomised systematic sampling
    (Hartley and Rao 1962, doi:10.1214/aoms/1177704564). Where the places of a stratum lie side by
    side, the comb meets as many of them as their probabilities sum to, give or take less than one;
    the probability of each stays what it is.

    Parameters
    ----------
    probability
        Shape ``(n,)``, in ``[0, 1]``, as ``inclusion_probability`` gives it.
    seed
        The same seed draws the same places; several numbers make one seed of their own.
    strata
        Shape ``(n,)``, or ``(n, k)`` with strata within strata, the outermost first: codes of what
        is to be drawn from evenly. ``None``: all are one stratum.

    Returns
    -------
    drawn
        Shape ``(n,)``.

    Examples
    --------
    >>> systematic_draw(np.array([1.0, 0.0, 1.0]), seed=7).tolist()
    [True, False, True]
    """
    dice = np.random.default_rng(seed)
    order = dice.permutation(len(probability))
    if strata is not None:
        codes = np.atleast_2d(strata.T)[:, order]
        order = order[np.lexsort(codes[::-1])]  # stable: within a stratum they stay shuffled
    ends = np.cumsum(probability[order])
    if len(ends):
        ends[-1] = np.rint(ends[-1])
    teeth = np.floor(ends - dice.random())
    before = np.concatenate([[-1.0], teeth[:-1]])
    drawn = np.zeros(len(probability), dtype=bool)
    drawn[order] = teeth > before
    return drawn
