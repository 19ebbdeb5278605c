"""Boosted steps: trees of one fact each, added up, so that the share of each fact is exact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from threadpoolctl import threadpool_limits

if TYPE_CHECKING:
    from numpy import float64, int64
    from numpy.typing import NDArray
    from sklearn.ensemble import HistGradientBoostingClassifier

BINS = 32
TREES, RATE, LEAVES, ROWS_PER_LEAF, L2 = 80, 0.08, 6, 60, 5.0


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """
    A step function of each column; the logit is ``intercept`` plus their sum.

    Attributes
    ----------
    intercept
        Logit of the average training row.
    edges
        Shape ``(k, bins - 1)``, ascending in each row: where the steps of a column lie.
    height
        Shape ``(k, bins)``: what each bin adds to the logit; 0 on average over training rows.
    """

    intercept: float
    edges: NDArray[float64]
    height: NDArray[float64]

    def parts(self, x: NDArray[float64]) -> NDArray[float64]:
        """Give what each column adds to the logit, shape ``(n, k)``; ``k`` may be fewer."""
        bins = _bins(x, self.edges)
        return np.asarray(self.height[np.arange(x.shape[1]), bins])


def fit_steps(x: NDArray[float64], found: NDArray[float64]) -> Steps:
    """
    Fit boosted trees that never use two columns together.

    Parameters
    ----------
    x
        Shape ``(n, k)``, finite.
    found
        Shape ``(n,)``, 0 or 1, both present.
    """
    from sklearn.ensemble import (  # noqa: PLC0415 - a second of imports that few need
        HistGradientBoostingClassifier,
    )

    edges = np.quantile(x, np.linspace(0, 1, BINS + 1)[1:-1], axis=0).T
    bins = _bins(x, edges)
    trees = HistGradientBoostingClassifier(
        max_iter=TREES,
        learning_rate=RATE,
        max_leaf_nodes=LEAVES,
        min_samples_leaf=ROWS_PER_LEAF,
        l2_regularization=L2,
        interaction_cst="no_interactions",
        early_stopping=False,
        random_state=0,
    )
    # Threads that wait for each other cost more than they bring on a busy machine.
    with threadpool_limits(1):
        trees.fit(bins, found)
        height, level = _heights(trees, x.shape[1])
    mean = height[np.arange(x.shape[1]), bins].mean(axis=0)
    return Steps(float(level + mean.sum()), edges, height - mean[:, None])


def _bins(x: NDArray[float64], edges: NDArray[float64]) -> NDArray[int64]:
    columns = [np.searchsorted(edges[k], x[:, k], side="left") for k in range(x.shape[1])]
    return np.column_stack(columns) if columns else np.zeros((len(x), 0), dtype=np.int64)


def _heights(trees: HistGradientBoostingClassifier, columns: int) -> tuple[NDArray[float64], float]:
    """Read the step of each bin off the trees: no tree sees two columns, so one can vary alone."""
    asked = np.zeros((columns, BINS, columns))
    for column in range(columns):
        asked[column, :, column] = np.arange(BINS)
    level = float(trees.decision_function(np.zeros((1, columns)))[0])
    logit = trees.decision_function(asked.reshape(-1, columns)).reshape(columns, BINS)
    return logit - level, level
