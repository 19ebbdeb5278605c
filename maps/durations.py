"""Seconds as the minutes that people read."""

from __future__ import annotations

from data.units import SECONDS_PER_MINUTE


def minutes(seconds: float) -> int:
    """Round seconds to whole minutes; anything that takes time takes at least one."""
    return max(1, round(seconds / SECONDS_PER_MINUTE)) if seconds > 0 else 0


def minutes_range(seconds: float, spread_share: float) -> str:
    """
    Write how long a drive may take, in whole minutes; one number where the range is none.

    Examples
    --------
    >>> minutes_range(840, 0.15), minutes_range(840, 0.0), minutes_range(30, 0.3)
    ('12–16', '14', '1')
    """
    low, high = (minutes(seconds * (1 + side * spread_share)) for side in (-1, 1))
    return f"{low}–{high}" if high > low else f"{high}"
