"""Units, and the week as a clock that starts on Monday at 00:00."""

from __future__ import annotations

import re
from datetime import date, timedelta

from data.errors import ConfigError

SECONDS_PER_MINUTE = 60
MINUTES_PER_HOUR = 60
SECONDS_PER_HOUR = 3600
SECONDS_PER_DAY = 86_400
SECONDS_PER_WEEK = 7 * SECONDS_PER_DAY
DAYS_PER_WEEK = 7
DAYS_PER_YEAR = 365

CHINA_ZONE = "Asia/Shanghai"
"""Name of the one clock of China, in the list that all programs share."""
CHINA_OFFSET = timedelta(hours=8)
"""How far that clock, which has not been changed since 1991, is ahead of UTC."""

FASTEST_KM_H = 150.0
"""A road, a limit or a drive that claims to be faster is a slip of the pen."""

M2_PER_MU = 10_000 / 15
"""Square metres in one mu (亩), the land unit of Chinese ledgers: 15 mu are one hectare."""

FIRST_YEAR, LAST_YEAR = 1900, 2200
"""No ledger tells of other centuries; a day near the end of the calendar has no day after it."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WEEK = re.compile(r"(\d{4})-?W(\d{1,2})", re.IGNORECASE)


def metres_per_second(speed_km_h: float) -> float:
    """
    Convert kilometres an hour to metres a second.

    Examples
    --------
    >>> metres_per_second(36.0)
    10.0
    """
    return speed_km_h / 3.6


def week_monday(week: str) -> date:
    """
    Find the Monday on which a week begins.

    Parameters
    ----------
    week
        ISO 8601 week such as ``2026-W48``.

    Raises
    ------
    ConfigError
        If the text is no ISO week, or the year has no such week or is not of ``FIRST_YEAR`` to
        ``LAST_YEAR``.

    Examples
    --------
    >>> week_monday("2026-W48")
    datetime.date(2026, 11, 23)
    """
    match = _WEEK.fullmatch(week.strip())
    if match is None:
        raise ConfigError(
            f"Expected a week such as 2026-W48, got {week!r}.",
            zh=f"周次应写成 2026-W48 的样子，现为“{week}”。",
        )
    year, number = int(match[1]), int(match[2])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ConfigError(
            f"Expected a week from {FIRST_YEAR} to {LAST_YEAR}, got {week!r}.",
            zh=f"周次应在 {FIRST_YEAR} 年至 {LAST_YEAR} 年之间，现为“{week}”。",
        )
    try:
        return date.fromisocalendar(year, number, 1)
    except ValueError as error:
        raise ConfigError(
            f"Expected a week of the year {year}, got {week!r}.",
            zh=f"{year} 年没有“{week}”这一周。",
        ) from error


def named_week(text: str) -> str:
    """
    Write a week as it is stored, however it was typed.

    Parameters
    ----------
    text
        ISO week in any spelling that ``week_monday`` reads, or a date, which names its week.

    Raises
    ------
    ConfigError
        If the text is neither.

    Examples
    --------
    >>> named_week("2026w48"), named_week("2026-11-24")
    ('2026-W48', '2026-W48')
    """
    typed = text.strip()
    if not _DAY.fullmatch(typed):
        return week_of(week_monday(typed))
    try:
        day = date.fromisoformat(typed)
    except ValueError as error:
        raise ConfigError(
            f"Expected a week such as 2026-W48, or a date, got {text!r}.",
            zh=f"周次应写成 2026-W48 的样子，现为“{text}”。",
        ) from error
    return week_of(week_monday(week_of(day)))


def week_of(day: date) -> str:
    """
    Name the ISO week that holds a day.

    Examples
    --------
    >>> week_of(date(2026, 11, 29))
    '2026-W48'
    """
    year, number, _ = day.isocalendar()
    return f"{year:04d}-W{number:02d}"


def next_week(week: str) -> str:
    """
    Name the week after a week.

    Examples
    --------
    >>> next_week("2026-W53")
    '2027-W01'
    """
    return week_of(week_monday(week) + timedelta(days=DAYS_PER_WEEK))


def clock(second_of_week: int) -> str:
    """
    Write a second of the week as the time of its day.

    Examples
    --------
    >>> clock(SECONDS_PER_DAY + 8 * 3600 + 30 * 60)
    '08:30'
    """
    minutes = second_of_week % SECONDS_PER_DAY // SECONDS_PER_MINUTE
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
