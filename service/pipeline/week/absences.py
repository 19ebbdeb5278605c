"""Who works when in a week, and weekdays off in every week: read, set, and set back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.errors import ConfigError, InputError
from data.schema import TEAM, as_records, as_table
from data.units import DAYS_PER_WEEK, clock, week_monday
from planning.calendar import absences, week_shifts
from service.pipeline.plans.daysoff import week_off
from service.pipeline.rules.ruling import rules_in_force

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    import pandas as pd

    from data.store import Store, Unit

Off = dict[str, tuple[int, ...]]
"""Weekdays off by team id, 0 is Monday; teams without any are left out."""
BEFORE = "weekdays_off_before"
"""The setting that holds the weekdays off before they were last set here, as JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamWeek:
    """
    One team's week.

    ``hours`` such as ``08:00–17:00`` by day (empty: none), as were nobody away; ``off`` weekdays of
    every week; ``away`` days of this week beside.
    """

    team_id: str
    name: str
    hours: tuple[tuple[date, str], ...]
    off: frozenset[int]
    away: frozenset[date]


def team_weeks(store: Store, week: str) -> tuple[TeamWeek, ...]:
    """List when each team would work in a week, were nobody away, and when it is away."""
    teams, monday = store.read("team"), week_monday(week)
    off, away = absences(teams), week_off(store, week)
    shown = _hours(store, teams, monday)
    days = [monday.fromordinal(monday.toordinal() + number) for number in range(DAYS_PER_WEEK)]
    return tuple(
        TeamWeek(
            team_id=str(team),
            name=str(teams["name"][team]),
            hours=tuple((day, " / ".join(shown.get((str(team), day), ()))) for day in days),
            off=frozenset(off.get(str(team), ())),
            away=away.get(str(team), frozenset()),
        )
        for team in teams.index
    )


def _hours(
    store: Store, teams: pd.DataFrame, monday: date
) -> dict[tuple[str, date], tuple[str, ...]]:
    """Say from when to when teams would work; nothing where nobody works in the week."""
    found: dict[tuple[str, date], tuple[str, ...]] = {}
    try:
        shifts = week_shifts(
            teams.assign(absent_days=None),
            store.read("shift"),
            monday=monday,
            rules=rules_in_force(store).rules,
        )
    except ConfigError:
        return found
    for shift in shifts:
        hours = f"{clock(shift.start_s)}–{clock(shift.end_s)}"
        found[shift.team, shift.day] = (*found.get((shift.team, shift.day), ()), hours)
    return found


def set_absences(
    store: Store,
    off: Mapping[str, Iterable[int]],
    *,
    check: Callable[[Unit], object] = lambda _: None,
) -> Off:
    """
    Set the weekdays off of all teams; a team that is not named has none.

    Parameters
    ----------
    store
        Holds the teams.
    off
        Weekdays off by team id, 0 is Monday.
    check
        Looks at the store within the unit that changes it; an error of its own ends it.

    Returns
    -------
    before
        What they were, to set them back.

    Raises
    ------
    InputError
        If a team is unknown, or a number is no weekday.
    """
    with store.writing() as unit:
        check(unit)
        return change_absences(unit, off)


def change_absences(unit: Unit, off: Mapping[str, Iterable[int]]) -> Off:
    """
    Set the weekdays off of all teams within a unit of writing; what they were is kept.

    Returns and raises as ``set_absences`` does.
    """
    wanted = {team: tuple(sorted(set(days))) for team, days in off.items()}
    teams = unit.read("team")
    _check(wanted, teams)
    before = absences(teams)
    changed = [
        row | {"absent_days": json.dumps(list(wanted.get(row["team_id"], ())))}
        for row in as_records(teams)
        if before.get(row["team_id"], ()) != wanted.get(row["team_id"], ())
    ]
    if changed:
        unit.upsert("team", as_table(changed, TEAM))
        unit.set(BEFORE, json.dumps(before, sort_keys=True))
    return before


def absences_of(store: Store | Unit) -> Off:
    """Say which weekdays the teams are off in every week that is planned."""
    return absences(store.read("team"))


def undo_absences(store: Store) -> Off:
    """
    Set the weekdays off back to what they were before they were last set.

    Teams that are gone by now are passed over.

    Returns
    -------
    before
        What they were until now.

    Raises
    ------
    ConfigError
        If they were never set.
    """
    with store.writing() as unit:
        former = last_absences(unit)
        if former is None:
            raise ConfigError("There is nothing to undo.", zh="没有可撤销的改动。")
        there = set(unit.read("team").index)
        return change_absences(unit, {team: off for team, off in former.items() if team in there})


def last_absences(store: Store | Unit) -> Off | None:
    """Say what the weekdays off were before they were last set here; ``None``: never set."""
    told = store.settings().get(BEFORE)
    if told is None:
        return None
    return {team: tuple(days) for team, days in json.loads(told).items()}


def _check(wanted: Mapping[str, tuple[int, ...]], teams: pd.DataFrame) -> None:
    unknown = sorted(wanted.keys() - set(teams.index))
    if unknown:
        raise InputError(f"There is no team {unknown[0]!r}.", zh=f"没有队伍“{unknown[0]}”。")
    for days in wanted.values():
        wrong = [day for day in days if not 0 <= day < DAYS_PER_WEEK]
        if wrong:
            raise InputError(
                f"Expected a weekday from 0 (Monday) to 6, got {wrong[0]}.",
                zh=f"星期应为 0（周一）到 6，现为 {wrong[0]}。",
            )
