"""Shares of visits with their intervals, and whether two of them can be told apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from data.errors import DegenerateInputError

LEVEL = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Proportion:
    """
    A share of cases.

    Attributes
    ----------
    hits, cases
        Counts, ``0 <= hits <= cases``.
    share
        ``hits / cases``, 0-1; ``nan`` without a case.
    low, high
        Its interval, 0-1: the whole range without a case.
    """

    hits: int
    cases: int
    share: float
    low: float
    high: float


def proportion(hits: int, cases: int, *, level: float = LEVEL) -> Proportion:
    """
    Give a share with Wilson's interval, which holds its level for few cases and rare hits.

    Raises
    ------
    DegenerateInputError
        If there are more hits than cases, or a negative count.

    References
    ----------
    Wilson (1927), doi:10.1080/01621459.1927.10502953.

    Examples
    --------
    >>> one = proportion(0, 10)
    >>> round(one.low, 3), round(one.high, 3)
    (0.0, 0.278)
    """
    if not 0 <= hits <= cases:
        raise DegenerateInputError(
            f"Expected 0 <= hits <= cases, got {hits} of {cases}.",
            zh=f"次数应满足 0 ≤ 命中 ≤ 总数，现为 {hits}/{cases}。",
        )
    if cases == 0:
        return Proportion(hits=0, cases=0, share=float("nan"), low=0.0, high=1.0)
    share = hits / cases
    low, high = wilson_interval(share, cases, level)
    low, high = min(low, share), max(high, share)  # at 0 and 1 they are equal but for rounding
    return Proportion(hits=hits, cases=cases, share=share, low=low, high=high)


def wilson_interval(share: float, cases: float, level: float = LEVEL) -> tuple[float, float]:
    """Give Wilson's interval of a share, 0-1, seen in so many cases; these need not be whole."""
    z2 = float(ndtri(0.5 + level / 2)) ** 2
    middle = (share + z2 / (2 * cases)) / (1 + z2 / cases)
    half = np.sqrt(z2 * (share * (1 - share) / cases + z2 / (4 * cases**2))) / (1 + z2 / cases)
    return max(float(middle - half), 0.0), min(float(middle + half), 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """
    One share less another: ``more`` with its interval ``low``, ``high``, all -1 to 1.

    Without cases on either side ``more`` is ``nan`` and the interval says nothing.
    """

    more: float
    low: float
    high: float

    @property
    def is_told_apart(self) -> bool:
        """Whether the interval leaves 0 out."""
        return self.low > 0 or self.high < 0


def change(now: Proportion, before: Proportion) -> Change:
    """
    Compare two shares of different cases.

    References
    ----------
    Newcombe (1998), doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I, method
    10: the interval joins those of the two shares.

    Examples
    --------
    Newcombe's table II (a): 56 of 70 less 48 of 80.

    >>> seen = change(proportion(56, 70), proportion(48, 80))
    >>> round(seen.more, 4), round(seen.low, 4), round(seen.high, 4)
    (0.2, 0.0524, 0.3339)
    """
    if not now.cases or not before.cases:
        return Change(more=float("nan"), low=-1.0, high=1.0)
    more = now.share - before.share
    below = np.hypot(now.share - now.low, before.high - before.share)
    above = np.hypot(now.high - now.share, before.share - before.low)
    return Change(more=more, low=float(more - below), high=float(more + above))
