"""From a model's logit to a chance that is true: what earlier forecasts turned out to be worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

EFOLD_DAYS = 180.0
"""A forecast this old counts e times less: the share of finds drifts from month to month."""
_SLOPE_PRIOR = 20.0
"""Precision of the belief, before any forecast, that logits need no stretching (slope 1)."""
_STEPS = 30


@dataclass(frozen=True, slots=True)
class Calibration:
    """
    ``risk = sigmoid(slope * logit + shift)``.

    Attributes
    ----------
    slope
        > 0, so that the order of the scores stays.
    shift
        On the logit.
    """

    slope: float = 1.0
    shift: float = 0.0

    def risk(self, logit: NDArray[float64]) -> NDArray[float64]:
        """Give chances, 0-1, in the order of the logits."""
        return np.asarray(1.0 / (1.0 + np.exp(-(self.slope * logit + self.shift))))


def fit_calibration(
    logit: NDArray[float64], found: NDArray[float64], age_days: NDArray[float64]
) -> Calibration:
    """
    Fit slope and shift to forecasts whose outcomes are known by now.

    Parameters
    ----------
    logit
        Shape ``(n,)``: what was forecast, each by a model that did not know the outcome.
    found
        Shape ``(n,)``, 0 or 1.
    age_days
        Shape ``(n,)``: days from the forecast visit to the origin, >= 0.

    Returns
    -------
    calibration
        The identity where no forecast is known.

    References
    ----------
    Platt (1999), Probabilistic outputs for support vector machines.
    """
    if not len(logit):
        return Calibration()
    weight = np.exp(-age_days / EFOLD_DAYS)
    x = np.column_stack([logit, np.ones(len(logit))])
    prior = np.array([_SLOPE_PRIOR, 1e-3])
    start = np.array([1.0, 0.0])
    beta = start
    for _ in range(_STEPS):
        chance = 1.0 / (1.0 + np.exp(-(x @ beta)))
        slope = x.T @ (weight * (found - chance)) - prior * (beta - start)
        curved = (x * (weight * chance * (1 - chance))[:, None]).T @ x + np.diag(prior)
        beta = beta + np.linalg.solve(curved, slope)
    return Calibration(max(float(beta[0]), 0.05), float(beta[1]))
