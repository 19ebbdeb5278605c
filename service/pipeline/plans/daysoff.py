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
BEFORE = "days_off_before"
"""The setting that holds what they were before they were last set by hand."""
KEPT = timedelta(days=400)
"""So long after the day it may be forgotten: reports of a year may still name it."""


def days_off(tables: Store | Unit) -> Dates:
    """Say on which dates teams are away, beside the weekdays they are off in every week."""
    return _read(tables, DATED)


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

    What they were is kept, to set them back; nothing is where nothing changes. Days of other weeks
    that are long past are forgotten.

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
    monday = week_monday(named_week(week))
    days = {monday + timedelta(days=number) for number in range(DAYS_PER_WEEK)}
    with store.writing() as unit:
        check(unit)
        for team, wanted in off.items():
            _check(unit, team, wanted, days=days, week=week)
        before = days_off(unit)
        wished = {team: frozenset(dates) for team, dates in off.items()}
        rest = {team: held - days for team, held in before.items()}
        if _told(_joined(rest, wished)) != _told(before):
            _write(unit, _joined(_recent(rest, today), wished))
            unit.set(BEFORE, _told(before))


def add_days_off(unit: Unit, away: Mapping[str, Iterable[date]]) -> None:
    """Note that teams are away on days, as a replan says; what is known of others stays."""
    if away:
        more = {team: frozenset(dates) for team, dates in away.items()}
        _write(unit, _joined(days_off(unit), more))


def undo_days_off(store: Store) -> None:
    """
    Set the days off back to what they were before they were last set; twice sets them anew.

    Raises
    ------
    ConfigError
        If they were never set.
    """
    with store.writing() as unit:
        if BEFORE not in unit.settings():
            raise ConfigError("There is nothing to undo.", zh="没有可撤销的改动。")
        before, now = _read(unit, BEFORE), days_off(unit)
        _write(unit, before)
        unit.set(BEFORE, _told(now))


def is_undoable(tables: Store | Unit) -> bool:
    """Tell whether days off were ever set by hand."""
    return BEFORE in tables.settings()


def _read(tables: Store | Unit, name: str) -> Dates:
    told = json.loads(tables.settings().get(name) or "{}")
    return {team: frozenset(map(date.fromisoformat, days)) for team, days in told.items()}


def _joined(one: Dates, other: Dates) -> Dates:
    return {
        team: one.get(team, frozenset()) | other.get(team, frozenset()) for team in {*one, *other}
    }


def _recent(off: Dates, today: date) -> Dates:
    """Leave out what is long past; by the clock: a mistyped year must not age all the others."""
    return {
        team: frozenset(day for day in days if day >= today - KEPT) for team, days in off.items()
    }


def _write(unit: Unit, off: Dates) -> None:
    unit.set(DATED, _told(off))


def _told(off: Dates) -> str:
    listed = {team: sorted(map(date.isoformat, days)) for team, days in off.items() if days}
    return json.dumps(listed, sort_keys=True)


def _check(unit: Unit, team: str, wanted: Iterable[date], *, days: set[date], week: str) -> None:
    if not unit.rows("team", where={"team_id": [team]}):
        raise InputError(f"There is no team {team!r}.", zh=f"没有队伍“{team}”。")
    stray = sorted(set(wanted) - days)
    if stray:
        raise InputError(
            f"Expected a day of {week}, got {stray[0]}.", zh=f"{stray[0]} 不在 {week} 这一周。"
        )
