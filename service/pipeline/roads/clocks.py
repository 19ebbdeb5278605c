"""Times of day as tables hold them."""

from __future__ import annotations

import pandas as pd


def seconds_of_day(clocks: pd.Series) -> pd.Series[float]:
    """Turn ``HH:MM`` or ``HH:MM:SS`` into seconds of the day; missing or odd ones are ``nan``."""
    parts = pd.to_timedelta(clocks.where(clocks.str.len() > 5, clocks + ":00"), errors="coerce")  # noqa: PLR2004 - HH:MM
    return parts.dt.total_seconds()
