"""What visits drawn at random say of the whole town, and what the score is worth beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from data.errors import DegenerateInputError, ShapeError
from geo.evaluate.proportions import wilson_interval

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import ArrayLike, NDArray

LEAST_CHANCE = 0.02
"""Chances below it count as it, so that one lucky draw cannot speak for the whole town."""
LEVEL = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """
    A share of visits that find something.

    Attributes
    ----------
    rate
        The estimate, 0-1.
    low, high
        Its interval, 0-1.
    visits
        How many visits it rests on.
    effective
        How many visits of equal chance would say as much.
    """

    rate: float
    low: float
    high: float
    visits: int
    effective: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """
    What the score finds beside chance, in shares of visits.

    Attributes
    ----------
    picks
        Finds per visit where the score chose.
    random
        Finds per visit if all were drawn at random from the whole town, as estimated from the
        visits drawn and the picks.
    more
        ``picks.rate - random.rate``; ``low`` and ``high`` are its interval. Above 0 as a whole, the
        score is better than chance; with 0 inside, that is not shown.
    """

    picks: Rate
    random: Rate
    more: float
    low: float
    high: float


def estimate_base_rate(
    found: ArrayLike, chance: ArrayLike, *, least: float = LEAST_CHANCE, level: float = LEVEL
) -> Rate:
    """
    Estimate at which share of all places a visit finds something.

    Give every visit of the weeks in question: those drawn with their chance, those chosen with 1.
    The draw alone tells of places that are left to it. Those that a score keeps choosing are hardly
    ever drawn, and are riskier: left out, they are missing in the rate.

    Each visit counts 1 / chance, so that places that are drawn often do not speak louder, and the
    weights are divided by their sum (the ratio estimator of Hájek). The variance is that of the
    linearised ratio, with outcomes as random as the draw; the interval is Wilson's, with as many
    visits as would give that variance at equal chances. Where all visits found something, or none
    did, the variance is 0 and the number of visits is Kish's.

    Parameters
    ----------
    found
        Shape ``(n,)``, n > 0: 1 or 0 for each visit.
    chance
        Shape ``(n,)``, in ``(0, 1]``: with which chance it was drawn, 1 where it was chosen.
    least
        Chances are raised to this, in ``(0, 1]``.
    level
        Of the interval, in ``(0, 1)``.

    Raises
    ------
    ShapeError
        If the two have different lengths.
    DegenerateInputError
        If there is no visit, an outcome is neither 0 nor 1, or a chance is outside its range.

    References
    ----------
    Hájek (1971), comment in: Foundations of Statistical Inference; Wilson (1927),
    doi:10.1080/01621459.1927.10502953; Kish (1965), Survey Sampling; the effective number of visits
    as in Korn and Graubard (1998), Survey Methodology 24, 193.

    Examples
    --------
    >>> estimate_base_rate([1, 0, 0], [0.5, 0.25, 0.25]).rate
    0.2
    """
    y, p = np.asarray(found, dtype=float), np.asarray(chance, dtype=float)
    _check(y, p)
    weight = 1.0 / np.maximum(p, least)
    share = weight / weight.sum()
    rate = float(share @ y) if 0.0 < y.mean() < 1.0 else float(y[0])  # exact where all are alike
    effective = _effective(share, y, rate)
    low, high = wilson_interval(rate, effective, level)
    return Rate(rate=rate, low=low, high=high, visits=len(y), effective=effective)


def gain_over_random(
    picks: ArrayLike, found: ArrayLike, chance: ArrayLike, *, level: float = LEVEL
) -> Gain:
    """
    Compare what the score's picks found with what the town holds on average.

    Parameters
    ----------
    picks
        Shape ``(m,)``, m > 0: 1 or 0 for each visit that the score chose.
    found, chance
        Every visit of the same weeks, the picks among them, as ``estimate_base_rate`` takes them.
    level
        Of the interval, in ``(0, 1)``.

    Returns
    -------
    gain
        The interval of the difference joins those of the two rates.

    Raises
    ------
    ShapeError, DegenerateInputError
        As ``estimate_base_rate``.

    References
    ----------
    Newcombe (1998), doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I, method
    10.
    """
    chosen = estimate_base_rate(picks, np.ones(np.size(picks)), level=level)
    random = estimate_base_rate(found, chance, level=level)
    more = chosen.rate - random.rate
    below = np.hypot(chosen.rate - chosen.low, random.high - random.rate)
    above = np.hypot(chosen.high - chosen.rate, random.rate - random.low)
    return Gain(
        picks=chosen, random=random, more=more, low=float(more - below), high=float(more + above)
    )


def _check(y: NDArray[float64], p: NDArray[float64]) -> None:
    if y.shape != p.shape or y.ndim != 1:
        raise ShapeError(
            f"Expected one chance for each outcome, got {p.shape} for {y.shape}.",
            zh=f"每个结果应有一个抽中概率，现有结果 {y.shape}、概率 {p.shape}。",
        )
    if not y.size:
        raise DegenerateInputError(
            "Expected at least one visit drawn at random, got none.",
            zh="没有一次随机抽查，无法估计。",
        )
    if not np.isin(y, (0.0, 1.0)).all() or not ((p > 0) & (p <= 1)).all():
        raise DegenerateInputError(
            "Expected outcomes 0 or 1 and chances above 0 and at most 1.",
            zh="结果应为 0 或 1，抽中概率应大于 0、不超过 1。",
        )


def _effective(share: NDArray[float64], y: NDArray[float64], rate: float) -> float:
    """Count the visits of equal chance that would say as much; never more than there are."""
    n = len(y)
    kish = 1.0 / float(share @ share)
    if n == 1 or rate in (0.0, 1.0):
        return kish
    variance = float(((share * (y - rate)) ** 2).sum()) * n / (n - 1)
    return min(rate * (1.0 - rate) / variance, float(n))
