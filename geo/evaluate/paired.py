"""Is one score better than another, or is it luck: bootstrap over sites, the same for both.

A site's visits resemble each other, so whole sites are drawn, with all their visits (Efron and
Tibshirani 1993, An Introduction to the Bootstrap, chapter 8). Both scores are judged on the same
draws; one is called better only where the interval of the difference leaves out 0.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd

from data.errors import ConfigError
from geo.evaluate.ranking import same_shape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import ArrayLike

FloatArray: TypeAlias = "np.ndarray[tuple[int, ...], np.dtype[np.float64]]"
Rows: TypeAlias = "np.ndarray[tuple[int, ...], np.dtype[np.intp]]"

Metric: TypeAlias = Callable[[Rows, FloatArray], float]
"""A figure of some rows: ``metric(rows, score)``, where ``score`` is that of these rows.

Rows may repeat. What else the figure needs is bound by the caller, such as
``lambda rows, score: auc(found[rows], score)``.
"""

Figure: TypeAlias = Callable[..., float]

_ENOUGH = 0.5
"""Share of the draws that must have a figure: below it an interval would tell of chosen draws."""


@dataclass(frozen=True, slots=True)
class Interval:
    """
    What a difference may be.

    Attributes
    ----------
    low, high
        Ends of the interval; ``nan`` where too few draws have a figure.
    mean
        Mean over the draws.
    seen
        The figure of the rows as they are.
    """

    low: float
    high: float
    mean: float
    seen: float

    @property
    def is_above_zero(self) -> bool:
        """Whether the interval leaves out 0 upwards: the first is better."""
        return self.low > 0

    @property
    def is_below_zero(self) -> bool:
        """Whether the interval leaves out 0 downwards: the first is worse."""
        return self.high < 0


def paired_interval(  # noqa: PLR0913 - two scores, and how to draw
    metric: Metric,
    a: ArrayLike,
    b: ArrayLike,
    clusters: ArrayLike,
    *,
    draws: int = 1000,
    seed: int = 0,
    level: float = 0.95,
) -> Interval:
    """
    Give the interval of ``metric`` of score ``a`` less that of score ``b``.

    Parameters
    ----------
    metric
        The figure, higher for better; may be ``nan`` for rows without an answer.
    a, b
        Shape ``(n,)``: two scores of the same visits.
    clusters
        Shape ``(n,)``: site of each visit, any kind of value that can be compared.
    draws
        Resamples, >= 1.
    seed
        Of the draws; the same seed and sites give the same draws.
    level
        Share of the draws inside the interval, in (0, 1).

    Raises
    ------
    ShapeError
        If the shapes differ.
    ConfigError
        If ``draws`` or ``level`` is outside its range.

    Examples
    --------
    >>> from geo.evaluate.metrics import auc
    >>> found = np.array([1, 0] * 20)
    >>> good, bad = found + 0.0, np.zeros(40)
    >>> gain = paired_interval(
    ...     lambda rows, score: auc(found[rows], score), good, bad, range(40), draws=50
    ... )
    >>> gain.seen, gain.low, gain.high
    (0.5, 0.5, 0.5)
    """
    first, second = np.asarray(a, dtype=float), np.asarray(b, dtype=float)

    def difference(rows: Rows) -> float:
        return metric(rows, first[rows]) - metric(rows, second[rows])

    sites = pd.factorize(pd.Series(clusters))[0]
    same_shape(first, second, sites)
    return _interval(difference, sites, draws=draws, seed=seed, level=level)


def interval(
    metric: Metric,
    score: ArrayLike,
    clusters: ArrayLike,
    *,
    draws: int = 1000,
    seed: int = 0,
    level: float = 0.95,
) -> Interval:
    """Give the interval of ``metric`` of one score; arguments as for :func:`paired_interval`."""
    scores = np.asarray(score, dtype=float)
    sites = pd.factorize(pd.Series(clusters))[0]
    same_shape(scores, sites)
    return _interval(
        lambda rows: metric(rows, scores[rows]), sites, draws=draws, seed=seed, level=level
    )


def _interval(
    figure: Callable[[Rows], float],
    sites: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
    *,
    draws: int,
    seed: int,
    level: float,
) -> Interval:
    if draws < 1 or not 0 < level < 1:
        raise ConfigError(
            f"Expected draws >= 1 and level in (0, 1), got {draws} and {level}.",
            zh=f"draws 至少为 1，level 应在 0 与 1 之间，现为 {draws} 和 {level}。",
        )
    seen = figure(np.arange(len(sites)))
    drawn = np.array([figure(rows) for rows in resampled(sites, draws=draws, seed=seed)])
    told = drawn[np.isfinite(drawn)]
    if np.isnan(seen) or len(told) < _ENOUGH * draws:
        return Interval(float("nan"), float("nan"), float("nan"), seen)
    low, high = np.quantile(told, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(low), float(high), float(told.mean()), seen)


def resampled(sites: ArrayLike, *, draws: int, seed: int) -> Iterator[Rows]:
    """
    Draw sites with replacement, as many as there are, and give the rows of all their visits.

    Parameters
    ----------
    sites
        Shape ``(n,)``: number of the site of each row, 0, 1, 2 ...
    """
    numbers = np.asarray(sites, dtype=np.int64)
    random = np.random.default_rng(seed)
    order = np.argsort(numbers, kind="stable")
    size = np.bincount(numbers)
    start = np.concatenate([[0], np.cumsum(size)[:-1]]) if len(size) else np.zeros(0, np.int64)
    for _ in range(draws):
        chosen = random.integers(len(size), size=len(size)) if len(size) else start
        counts = size[chosen]
        within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        yield order[np.repeat(start[chosen], counts) + within]


def over_windows(
    figure: Figure, window: ArrayLike, weight: ArrayLike, *columns: ArrayLike
) -> Metric:
    """
    Make a metric that is taken inside each window and averaged.

    Parameters
    ----------
    figure
        Called with the rows of one window: ``figure(found, score, *others)``, where ``found`` and
        the others are ``columns`` in their order.
    window
        Shape ``(n,)``: number of the window of each row.
    weight
        Shape ``(n,)``: a window weighs the sum over its rows. The finds themselves give the mean
        weighted by positives; ones give that by visits.
    columns
        Each shape ``(n,)``; the first is ``found``.

    Returns
    -------
    metric
        For :func:`paired_interval`; windows whose figure is ``nan`` weigh nothing.
    """
    windows, weights = np.asarray(window, dtype=np.int64), np.asarray(weight, dtype=float)
    found, *others = [np.asarray(column) for column in columns]
    numbers = np.unique(windows)

    def metric(rows: Rows, score: FloatArray) -> float:
        figures, sums = [], []
        for number in numbers:
            here = windows[rows] == number
            at = rows[here]
            if len(at):
                figures.append(figure(found[at], score[here], *(one[at] for one in others)))
                sums.append(weights[at].sum())
        return weighted_mean(figures, sums)

    return metric


def weighted_mean(figures: ArrayLike, weights: ArrayLike) -> float:
    """Give the mean of the figures that are known; ``nan`` where none weighs anything."""
    values, shares = np.asarray(figures, dtype=float), np.asarray(weights, dtype=float)
    known = np.isfinite(values) & (shares > 0)
    return float(np.average(values[known], weights=shares[known])) if known.any() else float("nan")
