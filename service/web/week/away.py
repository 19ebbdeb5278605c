"""Who is away, as the pages of the week send and show it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from data.errors import ConfigError
from service.pipeline.plans.daysoff import week_off

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from data.store import Store
    from service.web.week.teamdays import TeamDay


def away_of(town: Store, week: str, *, days: Sequence[TeamDay]) -> frozenset[str]:
    """
    Name the days of teams that are away by their list, and still have stops: a replan ticks them.

    Parameters
    ----------
    town
        Holds the list.
    week
        ISO week.
    days
        The plan's days of teams.

    Returns
    -------
    away
        Values as those of the options of a replan, such as ``T1|2026-11-26``.
    """
    off = week_off(town, week)
    held = [one for one in days if one.stops and one.day in off.get(one.team_id, ())]
    return frozenset(f"{one.team_id}|{one.day.isoformat()}" for one in held)


def ticked_weekdays(ticks: Sequence[str]) -> dict[str, list[int]]:
    """
    Read ticks that hold in every week.

    Raises
    ------
    ConfigError
        If one is no team and weekday.

    Examples
    --------
    >>> ticked_weekdays(["T1|0", "T1|4"])
    {'T1': [0, 4]}
    """
    off: dict[str, list[int]] = {}
    for value, team, day in _split(ticks):
        if not day.isascii() or not day.isdigit() or len(day) > 1:
            raise _no_day(value, "a team and a weekday", "队伍和星期")
        off.setdefault(team, []).append(int(day))
    return off


def ticked_days(ticks: Sequence[str]) -> dict[str, list[date]]:
    """
    Read ticks that hold on one day.

    Raises
    ------
    ConfigError
        If one is no team and day.

    Examples
    --------
    >>> ticked_days(["T1|2026-11-26"])
    {'T1': [datetime.date(2026, 11, 26)]}
    """
    off: dict[str, list[date]] = {}
    for value, team, day in _split(ticks):
        try:
            off.setdefault(team, []).append(date.fromisoformat(day))
        except ValueError as error:
            raise _no_day(value, "a team and a day", "队伍和日期") from error
    return off


def _split(ticks: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    for value in ticks:
        team, _, day = value.rpartition("|")
        yield value, team, day


def _no_day(value: str, en: str, zh: str) -> ConfigError:
    return ConfigError(f"Expected {en}, got {value!r}.", zh=f"应为{zh}，现为“{value}”。")
