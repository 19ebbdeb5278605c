"""From a model's logit to a chance that held good in past months."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import ArrayLike, NDArray

_SLOPE_PRECISION = 4.0
"""The slope is drawn to 1 as by a normal prior with a standard deviation of one half."""
_LEVEL_PRECISION = 1e-3
"""The level is all but free; without any forecast it is 0, so that chances stay as they are."""
_LEAST_SLOPE = 0.1
_STEPS, _CLOSE = 50, 1e-10


@dataclass(frozen=True, slots=True)
class Sigmoid:
    """
    ``chance = 1 / (1 + exp(-(level + slope logit)))``.

    Attributes
    ----------
    level, slope
        ``slope`` > 0, so that no order changes.
    """

    level: float = 0.0
    slope: float = 1.0

    def chance(self, logit: ArrayLike) -> NDArray[float64]:
        """Give the chance of each logit, 0-1, same shape."""
        straight = self.level + self.slope * np.asarray(logit, dtype=float)
        return np.asarray(1.0 / (1.0 + np.exp(-straight)))


def fit_sigmoid(logit: ArrayLike, found: ArrayLike, *, weight: ArrayLike | float = 1.0) -> Sigmoid:
    """
    Fit level and slope to what was foreseen and what was seen (Platt scaling).

    Parameters
    ----------
    logit
        Shape ``(n,)``, each foreseen from what lay before it.
    found
        Shape ``(n,)``, 0 or 1.
    weight
        Shape ``(n,)``, >= 0: how much each counts; old forecasts may count less.

    Returns
    -------
    sigmoid
        With a slope of at least 0.1: calibration may flatten a score, never turn it round. Without
        any forecast the chance is the logit's own.

    References
    ----------
    Platt (1999), Probabilistic outputs for support vector machines.

    Examples
    --------
    >>> one = fit_sigmoid(np.zeros(4), [1, 0, 0, 0])
    >>> round(float(one.chance(0.0)), 3), one.slope
    (0.25, 1.0)
    """
    values, seen = np.asarray(logit, dtype=float), np.asarray(found, dtype=float)
    design = np.column_stack([np.ones(len(values)), values])
    precision, middle = np.array([_LEVEL_PRECISION, _SLOPE_PRECISION]), np.array([0.0, 1.0])
    counted = np.broadcast_to(np.asarray(weight, dtype=float), values.shape)
    weights = middle.copy()
    for _ in range(_STEPS):
        chance = 1.0 / (1.0 + np.exp(-(design @ weights)))
        bend = counted * chance * (1.0 - chance)
        curve = (design * bend[:, None]).T @ design + np.diag(precision)
        slope = design.T @ (counted * (seen - chance)) - precision * (weights - middle)
        step = np.linalg.solve(curve, slope)
        weights = weights + step
        if np.abs(step).max() < _CLOSE:
            break
    return Sigmoid(float(weights[0]), max(float(weights[1]), _LEAST_SLOPE))


def forward_chances(logit: ArrayLike, found: ArrayLike, period: ArrayLike) -> NDArray[float64]:
    """
    Turn logits into chances, those of each period by what the periods before it showed.

    So no outcome has a say in the chance it is held against.

    Parameters
    ----------
    logit, found
        Shape ``(n,)``: what was foreseen, and 0 or 1.
    period
        Shape ``(n,)``: numbers that rise with time.

    Returns
    -------
    chance
        Shape ``(n,)``, 0-1; ``nan`` in the first period.

    Examples
    --------
    >>> forward_chances([0, 0, 0, 0, 0.0], [1, 0, 0, 0, 1], [0, 0, 0, 0, 1]).round(3).tolist()
    [nan, nan, nan, nan, 0.25]
    """
    values, seen, when = (np.asarray(one, dtype=float) for one in (logit, found, period))
    chance = np.full(len(values), np.nan)
    for now in np.unique(when)[1:]:
        here, past = when == now, when < now
        chance[here] = fit_sigmoid(values[past], seen[past]).chance(values[here])
    return chance
