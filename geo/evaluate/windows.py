"""The months in which scores are judged, each with what was known on its first day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from data.errors import ConfigError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """
    A span of days whose visits are judged.

    Attributes
    ----------
    first
        First day; scores know only what is dated before it.
    end
        The day after the last.
    """

    first: pd.Timestamp
    end: pd.Timestamp

    def holds(self, days: pd.Series) -> NDArray[np.bool_]:
        """Tell which days lie inside."""
        return ((days >= self.first) & (days < self.end)).to_numpy(dtype=bool)


def month_windows(
    days: pd.Series, *, count: int, step_months: int = 2, end: pd.Timestamp | None = None
) -> tuple[Window, ...]:
    """
    Choose whole months to judge, counted back from the last whole month on record.

    Parameters
    ----------
    days
        Days of the visits on record, any order; missing days count nowhere.
    count
        Months wanted, >= 1.
    step_months
        From one to the next, >= 1.
    end
        Nothing on or after this day is judged; ``None`` is the day after the last visit.

    Returns
    -------
    windows
        Ascending, at most ``count``: months with a visit in them and a visit before them.

    Raises
    ------
    ConfigError
        If a number is below 1.

    Examples
    --------
    >>> days = pd.Series(pd.to_datetime(["2014-01-09", "2014-02-03", "2014-04-16"]))
    >>> [str(one.first.date()) for one in month_windows(days, count=3, step_months=1)]
    ['2014-02-01']
    """
    for name, value in (("count", count), ("step_months", step_months)):
        if value < 1:
            raise ConfigError(
                f"Expected {name} >= 1, got {value}.", zh=f"{name} 至少为 1，现为 {value}。"
            )
    known = days.dropna()
    if known.empty:
        return ()
    limit = known.max() + pd.Timedelta(days=1) if end is None else pd.Timestamp(end)
    first, last = known.min(), limit.to_period("M").to_timestamp()
    ends = [last - pd.DateOffset(months=step_months * number) for number in range(count)]
    months = [Window(one - pd.DateOffset(months=1), one) for one in ends]
    chosen = [one for one in months if first < one.first and one.holds(known).any()]
    return tuple(sorted(chosen))
