"""Past weeks planned anew on what was known then: the planner against plans made by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pandas as pd

from data.chances import is_chance
from data.errors import ConfigError, InputError
from data.units import DAYS_PER_WEEK, week_of
from geo.card.card import default_card
from geo.sites.history import looks_before
from geo.town import planning_worth
from geo.town.known import tables_then
from planning.calendar import week_shifts
from planning.demand import weekly_demand
from planning.guessing import share_interval
from service.pipeline.places.standing import day_after_last, standing_sites
from service.pipeline.places.villages import tell_villages_apart
from service.pipeline.risk.scores import scores_as_of, town_tables
from service.pipeline.roads.checking import lost_sites
from service.pipeline.roads.travel import town_travel
from service.pipeline.rules.ruling import rules_in_force
from service.pipeline.week.compare import NAIVE, RANDOM, Measured, naive_plan, plan_figures
from service.pipeline.week.posing import place_nodes, pose_problem, refuse_faults, solve_checked
from service.results.compare import PlanBacktestResult, PlanFigures, ReplayedPlan

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from data.ports import Progress
    from data.store import Store
    from geo.town import TownTables
    from geo.town.choice import Wanted
    from planning.rules import Rules
    from service.pipeline.roads.travel import Travel
    from service.pipeline.week.search import Search

PLANNED = "planned"
_WEEK = timedelta(days=DAYS_PER_WEEK)
LOOK_WEEKS = 4
"""Weeks within which a look at a planned site tells what was there."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Today:
    """What does not change from week to week: the ledger, roads, teams and rules of today."""

    tables: TownTables
    teams: pd.DataFrame
    hours: pd.DataFrame
    travel: Travel
    reachable: pd.Series[bool]
    rules: Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class _Replayed:
    """One week replayed: figures and visited sites by way of planning."""

    monday: date
    is_chance: bool
    figures: dict[str, PlanFigures]
    visited: dict[str, frozenset[str]]


def backtest_plans(
    store: Store,
    *,
    origins: int,
    search: Search,
    as_of: date | None = None,
    wanted: Wanted = "scorecard",
    progress: Progress | None = None,
) -> PlanBacktestResult:
    """
    Plan past weeks anew, each with the scores and duties of its Monday, and compare.

    What is at places that nobody visited is not known. Two things are: what was expected there, by
    the same scores for every plan, and what looks found that were really made soon after.

    Parameters
    ----------
    store
        Sites, visits, teams, roads and the office's rules. Teams, roads and rules are those of
        today.
    origins
        Weeks wanted, the latest that are over, >= 1.
    search
        Seed and limits of each week.
    as_of
        Only rows before this day are used; ``None`` is the day after the last dated row.
    wanted
        Which score the weeks are planned with, as for ``score_town``; ``auto`` takes about half a
        minute a week, since past months are judged anew for each.
    progress
        Told after each week.

    Raises
    ------
    ConfigError
        If ``origins`` is below 1, nobody works in a week, the model is wanted and the visits were
        too few for it, or the rules kept with the store are damaged.
    NotFoundError
        If sites, roads or dated rows are missing.
    InputError
        If no visit lies before the first week.
    """
    if origins < 1:
        raise ConfigError(
            f"Expected --origins of 1 or more, got {origins}.",
            zh=f"--origins 至少为 1，现为 {origins}。",
        )
    day = as_of or day_after_last(store)
    until = day - timedelta(days=day.weekday())
    mondays = [until - _WEEK * number for number in range(origins, 0, -1)]
    today = _read_today(store)
    looks = looks_before(today.tables.inspections, day)
    _refuse_no_past(looks, mondays[0])
    replayed = []
    for number, monday in enumerate(mondays, start=1):
        replayed.append(_replay(today, monday, search, wanted))
        if progress is not None:
            progress(number, origins)
    return _result(replayed, looks, day)


def _refuse_no_past(looks: pd.DataFrame, monday: date) -> None:
    if not (looks["day"] < pd.Timestamp(monday)).any():
        raise InputError(
            f"There is no visit that saw inside before {monday}: nothing was known then; "
            "ask for fewer weeks with --origins.",
            zh=f"{monday} 之前没有进门检查的记录，当时一无所知；请用 --origins 减少周数。",
        )


def _read_today(store: Store) -> _Today:
    rules = rules_in_force(store).rules
    sites = tell_villages_apart(store, standing_sites(store), "village")
    teams = tell_villages_apart(store, store.read("team"), "home_village")
    travel = town_travel(store)
    lost = lost_sites(sites, teams, travel, limit_m=rules.reach.walk_m)
    return _Today(
        tables=town_tables(store, sites),
        teams=teams,
        hours=store.read("shift"),
        travel=travel,
        reachable=pd.Series(~sites.index.isin([one.site_id for one in lost]), index=sites.index),
        rules=rules,
    )


def _replay(today: _Today, monday: date, search: Search, wanted: Wanted) -> _Replayed:
    """Plan one week in every way; every plan passes the independent check."""
    ground = _ground(today, monday, seed=search.seed, wanted=wanted)
    plans = {PLANNED: solve_checked(ground.problem, search, None)}
    for name in (NAIVE, RANDOM):
        plans[name] = naive_plan(name, ground.problem, seed=search.seed)
        refuse_faults(ground.problem, plans[name])
    return _Replayed(
        monday=monday,
        is_chance=ground.is_chance,
        figures={name: plan_figures(plan, ground) for name, plan in plans.items()},
        visited={
            name: frozenset(stop.site for route in plan.routes for stop in route.stops)
            for name, plan in plans.items()
        },
    )


def _ground(today: _Today, monday: date, *, seed: int, wanted: Wanted) -> Measured:
    """Pose the week's problem as it stood on its Monday."""
    card, then = default_card(), tables_then(today.tables, monday)
    scores, _ = scores_as_of(today.tables, monday, card=card, wanted=wanted)
    shifts = week_shifts(today.teams, today.hours, monday=monday, rules=today.rules)
    demand = weekly_demand(
        then.sites,
        scores.assign(worth=planning_worth(scores, card)),
        then.inspections,
        then.findings,
        then.tips,
        shifts=shifts,
        monday=monday,
        as_of=monday,
        rules=today.rules,
        seed=seed,
        reachable=today.reachable,
    )
    points = place_nodes(demand, sites=then.sites, teams=today.teams)
    network = today.travel.network
    return Measured(
        problem=pose_problem(demand, shifts, points=points, teams=today.teams, network=network),
        points=points,
        network=network,
        sites=then.sites,
        risk=scores["risk"],
        is_chance=is_chance(str(scores["model"].iloc[0])),
    )


def _result(replayed: Sequence[_Replayed], looks: pd.DataFrame, day: date) -> PlanBacktestResult:
    seen = [_first_looks(looks, week.monday) for week in replayed]
    ways = tuple(_way(name, replayed, seen) for name in (PLANNED, NAIVE, RANDOM))
    return PlanBacktestResult(
        as_of=day.isoformat(),
        weeks=tuple(week_of(week.monday) for week in replayed),
        is_chance=all(week.is_chance for week in replayed),
        ways=ways,
        looks=sum(len(one) for one in seen),
        finds=sum(int(one.sum()) for one in seen),
        better={
            name: sum(
                week.figures[PLANNED].expected_per_hour > week.figures[name].expected_per_hour
                for week in replayed
            )
            for name in (NAIVE, RANDOM)
        },
    )


def _first_looks(looks: pd.DataFrame, monday: date) -> pd.Series[bool]:
    """Say of each site looked at in the weeks from a Monday on whether the first look found."""
    start = pd.Timestamp(monday)
    inside = looks[(looks["day"] >= start) & (looks["day"] < start + LOOK_WEEKS * _WEEK)]
    first = inside.sort_values("day", kind="stable").drop_duplicates("site_id")
    return first.set_index("site_id")["found"].astype(bool)


def _way(name: str, replayed: Sequence[_Replayed], seen: Sequence[pd.Series[bool]]) -> ReplayedPlan:
    at_sites = [
        found[found.index.isin(list(week.visited[name]))]
        for week, found in zip(replayed, seen, strict=True)
    ]
    looked, found = sum(len(one) for one in at_sites), sum(int(one.sum()) for one in at_sites)
    low, high = share_interval(found / looked, looked) if looked else (None, None)
    return ReplayedPlan(
        name=name,
        figures=_summed([week.figures[name] for week in replayed]),
        looked=looked,
        found=found,
        share=found / looked if looked else None,
        low=low,
        high=high,
    )


def _summed(weeks: Sequence[PlanFigures]) -> PlanFigures:
    """Sum weeks up; what is a ratio is that of the sums."""
    stops, hours = sum(one.stops for one in weeks), sum(one.hours for one in weeks)
    expected = sum(one.expected for one in weeks)
    driven_min = sum(one.drive_min_per_visit * one.stops for one in weeks)
    return PlanFigures(
        stops=stops,
        promises=sum(one.promises for one in weeks),
        kept=sum(one.kept for one in weeks),
        prize=sum(one.prize for one in weeks),
        expected=expected,
        hours=hours,
        expected_per_hour=expected / hours if hours else 0.0,
        distance_m=sum(one.distance_m for one in weeks),
        drive_min_per_visit=driven_min / stops if stops else 0.0,
    )
