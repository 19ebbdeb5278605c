"""Is one share larger than another, or is it luck: cells drawn with all that happened in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.evaluate.paired import difference
from geo.evaluate.ranking import same_shape

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import ArrayLike, NDArray

    from geo.evaluate.paired import Interval

    FloatArray = NDArray[float64]
    Share = tuple[ArrayLike, ArrayLike]


def share_gain(one: Share, other: Share, *, draws: int = 1000, seed: int = 0) -> Interval:
    """
    Give the 95 % interval of one share less another, over cells drawn with replacement.

    What happens in a cell hangs together, so whole cells are drawn. Cells that are alike in all
    four figures are drawn together, by a multinomial: the same draws, for any number of cells.

    Parameters
    ----------
    one, other
        Pairs of shape ``(n,)``: what each cell adds to the part, and to the whole, >= 0.
    draws
        Resamples, >= 1.
    seed
        Of the draws.

    Returns
    -------
    gain
        ``nan`` where a whole is empty.

    Raises
    ------
    ShapeError
        If the shapes differ.

    Examples
    --------
    >>> share_gain(([3, 0], [4, 0]), ([1, 0], [4, 0]), draws=50).seen
    0.5
    """
    columns = [np.asarray(column, dtype=float) for column in (*one, *other)]
    same_shape(*columns)
    kinds, size = np.unique(np.stack(columns), axis=1, return_counts=True)
    random = np.random.default_rng(seed)
    drawn = random.multinomial(size.sum(), size / size.sum(), size=draws)
    sums = np.vstack([size, drawn]) @ kinds.T
    return difference(_share(sums[:, 0], sums[:, 1]), _share(sums[:, 2], sums[:, 3]))


def _share(part: FloatArray, whole: FloatArray) -> FloatArray:
    return np.asarray(np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0))
