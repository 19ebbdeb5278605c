"""A plan beside what was done of it: made, skipped with the reason, without a word, and more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import orjson
import pandas as pd

from data.errors import NotFoundError
from data.schema import as_records
from data.units import SECONDS_PER_DAY, SECONDS_PER_HOUR, week_monday
from service.pipeline.places.sites import text_of
from service.results.record import DayDone, PlannedDone

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data.ports import ChosenRows

Row = dict[str, Any]
_WEEK = timedelta(days=7)
_EVENING_S = 18 * SECONDS_PER_HOUR
_NOT_MADE = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Week:
    """What is on record of a week: visits made by site, sites skipped, and why."""

    made: Mapping[str, Sequence[Row]]
    skipped: frozenset[str]
    reasons: Mapping[str, str]


def plan_against_done(tables: ChosenRows, plan_id: str) -> PlannedDone:
    """
    Say route by route what was done of a plan.

    A stop is done if its place was visited in the plan's week, by whichever team on whichever day;
    a shut gate is a visit too. What no page and no ledger speaks of is silent, not skipped.

    Parameters
    ----------
    tables
        A store, or a unit of writing.
    plan_id
        The plan.

    Raises
    ------
    NotFoundError
        If there is no such plan.
    """
    plans = tables.read("plan", where={"plan_id": [plan_id]})
    if plans.empty:
        raise NotFoundError(f"There is no plan {plan_id!r}.", zh=f"没有计划“{plan_id}”。")
    week = str(plans["week"].iloc[0])
    mine = {"plan_id": [plan_id]}
    routes = as_records(tables.read("route", where=mine).sort_values(["day", "team_id", "start_s"]))
    stops = tables.read("stop", where=mine).sort_values(["route_id", "position"])
    known = _read_week(tables, week, plans_of=_versions(tables, week))
    names = {str(team): str(name) for team, name in tables.read("team")["name"].items()}
    planned = set(stops["site_id"])
    extra = _extra(known, planned)
    days = []
    for route in routes:
        team, day = names.get(route["team_id"], route["team_id"]), route["day"].date().isoformat()
        more = extra.pop((team, day), ())  # a team with two routes on a day has them on the first
        done = _day(team, day, _of_route(stops, route), known, more)
        days.append(replace(done, at_night=_is_night(route)))
    return PlannedDone(plan_id=plan_id, week=week, days=(*days, *_other_days(extra)))


def _versions(tables: ChosenRows, week: str) -> list[str]:
    return [str(plan) for plan in tables.read("plan", where={"week": [week]}).index]


def _is_night(route: Row) -> bool:
    """Tell a route that begins in the evening: the second of a team's day, in most lists."""
    return int(route["start_s"]) % SECONDS_PER_DAY >= _EVENING_S


def _of_route(stops: pd.DataFrame, route: Row) -> tuple[str, ...]:
    return tuple(map(str, stops.loc[stops["route_id"] == route["route_id"], "site_id"]))


def _read_week(tables: ChosenRows, week: str, *, plans_of: Sequence[str]) -> _Week:
    monday = pd.Timestamp(week_monday(week))
    visits = tables.read("inspection")
    sweeps = tables.read("sweep_visit").drop(columns="site_id")
    sweeps = sweeps.rename(columns={"sweep_id": "site_id"})
    columns = ["site_id", "day", "team", "result"]
    told = pd.concat(
        [table[columns].rename_axis("visit_id").reset_index() for table in (visits, sweeps)]
    )
    here = told[(told["day"] >= monday) & (told["day"] < monday + _WEEK)]
    made: dict[str, list[Row]] = {}
    skipped = set()
    for row in as_records(here.sort_values(["day", "visit_id"])):
        if row["result"] == _NOT_MADE:
            skipped.add(str(row["site_id"]))
        else:
            made.setdefault(str(row["site_id"]), []).append(row)
    return _Week(
        made=made, skipped=frozenset(skipped - set(made)), reasons=_reasons(tables, plans_of)
    )


def _reasons(tables: ChosenRows, plans: Sequence[str]) -> dict[str, str]:
    """Read why stops were skipped, as the pages that count say it."""
    rows = tables.read("page_record", where={"plan_id": list(plans), "standing": ["taken"]})
    told = {str(row["stop"]): orjson.loads(row["content"]) for row in as_records(rows)}
    return {
        stop: said.get("skip") or said.get("note") or ""
        for stop, said in told.items()
        if said.get("result") == _NOT_MADE
    }


def _day(
    team: str, day: str, planned: tuple[str, ...], known: _Week, more: Sequence[Row]
) -> DayDone:
    done = tuple(site for site in planned if site in known.made)
    skipped = tuple(site for site in planned if site in known.skipped)
    visits = [str(row["visit_id"]) for site in done for row in known.made[site]]
    return DayDone(
        team=team,
        day=day,
        planned=planned,
        done=done,
        skipped=skipped,
        silent=tuple(site for site in planned if site not in {*done, *skipped}),
        extra=tuple(str(row["site_id"]) for row in more),
        reasons={site: known.reasons.get(site, "") for site in skipped},
        visits=(*visits, *(str(row["visit_id"]) for row in more)),
    )


def _extra(known: _Week, planned: set[str]) -> dict[tuple[str, str], list[Row]]:
    """List visits at places that no route holds, by team and day."""
    extra: dict[tuple[str, str], list[Row]] = {}
    for site, rows in known.made.items():
        for row in rows if site not in planned else ():
            key = (text_of(row["team"]), row["day"].date().isoformat())
            extra.setdefault(key, []).append(row)
    return extra


def _other_days(extra: Mapping[tuple[str, str], Sequence[Row]]) -> tuple[DayDone, ...]:
    """Write the days of teams that have extra visits and no route."""
    nothing = _Week(made={}, skipped=frozenset(), reasons={})
    return tuple(
        _day(team, day, (), nothing, rows)
        for (team, day), rows in sorted(extra.items(), key=lambda one: one[0][::-1])
    )
