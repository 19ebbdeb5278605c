"""Who works when in one week: shifts by weekday, holidays, make-up workdays, absences."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pandas as pd

from data.errors import ConfigError
from data.units import DAYS_PER_WEEK, SECONDS_PER_DAY, SECONDS_PER_MINUTE, week_of
from planning.problem import Break
from planning.rows import Row, rows_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from planning.rulebook import CalendarRules
    from planning.rules import Rules

_SATURDAY = 5
_LONGEST_REST = 60
"""Days off in a row, at most: further ahead no workday is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """
    One team's hours on one day of one week.

    Attributes
    ----------
    id
        Stable within the week: the id in the shift table and the weekday, 0 is Monday.
    team, day, kind
        Whose it is, the calendar date, ``day`` or ``night``.
    start_s, end_s
        Seconds of the week; past a day's end where a night shift runs into the next day.
    back_s
        When the team is planned to be back: the time from then to ``end_s`` is kept free.
    skills, card_holders, home_village
        What decides where the team may go; ``home_village`` ``None`` where the rule is off.
    rest
        The break, or ``None``.
    lon_deg, lat_deg
        The base.
    """

    id: str
    team: str
    day: date
    kind: str
    start_s: int
    end_s: int
    back_s: int
    skills: frozenset[str]
    card_holders: int
    home_village: str | None
    rest: Break | None
    lon_deg: float
    lat_deg: float


def week_shifts(
    teams: pd.DataFrame,
    shifts: pd.DataFrame,
    *,
    monday: date,
    rules: Rules,
    absent: Mapping[str, AbstractSet[date]] | None = None,
) -> tuple[Shift, ...]:
    """
    List the shifts of one week.

    Parameters
    ----------
    teams, shifts
        Tables by ``TEAM`` and ``SHIFT`` of ``data.schema``.
    monday
        First day of the week.
    rules
        The office's rules.
    absent
        Days off by team, on top of the weekdays in the team table.

    Returns
    -------
    shifts
        By day, then in the order of the tables. Public holidays have no shift; a make-up workday
        has the shifts that hold on every workday. A shift for one weekday is held on its weekday,
        holidays apart. A shift written for Saturday or Sunday is held there.

    Raises
    ------
    ConfigError
        If there is no team, a shift's team is unknown, its hours are reversed, or nobody works in
        this week.
    """
    if teams.empty:
        raise ConfigError(
            "There is no team; import the list of teams (执法队伍) first.",
            zh="没有执法队伍，请先导入执法队伍表。",
        )
    unknown = sorted(set(shifts["team_id"]) - set(teams.index))
    if unknown:
        raise ConfigError(
            f"A shift names the unknown team {unknown[0]!r}.",
            zh=f"有班次写的队伍 {unknown[0]} 不在队伍表里。",
        )
    listed = []
    for number in range(DAYS_PER_WEEK):
        day = monday + timedelta(days=number)
        for row in rows_of(shifts):
            team = teams.loc[row.team_id]
            if _is_held(row, day, rules.calendar) and not _is_absent(
                team, row.team_id, day, absent or {}
            ):
                listed.append(_shift(row, team, day, number, rules))
    if not listed:
        week = week_of(monday)
        raise ConfigError(
            f"Nobody works in week {week}: every day is a holiday, or everybody is away.",
            zh=f"{week} 这一周没有人上班：全是节假日，或各队都休假。",
        )
    return tuple(listed)


def absences(teams: pd.DataFrame) -> dict[str, tuple[int, ...]]:
    """
    List the weekdays off that the team table states: they hold in every week that is planned.

    Parameters
    ----------
    teams
        Table by ``TEAM`` of ``data.schema``.

    Returns
    -------
    absences
        Weekdays, 0 is Monday, by team id; teams without any are left out.
    """
    listed = {str(row.Index): tuple(sorted(_listed(row.absent_days))) for row in rows_of(teams)}
    return {team: days for team, days in listed.items() if days}


def is_workday(day: date, own: CalendarRules | None = None) -> bool:
    """
    Tell whether offices work on a day; ``own`` are an office's further holidays and workdays.

    Examples
    --------
    >>> is_workday(date(2026, 10, 1)), is_workday(date(2026, 10, 10))
    (False, True)
    """
    if own is not None and day in own.workdays:
        return True
    if _is_holiday(day, own):
        return False
    return day.weekday() < _SATURDAY or day in _made_up()


def workday_from(day: date, own: CalendarRules | None = None) -> date:
    """
    Give the first day, from this one on, on which offices work.

    What must be done by a day off may be done until then, and nobody looks sooner.

    Examples
    --------
    >>> workday_from(date(2026, 11, 7)), workday_from(date(2026, 11, 6))
    (datetime.date(2026, 11, 9), datetime.date(2026, 11, 6))
    """
    ahead = (day + timedelta(days=n) for n in range(_LONGEST_REST))
    return next((one for one in ahead if is_workday(one, own)), day)


def _is_holiday(day: date, own: CalendarRules | None) -> bool:
    """Tell whether a day is a public holiday; the office's own word counts first."""
    if own is not None:
        if day in own.workdays:
            return False
        if any(first <= day <= last for first, last in own.holidays):
            return True
    return day in _holidays()


def knows_holidays(monday: date, own: CalendarRules | None = None) -> bool:
    """
    Tell whether the holidays of a week are known: by the program's list, or the office's own.

    Examples
    --------
    >>> knows_holidays(date(2026, 11, 23)), knows_holidays(date(2026, 12, 28))
    (True, False)
    """
    years = {monday.year, (monday + timedelta(days=DAYS_PER_WEEK - 1)).year}
    stated = {day.year for span in own.holidays for day in span} if own is not None else set()
    return years <= stated | {int(year) for year in _table()}


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("planning").joinpath("holidays.toml").read_text(encoding="utf-8"))


@cache
def _holidays() -> frozenset[date]:
    spans = [
        (date.fromisoformat(first), date.fromisoformat(last))
        for year in _table().values()
        for first, last in year["holidays"]
    ]
    return frozenset(
        first + timedelta(days=n) for first, last in spans for n in range((last - first).days + 1)
    )


@cache
def _made_up() -> frozenset[date]:
    return frozenset(
        date.fromisoformat(day) for year in _table().values() for day in year["workdays"]
    )


def _is_held(row: Row, day: date, own: CalendarRules) -> bool:
    if pd.isna(row.weekday):
        return is_workday(day, own)
    return int(row.weekday) == day.weekday() and not _is_holiday(day, own)


def _is_absent(
    team: pd.Series, team_id: str, day: date, absent: Mapping[str, AbstractSet[date]]
) -> bool:
    off = _listed(team["absent_days"])
    return day.weekday() in off or day in absent.get(team_id, set())


def _listed(text: object) -> list[Any]:
    """Decode a JSON list of the tables; missing is empty."""
    return json.loads(text) if isinstance(text, str) and text else []


def _shift(row: Row, team: pd.Series, day: date, number: int, rules: Rules) -> Shift:
    begin_s = number * SECONDS_PER_DAY
    start_s, end_s = begin_s + int(row.start_s), begin_s + int(row.end_s)
    if end_s <= start_s:
        raise ConfigError(
            f"Shift {row.Index!r} ends before it starts.",
            zh=f"班次 {row.Index} 的下班时间早于上班时间。",
        )
    home = team["home_village"]
    kept_away = rules.team.cross_village and isinstance(home, str)
    rest = _rest(row, begin_s, (start_s, end_s), rules.lunch.minutes)
    return Shift(
        id=f"{row.Index}-{number}",
        team=row.team_id,
        day=day,
        kind=row.kind,
        start_s=start_s,
        end_s=end_s,
        back_s=_back_s((start_s, end_s), rest, rules.reserve.share),
        skills=frozenset(_listed(team["skills"])),
        card_holders=int(team["card_holders"]),
        home_village=home if kept_away else None,
        rest=rest,
        lon_deg=float(team["lon_deg"]),
        lat_deg=float(team["lat_deg"]),
    )


def _back_s(span: tuple[int, int], rest: Break | None, share: float) -> int:
    """Keep a share of the working time free at the end of a shift, though not of its break."""
    start_s, end_s = span
    if rest is None:
        return end_s - int(share * (end_s - start_s))
    reserve_s = int(share * (end_s - start_s - rest.duration_s))
    return max(end_s - reserve_s, rest.latest_s + rest.duration_s)


def _rest(row: Row, begin_s: int, span: tuple[int, int], minutes: int) -> Break | None:
    """Place the break in the hours stated for it; 0 minutes means all of them."""
    if pd.isna(row.break_start_s) or pd.isna(row.break_end_s):
        return None
    earliest_s, over_s = begin_s + int(row.break_start_s), begin_s + int(row.break_end_s)
    if not span[0] <= earliest_s < over_s <= span[1]:
        raise ConfigError(
            f"Shift {row.Index!r}: the break does not lie within the shift.",
            zh=f"班次 {row.Index} 的午休不在上班时间之内。",
        )
    length_s = over_s - earliest_s
    if minutes:
        length_s = min(length_s, minutes * SECONDS_PER_MINUTE)
    return Break(earliest_s, over_s - length_s, length_s)
