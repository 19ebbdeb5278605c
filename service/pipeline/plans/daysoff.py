"""Days on which teams are away, each by its date: one list for the week's page and for replans."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

from data.errors import ConfigError, InputError
from data.units import DAYS_PER_WEEK, named_week, week_monday

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from data.store import Store, Unit

Dates = dict[str, frozenset[date]]
"""Days off by team id; teams without any are left out."""
DATED = "days_off"
"""The setting that holds them, as JSON: team id to ISO days."""
LAST_SET = "days_off_last_set"
"""The setting that holds what was set last by hand, as JSON: week to days added and removed."""
KEPT = timedelta(days=400)
"""So long after the day it may be forgotten: reports of a year may still name it."""


def days_off(tables: Store | Unit) -> Dates:
    """Say on which dates teams are away, beside the weekdays they are off in every week."""
    return _dates(json.loads(tables.settings().get(DATED) or "{}"))


def week_off(tables: Store | Unit, week: str) -> Dates:
    """Say on which days of one week teams are away, as :func:`days_off` does."""
    monday = week_monday(named_week(week))
    after = monday + timedelta(days=DAYS_PER_WEEK)
    found = {
        team: frozenset(day for day in days if monday <= day < after)
        for team, days in days_off(tables).items()
    }
    return {team: days for team, days in found.items() if days}


def set_week_off(
    store: Store,
    week: str,
    off: Mapping[str, Iterable[date]],
    *,
    today: date,
    check: Callable[[Unit], object] = lambda _: None,
) -> None:
    """
    Set the days on which teams are away in one week; a team that is not named has none then.

    What changed is kept for this week, to set it back; nothing is where nothing changes. Days of
    other weeks that are long past are forgotten.

    Parameters
    ----------
    store
        Holds the teams.
    week
        ISO week; the days of all others stay as they are.
    off
        Days by team id, all of this week.
    today
        The office's day.
    check
        Looks at the store within the unit that changes it; an error of its own ends it.

    Raises
    ------
    ConfigError
        If the week is none.
    InputError
        If a team is unknown, or a day is not of this week.
    """
    week = named_week(week)
    monday = week_monday(week)
    days = {monday + timedelta(days=number) for number in range(DAYS_PER_WEEK)}
    with store.writing() as unit:
        check(unit)
        for team, wanted in off.items():
            _check(unit, team, wanted, days=days, week=week)
        held = days_off(unit)
        rest = {team: dates - days for team, dates in held.items()}
        wished = {team: frozenset(dates) for team, dates in off.items()}
        now = _joined(rest, wished)
        added, removed = _without(now, held), _without(held, now)
        if added or removed:
            _write(unit, _joined(_recent(rest, today), wished))
            recent = {one: last for one, last in _last_set(unit).items() if _is_recent(one, today)}
            _keep_last(unit, recent | {week: (added, removed)})


def add_days_off(unit: Unit, away: Mapping[str, Iterable[date]]) -> None:
    """
    Note that teams are away on days, as a replan says; what is known of others stays.

    Setting back what was set by hand leaves these days as they are.
    """
    if not away:
        return
    more = {team: frozenset(dates) for team, dates in away.items()}
    _write(unit, _joined(days_off(unit), more))
    last = _last_set(unit)
    if last:
        _keep_last(
            unit,
            {
                week: (_without(added, more), _without(removed, more))
                for week, (added, removed) in last.items()
            },
        )


def undo_days_off(store: Store, week: str) -> None:
    """
    Take back what was last set by hand in one week; twice sets it anew.

    Days of other weeks stay, and so do those that a replan has noted since.

    Raises
    ------
    ConfigError
        If the week is none, or nothing was set in it by hand.
    """
    week = named_week(week)
    with store.writing() as unit:
        last = _last_set(unit)
        if week not in last:
            raise ConfigError("There is nothing to undo.", zh="没有可撤销的改动。")
        added, removed = last[week]
        _write(unit, _joined(_without(days_off(unit), added), removed))
        _keep_last(unit, last | {week: (removed, added)})


def is_undoable(tables: Store | Unit, week: str) -> bool:
    """Tell whether days off of a week were set by hand, and can be set back."""
    return named_week(week) in _last_set(tables)


def _last_set(tables: Store | Unit) -> dict[str, tuple[Dates, Dates]]:
    """Read which days the last setting by hand added and removed, by week."""
    told = json.loads(tables.settings().get(LAST_SET) or "{}")
    return {week: (_dates(added), _dates(removed)) for week, (added, removed) in told.items()}


def _keep_last(unit: Unit, last: Mapping[str, tuple[Dates, Dates]]) -> None:
    """Store it; a week of which nothing is left to take back is left out."""
    told = {week: [_listed(added), _listed(removed)] for week, (added, removed) in last.items()}
    kept = {week: both for week, both in told.items() if any(both)}
    unit.set(LAST_SET, json.dumps(kept, sort_keys=True))


def _is_recent(week: str, today: date) -> bool:
    return week_monday(week) >= today - KEPT


def _dates(told: Mapping[str, Iterable[str]]) -> Dates:
    return {team: frozenset(map(date.fromisoformat, days)) for team, days in told.items()}


def _joined(one: Dates, other: Dates) -> Dates:
    return {
        team: one.get(team, frozenset()) | other.get(team, frozenset()) for team in {*one, *other}
    }


def _without(one: Dates, other: Dates) -> Dates:
    """Leave out the other's days, and teams that have none left."""
    left = {team: days - other.get(team, frozenset()) for team, days in one.items()}
    return {team: days for team, days in left.items() if days}


def _recent(off: Dates, today: date) -> Dates:
    """Leave out what is long past; by the clock: a mistyped year must not age all the others."""
    return {
        team: frozenset(day for day in days if day >= today - KEPT) for team, days in off.items()
    }


def _write(unit: Unit, off: Dates) -> None:
    unit.set(DATED, json.dumps(_listed(off), sort_keys=True))


def _listed(off: Dates) -> dict[str, list[str]]:
    return {team: sorted(map(date.isoformat, days)) for team, days in off.items() if days}


def _check(unit: Unit, team: str, wanted: Iterable[date], *, days: set[date], week: str) -> None:
    if not unit.rows("team", where={"team_id": [team]}):
        raise InputError(f"There is no team {team!r}.", zh=f"没有队伍“{team}”。")
    stray = sorted(set(wanted) - days)
    if stray:
        raise InputError(
            f"Expected a day of {week}, got {stray[0]}.", zh=f"{stray[0]} 不在 {week} 这一周。"
        )
