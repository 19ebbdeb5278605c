"""Ridge logistic regression with one penalty for each group of columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.linalg import cho_factor, cho_solve

if TYPE_CHECKING:
    from numpy import float64, int64
    from numpy.typing import NDArray

_NEWTON_STEPS = 50
_TOLERANCE = 1e-8
_LEAST_CURVATURE = 1e-9
"""Of the intercept, so that it can be solved for even where every chance is 0 or 1."""


@dataclass(frozen=True, slots=True, eq=False)
class Ridge:
    """
    A fitted model: ``logit = intercept + x @ weight``.

    Attributes
    ----------
    intercept
        Logit at ``x = 0``.
    weight
        Shape ``(k,)``, per unit of each column.
    covariance
        Shape ``(k + 1, k + 1)``, the intercept last: Laplace approximation of what the data leave
        open.
    penalty
        Shape ``(groups,)``: precision of the normal prior of each group's weights.
    """

    intercept: float
    weight: NDArray[float64]
    covariance: NDArray[float64]
    penalty: NDArray[float64]

    def spread(self, x: NDArray[float64]) -> NDArray[float64]:
        """Give the standard deviation of each row's logit, shape ``(n,)``."""
        full = np.column_stack([x, np.ones(len(x))])
        return np.asarray(np.sqrt(np.einsum("ij,jk,ik->i", full, self.covariance, full)))


def fit_ridge(
    x: NDArray[float64],
    found: NDArray[float64],
    group: NDArray[int64],
    penalty: NDArray[float64],
) -> Ridge:
    """
    Fit by Newton's method: the penalised likelihood is concave, so there is one answer.

    Parameters
    ----------
    x
        Shape ``(n, k)``, finite; standardised columns make the penalties comparable.
    found
        Shape ``(n,)``, 0 or 1.
    group
        Shape ``(k,)``: position in ``penalty`` of each column.
    penalty
        Shape ``(groups,)``, > 0.
    """
    full = np.column_stack([x, np.ones(len(x))])
    shrink = np.append(penalty[group], 0.0)
    weight = np.zeros(full.shape[1])
    rate = (found.sum() + 0.5) / (len(found) + 1.0)
    weight[-1] = np.log(rate / (1 - rate))
    for _ in range(_NEWTON_STEPS):
        hessian, slope = _curvature(full, found, weight, shrink)
        step = cho_solve(hessian, slope)
        weight = weight + step
        if np.abs(step).max() < _TOLERANCE:
            break
    hessian, _ = _curvature(full, found, weight, shrink)
    covariance = cho_solve(hessian, np.eye(len(weight)))
    return Ridge(float(weight[-1]), weight[:-1], covariance, penalty)


def _curvature(
    full: NDArray[float64],
    found: NDArray[float64],
    weight: NDArray[float64],
    shrink: NDArray[float64],
) -> tuple[tuple[NDArray[float64], bool], NDArray[float64]]:
    """Give the curvature (as a factor to solve with) and the slope of the penalised likelihood."""
    chance = 1.0 / (1.0 + np.exp(-(full @ weight)))
    curved = (full * (chance * (1 - chance))[:, None]).T @ full + np.diag(shrink)
    curved[-1, -1] += _LEAST_CURVATURE
    slope = full.T @ (found - chance) - shrink * weight
    return cho_factor(curved), slope
