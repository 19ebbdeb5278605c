"""Read a time of day, such as when a team came to a place and when it left."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from data.ledger.notes import Note, note
from data.ledger.sheets import Cell, cell_text, is_empty
from data.units import SECONDS_PER_DAY, SECONDS_PER_HOUR, SECONDS_PER_MINUTE

_LONGEST = 80
_NOON_H, _LAST_HOUR, _LAST_SIXTIETH = 12, 23, 59
_PAST_NOON = {
    "中午": range(1, 6),
    "下午": range(12),
    "pm": range(12),
    "傍晚": range(12),
    "晚上": range(5, 12),
    "夜间": range(6, 12),
}
"""Hours to which a word adds twelve; small hours (晚上1点, 夜间2点) are as they say."""
_OF_MIDNIGHT = frozenset({"am", "凌晨", "晚上", "夜间"})
"""Words with which twelve o'clock is midnight."""
_CLOCK = re.compile(
    r"(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}[日号]?t?)?"
    r"(?P<half>上午|早上|早晨|凌晨|中午|下午|晚上|傍晚|夜间|am|pm)?"
    r"(?P<h>\d{1,2})(?:[:点时](?P<m>\d{1,2}|半)?)(?:[:分](?P<s>\d{1,2})?)?(?:\.\d+)?秒?"
    r"(?P<after>am|pm)?"
)
_SERIAL_HIGH = 80_000
"""Largest number that Excel keeps for a day in this century and the next."""


def read_clock(cell: Cell, *, column: str) -> tuple[str | None, Note | None]:
    """
    Read a time of day: a time cell, ``8:30``, ``08:30:15``, ``8点半``, ``下午2时5分``, with or
    without a day before it, or the share of a day that Excel keeps.

    Returns
    -------
    clock
        ``HH:MM``, with ``:SS`` where there are seconds; missing where the cell is empty or not
        understood. A day without a time of day says none.
    note
        Says so where the cell was not understood.

    Examples
    --------
    >>> read_clock("8点半", column="到达时间")[0], read_clock("下午2:05", column="到达时间")[0]
    ('08:30', '14:05')
    """  # noqa: D205 - the list of forms needs two lines
    if is_empty(cell):
        return None, None
    second = _second_of_day(cell)
    if second is None:
        return None, note("time_unread", column=column, value=cell_text(cell))
    return clock_text(second), None


def clock_text(second: int) -> str:
    """
    Write a second of the day as it is stored.

    Examples
    --------
    >>> clock_text(30_600), clock_text(30_601)
    ('08:30', '08:30:01')
    """
    hour, rest = divmod(second, SECONDS_PER_HOUR)
    minute, left = divmod(rest, SECONDS_PER_MINUTE)
    return f"{hour:02d}:{minute:02d}" + (f":{left:02d}" if left else "")


def _second_of_day(cell: Cell) -> int | None:
    if isinstance(cell, datetime):
        cell = cell.time()
        return _second(cell) if cell != time() else None
    if isinstance(cell, time):
        return _second(cell)
    if isinstance(cell, timedelta):
        return _within_a_day(cell.total_seconds())
    if isinstance(cell, bool | date):
        return None
    text = "".join(unicodedata.normalize("NFKC", cell_text(cell)[:_LONGEST]).lower().split())
    match = _CLOCK.fullmatch(text)
    return _share_of_day(text) if match is None else _stated(match)


def _second(clock: time) -> int:
    return clock.hour * SECONDS_PER_HOUR + clock.minute * SECONDS_PER_MINUTE + clock.second


def _within_a_day(seconds: float) -> int | None:
    whole = round(seconds)
    return whole if 0 <= whole < SECONDS_PER_DAY else None


def _share_of_day(text: str) -> int | None:
    """Read the number Excel keeps: days, of which what is behind the point is the time."""
    try:
        days = float(text)
    except ValueError:
        return None
    if not 0 < days < _SERIAL_HIGH or days.is_integer():
        return None
    return _within_a_day(days % 1 * SECONDS_PER_DAY)


def _stated(match: re.Match[str]) -> int | None:
    hour, second = int(match["h"]), int(match["s"] or 0)
    minute = 30 if match["m"] == "半" else int(match["m"] or 0)
    half = match["half"] or match["after"]
    if hour in _PAST_NOON.get(half, ()):
        hour += _NOON_H
    elif half in _OF_MIDNIGHT and hour == _NOON_H:
        hour = 0
    if hour > _LAST_HOUR or max(minute, second) > _LAST_SIXTIETH:
        return None
    return hour * SECONDS_PER_HOUR + minute * SECONDS_PER_MINUTE + second
