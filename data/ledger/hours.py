"""Read the hours of shifts and lists of weekdays."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from data.units import SECONDS_PER_DAY, SECONDS_PER_HOUR, SECONDS_PER_MINUTE

_DAYS = "一二三四五六日"
_DAY = r"(?:周|星期|礼拜)([一二三四五六日天1-7])"
_ENGLISH = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_RANGE_OF_DAYS = re.compile(rf"{_DAY}(?:[至到~-]{_DAY})?")
_SHORT = re.compile(rf"({_DAY}(?:[、,和及][一二三四五六日天])*)[、,和及](?=[一二三四五六日天])")
_SHORT_RANGE = re.compile(rf"({_DAY}[至到~-])(?=[一二三四五六日天]|[1-7](?![\d:]))")
_CLOCK = r"(\d{1,2})(?:[:点时](\d{1,2})?)分?"
_HOURS = re.compile(rf"{_CLOCK}[至到~-](?:次日|翌日|第二天|凌晨)?{_CLOCK}")
_EVERY_DAY = re.compile(r"每天|每日|天天|daily")
_WORKDAYS = frozenset(range(5))
_LONGEST = 200
_LAST_HOUR, _LAST_MINUTE = 24, 59


@dataclass(frozen=True, slots=True)
class Hours:
    """
    Working hours on one weekday, or on every workday where it is missing.

    Attributes
    ----------
    weekday
        0 is Monday.
    start_s, end_s
        Seconds after midnight; the end is past 24 h where it is on the next day.
    break_start_s, break_end_s
        The gap between two ranges of hours; missing where there is none.
    """

    weekday: int | None
    start_s: int
    end_s: int
    break_start_s: int | None = None
    break_end_s: int | None = None


def read_weekdays(text: str) -> tuple[int, ...]:
    """
    Read a list of weekdays, 0 is Monday; empty where none is named.

    Examples
    --------
    >>> read_weekdays("周二、周四"), read_weekdays("周一至周三"), read_weekdays("星期一、三、五")
    ((1, 3), (0, 1, 2), (0, 2, 4))
    """
    found: list[int] = []
    for first, last in _RANGE_OF_DAYS.findall(_plain(text)):
        start = _number(first)
        end = _number(last) if last else start
        span = range(start, end + 1) if end >= start else (*range(start, 7), *range(end + 1))
        found += [day for day in span if day not in found]
    return tuple(found)


def read_hours(text: str) -> tuple[Hours, ...]:
    """
    Read the hours of a shift; empty where none can be read.

    Two ranges for one day are one shift with a break between them. Weekdays before hours say when
    they hold; without weekdays, and for Monday to Friday, they hold on every workday.

    Examples
    --------
    >>> read_hours("8:30-12:00,13:30-17:30")
    (Hours(weekday=None, start_s=30600, end_s=63000, break_start_s=43200, break_end_s=48600),)
    >>> read_hours("周二19:00-23:00")[0].weekday
    1
    """
    plain = _plain(text)
    shifts: list[Hours] = []
    for days, part in _by_days(plain):
        ranges = [_seconds(match) for match in _HOURS.finditer(part)]
        known = [pair for pair in ranges if pair is not None]
        if known:
            shifts += [_shift(day, known) for day in days]
    return tuple(shifts)


def _plain(text: str) -> str:
    word = "".join(unicodedata.normalize("NFKC", text[:_LONGEST]).lower().split())
    word = re.sub(r"[–—―−～]", "-", word)
    for index, name in enumerate(_ENGLISH):
        word = re.sub(rf"{name}[a-z]*", f"周{_DAYS[index]}", word)
    word = _SHORT_RANGE.sub(r"\1周", word)
    while _SHORT.search(word):
        word = _SHORT.sub(r"\1、周", word)
    return word


def _number(day: str) -> int:
    return int(day) - 1 if day.isdigit() else _DAYS.index("日" if day == "天" else day)


def _by_days(plain: str) -> list[tuple[tuple[int | None, ...], str]]:
    """Cut a text before each group of weekdays that follows hours."""
    cuts = [0]
    for match in _RANGE_OF_DAYS.finditer(plain):
        if _HOURS.search(plain[cuts[-1] : match.start()]):
            cuts.append(match.start())
    parts = [plain[start:end] for start, end in zip(cuts, [*cuts[1:], len(plain)], strict=True)]
    return [(_days_of(part), part) for part in parts]


def _days_of(part: str) -> tuple[int | None, ...]:
    days = read_weekdays(part)
    if _EVERY_DAY.search(part):
        return tuple(range(7))
    return days if days and frozenset(days) != _WORKDAYS else (None,)


def _seconds(match: re.Match[str]) -> tuple[int, int] | None:
    numbers = [int(part or 0) for part in match.groups()]
    start_hour, start_minute, end_hour, end_minute = numbers
    if max(start_hour, end_hour) > _LAST_HOUR or max(start_minute, end_minute) > _LAST_MINUTE:
        return None
    start = start_hour * SECONDS_PER_HOUR + start_minute * SECONDS_PER_MINUTE
    end = end_hour * SECONDS_PER_HOUR + end_minute * SECONDS_PER_MINUTE
    return start, end if end > start else end + SECONDS_PER_DAY


def _shift(day: int | None, ranges: list[tuple[int, int]]) -> Hours:
    ordered = sorted(ranges)
    start, end = ordered[0][0], max(last for _, last in ordered)
    gaps = [
        (after[0] - before[1], before[1], after[0])
        for before, after in pairwise(ordered)
        if after[0] > before[1]
    ]
    if not gaps:
        return Hours(day, start, end)
    _, break_start, break_end = max(gaps)
    return Hours(day, start, end, break_start, break_end)
