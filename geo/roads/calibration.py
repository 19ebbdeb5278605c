"""How fast this office really drives: the scale of the speed table, from drives that happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from data.errors import DegenerateInputError, ShapeError
from data.units import metres_per_second

if TYPE_CHECKING:
    from numpy import bool_, float64, str_
    from numpy.typing import NDArray

FEWEST_LEGS = 30
FASTEST_STRAIGHT_KM_H = 120.0
"""In a straight line from place to place: nobody drives so on the roads of a town."""
LONGEST_TIMES, LONGEST_MORE_S = 3.0, 1_200.0
"""A leg that took three times what was expected, and 20 minutes more, held a meal or an errand."""
SPREAD_HOLDS = 0.8
WIDEST_SPREAD = 0.5
"""A range from half to one and a half times the expected minutes; a wider one tells nobody when to
expect a team, and is mostly a sign of times noted from memory."""
LOWEST_SCALE, HIGHEST_SCALE = 0.25, 4.0
LOWEST_BELIEVED, HIGHEST_BELIEVED = 0.5, 2.0
"""Slower or faster than this, teams more likely noted their times from memory, or waited between
visits, than drove so: half of a week's visits shall not go for that unless somebody says so."""
OUTCOMES = (
    "used",
    "same_place",
    "no_leave",
    "order",
    "between",
    "no_way",
    "too_fast",
    "too_slow",
)
"""What may become of a leg, in the order in which it is decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Legs:
    """
    Drives between consecutive visits; all arrays have the shape ``(n,)``.

    Attributes
    ----------
    measured_s
        Seconds from leaving one place to arriving at the next; ``nan`` where the leaving is not
        known, negative where the ledger has the two in the wrong order.
    drive_s
        Seconds by car as expected so far; ``inf`` where there is no way.
    fixed_s
        Seconds that no speed changes: the walks from and to the doors.
    straight_m
        Metres in a straight line.
    between
        Whether the team may have been somewhere else on the way.
    """

    measured_s: NDArray[float64]
    drive_s: NDArray[float64]
    fixed_s: NDArray[float64]
    straight_m: NDArray[float64]
    between: NDArray[bool_]

    def __post_init__(self) -> None:
        arrays = (self.measured_s, self.drive_s, self.fixed_s, self.straight_m, self.between)
        shapes = {array.shape for array in arrays}
        if len(shapes) != 1 or len(next(iter(shapes))) != 1:
            raise ShapeError(f"Expected five arrays of one shape (n,), got {sorted(shapes)}.")

    def expected_s(self, scale: float) -> NDArray[float64]:
        """Say how long each leg should take when cars are ``scale`` times as fast."""
        return self.drive_s / scale + self.fixed_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """
    What past drives say of the speed table.

    Attributes
    ----------
    scale
        Cars are so many times as fast as expected so far, 0.25-4; half of the drives took longer.
    spread_share
        Half-width of the range around the expected time that holds 80 % of the drives.
    legs
        Drives that were used.
    error_before, error_after
        Median of ``|measured / expected - 1|`` as expected so far, and with the new scale.
    """

    scale: float
    spread_share: float
    legs: int
    error_before: float
    error_after: float


def judge_legs(legs: Legs) -> NDArray[str_]:
    """
    Say of each leg whether it may be used, or why not.

    Returns
    -------
    outcome
        Shape ``(n,)``, codes of ``OUTCOMES``: ``same_place`` nothing to drive; ``no_leave`` nobody
        wrote when the team left; ``order`` it arrived before it left; ``between`` it may have
        been elsewhere on the way; ``no_way`` the roads do not join the places; ``too_fast`` above
        120 km/h in a straight line; ``too_slow`` three times the expected time and 20 minutes more.
    """
    expected_s, measured_s = legs.expected_s(1.0), legs.measured_s
    fastest_s = legs.straight_m / metres_per_second(FASTEST_STRAIGHT_KM_H)
    with np.errstate(invalid="ignore"):
        slow = measured_s > LONGEST_TIMES * expected_s + LONGEST_MORE_S
        cases = [
            (legs.drive_s <= 0) | (legs.straight_m <= 0),
            np.isnan(measured_s),
            measured_s < 0,
            legs.between,
            ~np.isfinite(expected_s),
            (measured_s <= 0) | (measured_s < fastest_s),
            slow,
        ]
    return np.select(cases, OUTCOMES[1:], default=OUTCOMES[0])


def fit_scale(legs: Legs) -> Fit:
    """
    Find how many times as fast as expected the cars were.

    Each drive has the one scale at which it would have taken just as long as it did,
    ``drive_s / (measured_s - fixed_s)``. Their median is the fit: half of the drives took longer
    than it says, and no odd drive moves it far.

    Parameters
    ----------
    legs
        Drives that ``judge_legs`` calls ``used``; at least 30.

    Raises
    ------
    DegenerateInputError
        If there are fewer than 30 drives, or they ask for a scale outside 0.25-4.

    Examples
    --------
    >>> slow, free = np.full(30, 800.0), np.zeros(30, dtype=bool)
    >>> drives = Legs(
    ...     measured_s=slow, drive_s=slow / 2, fixed_s=0 * slow, straight_m=slow, between=free
    ... )
    >>> fit_scale(drives).scale
    0.5
    """
    count = len(legs.measured_s)
    if count < FEWEST_LEGS:
        raise DegenerateInputError(
            f"Expected at least {FEWEST_LEGS} usable drives to fit the speeds, got {count}.",
            zh=f"校准车速至少需要 {FEWEST_LEGS} 段可用的行程，现有 {count} 段。",
        )
    scale = _median_scale(legs)
    check_scale(scale)
    scale = round(scale, 3)
    off = _off(legs, scale)
    return Fit(
        scale=scale,
        spread_share=round(float(np.quantile(off, SPREAD_HOLDS, method="higher")), 3),
        legs=count,
        error_before=round(float(np.median(_off(legs, 1.0))), 3),
        error_after=round(float(np.median(off)), 3),
    )


def check_scale(scale: float) -> None:
    """
    Refuse a scale at which nobody drives.

    Raises
    ------
    DegenerateInputError
        If it is outside 0.25-4.
    """
    if not LOWEST_SCALE <= scale <= HIGHEST_SCALE:
        raise DegenerateInputError(
            f"The recorded drives ask for {scale:.2f} times the expected speeds, outside "
            f"{LOWEST_SCALE:g} to {HIGHEST_SCALE:g}; check the arrival and leaving times.",
            zh=f"按记录推算的车速是估计的 {scale:.2f} 倍，超出 {LOWEST_SCALE:g} 到 "
            f"{HIGHEST_SCALE:g}；请核对到达、离开时间。",
        )


def chosen(legs: Legs, which: NDArray[bool_]) -> Legs:
    """Take some of the legs."""
    return Legs(
        measured_s=legs.measured_s[which],
        drive_s=legs.drive_s[which],
        fixed_s=legs.fixed_s[which],
        straight_m=legs.straight_m[which],
        between=legs.between[which],
    )


def _median_scale(legs: Legs) -> float:
    """Take the median; a drive shorter than its junctions and walks asks for endless speed."""
    moving_s = legs.measured_s - legs.fixed_s
    with np.errstate(divide="ignore"):
        scales = np.where(moving_s > 0, legs.drive_s / moving_s, np.inf)
    low, high = np.quantile(scales, 0.5, method="lower"), np.quantile(scales, 0.5, method="higher")
    return float(low if np.isinf(high) else (low + high) / 2)


def _off(legs: Legs, scale: float) -> NDArray[float64]:
    return np.abs(legs.measured_s / legs.expected_s(scale) - 1.0)
