"""Seconds as the minutes that people read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.units import SECONDS_PER_MINUTE
from maps.markup import both
from maps.words import filled

if TYPE_CHECKING:
    from markupsafe import Markup


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


def drive_range(spread_share: float, speed_legs: int | None) -> Markup | None:
    """
    Say what the range of a drive is made of.

    Parameters
    ----------
    spread_share
        How far a drive usually lies from the time it was planned with, as a share of it.
    speed_legs
        Past drives the speeds were fitted to; 0 where they were set by hand, ``None`` where they
        are as shipped.

    Returns
    -------
    sentence
        In both languages; ``None`` where drives have no range.
    """
    if spread_share <= 0:
        return None
    key = {None: "shipped", 0: "by_hand"}.get(speed_legs, "fitted")
    how = filled(f"week.range_{key}", legs=speed_legs)
    spread = f"{spread_share:.0%}"
    return both(*(filled("week.range", spread=spread, how=how[side])[side] for side in (0, 1)))
