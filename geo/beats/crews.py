"""Crews: which team takes which beat."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linear_sum_assignment

from data.errors import ShapeError

if TYPE_CHECKING:
    from numpy import float64, int64
    from numpy.typing import NDArray

_MISFIT_M = 1e7
"""A team in a beat cut for other hours is worse than any way across a province."""
_HOME_M = 1e6
"""So is one whose whole beat is its own village."""


def match_crews(
    away_m: NDArray[float64], *, home_share: NDArray[float64], misfit: NDArray[float64]
) -> NDArray[int64]:
    """
    Give each beat a team: cut for its hours, away from its own village, near to its base.

    Parameters
    ----------
    away_m
        Shape ``(k, k)``: metres from the middle of each beat to the base of each team.
    home_share
        Shape ``(k, k)``: share of the beat's work that lies in the team's own village, which it
        never inspects, 0-1.
    misfit
        Shape ``(k, k)``: how far the team's capacity is from what the beat was cut for, as a share.

    Returns
    -------
    team
        Shape ``(k,)``: the number of each beat's team; every team once.

    Raises
    ------
    ShapeError
        If the three are not of one square shape.

    Examples
    --------
    >>> far, none = np.array([[0.0, 900.0], [900.0, 0.0]]), np.zeros((2, 2))
    >>> match_crews(far, home_share=none, misfit=none).tolist()
    [0, 1]
    """
    count = len(away_m)
    for table in (away_m, home_share, misfit):
        if table.shape != (count, count):
            raise ShapeError(f"Expected tables of shape ({count}, {count}), got {table.shape}.")
    _, team = linear_sum_assignment(away_m + _HOME_M * home_share + _MISFIT_M * misfit)
    return np.asarray(team, dtype=np.int64)
