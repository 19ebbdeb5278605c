"""Counts that grow by factors: Poisson regression with a ridge, fitted by Newton's method.

McCullagh and Nelder (1989), Generalized linear models, chapter 6. Rows come in blocks, so that
those of many days need not be copied into one table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from threadpoolctl import threadpool_limits

from data.errors import DegenerateInputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float64
    from numpy.typing import NDArray

    FloatArray = NDArray[float64]
    Block = tuple[FloatArray, FloatArray]

DEFAULT_RIDGE = 1e-3
_NEWTON_STEPS = 50
_TOLERANCE = 1e-9
_HALVINGS = 30
_FLAT = 1e-12
_MOST_LOG = 30.0
"""Largest logarithm of an expected count: beyond it a forecast is rounding, not knowledge."""


@dataclass(frozen=True, slots=True, eq=False)
class Poisson:
    """
    A fitted model: ``log(expected) = intercept + x @ weight``.

    Attributes
    ----------
    intercept
        Logarithm of the expected count at ``x = 0``.
    weight
        Shape ``(k,)``, per unit of each column.
    """

    intercept: float
    weight: FloatArray

    def expected(self, x: FloatArray) -> FloatArray:
        """Give the expected count of each row, shape ``(n,)``, > 0."""
        return _means(x @ self.weight + self.intercept)


def fit_poisson(
    blocks: Sequence[Block], *, ridge: float = DEFAULT_RIDGE, start: Poisson | None = None
) -> Poisson:
    """
    Fit by Newton's method with halved steps: the penalised likelihood is concave.

    Parameters
    ----------
    blocks
        Pairs ``x`` of shape ``(n, k)``, finite, and ``count`` of shape ``(n,)``, >= 0; at least one
        count above 0. Columns need no common scale: the ridge acts on standardised ones.
    ridge
        Penalty on half the squared weights of standardised columns, > 0, beside the mean
        likelihood of a row: ``alpha`` of scikit-learn's ``PoissonRegressor``.
    start
        A fit of like rows, to begin with.

    Raises
    ------
    DegenerateInputError
        If no count is above 0.

    Examples
    --------
    A town with one kind of cell expects its mean:

    >>> fit = fit_poisson([(np.zeros((4, 1)), np.array([0.0, 1.0, 2.0, 3.0]))])
    >>> fit.expected(np.zeros((1, 1))).round(6)
    array([1.5])
    """
    asked = _Penalised.of(blocks, ridge)
    at = np.append(np.zeros(len(asked.shrink) - 1), np.log(asked.total / asked.rows))
    if start is not None:
        at = np.append(start.weight, start.intercept)
    loss = asked.loss(at)
    # Narrow products: several threads would only wait for each other.
    with threadpool_limits(1):
        for _ in range(_NEWTON_STEPS):
            at, lower = asked.step(at, loss)
            if loss - lower < _TOLERANCE:
                break
            loss = lower
    return Poisson(float(at[-1]), at[:-1])


@dataclass(frozen=True, slots=True, eq=False)
class _Penalised:
    """What is made small: the mean negative log-likelihood and the ridge."""

    blocks: Sequence[Block]
    shrink: FloatArray
    rows: int
    total: float

    @classmethod
    def of(cls, blocks: Sequence[Block], ridge: float) -> _Penalised:
        rows = sum(len(count) for _, count in blocks)
        total = float(sum(count.sum() for _, count in blocks))
        if total <= 0:
            raise DegenerateInputError(f"Expected a count above 0, got none in {rows} row(s).")
        mean = sum(x.sum(axis=0) for x, _ in blocks) / rows
        variance = sum(((x - mean) ** 2).sum(axis=0) for x, _ in blocks) / rows
        # A column that never varies tells nothing: any penalty keeps its weight at 0.
        variance = np.where(variance > _FLAT, variance, 1.0)
        return cls(blocks, np.append(ridge * variance, 0.0), rows, total)

    def loss(self, at: FloatArray) -> float:
        likelihood = 0.0
        for x, count in self.blocks:
            log = x @ at[:-1] + at[-1]
            likelihood += float((count * log - _means(log)).sum())
        return float(self.shrink @ at**2) / 2 - likelihood / self.rows

    def step(self, at: FloatArray, loss: float) -> tuple[FloatArray, float]:
        """Take Newton's step, halved until it leads down; stay where none does."""
        curvature, slope = self._curvature(at)
        step = np.linalg.solve(curvature, slope)
        for _ in range(_HALVINGS):
            lower = self.loss(at + step)
            if lower <= loss:
                return at + step, lower
            step = step / 2
        return at, loss

    def _curvature(self, at: FloatArray) -> tuple[FloatArray, FloatArray]:
        curvature = np.diag(self.shrink)
        slope = -self.shrink * at
        for x, count in self.blocks:
            expected = _means(x @ at[:-1] + at[-1])
            weighted = x * expected[:, None]
            curvature[:-1, :-1] += weighted.T @ x / self.rows
            curvature[:-1, -1] += weighted.sum(axis=0) / self.rows
            curvature[-1, -1] += expected.sum() / self.rows
            left = count - expected
            slope += np.append(x.T @ left, left.sum()) / self.rows
        curvature[-1, :-1] = curvature[:-1, -1]
        return curvature, slope


def _means(log: FloatArray) -> FloatArray:
    return np.asarray(np.exp(np.minimum(log, _MOST_LOG)))
