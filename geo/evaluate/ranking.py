"""Visits put in order by a score, the tied ones treated alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from data.errors import DegenerateInputError, ShapeError

if TYPE_CHECKING:
    from numpy import float64, int64, intp
    from numpy.typing import ArrayLike, NDArray

    FloatArray = NDArray[float64]


@dataclass(frozen=True, slots=True)
class Ranking:
    """
    Rows in the order of a score, inside their groups.

    Attributes
    ----------
    order
        Shape ``(n,)``: rows, groups together, highest score first inside each.
    block
        Shape ``(n,)``: number of the tied block that each place of the order belongs to, ascending.
    start
        Shape ``(n,)``: place at which the group of each place begins.
    """

    order: NDArray[intp]
    block: NDArray[int64]
    start: NDArray[int64]

    def shared(self, values: FloatArray) -> FloatArray:
        """
        Share values among tied places: each place gets the mean of its block.

        Parameters
        ----------
        values
            Shape ``(n,)``, one per place of the order. The mean is what the place gets when tied
            rows are put in random order.
        """
        sums = np.bincount(self.block, weights=values)
        means: FloatArray = (sums / np.bincount(self.block))[self.block]
        return means


def rank(score: ArrayLike, group: ArrayLike | None = None) -> Ranking:
    """
    Put rows in order, highest score first.

    Parameters
    ----------
    score
        Shape ``(n,)``, finite.
    group
        Shape ``(n,)``: whole numbers; rows are put in order inside each group. ``None`` is one
        group.

    Raises
    ------
    ShapeError
        If the shapes differ.
    DegenerateInputError
        If a score is not finite.
    """
    scores = np.asarray(score, dtype=float)
    groups = np.zeros(scores.shape, dtype=np.int64) if group is None else np.asarray(group)
    same_shape(scores, groups)
    if not np.isfinite(scores).all():
        where = int(np.flatnonzero(~np.isfinite(scores))[0])
        raise DegenerateInputError(f"Expected finite scores, got {scores[where]} in row {where}.")
    order = np.lexsort((-scores, groups))
    sorted_scores, sorted_groups = scores[order], groups[order]
    first = np.ones(len(order), dtype=bool)
    begins = first.copy()
    begins[1:] = sorted_groups[1:] != sorted_groups[:-1]
    first[1:] = begins[1:] | (sorted_scores[1:] != sorted_scores[:-1])
    start = np.maximum.accumulate(np.where(begins, np.arange(len(order)), 0))
    return Ranking(order, np.cumsum(first) - 1, start)


def same_shape(*arrays: NDArray[np.generic]) -> None:
    """
    Refuse arrays that are not lists of one length.

    Raises
    ------
    ShapeError
        If they are not.
    """
    shapes = {array.shape for array in arrays}
    if len(shapes) != 1 or any(len(shape) != 1 for shape in shapes):
        raise ShapeError(f"Expected lists of one length, got shapes {sorted(map(str, shapes))}.")


def places_in(n: ArrayLike, share: float) -> NDArray[int64]:
    """
    Count the places in the first ``share`` of each ``n``, rounded half up.

    Raises
    ------
    DegenerateInputError
        If the share is not in (0, 1].
    """
    if not 0.0 < share <= 1.0:
        raise DegenerateInputError(f"Expected share in (0, 1], got {share}.")
    return np.floor(np.asarray(n) * share + 0.5).astype(np.int64)
