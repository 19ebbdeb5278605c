"""Hours at which places cannot be visited: days a site is closed, market days of a village."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import time, timedelta
from typing import TYPE_CHECKING, Any

from data.errors import ConfigError
from data.units import DAYS_PER_WEEK, SECONDS_PER_DAY, SECONDS_PER_HOUR, SECONDS_PER_MINUTE
from planning.clauses.lunar import lunar_day
from planning.clauses.values import check_keys, read_part
from planning.clauses.whom import WHOM_KEYS, Whom, read_whom

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from planning.problem import Window

_DIGITS = 10
_MONTH_DAYS = 31
_RENAMED = {"first": "from", "last": "to"}
"""Fields that the file calls by other words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """
    Hours of certain days at which no visit is made to certain sites.

    Parameters
    ----------
    zh, en
        What it is called, such as a market.
    first, last
        Its first and last day; ``None``: without an end. ``from`` and ``to`` in the file.
    weekdays
        1 is Monday, 7 is Sunday.
    month_days
        Days of the month, 1-31.
    lunar_ends
        Last digits of the lunar day, 0-9: 1 and 6 are 逢一、六, the 1st, 6th, 11th and so on.
    from_hour, to_hour
        When it begins and ends, such as ``07:30``; ``24:00`` is the end of the day.
    whom
        The sites it concerns.

    Notes
    -----
    Without weekdays, month days and lunar ends it holds on every day; with several of them, on
    days that one of them names.
    """

    zh: str
    en: str
    first: date | None = None
    last: date | None = None
    weekdays: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    lunar_ends: tuple[int, ...] = ()
    from_hour: str = "00:00"
    to_hour: str = "24:00"
    whom: Whom = field(default_factory=Whom)

    def holds_on(self, day: date) -> bool:
        """Tell whether a day is one of its days."""
        if (self.first and day < self.first) or (self.last and day > self.last):
            return False
        named = (
            (self.weekdays, day.isoweekday()),
            (self.month_days, day.day),
            (self.lunar_ends, lunar_day(day) % _DIGITS if self.lunar_ends else -1),
        )
        stated = [(wanted, found) for wanted, found in named if wanted]
        return not stated or any(found in wanted for wanted, found in stated)

    def spans(self, monday: date) -> list[Window]:
        """List when it holds in a week and the night after, ``(start, end)`` in seconds of it."""
        open_s, close_s = seconds_of(self.from_hour), seconds_of(self.to_hour)
        return [
            (number * SECONDS_PER_DAY + open_s, number * SECONDS_PER_DAY + close_s)
            for number in range(DAYS_PER_WEEK + 1)
            if self.holds_on(monday + timedelta(days=number))
        ]


def without(
    windows: Sequence[Window], spans: Iterable[Window], *, service_s: int
) -> tuple[Window, ...]:
    """
    Cut hours out of windows, so that a visit neither begins nor is under way in them.

    Parameters
    ----------
    windows
        When service may start, both ends included.
    spans
        ``(start, end)`` of the hours; service may start at their end.
    service_s
        How long the visit takes.

    Examples
    --------
    >>> without([(0, 100)], [(40, 60)], service_s=10)
    ((0, 30), (60, 100))
    """
    left = list(windows)
    for start_s, end_s in spans:
        left = (
            [
                part
                for first, last in left
                for part in (
                    (first, min(last, start_s - service_s)),
                    (max(first, end_s), last),
                )
                if part[0] <= part[1]
            ]
            if start_s < end_s
            else left
        )
    return tuple(dict.fromkeys(sorted(left)))


_KEYS = (
    set(Closed.__dataclass_fields__) - {"whom", "first", "last"}
    | WHOM_KEYS
    | set(_RENAMED.values())
)


def read_closed(tables: Iterable[Mapping[str, Any]]) -> tuple[Closed, ...]:
    """
    Read the tables ``[[closed]]`` of a rules file, in their order.

    Raises
    ------
    ConfigError
        If a key is unknown or missing, or a value outside its range.
    """
    return tuple(_closed(number, table) for number, table in enumerate(tables, start=1))


def _closed(number: int, table: Mapping[str, Any]) -> Closed:
    name = f"closed {number}"
    check_keys(name, table, _KEYS)
    given = {key: table[key] for key in table if key not in WHOM_KEYS}
    days = replace(read_part(Closed, name, given, keys=_RENAMED), whom=read_whom(name, table))
    for key, listed, low, high in (
        ("weekdays", days.weekdays, 1, DAYS_PER_WEEK),
        ("month_days", days.month_days, 1, _MONTH_DAYS),
        ("lunar_ends", days.lunar_ends, 0, _DIGITS - 1),
    ):
        if any(not low <= one <= high for one in listed):
            raise ConfigError(
                f"Rules: expected {name}.{key} between {low} and {high}, got {list(listed)}.",
                zh=f"规则：{name}.{key} 应在 {low} 到 {high} 之间，现为 {list(listed)}。",
            )
    _check_order(name, days)
    return days


def _check_order(name: str, one: Closed) -> None:
    reversed_days = one.first and one.last and one.first > one.last
    try:
        reversed_hours = seconds_of(one.from_hour) >= seconds_of(one.to_hour)
    except ValueError as error:
        raise ConfigError(
            f"Rules: expected {name} with hours such as 07:30, "
            f"got {one.from_hour!r} to {one.to_hour!r}.",
            zh=f"规则：{name} 的时刻应如 07:30，现为“{one.from_hour}”至“{one.to_hour}”。",
        ) from error
    if reversed_days or reversed_hours:
        raise ConfigError(
            f"Rules: {name} ({one.en}) ends before it begins.",
            zh=f"规则：{name}（{one.zh}）的结束早于开始。",
        )


def seconds_of(hour: str) -> int:
    """
    Read an hour of the day as seconds of it.

    Raises
    ------
    ValueError
        If it is none.

    Examples
    --------
    >>> seconds_of("07:30"), seconds_of("24:00")
    (27000, 86400)
    """
    if hour == "24:00":
        return SECONDS_PER_DAY
    moment = time.fromisoformat(hour)
    return moment.hour * SECONDS_PER_HOUR + moment.minute * SECONDS_PER_MINUTE
