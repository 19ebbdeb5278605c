"""The week: shifts, demand, travel times, the problem, its solution, the check, the store."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from data.chances import is_chance
from data.errors import ConfigError
from data.units import week_monday
from geo.card.card import default_card
from geo.town import planning_worth
from planning.calendar import absences, knows_holidays, week_shifts
from planning.demand import weekly_demand
from planning.sentences import promise_sheets
from service.pipeline.alike import surprising_plan
from service.pipeline.compare import Measured, compare_plans, rival_plan
from service.pipeline.county import near_points, solve_county_checked
from service.pipeline.filing import FiledPlan, file_plan
from service.pipeline.ground import town_ground
from service.pipeline.law import refuse_unlawful
from service.pipeline.lots import lot_lines
from service.pipeline.namelist import site_names
from service.pipeline.posing import (
    driven_metres,
    input_hash,
    place_nodes,
    pose_problem,
    solve_checked,
)
from service.pipeline.roadcheck import lost_sites
from service.pipeline.ruling import filed_ruling, rules_in_force, ruling_params
from service.pipeline.scores import read_scores, standing_sites
from service.pipeline.searching import how_searched
from service.pipeline.sweep import drawn_rows, town_blind
from service.pipeline.travel import town_travel, travel_params
from service.pipeline.villages import tell_villages_apart
from service.results import BrokenResult, PlanResult

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from data.model import Plan, Unplanned
    from data.ports import Progress
    from data.store import Store
    from planning.calendar import Shift
    from planning.demand import Demand
    from planning.ground import Ground
    from planning.problem import Problem
    from planning.rules import Rules
    from service.pipeline.county import SolvedCounty
    from service.pipeline.ruling import Ruling
    from service.pipeline.search import Search
    from service.pipeline.travel import Travel
    from service.road_results import LostSite


def plan_week(
    store: Store,
    *,
    week: str,
    search: Search,
    ruling: Ruling | None = None,
    progress: Progress | None = None,
    compare: str | None = None,
) -> PlanResult:
    """
    Plan one week for every team, check the plan, and keep it.

    Parameters
    ----------
    store
        Holds scored sites, their history, teams and roads.
    week
        ISO week such as ``2026-W48``.
    search
        Seed and limits.
    ruling
        The rules to plan by; ``None``: those kept with the store, else the defaults.
    progress
        Told how far the search has come.
    compare
        Another way to plan the same week, of ``service.pipeline.compare.RIVAL_PLANS``; it is
        measured, not kept.

    Raises
    ------
    NotFoundError
        If sites, scores or roads are missing, or last week's plan that is to be compared.
    ConfigError
        If there is no such way, or the week is none or began before the day of the scores, there is
        no team, or nobody works in it.
    PlanError
        If an independent check finds a fault, of the plan or of the law; nothing is stored then.
    """
    started = search.clock()
    rival = rival_plan(store, compare, week=week)
    town = _read_town(store, week, ruling or rules_in_force(store))
    demand = _demand(town, seed=search.seed)
    points = place_nodes(demand, sites=town.places, teams=town.teams)
    network = town.travel.network
    problem = pose_problem(demand, town.shifts, points=points, teams=town.teams, network=network)
    plan, county = _searched(town, demand, problem, search=search, progress=progress)
    surprise = None
    if county is None:
        plan, surprise = surprising_plan(
            store, problem, plan, rules=town.rules.unpredictable, monday=town.monday
        )
    plan = replace(plan, unplanned=told_why(plan.unplanned, town.lost))
    metres = driven_metres(plan, problem, points=points, network=network)
    solved = _Solved(demand=demand, problem=problem, plan=plan, metres=metres, county=county)
    filed = _filed(town, solved, limit_s=search.limit_s)
    refuse_unlawful(
        filed,
        sites=town.sites,
        scores=town.scores,
        inspections=town.past["inspection"],
        rules=town.rules,
    )
    filed.params["unpredictable"] = None if surprise is None else asdict(surprise)
    beside = None if rival is None else compare_plans(rival, plan, _ground(town, problem, points))
    plan_id, version = file_plan(store, filed)
    result = plan_result(filed, plan_id, version, seconds=search.clock() - started)
    return replace(
        result,
        closures=town.travel.closures,
        unreachable=town.lost,
        spread_share=town.travel.speeds.spread_share,
        speed_legs=town.travel.legs,
        unpredictable=surprise,
        compare=beside,
        county=county.facts if county is not None else None,
    )


def _searched(
    town: _Town,
    demand: Demand,
    problem: Problem,
    *,
    search: Search,
    progress: Progress | None,
) -> tuple[Plan, SolvedCounty | None]:
    """Search the week as one, or town by town where so much is offered."""
    if demand.towns is None:
        return solve_checked(problem, search, progress), None
    points = place_nodes(demand, sites=town.sites, teams=town.teams)
    near = near_points(points, town.travel.network)
    county = solve_county_checked(
        problem, demand.towns, near, rules=town.rules, search=search, progress=progress
    )
    return county.plan, county


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Town:
    """
    What is known of a town before its week is planned, read once.

    Attributes
    ----------
    week, monday
        The ISO week, and the day it begins.
    ruling
        The rules in force, and where they come from.
    sites, scores, teams
        Tables of the store, without sites that are gone.
    past
        Tables ``inspection``, ``finding`` and ``tip``.
    as_of
        The day of the scores.
    shifts
        Who works when.
    travel
        The roads as they are driven on these days.
    lost
        Sites that no car reaches.
    blind
        Places in no ledger that one reaches.
    """

    week: str
    monday: date
    ruling: Ruling
    sites: pd.DataFrame
    scores: pd.DataFrame
    teams: pd.DataFrame
    past: dict[str, pd.DataFrame]
    as_of: date
    shifts: Sequence[Shift]
    travel: Travel
    lost: tuple[LostSite, ...]
    blind: pd.DataFrame
    ground: Ground

    @property
    def places(self) -> pd.DataFrame:
        """Return name and position of all that may be visited."""
        where = ["name", "lon_deg", "lat_deg"]
        return pd.concat([self.sites[where], self.blind[where]])

    @property
    def rules(self) -> Rules:
        """Return the rules in force."""
        return self.ruling.rules


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Solved:
    """What was asked and answered; ``county`` where towns were searched apart."""

    demand: Demand
    problem: Problem
    plan: Plan
    metres: dict[tuple[int, int], float]
    county: SolvedCounty | None


def _read_town(store: Store, week: str, ruling: Ruling) -> _Town:
    """Read what the week is planned from; refuse what no office could know."""
    monday, rules = week_monday(week), ruling.rules
    sites = tell_villages_apart(store, standing_sites(store), "village")
    scores = read_scores(store, sites)
    scores = scores.assign(worth=planning_worth(scores, default_card()))
    teams = tell_villages_apart(store, store.read("team"), "home_village")
    shifts = week_shifts(teams, store.read("shift"), monday=monday, rules=rules)
    travel = town_travel(store, days={shift.day for shift in shifts})
    as_of: date = scores["as_of"].max().date()
    _refuse_hindsight(week, monday, as_of)
    past = {table: store.read(table) for table in ("inspection", "finding", "tip")}
    blind = town_blind(store, sites, teams, past=past, travel=travel, as_of=as_of, rules=rules)
    return _Town(
        week=week,
        monday=monday,
        ruling=ruling,
        sites=sites,
        scores=scores,
        teams=teams,
        past=past,
        as_of=as_of,
        shifts=shifts,
        travel=travel,
        lost=lost_sites(sites, teams, travel, limit_m=rules.reach.walk_m),
        blind=blind,
        ground=town_ground(store, sites, teams, blind=blind),
    )


def _demand(town: _Town, *, seed: int) -> Demand:
    """Say what the week should hold; what no car reaches is left out with its distance."""
    demand = weekly_demand(
        town.sites,
        town.scores,
        town.past["inspection"],
        town.past["finding"],
        town.past["tip"],
        shifts=town.shifts,
        monday=town.monday,
        as_of=town.as_of,
        rules=town.rules,
        seed=seed,
        reachable=_reachable(town.sites, town.lost),
        ground=town.ground,
    )
    return replace(demand, left_out=told_why(demand.left_out, town.lost))


def _ground(town: _Town, problem: Problem, points: pd.DataFrame) -> Measured:
    """Say what plans of this week are measured on."""
    return Measured(
        problem=problem,
        points=points,
        network=town.travel.network,
        sites=town.sites,
        risk=town.scores["risk"],
        is_chance=is_chance(str(town.scores["model"].iloc[0])),
    )


def _filed(town: _Town, solved: _Solved, *, limit_s: float | None) -> FiledPlan:
    """Put together what the store keeps of a plan."""
    names = site_names(town.places, town.teams, town.shifts)
    off = absences(town.teams)
    return FiledPlan(
        week=town.week,
        as_of=town.as_of,
        plan=solved.plan,
        problem=solved.problem,
        metres=solved.metres,
        demand=solved.demand,
        shifts={shift.id: shift for shift in town.shifts},
        promises=promise_sheets(solved.problem, solved.plan, names=names),
        names=names,
        params={
            **ruling_params(town.ruling),
            "limit_s": limit_s,
            **how_searched(solved.plan),
            "travel": travel_params(town.travel),
        },
        input_hash=input_hash(solved.problem, times=solved.county.times if solved.county else None),
        lots=solved.demand.lots.listed(),
        sweeps=drawn_rows(town.blind, list(solved.demand.lots.sweeps)),
        later_rows=_later_rows(town.past, town.as_of),
        absences={str(town.teams["name"][team]): days for team, days in off.items()},
    )


def _refuse_hindsight(week: str, monday: date, as_of: date) -> None:
    """Refuse to plan with scores that know what the week brought: no office can."""
    if as_of > monday:
        raise ConfigError(
            f"The scores are as of {as_of}, after {week} begins; "
            f"run `gridpatrol score --as-of {monday}` first.",
            zh=f"评分截至 {as_of}，晚于 {week} 的周一；"
            f"请先运行 gridpatrol score --as-of {monday}。",
        )


def _later_rows(past: dict[str, pd.DataFrame], as_of: date) -> int:
    """Count dated rows that the scores were too early to know, such as those imported since."""
    days = (past["inspection"]["day"], past["finding"]["found"], past["tip"]["day"])
    return sum(int((column >= pd.Timestamp(as_of)).sum()) for column in days)


def _reachable(sites: pd.DataFrame, lost: Sequence[LostSite]) -> pd.Series[bool]:
    known = {site.site_id for site in lost}
    return pd.Series(~sites.index.isin(list(known)), index=sites.index)


def told_why(left_out: Sequence[Unplanned], lost: Sequence[LostSite]) -> tuple[Unplanned, ...]:
    """Put the distance to the nearest road behind what no car reaches."""
    known = {site.site_id: {"access_m": site.access_m, "cause": site.cause} for site in lost}
    return tuple(
        replace(one, detail={**one.detail, **known[one.site]})
        if one.reason == "unreachable" and one.site in known
        else one
        for one in left_out
    )


def plan_result(filed: FiledPlan, plan_id: str, version: int, *, seconds: float) -> PlanResult:
    """Sum a filed plan up; roads and speeds are added by the caller."""
    plan, ruling = filed.plan, filed_ruling(filed.params)
    reasons = pd.Series([left.reason for left in plan.unplanned], dtype=str).value_counts()
    return PlanResult(
        plan_id=plan_id,
        week=filed.week,
        version=version,
        as_of=filed.as_of.isoformat(),
        seed=plan.seed,
        iterations=plan.iterations,
        routes=sum(1 for route in plan.routes if route.stops),
        stops=sum(len(route.stops) for route in plan.routes),
        drive_s=sum(route.drive_s for route in plan.routes),
        work_s=sum(route.work_s for route in plan.routes),
        distance_m=filed.distance_m(),
        prize=plan.prize,
        bound=plan.bound,
        promises=len(filed.promises),
        broken=tuple(
            BrokenResult(promise=one.promise, zh=one.zh, en=one.en)
            for one in filed.promises
            if not one.kept
        ),
        unplanned=len(plan.unplanned),
        set_aside=len(filed.demand.left_out),
        unplanned_reasons={str(reason): int(count) for reason, count in reasons.items()},
        later_rows=filed.later_rows,
        absences=filed.absences,
        holidays_known=knows_holidays(week_monday(filed.week), ruling.rules.calendar),
        rules_from=ruling.origin,
        rules_hash=ruling.fingerprint,
        lots=lot_lines(filed.drawn_visits()),
        run={**plan.run, "total_s": round(seconds, 3)},
    )
