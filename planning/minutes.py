"""How long visits really take: a median, and bounds that no assumption about its shape needs."""

from __future__ import annotations

from dataclasses import dataclass
from math import comb
from statistics import median
from typing import TYPE_CHECKING

from data.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

FEWEST_VISITS = 20
"""Fewer say too little: with 20 the median lies between the 6th and the 15th of them."""
_TAIL = 0.025


@dataclass(frozen=True, slots=True)
class Typical:
    """
    What a visit usually takes, minutes.

    Attributes
    ----------
    minutes
        The median.
    low, high
        The median lies between them with a confidence of at least 95 %.
    visits
        How many it was taken of.
    """

    minutes: float
    low: float
    high: float
    visits: int


def typical_minutes(minutes: Sequence[float]) -> Typical:
    """
    Take the median of some visits, with its bounds.

    Parameters
    ----------
    minutes
        At least 20, minutes, in any order.

    Returns
    -------
    typical
        ``low`` and ``high`` are the j-th smallest and the j-th largest, j being the largest number
        for which fewer than j of n fair coins show heads with a chance of at most 2.5 %.

    Raises
    ------
    InputError
        If there are fewer.

    References
    ----------
    Hahn, G. J. and Meeker, W. Q. (1991), Statistical Intervals, section 5.2,
    doi:10.1002/9780470316771.

    Examples
    --------
    >>> typical_minutes(range(1, 21))
    Typical(minutes=10.5, low=6, high=15, visits=20)
    """
    if len(minutes) < FEWEST_VISITS:
        raise InputError(
            f"Expected at least {FEWEST_VISITS} visits, got {len(minutes)}.",
            zh=f"至少需要 {FEWEST_VISITS} 次检查，现有 {len(minutes)} 次。",
        )
    ordered, place = sorted(minutes), _place(len(minutes))
    return Typical(median(ordered), ordered[place - 1], ordered[-place], len(ordered))


def _place(visits: int) -> int:
    """Find j; the binomial is summed in whole numbers, which never round."""
    place, below = 0, 0
    while (below := below + comb(visits, place)) <= _TAIL * 2**visits:
        place += 1
    return place
