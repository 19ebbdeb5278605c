"""The day of the lunar month (农历), by which villages hold their markets."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

_CHINA = timedelta(hours=8)
_MONTH_DAYS = 29.530588861
"""Mean length of a lunation."""
_J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)
_TERRESTRIAL = timedelta(seconds=70)
"""Terrestrial time runs so much ahead of the clock in the 2020s."""
_TERMS = (
    # coefficient in days; multiples of M (sun), M' (moon), F; power of E
    (-0.40720, 0, 1, 0, 0),
    (0.17241, 1, 0, 0, 1),
    (0.01608, 0, 2, 0, 0),
    (0.01039, 0, 0, 2, 0),
    (0.00739, -1, 1, 0, 1),
    (-0.00514, 1, 1, 0, 1),
    (0.00208, 2, 0, 0, 2),
    (-0.00111, 0, 1, -2, 0),
    (-0.00057, 0, 1, 2, 0),
    (0.00056, 1, 2, 0, 1),
    (-0.00042, 0, 3, 0, 0),
    (0.00042, 1, 0, 2, 1),
    (0.00038, 1, 0, -2, 1),
    (-0.00024, -1, 2, 0, 1),
)


def lunar_day(day: date) -> int:
    """
    Say which day of its lunar month a day is in China, 1 to 30.

    The month begins on the day, China Standard Time, of the new moon.

    Parameters
    ----------
    day
        Between 1950 and 2100.

    References
    ----------
    Meeus, Astronomical Algorithms, 2nd ed. (1998), chapter 49, new moon; terms below 0.0002 days
    are left out, which moves a new moon by less than two minutes.

    Examples
    --------
    >>> lunar_day(date(2026, 2, 17)), lunar_day(date(2026, 2, 16)), lunar_day(date(2026, 9, 25))
    (1, 29, 15)
    """
    number = round((day - date(2000, 1, 6)).days / _MONTH_DAYS)
    begins = max(
        first for first in map(_month_begins, (number - 1, number, number + 1)) if first <= day
    )
    return (day - begins).days + 1


@lru_cache(maxsize=256)
def _month_begins(number: int) -> date:
    """Date in China of the new moon so many lunations after that of 6 January 2000."""
    k = float(number)
    t = k / 1236.85
    mean = 2451550.09766 + _MONTH_DAYS * k + 0.00015437 * t**2
    sun = math.radians(2.5534 + 29.10535670 * k - 0.0000014 * t**2)
    moon = math.radians(201.5643 + 385.81693528 * k + 0.0107582 * t**2)
    latitude = math.radians(160.7108 + 390.67050284 * k - 0.0016118 * t**2)
    eccentricity = 1 - 0.002516 * t - 0.0000074 * t**2
    shift = sum(
        size * eccentricity**power * math.sin(a * sun + b * moon + c * latitude)
        for size, a, b, c, power in _TERMS
    )
    moment = _J2000 + timedelta(days=mean + shift - 2451545.0) - _TERRESTRIAL
    return (moment + _CHINA).date()
