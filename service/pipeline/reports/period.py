"""The days a report is of: a month or a week, as far as the records go."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pandas as pd

from data.errors import ConfigError, InputError
from data.units import DAYS_PER_WEEK, week_monday, week_of

if TYPE_CHECKING:
    from data.reports import Said

_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_DAY = timedelta(days=1)
_MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """
    The days of a report.

    Attributes
    ----------
    name
        As it is asked for, such as ``2026-11`` or ``2026-W48``.
    first, end
        First day, and the day after the last.
    known
        The last day of which anything is on record.
    """

    name: str
    first: date
    end: date
    known: date

    @property
    def as_of(self) -> date:
        """The day on which the record stands: that after its last, at most after the period."""
        return min(self.end, self.known + _DAY)

    @property
    def last(self) -> date:
        """The last day that the record tells of; the day before the period where none does."""
        return self.as_of - _DAY

    @property
    def until(self) -> date:
        """The same within the period: its first day where that is still to come."""
        return max(self.first, self.as_of)

    @property
    def is_over(self) -> bool:
        """Whether the records go on to the end of the period."""
        return self.known >= self.end - _DAY

    def holds(self, days: pd.Series) -> pd.Series[bool]:
        """Say of each day whether it is in the period and known; a missing day is not."""
        inside = (days >= pd.Timestamp(self.first)) & (days < pd.Timestamp(self.until))
        return inside.fillna(value=False).astype(bool)

    def told(self) -> Said:
        """Write the days in words, and that the period is not over where it is not."""
        last = (self.until if not self.is_over else self.end) - _DAY
        zh, en = f"{self.first} 至 {last}", f"{self.first} to {last}"
        if self.is_over:
            return zh, en
        return f"{zh}（{self.name} 记录未满）", f"{en} (records of {self.name} are not complete)"


def month_period(text: str, *, known: date) -> Period:
    """
    Read a month.

    Raises
    ------
    ConfigError
        If the text is no month.
    InputError
        If it begins after the last day on record.
    """
    match = _MONTH.fullmatch(text.strip())
    if match is None or not 1 <= int(match[2]) <= _MONTHS or int(match[1]) < 1:
        raise ConfigError(
            f"Expected a month such as 2026-11, got {text!r}.",
            zh=f"月份应写成 2026-11 的样子，现为“{text}”。",
        )
    first = date(int(match[1]), int(match[2]), 1)
    return _known(Period(name=f"{first:%Y-%m}", first=first, end=next_month(first), known=known))


def week_period(week: str, *, known: date) -> Period:
    """
    Read a week; one that has not begun has no known day.

    Raises
    ------
    ConfigError
        If the text is no week.
    """
    monday = week_monday(week)
    end = monday + timedelta(days=DAYS_PER_WEEK)
    return Period(name=week_of(monday), first=monday, end=end, known=known)


def _known(period: Period) -> Period:
    if period.first > period.known:
        raise InputError(
            f"Nothing is on record for {period.name}: the last record is of {period.known}.",
            zh=f"{period.name} 没有任何记录：最近的记录是 {period.known}。",
        )
    return period


def next_month(first: date) -> date:
    """Give the first day of the month after a day's."""
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)


def month_before(first: date, months: int = 1) -> date:
    """
    Give the first day of an earlier month.

    Examples
    --------
    >>> month_before(date(2026, 2, 1), 3)
    datetime.date(2025, 11, 1)
    """
    at = first.year * _MONTHS + first.month - 1 - months
    return date(at // _MONTHS, at % _MONTHS + 1, 1)


def month_number(days: pd.Series) -> pd.Series[int]:
    """Count the months of days from January of year 0."""
    number: pd.Series[int] = days.dt.year * _MONTHS + days.dt.month - 1
    return number
